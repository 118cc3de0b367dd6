//! German compounds: which words may be ones, where they may be taken apart, how two words are joined to one.
//!
//! No list of words is needed: the end is what a person typed, and the beginning is judged by the words of the index (Koehn and Knight,
//! "Empirical methods for compound splitting", 2003, take a word apart where both parts are words of the texts).

/// Letters of the shortest form that may be a compound, and of the longest that is kept.
const SHORTEST: usize = 8;
const LONGEST: usize = 40;
/// Letters of the shortest beginning.
const BEGINNING: usize = 3;
/// Letters of the shortest end.
pub const SHORTEST_END: usize = 4;
/// From so many letters on an end is hardly ever there by chance; a shorter one is taken where the beginning is a word of the index.
pub const TELLING_END: usize = 6;

/// What may stand between two parts, and the endings that stems lack: `Arbeit-s-amt`, `Sonne-n-schein`, `Kaffee` of the stem `kaffe`.
const LINKS: [&str; 8] = ["", "s", "n", "e", "es", "en", "er", "ens"];

/// Before a verb these are no part of a compound: `umarbeiten` is not about the same as `arbeiten`.
const PREFIXES: [&str; 32] = [
    "auf", "aus", "bei", "dar", "durch", "ein", "emp", "ent", "fort", "gegen", "her", "hin", "hinter", "los",
    "miss", "mit", "nach", "nieder", "ober", "uber", "umge", "unter", "ver", "vor", "voran", "vorbei", "weg",
    "wider", "wieder", "zer", "zuruck", "zusammen",
];

/// Whether pages of a language (its code) have compounds that are taken apart.
pub fn has_compounds(lang: &str) -> bool {
    lang == "de"
}

/// Whether an indexed form may be a compound.
pub fn may_be_compound(form: &str) -> bool {
    (SHORTEST..=LONGEST).contains(&form.len()) && form.bytes().all(|b| b.is_ascii_lowercase())
}

/// Whether a form may be what a compound ends with.
pub fn may_be_end(form: &str) -> bool {
    (SHORTEST_END..=LONGEST).contains(&form.len()) && form.bytes().all(|b| b.is_ascii_lowercase())
}

/// Whether a form may be what a compound begins with.
pub fn may_begin(form: &str) -> bool {
    form.len() >= BEGINNING
        && form.bytes().any(|b| b"aeiouy".contains(&b))
        && !PREFIXES.contains(&form)
        && form.bytes().all(|b| b.is_ascii_lowercase())
}

/// Whether `beginning`, what stands before the end of a word, is the word with the stem `stem` and what links it.
pub fn is_linked(stem: &str, beginning: &str) -> bool {
    beginning.strip_prefix(stem).is_some_and(|link| LINKS.contains(&link))
}

/// The compounds of two words: the first as it was typed, and the form of the second.
pub fn joined(first: &str, second: &str) -> impl Iterator<Item = String> {
    let may_join = may_begin(first) && may_be_end(second);
    let links = LINKS.iter().filter(move |_| may_join);
    links.map(move |link| format!("{first}{link}{second}")).filter(|word| word.len() <= LONGEST)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts() {
        assert!(
            may_be_compound("kaffeemaschin") && !may_be_compound("maschin") && !may_be_compound("wi-fi-netz")
        );
        assert!(
            is_linked("kaffe", "kaffee") && is_linked("arbeit", "arbeits") && !is_linked("hand", "handt")
        );
        assert!(may_begin("bus") && !may_begin("ver") && !may_begin("schl") && !may_begin("um"));
        assert!(joined("arbeit", "platz").any(|word| word == "arbeitsplatz"));
        assert_eq!(joined("ver", "arbeit").count() + joined("kaffee", "tee").count(), 0);
    }
}
