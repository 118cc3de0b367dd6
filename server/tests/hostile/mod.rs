//! Hostile clients, each manner beside a good one whose requests succeed, and who finds all that was acknowledged to it. The server is the
//! program itself, its memory stays under 512 MB; how long the good one waited is printed, not asserted.
mod bodies;
mod connections;
mod floods;
mod readers;
pub mod target;

use crate::life::Life;
use crate::program::{Program, Running};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};
use target::Target;

/// What the design promises, in MB.
const MEMORY: u64 = 512;
/// The header that tells where a client is. The good one sends none.
const ADDRESS: &str = "x-address";

/// A server of its own, and a good client of it.
pub struct Scene {
    _folder: tempfile::TempDir,
    program: Program,
    server: Running,
    good: Life,
}

impl Scene {
    /// `settings`: by the names of the environment.
    pub async fn begin(settings: &[(&'static str, &str)]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let mut program = Program::new(folder.path());
        program.settings = settings.iter().map(|(name, value)| (*name, (*value).to_owned())).collect();
        program.settings.push(("CLIENT_HEADER", ADDRESS.to_owned()));
        let server = program.start(10).await;
        let mut good = Life::begin(crate::life::http(), &program.origin(), "ada").await;
        good.largest = 65_536;
        Self { _folder: folder, program, server, good }
    }

    /// What `manner` brings, while the good client works: for as long as that, and for a second at least.
    pub async fn beside<T>(mut self, name: &str, manner: impl AsyncFnOnce(Target) -> T) -> T {
        let ends = Arc::new(AtomicBool::new(false));
        let over = ends.clone();
        let good = tokio::spawn(async move {
            let (mut times, begun) = (Vec::new(), Instant::now());
            while !over.load(Ordering::Relaxed) || begun.elapsed() < Duration::from_secs(1) {
                let one = Instant::now();
                self.good.step().await;
                times.push(one.elapsed());
                if times.len() % 20 == 0 {
                    self.good.hold_log().await;
                }
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
            self.good.hold_all().await;
            (self.good, times)
        });
        let brought = manner(Target::of(&self.program)).await;
        ends.store(true, Ordering::Relaxed);
        let (good, mut times) = good.await.unwrap();
        // One was, once, on a machine with much else to do; why is not known.
        assert!(good.again <= 1, "{} of {} others were dropped or refused", good.again, times.len());
        let peak = self.server.peak_mb();
        assert!(peak < MEMORY, "{peak} MB");
        times.sort_unstable();
        println!(
            "{name}: beside {} good requests, half in {:?}, 99 of 100 in {:?}; {peak} MB at most",
            times.len(),
            times[times.len() / 2],
            times[times.len() * 99 / 100]
        );
        brought
    }
}
