//! The pages whose title is exactly what was asked.
use crate::EngineError;
use crate::index::key::{Key, Zone};
use crate::index::pack::from_io;
use crate::index::segment::Opened;
use crate::query::{Node, Query, Scope};
use crate::words::whole;
use std::sync::Arc;
use tantivy::postings::TermInfo;
use tantivy::schema::IndexRecordOption;
use tantivy::{DocId, DocSet as _, TERMINATED};

/// By segment the documents with that title, ascending.
pub(super) fn titled(segments: &[Arc<Opened>], query: &Query) -> Result<Vec<Vec<DocId>>, EngineError> {
    let Some(form) = whole(&query.typed).filter(|_| is_text(&query.root)) else { return Ok(Vec::new()) };
    let mut key = String::new();
    Key { form: &form, lang: "", zone: Zone::Whole }.write(&mut key);
    let of_segment = |segment: &Arc<Opened>| {
        let info = segment.words.terms().get(&key).map_err(|e| from_io(&e))?;
        info.map_or(Ok(Vec::new()), |info| read(segment, &info))
    };
    segments.iter().map(of_segment).collect()
}

fn read(segment: &Opened, info: &TermInfo) -> Result<Vec<DocId>, EngineError> {
    let list = segment.words.read_postings_from_terminfo(info, IndexRecordOption::Basic);
    let mut list = list.map_err(|e| from_io(&e))?;
    let mut docs = Vec::new();
    while list.doc() != TERMINATED {
        docs.push(list.doc());
        list.advance();
    }
    Ok(docs)
}

/// Whether it is words that may stand anywhere, and nothing else.
fn is_text(root: &Node) -> bool {
    let Node::All(parts) = root else { return false };
    parts.iter().all(|part| match part {
        Node::Phrase(words) | Node::Compound(words) => words.iter().all(|word| word.scope == Scope::Anywhere),
        other => other.is_plain(),
    })
}
