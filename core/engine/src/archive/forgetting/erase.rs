//! Erasing: what is gone for good leaves the index and the journal's files, one file a slice.
use crate::EngineError;
use crate::archive::Archive;
use crate::archive::salvage::mended;
use crate::catalog::{Catalog, Mark, PageKey, Words};
use crate::event::{Captured, Event, Labelled, Stamp, Starred, VisitFacts, Visited};
use crate::journal::text::Text;
use crate::journal::{Fate, Found};
use crate::page::VisitId;

/// Where what is gone for good still stands.
enum Trace {
    /// In segments of the index.
    Index,
    /// In this part of the journal.
    Part(u32),
}

impl Archive {
    /// Erases one file's worth; true when there was something to do.
    pub(in crate::archive) fn erase_some(&mut self) -> Result<bool, EngineError> {
        if self.journal.sweep()? {
            return Ok(true);
        }
        self.renew_marks()?;
        match self.next_trace() {
            Some(Trace::Index) => self.erase_from_index()?,
            Some(Trace::Part(seq)) => self.erase_from_part(seq)?,
            None => return Ok(false),
        }
        Ok(true)
    }

    /// What is erased next: from the index before the journal.
    fn next_trace(&self) -> Option<Trace> {
        if !self.gone.captures.is_empty() {
            return Some(Trace::Index);
        }
        self.gone.parts.first().copied().or_else(|| self.stale_part()).map(Trace::Part)
    }

    fn erase_from_index(&mut self) -> Result<(), EngineError> {
        if !self.index.is_erasing() && self.index.pending() > 0 {
            return self.commit_some().map(drop);
        }
        let live = live(&self.catalog);
        if !self.index.purge(&live)? {
            self.gone.captures.clear();
        }
        Ok(())
    }

    fn erase_from_part(&mut self, seq: u32) -> Result<(), EngineError> {
        if seq == self.journal.end().seq {
            self.journal.close_part();
        }
        let catalog = &self.catalog;
        let anew = self.journal.rewrite(seq, &mut |found| mended(judge(catalog, found), found))?;
        self.replace_part(anew)?;
        self.catalog.renewed(seq);
        self.gone.parts.remove(&seq);
        if self.gone.parts.is_empty() {
            // Checkpoints hold only hashes of what is gone, but hosts' names too: both slots are written anew.
            Catalog::remove_checkpoints(&*self.files)?;
            self.unsaved = u32::MAX / 2;
        }
        Ok(())
    }

    /// A part of the journal of which much says nothing any more; the one that is written to not while it is small.
    fn stale_part(&self) -> Option<u32> {
        /// Bytes.
        const SMALL: u64 = 1 << 20;
        if self.is_lacking() {
            // What seems to say nothing may say it of what is missing.
            return None;
        }
        let open = self.journal.end().seq;
        self.catalog.stale_part(|seq| self.journal.len_of(seq).filter(|len| seq != open || *len >= SMALL))
    }

    /// Says anew what stars and labels pages have that lose captures: on replay a star that was given before the oldest
    /// capture that stays would find no page.
    fn renew_marks(&mut self) -> Result<(), EngineError> {
        for key in self.gone.marked.clone() {
            // Where nothing says its address any more that is whole, the others must not wait.
            let (pages, _) = self.addresses_of(&[key])?;
            if pages.is_empty() {
                self.gone.marked.remove(&key);
                continue;
            }
            let Some(page) = self.catalog.page_by_key(key) else { continue };
            let (star, labels) = (page.star, page.labels().to_vec());
            let marks: Vec<_> = self.catalog.shared().marks_of(key).collect();
            for (mark, clock, by) in marks {
                let (pages, stamp) =
                    (pages.clone(), Stamp { clock, by: self.catalog.shared().device_of(by) });
                let event = match mark {
                    Mark::Star => Event::Star(Starred { op: 0, at: 0, pages, on: star, stamp }),
                    Mark::Label(number) => {
                        let (label, on) =
                            (self.catalog.label_name(number).to_owned(), labels.contains(&number));
                        Event::Label(Labelled { op: 0, at: 0, pages, label, on, stamp })
                    }
                };
                self.record(event, vec![])?;
            }
            self.gone.marked.remove(&key);
        }
        Ok(())
    }

    /// One slice of merging segments where that helps, without what is gone; true when there is more to do. Captures that a
    /// forget may give back stay.
    pub(in crate::archive) fn merge_some(&mut self) -> Result<bool, EngineError> {
        let live = live(&self.catalog);
        self.index.tend(&live)
    }
}

fn live(catalog: &Catalog) -> impl Fn(u32) -> bool + use<'_> {
    |doc| catalog.capture_of_doc(doc).is_some()
}

/// What becomes of a frame when its part is written anew.
fn judge(catalog: &Catalog, found: &Found<'_>) -> Fate {
    // An event of a newer version is not ours to drop.
    let Some(event) = &found.event else { return Fate::Keep };
    // Of a visit that is held each look is kept: what it saw is known by the last.
    let is_kept = |visit: &VisitFacts| VisitId::parse(&visit.id).is_some_and(|id| catalog.holds(id));
    match event {
        Event::Capture(captured) => {
            let Some(row) = catalog.capture(captured.no) else { return Fate::Drop };
            if row.place != found.place {
                return said_before(captured, is_kept(&captured.visit));
            }
            let thinned = row.words != Words::Own && !captured.card;
            let forgotten = !captured.visit.id.is_empty() && !is_kept(&captured.visit);
            if !thinned && !forgotten {
                return Fate::Keep;
            }
            let mut captured = captured.clone();
            captured.card |= thinned;
            if forgotten {
                captured.visit = VisitFacts::default();
                captured.visited = None;
            }
            let data = if thinned { vec![] } else { found.data.to_vec() };
            Fate::Change(Box::new(Event::Capture(captured)), data)
        }
        Event::Fill(filled) => {
            let row = catalog.capture(filled.no);
            keep_if(
                row.is_some_and(|row| matches!(&row.words, Words::Later(place) if **place == found.place)),
            )
        }
        Event::Visit(visited) if !is_kept(&visited.visit) => Fate::Drop,
        Event::Picture(pictured) => {
            let picture = catalog.capture(pictured.no).and_then(|capture| capture.picture());
            keep_if(picture.is_some_and(|picture| picture.place == found.place))
        }
        Event::Icon(iconed) => keep_if(catalog.icons().any(|(host, _)| host == iconed.host)),
        Event::Star(starred) => {
            let mut starred = starred.clone();
            let before = starred.pages.len();
            starred.pages.retain(|url| catalog.knows(PageKey::of(url)));
            change_if(starred.pages.len() < before, starred.pages.is_empty(), Event::Star(starred))
        }
        Event::Label(labelled) => {
            let mut labelled = labelled.clone();
            let before = labelled.pages.len();
            labelled.pages.retain(|url| catalog.knows(PageKey::of(url)));
            change_if(labelled.pages.len() < before, labelled.pages.is_empty(), Event::Label(labelled))
        }
        Event::Clock(reading) => keep_if(catalog.reading() == Some(*reading)),
        // Forgets, restores and purges name visits by random ids only, and are needed while any part holds them.
        _ => Fate::Keep,
    }
}

/// A frame of a capture that a later one says anew. The first of them stays without its words: visits stand behind it.
fn said_before(captured: &Captured, is_kept: bool) -> Fate {
    let visit = if is_kept { captured.visit.clone() } else { VisitFacts::default() };
    if captured.changes > 0 {
        let visited = Event::Visit(Visited { no: captured.no, visit });
        return if is_kept { Fate::Change(Box::new(visited), vec![]) } else { Fate::Drop };
    }
    let bare = Captured { no: captured.no, url: captured.url.clone(), visit, ..Captured::default() };
    Fate::Change(Box::new(Event::Capture(bare)), Text::default().pack())
}

fn keep_if(keep: bool) -> Fate {
    if keep { Fate::Keep } else { Fate::Drop }
}

fn change_if(changed: bool, is_empty: bool, event: Event) -> Fate {
    match (changed, is_empty) {
        (false, _) => Fate::Keep,
        (true, true) => Fate::Drop,
        (true, false) => Fate::Change(Box::new(event), vec![]),
    }
}
