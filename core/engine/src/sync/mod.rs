//! Sync with a vault: what was seen here goes there sealed, what other devices saw comes here. See docs/crypto.md.
//!
//! Each device writes only its own log, so there is nothing to merge: a round reads what others said, sends what was
//! left on its way, and says what is new.
mod account;
mod base;
mod calls;
mod client;
mod error;
mod harm;
mod packs;
mod reading;
mod recap;
mod saying;

pub use account::{
    Account, DeviceFacts, Prelude, Renewal, Who, create, join, pair, prelude, recover, wanted,
};
pub use base::{Base, canonical, is_server};
pub use error::{SyncError, SyncKind};
pub use harm::told::{Doubt, SeenDoubt};
pub use packs::check::Found;
pub use packs::fetch::fetch;
pub use packs::refill::{Back, Refilled, refill};
pub use packs::thin::thin;
pub use webmynd_protocol::account::Ticket;
pub use webmynd_protocol::directory::{Proof, ProofKind, Wanted};
pub use webmynd_protocol::usage::Usage;

use crate::Millis;
use crate::archive::{Archive, PACK};
use crate::ports::{Pictures, Remote};
use client::Client;
use packs::ahead::Ahead;
use std::cell::RefCell;
use webmynd_crypto::Random;

/// What a round did.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Report {
    /// Visits that are in the vault now and were not before.
    pub sent: u32,
    /// Visits that came from other devices.
    pub received: u32,
    /// Entries of this device's log that the vault took.
    pub said: u32,
    /// Entries of other devices that were applied.
    pub entries: u32,
    /// Bytes of packs that were uploaded.
    pub bytes: u64,
    /// Thumbnails that went to the vault.
    pub thumbs_sent: u32,
    /// Captures that have thumbnails of other devices now.
    pub thumbs_received: u32,
    /// The vault has no room for more thumbnails: what it has left is for texts.
    pub thumbs_full: bool,
    /// Captures and changes that are damaged on the disk, and were not sent.
    pub skipped: u32,
    /// Packs of other devices that are in the vault's log and cannot be read: they are tried again.
    pub quarantined: u32,
    /// The same of packs that a newer version wrote, and of entries.
    pub newer: u32,
    /// What devices of the account said and what cannot be so: it is set apart.
    pub doubts: Vec<Doubt>,
    /// Another memory writes under this device's name, a copy of its folder or profile, or an old one that was put back: this one has a name of
    /// its own from now on.
    pub renamed: bool,
}

/// One round of sync. The archive is borrowed only between requests, so that pages are remembered meanwhile. What a round
/// that failed has done stays done: the next one goes on from there.
pub struct Round<'a, R: Remote> {
    archive: &'a RefCell<Archive>,
    account: &'a mut Account,
    client: Client<'a, R>,
    random: &'a mut dyn Random,
    now: Millis,
    report: Report,
    ahead: Ahead,
    /// A pack of up to so many bytes may travel inside its entry, as the server said last.
    along: u64,
    /// Bytes of text of a pack, at most: fewer since one was too large for what stands in between, or for the room that is left.
    most: usize,
    /// Entries that put packs together.
    consolidated: u32,
    /// How long the vault keeps what is no WebMark, in ms, once it was asked; `None` within: for ever.
    retention: Option<Option<Millis>>,
    /// Up to this version the log is cleared, as the server said last.
    cleared: u64,
    /// What else it said of recaps.
    shown: recap::Shown,
    /// Where entries before a recap are being read.
    behind: Option<recap::Behind>,
}

impl<'a, R: Remote> Round<'a, R> {
    /// A round of `account` over `remote`. `account` may change: keep it when the round is over, however it ended.
    pub fn new(
        archive: &'a RefCell<Archive>,
        account: &'a mut Account,
        remote: &'a R,
        random: &'a mut dyn Random,
        now: Millis,
    ) -> Self {
        let client = account.client(remote);
        Self {
            archive,
            account,
            client,
            random,
            now,
            report: Report::default(),
            ahead: Ahead::default(),
            along: 0,
            most: PACK,
            consolidated: 0,
            retention: None,
            cleared: 0,
            shown: recap::Shown::default(),
            behind: None,
        }
    }

    /// Runs it, for texts alone. Errors: see [`SyncKind`]; nothing is lost by any of them.
    pub async fn run(mut self) -> Result<Report, SyncError> {
        self.texts().await?;
        Ok(self.report)
    }

    /// Runs it, and when all texts have travelled thumbnails do: those of other devices into `pictures`, own ones out of it
    /// where `send` says so. Errors: as those of [`Round::run`], and what the pictures say.
    pub async fn run_with(mut self, pictures: &impl Pictures, send: bool) -> Result<Report, SyncError> {
        self.texts().await?;
        self.fetch_thumbs(pictures).await?;
        if send {
            self.send_thumbs(pictures).await?;
        }
        Ok(self.report)
    }

    async fn texts(&mut self) -> Result<(), SyncError> {
        self.check_account().await?;
        self.pull().await?;
        self.settle_outbox().await?;
        self.check_expected()?;
        self.refill_webmarks().await?;
        self.check_asked().await?;
        self.push().await?;
        self.read_unknown().await?;
        self.retry().await?;
        self.tend_recaps().await
    }
}
