//! Texts, each once, by numbers that count up from 0.
use hashbrown::{DefaultHashBuilder, HashTable};
use std::hash::BuildHasher;

/// See the module.
#[derive(Default)]
pub struct Interned {
    /// All of them, one behind the other.
    text: String,
    /// Where each ends.
    ends: Vec<usize>,
    numbers: HashTable<u32>,
    hasher: DefaultHashBuilder,
}

impl Interned {
    /// The number of a text; one that was not there gets the next.
    pub fn number(&mut self, wanted: &str) -> u32 {
        let Self { text, ends, numbers, hasher } = self;
        let hash = hasher.hash_one(wanted);
        if let Some(number) = numbers.find(hash, |number| at(text, ends, *number) == wanted) {
            return *number;
        }
        let number = ends.len() as u32;
        text.push_str(wanted);
        ends.push(text.len());
        numbers.insert_unique(hash, number, |number| hasher.hash_one(at(text, ends, *number)));
        number
    }

    /// The text of a number.
    pub fn text(&self, number: u32) -> &str {
        at(&self.text, &self.ends, number)
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Bytes of all together.
    pub fn bytes(&self) -> usize {
        self.text.len()
    }
}

fn at<'a>(text: &'a str, ends: &[usize], number: u32) -> &'a str {
    let number = number as usize;
    let end = ends.get(number).copied().unwrap_or_default();
    let begin = number.checked_sub(1).and_then(|before| ends.get(before)).copied().unwrap_or_default();
    text.get(begin..end).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_has_one_number_and_a_number_one_text() {
        let mut interned = Interned::default();
        let texts: Vec<String> = (0..2_000).map(|n| "é".repeat(n % 40) + &n.to_string()).collect();
        for _ in 0..2 {
            for (number, text) in (0..).zip(&texts) {
                assert_eq!(interned.number(text), number);
            }
        }
        assert_eq!((interned.len(), interned.number("")), (2_000, 2_000));
        assert_eq!(interned.bytes(), texts.iter().map(String::len).sum::<usize>());
        assert!((0..).zip(&texts).all(|(number, text)| interned.text(number) == text));
        assert_eq!((interned.text(2_000), interned.text(2_001)), ("", ""));
    }
}
