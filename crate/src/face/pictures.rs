//! Pictures: developed, kept, noted in the archive, read again.
use super::Face;
use super::answer::{Answer, fault, object, read};
use crate::browser::codec;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use js_sys::{Array, Uint8Array, Uint16Array};
use serde::Deserialize;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;
use web_sys::{Blob, BlobPropertyBag};
use webmynd_engine::EngineError;
use webmynd_engine::archive::{PictureFacts, SearchRequest};
use webmynd_engine::catalog::short_hash;
use webmynd_engine::page::VisitId;
use webmynd_engine::picture::PictureWords;
use webmynd_engine::policy::redaction::redact_words;
use webmynd_engine::ports::{Picture, PictureKey, PictureSize, Pictures};

/// Pictures on which words are looked for at once, at most.
const MOST_LIT: usize = 64;

/// What a shot is of.
#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "camelCase")]
enum Kind {
    Screen,
    Icon,
}

#[wasm_bindgen]
impl Face {
    /// Visit id, `'screen' | 'icon'`, encoded bytes, `ShotWords | undefined` -> `Pictured`; durable when it returns.
    pub async fn picture(&self, visit: &str, kind: JsValue, bytes: Vec<u8>, words: JsValue) -> Answer {
        let kind: Kind = read(kind)?;
        let words: Option<ShotWords> = read(words)?;
        self.developing.set(self.developing.get() + 1);
        let kept = match kind {
            Kind::Screen => self.screen(visit, &bytes, words.and_then(ShotWords::kept)).await,
            Kind::Icon => self.icon(visit, &bytes).await,
        };
        self.developing.set(self.developing.get() - 1);
        let [thumb, full, width, height] = kept.map_err(fault)?;
        object([
            ("thumbBytes", thumb.into()),
            ("fullBytes", full.into()),
            ("width", width.into()),
            ("height", height.into()),
        ])
    }

    /// Ordinal, size -> `Blob | null`.
    pub async fn image(&self, ordinal: u32, size: JsValue) -> Answer {
        let size = read::<Size>(size)?.into();
        let picture = self.kept(ordinal, size).await.map_err(fault)?;
        picture.map_or(Ok(JsValue::NULL), |picture| blob(&picture))
    }

    /// `SearchRequest`, ordinals -> for each where its words stand on the picture, four numbers a place (`Uint16Array[]`).
    #[wasm_bindgen(js_name = litWords)]
    pub async fn lit_words(&self, request: JsValue, ordinals: Vec<u32>) -> Answer {
        let request: SearchRequest = read(request)?;
        let terms = self.archive.borrow().lit_terms(&request).map_err(fault)?;
        let places = Array::new();
        for ordinal in ordinals.into_iter().take(MOST_LIT) {
            let kept = self.kept(ordinal, PictureSize::Words).await.map_err(fault)?;
            let words = kept.as_ref().and_then(PictureWords::of_picture).unwrap_or_default();
            let lit = self.archive.borrow().lit_words(&terms, ordinal, &words);
            places.push(&Uint16Array::from(lit.as_flattened()));
        }
        Ok(places.into())
    }
}

/// Words on a screenshot as they cross: parted by blanks and line feeds, four numbers each.
#[derive(Deserialize)]
struct ShotWords {
    text: String,
    boxes: Vec<u16>,
}

impl ShotWords {
    /// Those that may be kept; what does not hold together is nothing: the picture is worth more than its words.
    fn kept(self) -> Option<PictureWords> {
        let (boxes, left) = self.boxes.as_chunks::<4>();
        let words = PictureWords::new(self.text, boxes.to_vec()).filter(|_| left.is_empty())?;
        Some(redact_words(words))
    }
}

impl Face {
    /// What is kept of a frame's picture.
    async fn kept(&self, ordinal: u32, size: PictureSize) -> Result<Option<Picture>, EngineError> {
        let key = self.archive.borrow().picture_key(ordinal, size);
        match key {
            Some(key) => self.pictures.get(key).await,
            None => Ok(None),
        }
    }

    async fn screen(
        &self,
        visit: &str,
        bytes: &[u8],
        words: Option<PictureWords>,
    ) -> Result<[u32; 4], EngineError> {
        let made = codec::develop(bytes).await?;
        let hash = short_hash(bytes);
        let sizes = [made.thumb.bytes.len() as u32, made.full.bytes.len() as u32, made.width, made.height];
        let facts = PictureFacts {
            hash: VisitId(hash).to_string(),
            colour: made.impression.colour,
            thumbhash: STANDARD_NO_PAD.encode(&made.impression.thumbhash),
            width: made.width,
            height: made.height,
        };
        let keys =
            [PictureSize::Thumb, PictureSize::Full, PictureSize::Words].map(|size| PictureKey { size, hash });
        self.pictures.put(keys[0], made.thumb).await?;
        self.pictures.put(keys[1], made.full).await?;
        let known = words.and_then(|words| self.archive.borrow().known_words(visit, &words).ok());
        if let Some(words) = known.filter(|words| !words.text().is_empty()) {
            self.pictures.put(keys[2], words.to_picture()).await?;
        }
        let noted = self.archive.borrow_mut().attach_picture(visit, facts);
        self.or_taken_back(noted, &keys).await?;
        Ok(sizes)
    }

    async fn icon(&self, visit: &str, bytes: &[u8]) -> Result<[u32; 4], EngineError> {
        let icon = codec::icon(bytes).await?;
        let measure = webmynd_engine::picture::measure(&icon.bytes)?;
        let (len, key) =
            (icon.bytes.len() as u32, PictureKey { size: PictureSize::Icon, hash: short_hash(bytes) });
        self.pictures.put(key, icon).await?;
        let noted = self.archive.borrow_mut().attach_icon(visit, &VisitId(key.hash).to_string());
        self.or_taken_back(noted, &[key]).await?;
        Ok([len, 0, measure.width, measure.height])
    }

    /// Removes what was kept for a visit that is gone meanwhile, unless something else uses it.
    async fn or_taken_back(
        &self,
        noted: Result<(), EngineError>,
        keys: &[PictureKey],
    ) -> Result<(), EngineError> {
        if noted.is_err() {
            let unused = |key: &&PictureKey| !self.archive.borrow().uses_picture(**key);
            let unused: Vec<PictureKey> = keys.iter().filter(unused).copied().collect();
            self.pictures.remove(&unused).await?;
        }
        noted
    }
}

/// A picture's size as engine.ts names it.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
enum Size {
    Thumb,
    Full,
    Icon,
}

impl From<Size> for PictureSize {
    fn from(size: Size) -> Self {
        match size {
            Size::Thumb => Self::Thumb,
            Size::Full => Self::Full,
            Size::Icon => Self::Icon,
        }
    }
}

fn blob(picture: &Picture) -> Answer {
    let options = BlobPropertyBag::new();
    options.set_type(&picture.mime);
    let parts = Array::of1(&Uint8Array::from(picture.bytes.as_slice()));
    Ok(Blob::new_with_u8_array_sequence_and_options(&parts, &options)?.into())
}
