//! Runs of digits in a text, in any of the scripts people type numbers in, and what may stand between two of them.

/// A run of digits.
#[derive(Debug)]
pub(super) struct Group {
    /// Byte offsets in the text.
    pub start: usize,
    pub end: usize,
    /// Values 0 to 9; of a very long run the first ones only.
    pub digits: Vec<u8>,
}

/// What parts two groups of one number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Gap {
    /// White space within a line.
    Blank,
    /// The border of a line, of an element or of a field.
    Line,
    Dash,
    Dot,
}

/// Longer runs are no number of ours: they are kept at this length, so that they fit nothing.
const LONGEST: usize = 40;
/// Most characters that part two groups of one number: boxes on a page have wide gaps.
const WIDEST: usize = 5;

/// All runs of digits.
pub(super) fn groups(text: &str) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    for (at, c) in text.char_indices() {
        let Some(digit) = value(c) else { continue };
        let end = at + c.len_utf8();
        match groups.last_mut().filter(|g| g.end == at) {
            Some(group) => {
                group.end = end;
                if group.digits.len() < LONGEST {
                    group.digits.push(digit);
                }
            }
            None => groups.push(Group { start: at, end, digits: vec![digit] }),
        }
    }
    groups
}

/// The value of a decimal digit: ASCII, full width, Arabic-Indic, Persian, Devanagari.
pub(super) fn value(c: char) -> Option<u8> {
    let from = match c {
        '0'..='9' => '0',
        '\u{ff10}'..='\u{ff19}' => '\u{ff10}',
        '\u{660}'..='\u{669}' => '\u{660}',
        '\u{6f0}'..='\u{6f9}' => '\u{6f0}',
        '\u{966}'..='\u{96f}' => '\u{966}',
        _ => return None,
    };
    u8::try_from(u32::from(c) - u32::from(from)).ok()
}

/// What parts two groups, if it is what people and pages part numbers with.
pub(super) fn gap(text: &str, left: &Group, right: &Group) -> Option<Gap> {
    let between = text.get(left.end..right.start)?;
    if between.is_empty() || between.len() > 4 * WIDEST {
        return None;
    }
    let mut found = Gap::Blank;
    for (count, c) in between.chars().enumerate() {
        let sign = sign(c).filter(|_| count < WIDEST)?;
        found = match (found, sign) {
            (Gap::Blank, sign) | (sign, Gap::Blank) => sign,
            (before, sign) if before == sign && sign == Gap::Line => sign,
            // Two dashes part a number from another.
            _ => return None,
        };
    }
    Some(found)
}

/// What a character between two groups is.
pub(super) fn sign(c: char) -> Option<Gap> {
    match c {
        '\n' | '\r' => Some(Gap::Line),
        '-' | '\u{2010}' | '\u{2011}' | '–' => Some(Gap::Dash),
        '.' | '·' | '•' => Some(Gap::Dot),
        '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}' => Some(Gap::Blank),
        c if c.is_whitespace() => Some(Gap::Blank),
        _ => None,
    }
}

/// The character before an offset.
pub(super) fn before(text: &str, at: usize) -> Option<char> {
    text.get(..at)?.chars().next_back()
}

/// The character from an offset on.
pub(super) fn after(text: &str, at: usize) -> Option<char> {
    text.get(at..)?.chars().next()
}
