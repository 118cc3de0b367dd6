//! The memory as a child would keep it: a list of visits and a set of stars. Every run is held against it.
use super::request::request;
pub use super::step::Step;
use super::step::{BEGIN, DAY};
use std::collections::{BTreeMap, BTreeSet};
use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use webmynd_engine::EngineError;
use webmynd_engine::archive::{AGED_UNDO_MS, Archive, Change, SearchRequest, UNDO_MS, Which};
use webmynd_engine::catalog::{Flag, Origin};
use webmynd_engine::event::{Sent, SentPack};
use webmynd_engine::journal::text::Text;
use webmynd_engine::page::{Seen, VisitId};
use webmynd_engine::policy::clock::{Reading, before_yesterday};
use webmynd_engine::ports::Files;

/// One visit of the model.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Visit {
    pub at: i64,
    pub url: String,
    pub word: String,
    pub page: u64,
    /// How often it was looked at again.
    pub looks: u16,
    /// Number of the forget that hides it.
    pub forgotten: Option<u32>,
}

/// The model, and the numbers of the archive's operations.
#[derive(Clone, Debug, Default)]
pub struct Model {
    pub visits: BTreeMap<(i64, u64), Visit>,
    pub stars: BTreeSet<String>,
    pub labels: BTreeSet<String>,
    pub forgets: Vec<(u32, i64)>,
    /// Those of retention, with the time that was believed then.
    pub aged: BTreeMap<u32, i64>,
    pub reading: Option<Reading>,
    pub now: i64,
}

pub fn url(page: u64) -> String {
    format!("https://site{}.example/page/{page}", page % 3)
}

pub fn word(page: u64, version: u64) -> String {
    // Made of letters only, so that it is one word to every tokenizer, and no stem of another.
    let letter = |n: u64| char::from(b'a' + (n % 26) as u8);
    format!("zq{}{}{}xw", letter(page), letter(version + 7), letter(page * 3 + version))
}

pub fn seen(id: u64, at: i64, page: u64, version: u64) -> Seen {
    let word = word(page, version);
    Seen {
        id: hex(id),
        at,
        offset_min: 60,
        url: url(page),
        title: format!("Page {page} as {word}"),
        html: format!(
            "<html><head><title>Page {page} as {word}</title></head><body><article><p>The {word} stands on this page, \
             and more words stand beside it so that there is something to read.</p></article></body></html>"
        ),
        text: None,
        lang: Some("en".into()),
        referrer: None,
        from: None,
        look: 0,
        stays: None,
    }
}

pub fn hex(id: u64) -> String {
    let mut bytes = [0; 16];
    bytes[..8].copy_from_slice(&id.to_be_bytes());
    VisitId(bytes).to_string()
}

impl Model {
    pub fn new() -> Self {
        Self { now: BEGIN, ..Self::default() }
    }

    /// Does a step on both; the archive's error, if any, leaves the model as it was.
    pub fn step(&mut self, archive: &mut Archive, step: &Step) -> Result<(), EngineError> {
        let op = self.ask(archive, step)?;
        self.apply(step, op);
        Ok(())
    }

    /// Does a step on the archive; gives the number of the operation, `None` when nothing changed.
    fn ask(&self, archive: &mut Archive, step: &Step) -> Result<Option<u32>, EngineError> {
        let now = self.now;
        let mutate = |archive: &mut Archive, page: u64, change: Change| {
            let done = archive.mutate(&Which::Page { page: url(page) }, &change, now)?;
            Ok((done.count > 0).then_some(done.op))
        };
        match step {
            Step::Remember { id, at, page, version } => {
                archive.remember(&seen(*id, *at, *page, *version)).map(|_| None)
            }
            Step::Look { newest, version } => {
                let Some(((at, id), visit)) = self.visits.iter().rev().nth(*newest) else { return Ok(None) };
                let look = visit.looks + 1;
                archive.remember(&Seen { look, ..seen(*id, *at, visit.page, *version) }).map(|_| None)
            }
            Step::Star { page, on } => mutate(archive, *page, Change::Star { on: *on }),
            Step::Label { page, on } => {
                mutate(archive, *page, Change::Label { label: "later".into(), on: *on })
            }
            Step::Forget { page } => mutate(archive, *page, Change::Forget),
            Step::Undo { newest } => {
                let Some((op, _)) = self.forget_at(*newest) else { return Ok(None) };
                archive.undo(op, now).map(|_| Some(op))
            }
            Step::ForgetNow { newest } => {
                let Some((op, _)) = self.forget_at(*newest) else { return Ok(None) };
                archive.forget_now(op, now).map(|()| Some(op))
            }
            Step::Expire { days } => {
                let op = archive.catalog().next_op();
                Ok((archive.expire(*days, now)? > 0).then_some(op))
            }
            Step::Send => send(archive).map(|()| None),
            Step::Thin { days } => {
                let kept = archive.catalog().shared().packs().ids().copied().collect();
                while archive.thin(*days, &kept, now)?.more {}
                Ok(None)
            }
            Step::Wait { .. } | Step::Leap { .. } => Ok(None),
            Step::Tend => {
                let mut slices = 0;
                while archive.tend(now)?.more {
                    slices += 1;
                    assert!(slices < 10_000, "idle work ends");
                }
                Ok(None)
            }
            Step::Settle => archive.settle().map(|()| None),
        }
    }

    /// Does a step on the model.
    fn apply(&mut self, step: &Step, op: Option<u32>) {
        match step {
            Step::Remember { id, at, page, version } => {
                let (url, word) = (url(*page), word(*page, *version));
                let visit = Visit { at: *at, url, word, page: *page, looks: 0, forgotten: None };
                self.visits.insert((*at, *id), visit);
            }
            Step::Look { newest, version } => {
                let Some(visit) = self.visits.values_mut().rev().nth(*newest) else { return };
                let shown = word(visit.page, *version);
                if visit.forgotten.is_none() && visit.word != shown {
                    (visit.word, visit.looks) = (shown, visit.looks + 1);
                }
            }
            Step::Star { page, on } => {
                self.keep_again(&url(*page), *on);
                op.into_iter().for_each(|_| set(&mut self.stars, url(*page), *on));
            }
            Step::Label { page, on } => {
                self.keep_again(&url(*page), *on);
                op.into_iter().for_each(|_| set(&mut self.labels, url(*page), *on));
            }
            Step::Forget { page } => {
                let Some(op) = op else { return };
                let aged = &self.aged;
                let meant = |visit: &&mut Visit| visit.forgotten.is_none_or(|op| aged.contains_key(&op));
                let alive = self.visits.values_mut().filter(meant);
                alive.filter(|visit| visit.url == url(*page)).for_each(|visit| visit.forgotten = Some(op));
                self.forgets.push((op, self.now));
            }
            Step::Undo { .. } => {
                let hidden = self.visits.values_mut().filter(|visit| op.is_some() && visit.forgotten == op);
                hidden.for_each(|visit| visit.forgotten = None);
                self.forgets.retain(|(other, _)| Some(*other) != op);
            }
            Step::ForgetNow { .. } => op.into_iter().for_each(|op| self.purge(op)),
            Step::Expire { days } => {
                let before = self.believed() - i64::from(*days) * DAY;
                self.retain(before, op);
                self.drop_marks();
            }
            Step::Thin { .. } => drop(self.believed()),
            Step::Wait { ms } | Step::Leap { ms } => self.now += ms,
            Step::Tend => self.due().into_iter().for_each(|op| self.purge(op)),
            Step::Send | Step::Settle => {}
        }
        let hides = |op: &u32| self.visits.values().any(|visit| visit.forgotten == Some(*op));
        self.forgets.retain(|(op, _)| hides(op));
        self.aged.retain(|op, _| hides(op));
    }

    /// The clock is read; gives what is believed.
    fn believed(&mut self) -> i64 {
        let (now, times) = (self.now, self.visits.keys().map(|(at, _)| *at));
        let first = || Reading::first(now, before_yesterday(now, times));
        let reading = self.reading.map_or_else(first, |reading| reading.next(now).unwrap_or(reading));
        self.reading = Some(reading);
        reading.time(now)
    }

    /// Retention up to a time; what it hid and what is not too old comes back.
    fn retain(&mut self, before: i64, op: Option<u32>) {
        let (stars, aged) = (self.stars.clone(), self.aged.clone());
        let stays = |visit: &Visit| visit.at >= before || stars.contains(&visit.url);
        let hidden = |visit: &Visit| visit.forgotten.is_some_and(|op| aged.contains_key(&op));
        self.visits.values_mut().filter(|v| hidden(v) && stays(v)).for_each(|v| v.forgotten = None);
        let old = |visit: &Visit| visit.forgotten.is_none() && !stays(visit);
        let much = self.visits.values().any(|visit| old(visit) && visit.at < before - 3 * DAY);
        if let Some(op) = op.filter(|_| much) {
            self.visits.values_mut().filter(|v| old(v)).for_each(|v| v.forgotten = Some(op));
            let believed = self.reading.map_or(0, |reading| reading.time(self.now));
            self.aged.insert(op, believed);
            self.forgets.push((op, self.now));
        } else {
            self.visits.retain(|_, visit| !old(visit));
        }
    }

    /// A star or a label keeps a page of which everything was forgotten.
    fn keep_again(&mut self, url: &str, on: bool) {
        let mut visits: Vec<_> = self.visits.values_mut().filter(|visit| visit.url == url).collect();
        if on && visits.iter().all(|visit| visit.forgotten.is_some()) {
            visits.iter_mut().for_each(|visit| visit.forgotten = None);
        }
    }

    /// The states that a step may leave when it was not answered: not done, done, or (idle work) done in part.
    pub fn outcomes(&self, step: &Step, archive: &Archive) -> Vec<Self> {
        let mut outcomes = vec![self.clone()];
        let newest = archive.catalog().operations().keys().next_back().copied();
        let op = match step {
            Step::Undo { newest } | Step::ForgetNow { newest } => self.forget_at(*newest).map(|(op, _)| op),
            _ => newest,
        };
        if matches!(step, Step::Tend) {
            let mut partly = self.clone();
            for op in self.due() {
                partly.purge(op);
                outcomes.push(partly.clone());
            }
        } else {
            let mut done = self.clone();
            done.apply(step, op);
            outcomes.push(done);
        }
        outcomes
    }

    fn forget_at(&self, newest: usize) -> Option<(u32, i64)> {
        self.forgets.iter().rev().nth(newest).copied()
    }

    /// Forgets whose undo window is over.
    fn due(&self) -> Vec<u32> {
        let mut due: Vec<u32> =
            self.forgets.iter().filter(|(op, at)| self.is_due(*op, *at)).map(|(op, _)| *op).collect();
        due.sort_unstable();
        due
    }

    fn is_due(&self, op: u32, at: i64) -> bool {
        match (self.aged.get(&op), self.reading) {
            (Some(aged), reading) => reading.is_some_and(|r| r.believed - aged >= AGED_UNDO_MS),
            (None, _) => (self.now - at).abs() >= UNDO_MS,
        }
    }

    fn purge(&mut self, op: u32) {
        self.visits.retain(|_, visit| visit.forgotten != Some(op));
        self.forgets.retain(|(other, _)| *other != op);
        self.drop_marks();
    }

    /// A page of which nothing is left is no WebMark either.
    fn drop_marks(&mut self) {
        let kept: BTreeSet<String> = self.visits.values().map(|visit| visit.url.clone()).collect();
        self.stars.retain(|url| kept.contains(url));
        self.labels.retain(|url| kept.contains(url));
    }

    /// Which of the possible states an archive shows.
    pub fn fitting(outcomes: &[Self], archive: &Archive) -> Option<Self> {
        let hook = std::panic::take_hook();
        std::panic::set_hook(Box::new(|_| {}));
        let fits =
            |model: &&Self| std::panic::catch_unwind(AssertUnwindSafe(|| model.check(archive))).is_ok();
        let found = outcomes.iter().find(fits).cloned();
        std::panic::set_hook(hook);
        found
    }

    /// Holds the archive against the model: timeline, words, stars, labels.
    pub fn check(&self, archive: &Archive) {
        let visits = archive.catalog().visits();
        let order: Vec<(i64, u64)> =
            visits.iter().map(|v| (v.at, u64::from_be_bytes(v.id.0[..8].try_into().unwrap()))).collect();
        assert_eq!(order, self.visits.keys().copied().collect::<Vec<_>>(), "the timeline");
        for (ordinal, (visit, expected)) in visits.iter().zip(self.visits.values()).enumerate() {
            assert_eq!(visit.is_alive(), expected.forgotten.is_none(), "visit {ordinal} is remembered");
            let caption = archive.caption(ordinal as u32).unwrap().unwrap();
            assert_eq!(caption.url, expected.url);
            assert!(caption.title.contains(&expected.word), "{} has {}", caption.title, expected.word);
            if !visit.is_alive() {
                assert_eq!(archive.text(ordinal as u32).unwrap(), None, "visit {ordinal} is forgotten");
                continue;
            }
            let (_, words) = archive.text(ordinal as u32).unwrap().unwrap();
            if caption.flags & Flag::CARD == 0 {
                assert!(words.text.contains(&expected.word), "the text of {ordinal}");
            } else {
                assert_eq!((words, visit.origin), (Text::default(), Origin::Sent), "the card of {ordinal}");
            }
        }
        for page in 0..12 {
            let state = archive.page_state(&url(page));
            let alive = self.visits.values().filter(|v| v.url == url(page) && v.forgotten.is_none()).count();
            assert_eq!(state.visits as usize, alive, "visits of page {page}");
            assert_eq!(state.star, alive > 0 && self.stars.contains(&url(page)), "star of page {page}");
            assert_eq!(
                !state.labels.is_empty(),
                alive > 0 && self.labels.contains(&url(page)),
                "label of page {page}"
            );
        }
        let alive = self.visits.values().filter(|visit| visit.forgotten.is_none());
        let pages: BTreeSet<&String> = alive.clone().map(|visit| &visit.url).collect();
        let (status, marked) = (archive.status(), pages.iter().filter(|url| self.stars.contains(**url)));
        assert_eq!((status.visits as usize, status.pages as usize), (alive.count(), pages.len()));
        assert_eq!(status.webmarks as usize, marked.count(), "WebMarks");
        let sum = |counts: Vec<(&str, u32)>| counts.iter().map(|(_, pages)| *pages as usize).sum::<usize>();
        let (hosts, labels) =
            (archive.catalog().hosts_named(&|_| true, 99), archive.catalog().labels_like(&|_| true, 99));
        let labelled = pages.iter().filter(|url| self.labels.contains(**url)).count();
        assert_eq!((sum(hosts), sum(labels)), (pages.len(), labelled), "pages by host and by label");
    }

    /// Every remembered page is found by its word, no forgotten one is.
    pub fn check_search(&self, archive: &Archive) {
        for page in 0..12 {
            for version in 0..3 {
                let (word, url) = (word(page, version), url(page));
                let expected =
                    self.visits.values().any(|v| v.forgotten.is_none() && v.url == url && v.word == word);
                assert_eq!(finds(archive, &word, &url, self.now), expected, "{word} of page {page}");
            }
        }
    }
}

pub fn finds(archive: &Archive, word: &str, url: &str, now: i64) -> bool {
    let request = SearchRequest { limit: 20, counting: false, ..request(format!("\"{word}\""), now) };
    let answer = archive.search(&request).unwrap();
    !answer.forgiving
        && answer
            .hits
            .iter()
            .any(|hit| hit.url == url && hit.title.iter().any(|span| span.text.contains(word)))
}

/// Notes that the vault has every visit, in a pack for each day.
pub fn send(archive: &mut Archive) -> Result<(), EngineError> {
    let unsent = archive.catalog().visits().iter().filter(|v| v.is_alive() && v.origin == Origin::Here);
    let mut days: BTreeMap<u32, Vec<(VisitId, u16)>> = BTreeMap::new();
    for visit in unsent {
        days.entry(visit.utc_day()).or_default().push((visit.id, visit.look));
    }
    let seq = archive.catalog().shared().packs().len() as u64 + 1;
    let mut adds = Vec::new();
    for (day, visits) in &days {
        adds.push(SentPack {
            id: format!("{:064x}", seq + adds.len() as u64),
            day: *day,
            visits: visits.len() as u32,
            looks: visits.iter().map(|(_, look)| *look).collect(),
            ..SentPack::default()
        });
    }
    let sent = Sent { device: "ab".repeat(16), seq, version: seq, adds, ..Sent::default() };
    archive.note_sent(sent, days.values().flatten().flat_map(|(id, _)| id.0).collect())
}

fn set(marks: &mut BTreeSet<String>, url: String, on: bool) {
    if on {
        marks.insert(url);
    } else {
        marks.remove(&url);
    }
}

pub fn open(files: &Arc<impl Files + 'static>) -> Result<Archive, EngineError> {
    let files: Arc<dyn Files> = files.clone();
    Archive::open(files)
}
