//! The vault's calls about an account and its devices, typed.
use super::client::{Client, read, shown, spoken};
use super::error::SyncError;
use crate::ports::{Method, Remote};
use webmynd_protocol::account::{DeviceSession, Ticket};
use webmynd_protocol::bytes::Id;
use webmynd_protocol::limits::{Limits, WellKnown};
use webmynd_protocol::pairing::{NewPairing, Offered, Pairing};
use webmynd_protocol::recap::{Recap, Vouch};
use webmynd_protocol::usage::Usage;

impl<R: Remote> Client<'_, R> {
    pub async fn well_known(&self) -> Result<WellKnown, SyncError> {
        read(&self.ask(Method::Get, "/.well-known/webmynd").await?).and_then(spoken)
    }

    pub async fn limits(&self) -> Result<Limits, SyncError> {
        read(&self.ask(Method::Get, "/v1/limits").await?)
    }

    pub async fn devices(&self) -> Result<Vec<DeviceSession>, SyncError> {
        read(&self.ask(Method::Get, "/v1/devices").await?)
    }

    pub async fn end_session(&self, session: Id<16>) -> Result<(), SyncError> {
        self.ask(Method::Delete, &format!("/v1/sessions/{session}")).await.map(drop)
    }

    pub async fn usage(&self) -> Result<Usage, SyncError> {
        read(&self.ask(Method::Get, "/v1/usage").await?)
    }

    /// The same without days, for which the server would read all packs of the account.
    pub async fn bytes_used(&self) -> Result<Usage, SyncError> {
        read(&self.ask(Method::Get, "/v1/usage?days=false").await?)
    }

    pub async fn leave(&self, proof: Id<32>) -> Result<Ticket, SyncError> {
        read(&self.call(Method::Delete, "/v1/account", vec![shown(proof)], vec![]).await?)
    }

    pub async fn undo(&self, ticket: Id<16>) -> Result<(), SyncError> {
        let headers = vec![("x-undo-ticket", ticket.to_string())];
        self.call(Method::Post, "/v1/undo", headers, vec![]).await.map(drop)
    }

    pub async fn offer(&self, new: &NewPairing) -> Result<Offered, SyncError> {
        self.json(Method::Post, "/v1/pairings", new).await
    }

    pub async fn fetch(&self, id: Id<16>) -> Result<Pairing, SyncError> {
        read(&self.ask(Method::Get, &format!("/v1/pairings/{id}")).await?)
    }

    pub async fn recap(&self, version: u64) -> Result<Recap, SyncError> {
        read(&self.ask(Method::Get, &format!("/v1/recaps/{version}")).await?)
    }

    pub async fn vouch(&self, version: u64, vouch: &Vouch) -> Result<(), SyncError> {
        self.say(Method::Put, &format!("/v1/recaps/{version}"), vouch, vec![]).await.map(drop)
    }

    pub async fn clear(&self, version: u64) -> Result<(), SyncError> {
        self.ask(Method::Delete, &format!("/v1/recaps/{version}/entries")).await.map(drop)
    }
}
