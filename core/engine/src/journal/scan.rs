//! Replay: walks the frames of the journal in order, past damage, and cuts a torn tail.
use super::frame::{self, HEAD, Head};
use super::parts::{self, PART_HEAD, Part};
use super::{Journal, Place, Position};
use crate::EngineError;
use crate::event::Event;
use crate::ports::Files;

/// How much is read at once.
const CHUNK: usize = 1 << 20;

/// A frame that was found.
pub struct Found<'a> {
    /// Where it stands.
    pub place: Place,
    /// Its event; `None` for one of a newer version.
    pub event: Option<Event>,
    /// Its meta as written.
    pub meta: &'a [u8],
    /// Its data; empty where they are damaged.
    pub data: &'a [u8],
    /// Head and meta of a capture are whole, and its data are not.
    pub is_hurt: bool,
}

/// A stretch that holds no whole frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Damage {
    /// Where it begins.
    pub at: Position,
    /// Its length in bytes.
    pub len: u64,
    /// True at the end of the journal: the torn tail of a write that was never acknowledged, cut off.
    pub tail: bool,
}

/// What a scan saw.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Scan {
    /// Whole frames.
    pub frames: u64,
    /// Events of a newer version, left alone.
    pub unknown: u64,
    /// What was not whole.
    pub damage: Vec<Damage>,
}

/// Gets each frame with its data; an error stops the scan.
pub type Visitor<'a> = dyn FnMut(Found<'_>) -> Result<(), EngineError> + 'a;

impl Journal {
    /// Hands every whole frame from `from` on to `each`, in order. Damage in the middle is passed over and reported;
    /// a torn tail of the last part is cut off, so that the next append stands behind the last whole frame. What is known to
    /// have been acknowledged is no torn tail, and everything that a scan has passed is known to be.
    pub fn scan(&mut self, from: Position, each: &mut Visitor<'_>) -> Result<Scan, EngineError> {
        let mut scan = Scan::default();
        if from == Position::START {
            self.met.clear();
        }
        let last = self.end().seq;
        let parts: Vec<(u32, Part)> = self.parts.range(from.seq..).map(|(seq, part)| (*seq, *part)).collect();
        for (seq, part) in parts {
            let start = if seq == from.seq { from.first_frame() } else { PART_HEAD };
            if start == PART_HEAD {
                self.check_head(seq, part, &mut scan)?;
            }
            let end = scan_part(&*self.files, seq, part, start, &mut scan, each)?;
            let is_cut = part.end > 0 && (end < part.end || part.end < PART_HEAD);
            if seq == last && is_cut && end >= part.known && self.says_another(seq, part)?.is_none() {
                self.cut_tail(seq, part, end, &mut scan)?;
            }
        }
        self.vouch_for_all();
        scan.damage.iter().filter(|damage| !damage.tail).for_each(|damage| self.met.note_stretch(damage));
        Ok(scan)
    }

    /// Parts that lie under the name of another one, which is not whole itself: what they hold is read when they have their own names
    /// again.
    pub fn misplaced(&self) -> Result<Vec<(String, String)>, EngineError> {
        let names = self
            .parts
            .iter()
            .map(|(seq, part)| Ok(self.says_another(*seq, *part)?.map(|own| (part.name(*seq), own))));
        names.filter_map(Result::transpose).collect()
    }

    /// The name that the head of a part says, where that is whole and another part's.
    fn says_another(&self, seq: u32, part: Part) -> Result<Option<String>, EngineError> {
        let said = if part.end > 0 { parts::read_head(&*self.files, seq, part)? } else { None };
        let Some((own, generation)) = said.filter(|(own, _)| *own != seq) else { return Ok(None) };
        let there =
            self.parts.get(&own).map(|part| parts::is_finished(&*self.files, own, *part)).transpose()?;
        let name = Part { generation, ..Part::default() }.name(own);
        Ok(Some(name).filter(|_| there != Some(true)))
    }

    fn check_head(&self, seq: u32, part: Part, scan: &mut Scan) -> Result<(), EngineError> {
        let is_told = part.end > 0 && !self.may_be_unfinished(seq);
        if is_told && !parts::is_finished(&*self.files, seq, part)? {
            let at = Position { seq, offset: 0 };
            scan.damage.push(Damage { at, len: PART_HEAD.min(part.end), tail: false });
        }
        Ok(())
    }

    fn cut_tail(&mut self, seq: u32, part: Part, end: u64, scan: &mut Scan) -> Result<(), EngineError> {
        let whole = if end <= PART_HEAD { 0 } else { end };
        self.files.cut(&part.name(seq), whole)?;
        self.files.flush(&part.name(seq))?;
        self.part_mut(seq)?.end = whole;
        if let Some(damage) =
            scan.damage.last_mut().filter(|damage| damage.at.seq == seq && damage.at.offset >= whole)
        {
            damage.tail = true;
        }
        Ok(())
    }
}

/// Scans one part; returns the end of its last whole frame.
pub(super) fn scan_part(
    files: &dyn Files,
    seq: u32,
    part: Part,
    start: u64,
    scan: &mut Scan,
    each: &mut Visitor<'_>,
) -> Result<u64, EngineError> {
    let mut window = Window { files, name: part.name(seq), end: part.end, start: 0, bytes: Vec::new() };
    let (mut at, mut whole_end) = (start, start.min(part.end));
    while at < part.end {
        if let Some((head, frame)) = window.frame(seq, at)? {
            let place = Place::of(seq, at, &head);
            let (meta, data) = frame.split_at(head.meta_len as usize);
            let event = head.event(meta);
            scan.frames += 1;
            scan.unknown += u64::from(event.is_none());
            each(Found { place, event, meta, data, is_hurt: false })?;
            at += head.frame_len();
            whole_end = at;
        } else if let Some((head, event, meta)) = window.hurt(seq, at, part.known)? {
            let place = Place::of(seq, at, &head);
            scan.damage.push(Damage {
                at: Position { seq, offset: at },
                len: head.data_len.into(),
                tail: false,
            });
            each(Found { place, event: Some(event), meta: &meta, data: &[], is_hurt: true })?;
            at += head.frame_len();
            whole_end = at;
        } else {
            let next = window.next_frame(seq, at + 1)?.unwrap_or(part.end);
            scan.damage.push(Damage { at: Position { seq, offset: at }, len: next - at, tail: false });
            at = next;
        }
    }
    Ok(whole_end)
}

/// A piece of a part in memory.
struct Window<'a> {
    files: &'a dyn Files,
    name: String,
    end: u64,
    start: u64,
    bytes: Vec<u8>,
}

impl Window<'_> {
    /// The whole frame at `at`: its head and the bytes behind it.
    fn frame(&mut self, seq: u32, at: u64) -> Result<Option<(Head, &[u8])>, EngineError> {
        let Some(head) = Head::read(self.bytes(at, HEAD)?, seq, at) else { return Ok(None) };
        if at + head.frame_len() > self.end {
            return Ok(None);
        }
        let frame = self.bytes(at, head.frame_len() as usize)?.get(HEAD..).unwrap_or_default();
        let is_whole = frame
            .split_at_checked(head.meta_len as usize)
            .is_some_and(|(meta, data)| head.meta_is_whole(meta) && head.data_is_whole(data));
        Ok(is_whole.then_some((head, frame)))
    }

    /// A capture at `at` of which all but the data is whole, and its meta: one that was acknowledged, as it lies before `known` or before a whole
    /// frame; else it may be a torn tail.
    fn hurt(&mut self, seq: u32, at: u64, known: u64) -> Result<Option<(Head, Event, Vec<u8>)>, EngineError> {
        let Some(head) = Head::read(self.bytes(at, HEAD)?, seq, at) else { return Ok(None) };
        let meta = self.bytes(at, HEAD + head.meta_len as usize)?.get(HEAD..).unwrap_or_default().to_vec();
        let next = at + head.frame_len();
        let event = head.event(&meta).filter(|event| matches!(event, Event::Capture(_)));
        let is_within = next <= self.end && (next <= known || self.frame(seq, next)?.is_some());
        Ok(event.filter(|_| is_within).map(|event| (head, event, meta)))
    }

    /// Where the next whole frame begins, from `at` on.
    fn next_frame(&mut self, seq: u32, mut at: u64) -> Result<Option<u64>, EngineError> {
        while at + HEAD as u64 <= self.end {
            let bytes = self.bytes(at, CHUNK)?;
            let Some(found) = frame::find_magic(bytes, 0) else {
                at += (bytes.len().saturating_sub(3)).max(1) as u64;
                continue;
            };
            at += found as u64;
            if self.frame(seq, at)?.is_some() {
                return Ok(Some(at));
            }
            at += 1;
        }
        Ok(None)
    }

    /// `len` bytes from `at`, fewer at the end of the part.
    fn bytes(&mut self, at: u64, len: usize) -> Result<&[u8], EngineError> {
        let len = len.min(usize::try_from(self.end.saturating_sub(at)).unwrap_or(usize::MAX));
        let have = self.start..self.start + self.bytes.len() as u64;
        if at < have.start || at + len as u64 > have.end {
            let want = len.max(CHUNK).min(usize::try_from(self.end - at).unwrap_or(usize::MAX));
            self.bytes.resize(want, 0);
            let found = self.files.read(&self.name, at, &mut self.bytes)?;
            self.bytes.truncate(found);
            self.start = at;
        }
        let from = usize::try_from(at - self.start).unwrap_or(usize::MAX).min(self.bytes.len());
        Ok(self.bytes.get(from..(from + len).min(self.bytes.len())).unwrap_or_default())
    }
}
