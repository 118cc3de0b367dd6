//! Refusals: problem details (RFC 9457) made of what went wrong inside.
use crate::blobs::BlobError;
use crate::store::StoreError;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use webmynd_protocol::{Code, Problem};

/// How many seconds a client waits when the server cannot do its work.
const LATER: u32 = 5;
/// How many when its quota is used up: the round that makes room comes by once an hour.
const ROUND: u32 = 3_600;

/// An answer that is no.
#[derive(Debug)]
pub struct Refusal {
    status: StatusCode,
    code: Code,
    detail: String,
    current: Option<u64>,
    /// Seconds.
    retry_after: Option<u32>,
    /// How one shows who one is, on 401.
    scheme: &'static str,
}

impl Refusal {
    /// A refusal with a status of its own.
    pub fn of(status: StatusCode, code: Code) -> Self {
        Self { status, ..Self::from(code) }
    }

    /// A refusal that says more.
    pub fn with_detail(code: Code, detail: impl Into<String>) -> Self {
        Self { detail: detail.into(), ..Self::from(code) }
    }

    /// A request that is not of the form that it must have.
    pub fn bad(detail: impl Into<String>) -> Self {
        Self::with_detail(Code::BadRequest, detail)
    }

    /// More than a limit allows.
    pub fn too_large(what: &str, most: u64) -> Self {
        Self { detail: format!("{what}: at most {most}"), current: Some(most), ..Self::from(Code::TooLarge) }
    }

    /// A body that stopped coming, or nearly so.
    pub fn too_slow() -> Self {
        Self {
            detail: "the body came too slowly".to_owned(),
            ..Self::of(StatusCode::REQUEST_TIMEOUT, Code::Unavailable)
        }
    }

    /// Name and password are wanted, and not a token.
    pub fn basic() -> Self {
        Self { scheme: "Basic realm=\"builds\"", ..Self::from(Code::Unauthorized) }
    }

    /// Tried too often.
    pub fn too_many(seconds: u32) -> Self {
        Self { retry_after: Some(seconds), ..Self::from(Code::TooMany) }
    }
}

impl From<Code> for Refusal {
    fn from(code: Code) -> Self {
        let status = StatusCode::from_u16(code.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let retry_after = match code {
            Code::Unavailable => Some(LATER),
            Code::Quota => Some(ROUND),
            _ => None,
        };
        Self { status, code, detail: String::new(), current: None, retry_after, scheme: "Bearer" }
    }
}

impl From<StoreError> for Refusal {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Refused(refused) => Self { current: refused.current, ..Self::from(refused.code) },
            StoreError::Unavailable(_) => tell(&error, Code::Unavailable),
            StoreError::Damaged | StoreError::Newer(_) => tell(&error, Code::Internal),
        }
    }
}

impl From<BlobError> for Refusal {
    fn from(error: BlobError) -> Self {
        match error {
            BlobError::Missing => tell(&error, Code::Internal),
            BlobError::Unavailable(_) => tell(&error, Code::Unavailable),
        }
    }
}

impl From<getrandom::Error> for Refusal {
    fn from(error: getrandom::Error) -> Self {
        tell(&error, Code::Internal)
    }
}

/// The operator is told what happened, the client only that it did.
fn tell(error: &dyn std::fmt::Display, code: Code) -> Refusal {
    tracing::error!("{error}");
    code.into()
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let problem = Problem {
            status: self.status.as_u16(),
            title: self.code.title().to_owned(),
            detail: self.detail,
            code: self.code,
            current: self.current,
        };
        let body = serde_json::to_vec(&problem).unwrap_or_default();
        let mut response = (self.status, body).into_response();
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        if let Some(seconds) = self.retry_after {
            headers.insert(header::RETRY_AFTER, seconds.into());
        }
        if self.status == StatusCode::UNAUTHORIZED {
            headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static(self.scheme));
        }
        response
    }
}
