//! The remote port over a function of the worker's that fetches (extension/host/remote.ts).
use js_sys::{Array, Function, Object, Promise, Reflect, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use webmynd_engine::ports::{Method, Remote, RemoteError, Request, Response};

/// A vault's server, asked through `RemoteRequest -> Promise<RemoteResponse>`.
pub struct FetchRemote(Function);

impl FetchRemote {
    /// Over the worker's function.
    pub fn new(ask: Function) -> Self {
        Self(ask)
    }

    async fn ask(&self, request: Request) -> Result<Response, JsValue> {
        let asked = self.0.call1(&JsValue::NULL, &written(request)?)?;
        let answer = JsFuture::from(asked.dyn_into::<Promise>()?).await?;
        let field = |name: &str| Reflect::get(&answer, &JsValue::from_str(name));
        Ok(Response {
            status: field("status")?.as_f64().unwrap_or_default() as u16,
            retry_after: field("retryAfter")?.as_f64().map(|seconds| seconds as u32),
            body: field("body")?.dyn_into::<Uint8Array>()?.to_vec(),
        })
    }
}

impl Remote for FetchRemote {
    async fn call(&self, request: Request) -> Result<Response, RemoteError> {
        self.ask(request).await.map_err(|thrown| {
            let said = thrown.dyn_ref::<js_sys::Error>().map(|error| String::from(error.message()));
            RemoteError(said.unwrap_or_else(|| "no answer".to_owned()))
        })
    }
}

fn written(request: Request) -> Result<JsValue, JsValue> {
    let method = match request.method {
        Method::Get => "GET",
        Method::Put => "PUT",
        Method::Post => "POST",
        Method::Delete => "DELETE",
    };
    let headers =
        request.headers.iter().map(|(name, value)| Array::of2(&(*name).into(), &value.as_str().into()));
    let object = Object::new();
    let fields = [
        ("method", method.into()),
        ("base", request.base.into()),
        ("path", request.path.into()),
        ("headers", headers.collect::<Array>().into()),
        ("body", Uint8Array::from(request.body.as_slice()).into()),
    ];
    for (name, value) in fields {
        Reflect::set(&object, &name.into(), &value)?;
    }
    Ok(object.into())
}
