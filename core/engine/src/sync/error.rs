//! Why a round of sync ended early: what the person or the program has to do next.
use crate::event::Harm;
use crate::ports::RemoteError;
use crate::{EngineError, ErrorKind};
use serde::Serialize;
use std::fmt;
use webmynd_crypto::CryptoError;
use webmynd_protocol::Code;

/// What to do about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum SyncKind {
    /// The server cannot be reached, or not now: try again later.
    Later,
    /// Sign in again: the session has ended, or the passphrase was changed elsewhere.
    SignIn,
    /// The account's quota is used up.
    Quota,
    /// The server, or another device, is of another version: one of them is to be updated.
    #[serde(rename = "versions")]
    Update,
    /// The keys of this device do not open the account.
    WrongKey,
    /// What the server keeps of the account's keys is damaged, though what was typed is right: the recovery words get in, and a device that
    /// works makes it anew.
    Keybox,
    /// The server shows less than it did, or something else in its place: it was put back from a backup, or it lies.
    /// Nothing is changed here, until a person goes on with it as it is: see [`super::Account::begin_anew`].
    RolledBack,
    /// This memory was synced with another account before: a person says whether it goes to this one, see
    /// [`super::Account::begin_anew`].
    OtherAccount,
    /// The server said something that cannot be.
    Distrust,
    /// What was asked for does not go: a name that is taken, a server that takes no accounts.
    Refused,
    /// The vault does not keep any more what was asked for.
    Gone,
    /// A pack is listed and not there, or not what its device signed: it is set apart, all else goes on.
    Damaged,
    /// The memory on this device; see the engine's kinds.
    Memory,
}

/// An error of sync: its kind and a fact for the log.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SyncError {
    /// What to do next.
    pub kind: SyncKind,
    /// What happened. Holds no text of a page, no address and no key.
    pub fact: String,
    /// When the server wants to be asked again, in seconds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub after: Option<u32>,
    /// The server's code, where it gave one.
    #[serde(skip)]
    pub code: Option<Code>,
    /// The status that was answered, where something was.
    #[serde(skip)]
    pub status: Option<u16>,
    /// With [`SyncKind::Memory`], what the memory on this device said.
    #[serde(skip)]
    pub memory: Option<ErrorKind>,
    /// What of it is in doubt: its device said it so.
    #[serde(skip)]
    pub doubt: Option<Harm>,
}

impl SyncError {
    /// An error of `kind` with its fact.
    pub fn new(kind: SyncKind, fact: impl Into<String>) -> Self {
        Self { kind, fact: fact.into(), after: None, code: None, status: None, memory: None, doubt: None }
    }

    /// What a server's refusal means.
    pub fn refused(code: Code, detail: &str, after: Option<u32>) -> Self {
        let kind = match code {
            Code::Unauthorized | Code::WrongLogin => SyncKind::SignIn,
            Code::Quota => SyncKind::Quota,
            Code::TooMany | Code::Unavailable | Code::Internal | Code::GenerationConflict => SyncKind::Later,
            Code::AccountExists
            | Code::SignUpClosed
            | Code::NotAdmitted
            | Code::ProofWanted
            | Code::Gone
            | Code::TooLarge => SyncKind::Refused,
            Code::Other | Code::Newer | Code::Moved => SyncKind::Update,
            _ => SyncKind::Distrust,
        };
        let fact =
            if detail.is_empty() { code.title().to_owned() } else { format!("{}: {detail}", code.title()) };
        Self { after, code: Some(code), ..Self::new(kind, fact) }
    }

    /// Something of the server's that did not open.
    pub fn sealed(what: &str, error: CryptoError) -> Self {
        let kind = match error {
            CryptoError::Newer => SyncKind::Update,
            CryptoError::Gap | CryptoError::RolledBack => SyncKind::RolledBack,
            CryptoError::WrongKey => SyncKind::WrongKey,
            _ => SyncKind::Distrust,
        };
        Self::new(kind, format!("{what}: {error}"))
    }

    /// The same of the account's keys, where what opens them has logged in: it is right, and they are damaged.
    pub fn damaged_keys(what: &str, error: CryptoError) -> Self {
        match Self::sealed(what, error) {
            error if error.kind == SyncKind::WrongKey => error.of_keybox(),
            other if error == CryptoError::Malformed => other.of_keybox(),
            other => other,
        }
    }

    /// It is said of what the server keeps of the keys.
    pub(super) fn of_keybox(self) -> Self {
        Self { kind: SyncKind::Keybox, ..self }
    }

    /// A pack that is in the log, and that the server does not find.
    pub fn lost_pack() -> Self {
        let lost = Self::new(SyncKind::Damaged, "a pack is listed, and is not there");
        Self { code: Some(Code::NotFound), ..lost }
    }

    /// Whether a request was refused for its length, by the server or by what stands before it.
    pub(super) fn is_too_large(&self) -> bool {
        self.status == Some(413)
    }

    /// Whether it may go when it is smaller.
    pub(super) fn is_of_size(&self) -> bool {
        self.is_too_large() || self.kind == SyncKind::Quota
    }

    /// Whether the server shows another log than it did, or one that cannot be believed.
    pub(super) fn is_of_log(&self) -> bool {
        matches!(self.kind, SyncKind::RolledBack | SyncKind::Distrust)
    }

    /// Something that a device of the account says and that cannot be so.
    pub fn doubted(harm: Harm, fact: impl Into<String>) -> Self {
        Self { doubt: Some(harm), ..Self::new(SyncKind::Damaged, fact) }
    }

    /// A pack that is not what its device signed, or that a newer version wrote, or that holds more than any may.
    pub fn harmed(error: CryptoError) -> Self {
        if error == CryptoError::TooLarge {
            return Self::doubted(Harm::Beyond, "a pack holds more than any may");
        }
        match Self::sealed("a pack", error) {
            error if error.kind == SyncKind::Update => error,
            error => Self { kind: SyncKind::Damaged, ..error },
        }
    }

    /// Something that a device sealed and the server shows: the keyring has opened, so what does not was changed.
    pub fn shown(what: &str, error: CryptoError) -> Self {
        match Self::sealed(what, error) {
            Self { kind: SyncKind::WrongKey, fact, .. } => Self::new(SyncKind::Distrust, fact),
            other => other,
        }
    }
}

impl From<EngineError> for SyncError {
    fn from(error: EngineError) -> Self {
        Self { memory: Some(error.kind), ..Self::new(SyncKind::Memory, error.to_string()) }
    }
}

impl From<RemoteError> for SyncError {
    fn from(error: RemoteError) -> Self {
        Self::new(SyncKind::Later, error.to_string())
    }
}

impl fmt::Display for SyncError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({:?})", self.fact, self.kind)
    }
}

impl std::error::Error for SyncError {}
