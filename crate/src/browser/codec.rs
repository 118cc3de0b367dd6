//! The browser's own picture codecs: a screenshot to WebP thumbnail and full image, in the worker, with lossy WebP that
//! the engine's own path does not have. Whatever they cannot do, the engine's path does.
use super::faults::engine_error;
use super::worker;
use futures_util::future::join;
use js_sys::{Array, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    Blob, BlobPropertyBag, ImageBitmap, ImageBitmapOptions, ImageEncodeOptions, OffscreenCanvas,
    OffscreenCanvasRenderingContext2d, ResizeQuality,
};
use webmynd_engine::EngineError;
use webmynd_engine::picture::{
    self, Developed, FULL, FULL_QUALITY, ICON, THUMB, THUMB_QUALITY, fit, impression,
};
use webmynd_engine::ports::Picture;

/// The format that is asked for; a browser that cannot write it says so in the blob's type.
const WEBP: &str = "image/webp";
/// The sample that colour and placeholder are taken of.
const SAMPLE: (u32, u32) = (100, 100);

/// Develops a screenshot by the faster way there is: the browser's codecs, else the engine's.
pub async fn develop(bytes: &[u8]) -> Result<Developed, EngineError> {
    let measure = picture::measure(bytes)?;
    match by_browser(bytes, measure.mime).await {
        Ok(developed) => Ok(developed),
        Err(_) => Ok(picture::develop(bytes)?),
    }
}

/// Makes a favicon: the engine's way, which keeps PNG and knows every ICO, else the browser's.
pub async fn icon(bytes: &[u8]) -> Result<Picture, EngineError> {
    let measure = picture::measure(bytes)?;
    match picture::icon(bytes) {
        Ok(icon) => Ok(icon),
        Err(_) => icon_by_browser(bytes, measure.mime).await.map_err(|e| engine_error(&e)),
    }
}

/// The browser's way alone, for pictures that [`picture::measure`] has let through.
pub async fn by_browser(bytes: &[u8], mime: &str) -> Result<Developed, JsValue> {
    let seen = Bitmap::decode(bytes, mime).await?;
    let full = seen.shrunk_or_same(FULL).await?;
    let thumb = full.shrunk(THUMB).await?;
    let sample = thumb.shrunk(SAMPLE).await?;
    let (width, height) = sample.size();
    let pixels = sample.drawn()?.1.get_image_data(0.0, 0.0, f64::from(width), f64::from(height))?.data();
    let (small, large) = join(thumb.encoded(WEBP, THUMB_QUALITY), full.encoded(WEBP, FULL_QUALITY)).await;
    Ok(Developed {
        thumb: small?,
        full: large?,
        width: full.size().0,
        height: full.size().1,
        impression: impression(width, height, &pixels),
    })
}

async fn icon_by_browser(bytes: &[u8], mime: &str) -> Result<Picture, JsValue> {
    Bitmap::decode(bytes, mime).await?.shrunk(ICON).await?.encoded("image/png", 100).await
}

/// A decoded picture; its memory is given back when it goes, not when the collector comes by.
struct Bitmap(ImageBitmap);

impl Bitmap {
    async fn decode(bytes: &[u8], mime: &str) -> Result<Self, JsValue> {
        let options = BlobPropertyBag::new();
        options.set_type(mime);
        let parts = Array::of1(&Uint8Array::from(bytes));
        let blob = Blob::new_with_u8_array_sequence_and_options(&parts, &options)?;
        let decoding = worker::scope()?.create_image_bitmap_with_blob(&blob)?;
        Ok(Self(JsFuture::from(decoding).await?.unchecked_into()))
    }

    fn size(&self) -> (u32, u32) {
        (self.0.width(), self.0.height())
    }

    /// This picture when it fits into `most`, else a smaller copy.
    async fn shrunk_or_same(self, most: (u32, u32)) -> Result<Self, JsValue> {
        if fit(self.0.width(), self.0.height(), most) == self.size() {
            Ok(self)
        } else {
            self.shrunk(most).await
        }
    }

    /// A copy that fits into `most`.
    async fn shrunk(&self, most: (u32, u32)) -> Result<Self, JsValue> {
        let (width, height) = fit(self.0.width(), self.0.height(), most);
        let options = ImageBitmapOptions::new();
        if (width, height) != self.size() {
            options.set_resize_width(width);
            options.set_resize_height(height);
            options.set_resize_quality(ResizeQuality::Medium);
        }
        let scope = worker::scope()?;
        let shrinking =
            scope.create_image_bitmap_with_image_bitmap_and_image_bitmap_options(&self.0, &options)?;
        Ok(Self(JsFuture::from(shrinking).await?.unchecked_into()))
    }

    fn drawn(&self) -> Result<(OffscreenCanvas, OffscreenCanvasRenderingContext2d), JsValue> {
        let canvas = OffscreenCanvas::new(self.0.width(), self.0.height())?;
        let context = canvas.get_context("2d")?.ok_or_else(|| JsValue::from_str("no 2d canvas"))?;
        let context: OffscreenCanvasRenderingContext2d = context.unchecked_into();
        context.draw_image_with_image_bitmap(&self.0, 0.0, 0.0)?;
        Ok((canvas, context))
    }

    async fn encoded(&self, mime: &str, quality: u8) -> Result<Picture, JsValue> {
        let options = ImageEncodeOptions::new();
        options.set_type(mime);
        options.set_quality(f64::from(quality) / 100.0);
        let encoding = self.drawn()?.0.convert_to_blob_with_options(&options)?;
        let blob: Blob = JsFuture::from(encoding).await?.unchecked_into();
        if blob.type_() != mime {
            return Err(JsValue::from_str("the browser does not write this format"));
        }
        let bytes = Uint8Array::new(&JsFuture::from(blob.array_buffer()).await?).to_vec();
        Ok(Picture { mime: mime.to_owned(), bytes })
    }
}

impl Drop for Bitmap {
    fn drop(&mut self) {
        self.0.close();
    }
}
