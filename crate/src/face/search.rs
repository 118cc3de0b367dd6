//! Searching and reading words.
use super::Face;
use super::answer::{Answer, fault, object, read, set, write, write_text};
use js_sys::{Array, Int32Array, Uint32Array};
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;
use webmynd_engine::archive::{CompletionRequest, Counting, Matching, SearchRequest, operators};

/// The matches of a query while they are looked for; to be freed.
#[wasm_bindgen(js_name = Matching)]
pub struct Sought(Matching);

/// The memory in figures while it is counted; to be freed.
#[wasm_bindgen(js_name = Counting)]
#[derive(Default)]
pub struct Tallied(Counting);

#[wasm_bindgen]
impl Face {
    /// `SearchRequest` -> `SearchAnswer` but for `tookMs`.
    pub fn search(&self, request: JsValue) -> Answer {
        let request: SearchRequest = read(request)?;
        write_text(&self.archive.borrow().search(&request).map_err(fault)?)
    }

    /// `SearchRequest` -> what [`Face::matches_some`] goes on with.
    #[wasm_bindgen(js_name = matching)]
    pub fn matching(&self, request: JsValue) -> Result<Sought, JsValue> {
        Ok(Sought(Matching::of(read(request)?)))
    }

    /// One slice of the matches -> `Matches`, or null where there is more to do.
    #[wasm_bindgen(js_name = matchesSome)]
    pub fn matches_some(&self, matching: &mut Sought) -> Answer {
        let found = self.archive.borrow().matches_some(&mut matching.0).map_err(fault)?;
        let Some(mut matches) = found else { return Ok(JsValue::NULL) };
        let (ordinals, visits) = (std::mem::take(&mut matches.ordinals), std::mem::take(&mut matches.visits));
        let days = std::mem::take(&mut matches.days);
        let written = write(&matches)?;
        let days = object([
            ("dayNo", Int32Array::from(days.day_no.as_slice()).into()),
            ("count", Uint32Array::from(days.count.as_slice()).into()),
        ])?;
        let [ordinals, visits] = [ordinals, visits].map(|all| Uint32Array::from(all.as_slice()).into());
        set(&written, [("ordinals", ordinals), ("visits", visits), ("days", days)])?;
        Ok(written)
    }

    /// -> what [`Face::statistics_some`] goes on with.
    pub fn counting(&self) -> Tallied {
        Tallied::default()
    }

    /// One slice of the figures -> `Statistics`, or null where there is more to do.
    #[wasm_bindgen(js_name = statisticsSome)]
    pub fn statistics_some(&self, counting: &mut Tallied) -> Answer {
        write(&self.archive.borrow().statistics_some(&mut counting.0))
    }

    /// `CompletionRequest` -> `Completion[]`.
    pub fn complete(&self, request: JsValue) -> Answer {
        let request: CompletionRequest = read(request)?;
        write(&self.archive.borrow().complete(&request))
    }

    /// The browser's language -> `Operator[]`.
    pub fn operators(&self, lang: &str) -> Answer {
        write(&operators(lang))
    }

    /// Ordinal -> `PageText | null`.
    pub fn text(&self, ordinal: u32) -> Answer {
        let archive = self.archive.borrow();
        let Some((title, words)) = archive.text(ordinal).map_err(fault)? else { return Ok(JsValue::NULL) };
        let in_vault = archive.is_card(ordinal);
        object([
            ("title", title.into()),
            ("text", words.text.into()),
            ("rest", words.rest.into()),
            ("inVault", in_vault.into()),
        ])
    }

    /// -> `{ label, pages }[]`.
    pub fn labels(&self) -> Answer {
        let labels = self.archive.borrow().catalog().labels();
        let written = labels
            .into_iter()
            .map(|(label, pages)| object([("label", label.into()), ("pages", pages.into())]));
        written.collect::<Result<Array, _>>().map(JsValue::from)
    }
}
