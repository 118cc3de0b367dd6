//! Hosts, languages and labels by number.
use hashbrown::HashMap;

/// See the module.
#[derive(Default)]
pub(super) struct Names {
    pub list: Vec<String>,
    pub of: HashMap<String, u32>,
}

impl Names {
    pub fn number(&mut self, name: &str) -> u32 {
        if let Some(number) = self.of.get(name) {
            return *number;
        }
        let number = self.list.len() as u32;
        self.list.push(name.to_owned());
        self.of.insert(name.to_owned(), number);
        number
    }

    pub fn name(&self, number: u32) -> &str {
        self.list.get(number as usize).map_or("", String::as_str)
    }

    /// Wipes the names that nothing refers to; their numbers are not used again.
    pub fn blank(&mut self, is_used: impl Fn(u32) -> bool) {
        for (number, name) in self.list.iter_mut().enumerate() {
            if !name.is_empty() && !is_used(number as u32) {
                self.of.remove(name);
                name.clear();
            }
        }
    }

    pub fn find(&self, name: &str) -> Option<u32> {
        self.of.get(name).copied()
    }
}
