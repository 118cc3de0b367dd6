//! Forgetting, as the archive does it: what a person forgets, what is too old, what leaves for want of room, and erasing.
//! The stages and what moves a visit from one to another are in `catalog/forgetting`; for people: docs/forgetting.md.
mod age;
mod erase;
mod fade;
mod forget;
mod thin;

pub use fade::{Faded, Fader};
pub use thin::Slice;
