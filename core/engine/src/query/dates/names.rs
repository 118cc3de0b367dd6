//! The words dates are said in, English and German: one table, which reads them and from which they can be shown.

/// What is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::query) enum Unit {
    Minute,
    Hour,
    Day,
    Week,
    Weekend,
    Month,
    Quarter,
    Year,
}

/// What a word says in a date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::query) enum Means {
    /// So many days before today.
    Back(i64),
    /// 0 is Monday.
    Weekday(i64),
    /// 1 is January.
    Month(i64),
    /// Three months, the first of which is this.
    Season(i64),
    Unit(Unit),
    /// A number in words.
    Number(i64),
    /// "a", which counts as one where something is ago.
    One,
    /// Of what is named, so many before the one that is: `last`, `this`.
    Step(i64),
    /// Until now, by days and not by the calendar: `past`.
    Past,
    /// Behind a number: `3 days ago`.
    Ago,
    /// Before a number: `vor 3 Tagen`.
    AgoFirst,
    /// Between two: `day before yesterday`.
    Before,
    /// Before the beginning of a span.
    From,
    /// Before two ends that `and` parts.
    Between,
    And,
    /// Before its end.
    To,
    /// Before its end, also where no beginning is said.
    Until,
    /// The ending of a number: `3rd`.
    Th,
    /// Says nothing: `the`, `am`.
    Filler,
}

/// A row of the table: the first of each language is the one to show; German is empty where it is the same word.
#[derive(Debug)]
pub(in crate::query) struct Name {
    pub means: Means,
    pub english: &'static [&'static str],
    pub german: &'static [&'static str],
}

const fn row(means: Means, english: &'static [&'static str], german: &'static [&'static str]) -> Name {
    Name { means, english, german }
}

/// All words of dates. No word stands in it twice.
pub(in crate::query) const NAMES: [Name; 66] = [
    row(Means::Back(0), &["today", "now"], &["heute", "jetzt"]),
    row(Means::Back(1), &["yesterday"], &["gestern"]),
    row(Means::Back(2), &[], &["vorgestern"]),
    row(Means::Back(-1), &["tomorrow"], &["morgen"]),
    row(Means::Weekday(0), &["monday", "mon"], &["montag", "mo"]),
    row(Means::Weekday(1), &["tuesday", "tue", "tues"], &["dienstag", "di"]),
    row(Means::Weekday(2), &["wednesday", "wed"], &["mittwoch", "mi"]),
    row(Means::Weekday(3), &["thursday", "thu", "thur", "thurs"], &["donnerstag", "do"]),
    row(Means::Weekday(4), &["friday", "fri"], &["freitag", "fr"]),
    row(Means::Weekday(5), &["saturday", "sat"], &["samstag", "sa", "sonnabend"]),
    row(Means::Weekday(6), &["sunday", "sun"], &["sonntag", "so"]),
    row(Means::Month(1), &["january", "jan"], &["januar", "jänner", "jän"]),
    row(Means::Month(2), &["february", "feb", "febr"], &["februar", "feber"]),
    row(Means::Month(3), &["march", "mar"], &["märz", "mär", "mrz"]),
    row(Means::Month(4), &["april", "apr"], &[]),
    row(Means::Month(5), &["may"], &["mai"]),
    row(Means::Month(6), &["june", "jun"], &["juni"]),
    row(Means::Month(7), &["july", "jul"], &["juli"]),
    row(Means::Month(8), &["august", "aug"], &[]),
    row(Means::Month(9), &["september", "sep", "sept"], &[]),
    row(Means::Month(10), &["october", "oct"], &["oktober", "okt"]),
    row(Means::Month(11), &["november", "nov"], &[]),
    row(Means::Month(12), &["december", "dec"], &["dezember", "dez"]),
    row(Means::Season(3), &["spring"], &["frühling", "frühjahr"]),
    row(Means::Season(6), &["summer"], &["sommer"]),
    row(Means::Season(9), &["autumn", "fall"], &["herbst"]),
    row(Means::Season(12), &["winter"], &[]),
    row(Means::Unit(Unit::Minute), &["minute", "minutes", "min", "mins"], &["minuten"]),
    row(Means::Unit(Unit::Hour), &["hour", "hours", "h", "hr", "hrs"], &["stunde", "stunden", "std"]),
    row(Means::Unit(Unit::Day), &["day", "days", "d"], &["tag", "tage", "tagen", "tages"]),
    row(Means::Unit(Unit::Week), &["week", "weeks", "w", "wk"], &["woche", "wochen", "kw"]),
    row(Means::Unit(Unit::Weekend), &["weekend", "weekends"], &["wochenende", "wochenendes", "wochenenden"]),
    row(Means::Unit(Unit::Month), &["month", "months"], &["monat", "monate", "monaten", "monats"]),
    row(Means::Unit(Unit::Quarter), &["quarter", "quarters", "q"], &["quartal", "quartale", "quartalen"]),
    row(Means::Unit(Unit::Year), &["year", "years", "y", "yr"], &["jahr", "jahre", "jahren", "jahres"]),
    row(Means::One, &["a", "an"], &["ein", "eine", "einem", "einer", "einen", "eines"]),
    row(Means::Number(1), &["one"], &["eins"]),
    row(Means::Number(2), &["two"], &["zwei", "zwo"]),
    row(Means::Number(3), &["three"], &["drei"]),
    row(Means::Number(4), &["four"], &["vier"]),
    row(Means::Number(5), &["five"], &["fünf"]),
    row(Means::Number(6), &["six"], &["sechs"]),
    row(Means::Number(7), &["seven"], &["sieben"]),
    row(Means::Number(8), &["eight"], &["acht"]),
    row(Means::Number(9), &["nine"], &["neun"]),
    row(Means::Number(10), &["ten"], &["zehn"]),
    row(Means::Number(11), &["eleven"], &["elf"]),
    row(Means::Number(12), &["twelve"], &["zwölf"]),
    row(Means::Step(0), &["this", "current"], &["diese", "diesem", "diesen", "dieser", "dieses"]),
    row(Means::Step(0), &[], &["aktuelle", "aktuellen", "aktueller", "aktuelles"]),
    row(Means::Step(1), &["last", "previous"], &["letzte", "letztem", "letzten", "letzter", "letztes"]),
    row(Means::Step(1), &[], &["vorige", "vorigem", "vorigen", "voriger", "voriges"]),
    row(Means::Step(1), &[], &["vergangene", "vergangenem", "vergangenen", "vergangener", "vergangenes"]),
    row(Means::Step(2), &[], &["vorletzte", "vorletztem", "vorletzten", "vorletzter", "vorletztes"]),
    row(Means::Past, &["past"], &[]),
    row(Means::Ago, &["ago"], &["her"]),
    row(Means::AgoFirst, &[], &["vor"]),
    row(Means::Before, &["before"], &[]),
    row(Means::From, &["from", "since"], &["von", "vom", "seit", "ab"]),
    row(Means::Between, &["between"], &["zwischen"]),
    row(Means::And, &["and"], &["und"]),
    row(Means::To, &["to", "through", "thru"], &[]),
    row(Means::Until, &["until", "till"], &["bis"]),
    row(Means::Th, &["th", "st", "nd", "rd"], &["te", "ter"]),
    row(Means::Filler, &["the", "of", "on", "in", "at"], &["der", "die", "das", "dem", "den", "des"]),
    row(Means::Filler, &[], &["am", "im", "zum", "zur"]),
];

/// What a word (lower case, composed) says in a date. `ae` and `a` stand for `ä`, too.
pub(super) fn meaning(word: &str) -> Option<Means> {
    let word: String = word.chars().flat_map(spelt_out).flatten().collect();
    let is = |name: &&'static str| {
        name.chars().flat_map(spelt_out).flatten().eq(word.chars())
            || name.chars().filter_map(|c| spelt_out(c)[0]).eq(word.chars())
    };
    let row = NAMES.iter().find(|row| row.english.iter().chain(row.german).any(is))?;
    Some(row.means)
}

/// An umlaut in two letters, any other character as it is.
fn spelt_out(c: char) -> [Option<char>; 2] {
    match c {
        'ä' => [Some('a'), Some('e')],
        'ö' => [Some('o'), Some('e')],
        'ü' => [Some('u'), Some('e')],
        _ => [Some(c), None],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_word_stands_once_and_is_found() {
        let mut all: Vec<&str> = Vec::new();
        for row in &NAMES {
            assert!(!row.english.is_empty() || !row.german.is_empty());
            for name in row.english.iter().chain(row.german) {
                assert_eq!(meaning(name), Some(row.means), "{name}");
                all.push(name);
            }
        }
        let count = all.len();
        all.sort_unstable();
        all.dedup();
        assert_eq!(all.len(), count);
    }

    #[test]
    fn umlauts_are_spelt_as_one_can() {
        for word in ["märz", "maerz", "marz"] {
            assert_eq!(meaning(word), Some(Means::Month(3)), "{word}");
        }
        assert_eq!(meaning("zwoelf"), Some(Means::Number(12)));
        assert_eq!(meaning("fuenf"), meaning("funf"));
        assert_eq!(meaning("m"), None);
    }
}
