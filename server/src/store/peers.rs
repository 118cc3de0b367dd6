//! The way by which servers of one PostgreSQL hear each other: what is said there is heard by who listens, and is never kept.
use super::{Store, StoreError};
use sqlx::postgres::PgListener;

/// What it is called in the database.
const CHANNEL: &str = "webmynd_counts";

/// Hears what is said, also its own server's words.
pub struct Ears(PgListener);

impl Ears {
    /// What is said next. It connects anew by itself; what is said meanwhile is not heard.
    pub async fn hear(&mut self) -> Result<String, StoreError> {
        Ok(self.0.recv().await?.payload().to_owned())
    }
}

impl Store {
    /// Whether other servers may have the same database. Of a file nobody but this one knows.
    pub fn is_shared(&self) -> bool {
        !self.sqlite
    }

    /// Listens, on a connection of its own.
    pub async fn listen(&self, url: &str) -> Result<Ears, StoreError> {
        let mut listener = PgListener::connect(url).await?;
        listener.listen(CHANNEL).await?;
        Ok(Ears(listener))
    }

    /// Says something to all who listen: at most 7,999 bytes of text.
    pub async fn say(&self, text: &str) -> Result<(), StoreError> {
        // As a text: the driver for all databases knows no void.
        sqlx::query("SELECT CAST(pg_notify($1, $2) AS TEXT)")
            .bind(CHANNEL)
            .bind(text)
            .execute(&self.pool)
            .await?;
        Ok(())
    }
}
