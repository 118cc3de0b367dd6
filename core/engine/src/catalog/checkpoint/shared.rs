//! What is known of the vault, as rows of the checkpoint: packs, marks and verdicts one by one, the rest as one row.
use super::super::devices::Device;
use super::super::forgetting::{Deed, OpenForget, Said, Spread};
use super::super::quarantine::QuarantineRow;
use super::super::rows::{Origin, PageKey};
use super::super::shared::{DeviceId, Head, Mark, PackId, PackRow, Shared, Unshown};
use crate::bytes::{Reader, Writer};
use crate::event::Harm;
use crate::page::VisitId;
use std::collections::BTreeMap;

/// The number of a star among labels' numbers.
const STAR: u32 = u32::MAX;

/// No entry: they are counted from 1.
const NOTHING: Unshown = Unshown { device: [0; 16], seq: 0, version: 0 };

pub(super) fn put_vault(w: &mut Writer, shared: &Shared) {
    w.list(&shared.devices, |w, device| w.raw(device));
    let heads: Vec<_> = shared.heads.iter().collect();
    w.list(&heads, |w, (device, head)| {
        w.raw(*device);
        w.u64(head.seq);
        w.raw(&head.hash);
    });
    for number in [shared.version, shared.clock, shared.sent] {
        w.u64(number);
    }
    w.list(&shared.deeds, |w, deed| {
        w.u64(deed.clock);
        w.i64(deed.at);
        w.u8(u8::from(deed.forgets));
        put_visits(w, &deed.visits);
    });
    let forgotten: Vec<_> = shared.forgotten.iter().collect();
    w.list(&forgotten, |w, (op, forgotten)| {
        w.u32(**op);
        w.i64(forgotten.at);
        w.u32(forgotten.known);
        w.u8(u8::from(forgotten.aged));
        put_visits(w, &forgotten.visits);
    });
    w.list(&shared.listed, |w, device| {
        w.raw(&device.id);
        w.text(&device.name);
        w.u8(u8::from(device.is_own) | u8::from(device.is_revoked) << 1);
    });
    put_spreads(w, shared);
    w.u8(u8::from(shared.account.is_some()));
    w.raw(&shared.account.unwrap_or_default());
    w.u64(shared.as_it_is);
    w.list(&shared.adrift.iter().collect::<Vec<_>>(), |w, device| w.raw(*device));
    w.raw(&shared.at);
    let Unshown { device, seq, version } = shared.unshown.unwrap_or(NOTHING);
    w.raw(&device);
    w.u64(seq);
    w.u64(version);
}

/// All but packs, marks, verdicts and the lists of visits.
pub(super) fn get_vault(r: &mut Reader<'_>) -> Option<Shared> {
    let devices = r.list(Reader::array)?;
    let heads = r.list(|r| Some((r.array()?, Head { seq: r.u64()?, hash: r.array()? })))?;
    let (version, clock, sent) = (r.u64()?, r.u64()?, r.u64()?);
    let deeds = r.list(|r| {
        Some(Deed { clock: r.u64()?, at: r.i64()?, forgets: r.u8()? != 0, visits: get_visits(r)? })
    })?;
    let forgotten = r.list(|r| {
        let op = r.u32()?;
        let (at, known, aged) = (r.i64()?, r.u32()?, r.u8()? != 0);
        Some((op, OpenForget { at, known, aged, visits: get_visits(r)? }))
    })?;
    let listed = r.list(|r| {
        let (id, name, bits) = (r.array()?, r.text()?, r.u8()?);
        Some(Device { id, name, is_own: bits & 1 != 0, is_revoked: bits & 2 != 0 })
    })?;
    let (spreads, read, owes_word) = get_spreads(r)?;
    let (has_account, account, as_it_is) = (r.u8()? != 0, r.array()?, r.u64()?);
    let (adrift, at) = (r.list(Reader::array)?.into_iter().collect(), r.array()?);
    let account = has_account.then_some(account);
    let unshown = Some(Unshown { device: r.array()?, seq: r.u64()?, version: r.u64()? });
    let unshown = unshown.filter(|said| *said != NOTHING);
    let (heads, forgotten) = (heads.into_iter().collect(), forgotten.into_iter().collect());
    let told = Shared { devices, heads, version, clock, sent, deeds, forgotten, ..Shared::default() };
    Some(Shared { account, as_it_is, adrift, at, unshown, listed, spreads, read, owes_word, ..told })
}

pub(super) fn put_visit_id(w: &mut Writer, id: &VisitId) {
    w.raw(&id.0);
}

pub(super) fn get_visit_id(r: &mut Reader<'_>) -> Option<VisitId> {
    r.array().map(VisitId)
}

pub(super) fn put_mark(w: &mut Writer, ((page, mark), said): (&(PageKey, Mark), &Said)) {
    w.raw(&page.0);
    w.u32(match mark {
        Mark::Star => STAR,
        Mark::Label(label) => *label,
    });
    put_said(w, said);
}

pub(super) fn get_mark(r: &mut Reader<'_>) -> Option<((PageKey, Mark), Said)> {
    let page = PageKey(r.array()?);
    let mark = match r.u32()? {
        STAR => Mark::Star,
        label => Mark::Label(label),
    };
    Some(((page, mark), get_said(r)?))
}

pub(super) fn put_verdict(w: &mut Writer, (id, said): (&VisitId, &Said)) {
    put_visit_id(w, id);
    put_said(w, said);
}

pub(super) fn get_verdict(r: &mut Reader<'_>) -> Option<(VisitId, Said)> {
    Some((get_visit_id(r)?, get_said(r)?))
}

pub(super) fn put_waiting(w: &mut Writer, (id, version): (&PackId, &u64)) {
    w.raw(id);
    w.u64(*version);
}

pub(super) fn get_waiting(r: &mut Reader<'_>) -> Option<(PackId, u64)> {
    Some((r.array()?, r.u64()?))
}

pub(super) fn put_unknown(w: &mut Writer, (version, names): (&u64, &Vec<String>)) {
    w.u64(*version);
    w.list(names, |w, name| w.text(name));
}

pub(super) fn get_unknown(r: &mut Reader<'_>) -> Option<(u64, Vec<String>)> {
    Some((r.u64()?, r.list(Reader::text)?))
}

pub(super) fn put_unheard(w: &mut Writer, (version, is_asked): (&u64, &bool)) {
    w.u64(*version);
    w.u8(u8::from(*is_asked));
}

pub(super) fn get_unheard(r: &mut Reader<'_>) -> Option<(u64, bool)> {
    Some((r.u64()?, r.u8()? != 0))
}

pub(super) fn put_stirred(w: &mut Writer, (owed, day): (u8, u32)) {
    w.u8(owed);
    w.u32(day);
}

pub(super) fn get_stirred(r: &mut Reader<'_>) -> Option<(u8, u32)> {
    Some((r.u8()?, r.u32()?))
}

pub(super) fn put_pack(w: &mut Writer, (id, pack): (&PackId, &PackRow)) {
    w.raw(id);
    let bits = [pack.mark, pack.is_outdated, pack.is_lost, pack.is_given_up];
    w.u8(bits.iter().rev().fold(0, |all, bit| all << 1 | u8::from(*bit)));
    w.u16(pack.by.number());
    w.u32(pack.day);
    w.u64(pack.version);
    put_visits(w, &pack.visits);
}

pub(super) fn get_pack(r: &mut Reader<'_>) -> Option<(PackId, PackRow)> {
    let id = r.array()?;
    let (bits, by, day, version) = (r.u8()?, Origin::of(r.u16()?), r.u32()?, r.u64()?);
    let [mark, is_outdated, is_lost, is_given_up] = [1, 2, 4, 8].map(|bit| bits & bit != 0);
    let visits = get_visits(r)?;
    Some((id, PackRow { mark, by, day, version, visits, is_outdated, is_lost, is_given_up }))
}

/// Why a pack is in quarantine, as it is written.
const HARMS: [Harm; 12] = [
    Harm::Missing,
    Harm::Damaged,
    Harm::Newer,
    Harm::Forged,
    Harm::Form,
    Harm::Strange,
    Harm::Foreign,
    Harm::Heads,
    Harm::Clock,
    Harm::Beyond,
    Harm::Returned,
    Harm::Recap,
];

pub(super) fn put_quarantined(w: &mut Writer, (id, row): (&PackId, &QuarantineRow)) {
    w.raw(id);
    w.u8(u8::from(row.mark) | u8::from(row.is_asked) << 1);
    w.u8(HARMS.iter().position(|harm| *harm == row.harm).unwrap_or_default() as u8);
    w.u16(row.by.number());
    w.u32(row.day);
    w.u64(row.version);
}

pub(super) fn get_quarantined(r: &mut Reader<'_>) -> Option<(PackId, QuarantineRow)> {
    let (id, bits, harm) = (r.array()?, r.u8()?, r.u8()?);
    let harm = *HARMS.get(usize::from(harm))?;
    let (mark, is_asked, by) = (bits & 1 != 0, bits & 2 != 0, Origin::of(r.u16()?));
    Some((id, QuarantineRow { mark, by, day: r.u32()?, version: r.u64()?, harm, is_asked }))
}

fn put_said(w: &mut Writer, (clock, by): &Said) {
    w.u64(*clock);
    w.u16(by.number());
}

fn get_said(r: &mut Reader<'_>) -> Option<Said> {
    Some((r.u64()?, Origin::of(r.u16()?)))
}

fn put_visits(w: &mut Writer, visits: &[VisitId]) {
    w.list(visits, put_visit_id);
}

fn get_visits(r: &mut Reader<'_>) -> Option<Vec<VisitId>> {
    r.list(get_visit_id)
}

fn put_spreads(w: &mut Writer, shared: &Shared) {
    w.list(&shared.spreads, |w, spread| {
        w.u32(spread.op);
        w.i64(spread.at);
        w.u32(spread.count);
        w.u64(spread.clock);
        w.u8(u8::from(spread.by.is_some()));
        w.raw(&spread.by.unwrap_or_default());
        let (log, seq) = spread.entry.unwrap_or_default();
        w.raw(&log);
        w.u64(seq);
    });
    let read: Vec<_> = shared.read.iter().collect();
    w.list(&read, |w, ((reader, log), seq)| {
        w.raw(reader);
        w.raw(log);
        w.u64(**seq);
    });
    w.u8(u8::from(shared.owes_word));
}

type Spreads = (Vec<Spread>, BTreeMap<(DeviceId, DeviceId), u64>, bool);

fn get_spreads(r: &mut Reader<'_>) -> Option<Spreads> {
    let spreads = r.list(|r| {
        let (op, at, count, clock) = (r.u32()?, r.i64()?, r.u32()?, r.u64()?);
        let (has_by, by, log, seq) = (r.u8()? != 0, r.array()?, r.array()?, r.u64()?);
        // Entries are counted from 1.
        let entry = (seq > 0).then_some((log, seq));
        Some(Spread { op, at, count, clock, by: has_by.then_some(by), entry })
    })?;
    let read = r.list(|r| Some(((r.array()?, r.array()?), r.u64()?)))?;
    Some((spreads, read.into_iter().collect(), r.u8()? != 0))
}
