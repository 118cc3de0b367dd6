//! `webmynd logout`: ends the session and removes the keys; the memory stays.
use crate::account;
use crate::args::Logout;
use crate::failure::{Done, Failure};
use crate::remote::at_once;
use crate::screen;
use crate::vault::Synced;
use serde::Serialize;

#[derive(Serialize)]
struct Answer<'a> {
    account: &'a str,
    told: bool,
}

/// Signs out. The keys go also when the server does not answer; then it is said that the session goes on there.
pub fn run(args: &Logout) -> Result<Done, Failure> {
    let mut synced = Synced::open(&args.data)?;
    let ended = at_once(synced.account.sign_out(&synced.remote))?;
    account::wipe(&mut synced.account);
    synced.save()?;
    if args.json {
        screen::json(&Answer { account: &synced.account.name, told: ended.is_ok() })?;
    } else {
        screen::line(&format!("{} is signed out; its pages stay", args.data.display()))?;
    }
    match ended {
        Ok(()) => Ok(Done::Well),
        Err(error) => {
            screen::note(&format!(
                "webmynd: the server was not told ({error}); `webmynd devices --revoke` on another device locks this one out"
            ));
            Ok(Done::WithComplaints)
        }
    }
}
