//! Tables as a server of version 4 left them, to try how long they take to become today's.
use sqlx::{AnyConnection, Connection};

pub async fn to_version_4(url: &str) {
    let mut database = AnyConnection::connect(url).await.unwrap();
    for statement in [
        "ALTER TABLE accounts DROP COLUMN packed",
        "ALTER TABLE accounts DROP COLUMN packs",
        "DROP INDEX packs_waiting",
        "DROP INDEX packs_trashed",
        "DROP INDEX packs_ending",
        "CREATE INDEX packs_by_state ON packs (state, until, staged)",
        "CREATE INDEX packs_by_end ON packs (expires)",
        "UPDATE schema SET version = 4",
    ] {
        sqlx::query(statement).execute(&mut database).await.unwrap();
    }
}
