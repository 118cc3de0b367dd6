//! The account as a child would keep it: visits with what became of them, pages with their marks. Where two devices did
//! something to one thing before they spoke to each other either may count, and then it is so for all.
use std::collections::{BTreeMap, BTreeSet};
use webmynd_engine::catalog::Flag;
use webmynd_story::Device;

/// A visit as a person sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seen {
    pub url: String,
    pub at: i64,
    pub title: String,
    pub star: bool,
    pub labels: Vec<String>,
}

/// Who did what a device has lost: somebody else, who may have told it.
const LOST: usize = usize::MAX;

/// Visits by their ids.
pub type Shown = BTreeMap<String, Seen>;

pub fn shown(device: &Device) -> Shown {
    let archive = device.archive.borrow();
    let mut all = Shown::new();
    for (ordinal, visit) in
        archive.catalog().visits().iter().enumerate().filter(|(_, visit)| visit.is_alive())
    {
        let caption = archive.caption(ordinal as u32).unwrap().unwrap();
        let star = caption.flags & Flag::STAR != 0;
        let seen =
            Seen { url: caption.url, at: caption.at, title: caption.title, star, labels: caption.labels };
        all.insert(visit.id.to_string(), seen);
    }
    all
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fate {
    Alive,
    Hidden,
    /// Gone for good.
    Gone,
    /// One way or the other: the devices decide, all alike.
    Either,
}

struct Visit {
    url: String,
    fate: Fate,
    /// Who did something to it since all spoke.
    by: BTreeSet<usize>,
    /// Who saw it, and whether others have been told.
    owner: usize,
    said: bool,
    /// A second profile has forgotten it, though nobody was told that there is such a visit: when it hears of it, it tells all
    /// to forget it, whatever the first one did meanwhile.
    doubted: bool,
    /// A second profile has it as one of which others have not been told: what is forgotten of it before they are, that one never hears.
    copied: bool,
}

#[derive(Default)]
struct Mark {
    on: bool,
    /// Who changed it since all spoke.
    by: BTreeSet<usize>,
    /// Whether it is known at all: not where devices decided among themselves.
    sure: bool,
}

#[derive(Default)]
pub struct Model {
    visits: BTreeMap<String, Visit>,
    marks: BTreeMap<(String, &'static str), Mark>,
    /// Forgets that can be undone, by device: the operation.
    forgets: BTreeMap<usize, Vec<u32>>,
    /// What a device gave up by its own retention, and pages of it.
    given_up: BTreeMap<usize, BTreeSet<String>>,
    /// Devices that have an old profile and have not spoken since: what they do is of a time before what others said meanwhile.
    stale: BTreeSet<usize>,
    /// Pages of which something was ever forgotten: their marks go with their last visit, on each device in its time.
    torn: BTreeSet<String>,
}

impl Model {
    pub fn visited(&mut self, at: usize, id: String, url: &str) {
        let by = BTreeSet::from([at]);
        self.visits.insert(
            id,
            Visit {
                url: url.to_owned(),
                fate: Fate::Alive,
                by,
                owner: at,
                said: false,
                doubted: false,
                copied: false,
            },
        );
    }

    /// A device has told the others what it saw.
    pub fn spoke(&mut self, at: usize) {
        self.stale.remove(&at);
        let alive = |visit: &&mut Visit| matches!(visit.fate, Fate::Alive | Fate::Either);
        self.visits
            .values_mut()
            .filter(|visit| visit.owner == at)
            .filter(alive)
            .for_each(|visit| visit.said = true);
    }

    fn touch(&mut self, at: usize, id: &str, fate: Fate) {
        let visit = self.visits.get_mut(id).expect("what is shown was visited");
        visit.by.insert(at);
        if self.stale.contains(&at) {
            visit.by.insert(LOST);
        }
        if fate == Fate::Hidden && matches!(visit.fate, Fate::Hidden | Fate::Gone) {
            // An old profile does not know that it was forgotten before.
            visit.by.insert(LOST);
        }
        visit.doubted |= fate == Fate::Hidden && visit.copied && !visit.said;
        visit.fate = if visit.by.len() > 1 { Fate::Either } else { fate };
        self.torn.insert(visit.url.clone());
    }

    pub fn forgot(&mut self, at: usize, op: u32, hit: Vec<String>) {
        for id in hit {
            self.touch(at, &id, Fate::Hidden);
        }
        self.forgets.entry(at).or_default().push(op);
    }

    pub fn last_forget(&mut self, at: usize) -> Option<u32> {
        self.forgets.entry(at).or_default().pop()
    }

    pub fn undid(&mut self, at: usize, back: &[String]) {
        for id in back {
            self.touch(at, id, Fate::Alive);
        }
    }

    pub fn marked(&mut self, at: usize, page: &str, name: &'static str, on: bool) {
        let mark = self.marks.entry((page.to_owned(), name)).or_default();
        mark.by.insert(at);
        if self.stale.contains(&at) {
            mark.by.insert(LOST);
        }
        mark.on = on;
        mark.sure = mark.by.len() == 1;
    }

    /// There is a second profile of a device, which may come to speak.
    pub fn doubled(&mut self, of: usize) {
        for visit in self.visits.values_mut().filter(|visit| visit.owner == of && !visit.said) {
            visit.copied = true;
            visit.doubted |= matches!(visit.fate, Fate::Hidden | Fate::Either);
        }
    }

    /// A copy says what the original had not said yet, too.
    pub fn copied(&mut self, of: usize, to: usize) {
        if self.stale.contains(&of) {
            self.stale.insert(to);
        }
        for by in self
            .visits
            .values_mut()
            .map(|one| &mut one.by)
            .chain(self.marks.values_mut().map(|one| &mut one.by))
        {
            if by.contains(&of) {
                by.insert(to);
            }
        }
        self.forgets.remove(&of);
        if let Some(given_up) = self.given_up.get(&of).cloned() {
            self.given_up.insert(to, given_up);
        }
    }

    /// A device lost what it did not say since all spoke; what it had given up may be there again.
    pub fn lost(&mut self, at: usize) {
        self.forgets.remove(&at);
        self.stale.insert(at);
        // Of what nobody was told only the old profile knows: it may not know that it was forgotten.
        let unheard = |visit: &&mut Visit| visit.by.contains(&at) || (visit.owner == at && !visit.said);
        for visit in self.visits.values_mut().filter(unheard) {
            visit.fate = Fate::Either;
            visit.by.insert(LOST);
        }
        for mark in self.marks.values_mut().filter(|mark| mark.by.contains(&at)) {
            mark.sure = false;
            mark.by.insert(LOST);
        }
    }

    pub fn window_over(&mut self) {
        self.forgets.clear();
        self.visits
            .values_mut()
            .filter(|visit| visit.fate == Fate::Hidden)
            .for_each(|visit| visit.fate = Fate::Gone);
    }

    pub fn gave_up(&mut self, at: usize, visits: impl Iterator<Item = (String, Seen)>) {
        self.given_up.entry(at).or_default().extend(visits.map(|(_, visit)| visit.url));
    }

    /// An import of what all know: new is only what was given up.
    pub fn took_over(&mut self, at: usize, added: u32, shown: &Shown) {
        let given_up = self.given_up.entry(at).or_default();
        assert!(added == 0 || !given_up.is_empty(), "{added} visits are new to it");
        for id in shown.keys() {
            assert!(self.visits[id].fate == Fate::Alive, "nothing forgotten came back");
        }
    }

    /// All have spoken: they agree, and it is as the model says.
    pub fn check(&mut self, all: &[Shown]) {
        for (id, visit) in &mut self.visits {
            let told: Vec<bool> = (0..all.len())
                .filter(|at| !self.given_up.get(at).is_some_and(|pages| pages.contains(&visit.url)))
                .map(|at| all[at].contains_key(id))
                .collect();
            let Some(first) = told.first().copied() else { continue };
            assert!(told.iter().all(|one| *one == first), "{} {id}: {told:?} of {:?}", visit.url, visit.fate);
            match visit.fate {
                _ if visit.doubted => visit.fate = if first { Fate::Alive } else { Fate::Hidden },
                Fate::Alive => assert!(first, "{} {id} is lost", visit.url),
                Fate::Hidden | Fate::Gone => assert!(!first, "{} {id} came back", visit.url),
                Fate::Either => visit.fate = if first { Fate::Alive } else { Fate::Hidden },
            }
            visit.by.clear();
        }
        let mut pages: BTreeMap<&String, &Seen> = BTreeMap::new();
        for (at, shown) in all.iter().enumerate() {
            for (id, seen) in shown {
                assert!(self.visits.contains_key(id), "{} was never visited", seen.url);
                if self.given_up.get(&at).is_some_and(|pages| pages.contains(&seen.url)) {
                    continue;
                }
                let known = *pages.entry(id).or_insert(seen);
                assert!(self.torn.contains(&seen.url) || seen == known, "{seen:?} and {known:?}");
            }
        }
        for ((page, name), mark) in &mut self.marks {
            for seen in pages.values().filter(|seen| seen.url == *page) {
                let on =
                    if *name == "star" { seen.star } else { seen.labels.iter().any(|label| label == name) };
                assert!(!mark.sure || self.torn.contains(page) || mark.on == on, "{page}: {name} is {on}");
            }
            mark.by.clear();
        }
    }
}
