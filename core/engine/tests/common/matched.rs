//! All documents of an index that match, slice by slice.
use webmynd_engine::index::{All, Facts, Index};
use webmynd_engine::query::parse;

/// What a query matches, ascending, and whether it is only near it.
pub fn matched(index: &Index, query: &str, facts: &dyn Facts) -> (Vec<u32>, bool) {
    let mut all = All::default();
    while index.search_all(&parse(query, 0, 0), facts, &mut all).unwrap() {}
    let is_forgiving = all.is_forgiving();
    all.docs.sort_unstable();
    (all.docs, is_forgiving)
}
