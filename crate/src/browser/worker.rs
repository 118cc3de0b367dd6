//! The dedicated worker we run in: its storage, its timer, its clock.
use js_sys::Promise;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::DedicatedWorkerGlobalScope;

/// The worker's global scope, or an error when this is no dedicated worker.
pub fn scope() -> Result<DedicatedWorkerGlobalScope, JsValue> {
    js_sys::global().dyn_into().map_err(|_| JsValue::from_str("not in a dedicated worker"))
}

/// Returns after `ms` milliseconds.
pub async fn pause(ms: i32) -> Result<(), JsValue> {
    let scope = scope()?;
    let later = Promise::new(&mut |resolve, reject| {
        if let Err(error) = scope.set_timeout_with_callback_and_timeout_and_arguments_0(&resolve, ms) {
            drop(reject.call1(&JsValue::NULL, &error));
        }
    });
    JsFuture::from(later).await.map(drop)
}

/// Milliseconds since the epoch, as the browser's clock has them.
pub fn now() -> f64 {
    js_sys::Date::now()
}
