//! Screenshots and favicons: checked, decoded, scaled and encoded with the `image` crate; colours and placeholders of them,
//! and where on them words stand.
//!
//! In a browser its own codecs do the coding (they are faster and know lossy WebP); this is the path of the command
//! line, the fallback in browsers, and for both the judge of what is decoded at all.
mod decode;
mod encode;
mod impression;
mod scale;
mod words;

pub use decode::{MOST_BYTES, Measure, measure};
pub use impression::{Impression, impression};
pub use scale::fit;
pub use words::{MOST_WORDS, PictureWords, UNITS, WORDS_MIME, WordBox};

use crate::ports::Picture;
use crate::{EngineError, ErrorKind};
use std::fmt;

/// Largest width and height of a thumbnail, in pixels.
pub const THUMB: (u32, u32) = (320, 640);
/// Largest width and height of a full image, in pixels.
pub const FULL: (u32, u32) = (1600, 3200);
/// Largest width and height of a favicon, in pixels.
pub const ICON: (u32, u32) = (32, 32);
/// Encoder quality (0 to 100) of thumbnails.
pub const THUMB_QUALITY: u8 = 75;
/// Encoder quality (0 to 100) of full images.
pub const FULL_QUALITY: u8 = 70;

/// What is made of one screenshot.
#[derive(Clone, Debug, PartialEq)]
pub struct Developed {
    /// At most [`THUMB`] large.
    pub thumb: Picture,
    /// At most [`FULL`] large.
    pub full: Picture,
    /// Width of the full image in pixels.
    pub width: u32,
    /// Height of the full image in pixels.
    pub height: u32,
    /// Colour and placeholder.
    pub impression: Impression,
}

/// Why no picture could be made. The caller shows a title card instead.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PictureError {
    /// None of the formats that are read: PNG, JPEG, WebP, GIF, ICO.
    Format,
    /// More bytes or pixels than are decoded.
    TooLarge,
    /// The bytes do not hold to their format.
    Broken(String),
}

/// Makes thumbnail, full image, colour and placeholder of an encoded screenshot. Never upscales.
pub fn develop(bytes: &[u8]) -> Result<Developed, PictureError> {
    let seen = decode::decode(bytes)?;
    let full = scale::shrink(seen, FULL)?;
    let thumb = scale::shrink_copy(&full, THUMB)?;
    let rgba = scale::shrink_copy(&thumb, impression::SAMPLE)?.into_rgba8();
    Ok(Developed {
        thumb: encode::jpeg(&thumb, THUMB_QUALITY)?,
        width: full.width(),
        height: full.height(),
        full: encode::jpeg(&full, FULL_QUALITY)?,
        impression: impression(rgba.width(), rgba.height(), &rgba),
    })
}

/// Makes a favicon of at most 32 x 32 pixels, as PNG.
pub fn icon(bytes: &[u8]) -> Result<Picture, PictureError> {
    encode::png(&scale::shrink(decode::decode(bytes)?, ICON)?)
}

impl fmt::Display for PictureError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Format => f.write_str("not a picture of a known format"),
            Self::TooLarge => f.write_str("the picture is too large"),
            Self::Broken(fact) => write!(f, "the picture is broken: {fact}"),
        }
    }
}

impl std::error::Error for PictureError {}

impl From<PictureError> for EngineError {
    fn from(error: PictureError) -> Self {
        Self::new(ErrorKind::Invalid, error.to_string())
    }
}

#[cfg(test)]
mod tests;
