//! Cuts the power at every single call of the files port while the index commits, merges and purges: after each cut
//! the index opens with the old or the new state, never with anything else.
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};
use webmynd_engine::CaptureNo;
use webmynd_engine::index::{Doc, Index};
use webmynd_engine::ports::{FileEntry, FileError, Files};

/// What a crash leaves of bytes that were not flushed.
#[derive(Clone, Copy, Debug)]
enum Rest {
    Kept,
    Gone,
    Half,
    Zeros,
}

#[derive(Default)]
struct State {
    /// As written.
    files: BTreeMap<String, Vec<u8>>,
    /// As flushed.
    durable: BTreeMap<String, Vec<u8>>,
    calls: usize,
}

/// Memory files that stop working after a number of changing calls.
struct Mortal {
    state: Mutex<State>,
    last: usize,
}

impl Mortal {
    fn new(durable: BTreeMap<String, Vec<u8>>, last: usize) -> Arc<Self> {
        Arc::new(Self { state: Mutex::new(State { files: durable.clone(), durable, calls: 0 }), last })
    }

    fn change<T>(&self, act: impl FnOnce(&mut State) -> T) -> Result<T, FileError> {
        let mut state = self.state.lock().unwrap();
        state.calls += 1;
        if state.calls > self.last {
            Err(FileError::Io("the power is gone".into()))
        } else {
            Ok(act(&mut state))
        }
    }

    fn after_crash(&self, rest: Rest) -> BTreeMap<String, Vec<u8>> {
        let state = self.state.lock().unwrap();
        let mut left = state.durable.clone();
        for (name, bytes) in &state.files {
            let flushed = state.durable.get(name);
            if flushed == Some(bytes) {
                continue;
            }
            let known = flushed.map_or(0, Vec::len);
            let mut survives = bytes.clone();
            match rest {
                Rest::Kept => {}
                Rest::Gone => continue,
                Rest::Half => survives.truncate(known.max(bytes.len() / 2)),
                Rest::Zeros => survives.iter_mut().skip(bytes.len() / 2).for_each(|byte| *byte = 0),
            }
            left.insert(name.clone(), survives);
        }
        left
    }
}

impl Files for Mortal {
    fn list(&self) -> Result<Vec<FileEntry>, FileError> {
        let state = self.state.lock().unwrap();
        Ok(state
            .files
            .iter()
            .map(|(name, b)| FileEntry { name: name.clone(), len: b.len() as u64 })
            .collect())
    }
    fn read(&self, name: &str, offset: u64, into: &mut [u8]) -> Result<usize, FileError> {
        let state = self.state.lock().unwrap();
        let bytes = state.files.get(name).ok_or(FileError::Missing)?;
        let found = bytes.get(offset as usize..).unwrap_or_default();
        let count = found.len().min(into.len());
        into[..count].copy_from_slice(&found[..count]);
        Ok(count)
    }
    fn write(&self, name: &str, offset: u64, bytes: &[u8]) -> Result<(), FileError> {
        self.change(|state| {
            let file = state.files.entry(name.to_owned()).or_default();
            assert!(offset as usize <= file.len());
            let end = offset as usize + bytes.len();
            file.resize(file.len().max(end), 0);
            file[offset as usize..end].copy_from_slice(bytes);
        })
    }
    fn cut(&self, name: &str, len: u64) -> Result<(), FileError> {
        self.change(|state| state.files.get_mut(name).map_or((), |file| file.truncate(len as usize)))
    }
    fn flush(&self, name: &str) -> Result<(), FileError> {
        self.change(|state| {
            let bytes = state.files[name].clone();
            state.durable.insert(name.to_owned(), bytes);
        })
    }
    fn remove(&self, name: &str) -> Result<(), FileError> {
        self.change(|state| {
            state.files.remove(name);
            state.durable.remove(name);
        })
    }
}

fn add(index: &mut Index, numbers: std::ops::Range<CaptureNo>) {
    for no in numbers {
        let text = format!("common words of page {no} and {}", no * 7919);
        index.add(&Doc { no, title: "title", text: &text, lang: "en", ..Doc::default() }).unwrap();
    }
}

/// What was durable before the step that was cut, and what would be after it.
type Contents = (Vec<CaptureNo>, Vec<u8>);

fn contents(index: &Index) -> Contents {
    (index.numbers().unwrap(), index.mark().to_vec())
}

/// Five commits with merges between, a purge, and everything after it. Returns the states before and after the step
/// that failed, or the last state twice.
fn live(files: &Arc<Mortal>) -> (Contents, Contents) {
    let Ok(mut index) = Index::open(files.clone()) else { return Default::default() };
    let mut before = contents(&index);
    let alive = |no: CaptureNo| no != 13 && no != 31;
    for round in 0..5_u32 {
        add(&mut index, round * 10..round * 10 + 10);
        let after = (index.numbers().unwrap(), vec![round as u8]);
        if index.commit(&[round as u8]).is_err() {
            return (before, after);
        }
        before = contents(&index);
        let mut more = true;
        while more {
            let after = (before.0.iter().copied().filter(|no| *no != 13).collect(), before.1.clone());
            match index.tend(&|no| no != 13) {
                Err(_) => return (before, after),
                Ok(again) => more = again,
            }
            before = contents(&index);
        }
    }
    let after = (before.0.iter().copied().filter(|no| alive(*no)).collect(), before.1.clone());
    let mut more = true;
    while more {
        match index.purge(&alive) {
            Err(_) => return (before, after),
            Ok(again) => more = again,
        }
        before = contents(&index);
    }
    (contents(&index), contents(&index))
}

#[test]
fn every_cut_leaves_the_old_or_the_new_state() {
    let whole = Mortal::new(BTreeMap::new(), usize::MAX);
    live(&whole);
    let calls = whole.state.lock().unwrap().calls;
    assert!(calls > 30, "only {calls} calls");
    let mut points = 0;
    for last in 0..=calls {
        for rest in [Rest::Kept, Rest::Gone, Rest::Half, Rest::Zeros] {
            let files = Mortal::new(BTreeMap::new(), last);
            let (before, after) = live(&files);
            let revived = Mortal::new(files.after_crash(rest), usize::MAX);
            let index =
                Index::open(revived.clone()).unwrap_or_else(|e| panic!("cut after {last}, {rest:?}: {e}"));
            index.verify().unwrap();
            let found = contents(&index);
            assert!(
                found == before || found == after,
                "cut after {last}, {rest:?}: {found:?} is neither {before:?} nor {after:?}"
            );
            let named = revived.list().unwrap().len();
            assert!(named <= 7, "{named} files are left");
            points += 1;
        }
    }
    eprintln!("{points} crash points");
}

#[test]
fn after_any_failed_call_everything_is_searchable_and_the_next_commit_succeeds() {
    let whole = Mortal::new(BTreeMap::new(), usize::MAX);
    let mut index = Index::open(whole.clone()).unwrap();
    add(&mut index, 0..5);
    index.commit(b"one").unwrap();
    let durable = whole.after_crash(Rest::Gone);
    for last in 0..4 {
        let files = Mortal::new(durable.clone(), last);
        let mut index = Index::open(files.clone()).unwrap();
        add(&mut index, 5..9);
        assert!(index.commit(b"two").is_err(), "call {last}");
        assert_eq!(index.pending(), 4);
        assert_eq!(index.numbers().unwrap().len(), 9);
        files.state.lock().unwrap().calls = 0;
        let healed =
            Mortal { state: Mutex::new(std::mem::take(&mut *files.state.lock().unwrap())), last: usize::MAX };
        let reopened = Index::open(Arc::new(healed)).unwrap();
        let (numbers, mark) = contents(&reopened);
        assert!(
            (numbers.len(), mark.as_slice()) == (5, b"one")
                || (numbers.len(), mark.as_slice()) == (9, b"two")
        );
    }
}
