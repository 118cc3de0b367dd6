//! What is hidden, what stays, and that both hold for any number in any text.
use super::{HIDDEN, redact, redact_parts, redact_url};
use proptest::prelude::*;

/// Everything between brackets must be hidden, everything else must stay.
fn check(marked: &str) {
    let plain = marked.replace(['⟦', '⟧'], "");
    let mut wanted = String::new();
    for (i, part) in marked.split(['⟦', '⟧']).enumerate() {
        wanted.push_str(if i % 2 == 1 { HIDDEN } else { part });
    }
    assert_eq!(redact(&plain), wanted);
}

#[test]
fn card_numbers_go() {
    for text in [
        "Visa ⟦4111111111111111⟧ ok",
        "⟦4111 1111 1111 1111⟧",
        "Card: ⟦5555-5555-5555-4444⟧, exp 12/29",
        "Amex ⟦3782 822463 10005⟧.",
        "Diners ⟦3056 930902 5904⟧ and JCB ⟦3530.1113.3330.0000⟧",
        "UnionPay ⟦6221 2601 2345 6788 919⟧",
        "early Visa ⟦4222222222222⟧",
        "卡号⟦6011000990139424⟧有效",
        "Maestro ⟦６７５９６４９８２６４３８４５３⟧",
        "⟦4111\u{a0}1111\u{a0}1111\u{a0}1111⟧ 123",
        "two: ⟦4111111111111111⟧ ⟦5555555555554444⟧",
    ] {
        check(text);
    }
}

#[test]
fn what_only_looks_like_a_card_stays() {
    for text in [
        "4111111111111112 has a wrong sum",
        "ISBN 978-3-16-148410-0, ISBN 9783161484100",
        "call +49 30 1234567890 or 0049 30 901820",
        "id 1234567890123456789 of 1700000000000",
        "order 41111111111111111111 has too many digits",
        "commit 4111111111111111a9f and a4111111111111111",
        "0.4111111111111111 is a share",
        "EAN 4006381333931 is a pen",
        "0000 0000 0000 0000",
        "41 11 11 11 11 11 11 11 are years",
    ] {
        check(text);
    }
}

#[test]
fn ibans_go_and_their_likes_stay() {
    for text in [
        "IBAN ⟦DE89 3704 0044 0532 0130 00⟧ BIC COBADEFFXXX",
        "⟦GB29NWBK60161331926819⟧",
        "an ⟦FR14 2004 1010 0505 0001 3M02 606⟧, bitte",
        "⟦NO93 8601 1117 947⟧ und ⟦CH93-0076-2011-6238-5295-7⟧",
        "klein: ⟦de89370400440532013000⟧",
        "DE88 3704 0044 0532 0130 00 has a wrong sum",
        "GB29NWBK60161331926819X is longer",
        "DE12 is a road, AT 2024 a year",
        "XX89370400440532013000",
    ] {
        check(text);
    }
}

#[test]
fn one_time_codes_go() {
    for text in [
        "Your verification code is ⟦482913⟧.",
        "G-⟦482913⟧ is your Google verification code.",
        "Use ⟦482 913⟧ as your login code",
        "OTP: ⟦4829⟧. Do not share it.",
        "Your code:\n\n⟦482913⟧\n\nIt expires in 10 minutes.",
        "Enter this code to sign in: ⟦48291357⟧",
        "Ihr Bestätigungscode lautet ⟦482913⟧ und gilt 10 Minuten",
        "mTAN ⟦482913⟧ für die Überweisung von 250,00 EUR",
        "Votre code de vérification est ⟦4829⟧",
        "Tu código es ⟦482913⟧",
        "Il tuo codice di verifica: ⟦482913⟧",
        "Ваш код подтверждения: ⟦4829⟧",
        "【微信】验证码⟦482913⟧，请勿泄露",
        "認証コードは⟦482913⟧です",
        "인증번호 [⟦482913⟧]를 입력하세요",
        "PIN: ⟦4829⟧",
        "Twój kod weryfikacyjny to ⟦482913⟧",
        "Your security code is ⟦2024⟧",
    ] {
        check(text);
    }
}

#[test]
fn other_numbers_stay() {
    for text in [
        "Error code 80070057 and exit code 1234",
        "ZIP code 90210, postal code: 10115 Berlin",
        "use promo code 2024 before 31.12.2024",
        "The civil code of 1900 was changed in 2002",
        "Order number 482913 was sent on 2024-05-06",
        "call 555-0199 for the verification of 2500 papers",
        "In 2019 the code had 48,291 lines, 4829 more than before",
        "Version 4829.1 of the source code",
        "Room 4829, opened 1984",
        "the price is $4829 or 4829€ with the code",
        "The PIN was invented in 1967 by James Goodfellow",
        "Python code from 2015 to 2020",
    ] {
        check(text);
    }
}

#[test]
fn addresses_lose_their_secrets_only() {
    let same = |url: &str| assert_eq!(redact_url(url), url);
    let becomes = |url: &str, wanted: &str| assert_eq!(redact_url(url), wanted);
    same("https://example.org/");
    same("https://example.org/search?q=token+ring&page=2&key=abc#session");
    same("https://example.org/list?pageToken=CAUQAA&monkey=1");
    same("https://example.org/p/978-3-16-148410-0?v=20240101");
    same("https://example.org/?token=");
    becomes("https://a.test/?access_token=abc%2Fd&x=1", "https://a.test/?access_token=redacted&x=1");
    becomes("https://me:secret@a.test/x", "https://me:redacted@a.test/x");
    becomes(
        "https://old.test/2020/https://me:secret@a.test/x",
        "https://old.test/2020/https://me:redacted@a.test/x",
    );
    becomes("https://a.test/pay?n=4111111111111111", "https://a.test/pay?n=redacted");
    becomes("https://a.test/to/DE89370400440532013000/1", "https://a.test/to/redacted/1");
    becomes("https://a.test/?n%75mber=4111%201111%201111%201111", "https://a.test/?n%75mber=redacted");
    // What is no UTF-8 is passed over; what stands beside it is found at its place.
    becomes(
        "https://a.test/?a=%FF%E4&password=%FFx%C3&b=1",
        "https://a.test/?a=%FF%E4&password=redacted&b=1",
    );
}

#[test]
fn keys_and_passwords_go_by_their_names() {
    for text in [
        "Authorization: Bearer ⟦8f3a9c27d1e84b6f90ab12cd34ef5678aa⟧",
        "authorization: Basic ⟦YWxhZGRpbjpvcGVuc2VzYW1l⟧",
        "api_key: \"⟦d41d8cd98f00b204e9800998ecf8427e⟧\",",
        "{\"apiKey\":\"⟦q8w7e6r5t4y3u2i1o0p9⟧\"}",
        "Your API key: ⟦q8w7e6r5t4y3u2i1o0p9⟧.",
        "Your API key:\n⟦q8w7e6r5t4y3u2i1o0p9⟧\nKeep it.",
        "aws_secret_access_key = ⟦wJalrXUtnFEMIK7MDENGbPxRfiCYzzzzzzzzKEYa⟧",
        "token: ⟦7f9c24e8b1d04a6f83⟧",
        "Password: ⟦hunter2Xq9⟧",
        "Passwort: ⟦Sommer2026!⟧ gilt ab heute",
        "DATABASE_URL=postgres://admin:⟦S3cretPw99⟧@db.example.com/x",
        "otpauth://totp/ACME:alice?secret=⟦JBSWY3DPEHPK3PXP⟧&issuer=ACME",
    ] {
        check(text);
    }
    for text in [
        "Password: must have at least 8 characters",
        "Password: required",
        "password = hash(input)",
        "token = getToken()",
        "const token: AccessTokenProvider = new AccessTokenProvider()",
        "Secret: the sauce is butter",
        "MD5 (file) = d41d8cd98f00b204e9800998ecf8427e",
        "SHA-256: 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
        "commit: 3f786850e387550fdab836ed7e6dc881de23001b",
        "The token: a short history of 2026",
        "Basic information: read this first",
        "signature: function(a, b)",
        "cookie: chocolate-chip",
    ] {
        check(text);
    }
}

#[test]
fn a_page_is_one_stream() {
    let parted = |parts: [&str; 3]| {
        let [mut a, mut b, mut c] = parts.map(str::to_owned);
        redact_parts(&mut [&mut a, &mut b, &mut c]);
        [a, b, c]
    };
    assert_eq!(parted(["Your code is", "482913", "soon"]), ["Your code is", HIDDEN, "soon"]);
    let hidden = [format!("Card {HIDDEN}"), HIDDEN.to_owned(), "end".to_owned()];
    assert_eq!(parted(["Card 4111", "1111\n1111 1111", "end"]), hidden);
    assert_eq!(parted(["a", "", "b"]), ["a", "", "b"]);
}

/// Appends the digit that makes the Luhn sum right.
fn with_luhn(mut digits: Vec<u32>) -> String {
    let sum: u32 = digits
        .iter()
        .rev()
        .enumerate()
        .map(|(i, d)| if i % 2 == 0 { d * 2 / 10 + d * 2 % 10 } else { *d })
        .sum();
    digits.push((10 - sum % 10) % 10);
    digits.iter().map(u32::to_string).collect()
}

/// The IBAN of a country with digits alone.
fn with_check_digits(country: &str, account: &str) -> String {
    let letters: String = country.chars().map(|c| (u32::from(c) - 55).to_string()).collect();
    let rest =
        format!("{account}{letters}00").chars().fold(0, |rest, c| (10 * rest + c.to_digit(10).unwrap()) % 97);
    format!("{country}{:02}{account}", 98 - rest)
}

fn in_fours(number: &str, sign: &str) -> String {
    number.as_bytes().chunks(4).map(|c| std::str::from_utf8(c).unwrap()).collect::<Vec<_>>().join(sign)
}

proptest! {
    #[test]
    fn any_card_in_any_sentence(middle in prop::collection::vec(0_u32..10, 14), sign in prop::sample::select(vec!["", " ", "-", "\u{a0}"]), before in "[a-z ]{0,20}", after in "[a-z .,!?]{0,20}") {
        // "fi" and sixteen digits may be an IBAN, which is hidden whole: no country's letters stand before the number.
        let before = format!("{before} card");
        let number = with_luhn([vec![4], middle].concat());
        let text = format!("{before} {} {after}", in_fours(&number, sign));
        prop_assert_eq!(redact(&text), format!("{before} {HIDDEN} {after}"));
        let url = format!("https://a.test/?n={number}&m=1");
        prop_assert_eq!(redact_url(&url), "https://a.test/?n=redacted&m=1");
    }

    #[test]
    fn any_iban_in_any_sentence(account in "[0-9]{18}", sign in prop::sample::select(vec!["", " ", "-"]), after in "[a-z.,!?]{0,20}") {
        let text = format!("to {} ({after})", in_fours(&with_check_digits("DE", &account), sign));
        prop_assert_eq!(redact(&text), format!("to {HIDDEN} ({after})"));
    }

    #[test]
    fn any_code_after_its_name(code in "[0-9]{4,8}") {
        let text = format!("Your verification code is {code}.");
        prop_assert_eq!(redact(&text), format!("Your verification code is {HIDDEN}."));
    }

    #[test]
    fn any_text_is_redacted_once(text in "(\\PC|[0-9 .\\-\n]|code|PIN: |IBAN DE){0,80}") {
        let once = redact(&text).into_owned();
        let twice = redact(&once);
        prop_assert_eq!(&twice, &once);
        if !text.chars().any(|c| c.is_numeric()) && !text.contains("://") {
            prop_assert_eq!(&once, &text);
        }
    }

    #[test]
    fn any_address_is_redacted_once(url in "(\\PC|[?&=#;:@/0-9]|token=|code=|https://){0,60}") {
        let once = redact_url(&url).into_owned();
        let twice = redact_url(&once).into_owned();
        prop_assert_eq!(twice, once);
    }

    #[test]
    fn numbers_without_a_sum_or_a_name_stay(number in "[0-9]{4,12}", word in "(order|invoice|page|room|call|year|total)") {
        let text = format!("{word} {number} here");
        prop_assert_eq!(redact(&text), text.clone());
    }
}
