//! The pictures port over IndexedDB: a put is acknowledged when its transaction is complete, not before.
//!
//! All requests of a transaction are issued before anything is awaited, and the transaction is awaited with them.
//! Lengths are kept in a store of their own, so that "how much is kept" needs no picture to be read.
use super::database::{Database, committed, told};
use futures_util::future::{join, join_all, join4};
use js_sys::{Array, Reflect, Uint8Array};
use rexie::{KeyRange, TransactionMode};
use std::cell::Cell;
use wasm_bindgen::{JsCast, JsValue};
use webmynd_engine::ports::{Picture, PictureKey, PictureSize, Pictures, PicturesUsed};
use webmynd_engine::{EngineError, ErrorKind};

/// The store of lengths in bytes; its keys are a byte for the size, then the hash.
const LENGTHS: &str = "length";
const STORES: [&str; 5] = [
    PictureSize::Thumb.name(),
    PictureSize::Full.name(),
    PictureSize::Icon.name(),
    PictureSize::Words.name(),
    LENGTHS,
];
/// Version 2 of the database has the store of words; it is added to one of version 1.
const VERSION: u32 = 2;

/// Thumbnails, full images and favicons in an IndexedDB database.
pub struct IdbPictures {
    database: Database,
    /// Known once it was asked for, kept up to date from then on.
    used: Cell<Option<PicturesUsed>>,
}

impl IdbPictures {
    /// Opened (and created, if need be) when it is first needed.
    pub fn new(name: &str) -> Self {
        Self { database: Database::new(name, VERSION, &STORES), used: Cell::new(None) }
    }

    /// Corrects what is known of the use by one picture that went (`old`) or came (`new`), lengths in bytes.
    fn account(&self, size: PictureSize, old: Option<u64>, new: Option<u64>) {
        let one = |length: Option<u64>| u64::from(length.is_some() && size != PictureSize::Words);
        let correct = |used: PicturesUsed| PicturesUsed {
            count: (used.count + one(new)).saturating_sub(one(old)),
            bytes: (used.bytes + new.unwrap_or(0)).saturating_sub(old.unwrap_or(0)),
        };
        self.used.set(self.used.get().map(correct));
    }
}

impl Pictures for IdbPictures {
    async fn put(&self, key: PictureKey, picture: Picture) -> Result<(), EngineError> {
        let (store, length_key) = (key.size.name(), length_key(key));
        let (length, value) = (picture.bytes.len(), value_of(&picture));
        let transaction = self.database.begin(&[store, LENGTHS], TransactionMode::ReadWrite).await?;
        let pictures = transaction.store(store).map_err(|e| told(&e))?;
        let lengths = transaction.store(LENGTHS).map_err(|e| told(&e))?;
        let (hash, length_value) = (hash_key(key), JsValue::from_f64(length as f64));
        let (old, kept, counted, end) = join4(
            lengths.get(length_key.clone()),
            pictures.put(&value, Some(&hash)),
            lengths.put(&length_value, Some(&length_key)),
            transaction.done(),
        )
        .await;
        // A request's own error says more than that the transaction was aborted.
        let old = kept.and(counted).and(old).map_err(|e| told(&e))?;
        committed(end).await?;
        self.account(key.size, old.as_ref().and_then(number), Some(length as u64));
        Ok(())
    }

    async fn get(&self, key: PictureKey) -> Result<Option<Picture>, EngineError> {
        let store = key.size.name();
        let transaction = self.database.begin(&[store], TransactionMode::ReadOnly).await?;
        let pictures = transaction.store(store).map_err(|e| told(&e))?;
        let found = pictures.get(hash_key(key)).await.map_err(|e| told(&e))?;
        found.map(|value| picture_of(&value)).transpose()
    }

    async fn remove(&self, keys: &[PictureKey]) -> Result<(), EngineError> {
        if keys.is_empty() {
            return Ok(());
        }
        let transaction = self.database.begin(&STORES, TransactionMode::ReadWrite).await?;
        let lengths = transaction.store(LENGTHS).map_err(|e| told(&e))?;
        let mut removing = Vec::with_capacity(keys.len());
        for key in keys {
            let pictures = transaction.store(key.size.name()).map_err(|e| told(&e))?;
            let lengths = &lengths;
            removing.push(async move {
                let gone = async { pictures.delete(hash_key(*key)).await };
                let counted = async { lengths.get(length_key(*key)).await };
                let uncounted = async { lengths.delete(length_key(*key)).await };
                let (old, (gone, uncounted)) = join(counted, join(gone, uncounted)).await;
                gone.and(uncounted).and(old.map(|old| (key.size, old)))
            });
        }
        let (old, end) = join(join_all(removing), transaction.done()).await;
        let old: Result<Vec<_>, _> = old.into_iter().collect();
        let old = old.map_err(|e| told(&e))?;
        committed(end).await?;
        for (size, length) in
            old.iter().filter_map(|(size, old)| Some((*size, old.as_ref().and_then(number)?)))
        {
            self.account(size, Some(length), None);
        }
        Ok(())
    }

    async fn keys(
        &self,
        size: PictureSize,
        after: Option<PictureKey>,
        limit: usize,
    ) -> Result<Vec<PictureKey>, EngineError> {
        let range = after.map(|after| KeyRange::lower_bound(&hash_key(after), Some(true))).transpose();
        let range = range.map_err(|e| told(&e.into()))?;
        let transaction = self.database.begin(&[size.name()], TransactionMode::ReadOnly).await?;
        let pictures = transaction.store(size.name()).map_err(|e| told(&e))?;
        let limit = u32::try_from(limit).unwrap_or(u32::MAX);
        let keys = pictures.get_all_keys(range, Some(limit)).await.map_err(|e| told(&e))?;
        let key = |value: &JsValue| {
            Some(PictureKey { size, hash: Uint8Array::new(value).to_vec().try_into().ok()? })
        };
        Ok(keys.iter().filter_map(key).collect())
    }

    async fn used(&self) -> Result<PicturesUsed, EngineError> {
        if let Some(used) = self.used.get() {
            return Ok(used);
        }
        let transaction = self.database.begin(&[LENGTHS], TransactionMode::ReadOnly).await?;
        let lengths = transaction.store(LENGTHS).map_err(|e| told(&e))?;
        // The keys of words stand last.
        let last = KeyRange::lower_bound(&Uint8Array::from([PictureSize::Words as u8].as_slice()), None);
        let last = last.map_err(|e| told(&e.into()))?;
        let (all, words) = join(lengths.get_all(None, None), lengths.count(Some(last))).await;
        let (all, words) = (all.map_err(|e| told(&e))?, words.map_err(|e| told(&e))?);
        let bytes = all.iter().filter_map(number).sum();
        let used = PicturesUsed { count: (all.len() as u64).saturating_sub(words.into()), bytes };
        self.used.set(Some(used));
        Ok(used)
    }
}

fn hash_key(key: PictureKey) -> JsValue {
    Uint8Array::from(key.hash.as_slice()).into()
}

fn length_key(key: PictureKey) -> JsValue {
    let bytes = Uint8Array::new_with_length(17);
    bytes.set_index(0, key.size as u8);
    bytes.set(&Uint8Array::from(key.hash.as_slice()), 1);
    bytes.into()
}

fn number(value: &JsValue) -> Option<u64> {
    value.as_f64().map(|number| number as u64)
}

/// A picture as it is stored: `[mime, bytes]`.
fn value_of(picture: &Picture) -> JsValue {
    Array::of2(&JsValue::from_str(&picture.mime), &Uint8Array::from(picture.bytes.as_slice())).into()
}

fn picture_of(value: &JsValue) -> Result<Picture, EngineError> {
    let mime = Reflect::get_u32(value, 0).ok().and_then(|mime| mime.as_string());
    let bytes = Reflect::get_u32(value, 1).ok().and_then(|bytes| bytes.dyn_into::<Uint8Array>().ok());
    match (mime, bytes) {
        (Some(mime), Some(bytes)) => Ok(Picture { mime, bytes: bytes.to_vec() }),
        _ => Err(EngineError::new(ErrorKind::Corrupt, "a stored picture is not of our form")),
    }
}
