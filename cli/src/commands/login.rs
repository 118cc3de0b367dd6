//! `webmynd login`: makes an account, joins one, or gets back into one, with this memory as a device.
use crate::args::Login;
use crate::failure::{Done, Failure};
use crate::memory::Memory;
use crate::remote::{Http, at_once};
use crate::words::{NEW_PASSPHRASE, PASSPHRASE, as_told, ask, fresh, stretched};
use crate::{account, clock, directory, random, screen};
use serde::Serialize;
use webmynd_crypto::kdf::KdfParams;
use webmynd_crypto::random::bytes;
use webmynd_crypto::{Secret, pairing, recovery};
use webmynd_engine::sync::{Account, SyncKind, Who, canonical, create, join, pair, recover};

/// The recovery words, where nobody is there to type them.
const RECOVERY: &str = "WEBMYND_RECOVERY";
/// The words of `webmynd pair`, likewise.
const CODE: &str = "WEBMYND_CODE";

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Answer {
    account: String,
    device: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    passphrase: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    recovery: Option<String>,
}

/// What a way in brought: the account, a passphrase that was made, recovery words.
type Entered = (Account, Option<String>, Option<String>);

/// Logs in. The memory is held meanwhile.
pub fn run(args: &Login) -> Result<Done, Failure> {
    let memory = Memory::open_or_make(&args.data)?;
    let known = account::find_whole(&args.data)?;
    let signed_out = known.as_ref().is_none_or(account::is_signed_out);
    if let Some(known) = &known {
        check_same(args, known)?;
    }
    if !signed_out && !args.again && !args.recover && !args.anew {
        return Err(Failure::new("this memory is synced already; --again signs it in again"));
    }
    let mut remote = Http::new(&args.server)?;
    directory::prove(&mut remote, args.new, args.directory_token_file.as_deref())?;
    let (mut joined, passphrase, recovery) = match (&known, signed_out) {
        (Some(known), false) if args.again => (again(args, known, &remote)?, None, None),
        _ => enter(args, &remote)?,
    };
    match known.filter(|known| known.id != joined.id) {
        Some(_) if args.anew => joined.begin_anew(),
        Some(known) => return Err(belongs_to(&known)),
        None => {}
    }
    account::save(&args.data, &joined)?;
    memory.close()?;
    tell(args, Answer { account: joined.name, device: joined.device_name, passphrase, recovery })
}

/// A memory is synced with one account: what it has sent and read is counted by that one's log.
fn check_same(args: &Login, known: &Account) -> Result<(), Failure> {
    // Signing in again may find the server at a new address: its account tells whether it is the same.
    let here = args.pair || args.again || canonical(&args.server).as_deref() == Some(known.server());
    let same = args.account.as_ref().is_none_or(|name| name.to_lowercase() == known.name.to_lowercase());
    if args.anew || here && same && !args.new { Ok(()) } else { Err(belongs_to(known)) }
}

fn belongs_to(known: &Account) -> Failure {
    Failure::new(format!(
        "this memory belongs to another account, {} at {}; with --anew, without --again, all of it goes to this one, or take another folder",
        known.name,
        known.server()
    ))
}

fn again(args: &Login, known: &Account, remote: &Http) -> Result<Account, Failure> {
    let formerly = formerly(args)?.unwrap_or_else(|| known.origin.clone());
    let (keys, bound_to) = as_told(remote, &ask(PASSPHRASE, "Passphrase")?, Some(&formerly), &known.name)?;
    let (mut account, place) = (known.clone(), (remote.origin(), bound_to.as_str()));
    match at_once(account.sign_in_again(remote, place, &keys, &mut random::fill, clock::now()))? {
        // What is there under this name at another address is another account: to sign in again helps no more.
        Err(error) if error.kind == SyncKind::Distrust && remote.origin() != known.server() => {
            Err(belongs_to(known))
        }
        done => done.map(|()| account).map_err(Failure::from),
    }
}

fn formerly(args: &Login) -> Result<Option<String>, Failure> {
    let address = |typed: &String| {
        canonical(typed).ok_or_else(|| Failure::new(format!("{typed} is not the address of a server")))
    };
    args.formerly.as_ref().map(address).transpose()
}

fn enter(args: &Login, remote: &Http) -> Result<Entered, Failure> {
    let device_name = args.device.as_deref().unwrap_or("command line");
    let (fill, now) = (&mut random::fill, clock::now());
    if args.pair {
        let words = ask(CODE, "The 12 words that the other device shows")?;
        let code = pairing::code_of(&words).map_err(|_| mistyped("12 words"))?;
        let account = at_once(pair(remote, remote.origin(), *code.expose(), device_name, fill, now))??;
        return Ok((account, None, None));
    }
    let name = args.account.as_deref().unwrap_or_default();
    let origin = remote.origin();
    let who = Who { origin, bound_to: origin, name, device_name, invitation: args.invitation.as_deref() };
    if args.new {
        let (words, made) = fresh(PASSPHRASE, args.own, name)?;
        let (seed, key) = (bytes(fill), Secret::generate(fill));
        let keys = stretched(&words, origin, name, seed, KdfParams::FLOOR)?;
        let account = at_once(create(remote, &who, seed, &keys, &key, fill, now))??;
        let written = recovery::words_of(&key).map_err(|error| Failure::new(error.to_string()))?;
        return Ok((account, made.then_some(words), Some(written)));
    }
    if args.recover {
        let key = recovery::key_of(&ask(RECOVERY, "The 24 recovery words")?)
            .map_err(|_| mistyped("24 recovery words"))?;
        let (words, made) = fresh(NEW_PASSPHRASE, args.own, name)?;
        let seed = bytes(fill);
        let keys = stretched(&words, origin, name, seed, KdfParams::FLOOR)?;
        let account = at_once(recover(remote, &who, &key, (seed, &keys), fill, now))??;
        return Ok((account, made.then_some(words), None));
    }
    let formerly = formerly(args)?;
    let (keys, bound_to) = as_told(remote, &ask(PASSPHRASE, "Passphrase")?, formerly.as_deref(), name)?;
    let who = Who { bound_to: &bound_to, ..who };
    Ok((at_once(join(remote, &who, &keys, fill, now))??, None, None))
}

fn mistyped(what: &str) -> Failure {
    Failure::new(format!("these are not the {what}: one is missing or mistyped; nothing was sent"))
}

fn tell(args: &Login, answer: Answer) -> Result<Done, Failure> {
    if args.json {
        screen::json(&answer)?;
        return Ok(Done::Well);
    }
    screen::line(&format!("{} is synced as {:?} of {}", args.data.display(), answer.device, answer.account))?;
    if let Some(words) = answer.passphrase {
        screen::line(&format!("Passphrase, for your other devices:\n  {words}"))?;
    }
    if let Some(words) = answer.recovery {
        screen::line(&format!(
            "Recovery words. Write them down: without them and without the passphrase nobody can read your pages, we neither.\n  {words}"
        ))?;
    }
    Ok(Done::Well)
}
