//! The text of a capture as it lies in a frame's data: lengths, then both parts deflated together.
use crate::bytes::{Reader, Writer};
use crate::{EngineError, ErrorKind};
use miniz_oxide::inflate::decompress_slice_iter_to_slice;

/// Level 6 of miniz: 0.45 of the text at 31 MB/s in and 377 MB/s out (docs/decisions/0005-journal.md).
const LEVEL: u8 = 6;
const DEFLATE: u8 = 1;
/// A page's text is cut here, each part: 8 MiB is ten times the longest real page seen.
pub const MAX_TEXT: usize = 8 << 20;

/// The words of a capture.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Text {
    /// Main text.
    pub text: String,
    /// Other visible text.
    pub rest: String,
}

impl Text {
    /// What is kept of both parts.
    pub fn kept(&self) -> (&str, &str) {
        (cut(&self.text), cut(&self.rest))
    }

    /// Packs both parts.
    pub fn pack(&self) -> Vec<u8> {
        let (text, rest) = self.kept();
        let mut raw = Vec::with_capacity(text.len() + rest.len());
        raw.extend_from_slice(text.as_bytes());
        raw.extend_from_slice(rest.as_bytes());
        let mut packed = Writer::default();
        packed.u8(DEFLATE);
        packed.u32(text.len() as u32);
        packed.u32(rest.len() as u32);
        packed.raw(&miniz_oxide::deflate::compress_to_vec(&raw, LEVEL));
        packed.bytes
    }

    /// Unpacks what [`Text::pack`] wrote. Errors: `Corrupt`, or `Update` for a codec of a newer version.
    pub fn unpack(packed: &[u8]) -> Result<Self, EngineError> {
        let corrupt = |fact: &str| EngineError::new(ErrorKind::Corrupt, fact);
        let mut input = Reader::new(packed);
        let mut head = || Some((input.u8()?, input.u32()? as usize, input.u32()? as usize));
        let (codec, text_len, rest_len) = head().ok_or_else(|| corrupt("a capture's text is cut off"))?;
        if codec != DEFLATE {
            return Err(EngineError::new(ErrorKind::Update, "a capture's text is packed by a newer version"));
        }
        if text_len > MAX_TEXT || rest_len > MAX_TEXT {
            return Err(corrupt("a capture's text is longer than it may be"));
        }
        // Its length is known: no room is made twice, and nothing longer is unpacked.
        let mut raw = vec![0; text_len + rest_len];
        let packed = std::iter::once(input.rest());
        let len = decompress_slice_iter_to_slice(&mut raw, packed, false, true)
            .map_err(|_| corrupt("a capture's text does not inflate"))?;
        if len < raw.len() {
            return Err(corrupt("a capture's text is short"));
        }
        let mut text = String::from_utf8(raw).map_err(|_| corrupt("a capture's text is not UTF-8"))?;
        if !text.is_char_boundary(text_len) {
            return Err(corrupt("a capture's text ends within a character"));
        }
        let rest = text.split_off(text_len);
        Ok(Self { text, rest })
    }
}

fn cut(text: &str) -> &str {
    text.get(..text.floor_char_boundary(MAX_TEXT)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_comes_back() {
        for (text, rest) in [("", ""), ("main ♥", "rest"), ("", "only rest"), ("only main", "")] {
            let words = Text { text: text.into(), rest: rest.into() };
            assert_eq!(Text::unpack(&words.pack()).unwrap(), words);
        }
    }

    #[test]
    fn broken_packs_are_errors() {
        let packed = Text { text: "one two three".repeat(50), rest: String::new() }.pack();
        for end in 0..packed.len() {
            assert!(Text::unpack(&packed[..end]).is_err(), "cut at {end}");
        }
    }
}
