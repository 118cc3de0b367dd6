//! Export and import, pictures included.
use super::answer::{Answer, fault, object, write};
use super::{Face, now};
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;
use webmynd_engine::archive::{end_line, picture_line};
use webmynd_engine::bookmarks;
use webmynd_engine::page::VisitId;
use webmynd_engine::ports::{PictureKey, PictureSize, Pictures};
use webmynd_engine::{EngineError, ErrorKind};

/// A part of the export is cut after so many bytes of lines, and looks at so many pictures.
const PART: usize = 1 << 20;
const LOOKED_AT: usize = 256;
/// Pictures follow the captures: their cursors are a size and the last hash, `thumb:` to begin.
const SIZES: [PictureSize; 4] = PictureSize::ALL;

#[wasm_bindgen]
impl Face {
    /// Cursor -> `ExportPart`.
    #[wasm_bindgen(js_name = exportPart)]
    pub async fn export_part(&self, cursor: &str) -> Answer {
        let (text, next, skipped, away) = match cursor.split_once(':') {
            Some((size, after)) => {
                let (text, next) = self.pictures_part(size, after).await.map_err(fault)?;
                (text, next, 0, 0)
            }
            None => {
                let part = self.archive.borrow().export(cursor, now()).map_err(fault)?;
                let next = part.next.or_else(|| Some(format!("{}:", SIZES[0].name())));
                (part.text, next, part.skipped, part.away)
            }
        };
        let next = next.map_or(JsValue::NULL, JsValue::from);
        object([("text", text.into()), ("next", next), ("skipped", skipped.into()), ("away", away.into())])
    }

    /// Whole lines, number of the first -> `ImportReport`; durable when it returns.
    #[wasm_bindgen(js_name = importPart)]
    pub async fn import_part(&self, lines: &str, first_line: f64) -> Answer {
        let imported = self.archive.borrow_mut().import(lines, first_line as u64, now()).map_err(fault)?;
        for (key, picture) in imported.pictures {
            self.pictures.put(key, picture).await.map_err(fault)?;
        }
        write(&imported.report)
    }

    /// A part of a file of bookmarks, the state that the one before left -> `BookmarksPart`; null when the file is none.
    #[wasm_bindgen(js_name = readBookmarks)]
    pub fn read_bookmarks(&self, part: &str, state: &str, is_last: bool) -> Answer {
        if state.is_empty() && !bookmarks::is_file(part) {
            return Ok(JsValue::NULL);
        }
        write(&bookmarks::read(part, state, is_last, now()).map_err(fault)?)
    }
}

impl Face {
    async fn pictures_part(&self, size: &str, after: &str) -> Result<(String, Option<String>), EngineError> {
        let at = SIZES.iter().position(|one| one.name() == size).ok_or_else(no_cursor)?;
        let size = SIZES[at];
        let after = match after {
            "" => None,
            hex => Some(PictureKey { size, hash: VisitId::parse(hex).ok_or_else(no_cursor)?.0 }),
        };
        let keys = self.pictures.keys(size, after, LOOKED_AT).await?;
        let taken = self.archive.borrow().exported_pictures(&keys);
        let next_size = SIZES.get(at + 1).map(|next| format!("{}:", next.name()));
        let mut text = String::new();
        let (looked_at, mut last) = (keys.len(), None);
        for key in keys {
            if text.len() >= PART {
                break;
            }
            if taken.contains(&key)
                && let Some(picture) = self.pictures.get(key).await?
            {
                text.push_str(&picture_line(key, &picture)?);
            }
            last = Some(key);
        }
        let more = looked_at == LOOKED_AT || text.len() >= PART;
        let here = last.filter(|_| more).map(|key| format!("{}:{}", size.name(), VisitId(key.hash)));
        let next = here.or(next_size);
        if next.is_none() {
            text.push_str(&end_line()?);
        }
        Ok((text, next))
    }
}

fn no_cursor() -> EngineError {
    EngineError::new(ErrorKind::Invalid, "the cursor is not one of an export")
}
