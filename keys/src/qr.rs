//! A text as the squares of a QR code, and the QR codes of a picture as texts.
use super::{bytes, fault, object};
use js_sys::Array;
use qrcodegen::{QrCode, QrCodeEcc};
use rqrr::PreparedImage;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

/// A text -> `{ size, dark }`: so many squares a side, and of each, row by row, whether it is dark (1).
#[wasm_bindgen(js_name = qrOf)]
pub fn qr_of(text: &str) -> Result<JsValue, JsValue> {
    let code =
        QrCode::encode_text(text, QrCodeEcc::Medium).map_err(|error| fault("invalid", &error.to_string()))?;
    let side = 0..code.size();
    let dark: Vec<u8> = side
        .clone()
        .flat_map(|y| side.clone().map(move |x| (x, y)))
        .map(|(x, y)| code.get_module(x, y).into())
        .collect();
    object([("size", code.size().into()), ("dark", bytes(&dark))])
}

/// The grey pixels of a picture, row by row -> the texts of all QR codes in it that can be read, each once.
#[wasm_bindgen(js_name = readQr)]
pub fn read_qr(grey: &[u8], width: usize) -> Array {
    let height = grey.len().checked_div(width).unwrap_or(0);
    let pixel = |x, y| grey.get(y * width + x).copied().unwrap_or(u8::MAX);
    let mut picture = PreparedImage::prepare_from_greyscale(width, height, pixel);
    let mut texts: Vec<String> = picture
        .detect_grids()
        .into_iter()
        .filter_map(|grid| grid.decode().ok())
        .map(|(_, text)| text)
        .collect();
    texts.sort_unstable();
    texts.dedup();
    texts.into_iter().map(JsValue::from).collect()
}
