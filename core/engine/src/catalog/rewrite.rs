//! A capture said anew: the card of an address of the past has words from its first visit on, and keeps number and visits.
use super::apply::parse_hash;
use super::rows::PageKey;
use super::{Catalog, Gone, Words};
use crate::address::host_of;
use crate::event::Captured;
use crate::journal::Place;

impl Catalog {
    /// Takes a later event of a capture that is known. Its first frame stays, for later visits stand behind it; without what it
    /// said once its part is written anew (see `archive::forgetting`).
    pub(super) fn rewrite(&mut self, captured: &Captured, place: Place) -> Gone {
        let changes = captured.changes + u32::from(captured.card);
        let key = PageKey::of(&captured.url);
        let page = self.page_of.get(&key).copied();
        let (host, lang) = (self.hosts.number(host_of(&captured.url)), self.langs.number(&captured.lang));
        let capture = self.capture_mut(captured.no);
        let Some(capture) = capture.filter(|known| known.changes < changes && Some(known.page) == page)
        else {
            return Gone::of_part(place.seq);
        };
        let mut gone = Gone { again: vec![captured.no], ..Gone::default() };
        if let Words::Later(words) = capture.words {
            gone.parts.insert(words.seq);
        }
        if capture.began.is_some() {
            gone.parts.insert(capture.place.seq);
        }
        capture.began.get_or_insert(capture.place.seq);
        capture.place = place;
        let hash = parse_hash(&captured.hash);
        let before = std::mem::replace(&mut capture.hash, hash);
        let host_before = std::mem::replace(&mut capture.host, host);
        capture.lang = lang;
        capture.words = if captured.card { Words::Vault } else { Words::Own };
        capture.changes = changes;
        self.hosts_used.less(host_before);
        self.hosts_used.more(host);
        self.versions.remove(key, &before, captured.no);
        self.versions.insert(key, &hash, captured.no);
        gone.extend(self.add_visit(captured.no, &captured.visit, place.seq));
        gone
    }
}
