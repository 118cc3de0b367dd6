//! `webmynd login`: makes an account or joins one, with this memory as a device.
use super::sync::at_once;
use crate::account;
use crate::args::Login;
use crate::clock;
use crate::failure::{Done, Failure};
use crate::memory::Memory;
use crate::random;
use crate::remote::Http;
use crate::screen;
use serde::Serialize;
use webmynd_crypto::kdf::{KdfParams, Place, Stretched, stretch};
use webmynd_crypto::random::bytes;
use webmynd_crypto::{Secret, passphrase, recovery};
use webmynd_engine::sync::{Account, Prelude, Who, create, join, prelude};

/// The passphrase, where nobody is there to type it.
const VARIABLE: &str = "WEBMYND_PASSPHRASE";

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

/// Logs in.
pub fn run(args: &Login) -> Result<Done, Failure> {
    if account::find(&args.data)?.is_some() && !args.again {
        return Err(Failure::new("this memory is synced already; --again logs it in anew, as a new device"));
    }
    let remote = Http::new(&args.server)?;
    Memory::open_or_make(&args.data)?.close()?;
    let device = args.device.clone().unwrap_or_else(|| "command line".to_owned());
    let generated = if args.new && std::env::var_os(VARIABLE).is_none() && !args.own {
        Some(passphrase::generate(&mut random::fill))
    } else {
        None
    };
    let words = match &generated {
        Some(words) => words.clone(),
        None => ask(args)?,
    };
    let who = Who {
        origin: args.server.trim_end_matches('/'),
        name: &args.account,
        device_name: &device,
        invitation: args.invitation.as_deref(),
    };
    let (joined, recovery) = enter(args.new, &remote, &who, &words)?;
    account::save(&args.data, &joined)?;
    tell(args, Answer { account: joined.name, device, passphrase: generated, recovery })
}

fn enter(new: bool, remote: &Http, who: &Who<'_>, words: &str) -> Result<(Account, Option<String>), Failure> {
    if new {
        let (seed, key) = (bytes(&mut random::fill), Secret::generate(&mut random::fill));
        let keys = stretched(words, who, seed, KdfParams::FLOOR)?;
        let account = at_once(create(remote, who, seed, &keys, &key, &mut random::fill, clock::now()))??;
        let written = recovery::words_of(&key).map_err(|error| Failure::new(error.to_string()))?;
        return Ok((account, Some(written)));
    }
    let Prelude { seed, params } = at_once(prelude(remote, who.name))??;
    let keys = stretched(words, who, seed, params)?;
    Ok((at_once(join(remote, who, &keys, &mut random::fill, clock::now()))??, None))
}

fn stretched(words: &str, who: &Who<'_>, seed: [u8; 16], params: KdfParams) -> Result<Stretched, Failure> {
    stretch(words, Place { origin: who.origin, account: who.name, seed }, params)
        .map_err(|error| Failure::new(format!("the passphrase: {error}")))
}

fn ask(args: &Login) -> Result<String, Failure> {
    let words = match std::env::var(VARIABLE) {
        Ok(words) => words,
        Err(_) => rpassword::prompt_password("Passphrase: ")
            .map_err(|error| Failure::new(format!("no passphrase: {error}; {VARIABLE} may hold it")))?,
    };
    if args.new && !passphrase::strong_enough(&words, &[&args.account]) {
        return Err(Failure::new("this passphrase can be guessed; take a longer one, or let one be made"));
    }
    Ok(words)
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
