//! Pages that repeat one thing: four times as many take about four times as long. Each was, or could be, quadratic.
use crate::common::spent::spent;
use std::time::Duration;
use webmynd_engine::extract::{Hints, extract};

const PROSE: &str = "<p>the harbour master counts the boats each evening before the light goes, and writes the number down</p>";
/// Below this the clock says nothing.
const NOTHING: Duration = Duration::from_millis(600);
const MANY: usize = 10_000;

fn attributes(count: usize) -> String {
    (0..count).map(|i| format!(" a{i}=1")).collect()
}

type Shape = (&'static str, fn(usize) -> String);

const SHAPES: [Shape; 14] = [
    ("attributes", |n| format!("<div{}>", attributes(n))),
    ("attributes of an end tag", |n| format!("<div></div{}>", attributes(n))),
    ("attributes of a script's end tag", |n| format!("<script></script{}>", attributes(n))),
    ("quoted attributes", |n| format!("<div {}>", (0..n).map(|i| format!("a{i}='<>'")).collect::<String>())),
    ("attributes behind a quote in a script", |n| {
        format!("<script>var a = \"<b x='\"</script><div{}>", attributes(n))
    }),
    ("attributes behind a comment", |n| format!("<!-- <b x=' --><div{}>", attributes(n))),
    ("attributes of many tags", |n| format!("<div{}>", attributes(250)).repeat(n / 250)),
    ("attributes of the body", |n| (0..n).map(|i| format!("<body a{i}=1>")).collect()),
    ("a title of separators", |n| format!("<title>{}</title>", "a - b | ".repeat(n))),
    ("headlines", |n| {
        format!("<title>a - b | c</title>{}", "<meta property=og:title content='a - b'>".repeat(n))
    }),
    ("notices", |n| "<div role=dialog>cookies and consent</div>".repeat(n)),
    ("notices in notices", |n| "<div role=dialog>".repeat(n)),
    ("declarations", |n| {
        "<script type=application/ld+json>{\"@type\":\"Article\",\"headline\":\"h\"}</script>".repeat(n)
    }),
    ("links", |n| "<a href=/x>a link</a> ".repeat(n)),
];

fn cost(shape: fn(usize) -> String, count: usize) -> Duration {
    let html = format!("{PROSE}{}{PROSE}", shape(count));
    let (found, took) = spent(|| extract(&html, Hints::default()));
    assert!(format!("{}{}", found.text, found.rest).contains("harbour master"));
    took
}

#[test]
fn four_times_as_much_takes_about_four_times_as_long() {
    for (name, shape) in SHAPES {
        // The quickest of three: other tests run beside this one.
        let best = |count| (0..3).map(|_| cost(shape, count)).min().unwrap();
        let (few, many) = (best(MANY), best(4 * MANY));
        println!("{name}: {few:?}, {many:?}");
        assert!(many < NOTHING.max(8 * few), "{name}: {few:?}, {many:?}");
    }
}
