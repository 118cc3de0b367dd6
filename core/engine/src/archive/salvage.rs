//! What is left of a capture whose text is damaged on the disk: title, address, visit and picture. It counts as a version without words, so that
//! the next visit of the page brings them again.
use super::sameness::content_hash;
use crate::event::{Captured, Event};
use crate::journal::text::Text;
use crate::journal::{Fate, Found};
use crate::page::to_hex;

/// The event of a frame, as far as it is whole.
pub(super) fn salvaged(found: &mut Found<'_>) -> Option<Event> {
    let event = found.event.take();
    if found.is_hurt { event.map(without_words) } else { event }
}

/// What becomes of a frame that is written anew, where it is damaged in part.
pub(super) fn mended(fate: Fate, found: &Found<'_>) -> Fate {
    let event = match fate {
        fate if !found.is_hurt => return fate,
        Fate::Drop => return Fate::Drop,
        Fate::Keep => found.event.clone(),
        Fate::Change(event, _) => Some(*event),
    };
    let Some(event) = event else { return Fate::Drop };
    let is_card = matches!(&event, Event::Capture(captured) if captured.card);
    let data = if is_card { vec![] } else { Text::default().pack() };
    Fate::Change(Box::new(without_words(event)), data)
}

fn without_words(event: Event) -> Event {
    match event {
        Event::Capture(captured) if !captured.card => {
            let hash = to_hex(&content_hash(&captured.title, &Text::default()));
            Event::Capture(Captured { hash, ..captured })
        }
        other => other,
    }
}
