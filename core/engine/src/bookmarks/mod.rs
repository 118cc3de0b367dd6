//! Bookmarks out of the file that browsers and services write them to: `NETSCAPE-Bookmark-file-1`, and lists that look like it.
//!
//! Nobody ever wrote down what such a file is, and programs differ. So it is read for what stands in it: addresses, headings and
//! lists. A tag that is broken costs its own line. The file is read in parts of any size, and in one pass.
mod dates;
mod reader;
mod tags;

use crate::card::{BadLine, Card, CardVisit};
use crate::page::Millis;
use crate::{EngineError, ErrorKind};
use reader::Reader;
use serde::{Deserialize, Serialize};

/// A bookmark of the file.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Bookmark {
    /// The line in which it begins.
    pub line: u64,
    /// Its address, as it stands there.
    pub url: String,
    /// Its title.
    pub title: String,
    /// What the person wrote about it.
    pub text: String,
    /// When it was made, in ms.
    pub at: Option<Millis>,
    /// The folders that it is in, from the outermost, and its tags.
    pub labels: Vec<String>,
}

/// What a part of the file holds.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Part {
    /// Whole bookmarks.
    pub bookmarks: Vec<Bookmark>,
    /// What is wrong, by line.
    pub bad: Vec<BadLine>,
    /// What the next part is read with.
    pub state: String,
}

impl Bookmark {
    /// The card that it becomes. `offset_min`: local time minus UTC when it was made, in minutes.
    pub fn card(self, offset_min: i16) -> Card {
        Card {
            line: self.line,
            url: self.url,
            title: self.title,
            text: self.text,
            visits: vec![CardVisit { at: self.at, offset_min }],
            star: true,
            labels: self.labels,
        }
    }
}

/// Whether a file that begins so is one of bookmarks, and not of lines or a page that somebody kept.
pub fn is_file(head: &str) -> bool {
    let head = head.trim_start_matches('\u{feff}').trim_start();
    let small = head.get(..head.floor_char_boundary(4096)).unwrap_or_default().to_ascii_lowercase();
    let known = ["netscape-bookmark-file", "<title>pocket export", "<title>instapaper"];
    small.starts_with('<') && known.iter().any(|sign| small.contains(sign))
}

/// Reads the next part of a file, with the state that the one before left ("" for the first). What is not whole yet waits for the
/// next part; `is_last`: there is none. `now`: no bookmark was made later. Errors: `Invalid` for a state that is none.
pub fn read(part: &str, state: &str, is_last: bool, now: Millis) -> Result<Part, EngineError> {
    let wrong = |error: serde_json::Error| EngineError::new(ErrorKind::Invalid, format!("no state: {error}"));
    let mut reader =
        if state.is_empty() { Reader::default() } else { serde_json::from_str(state).map_err(wrong)? };
    let mut found = Part::default();
    reader.read(part, is_last, now, &mut found);
    found.state = serde_json::to_string(&reader).map_err(wrong)?;
    Ok(found)
}

#[cfg(test)]
mod tests;
