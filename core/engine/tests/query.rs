//! The query language, read from text to tree and filters.
use webmynd_engine::archive::{Operator, operators};
use webmynd_engine::query::{
    AND, DATES, FILTERS, Fact, MARKS, NOT, Node, OR, Query, Scope, Seen, When, Word, parse,
};

/// Friday 2026-11-20, noon in UTC.
const NOW: i64 = 1_795_176_000_000;
const DAY: i64 = 86_400_000;

fn word(word: &Word) -> String {
    let scope = match word.scope {
        Scope::Anywhere => "",
        Scope::Title => "title:",
        Scope::Address => "url:",
        Scope::Site => "site:",
        Scope::Lang => "lang:",
    };
    format!("{scope}{}{}", word.text, if word.prefix { "*" } else { "" })
}

fn fact(fact: &Fact) -> String {
    let day = |day: i64| format!("{:+}", day - NOW.div_euclid(DAY));
    let span = |start: i64, end: i64, mark: &str| match (start, end) {
        (i64::MIN, end) => format!("{mark}..{}", day(end)),
        (start, i64::MAX) => format!("{mark}{}..", day(start)),
        (start, end) => format!("{mark}{}..{}", day(start), day(end)),
    };
    let days = |at: i64| if at == i64::MIN || at == i64::MAX { at } else { at.div_euclid(DAY) };
    // Days where the page was seen have a `d`.
    let seen = |seen: &Seen| match seen {
        Seen::In(When::Days(days), _) => span(days.start, days.end, "d"),
        Seen::In(When::Moments(moments), _) => span(days(moments.start), days(moments.end), ""),
        Seen::By(device) => format!("by {device}"),
    };
    match fact {
        Fact::Seen(all) => format!("<{}>", all.iter().map(seen).collect::<Vec<_>>().join(" & ")),
        Fact::WebMark => "<webmark>".to_owned(),
        Fact::Label(label) => format!("<#{label}>"),
        Fact::At(address) => format!("<@{address}>"),
    }
}

fn node(part: &Node, query: &Query) -> String {
    let words = |words: &[Word], by: &str| words.iter().map(word).collect::<Vec<_>>().join(by);
    let all =
        |parts: &[Node], by: &str| parts.iter().map(|part| node(part, query)).collect::<Vec<_>>().join(by);
    match part {
        Node::Word(one) => word(one),
        Node::Phrase(phrase) => format!("\"{}\"", words(phrase, " ")),
        Node::Compound(compound) => words(compound, "+"),
        Node::Any(parts) => format!("({})", all(parts, " | ")),
        Node::All(parts) => format!("[{}]", all(parts, " ")),
        Node::Not(part) => format!("-{}", node(part, query)),
        Node::Fact(number) => fact(&query.facts[*number]),
    }
}

fn tree(query: &Query) -> String {
    let Node::All(parts) = &query.root else { return node(&query.root, query) };
    parts.iter().map(|part| node(part, query)).collect::<Vec<_>>().join(" ")
}

fn become_trees(cases: &[(&str, &str)]) {
    for (text, expected) in cases {
        assert_eq!(tree(&parse(text, NOW, 0)), *expected, "{text}");
    }
}

#[test]
fn trees() {
    let cases = [
        ("Rust wasm ", "rust wasm"),
        ("rust was", "rust was*"),
        ("rust, was.", "rust was"),
        ("wi-fi ", "wi+fi"),
        ("wi-f", "wi+f*"),
        ("-wi-fi x ", "-wi+fi x"),
        ("node.js don't 192.168.1.5 ", "node+js don+t \"192 168 1 5\""),
        ("a@b.example /etc/x 2001:db8::1 --amend ", "a+b+example etc+x 2001+db8+1 amend"),
        ("C++ c# .net ", "c++ c# .net"),
        ("\"c++\" \"have c++ in\" c++17 ", "c++ \"have c++ in\" \"c++ 17\""),
        ("c++1", "\"c++ 1*\""),
        ("\"to .gi", "\"to .gi*\""),
        (".gi", ".gi*"),
        ("\"black cat\" dog", "\"black cat\" dog*"),
        ("\"black ca", "\"black ca*\""),
        ("a OR b OR c d ", "(a | b | c) d"),
        ("OR a ", "a"),
        ("AND a AND ", "a"),
        ("NOT ", "()"),
        ("AND ", "()"),
        ("OR ", "()"),
        ("NOT", ""),
        ("a OR -b ", "(a | -b)"),
        ("a NOT b ", "a -b"),
        ("-(a b) c ", "-[a b] c"),
        ("(a b) OR c ", "([a b] | c)"),
        ("a (b OR (c d)) ", "a (b | [c d])"),
        ("((f(x)) b) OR c ", "([f+x b] | c)"),
        ("a UND b ODER NICHT c ", "a (b | -c)"),
        ("a \"OR\" b -NOT label:OR ", "a or b -not <#OR>"),
    ];
    become_trees(&cases);
}

#[test]
fn trees_of_filters_and_scripts() {
    let cases = [
        ("(a", "a*"),
        ("is:webmark OR label:x a ", "(<webmark> | <#x>) a"),
        ("on:today OR on:yesterday ", "(<d+0..+1> | <d-1..+0>)"),
        ("a on:2026-11-18 -march ", "a -march <d-2..-1>"),
        ("a on:2026-11-18 -5 -on:2026-11-18 -b ", "a -5 -<d-2..-1> -b <d-2..-1>"),
        ("after:2026-11-18 a device:Phone before:today ", "a <d-2.. & by Phone & d..+0>"),
        ("-on:today a ", "-<d+0..+1> a"),
        ("??? ", "()"),
        ("🎉 a ", "a"),
        ("univers* ", "univers*"),
        ("title:\"big cats\" ", "\"title:big title:cats\""),
        ("title:big ", "title:big"),
        ("url:github.com/rust ", "\"url:github url:com url:rust\""),
        ("site:https://www.Example.org/ ", "site:example.org"),
        ("site:https://www.Example.org/x ", "site:example.org \"url:example url:org url:x\""),
        ("site:example.org:8080 a ", "site:example.org \"url:example url:org url:8080\" a"),
        (
            "-site:example.org/x*,b.test ",
            "-([site:example.org \"url:example url:org url:x*\"] | site:b.test)",
        ),
        ("site:bücher.example ", "site:xn--bcher-kva.example"),
        ("site:bücher.exam", "site:bücher.exam*"),
        ("site:example ", "(site:example | site:example.*)"),
        ("https://www.a.b/c ", "(\"url:a url:b url:c\" | \"www a b c\" | <@https://www.a.b/c>)"),
        ("\"https://a.b/c\" ", "\"https a b c\""),
        ("url:gi", "url:gi*"),
        ("url:\"gi", "url:gi"),
        ("url:https://a.b/%C3%B6 ", "(\"url:a url:b url:ö\" | <@https://a.b/%C3%B6>)"),
        ("搜索引擎 ", "\"搜索 索引 引擎\""),
        ("全文搜索引擎 ", "全文 文搜 搜索 索引 引擎"),
        ("搜 ", "搜*"),
        ("„Model C“-Schulen ", "\"model c\" schulen"),
        ("- ", "()"),
        ("-", ""),
        ("ＣＡＦÉ ", "café"),
    ];
    become_trees(&cases);
}

#[test]
fn filters_and_what_they_are_of() {
    let cases = [
        ("lang:DE ", "lang:de"),
        ("site:a.test,b.test ", "(site:a.test | site:b.test)"),
        ("site:a.test,b", "(site:a.test | (site:b | site:b*))"),
        ("-site:(a.test OR b.test) x ", "-(site:a.test | site:b.test) x"),
        ("title:(a \"b c\") d ", "title:a \"title:b title:c\" d"),
        ("a|b c ", "(a | b) c"),
        ("a*|a*|a* ", "a*"),
        ("site:a.test,a.test ", "site:a.test"),
        ("site:a.test|b ", "(site:a.test | b)"),
        ("-site:a.te* ", "-site:a.te*"),
        ("\"a b\"-\"c\" ", "\"a b\" -c"),
        ("a NOT(b OR(c d)) ", "a -(b | [c d])"),
        ("-(a)(b) ", "-a b"),
        ("\"black ca*\" ", "\"black ca*\""),
        ("fe*ry ", "fe+ry"),
    ];
    become_trees(&cases);
}

#[test]
fn filters() {
    let cases = [
        ("is:webmark ", "<webmark>"),
        ("-is:WebMark ", "-<webmark>"),
        ("label:\"to read\" -label:done tag:x ", "<#to read> -<#done> <#x>"),
        ("on:today ", "<d+0..+1>"),
        ("on:last week ", "<d-11..-4>"),
        ("on:\"letzte Woche\" ", "<d-11..-4>"),
        ("on:last 2 hours ", "<+0..+0>"),
        ("after:2026-11-01 before:2026-11-10 ", "<d-19.. & d..-10>"),
        ("nach:2026-11-01 ", "<d-19..>"),
    ];
    for (text, expected) in cases {
        let query = parse(text, NOW, 0);
        assert_eq!(tree(&query), expected, "{text}");
        assert!(query.complaints.is_empty(), "{text}: {:?}", query.complaints);
    }
}

#[test]
fn long_queries_are_cut_and_that_is_told() {
    let phrase = format!("\"{}\"", "word ".repeat(10_000));
    for text in [phrase, "a ".repeat(300), "a-".repeat(5_000), "搜".repeat(5_000)] {
        let query = parse(&text, NOW, 0);
        assert!(
            query
                .complaints
                .iter()
                .any(|complaint| complaint.code == "tooLong" || complaint.code == "noWords"),
            "{}",
            &text[..20]
        );
    }
}

/// Of one piece 64 words count, of one query 512 and 256 pieces; whatever is beyond is told, and not looked for.
#[test]
fn what_is_beyond_the_bounds_is_not_looked_for() {
    let read = |text: &str| {
        let query = parse(text, NOW, 0);
        let codes: Vec<_> = query.complaints.iter().map(|c| (c.at, c.code)).collect();
        (tree(&query), codes)
    };
    let told = vec![(0, "tooLong")];
    assert_eq!(read(&format!("{} ", ["a"; 70].join("-"))), (["a"; 64].join("+"), told.clone()));
    assert_eq!(read(&format!("{} ", "搜".repeat(70))), (["搜搜"; 64].join(" "), told));
    let phrase = format!("\"{}\"", ["a"; 64].join(" "));
    let eight = [phrase.as_str(); 8].join(" ");
    assert_eq!(read(&format!("{eight} ")), (eight.clone(), vec![]));
    let end = eight.len() + 1;
    assert_eq!(
        read(&format!("{eight} b is:webmark ")),
        (format!("{eight} <webmark>"), vec![(end, "tooLong")])
    );
    let many = ["a"; 256].join(" ");
    assert_eq!(read(&format!("{many} b c ")), (many, vec![(512, "tooLong")]));
    let long = format!("https://a.test/{} ", ["b"; 100].join("-"));
    let (tree, codes) = read(&long);
    assert_eq!(
        (tree.matches('b').count(), codes),
        (62 + 62 + 100, vec![]),
        "both ways to read an address are cut"
    );
}

#[test]
fn complaints_name_the_piece() {
    for text in ["on:2025-W53 ", "on:2024-W53 ", "on:2026-Q5 "] {
        assert_eq!(parse(text, NOW, 0).complaints.first().map(|one| one.code), Some("badDate"), "{text}");
    }
    assert!(parse("on:2020-W53 ", NOW, 0).complaints.is_empty());
    let many: Vec<String> = (0..100).map(|n| format!("h{n}.test")).collect();
    let query = parse(&format!("site:{} ", many.join(",")), NOW, 0);
    assert_eq!(query.complaints.iter().map(|one| one.code).collect::<Vec<_>>(), ["tooLong"]);
    let query = parse("cat on:someday is:nice site: lang:klingon x", NOW, 0);
    let complaints: Vec<_> = query.complaints.iter().map(|c| (c.at, c.what.as_str(), c.code)).collect();
    let expected = [
        (4, "on:someday", "badDate"),
        (15, "is:nice", "unknownValue"),
        (23, "site:", "emptyFilter"),
        (29, "lang:klingon", "unknownValue"),
    ];
    assert_eq!(complaints, expected);
    assert!(parse("on:yester", NOW, 0).complaints.is_empty(), "it is still being typed");
    let late = parse("a OR on:never ", NOW, 0).complaints;
    let order: Vec<_> = late.iter().map(|c| (c.at, c.code)).collect();
    assert_eq!(order, [(2, "strayOr"), (5, "badDate")], "in the order in which they stand there");
    assert_eq!(parse(&"on:never ".repeat(20), NOW, 0).complaints.len(), 16, "no more are told");
}

/// The page that people read says what the parser does.
#[test]
fn the_language_is_written_down() {
    let page = include_str!("../../../docs/queries.md").replace("\\|", "|");
    for filter in FILTERS {
        for name in filter.names() {
            assert!(page.contains(&format!("`{name}:`")), "{name}");
            for example in [filter.example.english, filter.example.german] {
                let query = parse(&format!("{name}:{example} "), NOW, 0);
                assert!(query.complaints.is_empty() && !query.is_empty(), "{name}:{example}");
            }
        }
    }
    for word in MARKS.iter().chain(&OR).chain(&AND).chain(&NOT) {
        assert!(page.contains(&format!("`{word}")) || page.contains(&format!(" {word} ")), "{word}");
    }
    let dates = page.split("Dates, in English and German").nth(1).unwrap().split("\n\n").next().unwrap();
    for date in dates.split('`').skip(1).step_by(2) {
        let query = parse(&format!("on:{date} ferry "), NOW, 0);
        assert!(query.complaints.is_empty(), "{date}: {:?}", query.complaints);
        assert_eq!(query.facts.len(), 1, "{date}");
    }
}

/// What is offered as a date is one, and means the same in both languages.
#[test]
fn dates_that_are_offered_are_dates() {
    for date in DATES {
        let [english, german] = [date.english, date.german].map(|date| parse(&format!("on:{date} "), NOW, 0));
        assert!(english.complaints.is_empty() && !english.facts.is_empty(), "{date:?}");
        assert_eq!(english.facts, german.facts, "{date:?}");
    }
}

/// Each filter and each form has its sentence, in both languages; of each there is an example that is understood.
#[test]
fn all_of_the_language_has_its_sentence() {
    let english = include_str!("../../../extension/locales/en/shared.json");
    let german = include_str!("../../../extension/locales/de/shared.json");
    let all = operators("en").into_iter().chain(operators("de"));
    for Operator { key, is_filter, names, example } in all {
        let sentence = format!("\"shared_{}_{key}\": \"", if is_filter { "filter" } else { "form" });
        assert!(english.contains(&sentence) && german.contains(&sentence), "{sentence}");
        let query = parse(&format!("{example} "), NOW, 0);
        assert!(query.complaints.is_empty() && !query.is_empty(), "{example}");
        assert!(names.iter().all(|name| example.starts_with(names[0]) && !name.is_empty()), "{example}");
    }
    for key in ["or", "not"] {
        assert!(operators("en").iter().any(|form| form.key == key), "{key} is offered, and has a sentence");
    }
}

/// What is still being typed is not yet wrong.
#[test]
fn parts_that_are_being_typed_are_not_complained_of() {
    for text in ["a OR site:", "(site:", "a OR on:yester", "a (b) OR is:", "-(lang:"] {
        assert!(parse(text, NOW, 0).complaints.is_empty(), "{text}");
        assert!(!parse(&format!("{text} "), NOW, 0).complaints.is_empty(), "{text}");
    }
    for text in ["\"", "a \"", "a OR (\"", "site:(", "url:/", "a fe*r", "sites:a"] {
        assert!(parse(text, NOW, 0).complaints.is_empty(), "{text}");
    }
}

/// Every piece of a query is looked for or complained of.
#[test]
fn every_word_counts_or_is_told() {
    let pieces = [
        "ferry",
        "wi-fi",
        "c++",
        "\"a b\"",
        "-boat",
        "OR",
        "(x y)",
        "site:(x OR y)",
        "lang:\"\"",
        "url:/",
        "title:-x",
        "on:2026",
        "on:never",
        "is:x",
        "🎉",
        "???",
        "site:",
        "label:a",
        "搜索",
        "www.a.test/b",
    ];
    for a in pieces {
        for b in pieces {
            let text = format!("{a} {b} ");
            let query = parse(&text, NOW, 0);
            let mut leaves = 0;
            count(&query.root, &query, &mut leaves);
            assert!(
                leaves + query.complaints.len() + usize::from(a == "OR" || b == "OR") >= 2,
                "{text}: {}",
                tree(&query)
            );
        }
    }
}

fn count(node: &Node, query: &Query, leaves: &mut usize) {
    match node {
        Node::All(parts) | Node::Any(parts) => parts.iter().for_each(|part| count(part, query, leaves)),
        Node::Not(part) => count(part, query, leaves),
        Node::Fact(number) => {
            let Fact::Seen(all) = &query.facts[*number] else { return *leaves += 1 };
            *leaves += all.len();
        }
        Node::Word(_) | Node::Phrase(_) | Node::Compound(_) => *leaves += 1,
    }
}

/// What is left out by words is known, to be told where it leaves nothing; what is left out by filters and groups says it itself.
#[test]
fn words_behind_a_minus_are_known() {
    let query = parse("a -b -(c d) -on:today NOT \"e f\" https://x.test/y ", NOW, 0);
    let left_out: Vec<_> = query.exclusions.iter().map(|c| (c.at, c.what.as_str(), c.code)).collect();
    assert_eq!(left_out, [(2, "-b", "leftOut"), (26, "\"e f\"", "leftOut")]);
    let without = |text: &str| tree(&parse(text, NOW, 0).without_exclusions());
    assert_eq!(without("a -b (c OR d) -on:today "), "a (c | d)");
    assert_eq!(without("-b "), "");
    assert_eq!(without("a OR b "), "(a | b)");
}
