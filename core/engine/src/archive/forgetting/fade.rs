//! Fading: which pictures are given up when the picture store holds more than it may, and in which slices.
use crate::EngineError;
use crate::archive::Archive;
use crate::page::Millis;
use crate::ports::{PictureKey, PictureSize, Pictures};
use std::collections::{BTreeMap, BTreeSet};

/// Keys that are asked of the picture store at once.
const PAGE: usize = 4096;
/// Pictures that are chosen at once: choosing reads all keys, so it is not done for each slice.
const PLAN: usize = 512;
/// Pictures that are removed in one slice.
const SLICE: usize = 32;

impl Archive {
    /// Of the pictures in `held` those that may be given up, at most `limit`, the least valuable first: full images
    /// before words before thumbnails, then by the newest visit that shows them, the oldest first. Never a WebMark's, never one that
    /// an undo may bring back or that nothing refers to (see [`Archive::unused_pictures`]), never a favicon.
    pub fn fading(&self, held: &BTreeSet<PictureKey>, limit: usize) -> Vec<PictureKey> {
        // By hash: when it was last seen, or `None` when it has to stay. Captures may share a picture.
        let mut seen: BTreeMap<[u8; 16], Option<Millis>> = BTreeMap::new();
        for capture in self.catalog.captures() {
            let Some(picture) = capture.picture() else { continue };
            let stays = capture.alive == 0 || self.catalog.page_of(capture).is_none_or(|page| page.star);
            let last = (!stays).then_some(capture.newest.0);
            seen.entry(picture.hash)
                .and_modify(|known| *known = known.zip(last).map(|(a, b)| a.max(b)))
                .or_insert(last);
        }
        let rank = |key: &PictureKey| {
            let size = match key.size {
                PictureSize::Full => 0,
                PictureSize::Words => 1,
                PictureSize::Thumb => 2,
                PictureSize::Icon => return None,
            };
            let last = seen.get(&key.hash).copied().flatten()?;
            Some((size, last, *key))
        };
        let mut ranked: Vec<_> = held.iter().filter_map(rank).collect();
        ranked.sort_unstable();
        ranked.into_iter().take(limit).map(|(_, _, key)| key).collect()
    }

    /// Of `keys` those that no capture and no site refers to: left by a process that ended between keeping a picture
    /// and noting it. Not to be asked while a picture is being kept.
    pub fn unused_pictures(&self, keys: &[PictureKey]) -> Vec<PictureKey> {
        if self.is_lacking() {
            // They may be of what is missing.
            return vec![];
        }
        keys.iter().filter(|key| !self.uses_picture(**key)).copied().collect()
    }
}

/// Holds the picture store to a budget. One for as long as the archive is open; what it knows is only a plan.
#[derive(Debug, Default)]
pub struct Fader {
    /// To be given up, the next one last.
    plan: Vec<PictureKey>,
    /// It was over the budget, and is not yet well below it.
    is_fading: bool,
    /// So many bytes were kept when nothing was left that may go.
    stuck: Option<u64>,
}

/// What a slice did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Faded {
    /// Pictures that were removed.
    pub removed: usize,
    /// True when there is more to do now.
    pub more: bool,
    /// Over the budget, and nothing is left that may go: WebMarks alone take more room.
    pub is_stuck: bool,
}

impl Fader {
    /// Removes at most 32 pictures while `pictures` holds more than `budget` bytes; having begun, it goes on until a
    /// twentieth of the budget is free, so that not every new picture costs a search for the oldest. `fading` is
    /// [`Archive::fading`]; the archive need not be borrowed between its calls. Errors: what the picture store says.
    pub async fn slice(
        &mut self,
        pictures: &impl Pictures,
        budget: u64,
        fading: impl Fn(&BTreeSet<PictureKey>, usize) -> Vec<PictureKey>,
    ) -> Result<Faded, EngineError> {
        let used = pictures.used().await?.bytes;
        let limit = if self.is_fading { budget - budget / 20 } else { budget };
        if used <= limit {
            *self = Self::default();
            return Ok(Faded::default());
        }
        if self.stuck.is_some_and(|stuck| used <= stuck) {
            return Ok(Faded { is_stuck: true, ..Faded::default() });
        }
        (self.is_fading, self.stuck) = (true, None);
        if self.plan.is_empty() {
            self.plan = choose(pictures, &fading).await?;
            self.plan.reverse();
        }
        if self.plan.is_empty() {
            self.stuck = Some(used);
            // A few bytes over the mark that fading aims at are no trouble.
            return Ok(Faded { is_stuck: used > budget, ..Faded::default() });
        }
        let next = self.plan.split_off(self.plan.len().saturating_sub(SLICE));
        // Some may have become WebMarks since they were chosen.
        let next = fading(&next.into_iter().collect(), SLICE);
        pictures.remove(&next).await?;
        Ok(Faded { removed: next.len(), more: true, is_stuck: false })
    }
}

/// The least valuable pictures of the store: full images while there are any that may go, then words, then thumbnails.
async fn choose(
    pictures: &impl Pictures,
    fading: &impl Fn(&BTreeSet<PictureKey>, usize) -> Vec<PictureKey>,
) -> Result<Vec<PictureKey>, EngineError> {
    let mut chosen: Vec<PictureKey> = Vec::new();
    for size in [PictureSize::Full, PictureSize::Words, PictureSize::Thumb] {
        let mut after = None;
        loop {
            let keys = pictures.keys(size, after, PAGE).await?;
            let Some(last) = keys.last().copied() else { break };
            // The best so far stand for all pages before this one.
            chosen = fading(&keys.into_iter().chain(chosen).collect(), PLAN);
            after = Some(last);
        }
        if !chosen.is_empty() {
            break;
        }
    }
    Ok(chosen)
}
