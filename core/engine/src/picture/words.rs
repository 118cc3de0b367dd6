//! Which words stand where on a picture, so that those which are searched for can be marked on it. In bytes:
//! [docs/format.md](../../../../docs/format.md#words-of-a-picture).
use crate::bytes::{Reader, Writer};
use crate::ports::Picture;

/// Their type in the picture store.
pub const WORDS_MIME: &str = "application/vnd.webmynd.words";
/// Parts of a picture's width (and height) that places are counted in: half a pixel of the widest full image.
pub const UNITS: u16 = 4096;
/// Words that are kept of one picture: a screen full of small print has about so many.
pub const MOST_WORDS: usize = 2_000;
/// Bytes of their text.
pub const MOST_WORD_BYTES: usize = 16 << 10;

const VERSION: u8 = 1;

/// Where a word stands, in [`UNITS`]: left, top, width, height.
pub type WordBox = [u16; 4];

/// The words of a picture in reading order. Each has a box: a word that is broken over two lines is two.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PictureWords {
    text: String,
    boxes: Vec<WordBox>,
}

impl PictureWords {
    /// Words parted by single blanks, or line feeds where a block ends, and as many boxes, within the picture and the
    /// limits above; `None` where they are anything else.
    pub fn new(text: String, boxes: Vec<WordBox>) -> Option<Self> {
        let words = text.split([' ', '\n']);
        let count = if text.is_empty() { 0 } else { words.clone().count() };
        let is_whole = text.is_empty() || words.clone().all(|word| !word.is_empty());
        let is_inside = |[x, y, width, height]: &WordBox| {
            let ends = |from: u16, by: u16| from.checked_add(by).is_some_and(|to| to <= UNITS);
            ends(*x, *width) && ends(*y, *height)
        };
        let is_bound = boxes.len() <= MOST_WORDS && text.len() <= MOST_WORD_BYTES;
        let holds = is_bound && is_whole && count == boxes.len() && boxes.iter().all(is_inside);
        holds.then_some(Self { text, boxes })
    }

    /// The words.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Each word with the place of its first byte, and its box.
    pub fn words(&self) -> impl Iterator<Item = (usize, &str, WordBox)> {
        let mut start = 0;
        self.text.split([' ', '\n']).zip(&self.boxes).map(move |(word, place)| {
            let at = start;
            start += word.len() + 1;
            (at, word, *place)
        })
    }

    /// Only the words for which `keep` holds, which is told their bytes in the text.
    #[must_use]
    pub fn only(&self, keep: impl Fn(std::ops::Range<usize>) -> bool) -> Self {
        let (mut text, mut boxes, mut end) = (String::new(), Vec::new(), 0);
        for (at, word, place) in self.words().filter(|(at, word, _)| keep(*at..at + word.len())) {
            let gap = self.text.get(end..at).unwrap_or_default();
            if !text.is_empty() {
                text.push(if gap.contains('\n') { '\n' } else { ' ' });
            }
            text.push_str(word);
            boxes.push(place);
            end = at + word.len();
        }
        Self { text, boxes }
    }

    /// As they are kept beside the picture.
    pub fn to_picture(&self) -> Picture {
        let mut out = Writer::default();
        out.u8(VERSION);
        out.text(&self.text);
        let (mut right, mut top, mut tall) = (0, 0, 0);
        for [x, y, width, height] in &self.boxes {
            varint(&mut out, zigzag(right, *x));
            varint(&mut out, zigzag(top, *y));
            varint(&mut out, u32::from(*width));
            varint(&mut out, zigzag(tall, *height));
            (right, top, tall) = (x + width, *y, *height);
        }
        Picture { mime: WORDS_MIME.to_owned(), bytes: out.bytes }
    }

    /// Reads what [`Self::to_picture`] wrote; `None` where it is damaged, or of a newer version.
    pub fn of_picture(picture: &Picture) -> Option<Self> {
        let mut from = Reader::new(&picture.bytes);
        if picture.mime != WORDS_MIME || from.u8()? != VERSION {
            return None;
        }
        let text = from.text()?;
        let count = if text.is_empty() { 0 } else { text.split([' ', '\n']).count() };
        let mut boxes = Vec::with_capacity(count.min(MOST_WORDS));
        let (mut right, mut top, mut tall) = (0, 0, 0);
        for _ in 0..count.min(MOST_WORDS + 1) {
            let x = unzigzag(right, read_varint(&mut from)?)?;
            let y = unzigzag(top, read_varint(&mut from)?)?;
            let width = u16::try_from(read_varint(&mut from)?).ok()?;
            let height = unzigzag(tall, read_varint(&mut from)?)?;
            boxes.push([x, y, width, height]);
            (right, top, tall) = (x.checked_add(width)?, y, height);
        }
        Self::new(text, boxes)
    }
}

/// How far it is from one place to another, small numbers for small steps either way.
fn zigzag(from: u16, to: u16) -> u32 {
    let step = i32::from(to) - i32::from(from);
    ((step << 1) ^ (step >> 31)).cast_unsigned()
}

fn unzigzag(from: u16, step: u32) -> Option<u16> {
    let step = (step >> 1).cast_signed() ^ -(step & 1).cast_signed();
    u16::try_from(i32::from(from).checked_add(step)?).ok()
}

/// Seven bits a byte, the low ones first.
fn varint(out: &mut Writer, mut value: u32) {
    while value >= 0x80 {
        out.u8((value & 0x7f) as u8 | 0x80);
        value >>= 7;
    }
    out.u8(value as u8);
}

fn read_varint(from: &mut Reader<'_>) -> Option<u32> {
    let mut value = 0;
    for shift in [0, 7, 14, 21, 28] {
        let byte = from.u8()?;
        value |= u32::from(byte & 0x7f) << shift;
        if byte & 0x80 == 0 {
            return Some(value);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn some() -> PictureWords {
        let boxes = vec![[10, 20, 300, 40], [320, 20, 100, 40], [10, 70, 4086, 44], [0, 0, 1, 4096]];
        PictureWords::new("Über uns\nwidest last".to_owned(), boxes).unwrap()
    }

    #[test]
    fn they_come_back_as_they_were() {
        for words in [some(), PictureWords::default()] {
            assert_eq!(PictureWords::of_picture(&words.to_picture()), Some(words));
        }
        let bytes = some().to_picture().bytes.len();
        assert!(bytes < 20 + 5 + 4 * 7, "{bytes}");
    }

    #[test]
    fn what_is_cut_or_changed_is_nothing_and_no_panic() {
        let whole = some().to_picture();
        for len in 0..whole.bytes.len() {
            let cut = Picture { bytes: whole.bytes[..len].to_vec(), ..whole.clone() };
            assert_eq!(PictureWords::of_picture(&cut), None, "{len}");
        }
        for at in 0..whole.bytes.len() {
            for flip in [1, 0x80, 0xff] {
                let mut bytes = whole.bytes.clone();
                bytes[at] ^= flip;
                if let Some(words) = PictureWords::of_picture(&Picture { bytes, ..whole.clone() }) {
                    assert_eq!(words.words().count(), words.boxes.len());
                }
            }
        }
    }

    #[test]
    fn only_what_holds_is_taken() {
        let one = |text: &str, boxes: &[WordBox]| PictureWords::new(text.to_owned(), boxes.to_vec());
        assert!(one("", &[]).is_some() && one("a b", &[[0; 4]; 2]).is_some());
        assert!(
            one("a b", &[[0; 4]]).is_none()
                && one("a  b", &[[0; 4]; 3]).is_none()
                && one("a ", &[[0; 4]; 2]).is_none()
        );
        assert!(one("a", &[[4000, 0, 97, 0]]).is_none() && one("a", &[[u16::MAX, 0, u16::MAX, 0]]).is_none());
        assert!(one("a ".repeat(MOST_WORDS + 1).trim_end(), &[[0; 4]; MOST_WORDS + 1]).is_none());
    }

    #[test]
    fn some_can_be_left_out() {
        let left = some().only(|range| some().text()[range] != *"uns");
        assert_eq!(left.text(), "Über\nwidest last");
        assert_eq!(
            left.words().map(|(_, _, place)| place).collect::<Vec<_>>(),
            [[10, 20, 300, 40], [10, 70, 4086, 44], [0, 0, 1, 4096]]
        );
    }
}
