//! The search index: tantivy segments over the files port. A cache of the journal.
