//! An IndexedDB database that is opened when it is needed, and again when the browser has closed it.
//!
//! Browsers close databases by themselves (a disk error, site data taken away): what is remembered of texts must not
//! stop for that.
use super::worker;
use rexie::{ObjectStore, Rexie, Transaction, TransactionMode, TransactionResult};
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::StorageEstimate;
use webmynd_engine::{EngineError, ErrorKind};

/// A database, its stores with keys beside the values.
pub struct Database {
    name: String,
    version: u32,
    stores: &'static [&'static str],
    held: RefCell<Option<Rc<Rexie>>>,
}

impl Database {
    /// Nothing is opened yet. One of an earlier version gets the stores that it lacks.
    pub fn new(name: &str, version: u32, stores: &'static [&'static str]) -> Self {
        Self { name: name.to_owned(), version, stores, held: RefCell::default() }
    }

    /// Begins a transaction over `stores`.
    pub async fn begin(&self, stores: &[&str], mode: TransactionMode) -> Result<Transaction, EngineError> {
        let held = self.held.borrow().clone();
        if let Some(transaction) = held.and_then(|database| database.transaction(stores, mode).ok()) {
            return Ok(transaction);
        }
        let database = Rc::new(self.open().await.map_err(|e| told(&e))?);
        let transaction = database.transaction(stores, mode).map_err(|e| told(&e));
        self.held.replace(Some(database));
        transaction
    }

    async fn open(&self) -> rexie::Result<Rexie> {
        let builder = Rexie::builder(&self.name).version(self.version);
        let add =
            |builder: rexie::RexieBuilder, store: &&str| builder.add_object_store(ObjectStore::new(store));
        self.stores.iter().fold(builder, add).build().await
    }
}

/// How a transaction ended. One that was aborted without any request's fault most likely met a full disk: the
/// browser's estimate decides, because the reason does not come through.
pub async fn committed(end: rexie::Result<TransactionResult>) -> Result<(), EngineError> {
    match end {
        Ok(TransactionResult::Committed) => Ok(()),
        Ok(TransactionResult::Aborted) => {
            let kind =
                if nearly_full().await.unwrap_or(false) { ErrorKind::FreeSpace } else { ErrorKind::Retry };
            Err(EngineError::new(kind, "the browser took back a transaction"))
        }
        Err(error) => Err(told(&error)),
    }
}

async fn nearly_full() -> Result<bool, JsValue> {
    let asked = worker::scope()?.navigator().storage().estimate()?;
    let estimate: StorageEstimate = JsFuture::from(asked).await?.unchecked_into();
    let (used, quota) = (estimate.get_usage().unwrap_or(0.0), estimate.get_quota().unwrap_or(f64::MAX));
    Ok(used > 0.95 * quota)
}

/// The library keeps the browser's exception inside its own error; its debug form shows it.
pub fn told(error: &rexie::Error) -> EngineError {
    let shown = format!("{error:?}");
    let fact =
        shown.rsplit_once("JsValue(").and_then(|(_, exception)| exception.lines().next()).unwrap_or(&shown);
    let kinds = [
        ("QuotaExceededError", ErrorKind::FreeSpace),
        ("SecurityError", ErrorKind::NotAllowed),
        ("NotAllowedError", ErrorKind::NotAllowed),
        ("VersionError", ErrorKind::Update),
    ];
    let found = kinds.iter().find(|(name, _)| fact.contains(name));
    EngineError::new(found.map_or(ErrorKind::Retry, |(_, kind)| *kind), fact)
}
