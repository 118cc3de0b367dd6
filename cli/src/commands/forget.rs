//! `webmynd forget`: a page or a site is forgotten, and can be taken back for ten minutes.
use crate::args::Forget;
use crate::clock;
use crate::failure::{Done, Failure};
use crate::memory::Memory;
use crate::screen;
use serde::Serialize;
use webmynd_engine::archive::{Change, Which};

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
        screen::line(&format!("{visits} {} {what}", if visits == 1 { "visit" } else { "visits" }))?;
    }
    Ok(Done::Well)
}

fn forget(memory: &mut Memory, args: &Forget) -> Result<u32, Failure> {
    let (which, name) = match (&args.url, &args.site) {
        (Some(page), _) => (Which::Page { page: page.clone() }, page),
        (None, Some(site)) => (Which::Site { site: site.clone() }, site),
        (None, None) => return Err(Failure::new("say what is to be forgotten")),
    };
    match memory.archive.mutate(&which, &Change::Forget, clock::now())?.count {
        0 => Err(Failure::new(format!("nothing of {name} is remembered"))),
        visits => Ok(visits),
    }
}

fn take_back(memory: &mut Memory) -> Result<u32, Failure> {
    let newest = memory.archive.status().undoable.into_iter().max_by_key(|forget| forget.op);
    let newest = newest.ok_or_else(|| Failure::new("there is nothing that can still be taken back"))?;
    Ok(memory.archive.undo(newest.op, clock::now())?.count)
}
