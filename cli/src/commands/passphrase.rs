//! `webmynd passphrase`: changes it.
use crate::args::Passphrase;
use crate::failure::{Done, Failure};
use crate::remote::at_once;
use crate::vault::{Synced, renewing};
use crate::words::{NEW_PASSPHRASE, PASSPHRASE, ask, fresh};
use crate::{random, screen};
use serde::Serialize;

#[derive(Serialize)]
struct Answer {
    #[serde(skip_serializing_if = "Option::is_none")]
    passphrase: Option<String>,
}

/// Changes it, when the old one is right.
pub fn run(args: &Passphrase) -> Result<Done, Failure> {
    let mut synced = Synced::open(&args.data)?;
    let old = ask(PASSPHRASE, "Passphrase as it is")?;
    let (new, made) = fresh(NEW_PASSPHRASE, args.own, &synced.account.name)?;
    let changed = renewing(&mut synced, &old, &new, |synced, renewal| {
        let Synced { account, remote, .. } = synced;
        Ok(at_once(account.change_passphrase(&*remote, renewal, &mut random::fill))??)
    });
    synced.save()?;
    changed?;
    let answer = Answer { passphrase: made.then_some(new) };
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
