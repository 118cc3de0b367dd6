//! How much of its quota an account has left: said with every answer to its token, where there is a quota.
use super::Shared;
use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::middleware::Next;
use axum::response::Response;
use std::sync::{Arc, OnceLock};

/// Who turned out to be asking: noted where the token is read, looked at when the answer is made.
#[derive(Clone, Default)]
pub struct Asker(Arc<OnceLock<([u8; 16], String)>>);

impl Asker {
    /// Notes account and plan.
    pub fn note(&self, account: [u8; 16], plan: &str) {
        self.0.get_or_init(|| (account, plan.to_owned()));
    }

    /// The account, once it is known.
    pub fn account(&self) -> Option<[u8; 16]> {
        self.0.get().map(|(account, _)| *account)
    }
}

/// Adds `X-Quota-Remaining`, in bytes. A database that was just in trouble is not asked once more.
pub async fn remaining(State(vault): State<Shared>, mut request: Request, next: Next) -> Response {
    let asker = Asker::default();
    request.extensions_mut().insert(asker.clone());
    let mut response = next.run(request).await;
    let Some((account, plan)) = asker.0.get() else { return response };
    let Some(quota) = vault.config.limits(plan).quota else { return response };
    if response.status() != StatusCode::SERVICE_UNAVAILABLE
        && let Ok(used) = vault.store.used(*account).await
    {
        response.headers_mut().insert("x-quota-remaining", quota.saturating_sub(used).into());
    }
    response
}
