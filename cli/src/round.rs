//! What the last round of sync came to, for `webmynd status`: a file beside the memory.
use crate::failure::Failure;
use crate::private;
use serde::{Deserialize, Serialize};
use std::io::Write;
use std::path::Path;
use webmynd_engine::page::Millis;

/// Its name does not fit the files port, which therefore never sees it.
const NAME: &str = "ROUND";

/// When a round was, and what stopped it.
#[derive(Debug, Serialize, Deserialize)]
pub struct Last {
    /// In ms.
    pub at: Millis,
    /// The sentence of its failure.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub failed: Option<String>,
}

/// Notes a round.
pub fn note(data: &Path, at: Millis, failed: Option<&Failure>) -> Result<(), Failure> {
    let last = Last { at, failed: failed.map(ToString::to_string) };
    let (path, bytes) = (data.join(NAME), serde_json::to_vec(&last));
    let bytes = bytes.map_err(|error| Failure::new(error.to_string()))?;
    let written = private::options()
        .write(true)
        .create(true)
        .truncate(true)
        .open(&path)
        .and_then(|mut file| file.write_all(&bytes));
    written.map_err(|error| Failure::of_file("write", &path, &error))
}

/// The last round, if there was one. A torn file is none.
pub fn last(data: &Path) -> Option<Last> {
    serde_json::from_slice(&std::fs::read(data.join(NAME)).ok()?).ok()
}
