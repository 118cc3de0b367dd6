//! The server's clock: the one that decides when packs, tickets and sessions end. Tests hold it.
use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};
use webmynd_protocol::Millis;

/// Tells the time.
#[derive(Clone)]
pub struct Clock(Arc<dyn Fn() -> Millis + Send + Sync>);

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
        (self.0)()
    }
}

impl<F: Fn() -> Millis + Send + Sync + 'static> From<F> for Clock {
    fn from(tell: F) -> Self {
        Self(Arc::new(tell))
    }
}
