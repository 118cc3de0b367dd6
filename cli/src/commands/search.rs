//! `webmynd search`: pages by their words.
use super::queries;
use crate::args::{Order, Search};
use crate::clock;
use crate::failure::{Done, Failure};
use crate::memory::Memory;
use crate::screen;
use serde::Serialize;
use webmynd_engine::archive::{Hit, SearchAnswer, SearchRequest};
use webmynd_engine::index::Sort;
use webmynd_engine::query::{Complaint, Span};

/// Hits that are printed when no number is given.
const HITS: usize = 10;
const TREC_HITS: usize = 1000;

/// One answer, as printed with `--json`.
#[derive(Serialize)]
pub struct Printed<'a> {
    /// The line of the query file it answers.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub query: Option<&'a str>,
    hits: Vec<PrintedHit<'a>>,
    total: usize,
    complaints: &'a [Complaint],
}

#[derive(Serialize)]
struct PrintedHit<'a> {
    id: &'a str,
    url: &'a str,
    title: String,
    time: String,
    snippet: String,
}

/// Searches and prints.
pub fn run(args: &Search) -> Result<Done, Failure> {
    if args.queries.is_some() && !args.trec && !args.json {
        return Err(Failure::new("--queries prints TREC run lines or JSON: add --trec or --json"));
    }
    let mut memory = Memory::open(&args.data)?;
    memory.catch_up()?;
    if let Some(file) = &args.queries {
        return queries::run(args, file, &memory);
    }
    let answer = ask(&memory, args, &args.query.join(" "))?;
    if args.json {
        screen::json(&printed(&answer, None))?;
    } else {
        print(&answer)?;
    }
    Ok(Done::Well)
}

/// The answer to one query.
pub fn ask(memory: &Memory, args: &Search, query: &str) -> Result<SearchAnswer, Failure> {
    let request = SearchRequest {
        q: query.to_owned(),
        sort: match args.sort {
            Order::Best => Sort::Best,
            Order::Newest => Sort::Newest,
        },
        limit: args.limit.unwrap_or(if args.trec { TREC_HITS } else { HITS }),
        offset: 0,
        now: clock::now(),
        offset_min: 0,
    };
    Ok(memory.archive.search(&request)?)
}

/// An answer as it is printed.
pub fn printed<'a>(answer: &'a SearchAnswer, query: Option<&'a str>) -> Printed<'a> {
    let hit = |hit: &'a Hit| PrintedHit {
        id: &hit.id,
        url: &hit.url,
        title: plain(&hit.title),
        time: clock::rfc3339(hit.at, hit.offset_min),
        snippet: plain(&hit.snippet),
    };
    Printed {
        query,
        hits: answer.hits.iter().map(hit).collect(),
        total: answer.total,
        complaints: &answer.complaints,
    }
}

fn plain(spans: &[Span]) -> String {
    spans.iter().map(|span| span.text.as_str()).collect()
}

fn print(answer: &SearchAnswer) -> Result<(), Failure> {
    for complaint in &answer.complaints {
        screen::note(&format!(
            "webmynd: {:?} in the query is not understood ({})",
            complaint.what, complaint.code
        ));
    }
    if answer.forgiving && answer.total > 0 {
        screen::note("webmynd: nothing matches as typed; these are near words");
    }
    for hit in &answer.hits {
        let title = plain(&hit.title);
        screen::line(&format!("{:>3}. {}", hit.rank, if title.is_empty() { &hit.url } else { &title }))?;
        screen::line(&format!("     {}  {}", clock::rfc3339(hit.at, hit.offset_min), hit.url))?;
        let snippet = plain(&hit.snippet);
        if !snippet.is_empty() {
            screen::line(&format!("     {}", snippet.replace('\n', " ")))?;
        }
    }
    screen::line(&format!("{} of {} pages", answer.hits.len(), answer.total))
}
