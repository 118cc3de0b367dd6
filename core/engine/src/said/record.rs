//! A record of a pack: one capture with visits of it, as JSON.
use super::body::MarkSaid;
use crate::event::VisitFacts;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::BTreeMap;

/// What another device needs to remember a capture as this one does.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Record {
    /// Address.
    pub url: String,
    /// As it was visited first, where that is another.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub visited: Option<String>,
    /// Title.
    pub title: String,
    /// Site.
    pub site: String,
    /// Language, or empty.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub lang: String,
    /// As declared by the page.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub published: Option<String>,
    /// The id an import gave it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Main text.
    pub text: String,
    /// Other text.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub rest: String,
    /// Visits. One without a device was seen by the device that wrote the record.
    pub visits: Vec<VisitSaid>,
    /// Stars and labels of its page.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub marks: Vec<MarkSaid>,
    /// What a newer version wrote beside that: whoever writes the record anew writes it back.
    #[serde(flatten)]
    pub unknown: BTreeMap<String, Value>,
}

/// A visit as it is said.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct VisitSaid {
    /// What is known of it.
    #[serde(flatten)]
    pub facts: VisitFacts,
    /// What a newer version wrote beside that: whoever writes the record anew writes it back.
    #[serde(flatten)]
    pub unknown: BTreeMap<String, Value>,
}

impl From<VisitFacts> for VisitSaid {
    fn from(facts: VisitFacts) -> Self {
        Self { facts, unknown: BTreeMap::new() }
    }
}

impl Record {
    /// Bytes of its words.
    pub fn size(&self) -> usize {
        self.text.len() + self.rest.len()
    }

    /// The record with half of its text.
    pub fn halved(&self) -> Self {
        let half =
            |text: &str| text.get(..text.floor_char_boundary(text.len() / 2)).unwrap_or_default().to_owned();
        Self { text: half(&self.text), rest: half(&self.rest), ..self.clone() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_known_is_written_back() {
        let written = r#"{"url":"https://a.test/","title":"A","site":"","text":"","visits":[{"id":"01","at":7,"offsetMin":0,"mood":{"of":"tomorrow"}}],"notes":["of tomorrow"]}"#;
        let record: Record = serde_json::from_str(written).unwrap();
        assert_eq!(serde_json::to_string(&record).unwrap(), written);
        assert_eq!(serde_json::to_string(&record.halved()).unwrap(), written);
    }
}
