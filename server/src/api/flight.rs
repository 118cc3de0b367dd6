//! What a request holds of the bytes in flight: its body until it is answered, its answer until that was taken.
use super::Shared;
use super::ask::Address;
use super::problem::Refusal;
use super::quota::Asker;
use crate::budget::{Full, Share};
use axum::extract::{FromRequestParts, Request};
use axum::http::request::Parts;
use axum::middleware::Next;
use axum::response::Response;
use std::sync::{Arc, Mutex, PoisonError};
use webmynd_protocol::Code;

/// What a request holds while it is answered.
#[derive(Clone, Default)]
struct Held(Arc<Mutex<Vec<Share>>>);

/// Lets go of what was held for a request when there is an answer to it.
pub async fn let_go(mut request: Request, next: Next) -> Response {
    let held = Held::default();
    request.extensions_mut().insert(held.clone());
    let response = next.run(request).await;
    held.0.lock().unwrap_or_else(PoisonError::into_inner).clear();
    response
}

/// Takes `bytes` for a request until it is answered; `unavailable` where there is no room.
pub async fn hold(parts: &mut Parts, vault: &Shared, bytes: u64) -> Result<(), Refusal> {
    let share = take(parts, vault, bytes).await?;
    if let Some(held) = parts.extensions.get::<Held>() {
        held.0.lock().unwrap_or_else(PoisonError::into_inner).push(share);
    }
    Ok(())
}

async fn take(parts: &mut Parts, vault: &Shared, bytes: u64) -> Result<Share, Refusal> {
    let account = parts.extensions.get::<Asker>().and_then(Asker::account);
    let Ok(Address(address)) = Address::from_request_parts(parts, vault).await;
    Ok(vault.flight.take(account, &address, bytes).await?)
}

impl From<Full> for Refusal {
    fn from(_: Full) -> Self {
        Self::with_detail(Code::Unavailable, "too many bytes are in flight")
    }
}
