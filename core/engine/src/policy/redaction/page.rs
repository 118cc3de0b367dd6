//! A page's texts as one stream: what is parted by the borders of elements, of lines and of fields is still one number.
use super::digits::{after, before};
use super::{HIDDEN, ROUNDS, redact, redact_id, replace, secrets};
use crate::extract::Extracted;
use std::collections::HashSet;
use std::ops::Range;

/// Secrets of one page that are looked for by their words; a page with more is no page that a person reads.
const MOST: usize = 200;

/// Takes the secrets out of everything that a page says. `visible`: the text as the browser laid it out, where it is known.
/// There, and else in the page's own order, a name and its codes stand together, of which one may have come into the main text
/// and the other into the rest.
pub fn redact_page(page: &mut Extracted, visible: Option<&str>) {
    let Extracted { title, site, text, rest, published, flow, .. } = page;
    let kept = joined(&[title, text, rest]);
    let first = secrets(&kept);
    // A page that is one text stands in its own order, and is looked at once.
    let is_one = rest.is_empty() && text == visible.unwrap_or(flow);
    let (stream, hide) = if is_one {
        (kept, first.clone())
    } else {
        let stream = [title.as_str(), visible.unwrap_or(flow)].join("\n");
        let hide = secrets(&stream);
        (stream, hide)
    };
    redact_from(&mut [title, text, rest], first);
    if !hide.is_empty() {
        let texts = hide.into_iter().filter_map(|range| stream.get(range)).collect::<HashSet<_>>();
        for part in [text, rest] {
            hide_known(part, &texts);
        }
    }
    *site = redact(site).into_owned();
    if let Some(published) = published {
        *published = redact_id(published).into_owned();
    }
}

/// Takes the secrets out of texts that stand one after another.
pub fn redact_parts(parts: &mut [&mut String]) {
    let first = secrets(&joined(parts));
    redact_from(parts, first);
}

fn joined(parts: &[&mut String]) -> String {
    parts.iter().map(|part| part.as_str()).collect::<Vec<_>>().join("\n")
}

/// `hide`: where secrets stand in the texts as they are.
fn redact_from(parts: &mut [&mut String], mut hide: Vec<Range<usize>>) {
    for _ in 0..ROUNDS {
        let stream = joined(parts);
        if hide.iter().all(|range| stream.get(range.clone()) == Some(HIDDEN)) {
            return;
        }
        let mut start = 0;
        for part in parts.iter_mut() {
            let end = start + part.len();
            let inside = |range: &Range<usize>| {
                let (from, to) = (range.start.max(start), range.end.min(end));
                (from < to).then(|| from - start..to - start)
            };
            let own: Vec<Range<usize>> = hide.iter().filter_map(inside).collect();
            if !own.is_empty() {
                **part = replace(part, own, HIDDEN);
            }
            start = end + 1;
        }
        hide = secrets(&joined(parts));
    }
}

/// Hides secrets that were found elsewhere: whole lines that are one or a piece of one, and words in a line.
fn hide_known(text: &mut String, secrets: &HashSet<&str>) {
    let parted = |secret: &&&str| secret.trim().contains(['\n', '\t']);
    let pieces = secrets.iter().filter(parted).flat_map(|secret| secret.split(['\n', '\t'])).map(str::trim);
    let pieces: HashSet<&str> = pieces.filter(|piece| !piece.is_empty()).collect();
    if text.lines().any(|line| pieces.contains(line.trim())) {
        let hidden = |line| if pieces.contains(str::trim(line)) { HIDDEN } else { line };
        *text = text.split('\n').map(hidden).collect::<Vec<_>>().join("\n");
    }
    let mut found = Vec::new();
    // Words of a wallet are words of other sentences, too.
    let of_pieces = pieces.iter().filter(|piece| piece.len() >= 8).copied();
    let is_own = |secret: &&str| secret.len() > 20 || secret.chars().any(char::is_numeric);
    let whole = secrets.iter().filter(|secret| !parted(secret)).copied();
    for secret in whole.chain(of_pieces).filter(|secret| is_own(secret)).take(MOST) {
        let is_alone = |at: &usize| {
            let beside = [before(text, *at), after(text, at + secret.len())];
            !beside.into_iter().flatten().any(char::is_alphanumeric)
        };
        let places = text.match_indices(secret).map(|(at, _)| at).filter(is_alone);
        found.extend(places.map(|at| at..at + secret.len()));
    }
    if !found.is_empty() {
        *text = replace(text, found, HIDDEN);
    }
}
