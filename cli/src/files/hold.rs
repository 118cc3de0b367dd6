//! Holding a memory's folder: one process writes it at a time, and the next waits a little.
use super::of_io;
use crate::{private, screen};
use std::fs::{File, OpenOptions, TryLockError};
use std::path::Path;
use std::time::Duration;
use webmynd_engine::ports::FileError;

/// Held (by the system's file lock) while a process uses the folder.
pub(super) const LOCK: &str = "lock";
/// So many seconds are waited for another process, where the environment names no other number.
const PATIENCE: u64 = 10;
/// The environment's number.
const WAIT: &str = "WEBMYND_WAIT";
/// How long between two looks.
const STEP: Duration = Duration::from_millis(50);
/// So many looks are said nothing of.
const SILENT: u64 = 20;

/// The lock, held by this process alone; it is made when it is missing. Errors: `Locked` while another process holds it.
pub(super) fn alone(folder: &Path) -> Result<File, FileError> {
    let lock = private::options().create(true).write(true).truncate(false).open(folder.join(LOCK));
    held(lock.map_err(|error| of_io(&error))?, File::try_lock)
}

/// The lock of a folder that cannot be written, held together with other readers; nothing where it was not copied.
pub(super) fn with_readers(folder: &Path) -> Result<Option<File>, FileError> {
    match OpenOptions::new().read(true).open(folder.join(LOCK)).map_err(|error| of_io(&error)) {
        Err(FileError::Missing) => Ok(None),
        Err(error) => Err(error),
        Ok(lock) => held(lock, File::try_lock_shared).map(Some),
    }
}

fn held(lock: File, hold: fn(&File) -> Result<(), TryLockError>) -> Result<File, FileError> {
    let named = std::env::var(WAIT).ok().and_then(|seconds| seconds.trim().parse().ok());
    let looks = named.unwrap_or(PATIENCE).saturating_mul(1000) / STEP.as_millis() as u64;
    for look in 0..=looks {
        match hold(&lock) {
            Ok(()) => return Ok(lock),
            Err(TryLockError::WouldBlock) if look < looks => wait(look),
            Err(TryLockError::WouldBlock) => return Err(FileError::Locked),
            Err(TryLockError::Error(error)) => return Err(of_io(&error)),
        }
    }
    Err(FileError::Locked)
}

#[expect(clippy::disallowed_methods, reason = "a process of its own may wait for another")]
fn wait(look: u64) {
    if look == SILENT {
        screen::note("webmynd: waiting for another process that uses the memory");
    }
    std::thread::sleep(STEP);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[expect(clippy::disallowed_methods, reason = "a test has a clock of its own")]
    fn one_writes_at_a_time_and_the_next_waits_for_it() {
        let dir = tempfile::tempdir().unwrap();
        let first = alone(dir.path()).unwrap();
        std::thread::scope(|scope| {
            let next = scope.spawn(|| alone(dir.path()).map(drop));
            std::thread::sleep(4 * STEP);
            assert!(!next.is_finished());
            drop(first);
            assert_eq!(next.join().unwrap(), Ok(()));
        });
    }

    #[test]
    fn readers_of_what_cannot_be_written_hold_it_together() {
        let dir = tempfile::tempdir().unwrap();
        assert!(with_readers(dir.path()).unwrap().is_none(), "a copy without a lock");
        drop(alone(dir.path()).unwrap());
        let one = with_readers(dir.path()).unwrap();
        assert!(one.is_some() && with_readers(dir.path()).unwrap().is_some());
    }
}
