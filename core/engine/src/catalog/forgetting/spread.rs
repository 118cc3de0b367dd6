//! Forgets on their way: which of the account's devices have applied them, as far as they told.
use crate::catalog::devices::Device;
use crate::catalog::rows::Origin;
use crate::catalog::shared::{DeviceId, Shared};
use crate::catalog::{Catalog, parse_hash};
use crate::event::{Forgot, Received, Sent};
use crate::page::Millis;

/// So many forgets are followed, the newest.
const FOLLOWED: usize = 20;

/// A forget that other devices are told, or told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spread {
    /// Its operation.
    pub op: u32,
    /// When, in ms.
    pub at: Millis,
    /// How many visits.
    pub count: u32,
    /// Its clock.
    pub(in crate::catalog) clock: u64,
    /// The device that did it; `None`: this one.
    pub(in crate::catalog) by: Option<DeviceId>,
    /// The entry that says it, by log and number; `None` while it is unsaid.
    pub(in crate::catalog) entry: Option<(DeviceId, u64)>,
}

/// From how many devices something is gone.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub struct Reach {
    /// Devices that have applied it, this one among them.
    pub gone: u32,
    /// Devices of the account; 0 while there is none.
    pub of: u32,
}

impl Shared {
    /// Forgets that are followed, the oldest first.
    pub fn spreads(&self) -> &[Spread] {
        &self.spreads
    }

    /// Up to which entry a device has read another's log, as it told.
    pub fn read_by(&self, reader: &DeviceId, log: &DeviceId) -> u64 {
        self.read.get(&(*reader, *log)).copied().unwrap_or_default()
    }

    /// Whether `own` has something to say though nothing is new: others forgot something and count the devices that know;
    /// or it has never said anything, and they do not know of it.
    pub fn owes_word(&self, own: &DeviceId) -> bool {
        self.owes_word || self.head(own).seq == 0
    }

    pub(in crate::catalog) fn follow(&mut self, forgot: &Forgot, clock: u64, by: Origin, count: u32) {
        let by = self.other(by);
        if forgot.known == 0 {
            return;
        }
        self.spreads.push(Spread { op: forgot.op, at: forgot.at, count, clock, by, entry: None });
        let over = self.spreads.len().saturating_sub(FOLLOWED);
        self.spreads.drain(..over);
    }

    pub(in crate::catalog) fn follow_no_more(&mut self, op: u32) {
        self.spreads.retain(|spread| spread.op != op);
    }

    /// This device's word is out.
    pub(in crate::catalog) fn said(&mut self, sent: &Sent) {
        let entry = Some((parse_hash(&sent.device), sent.seq));
        let told = |spread: &&mut Spread| {
            spread.by.is_none() && spread.entry.is_none() && spread.clock <= sent.clock
        };
        self.spreads.iter_mut().filter(told).for_each(|spread| spread.entry = entry);
        self.owes_word = false;
    }

    /// Another device said something, and how far it had read.
    pub(in crate::catalog) fn heard(&mut self, received: &Received) {
        let reader = parse_hash(&received.device);
        for (log, seq) in &received.read {
            let known = self.read.entry((reader, parse_hash(log))).or_default();
            *known = (*known).max(*seq);
        }
        let told = |spread: &&mut Spread| spread.by == Some(reader) && spread.entry.is_none();
        self.spreads.iter_mut().filter(told).for_each(|spread| spread.entry = Some((reader, received.seq)));
        self.owes_word |= received.forgets;
    }
}

impl Catalog {
    /// From how many of the account's devices a forget is gone.
    pub fn reach(&self, op: u32) -> Reach {
        let shared = &self.shared;
        let Some(spread) = shared.spreads.iter().find(|spread| spread.op == op) else {
            return Reach::default();
        };
        let devices = shared.listed.iter().filter(|device| !device.is_revoked);
        let has_applied = |device: &&Device| {
            device.is_own
                || spread
                    .entry
                    .is_some_and(|(log, seq)| device.id == log || shared.read_by(&device.id, &log) >= seq)
        };
        let (gone, of) = (devices.clone().filter(has_applied).count() as u32, devices.count() as u32);
        if of < 2 { Reach::default() } else { Reach { gone, of } }
    }
}
