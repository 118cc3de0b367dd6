//! How far words lie from each other, in letters.

/// Edit distance (insert, delete, change, swap neighbours) from one word to many, given in alphabetical order:
/// rows of the table are kept for the beginning that a word shares with the one before it.
pub struct Distances<'a> {
    word: &'a [char],
    most: usize,
    letters: Vec<char>,
    rows: Vec<Vec<usize>>,
}

impl<'a> Distances<'a> {
    /// To `word`, as far as they are at most `most`.
    pub fn to(word: &'a [char], most: usize) -> Self {
        Self { word, most, letters: Vec::new(), rows: vec![(0..=word.len()).collect()] }
    }

    /// The distance to `other`, if it is at most `most`.
    pub fn distance(&mut self, other: &str) -> Option<usize> {
        let shared = other.chars().zip(&self.letters).take_while(|(a, b)| a == *b).count();
        self.letters.truncate(shared);
        self.rows.truncate(shared + 1);
        for letter in other.chars().skip(shared) {
            if self.letters.len() > self.word.len() + self.most {
                return None;
            }
            self.push(letter);
            if self.rows.last().is_none_or(|row| row.iter().all(|distance| *distance > self.most)) {
                return None;
            }
        }
        let distance = self.rows.last()?.last().copied()?;
        (self.letters.len() == other.chars().count() && distance <= self.most).then_some(distance)
    }

    fn push(&mut self, letter: char) {
        let at = self.letters.len();
        let cell = |row: usize, column: usize| self.rows.get(row).and_then(|r| r.get(column)).copied();
        let mut row = vec![at + 1];
        for (column, wanted) in self.word.iter().enumerate() {
            let change = cell(at, column).unwrap_or(usize::MAX / 2) + usize::from(*wanted != letter);
            let delete = cell(at, column + 1).unwrap_or(usize::MAX / 2) + 1;
            let insert = row.last().copied().unwrap_or(usize::MAX / 2) + 1;
            let mut best = change.min(delete).min(insert);
            let swapped = at > 0
                && column > 0
                && self.letters.last() == Some(wanted)
                && self.word.get(column - 1) == Some(&letter);
            if let (true, Some(before)) = (swapped, cell(at.wrapping_sub(1), column.wrapping_sub(1))) {
                best = best.min(before + 1);
            }
            row.push(best);
        }
        self.letters.push(letter);
        self.rows.push(row);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn distances() {
        let word: Vec<char> = "receive".chars().collect();
        let mut table = Distances::to(&word, 2);
        let cases = [
            ("recei", Some(2)),
            ("receive", Some(0)),
            ("recieve", Some(1)),
            ("relieve", Some(2)),
            ("xyz", None),
        ];
        for (other, distance) in cases {
            assert_eq!(table.distance(other), distance, "{other}");
        }
    }
}
