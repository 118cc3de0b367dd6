//! The vault's calls, typed: what `docs/protocol.md` says, over the remote port.
use super::base::Base;
use super::error::{SyncError, SyncKind};
use crate::ports::{Method, Remote, Request, Response};
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use url::form_urlencoded;
use webmynd_protocol::account::{Keys, Login, NewAccount, NewKeys, PROOF, Prelogin, Prelude, Session};
use webmynd_protocol::bytes::{DeviceId, Id, PackId};
use webmynd_protocol::limits::{WIRE, WellKnown};
use webmynd_protocol::log::{Accepted, Entry, Listed, Page};
use webmynd_protocol::{Bytes, Code, Problem};

/// Entries of a page that has their packs, at most.
const PAGE: u32 = 2_000;
/// A body of more bytes is not kept for a second server: the next round says it there.
const KEPT: usize = 1 << 20;

/// Asks a server, in the name of a token; where the account lives on another one, that one.
pub struct Client<'a, R: Remote> {
    remote: &'a R,
    token: Vec<u8>,
    account: String,
    base: Base,
}

impl<'a, R: Remote> Client<'a, R> {
    /// A client for an account that lives at `base`, with a session's token; an empty one for calls that need none.
    pub fn new(remote: &'a R, token: Vec<u8>, account: &str, base: Base) -> Self {
        Self { remote, token, account: account.to_owned(), base }
    }

    /// One in nobody's name.
    pub fn guest(remote: &'a R) -> Self {
        Self::new(remote, vec![], "", Base::default())
    }

    /// The same server with another token.
    pub fn with(&self, token: Vec<u8>) -> Self {
        Self::new(self.remote, token, &self.account, self.base.clone())
    }

    pub async fn prelogin(&self, account: &str) -> Result<Prelude, SyncError> {
        self.json(Method::Post, "/v1/prelogin", &Prelogin { account: account.to_owned() }).await
    }

    pub async fn create(&self, new: &NewAccount) -> Result<(), SyncError> {
        self.say(Method::Post, "/v1/accounts", new, vec![]).await.map(drop)
    }

    pub async fn begin_session(&self, login: &Login) -> Result<Session, SyncError> {
        self.json(Method::Post, "/v1/sessions", login).await
    }

    pub async fn keys(&self) -> Result<Keys, SyncError> {
        read(&self.ask(Method::Get, "/v1/keys").await?)
    }

    /// `proof`: what logs in now, where that is to change.
    pub async fn put_keys(
        &self,
        expected: u64,
        new: &NewKeys,
        proof: Option<Id<32>>,
    ) -> Result<(), SyncError> {
        let mut headers = vec![("if-match", format!("\"{expected}\""))];
        headers.extend(proof.map(shown));
        self.say(Method::Put, "/v1/keys", new, headers).await.map(drop)
    }

    pub async fn tail(&self, since: u64) -> Result<Page, SyncError> {
        read(&self.ask(Method::Get, &format!("/v1/log?since={since}&recaps=true")).await?)
    }

    /// The same in longer pages, with the bytes of small packs beside their rows.
    pub async fn tail_with_packs(&self, since: u64) -> Result<Page, SyncError> {
        read(
            &self
                .ask(Method::Get, &format!("/v1/log?since={since}&limit={PAGE}&packs=true&recaps=true"))
                .await?,
        )
    }

    /// The same without packs.
    pub async fn tail_of_words(&self, since: u64) -> Result<Page, SyncError> {
        read(&self.ask(Method::Get, &format!("/v1/log?since={since}&limit={PAGE}&recaps=true")).await?)
    }

    /// The entry that made a version, if there is one.
    pub async fn entry(&self, version: u64) -> Result<Option<Listed>, SyncError> {
        Ok(self.entry_or_cleared(version).await?.0)
    }

    /// The same, and whether it may be gone because a recap says what it said.
    pub async fn entry_or_cleared(&self, version: u64) -> Result<(Option<Listed>, bool), SyncError> {
        let path = format!("/v1/log?since={}&limit=1&recaps=true", version.saturating_sub(1));
        let page: Page = read(&self.ask(Method::Get, &path).await?)?;
        let entry = page.entries.into_iter().find(|entry| entry.version == version);
        Ok((entry, version <= page.cleared))
    }

    /// The entries of these versions, each with those packs of it that are `wanted` and still there.
    pub async fn adding(&self, wanted: &BTreeMap<u64, BTreeSet<[u8; 32]>>) -> Result<Vec<Listed>, SyncError> {
        let (mut entries, mut seen) = (Vec::new(), 0);
        for version in wanted.keys().copied() {
            if version <= seen {
                continue;
            }
            // One answer holds many entries: those after it are mostly in it, too.
            for mut entry in self.tail(version.saturating_sub(1)).await?.entries {
                seen = seen.max(entry.version);
                let Some(ids) = wanted.get(&entry.version) else { continue };
                entry.adds.retain(|pack| ids.contains(&pack.row.id.0));
                entries.push(entry);
            }
        }
        Ok(entries)
    }

    pub async fn append(&self, device: DeviceId, seq: u64, entry: &Entry) -> Result<Accepted, SyncError> {
        self.json(Method::Put, &format!("/v1/log/{device}/{seq}"), entry).await
    }

    pub async fn put_pack(&self, id: PackId, blob: Vec<u8>) -> Result<(), SyncError> {
        let headers = vec![("content-type", "application/octet-stream".to_owned())];
        let answer = self.call(Method::Put, &format!("/v1/packs/{id}"), headers, blob).await?;
        // The server has nothing to say to it: a page for people is of something in between, which took nothing.
        if answer.body.is_empty() { Ok(()) } else { Err(elsewhere("an upload was answered with words")) }
    }

    pub async fn pack(&self, id: PackId) -> Result<Vec<u8>, SyncError> {
        Ok(self.ask(Method::Get, &format!("/v1/packs/{id}")).await?.body)
    }

    /// Some bytes of a pack. Errors: `Distrust` when they are not as many as were asked for.
    pub async fn pack_range(&self, id: PackId, range: Range<u64>) -> Result<Vec<u8>, SyncError> {
        let header = ("range", format!("bytes={}-{}", range.start, range.end.saturating_sub(1)));
        let body = self.call(Method::Get, &format!("/v1/packs/{id}"), vec![header], vec![]).await?.body;
        if body.len() as u64 == range.end - range.start {
            return Ok(body);
        }
        Err(SyncError::new(SyncKind::Distrust, "the server gave another part of a pack than was asked for"))
    }

    pub(super) async fn ask(&self, method: Method, path: &str) -> Result<Response, SyncError> {
        self.call(method, path, vec![], vec![]).await
    }

    pub(super) async fn json<B: Serialize, A: DeserializeOwned>(
        &self,
        method: Method,
        path: &str,
        body: &B,
    ) -> Result<A, SyncError> {
        read(&self.say(method, path, body, vec![]).await?)
    }

    pub(super) async fn say<B: Serialize>(
        &self,
        method: Method,
        path: &str,
        body: &B,
        mut headers: Vec<(&'static str, String)>,
    ) -> Result<Response, SyncError> {
        let body =
            serde_json::to_vec(body).map_err(|error| SyncError::new(SyncKind::Memory, error.to_string()))?;
        headers.push(("content-type", "application/json".to_owned()));
        self.call(method, path, headers, body).await
    }

    pub(super) async fn call(
        &self,
        method: Method,
        path: &str,
        mut headers: Vec<(&'static str, String)>,
        body: Vec<u8>,
    ) -> Result<Response, SyncError> {
        if !self.token.is_empty() {
            headers.push(("authorization", format!("Bearer {}", Bytes(self.token.clone()))));
        }
        let kept = (body.len() <= KEPT).then(|| body.clone());
        let request =
            |headers, body| Request { base: self.base.get(), method, path: path.to_owned(), headers, body };
        match (self.send(request(headers.clone(), body)).await, kept) {
            (Err(error), Some(body)) if self.may_have_moved(&error) => {
                if !self.follow().await? {
                    return Err(error);
                }
                self.send(request(headers, body)).await
            }
            (answer, _) => answer,
        }
    }

    /// Whether the account may live elsewhere now. A server that it has left altogether knows nobody of that name.
    fn may_have_moved(&self, error: &SyncError) -> bool {
        let left = error.code == Some(Code::Unauthorized) && !self.base.is_empty();
        !self.account.is_empty() && (error.code == Some(Code::Moved) || left)
    }

    /// Asks the server that the person named where the account lives. False: where it was asked for just now.
    async fn follow(&self) -> Result<bool, SyncError> {
        let account: String = form_urlencoded::byte_serialize(self.account.as_bytes()).collect();
        let path = format!("/.well-known/webmynd?account={account}");
        let request =
            Request { base: String::new(), method: Method::Get, path, headers: vec![], body: vec![] };
        let known: WellKnown = read(&self.send(request).await?).and_then(spoken)?;
        self.base.follow(&known.base)
    }

    async fn send(&self, request: Request) -> Result<Response, SyncError> {
        let response = self.remote.call(request).await?;
        if (200..300).contains(&response.status) { Ok(response) } else { Err(refusal(&response)) }
    }
}

/// What a status that is no success means. One without a problem of ours comes from something in between.
fn refusal(response: &Response) -> SyncError {
    let refused = match serde_json::from_slice::<Problem>(&response.body) {
        Ok(problem) => SyncError::refused(problem.code, &problem.detail, response.retry_after),
        Err(_) => SyncError {
            after: response.retry_after,
            ..SyncError::new(
                SyncKind::Later,
                format!("what stands before the server answered {}", response.status),
            )
        },
    };
    SyncError { status: Some(response.status), ..refused }
}

/// What a server says of itself, where it speaks a version of the wire that is known here.
pub(super) fn spoken(known: WellKnown) -> Result<WellKnown, SyncError> {
    if known.wires.contains(&WIRE) {
        return Ok(known);
    }
    Err(SyncError::new(SyncKind::Update, "the server does not speak the version of this program any more"))
}

/// What is JSON and says what cannot be is the server's; what is none, or was cut off, is a page of something in between.
pub(super) fn read<A: DeserializeOwned>(response: &Response) -> Result<A, SyncError> {
    serde_json::from_slice(&response.body).map_err(|error: serde_json::Error| {
        if error.is_data() {
            SyncError::new(SyncKind::Distrust, format!("the server's answer: {error}"))
        } else {
            elsewhere(&error.to_string())
        }
    })
}

/// An answer that is not the vault's: of a network that wants a login, or a proxy.
fn elsewhere(what: &str) -> SyncError {
    SyncError::new(SyncKind::Later, format!("what answered is not the vault: {what}"))
}

/// What logs in, shown once more.
pub(super) fn shown(proof: Id<32>) -> (&'static str, String) {
    (PROOF, proof.to_string())
}
