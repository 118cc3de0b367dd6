//! When a bookmark was made: a number of seconds in most files, of milliseconds or microseconds in some.
use crate::calendar::DAY_MS;
use crate::page::Millis;

/// Clocks differ by as much, in ms.
const SLACK: Millis = DAY_MS;

/// The time in ms that a number stands for; `None` where there is none. Errors: what is wrong with it.
pub fn date(text: &str, now: Millis) -> Result<Option<Millis>, String> {
    let text = text.trim();
    let whole = text.split('.').next().unwrap_or_default();
    if text.is_empty() || text.bytes().all(|byte| byte == b'0') {
        return Ok(None);
    }
    let shown = text.get(..text.floor_char_boundary(40)).unwrap_or_default();
    let number: u64 = whole.parse().map_err(|_| format!("{shown:?} is no time"))?;
    // Each of these ends in the year 5138 or later, and the next begins before 1974.
    let ms = match number {
        0..100_000_000_000 => number * 1_000,
        100_000_000_000..100_000_000_000_000 => number,
        _ => number / 1_000,
    };
    let ms = Millis::try_from(ms).unwrap_or(Millis::MAX);
    if ms > now.saturating_add(SLACK) {
        return Err(format!("{shown:?} is a time that has not come yet"));
    }
    Ok(Some(ms))
}
