//! The text of a date -> numbers, words that dates are said in, and the signs between them.
use super::names::{Means, meaning};
use unicode_normalization::UnicodeNormalization;

/// Most digits of a number: `20240303`.
const MOST_DIGITS: usize = 8;
/// Longest word looked at, in characters.
const LONGEST: usize = 24;

/// See [`Token::what`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum What {
    /// Its value and with how many digits it is written.
    Num(i64, usize),
    Word(Means),
    Dot,
    Dash,
    Slash,
    Comma,
    /// `..`, also with three dots.
    Dots,
}

/// A piece of a date's text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Token {
    pub what: What,
    /// A blank stands before it, or nothing.
    pub gap: bool,
}

/// Adds the tokens of `text` to `out`; `None` when some of it is in no date.
pub(super) fn read(text: &str, out: &mut Vec<Token>) -> Option<()> {
    let mut chars = text.nfkc().flat_map(char::to_lowercase).peekable();
    let mut gap = true;
    while let Some(c) = chars.next() {
        // Quotes may stand around a part: on:"last week" is cut where it was typed.
        if c.is_whitespace() || matches!(c, '_' | '"') {
            gap = true;
            continue;
        }
        let what = if let Some(first) = c.to_digit(10) {
            let (mut value, mut digits) = (i64::from(first), 1);
            while let Some(digit) = chars.peek().and_then(|next| next.to_digit(10)) {
                value = value * 10 + i64::from(digit);
                digits += 1;
                if digits > MOST_DIGITS {
                    return None;
                }
                chars.next();
            }
            What::Num(value, digits)
        } else if c.is_alphabetic() {
            let mut word = String::from(c);
            while let Some(next) = chars.next_if(|next| next.is_alphabetic()) {
                if word.len() > 4 * LONGEST {
                    return None;
                }
                word.push(next);
            }
            let means = meaning(&word)?;
            // English and German in one date: `today to do` is none up to a Donnerstag.
            let german = word.len() == 2 && matches!(means, Means::Weekday(_));
            if german && out.last().is_some_and(|before| before.what == What::Word(Means::To)) {
                return None;
            }
            What::Word(means)
        } else {
            match c {
                '.' if chars.next_if_eq(&'.').is_some() => {
                    chars.next_if_eq(&'.');
                    What::Dots
                }
                '.' => What::Dot,
                ',' => What::Comma,
                '/' => What::Slash,
                '-' | '\u{2010}'..='\u{2015}' | '\u{2212}' => What::Dash,
                _ => return None,
            }
        };
        out.push(Token { what, gap });
        gap = false;
    }
    Some(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tokens(text: &str) -> Option<Vec<(What, bool)>> {
        let mut out = Vec::new();
        read(text, &mut out)?;
        Some(out.into_iter().map(|token| (token.what, token.gap)).collect())
    }

    #[test]
    fn pieces() {
        use What::{Comma, Dash, Dot, Dots, Num, Word};
        assert_eq!(
            tokens("3. März, 2024").unwrap(),
            [
                (Num(3, 1), true),
                (Dot, false),
                (Word(Means::Month(3)), true),
                (Comma, false),
                (Num(2024, 4), true)
            ]
        );
        assert_eq!(
            tokens("2024-W09…").unwrap().iter().map(|(what, _)| *what).collect::<Vec<_>>(),
            [Num(2024, 4), Dash, Word(meaning("w").unwrap()), Num(9, 2), Dots]
        );
        assert_eq!(tokens("last_Ma\u{308}rz").unwrap()[1], (Word(Means::Month(3)), true));
        assert_eq!(tokens(""), Some(vec![]));
        for no in ["soon", "3:30", "123456789", "märz!", "march'24"] {
            assert_eq!(tokens(no), None, "{no}");
        }
    }
}
