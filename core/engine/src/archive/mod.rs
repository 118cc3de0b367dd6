//! The archive: the driver that asks the ports and keeps journal, catalog and index in step.
mod address;
mod answers;
mod cards;
mod complete;
mod devices;
mod doctor;
mod doubled;
mod facts;
mod forgetting;
mod indexing;
mod lit;
mod look;
mod matching;
mod missing;
mod mutate;
mod newest;
mod outbox;
mod pictures;
mod read;
mod recaps;
mod receive;
mod remember;
mod replay;
mod salvage;
pub(crate) mod sameness;
mod say_again;
mod scattered;
mod search;
mod standing;
mod statistics;
mod tend;
mod thumbs;
mod transfer;
mod unsaid;
mod visited;
mod which;

pub use answers::{Caption, Opened, PageState, Spreading, Status, Undoable};
pub use complete::{CompletionRequest, Operator, operators};
pub use doctor::DoctorReport;
pub use forgetting::{Faded, Fader, Slice};
pub use matching::{LabelCount, Matches, Matching, SiteCount};
pub use missing::Missing;
pub use mutate::{Change, Mutated};
pub use pictures::PictureFacts;
pub use receive::Arrived;
pub use scattered::Scattered;
pub use search::{Hit, SearchAnswer, SearchRequest};
pub use statistics::{Costly, Counting, Named, Statistics};
pub use tend::Tended;
pub use transfer::{ExportPart, ImportReport, Imported, end_line, picture_line};
pub use unsaid::{Group, PACK, Unsaid};
pub use which::{Selection, Weight, Which};

use crate::calendar::DAY_MS;
use crate::catalog::{Catalog, Gone, Saving, Slot};
use crate::event::Event;
use crate::index::Index;
use crate::journal::{Journal, Place};
use crate::page::{CaptureNo, Millis};
use crate::ports::Files;
use crate::{EngineError, ErrorKind};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

/// How long a forget can be undone: 10 minutes.
pub const UNDO_MS: Millis = 10 * 60_000;
/// How long what retention hid can be taken back, by the time that is believed: a week.
pub const AGED_UNDO_MS: Millis = 7 * DAY_MS;

/// The whole memory of one person on one device.
pub struct Archive {
    files: Arc<dyn Files>,
    journal: Journal,
    catalog: Catalog,
    index: Index,
    /// Captures below this number are in the index.
    cursor: CaptureNo,
    /// Captures above the cursor that are in the index already.
    ahead: BTreeSet<CaptureNo>,
    /// Captures below the cursor that were said anew and are not in the index as they are now.
    late: BTreeSet<CaptureNo>,
    /// Whether the memory segment has such a capture: it is written before the next checkpoint, which knows of none.
    unwritten: bool,
    /// What is gone for good, but not yet from every file.
    gone: Gone,
    slot: Slot,
    /// The next checkpoint, while it is being written.
    saving: Option<Saving>,
    /// Events since the last checkpoint.
    unsaved: u32,
    /// Reading it anew failed half-way: nothing is taken until that has succeeded, for numbers would be given twice.
    is_torn: bool,
    /// How often catalog or index began anew.
    lives: u64,
    /// Ordinals and columns are renewed once, at the end of it.
    is_in_bulk: bool,
    undo_ms: Millis,
    /// Forgets of a time that the clock has not reached again, and when that was seen first.
    ahead_since: BTreeMap<u32, Millis>,
    opened: Opened,
    /// What is missing, and nobody has said yet that they know.
    lacking: missing::Record,
    /// A search met stored bytes that do not match their checksum: `tend` looks whether the index is damaged.
    suspect: AtomicBool,
}

impl Archive {
    /// Opens the memory in a folder of files, or begins one. A torn tail is cut, a bad index is rebuilt (in slices, by
    /// [`Archive::tend`]); what is missing is written down, and told until [`Archive::doctor`] has repaired it. Errors: what the
    /// files say; `Update` for a memory of a newer version.
    pub fn open(files: Arc<dyn Files>) -> Result<Self, EngineError> {
        let journal = Journal::open(files.clone())?;
        let (index, rebuilt) = indexing::open(&files)?;
        let mut archive = Self {
            files,
            journal,
            catalog: Catalog::default(),
            index,
            cursor: 0,
            ahead: BTreeSet::new(),
            late: BTreeSet::new(),
            unwritten: false,
            gone: Gone::default(),
            slot: Slot::default(),
            saving: None,
            unsaved: 0,
            is_torn: false,
            lives: 0,
            is_in_bulk: false,
            undo_ms: UNDO_MS,
            ahead_since: BTreeMap::new(),
            opened: Opened { index_rebuilt: rebuilt, ..Opened::default() },
            lacking: missing::Record::default(),
            suspect: AtomicBool::new(false),
        };
        archive.wake()?;
        Ok(archive)
    }

    /// Brings catalog and index up to the journal.
    fn wake(&mut self) -> Result<(), EngineError> {
        if self.replay()? {
            self.begin_rebuild()?;
        } else {
            self.read_mark()?;
        }
        self.find_late()?;
        self.index_tail()
    }

    /// Sets how long a forget can be undone, in ms.
    pub fn set_undo_window(&mut self, undo_ms: Millis) {
        self.undo_ms = undo_ms.max(0);
    }

    /// The catalog: everything but words.
    pub fn catalog(&self) -> &Catalog {
        &self.catalog
    }

    /// Forgets what is in memory and reads the files again: after a flush failed, only they know what is durable.
    fn reload(&mut self) -> Result<(), EngineError> {
        self.is_torn = true;
        self.lives += 1;
        self.index.give_up();
        self.journal.reopen()?;
        (self.index, self.opened.index_rebuilt) = indexing::open(&self.files)?;
        (self.cursor, self.unwritten) = (0, false);
        self.ahead.clear();
        self.late.clear();
        self.wake()?;
        self.is_torn = false;
        Ok(())
    }

    /// Writes an event, durably, and only then applies it.
    fn record(&mut self, event: Event, data: Vec<u8>) -> Result<Place, EngineError> {
        self.record_all(&[(event, data)])
    }

    /// The same for several: all of them or none. Gives the place of the first.
    fn record_all(&mut self, batch: &[(Event, Vec<u8>)]) -> Result<Place, EngineError> {
        if self.is_torn {
            self.reload()?;
            return Err(EngineError::new(ErrorKind::Retry, "the memory was read anew"));
        }
        let places = self.journal.append(batch)?;
        for ((event, data), place) in batch.iter().zip(&places) {
            let gone = self.catalog.apply(event, data, *place);
            self.gone.extend(Gone { again: vec![], ..gone });
            self.unsaved += 1;
        }
        let left = self.catalog.drop_left();
        self.gone.extend(left);
        if !self.is_in_bulk {
            self.catalog.settle();
        }
        Ok(places.first().copied().unwrap_or_default())
    }
}
