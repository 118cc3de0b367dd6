//! One open segment: tantivy's reader and the few numbers that every search needs.
use super::doc::length_of;
use super::ends::{self, Ends};
use super::pack::{Cache, Pack, ReadDirectory, engine_error, from_io};
use super::schema::{self, Fields};
use crate::ports::Files;
use crate::{CaptureNo, EngineError, ErrorKind};
use std::sync::{Arc, Mutex, OnceLock};
use tantivy::columnar::Column;
use tantivy::directory::{CompositeFile, FileSlice};
use tantivy::error::DataCorruption;
use tantivy::index::{InvertedIndexReader, SegmentComponent, SegmentId, SegmentReader};
use tantivy::{DocId, Segment, TantivyError};

/// The id by which tantivy knows the one segment of a directory: it only makes file names, so one serves all.
const ONE: &str = "00000000-0000-0000-0000-000000000000";

/// Bytes before a field's first list: how many words it has in all.
const LISTS_HEAD: usize = 8;

/// Tantivy's name for the one segment of `index`.
pub(super) fn only_segment(index: &tantivy::Index, docs: u32) -> Result<Segment, EngineError> {
    let id = SegmentId::from_uuid_string(ONE).map_err(|e| EngineError::new(ErrorKind::Bug, e.to_string()))?;
    Ok(index.segment(index.new_segment_meta(id, docs)))
}

/// A segment that can be searched and merged.
pub(super) struct Opened {
    /// Dictionary and postings.
    pub words: Arc<InvertedIndexReader>,
    /// Documents, dead ones included.
    pub docs: DocId,
    /// Sum of the weighted lengths.
    pub total_length: f64,
    /// Length code of each document.
    lengths: Vec<u8>,
    numbers: Column<u64>,
    /// The file, when it is one.
    pub pack: Option<Arc<Pack>>,
    /// Its lists, by which a search passes over what cannot win; none for a segment that no merge wrote: only these know.
    pub lists: Option<FileSlice>,
    /// Its German words by their ends; of a segment that no merge wrote they are collected when they are first asked for.
    ends: OnceLock<Option<Ends>>,
}

impl Opened {
    /// Opens a pack.
    pub fn from_pack(
        files: Arc<dyn Files>,
        cache: Arc<Mutex<Cache>>,
        id: u64,
        name: String,
        len: u64,
    ) -> Result<Self, EngineError> {
        let pack = Arc::new(Pack::open(files, cache, id, name, len)?);
        let index =
            schema::index_over(ReadDirectory::new(Arc::clone(&pack))).map_err(|e| engine_error(&e))?;
        let mut opened = Self::merged(&only_segment(&index, pack.docs())?)?;
        opened.pack = Some(pack);
        Ok(opened)
    }

    /// Opens a segment in memory that a merge wrote.
    pub fn merged(segment: &Segment) -> Result<Self, EngineError> {
        let lists = segment.open_read(SegmentComponent::Postings).map_err(|e| engine_error(&e.into()))?;
        let lists = CompositeFile::open(&lists).map_err(|e| from_io(&e))?;
        let lists = lists.open_read(Fields::new().keys).map(|lists| lists.slice_from(LISTS_HEAD));
        let ends = OnceLock::from(Ends::open(segment.index().directory()));
        Ok(Self { lists, ends, ..Self::new(segment)? })
    }

    /// Opens a segment in memory.
    pub fn new(segment: &Segment) -> Result<Self, EngineError> {
        Self::read(segment).map_err(|e| engine_error(&e))
    }

    fn read(segment: &Segment) -> tantivy::Result<Self> {
        let reader = SegmentReader::open(segment)?;
        let words = reader.inverted_index(Fields::new().keys)?;
        let numbers = reader.fast_fields().u64(schema::NO)?;
        let column = reader.fast_fields().u64(schema::LENGTH)?;
        let docs = reader.max_doc();
        if numbers.num_docs() != docs || column.num_docs() != docs {
            let fact = "a segment has other documents than its directory says";
            return Err(TantivyError::DataCorruption(DataCorruption::comment_only(fact)));
        }
        let lengths: Vec<u8> = (0..docs).map(|doc| column.first(doc).unwrap_or(0) as u8).collect();
        let total_length = lengths.iter().map(|code| f64::from(length_of(*code))).sum();
        Ok(Self {
            words,
            docs,
            total_length,
            lengths,
            numbers,
            pack: None,
            lists: None,
            ends: OnceLock::new(),
        })
    }

    /// Dictionary and postings for reading them from their first to their last, beside the cache.
    pub fn words_in_bulk(&self) -> Result<Arc<InvertedIndexReader>, EngineError> {
        let Some(pack) = &self.pack else { return Ok(Arc::clone(&self.words)) };
        let directory = ReadDirectory::new(Arc::new(pack.in_bulk()));
        let index = schema::index_over(directory).map_err(|e| engine_error(&e))?;
        let reader = SegmentReader::open(&only_segment(&index, self.docs)?);
        let words = reader.and_then(|reader| reader.inverted_index(Fields::new().keys));
        words.map_err(|e| engine_error(&e))
    }

    /// Whether a document is not live.
    pub fn has_dead(&self, live: &dyn Fn(CaptureNo) -> bool) -> bool {
        (0..self.docs).any(|doc| !live(self.number(doc)))
    }

    /// The capture of a document.
    pub fn number(&self, doc: DocId) -> CaptureNo {
        self.numbers.first(doc).unwrap_or(u64::from(CaptureNo::MAX)) as CaptureNo
    }

    /// The length code of a document.
    pub fn length(&self, doc: DocId) -> u8 {
        self.lengths.get(doc as usize).copied().unwrap_or(0)
    }

    /// The words that end with `end` and may be compounds of it.
    pub fn compounds(&self, end: &str) -> Result<Vec<String>, EngineError> {
        if self.ends.get().is_none() {
            let mut ends = ends::Collector::default();
            self.keys(&[], &[u8::MAX], |key, _| {
                ends.take(key);
                true
            })?;
            let _ = self.ends.set(ends.into_ends());
        }
        self.ends.get().and_then(Option::as_ref).map_or_else(|| Ok(Vec::new()), |ends| ends.compounds(end))
    }

    /// Which keys lie in `from..to`, in order, until `each` says `false`.
    pub fn keys(
        &self,
        from: &[u8],
        to: &[u8],
        mut each: impl FnMut(&[u8], &tantivy::postings::TermInfo) -> bool,
    ) -> Result<(), EngineError> {
        let mut stream = self.words.terms().range().ge(from).lt(to).into_stream().map_err(|e| from_io(&e))?;
        while let Some((key, info)) = stream.next() {
            if !each(key, info) {
                break;
            }
        }
        Ok(())
    }
}
