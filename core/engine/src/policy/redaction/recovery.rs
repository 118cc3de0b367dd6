//! Codes for the day on which all else is lost: lists of backup codes, recovery keys, the words of a wallet.
use super::finder::Finder;
use std::collections::HashMap;
use std::ops::Range;
use std::sync::LazyLock;

/// How far behind their name they are looked for, in bytes.
const FAR: usize = 3_000;
/// So many of one shape are a list.
const LIST: usize = 3;

/// Names of backup codes, lower case; what is not ASCII in both cases.
const CODES: &str = "backup code|back-up code|backupcode|back-upcode|backup-code|recovery code|recovery key|emergency code|\
    scratch code|rescue code|one-time use code|single-use code|backup verification code|recovery-code|wiederherstellungscode|\
    wiederherstellungsschl|sicherungscode|sicherungsschl|ersatzcode|notfallcode|codes de secours|code de secours|\
    codes de récupération|code de récupération|clé de récupération|clé de secours|códigos de respaldo|código de respaldo|\
    códigos de recuperación|código de recuperación|clave de recuperación|códigos de seguridad|códigos de recuperação|\
    código de recuperação|códigos de backup|códigos alternativos|chave de recuperação|codici di backup|codici di recupero|\
    codice di recupero|codici di riserva|chiave di recupero|herstelcode|herstelsleutel|reservkod|återställningskod|\
    gendannelseskode|gjenopprettingskode|kody zapasowe|kodów zapasowych|kody odzyskiwania|záložní kód|obnovovací kód|\
    yedek kod|kurtarma kod|резервные коды|резервных кодов|Резервные коды|коды восстановления|Коды восстановления|\
    код восстановления|Код восстановления|备用码|备用验证码|备份代码|备份码|恢复代码|恢复码|復原碼|備用碼|バックアップコード|リカバリーコード|\
    回復コード|復旧コード|백업 코드|복구 코드";
/// Names of the words of a wallet.
const WORDS: &str = "seed phrase|recovery phrase|secret phrase|mnemonic|recovery words|backup phrase|seed words|\
    wiederherstellungsphrase|wiederherstellungswörter|seed-phrase|phrase de récupération|frase de recuperación|frase semilla|\
    frase de recuperação|frase di recupero|herstelzin|助记词|シードフレーズ|复原短语";

static ALL_NAMES: LazyLock<Finder> = LazyLock::new(|| Finder::new(CODES.split('|').chain(WORDS.split('|'))));
static CODE_NAMES: LazyLock<Finder> = LazyLock::new(|| Finder::new(CODES.split('|')));
static WORD_NAMES: LazyLock<Finder> = LazyLock::new(|| Finder::new(WORDS.split('|')));

/// Where they stand.
pub(super) fn find(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    // One pass for both: hardly a text has any of them.
    let named: Vec<usize> = ALL_NAMES.find(text.as_bytes(), 0, text.len()).map(|(at, _)| at).collect();
    for window in windows(text, &named, &CODE_NAMES) {
        codes(text, window, &mut found);
    }
    for window in windows(text, &named, &WORD_NAMES) {
        words(text, window, &mut found);
    }
    found
}

/// The stretches behind those of the places at which these names stand; stretches that overlap are one, so that each byte is looked at once.
fn windows(text: &str, places: &[usize], names: &Finder) -> Vec<Range<usize>> {
    let mut windows: Vec<Range<usize>> = Vec::new();
    for at in places.iter().copied() {
        let rest = text.as_bytes().get(at..).unwrap_or_default();
        let Some(length) = names.begins(rest) else { continue };
        let end = at + length;
        let far = text.ceil_char_boundary((end + FAR).min(text.len()));
        match windows.last_mut().filter(|last| last.end >= end) {
            Some(last) => last.end = last.end.max(far),
            None => windows.push(end..far),
        }
    }
    windows
}

/// What parts two codes, and what may stand before one ("1.", "•").
fn pieces(text: &str, window: &Range<usize>) -> Vec<Range<usize>> {
    let mut pieces = Vec::new();
    let mut start = None;
    let inside = text.get(window.clone()).unwrap_or_default();
    for (at, c) in inside.char_indices().chain([(inside.len(), ' ')]) {
        if c.is_ascii_alphanumeric() || c == '-' {
            start.get_or_insert(at);
        } else if let Some(start) = start.take() {
            let trimmed = inside.get(start..at).unwrap_or_default().trim_end_matches('-').len();
            pieces.push(window.start + start..window.start + start + trimmed);
        }
    }
    pieces
}

/// What codes of one list have in common: the lengths of their groups, and whether they are digits alone.
type Shape = (Vec<usize>, bool);

/// The shape of what may be a code.
fn shape(code: &str) -> Option<Shape> {
    let groups: Vec<usize> = code.split('-').map(str::len).collect();
    let length: usize = groups.iter().sum();
    let digits = code.bytes().filter(u8::is_ascii_digit).count();
    let is_digits = digits == length;
    let fits = match groups.as_slice() {
        [_] if is_digits => (6..=10).contains(&length),
        [_] => (6..=64).contains(&length),
        // Dates have three groups.
        many if is_digits => many.len() != 3 && many.iter().all(|n| *n >= 3),
        many => many.iter().all(|n| *n >= 3) && length <= 64,
    };
    fits.then_some((groups, is_digits))
}

fn codes(text: &str, window: Range<usize>, found: &mut Vec<Range<usize>>) {
    let pieces = pieces(text, &window);
    let mut shaped: Vec<(Shape, bool, Range<usize>)> = Vec::new();
    let of = |range: &Range<usize>| text.get(range.clone()).unwrap_or_default();
    for (i, piece) in pieces.iter().enumerate() {
        let code = of(piece);
        let next = pieces.get(i + 1);
        let four = |code: &str| code.len() == 4 && code.bytes().all(|byte| byte.is_ascii_digit());
        // "1234 5678"
        if let Some(next) = next.filter(|next| four(code) && four(of(next)) && next.start - piece.end == 1) {
            shaped.push(((vec![4, 4, 0], true), true, piece.start..next.end));
        } else if let Some(shape) = shape(code) {
            let has_digit = code.bytes().any(|byte| byte.is_ascii_digit());
            shaped.push((shape, has_digit, piece.clone()));
        }
    }
    let mut counts: HashMap<&Shape, usize> = HashMap::new();
    for (shape, _, _) in shaped.iter().filter(|(_, has_digit, _)| *has_digit) {
        *counts.entry(shape).or_default() += 1;
    }
    let is_listed = |shape: &Shape| {
        let count = counts.get(shape).copied().unwrap_or_default();
        let is_key = shape.0.len() >= 4 && shape.0.iter().sum::<usize>() >= 20;
        count >= LIST || (is_key && count > 0)
    };
    // In a list with groups those without a digit are codes, too; words without a sign are words.
    let is_code = |(shape, has_digit, _): &&(Shape, bool, Range<usize>)| {
        (*has_digit || shape.0.len() > 1) && is_listed(shape)
    };
    found.extend(shaped.iter().filter(is_code).map(|(.., range)| range.clone()));
}

/// Twelve words or more, each with its number, or a line of them and of nothing else.
fn words(text: &str, window: Range<usize>, found: &mut Vec<Range<usize>>) {
    let pieces = pieces(text, &window);
    let of = |range: &Range<usize>| text.get(range.clone()).unwrap_or_default();
    let is_word =
        |word: &str| (3..=8).contains(&word.len()) && word.bytes().all(|byte| byte.is_ascii_lowercase());
    let mut run: Vec<Range<usize>> = Vec::new();
    for pair in pieces.windows(2) {
        let [number, word] = pair else { continue };
        if of(number).parse() == Ok(run.len() + 1) && is_word(of(word)) {
            run.push(word.clone());
        }
    }
    if let (Some(first), Some(last), true) = (run.first(), run.last(), run.len() >= 12) {
        found.push(first.start..last.end);
    }
    let mut at = window.start;
    for line in text.get(window).unwrap_or_default().split('\n') {
        let words: Vec<&str> = line.split_whitespace().collect();
        if matches!(words.len(), 12 | 15 | 18 | 21 | 24) && words.iter().all(|word| is_word(word)) {
            let start = at + (line.len() - line.trim_start().len());
            found.push(start..start + line.trim().len());
        }
        at += line.len() + 1;
    }
}
