//! What a piece of work costs this thread, whatever else the machine is at.
use std::time::{Duration, Instant};

/// The processor's time of this thread so far, where the system tells (Linux: the first number of `schedstat`, in ns).
fn on_processor() -> Option<Duration> {
    let told = std::fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    told.split(' ').next()?.parse().ok().map(Duration::from_nanos)
}

/// How long `work` was on the processor; elsewhere than on Linux how long it took.
#[expect(clippy::disallowed_methods, reason = "it is about time")]
pub fn spent<T>(work: impl FnOnce() -> T) -> (T, Duration) {
    let (start, before) = (Instant::now(), on_processor());
    let done = work();
    let took = start.elapsed();
    (done, on_processor().zip(before).map_or(took, |(now, before)| now.saturating_sub(before)))
}
