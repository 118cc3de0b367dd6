//! Forgetting by what a search finds, what is due by whatever command comes, and days as they are where the person is.
#![cfg(unix)]

use crate::common::{asked, err, memory, out, page, path, skipped, webmynd};
use serde_json::{Value, json};
use std::path::Path;
use std::process::Command;
use std::time::{SystemTime, UNIX_EPOCH};

const SHIM: &str = r#"
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdlib.h>
#include <time.h>
int clock_gettime(clockid_t c, struct timespec *t) {
  int (*real)(clockid_t, struct timespec *) = dlsym(RTLD_NEXT, "clock_gettime");
  int done = real(c, t);
  if (c == CLOCK_REALTIME && getenv("SHIFT")) t->tv_sec += atol(getenv("SHIFT"));
  return done;
}
"#;

fn search(data: &str, query: &str) -> Value {
    asked(0, &["search", "--data", data, "--json", "--", query])["total"].clone()
}

#[test]
fn what_a_search_finds_is_forgotten_by_pages_and_nothing_where_it_was_not_understood() {
    let dir = tempfile::tempdir().unwrap();
    let data = memory(dir.path());
    let forget = |query: &str| webmynd(&["forget", "--query", query, "--data", &data]);
    for refused in ["minute on:nonsense", "ferry is:nothing", "site:"] {
        let output = forget(refused);
        assert_eq!(output.status.code(), Some(1), "{refused}");
        assert!(err(&output).contains("nothing was forgotten"), "{}", err(&output));
    }
    assert_eq!(search(&data, "minute"), 2);
    let again = json!({"id": "ferry2", "url": "https://ferry.test/p", "title": "The ferry", "text": "It is gone.", "time": "2026-04-01T08:00:00Z"});
    std::fs::write(dir.path().join("more.jsonl"), again.to_string()).unwrap();
    asked(0, &["import", &path(dir.path(), "more.jsonl"), "--data", &data, "--json"]);
    assert_eq!(asked(0, &["forget", "--query", "baker -kran", "--data", &data, "--json"])["visits"], 2);
    assert_eq!((search(&data, "ferry"), search(&data, "minutes")), (json!(0), json!(1)));
    assert_eq!(forget("nowhere-to-be-found").status.code(), Some(1));
    // A star on it keeps it after all.
    asked(0, &["star", "https://ferry.test/p", "--data", &data, "--json"]);
    assert_eq!(search(&data, "is:webmark ferry"), 1);
    assert_eq!(webmynd(&["forget", "--undo", "--data", &data]).status.code(), Some(1));
}

#[test]
fn much_is_forgotten_only_when_that_is_said() {
    let dir = tempfile::tempdir().unwrap();
    let line = |n: u32| {
        json!({"id": n.to_string(), "url": format!("https://many.test/{n}"), "title": "Many", "text": "x", "time": 1_700_000_000_000_u64 + u64::from(n)}).to_string()
    };
    let lines: Vec<String> = (10_000..10_501).map(line).collect();
    std::fs::write(dir.path().join("many.jsonl"), lines.join("\n")).unwrap();
    let data = path(dir.path(), "data");
    asked(0, &["import", &path(dir.path(), "many.jsonl"), "--data", &data, "--json"]);
    asked(0, &["star", "https://many.test/10007", "--data", &data, "--json"]);
    let forget = ["forget", "--site", "many.test", "--data", &data, "--json"];
    let refused = webmynd(&forget);
    assert_eq!(refused.status.code(), Some(1));
    assert!(err(&refused).contains("501 visits of 501 pages, 1 of them WebMarks"), "{}", err(&refused));
    assert_eq!(asked(0, &[&forget[..], &["--yes"]].concat())["visits"], 501);
}

/// A site is a host: what is more is not passed over, for all of the site would go.
#[test]
fn a_page_of_a_site_is_not_taken_for_the_site() {
    let dir = tempfile::tempdir().unwrap();
    let lines = [("1", "https://x.test/1"), ("2", "https://x.test/2"), ("3", "http://x.test:8080/1")];
    let lines = lines
        .map(|(id, url)| json!({"id": id, "url": url, "text": "kept", "time": "2026-03-01"}).to_string());
    std::fs::write(dir.path().join("in.jsonl"), lines.join("\n")).unwrap();
    let data = path(dir.path(), "data");
    asked(0, &["import", &path(dir.path(), "in.jsonl"), "--data", &data, "--json"]);
    for site in ["x.test/1", "https://x.test/1", "x.test:8080", "x.test?a", "https://x.test/#1"] {
        let refused = webmynd(&["forget", "--site", site, "--data", &data]);
        assert_eq!(refused.status.code(), Some(1), "{site}");
        let told = err(&refused);
        assert!(
            told.contains(&format!("--query \"site:{site}\"")) && told.contains("nothing was forgotten"),
            "{told}"
        );
    }
    assert_eq!(search(&data, "kept"), 3);
    assert_eq!(asked(0, &["forget", "--query", "site:x.test/1", "--data", &data, "--json"])["visits"], 1);
    assert_eq!(search(&data, "kept"), 2);
    assert_eq!(asked(0, &["forget", "--site", "https://X.test/", "--data", &data, "--json"])["visits"], 2);
}

/// A library that moves the clock of a program by `SHIFT` seconds; `None` where there is no compiler.
fn shim(dir: &Path) -> Option<String> {
    let (source, library) = (path(dir, "shim.c"), path(dir, "shim.so"));
    std::fs::write(&source, SHIM).unwrap();
    let made = Command::new("cc").args(["-shared", "-fPIC", "-o", &library, &source, "-ldl"]).status();
    made.is_ok_and(|status| status.success()).then_some(library)
}

fn holding(folder: &Path, word: &str) -> usize {
    let files = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let holds = |path: std::path::PathBuf| {
        if path.is_dir() {
            return holding(&path, word);
        }
        let bytes = std::fs::read(path).unwrap();
        usize::from(bytes.windows(word.len()).any(|part| part == word.as_bytes()))
    };
    files.map(holds).sum()
}

#[test]
fn whatever_command_comes_erases_what_is_due() {
    let dir = tempfile::tempdir().unwrap();
    let Some(library) = shim(dir.path()) else {
        return skipped::skipped("no C compiler");
    };
    let export = path(dir.path(), "export.jsonl");
    for command in [
        &["search", "kran"][..],
        &["timeline"],
        &["read", "https://crane.test/p"],
        &["export", "--out", &export],
        &["star", "https://crane.test/p"],
        &["doctor"],
        &["import", &path(dir.path(), "pages.jsonl")],
    ] {
        let dir = dir.path().join(command[0]);
        std::fs::create_dir(&dir).unwrap();
        let data = memory(&dir);
        asked(0, &["forget", "https://ferry.test/p", "--data", &data, "--json"]);
        assert!(holding(Path::new(&data), "ferry.test") > 0);
        std::fs::copy(dir.join("pages.jsonl"), dir.parent().unwrap().join("pages.jsonl")).unwrap();
        let mut late = Command::new(env!("CARGO_BIN_EXE_webmynd"));
        late.args(command).args(["--data", &data]).env("LD_PRELOAD", &library).env("SHIFT", "660");
        let output = late.output().unwrap();
        assert!(output.status.success(), "{command:?}: {}", err(&output));
        assert_eq!(holding(Path::new(&data), "ferry.test"), 0, "{command:?}");
        if command[0] == "import" {
            assert!(out(&output).contains("2 known before, 1 forgotten for good"), "{}", out(&output));
        }
    }
}

/// What a search prints in a time zone.
fn ids(data: &str, zone: &str, query: &str) -> Vec<String> {
    let mut search = Command::new(env!("CARGO_BIN_EXE_webmynd"));
    search.env("TZ", zone).args(["search", "--data", data, "--json", "--", query]);
    let found: Value = serde_json::from_str(&out(&search.output().unwrap())).unwrap();
    found["hits"].as_array().unwrap().iter().map(|hit| hit["id"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn today_is_where_the_person_is() {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_millis() as i64;
    for (zone, hours) in [("Etc/GMT-14", 14), ("Etc/GMT+12", -12), ("XYZ-5:30", 5)] {
        let dir = tempfile::tempdir().unwrap();
        let offset = hours * 3_600_000 + if hours == 5 { 1_800_000 } else { 0 };
        let midnight = (now + offset).div_euclid(86_400_000) * 86_400_000 - offset;
        let lines = [
            page("first", "First", "w", &(midnight + 30_000).to_string()),
            page("before", "Before", "w", &(midnight - 30_000).to_string()),
        ];
        std::fs::write(dir.path().join("in.jsonl"), lines.join("\n")).unwrap();
        let data = path(dir.path(), "data");
        asked(0, &["import", &path(dir.path(), "in.jsonl"), "--data", &data, "--json"]);
        assert_eq!(ids(&data, zone, "on:today"), ["first"], "{zone}");
        assert_eq!(ids(&data, zone, "on:yesterday"), ["before"], "{zone}");
        let mut timeline = Command::new(env!("CARGO_BIN_EXE_webmynd"));
        let days = timeline.env("TZ", zone).args(["timeline", "--data", &data, "--json"]).output().unwrap();
        let days: Value = serde_json::from_str(&out(&days)).unwrap();
        assert_eq!(days["days"].as_array().unwrap().len(), 2, "{zone}: {days}");
    }
}
