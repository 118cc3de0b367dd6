//! The engine as the worker's TypeScript sees it: extension/bridge/engine.ts method for method, without logic of its own.
//!
//! Methods take `&self`: a picture may be developed or read while the next command is at work. The archive itself is
//! borrowed only in sections that do not wait.
mod account;
mod answer;
mod change;
mod pictures;
mod search;
mod tend;
mod thinning;
mod timeline;
mod transfer;
mod vault;

use crate::browser::files::OpfsFiles;
use crate::browser::pictures::IdbPictures;
use crate::browser::worker;
use answer::{Answer, fault, read, write};
use js_sys::{Array, Map};
use std::cell::{Cell, RefCell};
use std::sync::Arc;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;
use webmynd_engine::archive::{Archive, Fader};
use webmynd_engine::page::{Millis, Seen};
use webmynd_engine::sync::Account;
use webmynd_engine::{EngineError, ErrorKind};

/// The whole memory, opened. Errors cross as `{ kind, fact }`.
#[wasm_bindgen]
pub struct Face {
    archive: RefCell<Archive>,
    files: Arc<OpfsFiles>,
    pictures: IdbPictures,
    /// Pictures that are being kept right now: their keys are in the store before the archive knows them.
    developing: Cell<u32>,
    fader: RefCell<Fader>,
    account: RefCell<Option<Account>>,
}

#[wasm_bindgen]
impl Face {
    /// Opens the memory in an OPFS folder and an IndexedDB database of the same name, or begins it. `early`: the folder's files by name, as far as
    /// they are open already; `null` for one that is not.
    pub async fn open(name: &str, early: Option<Map>) -> Result<Face, JsValue> {
        let files = OpfsFiles::open(name, early).await.map_err(|error| fault(error.into()))?;
        let pictures = IdbPictures::new(name);
        let files = Arc::new(files);
        let archive = RefCell::new(Archive::open(files.clone()).map_err(fault)?);
        // Without room for spare files the memory can still be read; what needs them says so.
        let _ = files.top_up().await;
        let account = RefCell::default();
        Ok(Self { archive, files, pictures, developing: Cell::new(0), fader: RefCell::default(), account })
    }

    /// A list of `Seen` -> a list of `Remembered`, or of faults where one could not be; durable together when it returns.
    pub fn remember(&self, seen: Vec<JsValue>) -> Answer {
        // One that cannot be read is answered by its own fault.
        let mut pages: Vec<Seen> = Vec::new();
        let read: Vec<_> = seen.into_iter().map(|one| read(one).map(|page| pages.push(page))).collect();
        let mut became = self.archive.borrow_mut().remember_all(&pages).map_err(fault)?.into_iter();
        let answers = read.into_iter().map(|one| match one.map(|()| became.next()) {
            Ok(Some(Ok(remembered))) => write(&remembered),
            Ok(Some(Err(error))) => write(&error),
            Ok(None) => Err(fault(EngineError::new(ErrorKind::Bug, "a page has no answer"))),
            Err(unreadable) => Ok(unreadable),
        });
        Ok(answers.collect::<Result<Array, _>>()?.into())
    }

    /// Address -> `PageState`.
    pub fn page(&self, url: &str) -> Answer {
        write(&self.archive.borrow().page_state(url))
    }
}

/// Now, by the browser's clock.
fn now() -> Millis {
    worker::now() as Millis
}
