//! Many lists added up: the documents of a beginning that stands for hundreds of words, or of a word in many languages.
use super::bounds::Scale;
use super::meter::Stretch;
use super::score::MOST;
use super::terms::Posting;
use super::window::Window;
use crate::EngineError;
use crate::bits::Bits;
use crate::index::pack::from_io;
use crate::index::segment::Opened;
use tantivy::DocId;
use tantivy::schema::IndexRecordOption;

/// Documents of which one bound is known.
const CHUNK: usize = 64;
/// So many documents are passed one by one before it is guessed where to go on.
const STEPS: usize = 8;

/// See the module.
pub(super) struct Sum {
    /// Documents, ascending, and the weighted occurrences in each.
    docs: Vec<(DocId, f32)>,
    at: usize,
    /// Where the stretch ends: what lies behind was not read.
    end: DocId,
    /// The most that occurrences by the half-way point come to in each chunk; empty where all documents are looked at.
    most: Vec<f32>,
}

impl Sum {
    /// Reads the lists, as far as the stretch goes.
    pub fn of(
        segment: &Opened,
        postings: &[&Posting],
        scale: Option<&Scale>,
        stretch: Stretch<'_>,
    ) -> Result<Self, EngineError> {
        let Stretch { from, end, meter } = stretch;
        let mut sums = vec![0.0_f32; end.min(segment.docs).saturating_sub(from) as usize];
        let mut set = Bits::default();
        for posting in postings {
            let list =
                segment.words.read_block_postings_from_terminfo(&posting.info, IndexRecordOption::WithFreqs);
            let mut list = list.map_err(|e| from_io(&e))?;
            list.seek(from);
            while list.docs().first().is_some_and(|first| *first < end) {
                meter.steps(list.block_len());
                for (doc, times) in list.docs().iter().zip(list.freqs()) {
                    let Some(at) = doc.checked_sub(from) else { continue };
                    if let Some(sum) = sums.get_mut(at as usize) {
                        *sum += posting.weight * *times as f32;
                        set.insert(at);
                    }
                }
                list.advance();
            }
        }
        let docs: Vec<(DocId, f32)> =
            set.numbers().map(|at| (from + at, sums.get(at as usize).copied().unwrap_or(0.0))).collect();
        let most = scale.map_or_else(Vec::new, |scale| {
            let one = |(doc, times): &(DocId, f32)| times / scale.half(segment.length(*doc));
            docs.chunks(CHUNK).map(|chunk| chunk.iter().map(one).fold(0.0, f32::max)).collect()
        });
        Ok(Self { docs, at: 0, end, most })
    }

    /// The current document, or the end.
    pub fn doc(&self) -> DocId {
        self.docs.get(self.at).map_or(self.end, |(doc, _)| *doc)
    }

    /// Goes to the first document at or after `target`.
    pub fn seek(&mut self, target: DocId) -> DocId {
        let rest = self.docs.get(self.at..).unwrap_or_default();
        let near = rest.iter().take(STEPS).take_while(|(doc, _)| *doc < target).count();
        self.at += near;
        if near == STEPS {
            let rest = rest.get(near..).unwrap_or_default();
            self.at += rest.partition_point(|(doc, _)| *doc < target);
        }
        self.doc()
    }

    /// Weighted occurrences in the current document.
    pub fn occurrences(&self) -> f32 {
        self.docs.get(self.at).map_or(0.0, |(_, times)| *times)
    }

    /// See [`super::word::WordCursor::may_say`].
    pub fn most_in(&mut self, from: DocId, end: DocId) -> f32 {
        self.seek(from);
        let first =
            |chunk: usize| self.docs.get((chunk * CHUNK).max(self.at)).map_or(self.end, |(doc, _)| *doc);
        let chunks = (self.at / CHUNK..).take_while(|chunk| first(*chunk) < end);
        chunks.map(|chunk| self.most.get(chunk).copied().unwrap_or(MOST)).fold(0.0, f32::max)
    }

    /// Adds what stands before `end` to a window.
    pub fn add_to(&mut self, window: &mut Window, end: DocId) {
        while let Some((doc, times)) = self.docs.get(self.at).filter(|(doc, _)| *doc < end) {
            window.add(*doc, *times);
            self.at += 1;
        }
    }

    /// See [`super::word::WordCursor::most`].
    pub fn most(&mut self, target: DocId) -> (f32, DocId) {
        match self.seek(target) {
            doc if doc > target => (0.0, doc - 1),
            _ => {
                let chunk = self.at / CHUNK;
                let end = self.docs.len().min((chunk + 1) * CHUNK) - 1;
                let last = self.docs.get(end).map_or(target, |(doc, _)| *doc);
                (self.most.get(chunk).copied().unwrap_or(MOST), last)
            }
        }
    }
}
