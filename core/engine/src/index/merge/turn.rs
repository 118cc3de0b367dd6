//! How long a slice of a merge is, in work: the engine has no clock.
use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};

/// Places of words that one slice copies: two to five milliseconds natively, at most 20 in a browser.
const SLICE: usize = 1 << 16;

/// What is left of the present slice.
pub(in crate::index) struct Turn {
    left: usize,
}

impl Default for Turn {
    fn default() -> Self {
        Self { left: SLICE }
    }
}

impl Turn {
    /// Takes so much work from the slice; true when it is used up: then [`Turn::end`] it.
    pub fn spend(&mut self, work: usize) -> bool {
        self.left = self.left.saturating_sub(work);
        self.left == 0
    }

    /// Gives the word back; the next poll begins a new slice.
    pub async fn end(&mut self) {
        Pause(false).await;
        self.left = SLICE;
    }
}

/// Waits for exactly one more poll.
struct Pause(bool);

impl Future for Pause {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<()> {
        if std::mem::replace(&mut self.0, true) { Poll::Ready(()) } else { Poll::Pending }
    }
}
