//! The server's clock: the one that decides when packs, tickets and sessions end. Where several servers share a database it is the database's (decision
//! 51), and goes on by itself between two questions. Tests hold it.
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{SystemTime, UNIX_EPOCH};
use tokio::time::Instant;
use webmynd_protocol::Millis;

/// Tells the time: the machine's own, until another one is believed.
#[derive(Clone)]
pub struct Clock {
    own: Arc<dyn Fn() -> Millis + Send + Sync>,
    believed: Arc<Mutex<Option<Believed>>>,
}

/// What time it was elsewhere, and when that was; no jump of the machine's clock moves it.
#[derive(Clone, Copy)]
struct Believed {
    told: Millis,
    at: Instant,
    /// How far the machine's own was ahead.
    ahead: Millis,
}

impl Clock {
    /// The machine's own.
    #[allow(clippy::disallowed_methods)] // The one place of the server that asks for the time.
    pub fn system() -> Self {
        Self::from(|| {
            let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
            Millis::try_from(since.as_millis()).unwrap_or(Millis::MAX)
        })
    }

    /// Now, in ms since 1970-01-01 UTC.
    pub fn now(&self) -> Millis {
        let believed = *self.believed.lock().unwrap_or_else(PoisonError::into_inner);
        believed.map_or_else(
            || (self.own)(),
            |one| {
                one.told.saturating_add(Millis::try_from(one.at.elapsed().as_millis()).unwrap_or(Millis::MAX))
            },
        )
    }

    /// Believes from now on what was told just now; gives how far the machine's own clock is ahead of that, and how far it was the last time.
    pub fn believe(&self, told: Millis) -> (Millis, Millis) {
        let one = Believed { told, at: Instant::now(), ahead: (self.own)().saturating_sub(told) };
        let before = self.believed.lock().unwrap_or_else(PoisonError::into_inner).replace(one);
        (one.ahead, before.map_or(0, |before| before.ahead))
    }

    /// How far the machine's own was ahead of what is believed, when that was told; nothing where it is believed itself.
    pub fn ahead(&self) -> Option<Millis> {
        self.believed.lock().unwrap_or_else(PoisonError::into_inner).map(|one| one.ahead)
    }
}

impl<F: Fn() -> Millis + Send + Sync + 'static> From<F> for Clock {
    fn from(tell: F) -> Self {
        Self { own: Arc::new(tell), believed: Arc::default() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicI64, Ordering};
    use std::time::Duration;

    #[tokio::test(start_paused = true)]
    async fn what_is_believed_goes_on_by_itself_whatever_the_machines_clock_does() {
        let time = Arc::new(AtomicI64::new(5_000));
        let told = time.clone();
        let clock = Clock::from(move || told.load(Ordering::Relaxed));
        assert_eq!((clock.now(), clock.ahead()), (5_000, None));
        assert_eq!(clock.believe(1_000), (4_000, 0));
        time.store(9_000_000, Ordering::Relaxed);
        tokio::time::advance(Duration::from_millis(30)).await;
        assert_eq!((clock.clone().now(), clock.ahead()), (1_030, Some(4_000)));
        time.store(1_000, Ordering::Relaxed);
        assert_eq!(clock.believe(1_040), (-40, 4_000));
        assert_eq!(clock.now(), 1_040);
    }
}
