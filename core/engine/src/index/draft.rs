//! Documents that are being taken in: every key once, and which of them stand where, until they are made a segment.
use super::doc::{Analysis, SAME_PLACE};
use super::numbers::Numbers;
use super::pack::{engine_error, from_io};
use super::schema::{self, Fields};
use super::segment::{Opened, only_segment};
use crate::EngineError;
use crate::interned::Interned;
use crate::page::CaptureNo;
use tantivy::directory::RamDirectory;
use tantivy::postings::InvertedIndexSerializer;
use tantivy::tokenizer::MAX_TOKEN_LEN;
use tantivy::{DocId, Segment};

/// So many places are enough for a segment in memory: eight megabytes.
const MOST_PLACES: usize = 1 << 20;
/// So many documents, also of what is merged in memory.
pub(super) const MOST_DOCS: u32 = 64;

/// See the module.
#[derive(Default)]
pub(super) struct Draft {
    keys: Interned,
    /// Which key stands at which place, counted through all documents.
    places: Vec<(u32, u32)>,
    /// The first place of each document.
    begins: Vec<u32>,
    /// The place after the last.
    end: u32,
    numbers: Numbers,
}

impl Draft {
    /// Takes a document.
    pub fn add(&mut self, no: CaptureNo, analysis: &Analysis) {
        self.begins.push(self.end);
        let mut next = self.end;
        for line in analysis.keys.split_terminator('\n') {
            let same = line.strip_prefix(SAME_PLACE);
            next += u32::from(same.is_none());
            let key = same.unwrap_or(line);
            // One that is so long is no word.
            if !key.is_empty() && key.len() <= MAX_TOKEN_LEN {
                self.places.push((self.keys.number(key), next.saturating_sub(1).max(self.end)));
            }
        }
        self.end = next;
        self.numbers.push(no, analysis.length);
    }

    /// Whether it is to be sealed before it takes another: neither that nor merging it with others is to be felt.
    pub fn is_full(&self) -> bool {
        self.docs() >= MOST_DOCS || self.places.len() >= MOST_PLACES
    }

    /// How many documents there are.
    pub fn docs(&self) -> u32 {
        self.numbers.docs()
    }

    /// Makes them a segment in memory.
    pub fn seal(mut self) -> Result<Opened, EngineError> {
        let index = schema::index_over(RamDirectory::create()).map_err(|e| engine_error(&e))?;
        let target = only_segment(&index, self.docs())?;
        self.write_words(&target)?;
        schema::write_rest(&target, &self.numbers)?;
        Opened::new(&target)
    }

    fn write_words(&mut self, target: &Segment) -> Result<(), EngineError> {
        let mut out = InvertedIndexSerializer::open(target).map_err(|e| engine_error(&e))?;
        let (norms, total) = self.numbers.norms()?;
        let mut field = out.new_field(Fields::new().keys, total, Some(norms)).map_err(|e| from_io(&e))?;
        let order = self.put_in_order();
        let (mut list, mut steps) = (Vec::new(), Vec::new());
        for places in self.places.chunk_by(|a, b| a.0 == b.0) {
            list.clear();
            list.extend(places.iter().map(|(_, place)| self.position(*place)));
            let by_doc = || list.chunk_by(|a, b| a.0 == b.0);
            let key = places.first().and_then(|(rank, _)| order.get(*rank as usize)).copied();
            let key = self.keys.text(key.unwrap_or_default()).as_bytes();
            field.new_term(key, by_doc().count() as u32, true).map_err(|e| from_io(&e))?;
            for positions in by_doc() {
                let mut before = 0;
                steps.clear();
                steps.extend(positions.iter().map(|(_, at)| at - std::mem::replace(&mut before, *at)));
                let doc = positions.first().map_or(0, |(doc, _)| *doc);
                field.write_doc(doc, positions.len() as u32, &steps);
            }
            field.close_term().map_err(|e| from_io(&e))?;
        }
        field.close().map_err(|e| from_io(&e))?;
        out.close().map_err(|e| from_io(&e))
    }

    /// Puts the places in the order of their keys' texts, in whose place the rank then stands; gives the keys by rank.
    fn put_in_order(&mut self) -> Vec<u32> {
        let mut order: Vec<u32> = (0..self.keys.len() as u32).collect();
        order.sort_unstable_by_key(|key| self.keys.text(*key));
        let mut ranks = vec![0; order.len()];
        for (rank, key) in (0..).zip(&order) {
            if let Some(of) = ranks.get_mut(*key as usize) {
                *of = rank;
            }
        }
        for (key, _) in &mut self.places {
            *key = ranks.get(*key as usize).copied().unwrap_or_default();
        }
        self.places.sort_unstable();
        order
    }

    /// The document that has a place, and where in it that is.
    fn position(&self, place: u32) -> (DocId, u32) {
        let doc = self.begins.partition_point(|begin| *begin <= place).saturating_sub(1);
        (doc as DocId, place - self.begins.get(doc).copied().unwrap_or_default())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(keys: &[&str]) -> Analysis {
        Analysis { keys: keys.iter().map(|key| format!("{key}\n")).collect(), length: 1 }
    }

    #[test]
    fn every_key_has_the_documents_and_positions_where_it_stands() {
        use tantivy::DocSet;
        use tantivy::postings::Postings;
        use tantivy::schema::IndexRecordOption;
        let mut draft = Draft::default();
        let same = format!("{SAME_PLACE}a");
        for keys in [&["b", &same, "", "a"][..], &[], &["a"], &["b", "b"]] {
            draft.add(0, &of(keys));
        }
        let words = draft.seal().unwrap().words;
        let found = |key: &str| {
            let info = words.terms().get(key).unwrap().unwrap();
            let option = IndexRecordOption::WithFreqsAndPositions;
            let mut list = words.read_postings_from_terminfo(&info, option).unwrap();
            let mut all = Vec::new();
            while list.doc() != tantivy::TERMINATED {
                let mut positions = Vec::new();
                list.positions(&mut positions);
                all.push((list.doc(), positions));
                list.advance();
            }
            (info.doc_freq, all)
        };
        assert_eq!(found("a"), (2, vec![(0, vec![0, 2]), (2, vec![0])]));
        assert_eq!(found("b"), (2, vec![(0, vec![0]), (3, vec![0, 1])]));
        assert_eq!(words.terms().num_terms(), 2);
    }

    #[test]
    fn many_documents_fill_it_and_one_of_many_words() {
        let mut many = Draft::default();
        for _ in 0..MOST_DOCS {
            assert!(!many.is_full());
            many.add(0, &of(&["a"]));
        }
        assert!(many.is_full());
        let mut long = Draft::default();
        long.add(0, &of(&["a"; MOST_PLACES]));
        assert!(long.is_full());
    }
}
