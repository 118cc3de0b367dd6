//! `webmynd search --queries`: a whole file of queries, as TREC run lines or JSON.
use super::search::{ask, guess, printed, sentence};
use crate::args::Search;
use crate::failure::{Done, Failure};
use crate::memory::Memory;
use crate::screen;
use serde::Deserialize;
use std::path::Path;

/// Names the run in each line.
const TAG: &str = "webmynd";

#[derive(Deserialize)]
struct Query {
    id: serde_json::Value,
    text: String,
}

/// Answers every query of a file. A bad line is named, the others are answered.
pub fn run(args: &Search, file: &Path, memory: &mut Memory) -> Result<Done, Failure> {
    let bytes = std::fs::read(file).map_err(|error| Failure::of_file("read", file, &error))?;
    let lines: Vec<&[u8]> = bytes.split(|b| *b == b'\n').collect();
    let bar = screen::progress("searching", lines.len() as u64, false);
    let mut done = Done::Well;
    for (number, line) in (1..).zip(lines) {
        bar.inc(1);
        if line.trim_ascii().is_empty() {
            continue;
        }
        match serde_json::from_slice::<Query>(line) {
            Ok(query) => {
                if answer(args, memory, &query)? == Done::WithComplaints {
                    done = Done::WithComplaints;
                }
            }
            Err(error) => {
                done = Done::WithComplaints;
                screen::note(&format!("{}:{number}: not {{id, text}}: {error}", file.display()));
            }
        }
    }
    bar.finish_and_clear();
    Ok(done)
}

/// Answers one query; what of it was not understood is told by its id.
fn answer(args: &Search, memory: &mut Memory, query: &Query) -> Result<Done, Failure> {
    let answer = ask(memory, args, &query.text)?;
    let id = query.id.as_str().map_or_else(|| query.id.to_string(), str::to_owned);
    for complaint in &answer.complaints {
        screen::note(&format!("webmynd: {id}: {}", sentence(complaint)));
    }
    let done = if answer.complaints.is_empty() { Done::Well } else { Done::WithComplaints };
    if !args.trec {
        return screen::json(&printed(&answer, Some(&id))).map(|()| done);
    }
    if let Some(guess) = guess(&answer) {
        screen::note(&format!("webmynd: {id}: {guess}"));
    }
    for hit in &answer.hits {
        screen::line(&format!("{} Q0 {} {} {:.6} {TAG}", word(&id), word(&hit.id), hit.rank, hit.score))?;
    }
    Ok(done)
}

/// Fields of a run line are parted by blanks, so an id has none.
fn word(id: &str) -> String {
    id.split_whitespace().collect::<Vec<_>>().join("_")
}
