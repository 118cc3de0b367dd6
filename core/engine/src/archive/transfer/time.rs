//! The time of an imported line: a moment, and where the clock stood that told it.
use crate::calendar;
use crate::page::Millis;
use crate::{EngineError, ErrorKind};
use serde_json::Value;

/// Whoever counts, counts a time between these: 1990, before the web, and 2100, in ms. So no two ways of counting can be confused.
const PLAUSIBLE: std::ops::Range<f64> = 631_152_000_000.0..4_102_444_800_000.0;
/// Ways to count from 1970: so many make a millisecond.
const UNITS: [f64; 4] = [1.0, 0.001, 1_000.0, 1_000_000.0];
/// Microseconds from 1601, as Chromium keeps them, to 1970.
const FROM_1601: f64 = 11_644_473_600_000_000.0;
/// Longest value that a reason repeats, in characters.
const SHOWN: usize = 60;

/// A moment, and local time minus UTC in minutes, as far as it was told.
pub type Moment = (Millis, i16);

/// A time: RFC 3339 with its offset, a date (also as digits alone), or a number of milliseconds, seconds, microseconds or nanoseconds
/// since 1970, or of microseconds since 1601. Errors: `Invalid`.
pub fn time(value: &Value) -> Result<Moment, EngineError> {
    let found = match value {
        Value::Number(number) => number.as_f64().and_then(|count| counted(count, &number.to_string())),
        Value::String(text) => of_text(text.trim()),
        _ => None,
    };
    found.ok_or_else(|| {
        let shown: String = value.to_string().chars().take(SHOWN).collect();
        let fact =
            format!("time: {shown} is neither RFC 3339 nor a count of milliseconds or seconds of our days");
        EngineError::new(ErrorKind::Invalid, fact)
    })
}

fn of_text(text: &str) -> Option<Moment> {
    let plain = |b: u8| b.is_ascii_digit() || b == b'.';
    if text.len() > 4 && text.bytes().all(plain) {
        return counted(text.parse().ok()?, text);
    }
    rfc3339(text)
}

/// A number, by what of all it can mean lies in our days. `digits`: as it stands there.
fn counted(count: f64, digits: &str) -> Option<Moment> {
    let units = UNITS.iter().map(|unit| count / unit);
    let since_1970 = units.chain([(count - FROM_1601) / 1_000.0]).find(|ms| PLAUSIBLE.contains(ms));
    since_1970.map(|ms| (ms as Millis, 0)).or_else(|| digits_of_a_date(digits))
}

/// `20260301`, `202603011230` or `20260301123000`, in UTC.
fn digits_of_a_date(digits: &str) -> Option<Moment> {
    let part = |at: usize| digits.get(at..at + 2).unwrap_or("00");
    let date = format!("{}-{}-{}", digits.get(..4)?, digits.get(4..6)?, digits.get(6..8)?);
    let found = match digits.len() {
        8 => rfc3339(&date),
        12 | 14 => rfc3339(&format!("{date}T{}:{}:{}", part(8), part(10), part(12))),
        _ => None,
    };
    found.filter(|(ms, _)| PLAUSIBLE.contains(&(*ms as f64)))
}

/// `2026-03-01T12:30:00.5+02:00`, also with a blank for the T, without seconds, or a date alone (midnight UTC).
fn rfc3339(text: &str) -> Option<Moment> {
    let number = |range: std::ops::Range<usize>| -> Option<i64> {
        let digits = text.get(range)?;
        digits.bytes().all(|byte| byte.is_ascii_digit()).then(|| digits.parse().ok())?
    };
    let (year, month, day) = (number(0..4)?, number(5..7)?, number(8..10)?);
    let dashes = text.get(4..5)? == "-" && text.get(7..8)? == "-";
    if !dashes || !(1..=12).contains(&month) || day < 1 || day > calendar::days_in(year, month) {
        return None;
    }
    let midnight = calendar::day_of(year, month, day) * calendar::DAY_MS;
    if text.len() == 10 {
        return Some((midnight, 0));
    }
    if !matches!(text.get(10..11)?, "T" | "t" | " ") || text.get(13..14)? != ":" {
        return None;
    }
    let (hour, minute) = (number(11..13)?, number(14..16)?);
    let (millis, rest) = seconds(text.get(16..)?)?;
    let offset = match rest.trim_start() {
        "" | "Z" | "z" => 0,
        rest => offset_minutes(rest)?,
    };
    let valid = (0..24).contains(&hour) && (0..60).contains(&minute);
    valid.then(|| (midnight + (hour * 60 + minute - i64::from(offset)) * 60_000 + millis, offset))
}

/// `:30.5`, if it is there, in ms; and what follows.
fn seconds(text: &str) -> Option<(i64, &str)> {
    let Some(after) = text.strip_prefix(':') else { return Some((0, text)) };
    let second: i64 = after.get(..2)?.parse().ok().filter(|second| (0..=60).contains(second))?;
    let rest = after.get(2..)?;
    let Some(after) = rest.strip_prefix(['.', ',']) else { return Some((second * 1000, rest)) };
    let digits = after.find(|c: char| !c.is_ascii_digit()).unwrap_or(after.len());
    let fraction: f64 = format!("0.{}", after.get(..digits)?).parse().ok()?;
    Some((second * 1000 + (fraction * 1000.0) as i64, after.get(digits..)?))
}

/// `+02:00`, `+0200` or `+02`; no place on earth is further from UTC than 18 hours.
fn offset_minutes(text: &str) -> Option<i16> {
    let sign = match text.get(..1)? {
        "+" => 1,
        "-" => -1,
        _ => return None,
    };
    let digits: String = text.get(1..)?.split(':').collect();
    let plain = matches!(digits.len(), 2 | 4) && digits.bytes().all(|byte| byte.is_ascii_digit());
    let hours: i16 = digits.get(..2).filter(|_| plain)?.parse().ok()?;
    let minutes: i16 = digits.get(2..4).unwrap_or("00").parse().ok()?;
    let sum = hours * 60 + minutes;
    (minutes < 60 && sum <= 18 * 60).then_some(sign * sum)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn read(value: &Value) -> Option<Moment> {
        time(value).ok()
    }

    #[test]
    fn moments_keep_the_clock_that_told_them() {
        assert_eq!(read(&json!("1970-01-01T00:00:00Z")), Some((0, 0)));
        assert_eq!(read(&json!("2026-03-01T12:30:00.5+02:00")), Some((1_772_361_000_500, 120)));
        assert_eq!(read(&json!("2026-03-01T00:30:00,25 -0530")), Some((1_772_344_800_250, -330)));
        assert_eq!(read(&json!("2026-03-01T12:30+02")), Some((1_772_361_000_000, 120)));
        assert_eq!(read(&json!(" 2026-03-01 ")), Some((1_772_323_200_000, 0)));
        assert_eq!(read(&json!("2026-03-01 12:30")), Some((1_772_368_200_000, 0)));
        assert_eq!(read(&json!("2026-03-31")), Some((1_774_915_200_000, 0)));
        assert_eq!(read(&json!("2026-03-01T12:30+18:00")), Some((1_772_303_400_000, 1080)));
    }

    #[test]
    fn numbers_are_what_lies_in_our_days() {
        let there = Some((1_700_000_000_000, 0));
        for same in [
            json!(1_700_000_000_000_i64),
            json!(1_700_000_000),
            json!(1_700_000_000_000_000_i64),
            json!(1_700_000_000_000_000_000_i64),
            json!(13_344_473_600_000_000_i64),
            json!(1.7e9),
            json!("1700000000"),
            json!("1700000000000"),
            json!("1700000000.0"),
        ] {
            assert_eq!(read(&same), there, "{same}");
        }
        assert_eq!(read(&json!(1_700_000_000.5)), Some((1_700_000_000_500, 0)));
        assert_eq!(read(&json!(20_260_301)), Some((1_772_323_200_000, 0)));
        assert_eq!(read(&json!("20260301123000")), Some((1_772_368_200_000, 0)));
    }

    #[test]
    fn what_is_no_time_of_our_days_says_so() {
        for bad in [
            json!("2026-02-30"),
            json!("yesterday"),
            json!({}),
            json!("2026-13-01T00:00:00Z"),
            json!("2026-03-01T12:30:00+99:00"),
            json!("2026-03-01T12:30:00+2é"),
            json!("2026-03-01T12:30:00+123"),
            json!("2026-03-01T12:30:00+1a00"),
            json!("2026-03-01T12:30:00+01:60"),
            json!("2026-03-01T12:30:00+18:01"),
            json!("2026-03-01T12:30:61Z"),
            json!("2026-03-01T12:60:00Z"),
            json!("2026-03-01T24:00:00Z"),
            json!("2026/03-01"),
            json!("2026-03/01"),
            json!("2026-+3-01"),
            json!(19_000_101),
            json!(""),
            json!("2026"),
            json!(0),
            json!(-1_700_000_000),
            json!(86_400_000),
            json!(20_261_301),
            json!(9e300),
            json!("x".repeat(10_000)),
        ] {
            let fact = time(&bad).unwrap_err().fact;
            assert!(fact.starts_with("time: ") && fact.len() < 200, "{fact}");
        }
    }
}
