//! Looking again: what a visit shows now takes the place of what it showed before, durably; the visit keeps its id, its time
//! and its place in the timeline.
use super::Archive;
use super::address::Address;
use super::remember::{Content, extracted};
use crate::catalog::{Capture, Origin, Visit};
use crate::event::VisitFacts;
use crate::journal::text::Text;
use crate::page::{CaptureNo, Remembered, RememberedKind, Seen, VisitId};
use crate::{EngineError, ErrorKind};
use std::collections::HashSet;

/// So often one visit may be looked at again: a page that never ends changing is not written for ever.
const MOST_LOOKS: u16 = 64;
/// Characters of new lines beside an unchanged main text that are worth a version, where other visits saw the page
/// without them: less than that is adverts and counters.
const WORTH_A_VERSION: usize = 400;

/// A look that says so many times what the one before said was preceded by a page that was not there yet: a skeleton, a wall.
const OUTGROWN: usize = 4;

impl Archive {
    /// Takes a look at a known visit. A visit that is forgotten does not come back by it. Errors: what the files say, and
    /// nothing is changed.
    pub(super) fn look(
        &mut self,
        seen: &Seen,
        address: &Address,
        visit: &Visit,
    ) -> Result<Remembered, EngineError> {
        let is_ours = visit.is_alive() && !matches!(visit.origin, Origin::Elsewhere(_));
        if !is_ours || seen.look <= visit.look || seen.look > MOST_LOOKS {
            return self.remembered(visit.id, visit.no, RememberedKind::Again);
        }
        let before = self.catalog.capture(visit.no).cloned();
        let before = before.ok_or_else(|| EngineError::new(ErrorKind::Bug, "a visit shows no capture"))?;
        let content = self.content_at(address, seen, &before)?;
        if self.says_nothing_new(&content, &before) {
            // Its text had left, and is here again.
            self.fill(before.no, &content.words)?;
            return self.remembered(visit.id, visit.no, RememberedKind::Again);
        }
        let is_outgrown = self.is_outgrown(&before, &content.words);
        let (id, at, offset_min) = (seen.id.clone(), visit.at, visit.offset_min);
        let from = self.source_of(seen);
        let facts = VisitFacts { id, at, offset_min, from, device: None, look: seen.look };
        if self.is_filled_by(&before, &seen.id)? && content.url == self.captured(before.no)?.url {
            let (captured, words) = content.captured(before.no, facts);
            self.fill_card(before.no, captured, &words)?;
            return self.looked(visit.id, before.no, is_outgrown);
        }
        let known = self.catalog.version_of(&content.url, &content.hash).filter(|no| *no != before.no);
        let no = match known {
            Some(no) => {
                self.revisit(no, &content.words, facts)?;
                no
            }
            None => {
                let picture = self.picture_left_by(&before, &content)?;
                self.keep_new(content, facts, picture)?
            }
        };
        self.looked(visit.id, no, is_outgrown)
    }

    /// A look was taken; `is_outgrown`: what is pictured so far is not the page yet.
    fn looked(&self, visit: VisitId, no: CaptureNo, is_outgrown: bool) -> Result<Remembered, EngineError> {
        let looked = self.remembered(visit, no, RememberedKind::Look)?;
        Ok(Remembered { wants_picture: looked.wants_picture || is_outgrown, ..looked })
    }

    /// Whether what a visit said before was but the beginning of what it says now.
    fn is_outgrown(&self, before: &Capture, now: &Text) -> bool {
        let length = |words: &Text| words.text.len() + words.rest.len();
        before.visits == 1
            && self.words(before.no).is_ok_and(|(_, kept)| length(now) >= OUTGROWN * length(&kept).max(1))
    }

    /// What is seen, at the address that it is to be kept under: a page that a person marked keeps its own, also where it
    /// goes on rewriting it.
    fn content_at(&self, address: &Address, seen: &Seen, before: &Capture) -> Result<Content, EngineError> {
        let page = extracted(seen, address);
        let is_marked =
            self.catalog.page_of(before).is_some_and(|page| page.star || !page.labels().is_empty());
        let own = if is_marked { Some(self.captured(before.no)?) } else { None };
        let own = own.map(|own| Address::known(&own.url, own.visited.as_deref())).transpose()?;
        Ok(Content::of(own.as_ref().unwrap_or(address), page, seen.text.as_deref(), None))
    }

    /// Whether what is kept of a visit holds all that it shows now.
    fn says_nothing_new(&self, content: &Content, before: &Capture) -> bool {
        let is_same_page = self.catalog.page(&content.url) == self.catalog.page_of(before);
        if !is_same_page || content.hash != before.hash {
            return false;
        }
        if before.is_card() {
            return true;
        }
        // What cannot be read is written anew.
        let Ok((_, kept)) = self.words(before.no) else { return false };
        let worth = if before.visits > 1 { WORTH_A_VERSION } else { 1 };
        content.words == kept || new_characters(&content.words, &kept) < worth
    }

    /// The picture that goes on with the visit, where its capture goes.
    fn picture_left_by(
        &self,
        before: &Capture,
        content: &Content,
    ) -> Result<Option<super::PictureFacts>, EngineError> {
        let goes_on = before.visits == 1 && self.catalog.page(&content.url) == self.catalog.page_of(before);
        if goes_on { self.picture_facts(before) } else { Ok(None) }
    }
}

/// Characters of lines that were not kept.
fn new_characters(now: &Text, kept: &Text) -> usize {
    let lines = |text: &Text| -> HashSet<String> {
        text.text.lines().chain(text.rest.lines()).map(str::to_owned).collect()
    };
    lines(now).difference(&lines(kept)).map(|line| line.chars().count()).sum()
}
