//! `webmynd export`: everything in one file, which appears when it is whole.
use crate::args::Export;
use crate::clock;
use crate::failure::{Done, Failure};
use crate::memory::Memory;
use crate::pictures::ready;
use crate::screen;
use serde::Serialize;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};
use webmynd_engine::archive::picture_line;
use webmynd_engine::ports::{PictureSize, Pictures};

/// So many keys of pictures are asked for at once.
const KEYS: usize = 256;

#[derive(Default, Serialize)]
struct Written {
    out: PathBuf,
    captures: u64,
    pictures: u64,
    bytes: u64,
}

/// Writes the export beside its place and moves it there.
pub fn run(args: &Export) -> Result<Done, Failure> {
    if args.out.is_dir() {
        return Err(Failure::new(format!(
            "{} is a folder: --out names the file to write",
            args.out.display()
        )));
    }
    let memory = Memory::open(&args.data)?;
    let mut name = args.out.file_name().ok_or_else(|| Failure::new("--out names no file"))?.to_owned();
    name.push(".part");
    let draft = args.out.with_file_name(name);
    let moved = |written| {
        let done = std::fs::rename(&draft, &args.out);
        done.map(|()| written).map_err(|error| Failure::of_file("write", &args.out, &error))
    };
    let written =
        write(&memory, &draft, args).and_then(moved).inspect_err(|_| drop(std::fs::remove_file(&draft)))?;
    if args.json {
        screen::json(&written)?;
    } else {
        let Written { captures, pictures, bytes, .. } = written;
        screen::line(&format!(
            "{captures} captures and {pictures} pictures, {bytes} bytes, in {}",
            args.out.display()
        ))?;
    }
    Ok(Done::Well)
}

fn write(memory: &Memory, draft: &Path, args: &Export) -> Result<Written, Failure> {
    let failed = |error| Failure::of_file("write", &args.out, &error);
    let mut file = BufWriter::new(std::fs::File::create(draft).map_err(failed)?);
    let mut written = Written { out: args.out.clone(), ..Written::default() };
    let bar = screen::progress("exporting", u64::from(memory.archive.status().captures), false);
    let mut cursor = Some(String::new());
    while let Some(at) = cursor {
        let part = memory.archive.export(&at, clock::now())?;
        file.write_all(part.text.as_bytes()).map_err(failed)?;
        let captures =
            part.text.lines().filter(|line| line.starts_with(r#"{"type":"capture""#)).count() as u64;
        bar.inc(captures);
        written.captures += captures;
        written.bytes += part.text.len() as u64;
        cursor = part.next;
    }
    for size in [PictureSize::Thumb, PictureSize::Full, PictureSize::Icon] {
        let mut after = None;
        loop {
            let keys = ready(memory.pictures.keys(size, after, KEYS))?;
            let unused = memory.archive.unused_pictures(&keys);
            for key in keys.iter().filter(|key| !unused.contains(key)) {
                let Some(picture) = ready(memory.pictures.get(*key))? else { continue };
                let line = picture_line(*key, &picture)?;
                file.write_all(line.as_bytes()).map_err(failed)?;
                written.pictures += 1;
                written.bytes += line.len() as u64;
            }
            after = keys.last().copied();
            if keys.len() < KEYS {
                break;
            }
        }
    }
    bar.finish_and_clear();
    let file = file.into_inner().map_err(|error| failed(error.into_error()))?;
    file.sync_all().map_err(failed)?;
    Ok(written)
}
