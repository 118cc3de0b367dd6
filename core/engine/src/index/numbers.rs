//! The two numbers of each document of a segment: which capture it is of, and its length code.
//!
//! They are tantivy's columns, in its bytes. Its own writer takes seven megabytes before the first number, for columns of every kind; here
//! are two of one kind, of which every document has one.
use super::doc::length_of;
use super::pack::{engine_error, from_io};
use super::schema::{LENGTH, NO};
use crate::EngineError;
use crate::page::CaptureNo;
use std::io;
use tantivy::columnar::column_values::{CodecType, serialize_u64_based_column_values};
use tantivy::columnar::{CURRENT_VERSION, ColumnType};
use tantivy::directory::{FileSlice, TerminatingWrite};
use tantivy::fieldnorm::FieldNormReader;
use tantivy_sstable::{Dictionary, RangeSSTable};

/// Every document has one number in a column: the first byte of such a one, and how many bytes say so.
const FULL: u8 = 0;
const FULL_LEN: u32 = 1;
/// Behind the name of a column.
const END_OF_NAME: u8 = 0;
/// The last bytes of tantivy's columns.
const MAGIC: [u8; 4] = [2, 113, 119, 66];

/// See the module.
#[derive(Default)]
pub(super) struct Numbers {
    captures: Vec<u64>,
    lengths: Vec<u64>,
}

impl Numbers {
    /// Those of the next document.
    pub fn push(&mut self, no: CaptureNo, length: u8) {
        self.captures.push(no.into());
        self.lengths.push(length.into());
    }

    /// How many documents there are.
    pub fn docs(&self) -> u32 {
        self.captures.len() as u32
    }

    /// The lengths as tantivy's norms, and their sum: it keeps for each block of a list the occurrences and the norm of the document that
    /// says most, from which a search knows what it can pass over.
    pub fn norms(&self) -> Result<(FieldNormReader, u64), EngineError> {
        let lengths = || self.lengths.iter().map(|code| length_of(*code as u8));
        let ids: Vec<u8> = lengths().map(|length| FieldNormReader::fieldnorm_to_id(length as u32)).collect();
        let total: f64 = lengths().map(f64::from).sum();
        let norms = FieldNormReader::open(FileSlice::from(ids)).map_err(|e| engine_error(&e))?;
        Ok((norms, total.max(1.0) as u64))
    }

    /// Writes the columns.
    pub fn write(&self, mut out: impl TerminatingWrite) -> Result<(), EngineError> {
        let written = self.bytes().and_then(|bytes| out.write_all(&bytes).and_then(|()| out.terminate()));
        written.map_err(|e| from_io(&e))
    }

    fn bytes(&self) -> io::Result<Vec<u8>> {
        let mut bytes = Vec::new();
        let mut ranges = Dictionary::<RangeSSTable>::builder(Vec::new())?;
        // In the order of their names.
        for (name, numbers) in [(LENGTH, &self.lengths), (NO, &self.captures)] {
            let begin = bytes.len() as u64;
            bytes.push(FULL);
            let codecs = [CodecType::Bitpacked, CodecType::BlockwiseLinear];
            serialize_u64_based_column_values(&numbers.as_slice(), &codecs, &mut bytes)?;
            bytes.extend(FULL_LEN.to_le_bytes());
            let key = [name.as_bytes(), &[END_OF_NAME, ColumnType::U64 as u8]].concat();
            ranges.insert(&key, &(begin..bytes.len() as u64))?;
        }
        let ranges = ranges.finish()?;
        bytes.extend(&ranges);
        bytes.extend((ranges.len() as u64).to_le_bytes());
        bytes.extend(self.docs().to_le_bytes());
        bytes.extend((CURRENT_VERSION as u32).to_le_bytes());
        bytes.extend(MAGIC);
        Ok(bytes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tantivy::columnar::ColumnarWriter;

    /// What tantivy writes of the same numbers.
    fn by_tantivy(numbers: &Numbers) -> Vec<u8> {
        let mut columns = ColumnarWriter::default();
        for column in [NO, LENGTH] {
            columns.record_column_type(column, ColumnType::U64, false);
        }
        for (doc, (no, length)) in (0..).zip(numbers.captures.iter().zip(&numbers.lengths)) {
            columns.record_numerical(doc, NO, *no);
            columns.record_numerical(doc, LENGTH, *length);
        }
        let mut bytes = Vec::new();
        columns.serialize(numbers.docs(), None, &mut bytes).unwrap();
        bytes
    }

    #[test]
    fn the_columns_are_tantivys_to_the_byte() {
        for docs in [1_u32, 2, 63, 64, 512, 513, 5_000] {
            for far in [1, 7, 60_000] {
                let mut numbers = Numbers::default();
                (0..docs).for_each(|doc| numbers.push(doc * far + doc % 3, (doc * 31 % 255) as u8));
                assert!(numbers.bytes().unwrap() == by_tantivy(&numbers), "{docs} documents, {far} apart");
            }
        }
    }
}
