//! OpenID Connect: who brings an ID token of the issuer's that names them is let in. How a client came by it is not asked.
use super::signature::{self, SIGNED};
use super::{Directory, NotAdmitted, away, refused};
use crate::config;
use futures_util::future::BoxFuture;
use jsonwebtoken::jwk::{Jwk, JwkSet, PublicKeyUse};
use jsonwebtoken::{Algorithm, DecodingKey, Header, Validation, decode, decode_header};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;
use tokio::sync::Mutex;
use webmynd_protocol::Millis;
use webmynd_protocol::directory::{Proof, ProofKind, Wanted};

/// An answer of the issuer's comes within this time.
const PATIENCE: Duration = Duration::from_secs(10);
/// And is at most so long, in bytes.
const LONGEST: usize = 1 << 20;
/// Clocks may differ by so much.
const LEEWAY: Millis = 60_000;
/// Keys are asked for anew when they are as old as this: what the issuer takes back is good no longer than that.
const OLD: Millis = 3_600_000;
/// A key that is not known is asked for at most this often, so that tokens with invented keys do not flood the issuer.
const AGAIN: Millis = 60_000;
/// An issuer that did not answer is asked again after this.
const LATER: Millis = 5_000;

/// An issuer, and the keys that it signs with.
pub struct Oidc {
    users: config::Oidc,
    http: reqwest::Client,
    known: RwLock<Arc<Known>>,
    /// When the issuer was last asked, and why it gave nothing, if so.
    asked: Mutex<Option<(Millis, Result<(), String>)>>,
}

/// Keys, and when they were read.
struct Known {
    keys: JwkSet,
    at: Option<Millis>,
}

impl Known {
    fn is_fresh(&self, now: Millis) -> bool {
        self.at.is_some_and(|at| (0..OLD).contains(&now.saturating_sub(at)))
    }

    /// The key that a token names; the only one, where it names none.
    fn key(&self, name: Option<&str>) -> Option<Jwk> {
        match name {
            Some(name) => self.keys.find(name).cloned(),
            None => self.keys.keys.first().filter(|_| self.keys.keys.len() == 1).cloned(),
        }
    }
}

#[derive(Deserialize)]
struct Discovered {
    issuer: String,
    jwks_uri: String,
}

impl Oidc {
    /// An issuer as configured. It is not asked for anything yet.
    pub fn new(users: &config::Oidc) -> Result<Self, String> {
        signature::provide();
        let http = reqwest::Client::builder().timeout(PATIENCE).redirect(reqwest::redirect::Policy::none());
        Ok(Self {
            users: users.clone(),
            http: http.build().map_err(|error| error.to_string())?,
            known: RwLock::new(Arc::new(Known { keys: JwkSet { keys: vec![] }, at: None })),
            asked: Mutex::new(None),
        })
    }

    fn known(&self) -> Arc<Known> {
        self.known.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// The key that signed, asked for where it is not known. Who brings a known one waits for nobody.
    async fn key(&self, name: Option<&str>, now: Millis) -> Result<Jwk, NotAdmitted> {
        let there = |known: &Known| known.key(name).filter(|_| known.is_fresh(now));
        if let Some(key) = there(&self.known()) {
            return Ok(key);
        }
        let mut asked = self.asked.lock().await;
        if let Some(key) = there(&self.known()) {
            return Ok(key);
        }
        let fresh = self.known().is_fresh(now);
        let again = asked.as_ref().is_none_or(|(at, outcome)| {
            let wait = if outcome.is_err() {
                LATER
            } else if fresh {
                AGAIN
            } else {
                0
            };
            !(0..wait).contains(&now.saturating_sub(*at))
        });
        if again {
            let read = self.read().await.map(|keys| {
                let known = Arc::new(Known { keys, at: Some(now) });
                *self.known.write().unwrap_or_else(PoisonError::into_inner) = known;
            });
            *asked = Some((now, read));
        }
        match (there(&self.known()), &*asked) {
            (Some(key), _) => Ok(key),
            (None, Some((_, Err(error)))) => Err(away(error)),
            _ => Err(refused("the issuer has no such key")),
        }
    }

    async fn read(&self) -> Result<JwkSet, String> {
        let issuer = &self.users.issuer;
        let address = format!("{}/.well-known/openid-configuration", issuer.trim_end_matches('/'));
        let discovered: Discovered = self.get(&address).await?;
        if discovered.issuer != *issuer {
            return Err(format!("{address} speaks for {}", discovered.issuer));
        }
        self.get(&discovered.jwks_uri).await
    }

    async fn get<T: DeserializeOwned>(&self, address: &str) -> Result<T, String> {
        let complain = |error: reqwest::Error| format!("{address}: {error}");
        let request = self.http.get(config::trusted(address)?);
        let mut answer = request.send().await.map_err(complain)?;
        if !answer.status().is_success() {
            return Err(format!("{address}: {}", answer.status()));
        }
        let mut body = Vec::new();
        while let Some(part) = answer.chunk().await.map_err(complain)? {
            if body.len() + part.len() > LONGEST {
                return Err(format!("{address}: more than {LONGEST} bytes"));
            }
            body.extend_from_slice(&part);
        }
        serde_json::from_slice(&body).map_err(|error| format!("{address}: {error}"))
    }

    async fn verify(&self, account: &str, token: &str, now: Millis) -> Result<(), NotAdmitted> {
        let header = decode_header(token).map_err(refused)?;
        check_header(&header)?;
        let key = self.key(header.kid.as_deref(), now).await?;
        check_key(&key, header.alg)?;
        let key = DecodingKey::from_jwk(&key).map_err(refused)?;
        let mut validation = Validation::new(header.alg);
        validation.set_audience(&[&self.users.client]);
        validation.set_issuer(&[&self.users.issuer]);
        validation.set_required_spec_claims(&["exp", "iss", "aud"]);
        // By the server's one clock, below.
        validation.validate_exp = false;
        let claims = decode::<Map<String, Value>>(token, &key, &validation).map_err(refused)?.claims;
        check_times(&claims, now)?;
        if claims.get("azp").is_some_and(|party| party != self.users.client.as_str()) {
            return Err(refused("it is for another client"));
        }
        if self.users.claim == "email" && claims.get("email_verified") != Some(&Value::Bool(true)) {
            return Err(refused("the issuer has not verified the address"));
        }
        let name = claims.get(&self.users.claim).and_then(Value::as_str).unwrap_or_default();
        if name.to_lowercase() == account { Ok(()) } else { Err(refused("it names somebody else")) }
    }
}

/// What says how it is signed. Keys and addresses of keys that it brings along are nothing to us.
fn check_header(header: &Header) -> Result<(), NotAdmitted> {
    if !SIGNED.contains(&header.alg) {
        return Err(refused(format!("{:?} does not prove who signed", header.alg)));
    }
    if header.crit.is_some() {
        return Err(refused("it wants something understood that is not"));
    }
    // An access token or a word of logging out is no ID token, though the same key has signed it.
    match &header.typ {
        Some(kind) if !kind.eq_ignore_ascii_case("JWT") => Err(refused(format!("{kind} is no ID token"))),
        _ => Ok(()),
    }
}

/// A key is used for what it is there for.
fn check_key(key: &Jwk, algorithm: Algorithm) -> Result<(), NotAdmitted> {
    let common = &key.common;
    let signs = common.public_key_use.as_ref().is_none_or(|one| *one == PublicKeyUse::Signature);
    let same =
        common.key_algorithm.is_none_or(|one| Algorithm::try_from(one).is_ok_and(|one| one == algorithm));
    if signs && same { Ok(()) } else { Err(refused("the issuer's key is not for this")) }
}

fn check_times(claims: &Map<String, Value>, now: Millis) -> Result<(), NotAdmitted> {
    let time =
        |name: &str| claims.get(name).and_then(Value::as_f64).map(|seconds| (seconds * 1_000.0) as Millis);
    if time("exp").is_none_or(|end| end.saturating_add(LEEWAY) <= now) {
        return Err(refused("its time is over"));
    }
    if time("nbf").is_some_and(|from| from.saturating_sub(LEEWAY) > now) {
        return Err(refused("its time has not come"));
    }
    Ok(())
}

impl Directory for Oidc {
    fn wants(&self) -> Wanted {
        Wanted {
            proof: ProofKind::IdToken,
            at_login: self.users.at_login,
            issuer: Some(self.users.issuer.clone()),
            client: Some(self.users.client.clone()),
        }
    }

    fn admits<'a>(
        &'a self,
        account: &'a str,
        proof: &'a Proof,
        now: Millis,
    ) -> BoxFuture<'a, Result<(), NotAdmitted>> {
        Box::pin(async move {
            let Proof::IdToken(token) = proof else { return Err(refused("an ID token is wanted")) };
            self.verify(account, token, now).await
        })
    }
}
