//! What the system says of this process: its memory, and the time the processor spent on it.
use rustix::time::{ClockId, clock_gettime};

/// Milliseconds that the processor has worked for this thread: those in which others had it are not among them.
pub fn worked() -> f64 {
    let time = clock_gettime(ClockId::ThreadCPUTime);
    time.tv_sec as f64 * 1e3 + time.tv_nsec as f64 / 1e6
}

/// Bytes of memory that are this process's own now (`VmRSS`), and at most so far (`VmHWM`); 0 where the system does not say.
pub fn memory() -> (u64, u64) {
    let said = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let of = |name: &str| {
        let line = said.lines().find_map(|line| line.strip_prefix(name));
        let kilobytes = line.and_then(|rest| rest.trim().trim_end_matches(" kB").parse::<u64>().ok());
        kilobytes.unwrap_or(0) * 1_024
    };
    (of("VmRSS:"), of("VmHWM:"))
}
