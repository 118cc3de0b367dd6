//! `webmynd read`: the text of a page, out of the vault where it is there alone.
use crate::account;
use crate::args::Read;
use crate::failure::{Done, Failure};
use crate::memory::Memory;
use crate::remote::{Http, at_once};
use crate::screen;
use serde::Serialize;
use std::cell::RefCell;
use webmynd_engine::catalog::Flag;
use webmynd_engine::page::VisitId;
use webmynd_engine::sync::fetch;

#[derive(Serialize)]
struct Printed<'a> {
    url: &'a str,
    title: &'a str,
    text: &'a str,
    rest: &'a str,
    fetched: bool,
}

/// Reads and prints.
pub fn run(args: &Read) -> Result<Done, Failure> {
    let unknown = || Failure::new(format!("{} is not remembered", args.url));
    let memory = Memory::open_to_read(&args.data)?;
    let ordinal = memory.archive.page_state(&args.url).last_ordinal.ok_or_else(unknown)?;
    let caption = memory.archive.caption(ordinal)?.ok_or_else(unknown)?;
    let (title, mut words) = memory.archive.text(ordinal)?.ok_or_else(unknown)?;
    let fetched = caption.flags & Flag::CARD != 0;
    if fetched {
        let account = account::load(&args.data)?;
        let (archive, remote) = (RefCell::new(memory.archive), Http::new(account.server())?);
        let visit = VisitId::parse(&caption.id).ok_or_else(unknown)?;
        words = at_once(fetch(&archive, &account, &remote, visit))??;
    }
    if args.json {
        let (text, rest) = (words.text.as_str(), words.rest.as_str());
        screen::json(&Printed { url: &caption.url, title: &title, text, rest, fetched })?;
    } else {
        let text = if words.text.is_empty() { &words.rest } else { &words.text };
        screen::line(&format!("{}\n\n{text}", screen::one_line(&title)))?;
    }
    Ok(Done::Well)
}
