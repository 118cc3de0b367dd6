//! Why the store did not do what it was asked.
use super::schema::VERSION;
use std::fmt;
use webmynd_protocol::Code;

/// The store's own faults, and what it refuses.
#[derive(Debug)]
pub enum StoreError {
    /// It cannot be reached, is locked or full: try again in a while.
    Unavailable(sqlx::Error),
    /// Something in it is not of the form that we wrote.
    Damaged,
    /// A later version of this program has been here: its tables are of this version.
    Newer(i64),
    /// What was asked for does not go.
    Refused(Refused),
}

/// A refusal that the client is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Refused {
    /// Why.
    pub code: Code,
    /// The number that counts now, where another one was expected.
    pub current: Option<u64>,
}

impl From<Code> for StoreError {
    fn from(code: Code) -> Self {
        Self::Refused(Refused { code, current: None })
    }
}

impl StoreError {
    /// Whether the database finds no room to write.
    pub fn is_of_room(&self) -> bool {
        matches!(self, Self::Unavailable(error) if has_no_room(error))
    }

    /// Whether the database is well, and the same is to be sent once more.
    pub fn is_to_come_again(&self) -> bool {
        matches!(self, Self::Refused(refused) if refused.code == Code::Unavailable)
    }

    /// Refused, because `current` is what counts now.
    pub fn current(code: Code, current: u64) -> Self {
        Self::Refused(Refused { code, current: Some(current) })
    }
}

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> Self {
        match error {
            sqlx::Error::ColumnDecode { .. } | sqlx::Error::ColumnNotFound(_) | sqlx::Error::Decode(_) => {
                Self::Damaged
            }
            error => Self::Unavailable(error),
        }
    }
}

impl fmt::Display for StoreError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unavailable(error) if has_no_room(error) => {
                write!(f, "the database finds no room to write, its disk may be full: {error}; make some")
            }
            Self::Unavailable(error) => write!(f, "the database: {error}"),
            Self::Damaged => f.write_str("the database holds something that was not written by this program"),
            Self::Newer(version) => write!(
                f,
                "the database is of a newer webmynd-server: its tables are of version {version}, this one knows {VERSION}; update this server"
            ),
            Self::Refused(refused) => write!(f, "refused: {:?}", refused.code),
        }
    }
}

impl std::error::Error for StoreError {}

/// Whether SQLite found its disk full: by its own word (13), by that of the system as it wrote (778), or as it made what its readers share (4874);
/// or PostgreSQL its own (53100).
fn has_no_room(error: &sqlx::Error) -> bool {
    let code = error.as_database_error().and_then(sqlx::error::DatabaseError::code);
    code.is_some_and(|code| ["13", "778", "4874", "53100"].contains(&&*code))
}
