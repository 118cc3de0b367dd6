//! Extraction: own samples and hostile pages always, the corpus of real pages where it is present.
#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a test stops at the first surprise and prints a report"
)]
mod corpus;
mod hostile;
mod samples;
mod score;
