//! What each fuzz target does with its bytes. No bytes may make it panic, and none may take it long: whatever is wrong with them is an
//! error or a page less. Called by libFuzzer, and with the corpus by the engine's own tests.
use std::cell::RefCell;
use std::sync::Arc;
use webmynd_engine::archive::{Archive, Arrived, SearchRequest};
use webmynd_engine::event::{Event, Received};
use webmynd_engine::extract::{Hints, extract};
use webmynd_engine::index::{Doc, Extent, Facts, Index, Sort, Want};
use webmynd_engine::journal::Journal;
use webmynd_engine::page::Seen;
use webmynd_engine::ports::{Files, MemoryFiles};
use webmynd_engine::query::{doubts, parse};
use webmynd_engine::said::{Body, DeedSaid, MarkSaid, Record, Thumb};
use webmynd_engine::{CaptureNo, Millis};

const NOW: Millis = 1_790_000_000_000;

/// A visit of a small page, in German where its number is odd.
fn seen(n: u8) -> Seen {
    let words = ["The ferry to the island leaves at noon", "Die Kaffeemaschine steht in der Halle"];
    let text = words[usize::from(n % 2)];
    Seen {
        id: format!("{n:032x}"),
        at: NOW - 60_000 + i64::from(n),
        url: format!("https://site{}.example/page/{n}", n % 3),
        title: format!("Page {n}"),
        html: format!("<title>Page {n}</title><article><p>{text}, number {n}.</p></article>"),
        ..Seen::default()
    }
}

/// Three pages, as files.
fn some_files() -> Arc<MemoryFiles> {
    let files = Arc::new(MemoryFiles::default());
    if let Ok(mut archive) = Archive::open(files.clone()) {
        for n in 0..3 {
            let _ = archive.remember(&seen(n));
        }
        let _ = archive.settle();
    }
    files
}

fn request(q: &str) -> SearchRequest {
    SearchRequest {
        q: q.into(),
        sort: Sort::Best,
        limit: 5,
        offset: 0,
        now: NOW,
        offset_min: 60,
        counting: true,
    }
}

/// All that is asked of a memory, whatever it holds.
fn use_all(archive: &mut Archive) {
    for _ in 0..64 {
        if archive.tend(NOW).is_ok_and(|tended| !tended.more) {
            break;
        }
    }
    let visits = archive.catalog().visits().len().min(16) as u32;
    let _ = archive.captions(&(0..visits).collect::<Vec<_>>());
    for ordinal in 0..visits {
        let _ = archive.text(ordinal);
    }
    let _ = archive.search(&request("ferry maschine "));
    let _ = archive.matches(&request("on:2026 OR is:webmark"));
    let _ = archive.status();
    let _ = archive.export("", NOW);
    let _ = archive.retain(Some(30), NOW);
    let _ = archive.doctor(true);
    let _ = archive.remember(&seen(9));
    let _ = archive.settle();
}

/// A part of the journal: of bytes as they are, or (where the first byte is even) of frames with the right checksums, whose events are
/// lines of JSON, each with the rest of its line as data.
pub fn journal(bytes: &[u8]) {
    let Some((how, bytes)) = bytes.split_first() else { return };
    let files = some_files();
    if how % 2 == 0 {
        let events = bytes.split(|byte| *byte == b'\n').take(64).filter_map(|line| {
            let mut parts = serde_json::Deserializer::from_slice(line).into_iter::<Event>();
            let event = parts.next()?.ok()?;
            Some((event, line.get(parts.byte_offset()..)?.to_vec()))
        });
        let events: Vec<_> = events.collect();
        if let Ok(mut journal) = Journal::open(files.clone()) {
            let _ = journal.append(&events);
        }
    } else {
        let last = files.list().unwrap_or_default().into_iter().rfind(|file| file.name.ends_with(".wmj"));
        let Some(part) = last else { return };
        let at = u64::from(bytes.first().copied().unwrap_or_default()) * part.len / 255;
        let _ = files.write(&part.name, at, bytes.get(1..).unwrap_or_default());
    }
    if let Ok(mut archive) = Archive::open(files) {
        use_all(&mut archive);
    }
}

/// The catalog's checkpoint: a piece of it, or its summary, says something else under the right length and checksum.
pub fn checkpoint(bytes: &[u8]) {
    let files = some_files();
    for name in ["catalog-a.wmc", "catalog-b.wmc"] {
        let Some(held) = files.list().unwrap_or_default().into_iter().find(|file| file.name == name) else {
            continue;
        };
        let mut whole = vec![0; held.len as usize];
        let _ = files.read(name, 0, &mut whole);
        let Some(new) = resealed(&whole, bytes) else { continue };
        let _ = files.remove(name);
        let _ = files.write(name, 0, &new);
    }
    if let Ok(mut archive) = Archive::open(files) {
        use_all(&mut archive);
    }
}

/// A checkpoint of which one piece (the first byte says which; behind the last the summary) is patched, as docs/format.md has it.
fn resealed(whole: &[u8], bytes: &[u8]) -> Option<Vec<u8>> {
    let (which, patches) = bytes.split_first()?;
    let turn = u64::from_le_bytes(whole.get(8..16)?.try_into().ok()?);
    let at = u64::from_le_bytes(whole.get(16..24)?.try_into().ok()?) as usize;
    let mut bodies = Vec::new();
    let mut pieces = whole.get(32..at)?;
    while let Some((head, rest)) = pieces.split_first_chunk::<8>() {
        let len = u32::from_le_bytes(*head.first_chunk::<4>()?) as usize;
        let (body, rest) = rest.split_at_checked(len)?;
        bodies.push(body.to_vec());
        pieces = rest;
    }
    bodies.push(whole.get(at..)?.to_vec());
    let chosen = usize::from(*which) % bodies.len();
    let body = bodies.get_mut(chosen)?;
    *body = patched(body, patches);
    let sum = |number: u64, body: &[u8]| crc32fast::hash(&[&number.to_le_bytes(), body].concat());
    let summary = bodies.pop()?;
    let mut new = whole.get(..16)?.to_vec();
    new.resize(32, 0);
    for body in &bodies {
        new.extend((body.len() as u32).to_le_bytes());
        new.extend(sum(turn, body).to_le_bytes());
        new.extend(body);
    }
    let at = new.len() as u64;
    new.splice(16..24, at.to_le_bytes());
    new.splice(24..28, (summary.len() as u32).to_le_bytes());
    new.splice(28..32, sum(turn.wrapping_add(at), &summary).to_le_bytes());
    new.extend(summary);
    Some(new)
}

/// `whole` with some of it said otherwise: each four bytes are where (two), how many bytes go, and what comes.
fn patched(whole: &[u8], bytes: &[u8]) -> Vec<u8> {
    let mut patched = whole.to_vec();
    for patch in bytes.chunks_exact(4).take(64) {
        let at = usize::from(u16::from_le_bytes([patch[0], patch[1]])) % (patched.len() + 1);
        let end = (at + usize::from(patch[2] % 8)).min(patched.len());
        patched.splice(at..end, [patch[3]]);
    }
    patched
}

struct Everything;

impl Facts for Everything {
    fn page(&self, doc: u32) -> Option<u32> {
        Some(doc)
    }
    fn time(&self, _: CaptureNo) -> Millis {
        0
    }
    fn langs(&self) -> Vec<String> {
        vec!["en".into(), "de".into()]
    }
}

/// A segment's file or its directory (with the right checksum), and the manifest.
pub fn segment(bytes: &[u8]) {
    let Some((how, bytes)) = bytes.split_first() else { return };
    let files = Arc::new(MemoryFiles::default());
    let made = Index::open(files.clone()).and_then(|mut index| {
        for no in 0..3 {
            let lang = ["en", "de"][no as usize % 2];
            index.add(&Doc {
                no,
                title: "Page",
                text: "ferry Kaffeemaschine",
                url: "https://a.example/",
                lang,
                ..Doc::default()
            })?;
        }
        index.commit(b"\0\0\0\0")
    });
    let held = files.list().unwrap_or_default();
    let wanted = if how % 4 == 3 { "manifest" } else { "seg" };
    let Some(file) = held.iter().find(|file| made.is_ok() && file.name.starts_with(wanted)) else { return };
    let mut whole = vec![0; file.len as usize];
    let _ = files.read(&file.name, 0, &mut whole);
    let new = match how % 4 {
        0 => bytes.to_vec(),
        1 => patched(&whole, bytes),
        2 => with_directory(&whole, bytes),
        _ => {
            let body = patched(whole.get(20..).unwrap_or_default(), bytes);
            let mut new = whole.get(..12).unwrap_or_default().to_vec();
            new.extend((body.len() as u32).to_le_bytes());
            new.extend(crc32fast::hash(&body).to_le_bytes());
            new.extend(body);
            new
        }
    };
    let _ = files.remove(&file.name);
    let _ = files.write(&file.name, 0, &new);
    if let Ok(mut index) = Index::open(files) {
        let _ = index.verify();
        let want = Want { sort: Sort::Best, most: 5, extent: Extent::Total };
        for q in ["ferry ", "maschine ", "\"ferry kaffeemaschine\" ", "f", "fery "] {
            let _ = index.search(&parse(q, NOW, 0), &Everything, want);
        }
        let _ = index.purge(&|no| no != 1);
        let _ = index.commit(b"");
    }
}

/// A segment's file whose directory says something else, under the right checksum.
fn with_directory(whole: &[u8], bytes: &[u8]) -> Vec<u8> {
    let (body, trailer) = whole.split_at(whole.len().saturating_sub(16));
    let end = trailer.get(..8).and_then(|end| end.try_into().ok()).map_or(0, u64::from_le_bytes) as usize;
    let directory = patched(body.get(end..).unwrap_or_default(), bytes);
    let mut new = body.get(..end).unwrap_or_default().to_vec();
    new.extend(&directory);
    new.extend((end as u64).to_le_bytes());
    new.extend((directory.len() as u32).to_le_bytes());
    new.extend(crc32fast::hash(&directory).to_le_bytes());
    new
}

/// A query, read and searched for.
pub fn query(bytes: &[u8]) {
    thread_local! {
        static ARCHIVE: RefCell<Option<Archive>> = const { RefCell::new(None) };
    }
    let text = String::from_utf8_lossy(bytes);
    let parsed = parse(&text, NOW, 60);
    assert!(parsed.steps <= 14 * text.len() + 1, "{} looks at {} bytes", parsed.steps, text.len());
    for complaint in parsed.complaints.iter().chain(&doubts(&text)) {
        let told = text.get(complaint.at..complaint.at + complaint.what.len());
        assert_eq!(told, Some(complaint.what.as_str()));
    }
    ARCHIVE.with_borrow_mut(|archive| {
        let archive = archive.get_or_insert_with(|| Archive::open(some_files()).expect("files of our own"));
        archive.search(&request(&text)).expect("a query is never wrong");
        archive.matches(&request(&text)).expect("a query is never wrong");
    });
}

/// A page, taken apart: its HTML, and behind a zero byte the text that is seen of it.
pub fn extract_page(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let (html, visible) =
        text.split_once('\0').map_or((&*text, None), |(html, visible)| (html, Some(visible)));
    let url = Some("https://site.example/a/page?b=c");
    let found = extract(html, Hints { url, visible, ..Hints::default() });
    assert!(found.title.len() + found.text.len() + found.rest.len() <= 64 * (text.len() + 256));
}

/// What other devices say, and what is imported: entries of logs, records, thumbnails, lines.
pub fn messages(bytes: &[u8]) {
    let Ok(mut archive) = Archive::open(some_files()) else { return };
    let mut arrived = Arrived::default();
    for line in bytes.split(|byte| *byte == b'\n').take(32) {
        let (how, line) = line.split_first().unwrap_or((&0, &[]));
        match how {
            b'r' => arrived.records.extend(serde_json::from_slice::<Record>(line)),
            b'm' => arrived.marks.extend(serde_json::from_slice::<MarkSaid>(line)),
            b'd' => arrived.deeds.extend(serde_json::from_slice::<DeedSaid>(line)),
            b'b' => {
                if let Ok(body) = serde_json::from_slice::<Body>(line) {
                    arrived.marks.extend(body.marks);
                    arrived.deeds.extend(body.deeds);
                }
            }
            b't' => drop(Thumb::read([7; 16], line)),
            _ => drop(archive.import(&String::from_utf8_lossy(line), 1, NOW)),
        }
    }
    let received = Received {
        device: "07".repeat(16),
        seq: 1,
        hash: "00".repeat(32),
        version: 1,
        ..Received::default()
    };
    let _ = archive.receive(arrived, &received, Vec::new(), &[1; 16], NOW);
    use_all(&mut archive);
}
