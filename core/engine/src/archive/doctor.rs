//! The doctor: checks that journal, catalog and index say the same, and rebuilds the caches on demand.
use super::salvage::{mended, salvaged};
use super::{Archive, Missing};
use crate::EngineError;
use crate::catalog::Catalog;
use crate::journal::{Damage, Fate, Position, Scan};
use crate::page::CaptureNo;
use serde::Serialize;
use std::collections::BTreeSet;

/// What the doctor found.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct DoctorReport {
    /// True when nothing is wrong (any more).
    pub ok: bool,
    /// What was seen, a fact a line.
    pub lines: Vec<String>,
    /// True when something was rebuilt.
    pub repaired: bool,
    /// What is missing; with a repair, for the last time.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub missing: Option<Missing>,
}

impl Archive {
    /// Reads the whole journal and holds the catalog and the index against it. With `repair` the caches are rebuilt
    /// when they differ, damaged stretches of the journal are left out for good, and what is missing is told for the last time:
    /// the report that says so is not `ok`, the next one is. Errors: what the files say.
    pub fn doctor(&mut self, repair: bool) -> Result<DoctorReport, EngineError> {
        let mut report = DoctorReport { ok: true, ..DoctorReport::default() };
        let (fresh, scan) = self.read_all()?;
        self.note_damage(true)?;
        report.lines.push(format!("journal: {} events, {} bytes", scan.frames, self.journal.bytes()));
        for damage in &scan.damage {
            report.ok = false;
            report.lines.push(format!(
                "journal: {} damaged bytes in part {} at {}",
                damage.len, damage.at.seq, damage.at.offset
            ));
        }
        if scan.unknown > 0 {
            report.lines.push(format!("journal: {} events of a newer version are left alone", scan.unknown));
        }
        self.tell_missing(&mut report);
        let differences = fresh.differences(&self.catalog);
        let same_catalog = differences.is_empty();
        report.lines.push(format!(
            "catalog: {} visits, {} captures",
            fresh.visits().len(),
            fresh.captures().len()
        ));
        if !same_catalog {
            /// So many are named.
            const NAMED: usize = 8;
            let named = differences.get(..NAMED).unwrap_or(&differences).join(", ");
            report.lines.push(format!("catalog: differs from the journal: {named}"));
        }
        let same_index = self.check_index(&fresh, &mut report.lines);
        let missing = self.opened.missing;
        let misplaced = self.journal.misplaced()?;
        for (name, own) in &misplaced {
            report.ok = false;
            report.lines.push(format!(
                "journal: {name} is whole and is {own}: give it that name again; nothing is repaired before"
            ));
        }
        if repair
            && misplaced.is_empty()
            && !(same_catalog && same_index && scan.damage.is_empty() && !self.is_lacking())
        {
            self.repair(&scan.damage, &mut report)?;
            if missing.is_some() {
                report.lines.push("missing: what is missing was noted and is told no more".to_owned());
            }
            if !scan.damage.is_empty() {
                report.lines.push("journal: what is damaged was left out and is lost".to_owned());
            }
            report.lines.push(format!("rebuilt: {} captures indexed", self.catalog.captures().len()));
        } else {
            report.ok &= same_catalog && same_index;
        }
        Ok(report)
    }

    /// Leaves out what is damaged, but for what a checkpoint knows of it, and builds the caches anew.
    fn repair(&mut self, damage: &[Damage], report: &mut DoctorReport) -> Result<(), EngineError> {
        let known = if damage.is_empty() { None } else { self.known_before()? };
        self.leave_out(damage)?;
        self.journal.fill_gaps()?;
        self.rebuild()?;
        let again = known.map_or(Ok(0), |known| self.say_again(&known))?;
        if again > 0 {
            report
                .lines
                .push(format!("said anew: {again} visits, stars, labels and forgets that a checkpoint knew"));
        }
        // The last step: a repair that is cut short is told of until it has come to its end.
        self.forget_missing()?;
        report.repaired = true;
        Ok(())
    }

    /// Builds catalog and index from the journal, in one go. Errors: what the files say.
    pub fn rebuild(&mut self) -> Result<(), EngineError> {
        Catalog::remove_checkpoints(&*self.files)?;
        self.begin_rebuild()?;
        self.replay()?;
        self.begin_rebuild()?;
        while self.index_some(super::indexing::SLICE)? {
            self.commit_bulk()?;
        }
        self.settle()
    }

    fn tell_missing(&self, report: &mut DoctorReport) {
        let left_out = self.lacking.left_out();
        if left_out > 0 {
            report.ok = false;
            report.lines.push(format!(
                "journal: {left_out} damaged bytes were left out of a part that was written anew"
            ));
        }
        let Some(missing) = self.opened.missing else { return };
        report.ok = false;
        let Missing { pages, visits, parts, bytes } = missing;
        report.lines.push(format!(
            "missing: {pages} pages, {visits} visits; {parts} parts of the journal, {bytes} bytes"
        ));
        report.missing = Some(missing);
    }

    /// Writes the parts of the journal that are damaged or cut short anew, without what is not whole.
    fn leave_out(&mut self, damage: &[Damage]) -> Result<(), EngineError> {
        let damaged = damage.iter().filter(|damage| !damage.tail).map(|damage| damage.at.seq);
        let hurt: BTreeSet<u32> = damaged.chain(self.parts_cut_short()).collect();
        for seq in hurt {
            if seq == self.journal.end().seq {
                self.journal.close_part();
            }
            let anew = self.journal.rewrite(seq, &mut |found| mended(Fate::Keep, found))?;
            self.replace_part(anew)?;
        }
        self.journal.sweep().map(drop)
    }

    fn read_all(&mut self) -> Result<(Catalog, Scan), EngineError> {
        let mut catalog = Catalog::default();
        let scan = self.journal.scan(Position::START, &mut |mut found| {
            if let Some(event) = salvaged(&mut found) {
                catalog.apply(&event, found.data, found.place);
            }
            Ok(())
        })?;
        catalog.settle();
        catalog.drop_left();
        catalog.drop_visitless();
        Ok((catalog, scan))
    }

    fn check_index(&self, fresh: &Catalog, lines: &mut Vec<String>) -> bool {
        let held: Vec<u32> = match self.index.numbers() {
            Ok(held) => held,
            Err(error) => {
                lines.push(format!("index: cannot be read: {error}"));
                return false;
            }
        };
        if let Err(error) = self.index.verify() {
            lines.push(format!("index: is damaged: {error}"));
            return false;
        }
        let set: BTreeSet<u32> = held.iter().copied().collect();
        let is_done = |no: CaptureNo| no < self.cursor || self.ahead.contains(&no);
        let missing = fresh
            .captures()
            .iter()
            .filter(|capture| is_done(capture.no) && !set.contains(&capture.doc()))
            .count();
        let twice = held.len() - set.len();
        // Captures that are gone may stay in a segment until it is merged; the search never shows them.
        let waiting = fresh.captures().iter().filter(|capture| !is_done(capture.no)).count();
        let waiting = if waiting > 0 { format!(", {waiting} not yet indexed") } else { String::new() };
        lines.push(format!("index: {} captures, {missing} missing, {twice} twice{waiting}", set.len()));
        missing == 0 && twice == 0
    }
}
