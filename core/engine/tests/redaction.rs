//! What is hidden and what stays, by a table of real shapes, through the product: a page is remembered, then everything
//! that is on the disk is looked through, and what stays must be there as it was.
mod made;
mod table;

use crate::common::describe::exported;
use crate::common::faulty::FaultyFiles;
use crate::common::model::{hex, open};
use crate::common::spent::spent;
use made::Maker;
use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;
use table::{Line, lines, made};
use webmynd_engine::archive::Archive;
use webmynd_engine::page::Seen;
use webmynd_engine::policy::redaction::{HIDDEN, redact, redact_url};
use webmynd_engine::ports::Files;

const NOW: i64 = 1_790_000_000_000;

fn page(id: u64) -> Seen {
    Seen { id: hex(id), at: NOW + id as i64, title: format!("Page {id}"), ..Seen::default() }
}

/// A memory that is written down whole: journal and index.
fn settle(archive: &mut Archive) {
    while archive.tend(NOW + 1_000_000).unwrap().more {}
    archive.settle().unwrap();
}

/// No secret of a line stands in any file as it is, nor in what the deflated texts of the journal say.
fn assert_gone(files: &FaultyFiles, archive: &Archive, table: &[Line]) {
    let mut found: Vec<(String, Vec<u8>)> = vec![("the export".into(), exported(archive).into_bytes())];
    for file in files.list().unwrap() {
        let mut bytes = vec![0; file.len as usize];
        files.read(&file.name, 0, &mut bytes).unwrap();
        found.push((file.name, bytes));
    }
    for (_, bytes) in &mut found {
        bytes.make_ascii_lowercase();
    }
    let stays: String = table.iter().map(|line| line.with("")).collect();
    for line in table {
        for secret in line.secrets().filter(|secret| secret.len() > 5 && !stays.contains(*secret)) {
            let lower = secret.to_ascii_lowercase();
            for (name, bytes) in &found {
                let holds = memchr::memmem::find(bytes, lower.as_bytes()).is_some();
                assert!(!holds, "{name} holds {secret} of {}", line.marked);
            }
        }
    }
}

/// Without name and password: these are of no address that is kept.
fn without_user(url: &str) -> String {
    let mut url = url::Url::parse(url).unwrap();
    url.set_username("").unwrap();
    url.set_password(None).unwrap();
    url.into()
}

#[test]
fn addresses_of_services_lose_their_secrets_and_nothing_else() {
    let table = lines(include_str!("redaction/addresses.tsv"));
    let files = Arc::new(FaultyFiles::default());
    let mut archive = open(&files).unwrap();
    let mut wrong = Vec::new();
    for (id, line) in table.iter().enumerate() {
        let url = line.plain();
        // In letters: pages that differ in a number alone are one.
        let name: String = id.to_string().bytes().map(|digit| char::from(digit - b'0' + b'a')).collect();
        let text = format!("This is what stands on page {name} of the table.");
        let kept = archive.remember(&Seen { url: url.clone(), text: Some(text), ..page(id as u64) }).unwrap();
        let caption = archive.caption(kept.ordinal).unwrap().unwrap();
        let (saw, wanted) = (caption.visited.unwrap_or(caption.url), without_user(&line.with("redacted")));
        if saw != wanted {
            wrong.push(format!("{}\n  {}\n  became {saw}\n  wanted {wanted}", line.what, line.marked));
        }
        // Whoever asks by what the browser shows finds the page.
        assert!(archive.page_state(&url).remembered, "{url}");
    }
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), table.len(), wrong.join("\n"));
    settle(&mut archive);
    assert_gone(&files, &archive, &table);
}

#[test]
fn pages_of_services_stay_apart() {
    let table = lines(include_str!("redaction/addresses.tsv"));
    let files = Arc::new(FaultyFiles::default());
    let mut archive = open(&files).unwrap();
    for line in table.iter().filter(|line| line.secrets().next().is_none()) {
        // The same address with another number in its last long piece is another page.
        for seed in [1, 2] {
            let url = Maker::new(seed).fill(&line.template);
            let id = archive.status().visits;
            archive.remember(&Seen { url, ..page(u64::from(id)) }).unwrap();
        }
    }
    let made = table.iter().filter(|line| line.secrets().next().is_none());
    let distinct: u32 = made.map(|line| if line.template.contains('{') { 2 } else { 1 }).sum();
    assert_eq!(archive.status().pages, distinct);
}

/// Letters and digits alone: a secret that is parted otherwise is still there.
fn squeezed(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).collect()
}

/// Everything that is kept of a text: as a browser lays it out, as a page's elements, as a line of an import.
fn kept(archive: &mut Archive, text: &str, id: u64) -> Vec<String> {
    let escaped = |line: &str| line.replace('&', "&amp;").replace('<', "&lt;");
    let elements: String = text.split('\n').map(|line| format!("<div>{}</div>", escaped(line))).collect();
    let seen = |id: u64, text: Option<String>, html: String| Seen {
        url: format!("https://a.test/{id}"),
        html,
        text,
        ..page(id)
    };
    let title = text.split('\n').next().unwrap_or_default().to_owned();
    let pages = [
        seen(10 * id, Some(text.to_owned()), String::new()),
        seen(10 * id + 1, None, format!("<body>{elements}")),
        seen(10 * id + 2, Some(text.to_owned()), format!("<title>x</title><body>{elements}")),
        Seen {
            title,
            ..seen(
                10 * id + 3,
                Some(text.split_once('\n').map_or("", |(_, rest)| rest).to_owned()),
                String::new(),
            )
        },
    ];
    let read = |seen: &Seen| {
        let ordinal = archive.remember(seen).unwrap().ordinal;
        let (title, words) = archive.text(ordinal).unwrap().unwrap();
        format!("{title}\n{}\n{}", words.text, words.rest)
    };
    pages.iter().map(read).collect()
}

#[test]
fn texts_lose_their_secrets_and_nothing_else() {
    let table = lines(include_str!("redaction/texts.tsv"));
    let files = Arc::new(FaultyFiles::default());
    let mut archive = open(&files).unwrap();
    let mut wrong = Vec::new();
    for (id, line) in table.iter().enumerate() {
        for (way, saw) in kept(&mut archive, &line.plain(), id as u64).into_iter().enumerate() {
            let there = squeezed(&saw);
            let left = line.secrets().find(|secret| there.contains(&squeezed(secret)));
            let rest = line.with("\n");
            let lost = rest.split('\n').map(squeezed).find(|part| !there.contains(part.as_str()));
            let hidden = saw.contains(HIDDEN) == line.secrets().next().is_some();
            if left.is_some() || lost.is_some() || !hidden {
                wrong.push(format!(
                    "{} ({way}): {}\n  became {saw:?}\n  {left:?} {lost:?}",
                    line.what, line.marked
                ));
            }
        }
    }
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), table.len(), wrong.join("\n"));
    settle(&mut archive);
    assert_gone(&files, &archive, &table);
}

/// What is made at random is a secret whichever way it fell: so often a line may look like words in a thousand.
const MOST_WRONG: usize = 4;

#[test]
fn what_is_made_anew_is_a_secret_each_time() {
    const TIMES: u64 = 1_000;
    let addresses = include_str!("redaction/addresses.tsv");
    let texts = include_str!("redaction/texts.tsv");
    let mut wrong: BTreeMap<String, (usize, String)> = BTreeMap::new();
    for time in 0..TIMES {
        for line in made(addresses, time) {
            if without_user(&redact_url(&line.plain())) != without_user(&line.with("redacted")) {
                let (count, last) = wrong.entry(line.template).or_default();
                (*count, *last) = (*count + 1, line.marked);
            }
        }
        for line in made(texts, time) {
            let saw = squeezed(&redact(&line.plain()));
            if line.secrets().any(|secret| saw.contains(&squeezed(secret))) {
                let (count, last) = wrong.entry(line.template).or_default();
                (*count, *last) = (*count + 1, line.marked);
            }
        }
    }
    wrong.retain(|_, (count, _)| *count > MOST_WRONG);
    let told: Vec<String> =
        wrong.iter().map(|(template, (count, last))| format!("{count}: {template}\n     {last}")).collect();
    assert!(told.is_empty(), "of {TIMES} times:\n{}", told.join("\n"));
}

/// Ten megabytes of whatever costs most take a time that a person would not notice in the background.
#[test]
fn hostile_texts_take_linear_time() {
    for piece in [
        "1",
        "1 ",
        "1\n",
        ".",
        "%25",
        "4111 ",
        "code 4829, ",
        "backup code 123456 ",
        "eyJ.",
        "eyJaaaaaaaaaaaa.",
        "1:",
        "://",
        "https://a.test/?token=",
        "a@",
        "?",
        "&",
        "=",
        "-----BEGIN A PRIVATE KEY-----",
        "DE12 ",
        "D E 8 9 ",
        "sk-",
        "SG.",
        "ops_eyJ/",
        "A-1",
        "/reset/",
        "#",
        ";",
        "seed phrase a ",
        "use 482913 to ",
        "token:",
        "token: bearer ",
        "password=a1",
        "://a:b@",
        "%2525",
        "%e4",
        "+",
    ] {
        for redacts in [|text: &str| redact(text).len(), |url: &str| redact_url(url).len()] {
            let time = |bytes: usize| {
                let text = piece.repeat(bytes / piece.len());
                spent(|| std::hint::black_box(redacts(&text))).1
            };
            let least = |bytes| (0..5).map(|_| time(bytes)).min().unwrap_or_default();
            let (short, long) = (least(20_000), least(160_000));
            let most = short.max(Duration::from_millis(4)) * 40;
            assert!(long < most, "{piece:?}: {short:?} for 20 kB, {long:?} for 160 kB");
        }
    }
}

#[test]
fn a_secret_is_hidden_wherever_its_page_repeats_it() {
    let filler = "Here are some other words of the page, which have nothing to do with it. ".repeat(8);
    let text = format!("Your verification code is 482913.\n{filler}\nIt was 482913 again.");
    for (id, html) in [(1, String::new()), (2, format!("<p>{}</p>", text.replace('\n', "</p><p>")))] {
        let mut archive = open(&Arc::new(FaultyFiles::default())).unwrap();
        let url = format!("https://a.example/{id}");
        archive.remember(&Seen { html, text: Some(text.clone()), url, ..page(id) }).unwrap();
        let (_, words) = archive.text(0).unwrap().unwrap();
        let said = words.text + &words.rest;
        assert!(said.contains(HIDDEN) && !said.contains("482913"), "{id}: {said}");
    }
}
