//! Packs: uploaded under the hash of their bytes, read in ranges, deleted with a ticket to take it back.
use super::Shared;
use super::ask::{Address, Bearer, InPath, Said, read, text};
use super::problem::Refusal;
use super::undo::ticketed;
use crate::random;
use crate::store::{Found, Place, Staged, StoreError, Stored, Upload};
use crate::vault::Vault;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use sha2::{Digest, Sha256};
use std::ops::Range;
use webmynd_protocol::Code;
use webmynd_protocol::bytes::PackId;
use webmynd_protocol::pack::Packs;

/// A pack that is sent from the blobs holds so many bytes, however large it is: what was read ahead, and what the connection has.
const HELD: u64 = 128 << 10;

/// Uploads a pack: 201 when it is staged, 200 when the same bytes were there. It is durable then, and part of the account
/// once a log entry adds it.
#[utoipa::path(put, path = "/v1/packs/{id}", params(("id" = PackId, Path)),
    request_body(content = Vec<u8>, content_type = "application/octet-stream"),
    responses((status = 201), (status = 200), (status = 422), (status = 507)), security(("bearer" = [])))]
pub async fn put(
    State(vault): State<Shared>,
    Bearer(bearer): Bearer,
    InPath(pack): InPath<PackId>,
    request: Request,
) -> Result<StatusCode, Refusal> {
    let (account, limits) = (bearer.who.account, vault.config.limits(&bearer.plan));
    let bytes = read(request, limits.pack, &vault).await?;
    if Sha256::digest(&bytes).as_slice() != pack.0 {
        return Err(Code::HashMismatch.into());
    }
    upload(&vault, account, pack, bytes, limits.quota).await
}

/// All in one transaction; or a row, then the bytes, then the row again: wherever this is broken off, nothing is acknowledged and
/// nothing is left over that a round of the purge does not find.
async fn upload(
    vault: &Vault,
    account: [u8; 16],
    pack: PackId,
    bytes: Bytes,
    quota: Option<u64>,
) -> Result<StatusCode, Refusal> {
    let kept = bytes.len() as u64 <= vault.config.in_database();
    let upload = Upload { pack: pack.0, bytes, fresh: random::bytes()?, kept };
    let blob = match vault.store.place(account, &upload, quota, vault.clock.now()).await? {
        Place::Here => return Ok(StatusCode::OK),
        Place::Database => return Ok(StatusCode::CREATED),
        Place::Blob(blob) => blob,
    };
    vault.blobs.put(account, blob, upload.bytes).await?;
    let staged = vault.store.stage(account, pack.0, blob, quota).await;
    if staged.as_ref().is_err_and(StoreError::is_to_come_again) {
        // It was given up meanwhile, as with an account that has left: no row names these bytes, nor will any.
        vault.blobs.remove(account, blob).await?;
    }
    Ok(match staged? {
        Staged::New => StatusCode::CREATED,
        Staged::Again => StatusCode::OK,
    })
}

/// A pack's bytes, or a range of them.
#[utoipa::path(get, path = "/v1/packs/{id}", params(("id" = PackId, Path), ("Range" = Option<String>, Header)),
    responses((status = 200, content_type = "application/octet-stream"), (status = 206), (status = 304), (status = 416)),
    security(("bearer" = [])))]
pub async fn get(
    State(vault): State<Shared>,
    Bearer(bearer): Bearer,
    InPath(pack): InPath<PackId>,
    Address(address): Address,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    let account = bearer.who.account;
    let most = HELD.max(vault.config.in_database());
    let mut share = vault.flight.take(Some(account), &address, most).await?;
    let Found { size, bytes } = vault.store.pack(account, pack.0, vault.clock.now()).await?;
    let etag = format!("\"{pack}\"");
    if text(&headers, header::IF_NONE_MATCH.as_str()) == Some(etag.as_str()) {
        return Ok((StatusCode::NOT_MODIFIED, [(header::ETAG, etag)]).into_response());
    }
    let asked = text(&headers, header::RANGE.as_str());
    let Some(range) = range_of(asked, size) else {
        let all = [(header::CONTENT_RANGE, format!("bytes */{size}"))];
        return Ok((StatusCode::RANGE_NOT_SATISFIABLE, all).into_response());
    };
    let whole = range == (0..size);
    share.shrink((range.end - range.start).min(most));
    let body = match bytes {
        Stored::Database(bytes) => {
            let part = bytes.get(range.start as usize..range.end as usize).ok_or(Code::Internal)?;
            Body::from_stream(share.in_pieces(bytes.slice_ref(part)))
        }
        Stored::Blob(blob) => {
            Body::from_stream(share.along(vault.blobs.read(account, blob, range.clone()).await?))
        }
    };
    let mut response = Response::new(body);
    let head = [
        (header::ETAG, etag),
        (header::CONTENT_TYPE, "application/octet-stream".to_owned()),
        (header::CONTENT_LENGTH, (range.end - range.start).to_string()),
        (header::CONTENT_DISPOSITION, "attachment".to_owned()),
        (header::ACCEPT_RANGES, "bytes".to_owned()),
        (header::CACHE_CONTROL, "private, no-store".to_owned()),
    ];
    for (name, value) in head {
        response.headers_mut().insert(name, value.parse().map_err(|_| Code::Internal)?);
    }
    if !whole {
        *response.status_mut() = StatusCode::PARTIAL_CONTENT;
        let content = format!("bytes {}-{}/{size}", range.start, range.end - 1);
        response.headers_mut().insert(header::CONTENT_RANGE, content.parse().map_err(|_| Code::Internal)?);
    }
    Ok(response)
}

/// The bytes that a `Range` header asks for: all of them without one or with one that is not understood (RFC 9110,
/// section 14.2), `None` when they are not there.
fn range_of(asked: Option<&str>, size: u64) -> Option<Range<u64>> {
    let whole = Some(0..size);
    let Some(list) = asked.and_then(|value| value.strip_prefix("bytes=")) else { return whole };
    let Some((first, last)) = list.split_once('-').filter(|_| !list.contains(',')) else { return whole };
    let number = |text: &str| text.trim().parse::<u64>().ok();
    let range = match (first.trim(), last.trim()) {
        ("", count) => size.saturating_sub(number(count)?)..size,
        (first, "") => number(first)?..size,
        (first, last) => number(first)?..size.min(number(last)?.saturating_add(1)),
    };
    (range.start < range.end).then_some(range)
}

/// Deletes packs, all that are named or none. What they held can be taken back for a while.
#[utoipa::path(delete, path = "/v1/packs", request_body = Packs, responses((status = 202)), security(("bearer" = [])))]
pub async fn trash(
    State(vault): State<Shared>,
    Bearer(bearer): Bearer,
    Said(packs): Said<Packs>,
) -> Result<Response, Refusal> {
    let most = vault.config.limits(&bearer.plan).ids;
    if packs.ids.is_empty() {
        return Err(Refusal::bad("ids: at least one"));
    }
    if packs.ids.len() > most as usize {
        return Err(Refusal::too_large("ids", most.into()));
    }
    let (ticket, times) = (random::bytes::<16>()?, vault.times(&bearer.plan));
    vault.store.trash(bearer.who.account, &packs.ids, &ticket, times).await?;
    Ok(ticketed(ticket, times.now + times.undo))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_are_read_as_the_standard_says() {
        for (asked, range) in [
            (None, Some(0..10)),
            (Some("bytes=0-3"), Some(0..4)),
            (Some("bytes=4-"), Some(4..10)),
            (Some("bytes=-3"), Some(7..10)),
            (Some("bytes=-99"), Some(0..10)),
            (Some("bytes=8-99"), Some(8..10)),
            (Some("bytes=0-1,4-5"), Some(0..10)),
            (Some("lines=1-2"), Some(0..10)),
            (Some("bytes=10-"), None),
            (Some("bytes=5-4"), None),
            (Some("bytes=x-"), None),
            (Some("bytes=0-18446744073709551615"), Some(0..10)),
        ] {
            assert_eq!(range_of(asked, 10), range, "{asked:?}");
        }
    }
}
