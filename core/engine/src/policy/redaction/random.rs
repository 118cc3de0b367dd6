//! Whether a value looks as if a machine had made it at random: long, of mixed kinds of characters, and no words.

/// What a value is made of.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Shape {
    /// Letters and digits.
    pub length: usize,
    pub lower: usize,
    pub upper: usize,
    pub digits: usize,
    /// The longest stretch without a sign between.
    pub longest: usize,
    /// Pieces between signs.
    pub pieces: usize,
    /// Letters and digits in hexadecimal, in one case.
    pub is_hex: bool,
    /// How often the kind changes within a piece, but for the capital that begins a word.
    changes: usize,
    /// The longest stretch of consonants.
    consonants: usize,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Lower,
    Upper,
    Digit,
    Sign,
}

impl Shape {
    /// `None` where it has signs that no key, token or id has.
    pub fn of(value: &str) -> Option<Self> {
        let mut shape = Self { is_hex: true, ..Self::default() };
        let (mut piece, mut consonants) = (0, 0);
        let (mut last, mut before_last) = (Kind::Sign, Kind::Sign);
        for byte in value.bytes() {
            let kind = match byte {
                b'a'..=b'z' => Kind::Lower,
                b'A'..=b'Z' => Kind::Upper,
                b'0'..=b'9' => Kind::Digit,
                b'-' | b'_' | b'.' | b'~' | b'+' | b'/' | b'=' | b':' | b'|' | b'!' | b'*' | b',' => {
                    Kind::Sign
                }
                _ => return None,
            };
            if kind == Kind::Sign {
                (piece, consonants, before_last, last) = (0, 0, Kind::Sign, Kind::Sign);
                continue;
            }
            shape.length += 1;
            shape.pieces += usize::from(piece == 0);
            piece += 1;
            shape.longest = shape.longest.max(piece);
            shape.is_hex &= byte.is_ascii_hexdigit();
            match kind {
                Kind::Lower => shape.lower += 1,
                Kind::Upper => shape.upper += 1,
                _ => shape.digits += 1,
            }
            let vowel = matches!(byte.to_ascii_lowercase(), b'a' | b'e' | b'i' | b'o' | b'u' | b'y');
            consonants = if kind == Kind::Digit || vowel { 0 } else { consonants + 1 };
            shape.consonants = shape.consonants.max(consonants);
            let begins_word = last == Kind::Upper && kind == Kind::Lower && before_last != Kind::Upper;
            if last != Kind::Sign && kind != last && !begins_word {
                shape.changes += 1;
            }
            (before_last, last) = (last, kind);
        }
        shape.is_hex &= shape.lower == 0 || shape.upper == 0;
        Some(shape)
    }

    /// Letters and digits.
    pub fn is_mixed(&self) -> bool {
        self.digits > 0 && self.lower + self.upper > 0
    }

    /// At random, with at least so many letters and digits.
    pub fn is_random(&self, least: usize) -> bool {
        if self.length < least {
            return false;
        }
        let mixed = self.is_mixed() || (self.lower > 0 && self.upper > 0);
        let restless = 4 * self.changes >= self.length || (self.is_mixed() && self.consonants >= 6);
        mixed && (restless || (self.is_hex && self.is_mixed()))
    }

    /// Small letters, capitals and digits.
    pub fn has_three_kinds(&self) -> bool {
        self.lower > 0 && self.upper > 0 && self.digits > 0
    }

    /// In one piece of three kinds of characters, which change more often than a name's words do.
    pub fn is_of_three_kinds(&self, least: usize) -> bool {
        self.has_three_kinds() && self.longest >= least && 6 * self.changes >= self.length
    }

    /// At random beyond doubt, whatever it is called: three kinds of characters, and no id of those that are public
    /// (hashes, UUIDs) by its looks. Of a thousand that are made at random two at most look otherwise.
    pub fn is_random_beyond_doubt(&self) -> bool {
        let kinds = self.has_three_kinds() && self.digits > 1;
        let whole = self.longest >= 24 || (self.longest >= 12 && self.length >= 64);
        let restless = 5 * self.changes >= 2 * self.length
            || (10 * self.changes >= 3 * self.length && self.consonants >= 5);
        kinds && whole && self.length >= 32 && restless
    }
}

/// `8-4-4-4-12` hexadecimal digits.
pub(super) fn is_uuid(value: &str) -> bool {
    let mut pieces = value.trim_matches(['{', '}']).split('-').map(|piece| (piece.len(), piece));
    [8, 4, 4, 4, 12].iter().all(|length| {
        pieces
            .next()
            .is_some_and(|(len, piece)| len == *length && piece.bytes().all(|b| b.is_ascii_hexdigit()))
    }) && pieces.next().is_none()
}

/// A public address or transaction of a chain: `0x` and 40 or 64 hexadecimal digits.
pub(super) fn is_on_a_chain(value: &str) -> bool {
    value
        .strip_prefix("0x")
        .is_some_and(|hex| matches!(hex.len(), 40 | 64) && hex.bytes().all(|byte| byte.is_ascii_hexdigit()))
}
