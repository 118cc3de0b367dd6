//! A part of an address as its next reader sees it: percent-encoding taken off once, each byte with its place in the address.
use std::ops::Range;

/// Text and where its bytes stand in the address.
pub(super) struct Layer<'a> {
    pub text: &'a str,
    places: Places<'a>,
}

enum Places<'a> {
    /// As it stands, from here on.
    From(usize),
    /// The place of each byte, and of the end.
    Each(&'a [u32]),
}

/// See [`Layer::decoded`].
pub(super) struct Decoded {
    text: String,
    places: Vec<u32>,
}

impl<'a> Layer<'a> {
    /// A text that stands in the address at `start`, as it is.
    pub fn new(text: &'a str, start: usize) -> Self {
        Self { text, places: Places::From(start) }
    }

    /// A part of it; nothing where it is cut inside of a character.
    pub fn part(&self, range: Range<usize>) -> Layer<'a> {
        let text = self.text.get(range.clone()).unwrap_or_default();
        let places = match &self.places {
            Places::From(start) => Places::From(start + range.start),
            Places::Each(places) => Places::Each(places.get(range.start..=range.end).unwrap_or_default()),
        };
        Layer { text, places }
    }

    /// Where a range of it stands in the address.
    pub fn place(&self, range: Range<usize>) -> Range<usize> {
        let at = |i: usize| match &self.places {
            Places::From(start) => start + i,
            Places::Each(places) => places.get(i).map_or(0, |place| *place as usize),
        };
        at(range.start)..at(range.end)
    }

    /// All of it.
    pub fn whole(&self) -> Range<usize> {
        self.place(0..self.text.len())
    }

    /// The same with percent-encoding taken off, and `+` read as a blank where it is one; `None` where that changes nothing.
    pub fn decoded(&self, plus: bool) -> Option<Decoded> {
        let bytes = self.text.as_bytes();
        let is_encoded = bytes.contains(&b'%') || (plus && bytes.contains(&b'+'));
        if !is_encoded {
            return None;
        }
        let (mut decoded, mut places) =
            (Vec::with_capacity(bytes.len()), Vec::with_capacity(bytes.len() + 1));
        let mut at = 0;
        while let Some(byte) = bytes.get(at) {
            let digit = |i: usize| bytes.get(at + i).and_then(|b| char::from(*b).to_digit(16));
            let (value, length) = match (byte, digit(1), digit(2)) {
                (b'%', Some(high), Some(low)) => ((16 * high + low) as u8, 3),
                (b'+', ..) if plus => (b' ', 1),
                _ => (*byte, 1),
            };
            places.push(self.place(at..at).start as u32);
            decoded.push(value);
            at += length;
        }
        places.push(self.place(at..at).start as u32);
        Some(Decoded { text: text_of(decoded), places })
    }
}

impl Decoded {
    /// As a layer.
    pub fn layer(&self) -> Layer<'_> {
        Layer { text: &self.text, places: Places::Each(&self.places) }
    }
}

/// Bytes as text; each that belongs to no character becomes a `?`, so that the others keep their places.
fn text_of(bytes: Vec<u8>) -> String {
    String::from_utf8(bytes).unwrap_or_else(|error| {
        let mut text = String::with_capacity(error.as_bytes().len());
        for chunk in error.as_bytes().utf8_chunks() {
            text.push_str(chunk.valid());
            text.extend(chunk.invalid().iter().map(|_| '?'));
        }
        text
    })
}
