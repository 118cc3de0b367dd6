//! `webmynd sync`: one round with the vault.
use crate::args::Sync;
use crate::failure::{Done, Failure};
use crate::remote::at_once;
use crate::vault::Synced;
use crate::{clock, round, screen};
use serde::Serialize;
use std::path::Path;
use webmynd_engine::event::Harm;
use webmynd_engine::sync::{Back, Found, Refilled, Report, Round, refill, thin};

/// What it came to.
#[derive(Serialize)]
struct Outcome {
    #[serde(flatten)]
    report: Report,
    /// What `--verify` found.
    #[serde(skip_serializing_if = "Option::is_none")]
    found: Option<Found>,
    /// Texts that are in the vault alone since `--keep-text`.
    #[serde(skip_serializing_if = "Option::is_none")]
    thinned: Option<u32>,
    /// Texts that came back, and those that do not.
    texts: Refilled,
}

/// Runs a round and says what it did.
pub fn run(args: &Sync) -> Result<Done, Failure> {
    let mut synced = Synced::open(&args.data)?;
    if args.anew {
        synced.account.begin_anew();
    }
    let found = if args.verify { Some(verify(&mut synced)?) } else { None };
    let report = sync(&mut synced, &args.data)?;
    let thinned = args.keep_text.map(|days| give_up(&synced, days)).transpose()?;
    let texts = bring_back(&synced, args.bring_back)?;
    if args.seen {
        let Synced { archive, account, .. } = &mut synced;
        account.see_doubts(&archive.borrow());
        synced.save()?;
    }
    synced.close()?;
    screen::leave_out(u64::from(report.skipped), "capture");
    tell_quarantined(&report);
    if report.renamed {
        screen::note(
            "another memory writes under this device's name: a copy of this folder, or an old one that was put back. This one is a device of its own from now on; \
             where the other is not used any more, `webmynd devices --remove` takes it out",
        );
    }
    for doubt in &report.doubts {
        screen::note(&format!("the device \"{}\" {}", doubt.device, told(doubt.harm)));
    }
    let outcome = Outcome { report, found, thinned, texts };
    if args.json {
        screen::json(&outcome)?;
    } else {
        tell(&outcome)?;
    }
    Ok(Done::Well)
}

fn tell(Outcome { report, thinned, texts, .. }: &Outcome) -> Result<(), Failure> {
    screen::line(&format!("{} sent, {} received", screen::counted(report.sent, "visit"), report.received))?;
    if let Some(thinned) = thinned {
        let are = if *thinned == 1 { "is" } else { "are" };
        screen::line(&format!("{} {are} in the vault alone now", screen::counted(*thinned, "text")))?;
    }
    if texts.came > 0 {
        screen::line(&format!("{} came back from the vault", screen::counted(texts.came, "text")))?;
    }
    Ok(())
}

/// Leaves texts to the vault.
fn give_up(synced: &Synced, days: u32) -> Result<u32, Failure> {
    let Synced { archive, account, remote, .. } = synced;
    let now = clock::now();
    let thinned = at_once(thin(archive, account, remote, days, &mut crate::random::fill, now))??;
    let lag = archive.borrow().lag_days(now);
    if lag > 0 {
        screen::note(&format!(
            "the clock went ahead, or nothing was remembered here for long: what is kept and what leaves goes by a time that is {} behind it, until it \
             has gone on day by day for a fortnight",
            screen::counted(lag, "day")
        ));
    }
    Ok(thinned)
}

/// Whether the vault has what the account's devices sent, as far as this one knows of it. What is not said of it is said by the round after.
fn verify(synced: &mut Synced) -> Result<Found, Failure> {
    let mut random = crate::random::fill;
    let Synced { archive, account, remote, .. } = &mut *synced;
    let found = at_once(Round::new(archive, account, remote, &mut random, clock::now()).check_vault())?;
    synced.save()?;
    let found @ Found { whole, lost } = found?;
    if lost + whole == 0 {
        screen::note("there are no packs of texts in the vault");
    } else if lost == 0 {
        screen::note(&format!(
            "the vault is whole: a piece of each of {} opened",
            screen::counted(whole, "pack")
        ));
    } else {
        screen::complain(&format!(
            "webmynd: {} of {} cannot be read in the vault: a device that still has what is in {} sends it again",
            screen::counted(lost, "pack"),
            whole + lost,
            if lost == 1 { "it" } else { "them" }
        ));
    }
    Ok(found)
}

/// Texts that the vault gives up soon, or all of them.
fn bring_back(synced: &Synced, all: bool) -> Result<Refilled, Failure> {
    let Synced { archive, account, remote, .. } = synced;
    let back = if all { Back::All } else { Back::Ending };
    let refilled = at_once(refill(archive, account, remote, back, clock::now()))??;
    if refilled.left > 0 {
        screen::complain(&format!(
            "webmynd: {} left this device and do not come back{}: the vault does not have them any more, or they cannot be read there. \
             Your other devices are asked for them",
            screen::counted(refilled.left, "text"),
            if all { "" } else { ", and the vault keeps them for less than 21 days more" }
        ));
    }
    Ok(refilled)
}

fn tell_quarantined(report: &Report) {
    let packs = report.quarantined;
    if report.newer > 0 {
        screen::note("another device is of a newer version: what it sent can be read here after an update");
    }
    if packs > 0 {
        screen::complain(&format!(
            "webmynd: {} cannot be read in the vault: the devices that have what is in {} are asked to send it again; all else goes on",
            screen::counted(packs, "pack"),
            if packs == 1 { "it" } else { "them" }
        ));
    }
}

/// What a device of the account did that cannot be so, and what becomes of it.
fn told(harm: Harm) -> &'static str {
    match harm {
        Harm::Forged => {
            "has an entry that it did not sign, or that does not open: nothing that it says from there on counts here. If the server's disk was damaged, `webmynd sync --anew` goes on with what can be read"
        }
        Harm::Strange => {
            "has packs beside its entries that it does not name, by its own fault or the server's: they are left out"
        }
        Harm::Foreign => {
            "took away packs of other devices, or named them as its own: what this one misses is sent again"
        }
        Harm::Heads => {
            "has read what the vault does not show: it made that up, or the server hides something"
        }
        Harm::Clock => "said something at a clock far ahead of all others: that is left out",
        Harm::Beyond => {
            "sent pages that hold more, or are longer or of another time, than any are: they are left out"
        }
        Harm::Returned => {
            "was taken out of the account, and is in it again since the server was put back from a backup: whoever has it reads along until `webmynd devices --revoke` takes it out once more"
        }
        Harm::Recap => {
            "left a recap of the vault's log that does not say what the log says here: it made that up, or the server shows each of you another log. Nobody goes by it, and no entry is removed"
        }
        _ => "said something that is not of its form: it is left out",
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
