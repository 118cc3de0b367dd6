//! A files port that fails: power cuts that keep only what was flushed (or some of the rest), and calls that refuse.
use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard};
use webmynd_engine::ports::{FileEntry, FileError, Files};

/// What a power cut leaves of what was not flushed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Leaves {
    Nothing,
    SomeOfIt,
    Zeros,
    All,
}

/// How a chosen call fails.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    Io,
    Full,
    NotAllowed,
    /// Part of a write is done, then it fails.
    Short,
}

#[derive(Clone, Debug, Default)]
struct File {
    durable: Option<Vec<u8>>,
    now: Vec<u8>,
}

#[derive(Debug, Default)]
struct State {
    files: BTreeMap<String, File>,
    /// Calls so far: writes, cuts, flushes, removes (and reads, when refusing).
    calls: u64,
    cut_at: Option<u64>,
    refuse_at: Option<(u64, Refusal)>,
    is_off: bool,
    /// While a test looks at the state, calls are neither counted nor refused.
    is_quiet: bool,
    refused: u64,
}

#[derive(Debug, Default)]
pub struct FaultyFiles(Mutex<State>);

impl FaultyFiles {
    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap()
    }

    pub fn refused(&self) -> u64 {
        self.state().refused
    }

    /// The power goes before call `n` (counted from now): it and all later ones fail.
    pub fn cut_power_at(&self, n: u64) {
        let mut state = self.state();
        state.cut_at = Some(state.calls + n);
    }

    /// Call `n` (counted from now) refuses, the others work.
    pub fn refuse_at(&self, n: u64, how: Refusal) {
        let mut state = self.state();
        state.refuse_at = Some((state.calls + n, how));
    }

    /// Runs a look at the state that no fault meets.
    pub fn quietly<T>(&self, look: impl FnOnce() -> T) -> T {
        self.state().is_quiet = true;
        let seen = look();
        self.state().is_quiet = false;
        seen
    }

    /// What is on the disk after the power came back.
    pub fn after_cut(&self, leaves: Leaves, seed: u64) -> Self {
        let mut random = Random(seed);
        let mut files = BTreeMap::new();
        for (name, file) in &self.state().files {
            let Some(bytes) = left(file, leaves, &mut random) else { continue };
            files.insert(name.clone(), File { durable: Some(bytes.clone()), now: bytes });
        }
        Self(Mutex::new(State { files, ..State::default() }))
    }

    /// Counts a call; says how it has to fail.
    fn call(&self) -> Result<(MutexGuard<'_, State>, Option<Refusal>), FileError> {
        let mut state = self.state();
        if state.is_quiet {
            return Ok((state, None));
        }
        let number = state.calls;
        state.calls += 1;
        if state.is_off || state.cut_at.is_some_and(|at| number >= at) {
            state.is_off = true;
            return Err(FileError::Io("the power is off".into()));
        }
        let refusal = state.refuse_at.filter(|(at, _)| *at == number).map(|(_, how)| how);
        state.refused += u64::from(refusal.is_some());
        Ok((state, refusal))
    }

    fn plain_call(&self) -> Result<MutexGuard<'_, State>, FileError> {
        match self.call()? {
            (state, None) => Ok(state),
            (_, Some(refusal)) => Err(error(refusal)),
        }
    }
}

fn error(refusal: Refusal) -> FileError {
    match refusal {
        Refusal::Io | Refusal::Short => FileError::Io("refused".into()),
        Refusal::Full => FileError::Full,
        Refusal::NotAllowed => FileError::NotAllowed,
    }
}

fn left(file: &File, leaves: Leaves, random: &mut Random) -> Option<Vec<u8>> {
    match leaves {
        Leaves::All => Some(file.now.clone()),
        Leaves::Nothing => file.durable.clone(),
        Leaves::SomeOfIt | Leaves::Zeros => {
            let mut bytes = file.durable.clone().or_else(|| (random.below(2) == 0).then(Vec::new))?;
            // Blocks of 512 bytes reach the disk, or not, one by one.
            let reach = random.below(file.now.len() as u64 + 1) as usize;
            for at in (0..reach).step_by(512) {
                let end = (at + 512).min(reach);
                if bytes.len() < end {
                    bytes.resize(end, 0);
                    if leaves == Leaves::SomeOfIt || random.below(2) == 0 {
                        bytes[at..end].copy_from_slice(&file.now[at..end]);
                    }
                } else if random.below(2) == 0 {
                    bytes[at..end].copy_from_slice(&file.now[at..end]);
                }
            }
            Some(bytes)
        }
    }
}

impl Files for FaultyFiles {
    fn list(&self) -> Result<Vec<FileEntry>, FileError> {
        let state = self.plain_call()?;
        Ok(state
            .files
            .iter()
            .map(|(name, file)| FileEntry { name: name.clone(), len: file.now.len() as u64 })
            .collect())
    }

    fn read(&self, name: &str, offset: u64, into: &mut [u8]) -> Result<usize, FileError> {
        let state = self.plain_call()?;
        let file = state.files.get(name).ok_or(FileError::Missing)?;
        let found = file.now.get((offset as usize).min(file.now.len())..).unwrap_or_default();
        let count = found.len().min(into.len());
        into[..count].copy_from_slice(&found[..count]);
        Ok(count)
    }

    fn write(&self, name: &str, offset: u64, bytes: &[u8]) -> Result<(), FileError> {
        let (mut state, refusal) = self.call()?;
        let bytes = match refusal {
            None => bytes,
            Some(Refusal::Short) => &bytes[..bytes.len() / 2],
            Some(refusal) => return Err(error(refusal)),
        };
        let file = &mut state.files.entry(name.into()).or_default().now;
        let start = offset as usize;
        assert!(start <= file.len(), "{name}: write at {start} past the end {}", file.len());
        if file.len() < start + bytes.len() {
            file.resize(start + bytes.len(), 0);
        }
        file[start..start + bytes.len()].copy_from_slice(bytes);
        refusal.map_or(Ok(()), |refusal| Err(error(refusal)))
    }

    fn cut(&self, name: &str, len: u64) -> Result<(), FileError> {
        let mut state = self.plain_call()?;
        state.files.get_mut(name).ok_or(FileError::Missing)?.now.truncate(len as usize);
        Ok(())
    }

    fn flush(&self, name: &str) -> Result<(), FileError> {
        let mut state = self.plain_call()?;
        let file = state.files.get_mut(name).ok_or(FileError::Missing)?;
        file.durable = Some(file.now.clone());
        Ok(())
    }

    fn remove(&self, name: &str) -> Result<(), FileError> {
        self.plain_call()?.files.remove(name);
        Ok(())
    }
}

/// SplitMix64 (Steele, Lea, Flood 2014): small, seeded, the same everywhere.
#[derive(Clone, Debug)]
pub struct Random(pub u64);

impl Random {
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    pub fn below(&mut self, n: u64) -> u64 {
        self.next() % n.max(1)
    }
}
