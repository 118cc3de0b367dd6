//! Passphrases: seven generated words, or a person's own when they are hard enough to guess.
use crate::Random;
use crate::random::bytes;
use bip39::Language;

/// 2,048 words are 11 bits each: seven of them are the 77 bits that are asked for.
pub const WORDS: usize = 7;
/// What a person's own passphrase must be worth: guesses, as a power of ten (zxcvbn). At 64 MiB and three passes a
/// guess this is beyond any known purse.
const GUESSES_LOG10: f64 = 14.0;

/// A fresh passphrase, words apart by spaces.
pub fn generate(random: &mut dyn Random) -> String {
    let list = Language::English.word_list();
    let word = |_| {
        // 2,048 divides 65,536: no word is likelier than another.
        let number = u16::from_le_bytes(bytes(random)) as usize % list.len();
        list.get(number).copied().unwrap_or_default()
    };
    (0..WORDS).map(word).collect::<Vec<_>>().join(" ")
}

/// Whether a person's own passphrase will do. `known`: the account's name and the like, which are guessed first.
pub fn strong_enough(passphrase: &str, known: &[&str]) -> bool {
    zxcvbn::zxcvbn(passphrase, known).guesses_log10() >= GUESSES_LOG10
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::secret::tests::seeded;

    #[test]
    fn generated_ones_are_seven_words_and_pass_our_own_test() {
        let mut random = seeded(1);
        let (one, other) = (generate(&mut random), generate(&mut random));
        assert_ne!(one, other);
        assert_eq!(one.split(' ').count(), WORDS);
        assert!(strong_enough(&one, &[]));
    }

    #[test]
    fn what_is_guessed_first_is_refused() {
        for weak in [
            "",
            "password",
            "hunter2",
            "correct horse",
            "qwertyuiopasdfgh",
            "ada ada ada ada",
            "12345678901234567890",
        ] {
            assert!(!strong_enough(weak, &["ada"]), "{weak}");
        }
        assert!(strong_enough("grün rollt der Kiesel um halb 7 bergauf", &["ada"]));
    }
}
