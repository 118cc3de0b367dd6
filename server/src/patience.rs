//! A stream that gives up on a peer who takes nothing.
use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::time::{Instant, Sleep};

/// How fast a peer must take what it asked for.
#[derive(Clone, Copy, Debug)]
pub struct Pace {
    /// A write may stand still for so long.
    pub still: Duration,
    /// Of the time that writes wait, each so long must bring [`Pace::least`] bytes.
    pub within: Duration,
    /// Bytes.
    pub least: u64,
}

/// Writes must move on at a pace; reads may take any time (theirs are the server's to set).
pub struct Patient<S> {
    stream: S,
    pace: Pace,
    waiting: Option<(Instant, Pin<Box<Sleep>>)>,
    /// How long writes have waited since the pace was looked at, and what they brought.
    waited: Duration,
    taken: u64,
}

impl<S> Patient<S> {
    /// Gives up a peer that does not keep `pace`. What it does not ask for meanwhile is not held against it: only a write that waits
    /// is measured.
    pub fn new(stream: S, pace: Pace) -> Self {
        Self { stream, pace, waiting: None, waited: Duration::ZERO, taken: 0 }
    }

    /// `bytes`: what the write that is ready has brought.
    fn timed<T>(
        &mut self,
        context: &mut Context<'_>,
        poll: Poll<io::Result<T>>,
        bytes: impl Fn(&T) -> usize,
    ) -> Poll<io::Result<T>> {
        let Pace { still, within, least } = self.pace;
        if let Poll::Ready(done) = poll {
            self.taken += done.as_ref().map_or(0, |done| bytes(done) as u64);
            self.waited += self.waiting.take().map_or(Duration::ZERO, |(since, _)| since.elapsed());
            if self.waited >= within {
                let taken = std::mem::take(&mut self.taken);
                self.waited = Duration::ZERO;
                if taken < least {
                    return Poll::Ready(Err(io::ErrorKind::TimedOut.into()));
                }
            }
            return Poll::Ready(done);
        }
        let (_, waiting) = self.waiting.get_or_insert_with(|| {
            let now = Instant::now();
            (now, Box::pin(tokio::time::sleep_until(now + still)))
        });
        waiting.as_mut().poll(context).map(|()| Err(io::ErrorKind::TimedOut.into()))
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for Patient<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(context, buffer)
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for Patient<S> {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        let poll = Pin::new(&mut self.stream).poll_write(context, bytes);
        self.timed(context, poll, |written| *written)
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        let poll = Pin::new(&mut self.stream).poll_flush(context);
        self.timed(context, poll, |()| 0)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        let poll = Pin::new(&mut self.stream).poll_shutdown(context);
        self.timed(context, poll, |()| 0)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        parts: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let poll = Pin::new(&mut self.stream).poll_write_vectored(context, parts);
        self.timed(context, poll, |written| *written)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tokio::io::AsyncWriteExt;

    const PACE: Pace = Pace { still: Duration::from_secs(15), within: Duration::from_secs(30), least: 6 };

    /// What becomes of a write of 40 bytes to a peer that takes `some` bytes every ten seconds, for so many times.
    async fn written(some: usize, times: usize) -> io::Result<()> {
        let (ours, mut theirs) = tokio::io::duplex(4);
        let mut patient = Patient::new(ours, PACE);
        let taking = tokio::spawn(async move {
            let mut bytes = vec![0; some];
            for _ in 0..times {
                tokio::time::sleep(Duration::from_secs(10)).await;
                if tokio::io::AsyncReadExt::read_exact(&mut theirs, &mut bytes).await.is_err() {
                    return;
                }
            }
            std::future::pending::<()>().await;
        });
        let done = patient.write_all(&[7; 40]).await;
        taking.abort();
        done
    }

    #[tokio::test(start_paused = true)]
    async fn who_takes_nothing_or_next_to_nothing_is_given_up_and_who_takes_slowly_is_not() {
        written(2, 20).await.unwrap();
        let still = written(2, 10).await.unwrap_err();
        assert_eq!(still.kind(), io::ErrorKind::TimedOut, "it stopped halfway");
        let dripping = written(1, 40).await.unwrap_err();
        assert_eq!(dripping.kind(), io::ErrorKind::TimedOut, "it never stood still for long");
    }
}
