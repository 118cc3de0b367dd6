//! Opens a memory that is there and asks it: how soon the first answer comes, how long each takes, what memory they need.
use crate::cli::files::Folder;
use crate::counted::Counted;
use crate::process::{memory, worked};
use crate::{ms, now};
use serde::Deserialize;
use serde_json::{Value, json};
use std::error::Error;
use std::path::Path;
use std::sync::Arc;
use webmynd_engine::archive::{Archive, SearchRequest};
use webmynd_engine::index::Sort;
use webmynd_engine::page::Millis;

/// Hits that are wanted, each with title and passage.
const HITS: usize = 10;

/// What tools/bench-search/queries.mjs makes.
#[derive(Deserialize)]
struct Queries {
    now: Millis,
    /// So often everything is asked; the fastest answer of a query counts, so that what else the machine does is left out.
    rounds: usize,
    classes: Vec<Class>,
}

#[derive(Deserialize)]
struct Class {
    name: String,
    sort: Sort,
    warm: Vec<Query>,
    asked: Vec<Query>,
}

/// A query in the engine's own language; other engines are asked otherwise.
#[derive(Deserialize)]
struct Query {
    typed: String,
}

/// Asks everything.
pub fn run(folder: &Path, queries: &Path) -> Result<Value, Box<dyn Error>> {
    let queries: Queries = serde_json::from_slice(&std::fs::read(queries)?)?;
    let first =
        queries.classes.first().and_then(|class| class.asked.first()).ok_or("there are no queries")?;
    let began = now();
    let archive = Archive::open(Arc::new(Counted::over(Folder::open(folder)?)))?;
    let opened = ms(began);
    ask(&archive, Sort::Best, first, queries.now)?;
    let (first_hit, after_open) = (ms(began), memory().0);
    let mut classes = vec![];
    for class in &queries.classes {
        for query in &class.warm {
            ask(&archive, class.sort, query, queries.now)?;
        }
        let unasked = vec![f64::INFINITY; class.asked.len()];
        let (mut took, mut work, mut found) = (unasked.clone(), unasked, 0);
        for _ in 0..queries.rounds {
            found = 0;
            for ((query, fastest), least) in class.asked.iter().zip(&mut took).zip(&mut work) {
                let (began, worked_before) = (now(), worked());
                found += usize::from(ask(&archive, class.sort, query, queries.now)? > 0);
                *fastest = fastest.min(ms(began));
                *least = least.min(worked() - worked_before);
            }
        }
        let all = class.asked.iter().map(|query| all(&archive, class.sort, query, queries.now));
        let all = all.collect::<Result<Vec<f64>, _>>()?;
        classes.push(
            json!({ "name": class.name, "ms": took, "workMs": work, "allWorkMs": all, "found": found }),
        );
    }
    let (after, peak) = memory();
    Ok(json!({
        "openMs": opened, "firstHitMs": first_hit, "classes": classes,
        "openBytes": after_open, "afterBytes": after, "peakBytes": peak,
    }))
}

/// How many hits there were.
fn ask(archive: &Archive, sort: Sort, query: &Query, now: Millis) -> Result<usize, Box<dyn Error>> {
    Ok(std::hint::black_box(archive.search(&request(sort, query, now))?).hits.len())
}

/// What the processor works for all that matches, in ms.
fn all(archive: &Archive, sort: Sort, query: &Query, now: Millis) -> Result<f64, Box<dyn Error>> {
    let before = worked();
    std::hint::black_box(archive.matches(&request(sort, query, now))?);
    Ok(worked() - before)
}

fn request(sort: Sort, query: &Query, now: Millis) -> SearchRequest {
    let q = query.typed.clone();
    SearchRequest { q, sort, limit: HITS, offset: 0, now, offset_min: 0, counting: false }
}
