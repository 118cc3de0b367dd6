//! `webmynd export`: everything in one file, which appears when it is whole.
use crate::args::Export;
use crate::clock;
use crate::failure::{Done, Failure};
use crate::memory::Memory;
use crate::outfile::OutFile;
use crate::pictures::ready;
use crate::screen;
use serde::Serialize;
use webmynd_engine::archive::{end_line, picture_line};
use webmynd_engine::ports::{PictureSize, Pictures};

/// So many keys of pictures are asked for at once.
const KEYS: usize = 256;

#[derive(Default, Serialize)]
struct Written {
    /// As well as it can be said: a path need not be UTF-8.
    out: String,
    captures: u64,
    pictures: u64,
    bytes: u64,
    /// Captures that are damaged on the disk and were left out.
    skipped: u64,
    /// Texts that are in the vault alone: of their pages the rest is here.
    away: u64,
}

/// Writes the export. What it came to is said on standard error where the export itself is on standard output.
pub fn run(args: &Export) -> Result<Done, Failure> {
    let memory = Memory::open_to_read(&args.data)?;
    let mut out = OutFile::open(&args.out, &args.data)?;
    let on_output = out.is_standard_output();
    let mut written = Written { out: args.out.display().to_string(), ..Written::default() };
    write(&memory, &mut out, &mut written)?;
    out.finish()?;
    let Written { captures, pictures, bytes, skipped, away, .. } = written;
    screen::leave_out(skipped, "capture");
    if away > 0 {
        screen::complain(&format!(
            "webmynd: {} left to the vault and not in this file: `webmynd sync --bring-back` brings texts here",
            screen::counted(u32::try_from(away).unwrap_or(u32::MAX), "text")
        ));
    }
    let said = match args.json {
        true => screen::json_text(&written)?,
        false => {
            format!("{captures} captures and {pictures} pictures, {bytes} bytes, in {}", args.out.display())
        }
    };
    if on_output {
        screen::note(&said);
    } else {
        screen::line(&said)?;
    }
    Ok(Done::Well)
}

fn write(memory: &Memory, out: &mut OutFile, written: &mut Written) -> Result<(), Failure> {
    let bar = screen::progress("exporting", u64::from(memory.archive.status().captures), false);
    let mut cursor = Some(String::new());
    while let Some(at) = cursor {
        let part = memory.archive.export(&at, clock::now())?;
        out.write(part.text.as_bytes())?;
        let captures =
            part.text.lines().filter(|line| line.starts_with(r#"{"type":"capture""#)).count() as u64;
        bar.inc(captures);
        written.captures += captures;
        written.bytes += part.text.len() as u64;
        written.skipped += u64::from(part.skipped);
        written.away += u64::from(part.away);
        cursor = part.next;
    }
    for size in PictureSize::ALL {
        let mut after = None;
        loop {
            let keys = ready(memory.pictures.keys(size, after, KEYS))?;
            for key in memory.archive.exported_pictures(&keys) {
                let Some(picture) = ready(memory.pictures.get(key))? else { continue };
                let line = picture_line(key, &picture)?;
                out.write(line.as_bytes())?;
                written.pictures += 1;
                written.bytes += line.len() as u64;
            }
            after = keys.last().copied();
            if keys.len() < KEYS {
                break;
            }
        }
    }
    let end = end_line()?;
    out.write(end.as_bytes())?;
    written.bytes += end.len() as u64;
    bar.finish_and_clear();
    Ok(())
}
