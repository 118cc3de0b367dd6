//! Ports for programs that are told theirs before they listen, and keep it when they are started again.
use std::net::TcpListener;
use std::sync::atomic::{AtomicU32, Ordering};

/// A free port below those that systems give to whoever asks for any (32768 and up): while its program is away, nobody else of
/// these tests gets it for a connection.
pub fn port() -> u16 {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    loop {
        // Tests that run beside these begin elsewhere.
        let nth = std::process::id().wrapping_mul(61).wrapping_add(NEXT.fetch_add(1, Ordering::Relaxed));
        let port = 20_000 + (nth % 12_000) as u16;
        if TcpListener::bind(("127.0.0.1", port)).is_ok() {
            return port;
        }
    }
}
