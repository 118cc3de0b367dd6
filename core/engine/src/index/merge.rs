//! Segments into one pack: committing, merging and purging all end here.
use super::manifest::Entry;
use super::pack::{PackWriter, WriteDirectory, engine_error, from_io};
use super::schema;
use super::segment::Opened;
use crate::ports::Files;
use crate::{CaptureNo, EngineError};
use std::io::Write;
use std::sync::Arc;
use tantivy::BitSet;
use tantivy::directory::{OwnedBytes, TerminatingWrite};
use tantivy::fastfield::{AliveBitSet, write_alive_bitset};
use tantivy::index::SegmentComponent;
use tantivy::indexer::merge_filtered_segments;

/// Tantivy's files of a segment.
const PARTS: [SegmentComponent; 6] = [
    SegmentComponent::FieldNorms,
    SegmentComponent::Postings,
    SegmentComponent::Positions,
    SegmentComponent::Terms,
    SegmentComponent::FastFields,
    SegmentComponent::Store,
];

/// The name of a segment's file.
pub(super) fn file_name(no: u64) -> String {
    format!("seg-{no:06}.idx")
}

/// The number in a segment's file name.
pub(super) fn number(name: &str) -> Option<u64> {
    name.strip_prefix("seg-")?.strip_suffix(".idx")?.parse().ok()
}

/// How many documents of `segment` are not live.
pub(super) fn dead(segment: &Opened, live: &dyn Fn(CaptureNo) -> bool) -> u32 {
    (0..segment.docs).filter(|doc| !live(segment.number(*doc))).count() as u32
}

/// Writes the live documents of `sources` as the pack `no`, durably. `None` when none is live: nothing is written.
pub(super) fn write_pack(
    files: &Arc<dyn Files>,
    no: u64,
    sources: &[Arc<Opened>],
    live: &dyn Fn(CaptureNo) -> bool,
) -> Result<Option<Entry>, EngineError> {
    let dead: Vec<u32> = sources.iter().map(|segment| dead(segment, live)).collect();
    let docs = sources.iter().zip(&dead).map(|(segment, dead)| segment.docs - dead).sum();
    if docs == 0 {
        return Ok(None);
    }
    let pack = Arc::new(PackWriter::create(Arc::clone(files), file_name(no))?);
    match sources {
        [one] if dead == [0] => copy(one, &pack)?,
        _ => {
            let filters = sources
                .iter()
                .zip(&dead)
                .map(|(segment, dead)| alive(segment, *dead, live))
                .collect::<Result<_, _>>()?;
            let segments: Vec<_> = sources.iter().map(|segment| segment.segment.clone()).collect();
            let directory = WriteDirectory::new(Arc::clone(&pack));
            merge_filtered_segments(&segments, schema::settings(), filters, directory)
                .map_err(|e| engine_error(&e))?;
        }
    }
    let len = pack.finish(docs)?;
    Ok(Some(Entry { no, len, docs, sum: None }))
}

/// The live documents of a segment, or `None` when all are.
fn alive(
    segment: &Opened,
    dead: u32,
    live: &dyn Fn(CaptureNo) -> bool,
) -> Result<Option<AliveBitSet>, EngineError> {
    if dead == 0 {
        return Ok(None);
    }
    let mut set = BitSet::with_max_value(segment.docs);
    for doc in (0..segment.docs).filter(|doc| live(segment.number(*doc))) {
        set.insert(doc);
    }
    let mut bytes = Vec::new();
    write_alive_bitset(&set, &mut bytes).map_err(|e| from_io(&e))?;
    Ok(Some(AliveBitSet::open(OwnedBytes::new(bytes))))
}

/// Copies a segment's parts as they are, each with the footer that tantivy expects to find again.
fn copy(from: &Opened, pack: &Arc<PackWriter>) -> Result<(), EngineError> {
    let target = schema::index_over(WriteDirectory::new(Arc::clone(pack))).map_err(|e| engine_error(&e))?;
    let segment = super::segment::only_segment(&target, from.docs)?;
    for part in PARTS {
        let source = from.segment.open_read(part.clone()).map_err(|e| engine_error(&e.into()))?;
        let bytes = source.read_bytes().map_err(|e| from_io(&e))?;
        let mut out = segment.open_write(part).map_err(|e| engine_error(&e.into()))?;
        out.write_all(&bytes).and_then(|()| out.terminate()).map_err(|e| from_io(&e))?;
    }
    Ok(())
}
