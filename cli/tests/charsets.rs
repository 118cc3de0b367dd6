//! Real pages in many charsets, some declared wrongly: none may come out garbled. Skipped without the corpus.
use crate::common::skipped::corpus;
use serde_json::Value;
use std::process::Command;

#[test]
fn no_real_page_is_garbled() {
    let Some(pages) = corpus("pages") else { return };
    let index = std::fs::read_to_string(pages.join("index.jsonl")).unwrap();
    let mut seen = 0;
    for line in index.lines() {
        let page: Value = serde_json::from_str(line).unwrap();
        let stem = format!("{}/{}", page["source"].as_str().unwrap(), page["name"].as_str().unwrap());
        let file = pages.join(format!("{stem}.html"));
        // Valid UTF-8 is text as it stands.
        if std::str::from_utf8(&std::fs::read(&file).unwrap()).is_ok() {
            continue;
        }
        seen += 1;
        let output = Command::new(env!("CARGO_BIN_EXE_webmynd"))
            .arg("extract")
            .arg("--json")
            .arg(&file)
            .output()
            .unwrap();
        let found: Value = serde_json::from_slice(&output.stdout).unwrap();
        let text = found["text"].as_str().unwrap();
        let lost = text.chars().filter(|c| *c == '\u{fffd}').count();
        assert!(lost * 500 <= text.chars().count(), "{stem}: {lost} characters lost");
        let wanted = std::fs::read_to_string(pages.join(format!("{stem}.txt"))).unwrap_or_default();
        let letters =
            |text: &str| text.chars().filter(|c| c.is_alphabetic() && !c.is_ascii()).collect::<Vec<_>>();
        let (wanted, found) = (letters(&wanted), letters(text));
        let known = found.iter().filter(|c| wanted.contains(c)).count();
        assert!(wanted.is_empty() || known * 10 >= found.len() * 9, "{stem}: other letters than expected");
        println!("{stem}: {lost} characters lost");
    }
    assert!(seen > 0, "every page is UTF-8");
}
