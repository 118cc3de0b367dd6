//! Cards as a file or a browser tells of them: pages of the past, and the lines that say of none.
use crate::page::Millis;
use serde::{Deserialize, Serialize};

/// A page of the browser's history, or a bookmark: see docs/format.md.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Card {
    /// Number of the line that tells of it, in the file that it comes from; 0: the one it stands in.
    #[serde(skip_serializing_if = "is_zero")]
    pub line: u64,
    /// Its address.
    pub url: String,
    /// Its title.
    pub title: String,
    /// What the person wrote about it.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub text: String,
    /// When it was visited; for a bookmark, when it was made. None at all: now.
    pub visits: Vec<CardVisit>,
    /// Whether it is a bookmark.
    pub star: bool,
    /// Its labels.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub labels: Vec<String>,
}

/// A visit of the past.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct CardVisit {
    /// When, in ms; `None`: now, for want of a time.
    pub at: Option<Millis>,
    /// Local time minus UTC at that moment, in minutes.
    pub offset_min: i16,
}

fn is_zero(number: &u64) -> bool {
    *number == 0
}

/// A line that could not be read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct BadLine {
    /// Its number, from 1.
    pub line: u64,
    /// What is wrong with it.
    pub reason: String,
    /// It was taken in all the same: what is wrong is only a part of it.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub kept: bool,
}

impl BadLine {
    /// A line that is left out.
    pub fn new(line: u64, reason: String) -> Self {
        Self { line, reason, kept: false }
    }
}
