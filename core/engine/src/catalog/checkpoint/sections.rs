//! The sections of a checkpoint: which rows there are, and where they come from and go.
use super::super::{Catalog, Names};
use super::piece::Piece;
use super::{rows, shared};
use crate::bytes::{Reader, Writer};

/// Rows of one piece: some hundred kilobytes at most, so that neither writing nor reading needs memory in proportion to the memory.
const ROWS: usize = 1_024;

/// What rows there are, in the order they are written. Its number is written with each piece.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub(super) enum Section {
    Hosts = 1,
    Langs,
    Labels,
    Visits,
    Captures,
    Pages,
    Icons,
    Operations,
    Stale,
    Vault,
    Packs,
    OtherPacks,
    ThumbPacks,
    Waiting,
    Thumbless,
    Marks,
    Verdicts,
    Gone,
    Quarantine,
    Asked,
    Early,
    Unknown,
    Stirred,
    Unheard,
    OtherThumbs,
}

/// All of them. The row of the vault comes before what is put beside it.
pub(super) const SECTIONS: [Section; 25] = [
    Section::Hosts,
    Section::Langs,
    Section::Labels,
    Section::Visits,
    Section::Captures,
    Section::Pages,
    Section::Icons,
    Section::Operations,
    Section::Stale,
    Section::Vault,
    Section::Packs,
    Section::OtherPacks,
    Section::ThumbPacks,
    Section::Waiting,
    Section::Thumbless,
    Section::Marks,
    Section::Verdicts,
    Section::Gone,
    Section::Quarantine,
    Section::Asked,
    Section::Early,
    Section::Unknown,
    Section::Stirred,
    Section::Unheard,
    Section::OtherThumbs,
];

impl Catalog {
    /// Puts the rows of a section from the one at `from` on, as many as go into a piece; says how many.
    pub(super) fn put_rows(&self, w: &mut Writer, section: Section, from: usize) -> u32 {
        let known = &self.shared;
        match section {
            Section::Hosts => some(w, from, self.hosts.list.iter().map(String::as_str), put_name),
            Section::Langs => some(w, from, self.langs.list.iter().map(String::as_str), put_name),
            Section::Labels => some(w, from, self.labels.list.iter().map(String::as_str), put_name),
            Section::Visits => some(w, 0, self.visits.range(from..usize::MAX), rows::put_visit),
            Section::Captures => some(w, 0, self.captures.range(from..usize::MAX), rows::put_capture),
            Section::Pages => some(w, 0, self.pages.rows_from(from), rows::put_page),
            Section::Icons => some(w, from, self.icons.iter(), rows::put_icon),
            Section::Operations => some(w, from, self.operations.iter(), rows::put_operation),
            Section::Stale => some(w, from, self.stale.iter(), rows::put_stale),
            Section::Vault => some(w, from, std::iter::once(known), shared::put_vault),
            Section::Packs => some(w, from, known.packs.iter(), shared::put_pack),
            Section::OtherPacks => some(w, from, known.others.iter(), shared::put_pack),
            Section::ThumbPacks => some(w, from, known.thumbs.iter(), shared::put_pack),
            Section::Waiting => some(w, from, known.waiting.iter(), shared::put_waiting),
            Section::Thumbless => some(w, from, known.thumbless.iter(), shared::put_visit_id),
            Section::Marks => some(w, from, known.marks.iter(), shared::put_mark),
            Section::Verdicts => some(w, from, known.verdicts.iter(), shared::put_verdict),
            Section::Gone => some(w, from, known.gone.iter(), shared::put_visit_id),
            Section::Quarantine => some(w, from, known.quarantine.iter(), shared::put_quarantined),
            Section::Asked => some(w, from, known.asked.iter(), |w, id| w.raw(id)),
            Section::Early => some(w, from, known.early.iter(), shared::put_visit_id),
            Section::Unknown => some(w, from, known.unknown.iter(), shared::put_unknown),
            Section::Stirred => some(w, from, known.stirred.rows(), shared::put_stirred),
            Section::Unheard => some(w, from, known.unheard.iter(), shared::put_unheard),
            Section::OtherThumbs => some(w, from, known.other_thumbs.iter(), shared::put_pack),
        }
    }

    /// Takes in the rows of a piece; `None` where they are not what their section has.
    pub(super) fn take_rows(&mut self, piece: Piece<'_>) -> Option<()> {
        let section = SECTIONS.into_iter().find(|section| *section as u8 == piece.section)?;
        let known = &mut self.shared;
        match section {
            Section::Hosts => take_names(piece, &mut self.hosts),
            Section::Langs => take_names(piece, &mut self.langs),
            Section::Labels => take_names(piece, &mut self.labels),
            Section::Visits => take(piece, &mut self.visits, rows::get_visit),
            Section::Captures => take(piece, &mut self.captures, rows::get_capture),
            Section::Pages => take(piece, &mut self.pages, rows::get_page),
            Section::Icons => take(piece, &mut self.icons, rows::get_icon),
            Section::Operations => take(piece, &mut self.operations, rows::get_operation),
            Section::Stale => take(piece, &mut self.stale, rows::get_stale),
            Section::Vault => take(piece, &mut Only(known), shared::get_vault),
            Section::Packs => take(piece, &mut known.packs, shared::get_pack),
            Section::OtherPacks => take(piece, &mut known.others, shared::get_pack),
            Section::ThumbPacks => take(piece, &mut known.thumbs, shared::get_pack),
            Section::Waiting => take(piece, &mut known.waiting, shared::get_waiting),
            Section::Thumbless => take(piece, &mut known.thumbless, shared::get_visit_id),
            Section::Marks => take(piece, &mut known.marks, shared::get_mark),
            Section::Verdicts => take(piece, &mut known.verdicts, shared::get_verdict),
            Section::Gone => take(piece, &mut known.gone, shared::get_visit_id),
            Section::Quarantine => take(piece, &mut known.quarantine, shared::get_quarantined),
            Section::Asked => take(piece, &mut known.asked, |r| r.array()),
            Section::Early => take(piece, &mut known.early, shared::get_visit_id),
            Section::Unknown => take(piece, &mut known.unknown, shared::get_unknown),
            Section::Stirred => take(piece, &mut known.stirred, shared::get_stirred),
            Section::Unheard => take(piece, &mut known.unheard, shared::get_unheard),
            Section::OtherThumbs => take(piece, &mut known.other_thumbs, shared::get_pack),
        }
    }
}

fn some<T>(w: &mut Writer, from: usize, rows: impl Iterator<Item = T>, put: impl Fn(&mut Writer, T)) -> u32 {
    rows.skip(from).take(ROWS).map(|row| put(w, row)).count() as u32
}

fn take<T>(
    mut piece: Piece<'_>,
    into: &mut impl Extend<T>,
    get: impl Fn(&mut Reader<'_>) -> Option<T>,
) -> Option<()> {
    for _ in 0..piece.rows {
        into.extend([get(&mut piece.reader)?]);
    }
    piece.reader.is_empty().then_some(())
}

/// The one row of a section that has no other.
struct Only<'a, T>(&'a mut T);

impl<T> Extend<T> for Only<'_, T> {
    fn extend<I: IntoIterator<Item = T>>(&mut self, rows: I) {
        rows.into_iter().for_each(|row| *self.0 = row);
    }
}

fn put_name(w: &mut Writer, name: &str) {
    w.text(name);
}

fn take_names(piece: Piece<'_>, names: &mut Names) -> Option<()> {
    take(piece, names, |r| r.text())
}

impl Extend<String> for Names {
    fn extend<I: IntoIterator<Item = String>>(&mut self, names: I) {
        for name in names {
            // An empty name was wiped (or stands for "unknown", which is found again at its first use).
            if !name.is_empty() {
                self.of.insert(name.clone(), self.list.len() as u32);
            }
            self.list.push(name);
        }
    }
}
