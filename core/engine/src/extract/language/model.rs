//! A guess at the language of a text in Latin or Cyrillic letters: whichlang's model with its weights rounded to bytes.
//!
//! whichlang (Quickwit, MIT) sums a weight for each language over all n-grams of a text, from a table of 65,536 floats,
//! 240 kB of the wasm after compression. A byte a weight and the languages that [`super::script`] leaves open are 33 kB and
//! guess the same (decision 3). `node tools/language-model.mjs` writes the table.
use whichlang::{DIMENSION, emit_tokens};

const LANGUAGES: [&str; 11] = ["de", "en", "fr", "it", "nl", "pt", "ru", "es", "sv", "tr", "vi"];
/// A row of eighths for each bucket of n-grams.
const WEIGHTS: &[u8; DIMENSION * LANGUAGES.len()] = include_bytes!("weights.bin");
const STEP: f32 = 0.125;
/// What each language has before the first n-gram.
const INTERCEPTS: [f32; LANGUAGES.len()] = [
    0.523_372, 1.777_966, 1.053_884, 2.530_283, 2.483_821, 1.158_584, -2.405_218, 0.882_742, 1.775_545,
    1.994_673, -2.204_108,
];

/// The likeliest language, as a BCP 47 primary tag, one of them for any text; and by how much it is likelier than the next.
pub(super) fn ranked(text: &str) -> (&'static str, f32) {
    let (mut sums, mut features) = ([0_i32; LANGUAGES.len()], 0_u32);
    let (rows, _) = WEIGHTS.as_chunks::<{ LANGUAGES.len() }>();
    emit_tokens(text, |feature| {
        features += 1;
        let Some(row) = rows.get(feature.to_hash() as usize % DIMENSION) else { return };
        for (sum, weight) in sums.iter_mut().zip(row) {
            *sum += i32::from(weight.cast_signed());
        }
    });
    let norm = STEP / (features.max(1) as f32).sqrt();
    let score = |(sum, intercept): (i32, f32)| sum as f32 * norm + intercept;
    let mut scores: Vec<_> = sums.into_iter().zip(INTERCEPTS).map(score).zip(LANGUAGES).collect();
    scores.sort_by(|(a, _), (b, _)| b.total_cmp(a));
    match scores.as_slice() {
        [(best, language), (next, _), ..] => (language, best - next),
        _ => ("en", 0.0),
    }
}

#[cfg(test)]
mod tests {
    use super::ranked;
    use whichlang::{Lang, detect_language};

    const TEXTS: [(&str, Lang, &str); 11] = [
        (
            "de",
            Lang::Deu,
            "Der Zug nach Hamburg fährt heute eine halbe Stunde später, weil ein Signal gestört ist",
        ),
        (
            "en",
            Lang::Eng,
            "The train to the coast leaves half an hour later today because a signal has failed",
        ),
        (
            "fr",
            Lang::Fra,
            "Le train pour la côte part aujourd'hui une demi-heure plus tard à cause d'un signal",
        ),
        (
            "it",
            Lang::Ita,
            "Il treno per la costa parte oggi con mezz'ora di ritardo perché un segnale è guasto",
        ),
        (
            "nl",
            Lang::Nld,
            "De trein naar de kust vertrekt vandaag een half uur later omdat een sein kapot is",
        ),
        (
            "pt",
            Lang::Por,
            "O comboio para a costa parte hoje meia hora mais tarde porque um sinal não funciona",
        ),
        (
            "ru",
            Lang::Rus,
            "Поезд до побережья отправляется сегодня на полчаса позже, потому что сломан сигнал",
        ),
        (
            "es",
            Lang::Spa,
            "El tren hacia la costa sale hoy media hora más tarde porque una señal está averiada",
        ),
        ("sv", Lang::Swe, "Tåget till kusten avgår idag en halvtimme senare eftersom en signal är trasig"),
        ("tr", Lang::Tur, "Kıyıya giden tren bugün bir sinyal bozuk olduğu için yarım saat geç kalkıyor"),
        ("vi", Lang::Vie, "Chuyến tàu ra bờ biển hôm nay khởi hành muộn nửa giờ vì một tín hiệu bị hỏng"),
    ];

    #[test]
    fn guesses_what_whichlang_guesses() {
        for (wanted, lang, text) in TEXTS {
            let words: Vec<_> = text.split(' ').collect();
            for from in 0..words.len() - 5 {
                let part = words.get(from..).unwrap_or_default().join(" ");
                assert_eq!((ranked(&part).0, detect_language(&part)), (wanted, lang), "{part}");
            }
        }
    }

    #[test]
    fn guesses_something_of_anything() {
        for text in ["", " ", "1234", "\u{0}", "漢字", &"x".repeat(100_000)] {
            assert!(super::LANGUAGES.contains(&ranked(text).0), "{text:.9}");
        }
    }
}
