//! `webmynd import`: JSON Lines, or a file of bookmarks, into a memory; a bad line is named, the good ones are kept.
mod bookmarks;

use crate::args::Import;
use crate::clock;
use crate::failure::{Done, Failure};
use crate::memory::Memory;
use crate::pictures::ready;
use crate::screen;
use indicatif::ProgressBar;
use std::io::{BufRead, BufReader, Read};
use webmynd_engine::archive::ImportReport;
use webmynd_engine::card::BadLine;
use webmynd_engine::ports::Pictures;

/// So many bytes of lines are made durable together.
const BATCH: usize = 4 << 20;

/// So much of a file shows what it is, in bytes.
const HEAD: u64 = 4096;

/// Imports a file.
pub fn run(args: &Import) -> Result<Done, Failure> {
    let (input, len): (Box<dyn Read>, u64) = if args.file.as_os_str() == "-" {
        (Box::new(std::io::stdin()), 0)
    } else {
        let unreadable = |error| Failure::of_file("read", &args.file, &error);
        let file = std::fs::File::open(&args.file).map_err(unreadable)?;
        let facts = file.metadata().map_err(unreadable)?;
        if facts.is_dir() {
            return Err(Failure::new(format!("{} is a folder, not a file of lines", args.file.display())));
        }
        (Box::new(file), facts.len())
    };
    let mut input = BufReader::with_capacity(1 << 18, input);
    let mut head = Vec::new();
    let unreadable = |error| Failure::of_file("read", &args.file, &error);
    input.by_ref().take(HEAD).read_to_end(&mut head).map_err(unreadable)?;
    let is_bookmarks = webmynd_engine::bookmarks::is_file(&String::from_utf8_lossy(&head));
    let mut input = std::io::Cursor::new(head).chain(input);
    let mut memory = Memory::open_or_make(&args.data)?;
    let bar = screen::progress("importing", len, true);
    if is_bookmarks {
        let mut file = Vec::new();
        input.read_to_end(&mut file).map_err(unreadable)?;
        let taken = bookmarks::take(&mut memory, &file, &bar)?;
        bar.finish_and_clear();
        memory.catch_up()?;
        memory.close()?;
        return bookmarks::tell(args, &taken);
    }
    let mut lines = Lines { input: BufReader::with_capacity(1 << 18, input), next: 1 };
    let mut report = ImportReport::default();
    loop {
        let batch = lines.batch().map_err(|error| Failure::of_file("read", &args.file, &error))?;
        if batch.bytes == 0 {
            break;
        }
        take(&mut memory, &batch, &mut report, &bar)?;
    }
    bar.finish_and_clear();
    memory.catch_up()?;
    memory.close()?;
    tell(args, &report)
}

/// Imports one batch, pictures first: a capture must not name one that is not there.
fn take(
    memory: &mut Memory,
    batch: &Batch,
    report: &mut ImportReport,
    bar: &ProgressBar,
) -> Result<(), Failure> {
    let done = memory.archive.import(&batch.text, batch.first, clock::now())?;
    for (key, picture) in done.pictures {
        ready(memory.pictures.put(key, picture))?;
    }
    report.add(done.report);
    report.bad.extend(batch.bad.iter().cloned());
    bar.inc(batch.bytes);
    Ok(())
}

fn tell(args: &Import, report: &ImportReport) -> Result<Done, Failure> {
    name_bad(args, &report.bad);
    let is_whole = report.unended == 0;
    if !is_whole {
        screen::note(&format!(
            "{}: a part of this export is missing: what was read of it is kept",
            args.file.display()
        ));
    }
    if args.json {
        screen::json(report)?;
    } else {
        let known = if report.known > 0 { format!(", {} known before", report.known) } else { String::new() };
        let gone =
            if report.gone > 0 { format!(", {} forgotten for good", report.gone) } else { String::new() };
        let left = if report.bad.is_empty() {
            String::new()
        } else {
            format!(", {} bad lines left out", report.bad.len())
        };
        screen::line(&format!("{} imported{known}{gone}{left}", screen::counted(report.added, "visit")))?;
    }
    Ok(if report.bad.is_empty() && is_whole { Done::Well } else { Done::WithComplaints })
}

/// Names what is wrong, by line.
fn name_bad(args: &Import, bad: &[BadLine]) {
    let mut bad: Vec<&BadLine> = bad.iter().collect();
    bad.sort_by_key(|bad| bad.line);
    for bad in bad {
        screen::note(&format!("{}:{}: {}", args.file.display(), bad.line, bad.reason));
    }
}

/// Some whole lines of the file.
#[derive(Default)]
struct Batch {
    text: String,
    /// Number of the first line.
    first: u64,
    /// Bytes that were read for it; 0 at the end of the file.
    bytes: u64,
    bad: Vec<BadLine>,
}

struct Lines<R> {
    input: BufReader<R>,
    next: u64,
}

impl<R: Read> Lines<R> {
    /// The next lines. One that is not UTF-8 is bad and stands empty in the text, so that the numbers stay right.
    fn batch(&mut self) -> std::io::Result<Batch> {
        let mut batch = Batch { first: self.next, ..Batch::default() };
        let mut line = Vec::new();
        while batch.text.len() < BATCH {
            line.clear();
            let read = self.input.read_until(b'\n', &mut line)?;
            if read == 0 {
                break;
            }
            batch.bytes += read as u64;
            match std::str::from_utf8(&line) {
                Ok(text) => batch.text.push_str(text.trim_end_matches(['\n', '\r'])),
                Err(_) => batch.bad.push(BadLine::new(self.next, "not UTF-8".to_owned())),
            }
            batch.text.push('\n');
            self.next += 1;
        }
        Ok(batch)
    }
}
