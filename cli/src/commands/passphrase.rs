//! `webmynd passphrase`: changes it, or the recovery words.
use crate::args::Passphrase;
use crate::failure::{Done, Failure};
use crate::remote::at_once;
use crate::vault::{Synced, renewing};
use crate::words::{NEW_PASSPHRASE, PASSPHRASE, as_told, ask, fresh};
use crate::{random, screen};
use serde::Serialize;
use webmynd_crypto::{Secret, recovery};
use webmynd_engine::sync::{SyncError, SyncKind};

#[derive(Serialize)]
struct Answer {
    #[serde(skip_serializing_if = "Option::is_none")]
    passphrase: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    recovery: Option<String>,
}

/// Changes it, when the old one is right.
pub fn run(args: &Passphrase) -> Result<Done, Failure> {
    let mut synced = Synced::open(&args.data)?;
    let old = ask(PASSPHRASE, "Passphrase as it is")?;
    if args.recovery {
        return replace_recovery(synced, &old, args.json);
    }
    let (new, made) = fresh(NEW_PASSPHRASE, args.own, &synced.account.name)?;
    if made {
        tell_first("passphrase", &new);
    }
    let changed = renewing(&mut synced, &old, &new, |synced, renewal| {
        let Synced { account, remote, .. } = synced;
        at_once(account.change_passphrase(&*remote, renewal, &mut random::fill))
    });
    synced.save()?;
    changed?.map_err(|error| unsure(error, "passphrase"))?;
    let answer = Answer { passphrase: made.then_some(new), recovery: None };
    if args.json {
        screen::json(&answer)?;
    } else {
        screen::line("The passphrase is changed. Your other devices sign in again with it.")?;
        if let Some(words) = answer.passphrase {
            screen::line(&format!("It is:\n  {words}"))?;
        }
    }
    Ok(Done::Well)
}

fn replace_recovery(mut synced: Synced, passphrase: &str, as_json: bool) -> Result<Done, Failure> {
    let (bound_to, name) = (synced.account.origin.clone(), synced.account.name.clone());
    let (keys, _) = as_told(&synced.remote, passphrase, Some(&bound_to), &name)?;
    let key = Secret::generate(&mut random::fill);
    let words = recovery::words_of(&key).map_err(|error| Failure::new(error.to_string()))?;
    tell_first("recovery words", &words);
    let Synced { account, remote, .. } = &mut synced;
    let replaced = at_once(account.replace_recovery(&*remote, &keys, &key, &mut random::fill))?;
    synced.save()?;
    replaced.map_err(|error| unsure(error, "recovery words"))?;
    if as_json {
        screen::json(&Answer { passphrase: None, recovery: Some(words) })?;
    } else {
        screen::line(&format!(
            "These recovery words count now; write them down. Those before open nothing any more.\n  {words}"
        ))?;
    }
    Ok(Done::Well)
}

/// Before anything is sent: an answer may be lost, and this program killed.
fn tell_first(what: &str, words: &str) {
    screen::note(&format!(
        "the new {what}, which count from the moment on at which the server has them:\n  {words}"
    ));
}

/// Without an answer nobody knows which of them count.
fn unsure(error: SyncError, what: &str) -> Failure {
    if error.kind != SyncKind::Later || error.code.is_some() {
        return error.into();
    }
    Failure::new(format!(
        "{}; the {what} may be the new ones or those before: try again with those before, and where they are refused the new ones count",
        error.fact
    ))
}
