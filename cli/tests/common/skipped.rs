//! Tests that cannot be run here say so.
use std::io::Write as _;
use std::path::{Path, PathBuf};

/// Says on the terminal why the running test asserts less here: past libtest's capture, which takes the print macros alone, so
/// that a test that passes says it too.
pub fn skipped(why: &str) {
    let test = std::thread::current();
    let _ = writeln!(std::io::stderr(), "skipped: {}: {why}", test.name().unwrap_or("a test"));
}

/// A part of the data that is no part of the repository: in the folder that `WEBMYND_CORPUS` names, else in `../shared/corpus`
/// beside the project. `None`, and a line on the terminal, where it is not.
pub fn corpus(part: &str) -> Option<PathBuf> {
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/corpus");
    let folder = std::env::var_os("WEBMYND_CORPUS").map_or(beside, PathBuf::from).join(part);
    if folder.is_dir() {
        return Some(folder);
    }
    skipped(&format!("no {part} of the corpus (set WEBMYND_CORPUS, or put it at ../shared/corpus)"));
    None
}
