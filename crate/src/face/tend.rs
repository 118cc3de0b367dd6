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

    /// Writes some of what would make waking slow -> true when there is more to do now.
    pub fn settle(&self) -> Result<bool, JsValue> {
        self.archive.borrow_mut().settle_some().map_err(fault)
    }

    /// Whether to repair -> `DoctorReport`.
    pub async fn doctor(&self, repair: bool) -> Answer {
        let mut report = self.archive.borrow_mut().doctor(repair).map_err(fault)?;
        let mut gone = self.archive.borrow().thumbs();
        let (wanted, mut after) = (gone.len(), None);
        loop {
            let keys = self.pictures.keys(PictureSize::Thumb, after, SWEEP).await.map_err(fault)?;
            for key in &keys {
                gone.remove(key);
            }
            after = keys.last().copied();
            if after.is_none() {
                break;
            }
        }
        let gone = match gone.len() {
            0 => String::new(),
            count => format!(", {count} of them missing: lost, or given up for room"),
        };
        report.lines.push(format!("pictures: {wanted} thumbnails{gone}"));
        write(&report)
    }

    /// Removes pictures that nothing refers to: a worker that dies between keeping a picture and noting it leaves one.
    /// Once a start is enough. -> how many.
    pub async fn sweep(&self) -> Result<u32, JsValue> {
        let mut swept = 0;
        for size in PictureSize::ALL {
            let mut after = None;
            loop {
                let keys = self.pictures.keys(size, after, SWEEP).await.map_err(fault)?;
                let Some(last) = keys.last().copied() else { break };
                if self.developing.get() > 0 {
                    return Ok(swept);
                }
                let unused = self.archive.borrow().unused_pictures(&keys);
                swept += unused.len() as u32;
                self.pictures.remove(&unused).await.map_err(fault)?;
                after = Some(last);
            }
        }
        Ok(swept)
    }

    /// Gives up the least valuable pictures, some at a time, while the picture store holds more than `budget` bytes;
    /// WebMarks' never. -> true when there is more to do now.
    pub async fn fade(&self, budget: f64) -> Result<bool, JsValue> {
        let mut fader = self.fader.take();
        let fading = |held: &BTreeSet<PictureKey>, most| self.archive.borrow().fading(held, most);
        let faded = fader.slice(&self.pictures, budget as u64, fading).await;
        self.fader.replace(fader);
        Ok(faded.map_err(fault)?.more)
    }
}
