//! `webmynd status`: the account, the last round, what is unsaid, and what the vault keeps.
use crate::args::Status;
use crate::failure::{Done, Failure};
use crate::remote::at_once;
use crate::round::{Last, last};
use crate::screen::counted;
use crate::vault::Synced;
use crate::{clock, screen};
use serde::Serialize;
use std::collections::BTreeMap;
use webmynd_engine::page::Millis;
use webmynd_engine::sync::Usage;

#[derive(Serialize)]
struct Answer {
    account: String,
    server: String,
    device: String,
    round: Option<Last>,
    /// What is remembered here, counted as the extension does.
    pages: u32,
    visits: u32,
    webmarks: u32,
    /// Visits and changes that the vault does not have.
    unsaid: u32,
    usage: Option<Usage>,
}

/// Says it. A server that does not answer is a complaint: the rest is known here.
pub fn run(args: &Status) -> Result<Done, Failure> {
    let synced = Synced::open(&args.data)?;
    let usage = at_once(synced.account.usage(&synced.remote))?;
    let archive = synced.archive.borrow();
    let here = archive.status();
    let complaint = usage.as_ref().err().cloned();
    let answer = Answer {
        account: synced.account.name.clone(),
        server: synced.account.server().to_owned(),
        device: synced.account.device_name.clone(),
        round: last(&args.data),
        pages: here.pages,
        visits: here.visits,
        webmarks: here.webmarks,
        unsaid: archive.unsaid_count(),
        usage: usage.ok(),
    };
    if args.json {
        screen::json(&answer)?;
    } else {
        print(&answer)?;
    }
    match complaint {
        None => Ok(Done::Well),
        Some(error) => {
            screen::note(&format!("webmynd: {}", Failure::from(error)));
            Ok(Done::WithComplaints)
        }
    }
}

fn print(answer: &Answer) -> Result<(), Failure> {
    screen::line(&format!("{} at {}, here {:?}", answer.account, answer.server, answer.device))?;
    let round = match &answer.round {
        None => "not synced yet".to_owned(),
        Some(Last { at, failed: None }) => format!("last synced {}", clock::rfc3339(*at, 0)),
        Some(Last { at, failed: Some(why) }) => {
            format!("the last round failed, {}: {why}", clock::rfc3339(*at, 0))
        }
    };
    screen::line(&round)?;
    let (pages, visits) = (counted(answer.pages, "page"), counted(answer.visits, "visit"));
    screen::line(&format!("{pages}, {visits}, {} here", counted(answer.webmarks, "WebMark")))?;
    let (unsaid, verb) = (counted(answer.unsaid, "change"), if answer.unsaid == 1 { "is" } else { "are" });
    screen::line(&format!("{unsaid} {verb} not in the vault yet"))?;
    let Some(usage) = &answer.usage else { return Ok(()) };
    let quota = usage.quota.map_or_else(String::new, |most| format!(" of {most}"));
    screen::line(&format!("the vault keeps {} bytes{quota}, plan {}", usage.bytes, usage.plan))?;
    let mut ends: BTreeMap<i64, u64> = BTreeMap::new();
    for day in &usage.days {
        if let Some(at) = day.expires_at {
            *ends.entry(Millis::div_euclid(at, 86_400_000)).or_default() += day.bytes;
        }
    }
    for (day, bytes) in ends {
        screen::line(&format!("  {bytes} bytes go on {}", clock::date(day)))?;
    }
    Ok(())
}
