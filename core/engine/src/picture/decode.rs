//! Bytes to pixels within limits: format and dimensions are judged by the header before anything is decoded.
use super::PictureError;
use image::metadata::Orientation;
use image::{DynamicImage, ImageDecoder, ImageError, ImageFormat, ImageReader, Limits};
use std::io::Cursor;

/// Encoded pictures larger than this (in bytes) are not looked at.
pub const MOST_BYTES: usize = 32 << 20;
/// Bytes a decoder may allocate, and that the decoded picture may take at four bytes a pixel.
const MOST_ALLOCATED: u64 = 64 << 20;
/// Longest side in pixels.
const MOST_SIDE: u32 = 16_384;

/// What a picture's header says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Measure {
    /// Pixels across.
    pub width: u32,
    /// Pixels down.
    pub height: u32,
    /// The MIME type found in the bytes (never the one that was declared).
    pub mime: &'static str,
}

/// Judges a picture by its header alone: its format is read here, and it is not too large to decode.
pub fn measure(bytes: &[u8]) -> Result<Measure, PictureError> {
    let mime = format_of(bytes)?.to_mime_type();
    let (width, height) = reader(bytes)?.into_dimensions().map_err(told)?;
    within(width, height).map(|()| Measure { width, height, mime })
}

/// Decodes the (first frame of the) picture, turned as its EXIF orientation says.
pub(super) fn decode(bytes: &[u8]) -> Result<DynamicImage, PictureError> {
    measure(bytes)?;
    let mut decoder = reader(bytes)?.into_decoder().map_err(told)?;
    let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    let (width, height) = decoder.dimensions();
    within(width, height)?;
    if decoder.total_bytes() > MOST_ALLOCATED {
        return Err(PictureError::TooLarge);
    }
    let mut seen = DynamicImage::from_decoder(decoder).map_err(told)?;
    seen.apply_orientation(orientation);
    Ok(seen)
}

fn within(width: u32, height: u32) -> Result<(), PictureError> {
    if width == 0 || height == 0 {
        return Err(PictureError::Broken("it has no pixels".to_owned()));
    }
    let large = width > MOST_SIDE || height > MOST_SIDE;
    if large || u64::from(width) * u64::from(height) * 4 > MOST_ALLOCATED {
        return Err(PictureError::TooLarge);
    }
    Ok(())
}

fn format_of(bytes: &[u8]) -> Result<ImageFormat, PictureError> {
    use ImageFormat::{Gif, Ico, Jpeg, Png, WebP};
    if bytes.len() > MOST_BYTES {
        return Err(PictureError::TooLarge);
    }
    let known = |format: &ImageFormat| matches!(format, Png | Jpeg | WebP | Gif | Ico);
    image::guess_format(bytes).ok().filter(known).ok_or(PictureError::Format)
}

fn reader(bytes: &[u8]) -> Result<ImageReader<Cursor<&[u8]>>, PictureError> {
    let mut limits = Limits::default();
    limits.max_alloc = Some(MOST_ALLOCATED);
    limits.max_image_width = Some(MOST_SIDE);
    limits.max_image_height = Some(MOST_SIDE);
    let mut reader = ImageReader::with_format(Cursor::new(bytes), format_of(bytes)?);
    reader.limits(limits);
    Ok(reader)
}

fn told(error: ImageError) -> PictureError {
    match error {
        ImageError::Limits(_) => PictureError::TooLarge,
        ImageError::Unsupported(_) => PictureError::Format,
        error => PictureError::Broken(error.to_string()),
    }
}
