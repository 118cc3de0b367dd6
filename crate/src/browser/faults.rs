//! What the browser throws, as the engine's errors.
use wasm_bindgen::{JsCast, JsValue};
use webmynd_engine::ports::FileError;
use webmynd_engine::{EngineError, ErrorKind};

/// The name of a thrown value (`QuotaExceededError` and the like), empty when it has none.
pub fn name_of(thrown: &JsValue) -> String {
    match thrown.dyn_ref::<js_sys::Error>() {
        Some(error) => error.name().into(),
        None => thrown.dyn_ref::<web_sys::DomException>().map(|error| error.name()).unwrap_or_default(),
    }
}

/// A thrown value in words.
pub fn words_of(thrown: &JsValue) -> String {
    let message = match thrown.dyn_ref::<js_sys::Error>() {
        Some(error) => String::from(error.message()),
        None => thrown.as_string().unwrap_or_else(|| format!("{thrown:?}")),
    };
    let name = name_of(thrown);
    if name.is_empty() { message } else { format!("{name}: {message}") }
}

/// A thrown value as an error of the files port.
pub fn file_error(thrown: &JsValue) -> FileError {
    match name_of(thrown).as_str() {
        "QuotaExceededError" => FileError::Full,
        "NoModificationAllowedError" => FileError::Locked,
        "NotAllowedError" | "SecurityError" => FileError::NotAllowed,
        "NotFoundError" => FileError::Missing,
        _ => FileError::Io(words_of(thrown)),
    }
}

/// A thrown value as an engine error.
pub fn engine_error(thrown: &JsValue) -> EngineError {
    match file_error(thrown) {
        FileError::Missing => EngineError::new(ErrorKind::Retry, words_of(thrown)),
        error => error.into(),
    }
}
