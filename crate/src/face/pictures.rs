//! Pictures: developed, kept, noted in the archive, read again.
use super::Face;
use super::answer::{Answer, fault, object, read};
use crate::browser::codec;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use js_sys::{Array, Uint8Array};
use serde::Deserialize;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;
use web_sys::{Blob, BlobPropertyBag};
use webmynd_engine::EngineError;
use webmynd_engine::archive::PictureFacts;
use webmynd_engine::catalog::short_hash;
use webmynd_engine::page::VisitId;
use webmynd_engine::ports::{Picture, PictureKey, PictureSize, Pictures};

/// What a shot is of.
#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "camelCase")]
enum Kind {
    Screen,
    Icon,
}

#[wasm_bindgen]
impl Face {
    /// Visit id, `'screen' | 'icon'`, encoded bytes -> `Pictured`; durable when it returns.
    pub async fn picture(&self, visit: &str, kind: JsValue, bytes: Vec<u8>) -> Answer {
        let kind: Kind = read(kind)?;
        self.developing.set(self.developing.get() + 1);
        let kept = match kind {
            Kind::Screen => self.screen(visit, &bytes).await,
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
        let Some(key) = self.archive.borrow().picture_key(ordinal, size) else { return Ok(JsValue::NULL) };
        let picture = self.pictures.get(key).await.map_err(fault)?;
        picture.map_or(Ok(JsValue::NULL), |picture| blob(&picture))
    }
}

impl Face {
    async fn screen(&self, visit: &str, bytes: &[u8]) -> Result<[u32; 4], EngineError> {
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
        let keys = [PictureSize::Thumb, PictureSize::Full].map(|size| PictureKey { size, hash });
        self.pictures.put(keys[0], made.thumb).await?;
        self.pictures.put(keys[1], made.full).await?;
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
