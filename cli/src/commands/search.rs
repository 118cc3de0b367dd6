//! `webmynd search`: pages by their words.
use super::queries;
use crate::args::{Order, Search};
use crate::clock;
use crate::failure::{Done, Failure};
use crate::memory::Memory;
use crate::screen::{self, one_line};
use serde::Serialize;
use webmynd_engine::ErrorKind;
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
    /// Nothing matched as typed: these pages have near words, or some of the words.
    near: bool,
    /// They need not have all of the words.
    partly: bool,
    /// Hits that cannot be shown, for they are damaged on the disk.
    damaged: usize,
}

#[derive(Serialize)]
struct PrintedHit<'a> {
    id: &'a str,
    url: &'a str,
    title: String,
    time: String,
    snippet: String,
    /// It has only some of the words, and does not count in the total.
    loose: bool,
}

/// Searches and prints.
pub fn run(args: &Search) -> Result<Done, Failure> {
    if args.queries.is_some() && !args.trec && !args.json {
        return Err(Failure::new("--queries prints TREC run lines or JSON: add --trec or --json"));
    }
    if args.trec && args.queries.is_none() {
        return Err(Failure::new("--trec prints run lines for a file of queries: add --queries FILE.jsonl"));
    }
    let mut memory = Memory::open_to_search(&args.data)?;
    if let Some(file) = &args.queries {
        return queries::run(args, file, &mut memory);
    }
    let answer = ask(&mut memory, args, &args.query.join(" "))?;
    if args.json {
        screen::json(&printed(&answer, None))?;
    } else {
        print(&answer)?;
    }
    Ok(if answer.complaints.is_empty() { Done::Well } else { Done::WithComplaints })
}

/// The answer to one query. An index that is damaged is built anew first.
pub fn ask(memory: &mut Memory, args: &Search, query: &str) -> Result<SearchAnswer, Failure> {
    let request = SearchRequest {
        // What was typed is whole: its last word is no beginning.
        q: format!("{query} "),
        sort: match args.sort {
            Order::Best => Sort::Best,
            Order::Newest => Sort::Newest,
        },
        limit: args.limit.unwrap_or(if args.trec { TREC_HITS } else { HITS }),
        offset: 0,
        now: clock::now(),
        offset_min: clock::offset_min(clock::now()),
        counting: true,
    };
    let search = |memory: &mut Memory| memory.told(|memory| memory.archive.search(&request));
    let answer = match search(memory) {
        Err(error) if error.kind == ErrorKind::Corrupt => {
            screen::note("webmynd: the index is damaged and is built anew from the journal");
            memory.catch_up()?;
            search(memory)?
        }
        answer => answer?,
    };
    screen::leave_out(answer.damaged as u64, "page");
    Ok(answer)
}

/// An answer as it is printed.
pub fn printed<'a>(answer: &'a SearchAnswer, query: Option<&'a str>) -> Printed<'a> {
    let hit = |hit: &'a Hit| PrintedHit {
        id: &hit.id,
        url: &hit.url,
        title: plain(&hit.title),
        time: clock::rfc3339(hit.at, hit.offset_min),
        snippet: plain(&hit.snippet),
        loose: hit.loose,
    };
    Printed {
        query,
        hits: answer.hits.iter().map(hit).collect(),
        total: answer.total,
        complaints: &answer.complaints,
        near: answer.forgiving,
        partly: answer.partly,
        damaged: answer.damaged,
    }
}

/// What is told of an answer that does not match as typed.
pub fn guess(answer: &SearchAnswer) -> Option<&'static str> {
    let guess = match answer.partly {
        true => "nothing matches as typed; these pages have some of the words",
        false => "nothing matches as typed; these are near words",
    };
    answer.forgiving.then_some(guess)
}

/// A complaint in words.
pub fn sentence(complaint: &Complaint) -> String {
    let what = &complaint.what;
    match complaint.code {
        "badDate" => format!("{what}: no date such as 2026-03-01, 2026-03, yesterday or \"last week\""),
        "leftOut" => format!(
            "{what} leaves out every page that the rest finds; as a word it stands in quotes: \"{what}\""
        ),
        "emptyFilter" => format!("{what} says nothing and is passed over"),
        "unknownValue" => format!("{what}: there is no such value"),
        "unknownFilter" => format!("{what}: there is no such filter; it is searched as words"),
        "unknownSign" => format!("{what}: a sign in it says nothing there; it is searched as words"),
        "noWords" => format!("{what} has no words that could be looked for"),
        "strayOr" => format!("{what} has nothing on one side and is passed over"),
        "tooLong" => format!("from {what} on the query is too long, and the rest is passed over"),
        "tooDeep" => format!("{what} is nested too deep and is passed over"),
        "reversed" => format!("{what} ends before what is asked for begins, so nothing lies between"),
        code => format!("{what} is not understood ({code})"),
    }
}

fn plain(spans: &[Span]) -> String {
    spans.iter().map(|span| span.text.as_str()).collect()
}

fn print(answer: &SearchAnswer) -> Result<(), Failure> {
    for complaint in &answer.complaints {
        screen::note(&format!("webmynd: {}", sentence(complaint)));
    }
    if let Some(guess) = guess(answer) {
        screen::note(&format!("webmynd: {guess}"));
    }
    let exact = answer.hits.iter().filter(|hit| !hit.loose).count();
    for (at, hit) in answer.hits.iter().enumerate() {
        if hit.loose && at == exact {
            screen::line("     with some of the words:")?;
        }
        let (title, url) = (one_line(&plain(&hit.title)), one_line(&hit.url));
        screen::line(&format!("{:>3}. {}", hit.rank, if title.is_empty() { &url } else { &title }))?;
        screen::line(&format!("     {}  {url}", clock::rfc3339(hit.at, hit.offset_min)))?;
        let snippet = one_line(&plain(&hit.snippet));
        if !snippet.is_empty() {
            screen::line(&format!("     {snippet}"))?;
        }
    }
    screen::line(&format!("{exact} of {}", screen::counted(answer.total as u32, "page")))
}
