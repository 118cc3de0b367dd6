//! Accounts: what is told before a login, making one, leaving.
use super::Shared;
use super::ask::{Address, AnyBearer, BRIEF, Said};
use super::gate;
use super::problem::Refusal;
use super::proof::prove;
use super::tries::{Tried, Tries};
use super::undo::ticketed;
use crate::random;
use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use hmac::{Hmac, Mac};
use sha2::Sha256;
use webmynd_protocol::account::{Kdf, LoginKind, NewAccount, Prelogin, Prelude, Ticket};
use webmynd_protocol::bytes::Id;
use webmynd_protocol::limits::SignUp;
use webmynd_protocol::{Code, Millis};

/// Characters of a name, at most.
const NAME: usize = 200;
/// Bytes of an address, at most.
const ORIGIN: usize = 300;
/// What a made-up prelude says: what clients of today use.
const KDF: Kdf = Kdf { memory: 65_536, passes: 3, lanes: 1 };

/// What a client needs before it can log in. Of an account that there is not it is told what could be true, the same each
/// time, so that nobody learns here who has an account.
#[utoipa::path(post, path = "/v1/prelogin", request_body = Prelogin, responses((status = 200, body = Prelude)))]
pub async fn prelogin(
    State(vault): State<Shared>,
    Said(asked): Said<Prelogin, BRIEF>,
) -> Result<Json<Prelude>, Refusal> {
    named_here(&vault, &asked.account)?;
    let made_up = seed_of(&vault.secret, &asked.account)?;
    // Both are asked for each time, so that the time tells nothing.
    let (account, usual) = (vault.store.account(&asked.account).await?, vault.store.newest_origin().await?);
    let (seed, kdf, origin) =
        account.map_or((made_up, KDF, usual), |account| (account.seed, account.kdf, account.origin));
    Ok(Json(Prelude { seed: Id(seed), kdf, login_kind: LoginKind::Passphrase, origin }))
}

/// What a client says of its server's address is told to others as it is: it must look like one.
pub fn check_origin(origin: Option<&String>) -> Result<(), Refusal> {
    let is_address = |said: &String| {
        let fits = said.len() <= ORIGIN && said.is_ascii() && !said.bytes().any(|byte| byte <= b' ');
        fits && (said.starts_with("https://") || said.starts_with("http://"))
    };
    match origin {
        Some(said) if !is_address(said) => {
            Err(Refusal::bad("origin: https://… or http://…, at most 300 bytes"))
        }
        _ => Ok(()),
    }
}

fn seed_of(secret: &[u8; 32], account: &str) -> Result<[u8; 16], Refusal> {
    let mut mac = Hmac::<Sha256>::new_from_slice(secret).map_err(|_| Code::Internal)?;
    mac.update(account.to_lowercase().as_bytes());
    let code: [u8; 32] = mac.finalize().into_bytes().into();
    let mut seed = [0; 16];
    seed.copy_from_slice(code.split_at(16).0);
    Ok(seed)
}

/// Makes an account. The same request again, after a lost answer, is the same account. Where `/.well-known/webmynd` names a
/// directory of users, who asks shows who they are there.
#[utoipa::path(post, path = "/v1/accounts", request_body = NewAccount,
    responses((status = 201), (status = 403), (status = 429)),
    security((), ("directoryPassword" = []), ("directoryToken" = [])))]
pub async fn create(
    State(vault): State<Shared>,
    Address(address): Address,
    headers: HeaderMap,
    Said(new): Said<NewAccount>,
) -> Result<StatusCode, Refusal> {
    named_here(&vault, &new.account)?;
    let invited = new.invitation.as_ref().is_some_and(|one| vault.config.invitations.contains(one));
    match vault.config.sign_up {
        SignUp::Open => (),
        SignUp::Invite if invited => (),
        SignUp::Invite | SignUp::Closed | SignUp::Other => return Err(Code::SignUpClosed.into()),
    }
    super::keys::check(&new.keys, vault.config.limits(&vault.config.plan).keys)?;
    check_origin(new.origin.as_ref())?;
    if new.keys.generation != 1 {
        return Err(Refusal::bad("keys: the first generation is 1"));
    }
    let tries = Tries::from(Tried::SignUp, &new.account, &address);
    gate::pass(&vault, &new.account, &tries, &headers).await?;
    let now = vault.clock.now();
    count(&vault, &address, now)?;
    match vault.store.create(&new, random::bytes()?, &vault.config.plan, now).await {
        Ok(()) => Ok(StatusCode::CREATED),
        Err(error) if made_already(&vault, &new).await? => {
            tracing::debug!("an account was made once more: {error}");
            vault.sign_ups.give_back("", &address, now);
            vault.all_sign_ups.give_back("", "", now);
            Ok(StatusCode::CREATED)
        }
        Err(error) => Err(error.into()),
    }
}

/// Counts an account that is going to be made. Names that are taken count as well: nobody finds out who is here by the thousand.
fn count(vault: &Shared, address: &str, now: Millis) -> Result<(), Refusal> {
    vault.sign_ups.take("", address, now).map_err(Refusal::too_many)?;
    vault.all_sign_ups.take("", "", now).map_err(|seconds| {
        vault.sign_ups.give_back("", address, now);
        Refusal::too_many(seconds)
    })
}

async fn made_already(vault: &Shared, new: &NewAccount) -> Result<bool, Refusal> {
    let Some(there) = vault.store.account(&new.account).await? else { return Ok(false) };
    Ok(there.id == new.id.0 && there.admits(&new.auth.0) && vault.store.keys(there.id).await? == new.keys)
}

/// Whether a name can be one of an account here. Nobody has another one, and so nothing is learned by being told.
pub fn named_here(vault: &Shared, name: &str) -> Result<(), Refusal> {
    let fits = name.chars().count() <= NAME && !name.is_empty() && name.trim() == name;
    if fits && !name.chars().any(char::is_control) {
        Ok(vault.config.here(name)?)
    } else {
        Err(Refusal::bad("account: 1 to 200 characters, no spaces around them"))
    }
}

/// Deletes the asker's account with all that it keeps, when `X-Proof` shows what logs in. It can be taken back for a while; who asks again meanwhile,
/// because the answer was lost, has another ticket for the same time.
#[utoipa::path(delete, path = "/v1/account", params(("X-Proof" = String, Header)),
    responses((status = 202, body = Ticket), (status = 403)), security(("bearer" = [])))]
pub async fn leave(
    State(vault): State<Shared>,
    AnyBearer(bearer): AnyBearer,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    prove(&vault, &bearer, &headers).await?;
    let (ticket, times) = (random::bytes::<16>()?, vault.times(&bearer.plan));
    let until = vault.store.leave(bearer.who.account, &ticket, times).await?;
    Ok(ticketed(ticket, until))
}
