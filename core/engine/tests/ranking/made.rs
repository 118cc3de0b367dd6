//! Pages made by code: titles that share their words, texts of one small vocabulary. In every clone.
use super::pages::Page;

const THINGS: [&str; 10] = [
    "ferry",
    "museum",
    "bakery",
    "library",
    "lighthouse",
    "orchard",
    "railway",
    "swimming hall",
    "observatory",
    "harbour market",
];
const ABOUT: [&str; 6] = [
    "winter timetable",
    "prices for families",
    "history in pictures",
    "opening hours",
    "how to get there",
    "letters from visitors",
];
const PLACES: [&str; 12] = [
    "Aldersund",
    "Brenholm",
    "Castelvero",
    "Dunmarrow",
    "Eskilvik",
    "Fontclair",
    "Grunewinkel",
    "Hallowby",
    "Isleford",
    "Jarrowmere",
    "Kestrelton",
    "Lindgarten",
];
const FILLING: [&str; 24] = [
    "people", "morning", "children", "weather", "stairs", "tickets", "window", "music", "garden", "street",
    "coffee", "bicycle", "island", "bridge", "summer", "evening", "station", "river", "paper", "colour",
    "winter", "bread", "stone", "voices",
];

/// A number that follows from another, without luck.
fn next(seed: &mut u64) -> usize {
    *seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
    (*seed >> 33) as usize
}

/// One page a thing and what is said about it, each in a place of its own, with the names of others in its text.
pub fn pages() -> Vec<Page> {
    let mut seed = 7;
    let mut pages = Vec::new();
    for (at, thing) in THINGS.iter().enumerate() {
        for (about_at, about) in ABOUT.iter().enumerate() {
            let place = PLACES[(at * 5 + about_at * 7) % PLACES.len()];
            let mut text = String::new();
            for sentence in 0..14 {
                let mut pick = |of: &[&'static str]| of[next(&mut seed) % of.len()];
                let (one, two, three, four) =
                    (pick(&FILLING), pick(&FILLING), pick(&FILLING), pick(&FILLING));
                text.push_str(&format!("The {one} and the {two} of the {three} near the {four}"));
                match sentence % 7 {
                    1 => text.push_str(&format!(" belong to the {thing} of {place}")),
                    3 => text.push_str(&format!(
                        " are like those of the {} of {}",
                        pick(&THINGS),
                        pick(&PLACES)
                    )),
                    5 => text.push_str(&format!(" have no {}", pick(&ABOUT))),
                    _ => {}
                }
                text.push_str(". ");
            }
            // Words that stand on no other page, as names and terms do.
            let own: String = format!("{}{}{}", &thing[..3], &about[..3], &place[..4].to_lowercase());
            text.push_str(&format!("{own}ic {own}ic and {own}or {own}or, also {own}al {own}al."));
            pages.push(Page {
                title: format!("{place} {thing}, {about} of {}", 1900 + 6 * at + about_at),
                text,
                rest: "Home Tickets Search About us Contact Imprint".to_owned(),
                url: format!("https://{}.example/{}", place.to_lowercase(), about.replace(' ', "-")),
                site: place.to_owned(),
                lang: "en".to_owned(),
            });
        }
    }
    pages
}
