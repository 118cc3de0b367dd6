//! A memory in a folder: the archive and its pictures.
use crate::clock;
use crate::failure::Failure;
use crate::files::{Folder, Scratch};
use crate::pictures::{PictureFolder, ready};
use crate::screen;
use std::path::Path;
use std::sync::Arc;
use webmynd_engine::ErrorKind;
use webmynd_engine::archive::{Archive, Missing};
use webmynd_engine::ports::{Files, Pictures};

/// An open memory.
pub struct Memory {
    pub archive: Archive,
    pub pictures: PictureFolder,
    /// Nothing is changed in the folder.
    pub is_scratch: bool,
}

impl Memory {
    /// Opens the memory in `data`, which must be one. Errors: there is none; another process uses it; its files.
    pub fn open(data: &Path) -> Result<Self, Failure> {
        check_there(data)?;
        Self::open_or_make(data)
    }

    /// The same for a command that only reads: where nothing can be written (a snapshot, another user's folder, a full disk) what
    /// would be is kept in this process.
    pub fn open_to_read(data: &Path) -> Result<Self, Failure> {
        Self::open(data).or_else(|failure| match failure.is_unwritable() {
            true => Self::scratch(data),
            false => Err(failure),
        })
    }

    /// The same, with everything in the index that can be found.
    pub fn open_to_search(data: &Path) -> Result<Self, Failure> {
        Self::open_to_read(data)?.caught_up().or_else(|failure| match failure.is_unwritable() {
            true => Self::scratch(data)?.caught_up(),
            false => Err(failure),
        })
    }

    fn scratch(data: &Path) -> Result<Self, Failure> {
        let folder = Folder::open_read_only(data).map_err(|error| Failure::of_folder(data, &error))?;
        Ok(Self { is_scratch: true, ..Self::over(data, Arc::new(Scratch::over(folder)))? })
    }

    fn caught_up(mut self) -> Result<Self, Failure> {
        self.catch_up()?;
        Ok(self)
    }

    /// The same, or a new one. What was found damaged at opening is noted on standard error.
    pub fn open_or_make(data: &Path) -> Result<Self, Failure> {
        check(data)?;
        let folder = Folder::open(data).map_err(|error| Failure::of_folder(data, &error))?;
        let mut memory = Self::over(data, Arc::new(folder))?;
        memory.erase_due()?;
        Ok(memory)
    }

    fn over(data: &Path, files: Arc<dyn Files>) -> Result<Self, Failure> {
        let archive = Archive::open(files)?;
        let opened = archive.status().opened;
        if opened.tail_cut > 0 {
            screen::note(&format!(
                "webmynd: cut {} bytes of a write that was never finished",
                opened.tail_cut
            ));
        }
        if let Some(missing) = opened.missing {
            screen::complain(&format!("webmynd: missing: {}; see `webmynd doctor`", lost(missing)));
        }
        tell_damage(opened.damaged);
        if opened.unknown > 0 {
            screen::note(&format!(
                "webmynd: {} events were written by a newer version and are left alone; update webmynd",
                opened.unknown
            ));
        }
        Ok(Self { archive, pictures: PictureFolder::of(data), is_scratch: false })
    }

    /// What was forgotten and is due leaves the files by whatever command comes first.
    fn erase_due(&mut self) -> Result<(), Failure> {
        let mut erased = false;
        loop {
            let tended = match self.archive.erase_due(clock::now()) {
                // Whoever looks after the memory mends it, and erases then; nobody else is kept from what they came for.
                Err(error) if matches!(error.kind, ErrorKind::Corrupt | ErrorKind::NotAllowed) => break,
                tended => tended?,
            };
            ready(self.pictures.remove(&tended.orphans))?;
            if !tended.more {
                break;
            }
            erased = true;
        }
        if erased { Ok(self.archive.settle()?) } else { Ok(()) }
    }

    /// Does something with it; what turns out to be damaged meanwhile is told, and written down for the next process.
    pub fn told<T>(&mut self, act: impl FnOnce(&mut Self) -> T) -> T {
        let before = self.archive.status().opened.damaged;
        let done = act(self);
        let damaged = self.archive.status().opened.damaged;
        if damaged > before {
            tell_damage(damaged);
            // Where nothing can be written it was told at least.
            let _ = self.archive.note_damage_met();
        }
        done
    }

    /// Does all idle work: what is due is erased, what is not indexed is.
    pub fn catch_up(&mut self) -> Result<(), Failure> {
        self.told(Self::do_idle_work)
    }

    fn do_idle_work(&mut self) -> Result<(), Failure> {
        let total = self.archive.status().rebuilding.map_or(0, |progress| u64::from(progress.total));
        let bar = screen::progress("indexing", total, false);
        loop {
            let tended = self.archive.tend(clock::now())?;
            if !self.is_scratch {
                ready(self.pictures.remove(&tended.orphans))?;
            }
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

fn tell_damage(bytes: u64) {
    if bytes > 0 {
        screen::complain(&format!("webmynd: {bytes} bytes of the journal are damaged; see `webmynd doctor`"));
    }
}

/// What is missing, as people count it.
fn lost(missing: Missing) -> String {
    let Missing { pages, visits, parts, .. } = missing;
    match (visits, pages) {
        (0, 0) => format!("{} of the journal, nobody knows with what in it", screen::counted(parts, "part")),
        (visits, 0) => format!("{} that were remembered", screen::counted(visits, "visit")),
        (visits, pages) => {
            let (visits, pages) =
                (screen::counted(visits.max(pages), "visit"), screen::counted(pages, "page"));
            format!("{visits} of {pages} that were remembered")
        }
    }
}

fn check_there(data: &Path) -> Result<(), Failure> {
    check(data)?;
    if Folder::is_memory(data) {
        return Ok(());
    }
    Err(Failure::new(format!(
        "there is no memory in {}; `webmynd import FILE --data {0}` makes one",
        data.display()
    )))
}

fn check(data: &Path) -> Result<(), Failure> {
    if data.exists() && !data.is_dir() {
        return Err(Failure::new(format!("{} is a file: --data names a folder", data.display())));
    }
    Ok(())
}
