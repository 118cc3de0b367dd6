//! The remote port: one request to the vault's server, one answer. Nothing of HTTP but its words.
use std::fmt;
use std::future::Future;

/// What is done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// Reads.
    Get,
    /// Puts in its place.
    Put,
    /// Asks for something to be done.
    Post,
    /// Deletes.
    Delete,
}

/// A request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    /// What is done.
    pub method: Method,
    /// The address of another server, to which the one at the adapter's address has sent us; empty: that one itself.
    pub base: String,
    /// From the server's base on, with its query: `/v1/…`.
    pub path: String,
    /// Headers, names in lower case.
    pub headers: Vec<(&'static str, String)>,
    /// The body, which may be empty.
    pub body: Vec<u8>,
}

/// An answer, whatever its status.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Response {
    /// The HTTP status.
    pub status: u16,
    /// Seconds of `Retry-After`.
    pub retry_after: Option<u32>,
    /// The body, cut off after [`LONGEST`] bytes at most.
    pub body: Vec<u8>,
}

/// An adapter reads no more of an answer than this, in bytes: the longest is a page of log entries.
pub const LONGEST: usize = 64 << 20;

/// No answer came: the network, the server, or time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RemoteError(pub String);

impl fmt::Display for RemoteError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for RemoteError {}

/// A server at one address, or those of its operator that it names: https, or http on this machine alone.
pub trait Remote {
    /// Asks and waits for the whole answer. A request whose answer was lost may have been done all the same.
    fn call(&self, request: Request) -> impl Future<Output = Result<Response, RemoteError>>;
}
