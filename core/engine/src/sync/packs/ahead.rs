//! Packs come ahead of the entries that add them: small ones with the log, others some at a time. One round trip after another would be
//! most of a first sync.
use crate::catalog::PackId;
use crate::ports::Remote;
use crate::sync::Round;
use crate::sync::error::SyncError;
use futures_util::future::{MaybeDone, maybe_done};
use std::collections::BTreeMap;
use std::future::poll_fn;
use std::task::Poll;
use webmynd_protocol::Bytes;
use webmynd_protocol::log::Listed;
use webmynd_protocol::pack::{Committed, Kind};

/// Requests at once: as many as browsers send to one host over HTTP/1.1.
pub(in crate::sync) const AT_ONCE: usize = 6;
/// Bytes of packs that are held, unless a single one has more.
const HELD: u64 = 8 << 20;

/// Packs that were fetched and are not opened yet, or why one was not.
#[derive(Default)]
pub(in crate::sync) struct Ahead(BTreeMap<PackId, Result<Vec<u8>, SyncError>>);

impl<R: Remote> Round<'_, R> {
    /// Fetches what the first of these entries adds, and what follows while it is at it.
    pub(in crate::sync) async fn fetch_ahead(&mut self, entries: &[Listed]) {
        let is_here = |pack: &Committed| self.ahead.0.contains_key(&pack.row.id.0);
        let next = entries.first().into_iter().flat_map(|entry| self.texts_of(entry));
        if next.into_iter().all(is_here) {
            return;
        }
        let wanted = entries.iter().flat_map(|entry| self.texts_of(entry)).filter(|pack| !is_here(pack));
        let batch: Vec<&Committed> = wanted.take(AT_ONCE).collect();
        let count = fitting(batch.iter().map(|pack| pack.size));
        let ids: Vec<_> = batch.into_iter().take(count).map(|pack| pack.row.id).collect();
        let blobs = side_by_side(ids.iter().map(|id| self.client.pack(*id))).await;
        self.ahead.0.extend(ids.into_iter().map(|id| id.0).zip(blobs));
    }

    /// Takes the packs that came with a page of the log. What is left of the page before is of no use any more.
    pub(in crate::sync) fn take_along(&mut self, entries: &mut [Listed]) {
        self.ahead.0.clear();
        for pack in entries.iter_mut().flat_map(|entry| &mut entry.adds) {
            if let Some(Bytes(blob)) = pack.bytes.take() {
                self.ahead.0.insert(pack.row.id.0, Ok(blob));
            }
        }
    }

    /// A pack, which may have been fetched ahead.
    pub(in crate::sync) async fn blob(&mut self, committed: &Committed) -> Result<Vec<u8>, SyncError> {
        match self.ahead.0.remove(&committed.row.id.0) {
            Some(blob) => blob,
            None => self.client.pack(committed.row.id).await,
        }
    }

    /// The packs of an entry that will be opened when it is applied.
    fn texts_of<'e>(&self, entry: &'e Listed) -> Vec<&'e Committed> {
        let is_own = entry.device == self.account.device;
        entry.adds.iter().filter(|pack| !is_own && pack.row.kind == Kind::Text).collect()
    }
}

/// What some futures come to, each polled whenever one of them may go on. As `join_all`, which for longer lists brings 30 kB of wasm along.
pub(in crate::sync) async fn side_by_side<F: Future>(all: impl Iterator<Item = F>) -> Vec<F::Output> {
    let mut asked: Vec<_> = all.map(|one| Box::pin(maybe_done(one))).collect();
    poll_fn(|context| {
        let mut done = true;
        for one in &mut asked {
            done &= one.as_mut().poll(context).is_ready();
        }
        if done { Poll::Ready(()) } else { Poll::Pending }
    })
    .await;
    asked.iter_mut().filter_map(|one| MaybeDone::take_output(one.as_mut())).collect()
}

/// How many of the first packs of these sizes are held at once.
pub(in crate::sync) fn fitting(sizes: impl Iterator<Item = u64>) -> usize {
    let mut sum = 0;
    let fits = sizes.take_while(|size| {
        sum += size;
        sum <= HELD
    });
    fits.count().max(1)
}

#[cfg(test)]
mod tests {
    use super::{HELD, fitting};

    #[test]
    fn what_is_held_is_bounded() {
        for (sizes, count) in [
            (&[1, 2, 3][..], 3),
            (&[HELD, 1], 1),
            (&[HELD / 2, HELD / 2, 1], 2),
            (&[HELD + 1, 1], 1),
            (&[1, HELD, 1], 1),
        ] {
            assert_eq!(fitting(sizes.iter().copied()), count, "{sizes:?}");
        }
    }
}
