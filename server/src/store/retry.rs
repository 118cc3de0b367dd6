//! What a database breaks off because two transactions stood in each other's way is simply done again.
use super::StoreError;
use std::future::Future;
use std::time::Duration;

/// Tries after the first one.
const AGAIN: u32 = 6;

/// Runs `attempt` until the database does not break it off, or too often. An attempt that was broken off has changed
/// nothing.
pub(super) async fn retried<T, F>(attempt: impl Fn() -> F) -> Result<T, StoreError>
where
    F: Future<Output = Result<T, StoreError>>,
{
    for nth in 0..AGAIN {
        match attempt().await {
            Err(StoreError::Unavailable(error)) if broken_off(&error) => {
                tokio::time::sleep(Duration::from_millis(5 << nth)).await;
            }
            other => return other,
        }
    }
    attempt().await
}

/// PostgreSQL's `serialization_failure` and `deadlock_detected`.
fn broken_off(error: &sqlx::Error) -> bool {
    let code = error.as_database_error().and_then(|error| error.code());
    matches!(code.as_deref(), Some("40001" | "40P01"))
}
