//! A memory in a folder: the archive and its pictures.
use crate::clock;
use crate::failure::Failure;
use crate::files::Folder;
use crate::pictures::{PictureFolder, ready};
use crate::screen;
use std::path::Path;
use std::sync::Arc;
use webmynd_engine::archive::Archive;
use webmynd_engine::ports::{FileError, Pictures};

/// An open memory.
pub struct Memory {
    pub archive: Archive,
    pub pictures: PictureFolder,
}

impl Memory {
    /// Opens the memory in `data`, which must be one. Errors: there is none; another process uses it; its files.
    pub fn open(data: &Path) -> Result<Self, Failure> {
        check(data)?;
        if !Folder::is_memory(data) {
            return Err(Failure::new(format!(
                "there is no memory in {}; `webmynd import FILE --data {0}` makes one",
                data.display()
            )));
        }
        Self::open_or_make(data)
    }

    /// The same, or a new one. What was found damaged at opening is noted on standard error.
    pub fn open_or_make(data: &Path) -> Result<Self, Failure> {
        check(data)?;
        let folder = Folder::open(data).map_err(|error| match error {
            FileError::Locked => {
                Failure::new(format!("another process uses the memory in {}", data.display()))
            }
            error => Failure::new(format!("cannot open {}: {error}", data.display())),
        })?;
        let archive = Archive::open(Arc::new(folder))?;
        let opened = archive.status().opened;
        if opened.tail_cut > 0 {
            screen::note(&format!(
                "webmynd: cut {} bytes of a write that was never finished",
                opened.tail_cut
            ));
        }
        if opened.damaged > 0 {
            screen::note(&format!(
                "webmynd: {} bytes of the journal are damaged; see `webmynd doctor`",
                opened.damaged
            ));
        }
        if opened.unknown > 0 {
            screen::note(&format!(
                "webmynd: {} events were written by a newer version and are left alone; update webmynd",
                opened.unknown
            ));
        }
        Ok(Self { archive, pictures: PictureFolder::of(data) })
    }

    /// Does all idle work: what is due is erased, what is not indexed is.
    pub fn catch_up(&mut self) -> Result<(), Failure> {
        let total = self.archive.status().rebuilding.map_or(0, |progress| u64::from(progress.total));
        let bar = screen::progress("indexing", total, false);
        loop {
            let tended = self.archive.tend(clock::now())?;
            ready(self.pictures.remove(&tended.orphans))?;
            if !tended.more {
                break;
            }
            if let Some(progress) = self.archive.status().rebuilding {
                bar.set_position(u64::from(progress.done));
            }
        }
        bar.finish_and_clear();
        Ok(())
    }

    /// Writes what makes the next opening quick.
    pub fn close(mut self) -> Result<(), Failure> {
        self.archive.settle()?;
        Ok(())
    }
}

fn check(data: &Path) -> Result<(), Failure> {
    if data.exists() && !data.is_dir() {
        return Err(Failure::new(format!("{} is a file: --data names a folder", data.display())));
    }
    Ok(())
}
