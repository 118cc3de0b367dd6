//! How much each thing counts in a rank. What each was measured by: `docs/ranking.md`.
use super::key::Zone;

/// See the module. One setting holds for every language and kind of page; others only where settings are measured.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Weights {
    /// A word of the title, as a multiple of one in the main text. The zones' weights make the length of a page, too, so that a long
    /// menu neither lifts nor sinks it.
    pub title: f32,
    /// A word of the rest.
    pub rest: f32,
    /// A word of the address or of the site's name.
    pub address: f32,
    /// Weighted occurrences at which, in a page of mean length, a word has said half of what it can.
    pub k1: f32,
    /// How much length counts: less than in prose collections (0.75), since what a page says beside is weighed by zone.
    pub b: f32,
    /// A word that only begins as typed, as a share of the word itself.
    pub begins: f32,
    /// A German compound that the word is the end of, as a share of the word itself.
    pub part: f32,
    /// The share of what up to three words say together that a page must have: it may lack only one that says next to nothing ("the").
    pub need_few: f32,
    /// The same of a sentence: it must have some that says anything.
    pub need_sentence: f32,
    /// What two words say more where they stand side by side, as a share of what they say together.
    pub side_by_side: f32,
    /// Of how many words a query may be for this.
    pub most_side_by_side: usize,
    /// By what share a page stands higher whose title is exactly what was asked.
    pub whole_title: f32,
}

impl Weights {
    /// Those that are used.
    pub const SET: Self = Self {
        title: 3.0,
        rest: 0.3,
        address: 0.5,
        k1: 1.2,
        b: 0.6,
        begins: 0.7,
        part: 0.5,
        need_few: 0.8,
        need_sentence: 0.1,
        side_by_side: 0.4,
        most_side_by_side: 8,
        whole_title: 0.25,
    };

    /// How much a word counts by where it stands.
    pub(super) const fn of(&self, zone: Zone) -> f32 {
        match zone {
            Zone::Title => self.title,
            Zone::Main => 1.0,
            Zone::Rest => self.rest,
            Zone::Address => self.address,
            Zone::Site | Zone::Lang | Zone::Whole => 0.0,
        }
    }
}

impl Default for Weights {
    fn default() -> Self {
        Self::SET
    }
}
