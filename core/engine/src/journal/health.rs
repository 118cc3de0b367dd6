//! What the journal has against what is known that it had: parts that are gone, older or shorter, and heads that are damaged.
use super::parts::{self, PART_HEAD, Part};
use super::{Journal, Position};
use crate::EngineError;
use crate::event::PartFacts;

impl Journal {
    /// The parts that have a file: a checkpoint is valid only for those it was made from.
    pub fn facts(&self) -> Vec<PartFacts> {
        let facts =
            |(seq, part): (&u32, &Part)| PartFacts { seq: *seq, generation: part.generation, len: part.end };
        self.parts.iter().map(facts).filter(|facts| facts.len > 0).collect()
    }

    /// Behind the last frame that stands in a file: a part that was begun and not written to is none yet.
    pub fn written(&self) -> Position {
        let last = self.facts().last().copied();
        last.map_or_else(Position::default, |part| Position { seq: part.seq, offset: part.len })
    }

    /// Those of `known` that are not there any more as they were: gone, of an older generation, or shorter. One that was
    /// rewritten since is there.
    pub fn lost(&self, known: &[PartFacts]) -> Vec<PartFacts> {
        known.iter().filter(|facts| !self.has(facts)).copied().collect()
    }

    /// Whether a part is there as it is known, or newer.
    pub fn has(&self, facts: &PartFacts) -> bool {
        let have = |part: &Part| {
            part.end > 0
                && (part.generation > facts.generation
                    || part.generation == facts.generation && part.end >= facts.len)
        };
        self.parts.get(&facts.seq).is_some_and(have)
    }

    /// Closed parts that are shorter than the journal itself says that they were.
    pub fn cut_short(&self) -> Result<Vec<PartFacts>, EngineError> {
        let mut short = Vec::new();
        for (seq, part) in self.parts.iter().filter(|(_, part)| part.end > 0) {
            short.extend(self.said_of(*seq)?.filter(|said| said.len > part.end));
        }
        Ok(short)
    }

    /// What the journal says of a part as it is: its own word, where it was written anew, or that of the next one.
    pub(super) fn said_of(&self, seq: u32) -> Result<Option<PartFacts>, EngineError> {
        let generation = self.part(seq)?.generation;
        for teller in [Some(seq), seq.checked_add(1)].into_iter().flatten() {
            let Some(part) = self.parts.get(&teller).filter(|part| part.end > 0) else { continue };
            let said = parts::first_word(&*self.files, teller, *part)?;
            if let Some(said) = said.filter(|said| (said.seq, said.generation) == (seq, generation)) {
                return Ok(Some(said));
            }
        }
        Ok(None)
    }

    /// Numbers before the last part that have no part, or an empty file: parts are numbered without gaps.
    pub fn gaps(&self) -> Vec<u32> {
        let last = self.parts.last_key_value().map_or(0, |(seq, _)| *seq);
        (0..last).filter(|seq| self.parts.get(seq).is_none_or(|part| part.end == 0)).collect()
    }

    /// Parts whose head is not theirs: torn, damaged, or of another part. The last one may be one whose first write was never
    /// finished; not where another part stands in its place.
    pub fn headless(&mut self) -> Result<Vec<u32>, EngineError> {
        let mut found = Vec::new();
        for (seq, part) in self.parts.iter_mut().filter(|(_, part)| part.end > 0) {
            let head = parts::read_head(&*self.files, *seq, *part)?;
            if head == Some((*seq, part.generation)) {
                continue;
            }
            if head.is_some() {
                part.known = part.end;
            }
            found.push(*seq);
        }
        Ok(found)
    }

    /// Whether nothing is known to have been acknowledged in a part, and it is the last one.
    pub fn may_be_unfinished(&self, seq: u32) -> bool {
        let last = self.parts.iter().rev().find(|(_, part)| part.end > 0);
        last.is_some_and(|(last, part)| *last == seq && part.known == 0)
    }

    /// Takes the word of a checkpoint on what was acknowledged: nothing of that is ever taken for a torn tail.
    pub fn vouch(&mut self, known: &[PartFacts]) {
        for facts in known {
            if let Some(part) = self.parts.get_mut(&facts.seq)
                && part.generation == facts.generation
            {
                part.known = part.known.max(facts.len);
            }
        }
    }

    /// Everything that is there counts as acknowledged from here on.
    pub(super) fn vouch_for_all(&mut self) {
        self.parts.values_mut().for_each(|part| part.known = part.end);
    }

    /// Writes the head of a part of which only the head is not whole.
    pub fn mend_head(&mut self, seq: u32) -> Result<(), EngineError> {
        let part = *self.part(seq)?;
        if part.end >= PART_HEAD {
            self.files.write(&part.name(seq), 0, &parts::head(seq, part.generation))?;
            self.files.flush(&part.name(seq))?;
        }
        Ok(())
    }

    /// The next append goes into this part or a later one: a part that is missing may be put back, and nothing else may stand
    /// in its place then.
    pub fn begin_at(&mut self, seq: u32) {
        if self.parts.last_key_value().is_none_or(|(last, _)| *last < seq) {
            self.parts.insert(seq, Part::default());
        }
    }

    /// Puts an empty part where one is missing: it is known to be lost.
    pub fn fill_gaps(&mut self) -> Result<(), EngineError> {
        for seq in self.gaps() {
            self.parts.entry(seq).or_default();
            self.empty(seq)?;
        }
        Ok(())
    }
}
