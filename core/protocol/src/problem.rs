//! Errors: RFC 9457 problem details with a stable code.
use serde::{Deserialize, Serialize};

/// What went wrong, for programs. A code never changes its meaning; unknown ones are read as [`Code::Other`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Code {
    /// A header, field or body is missing or not of its form.
    BadRequest,
    /// No session, or one that has ended.
    Unauthorized,
    /// Account and passphrase do not belong together.
    WrongLogin,
    /// This server takes no new accounts, or not without an invitation.
    SignUpClosed,
    /// The operator's directory of users does not let in who asks under this name.
    NotAdmitted,
    /// Who takes keys or an account away has not shown the passphrase, or another one.
    ProofWanted,
    /// The account's name is taken.
    AccountExists,
    /// There is no such thing in this account.
    NotFound,
    /// It was there, and is not any more: it was deleted, or its time is over.
    Gone,
    /// Another change came first: read again, then try again.
    GenerationConflict,
    /// The device's log has other bytes at this number: another device runs under its id.
    SeqConflict,
    /// An entry before this one is missing.
    SeqGap,
    /// A pack that the entry adds has not been uploaded.
    MissingPack,
    /// The bytes do not have the hash that they were announced with.
    HashMismatch,
    /// More than a limit of `/v1/limits` allows.
    TooLarge,
    /// The account's quota is used up.
    Quota,
    /// Too many tries; `Retry-After` says when.
    TooMany,
    /// The account lives on another server: ask `/.well-known/webmynd` again.
    Moved,
    /// The server's disk, database or store is not there; `Retry-After` says when to come back.
    Unavailable,
    /// The request says something that this server is too old for.
    Newer,
    /// A part of the log is gone, and a recap says what it said: who asks for it has to know recaps.
    Recapped,
    /// A fault of the server's.
    Internal,
    /// A code of a newer server.
    #[serde(other)]
    Other,
}

impl Code {
    /// In a few words, for people.
    pub fn title(self) -> &'static str {
        match self {
            Self::BadRequest => "the request is not as it has to be",
            Self::Unauthorized => "not logged in",
            Self::WrongLogin => "account and passphrase do not belong together",
            Self::SignUpClosed => "this server takes no such sign-up",
            Self::NotAdmitted => "the directory of users lets nobody in like this",
            Self::ProofWanted => "the passphrase is to be shown once more",
            Self::AccountExists => "the account's name is taken",
            Self::NotFound => "there is no such thing",
            Self::Gone => "it is not there any more",
            Self::GenerationConflict => "other keys came first",
            Self::SeqConflict => "the log has another entry here",
            Self::SeqGap => "an entry before this one is missing",
            Self::MissingPack => "a pack has not been uploaded",
            Self::HashMismatch => "the bytes do not have their hash",
            Self::TooLarge => "more than the limit",
            Self::Quota => "the quota is used up",
            Self::TooMany => "too many tries",
            Self::Moved => "the account lives on another server",
            Self::Unavailable => "the server cannot do this now",
            Self::Newer => "the server is too old for this",
            Self::Recapped => "a part of the log is in a recap",
            Self::Internal | Self::Other => "a fault of the server",
        }
    }

    /// The HTTP status that it comes with.
    pub fn status(self) -> u16 {
        match self {
            Self::BadRequest | Self::Newer => 400,
            Self::Unauthorized | Self::WrongLogin => 401,
            Self::SignUpClosed | Self::NotAdmitted | Self::ProofWanted => 403,
            Self::NotFound => 404,
            Self::AccountExists | Self::SeqConflict | Self::SeqGap => 409,
            Self::Gone | Self::Recapped => 410,
            Self::GenerationConflict => 412,
            Self::TooLarge => 413,
            Self::Moved => 421,
            Self::HashMismatch => 422,
            Self::MissingPack => 424,
            Self::TooMany => 429,
            Self::Internal | Self::Other => 500,
            Self::Unavailable => 503,
            Self::Quota => 507,
        }
    }
}

/// The body of an error, `application/problem+json`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Problem {
    /// The HTTP status.
    pub status: u16,
    /// In a few words, the same for every problem of the code.
    pub title: String,
    /// What went wrong this time, for people.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub detail: String,
    /// What went wrong, for programs.
    pub code: Code,
    /// The number that counts now, where another one was expected: a generation, a log's head.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub current: Option<u64>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_words_and_unknown_ones_are_others() {
        assert_eq!(serde_json::to_string(&Code::SeqConflict).unwrap(), "\"seq_conflict\"");
        assert_eq!(serde_json::from_str::<Code>("\"of_tomorrow\"").unwrap(), Code::Other);
    }
}
