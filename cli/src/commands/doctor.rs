//! `webmynd doctor`: is everything well?
use crate::args::Doctor;
use crate::failure::{Done, Failure};
use crate::memory::Memory;
use crate::screen;

/// Checks, and repairs when told to.
pub fn run(args: &Doctor) -> Result<Done, Failure> {
    let mut memory = Memory::open(&args.data)?;
    let report = memory.archive.doctor(args.repair)?;
    if args.json {
        screen::json(&report)?;
    } else {
        for line in &report.lines {
            screen::line(line)?;
        }
        screen::line(match (report.ok, report.repaired) {
            (true, true) => "all is well again",
            (true, false) => "all is well",
            (false, _) if args.repair => "not all could be repaired: what is damaged in the journal is lost",
            (false, _) => "not all is well: run it with --repair",
        })?;
    }
    Ok(if report.ok { Done::Well } else { Done::WithComplaints })
}
