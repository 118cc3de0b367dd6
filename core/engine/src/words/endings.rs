//! Endings that words of a language have: a half-typed one (`nationalit`) is no beginning of a stem (`nation`), and stands for it all the same.
use super::fold;
use super::lang::Stems;

/// By language, endings that its Snowball stemmer takes off, without accents, the commonest of each that others do not begin with: enough to
/// tell `nationalit` (`ality`) from `nodejs`.
const ENDINGS: [(&str, &str); 9] = [
    (
        "en",
        "ability able ably al alism ality ally ance ant ate ated ates ating ation ational ations ator ement ence ent er ers est ful \
         fulness ibility ible ical ically icity ied ies iest ing ings ion ions ism isms ist ists ities ity ive iveness ively ization \
         ize ized izer izes izing ised ising less lessly ly ment ments ness ous ously ousness",
    ),
    (
        "de",
        "bar em end ende enden er eren erinnen erin ern erung erungen es heit heiten ig ige igem igen iger iges ik isch ische \
         ischen ischer keit keiten lich liche lichem lichen licher liches st ste ung ungen",
    ),
    (
        "fr",
        "able ables aient ait ament aments ance ances ant ante antes ants ation ations ateur ateurs ement ements ence ences er \
         euse euses eux ible ibles ique iques isme ismes issement issements iste istes ite ites ive ives ment ments ateur atrice \
         usion ution",
    ),
    (
        "es",
        "able ables acion aciones ador adora adores amente amiento amientos ancia ancias ando ante antes aron cion ciones encia \
         encias ible ibles ico icos iendo ieron imiento imientos ismo ismos ista istas idad idades iva ivas ivo ivos mente oso osos",
    ),
    (
        "pt",
        "acao acoes ador adora adores amente amento amentos ancia ando ante antes avel encia encias endo eza ezas icao idade \
         idades imento imentos ismo ismos ista istas iva ivas ivo ivos ivel logia logias mente oso osos",
    ),
    (
        "it",
        "abile abili amente amenti amento amenza ando anza anze are azione azioni atore atori endo ente enti enza enze ibile ibili \
         imento imenti ismo ismi ista iste isti ita ivo ivi iva ive logia logie mente oso osi",
    ),
    ("nl", "baar end ende eren erend heden heid ig ige igen ing ingen lijk lijke lijker sel ster tie ties"),
    (
        "sv",
        "ande arna arnas aren arens ast aste else elser erna ernas heten heter igt lig ligt ning ningar ningen",
    ),
    (
        "ru",
        "ами ого ому ость ости ение ения ений ными ного ыми ющий ющая ание ания ировать ский ская ского ских",
    ),
];

impl Stems {
    /// Whether a word of this language, half typed, may be `stem` and `rest`: some ending begins so that its stemmer takes off there.
    pub fn may_end(&self, stem: &str, rest: &str) -> bool {
        let of_lang = ENDINGS.iter().find(|(lang, _)| *lang == self.lang).map_or("", |(_, endings)| endings);
        let mut begun = of_lang.split_whitespace().filter(|ending| ending.starts_with(rest));
        begun.any(|ending| fold::strip(&self.stem(&format!("{stem}{ending}"))) == stem)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn half_typed_endings() {
        for (lang, stem, rest) in [
            ("en", "nation", "alit"),
            ("en", "generat", "io"),
            ("en", "happi", "nes"),
            ("de", "krankenversicher", "un"),
            ("fr", "gouvern", "emen"),
            ("es", "univers", "ida"),
            ("ru", "книг", "ам"),
        ] {
            assert!(Stems::new(lang).may_end(stem, rest), "{lang}: {stem} {rest}");
        }
        for (lang, stem, rest) in [
            ("en", "node", "js"),
            ("en", "labword", "zzz"),
            ("en", "test", "q"),
            ("", "univers", "it"),
            ("de", "haus", "tier"),
        ] {
            assert!(!Stems::new(lang).may_end(stem, rest), "{lang}: {stem} {rest}");
        }
    }
}
