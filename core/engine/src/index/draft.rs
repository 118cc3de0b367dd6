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

/// See the module.
#[derive(Default)]
pub(super) struct Draft {
    keys: Interned,
    /// Which key stands at which position, document by document.
    places: Vec<(u32, u32)>,
    /// Where the places of each document end.
    ends: Vec<usize>,
    numbers: Numbers,
}

impl Draft {
    /// Takes a document.
    pub fn add(&mut self, no: CaptureNo, analysis: &Analysis) {
        let mut next = 0_u32;
        for line in analysis.keys.split_terminator('\n') {
            let same = line.strip_prefix(SAME_PLACE);
            next += u32::from(same.is_none());
            let key = same.unwrap_or(line);
            // One that is so long is no word.
            if !key.is_empty() && key.len() <= MAX_TOKEN_LEN {
                self.places.push((self.keys.number(key), next.saturating_sub(1)));
            }
        }
        self.ends.push(self.places.len());
        self.numbers.push(no, analysis.length);
    }

    /// How many documents there are.
    pub fn docs(&self) -> u32 {
        self.numbers.docs()
    }

    /// Makes them a segment in memory.
    pub fn seal(self) -> Result<Opened, EngineError> {
        let index = schema::index_over(RamDirectory::create()).map_err(|e| engine_error(&e))?;
        let target = only_segment(&index, self.docs())?;
        self.write_words(&target)?;
        schema::write_rest(&target, &self.numbers)?;
        Opened::new(&target)
    }

    fn write_words(&self, target: &Segment) -> Result<(), EngineError> {
        let mut out = InvertedIndexSerializer::open(target).map_err(|e| engine_error(&e))?;
        let (norms, total) = self.numbers.norms()?;
        let mut field = out.new_field(Fields::new().keys, total, Some(norms)).map_err(|e| from_io(&e))?;
        let mut order: Vec<u32> = (0..self.keys.len() as u32).collect();
        order.sort_unstable_by_key(|key| self.keys.text(*key));
        let (lists, mut begin, mut steps) = (self.lists(&order), 0, Vec::new());
        for key in order {
            let end = lists.ends.get(key as usize).copied().unwrap_or(begin);
            let list = lists.places.get(begin..end).unwrap_or_default();
            begin = end;
            let of_doc = || list.chunk_by(|a, b| a.0 == b.0);
            let text = self.keys.text(key).as_bytes();
            field.new_term(text, of_doc().count() as u32, true).map_err(|e| from_io(&e))?;
            for places in of_doc() {
                let mut before = 0;
                steps.clear();
                steps.extend(places.iter().map(|(_, at)| at - std::mem::replace(&mut before, *at)));
                let doc = places.first().map_or(0, |(doc, _)| *doc);
                field.write_doc(doc, places.len() as u32, &steps);
            }
            field.close_term().map_err(|e| from_io(&e))?;
        }
        field.close().map_err(|e| from_io(&e))?;
        out.close().map_err(|e| from_io(&e))
    }

    /// The places key by key, these in `order`, each key's in the order of documents and positions: counted first, then put where they belong.
    fn lists(&self, order: &[u32]) -> Lists {
        let mut ends = vec![0_usize; self.keys.len()];
        for (key, _) in &self.places {
            if let Some(count) = ends.get_mut(*key as usize) {
                *count += 1;
            }
        }
        let mut begin = 0;
        for key in order {
            if let Some(end) = ends.get_mut(*key as usize) {
                begin += std::mem::replace(end, begin);
            }
        }
        let mut places = vec![(0, 0); self.places.len()];
        let mut from = 0;
        for (doc, to) in (0..).zip(&self.ends) {
            for (key, at) in self.places.get(from..*to).unwrap_or_default() {
                let Some(end) = ends.get_mut(*key as usize) else { continue };
                if let Some(place) = places.get_mut(*end) {
                    *place = (doc, *at);
                }
                *end += 1;
            }
            from = *to;
        }
        Lists { places, ends }
    }
}

/// Documents and positions of all keys, and where those of each key end.
struct Lists {
    places: Vec<(DocId, u32)>,
    ends: Vec<usize>,
}
