//! A capture said anew: the card of an address of the past has words from its first visit on, and keeps number and visits.
use super::apply::parse_hash;
use super::rows::PageKey;
use super::{Capture, Catalog, Gone, Words};
use crate::address::host_of;
use crate::event::Captured;
use crate::journal::Place;

impl Catalog {
    /// Takes a later event of a capture that is known. Its first frame stays, for later visits stand behind it; without what it
    /// said once its part is written anew (see `archive::forgetting`).
    pub(super) fn rewrite(&mut self, captured: &Captured, place: Place) -> Gone {
        let changes = captured.changes + u32::from(captured.card);
        let page = self.pages.number(PageKey::of(&captured.url));
        let (host, lang) = (self.hosts.number(host_of(&captured.url)), self.langs.number(&captured.lang));
        let is_later =
            |known: &Capture| known.changes < changes && page.is_some_and(|page| known.page == page);
        if !self.capture(captured.no).is_some_and(is_later) {
            return Gone::of_part(place.seq);
        }
        self.drop_content(captured.no);
        let Some(capture) = self.capture_mut(captured.no) else { return Gone::of_part(place.seq) };
        let mut gone = Gone { again: vec![captured.no], ..Gone::default() };
        if let Words::Later(words) = &capture.words {
            gone.parts.insert(words.seq);
        }
        match capture.began.get() {
            Some(_) => drop(gone.parts.insert(capture.place.seq)),
            None => capture.began = Some(capture.place.seq).into(),
        }
        capture.place = place;
        capture.hash = parse_hash(&captured.hash);
        let host_before = std::mem::replace(&mut capture.host, host);
        capture.lang = lang;
        capture.words = if captured.card { Words::Vault } else { Words::Own };
        capture.changes = changes;
        self.hosts_used.less(host_before);
        self.hosts_used.more(host);
        self.note_content(captured.no);
        self.stir_capture(captured.no);
        gone.extend(self.add_visit(captured.no, &captured.visit, place.seq));
        gone
    }
}
