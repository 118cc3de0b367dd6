//! JSON-LD: headline, site and date of the article it describes.
use super::facts::squeeze;
use serde_json::Value;

/// What one script declares.
#[derive(Debug, Default)]
pub(super) struct Declared {
    pub headline: Option<String>,
    pub site: Option<String>,
    pub published: Option<String>,
}

/// Reads a script's text; anything that is not JSON-LD gives nothing.
pub(super) fn read(text: &str) -> Declared {
    let mut declared = Declared::default();
    let text = text.trim().trim_start_matches("<![CDATA[").trim_end_matches("]]>");
    if let Ok(value) = serde_json::from_str::<Value>(text) {
        visit(&value, 0, &mut declared);
    }
    declared
}

/// Articles may stand in lists and in `@graph`.
fn visit(value: &Value, depth: usize, declared: &mut Declared) {
    if depth > 4 {
        return;
    }
    match value {
        Value::Array(items) => items.iter().for_each(|item| visit(item, depth + 1, declared)),
        Value::Object(object) => {
            if is_type(value, |t| {
                t.ends_with("Article") || t.ends_with("Posting") || t == "WebPage" || t == "Report"
            }) {
                fill(&mut declared.headline, object.get("headline"));
                fill(&mut declared.published, object.get("datePublished"));
                fill(&mut declared.site, object.get("publisher").and_then(|p| p.get("name")));
            } else if is_type(value, |t| t == "WebSite") {
                fill(&mut declared.site, object.get("name"));
            }
            if let Some(graph) = object.get("@graph") {
                visit(graph, depth + 1, declared);
            }
        }
        _ => {}
    }
}

fn is_type(value: &Value, wanted: fn(&str) -> bool) -> bool {
    match value.get("@type") {
        Some(Value::String(one)) => wanted(one),
        Some(Value::Array(many)) => many.iter().filter_map(Value::as_str).any(wanted),
        _ => false,
    }
}

fn fill(slot: &mut Option<String>, value: Option<&Value>) {
    if slot.is_none() {
        *slot = value.and_then(Value::as_str).map(squeeze).filter(|s| !s.is_empty());
    }
}
