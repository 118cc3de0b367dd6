//! Sessions: logging in, ending, and which devices there are.
use super::Shared;
use super::accounts::named_here;
use super::ask::{Address, BRIEF, Bearer, InPath, Said, text};
use super::gate;
use super::problem::Refusal;
use super::tries::{Tried, Tries};
use crate::store::{Account, Known};
use crate::{agent, random};
use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use webmynd_protocol::account::{DeviceSession, Login, LoginKind, Session};
use webmynd_protocol::bytes::Id;
use webmynd_protocol::{Bytes, Code};

/// Logs a device in. An account that there is not takes as long to refuse as a wrong passphrase. A directory of users that
/// wants to be asked at each login is asked when the passphrase was right.
#[utoipa::path(post, path = "/v1/sessions", request_body = Login,
    responses((status = 201, body = Session), (status = 401), (status = 403), (status = 429)),
    security((), ("directoryPassword" = []), ("directoryToken" = [])))]
pub async fn begin(
    State(vault): State<Shared>,
    Address(address): Address,
    headers: HeaderMap,
    Said(login): Said<Login, BRIEF>,
) -> Result<(StatusCode, Json<Session>), Refusal> {
    named_here(&vault, &login.account)?;
    if login.kind == LoginKind::Other {
        return Err(Refusal::with_detail(Code::Newer, "kind: a way to log in that is not known here"));
    }
    let now = vault.clock.now();
    let account = vault.store.account(&login.account).await?;
    // Both are asked for each time, so that the time tells nothing.
    let id = account.as_ref().map_or([0; 16], |account| account.id);
    let is_known = vault.store.has_device(id, login.device.0).await?;
    let tries = |tried| {
        if is_known {
            Tries::by(tried, &login.account, login.device.0)
        } else {
            Tries::from(tried, &login.account, &address)
        }
    };
    let logins = tries(Tried::Login);
    // Counted before it is known to be wrong: of many at once five are looked at.
    logins.take(&vault, now)?;
    let admitted = |account: &Account| match login.kind {
        LoginKind::Passphrase => account.admits(&login.auth.0),
        LoginKind::Recovery => account.recovers(&login.auth.0),
        LoginKind::Other => false,
    };
    let Some(account) = account.filter(admitted) else { return Err(Code::WrongLogin.into()) };
    logins.give_back(&vault, now);
    let asked = tries(Tried::Directory);
    gate::pass_again(&vault, &login.account, &asked, &headers).await?;
    let who = Known { account: account.id, session: random::bytes()?, device: login.device.0 };
    let token = random::bytes::<32>()?;
    let agent = agent::describe(text(&headers, header::USER_AGENT.as_str()).unwrap_or_default());
    let most = vault.config.limits(&account.plan).devices;
    vault.store.begin_session(who, &account, &token, &agent, most, now).await?;
    logins.succeeded(&vault);
    asked.succeeded(&vault);
    let session =
        Session { token: Bytes(token.to_vec()), account: Id(who.account), session: Id(who.session) };
    Ok((StatusCode::CREATED, Json(session)))
}

/// Ends a session of the asker's account: its own, or that of a device that is to be locked out.
#[utoipa::path(delete, path = "/v1/sessions/{id}", params(("id" = Id<16>, Path)), responses((status = 204)), security(("bearer" = [])))]
pub async fn end(
    State(vault): State<Shared>,
    Bearer(bearer): Bearer,
    InPath(session): InPath<Id<16>>,
) -> Result<StatusCode, Refusal> {
    vault.store.end_session(bearer.who, session.0).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Sessions of the asker's account.
#[utoipa::path(get, path = "/v1/devices", responses((status = 200, body = Vec<DeviceSession>)), security(("bearer" = [])))]
pub async fn devices(
    State(vault): State<Shared>,
    Bearer(bearer): Bearer,
) -> Result<Json<Vec<DeviceSession>>, Refusal> {
    vault.store.touch(bearer.who, vault.clock.now()).await?;
    Ok(Json(vault.store.sessions(bearer.who).await?))
}
