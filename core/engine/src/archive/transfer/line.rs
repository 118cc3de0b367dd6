//! One line of an export or import file.
use crate::archive::PictureFacts;
use crate::event::VisitFacts;
use crate::page::{Millis, VisitId};
use crate::ports::{Picture, PictureKey, PictureSize};
use crate::{EngineError, ErrorKind};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::{Deserialize, Serialize};

/// The version of the export format: docs/format.md.
pub const VERSION: u32 = 1;

/// The kinds of lines. A line without `type` is a capture of another program.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "camelCase")]
pub enum Line {
    /// The first line.
    Head {
        /// Version of the format.
        version: u32,
        /// When it was written, in ms.
        at: Millis,
    },
    /// A capture with its visits.
    Capture(Box<CaptureLine>),
    /// The favicon of a host.
    Icon {
        /// The host.
        host: String,
        /// Key of the picture.
        hash: String,
    },
    /// A picture's bytes.
    Picture(PictureLine),
}

/// A capture, with its visits, star, labels and picture; or a page of another program.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct CaptureLine {
    /// The id another program gave it.
    #[serde(skip_serializing)]
    #[serde(deserialize_with = "id_text")]
    pub id: Option<String>,
    /// The same, in our own exports.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Address.
    pub url: Option<String>,
    /// Title.
    pub title: String,
    /// Site.
    pub site: String,
    /// Language.
    pub lang: String,
    /// As declared by the page.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub published: Option<String>,
    /// Main text.
    pub text: String,
    /// Other text.
    pub rest: String,
    /// The page itself (import only).
    #[serde(skip_serializing)]
    pub html: Option<String>,
    /// RFC 3339 or milliseconds (import only).
    #[serde(skip_serializing)]
    pub time: Option<serde_json::Value>,
    /// Visits.
    pub visits: Vec<VisitFacts>,
    /// Whether the page is a WebMark.
    pub star: bool,
    /// Its labels.
    pub labels: Vec<String>,
    /// Its picture.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub picture: Option<PictureFacts>,
}

/// A picture's bytes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PictureLine {
    size: String,
    hash: String,
    mime: String,
    base64: String,
}

/// The line of a picture, ended by '\n'. Errors: `Bug`.
pub fn picture_line(key: PictureKey, picture: &Picture) -> Result<String, EngineError> {
    let size = match key.size {
        PictureSize::Thumb => "thumb",
        PictureSize::Full => "full",
        PictureSize::Icon => "icon",
    };
    let line = PictureLine {
        size: size.to_owned(),
        hash: VisitId(key.hash).to_string(),
        mime: picture.mime.clone(),
        base64: STANDARD.encode(&picture.bytes),
    };
    let mut text = String::new();
    push(&mut text, &Line::Picture(line))?;
    Ok(text)
}

impl PictureLine {
    /// Key and picture; or what is wrong.
    pub fn decode(self) -> Result<(PictureKey, Picture), String> {
        let size = match self.size.as_str() {
            "thumb" => PictureSize::Thumb,
            "full" => PictureSize::Full,
            "icon" => PictureSize::Icon,
            other => return Err(format!("a picture has no size {other}")),
        };
        let hash = VisitId::parse(&self.hash).ok_or("a picture's hash is not 32 hex digits")?.0;
        let bytes =
            STANDARD.decode(&self.base64).map_err(|error| format!("a picture is not base64: {error}"))?;
        if !matches!(self.mime.as_str(), "image/webp" | "image/jpeg" | "image/png") {
            return Err(format!("a picture of type {} is not kept", self.mime));
        }
        Ok((PictureKey { size, hash }, Picture { mime: self.mime, bytes }))
    }
}

/// The first line of an export.
pub fn head(at: Millis) -> Result<String, EngineError> {
    let mut text = String::new();
    push(&mut text, &Line::Head { version: VERSION, at })?;
    Ok(text)
}

/// Appends a line.
pub fn push(text: &mut String, line: &Line) -> Result<(), EngineError> {
    let json =
        serde_json::to_string(line).map_err(|error| EngineError::new(ErrorKind::Bug, error.to_string()))?;
    text.push_str(&json);
    text.push('\n');
    Ok(())
}

/// Reads a line; or says what is wrong with it.
pub fn parse(text: &str) -> Result<Line, String> {
    let text = text.trim_start_matches('\u{feff}');
    let value: serde_json::Value =
        serde_json::from_str(text).map_err(|error| format!("not JSON: {error}"))?;
    let Some(object) = value.as_object() else { return Err("not a JSON object".to_owned()) };
    let ours = object.get("type").and_then(|kind| kind.as_str());
    let ours = ours.is_some_and(|kind| matches!(kind, "head" | "capture" | "icon" | "picture"));
    if ours {
        let line: Line = serde_json::from_value(value).map_err(|error| error.to_string())?;
        return match line {
            Line::Head { version, .. } if version > VERSION => {
                Err(format!("format {version} is of a newer version"))
            }
            line => Ok(line),
        };
    }
    let mut line: CaptureLine = serde_json::from_value(value).map_err(|error| error.to_string())?;
    line.name = line.name.or_else(|| line.id.clone());
    Ok(Line::Capture(Box::new(line)))
}

/// A time: RFC 3339, a date, or milliseconds. Errors: `Invalid`.
pub fn time(value: &serde_json::Value) -> Result<Millis, EngineError> {
    let bad = || {
        EngineError::new(ErrorKind::Invalid, format!("the time {value} is neither RFC 3339 nor milliseconds"))
    };
    if let Some(number) = value.as_f64() {
        return if number.is_finite() && number.abs() < 8.64e15 { Ok(number as Millis) } else { Err(bad()) };
    }
    let text = value.as_str().ok_or_else(bad)?.trim();
    text.parse::<Millis>().ok().filter(|_| text.len() > 4).or_else(|| rfc3339(text)).ok_or_else(bad)
}

/// `2026-03-01T12:30:00.5+02:00`, also with a blank for the T, without seconds, or a date alone (midnight UTC).
fn rfc3339(text: &str) -> Option<Millis> {
    let number = |range: std::ops::Range<usize>| -> Option<i64> {
        let digits = text.get(range)?;
        digits.bytes().all(|byte| byte.is_ascii_digit()).then(|| digits.parse().ok())?
    };
    let (year, month, day) = (number(0..4)?, number(5..7)?, number(8..10)?);
    let dashes = text.get(4..5)? == "-" && text.get(7..8)? == "-";
    if !dashes || !(1..=12).contains(&month) || day < 1 || day > days_in(year, month) {
        return None;
    }
    let midnight = days_from_civil(year, month, day) * 86_400_000;
    if text.len() == 10 {
        return Some(midnight);
    }
    if !matches!(text.get(10..11)?, "T" | "t" | " ") || text.get(13..14)? != ":" {
        return None;
    }
    let (hour, minute) = (number(11..13)?, number(14..16)?);
    let mut rest = text.get(16..)?;
    let mut millis = 0;
    if let Some(after) = rest.strip_prefix(':') {
        let second: i64 = after.get(..2)?.parse().ok().filter(|second| (0..=60).contains(second))?;
        millis = second * 1000;
        rest = after.get(2..)?;
        if let Some(after) = rest.strip_prefix('.') {
            let digits = after.find(|c: char| !c.is_ascii_digit()).unwrap_or(after.len());
            let fraction: f64 = format!("0.{}", after.get(..digits)?).parse().ok()?;
            millis += (fraction * 1000.0) as i64;
            rest = after.get(digits..)?;
        }
    }
    let offset = match rest {
        "" | "Z" | "z" => 0,
        _ => offset_minutes(rest)?,
    };
    let valid = (0..24).contains(&hour) && (0..60).contains(&minute);
    valid.then(|| midnight + (hour * 60 + minute - offset) * 60_000 + millis)
}

fn offset_minutes(text: &str) -> Option<i64> {
    let sign = match text.get(..1)? {
        "+" => 1,
        "-" => -1,
        _ => return None,
    };
    let (hours, minutes) = (text.get(1..3)?, text.get(text.len() - 2..)?);
    let digits = text.get(1..)?.replace(':', "");
    (digits.len() == 4)
        .then(|| Some(sign * (hours.parse::<i64>().ok()? * 60 + minutes.parse::<i64>().ok()?)))?
}

fn days_in(year: i64, month: i64) -> i64 {
    match month {
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// Days since 1970-01-01 (Hinnant, "chrono-compatible low-level date algorithms").
fn days_from_civil(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let (era, of_era) = (year.div_euclid(400), year.rem_euclid(400));
    let of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468
}

/// An address for a line that has only an id.
pub fn made_address(id: &str) -> String {
    let mut url = String::from("import:");
    url.extend(url::form_urlencoded::byte_serialize(id.as_bytes()));
    url
}

/// An address of our own making, or of another scheme that is only text to us; never opened by the views.
pub fn own_address(url: &str) -> Option<String> {
    let parsed = url::Url::parse(url).ok()?;
    (!matches!(parsed.scheme(), "javascript" | "data" | "blob" | "http" | "https")).then(|| parsed.into())
}

/// Ids are text; numbers are taken as their digits.
fn id_text<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    Ok(match serde_json::Value::deserialize(deserializer)? {
        serde_json::Value::Null => None,
        serde_json::Value::String(id) => Some(id),
        other => Some(other.to_string()),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn times_are_read() {
        let read = |value| time(&value).ok();
        assert_eq!(read(json!(1_700_000_000_000i64)), Some(1_700_000_000_000));
        assert_eq!(read(json!("1970-01-01T00:00:00Z")), Some(0));
        assert_eq!(read(json!("2026-03-01T12:30:00.5+02:00")), Some(1_772_361_000_500));
        assert_eq!(read(json!("2026-03-01")), Some(1_772_323_200_000));
        assert_eq!(read(json!("2026-03-01 12:30")), Some(1_772_368_200_000));
        for bad in
            [json!("2026-02-30"), json!("yesterday"), json!({}), json!("2026-13-01T00:00:00Z"), json!("")]
        {
            assert_eq!(read(bad.clone()), None, "{bad}");
        }
    }

    #[test]
    fn bad_lines_say_why() {
        assert!(parse("{").unwrap_err().starts_with("not JSON"));
        assert_eq!(parse("[]").unwrap_err(), "not a JSON object");
        assert!(parse(r#"{"type":"head","version":99,"at":0}"#).unwrap_err().contains("newer"));
    }
}
