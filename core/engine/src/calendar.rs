//! The civil calendar: days since 1970-01-01 to year, month and day, and back.

/// A day, in ms.
pub const DAY_MS: i64 = 86_400_000;
/// Days between 1 March of year 0, where the count of a leap year's days is simplest, and 1970-01-01.
const SHIFT: i64 = 719_468;
const DAYS_OF_AN_ERA: i64 = 146_097;

/// The day of a date, counted from 1970-01-01; months are 1 to 12 (Hinnant, "chrono-compatible low-level date algorithms").
pub fn day_of(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let (era, of_era) = (year.div_euclid(400), year.rem_euclid(400));
    let of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    era * DAYS_OF_AN_ERA + of_era * 365 + of_era / 4 - of_era / 100 + of_year - SHIFT
}

/// Year, month (1 to 12) and day (1 to 31) of a day counted from 1970-01-01 (the same source).
pub fn date_of(day: i64) -> (i64, i64, i64) {
    let shifted = day + SHIFT;
    let (era, of_era) = (shifted.div_euclid(DAYS_OF_AN_ERA), shifted.rem_euclid(DAYS_OF_AN_ERA));
    let year = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year + year / 4 - year / 100);
    let month = (5 * of_year + 2) / 153;
    let of_month = of_year - (153 * month + 2) / 5 + 1;
    let month = if month < 10 { month + 3 } else { month - 9 };
    (year + 400 * era + i64::from(month <= 2), month, of_month)
}

/// How many days a month (1 to 12) has.
pub fn days_in(year: i64, month: i64) -> i64 {
    match month {
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn calendar() {
        assert_eq!(day_of(1970, 1, 1), 0);
        assert_eq!(day_of(2000, 3, 1), 11_017);
        assert_eq!(date_of(20_777), (2026, 11, 20));
        assert_eq!(date_of(-1), (1969, 12, 31));
    }

    #[test]
    fn every_day_has_one_date() {
        let (mut year, mut month, mut day) = date_of(-800_000);
        for at in -800_000..800_000 {
            assert_eq!(date_of(at), (year, month, day));
            assert_eq!(day_of(year, month, day), at);
            day += 1;
            if day > days_in(year, month) {
                (day, month) = (1, month + 1);
            }
            if month > 12 {
                (month, year) = (1, year + 1);
            }
        }
    }
}
