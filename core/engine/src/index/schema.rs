//! What tantivy is told: one field of keys with positions, and two numbers a document; nothing is stored.
use super::doc::SAME_PLACE;
use tantivy::schema::{FAST, Field, IndexRecordOption, Schema, TextFieldIndexing, TextOptions};
use tantivy::store::Compressor;
use tantivy::tokenizer::{Token, TokenStream, Tokenizer};
use tantivy::{Directory, Index, IndexSettings};

/// The name under which the tokenizer is registered.
const LINES: &str = "lines";

/// Fast field: the capture's number.
pub(super) const NO: &str = "no";
/// Fast field: the page's length code.
pub(super) const LENGTH: &str = "length";

/// The fields, in the order in which they are made.
pub(super) struct Fields {
    pub schema: Schema,
    pub keys: Field,
    pub no: Field,
    pub length: Field,
}

impl Fields {
    /// The schema of every segment.
    pub fn new() -> Self {
        let indexing = TextFieldIndexing::default()
            .set_tokenizer(LINES)
            .set_fieldnorms(false)
            .set_index_option(IndexRecordOption::WithFreqsAndPositions);
        let mut builder = Schema::builder();
        let keys = builder.add_text_field("keys", TextOptions::default().set_indexing_options(indexing));
        let no = builder.add_u64_field(NO, FAST);
        let length = builder.add_u64_field(LENGTH, FAST);
        Self { schema: builder.build(), keys, no, length }
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
    let index = Index::create(directory, Fields::new().schema, settings())?;
    index.tokenizers().register(LINES, Lines::default());
    Ok(index)
}

/// Words are found by our own analysis: tantivy's tokenizer only takes the lines apart.
#[derive(Clone, Default)]
struct Lines {
    token: Token,
}

struct LineStream<'a> {
    rest: &'a str,
    next: usize,
    token: &'a mut Token,
}

impl Tokenizer for Lines {
    type TokenStream<'a> = LineStream<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> LineStream<'a> {
        self.token.reset();
        LineStream { rest: text, next: 0, token: &mut self.token }
    }
}

impl TokenStream for LineStream<'_> {
    fn advance(&mut self) -> bool {
        while let Some((line, rest)) = self.rest.split_once('\n') {
            self.rest = rest;
            let (line, is_new_place) =
                line.strip_prefix(SAME_PLACE).map_or((line, true), |line| (line, false));
            self.next += usize::from(is_new_place);
            self.token.position = self.next.saturating_sub(1);
            if !line.is_empty() {
                self.token.text.clear();
                self.token.text.push_str(line);
                return true;
            }
        }
        false
    }

    fn token(&self) -> &Token {
        self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        self.token
    }
}
