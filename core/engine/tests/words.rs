//! Ways to write a word: a page with one of them is found by each of the others, as typed, and lit.
use crate::common::faulty::FaultyFiles;
use crate::common::model::open;
use crate::common::request::request;
use crate::common::secret::NOW;
use std::sync::Arc;
use webmynd_engine::archive::{Archive, SearchAnswer, SearchRequest};

/// A language, and words that are written in these ways.
const MEET: [(&str, &[&str]); 30] = [
    ("zh", &["汉语", "漢語"]),
    ("zh", &["学习", "學習"]),
    ("zh", &["台湾", "臺灣", "台灣"]),
    ("zh", &["计算机网络", "計算機網絡"]),
    ("zh", &["书", "書"]),
    ("ja", &["ひらがな", "ヒラガナ", "ﾋﾗｶﾞﾅ"]),
    ("ja", &["サーバー", "ｻｰﾊﾞｰ"]),
    ("ja", &["ラーメン", "らーめん"]),
    ("ja", &["ガラス", "カ\u{3099}ラス"]),
    ("ar", &["أحمد", "احمد"]),
    ("ar", &["إسلام", "اسلام"]),
    ("ar", &["القرآن", "القران"]),
    ("ar", &["مدرسة", "مدرسه"]),
    ("ar", &["مستشفى", "مستشفي"]),
    ("ar", &["مسؤول", "مسوول"]),
    ("ar", &["كِتَاب", "كتاب", "كتـــاب"]),
    ("ar", &["٢٠٢٤", "2024"]),
    ("fa", &["کتابی", "كتابي"]),
    ("fa", &["۱۲۳۴", "1234", "١٢٣٤"]),
    ("hi", &["२०२४", "2024"]),
    ("fr", &["rivière", "riviere", "RIVIÈRE"]),
    ("fr", &["électricité", "electricite", "Électricite"]),
    ("fr", &["employée", "employee"]),
    ("pt", &["informação", "informacao"]),
    ("pt", &["pães", "paes"]),
    ("ca", &["població", "poblacio"]),
    ("es", &["canción", "cancion"]),
    ("it", &["città", "citta"]),
    ("ro", &["informații", "informatii"]),
    ("pl", &["książkę", "ksiazke"]),
];

fn search(archive: &Archive, q: &str) -> SearchAnswer {
    let request = SearchRequest { limit: 100, ..request(q, NOW) };
    archive.search(&request).unwrap()
}

#[test]
fn each_way_to_write_a_word_finds_the_others() {
    let mut archive = open(&Arc::new(FaultyFiles::default())).unwrap();
    let mut lines = String::new();
    for (row, (lang, ways)) in MEET.iter().enumerate() {
        for (at, way) in ways.iter().enumerate() {
            let id = format!("{row}-{at}");
            let line = serde_json::json!({ "id": id, "url": format!("https://{id}.example/"), "title": way, "text": "zzz", "lang": lang });
            lines.push_str(&format!("{line}\n"));
        }
    }
    assert!(archive.import(&lines, 1, NOW).unwrap().report.bad.is_empty());
    let mut wrong = Vec::new();
    for (row, (_, ways)) in MEET.iter().enumerate() {
        for typed in *ways {
            let answer = search(&archive, &format!("{typed} "));
            for (at, way) in ways.iter().enumerate() {
                let hit = answer.hits.iter().find(|hit| hit.id == format!("{row}-{at}"));
                if answer.forgiving || hit.is_none_or(|hit| !hit.title.iter().any(|span| span.lit)) {
                    wrong.push(format!("{typed} for {way}: {hit:?}"));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn words_that_differ_stay_apart() {
    let mut archive = open(&Arc::new(FaultyFiles::default())).unwrap();
    let words = [("zh", "台风"), ("ar", "كلب"), ("fr", "marche"), ("ja", "カメ"), ("de", "schon")];
    let lines: Vec<String> = words
        .iter()
        .enumerate()
        .map(|(at, (lang, word))| {
            serde_json::json!({ "id": at.to_string(), "url": format!("https://w{at}.example/"), "title": "", "text": word, "lang": lang })
                .to_string()
        })
        .collect();
    archive.import(&lines.join("\n"), 1, NOW).unwrap();
    for q in ["臺灣 ", "قلب ", "rivière ", "ケ "] {
        let answer = search(&archive, q);
        assert!(answer.forgiving || answer.total == 0, "{q}: {:?}", answer.hits);
    }
}

/// Pages as one imports them: id, language, text.
fn with_pages(pages: &[(&str, &str, &str)]) -> Archive {
    let mut archive = open(&Arc::new(FaultyFiles::default())).unwrap();
    let line = |(id, lang, text): &(&str, &str, &str)| {
        serde_json::json!({ "id": id, "url": format!("https://{id}.example/"), "title": "", "text": text, "lang": lang })
            .to_string()
    };
    let lines: Vec<String> = pages.iter().map(line).collect();
    archive.import(&lines.join("\n"), 1, NOW).unwrap();
    archive
}

fn found(archive: &Archive, q: &str) -> Vec<String> {
    let answer = search(archive, q);
    if answer.forgiving {
        vec![]
    } else {
        answer.hits.into_iter().filter(|hit| !hit.loose).map(|hit| hit.id).collect()
    }
}

/// Each of the queries finds these pages, whose ids are in order.
fn each_finds(archive: &Archive, cases: &[(&[&str], &[&str])], what: &str) {
    for (typed, pages) in cases {
        for q in *typed {
            let mut found = found(archive, q);
            found.sort();
            assert_eq!(found, *pages, "{q}, {what}");
        }
    }
}

/// Each page is found by each other's way to write it, wherever some page is written as it was typed.
#[test]
fn names_and_versions_are_found_however_they_are_written() {
    let pages = [
        ("dot", "en", "We serve it with node.js and a cache."),
        ("one", "en", "We serve it with nodejs and a cache."),
        ("slash", "en", "They saw AC/DC live."),
        ("band", "en", "They saw acdc live."),
        ("doctor", "en", "She has a Ph.D. in physics."),
        ("letters", "en", "She has a PhD in physics."),
        ("plain", "en", "Release 1.2.3 is out."),
        ("letter", "en", "Release v1.2.3 is out."),
        ("address", "en", "The host 1.2.3.4 does not answer."),
    ];
    let mut archive = with_pages(&pages);
    for committed in [false, true] {
        let cases: [(&[&str], &[&str]); 3] = [
            (&["node.js ", "nodejs "], &["dot", "one"]),
            (&["AC/DC ", "acdc "], &["band", "slash"]),
            (&["Ph.D. ", "phd "], &["doctor", "letters"]),
        ];
        each_finds(&archive, &cases, &format!("committed: {committed}"));
        let some = |q: &str| found(&archive, q).into_iter().filter(|id| id != "address").collect::<Vec<_>>();
        for q in ["1.2.3 ", "v1.2.3 "] {
            let mut found = some(q);
            found.sort();
            assert_eq!(found, ["letter", "plain"], "{q}, committed: {committed}");
        }
        assert_eq!(found(&archive, "1.2.34 "), [""; 0], "it is no 1.2.3.4");
        archive.settle().unwrap();
    }
}

/// Signs belong to a name wherever it is typed: alone, in quotes, before a year, half of it.
#[test]
fn a_name_with_signs_is_no_name_without_them() {
    let pages = [
        ("vitamin", "en", "Do you have c in winter? Vitamin c 17."),
        ("plus", "en", "Do you have C++ in stock?"),
        ("year", "en", "It is written in C++17 today."),
        ("wide", "ja", "これはＣ＋＋です。"),
        ("sharp", "en", "Do you have C# in stock?"),
        ("hidden", "en", "Add it to .gitignore and commit."),
    ];
    let mut archive = with_pages(&pages);
    for committed in [false, true] {
        let cases: [(&[&str], &[&str]); 5] = [
            (&["c++", "c++ ", "\"c++\"", "Ｃ＋＋", "(c++)"], &["plus", "wide", "year"]),
            (&["\"have c++ in\"", "\"have c++"], &["plus"]),
            (&["c++17", "\"c++17\"", "c++1", "\"in c++17 today\""], &["year"]),
            (&["c# ", "\"c#\"", "\"have c# in stock\""], &["sharp"]),
            (&[".gitignore", ".giti", "\"to .gitignore and\"", "\"to .giti"], &["hidden"]),
        ];
        each_finds(&archive, &cases, &format!("committed: {committed}"));
        archive.settle().unwrap();
    }
}

/// An ending that is being typed stands for the stem it would leave; letters that are no ending stand for nothing.
#[test]
fn a_half_typed_word_is_found_by_the_ending_that_it_begins() {
    let archive = with_pages(&[
        ("uni", "en", "Its nationality was founded early."),
        ("lab", "en", "A node of the labword."),
    ]);
    assert_eq!(found(&archive, "nationalit"), ["uni"]);
    assert_eq!(found(&archive, "national"), ["uni"]);
    for q in ["labwordzzz", "nodejs", "nodez"] {
        assert_eq!(found(&archive, q), [""; 0], "{q}");
    }
}

#[test]
fn german_compounds_are_found_by_their_parts() {
    let pages = [
        ("word", "de", "Die Maschine steht in der Halle und wird dort seit Jahren gewartet."),
        ("compound", "de", "Die Kaffeemaschinen stehen in der Halle und werden dort gewartet."),
        ("linked", "de", "Ein Arbeitsplatz ist kein Zimmer."),
        ("short", "de", "Der Kaufpreis steht fest, denn der Kauf ist gemacht."),
        ("verb", "de", "Wir verarbeiten Holz und haben die Handtasche im Landkreis."),
        ("english", "en", "The coffeemaschine is a word of nobody."),
    ];
    let mut archive = with_pages(&pages);
    for committed in [false, true] {
        assert_eq!(found(&archive, "Maschine "), ["word", "compound"], "the word itself comes first");
        assert_eq!(found(&archive, "Kaffee Maschine "), ["compound"]);
        assert_eq!(found(&archive, "title:Maschine "), [""; 0]);
        assert_eq!(found(&archive, "Arbeit Platz "), ["linked"]);
        assert_eq!(found(&archive, "Preis "), ["short"]);
        for nothing in ["Reis ", "arbeiten ", "Asche ", "\"Kaffee Maschine\" ", "Kreis "] {
            assert!(found(&archive, nothing).is_empty(), "{nothing}: {:?}", found(&archive, nothing));
        }
        assert_eq!(found(&archive, "Halle -Maschine "), ["compound"], "a compound is not what is not wanted");
        let lit = search(&archive, "Maschine ").hits.remove(1).snippet;
        assert!(lit.iter().any(|span| span.lit && span.text == "Kaffeemaschinen"), "{lit:?}");
        if !committed {
            while archive.tend(NOW).unwrap().more {}
            archive.settle().unwrap();
        }
    }
}

#[test]
fn a_word_that_stands_on_pages_of_other_languages_alone_has_no_german_compounds() {
    let english: Vec<String> = (0..6).map(|n| format!("e{n}")).collect();
    let mut pages: Vec<(&str, &str, &str)> =
        english.iter().map(|id| (id.as_str(), "en", "The system is what all of it is for.")).collect();
    pages.push(("compound", "de", "Das Betriebssystem ist auf der Platte."));
    assert_eq!(found(&with_pages(&pages), "system ").len(), 6);
    pages.push(("word", "de", "Das System ist auf der Platte."));
    assert_eq!(found(&with_pages(&pages), "system ").len(), 8, "it is a German word, too");
}

/// However many words a half-typed one stands for, none of their pages is missing, nor left where it is not wanted.
#[test]
fn a_half_typed_word_of_a_phrase_stands_for_all_that_begin_so() {
    let pages: Vec<(String, String)> =
        (0..90).map(|n| (format!("p{n}"), format!("alpha be{n:03} and more of it"))).collect();
    let mut pages: Vec<(&str, &str, &str)> = pages
        .iter()
        .map(|(id, text)| (id.as_str(), if id.len() < 3 { "de" } else { "en" }, text.as_str()))
        .collect();
    pages.push(("other", "en", "alpha and nothing of the kind"));
    let mut archive = with_pages(&pages);
    for committed in [false, true] {
        for (q, total) in [
            ("\"alpha be*\"", 90),
            ("alpha be*", 90),
            ("alpha -\"alpha be*\"", 1),
            ("title:x OR \"alpha be", 90),
        ] {
            let answer = search(&archive, q);
            assert_eq!((answer.total, answer.complaints.len()), (total, 0), "{q}, committed: {committed}");
        }
        archive.settle().unwrap();
    }
}
