//! One-time codes: a short number of its own, close to words that say what it is for.
use super::digits::{Group, after, before, separator};
use std::ops::Range;

/// How far from the number the words are looked for, in characters.
const NEAR: usize = 70;

/// Words that name a one-time code by themselves. Lower case; in scripts with spaces they are whole words, compounds
/// of Germanic languages are matched by their ends ("Bestätigungscode").
const NAMES: &str = "otp|mtan|smstan|pushtan|phototan|passcode|tan-nummer|verification code|confirmation code|\
    security code|authentication code|authorization code|authorisation code|login code|log-in code|\
    sign-in code|signin code|sign in code|access code|activation code|one-time code|one time code|\
    one-time password|one time password|one-time pin|one-time passcode|single-use code|2fa code|\
    two-factor code|sms code|pin code|pairing code|code de vérification|code de confirmation|\
    code de sécurité|code d'accès|code à usage unique|código de verificación|código de confirmación|\
    código de seguridad|código de acceso|código de verificação|código de confirmação|\
    código de segurança|código de acesso|codice di verifica|codice di conferma|codice di sicurezza|\
    codice di accesso|kod weryfikacyjny|kod potwierdzający|kod autoryzacyjny|doğrulama kodu|\
    onay kodu|güvenlik kodu|код подтверждения|код проверки|код безопасности|код доступа|\
    код підтвердження|mã xác minh|mã xác thực";
/// Ends of compounds.
const COMPOUNDS: &str = "bestätigungscode|sicherheitscode|einmalcode|einmalpasswort|einmalkennwort|zugangscode|\
    verifizierungscode|anmeldecode|aktivierungscode|freischaltcode|login-code|sms-code|\
    verificatiecode|bevestigingscode|beveiligingscode|verifieringskod|bekräftelsekod|\
    bekræftelseskode|engangskode";
/// Names in scripts without spaces or with prefixes: found anywhere.
const ANYWHERE: &str = "验证码|驗證碼|校验码|動態密碼|动态密码|認証コード|確認コード|検証コード|ワンタイムパスワード|인증번호|인증 코드|رمز التحقق|รหัสยืนยัน";
/// Words that may mean such a code: they must be bound to the number by nothing but "is", ":" and the like.
const LOOSE: &str = "code|pin|tan|verification|código|codice|kod|kode|koodi|код|пароль|κωδικός|קוד|कोड|ओटीपी";
/// What such a word means with these before it is no secret ("error code", "zip code", "promo code").
const OTHER_CODES: &str = "error|zip|postal|post|area|country|dialling|dialing|status|exit|return|product|promo|promotion|\
    promotional|coupon|discount|voucher|source|qr|bar|color|colour|item|order|article|style|dress|\
    tax|building|penal|criminal|civil|morse|http|stock|model|airport|currency|sort|fehler|course";
/// What may stand between a loose word and its number.
const BINDS: &str = "is|number|no|nr|for|below|lautet|ist|est|es|é|è|to|jest|för|er|это|равен|using|the|following|\
    this|sent|here|sign|in|log|login|continue|verify|your|account";

fn words_of(list: &'static str) -> impl Iterator<Item = &'static str> {
    list.split('|')
}

fn is_one_of(list: &'static str, word: &str) -> bool {
    words_of(list).any(|one| one == word)
}

/// A number that may be a code.
struct Number {
    start: usize,
    end: usize,
    /// 1900 to 2099 in one piece.
    is_year: bool,
}

/// Where one-time codes stand.
pub(super) fn find(text: &str, groups: &[Group]) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut rest = groups;
    while let Some(first) = rest.first() {
        let (chain, others) = rest.split_at(chained(text, rest));
        rest = others;
        let lengths: Vec<_> = chain.iter().map(|g| g.digits.len()).collect();
        let number = |last: &Group| Number {
            start: first.start,
            end: last.end,
            is_year: lengths.len() == 1 && matches!(first.digits.as_slice(), [1, 9, _, _] | [2, 0, _, _]),
        };
        match lengths.as_slice() {
            [4..=8] | [3, 3] | [4, 4] | [2, 2] | [2, 2, 2] | [2, 2, 2, 2] => {
                found.extend(chain.last().map(number).filter(|n| is_apart(text, n) && is_named(text, n)));
            }
            // A number follows that is not part of it ("code 482913 10 minutes").
            [4..=8, ..] => {
                found
                    .extend(Some(number(first)).filter(|n| is_apart(text, n) && is_bound(&left_of(text, n))));
            }
            _ => {}
        }
    }
    found.into_iter().map(|n| n.start..n.end).collect()
}

/// How many groups hang together by single separators: a grouped code, or a telephone number, a date.
fn chained(text: &str, groups: &[Group]) -> usize {
    let hangs = |pair: &&[Group]| matches!(pair, [left, right] if separator(text, left, right).is_some());
    1 + groups.windows(2).take_while(hangs).count()
}

/// No part of a longer number, a date, a time, a price, an amount or a word. "G-482913" is a code's own form.
fn is_apart(text: &str, number: &Number) -> bool {
    let is_digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
    let is_word = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '@');
    let left_free = before(text, number.start).is_none_or(|c| {
        let further = before(text, number.start - c.len_utf8());
        match c {
            '-' => letters_with_dash(text, number.start) || !further.is_some_and(is_word),
            '.' | ',' | '/' | ':' => !is_digit(further),
            _ => !is_word(c) && !matches!(c, '+' | '#' | '$' | '€' | '£' | '¥'),
        }
    });
    let right_free = after(text, number.end).is_none_or(|c| match c {
        '-' | '.' | ',' | '/' | ':' => !is_digit(after(text, number.end + c.len_utf8())),
        _ => !is_word(c) && !matches!(c, '%' | '°' | '$' | '€' | '£' | '¥'),
    });
    left_free && right_free
}

/// One to three capitals and a dash, as in "G-482913", that begin a word.
fn letters_with_dash(text: &str, at: usize) -> bool {
    let Some(head) = text.get(..at).and_then(|left| left.strip_suffix('-')) else { return false };
    let capitals = head.bytes().rev().take_while(u8::is_ascii_uppercase).count();
    let inside = head.chars().rev().nth(capitals).is_some_and(char::is_alphanumeric);
    (1..=3).contains(&capitals) && !inside
}

/// Whether the words around say that it is a one-time code.
fn is_named(text: &str, number: &Number) -> bool {
    let left = left_of(text, number);
    if number.is_year {
        return is_bound(&left);
    }
    let right = head(text.get(number.end..).unwrap_or_default());
    has_name(&left) || has_name(&right) || is_bound(&left) || is_bound_backwards(&right)
}

/// The words before the number, and before the letters of "G-482913".
fn left_of(text: &str, number: &Number) -> String {
    let mut left = text.get(..number.start).unwrap_or_default();
    if letters_with_dash(text, number.start) {
        left = left.trim_end_matches('-').trim_end_matches(|c: char| c.is_ascii_uppercase());
    }
    tail(left)
}

/// The last characters before the number. A code may stand on a line of its own below its words.
fn tail(text: &str) -> String {
    let cut = text.char_indices().rev().nth(NEAR - 1).map_or(0, |(i, _)| i);
    let near = text.get(cut..).unwrap_or_default();
    let sentence =
        near.rfind(['.', '!', '?', '。']).filter(|i| near.get(*i..).is_some_and(|s| s.trim_end().len() > 1));
    near.get(sentence.unwrap_or(0)..).unwrap_or_default().to_lowercase()
}

/// The first characters after the number, to the end of the sentence or line.
fn head(text: &str) -> String {
    let cut = text.char_indices().nth(NEAR).map_or(text.len(), |(i, _)| i);
    let near = text.get(..cut).unwrap_or_default();
    near.split(['.', '!', '?', '。', '\n', ';']).next().unwrap_or_default().to_lowercase()
}

fn has_name(near: &str) -> bool {
    words_of(NAMES).any(|name| stands_in(near, name, true))
        || words_of(COMPOUNDS).any(|name| stands_in(near, name, false))
        || words_of(ANYWHERE).any(|name| near.contains(name))
}

/// `name` as a whole word, or as the end of one.
fn stands_in(near: &str, name: &str, whole: bool) -> bool {
    near.match_indices(name).any(|(i, _)| {
        let ends = !after(near, i + name.len()).is_some_and(char::is_alphanumeric);
        ends && (!whole || !before(near, i).is_some_and(char::is_alphanumeric))
    })
}

/// "code is 482913", "PIN: 4829": the words before the number lead back to a loose word by binding words alone.
fn is_bound(left: &str) -> bool {
    let words: Vec<_> = left.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).collect();
    for (i, word) in words.iter().enumerate().rev().take(4) {
        if is_one_of(LOOSE, word) || has_name(word) {
            let other =
                i.checked_sub(1).and_then(|i| words.get(i)).is_some_and(|w| is_one_of(OTHER_CODES, w));
            return !other;
        }
        if !is_one_of(BINDS, word) {
            return false;
        }
    }
    false
}

/// "482913 is your login code": such a word ends the clause, and "your" or "as" leads to it.
fn is_bound_backwards(right: &str) -> bool {
    let words: Vec<_> =
        right.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).take(7).collect();
    let lead = ["is", "as", "ist", "est", "es", "é", "è", "это", "jest", "är", "er"];
    let your = [
        "your", "ihr", "dein", "votre", "ton", "tu", "su", "seu", "tuo", "il", "ваш", "din", "jouw", "uw",
        "twój",
    ];
    let leads = words.first().is_some_and(|w| lead.contains(w)) && words.iter().any(|w| your.contains(w));
    let named = words.iter().position(|w| is_one_of(LOOSE, w));
    let other = named.and_then(|i| words.get(i.checked_sub(1)?)).is_some_and(|w| is_one_of(OTHER_CODES, w));
    leads && named.is_some() && !other
}
