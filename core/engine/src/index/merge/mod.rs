//! Segments into one, in slices: committing, merging and erasing all end here.
//!
//! The work is one `async` function that gives the word back after so many places of words and is polled for the next slice: the
//! compiler keeps what it was doing, with all that borrows from all, and no thread is needed.
mod keys;
mod turn;
mod words;

use super::numbers::Numbers;
use super::pack::engine_error;
use super::schema;
use super::segment::{Opened, only_segment};
use crate::{CaptureNo, EngineError};
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, Waker};
use tantivy::directory::{Directory, RamDirectory};
use tantivy::{DocId, Segment};
pub(in crate::index) use turn::Turn;

/// The place of a document that is left out.
const GONE: DocId = DocId::MAX;

/// A merge on its way. Dropped, it leaves a file without an end, which nothing reads.
pub(super) struct Merge {
    work: Pin<Box<dyn Future<Output = Result<(), EngineError>> + Send>>,
    /// The live documents of all sources.
    pub docs: DocId,
}

/// Segments to be merged, and where each of their documents goes.
struct Sources {
    segments: Vec<Arc<Opened>>,
    places: Vec<Vec<DocId>>,
    docs: DocId,
}

impl Sources {
    fn new(segments: Vec<Arc<Opened>>, live: &dyn Fn(CaptureNo) -> bool) -> Self {
        let mut docs = 0;
        let mut place = |is_live: bool| {
            let place = if is_live { docs } else { GONE };
            docs += DocId::from(is_live);
            place
        };
        let of =
            |segment: &Arc<Opened>| (0..segment.docs).map(|doc| place(live(segment.number(doc)))).collect();
        let places = segments.iter().map(of).collect();
        Self { segments, places, docs }
    }

    /// The numbers of the live documents, in their new order.
    fn numbers(&self) -> Numbers {
        let mut numbers = Numbers::default();
        for (segment, places) in self.segments.iter().zip(&self.places) {
            let live = (0..).zip(places).filter(|(_, place)| **place != GONE);
            live.for_each(|(doc, _)| numbers.push(segment.number(doc), segment.length(doc)));
        }
        numbers
    }
}

impl Merge {
    /// Begins to merge the live documents of `segments` into one segment in `directory`; `None` where none is live.
    pub fn begin(
        segments: Vec<Arc<Opened>>,
        live: &dyn Fn(CaptureNo) -> bool,
        directory: impl Into<Box<dyn Directory>>,
    ) -> Result<Option<Self>, EngineError> {
        let sources = Sources::new(segments, live);
        if sources.docs == 0 {
            return Ok(None);
        }
        let docs = sources.docs;
        let index = schema::index_over(directory).map_err(|e| engine_error(&e))?;
        let target = only_segment(&index, docs)?;
        Ok(Some(Self { work: Box::pin(merge(sources, target)), docs }))
    }

    /// Does one slice of it: `Ready` when all parts are written.
    pub fn step(&mut self) -> Poll<Result<(), EngineError>> {
        self.work.as_mut().poll(&mut Context::from_waker(Waker::noop()))
    }

    /// Does all that is left.
    pub fn finish(mut self) -> Result<(), EngineError> {
        loop {
            if let Poll::Ready(done) = self.step() {
                return done;
            }
        }
    }
}

/// Merges small segments in memory, in one go.
pub(super) fn in_memory(segments: Vec<Arc<Opened>>) -> Result<Option<Opened>, EngineError> {
    let directory = RamDirectory::create();
    let Some(merge) = Merge::begin(segments, &|_| true, directory.clone())? else { return Ok(None) };
    let docs = merge.docs;
    merge.finish()?;
    let index = schema::index_over(directory).map_err(|e| engine_error(&e))?;
    Opened::merged(&only_segment(&index, docs)?).map(Some)
}

/// All parts of a segment.
async fn merge(sources: Sources, target: Segment) -> Result<(), EngineError> {
    let mut turn = Turn::default();
    let numbers = sources.numbers();
    words::write(&sources, &numbers, &target, &mut turn).await?;
    turn.end().await;
    schema::write_rest(&target, &numbers)?;
    turn.end().await;
    Ok(())
}
