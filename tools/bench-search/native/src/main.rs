//! Measures the engine natively, over the folder that the command line keeps its memory in; prints one line of JSON.
//!
//!     webmynd-bench fill FOLDER CORPUS.jsonl SINGLES
//!     webmynd-bench ask FOLDER QUERIES.json
//!
//! The first takes the corpus in: most of it in bulk, the last SINGLES pages one by one. The second, a process of its own, opens what is
//! there and asks. tools/bench-search/native.mjs makes the files and reads what is printed.
mod ask;
mod counted;
mod fill;
mod process;

#[path = "../../../../cli/src"]
#[allow(dead_code, unused_imports, reason = "the command line uses more of it")]
mod cli {
    pub mod files;
    pub mod private;
}

use cli::private;
use std::error::Error;
use std::io::Write;
use std::process::ExitCode;
use std::time::Instant;

/// What the folder says while it waits for another process.
mod screen {
    pub fn note(text: &str) {
        let _ = std::io::Write::write_all(&mut std::io::stderr(), format!("{text}\n").as_bytes());
    }
}

#[expect(clippy::disallowed_methods, reason = "a benchmark has a clock")]
fn now() -> Instant {
    Instant::now()
}

/// Milliseconds since then.
fn ms(since: Instant) -> f64 {
    now().duration_since(since).as_secs_f64() * 1_000.0
}

fn run(args: &[&str]) -> Result<serde_json::Value, Box<dyn Error>> {
    match args {
        ["fill", folder, corpus, singles] => fill::run(folder.as_ref(), corpus.as_ref(), singles.parse()?),
        ["ask", folder, queries] => ask::run(folder.as_ref(), queries.as_ref()),
        _ => Err("say `fill FOLDER CORPUS.jsonl SINGLES` or `ask FOLDER QUERIES.json`".into()),
    }
}

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    let printed = run(&args).and_then(|found| Ok(writeln!(std::io::stdout(), "{found}")?));
    match printed {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            screen::note(&format!("webmynd-bench: {error}"));
            ExitCode::FAILURE
        }
    }
}
