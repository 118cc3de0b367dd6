//! Dictionary, postings and positions of all sources into those of one segment.
use super::keys::Keys;
use super::turn::Turn;
use super::{GONE, Sources};
use crate::EngineError;
use crate::index::ends;
use crate::index::numbers::Numbers;
use crate::index::pack::{engine_error, from_io};
use crate::index::schema::Fields;
use std::sync::Arc;
use tantivy::index::InvertedIndexReader;
use tantivy::postings::{FieldSerializer, InvertedIndexSerializer, Postings, SegmentPostings};
use tantivy::schema::IndexRecordOption;
use tantivy::{DocId, DocSet, Segment, TERMINATED};

/// Words whose lists are short cost something, too: so many places more.
const WORD: usize = 8;

/// Writes the words of the live documents.
pub(super) async fn write(
    sources: &Sources,
    numbers: &Numbers,
    target: &Segment,
    turn: &mut Turn,
) -> Result<(), EngineError> {
    let readers: Vec<Arc<InvertedIndexReader>> =
        sources.segments.iter().map(|segment| segment.words_in_bulk()).collect::<Result<_, _>>()?;
    let mut out = InvertedIndexSerializer::open(target).map_err(|e| engine_error(&e))?;
    let ends = write_keys(sources, &readers, numbers, &mut out, turn).await?;
    out.close().map_err(|e| from_io(&e))?;
    ends.write(target.index().directory(), turn).await
}

async fn write_keys(
    sources: &Sources,
    readers: &[Arc<InvertedIndexReader>],
    numbers: &Numbers,
    out: &mut InvertedIndexSerializer,
    turn: &mut Turn,
) -> Result<ends::Collector, EngineError> {
    let mut ends = ends::Collector::default();
    let (norms, total) = numbers.norms()?;
    let mut out = out.new_field(Fields::new().keys, total, Some(norms)).map_err(|e| from_io(&e))?;
    let mut keys = Keys::new(readers).map_err(|e| from_io(&e))?;
    let mut lists: Vec<(&[DocId], SegmentPostings)> = Vec::new();
    while keys.advance().map_err(|e| from_io(&e))? {
        let mut docs = 0;
        for (at, info) in keys.infos() {
            let (Some(reader), Some(places)) = (readers.get(at), sources.places.get(at)) else { continue };
            let list = reader.read_postings_from_terminfo(info, IndexRecordOption::WithFreqsAndPositions);
            lists.push((places, list.map_err(|e| from_io(&e))?));
            docs += info.doc_freq;
        }
        // How many documents have it makes no difference to what is written, but may not be more than there are.
        let mut list = List { key: keys.key(), docs: docs.min(sources.docs), is_open: false };
        for (places, postings) in lists.drain(..) {
            copy(places, postings, &mut list, &mut out, turn).await?;
        }
        if list.is_open {
            out.close_term().map_err(|e| from_io(&e))?;
            ends.take(keys.key());
        }
        if turn.spend(WORD) {
            turn.end().await;
        }
    }
    out.close().map_err(|e| from_io(&e))?;
    Ok(ends)
}

/// A list being written; it is begun with its first live document.
struct List<'a> {
    key: &'a [u8],
    docs: u32,
    is_open: bool,
}

async fn copy(
    places: &[DocId],
    mut from: SegmentPostings,
    list: &mut List<'_>,
    out: &mut FieldSerializer<'_>,
    turn: &mut Turn,
) -> Result<(), EngineError> {
    let mut positions = Vec::new();
    let mut doc = from.doc();
    while doc != TERMINATED {
        let place = places.get(doc as usize).copied().unwrap_or(GONE);
        if place != GONE {
            if !std::mem::replace(&mut list.is_open, true) {
                out.new_term(list.key, list.docs, true).map_err(|e| from_io(&e))?;
            }
            from.positions(&mut positions);
            to_steps(&mut positions);
            out.write_doc(place, from.term_freq(), &positions);
            if turn.spend(positions.len()) {
                turn.end().await;
            }
        }
        doc = from.advance();
    }
    Ok(())
}

/// Ascending positions into how far each lies behind the one before it.
fn to_steps(positions: &mut [u32]) {
    let mut before = 0;
    for position in positions {
        before = std::mem::replace(position, position.wrapping_sub(before));
    }
}
