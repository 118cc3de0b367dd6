//! What devices of one person say is heard by the others: all of it, once, and the later word counts; what is gone stays gone.
use crate::common::model::{hex, open};
use crate::common::request::request;
use std::sync::Arc;
use webmynd_engine::archive::{Archive, Arrived, Change, Hit, Which};
use webmynd_engine::catalog::{Device, Flag};
use webmynd_engine::event::{Received, Sent, SentPack};
use webmynd_engine::page::{Seen, VisitId, to_hex};
use webmynd_engine::ports::MemoryFiles;
use webmynd_engine::said::{DeedSaid, MarkSaid, Record};

/// Friday 2026-11-20, noon in UTC.
const NOW: i64 = 1_795_176_000_000;
const DAY: i64 = 86_400_000;
const URL: &str = "https://harbour.example/ferry";
const TEXT: &str = "The ferry does not leave today because the wind is too strong.";

/// One entry of a device's log.
struct Word {
    records: Vec<Record>,
    marks: Vec<MarkSaid>,
    deeds: Vec<DeedSaid>,
    received: Received,
    packed: Vec<u8>,
}

/// A memory of an account.
struct Memory {
    archive: Archive,
    own: u8,
}

impl Memory {
    fn new(own: u8) -> Self {
        let mut archive = open(&Arc::new(MemoryFiles::default())).unwrap();
        let device = |n: u8, name: &str| Device {
            id: [n; 16],
            name: name.to_owned(),
            is_own: n == own,
            is_revoked: false,
        };
        archive.note_devices(&[device(1, "Desk"), device(2, "Phone")]).unwrap();
        Self { archive, own }
    }

    fn seen(&self, n: u64, url: &str, text: &str) -> Seen {
        Seen {
            id: hex(u64::from(self.own) << 32 | n),
            at: NOW - DAY + n as i64,
            url: url.to_owned(),
            title: "Timetable".to_owned(),
            text: Some(text.to_owned()),
            lang: Some("en".to_owned()),
            ..Seen::default()
        }
    }

    fn see(&mut self, n: u64, url: &str, text: &str) {
        let seen = self.seen(n, url, text);
        self.archive.remember(&seen).unwrap();
    }

    /// Says what the vault does not have, which has it then.
    fn say(&mut self) -> Word {
        let unsaid = self.archive.unsaid(usize::MAX).unwrap();
        let shared = self.archive.catalog().shared();
        let (seq, version) = (shared.head(&[self.own; 16]).seq + 1, shared.version() + 1);
        let (mut adds, mut packed) = (vec![], vec![]);
        for group in &unsaid.groups {
            let look = |id: &VisitId| self.archive.catalog().visit_of(*id).unwrap().look;
            adds.push(SentPack {
                id: format!("{:02x}{seq:030x}{:032x}", self.own, adds.len()),
                day: group.day,
                mark: group.mark,
                visits: group.visits.len() as u32,
                looks: group.visits.iter().map(look).collect(),
                ..SentPack::default()
            });
            packed.extend(group.visits.iter().flat_map(|id| id.0));
        }
        let (device, hash, clock) = (to_hex(&[self.own; 16]), "ab".repeat(32), unsaid.clock);
        let received = Received {
            device: device.clone(),
            seq,
            hash: hash.clone(),
            version,
            clock,
            adds: adds.clone(),
            ..Received::default()
        };
        let sent = Sent { device, seq, hash, version, clock, adds, ..Sent::default() };
        self.archive.note_sent(sent, packed.clone()).unwrap();
        let records = unsaid.groups.into_iter().flat_map(|group| group.records).collect();
        Word { records, marks: unsaid.marks, deeds: unsaid.deeds, received, packed }
    }

    /// Gives how many visits are new.
    fn hear(&mut self, word: &Word) -> u32 {
        let Word { records, marks, deeds, .. } = word;
        let arrived = Arrived { records: records.clone(), marks: marks.clone(), deeds: deeds.clone() };
        self.archive.receive(arrived, &word.received, word.packed.clone(), &[self.own; 16], NOW).unwrap()
    }

    fn hits(&self, q: &str) -> Vec<Hit> {
        let answer = self.archive.search(&request(q, NOW)).unwrap();
        answer.hits.into_iter().filter(|hit| !hit.loose && !answer.forgiving).collect()
    }

    fn finds(&self, q: &str) -> bool {
        !self.hits(q).is_empty()
    }

    fn change(&mut self, url: &str, change: &Change) -> u32 {
        self.archive.mutate(&Which::Page { page: url.to_owned() }, change, NOW).unwrap().op
    }

    fn star(&mut self, on: bool) {
        self.change(URL, &Change::Star { on });
    }

    fn visits(&self) -> usize {
        self.archive.catalog().visits().iter().filter(|visit| visit.is_alive()).count()
    }

    fn captures(&self) -> usize {
        self.archive.catalog().captures().len()
    }

    fn tend(&mut self) {
        while self.archive.tend(NOW).unwrap().more {}
    }
}

fn two() -> (Memory, Memory) {
    (Memory::new(1), Memory::new(2))
}

#[test]
fn what_one_saw_the_other_finds_once() {
    let (mut desk, mut phone) = two();
    desk.see(1, URL, TEXT);
    desk.star(true);
    desk.change(URL, &Change::Label { label: "travel".to_owned(), on: true });
    assert_eq!(desk.archive.unsaid_count(), 3, "a visit, a star and a label");
    let word = desk.say();
    assert!(desk.archive.unsaid(usize::MAX).unwrap().is_empty() && desk.archive.unsaid_count() == 0);
    assert_eq!(phone.hear(&word), 1);
    phone.see(9, "https://phone.example/", "What was seen on the way to the island.");
    let own = phone.hits("device:Phone ");
    assert_eq!((own.len(), own[0].device.as_deref(), phone.visits()), (1, None, 2));
    for q in ["ferry ", "is:webmark ", "label:travel ", "device:Desk ", "site:harbour.example "] {
        let hits = phone.hits(q);
        assert_eq!(hits.len(), 1, "{q}");
        let hit = &hits[0];
        assert_eq!((hit.url.as_str(), hit.site.as_str()), (URL, "harbour.example"), "{q}");
        assert_eq!((hit.at, hit.device.as_deref()), (NOW - DAY + 1, Some("Desk")), "{q}");
        assert!(hit.flags & Flag::STAR != 0, "{q}");
    }
    assert_eq!(phone.say().records.len(), 1, "what was heard is not said back");
    assert_eq!(phone.hear(&word), 0, "heard again it is known");
    assert_eq!((phone.visits(), phone.captures()), (2, 2));
    assert!(phone.archive.doctor(false).unwrap().ok);
}

#[test]
fn the_same_words_are_one_capture_and_others_are_another() {
    let (mut desk, mut phone) = two();
    desk.see(1, URL, TEXT);
    desk.see(2, URL, TEXT);
    phone.see(3, URL, TEXT);
    let word = desk.say();
    assert_eq!(phone.hear(&word), 2);
    assert_eq!((phone.visits(), phone.captures()), (3, 1));
    // Clocks make no version of one device, and what each showed stays what it was.
    desk.see(4, "https://harbour.example/clock", "The clock of the harbour says 12:03 now.");
    phone.see(5, "https://harbour.example/clock", "The clock of the harbour says 12:14 now.");
    let word = desk.say();
    assert_eq!(phone.hear(&word), 1);
    assert_eq!((phone.visits(), phone.captures()), (5, 3));
    // A card without words stands beside nothing that was seen.
    let mut card = word;
    card.records[0].text = String::new();
    card.records[0].visits[0].facts.id = hex(77);
    assert_eq!(phone.hear(&card), 1);
    assert_eq!((phone.visits(), phone.captures()), (6, 3));
}

#[test]
fn a_later_look_takes_the_place_of_the_earlier() {
    let (mut desk, mut phone) = two();
    desk.see(1, URL, TEXT);
    let first = desk.say();
    phone.hear(&first);
    let again =
        Seen { look: 1, ..desk.seen(1, URL, "The boat leaves at noon after all, for the wind has dropped.") };
    desk.archive.remember(&again).unwrap();
    let second = desk.say();
    assert_eq!(phone.hear(&second), 1);
    assert_eq!((phone.finds("boat "), phone.finds("strong "), phone.visits()), (true, false, 1));
    assert_eq!(phone.hear(&first), 0, "what came late is passed over");
    assert!(phone.finds("boat "));
    // What was seen here is this device's own word.
    let mut forged = second;
    forged.records[0].visits[0].facts.look = 2;
    assert_eq!(desk.hear(&forged), 0);
}

#[test]
fn a_forget_is_heard_and_so_is_its_undo() {
    let (mut desk, mut phone) = two();
    desk.see(1, URL, TEXT);
    phone.hear(&desk.say());
    let op = desk.change(URL, &Change::Forget);
    let forget = desk.say();
    assert_eq!((forget.records.len(), forget.deeds.len()), (0, 1));
    phone.hear(&forget);
    assert!(!phone.finds("ferry "));
    desk.archive.undo(op, NOW).unwrap();
    let undo = desk.say();
    phone.hear(&undo);
    assert!(phone.finds("ferry "));
    phone.hear(&forget);
    assert!(phone.finds("ferry "), "the undo is the later word");
}

#[test]
fn what_the_other_forgot_can_be_taken_back_here_for_a_while() {
    let (mut desk, mut phone) = two();
    desk.see(1, URL, TEXT);
    phone.hear(&desk.say());
    desk.change(URL, &Change::Forget);
    phone.hear(&desk.say());
    let op = *phone.archive.catalog().operations().keys().next_back().unwrap();
    phone.archive.undo(op, NOW).unwrap();
    assert!(phone.finds("ferry "));
    desk.hear(&phone.say());
    assert!(desk.finds("ferry "), "and is told to who forgot it");
}

#[test]
fn what_is_gone_for_good_is_not_brought_back() {
    let (mut desk, mut phone) = two();
    desk.see(1, URL, TEXT);
    desk.star(true);
    let word = desk.say();
    phone.hear(&word);
    let op = phone.change(URL, &Change::Forget);
    phone.archive.forget_now(op, NOW).unwrap();
    phone.tend();
    assert_eq!(phone.hear(&word), 0);
    assert_eq!((phone.finds("ferry "), phone.finds("is:webmark "), phone.captures()), (false, false, 0));
    let mut later = word;
    later.records[0].visits[0].facts.look = 3;
    assert_eq!(phone.hear(&later), 0, "not by a later look either");
    desk.hear(&phone.say());
    assert!(!desk.finds("ferry "), "it is gone everywhere");
}

#[test]
fn the_later_star_counts() {
    let (mut desk, mut phone) = two();
    desk.see(1, URL, TEXT);
    desk.star(true);
    let on = desk.say();
    phone.hear(&on);
    phone.star(false);
    let off = phone.say();
    assert_eq!(off.marks.len(), 1);
    desk.hear(&off);
    phone.hear(&on);
    assert!(!desk.finds("is:webmark ") && !phone.finds("is:webmark "));
    desk.star(true);
    phone.hear(&desk.say());
    desk.hear(&off);
    assert!(desk.finds("is:webmark ") && phone.finds("is:webmark "));
}

#[test]
fn what_no_device_of_ours_writes_is_passed_over() {
    let (mut desk, mut phone) = two();
    desk.see(1, URL, TEXT);
    let mut word = desk.say();
    let whole = word.records[0].clone();
    word.records[0].url = "javascript:alert(1)".to_owned();
    assert_eq!((phone.hear(&word), phone.visits()), (0, 0));
    word.records[0] = whole;
    word.records[0].site = String::new();
    word.marks.push(MarkSaid {
        page: "https://nowhere.example/".to_owned(),
        on: true,
        clock: 9,
        ..MarkSaid::default()
    });
    assert_eq!(phone.hear(&word), 1);
    assert_eq!(phone.hits("ferry ")[0].site, "harbour.example");
    assert!(!phone.finds("is:webmark "));
}

/// An entry takes 48 KiB of marks and forgets of 2000 visits: what is more is said by the next, and none is left out.
#[test]
fn what_is_too_much_for_one_entry_is_said_by_the_next() {
    let (mut desk, mut phone) = two();
    let url = |n: u64| format!("https://harbour.example/{n}");
    let pages: Vec<Seen> = (0..520).map(|n| desk.seen(n + 1, &url(n), TEXT)).collect();
    assert!(desk.archive.remember_all(&pages).unwrap().iter().all(Result::is_ok));
    phone.hear(&desk.say());
    for n in 0..520 {
        desk.change(&url(n), &Change::Star { on: true });
    }
    let mut said = vec![];
    while desk.archive.unsaid_count() > 0 {
        let word = desk.say();
        said.push(word.marks.len());
        phone.hear(&word);
    }
    assert_eq!((said.len(), said.iter().sum::<usize>()), (2, 520));
    let starred = |memory: &Memory| memory.archive.catalog().counts().webmarks as usize;
    assert_eq!((starred(&desk), starred(&phone)), (520, 520));
}

#[test]
fn forgets_of_more_visits_than_an_entry_takes_are_all_said() {
    let (mut desk, mut phone) = two();
    let urls = [URL, "https://harbour.example/boat"];
    for (n, url) in urls.into_iter().enumerate() {
        let visits: Vec<Seen> =
            (0..1_100).map(|at| desk.seen(n as u64 * 1_100 + at + 1, url, TEXT)).collect();
        desk.archive.remember_all(&visits).unwrap();
    }
    assert_eq!(phone.hear(&desk.say()), 2_200);
    for url in urls {
        desk.change(url, &Change::Forget);
    }
    let mut said = vec![];
    while desk.archive.unsaid_count() > 0 {
        let word = desk.say();
        said.push(word.deeds.len());
        phone.hear(&word);
    }
    assert_eq!((said, phone.visits()), (vec![1, 1], 0));
}

#[test]
fn a_record_shows_a_visit_until_that_is_looked_at_again_or_gone() {
    let (mut desk, _) = two();
    desk.see(1, URL, TEXT);
    let record = desk.say().records.remove(0);
    let (shows, visit) = (
        |desk: &Memory, mark| desk.archive.still_shows(&record.visits[0].facts, mark),
        &record.visits[0].facts.id,
    );
    assert!(shows(&desk, false) && !shows(&desk, true), "it is no WebMark");
    desk.star(true);
    desk.change(URL, &Change::Label { label: "travel".to_owned(), on: true });
    assert!(shows(&desk, false) && shows(&desk, true));
    let marks = desk.archive.with_marks(record.clone()).marks;
    assert_eq!(
        marks.iter().map(|mark| (mark.label.as_deref(), mark.on)).collect::<Vec<_>>(),
        [(None, true), (Some("travel"), true)]
    );
    desk.archive
        .remember(&Seen { look: 1, ..desk.seen(1, URL, "The boat leaves at noon after all.") })
        .unwrap();
    assert!(!shows(&desk, false), "it is of an earlier look");
    let op = desk.change(URL, &Change::Forget);
    let id = VisitId::parse(visit).unwrap();
    assert!(desk.archive.belongs(id, false), "it can be taken back");
    desk.archive.forget_now(op, NOW).unwrap();
    desk.tend();
    assert!(!desk.archive.belongs(id, false));
}

#[test]
fn texts_are_said_by_days_and_webmarks_are_kept_for_ever() {
    let (mut desk, _) = two();
    desk.see(1, URL, TEXT);
    desk.see(2 * DAY as u64, "https://harbour.example/2", TEXT);
    desk.star(true);
    let unsaid = desk.archive.unsaid(usize::MAX).unwrap();
    let groups: Vec<_> = unsaid.groups.iter().map(|group| (group.mark, group.records.len())).collect();
    assert_eq!(groups, [(false, 1), (false, 1), (true, 1)]);
    assert_eq!(unsaid.groups[0].day + 2, unsaid.groups[1].day);
    assert_eq!(unsaid.groups[2].records[0].url, URL);
    desk.say();
    assert!(desk.archive.stale_pack().is_none());
    desk.star(false);
    let (_, stale) = desk.archive.stale_pack().unwrap();
    assert!(stale.mark, "it is no WebMark any more");
}
