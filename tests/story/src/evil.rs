//! A server that lies: the true one behind a mask that may answer by itself, or change what the true one says.
use axum::body::{Body, Bytes, HttpBody, to_bytes};
use axum::http::{Method, StatusCode, header};
use axum::response::Response;
use axum::{Router, middleware};
use serde_json::Value;
use std::convert::Infallible;
use std::sync::{Arc, Mutex};

/// A request, as far as lies are about it.
pub struct Asked {
    pub method: Method,
    /// Path and query.
    pub path: String,
    /// Bytes of its body.
    pub length: usize,
}

impl Asked {
    pub fn is(&self, method: &str, begin: &str) -> bool {
        self.method == method && self.path.starts_with(begin)
    }
}

/// What is said instead.
pub enum Word {
    /// JSON with this status.
    Json(u16, Value),
    /// Bytes with this status and kind.
    Raw(u16, &'static str, Vec<u8>),
    /// An answer that never ends.
    Endless,
    /// Another address.
    Elsewhere(&'static str),
}

type Instead = Box<dyn FnMut(&Asked) -> Option<Word> + Send>;
type Change = Box<dyn FnMut(&Asked, &mut Value) + Send>;
type Swap = Box<dyn FnMut(&Asked, &mut Vec<u8>) + Send>;

/// What is done to answers.
#[derive(Default)]
struct Lies {
    instead: Option<Instead>,
    change: Option<Change>,
    swap: Option<Swap>,
}

/// The mask. Honest until it is told to lie.
#[derive(Clone, Default)]
pub struct Evil(Arc<Mutex<Lies>>);

impl Evil {
    /// The true server behind it.
    pub fn before(&self, router: Router) -> Router {
        let evil = self.clone();
        router.layer(middleware::from_fn(move |request: axum::extract::Request, next: middleware::Next| {
            let evil = evil.clone();
            async move {
                let path = request.uri().path_and_query().map(ToString::to_string).unwrap_or_default();
                // Between devices and server of one process nobody says a length.
                let length = request.body().size_hint().exact().unwrap_or(0) as usize;
                let asked = Asked { method: request.method().clone(), path, length };
                let instead = evil.0.lock().unwrap().instead.as_mut().and_then(|lie| lie(&asked));
                match instead {
                    Some(word) => say(word),
                    None => evil.twist(&asked, next.run(request).await).await,
                }
            }
        }))
    }

    /// Answers some requests by itself: the true server never hears of them.
    pub fn instead(&self, lie: impl FnMut(&Asked) -> Option<Word> + Send + 'static) {
        self.0.lock().unwrap().instead = Some(Box::new(lie));
    }

    /// Changes JSON that the true server answers with.
    pub fn change(&self, lie: impl FnMut(&Asked, &mut Value) + Send + 'static) {
        self.0.lock().unwrap().change = Some(Box::new(lie));
    }

    /// Changes entries of the log that the true server shows.
    pub fn change_log(&self, mut lie: impl FnMut(&mut Vec<Value>) + Send + 'static) {
        self.change(move |asked, json| {
            if asked.is("GET", "/v1/log?") {
                lie(json["entries"].as_array_mut().unwrap());
            }
        });
    }

    /// Changes bytes of packs.
    pub fn swap(&self, mut lie: impl FnMut(&mut Vec<u8>) + Send + 'static) {
        self.0.lock().unwrap().swap = Some(Box::new(move |asked, bytes| {
            if asked.is("GET", "/v1/packs/") {
                lie(bytes);
            }
        }));
    }

    /// Honest from now on.
    pub fn repent(&self) {
        *self.0.lock().unwrap() = Lies::default();
    }

    async fn twist(&self, asked: &Asked, answer: Response) -> Response {
        let (mut head, body) = answer.into_parts();
        let mut bytes = to_bytes(body, usize::MAX).await.unwrap().to_vec();
        let mut lies = self.0.lock().unwrap();
        if let (Some(lie), Ok(mut json)) = (lies.change.as_mut(), serde_json::from_slice::<Value>(&bytes)) {
            lie(asked, &mut json);
            bytes = serde_json::to_vec(&json).unwrap();
        }
        if let Some(lie) = lies.swap.as_mut() {
            lie(asked, &mut bytes);
        }
        head.headers.remove(header::CONTENT_LENGTH);
        Response::from_parts(head, Body::from(bytes))
    }
}

fn say(word: Word) -> Response {
    let answer = Response::builder();
    let answer = match word {
        Word::Json(status, json) => {
            answer.status(status).body(Body::from(serde_json::to_vec(&json).unwrap()))
        }
        Word::Raw(status, kind, bytes) => {
            answer.status(status).header(header::CONTENT_TYPE, kind).body(Body::from(bytes))
        }
        Word::Elsewhere(address) => answer
            .status(StatusCode::TEMPORARY_REDIRECT)
            .header(header::LOCATION, address)
            .body(Body::empty()),
        Word::Endless => answer.body(Body::from_stream(forever())),
    };
    answer.unwrap()
}

/// Spaces, a mebibyte at a time: JSON may begin with any number of them.
fn forever() -> impl futures_util::Stream<Item = Result<Bytes, Infallible>> {
    futures_util::stream::repeat_with(|| Ok(Bytes::from_static(&[b' '; 1 << 20])))
}
