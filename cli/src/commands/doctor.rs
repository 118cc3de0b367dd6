//! `webmynd doctor`: is everything well?
use crate::args::Doctor;
use crate::failure::{Done, Failure};
use crate::memory::Memory;
use crate::pictures::ready;
use crate::screen;
use webmynd_engine::archive::DoctorReport;
use webmynd_engine::ports::{PictureSize, Pictures};

/// Checks, and repairs when told to.
pub fn run(args: &Doctor) -> Result<Done, Failure> {
    let mut memory =
        if args.repair { Memory::open(&args.data)? } else { Memory::open_to_search(&args.data)? };
    let was_rebuilt = memory.archive.status().opened.index_rebuilt;
    memory.catch_up()?;
    let mut report = memory.archive.doctor(args.repair)?;
    if was_rebuilt {
        report.lines.push("index: could not be used and was built anew from the journal".to_owned());
    }
    look_at_pictures(&memory, args.repair, &mut report)?;
    if args.json {
        screen::json(&report)?;
    } else {
        for line in &report.lines {
            screen::line(line)?;
        }
        screen::line(match (report.ok, report.repaired) {
            (true, true) => "all is well again",
            (true, false) => "all is well",
            (false, false) if args.repair => "not repaired: see above what stands in the way",
            (false, true) if report.missing.is_some() => {
                "repaired, but what is missing is lost; from here on nobody is told of it any more"
            }
            (false, true) => {
                "repaired, but what was damaged in the journal is lost: a page that was forgotten lately may be back"
            }
            (false, false) if report.missing.is_some() => {
                "pages are missing: put the memory's files back where there is a copy, or run `webmynd doctor` with --repair to go on without"
            }
            (false, false) => "not all is well: run `webmynd doctor` with --repair",
        })?;
    }
    memory.close()?;
    Ok(if report.ok { Done::Well } else { Done::WithComplaints })
}

/// Counts the pictures, and those that nothing refers to: an import that was ended half way leaves some. Thumbnails that pages have and that are not
/// there, or empty, are counted, too: nothing brings them back, so that is told and mended by nothing.
fn look_at_pictures(memory: &Memory, repair: bool, report: &mut DoctorReport) -> Result<(), Failure> {
    let (mut kept, mut unused) = (0, 0);
    let mut lost = memory.archive.thumbs();
    for key in memory.pictures.not_empty()? {
        lost.remove(&key);
    }
    for size in PictureSize::ALL {
        let keys = ready(memory.pictures.keys(size, None, usize::MAX))?;
        let left = memory.archive.unused_pictures(&keys);
        let pictures = if size == PictureSize::Words { 0 } else { keys.len() };
        (kept, unused) = (kept + pictures, unused + left.len());
        if repair {
            ready(memory.pictures.remove(&left))?;
        }
    }
    let what = if repair { ", removed" } else { "" };
    let unused = if unused > 0 { format!(", {unused} of them not used{what}") } else { String::new() };
    let lost = match lost.len() {
        0 => String::new(),
        count => format!(", {} missing", screen::counted(count as u32, "thumbnail")),
    };
    report.lines.push(format!("pictures: {kept}{unused}{lost}"));
    Ok(())
}
