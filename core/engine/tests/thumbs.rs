//! The record of a thumbnail: frozen as docs/format.md says it, and nothing else is taken for one.
use webmynd_engine::page::VisitId;
use webmynd_engine::ports::Picture;
use webmynd_engine::said::Thumb;

const PAGE: [u8; 16] = [7; 16];

/// The head of a lossless WebP; `width` and `height` in pixels.
fn webp(width: u32, height: u32) -> Vec<u8> {
    let size = ((width - 1) | ((height - 1) << 14)).to_le_bytes();
    [b"RIFF".as_slice(), &18_u32.to_le_bytes(), b"WEBPVP8L", &6_u32.to_le_bytes(), &[0x2f], &size, &[0]]
        .concat()
}

fn thumb() -> Thumb {
    Thumb {
        page: PAGE,
        visits: vec![VisitId([1; 16]), VisitId([2; 16])],
        colour: [200, 100, 50],
        thumbhash: "1QcSHQRnh493V4dIh4eXh1h4kJUI".to_owned(),
        picture: Picture { mime: "image/webp".to_owned(), bytes: webp(320, 200) },
    }
}

fn frozen() -> Vec<u8> {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/frozen/thumb-1.hex");
    let digits: String = std::fs::read_to_string(path).unwrap().split_whitespace().collect();
    (0..digits.len()).step_by(2).map(|at| u8::from_str_radix(&digits[at..at + 2], 16).unwrap()).collect()
}

#[test]
fn the_frozen_record_is_read_and_written() {
    assert_eq!(Thumb::read(PAGE, &frozen()), Some(thumb()));
    assert_eq!(thumb().write().unwrap(), frozen());
}

#[test]
fn what_is_cut_off_or_of_another_type_is_no_thumbnail() {
    let record = frozen();
    // The last byte of the image is none of its header.
    for len in 0..record.len() - 1 {
        assert_eq!(Thumb::read(PAGE, &record[..len]), None, "{len} bytes");
    }
    for kind in [0, 2, 3, 255] {
        let other = [&[kind], &record[1..]].concat();
        assert_eq!(Thumb::read(PAGE, &other), None, "type {kind}");
    }
    let with =
        |mime: &str, bytes: Vec<u8>| Thumb { picture: Picture { mime: mime.to_owned(), bytes }, ..thumb() };
    let long = [webp(320, 200), vec![0; 256 << 10]].concat();
    let no = [
        with("image/png", webp(320, 200)),
        with("image/jpeg", webp(320, 200)),
        with("image/webp", webp(321, 200)),
        with("image/webp", webp(320, 641)),
        with("image/webp", b"<svg onload=alert(1)>".to_vec()),
        with("image/webp", long),
    ];
    for thumb in no {
        assert_eq!(thumb.write(), None, "{}", thumb.picture.mime);
    }
}
