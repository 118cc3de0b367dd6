//! A client that is refused while it still sends is heard out for a while: closing the connection under it would reset it,
//! and it would never read why.
use axum::body::{Body, HttpBody};
use axum::extract::Request;
use axum::http::{StatusCode, header};
use axum::middleware::Next;
use axum::response::Response;
use bytes::Bytes;
use hyper::body::{Frame, SizeHint};
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};
use std::time::Duration;
use tokio::time::timeout;

/// So much is listened to and thrown away: a whole pack, and a little.
const MOST: u64 = 9 << 20;
/// For so long, however it comes.
const LONGEST: Duration = Duration::from_secs(20);

/// Runs a request, and when it is refused takes what the client has yet to send.
pub async fn hear_out(request: Request, next: Next) -> Response {
    // Who asks before it sends is told before it sends.
    if request.body().is_end_stream() || request.headers().contains_key(header::EXPECT) {
        return next.run(request).await;
    }
    let (parts, body) = request.into_parts();
    let body = Lent(Arc::new(Mutex::new(body)));
    let response = next.run(Request::from_parts(parts, Body::new(body.clone()))).await;
    let refused = response.status().is_client_error() || response.status().is_server_error();
    if refused && response.status() != StatusCode::REQUEST_TIMEOUT {
        let _ = timeout(LONGEST, super::ask::drain(Body::new(body), MOST)).await;
    }
    response
}

/// A body that two may read, one after the other.
#[derive(Clone)]
struct Lent(Arc<Mutex<Body>>);

impl HttpBody for Lent {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        let mut body = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        Pin::new(&mut *body).poll_frame(context)
    }

    fn is_end_stream(&self) -> bool {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).size_hint()
    }
}
