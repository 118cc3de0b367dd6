//! What the engine's tests share.
pub mod counted;
pub mod describe;
pub mod faulty;
pub mod furnished;
pub mod matched;
pub mod model;
pub mod pages;
pub mod parts;
pub mod request;
pub mod secret;
pub mod skipped;
pub mod spent;
pub mod step;
pub mod traces;
