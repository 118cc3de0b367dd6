//! Runs of digits in a text, in any of the scripts people type numbers in.

/// A run of digits.
#[derive(Debug)]
pub(super) struct Group {
    /// Byte offsets in the text.
    pub start: usize,
    pub end: usize,
    /// Values 0 to 9; of a very long run the first ones only.
    pub digits: Vec<u8>,
}

/// Longer runs are no number of ours: they are kept at this length, so that they fit nothing.
const LONGEST: usize = 40;

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

/// The one character between two groups, if it is one that people part numbers with.
pub(super) fn separator(text: &str, left: &Group, right: &Group) -> Option<char> {
    let mut between = text.get(left.end..right.start)?.chars();
    let one = between.next()?;
    let parts =
        matches!(one, ' ' | '-' | '.' | '\u{a0}' | '\u{202f}' | '\u{2009}' | '\u{2010}' | '\u{2011}' | '–');
    (between.next().is_none() && parts).then_some(one)
}

/// The character before an offset.
pub(super) fn before(text: &str, at: usize) -> Option<char> {
    text.get(..at)?.chars().next_back()
}

/// The character from an offset on.
pub(super) fn after(text: &str, at: usize) -> Option<char> {
    text.get(at..)?.chars().next()
}
