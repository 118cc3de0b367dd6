//! The timeline: status, days, histogram, frames, captions, jumps.
use super::Face;
use super::answer::{Answer, fault, object, read, set, write};
use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, STANDARD_NO_PAD};
use js_sys::{Array, Float64Array, Int16Array, Int32Array, Uint8Array, Uint32Array};
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;
use webmynd_engine::archive::Caption;
use webmynd_engine::catalog::{Around, Neighbour};
use webmynd_engine::page::{Millis, VisitId};
use webmynd_engine::ports::Pictures;

#[wasm_bindgen]
impl Face {
    /// -> `Status`. While the pictures cannot be reached none are counted; who asks for one hears why.
    pub async fn status(&self) -> Answer {
        let used = self.pictures.used().await.unwrap_or_default();
        let status = write(&self.archive.borrow().status())?;
        let fields =
            [("pictureBytes", (used.bytes as f64).into()), ("pictureCount", (used.count as f64).into())];
        set(&status, fields)?;
        Ok(status)
    }

    /// -> `Overview`.
    pub fn overview(&self) -> Answer {
        let archive = self.archive.borrow();
        let (catalog, overview) = (archive.catalog(), archive.catalog().overview());
        let time = |at: Option<&webmynd_engine::catalog::Visit>| {
            at.map_or(JsValue::NULL, |visit| JsValue::from_f64(visit.at as f64))
        };
        object([
            ("gen", catalog.generation().into()),
            ("total", (catalog.visits().len() as u32).into()),
            ("firstAt", time(catalog.visits().iter().next())),
            ("lastAt", time(catalog.visits().iter().next_back())),
            ("dayNo", Int32Array::from(overview.day_no.as_slice()).into()),
            ("dayStart", Uint32Array::from(overview.day_start.as_slice()).into()),
            ("starred", Uint32Array::from(overview.starred.as_slice()).into()),
            ("hidden", Uint32Array::from(overview.hidden.as_slice()).into()),
        ])
    }

    /// Times in ms, most buckets, ordinals of hits -> `Histogram`.
    pub fn histogram(&self, from: f64, to: f64, max_buckets: u32, hits: &[u32]) -> Answer {
        let archive = self.archive.borrow();
        let histogram = archive.catalog().histogram(from as Millis, to as Millis, max_buckets, hits);
        object([
            ("gen", archive.catalog().generation().into()),
            ("bucketMs", (histogram.bucket_ms as f64).into()),
            ("from", (histogram.from as f64).into()),
            ("counts", Uint32Array::from(histogram.counts.as_slice()).into()),
            ("starred", Uint32Array::from(histogram.starred.as_slice()).into()),
            ("hits", Uint32Array::from(histogram.hits.as_slice()).into()),
        ])
    }

    /// A moment, what is wanted on either side of it, what a silence counts for, width of a bucket, all in ms, ordinals of hits -> `Sessions`.
    pub fn sessions(&self, at: f64, reach: f64, gap: f64, bucket: f64, hits: &[u32]) -> Answer {
        let archive = self.archive.borrow();
        let [at, reach, gap, bucket] = [at, reach, gap, bucket].map(|time| time as Millis);
        let sessions = archive.catalog().sessions(Around { at, reach, gap, bucket }, hits);
        let times = |times: &[Millis]| times.iter().map(|at| *at as f64).collect::<Vec<_>>();
        object([
            ("gen", archive.catalog().generation().into()),
            ("from", Float64Array::from(times(&sessions.from).as_slice()).into()),
            ("to", Float64Array::from(times(&sessions.to).as_slice()).into()),
            ("hasBefore", sessions.has_before.into()),
            ("hasAfter", sessions.has_after.into()),
            ("bucketMs", (bucket.max(1) as f64).into()),
            ("at", Float64Array::from(times(&sessions.at).as_slice()).into()),
            ("counts", Uint32Array::from(sessions.counts.as_slice()).into()),
            ("starred", Uint32Array::from(sessions.starred.as_slice()).into()),
            ("hits", Uint32Array::from(sessions.hits.as_slice()).into()),
        ])
    }

    /// Ordinals `from..to`, at most 256 -> `Frames`.
    pub fn frames(&self, from: u32, to: u32) -> Answer {
        let archive = self.archive.borrow();
        let frames = archive.catalog().frames(from, to);
        object([
            ("gen", archive.catalog().generation().into()),
            ("from", frames.from.into()),
            ("at", Float64Array::from(frames.at.as_slice()).into()),
            ("offsetMin", Int16Array::from(frames.offset_min.as_slice()).into()),
            ("capture", Uint32Array::from(frames.capture.as_slice()).into()),
            ("site", Uint32Array::from(frames.site.as_slice()).into()),
            ("flags", Uint8Array::from(frames.flags.as_slice()).into()),
            ("colour", Uint8Array::from(frames.colour.as_slice()).into()),
        ])
    }

    /// Ordinals -> `Caption[]`.
    pub fn captions(&self, ordinals: &[u32]) -> Answer {
        let captions = self.archive.borrow().captions(ordinals).map_err(fault)?;
        captions.iter().map(caption).collect::<Result<Array, _>>().map(JsValue::from)
    }

    /// How many -> `Caption[]`, the newest first.
    pub fn recent(&self, most: u32) -> Answer {
        let captions = self.archive.borrow().recent(most as usize).map_err(fault)?;
        captions.iter().map(caption).collect::<Result<Array, _>>().map(JsValue::from)
    }

    /// Time in ms -> `{ ordinal, exact } | null`.
    #[wasm_bindgen(js_name = ordAt)]
    pub fn ord_at(&self, at: f64) -> Answer {
        match self.archive.borrow().catalog().nearest(at as Millis) {
            Some((ordinal, exact)) => object([("ordinal", ordinal.into()), ("exact", exact.into())]),
            None => Ok(JsValue::NULL),
        }
    }

    /// Visit id -> ordinal or null.
    #[wasm_bindgen(js_name = ordOf)]
    pub fn ord_of(&self, visit: &str) -> JsValue {
        let archive = self.archive.borrow();
        nullable(VisitId::parse(visit).and_then(|id| archive.catalog().ordinal(id)))
    }

    /// Ordinal, kind, 1 or -1 -> ordinal or null.
    pub fn neighbour(&self, of: u32, kind: JsValue, direction: i32) -> Answer {
        let kind: Neighbour = read(kind)?;
        Ok(nullable(self.archive.borrow().catalog().neighbour(of, kind, direction > 0)))
    }
}

#[wasm_bindgen]
impl Face {
    /// Ordinal -> `Trail`.
    pub fn trail(&self, of: u32) -> Answer {
        write(&self.archive.borrow().catalog().trail(of))
    }

    /// Ordinal -> `Versions`.
    pub fn versions(&self, of: u32) -> Answer {
        write(&self.archive.borrow().catalog().versions_at(of))
    }

    /// Ordinal, how many -> `PageVisits`.
    #[wasm_bindgen(js_name = visitsOf)]
    pub fn visits_of(&self, of: u32, most: u32) -> Answer {
        write(&self.archive.borrow().catalog().visits_at(of, most as usize))
    }
}

fn nullable(ordinal: Option<u32>) -> JsValue {
    ordinal.map_or(JsValue::NULL, JsValue::from)
}

fn caption(caption: &Caption) -> Answer {
    let written = write(caption)?;
    let bytes = STANDARD_NO_PAD.decode(&caption.thumbhash).or_else(|_| STANDARD.decode(&caption.thumbhash));
    let thumbhash = bytes.ok().filter(|bytes| !bytes.is_empty());
    let thumbhash = thumbhash.map_or(JsValue::NULL, |bytes| Uint8Array::from(bytes.as_slice()).into());
    set(&written, [("thumbhash", thumbhash)])?;
    Ok(written)
}
