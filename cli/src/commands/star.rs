//! `webmynd star`: a page becomes a WebMark, which stays for ever, or is none any longer.
use crate::args::Star;
use crate::clock;
use crate::failure::{Done, Failure};
use crate::memory::Memory;
use crate::screen;
use serde::Serialize;
use webmynd_engine::archive::{Change, Which};

#[derive(Serialize)]
struct Printed<'a> {
    url: &'a str,
    star: bool,
}

/// Stars a page, or takes its star off. That it is so already is no error.
pub fn run(args: &Star) -> Result<Done, Failure> {
    let (mut memory, on) = (Memory::open(&args.data)?, !args.off);
    let state = memory.archive.page_state(&args.url);
    // One that was forgotten a moment ago is kept by its star.
    if state.last_ordinal.is_none() && (args.off || state.forgotten == 0) {
        return Err(Failure::new(format!("{} is not remembered", args.url)));
    }
    let which = Which::Page { page: args.url.clone() };
    let done = memory.archive.mutate(&which, &Change::Star { on }, clock::now())?;
    memory.close()?;
    if done.skipped > 0 {
        return Err(Failure::new(format!("{} cannot be read; see `webmynd doctor`", args.url)));
    }
    if args.json {
        screen::json(&Printed { url: &args.url, star: on })?;
    } else {
        screen::line(if on { "kept for ever" } else { "no longer kept for ever" })?;
    }
    Ok(Done::Well)
}
