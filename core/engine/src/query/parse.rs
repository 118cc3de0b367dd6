//! The query language: words, "phrases", -not, OR, prefix*, and filters as `name:value`. Never fails.
use super::lexer::{Item, items};
use super::{Clause, Complaint, Filters, Query, Scope, What, Word, dates};
use crate::Millis;
use crate::words::{Kind, fold, lang, tokens};
use crate::policy::address::typed_site;

/// Most clauses of a query; what follows them is left out.
pub(super) const MOST_CLAUSES: usize = 256;

/// Reads a query. `now` and `offset_min` (local time minus UTC) say what "yesterday" means.
///
/// `after:` a day includes it, `before:` does not. A last word that is still being typed (nothing follows it) also
/// stands for the words that begin with it.
///
/// ```
/// use webmynd_engine::query::parse;
/// let query = parse("\"black cat\" -dog site:example.org on:nonsense is:webmark", 0, 0);
/// assert_eq!(query.clauses.len(), 3);
/// assert_eq!(query.filters.webmark, Some(true));
/// assert_eq!(query.complaints[0].code, "badDate");
/// ```
pub fn parse(text: &str, now: Millis, offset_min: i16) -> Query {
    let mut parser = Parser { query: Query::default(), or: false, now, offset_min };
    for item in items(text) {
        match item.name {
            Some(name) => parser.filter(name, &item),
            None if item.is_or() => parser.or = true,
            None if item.is_and() => {}
            None => {
                if item.not {
                    let exclusion = Complaint { at: item.at, what: item.whole.to_owned(), code: "leftOut" };
                    parser.query.exclusions.push(exclusion);
                }
                parser.words(&item, Scope::Anywhere);
            }
        }
    }
    parser.query.clauses.truncate(MOST_CLAUSES);
    parser.query
}

struct Parser {
    query: Query,
    /// The item before was `OR`.
    or: bool,
    now: Millis,
    offset_min: i16,
}

impl Parser {
    fn words(&mut self, item: &Item<'_>, scope: Scope) {
        let starred = !item.quoted && item.text.ends_with('*');
        let mut words = words_of(item.text, scope);
        if let Some(last) = words.last_mut() {
            let touches_end = item.text.ends_with(|c: char| c.is_alphanumeric() || c == '*');
            last.prefix |= last.kind == Kind::Word && (starred || (item.open && touches_end));
        }
        let together = item.quoted || item.not || scope == Scope::Address || self.or;
        if together && words.len() > 1 {
            self.push(item.not, What::Phrase(words));
        } else {
            words.into_iter().for_each(|word| self.push(item.not, What::Word(word)));
        }
    }

    /// Adds a part; after `OR` it is one more way to satisfy the part before.
    fn push(&mut self, not: bool, what: What) {
        let or = std::mem::take(&mut self.or) && !not;
        match self.query.clauses.last_mut().filter(|before| or && !before.not) {
            Some(Clause { what: What::Any(parts), .. }) => parts.push(what),
            Some(before) => {
                let first = std::mem::replace(&mut before.what, What::Any(Vec::new()));
                before.what = What::Any(vec![first, what]);
            }
            None => self.query.clauses.push(Clause { not, what }),
        }
    }

    fn filter(&mut self, name: &str, item: &Item<'_>) {
        if item.text.is_empty() {
            if !item.open {
                self.complain(item, "emptyFilter");
            }
            return;
        }
        match name {
            "title" => self.words(item, Scope::Title),
            "url" => self.words(item, Scope::Address),
            "site" => self.site(item),
            "lang" => match lang::code(&item.text.to_lowercase()) {
                "" => self.complain(item, "unknownValue"),
                code => self.push(item.not, What::Word(whole(code, Scope::Lang, false))),
            },
            "label" if item.not => self.query.filters.not_labels.push(item.text.to_owned()),
            "label" => self.query.filters.labels.push(item.text.to_owned()),
            "device" if item.not => self.query.filters.not_devices.push(item.text.to_owned()),
            "device" => self.query.filters.devices.push(item.text.to_owned()),
            "is" => match item.text.to_lowercase().as_str() {
                "webmark" | "starred" | "star" => self.query.filters.webmark = Some(!item.not),
                _ if item.open => {}
                _ => self.complain(item, "unknownValue"),
            },
            _ => self.date(name, item),
        }
    }

    /// `site:example.org` is that host and all below it; `site:example` is `example.` anything, too.
    fn site(&mut self, item: &Item<'_>) {
        let address = item.text.to_lowercase();
        let typed = typed_site(&address).filter(|_| !item.open);
        let host = typed.as_deref().unwrap_or_else(|| crate::index::host(&address));
        let host = host.trim_matches(['.', '*']);
        if host.is_empty() {
            if !item.open {
                self.complain(item, "unknownValue");
            }
            return;
        }
        if host.contains('.') {
            return self.push(item.not, What::Word(whole(host, Scope::Site, item.open)));
        }
        let beginning = if item.open { host.to_owned() } else { format!("{host}.") };
        let parts = [whole(host, Scope::Site, false), whole(&beginning, Scope::Site, true)];
        self.push(item.not, What::Any(parts.map(What::Word).to_vec()));
    }

    fn date(&mut self, name: &str, item: &Item<'_>) {
        let Some(span) = dates::span(item.text, self.now, self.offset_min) else {
            if !item.open {
                self.complain(item, "badDate");
            }
            return;
        };
        let Filters { from, to, .. } = &mut self.query.filters;
        if matches!(name, "after" | "on") {
            *from = Some(from.map_or(span.start, |known| known.max(span.start)));
        }
        if matches!(name, "before" | "on") {
            let end = if name == "on" { span.end } else { span.start };
            *to = Some(to.map_or(end, |known| known.min(end)));
        }
    }

    fn complain(&mut self, item: &Item<'_>, code: &'static str) {
        self.query.complaints.push(Complaint { at: item.at, what: item.whole.to_owned(), code });
    }
}

/// A value that is looked up as it stands.
fn whole(text: &str, scope: Scope, prefix: bool) -> Word {
    Word { text: text.to_owned(), kind: Kind::Gram, prefix, scope }
}

/// The words of a piece of text.
pub(super) fn words_of(text: &str, scope: Scope) -> Vec<Word> {
    let mut words = Vec::new();
    tokens(text, |token| {
        if token.kind == Kind::Tail {
            return;
        }
        let mut normal = String::new();
        fold::normalise(text.get(token.start..token.end).unwrap_or_default(), &mut normal);
        if !normal.is_empty() {
            words.push(Word { text: normal, kind: token.kind, prefix: token.kind == Kind::Short, scope });
        }
    });
    words
}
