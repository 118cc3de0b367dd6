//! Whose vault it is: a memory goes to another account, or on with a server that was put back from a backup, when a person says so.
use crate::ports::Remote;
use crate::sync::Round;
use crate::sync::account::Account;
use crate::sync::error::{SyncError, SyncKind};

impl Account {
    /// Goes on with the vault as it is now, from the next round on: its log is read from its beginning, what it does not have of this
    /// memory is sent again, and nothing here is lost. A person says so, after [`SyncKind::RolledBack`] or [`SyncKind::OtherAccount`].
    pub fn begin_anew(&mut self) {
        self.begins_anew = true;
        // A server that was put back has the keyring of that time.
        self.generation = 0;
        // And may never have had what another device told this one at pairing.
        self.expected.clear();
        // Its versions count from the beginning.
        self.seen.clear();
        (self.recap_tried, self.stand_tried) = (0, 0);
    }
}

impl<R: Remote> Round<'_, R> {
    /// What is known of a vault is known of this account's.
    pub(in crate::sync) async fn check_account(&mut self) -> Result<(), SyncError> {
        let account = self.account.id.0;
        let (known, has_history) = {
            let archive = self.archive.borrow();
            let shared = archive.catalog().shared();
            (shared.account().copied(), shared.knows_a_vault())
        };
        let is_other = known.is_some_and(|known| known != account);
        if is_other && has_history && !self.account.begins_anew {
            return Err(SyncError::new(
                SyncKind::OtherAccount,
                "this memory was synced with another account before, and nothing of it was sent to this one",
            ));
        }
        if self.account.begins_anew && !is_other {
            // The numbers that it has used may be lost there, as its session may be: no number is used twice.
            self.rename(!self.account.has_missed).await.map_err(of_its_time)?;
        }
        if (self.account.begins_anew || is_other) && !self.has_said_something()? {
            self.drop_kept()?;
            let now = self.client.tail(0).await?.version;
            self.archive.borrow_mut().note_vault(&account, Some(now))?;
        } else if known != Some(account) {
            self.archive.borrow_mut().note_vault(&account, None)?;
        }
        (self.account.begins_anew, self.account.has_missed) = (false, false);
        Ok(())
    }
}

/// The keys of another time are what its passphrase opens.
fn of_its_time(error: SyncError) -> SyncError {
    if error.kind == SyncKind::WrongKey { SyncError { kind: SyncKind::SignIn, ..error } } else { error }
}
