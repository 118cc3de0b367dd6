//! Pixels to bytes: JPEG for screenshots, PNG for favicons.
use super::PictureError;
use crate::ports::Picture;
use image::codecs::jpeg::JpegEncoder;
use image::codecs::png::{CompressionType, FilterType, PngEncoder};
use image::{DynamicImage, ExtendedColorType, ImageEncoder};

/// Encodes without alpha: what is transparent stands on white, as in a browser's window.
pub(super) fn jpeg(picture: &DynamicImage, quality: u8) -> Result<Picture, PictureError> {
    let mut bytes = Vec::new();
    let mut encoder = JpegEncoder::new_with_quality(&mut bytes, quality);
    let (width, height) = (picture.width(), picture.height());
    let written = match picture {
        DynamicImage::ImageRgb8(rgb) => encoder.encode(rgb, width, height, ExtendedColorType::Rgb8),
        DynamicImage::ImageLuma8(grey) => encoder.encode(grey, width, height, ExtendedColorType::L8),
        other => encoder.encode(&on_white(other), width, height, ExtendedColorType::Rgb8),
    };
    written.map_err(|error| PictureError::Broken(error.to_string()))?;
    Ok(Picture { mime: "image/jpeg".to_owned(), bytes })
}

/// Encodes with alpha.
pub(super) fn png(picture: &DynamicImage) -> Result<Picture, PictureError> {
    let mut bytes = Vec::new();
    let encoder = PngEncoder::new_with_quality(&mut bytes, CompressionType::Default, FilterType::Adaptive);
    let rgba = picture.to_rgba8();
    encoder
        .write_image(&rgba, rgba.width(), rgba.height(), ExtendedColorType::Rgba8)
        .map_err(|error| PictureError::Broken(error.to_string()))?;
    Ok(Picture { mime: "image/png".to_owned(), bytes })
}

fn on_white(picture: &DynamicImage) -> Vec<u8> {
    let rgba = picture.to_rgba8();
    let over = |channel: u8, alpha: u8| {
        let alpha = u16::from(alpha);
        ((u16::from(channel) * alpha + 255 * (255 - alpha) + 127) / 255) as u8
    };
    rgba.pixels().flat_map(|p| [over(p.0[0], p.0[3]), over(p.0[1], p.0[3]), over(p.0[2], p.0[3])]).collect()
}
