//! A browser's bookmarks on the command line: told by what stands in the file, taken in as WebMarks.
use crate::common::{asked, err, out, path, webmynd};
use serde_json::Value;
use std::process::Command;

const FILE: &str = r#"<!DOCTYPE NETSCAPE-Bookmark-file-1>
<META HTTP-EQUIV="Content-Type" CONTENT="text/html; charset=UTF-8">
<TITLE>Bookmarks</TITLE>
<H1>Bookmarks</H1>
<DL><p>
    <DT><H3 ADD_DATE="1700000000">Tea</H3>
    <DL><p>
        <DT><A HREF="https://tea.test/winter" ADD_DATE="1768478400" ICON="data:image/png;base64,AAAA">Winter tea</A>
        <DT><A HREF="https://tea.test/summer" ADD_DATE="1784116800000000" TAGS="iced">Summer tea</A>
        <DT><A HREF="javascript:alert(1)" ADD_DATE="1700000000">Run</A>
        <DT><A HREF="https://tea.test/undated" ADD_DATE="9223372036854775808">Undated tea</A>
        <DT><A HREF="https://tea.test/torn>Torn
    </DL><p>
</DL><p>
"#;

fn export(dir: &std::path::Path, data: &str) -> Vec<Value> {
    let file = path(dir, "out.jsonl");
    let _ = std::fs::remove_file(&file);
    asked(0, &["export", "--data", data, "--out", &file, "--json"]);
    let text = std::fs::read_to_string(&file).unwrap();
    text.lines().skip(1).map(|line| serde_json::from_str(line).unwrap()).collect()
}

#[test]
fn bookmarks_become_webmarks_with_their_folders_and_dates() {
    let dir = tempfile::tempdir().unwrap();
    // Told by what it holds, not by its name.
    let (file, data) = (path(dir.path(), "saved"), path(dir.path(), "data"));
    std::fs::write(&file, FILE).unwrap();
    let output = Command::new(env!("CARGO_BIN_EXE_webmynd"))
        .args(["import", &file, "--data", &data, "--json"])
        .env("TZ", "Europe/Berlin")
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(3), "{}", err(&output));
    let report: Value = serde_json::from_str(&out(&output)).unwrap();
    assert_eq!((&report["bookmarks"], &report["pages"], &report["added"]), (&3.into(), &3.into(), &3.into()));
    let told: Vec<u64> =
        report["bad"].as_array().unwrap().iter().map(|bad| bad["line"].as_u64().unwrap()).collect();
    assert_eq!(told.len(), 3, "{report}");
    for line in [10, 11, 12] {
        assert!(err(&output).contains(&format!("saved:{line}: ")), "{}", err(&output));
    }
    let lines = export(dir.path(), &data);
    let page = |url: &str| lines.iter().find(|line| line["url"] == url).unwrap();
    let (winter, summer) = (page("https://tea.test/winter"), page("https://tea.test/summer"));
    assert_eq!((&winter["star"], &winter["labels"]), (&true.into(), &serde_json::json!(["Tea"])));
    assert_eq!(summer["labels"], serde_json::json!(["Tea", "iced"]));
    assert_eq!(winter["visits"][0]["at"], 1_768_478_400_000_i64);
    assert_eq!(winter["visits"][0]["offsetMin"], 60, "winter in Berlin");
    assert_eq!(
        (&summer["visits"][0]["at"], &summer["visits"][0]["offsetMin"]),
        (&1_784_116_800_000_i64.into(), &120.into()),
        "and summer"
    );
    let again = asked(3, &["import", &file, "--data", &data, "--json"]);
    assert_eq!((&again["bookmarks"], &again["pages"], &again["added"]), (&3.into(), &0.into(), &0.into()));
    assert_eq!(export(dir.path(), &data), lines, "again it is the same");
}

#[test]
fn a_sentence_says_what_was_taken_in_and_other_encodings_are_read() {
    let dir = tempfile::tempdir().unwrap();
    let (file, data) = (path(dir.path(), "alt.html"), path(dir.path(), "data"));
    let old = "<!DOCTYPE NETSCAPE-Bookmark-file-1>\n<META HTTP-EQUIV=\"Content-Type\" CONTENT=\"text/html; charset=ISO-8859-1\">\n\
        <DL><DT><A HREF=\"https://tee.test/\" ADD_DATE=\"1000000000\">Grüner Tee</A></DL>";
    std::fs::write(&file, old.chars().map(|c| c as u8).collect::<Vec<u8>>()).unwrap();
    let output = webmynd(&["import", &file, "--data", &data]);
    assert_eq!(
        (output.status.code(), out(&output).trim()),
        (Some(0), "bookmarks: 1 taken in, 1 of them new pages")
    );
    assert_eq!(export(dir.path(), &data)[0]["title"], "Grüner Tee");
}
