//! Sync with a vault: what was seen here goes there sealed, what other devices saw comes here. See docs/crypto.md.
//!
//! Each device writes only its own log, so there is nothing to merge: a round sends what was left unsaid, reads what
//! others said, and says what is new.
mod account;
mod audit;
mod body;
mod calls;
mod client;
mod error;
mod fetch;
mod outbox;
mod pull;
mod push;
mod record;
mod rewrite;
mod thin;
mod verify;

pub use account::{Account, DeviceFacts, Prelude, Renewal, Who, create, join, pair, prelude, recover};
pub use body::{Body, DeedSaid, MarkSaid, PackSaid};
pub use error::{SyncError, SyncKind};
pub use fetch::fetch;
pub use record::Record;
pub use thin::thin;
pub use webmynd_protocol::account::Ticket;
pub use webmynd_protocol::usage::Usage;

use crate::Millis;
use crate::archive::Archive;
use crate::ports::Remote;
use client::Client;
use std::cell::RefCell;
use webmynd_crypto::Random;

/// What a round did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize)]
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
        let client = Client::new(remote, account.token.0.clone());
        Self { archive, account, client, random, now, report: Report::default() }
    }

    /// Runs it. Errors: see [`SyncKind`]; nothing is lost by any of them.
    pub async fn run(mut self) -> Result<Report, SyncError> {
        self.settle_outbox().await?;
        self.pull().await?;
        self.check_expected()?;
        self.refill().await?;
        self.push().await?;
        Ok(self.report)
    }
}
