//! The two numbers of each document: which capture it is of, and its length code.
use super::Sources;
use crate::index::schema::{LENGTH, NO};
use std::io;
use tantivy::columnar::{ColumnType, ColumnarWriter};
use tantivy::directory::{TerminatingWrite, WritePtr};

/// Writes the columns of the live documents.
pub(super) fn write(sources: &Sources, mut out: WritePtr) -> io::Result<()> {
    let mut columns = ColumnarWriter::default();
    for column in [NO, LENGTH] {
        columns.record_column_type(column, ColumnType::U64, false);
    }
    for (doc, (segment, of)) in (0..).zip(sources.live()) {
        columns.record_numerical(doc, NO, u64::from(segment.number(of)));
        columns.record_numerical(doc, LENGTH, u64::from(segment.length(of)));
    }
    columns.serialize(sources.docs, None, &mut out)?;
    out.terminate()
}
