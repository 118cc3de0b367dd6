//! Keys of the dictionary: word, language of its page, and the zone of the page it stands in.
use crate::words::lang;

/// Ends the word in a key; lower than any character of a word, so that all keys of a word are neighbours.
const END: char = '\u{1}';

/// Where in a page a word stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Zone {
    /// The title.
    Title,
    /// The main text.
    Main,
    /// All other visible text.
    Rest,
    /// Words of the address and of the site's name.
    Address,
    /// The host and each of its parents, whole: `site:`.
    Site,
    /// The language code, whole: `lang:`.
    Lang,
    /// The title, whole, as a number: see `words::whole`.
    Whole,
}

impl Zone {
    /// The zones in which a plain word is looked for.
    pub const TEXT: &'static [Self] = &[Self::Title, Self::Main, Self::Rest, Self::Address];

    const fn letter(self) -> char {
        match self {
            Self::Title => 't',
            Self::Main => 'm',
            Self::Rest => 'r',
            Self::Address => 'u',
            Self::Site => 's',
            Self::Lang => 'l',
            Self::Whole => 'w',
        }
    }

    const fn of(letter: u8) -> Option<Self> {
        Some(match letter {
            b't' => Self::Title,
            b'm' => Self::Main,
            b'r' => Self::Rest,
            b'u' => Self::Address,
            b's' => Self::Site,
            b'l' => Self::Lang,
            b'w' => Self::Whole,
            _ => return None,
        })
    }
}

/// A key taken apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Key<'a> {
    /// The indexed form of the word.
    pub form: &'a str,
    /// The page's language code.
    pub lang: &'a str,
    /// Where it stands.
    pub zone: Zone,
}

impl<'a> Key<'a> {
    /// Appends the key's text.
    pub fn write(&self, out: &mut String) {
        out.push_str(self.form);
        out.push(END);
        out.push_str(self.lang);
        out.push(self.zone.letter());
    }

    /// Reads a key; `None` when it is none of ours.
    pub fn read(bytes: &'a [u8]) -> Option<Self> {
        let text = std::str::from_utf8(bytes).ok()?;
        let (form, tail) = text.split_once(END)?;
        let (lang, _) = tail.split_at_checked(tail.len().checked_sub(1)?)?;
        Some(Self { form, lang: lang::code(lang), zone: Zone::of(*bytes.last()?)? })
    }
}

/// The keys of one form lie in `from..to`.
pub fn range_of(form: &str) -> (Vec<u8>, Vec<u8>) {
    let mut from = form.as_bytes().to_vec();
    let mut to = from.clone();
    from.push(END as u8);
    to.push(END as u8 + 1);
    (from, to)
}

/// The keys of all forms that begin with `prefix` lie in `from..to`.
pub fn range_from(prefix: &str) -> (Vec<u8>, Vec<u8>) {
    let from = prefix.as_bytes().to_vec();
    let mut to = from.clone();
    to.push(u8::MAX);
    (from, to)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_come_back_and_lie_in_their_range() {
        for (form, lang, zone) in
            [("run", "en", Zone::Main), ("搜索", "zh", Zone::Title), ("a.b", "", Zone::Site)]
        {
            let mut text = String::new();
            let key = Key { form, lang, zone };
            key.write(&mut text);
            assert_eq!(Key::read(text.as_bytes()), Some(key));
            let (from, to) = range_of(form);
            assert!(from.as_slice() <= text.as_bytes() && text.as_bytes() < to.as_slice());
            let (from, to) = range_from(form);
            assert!(from.as_slice() <= text.as_bytes() && text.as_bytes() < to.as_slice());
        }
        assert_eq!(Key::read(b""), None);
        assert_eq!(Key::read(b"word"), None);
    }
}
