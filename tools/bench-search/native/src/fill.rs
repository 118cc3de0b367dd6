//! Takes a corpus in: in bulk as an import does, with the idle work that follows, then single pages as they are seen, each with quiet after it.
use crate::cli::files::Folder;
use crate::counted::Counted;
use crate::process::memory;
use crate::{ms, now};
use serde::Deserialize;
use serde_json::{Value, json};
use std::error::Error;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::sync::Arc;
use webmynd_engine::archive::Archive;
use webmynd_engine::page::{Millis, Seen};

/// Lines that are made durable together.
const BATCH: usize = 256;

/// A line of the corpus.
#[derive(Deserialize)]
struct Document {
    url: String,
    title: String,
    text: String,
    lang: String,
    time: Millis,
}

/// The archive under measurement, and how long its slices took.
struct Taking {
    archive: Archive,
    files: Arc<Counted>,
    now: Millis,
    slices: Vec<f64>,
}

impl Taking {
    /// Does idle work until there is none left.
    fn tend(&mut self) -> Result<(), Box<dyn Error>> {
        loop {
            let began = now();
            let tended = self.archive.tend(self.now)?;
            self.slices.push(ms(began));
            if !tended.more {
                return Ok(());
            }
        }
    }

    /// What is done after 15 s of quiet, with what was left to do before it.
    fn settle(&mut self) -> Result<f64, Box<dyn Error>> {
        self.tend()?;
        let began = now();
        self.archive.settle()?;
        Ok(ms(began))
    }

    /// The slices so far: how many, the longest, those over 50 ms; and forgets them.
    fn slices(&mut self) -> Value {
        let slices = std::mem::take(&mut self.slices);
        let longest = slices.iter().copied().fold(0.0, f64::max);
        json!({ "count": slices.len(), "longestMs": longest, "over50": slices.iter().filter(|ms| **ms > 50.0).count() })
    }
}

/// Fills a new memory in `folder`.
pub fn run(folder: &Path, corpus: &Path, singles: usize) -> Result<Value, Box<dyn Error>> {
    let sizes = sizes(corpus)?;
    let files = Arc::new(Counted::over(Folder::open(folder)?));
    let archive = Archive::open(files.clone())?;
    let mut taking = Taking { archive, files, now: sizes.last, slices: vec![] };
    let mut lines = lines_of(corpus)?;
    let bulk = in_bulk(&mut taking, lines.by_ref().take(sizes.documents.saturating_sub(singles)))?;
    let peak = memory().1;
    let single = one_by_one(&mut taking, lines)?;
    Ok(json!({
        "documents": sizes.documents, "textBytes": sizes.text, "bulk": bulk, "single": single,
        "diskBytes": taking.files.held()?, "bulkPeakBytes": peak, "peakBytes": memory().1,
    }))
}

type Lines = std::io::Lines<BufReader<std::fs::File>>;

fn lines_of(corpus: &Path) -> std::io::Result<Lines> {
    Ok(BufReader::with_capacity(1 << 20, std::fs::File::open(corpus)?).lines())
}

/// How much a corpus is.
struct Sizes {
    documents: usize,
    /// Bytes of titles and texts.
    text: u64,
    /// When the last of it was seen.
    last: Millis,
}

fn sizes(corpus: &Path) -> Result<Sizes, Box<dyn Error>> {
    let mut sizes = Sizes { documents: 0, text: 0, last: 0 };
    for line in lines_of(corpus)? {
        let document: Document = serde_json::from_str(&line?)?;
        sizes.documents += 1;
        sizes.text += (document.title.len() + document.text.len()) as u64;
        sizes.last = document.time;
    }
    Ok(sizes)
}

fn in_bulk(
    taking: &mut Taking,
    mut lines: impl Iterator<Item = std::io::Result<String>>,
) -> Result<Value, Box<dyn Error>> {
    let began = now();
    let (mut documents, mut longest): (usize, f64) = (0, 0.0);
    loop {
        let batch = lines.by_ref().take(BATCH).collect::<Result<Vec<_>, _>>()?;
        if batch.is_empty() {
            break;
        }
        let one = now();
        let imported = taking.archive.import(&batch.join("\n"), documents as u64, taking.now)?;
        longest = longest.max(ms(one));
        if imported.report.added as usize != batch.len() {
            return Err(format!("{:?} of {} lines", imported.report, batch.len()).into());
        }
        documents += batch.len();
    }
    let adding = ms(began);
    taking.tend()?;
    let tending = ms(began) - adding;
    let settle_ms = taking.settle()?;
    Ok(json!({
        "documents": documents, "addingMs": adding, "tendingMs": tending, "settleMs": settle_ms, "ms": ms(began),
        "longestBatchMs": longest, "writtenBytes": taking.files.written(), "slices": taking.slices(),
    }))
}

/// Each page as a browser sees it, then all that follows within 15 s of quiet.
fn one_by_one(taking: &mut Taking, lines: Lines) -> Result<Value, Box<dyn Error>> {
    let (mut durable, mut settled, mut written) = (vec![], vec![], vec![]);
    for (nth, line) in lines.enumerate() {
        let Document { url, title, text, lang, time } = serde_json::from_str(&line?)?;
        let id = format!("{:032x}", nth + 1);
        let seen = Seen { id, at: time, url, title, text: Some(text), lang: Some(lang), ..Seen::default() };
        let (before, began) = (taking.files.written(), now());
        taking.archive.remember(&seen)?;
        durable.push(ms(began));
        settled.push(taking.settle()?);
        written.push(taking.files.written() - before);
    }
    Ok(
        json!({ "durableMs": durable, "settleMs": settled, "writtenBytes": written, "slices": taking.slices() }),
    )
}
