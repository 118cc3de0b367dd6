//! Bytes in flight: what bodies and answers hold of the memory, counted for the server, for each account and for each address.
use bytes::Bytes;
use futures_util::stream::{self, BoxStream, Stream, StreamExt};
use std::collections::HashMap;
use std::convert::Infallible;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::timeout;

/// What is counted in, in bytes.
const UNIT: u64 = 1 << 10;
/// Room for two of the largest packs: whoever has less could send none beside another request.
const LEAST: u64 = 16 << 20;
/// A request waits so long for its share.
const WAIT: Duration = Duration::from_secs(5);
/// From so many parties on those that hold nothing are let go, each time their number has doubled.
const MANY: usize = 10_000;
/// An answer that is in memory goes out in pieces of so many bytes.
const PIECE: usize = 32 << 10;

/// Who holds bytes besides the server as a whole.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum Party {
    Account([u8; 16]),
    Address(String),
}

#[derive(Default)]
struct Parties {
    rooms: HashMap<Party, Arc<Semaphore>>,
    /// How many the last round left.
    left: usize,
}

/// What may be held at once: all of it by the server, a quarter by an address, an eighth by an account.
pub struct Budget {
    all: Arc<Semaphore>,
    most: u64,
    parties: Mutex<Parties>,
}

/// There is no room, and none came while the request waited.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Full;

/// A part of the budget, given back when it is dropped.
#[derive(Debug)]
pub struct Share(Vec<OwnedSemaphorePermit>);

impl Budget {
    /// A budget of so many bytes.
    pub fn new(bytes: u64) -> Self {
        let most = bytes.max(LEAST);
        Self { all: room(most), most, parties: Mutex::default() }
    }

    /// Takes `bytes` for an account, if it is known, and an address: after a while, or [`Full`]. More than somebody may ever hold is taken
    /// for all that they may, so that it goes through alone.
    pub async fn take(&self, account: Option<[u8; 16]>, address: &str, bytes: u64) -> Result<Share, Full> {
        let taken = timeout(WAIT, self.wait(account, address, bytes)).await;
        taken.unwrap_or(Err(Full))
    }

    /// The narrow ones first: who waits for their own holds nothing of the others'.
    async fn wait(&self, account: Option<[u8; 16]>, address: &str, bytes: u64) -> Result<Share, Full> {
        let account = account.map(|account| (Party::Account(account), self.most / 8));
        let address = (Party::Address(address.to_owned()), self.most / 4);
        let mut share = Share(Vec::with_capacity(3));
        for (party, most) in account.into_iter().chain([address]) {
            let most = most.max(LEAST);
            share.0.push(permits(self.of(party, most), bytes.min(most)).await?);
        }
        share.0.push(permits(self.all.clone(), bytes.min(self.most)).await?);
        Ok(share)
    }

    fn of(&self, party: Party, most: u64) -> Arc<Semaphore> {
        let mut parties = self.parties.lock().unwrap_or_else(PoisonError::into_inner);
        if parties.rooms.len() >= MANY.max(parties.left * 2) {
            // Whoever holds or waits has it, too.
            parties.rooms.retain(|_, room| Arc::strong_count(room) > 1);
            parties.left = parties.rooms.len();
        }
        parties.rooms.entry(party).or_insert_with(|| room(most)).clone()
    }

    /// Bytes that are held now.
    pub fn held(&self) -> u64 {
        self.most - self.all.available_permits() as u64 * UNIT
    }
}

fn room(bytes: u64) -> Arc<Semaphore> {
    Arc::new(Semaphore::new(usize::try_from(bytes / UNIT).unwrap_or(Semaphore::MAX_PERMITS)))
}

fn units(bytes: u64) -> u32 {
    u32::try_from(bytes.div_ceil(UNIT).max(1)).unwrap_or(u32::MAX)
}

async fn permits(room: Arc<Semaphore>, bytes: u64) -> Result<OwnedSemaphorePermit, Full> {
    room.acquire_many_owned(units(bytes)).await.map_err(|_| Full)
}

impl Share {
    /// Gives back what is more than `bytes`.
    pub fn shrink(&mut self, bytes: u64) {
        for permit in &mut self.0 {
            let more = permit.num_permits().saturating_sub(units(bytes) as usize);
            drop(permit.split(more));
        }
    }

    /// A stream that holds the share until its end.
    pub fn along<S: Stream + Send + 'static>(self, stream: S) -> BoxStream<'static, S::Item> {
        let held = move |item| {
            let _ = &self;
            item
        };
        stream.map(held).boxed()
    }

    /// Bytes in pieces, so that the share is held for as long as somebody is slow to take them.
    pub fn in_pieces(self, bytes: Bytes) -> BoxStream<'static, Result<Bytes, Infallible>> {
        let pieces = stream::unfold(bytes, |mut rest| async move {
            if rest.is_empty() {
                return None;
            }
            let piece = rest.split_to(rest.len().min(PIECE));
            Some((Ok(piece), rest))
        });
        self.along(pieces)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MIB: u64 = 1 << 20;

    #[tokio::test(start_paused = true)]
    async fn who_holds_much_waits_and_the_others_do_not() {
        let budget = Budget::new(256 * MIB);
        let ada = Some([1; 16]);
        let mut held = Vec::new();
        for _ in 0..4 {
            held.push(budget.take(ada, "::1", 8 * MIB).await.unwrap());
        }
        assert_eq!(budget.take(ada, "::2", MIB).await.unwrap_err(), Full, "an account has an eighth");
        for nth in 2..6 {
            held.push(budget.take(Some([nth; 16]), "::1", 8 * MIB).await.unwrap());
        }
        assert_eq!(budget.take(Some([7; 16]), "::1", MIB).await.unwrap_err(), Full, "an address a quarter");
        assert_eq!(budget.held(), 64 * MIB, "who did not get it all holds nothing");
        let other = budget.take(Some([7; 16]), "::2", MIB).await;
        assert!(other.is_ok(), "another one at another address");
        held[0].shrink(6 * MIB);
        assert_eq!(budget.held(), 63 * MIB);
        drop(held);
        drop(other);
        assert_eq!(budget.held(), 0);
        let all = budget.take(ada, "::1", 500 * MIB).await.unwrap();
        assert!(budget.take(ada, "::1", 1).await.is_err(), "more than there is goes alone");
        drop(all);
    }

    #[tokio::test(start_paused = true)]
    async fn a_share_is_had_as_soon_as_one_is_given_back_and_held_until_an_answer_was_taken() {
        let budget = Arc::new(Budget::new(LEAST));
        let share = budget.take(None, "", LEAST).await.unwrap();
        let waiting = tokio::spawn({
            let budget = budget.clone();
            async move { budget.take(None, "", 1).await }
        });
        tokio::time::sleep(Duration::from_secs(1)).await;
        let mut answer = share.in_pieces(Bytes::from(vec![7; PIECE + 1]));
        assert_eq!(answer.next().await.unwrap().unwrap().len(), PIECE);
        assert_eq!(budget.held(), LEAST);
        assert_eq!(answer.next().await.unwrap().unwrap().len(), 1);
        assert!(answer.next().await.is_none());
        drop(answer);
        assert!(waiting.await.unwrap().is_ok());
    }
}
