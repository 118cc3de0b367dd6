//! What the engine's tests share.
#![allow(dead_code)]
pub mod faulty;
pub mod model;
