//! The captures of a picture: two may share one.
use super::{Capture, Catalog};
use crate::bytes::first_eight;
use crate::page::CaptureNo;
use std::collections::BTreeSet;

/// Captures by the first eight bytes of their picture's hash.
#[derive(Default)]
pub(super) struct Pictures(BTreeSet<(u64, CaptureNo)>);

impl Pictures {
    pub fn insert(&mut self, hash: &[u8; 16], no: CaptureNo) {
        self.0.insert((first_eight(hash), no));
    }

    pub fn remove(&mut self, hash: &[u8; 16], no: CaptureNo) {
        self.0.remove(&(first_eight(hash), no));
    }
}

impl Catalog {
    /// The captures that have a picture.
    pub fn captures_with_picture(&self, hash: &[u8; 16]) -> impl Iterator<Item = &Capture> {
        let (hash, eight) = (*hash, first_eight(hash));
        let captures = self.pictures.0.range((eight, 0)..=(eight, CaptureNo::MAX));
        captures
            .filter_map(|(_, no)| self.capture(*no))
            .filter(move |capture| capture.picture().is_some_and(|picture| picture.hash == hash))
    }

    /// Finds the pictures of all captures anew.
    pub(super) fn link_pictures(&mut self) {
        let picture = |capture: &Capture| Some((first_eight(&capture.picture()?.hash), capture.no));
        self.pictures = Pictures(self.captures.iter().filter_map(picture).collect());
    }
}
