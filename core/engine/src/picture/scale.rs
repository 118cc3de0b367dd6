//! Makes pictures smaller, keeping their shape.
use super::PictureError;
use fast_image_resize::images::{Image, ImageRef};
use fast_image_resize::{FilterType, PixelType, ResizeAlg, ResizeOptions, Resizer};
use image::{DynamicImage, RgbaImage};

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
    let broken = |error: &dyn std::fmt::Display| PictureError::Broken(error.to_string());
    let whole = picture.to_rgba8();
    let kind = PixelType::U8x4;
    let from =
        ImageRef::new(whole.width(), whole.height(), whole.as_raw(), kind).map_err(|error| broken(&error))?;
    let mut small = Image::new(width, height, kind);
    let options = ResizeOptions::new().resize_alg(ResizeAlg::Convolution(FilterType::Lanczos3));
    Resizer::new().resize(&from, &mut small, &options).map_err(|error| broken(&error))?;
    let shrunk = RgbaImage::from_raw(width, height, small.into_vec())
        .ok_or_else(|| broken(&"the scaler gave another size"))?;
    Ok(same_channels(shrunk, picture))
}

/// The scaler's RGBA with the channels of the picture that it was made from.
fn same_channels(shrunk: RgbaImage, like: &DynamicImage) -> DynamicImage {
    let shrunk = DynamicImage::ImageRgba8(shrunk);
    match like {
        DynamicImage::ImageLuma8(_) | DynamicImage::ImageLuma16(_) => {
            DynamicImage::ImageLuma8(shrunk.into_luma8())
        }
        deep if !deep.color().has_alpha() => DynamicImage::ImageRgb8(shrunk.into_rgb8()),
        _ => shrunk,
    }
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
