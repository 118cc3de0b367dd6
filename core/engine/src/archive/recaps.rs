//! Recaps of the vault's log that this memory stands on, each in a file of its own, sealed. A cache: one that is lost is fetched again.
use super::Archive;
use crate::EngineError;
use crate::ports::read_file;

const BEGINS: &str = "recap-";

impl Archive {
    /// Their versions, the oldest first.
    pub fn recaps(&self) -> Result<Vec<u64>, EngineError> {
        let files = self.files.list()?;
        let versions = files.iter().filter_map(|file| file.name.strip_prefix(BEGINS)?.parse().ok());
        let mut versions: Vec<u64> = versions.collect();
        versions.sort_unstable();
        Ok(versions)
    }

    /// The one of a version, as it was written.
    pub fn recap(&self, version: u64) -> Result<Option<Vec<u8>>, EngineError> {
        Ok(read_file(&*self.files, &name(version), u64::MAX)?)
    }

    /// Writes one, durably, or removes it.
    pub fn set_recap(&mut self, version: u64, bytes: Option<&[u8]>) -> Result<(), EngineError> {
        let name = name(version);
        self.files.remove(&name)?;
        if let Some(bytes) = bytes {
            self.files.write(&name, 0, bytes)?;
            self.files.flush(&name)?;
        }
        Ok(())
    }

    /// Removes all.
    pub fn drop_recaps(&mut self) -> Result<(), EngineError> {
        self.recaps()?.into_iter().try_for_each(|version| self.set_recap(version, None))
    }
}

fn name(version: u64) -> String {
    format!("{BEGINS}{version}")
}
