//! The rows of the checkpoint: visits, captures, pages, icons, operations, stale parts.
use super::super::looks::Stale;
use super::super::rows::{
    Capture, IconRow, Marks, Operation, Origin, Page, PageKey, Perhaps, PictureRow, Visit,
};
use super::super::words::Words;
use crate::bytes::{Reader, Writer};
use crate::journal::Place;
use crate::page::{Millis, VisitId};

fn put_place(w: &mut Writer, place: Place) {
    w.u32(place.seq);
    w.u32(place.offset);
    w.u32(place.meta_len);
    w.u32(place.data_len);
}

fn get_place(r: &mut Reader<'_>) -> Option<Place> {
    Some(Place { seq: r.u32()?, offset: r.u32()?, meta_len: r.u32()?, data_len: r.u32()? })
}

pub(super) fn put_visit(w: &mut Writer, visit: &Visit) {
    w.i64(visit.at);
    w.raw(&visit.id.0);
    w.u32(visit.no);
    w.u32(visit.op);
    w.i16(visit.offset_min);
    w.u32(visit.part);
    w.u16(visit.origin.number());
    w.u16(visit.look);
    w.u32(visit.from_gap);
}

pub(super) fn get_visit(r: &mut Reader<'_>) -> Option<Visit> {
    Some(Visit {
        at: r.i64()?,
        id: VisitId(r.array()?),
        no: r.u32()?,
        op: r.u32()?,
        offset_min: r.i16()?,
        part: r.u32()?,
        origin: Origin::of(r.u16()?),
        look: r.u16()?,
        from_gap: r.u32()?,
    })
}

pub(super) fn put_icon(w: &mut Writer, (host, icon): (&u32, &IconRow)) {
    w.u32(*host);
    w.raw(&icon.key);
    w.list(&icon.named_in, |w, seq| w.u32(*seq));
}

pub(super) fn get_icon(r: &mut Reader<'_>) -> Option<(u32, IconRow)> {
    Some((r.u32()?, IconRow { key: r.array()?, named_in: r.list(Reader::u32)? }))
}

pub(super) fn put_capture(w: &mut Writer, capture: &Capture) {
    for number in [capture.no, capture.page, capture.host, capture.lang, capture.alive, capture.visits] {
        w.u32(number);
    }
    put_place(w, capture.place);
    w.u32(capture.began.number());
    w.raw(&capture.hash);
    w.i64(capture.newest.0);
    w.raw(&capture.newest.1.0);
    w.u8(capture.picture().map_or(0, |picture| 1 + u8::from(picture.is_lent)));
    if let Some(picture) = capture.picture() {
        w.raw(&picture.hash);
        w.raw(&picture.colour);
        put_place(w, picture.place);
    }
    w.u32(capture.changes);
    match &capture.words {
        Words::Own => w.u8(0),
        Words::Vault => w.u8(1),
        Words::Later(place) => {
            w.u8(2);
            put_place(w, **place);
        }
    }
}

pub(super) fn get_capture(r: &mut Reader<'_>) -> Option<Capture> {
    Some(Capture {
        no: r.u32()?,
        page: r.u32()?,
        host: r.u32()?,
        lang: r.u32()?,
        alive: r.u32()?,
        visits: r.u32()?,
        place: get_place(r)?,
        began: Perhaps::of(r.u32()?),
        hash: r.array()?,
        newest: (r.i64()?, VisitId(r.array()?)),
        framed: match r.u8()? {
            0 => None,
            kind => {
                let (hash, colour, place) = (r.array()?, r.array()?, get_place(r)?);
                Some(Box::new(PictureRow { hash, colour, place, is_lent: kind == 2 }))
            }
        },
        changes: r.u32()?,
        words: match r.u8()? {
            0 => Words::Own,
            1 => Words::Vault,
            _ => Words::Later(Box::new(get_place(r)?)),
        },
        older: None.into(),
    })
}

pub(super) fn put_page(w: &mut Writer, page: &Page) {
    w.raw(&page.key.0);
    w.u8(u8::from(page.star));
    w.list(page.labels(), |w, label| w.u32(*label));
    w.u32(page.latest);
    w.u32(page.captures);
    w.list(page.named_in(), |w, seq| w.u32(*seq));
}

pub(super) fn get_page(r: &mut Reader<'_>) -> Option<Page> {
    let (key, star, labels) = (PageKey(r.array()?), r.u8()? != 0, r.list(Reader::u32)?);
    let (latest, captures, named_in) = (r.u32()?, r.u32()?, r.list(Reader::u32)?);
    let is_marked = !(labels.is_empty() && named_in.is_empty());
    let marks = is_marked.then(|| Box::new(Marks { labels, named_in }));
    Some(Page { key, star, latest, captures, marks })
}

pub(super) fn put_stale(w: &mut Writer, (seq, stale): (&u32, &Stale)) {
    w.u32(*seq);
    w.u64(stale.bytes);
    let pages: Vec<_> = stale.pages.iter().collect();
    w.list(&pages, |w, page| w.raw(&page.0));
}

pub(super) fn get_stale(r: &mut Reader<'_>) -> Option<(u32, Stale)> {
    let (seq, bytes) = (r.u32()?, r.u64()?);
    Some((seq, Stale { bytes, pages: r.list(|r| r.array().map(PageKey))?.into_iter().collect() }))
}

pub(super) fn put_operation(w: &mut Writer, (op, operation): (&u32, &Operation)) {
    w.u32(*op);
    match operation {
        Operation::Forget { at, count, aged } => {
            w.u8(0);
            w.i64(*at);
            w.u32(*count);
            put_aged(w, *aged);
        }
        Operation::Star { at, pages, on } => {
            w.u8(1);
            w.i64(*at);
            w.list(pages, |w, page| w.raw(&page.0));
            w.u8(u8::from(*on));
        }
        Operation::Label { at, pages, label, on } => {
            w.u8(2);
            w.i64(*at);
            w.list(pages, |w, page| w.raw(&page.0));
            w.u32(*label);
            w.u8(u8::from(*on));
        }
    }
}

fn put_aged(w: &mut Writer, aged: Option<Millis>) {
    w.u8(u8::from(aged.is_some()));
    w.i64(aged.unwrap_or_default());
}

fn get_aged(r: &mut Reader<'_>) -> Option<Option<Millis>> {
    let (is_aged, at) = (r.u8()? != 0, r.i64()?);
    Some(is_aged.then_some(at))
}

pub(super) fn get_operation(r: &mut Reader<'_>) -> Option<(u32, Operation)> {
    let page = |r: &mut Reader<'_>| r.array().map(PageKey);
    let op = r.u32()?;
    let operation = match r.u8()? {
        0 => Operation::Forget { at: r.i64()?, count: r.u32()?, aged: get_aged(r)? },
        1 => Operation::Star { at: r.i64()?, pages: r.list(page)?, on: r.u8()? != 0 },
        2 => Operation::Label { at: r.i64()?, pages: r.list(page)?, label: r.u32()?, on: r.u8()? != 0 },
        _ => return None,
    };
    Some((op, operation))
}
