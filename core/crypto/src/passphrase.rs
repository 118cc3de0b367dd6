//! Passphrases: seven generated words, or a person's own when they are hard enough to guess.
use crate::Random;
use crate::random::bytes;
use bip39::Language;
use unicode_normalization::UnicodeNormalization;
use zeroize::Zeroizing;

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

/// A passphrase as it is meant, however it was typed or pasted: in NFKC, without white space around it. What looks like a generated
/// one, seven words of ASCII letters, is read as the recovery words are: in any case, with any white space between. White space and
/// case in the middle of a person's own mean what they are.
pub fn as_meant(typed: &str) -> Zeroizing<String> {
    let text = Zeroizing::new(typed.nfkc().collect::<String>());
    let is_word = |word: &str| word.bytes().all(|byte| byte.is_ascii_alphabetic());
    let words: Vec<&str> = text.split_whitespace().collect();
    if words.len() == WORDS && words.iter().all(|word| is_word(word)) {
        return Zeroizing::new(words.join(" ").to_ascii_lowercase());
    }
    Zeroizing::new(text.trim().to_owned())
}

/// Whether a person's own passphrase will do. `known`: the account's name and the like, which are guessed first.
pub fn strong_enough(passphrase: &str, known: &[&str]) -> bool {
    zxcvbn::zxcvbn(&as_meant(passphrase), known).guesses_log10() >= GUESSES_LOG10
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
    fn generated_ones_are_read_however_they_are_pasted_and_own_ones_as_they_are() {
        let made = generate(&mut seeded(2));
        let pasted = [
            format!("{made} "),
            format!("\n{made}\r\n"),
            made.to_uppercase(),
            made.replace(' ', "  "),
            made.replace(' ', "\n"),
            made.replace(' ', "\u{a0}"),
        ];
        for typed in pasted {
            assert_eq!(*as_meant(&typed), made, "{typed:?}");
        }
        for own in [
            "Six Words of  my own here",
            "seven Words of mine with a 7",
            "UPPER",
            "größer als das Meer im Mai Abends",
        ] {
            assert_eq!(*as_meant(own), own);
            assert_eq!(*as_meant(&format!(" {own}\n")), own);
        }
        assert_eq!(*as_meant(""), "");
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
