//! Logs: the only commit point, and the tail that others read.
use super::Shared;
use super::ask::{Address, Bearer, Said, text};
use super::problem::Refusal;
use crate::random;
use crate::store::{Carried, Tail, Taken, Upload};
use crate::vault::Vault;
use axum::Json;
use axum::body::Body;
use axum::extract::rejection::{PathRejection, QueryRejection};
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use sha2::{Digest, Sha256};
use webmynd_protocol::bytes::DeviceId;
use webmynd_protocol::log::{Accepted, Entry, Page};
use webmynd_protocol::pack::{Class, Kind};
use webmynd_protocol::{Bytes, Code};

/// Bytes of a wrapped key, at most; of today's clients it has 72.
const WRAPPED: usize = 256;
/// Entries of one answer where nothing else is asked for, and at most.
const PAGE: u32 = 100;
const LONGEST_PAGE: u32 = 2_000;
/// What making an answer takes, in bytes: rows, entries and their JSON; and the same where packs come along.
const LARGEST: u64 = 4 << 20;
const LARGEST_WITH_PACKS: u64 = 16 << 20;
const NOTHING_NEW: u64 = 16 << 10;

/// Takes an entry of the asking device's own log, whole or not at all: 201, or 200 when the same bytes were taken before.
#[utoipa::path(put, path = "/v1/log/{device}/{seq}", params(("device" = DeviceId, Path), ("seq" = u64, Path)),
    request_body = Entry, responses((status = 201, body = Accepted), (status = 200, body = Accepted), (status = 409), (status = 424)),
    security(("bearer" = [])))]
pub async fn append(
    State(vault): State<Shared>,
    Bearer(bearer): Bearer,
    path: Result<Path<(String, u64)>, PathRejection>,
    Said(mut entry): Said<Entry>,
) -> Result<(StatusCode, Json<Accepted>), Refusal> {
    let who = bearer.who;
    let Path((device, seq)) = path.map_err(|_| Code::NotFound)?;
    if device.parse::<DeviceId>() != Ok(who.device.into()) {
        return Err(Code::NotFound.into());
    }
    if seq == 0 {
        return Err(Refusal::bad("seq: logs begin with 1"));
    }
    let limits = vault.config.limits(&bearer.plan);
    if entry.sealed.0.len() as u64 > limits.entry {
        return Err(Refusal::too_large("sealed", limits.entry));
    }
    if entry.adds.len().max(entry.dels.len()) > limits.ids as usize {
        return Err(Refusal::too_large("adds, dels", limits.ids.into()));
    }
    if entry.adds.iter().any(|row| row.wrapped_key.0.len() > WRAPPED) {
        return Err(Refusal::too_large("wrappedKey", WRAPPED as u64));
    }
    if entry.adds.iter().any(|row| row.kind == Kind::Other || row.class == Class::Other) {
        return Err(Refusal::with_detail(Code::Newer, "adds: a kind or class that is not known here"));
    }
    let carried = Carried { uploads: carried(&vault, &mut entry)?, quota: limits.quota };
    let times = vault.times(&bearer.plan);
    let counted = vault.entries.take(&bearer.name, "", times.now);
    if let Err(seconds) = counted
        // What was taken before is taken again, also on a day on which no more is.
        && !vault.store.has_entry(who.account, who.device, seq).await?
    {
        return Err(Refusal::too_many(seconds));
    }
    let taken = vault.store.append(who.account, who.device, seq, &entry, &carried, times).await;
    if counted.is_ok() && !matches!(taken, Ok(Taken::New(_))) {
        vault.entries.give_back(&bearer.name, "", times.now);
    }
    let (status, version) = match taken? {
        Taken::New(version) => (StatusCode::CREATED, version),
        Taken::Again(version) => (StatusCode::OK, version),
    };
    Ok((status, Json(Accepted { version })))
}

/// Takes the packs out of an entry that travel inside of it, each one that it adds.
fn carried(vault: &Vault, entry: &mut Entry) -> Result<Vec<Upload>, Refusal> {
    let most = vault.config.in_database();
    let packs = std::mem::take(&mut entry.packs);
    let upload = |Bytes(pack): Bytes| {
        let (id, bytes) = (Sha256::digest(&pack).into(), bytes::Bytes::from(pack));
        if bytes.len() as u64 > most {
            return Err(Refusal::too_large("packs", most));
        }
        if !entry.adds.iter().any(|row| row.id.0 == id) {
            return Err(Code::HashMismatch.into());
        }
        Ok(Upload { pack: id, bytes, fresh: random::bytes()?, kept: true })
    };
    packs.into_iter().map(upload).collect()
}

/// Which part of the log.
#[derive(Deserialize)]
pub struct Which {
    #[serde(default)]
    since: u64,
    limit: Option<u32>,
    #[serde(default)]
    packs: bool,
    #[serde(default)]
    recaps: bool,
}

/// Entries of all devices after version `since`, in the order in which they were taken; `packs`: with the bytes of small texts of other
/// devices; `recaps`: who asks knows that entries may be gone. The version is the ETag.
#[utoipa::path(get, path = "/v1/log", params(("since" = Option<u64>, Query), ("limit" = Option<u32>, Query), ("packs" = Option<bool>, Query), ("recaps" = Option<bool>, Query)),
    responses((status = 200, body = Page), (status = 304), (status = 410)), security(("bearer" = [])))]
pub async fn tail(
    State(vault): State<Shared>,
    Bearer(bearer): Bearer,
    Address(address): Address,
    query: Result<Query<Which>, QueryRejection>,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    let Query(which) = query.map_err(|error| Refusal::bad(error.body_text()))?;
    let now = vault.clock.now();
    vault.store.touch(bearer.who, now).await?;
    let limit = which.limit.unwrap_or(PAGE).clamp(1, LONGEST_PAGE);
    let asked = Tail { since: which.since, limit, packs: which.packs };
    let news = vault.store.news(bearer.who).await?;
    if which.since < news.cleared && !which.recaps {
        return Err(Code::Recapped.into());
    }
    let largest = match news.version > which.since {
        true if which.packs => LARGEST_WITH_PACKS,
        true => LARGEST,
        false => NOTHING_NEW,
    };
    let mut share = vault.flight.take(Some(bearer.who.account), &address, largest).await?;
    let mut page = vault.store.tail(bearer.who, asked, news.version, now).await?;
    page.along = vault.config.in_database();
    let many = vault.config.recap_entries;
    let last = news.newest.as_ref().map_or(news.cleared, |recap| recap.version);
    page.wants_recap = many > 0 && page.version.saturating_sub(last) >= many;
    (page.cleared, page.stands, page.recap) = (news.cleared, news.stands, news.newest);
    let etag = format!("\"{}\"", page.version);
    if page.entries.is_empty() && text(&headers, header::IF_NONE_MATCH.as_str()) == Some(etag.as_str()) {
        return Ok((StatusCode::NOT_MODIFIED, [(header::ETAG, etag)]).into_response());
    }
    let json = serde_json::to_vec(&page).map_err(|_| Code::Internal)?;
    share.shrink(json.len() as u64);
    let head = [
        (header::ETAG, etag),
        (header::CONTENT_TYPE, "application/json".to_owned()),
        (header::CONTENT_LENGTH, json.len().to_string()),
    ];
    Ok((head, Body::from_stream(share.in_pieces(json.into()))).into_response())
}
