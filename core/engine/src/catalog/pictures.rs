//! The captures of a picture: two may share one.
use super::{Capture, Catalog};
use crate::page::CaptureNo;
use std::collections::BTreeSet;

/// Captures by the first eight bytes of their picture's hash.
#[derive(Default)]
pub(super) struct Pictures(BTreeSet<(u64, CaptureNo)>);

impl Pictures {
    pub fn insert(&mut self, hash: &[u8; 16], no: CaptureNo) {
        self.0.insert((first(hash), no));
    }

    pub fn remove(&mut self, hash: &[u8; 16], no: CaptureNo) {
        self.0.remove(&(first(hash), no));
    }
}

impl Catalog {
    /// The captures that have a picture.
    pub fn captures_with_picture(&self, hash: &[u8; 16]) -> impl Iterator<Item = &Capture> {
        let (hash, eight) = (*hash, first(hash));
        let captures = self.pictures.0.range((eight, 0)..=(eight, CaptureNo::MAX));
        captures
            .filter_map(|(_, no)| self.capture(*no))
            .filter(move |capture| capture.picture().is_some_and(|picture| picture.hash == hash))
    }

    /// Finds the pictures of all captures anew.
    pub(super) fn link_pictures(&mut self) {
        let picture = |capture: &Capture| Some((first(&capture.picture()?.hash), capture.no));
        self.pictures = Pictures(self.captures.iter().filter_map(picture).collect());
    }
}

fn first(hash: &[u8; 16]) -> u64 {
    hash.first_chunk().copied().map_or(0, u64::from_be_bytes)
}
