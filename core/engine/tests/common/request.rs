//! What a test asks a memory: the ten best, all counted.
use webmynd_engine::archive::SearchRequest;
use webmynd_engine::index::Sort;

/// A request of `q` at `now`; what is wanted otherwise is said by who asks.
pub fn request(q: impl Into<String>, now: i64) -> SearchRequest {
    SearchRequest { q: q.into(), sort: Sort::Best, limit: 10, offset: 0, now, offset_min: 0, counting: true }
}
