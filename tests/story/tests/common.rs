//! What the server's own tests have for programs that they start.
#[path = "../../../server/tests/common/certificate.rs"]
pub mod certificate;
#[path = "../../../server/tests/common/skipped.rs"]
pub mod skipped;
