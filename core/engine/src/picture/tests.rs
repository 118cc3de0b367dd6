//! Pictures made here: good ones, cut ones, bombs. Those of the corpus: `core/engine/tests/pictures.rs`.
use super::*;
use image::{DynamicImage, ImageFormat, Rgb, RgbImage, Rgba, RgbaImage};
use std::io::Cursor;

fn encoded(picture: &DynamicImage, format: ImageFormat) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    picture.write_to(&mut bytes, format).unwrap();
    bytes.into_inner()
}

/// A blue page with a red head of a tenth of its height.
fn page(width: u32, height: u32) -> DynamicImage {
    let colour = |_, y| if y < height / 10 { Rgb([200, 20, 30]) } else { Rgb([10, 60, 220]) };
    DynamicImage::ImageRgb8(RgbImage::from_fn(width, height, colour))
}

#[test]
fn a_screenshot_is_developed() {
    for format in [ImageFormat::Png, ImageFormat::Jpeg, ImageFormat::WebP] {
        let made = develop(&encoded(&page(1280, 800), format)).unwrap();
        let (thumb, full) = (measure(&made.thumb.bytes).unwrap(), measure(&made.full.bytes).unwrap());
        assert_eq!((thumb.width, thumb.height, thumb.mime), (320, 200, "image/jpeg"));
        assert_eq!((full.width, full.height), (1280, 800));
        assert_eq!((made.width, made.height), (1280, 800));
        let near = made.impression.colour.iter().zip([10, 60, 220]).all(|(a, b)| a.abs_diff(b) < 6);
        assert!(near, "{format:?}: {:?}", made.impression.colour);
        assert!((5..=25).contains(&made.impression.thumbhash.len()));
    }
}

#[test]
fn large_screens_become_1600_wide_and_small_ones_are_not_blown_up() {
    let large = develop(&encoded(&page(3840, 2160), ImageFormat::Jpeg)).unwrap();
    assert_eq!((large.width, large.height), (1600, 900));
    let small = develop(&encoded(&page(200, 90), ImageFormat::Png)).unwrap();
    let thumb = measure(&small.thumb.bytes).unwrap();
    assert_eq!((small.width, small.height, thumb.width, thumb.height), (200, 90, 200, 90));
}

#[test]
fn sizes_fit_and_keep_their_shape() {
    assert_eq!(fit(1280, 800, THUMB), (320, 200));
    assert_eq!(fit(100, 100, THUMB), (100, 100));
    assert_eq!(fit(1, 16_000, THUMB), (1, 640));
    assert_eq!(fit(16_000, 1, THUMB), (320, 1));
    assert_eq!(fit(1000, 4000, THUMB), (160, 640));
    assert_eq!(fit(0, 0, ICON), (1, 1));
}

#[test]
fn favicons_keep_their_transparency() {
    let round = RgbaImage::from_fn(64, 64, |x, y| {
        let inside = (i64::from(x) - 32).pow(2) + (i64::from(y) - 32).pow(2) < 900;
        if inside { Rgba([0, 128, 0, 255]) } else { Rgba([0, 0, 0, 0]) }
    });
    for format in [ImageFormat::Png, ImageFormat::Ico, ImageFormat::WebP] {
        let icon = icon(&encoded(&DynamicImage::ImageRgba8(round.clone()), format)).unwrap();
        let seen = image::load_from_memory(&icon.bytes).unwrap().into_rgba8();
        assert_eq!((icon.mime.as_str(), seen.dimensions()), ("image/png", (32, 32)));
        assert_eq!((seen.get_pixel(0, 0).0[3], seen.get_pixel(16, 16).0[3]), (0, 255));
    }
}

#[test]
fn transparent_screens_stand_on_white() {
    let clear = DynamicImage::ImageRgba8(RgbaImage::from_pixel(40, 40, Rgba([0, 0, 0, 0])));
    let made = develop(&encoded(&clear, ImageFormat::Png)).unwrap();
    assert_eq!(image::load_from_memory(&made.full.bytes).unwrap().into_rgb8().get_pixel(5, 5).0, [255; 3]);
    assert_eq!(made.impression.colour, [255; 3]);
}

#[test]
fn bombs_and_rubbish_are_refused_by_their_header() {
    // A PNG header that claims 30,000 x 30,000 pixels, and one of 16,000 x 16,000, within the sides but not the sum.
    for side in [30_000_u32, 16_000] {
        let mut bomb = encoded(&page(8, 8), ImageFormat::Png);
        bomb[16..20].copy_from_slice(&side.to_be_bytes());
        bomb[20..24].copy_from_slice(&side.to_be_bytes());
        let sum = crc32fast::hash(&bomb[12..29]);
        bomb[29..33].copy_from_slice(&sum.to_be_bytes());
        assert_eq!(develop(&bomb), Err(PictureError::TooLarge));
        assert_eq!(measure(&bomb), Err(PictureError::TooLarge));
    }
    assert_eq!(develop(b""), Err(PictureError::Format));
    assert_eq!(develop(b"<svg xmlns='http://www.w3.org/2000/svg'/>"), Err(PictureError::Format));
    assert_eq!(develop(&vec![0; MOST_BYTES + 1]), Err(PictureError::TooLarge));
}

#[test]
fn every_cut_of_a_picture_is_an_error_or_a_picture() {
    for format in [ImageFormat::Png, ImageFormat::Jpeg, ImageFormat::WebP, ImageFormat::Gif] {
        let whole = encoded(&page(60, 40), format);
        for len in 0..whole.len() {
            drop(develop(&whole[..len]));
            drop(icon(&whole[..len]));
        }
    }
}
