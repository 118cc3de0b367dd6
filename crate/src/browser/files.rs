//! The files port over OPFS: a pool of slot files, opened up front, because opening is asynchronous and the port is not.
//!
//! Each slot begins with a header block that names the file it holds (see `slot.rs`). Creating a file takes a
//! spare slot, removing one blanks its header. [`OpfsFiles::top_up`] keeps spares at hand; it has to be called between
//! commands, because only there may one wait.
use super::faults::file_error;
use super::handle::Handle;
use super::slot::{HEADER, Header, USED};
use super::worker;
use js_sys::{Array, Map, Promise};
use send_wrapper::SendWrapper;
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, future_to_promise};
use web_sys::{FileSystemDirectoryHandle, FileSystemGetDirectoryOptions, FileSystemSyncAccessHandle};
use webmynd_engine::journal;
use webmynd_engine::ports::files::name_allowed;
use webmynd_engine::ports::{FileEntry, FileError, Files};

/// Spare slots kept at hand: more than any one command creates.
const SPARES: usize = 20;
/// More spares than this are deleted: a rebuild removes many files at once.
const MOST_SPARES: usize = 32;

/// A folder of OPFS as the engine's files. Lives in the one dedicated worker.
pub struct OpfsFiles {
    pool: SendWrapper<RefCell<Pool>>,
    folder: SendWrapper<FileSystemDirectoryHandle>,
}

struct Pool {
    held: BTreeMap<String, Slot>,
    spare: Vec<Slot>,
    /// Generation of the next file.
    generation: u64,
    /// Number of the next slot file.
    number: u32,
    /// Why there were no new spares the last time they were wanted.
    refused: Option<FileError>,
}

/// One open slot file.
struct Slot {
    number: u32,
    handle: Handle,
    /// Length of the content (the file's without its header).
    len: u64,
}

impl OpfsFiles {
    /// Opens all slots of `folder` (a name in the origin's private file system) and makes sure of some spares. `early`: its files by name
    /// (all of them), with the access handles that are open already.
    pub async fn open(folder: &str, early: Option<Map>) -> Result<Self, FileError> {
        let folder = open_folder(folder).await.map_err(|e| file_error(&e))?;
        let names = match &early {
            Some(early) => early.keys().into_iter().filter_map(|name| name.ok()?.as_string()).collect(),
            None => Handle::names(&folder).await?,
        };
        let numbers: Vec<u32> = names.iter().filter_map(|name| number_of(name)).collect();
        let next = numbers.iter().max().map_or(0, |number| number + 1);
        let mut pool =
            Pool { held: BTreeMap::new(), spare: Vec::new(), generation: 1, number: next, refused: None };
        let (mut found, mut damaged) = (BTreeMap::new(), Vec::new());
        for slot in open_slots(&folder, numbers, early).await? {
            let mut header = [0; USED];
            let count = slot.handle.read(0, &mut header)?;
            match Header::decode(header.get(..count).unwrap_or_default()) {
                Header::Blank => pool.retire(slot)?,
                Header::Holds { name, generation } => pool.adopt(&mut found, name, generation, slot)?,
                Header::Unknown if Header::is_later(&header) => drop(slot),
                Header::Unknown => damaged.push(slot),
            }
        }
        damaged.into_iter().try_for_each(|slot| pool.salvage(slot))?;
        let files = Self { pool: SendWrapper::new(RefCell::new(pool)), folder: SendWrapper::new(folder) };
        // Without room for spares what is there can still be read; who creates a file hears why it cannot.
        let _ = files.top_up().await;
        Ok(files)
    }

    /// Opens new spare slots when some were used up, and deletes them when there are far too many.
    pub async fn top_up(&self) -> Result<(), FileError> {
        let (have, first) = {
            let pool = self.pool.borrow();
            (pool.spare.len(), pool.number)
        };
        if have < SPARES {
            let wanted = (SPARES - have) as u32;
            self.pool.borrow_mut().number = first + wanted;
            let fresh = open_slots(&self.folder, (first..first + wanted).collect(), None).await;
            let mut pool = self.pool.borrow_mut();
            pool.refused = fresh.as_ref().err().cloned();
            pool.spare.extend(fresh?);
        }
        let surplus: Vec<Slot> = {
            let mut pool = self.pool.borrow_mut();
            let keep = if pool.spare.len() > MOST_SPARES { SPARES } else { pool.spare.len() };
            pool.spare.split_off(keep)
        };
        for slot in surplus {
            let name = file_name(slot.number);
            drop(slot);
            JsFuture::from(self.folder.remove_entry(&name)).await.map_err(|e| file_error(&e))?;
        }
        Ok(())
    }
}

impl Pool {
    /// Takes in a slot that was found when opening; of two slots with one name the newer generation stays.
    fn adopt(
        &mut self,
        found: &mut BTreeMap<String, u64>,
        name: String,
        generation: u64,
        slot: Slot,
    ) -> Result<(), FileError> {
        self.generation = self.generation.max(generation + 1);
        let older = match found.get(&name) {
            Some(known) if *known >= generation => Some(slot),
            _ => {
                found.insert(name.clone(), generation);
                self.held.insert(name, slot)
            }
        };
        older.map_or(Ok(()), |slot| {
            slot.blank()?;
            self.retire(slot)
        })
    }

    /// Takes in a slot whose header is damaged, where its content says by itself which part of the journal it is and no other
    /// slot is that; else it is left alone.
    fn salvage(&mut self, slot: Slot) -> Result<(), FileError> {
        let mut head = [0; journal::PART_HEAD as usize];
        let count = slot.handle.read(HEADER, &mut head)?;
        let name = journal::name_of(head.get(..count).unwrap_or_default());
        if let Some(name) = name.filter(|name| !self.held.contains_key(name)) {
            slot.handle.write(0, &Header::encode(&name, self.generation))?;
            slot.handle.flush()?;
            self.generation += 1;
            self.held.insert(name, slot);
        }
        Ok(())
    }

    /// Keeps a slot with a blank header as a spare.
    fn retire(&mut self, mut slot: Slot) -> Result<(), FileError> {
        if slot.len > 0 {
            slot.handle.truncate(HEADER)?;
            slot.len = 0;
        }
        self.spare.push(slot);
        Ok(())
    }

    /// The slot of a file that is to be written, taken from the spares when it is new.
    fn slot_for(&mut self, name: &str) -> Result<&mut Slot, FileError> {
        if !self.held.contains_key(name) {
            if !name_allowed(name) {
                return Err(FileError::Io(format!("{name:?} is not allowed as a name")));
            }
            let none =
                || self.refused.clone().unwrap_or_else(|| FileError::Io("no spare slot is open".to_owned()));
            let slot = self.spare.pop().ok_or_else(none)?;
            if let Err(error) = slot.handle.write(0, &Header::encode(name, self.generation)) {
                drop(slot.handle.write(0, &Header::blank()));
                self.spare.push(slot);
                return Err(error);
            }
            self.generation += 1;
            self.held.insert(name.to_owned(), slot);
        }
        self.slot(name)
    }

    fn slot(&mut self, name: &str) -> Result<&mut Slot, FileError> {
        self.held.get_mut(name).ok_or(FileError::Missing)
    }
}

impl Slot {
    /// Blanks the header, durably: the file is gone from here on.
    fn blank(&self) -> Result<(), FileError> {
        self.handle.write(0, &Header::blank())?;
        self.handle.flush()
    }
}

impl Files for OpfsFiles {
    fn list(&self) -> Result<Vec<FileEntry>, FileError> {
        let pool = self.pool.borrow();
        Ok(pool.held.iter().map(|(name, slot)| FileEntry { name: name.clone(), len: slot.len }).collect())
    }

    fn read(&self, name: &str, offset: u64, into: &mut [u8]) -> Result<usize, FileError> {
        let mut pool = self.pool.borrow_mut();
        let slot = pool.slot(name)?;
        let left = usize::try_from(slot.len.saturating_sub(offset)).unwrap_or(usize::MAX);
        let wanted = into.len().min(left);
        match into.get_mut(..wanted) {
            Some(into) if wanted > 0 => slot.handle.read(HEADER + offset, into),
            _ => Ok(0),
        }
    }

    fn write(&self, name: &str, offset: u64, bytes: &[u8]) -> Result<(), FileError> {
        let mut pool = self.pool.borrow_mut();
        let slot = pool.slot_for(name)?;
        if offset > slot.len {
            return Err(FileError::Io(format!("a write at {offset} past the end {}", slot.len)));
        }
        if let Err(error) = slot.handle.write(HEADER + offset, bytes) {
            // A part may stand there: what the file really has is what counts from now on.
            slot.len = slot.handle.len()?.saturating_sub(HEADER);
            return Err(error);
        }
        slot.len = slot.len.max(offset + bytes.len() as u64);
        Ok(())
    }

    fn cut(&self, name: &str, len: u64) -> Result<(), FileError> {
        let mut pool = self.pool.borrow_mut();
        let slot = pool.slot(name)?;
        if len > slot.len {
            return Err(FileError::Io(format!("a cut to {len} of {} bytes", slot.len)));
        }
        slot.handle.truncate(HEADER + len)?;
        slot.len = len;
        Ok(())
    }

    fn flush(&self, name: &str) -> Result<(), FileError> {
        self.pool.borrow_mut().slot(name)?.handle.flush()
    }

    fn remove(&self, name: &str) -> Result<(), FileError> {
        let mut pool = self.pool.borrow_mut();
        let Ok(slot) = pool.slot(name) else { return Ok(()) };
        // Two flushes: a header that still names the file must never stand before content that is cut already.
        slot.blank()?;
        slot.handle.truncate(HEADER)?;
        slot.handle.flush()?;
        if let Some(slot) = pool.held.remove(name) {
            pool.spare.push(Slot { len: 0, ..slot });
        }
        Ok(())
    }
}

fn file_name(number: u32) -> String {
    format!("slot-{number:06x}")
}

fn number_of(name: &str) -> Option<u32> {
    u32::from_str_radix(name.strip_prefix("slot-")?, 16).ok()
}

async fn open_folder(name: &str) -> Result<FileSystemDirectoryHandle, JsValue> {
    let storage = worker::scope()?.navigator().storage();
    let root: FileSystemDirectoryHandle = JsFuture::from(storage.get_directory()).await?.unchecked_into();
    let options = FileSystemGetDirectoryOptions::new();
    options.set_create(true);
    Ok(JsFuture::from(root.get_directory_handle_with_options(name, &options)).await?.unchecked_into())
}

/// Opens slot files side by side: one alone takes 2 to 6 ms. Those that were opened are closed when one fails.
async fn open_slots(
    folder: &FileSystemDirectoryHandle,
    numbers: Vec<u32>,
    early: Option<Map>,
) -> Result<Vec<Slot>, FileError> {
    let early = early.unwrap_or_default();
    let opened = Rc::new(RefCell::new(Vec::with_capacity(numbers.len())));
    let failed = Rc::new(RefCell::new(None));
    let opening: Array = numbers
        .into_iter()
        .map(|number| {
            let (folder, opened, failed) = (folder.clone(), Rc::clone(&opened), Rc::clone(&failed));
            let early = early.get(&file_name(number).into()).dyn_into().ok();
            future_to_promise(async move {
                match open_slot(&folder, number, early).await {
                    Ok(slot) => opened.borrow_mut().push(slot),
                    Err(error) => drop(failed.replace(Some(error))),
                }
                Ok(JsValue::UNDEFINED)
            })
        })
        .collect();
    JsFuture::from(Promise::all(&opening)).await.map_err(|e| file_error(&e))?;
    match failed.take() {
        Some(error) => Err(error),
        None => Ok(opened.take()),
    }
}

async fn open_slot(
    folder: &FileSystemDirectoryHandle,
    number: u32,
    early: Option<FileSystemSyncAccessHandle>,
) -> Result<Slot, FileError> {
    let handle = match early {
        Some(open) => Handle::from(open),
        None => Handle::open(folder, &file_name(number)).await?,
    };
    let len = handle.len()?.saturating_sub(HEADER);
    Ok(Slot { number, handle, len })
}
