//! Bytes in flight: what requests and answers hold of this server's memory at once, in all and for one client.
use bytes::Bytes;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// In all. Beside it stand connections, the database's pages and the program: all together stay below 512 MiB.
const ALL: usize = 256 << 20;
/// Of one client: four packs of the longest.
const EACH: usize = 32 << 20;

/// There is no room now: to be asked again in a while.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Full;

/// How much is held, and by whom.
#[derive(Default)]
pub struct Budget(Mutex<Held>);

#[derive(Default)]
struct Held {
    all: usize,
    by: HashMap<String, usize>,
}

impl Budget {
    fn lock(&self) -> MutexGuard<'_, Held> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A share of nothing yet, of a client; `None`: one that cannot be told from others, as behind a proxy that does not tell.
    pub fn share(self: &Arc<Self>, whose: Option<String>) -> Share {
        Share { budget: self.clone(), whose, bytes: 0 }
    }

    /// Bytes that are held now.
    pub fn held(&self) -> usize {
        self.lock().all
    }
}

/// What one request holds; it is given back when this goes.
pub struct Share {
    budget: Arc<Budget>,
    whose: Option<String>,
    bytes: usize,
}

impl Share {
    /// Takes so many bytes more, or none.
    pub fn grow(&mut self, bytes: usize) -> Result<(), Full> {
        let mut held = self.budget.lock();
        let own = self.whose.as_ref().and_then(|whose| held.by.get(whose)).copied().unwrap_or_default();
        if held.all + bytes > ALL || (self.whose.is_some() && own + bytes > EACH) {
            return Err(Full);
        }
        held.all += bytes;
        if let Some(whose) = &self.whose {
            *held.by.entry(whose.clone()).or_default() += bytes;
        }
        self.bytes += bytes;
        Ok(())
    }

    /// Bytes that hold it until the last part of them is gone.
    pub fn around(self, bytes: Bytes) -> Bytes {
        Bytes::from_owner(Kept { bytes, _share: self })
    }
}

impl Drop for Share {
    fn drop(&mut self) {
        let mut held = self.budget.lock();
        held.all -= self.bytes;
        let Some(whose) = &self.whose else { return };
        if let Some(own) = held.by.get_mut(whose) {
            *own -= self.bytes;
            if *own == 0 {
                held.by.remove(whose);
            }
        }
    }
}

struct Kept {
    bytes: Bytes,
    _share: Share,
}

impl AsRef<[u8]> for Kept {
    fn as_ref(&self) -> &[u8] {
        &self.bytes
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_held_is_bounded_in_all_and_for_each_and_comes_back() {
        let budget = Arc::new(Budget::default());
        let mut one = budget.share(Some("192.0.2.1".to_owned()));
        assert_eq!(one.grow(EACH), Ok(()));
        let mut again = budget.share(Some("192.0.2.1".to_owned()));
        assert_eq!(again.grow(1), Err(Full));
        let others: Vec<Share> = (0..ALL / EACH - 1)
            .map(|n| {
                let mut share = budget.share(Some(format!("192.0.2.{}", n + 2)));
                assert_eq!(share.grow(EACH), Ok(()));
                share
            })
            .collect();
        let mut nobody = budget.share(None);
        assert_eq!(nobody.grow(1), Err(Full));
        drop(others);
        assert_eq!(nobody.grow(3 * EACH), Ok(()), "who cannot be told apart shares what there is");
        let bytes = one.around(Bytes::from_static(b"some bytes"));
        let part = bytes.slice(5..);
        drop(bytes);
        assert_eq!((again.grow(1), &part[..]), (Err(Full), b"bytes".as_slice()));
        drop(part);
        assert_eq!(again.grow(EACH), Ok(()));
        drop((again, nobody));
        assert_eq!((budget.held(), budget.lock().by.len()), (0, 0));
    }
}
