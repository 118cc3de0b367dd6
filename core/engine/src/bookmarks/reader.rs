//! Reading: what is open (folders, a heading, a bookmark) while the file goes by.
use super::dates::date;
use super::tags::{Tag, Token, meant, token};
use super::{Bookmark, Part};
use crate::card::BadLine;
use crate::page::Millis;
use serde::{Deserialize, Serialize};

/// A tag of more bytes than this is none; icons stand in them.
const TAG: usize = 1 << 20;
/// So much of a title, a heading or a note is read, in bytes.
const TEXT: usize = 1 << 16;
/// Folders whose names are kept; what lies deeper has those of the outer ones.
const FOLDERS: usize = 16;
/// An address that is longer is data in disguise.
const ADDRESS: usize = 32 << 10;

/// What text is read for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
enum Into {
    #[default]
    Nothing,
    Title,
    Heading,
    Note,
}

/// A heading: the name of the list that follows.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
struct Heading {
    name: String,
    /// The first of a file is its own name where `<dl>` follows, and that of a list where `<ul>` does.
    is_first: bool,
    /// A place of the browser's, not a folder of the person's.
    is_place: bool,
}

/// What is open after a part. Its size is bounded, whatever the file.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Reader {
    /// Number of the line that is read.
    line: u64,
    /// The beginning of a tag that is not whole.
    held: String,
    folders: Vec<String>,
    /// Folders within those.
    deeper: u64,
    heading: Option<Heading>,
    bookmark: Option<Bookmark>,
    into: Into,
    text: String,
}

impl Default for Reader {
    fn default() -> Self {
        let (held, text) = Default::default();
        let (heading, bookmark, into) = Default::default();
        Self { line: 1, held, folders: vec![], deeper: 0, heading, bookmark, into, text }
    }
}

impl Reader {
    pub fn read(&mut self, part: &str, is_last: bool, now: Millis, found: &mut Part) {
        let joined = std::mem::take(&mut self.held) + part;
        let mut rest = joined.as_str();
        while let Some(at) = rest.find('<') {
            let (text, from) = rest.split_at(at);
            self.take_text(text);
            let len = match token(from) {
                Token::Tag(tag, len) => {
                    self.take_tag(&tag, now, found);
                    len
                }
                Token::Other(len) => len,
                Token::Sign => {
                    self.take_text("<");
                    rest = from.get(1..).unwrap_or_default();
                    continue;
                }
                Token::Torn if !is_last && from.len() < TAG => {
                    self.held = from.to_owned();
                    return;
                }
                Token::Torn => self.broken(from.len(), found),
                Token::Broken(len) => self.broken(len, found),
            };
            self.count(from.get(..len).unwrap_or_default());
            rest = from.get(len..).unwrap_or_default();
        }
        self.take_text(rest);
        if is_last {
            self.end(found);
        }
    }

    fn count(&mut self, passed: &str) {
        self.line += passed.bytes().filter(|byte| *byte == b'\n').count() as u64;
    }

    fn broken(&self, len: usize, found: &mut Part) -> usize {
        let reason = "a tag that does not end".to_owned();
        found.bad.push(BadLine::new(self.line, reason));
        len
    }

    fn take_text(&mut self, text: &str) {
        self.count(text);
        let room = TEXT.saturating_sub(self.text.len());
        if self.into != Into::Nothing && room > 0 {
            self.text.push_str(text.get(..text.floor_char_boundary(room)).unwrap_or_default());
        }
    }

    fn take_tag(&mut self, tag: &Tag<'_>, now: Millis, found: &mut Part) {
        let is_heading = tag.name.len() == 2 && tag.name.starts_with(['h', 'H']) && !tag.is("hr");
        match () {
            () if tag.is("a") && tag.closes => self.end_text(),
            () if tag.is("a") => self.begin(tag, now, found),
            () if is_heading && tag.closes => self.end_text(),
            () if is_heading => self.head(tag, found),
            () if ["dl", "ul", "ol"].iter().any(|list| tag.is(list)) => self.list(tag, found),
            () if tag.is("dd") && !tag.closes => {
                self.end_text();
                self.into = if self.bookmark.is_some() { Into::Note } else { Into::Nothing };
            }
            () if tag.is("br") => self.take_text("\n"),
            () if ["dt", "li", "hr"].iter().any(|item| tag.is(item)) => self.end(found),
            () => {}
        }
    }

    /// A bookmark begins.
    fn begin(&mut self, tag: &Tag<'_>, now: Millis, found: &mut Part) {
        self.end(found);
        let Some(url) = tag.get("href").map(str::trim).filter(|url| !url.is_empty()) else {
            let reason = "a bookmark without an address".to_owned();
            return found.bad.push(BadLine::new(self.line, reason));
        };
        if url.len() > ADDRESS || url.starts_with("place:") {
            let what = if url.len() > ADDRESS {
                "an address that is too long"
            } else {
                "a question to the browser, no page"
            };
            return found.bad.push(BadLine::new(self.line, what.to_owned()));
        }
        let told = tag.get("add_date").or_else(|| tag.get("time_added")).unwrap_or_default();
        let at = date(told, now).unwrap_or_else(|reason| {
            let reason = format!("{reason}: taken as of now");
            found.bad.push(BadLine { line: self.line, reason, kept: true });
            None
        });
        let tags = tag.get("tags").unwrap_or_default().split(',').map(|one| plain(&meant(one)));
        let labels = self.folders.iter().cloned().chain(tags.take(FOLDERS)).filter(|label| !label.is_empty());
        let (labels, url) = (labels.collect(), meant(url));
        self.bookmark = Some(Bookmark { line: self.line, url, at, labels, ..Bookmark::default() });
        self.into = Into::Title;
    }

    /// A heading begins.
    fn head(&mut self, tag: &Tag<'_>, found: &mut Part) {
        self.end(found);
        let places = ["personal_toolbar_folder", "unfiled_bookmarks_folder"];
        self.heading = Some(Heading {
            name: String::new(),
            is_first: tag.is("h1"),
            is_place: places
                .iter()
                .any(|place| tag.get(place).is_some_and(|value| value.eq_ignore_ascii_case("true"))),
        });
        self.into = Into::Heading;
    }

    /// A list begins or ends.
    fn list(&mut self, tag: &Tag<'_>, found: &mut Part) {
        self.end(found);
        let heading = self.heading.take().unwrap_or_default();
        let is_nameless = heading.is_place || heading.is_first && tag.is("dl");
        match (tag.closes, self.deeper) {
            (true, 0) => drop(self.folders.pop()),
            (true, _) => self.deeper -= 1,
            (false, 0) if self.folders.len() < FOLDERS => {
                self.folders.push(Some(heading.name).filter(|_| !is_nameless).unwrap_or_default());
            }
            (false, _) => self.deeper += 1,
        }
    }

    /// What text was read for has it.
    fn end_text(&mut self) {
        let text = meant(&std::mem::take(&mut self.text));
        match (std::mem::take(&mut self.into), &mut self.bookmark, &mut self.heading) {
            (Into::Title, Some(bookmark), _) => bookmark.title = plain(&text),
            (Into::Note, Some(bookmark), _) => text.trim().clone_into(&mut bookmark.text),
            (Into::Heading, _, Some(heading)) => heading.name = plain(&text),
            _ => {}
        }
    }

    /// What is open ends: the bookmark is whole.
    fn end(&mut self, found: &mut Part) {
        self.end_text();
        found.bookmarks.extend(self.bookmark.take());
    }
}

/// Text on one line.
fn plain(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
