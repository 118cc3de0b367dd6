//! How values cross: structures by serde, columns as typed arrays, errors as `{ kind, fact }`.
use js_sys::{Object, Reflect};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_wasm_bindgen::Serializer;
use wasm_bindgen::JsValue;
use webmynd_engine::{EngineError, ErrorKind};

/// What a method gives: its answer, or a fault that is thrown.
pub type Answer = Result<JsValue, JsValue>;

/// An error as it is thrown.
#[expect(clippy::needless_pass_by_value, reason = "it stands in map_err")]
pub fn fault(error: EngineError) -> JsValue {
    write(&error).unwrap_or_else(|thrown| thrown)
}

/// A structure of ours as a plain object; what is missing is null.
pub fn write<T: Serialize>(value: &T) -> Answer {
    let serializer = Serializer::new().serialize_missing_as_null(true).serialize_maps_as_objects(true);
    value.serialize(&serializer).map_err(|error| bug(&error))
}

/// The same of a structure of many small fields, without bytes: as one text, which the browser reads faster than it is handed the fields.
pub fn write_text<T: Serialize>(value: &T) -> Answer {
    let text = serde_json::to_string(value).map_err(|error| bug(&error))?;
    js_sys::JSON::parse(&text)
}

/// An argument as a structure of ours; `Invalid` when it has another form.
pub fn read<T: DeserializeOwned>(value: JsValue) -> Result<T, JsValue> {
    let said = |error: serde_wasm_bindgen::Error| EngineError::new(ErrorKind::Invalid, error.to_string());
    serde_wasm_bindgen::from_value(value).map_err(|error| fault(said(error)))
}

/// An object of fields that serde cannot make: numbers beside typed arrays.
pub fn object<const N: usize>(fields: [(&str, JsValue); N]) -> Answer {
    let object = Object::new();
    set(&object, fields)?;
    Ok(object.into())
}

/// Sets fields of an object.
pub fn set<const N: usize>(object: &JsValue, fields: [(&str, JsValue); N]) -> Result<(), JsValue> {
    for (name, value) in fields {
        Reflect::set(object, &JsValue::from_str(name), &value)?;
    }
    Ok(())
}

fn bug(error: &impl ToString) -> JsValue {
    let thrown = Object::new();
    let fields = [("kind", JsValue::from_str("bug")), ("fact", JsValue::from_str(&error.to_string()))];
    match set(&thrown, fields) {
        Ok(()) => thrown.into(),
        Err(refused) => refused,
    }
}
