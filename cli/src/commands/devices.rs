//! `webmynd devices`: lists them, locks one out, or takes one out that is gone.
use crate::args::Devices;
use crate::failure::{Done, Failure};
use crate::remote::at_once;
use crate::vault::{Synced, renewing};
use crate::words::{PASSPHRASE, ask};
use crate::{clock, random, screen};
use webmynd_engine::page::Millis;
use webmynd_engine::sync::DeviceFacts;

/// Lists, or revokes and lists.
pub fn run(args: &Devices) -> Result<Done, Failure> {
    let mut synced = Synced::open(&args.data)?;
    let mut all = list(&mut synced)?;
    if let Some(named) = &args.revoke {
        let device = find(&all, named)?.id;
        let words = ask(PASSPHRASE, "Passphrase")?;
        let revoked = renewing(&mut synced, &words, &words, |synced, renewal| {
            let Synced { archive, account, remote, .. } = synced;
            let place = (&*remote, &*archive);
            Ok(at_once(account.revoke(place, device, renewal, &mut random::fill, clock::now()))??)
        });
        synced.save()?;
        revoked?;
        all = list(&mut synced)?;
        screen::note(
            "Locked out. It keeps what it has. Your other devices sign in again with the passphrase.",
        );
    }
    if let Some(named) = &args.remove {
        let device = find(&all, named)?.id;
        let Synced { account, remote, .. } = &mut synced;
        let removed = at_once(account.remove(remote, device, &mut random::fill, clock::now()))?;
        synced.save()?;
        removed?;
        all = list(&mut synced)?;
        screen::note("Removed. What it sent stays, and your other devices look after it.");
    }
    synced.save()?;
    synced.close()?;
    if args.json {
        screen::json(&all)?;
    } else {
        print(&all)?;
    }
    Ok(Done::Well)
}

fn list(synced: &mut Synced) -> Result<Vec<DeviceFacts>, Failure> {
    Ok(at_once(synced.account.devices(&synced.remote))??)
}

/// The one device that is meant.
fn find<'a>(all: &'a [DeviceFacts], named: &str) -> Result<&'a DeviceFacts, Failure> {
    let live = |device: &&DeviceFacts| device.revoked.is_none();
    let meant: Vec<_> = all
        .iter()
        .filter(live)
        .filter(|device| device.name == named || device.id.to_string() == named)
        .collect();
    match meant.as_slice() {
        [device] => Ok(device),
        [] => Err(Failure::new(format!("there is no device {named:?}; `webmynd devices` lists them"))),
        _ => Err(Failure::new(format!("there are {} devices called {named:?}; say its id", meant.len()))),
    }
}

fn print(all: &[DeviceFacts]) -> Result<(), Failure> {
    let day = |at: Millis| clock::date(at.div_euclid(86_400_000));
    for device in all {
        let name = screen::one_line(&device.name);
        let name = if name.is_empty() { "(not listed)" } else { &name };
        let mut line = format!("{}  {name}", device.id);
        if device.this {
            line.push_str(", this one");
        }
        if let Some(at) = device.added {
            line.push_str(&format!(", added {}", day(at)));
        }
        match (device.revoked, device.last_seen) {
            (Some(at), _) => line.push_str(&format!(", revoked {}", day(at))),
            (None, Some(at)) => line.push_str(&format!(", last seen {}", day(at))),
            (None, None) => line.push_str(", signed out"),
        }
        if device.keeps_log {
            line.push_str("; the vault keeps the whole log for it: `webmynd devices --remove` it if nobody has it any more");
        }
        screen::line(&line)?;
    }
    Ok(())
}
