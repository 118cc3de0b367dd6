//! Stars, labels, forgetting, undo, retention, and the end of everything.
use super::answer::{Answer, fault, object, read, write};
use super::{Face, now};
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;
use webmynd_engine::archive::{Change, Which};
use webmynd_engine::ports::{PictureSize, Pictures};

#[wasm_bindgen]
impl Face {
    /// `Which`, `Change` -> `Mutated`.
    pub fn mutate(&self, which: JsValue, change: JsValue) -> Answer {
        let (which, change): (Which, Change) = (read(which)?, read(change)?);
        write(&self.archive.borrow_mut().mutate(&which, &change, now()).map_err(fault)?)
    }

    /// `Which` -> `Weight`.
    pub fn weigh(&self, which: JsValue) -> Answer {
        write(&self.archive.borrow().weigh(&read(which)?, now()).map_err(fault)?)
    }

    /// Operation -> `Mutated`.
    pub fn undo(&self, op: u32) -> Answer {
        write(&self.archive.borrow_mut().undo(op, now()).map_err(fault)?)
    }

    /// Ends the undo window of a forget.
    #[wasm_bindgen(js_name = forgetNow)]
    pub fn forget_now(&self, op: u32) -> Result<(), JsValue> {
        self.archive.borrow_mut().forget_now(op, now()).map_err(fault)
    }

    /// Days of history, null for ever -> `{ expired, lagDays }`.
    pub fn retention(&self, days: Option<u32>) -> Answer {
        let mut archive = self.archive.borrow_mut();
        let expired = archive.retain(days, now()).map_err(fault)?;
        object([("expired", expired.into()), ("lagDays", archive.lag_days(now()).into())])
    }

    /// Removes everything, pictures too.
    pub async fn clear(&self) -> Result<(), JsValue> {
        self.archive.borrow_mut().clear().map_err(fault)?;
        for size in PictureSize::ALL {
            let keys = self.pictures.keys(size, None, usize::MAX).await.map_err(fault)?;
            self.pictures.remove(&keys).await.map_err(fault)?;
        }
        Ok(())
    }
}
