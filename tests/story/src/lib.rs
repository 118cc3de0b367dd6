//! What the stories are played with: a server without sockets, a network with moods, devices with memories.
#![forbid(unsafe_code)]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)] // A test says what broke by panicking.

pub mod device;
pub mod dice;
pub mod evil;
pub mod forked;
pub mod network;
pub mod newer;
pub mod rogue;
pub mod scene;
pub mod spelling;
pub mod world;

pub use device::Device;
pub use dice::Dice;
pub use evil::{Evil, Word};
pub use forked::Forked;
pub use network::{Moods, Network};
pub use rogue::Rogue;
pub use scene::Scene;
pub use world::{World, settle};
