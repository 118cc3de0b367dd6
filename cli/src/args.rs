//! The command line as typed.
use clap::{Args as Group, Parser, Subcommand, ValueEnum};
use std::path::PathBuf;

mod vault;

pub use vault::{Devices, Login, Logout, Pair, Passphrase, Status, Sync};

/// Remembers web pages and finds them again.
///
/// Exit codes: 0 all is well; 1 it failed; 2 the command line is wrong; 3 done, but something was left out or is not
/// well (bad lines of an import, a query that could not be read, a damaged memory): it is named on standard error.
///
/// A memory is used by one process at a time. Another waits for it, ten seconds or as many as WEBMYND_WAIT says.
#[derive(Debug, Parser)]
#[command(name = "webmynd", version, max_term_width = 100)]
pub struct Args {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Take a page apart: title, site, language, main text, the rest, date.
    Extract(Extract),
    /// Take pages into a memory: JSON Lines {id, url, title, text, html?, lang?, time?}, the extension's export, or a
    /// browser's bookmarks (HTML), which become WebMarks with their folders as labels.
    Import(Import),
    /// Find pages by their words.
    Search(Search),
    /// List the days that hold visits, or the visits of a day.
    Timeline(Timeline),
    /// Write everything into one file (docs/format.md).
    Export(Export),
    /// Check a memory; rebuild its index from the journal.
    Doctor(Doctor),
    /// Make or join an account on a vault's server, or get back into it, with this memory as a device.
    Login(Login),
    /// Print the text of a page; it is fetched where it is in the vault alone.
    Read(Read),
    /// Keep a page for ever, or no longer.
    Star(Star),
    /// Forget a page or a site; for ten minutes it can be taken back.
    Forget(Forget),
    /// Send what is new here to the vault, sealed, and fetch what other devices saw.
    Sync(Sync),
    /// Show the account, the last round, what is not in the vault yet, what it keeps and what of it goes when.
    Status(Status),
    /// List the account's devices, or lock one out.
    Devices(Devices),
    /// Show a code that lets a new device in.
    Pair(Pair),
    /// Change the passphrase.
    Passphrase(Passphrase),
    /// End this device's session and remove its keys; its pages stay.
    Logout(Logout),
}

/// See [`Command::Read`].
#[derive(Debug, Group)]
pub struct Read {
    /// The page's address.
    pub url: String,
    /// Folder of the memory.
    #[arg(long, value_name = "DIR")]
    pub data: PathBuf,
    /// Print one JSON object: url, title, text, rest, fetched.
    #[arg(long)]
    pub json: bool,
}

/// See [`Command::Star`].
#[derive(Debug, Group)]
pub struct Star {
    /// The page's address.
    pub url: String,
    /// Folder of the memory.
    #[arg(long, value_name = "DIR")]
    pub data: PathBuf,
    /// Take the star off.
    #[arg(long)]
    pub off: bool,
    /// Print one JSON object: url, star.
    #[arg(long)]
    pub json: bool,
}

/// See [`Command::Forget`].
#[derive(Debug, Group)]
#[command(group(clap::ArgGroup::new("forgotten").required(true).args(["url", "site", "query", "undo"])))]
pub struct Forget {
    /// The page's address: all visits of it.
    pub url: Option<String>,
    /// All visits of a host and of those below it.
    #[arg(long, value_name = "HOST")]
    pub site: Option<String>,
    /// The pages that a search finds, each with all its visits; nothing where a part of it is not understood.
    #[arg(long, value_name = "WORDS", allow_hyphen_values = true)]
    pub query: Option<String>,
    /// Take the newest forget back, while its ten minutes last.
    #[arg(long)]
    pub undo: bool,
    /// Forget more than 500 visits without asking.
    #[arg(long)]
    pub yes: bool,
    /// Folder of the memory.
    #[arg(long, value_name = "DIR")]
    pub data: PathBuf,
    /// Print one JSON object: visits.
    #[arg(long)]
    pub json: bool,
}

/// See [`Command::Extract`].
#[derive(Debug, Group)]
pub struct Extract {
    /// The page: HTML, XHTML, or other XML, JSON and text; "-" reads standard input.
    pub file: PathBuf,
    /// Address of the page, for the site's name.
    #[arg(long)]
    pub url: Option<String>,
    /// Print one JSON object: title, site, lang, text, rest, published.
    #[arg(long)]
    pub json: bool,
}

/// See [`Command::Import`].
#[derive(Debug, Group)]
pub struct Import {
    /// The lines, or the bookmarks: what it is shows in its beginning; "-" reads standard input.
    pub file: PathBuf,
    /// Folder of the memory; it is made when it is missing.
    #[arg(long, value_name = "DIR")]
    pub data: PathBuf,
    /// Print one JSON object: added, known, pages, bad; of bookmarks also bookmarks.
    #[arg(long)]
    pub json: bool,
}

/// See [`Command::Search`].
#[derive(Debug, Group)]
#[command(group(clap::ArgGroup::new("what").required(true).args(["query", "queries"])))]
pub struct Search {
    /// Folder of the memory.
    #[arg(long, value_name = "DIR")]
    pub data: PathBuf,
    /// Most hits to print [default: 10; with --trec 1000].
    #[arg(short = 'k', long = "limit", value_name = "N")]
    pub limit: Option<usize>,
    /// Which hits come first.
    #[arg(long, value_enum, default_value_t = Order::Best)]
    pub sort: Order,
    /// Print one JSON object (for --queries: one a line): hits (loose: with only some of the words, not of the total), total,
    /// complaints, near (true: nothing matches as typed, these pages have near words, or, where partly is true, some of the words), damaged (hits
    /// that cannot be shown).
    #[arg(long)]
    pub json: bool,
    /// Search for every line {id, text} of a file; with --trec or --json.
    #[arg(long, value_name = "FILE.jsonl")]
    pub queries: Option<PathBuf>,
    /// Print TREC run lines: query id, Q0, page id, rank, score, tag.
    #[arg(long, conflicts_with = "json")]
    pub trec: bool,
    /// Words, "phrases", site:example.org, after:2026-03, and behind a -- also -words that must not stand there.
    #[arg(num_args = 1..)]
    pub query: Vec<String>,
}

/// See [`Search::sort`].
#[derive(Clone, Copy, Debug, ValueEnum)]
pub enum Order {
    /// By rank.
    Best,
    /// By time of the last visit.
    Newest,
}

/// See [`Command::Timeline`].
#[derive(Debug, Group)]
pub struct Timeline {
    /// Folder of the memory.
    #[arg(long, value_name = "DIR")]
    pub data: PathBuf,
    /// List the visits of this day (YYYY-MM-DD, local time of the visit) or month (YYYY-MM).
    #[arg(long, value_name = "DATE", value_parser = crate::clock::days)]
    pub on: Option<std::ops::Range<i32>>,
    /// Print one JSON object: days, or visits.
    #[arg(long)]
    pub json: bool,
}

/// See [`Command::Export`].
#[derive(Debug, Group)]
pub struct Export {
    /// Folder of the memory.
    #[arg(long, value_name = "DIR")]
    pub data: PathBuf,
    /// The file to write, which nobody else may read; it appears when it is whole. "-" is standard output.
    #[arg(long, value_name = "FILE")]
    pub out: PathBuf,
    /// Print one JSON object: out, captures, pictures, bytes.
    #[arg(long)]
    pub json: bool,
}

/// See [`Command::Doctor`].
#[derive(Debug, Group)]
pub struct Doctor {
    /// Folder of the memory.
    #[arg(long, value_name = "DIR")]
    pub data: PathBuf,
    /// Rebuild catalog and index from the journal when they differ from it.
    #[arg(long)]
    pub repair: bool,
    /// Print one JSON object: ok, lines, repaired.
    #[arg(long)]
    pub json: bool,
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    #[test]
    fn the_command_line_is_consistent() {
        super::Args::command().debug_assert();
    }
}
