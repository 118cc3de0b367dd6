//! The keys of several dictionaries in one order. Of each some thousand are in memory at a time: all of a large segment's are megabytes.
use std::io;
use std::sync::Arc;
use tantivy::index::InvertedIndexReader;
use tantivy::postings::TermInfo;
use tantivy::termdict::{TermDictionary, TermStreamer};

/// Keys of a dictionary that are read at once.
const AHEAD: u64 = 2_048;

/// A dictionary, and where in it one is.
struct Source<'a> {
    dictionary: &'a TermDictionary,
    stream: TermStreamer<'a>,
    is_over: bool,
}

impl<'a> Source<'a> {
    fn new(dictionary: &'a TermDictionary) -> io::Result<Self> {
        let stream = dictionary.range().limit(AHEAD).into_stream()?;
        Ok(Self { dictionary, stream, is_over: false })
    }

    fn advance(&mut self) -> io::Result<()> {
        if !self.stream.advance() {
            self.stream = self.dictionary.range().gt(self.stream.key()).limit(AHEAD).into_stream()?;
            self.is_over = !self.stream.advance();
        }
        Ok(())
    }
}

/// See the module.
pub(super) struct Keys<'a> {
    sources: Vec<Source<'a>>,
    /// Those that have the present key.
    here: Vec<usize>,
}

impl<'a> Keys<'a> {
    /// Before the first key.
    pub fn new(readers: &'a [Arc<InvertedIndexReader>]) -> io::Result<Self> {
        let sources =
            readers.iter().map(|reader| Source::new(reader.terms())).collect::<Result<Vec<_>, _>>()?;
        let here = (0..sources.len()).collect();
        Ok(Self { sources, here })
    }

    /// Goes to the next key; false when there is none.
    pub fn advance(&mut self) -> io::Result<bool> {
        for at in self.here.drain(..) {
            if let Some(source) = self.sources.get_mut(at) {
                source.advance()?;
            }
        }
        let mut lowest: &[u8] = &[];
        for (at, source) in self.sources.iter().enumerate().filter(|(_, source)| !source.is_over) {
            let key = source.stream.key();
            if self.here.is_empty() || key < lowest {
                self.here.clear();
                lowest = key;
            }
            if key == lowest {
                self.here.push(at);
            }
        }
        Ok(!self.here.is_empty())
    }

    /// The present key.
    pub fn key(&self) -> &[u8] {
        self.here.first().and_then(|at| self.sources.get(*at)).map_or(&[], |source| source.stream.key())
    }

    /// Which dictionaries have it, and what they say of it.
    pub fn infos(&self) -> impl Iterator<Item = (usize, &TermInfo)> {
        self.here.iter().filter_map(|at| Some((*at, self.sources.get(*at)?.stream.value())))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::index::doc::Analysis;
    use crate::index::draft::Draft;

    /// The dictionary of a document with these numbers as keys.
    fn dictionary(numbers: impl Iterator<Item = u32>) -> Arc<InvertedIndexReader> {
        let mut draft = Draft::default();
        draft.add(0, &Analysis { keys: numbers.map(|number| format!("{number:05}\n")).collect(), length: 9 });
        draft.seal().unwrap().words
    }

    #[test]
    fn keys_come_in_one_order_however_many_each_has() {
        let steps = [2, 3, 1_000];
        let readers: Vec<_> = steps.iter().map(|step| dictionary((0..20_000).step_by(*step))).collect();
        let mut keys = Keys::new(&readers).unwrap();
        for number in (0..20_000).filter(|number| steps.iter().any(|step| number % step == 0)) {
            assert!(keys.advance().unwrap());
            assert_eq!(keys.key(), format!("{number:05}").as_bytes());
            let here = (0..steps.len()).filter(|at| number % steps[*at] == 0);
            assert!(keys.infos().map(|(at, _)| at).eq(here), "{number}");
            assert!(keys.infos().all(|(_, info)| info.doc_freq == 1));
        }
        assert!(!keys.advance().unwrap() && keys.key().is_empty());
    }

    #[test]
    fn of_no_dictionary_there_is_no_key() {
        assert!(!Keys::new(&[]).unwrap().advance().unwrap());
    }
}
