//! A file of bookmarks: each becomes a WebMark, with its folders as labels and the day on which it was made, in this machine's zone.
use crate::args::Import;
use crate::failure::{Done, Failure};
use crate::memory::Memory;
use crate::{charset, clock, screen};
use indicatif::ProgressBar;
use serde::Serialize;
use webmynd_engine::archive::ImportReport;
use webmynd_engine::bookmarks::{self, Bookmark};
use webmynd_engine::card::Card;

/// So many bytes are made durable together.
const PART: usize = 4 << 20;

/// What became of the file.
#[derive(Default, Serialize)]
pub struct Taken {
    bookmarks: usize,
    #[serde(flatten)]
    report: ImportReport,
}

/// Takes the bookmarks of a file in.
pub fn take(memory: &mut Memory, file: &[u8], bar: &ProgressBar) -> Result<Taken, Failure> {
    let (text, _) = charset::decode(file);
    let (mut taken, mut state, mut rest) = (Taken::default(), String::new(), text.as_str());
    loop {
        let (part, later) = rest.split_at(rest.floor_char_boundary(PART));
        let now = clock::now();
        let found = bookmarks::read(part, &state, later.is_empty(), now)?;
        let card = |one: Bookmark| -> Card {
            let offset_min = clock::offset_min(one.at.unwrap_or(now));
            one.card(offset_min)
        };
        let cards: Vec<Card> = found.bookmarks.into_iter().map(card).collect();
        let count = cards.len();
        let report = memory.archive.import_cards(cards, now)?;
        taken.bookmarks += count - report.bad.len();
        taken.report.bad.extend(found.bad);
        taken.report.add(report);
        bar.inc(part.len() as u64);
        (state, rest) = (found.state, later);
        if rest.is_empty() {
            return Ok(taken);
        }
    }
}

/// Says it.
pub fn tell(args: &Import, taken: &Taken) -> Result<Done, Failure> {
    let bad = &taken.report.bad;
    super::name_bad(args, bad);
    if args.json {
        screen::json(taken)?;
    } else {
        let left = bad.iter().filter(|bad| !bad.kept).count();
        let left = if left > 0 { format!(", {left} left out") } else { String::new() };
        let Taken { bookmarks, report } = taken;
        screen::line(&format!("bookmarks: {bookmarks} taken in, {} of them new pages{left}", report.pages))?;
    }
    Ok(if bad.is_empty() { Done::Well } else { Done::WithComplaints })
}
