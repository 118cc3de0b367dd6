//! What is shown before a picture is there: its dominant colour and a blurred placeholder of some 25 bytes.

/// Largest sample (width, height) that an impression is taken of; thumbhash takes no more than 100 x 100.
pub(super) const SAMPLE: (u32, u32) = (100, 100);

/// Colour and placeholder of a picture.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Impression {
    /// The most frequent colour, red, green, blue.
    pub colour: [u8; 3],
    /// A thumbhash (at most 25 bytes); empty when there were no pixels to see.
    pub thumbhash: Vec<u8>,
}

/// Takes the impression of a sample of at most 100 x 100 pixels, four bytes each, rows from the top.
/// A sample that is larger than that, or has fewer bytes than pixels, gives an empty impression.
pub fn impression(width: u32, height: u32, rgba: &[u8]) -> Impression {
    let (w, h) = (width as usize, height as usize);
    let fits = width > 0 && height > 0 && width <= SAMPLE.0 && height <= SAMPLE.1;
    match rgba.get(..w * h * 4) {
        Some(rgba) if fits => {
            Impression { colour: dominant(rgba), thumbhash: thumbhash::rgba_to_thumb_hash(w, h, rgba) }
        }
        _ => Impression::default(),
    }
}

/// The mean of the fullest of 512 equal cells of the colour cube. Transparent pixels count as white.
fn dominant(rgba: &[u8]) -> [u8; 3] {
    let mut cells = vec![[0_u32; 4]; 512];
    for pixel in rgba.chunks_exact(4) {
        let [r, g, b] = match pixel {
            &[r, g, b, alpha] if alpha >= 128 => [r, g, b],
            _ => [255; 3],
        };
        let cell = usize::from(r >> 5) << 6 | usize::from(g >> 5) << 3 | usize::from(b >> 5);
        if let Some([count, red, green, blue]) = cells.get_mut(cell) {
            *count += 1;
            *red += u32::from(r);
            *green += u32::from(g);
            *blue += u32::from(b);
        }
    }
    let fullest = cells.iter().max_by_key(|cell| cell[0]);
    fullest.map_or([255; 3], |[count, r, g, b]| {
        let mean = |sum: &u32| (sum / count.max(&1)) as u8;
        [mean(r), mean(g), mean(b)]
    })
}
