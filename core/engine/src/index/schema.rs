//! What tantivy is told: one field of keys with positions, and two numbers a document; nothing is stored.
use super::numbers::Numbers;
use super::pack::{engine_error, from_io};
use crate::EngineError;
use tantivy::fieldnorm::FieldNormsSerializer;
use tantivy::index::SegmentComponent;
use tantivy::schema::{FAST, Field, IndexRecordOption, Schema, TextFieldIndexing, TextOptions};
use tantivy::store::{Compressor, StoreWriter};
use tantivy::{Directory, Index, IndexSettings, Segment};

/// Fast field: the capture's number.
pub(super) const NO: &str = "no";
/// Fast field: the page's length code.
pub(super) const LENGTH: &str = "length";

/// The fields, in the order in which they are made.
pub(super) struct Fields {
    pub schema: Schema,
    pub keys: Field,
}

impl Fields {
    /// The schema of every segment.
    pub fn new() -> Self {
        let indexing = TextFieldIndexing::default()
            .set_fieldnorms(false)
            .set_index_option(IndexRecordOption::WithFreqsAndPositions);
        let mut builder = Schema::builder();
        let keys = builder.add_text_field("keys", TextOptions::default().set_indexing_options(indexing));
        for number in [NO, LENGTH] {
            builder.add_u64_field(number, FAST);
        }
        Self { schema: builder.build(), keys }
    }
}

/// No threads, no compression: nothing is stored.
pub(super) fn settings() -> IndexSettings {
    IndexSettings {
        docstore_compression: Compressor::None,
        docstore_compress_dedicated_thread: false,
        ..IndexSettings::default()
    }
}

/// A tantivy index of our schema over `directory`, holding nothing yet.
pub(super) fn index_over(directory: impl Into<Box<dyn Directory>>) -> tantivy::Result<Index> {
    Index::create(directory, Fields::new().schema, settings())
}

/// Writes what a segment of tantivy's has beside its words: the numbers of its documents, and norms and a store with nothing in them, which it
/// opens with every segment.
pub(super) fn write_rest(target: &Segment, numbers: &Numbers) -> Result<(), EngineError> {
    let part = |part| target.open_write(part).map_err(|e| engine_error(&e.into()));
    let norms = FieldNormsSerializer::from_write(part(SegmentComponent::FieldNorms)?);
    norms.and_then(FieldNormsSerializer::close).map_err(|e| from_io(&e))?;
    numbers.write(part(SegmentComponent::FastFields)?)?;
    let store = StoreWriter::new(part(SegmentComponent::Store)?, Compressor::None, 1 << 14, false);
    store.and_then(StoreWriter::close).map_err(|e| from_io(&e))
}
