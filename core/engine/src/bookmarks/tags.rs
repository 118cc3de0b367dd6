//! Tags of a bookmarks file: each is read once, whatever stands in it, and one that is broken ends where the next begins.

/// What begins with a `<`.
#[derive(Debug, PartialEq, Eq)]
pub enum Token<'a> {
    /// A tag, with its length.
    Tag(Tag<'a>, usize),
    /// A remark, a declaration: passed over, so many bytes.
    Other(usize),
    /// Only the sign: text.
    Sign,
    /// A tag that does not end as it should, so many bytes.
    Broken(usize),
    /// What follows decides.
    Torn,
}

/// A tag. Names are as they stand there.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Tag<'a> {
    pub name: &'a str,
    pub closes: bool,
    attributes: Vec<(&'a str, &'a str)>,
}

/// Attributes that are kept of one tag: files have a dozen.
const ATTRIBUTES: usize = 64;

impl<'a> Tag<'a> {
    pub fn is(&self, name: &str) -> bool {
        self.name.eq_ignore_ascii_case(name)
    }

    /// The value of an attribute, as it stands there.
    pub fn get(&self, name: &str) -> Option<&'a str> {
        self.attributes.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, value)| *value)
    }
}

/// What begins with the `<` at which `text` begins.
pub fn token(text: &str) -> Token<'_> {
    let bytes = text.as_bytes();
    match bytes.get(1) {
        None => Token::Torn,
        Some(b'!' | b'?') => other(text),
        Some(b'/') if !bytes.get(2).is_none_or(u8::is_ascii_alphabetic) => Token::Sign,
        Some(b'/') => tag(text, 2),
        Some(byte) if byte.is_ascii_alphabetic() => tag(text, 1),
        Some(_) => Token::Sign,
    }
}

fn other(text: &str) -> Token<'_> {
    // `<!--` is the only one that may hold a `>`.
    let (end, begun) = if text.starts_with("<!--") { ("-->", 4) } else { (">", 1) };
    match text.get(begun..).and_then(|rest| rest.find(end)) {
        Some(at) => Token::Other(begun + at + end.len()),
        None => Token::Torn,
    }
}

fn tag(text: &str, begun: usize) -> Token<'_> {
    let mut cursor = Cursor { text, at: begun };
    let mut tag = Tag { closes: begun == 2, name: cursor.word(), ..Tag::default() };
    loop {
        cursor.pass(|byte| byte.is_ascii_whitespace() || byte == b'/');
        match cursor.byte() {
            None => return Token::Torn,
            Some(b'>') => return Token::Tag(tag, cursor.at + 1),
            Some(b'<') => return Token::Broken(cursor.at),
            Some(_) => {}
        }
        let name = cursor.word();
        cursor.pass(|byte| byte.is_ascii_whitespace());
        let mut value = "";
        if cursor.byte() == Some(b'=') {
            cursor.at += 1;
            cursor.pass(|byte| byte.is_ascii_whitespace());
            match cursor.value() {
                Ok(found) => value = found,
                Err(token) => return token,
            }
        } else if name.is_empty() {
            // A quote that belongs to nothing.
            cursor.at += 1;
        }
        if tag.attributes.len() < ATTRIBUTES {
            tag.attributes.push((name, value));
        }
    }
}

struct Cursor<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Cursor<'a> {
    fn byte(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    /// Passes over ASCII bytes.
    fn pass(&mut self, passes: impl Fn(u8) -> bool) {
        while self.byte().is_some_and(&passes) {
            self.at += 1;
        }
    }

    /// What stands up to `end`, which is ASCII.
    fn until(&mut self, ends: impl Fn(u8) -> bool) -> &'a str {
        let from = self.at;
        let rest = self.text.as_bytes().get(from..).unwrap_or_default();
        self.at = from + rest.iter().position(|byte| ends(*byte)).unwrap_or(rest.len());
        self.text.get(from..self.at).unwrap_or_default()
    }

    fn word(&mut self) -> &'a str {
        self.until(|byte| {
            byte.is_ascii_whitespace() || matches!(byte, b'=' | b'>' | b'<' | b'/' | b'"' | b'\'')
        })
    }

    /// A value; no program lets a quoted one run over the end of its line, so that a quote that is missing costs one line.
    fn value(&mut self) -> Result<&'a str, Token<'a>> {
        let Some(quote @ (b'"' | b'\'')) = self.byte() else {
            return Ok(self.until(|byte| byte.is_ascii_whitespace() || matches!(byte, b'>' | b'<')));
        };
        self.at += 1;
        let value = self.until(|byte| byte == quote || byte == b'\n');
        match self.byte() {
            None => Err(Token::Torn),
            Some(b'\n') => Err(Token::Broken(self.at)),
            Some(_) => {
                self.at += 1;
                Ok(value)
            }
        }
    }
}

/// Text as it is meant: references to characters become these, those that are none stay. A bare `&` in an address is not the
/// beginning of one.
pub fn meant(text: &str) -> String {
    let mut meant = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        let (before, from) = rest.split_at(at);
        meant.push_str(before);
        // The longest that is known has eight signs.
        let end = from.bytes().take(10).position(|byte| byte == b';');
        match end.and_then(|end| Some((character(from.get(1..end)?)?, end))) {
            Some((character, end)) => {
                meant.push(character);
                rest = from.get(end + 1..).unwrap_or_default();
            }
            None => {
                meant.push('&');
                rest = from.get(1..).unwrap_or_default();
            }
        }
    }
    meant.push_str(rest);
    meant
}

fn character(name: &str) -> Option<char> {
    Some(match name {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        "nbsp" => '\u{a0}',
        "ndash" => '–',
        "mdash" => '—',
        "hellip" => '…',
        _ => {
            let number = name.strip_prefix('#')?;
            let hex = number.strip_prefix(['x', 'X']);
            let code = hex.map_or_else(|| number.parse().ok(), |hex| u32::from_str_radix(hex, 16).ok())?;
            char::from_u32(code).filter(|character| *character != '\0')?
        }
    })
}
