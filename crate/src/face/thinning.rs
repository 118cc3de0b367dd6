//! Texts that are in the vault alone: reading them out of it, bringing them back, and giving up what it keeps.
use super::answer::{Answer, fault, object};
use super::vault::refused;
use super::{Face, now};
use crate::browser::random;
use crate::browser::remote::FetchRemote;
use js_sys::Function;
use wasm_bindgen::prelude::wasm_bindgen;
use webmynd_engine::sync::{Back, Refilled, fetch, refill, thin};
use webmynd_engine::{EngineError, ErrorKind};

#[wasm_bindgen]
impl Face {
    /// Ordinal -> `PageText`, out of the vault; nothing of it is kept.
    #[wasm_bindgen(js_name = fetchText)]
    pub async fn fetch_text(&self, ask: Function, ordinal: u32) -> Answer {
        let missing = || fault(EngineError::new(ErrorKind::NotFound, "there is no such frame"));
        let visit = self.archive.borrow().catalog().visit(ordinal).filter(|visit| visit.is_alive()).copied();
        let visit = visit.ok_or_else(missing)?.id;
        let caption = self.archive.borrow().caption(ordinal).map_err(fault)?.ok_or_else(missing)?;
        let account = self.signed_in()?;
        let read = fetch(&self.archive, &account, &FetchRemote::new(ask), visit).await;
        let words = read.map_err(refused)?;
        object([
            ("title", caption.title.into()),
            ("text", words.text.into()),
            ("rest", words.rest.into()),
            ("inVault", false.into()),
        ])
    }

    /// Gives up texts last seen more than so many days ago, where the vault keeps them -> `{ thinned }`.
    pub async fn thin(&self, ask: Function, days: u32) -> Answer {
        let account = self.signed_in()?;
        let thinned =
            thin(&self.archive, &account, &FetchRemote::new(ask), days, &mut random::fill, now()).await;
        object([("thinned", thinned.map_err(refused)?.into())])
    }

    /// Brings texts back that are in the vault alone: all, or those that it gives up soon -> `{ came, left }`.
    #[wasm_bindgen(js_name = bringBack)]
    pub async fn bring_back(&self, ask: Function, all: bool) -> Answer {
        let account = self.signed_in()?;
        let back = if all { Back::All } else { Back::Ending };
        let refilled = refill(&self.archive, &account, &FetchRemote::new(ask), back, now()).await;
        let Refilled { came, left } = refilled.map_err(refused)?;
        object([("came", came.into()), ("left", left.into())])
    }
}
