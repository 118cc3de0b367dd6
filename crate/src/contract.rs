//! The contract suites in a browser: exported only with the feature `contract`, driven by tests/contract/.
use crate::browser::codec;
use crate::browser::files::OpfsFiles;
use crate::browser::pictures::IdbPictures;
use crate::browser::slot::{Header, USED};
use js_sys::Array;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;
use webmynd_contract::{Outcome, files, pictures};
use webmynd_engine::picture;
use webmynd_engine::ports::{Files, Picture, PictureKey, PictureSize, Pictures};

/// Runs every case of the files contract in `folder`; returns `[name, what was wrong | null]` for each.
#[wasm_bindgen]
pub async fn contract_files(folder: &str) -> Array {
    let lines = Array::new();
    for case in files::CASES {
        lines.push(&line(case.name, files_case(folder, case).await));
    }
    lines
}

async fn files_case(folder: &str, case: &files::Case) -> Outcome {
    let open = async || OpfsFiles::open(folder, None).await.map_err(|error| format!("open: {error}"));
    files::clear(&open().await?)?;
    for (at, step) in case.steps.iter().enumerate() {
        step(&open().await?).map_err(|error| format!("step {at}: {error}"))?;
    }
    Ok(())
}

/// Runs every case of the pictures contract in a database; returns lines as [`contract_files`] does.
#[wasm_bindgen]
pub async fn contract_pictures(database: &str) -> Array {
    let lines = Array::new();
    for (name, steps) in pictures::CASES {
        lines.push(&line(name, pictures_case(database, name, *steps).await));
    }
    lines
}

async fn pictures_case(database: &str, name: &str, steps: usize) -> Outcome {
    let open = || IdbPictures::new(database);
    pictures::clear(&open()).await?;
    for step in 0..steps {
        let said = pictures::run(name, step, &open()).await;
        said.map_err(|error| format!("step {step}: {error}"))?;
    }
    Ok(())
}

/// The bytes of a thumbnail in a database, and whether words can be put beside it: `[bytes | null, complaint | null]`.
#[wasm_bindgen]
pub async fn contract_thumb(database: &str, hash: Vec<u8>) -> Array {
    let pictures = IdbPictures::new(database);
    let hash = <[u8; 16]>::try_from(hash).unwrap_or_default();
    let key = |size| PictureKey { size, hash };
    let thumb = pictures.get(key(PictureSize::Thumb)).await.ok().flatten();
    let bytes = thumb.map_or(JsValue::NULL, |thumb| js_sys::Uint8Array::from(thumb.bytes.as_slice()).into());
    let words = pictures.put(key(PictureSize::Words), picture::PictureWords::default().to_picture()).await;
    Array::of2(&bytes, &words.err().map_or(JsValue::NULL, |error| JsValue::from_str(&error.to_string())))
}

fn line(name: &str, outcome: Outcome) -> JsValue {
    let wrong = outcome.err().map_or(JsValue::NULL, |error| JsValue::from_str(&error));
    Array::of2(&JsValue::from_str(name), &wrong).into()
}

/// What a slot's header promises; returns lines as [`contract_files`] does.
#[wasm_bindgen]
pub fn contract_slots() -> Array {
    let cases = [
        line("a header is read as it was written", read_back()),
        line("any flipped bit and any torn end is noticed", noticed()),
    ];
    cases.into_iter().collect()
}

fn read_as(bytes: &[u8], promised: &Header, what: impl std::fmt::Display) -> Outcome {
    let seen = Header::decode(bytes);
    if seen == *promised { Ok(()) } else { Err(format!("{what}: {seen:?} instead of {promised:?}")) }
}

fn read_back() -> Outcome {
    let long = "x".repeat(64);
    for (name, generation) in [("a", 0), ("journal-000001.wmj", 7), (long.as_str(), u64::MAX)] {
        let promised = Header::Holds { name: name.to_owned(), generation };
        read_as(&Header::encode(name, generation), &promised, name)?;
    }
    read_as(&Header::blank(), &Header::Blank, "blank")?;
    read_as(&[], &Header::Blank, "nothing")
}

fn noticed() -> Outcome {
    let good = Header::encode("journal", 3);
    for bit in 0..USED * 8 {
        let mut bad = good;
        bad[bit / 8] ^= 1 << (bit % 8);
        read_as(&bad, &Header::Unknown, format_args!("bit {bit}"))?;
    }
    for len in 1..USED {
        read_as(&good[..len], &Header::Unknown, format_args!("{len} bytes"))?;
        let mut torn = good;
        torn[len..].fill(0);
        if torn != good {
            read_as(&torn, &Header::Unknown, format_args!("zeros from {len}"))?;
        }
    }
    Ok(())
}

/// The header bytes of a slot that claims a name: what a crash might leave behind.
#[wasm_bindgen]
pub fn contract_header(name: &str, generation: u32) -> Vec<u8> {
    Header::encode(name, u64::from(generation)).to_vec()
}

/// A worker's store that is killed in the middle of its work.
#[wasm_bindgen]
pub struct Victim {
    files: OpfsFiles,
    pictures: IdbPictures,
}

#[wasm_bindgen]
impl Victim {
    /// Opens both stores under one name.
    pub async fn open(name: &str) -> Result<Victim, JsValue> {
        let files = OpfsFiles::open(name, None).await.map_err(words)?;
        Ok(Self { files, pictures: IdbPictures::new(name) })
    }

    /// Appends a record whose every byte follows from its number; returns when it is durable.
    pub fn append(&self, number: u32) -> Result<(), JsValue> {
        self.files.write("journal", u64::from(number) * RECORD as u64, &record(number)).map_err(words)?;
        self.files.flush("journal").map_err(words)
    }

    /// Creates a file, fills and flushes it, and removes the one of three rounds before: the pool at work.
    pub fn turn(&self, number: u32) -> Result<(), JsValue> {
        let name = format!("segment-{number}");
        self.files.write(&name, 0, &record(number)).map_err(words)?;
        self.files.flush(&name).map_err(words)?;
        self.files.remove(&format!("segment-{}", number.wrapping_sub(3))).map_err(words)
    }

    /// Refills the spare slots.
    pub async fn top_up(&self) -> Result<(), JsValue> {
        self.files.top_up().await.map_err(words)
    }

    /// Keeps a picture; returns when it is durable.
    pub async fn keep(&self, number: u32) -> Result<(), JsValue> {
        let picture = Picture { mime: "image/webp".to_owned(), bytes: record(number) };
        self.pictures.put(key(number), picture).await.map_err(words)
    }

    /// How many records stand whole from the beginning of the journal.
    pub fn whole(&self) -> Result<u32, JsValue> {
        let mut bytes = vec![0; RECORD];
        for number in 0.. {
            let read = self.files.read("journal", u64::from(number) * RECORD as u64, &mut bytes);
            if read.unwrap_or(0) < RECORD || bytes != record(number) {
                return Ok(number);
            }
        }
        Ok(u32::MAX)
    }

    /// What is wrong with the turned files when rounds up to `acknowledged` were, in words; empty when nothing is.
    /// The worker may have gone on for some rounds that it could not acknowledge any more.
    pub fn turned(&self, acknowledged: u32) -> Result<String, JsValue> {
        let files = self.files.list().map_err(words)?;
        let number = |name: &str| name.strip_prefix("segment-").and_then(|n| n.parse::<u32>().ok());
        let numbers: Vec<u32> = files.iter().filter_map(|entry| number(&entry.name)).collect();
        let last = numbers.iter().max().copied().unwrap_or(0);
        if last < acknowledged {
            return Ok(format!("segment {acknowledged} is gone, {last} is the last"));
        }
        if let Some(back) = numbers.iter().find(|number| *number + 4 <= last) {
            return Ok(format!("segment {back} is back, {last} is the last"));
        }
        let whole_to = if last == acknowledged { last + 1 } else { last };
        for number in whole_to.saturating_sub(2)..whole_to {
            let mut bytes = vec![0; RECORD];
            let read = self.files.read(&format!("segment-{number}"), 0, &mut bytes);
            if read != Ok(RECORD) || bytes != record(number) {
                return Ok(format!("segment {number} is not whole: {read:?}, {last} is the last"));
            }
        }
        Ok(String::new())
    }

    /// How many of the first `count` pictures are there, byte for byte.
    pub async fn kept(&self, count: u32) -> Result<u32, JsValue> {
        let mut kept = 0;
        for number in 0..count {
            let found = self.pictures.get(key(number)).await.map_err(words)?;
            kept += u32::from(found.is_some_and(|picture| picture.bytes == record(number)));
        }
        Ok(kept)
    }
}

const RECORD: usize = 20_011;

fn record(number: u32) -> Vec<u8> {
    let mut state = number.wrapping_mul(0x9e37_79b9) | 1;
    let next = || {
        state ^= state << 13;
        state ^= state >> 17;
        state ^= state << 5;
        state as u8
    };
    std::iter::repeat_with(next).take(RECORD).collect()
}

fn key(number: u32) -> PictureKey {
    let mut hash = [7; 16];
    hash[..4].copy_from_slice(&number.to_be_bytes());
    PictureKey { size: PictureSize::Thumb, hash }
}

fn words(error: impl std::fmt::Display) -> JsValue {
    JsValue::from_str(&error.to_string())
}

/// Develops a picture by one way ("browser", "engine" or "best"): `[width, height, thumb bytes, full bytes, colour]`,
/// or an exception in words.
#[wasm_bindgen]
pub async fn contract_develop(bytes: &[u8], way: &str) -> Result<Array, JsValue> {
    let made = match way {
        "engine" => picture::develop(bytes).map_err(words)?,
        "best" => codec::develop(bytes).await.map_err(words)?,
        _ => {
            let measure = picture::measure(bytes).map_err(words)?;
            codec::by_browser(bytes, measure.mime).await?
        }
    };
    let numbers = [made.width as usize, made.height as usize, made.thumb.bytes.len(), made.full.bytes.len()];
    let line: Array = numbers.iter().map(|n| JsValue::from_f64(*n as f64)).collect();
    line.push(&JsValue::from_str(&format!("{:?}", made.impression.colour)));
    Ok(line)
}

/// Makes a favicon: its length in bytes, or an exception in words.
#[wasm_bindgen]
pub async fn contract_icon(bytes: &[u8]) -> Result<usize, JsValue> {
    codec::icon(bytes).await.map(|icon| icon.bytes.len()).map_err(words)
}
