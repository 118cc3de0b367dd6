//! What the engine's tests share.
#![allow(dead_code)]
pub mod describe;
pub mod faulty;
pub mod furnished;
pub mod model;
pub mod secret;
pub mod traces;
