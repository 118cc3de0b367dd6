//! The pictures port over IndexedDB: a put is acknowledged when its transaction is complete, not before.
//!
//! All requests of a transaction are issued before anything is awaited; then the transaction itself is awaited.
//! Lengths are kept in a store of their own, so that "how much is kept" needs no picture to be read.
use super::faults::engine_error;
use super::worker;
use js_sys::{Array, Object, Reflect, Uint8Array};
use rexie::{KeyRange, ObjectStore, Rexie, Transaction, TransactionMode};
use send_wrapper::SendWrapper;
use std::cell::Cell;
use std::future::poll_fn;
use std::pin::{Pin, pin};
use std::task::Poll;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use webmynd_engine::ports::{Picture, PictureKey, PictureSize, Pictures, PicturesUsed};
use webmynd_engine::{EngineError, ErrorKind};

const LENGTHS: &str = "length";

/// Thumbnails, full images and favicons in an IndexedDB database.
pub struct IdbPictures {
    database: SendWrapper<Rexie>,
    /// Known once it was asked for, kept up to date from then on.
    used: Cell<Option<PicturesUsed>>,
}

impl IdbPictures {
    /// Opens (and creates, if need be) the database.
    pub async fn open(name: &str) -> Result<Self, EngineError> {
        let stores = [PictureSize::Thumb, PictureSize::Full, PictureSize::Icon].map(store_of);
        let builder = Rexie::builder(name).version(1).add_object_store(ObjectStore::new(LENGTHS));
        let builder = stores.iter().fold(builder, |b, store| b.add_object_store(ObjectStore::new(store)));
        let database = SendWrapper::new(builder.build().await.map_err(told)?);
        Ok(Self { database, used: Cell::new(None) })
    }

    /// Corrects what is known of the use by one picture that went (`old`) or came (`new`), lengths in bytes.
    fn account(&self, old: Option<u64>, new: Option<u64>) {
        let correct = |used: PicturesUsed| PicturesUsed {
            count: (used.count + u64::from(new.is_some())).saturating_sub(u64::from(old.is_some())),
            bytes: (used.bytes + new.unwrap_or(0)).saturating_sub(old.unwrap_or(0)),
        };
        self.used.set(self.used.get().map(correct));
    }

    fn write<const N: usize>(&self, stores: [&str; N]) -> Result<Transaction, EngineError> {
        self.database.transaction(&stores, TransactionMode::ReadWrite).map_err(told)
    }
}

impl Pictures for IdbPictures {
    async fn put(&self, key: PictureKey, picture: Picture) -> Result<(), EngineError> {
        let (hash, length_key) = (hash_of(key), length_key(key));
        let (length, value) = (picture.bytes.len(), value_of(&picture)?);
        let transaction = self.write([store_of(key.size), LENGTHS])?;
        let pictures = transaction.store(store_of(key.size)).map_err(told)?;
        let lengths = transaction.store(LENGTHS).map_err(told)?;
        let length_value = JsValue::from_f64(length as f64);
        let (old, kept, counted) = together(
            lengths.get(length_key.clone()),
            pictures.put(&value, Some(&hash)),
            lengths.put(&length_value, Some(&length_key)),
        );
        let outcome = complete(transaction).await;
        // A request's own error says more than that the transaction was aborted.
        kept.wait().await?;
        counted.wait().await?;
        outcome?;
        self.account(number(old.wait().await?), Some(length as u64));
        Ok(())
    }

    async fn get(&self, key: PictureKey) -> Result<Option<Picture>, EngineError> {
        let store = [store_of(key.size)];
        let transaction = self.database.transaction(&store, TransactionMode::ReadOnly).map_err(told)?;
        let pictures = transaction.store(store_of(key.size)).map_err(told)?;
        let found = pictures.get(hash_of(key)).await.map_err(told)?;
        found.map(|value| picture_of(&value)).transpose()
    }
    async fn remove(&self, keys: &[PictureKey]) -> Result<(), EngineError> {
        todo!()
    }
}
