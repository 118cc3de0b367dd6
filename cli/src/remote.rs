//! The remote port over HTTP.
use crate::failure::Failure;
use futures_util::FutureExt;
use std::future::Future;
use std::time::Duration;
use webmynd_engine::ports::remote::LONGEST;
use webmynd_engine::ports::{Method, Remote, RemoteError, Request, Response};
use webmynd_engine::sync::{Proof, canonical};

/// An answer that has not begun by then does not come.
const PATIENCE: Duration = Duration::from_secs(60);

/// A vault's server.
pub struct Http {
    agent: ureq::Agent,
    base: String,
    proof: Option<Proof>,
}

impl Http {
    /// A server by the address that a person typed: https, or http on this machine alone.
    pub fn new(origin: &str) -> Result<Self, Failure> {
        let base = canonical(origin).ok_or_else(|| {
            Failure::new(format!(
                "{origin} is not the address of a server: https://…, or http:// on this machine"
            ))
        })?;
        let agent = ureq::Agent::config_builder()
            .http_status_as_error(false)
            .timeout_recv_response(Some(PATIENCE))
            .timeout_connect(Some(PATIENCE))
            .max_redirects(0)
            .user_agent(concat!("webmynd/", env!("CARGO_PKG_VERSION"), " (", "command line", ")"))
            .build()
            .into();
        Ok(Self { agent, base, proof: None })
    }

    /// The server's address.
    pub fn origin(&self) -> &str {
        &self.base
    }

    /// Shows this to the server's directory of users, with what makes accounts and sessions and with nothing else.
    pub fn show(&mut self, proof: Proof) {
        self.proof = Some(proof);
    }

    fn ask(&self, request: &Request) -> Result<Response, ureq::Error> {
        let base = if request.base.is_empty() { &self.base } else { &request.base };
        let mut asked = ureq::http::Request::builder().uri(format!("{base}{}", request.path)).method(
            match request.method {
                Method::Get => "GET",
                Method::Put => "PUT",
                Method::Post => "POST",
                Method::Delete => "DELETE",
            },
        );
        for (name, value) in &request.headers {
            asked = asked.header(*name, value);
        }
        let shown = matches!(request.path.as_str(), "/v1/accounts" | "/v1/sessions");
        if let Some(proof) = self.proof.as_ref().filter(|_| shown) {
            asked = asked.header("authorization", proof.header());
        }
        let mut answer = if request.body.is_empty() {
            self.agent.run(asked.body(())?)?
        } else {
            self.agent.run(asked.body(request.body.as_slice())?)?
        };
        let retry_after =
            answer.headers().get("retry-after").and_then(|value| value.to_str().ok()?.parse().ok());
        let status = answer.status().as_u16();
        let body = answer.body_mut().with_config().limit(LONGEST as u64).read_to_vec()?;
        Ok(Response { status, retry_after, body })
    }
}

impl Remote for Http {
    async fn call(&self, request: Request) -> Result<Response, RemoteError> {
        self.ask(&request).map_err(|error| RemoteError(format!("{}: {error}", self.base)))
    }
}

/// The outcome of a future whose requests block: it never waits.
pub fn at_once<T>(future: impl Future<Output = T>) -> Result<T, Failure> {
    Box::pin(future)
        .now_or_never()
        .ok_or_else(|| Failure::new("a request did not block; this is a mistake of ours"))
}
