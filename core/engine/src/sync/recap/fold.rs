//! Folding: the log's entries one after another into what of them still counts. Nothing else goes into it, so that all devices come to the same bytes.
use super::{LastWord, Recap};
use crate::page::{Millis, VisitId, parse_hex, to_hex};
use crate::said::{Body, DeedSaid, MarkSaid};
use std::collections::{BTreeMap, BTreeSet};
use webmynd_crypto::log::Head;
use webmynd_protocol::log::Listed;

type DeviceId = [u8; 16];

/// Of two words the later one counts, of two with one clock that of the greater device.
type Said = (u64, DeviceId);

/// How far a device's log is folded.
#[derive(Clone, Copy, Default)]
struct Log {
    head: Head,
    version: u64,
    clock: u64,
}

/// A star or label: who changed it last, to what, and in whose log that stands.
struct Mark {
    said: Said,
    on: bool,
    log: DeviceId,
}

/// A forget or its undo, of one visit.
struct Deed {
    said: Said,
    forgets: bool,
    at: Millis,
}

/// See the module.
#[derive(Default)]
pub(super) struct Fold {
    version: u64,
    logs: BTreeMap<DeviceId, Log>,
    marks: BTreeMap<(String, Option<String>), Mark>,
    deeds: BTreeMap<VisitId, Deed>,
}

impl Fold {
    /// Goes on behind a recap; `None` where that is not of its form.
    pub fn after(recap: &Recap) -> Option<Self> {
        let mut fold = Self { version: recap.version, ..Self::default() };
        for word in &recap.words {
            let (device, hash) = (parse_hex(&word.device)?, parse_hex(&word.hash)?);
            let head = Head { seq: word.seq, hash };
            fold.logs.insert(device, Log { head, version: word.version, clock: word.clock });
            fold.say(device, &word.marks, &word.deeds);
        }
        Some(fold)
    }

    /// Up to which version it goes.
    pub fn version(&self) -> u64 {
        self.version
    }

    /// How far a device's log is folded.
    pub fn head(&self, device: &DeviceId) -> Head {
        self.logs.get(device).map(|log| log.head).unwrap_or_default()
    }

    /// The logs in it.
    pub fn heads(&self) -> impl Iterator<Item = (&DeviceId, Head)> {
        self.logs.iter().map(|(device, log)| (device, log.head))
    }

    /// The next entry. `body`: what it says, where it counts.
    pub fn hear(&mut self, listed: &Listed, head: Head, body: Option<&Body>) {
        self.version = listed.version;
        let log = self.logs.entry(listed.device.0).or_default();
        (log.head, log.version) = (head, listed.version);
        if let Some(body) = body {
            log.clock = log.clock.max(body.clock);
            self.say(listed.device.0, &body.marks, &body.deeds);
        }
    }

    fn say(&mut self, device: DeviceId, marks: &[MarkSaid], deeds: &[DeedSaid]) {
        for mark in marks {
            let by = mark.by.as_deref().and_then(parse_hex).unwrap_or(device);
            let said = (mark.clock.max(1), by);
            let key = (mark.page.clone(), mark.label.clone());
            if self.marks.get(&key).is_none_or(|known| said >= known.said) {
                self.marks.insert(key, Mark { said, on: mark.on, log: device });
            }
        }
        for deed in deeds {
            let said = (deed.clock, device);
            for id in deed.visits.iter().filter_map(|id| VisitId::parse(id)) {
                if self.deeds.get(&id).is_none_or(|known| said >= known.said) {
                    self.deeds.insert(id, Deed { said, forgets: deed.forgets, at: deed.at });
                }
            }
        }
    }

    /// What came out.
    pub fn recap(self) -> Recap {
        let mut words: BTreeMap<DeviceId, LastWord> = BTreeMap::new();
        for (device, Log { head, version, clock }) in self.logs {
            let (hash, seq) = (to_hex(&head.hash), head.seq);
            let word = LastWord { device: to_hex(&device), seq, hash, version, clock, ..LastWord::default() };
            words.insert(device, word);
        }
        for ((page, label), Mark { said: (clock, by), on, log }) in self.marks {
            let by = (by != log).then(|| to_hex(&by));
            let mark = MarkSaid { page, label, on, clock, by };
            words.entry(log).or_default().marks.push(mark);
        }
        let mut deeds: BTreeMap<(DeviceId, u64, bool, Millis), BTreeSet<VisitId>> = BTreeMap::new();
        for (visit, Deed { said: (clock, device), forgets, at }) in self.deeds {
            deeds.entry((device, clock, forgets, at)).or_default().insert(visit);
        }
        for ((device, clock, forgets, at), visits) in deeds {
            let visits = visits.iter().map(ToString::to_string).collect();
            words.entry(device).or_default().deeds.push(DeedSaid { at, clock, forgets, visits });
        }
        let mut words: Vec<LastWord> = words.into_values().collect();
        words.sort_by_key(|word| word.version);
        Recap { version: self.version, words }
    }
}
