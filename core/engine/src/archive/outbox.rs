//! The outbox: one entry of this device's log on its way to the vault, in a file of its own.
use super::Archive;
use crate::EngineError;
use crate::event::{Event, Sent, VaultFacts};
use crate::page::to_hex;
use crate::ports::read_file;

const OUTBOX: &str = "outbox";

impl Archive {
    /// The outbox's bytes, as they were written.
    pub fn outbox(&self) -> Result<Option<Vec<u8>>, EngineError> {
        Ok(read_file(&*self.files, OUTBOX, u64::MAX)?)
    }

    /// Writes the outbox, durably, or empties it.
    pub fn set_outbox(&mut self, bytes: Option<&[u8]>) -> Result<(), EngineError> {
        self.files.remove(OUTBOX)?;
        if let Some(bytes) = bytes {
            self.files.write(OUTBOX, 0, bytes)?;
            self.files.flush(OUTBOX)?;
        }
        Ok(())
    }

    /// Notes whose vault this memory is synced with. `anew`: what was known of a vault before counts no more, nor does what was on its way;
    /// the account's log is taken as it is up to this version.
    pub fn note_vault(&mut self, account: &[u8; 16], anew: Option<u64>) -> Result<(), EngineError> {
        if anew.is_some() {
            self.set_outbox(None)?;
        }
        let (account, version) = (to_hex(account), anew.unwrap_or_default());
        let facts = VaultFacts { account, anew: anew.is_some(), version, ..VaultFacts::default() };
        self.record(Event::Vault(facts), vec![]).map(drop)
    }

    /// Notes that nobody can read these entries of the account's log any more, by the versions that they made: what this device knows is said
    /// again. `asked`: another device has asked for them.
    pub fn note_unheard(
        &mut self,
        account: &[u8; 16],
        unheard: Vec<u64>,
        asked: bool,
    ) -> Result<(), EngineError> {
        let facts = VaultFacts { account: to_hex(account), unheard, asked, ..VaultFacts::default() };
        self.record(Event::Vault(facts), vec![]).map(drop)
    }

    /// Notes that the vault has taken an entry, and empties the outbox. `visits`: the ids, 16 bytes each.
    pub fn note_sent(&mut self, sent: Sent, visits: Vec<u8>) -> Result<(), EngineError> {
        self.record(Event::Sent(sent), visits)?;
        self.set_outbox(None)
    }
}
