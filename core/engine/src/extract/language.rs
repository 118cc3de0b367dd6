//! Which language a text is in: its script first, then its small words and whichlang's model; "" when unsure.
mod model;

use super::stop_words;

/// So much of a text decides.
const SAMPLE_CHARS: usize = 4_000;
/// Share of a text's words that small words of its language make up, at least.
const SURE_SHARE: f32 = 0.12;
/// Fewer words than this prove nothing against a declared language.
const FEW_WORDS: usize = 12;

/// By how much the model's guess at a few words must lead, and at one alone.
const LEAD: f32 = 2.5;
const LEAD_OF_ONE: f32 = 20.0;
/// Letters beside a to z of the languages that the model knows; Vietnamese has too many.
const LETTERS: [(&str, &str); 9] = [
    ("de", "äöüß"),
    ("en", "éèêëïöàçñ"),
    ("es", "áéíóúñü"),
    ("fr", "àâçéèêëîïôûùüÿœæ"),
    ("it", "àèéìíîòóùú"),
    ("nl", "éèëïóöü"),
    ("pt", "ãõáâàçéêíóôúü"),
    ("sv", "åäöé"),
    ("tr", "çğıöşüâîû\u{307}"),
];

/// BCP 47 primary language, lower case. `hint` (`<html lang>`) breaks ties; it is often a template's leftover.
pub(super) fn detect(text: &str, hint: Option<&str>) -> String {
    let hint = hint.and_then(primary);
    let sample: String = text.chars().take(SAMPLE_CHARS).collect();
    let found = match script(&sample) {
        None => None,
        Some(Script::Of(languages)) => hint
            .as_deref()
            .filter(|h| languages.contains(h))
            .or(languages.first().copied())
            .map(str::to_owned),
        Some(Script::Arabic) => Some(arabic(&sample, hint.as_deref()).to_owned()),
        Some(Script::Alphabet) => alphabet(&sample, hint.as_deref()),
    };
    found.or_else(|| hint.filter(|_| text.split_whitespace().nth(FEW_WORDS).is_none())).unwrap_or_default()
}

/// What the letters of a text tell.
enum Script {
    /// Written in these languages only, the most spoken first.
    Of(&'static [&'static str]),
    Arabic,
    /// Latin or Cyrillic: many languages.
    Alphabet,
}

/// The script of most letters. Kana in a text of Han characters make it Japanese, however few.
fn script(text: &str) -> Option<Script> {
    let mut counts = [0_usize; SCRIPTS.len()];
    for c in text.chars().filter(|c| c.is_alphabetic()) {
        // Latin comes first: most letters need no search.
        if c.is_ascii() {
            counts[0] += 1;
            continue;
        }
        let code = if is_cyrillic(c) { 0x41 } else { u32::from(c) };
        let place = SCRIPTS.iter().position(|(from, to, _)| (*from..=*to).contains(&code));
        if let Some(count) = place.and_then(|i| counts.get_mut(i)) {
            *count += 1;
        }
    }
    let [alphabet, arabic, han, kana, hangul, others @ ..] = counts;
    let cjk = han + kana + hangul;
    let most_other = others.iter().copied().max().unwrap_or(0);
    let most = alphabet.max(arabic).max(cjk).max(most_other);
    // A character of these scripts says as much as three letters: a Chinese page full of Latin names is Chinese.
    let is_cjk = 3 * cjk >= most;
    match most {
        0 => None,
        _ if is_cjk && hangul > han + kana => Some(Script::Of(&["ko"])),
        _ if is_cjk && 20 * kana >= han => Some(Script::Of(&["ja"])),
        _ if is_cjk => Some(Script::Of(&["zh", "yue"])),
        n if n == alphabet => Some(Script::Alphabet),
        n if n == arabic => Some(Script::Arabic),
        n => SCRIPTS.iter().zip(counts).skip(5).find(|(_, c)| *c == n).map(|((_, _, l), _)| Script::Of(l)),
    }
}

fn is_cyrillic(c: char) -> bool {
    matches!(u32::from(c), 0x0400..=0x052f | 0x1e00..=0x1eff)
}

/// Code points of letters and the languages written in them. The first five are told apart by name above.
const SCRIPTS: [(u32, u32, &[&str]); 26] = [
    (0x0041, 0x024f, &[]), // Latin; Cyrillic is counted here too
    (0x0600, 0x06ff, &["ar"]),
    (0x3400, 0x9fff, &["zh"]),
    (0x3040, 0x30ff, &["ja"]),
    (0xac00, 0xd7af, &["ko"]),
    (0x0e00, 0x0e7f, &["th"]),
    (0x0370, 0x03ff, &["el"]),
    (0x0590, 0x05ff, &["he", "yi"]),
    (0x0900, 0x097f, &["hi", "mr", "ne", "sa"]),
    (0x0980, 0x09ff, &["bn", "as"]),
    (0x0a00, 0x0a7f, &["pa"]),
    (0x0a80, 0x0aff, &["gu"]),
    (0x0b00, 0x0b7f, &["or"]),
    (0x0b80, 0x0bff, &["ta"]),
    (0x0c00, 0x0c7f, &["te"]),
    (0x0c80, 0x0cff, &["kn"]),
    (0x0d00, 0x0d7f, &["ml"]),
    (0x0d80, 0x0dff, &["si"]),
    (0x0e80, 0x0eff, &["lo"]),
    (0x0f00, 0x0fff, &["bo", "dz"]),
    (0x1000, 0x109f, &["my"]),
    (0x10a0, 0x10ff, &["ka"]),
    (0x0530, 0x058f, &["hy"]),
    (0x1200, 0x137f, &["am", "ti"]),
    (0x1780, 0x17ff, &["km"]),
    (0x1800, 0x18af, &["mn"]),
];

/// Persian and Urdu have letters of their own.
fn arabic(text: &str, hint: Option<&str>) -> &'static str {
    let has = |letters: &[char]| text.contains(letters);
    match hint {
        Some("fa") if has(&['پ', 'چ', 'ژ', 'گ', 'ی', 'ک']) => "fa",
        Some("ckb" | "ku") if has(&['ێ', 'ۆ', 'ڕ', 'ڵ']) => "ku",
        Some("ps") if has(&['ښ', 'ځ', 'څ', 'ډ', 'ړ']) => "ps",
        _ if has(&['ٹ', 'ڈ', 'ے', 'ں']) => "ur",
        _ if has(&['پ', 'چ', 'ژ', 'گ']) => "fa",
        _ => "ar",
    }
}

/// Small words first, since they know more languages and know when they do not know; the model where they are
/// silent but it agrees with the page.
fn alphabet(text: &str, hint: Option<&str>) -> Option<String> {
    let lower = text.to_lowercase();
    let words: Vec<_> = lower.split(|c: char| !c.is_alphabetic()).filter(|w| !w.is_empty()).collect();
    if words.is_empty() {
        return None;
    }
    let counted = stop_words::count(words.iter().copied());
    let few = words.len() < FEW_WORDS && hint.is_none();
    let hits = |lang: &str| counted.iter().find(|(l, _)| *l == lang).map_or(0, |(_, n)| *n);
    let (first, most) = counted.first().copied()?;
    let close = |lang: &str| hits(lang) > 0 && 10 * hits(lang) >= 9 * most;
    let is_sure = words.len() >= FEW_WORDS && most as f32 >= SURE_SHARE * words.len() as f32;
    // The model is asked where small words do not decide by themselves.
    let is_contested = counted.iter().skip(1).any(|(lang, _)| close(lang));
    let told = hint.filter(|hint| close(hint)).or((!is_contested).then_some(first));
    if let Some(lang) = told.filter(|_| is_sure) {
        return Some(lang.to_owned());
    }
    let (guess, lead) = model::ranked(text);
    let winner = told.unwrap_or(if close(guess) { guess } else { first });
    if is_sure {
        return Some(winner.to_owned());
    }
    match hint {
        Some(hint) if hint == guess || hint == winner => Some(hint.to_owned()),
        // A language we know no small words of, on a page where no other language's are many.
        Some(hint) if !stop_words::knows(hint) && (most as f32) < SURE_SHARE * words.len() as f32 => {
            Some(hint.to_owned())
        }
        _ if most >= 3 && winner == guess => Some(winner.to_owned()),
        // A title, a note: its words are found in their other forms too, and a wrong guess finds them as they are.
        _ if few && is_plausible(guess, lead, &words, hits(guess), most) => Some(guess.to_owned()),
        _ => None,
    }
}

/// Whether a guess at the language of a few words will do: it leads by far, or has the only small words among them; and its letters
/// are theirs.
fn is_plausible(guess: &str, lead: f32, words: &[&str], hits: usize, most: usize) -> bool {
    let long = words.iter().filter(|word| word.chars().nth(1).is_some()).count();
    let leads = if long > 1 { lead >= LEAD } else { lead >= LEAD_OF_ONE };
    let own = LETTERS.iter().find(|(language, _)| *language == guess).map(|(_, letters)| *letters);
    let fits = |c: char| match own {
        _ if c.is_ascii() => true,
        _ if guess == "ru" => is_cyrillic(c) && !"іїєґўјљњћђќѓѕ".contains(c),
        Some(own) => own.contains(c),
        None => true,
    };
    (leads || (hits > 0 && hits == most)) && words.iter().all(|word| word.chars().all(fits))
}

/// "en-US" -> "en"; what is no language tag is nothing. Both written forms of Norwegian are "no".
fn primary(tag: &str) -> Option<String> {
    let primary = tag.trim().split(['-', '_', ',', ' ', ';']).next()?.to_ascii_lowercase();
    let is_tag = (2..=3).contains(&primary.len()) && primary.bytes().all(|b| b.is_ascii_lowercase());
    is_tag.then(|| if matches!(primary.as_str(), "nb" | "nn") { "no".to_owned() } else { primary })
}

#[cfg(test)]
mod tests {
    use super::detect;

    #[test]
    fn scripts_decide_first() {
        assert_eq!(detect("วันนี้อากาศดีมาก", Some("en")), "th");
        assert_eq!(detect("今日はとても良い天気です", None), "ja");
        assert_eq!(detect("今天的天气非常好", None), "zh");
        assert_eq!(detect("오늘 날씨가 좋다", Some("en-US")), "ko");
        assert_eq!(detect("मौसम बहुत अच्छा है", None), "hi");
        assert_eq!(detect("हवामान खूप छान आहे", Some("mr")), "mr");
        assert_eq!(detect("این یک جمله است که گفته شد", None), "fa");
    }

    #[test]
    fn alphabets_are_told_apart_by_their_small_words() {
        let polish = "To jest zdanie, które nie jest długie, ale jest po polsku i ma to, co się w nim liczy";
        assert_eq!(detect(polish, Some("en")), "pl");
        let german = "Das ist ein Satz, der nicht lang ist, und er wird auch nicht für sich allein gelesen";
        assert_eq!(detect(german, Some("en")), "de");
        let ukrainian = "Це речення не дуже довге, але воно є і його можна прочитати, як і все, що тут";
        assert_eq!(detect(ukrainian, None), "uk");
    }

    #[test]
    fn few_words_are_guessed_at_where_they_are_like_one_language() {
        for (text, language) in [
            ("Best running shoes reviewed", "en"),
            ("Good books about the sea", "en"),
            ("Die Häuser am Hafen", "de"),
            ("Rezepte für Apfelkuchen", "de"),
            ("Новые книги о море", "ru"),
            ("Новости", "ru"),
            ("Les livres de la mer", "fr"),
            ("Los libros del mar", "es"),
            ("Ricette facili", "it"),
            ("Sklep z książkami", ""),
            ("Новини Києва", ""),
            ("GitHub", ""),
            ("localhost:3000", ""),
            ("Page 12", ""),
        ] {
            assert_eq!(detect(text, None), language, "{text}");
        }
        assert_eq!(detect("Best running shoes reviewed", Some("de")), "de", "a page that says so itself");
    }

    #[test]
    fn few_words_prove_nothing() {
        assert_eq!(detect("Login", Some("de-AT")), "de");
        assert_eq!(detect("xkcd qwrtz", None), "");
        assert_eq!(detect("", None), "");
        assert_eq!(detect("12 34", Some("german")), "");
    }
}
