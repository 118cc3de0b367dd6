//! Idle work, spare files, the doctor.
use super::answer::{Answer, fault, write};
use super::{Face, now};
use std::collections::BTreeSet;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;
use webmynd_engine::ports::{PictureKey, PictureSize, Pictures};

/// Pictures looked at in one step of a sweep.
const SWEEP: usize = 4096;

#[wasm_bindgen]
impl Face {
    /// One slice of idle work -> true when there is more to do now.
    pub async fn tend(&self) -> Result<bool, JsValue> {
        let tended = self.archive.borrow_mut().tend(now()).map_err(fault)?;
        self.pictures.remove(&tended.orphans).await.map_err(fault)?;
        Ok(tended.more)
    }

    /// Refills the spare files; to be called after each command, not while another call of it runs.
    #[wasm_bindgen(js_name = topUp)]
    pub async fn top_up(&self) -> Result<(), JsValue> {
        self.files.top_up().await.map_err(|error| fault(error.into()))
    }

    /// Writes what would make waking slow.
    pub fn settle(&self) -> Result<(), JsValue> {
        self.archive.borrow_mut().settle().map_err(fault)
    }

    /// Whether to repair -> `DoctorReport`.
    pub fn doctor(&self, repair: bool) -> Answer {
        write(&self.archive.borrow_mut().doctor(repair).map_err(fault)?)
    }

    /// Removes pictures that nothing refers to: a worker that dies between keeping a picture and noting it leaves one.
    /// Once a start is enough. -> how many.
    pub async fn sweep(&self) -> Result<u32, JsValue> {
        let mut swept = 0;
        for size in [PictureSize::Thumb, PictureSize::Full, PictureSize::Icon] {
            let mut after = None;
            loop {
                let keys = self.pictures.keys(size, after, SWEEP).await.map_err(fault)?;
                let Some(last) = keys.last().copied() else { break };
                if self.developing.get() > 0 {
                    return Ok(swept);
                }
                let used = self.used(size);
                let unused: Vec<PictureKey> =
                    keys.into_iter().filter(|key| !used.contains(&key.hash)).collect();
                swept += unused.len() as u32;
                self.pictures.remove(&unused).await.map_err(fault)?;
                after = Some(last);
            }
        }
        Ok(swept)
    }
}

impl Face {
    fn used(&self, size: PictureSize) -> BTreeSet<[u8; 16]> {
        let archive = self.archive.borrow();
        let captures = archive.catalog().captures().iter();
        match size {
            PictureSize::Icon => archive.catalog().icons().map(|(_, hash)| hash).collect(),
            _ => captures.filter_map(|capture| capture.picture).map(|picture| picture.hash).collect(),
        }
    }
}
