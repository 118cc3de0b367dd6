//! A server that answers for some things as it is now, and for all else as it was: the disk of yesterday behind a true door.
use crate::Network;
use std::rc::Rc;
use webmynd_engine::ports::{Remote, RemoteError, Request, Response};

pub struct Forked {
    /// Addresses that begin so go to `then`.
    pub first: &'static str,
    pub then: Rc<Network>,
    pub rest: Rc<Network>,
}

impl Remote for Forked {
    async fn call(&self, request: Request) -> Result<Response, RemoteError> {
        let way = if request.path.starts_with(self.first) { &self.then } else { &self.rest };
        way.call(request).await
    }
}
