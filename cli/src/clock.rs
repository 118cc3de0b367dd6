//! Times: now, as text, and days from text. The engine is told the time; here is where it comes from.
use jiff::Timestamp;
use jiff::tz::TimeZone;
use std::ops::Range;
use std::time::UNIX_EPOCH;
use webmynd_engine::calendar;
use webmynd_engine::page::Millis;

/// Milliseconds since 1970-01-01T00:00:00Z.
#[expect(clippy::disallowed_methods, reason = "the one place where the command line reads the clock")]
pub fn now() -> Millis {
    let since = std::time::SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    Millis::try_from(since.as_millis()).unwrap_or(Millis::MAX)
}

/// Local time minus UTC at a moment, in minutes, where this person is: `TZ` decides, else the system's zone.
pub fn offset_min(at: Millis) -> i16 {
    let seconds = Timestamp::from_millisecond(at).map(|at| TimeZone::system().to_offset(at).seconds());
    seconds.ok().and_then(|seconds| i16::try_from(seconds.div_euclid(60)).ok()).unwrap_or(0)
}

/// The same of a visit: its own where it was written down. Lines that say none, or say UTC, are of no place.
pub fn offset_of(at: Millis, offset_min: i16) -> i16 {
    if offset_min == 0 { self::offset_min(at) } else { offset_min }
}

/// The local day of a visit, counted from 1970-01-01.
pub fn day(at: Millis, offset_min: i16) -> i32 {
    let local = at.saturating_add(i64::from(offset_of(at, offset_min)) * 60_000);
    i32::try_from(local.div_euclid(86_400_000)).unwrap_or(if local < 0 { i32::MIN } else { i32::MAX })
}

/// RFC 3339, in the local time of the visit; without fraction where there is none.
pub fn rfc3339(at: Millis, offset_min: i16) -> String {
    let offset = i64::from(offset_min);
    let local = at.saturating_add(offset * 60_000);
    let (day, ms) = (local.div_euclid(86_400_000), local.rem_euclid(86_400_000));
    let fraction = if ms % 1000 == 0 { String::new() } else { format!(".{:03}", ms % 1000) };
    let zone = match offset {
        0 => "Z".to_owned(),
        _ => {
            format!("{}{:02}:{:02}", if offset < 0 { '-' } else { '+' }, offset.abs() / 60, offset.abs() % 60)
        }
    };
    let (hour, minute, second) = (ms / 3_600_000, ms / 60_000 % 60, ms / 1000 % 60);
    format!("{}T{hour:02}:{minute:02}:{second:02}{fraction}{zone}", date(day))
}

/// YYYY-MM-DD of a day counted from 1970-01-01.
pub fn date(day: i64) -> String {
    let (year, month, day) = calendar::date_of(day);
    format!("{year:04}-{month:02}-{day:02}")
}

/// The days of YYYY-MM-DD or YYYY-MM, counted from 1970-01-01; the end is excluded.
pub fn days(text: &str) -> Result<Range<i32>, String> {
    let wrong = || format!("{text:?} is neither a day (2026-03-01) nor a month (2026-03)");
    let mut parts = text.split('-');
    let mut part = |len: usize| {
        let digits = parts.next()?;
        (digits.len() == len && digits.bytes().all(|b| b.is_ascii_digit()))
            .then(|| digits.parse::<i64>().ok())?
    };
    let (year, month, day) = (part(4).ok_or_else(wrong)?, part(2).ok_or_else(wrong)?, part(2));
    let is_month = text.len() == 7;
    // Four digits of a year are no day that 32 bits could not count.
    let first = calendar::day_of(year, month, day.unwrap_or(1)) as i32;
    let real = (1..=12).contains(&month) && (is_month || date(i64::from(first)) == text);
    if !real || (!is_month && text.len() != 10) {
        return Err(wrong());
    }
    let count = if is_month { calendar::days_in(year, month) as i32 } else { 1 };
    Ok(first..first + count)
}

#[cfg(test)]
mod tests {
    use super::{date, days, rfc3339};

    #[test]
    fn times_are_written() {
        assert_eq!(rfc3339(0, 0), "1970-01-01T00:00:00Z");
        assert_eq!(rfc3339(1_772_361_000_500, 120), "2026-03-01T12:30:00.500+02:00");
        assert_eq!(rfc3339(-1, -90), "1969-12-31T22:29:59.999-01:30");
    }

    #[test]
    fn days_are_read() {
        assert_eq!(days("1970-01-01"), Ok(0..1));
        assert_eq!(
            days("2024-02").map(|month| (date(month.start.into()), month.len())),
            Ok(("2024-02-01".into(), 29))
        );
        assert_eq!(days("2026-12").map(|month| date(month.end.into())), Ok("2027-01-01".into()));
        for wrong in
            ["", "2026", "2026-2-1", "2026-02-30", "2026-13", "2026-03-01-01", "yesterday", "2026-03-01T"]
        {
            assert!(days(wrong).is_err(), "{wrong}");
        }
    }
}
