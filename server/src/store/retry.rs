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
    until_let(attempt, broken_off, Duration::from_millis(5)).await
}

/// Runs `attempt` until no other program that is starting on the same file is in its way, or for too long: what sets a file up waits for nobody
/// by itself.
pub(super) async fn started<T, F>(attempt: impl Fn() -> F) -> Result<T, StoreError>
where
    F: Future<Output = Result<T, StoreError>>,
{
    until_let(attempt, is_busy, Duration::from_millis(20)).await
}

/// Runs `attempt` again while what it meets `passes`, after a pause that doubles.
async fn until_let<T, F>(
    attempt: impl Fn() -> F,
    passes: fn(&sqlx::Error) -> bool,
    mut pause: Duration,
) -> Result<T, StoreError>
where
    F: Future<Output = Result<T, StoreError>>,
{
    for _ in 0..AGAIN {
        match attempt().await {
            Err(StoreError::Unavailable(error)) if passes(&error) => tokio::time::sleep(pause).await,
            other => return other,
        }
        pause *= 2;
    }
    attempt().await
}

/// SQLite's `SQLITE_BUSY` in its kinds.
fn is_busy(error: &sqlx::Error) -> bool {
    let code = error.as_database_error().and_then(|error| error.code());
    code.and_then(|code| code.parse::<u32>().ok()).is_some_and(|code| code & 0xff == 5)
}

/// PostgreSQL's `serialization_failure` and `deadlock_detected`.
fn broken_off(error: &sqlx::Error) -> bool {
    let code = error.as_database_error().and_then(|error| error.code());
    matches!(code.as_deref(), Some("40001" | "40P01"))
}
