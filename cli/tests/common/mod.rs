//! Runs the real binary and reads what it printed.
#[path = "../../../server/tests/common/certificate.rs"]
pub mod certificate;
pub mod skipped;

use serde_json::{Value, json};
use std::path::Path;
use std::process::{Command, Output};

pub fn webmynd(args: &[&str]) -> Output {
    let program = env!("CARGO_BIN_EXE_webmynd");
    Command::new(program).env("WEBMYND_WAIT", "3").args(args).output().unwrap()
}

pub fn out(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

pub fn err(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

/// Runs it with `--json`, expects an exit code, and reads what it printed.
pub fn asked(code: i32, args: &[&str]) -> Value {
    let output = webmynd(args);
    assert_eq!(output.status.code(), Some(code), "{args:?}: {}", err(&output));
    serde_json::from_str(&out(&output)).unwrap()
}

pub fn page(id: &str, title: &str, text: &str, time: &str) -> String {
    json!({"id": id, "url": format!("https://{id}.test/p"), "title": title, "text": text, "time": time})
        .to_string()
}

pub fn path(dir: &Path, name: &str) -> String {
    dir.join(name).to_str().unwrap().to_owned()
}

/// Three pages, imported.
pub fn memory(dir: &Path) -> String {
    let lines = [
        page(
            "tea",
            "On tea",
            "Pour the water before it boils and wait three minutes.",
            "2026-03-01T08:00:00Z",
        ),
        page(
            "ferry",
            "The ferry",
            "Every morning the ferry waits a minute for the baker.",
            "2026-03-01T09:30:00+02:00",
        ),
        page(
            "crane",
            "Kräne",
            "Der neue Kran steht im nördlichen Becken des Hafens.",
            "2026-03-02T10:00:00Z",
        ),
    ];
    std::fs::write(dir.join("pages.jsonl"), lines.join("\n")).unwrap();
    let data = path(dir, "data");
    let report = asked(0, &["import", &path(dir, "pages.jsonl"), "--data", &data, "--json"]);
    assert_eq!(report, json!({"added": 3, "pages": 0, "known": 0, "gone": 0, "unended": 0, "bad": []}));
    data
}
