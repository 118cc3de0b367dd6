//! Errors of the engine: kinds say what the caller must do next; the sentences live in the views.
use serde::Serialize;
use std::fmt;

/// What the caller has to do about an error.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum ErrorKind {
    /// Nothing was changed; the same call may succeed later (I/O error, file briefly locked).
    Retry,
    /// The disk or the browser's quota is full: free space, then call again.
    FreeSpace,
    /// Another process or tab holds the memory's files.
    Locked,
    /// Storage is not allowed here (permission taken away, private profile).
    NotAllowed,
    /// The files were written by a newer version.
    Update,
    /// Stored bytes do not match their checksum.
    Corrupt,
    /// What was asked for is not there (any more).
    NotFound,
    /// The caller's input is not of the form that was asked for.
    Invalid,
    /// A mistake of ours.
    Bug,
}

/// An error: its kind and a fact for the log (English, never shown as the only explanation).
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct EngineError {
    /// What to do next.
    pub kind: ErrorKind,
    /// What happened, for logs and reports. Holds no page text.
    pub fact: String,
}

impl EngineError {
    /// An error of `kind` with its fact.
    pub fn new(kind: ErrorKind, fact: impl Into<String>) -> Self {
        Self { kind, fact: fact.into() }
    }
}

impl fmt::Display for EngineError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({:?})", self.fact, self.kind)
    }
}

impl std::error::Error for EngineError {}
