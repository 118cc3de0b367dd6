//! `webmynd sync`: one round with the vault.
use crate::args::Sync;
use crate::failure::{Done, Failure};
use crate::remote::at_once;
use crate::vault::Synced;
use crate::{clock, round, screen};
use std::path::Path;
use webmynd_engine::sync::{Report, Round, thin};

/// Runs a round and says what it did.
pub fn run(args: &Sync) -> Result<Done, Failure> {
    let mut synced = Synced::open(&args.data)?;
    if args.anew {
        synced.account.begin_anew();
    }
    let report = sync(&mut synced, &args.data)?;
    let thinned = match args.keep_text {
        Some(days) => {
            let Synced { archive, account, remote, .. } = &synced;
            at_once(thin(archive, account, remote, days, &mut crate::random::fill, clock::now()))??
        }
        None => 0,
    };
    synced.close()?;
    screen::leave_out(u64::from(report.skipped), "capture");
    tell_quarantined(&report);
    if args.json {
        screen::json(&report)?;
    } else {
        screen::line(&format!("{} visits sent, {} received", report.sent, report.received))?;
        if args.keep_text.is_some() {
            screen::line(&format!("{thinned} texts are in the vault alone now"))?;
        }
    }
    Ok(Done::Well)
}

fn tell_quarantined(report: &Report) {
    let packs = report.quarantined;
    if report.newer > 0 {
        screen::note("another device is of a newer version: what it sent can be read here after an update");
    }
    if packs > 0 {
        screen::note(&format!(
            "{} of other devices cannot be read in the vault: those devices are asked to send what is in them again; all else goes on",
            screen::counted(packs, "pack")
        ));
    }
}

/// A round; what it came to is noted for `webmynd status`.
pub fn sync(synced: &mut Synced, data: &Path) -> Result<Report, Failure> {
    let mut random = crate::random::fill;
    let now = clock::now();
    let Synced { archive, account, remote, .. } = &mut *synced;
    let report = at_once(Round::new(archive, account, remote, &mut random, now).run())?;
    // The round may have renewed keys or the device's name, also one that failed.
    synced.save()?;
    let report = report.map_err(Failure::from);
    round::note(data, now, report.as_ref().err())?;
    report
}
