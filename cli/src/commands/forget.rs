//! `webmynd forget`: a page, a site or what a search finds is forgotten, and can be taken back for ten minutes.
use super::search::sentence;
use crate::args::Forget;
use crate::clock;
use crate::failure::{Done, Failure};
use crate::memory::Memory;
use crate::screen;
use serde::Serialize;
use std::io::{BufRead, IsTerminal};
use webmynd_engine::address::beyond_site;
use webmynd_engine::archive::{Change, Weight, Which};
use webmynd_engine::query::parse;

/// More visits than this are forgotten only when that is said once more.
const MANY: u32 = 500;

#[derive(Serialize)]
struct Printed {
    /// Visits that were forgotten, or came back.
    visits: u32,
}

/// Forgets, or takes the newest forget back. What is due is erased by whatever command comes ten minutes later.
pub fn run(args: &Forget) -> Result<Done, Failure> {
    let mut memory = Memory::open(&args.data)?;
    // What is due goes first: a window that is over is not opened again.
    memory.catch_up()?;
    let (visits, what) = if args.undo {
        (take_back(&mut memory)?, "remembered again")
    } else {
        (forget(&mut memory, args)?, "forgotten; for ten minutes `webmynd forget --undo` takes it back")
    };
    memory.close()?;
    if args.json {
        screen::json(&Printed { visits })?;
    } else {
        screen::line(&format!("{} {what}", screen::counted(visits, "visit")))?;
    }
    Ok(Done::Well)
}

fn forget(memory: &mut Memory, args: &Forget) -> Result<u32, Failure> {
    let (now, which, name) = (clock::now(), which(args)?, name(args));
    let weight = memory.archive.weigh(&which, now)?;
    if weight.visits > MANY && !args.yes {
        confirm(weight)?;
    }
    match memory.archive.mutate(&which, &Change::Forget, now)?.count {
        0 => Err(Failure::new(format!("nothing of {name} is remembered"))),
        visits => Ok(visits),
    }
}

fn which(args: &Forget) -> Result<Which, Failure> {
    if let Some(query) = &args.query {
        let offset_min = clock::offset_min(clock::now());
        let complaints = parse(&format!("{query} "), clock::now(), offset_min).complaints;
        if !complaints.is_empty() {
            let told: Vec<String> = complaints.iter().map(sentence).collect();
            return Err(Failure::new(format!("{}; nothing was forgotten", told.join("; "))));
        }
        return Ok(Which::Query { query: query.clone(), offset_min });
    }
    match (&args.url, &args.site) {
        (Some(page), _) => Ok(Which::Page { page: page.clone() }),
        (None, Some(site)) if !beyond_site(site).is_empty() => Err(Failure::new(format!(
            "--site takes a host alone and {site} is more; give the address by itself to forget that page, or \
             --query \"site:{site}\" for all that begins so; nothing was forgotten"
        ))),
        (None, Some(site)) => Ok(Which::Site { site: site.clone() }),
        (None, None) => Err(Failure::new("say what is to be forgotten")),
    }
}

fn name(args: &Forget) -> &str {
    [&args.url, &args.site, &args.query].into_iter().find_map(Option::as_deref).unwrap_or_default()
}

/// Asks whoever sits there; nobody sitting there is a no.
fn confirm(weight: Weight) -> Result<(), Failure> {
    let Weight { visits, pages, webmarks } = weight;
    let what = format!("{visits} visits of {pages} pages, {webmarks} of them WebMarks");
    if !std::io::stdin().is_terminal() {
        return Err(Failure::new(format!("that would forget {what}; say so with --yes")));
    }
    screen::note(&format!("This forgets {what}. Type \"yes\" to go on:"));
    let mut answer = String::new();
    let read = std::io::stdin().lock().read_line(&mut answer);
    if read.is_ok() && answer.trim().eq_ignore_ascii_case("yes") {
        return Ok(());
    }
    Err(Failure::new("nothing was forgotten"))
}

fn take_back(memory: &mut Memory) -> Result<u32, Failure> {
    let newest = memory.archive.status().undoable.into_iter().max_by_key(|forget| forget.op);
    let newest = newest.ok_or_else(|| Failure::new("there is nothing that can still be taken back"))?;
    Ok(memory.archive.undo(newest.op, clock::now())?.count)
}
