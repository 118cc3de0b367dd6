//! Makes pictures smaller, keeping their shape.
use super::PictureError;
use fast_image_resize::images::Image;
use fast_image_resize::{PixelType, ResizeAlg, ResizeOptions, Resizer};
use image::{DynamicImage, GrayImage, RgbImage, RgbaImage};

/// The largest size with this picture's shape that fits into `most` (width, height); never larger than the picture.
pub fn fit(width: u32, height: u32, most: (u32, u32)) -> (u32, u32) {
    let (w, h) = (u64::from(width.max(1)), u64::from(height.max(1)));
    let (most_w, most_h) = (u64::from(most.0), u64::from(most.1));
    let side = |n: u64| u32::try_from(n.max(1)).unwrap_or(u32::MAX);
    if w <= most_w && h <= most_h {
        (side(w), side(h))
    } else if w * most_h >= h * most_w {
        (most.0, side((h * most_w + w / 2) / w))
    } else {
        (side((w * most_h + h / 2) / h), most.1)
    }
}

/// Shrinks to what [`fit`] says; a picture that fits is passed through untouched.
pub(super) fn shrink(picture: DynamicImage, most: (u32, u32)) -> Result<DynamicImage, PictureError> {
    let plain = eight_bit(picture);
    if fit(plain.width(), plain.height(), most) == (plain.width(), plain.height()) {
        return Ok(plain);
    }
    shrink_copy(&plain, most)
}

/// The same of a picture that is needed further on.
pub(super) fn shrink_copy(picture: &DynamicImage, most: (u32, u32)) -> Result<DynamicImage, PictureError> {
    let (width, height) = fit(picture.width(), picture.height(), most);
    let kind = match picture {
        DynamicImage::ImageLuma8(_) => PixelType::U8,
        DynamicImage::ImageRgb8(_) => PixelType::U8x3,
        DynamicImage::ImageRgba8(_) => PixelType::U8x4,
        other => return shrink_copy(&eight_bit(other.clone()), most),
    };
    let mut small = Image::new(width, height, kind);
    let options =
        ResizeOptions::new().resize_alg(ResizeAlg::Convolution(fast_image_resize::FilterType::Lanczos3));
    let from =
        fast_image_resize::images::ImageRef::new(picture.width(), picture.height(), picture.as_bytes(), kind);
    let from = from.map_err(|error| PictureError::Broken(error.to_string()))?;
    Resizer::new()
        .resize(&from, &mut small, &options)
        .map_err(|error| PictureError::Broken(error.to_string()))?;
    let pixels = small.into_vec();
    let shrunk = match kind {
        PixelType::U8 => GrayImage::from_raw(width, height, pixels).map(DynamicImage::ImageLuma8),
        PixelType::U8x3 => RgbImage::from_raw(width, height, pixels).map(DynamicImage::ImageRgb8),
        _ => RgbaImage::from_raw(width, height, pixels).map(DynamicImage::ImageRgba8),
    };
    shrunk.ok_or_else(|| PictureError::Broken("the scaler gave another size".to_owned()))
}

/// Grey, RGB or RGBA at eight bits a channel; anything else is converted.
fn eight_bit(picture: DynamicImage) -> DynamicImage {
    match picture {
        plain @ (DynamicImage::ImageLuma8(_) | DynamicImage::ImageRgb8(_) | DynamicImage::ImageRgba8(_)) => {
            plain
        }
        DynamicImage::ImageLuma16(_) => DynamicImage::ImageLuma8(picture.into_luma8()),
        deep if !deep.color().has_alpha() => DynamicImage::ImageRgb8(deep.into_rgb8()),
        deep => DynamicImage::ImageRgba8(deep.into_rgba8()),
    }
}
