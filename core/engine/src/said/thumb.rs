//! A record of a pack of thumbnails: the visits that it is of, its impression, its bytes. See docs/format.md.
use crate::bytes::{Reader, Writer};
use crate::page::VisitId;
use crate::picture::{THUMB, measure};
use crate::ports::Picture;
use webmynd_crypto::pack::body::PageId;

/// A thumbnail of more bytes than this does not travel.
pub const LONGEST: usize = 256 << 10;
/// Letters of a placeholder: 28 bytes in base64.
const PLACEHOLDER: usize = 40;
/// What the record's first byte says of the bytes: what this memory writes itself, and takes from others.
const TYPES: [(u8, &str); 2] = [(1, "image/webp"), (2, "image/jpeg")];

/// A thumbnail on its way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Thumb {
    /// The page.
    pub page: PageId,
    /// Visits that saw it; at most 65,535.
    pub visits: Vec<VisitId>,
    /// Dominant colour.
    pub colour: [u8; 3],
    /// The blurred placeholder, at most 28 bytes, base64 without padding.
    pub thumbhash: String,
    /// The thumbnail.
    pub picture: Picture,
}

impl Thumb {
    /// Its record; `None` for what does not travel: another type, more bytes, larger than a thumbnail.
    pub fn write(&self) -> Option<Vec<u8>> {
        let (kind, _) = TYPES.iter().find(|(_, mime)| *mime == self.picture.mime)?;
        let visits = u16::try_from(self.visits.len()).ok()?;
        let mut record = Writer::default();
        record.u8(*kind);
        record.raw(&self.colour);
        record.u8(u8::try_from(self.thumbhash.len()).ok()?);
        record.raw(self.thumbhash.as_bytes());
        record.u16(visits);
        self.visits.iter().for_each(|visit| record.raw(&visit.0));
        record.raw(&self.picture.bytes);
        is_thumb(&self.picture).then_some(record.bytes)
    }

    /// What a record says; `None` for what this memory would not have written.
    pub fn read(page: PageId, record: &[u8]) -> Option<Self> {
        let mut record = Reader::new(record);
        let kind = record.u8()?;
        let (_, mime) = TYPES.iter().find(|(known, _)| *known == kind)?;
        let colour = record.array()?;
        let len = record.u8()?;
        let thumbhash = record.raw(usize::from(len))?;
        let count = record.u16()?;
        let visits = record.raw(usize::from(count) * 16)?;
        let is_placeholder = thumbhash.len() <= PLACEHOLDER && thumbhash.is_ascii();
        let picture = Picture { mime: (*mime).to_owned(), bytes: record.rest().to_vec() };
        (is_thumb(&picture) && is_placeholder).then_some(Self {
            page,
            visits: VisitId::all_in(visits).collect(),
            colour,
            thumbhash: str::from_utf8(thumbhash).ok()?.to_owned(),
            picture,
        })
    }
}

/// Whether a picture is of the type it says and no larger than thumbnails are, by its header.
fn is_thumb(picture: &Picture) -> bool {
    picture.bytes.len() <= LONGEST
        && measure(&picture.bytes).is_ok_and(|measure| {
            measure.mime == picture.mime && measure.width <= THUMB.0 && measure.height <= THUMB.1
        })
}
