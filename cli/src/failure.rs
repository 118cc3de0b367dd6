//! Why a command failed, in a sentence, and the exit code.
use std::fmt;
use std::path::Path;
use std::process::ExitCode;
use webmynd_engine::ports::FileError;
use webmynd_engine::sync::{SyncError, SyncKind};
use webmynd_engine::{EngineError, ErrorKind};

/// How a command ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Done {
    /// All is well.
    Well,
    /// Done, but something was left out or is not well; it was named on standard error.
    WithComplaints,
}

impl Done {
    /// The process's exit code; `has_complained`: something that is not well was named on the way.
    pub fn code(self, has_complained: bool) -> ExitCode {
        let is_well = self == Self::Well && !has_complained;
        ExitCode::from(if is_well { 0 } else { 3 })
    }
}

/// A command that failed.
#[derive(Debug)]
pub struct Failure {
    sentence: String,
    /// Something could not be written: what only reads can go on without.
    unwritable: bool,
}

impl Failure {
    /// A failure in one sentence.
    pub fn new(sentence: impl Into<String>) -> Self {
        Self { sentence: sentence.into(), unwritable: false }
    }

    /// A file that cannot be read or written.
    pub fn of_file(doing: &str, path: &Path, error: &std::io::Error) -> Self {
        Self::new(format!("cannot {doing} {}: {error}", path.display()))
    }

    /// A memory's folder that cannot be opened.
    pub fn of_folder(path: &Path, error: &FileError) -> Self {
        let sentence = match error {
            FileError::Locked => format!("another process uses the memory in {}", path.display()),
            FileError::NotAllowed => {
                format!("cannot open {}: the folder's permissions do not let this user", path.display())
            }
            error => format!("cannot open {}: {error}", path.display()),
        };
        Self { sentence, unwritable: matches!(error, FileError::NotAllowed | FileError::Full) }
    }

    /// Whether it came of the want of room or of the right to write.
    pub fn is_unwritable(&self) -> bool {
        self.unwritable
    }

    /// The process's exit code.
    pub fn code(&self) -> ExitCode {
        ExitCode::from(1)
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.sentence)
    }
}

/// The fact, and what to do about it.
impl From<EngineError> for Failure {
    fn from(error: EngineError) -> Self {
        let advice = match error.kind {
            ErrorKind::FreeSpace => "; free some space and try again, nothing was lost",
            ErrorKind::Locked => "; another process uses this memory, wait until it has ended",
            ErrorKind::NotAllowed => "; check the folder's permissions",
            ErrorKind::Update => "; it was written by a newer version, update webmynd",
            ErrorKind::Corrupt => "; run `webmynd doctor --repair`",
            ErrorKind::Retry => "; try again",
            ErrorKind::Bug => "; this is a mistake of ours, please report it",
            ErrorKind::NotFound | ErrorKind::Invalid => "",
        };
        let unwritable = matches!(error.kind, ErrorKind::FreeSpace | ErrorKind::NotAllowed);
        Self { sentence: format!("{}{advice}", error.fact), unwritable }
    }
}

/// The fact, and what to do about it.
impl From<SyncError> for Failure {
    fn from(error: SyncError) -> Self {
        let after = error.after.map_or_else(String::new, |seconds| format!(" in {seconds} s"));
        let advice = match error.kind {
            SyncKind::Later => format!("; try again{after}, nothing was lost"),
            SyncKind::SignIn => "; `webmynd login --again`".to_owned(),
            SyncKind::Quota => "; delete something there, or ask for more room".to_owned(),
            SyncKind::Update => "; webmynd and the server, or another device, are of different versions: update".to_owned(),
            SyncKind::WrongKey => "; the keys here are not the account's: `webmynd login --again`".to_owned(),
            SyncKind::Keybox => {
                "; what was typed is right, and what the vault keeps of the keys is damaged. `webmynd login --recover` gets in with the recovery words, and `webmynd passphrase` on a device that still works makes it anew".to_owned()
            }
            SyncKind::RolledBack => {
                "; nothing was changed here. Ask whoever runs the server: if it was put back from a backup, `webmynd sync --anew` goes on with it as it is".to_owned()
            }
            SyncKind::OtherAccount => "; `webmynd sync --anew` sends all of it to this one".to_owned(),
            SyncKind::Distrust => {
                "; nothing was changed here, do not trust this server. If its operator says that its disk was damaged, `webmynd sync --anew` goes on with it as it is"
                    .to_owned()
            }
            SyncKind::Damaged => "; its device says it anew when it is asked: try again later".to_owned(),
            SyncKind::Refused | SyncKind::Gone | SyncKind::Memory => String::new(),
        };
        Self::new(format!("{}{advice}", error.fact))
    }
}

impl From<FileError> for Failure {
    fn from(error: FileError) -> Self {
        EngineError::from(error).into()
    }
}
