//! Entries that nobody can read any more. Who has to pass one over asks for what was in it, and who may know of it says all that it knows again:
//! words on marks and visits have clocks, so hearing one twice changes nothing.
use super::anew::tell_again;
use super::rows::Origin;
use super::{Catalog, Shared};
use crate::event::{Checked, Received};
use crate::page::to_hex;

/// So many of them are told apart: more than that is no damage, but a log that somebody makes up.
const MOST: usize = 4_096;

impl Shared {
    /// Whether it is known of the entry of a version that nobody can read it.
    pub fn is_unheard(&self, version: u64) -> bool {
        self.unheard.contains_key(&version)
    }

    /// Those that others are to be asked for, by the account's versions that they made.
    pub fn unasked_entries(&self) -> impl Iterator<Item = u64> {
        self.unheard.iter().filter(|(_, is_asked)| !**is_asked).map(|(version, _)| *version)
    }

    pub(super) fn have_asked_for(&mut self, versions: &[u64]) {
        for version in versions {
            if let Some(is_asked) = self.unheard.get_mut(version) {
                *is_asked = true;
            }
        }
    }

    /// An entry is heard, or passed over. What a person took as it is may have gaps before it.
    pub(super) fn pass_over(&mut self, received: &Received) {
        let missing = self.version.saturating_add(1)..received.version;
        let is_broken = received.seq == 0 && self.is_taken_as_it_is(received.version);
        let last = self.as_it_is;
        for version in missing.take_while(|version| *version <= last).take(MOST) {
            self.note_unheard(version, false);
        }
        if is_broken {
            self.note_unheard(received.version, false);
        }
    }

    /// True where that is news.
    fn note_unheard(&mut self, version: u64, is_asked: bool) -> bool {
        let is_news = !self.is_unheard(version) && self.unheard.len() < MOST;
        if is_news {
            self.unheard.insert(version, is_asked);
        }
        is_news
    }

    /// What was said here last of marks and visits is to be said once more, also by devices that nobody has any more: they cannot.
    fn repeat(&mut self) {
        let Self { gone, forgotten, verdicts, deeds, .. } = self;
        self.clock = tell_again(gone, forgotten, verdicts, deeds, self.clock);
        let orphaned = self.marks.iter().filter(|(_, (_, by))| self.is_of_gone(*by));
        for mark in Vec::from_iter(orphaned.map(|(mark, _)| *mark)) {
            self.marks.entry(mark).and_modify(|said| said.1 = Origin::Here);
        }
        self.sent = 0;
    }
}

impl Catalog {
    /// Says again what may have stood in entries that nobody can read any more, and what is in their packs.
    pub(super) fn say_unheard(&mut self, versions: &[u64], is_asked: bool) {
        let news = versions.iter().copied().filter(|version| self.shared.note_unheard(*version, is_asked));
        let news = Vec::from_iter(news);
        if news.is_empty() {
            return;
        }
        self.shared.repeat();
        let listed = self.shared.listed_packs();
        for pack in news.iter().filter_map(|version| listed.get(version)).flatten() {
            self.checked(&Checked { pack: to_hex(pack), lost: true });
        }
    }
}
