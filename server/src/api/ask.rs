//! What handlers take out of a request: the bearer, the client's address, ids, and bodies that come at a decent pace.
use super::Shared;
use super::flight;
use super::problem::Refusal;
use super::quota::Asker;
use crate::store;
use axum::body::Body;
use axum::extract::{ConnectInfo, FromRequest, FromRequestParts, Path, Request};
use axum::http::request::Parts;
use axum::http::{HeaderMap, header};
use bytes::{Bytes, BytesMut};
use futures_util::StreamExt;
use serde::de::DeserializeOwned;
use std::convert::Infallible;
use std::net::{IpAddr, Ipv6Addr, SocketAddr};
use std::str::FromStr;
use std::time::Duration;
use tokio::time::{Instant, timeout_at};
use webmynd_protocol::{Bytes as Base64, Code};

/// Bodies of JSON are at most so long: an entry of 256 KiB in base64 beside the rows of a hundred packs.
const JSON: u64 = 1 << 20;
/// The same of requests without a login, which anybody may make.
pub const BRIEF: u64 = 4 << 10;
/// A place for the first bytes of a body.
const FIRST: u64 = 64 << 10;
/// A body must bring at least [`LEAST`] bytes in this time, or be over.
const PACE: Duration = Duration::from_secs(10);
const LEAST: usize = 16 << 10;

/// Who sends the token, of an account that stays.
pub struct Bearer(pub store::Bearer);

/// Who sends the token, even of an account that is leaving.
pub struct AnyBearer(pub store::Bearer);

impl FromRequestParts<Shared> for AnyBearer {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, vault: &Shared) -> Result<Self, Refusal> {
        let token = text(&parts.headers, header::AUTHORIZATION.as_str())
            .and_then(|value| value.split_once(' '))
            .filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer"))
            .and_then(|(_, token)| token.parse::<Base64>().ok())
            .ok_or(Code::Unauthorized)?;
        let bearer = vault.store.bearer(&token.0, vault.clock.now()).await?.ok_or(Code::Unauthorized)?;
        // An account may have moved while its devices were logged in here.
        vault.config.here(&bearer.name)?;
        if let Some(asker) = parts.extensions.get::<Asker>() {
            asker.note(bearer.who.account, &bearer.plan);
        }
        Ok(Self(bearer))
    }
}

impl FromRequestParts<Shared> for Bearer {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, vault: &Shared) -> Result<Self, Refusal> {
        let AnyBearer(bearer) = AnyBearer::from_request_parts(parts, vault).await?;
        if bearer.leaving {
            Err(Refusal::with_detail(Code::Gone, "this account was deleted"))
        } else {
            Ok(Self(bearer))
        }
    }
}

/// Where the client is, as far as the server can tell: for the throttle alone.
pub struct Address(pub String);

impl FromRequestParts<Shared> for Address {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, vault: &Shared) -> Result<Self, Infallible> {
        // A proxy writes the address that it saw last, into the last such header.
        let told = vault
            .config
            .client_header
            .as_ref()
            .and_then(|name| parts.headers.get_all(name).iter().next_back());
        let last = told
            .and_then(|value| value.to_str().ok())
            .and_then(|list| list.rsplit(',').next())
            .map(|one| one.trim().to_owned());
        let seen =
            parts.extensions.get::<ConnectInfo<SocketAddr>>().map(|ConnectInfo(one)| one.ip().to_string());
        Ok(Self(network_of(last.or(seen).unwrap_or_default())))
    }
}

/// Of an address of IPv6 the first 64 bits: whoever has one has all that begin so.
fn network_of(address: String) -> String {
    match address.parse::<IpAddr>().map(|address| address.to_canonical()) {
        Ok(IpAddr::V6(address)) => {
            let [a, b, c, d, ..] = address.segments();
            format!("{}/64", Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0))
        }
        Ok(address) => address.to_string(),
        Err(_) => address,
    }
}

/// A part of the path that is an id; what is none is nothing that there is.
pub struct InPath<T>(pub T);

impl<T: FromStr + Send> FromRequestParts<Shared> for InPath<T> {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, vault: &Shared) -> Result<Self, Refusal> {
        let Path(part) = Path::<String>::from_request_parts(parts, vault)
            .await
            .map_err(|_| Refusal::from(Code::NotFound))?;
        part.parse().map(Self).map_err(|_| Code::NotFound.into())
    }
}

/// A body of JSON, of so many bytes at most.
pub struct Said<T, const MOST: u64 = JSON>(pub T);

impl<T: DeserializeOwned, const MOST: u64> FromRequest<Shared> for Said<T, MOST> {
    type Rejection = Refusal;

    async fn from_request(request: Request, vault: &Shared) -> Result<Self, Refusal> {
        let json = text(request.headers(), header::CONTENT_TYPE.as_str())
            .and_then(|kind| kind.split(';').next())
            .is_some_and(|kind| kind.trim().eq_ignore_ascii_case("application/json"));
        if !json {
            return Err(Refusal::bad("content-type: application/json is wanted"));
        }
        let bytes = read(request, MOST, vault).await?;
        serde_json::from_slice(&bytes).map(Self).map_err(|error| Refusal::bad(error.to_string()))
    }
}

/// A header's text. One that is there twice says nothing: whoever is in between may have read the other one.
pub fn text<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    let mut all = headers.get_all(name).iter();
    let one = all.next().filter(|_| all.next().is_none())?;
    one.to_str().ok()
}

/// The whole body, `most` bytes at most. Its share of the bytes in flight is taken before it is read, and held until the request is
/// answered. One that stops coming is given up, so that nobody holds the server's memory by sending slowly.
pub async fn read(request: Request, most: u64, vault: &Shared) -> Result<Bytes, Refusal> {
    let announced =
        text(request.headers(), header::CONTENT_LENGTH.as_str()).and_then(|text| text.parse::<u64>().ok());
    if announced.is_some_and(|length| length > most) {
        return Err(Refusal::too_large("body", most));
    }
    let (mut parts, body) = request.into_parts();
    let expected = announced.unwrap_or(most);
    if most > BRIEF {
        flight::hold(&mut parts, vault, expected).await?;
    }
    collect(body, expected, most).await
}

async fn collect(body: Body, expected: u64, most: u64) -> Result<Bytes, Refusal> {
    // What comes at once has its place at once; a little at first, for it may never come.
    let mut bytes = BytesMut::with_capacity(expected.min(FIRST) as usize);
    each(body, |part| {
        if bytes.len() as u64 + part.len() as u64 > most {
            return Err(Refusal::too_large("body", most));
        }
        if bytes.len() + part.len() > bytes.capacity() {
            // Once, to its length: growing by doubling would hold twice as much.
            bytes.reserve((expected as usize).saturating_sub(bytes.len()).max(part.len()));
        }
        bytes.extend_from_slice(part);
        Ok(())
    })
    .await?;
    Ok(bytes.freeze())
}

/// Takes a body and keeps nothing of it, `most` bytes at most.
pub async fn drain(body: Body, most: u64) {
    let mut left = most;
    let _ = each(body, |part| {
        left = left.checked_sub(part.len() as u64).ok_or(Code::TooLarge)?;
        Ok(())
    })
    .await;
}

/// Every part of a body, as long as parts come at a decent pace.
async fn each(body: Body, mut take: impl FnMut(&[u8]) -> Result<(), Refusal>) -> Result<(), Refusal> {
    let mut stream = body.into_data_stream();
    let (mut until, mut came) = (Instant::now() + PACE, 0);
    loop {
        let Ok(part) = timeout_at(until, stream.next()).await else { return Err(Refusal::too_slow()) };
        let Some(part) = part else { return Ok(()) };
        let part = part.map_err(|_| Refusal::bad("the body was cut off"))?;
        take(&part)?;
        came += part.len();
        if came >= LEAST {
            (until, came) = (Instant::now() + PACE, 0);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::network_of;

    #[test]
    fn tries_count_by_network() {
        for (address, network) in [
            ("192.0.2.7", "192.0.2.7"),
            ("::ffff:192.0.2.7", "192.0.2.7"),
            ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
            ("2001:db8:1:2:ffff::", "2001:db8:1:2::/64"),
            ("2001:db8:1:3::", "2001:db8:1:3::/64"),
            ("somebody", "somebody"),
            ("", ""),
        ] {
            assert_eq!(network_of(address.to_owned()), network, "{address}");
        }
    }
}
