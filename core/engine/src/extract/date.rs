//! Declared dates -> RFC 3339 or a plain date.
use crate::calendar;

/// `2019-11-20T09:28:00Z`, `2019-11-20 09:28:00 +0100`, `2019-11-20` or `20191120`; anything else is `None`.
///
/// A time without an offset says no moment: only its date is kept.
pub(super) fn normalise(declared: &str) -> Option<String> {
    let declared = declared.trim();
    let (date, time) = split_date(declared)?;
    Some(read_time(time).map_or_else(|| date.clone(), |time| format!("{date}T{time}")))
}

fn split_date(text: &str) -> Option<(String, &str)> {
    let separated = text.get(4..5).is_some_and(|c| c == "-" || c == "/");
    let (year, month, day, rest) = if separated {
        (text.get(..4)?, text.get(5..7)?, text.get(8..10)?, text.get(10..)?)
    } else {
        (text.get(..4)?, text.get(4..6)?, text.get(6..8)?, text.get(8..)?)
    };
    if rest.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let number =
        |digits: &str| digits.bytes().all(|b| b.is_ascii_digit()).then(|| digits.parse::<i64>().ok())?;
    let (y, m, d) = (number(year)?, number(month)?, number(day)?);
    let real =
        (1900..=2200).contains(&y) && (1..=12).contains(&m) && (1..=calendar::days_in(y, m)).contains(&d);
    real.then(|| (format!("{year}-{month}-{day}"), rest))
}

/// `hh:mm[:ss[.fraction]]` and an offset.
fn read_time(text: &str) -> Option<String> {
    let text = text.trim_start_matches(['T', 't', ' ']);
    let end = text.find(|c: char| !(c.is_ascii_digit() || c == ':' || c == '.'))?;
    let (clock, offset) = (text.get(..end)?, text.get(end..)?.trim());
    let mut parts = clock.splitn(3, ':');
    let mut part = |most: u32| {
        let digits = parts.next()?;
        let whole = digits.split('.').next().unwrap_or_default();
        (whole.len() == 2 && whole.parse::<u32>().ok()? <= most).then_some(digits)
    };
    let (hour, minute) = (part(23)?, part(59)?);
    let second = part(60).unwrap_or("00");
    Some(format!("{hour}:{minute}:{second}{}", read_offset(offset)?))
}

fn read_offset(text: &str) -> Option<String> {
    if text.eq_ignore_ascii_case("z") || text.eq_ignore_ascii_case("utc") || text.eq_ignore_ascii_case("gmt")
    {
        return Some("Z".to_owned());
    }
    let sign = text.get(..1).filter(|s| *s == "+" || *s == "-")?;
    let digits: String = text.get(1..)?.chars().filter(|c| *c != ':').collect();
    let digits = if digits.len() == 2 { format!("{digits}00") } else { digits };
    let plain = digits.len() == 4 && digits.bytes().all(|b| b.is_ascii_digit());
    plain.then(|| format!("{sign}{}:{}", digits.get(..2).unwrap_or("00"), digits.get(2..).unwrap_or("00")))
}

#[cfg(test)]
mod tests {
    use super::normalise;

    #[test]
    fn dates_and_moments_are_read() {
        let read = |text| normalise(text).unwrap_or_default();
        assert_eq!(read("2019-11-20T09:28:00Z"), "2019-11-20T09:28:00Z");
        assert_eq!(read("2019-11-20 09:28 +0100"), "2019-11-20T09:28:00+01:00");
        assert_eq!(read("2019-11-20T09:28:00.123-05"), "2019-11-20T09:28:00.123-05:00");
        assert_eq!(read(" 2019/11/20 "), "2019-11-20");
        assert_eq!(read("20191120"), "2019-11-20");
        assert_eq!(read("2019-11-20T09:28:00"), "2019-11-20", "no offset, no moment");
    }

    #[test]
    fn what_is_no_date_is_none() {
        for text in [
            "",
            "yesterday",
            "2019",
            "2019-13-01",
            "2019-02-30",
            "201911201",
            "20-11-2019",
            "２０１９-11-20",
            "9999-99-99",
        ] {
            assert_eq!(normalise(text), None, "{text}");
        }
    }
}
