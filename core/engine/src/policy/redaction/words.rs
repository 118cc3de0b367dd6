//! Words that stand on a picture: those that are a secret, or a part of one, are not kept.
use super::{ROUNDS, secrets};
use crate::picture::PictureWords;

/// Leaves out every word that a secret touches, again until none is left: what goes may have stood between two that are one together.
/// Where that does not end, nothing is kept.
pub fn redact_words(words: PictureWords) -> PictureWords {
    let mut kept = words;
    for _ in 0..ROUNDS {
        let hide = secrets(kept.text());
        if hide.is_empty() {
            return kept;
        }
        kept =
            kept.only(|word| !hide.iter().any(|secret| secret.start < word.end && word.start < secret.end));
    }
    PictureWords::default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_go_and_the_words_around_them_stay() {
        let text = "Paid with 4111 1111 1111 1111 today\nYour verification code is G-482913.";
        let boxes = (0..text.split([' ', '\n']).count()).map(|at| [at as u16, 0, 1, 1]).collect();
        let kept = redact_words(PictureWords::new(text.to_owned(), boxes).unwrap());
        assert_eq!(kept.text(), "Paid with today\nYour verification code is");
        let places: Vec<u16> = kept.words().map(|(_, _, [x, ..])| x).collect();
        assert_eq!(places, [0, 1, 6, 7, 8, 9, 10]);
    }
}
