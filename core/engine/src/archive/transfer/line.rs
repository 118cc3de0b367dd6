//! One line of an export or import file.
use crate::archive::PictureFacts;
use crate::card::Card;
use crate::event::VisitFacts;
use crate::page::{Millis, VisitId};
use crate::picture::PictureWords;
use crate::ports::{Picture, PictureKey, PictureSize};
use crate::{EngineError, ErrorKind};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

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
        /// An end follows: a file without one was cut off.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        ends: bool,
    },
    /// The last line.
    End,
    /// A capture with its visits.
    Capture(Box<CaptureLine>),
    /// A page of the browser's past (import only).
    Card(Box<Card>),
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
    /// As it was visited first, where that is another.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub visited: Option<String>,
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
    /// See `time.rs` (import only).
    #[serde(skip_serializing)]
    pub time: Option<Value>,
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
    let line = PictureLine {
        size: key.size.name().to_owned(),
        hash: VisitId(key.hash).to_string(),
        mime: picture.mime.clone(),
        base64: STANDARD.encode(&picture.bytes),
    };
    written(&Line::Picture(line))
}

impl PictureLine {
    /// Key and picture; or what is wrong.
    pub fn decode(self) -> Result<(PictureKey, Picture), String> {
        let size =
            PictureSize::named(&self.size).ok_or_else(|| format!("a picture has no size {}", self.size))?;
        let hash = VisitId::parse(&self.hash).ok_or("a picture's hash is not 32 hex digits")?.0;
        let bytes =
            STANDARD.decode(&self.base64).map_err(|error| format!("a picture is not base64: {error}"))?;
        let picture = Picture { mime: self.mime, bytes };
        let is_kept = match size {
            PictureSize::Words => PictureWords::of_picture(&picture).is_some(),
            _ => matches!(picture.mime.as_str(), "image/webp" | "image/jpeg" | "image/png"),
        };
        if !is_kept {
            return Err(format!("a picture of type {} is not kept", picture.mime));
        }
        Ok((PictureKey { size, hash }, picture))
    }
}

/// The first line of an export.
pub fn head(at: Millis) -> Result<String, EngineError> {
    written(&Line::Head { version: VERSION, at, ends: true })
}

/// The last line of an export, ended by '\n'. Errors: `Bug`.
pub fn end_line() -> Result<String, EngineError> {
    written(&Line::End)
}

fn written(line: &Line) -> Result<String, EngineError> {
    let mut text = String::new();
    push(&mut text, line)?;
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
    let mut value: Value = serde_json::from_str(text).map_err(|error| format!("not JSON: {error}"))?;
    drop_nulls(&mut value);
    let Value::Object(object) = value else { return Err("not a JSON object".to_owned()) };
    let ours = object.get("type").and_then(|kind| kind.as_str());
    let ours =
        ours.is_some_and(|kind| matches!(kind, "head" | "end" | "capture" | "card" | "icon" | "picture"));
    if ours {
        return match read(&object)? {
            Line::Head { version, .. } if version > VERSION => {
                Err(format!("format {version} is of a newer version"))
            }
            line => Ok(line),
        };
    }
    let mut line: CaptureLine = read(&object)?;
    line.name = line.name.or_else(|| line.id.clone());
    Ok(Line::Capture(Box::new(line)))
}

/// Most programs write null for what they do not have: it is as good as missing.
fn drop_nulls(value: &mut Value) {
    match value {
        Value::Object(object) => {
            object.retain(|_, value| !value.is_null());
            object.values_mut().for_each(drop_nulls);
        }
        Value::Array(items) => {
            items.retain(|value| !value.is_null());
            items.iter_mut().for_each(drop_nulls);
        }
        _ => {}
    }
}

/// An object as what it should be; or the field that does not fit, and why.
fn read<T: DeserializeOwned>(object: &Map<String, Value>) -> Result<T, String> {
    let tried = |object: Map<String, Value>| serde_json::from_value::<T>(Value::Object(object));
    tried(object.clone()).map_err(|error| {
        let reason = error.to_string();
        // What is wrong with one field is not wrong any more without it.
        let other = |name: &&String| {
            let mut without = object.clone();
            without.remove(*name);
            let error = tried(without).err().map(|error| error.to_string());
            error.is_none_or(|error| error != reason && !reason.contains("missing field"))
        };
        match object.keys().filter(|name| *name != "type").find(other) {
            Some(name) => format!("{name}: {reason}"),
            None => reason,
        }
    })
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
    Ok(match Value::deserialize(deserializer)? {
        Value::String(id) => Some(id),
        other => Some(other.to_string()),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bad_lines_say_why() {
        assert!(parse("{").unwrap_err().starts_with("not JSON"));
        assert_eq!(parse("[]").unwrap_err(), "not a JSON object");
        assert!(parse(r#"{"type":"head","version":99,"at":0}"#).unwrap_err().contains("newer"));
        for (line, name) in [
            (r#"{"url":"https://a.test/","title":5}"#, "title: "),
            (r#"{"title":"a","labels":"b"}"#, "labels: "),
            (r#"{"title":"a","labels":["b",7],"text":"c"}"#, "labels: "),
            (r#"{"type":"capture","url":"https://a.test/","visits":[{"at":"soon"}]}"#, "visits: "),
            (r#"{"type":"picture","size":"thumb","hash":"00","mime":7,"base64":""}"#, "mime: "),
            (r#"{"type":"icon","hash":"00"}"#, "missing field `host`"),
        ] {
            let reason = parse(line).unwrap_err();
            assert!(reason.starts_with(name), "{line}: {reason}");
        }
    }

    #[test]
    fn null_is_as_good_as_missing() {
        let full = r#"{"id":null,"url":"https://a.test/","title":null,"site":null,"lang":null,"published":null,"text":null,"rest":null,
            "html":null,"time":null,"visits":null,"star":null,"labels":null,"picture":null}"#;
        assert_eq!(parse(full).unwrap(), parse(r#"{"url":"https://a.test/"}"#).unwrap());
        let inner = r#"{"title":"a","labels":[null,"b"],"visits":[{"id":"x","at":1,"offsetMin":null,"device":null}]}"#;
        let bare = r#"{"title":"a","labels":["b"],"visits":[{"id":"x","at":1}]}"#;
        assert_eq!(parse(inner).unwrap(), parse(bare).unwrap());
    }
}
