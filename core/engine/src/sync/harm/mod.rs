//! What is wrong: packs that cannot be read, what a device says and cannot be so, a vault that is another one.
pub(super) mod anew;
pub(super) mod doubt;
pub(super) mod quarantine;
pub(super) mod returned;
pub(super) mod told;
pub(super) mod unheard;
