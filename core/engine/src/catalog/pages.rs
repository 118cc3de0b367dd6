//! The pages by number and by key: a number is one page's until that is gone, and may be another's then.
use super::rows::{Page, PageKey};
use super::sequence::{Iter, Sequence};
use crate::bytes::first_eight;
use hashbrown::HashTable;

/// See the module.
#[derive(Default)]
pub(super) struct PageTable {
    /// By number; those that are vacant are no page.
    rows: Sequence<Page>,
    numbers: HashTable<u32>,
    /// Numbers that a new page may have.
    vacant: Vec<u32>,
}

impl PageTable {
    /// How many numbers were given.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Makes room for so many keys at once.
    pub fn reserve(&mut self, count: usize) {
        self.numbers.reserve(count, hash_in(&self.rows));
    }

    /// The page of a number.
    pub fn get(&self, number: u32) -> Option<&Page> {
        self.rows.get(number as usize)
    }

    /// The same, to be changed; its key stays.
    pub fn get_mut(&mut self, number: u32) -> Option<&mut Page> {
        self.rows.get_mut(number as usize)
    }

    /// The rows from a number on, vacant ones, too.
    pub fn rows_from(&self, number: usize) -> Iter<'_, Page, ()> {
        self.rows.range(number..usize::MAX)
    }

    /// The number of a key.
    pub fn number(&self, key: PageKey) -> Option<u32> {
        self.numbers.find(hash(key), |number| self.rows.get(*number as usize).is_some_and(is(key))).copied()
    }

    /// Adds a page whose key has no number.
    pub fn add(&mut self, page: Page) -> u32 {
        let number = self.vacant.pop().unwrap_or(self.rows.len() as u32);
        let key = page.key;
        match self.rows.get_mut(number as usize) {
            Some(vacant) => *vacant = page,
            None => self.rows.push(page),
        }
        self.give(number, key);
        number
    }

    /// Drops a page; its number is free.
    pub fn drop(&mut self, number: u32) -> Option<Page> {
        let page = self.rows.get_mut(number as usize).filter(|page| !page.is_vacant())?;
        let page = std::mem::replace(page, Page::vacant());
        if let Ok(entry) = self.numbers.find_entry(hash(page.key), |other| *other == number) {
            entry.remove();
        }
        self.vacant.push(number);
        Some(page)
    }

    fn give(&mut self, number: u32, key: PageKey) {
        self.numbers.insert_unique(hash(key), number, hash_in(&self.rows));
    }
}

/// Rows as they were written, vacant ones, too.
impl Extend<Page> for PageTable {
    fn extend<I: IntoIterator<Item = Page>>(&mut self, rows: I) {
        for page in rows {
            let (number, key) = (self.rows.len() as u32, page.key);
            let is_vacant = page.is_vacant();
            self.rows.push(page);
            if is_vacant {
                self.vacant.push(number);
            } else {
                self.give(number, key);
            }
        }
    }
}

fn hash_in(rows: &Sequence<Page>) -> impl Fn(&u32) -> u64 + '_ {
    |number| rows.get(*number as usize).map_or(0, |page| hash(page.key))
}

/// A key is a hash already.
fn hash(key: PageKey) -> u64 {
    first_eight(&key.0)
}

fn is(key: PageKey) -> impl Fn(&Page) -> bool {
    move |page| page.key == key
}
