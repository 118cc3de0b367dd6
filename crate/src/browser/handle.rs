//! One open OPFS file: reads, whole writes, length; closed when dropped.
use super::faults::file_error;
use super::worker::pause;
use js_sys::JsString;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    FileSystemDirectoryHandle, FileSystemFileHandle, FileSystemGetFileOptions, FileSystemReadWriteOptions,
    FileSystemSyncAccessHandle,
};
use webmynd_engine::ports::FileError;

/// How often, and after how many ms, a file that another worker holds is asked for again. A worker that is ended in
/// the middle of a long call lives on for two seconds in Chromium, so wait for four.
const TRIES: u32 = 80;
const PAUSE: i32 = 50;

/// Bytes at the end of each write that are read again.
const TAIL: usize = 16;

/// A synchronous access handle that is closed when it goes.
pub struct Handle(FileSystemSyncAccessHandle);

impl Handle {
    /// Opens (and creates, if need be) a file of the folder. [`FileError::Locked`] when another holds it for 4 s.
    pub async fn open(folder: &FileSystemDirectoryHandle, file: &str) -> Result<Self, FileError> {
        let options = FileSystemGetFileOptions::new();
        options.set_create(true);
        let found = JsFuture::from(folder.get_file_handle_with_options(file, &options));
        let found: FileSystemFileHandle = found.await.map_err(|e| file_error(&e))?.unchecked_into();
        for _ in 0..TRIES {
            match JsFuture::from(found.create_sync_access_handle()).await {
                Ok(handle) => return Ok(Self(handle.unchecked_into())),
                Err(thrown) => match file_error(&thrown) {
                    FileError::Locked => pause(PAUSE).await.map_err(|e| file_error(&e))?,
                    // The file is there; this is how Firefox (153) refuses a handle on a full disk.
                    FileError::Missing => return Err(FileError::Full),
                    error => return Err(error),
                },
            }
        }
        Err(FileError::Locked)
    }

    /// The names of all files of a folder.
    pub async fn names(folder: &FileSystemDirectoryHandle) -> Result<Vec<String>, FileError> {
        let keys = folder.keys();
        let mut names = Vec::new();
        loop {
            let next = keys.next().map_err(|e| file_error(&e))?;
            let next: js_sys::IteratorNext =
                JsFuture::from(next).await.map_err(|e| file_error(&e))?.unchecked_into();
            if next.done() {
                return Ok(names);
            }
            names.extend(next.value().dyn_into::<JsString>().ok().map(String::from));
        }
    }

    /// Length of the file in bytes.
    #[allow(clippy::len_without_is_empty)] // A file's length, asked of the disk.
    pub fn len(&self) -> Result<u64, FileError> {
        self.0.get_size().map(|size| size as u64).map_err(|e| file_error(&e))
    }

    /// Fills `into` from `at` as far as the file goes; returns how far.
    pub fn read(&self, at: u64, into: &mut [u8]) -> Result<usize, FileError> {
        let mut done = 0;
        while let Some(rest) = into.get_mut(done..).filter(|rest| !rest.is_empty()) {
            let asked = rest.len();
            let count = self.0.read_with_u8_array_and_options(rest, &place(at + done as u64));
            match count.map_err(|e| file_error(&e))? as usize {
                0 => break,
                count if count > asked => {
                    return Err(FileError::Io(format!("{count} of {asked} bytes were read")));
                }
                count => done += count,
            }
        }
        Ok(done)
    }

    /// Writes all of `bytes` at `at`, or fails with [`FileError::Full`]: an origin's own files are written whole
    /// unless there is no room. Firefox (153) throws nothing then and tells a count of chance, often more than it was
    /// given, so the count is held against what was asked and the end of what was written is read again.
    pub fn write(&self, at: u64, bytes: &[u8]) -> Result<(), FileError> {
        if bytes.is_empty() {
            return Ok(());
        }
        let count = self.0.write_with_u8_array_and_options(bytes, &place(at)).map_err(|e| file_error(&e))?;
        let last = bytes.get(bytes.len().saturating_sub(TAIL)..).unwrap_or_default();
        let mut there = [0; TAIL];
        let there = there.get_mut(..last.len()).unwrap_or_default();
        let end = at + bytes.len() as u64;
        if count as usize == bytes.len()
            && self.read(end - last.len() as u64, there)? == last.len()
            && there == last
        {
            Ok(())
        } else {
            Err(FileError::Full)
        }
    }

    /// Cuts (or grows) the file to `len` bytes.
    pub fn truncate(&self, len: u64) -> Result<(), FileError> {
        self.0.truncate_with_f64(len as f64).map_err(|e| file_error(&e))
    }

    /// Returns when all that was written is durable.
    pub fn flush(&self) -> Result<(), FileError> {
        self.0.flush().map_err(|e| file_error(&e))
    }
}

impl From<FileSystemSyncAccessHandle> for Handle {
    fn from(open: FileSystemSyncAccessHandle) -> Self {
        Self(open)
    }
}

impl Drop for Handle {
    fn drop(&mut self) {
        self.0.close();
    }
}

fn place(at: u64) -> FileSystemReadWriteOptions {
    let options = FileSystemReadWriteOptions::new();
    options.set_at_f64(at as f64);
    options
}
