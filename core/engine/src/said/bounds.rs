//! What a record may hold at most. One device of an account, in a thief's hands or with a fault, is not to fill the memory of the others: what is
//! beyond is not read at all. Whoever says something keeps to it.
use super::Record;
use crate::page::Millis;
use std::ops::RangeInclusive;

/// Visits of a record: more than a day has seconds.
pub const VISITS: usize = 100_000;
/// Stars and labels of a record.
pub const MARKS: usize = 10_000;
/// Bytes of a label's name.
pub const LABEL: usize = 1 << 10;
/// Bytes of an address, of a title, and of what else is no text.
pub const WORDS: usize = 32 << 10;
/// Bytes of a text, and of the rest.
pub const TEXT: usize = 8 << 20;
/// Values in a record's JSON: of the smallest, memory is some hundred times its bytes.
const VALUES: usize = 2 << 20;
/// Times that are in a calendar: of the years 1 to 9999.
pub const TIMES: RangeInclusive<Millis> = -62_135_596_800_000..=253_402_300_799_999;
/// Local time minus UTC, in minutes: a day at most.
pub const OFFSETS: RangeInclusive<i16> = -1_440..=1_440;

/// Whether a visit may have been at a time, at so many minutes from UTC.
pub fn is_time(at: Millis, offset_min: i16) -> bool {
    TIMES.contains(&at) && OFFSETS.contains(&offset_min)
}

/// Why a record is not taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unreadable {
    /// It is not of the form that is known here.
    Form(String),
    /// It holds more, or longer, or of another time, than any does.
    Beyond,
}

impl Record {
    /// A record as it was written.
    pub fn read(written: &[u8]) -> Result<Self, Unreadable> {
        if count(written) > VALUES {
            return Err(Unreadable::Beyond);
        }
        let record: Self =
            serde_json::from_slice(written).map_err(|error| Unreadable::Form(error.to_string()))?;
        if record.is_within() { Ok(record) } else { Err(Unreadable::Beyond) }
    }

    fn is_within(&self) -> bool {
        let words = [Some(&self.url), Some(&self.title), Some(&self.site), Some(&self.lang)];
        let told = [self.visited.as_ref(), self.published.as_ref(), self.name.as_ref()];
        let is_short = |words: &String| words.len() <= WORDS;
        words.into_iter().chain(told).flatten().all(is_short)
            && self.text.len().max(self.rest.len()) <= TEXT
            && self.visits.len() <= VISITS
            && self.visits.iter().all(|visit| is_time(visit.facts.at, visit.facts.offset_min))
            && self.marks.len() <= MARKS
            && self.marks.iter().all(|mark| mark.label.as_ref().is_none_or(|label| label.len() <= LABEL))
    }
}

/// How many values some JSON has, or a few more, without making them.
fn count(json: &[u8]) -> usize {
    let (mut count, mut is_text, mut bytes) = (1, false, json.iter());
    while let Some(byte) = bytes.next() {
        match byte {
            b'"' => is_text = !is_text,
            b'\\' if is_text => drop(bytes.next()),
            b',' | b':' | b'[' | b'{' if !is_text => count += 1,
            _ => {}
        }
    }
    count
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    fn read(change: impl FnOnce(&mut Value)) -> Result<Record, Unreadable> {
        let mut record = json!({"url": "https://a.test/", "title": "A, [b] {c}: \"d\" \\", "site": "", "text": "", "visits": [{"id": "0a", "at": 1}]});
        change(&mut record);
        Record::read(&serde_json::to_vec(&record).unwrap())
    }

    #[test]
    fn what_is_beyond_is_not_read() {
        let visit = |at: i64, offset: i16| json!([{"id": "0a", "at": at, "offsetMin": offset}]);
        assert!(read(|_| ()).is_ok());
        let cases: [(&str, Value, bool); 14] = [
            ("url", "a".repeat(WORDS).into(), true),
            ("title", "a".repeat(WORDS + 1).into(), false),
            ("site", "a".repeat(WORDS + 1).into(), false),
            ("name", "a".repeat(WORDS + 1).into(), false),
            ("text", "a".repeat(TEXT).into(), true),
            ("text", "a".repeat(TEXT + 1).into(), false),
            ("visits", visit(i64::MAX, 0), false),
            ("visits", visit(i64::MIN, 0), false),
            ("visits", visit(*TIMES.end(), 1_440), true),
            ("visits", visit(0, i16::MIN), false),
            ("visits", vec![json!({"id": "", "at": 0}); VISITS + 1].into(), false),
            ("marks", vec![json!({}); MARKS + 1].into(), false),
            ("marks", json!([{"label": "a".repeat(LABEL + 1)}]), false),
            ("of tomorrow", vec![json!([]); VALUES].into(), false),
        ];
        for (field, value, is_read) in cases {
            let read = read(|record| record[field] = value);
            assert_eq!(read.is_ok(), is_read, "{field}");
            assert!(is_read || read == Err(Unreadable::Beyond), "{field}");
        }
        assert!(matches!(Record::read(b"{"), Err(Unreadable::Form(_))));
    }

    #[test]
    fn texts_have_no_values() {
        assert_eq!(count(br#"{"a":"[,,,\",,:{"}"#), 3);
        assert_eq!(count(br#"[1,2,[3,"x"]]"#), 6);
    }
}
