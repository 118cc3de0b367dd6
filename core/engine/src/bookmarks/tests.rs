//! Files as the programs write them, and as nobody should.
use super::*;

const NOW: Millis = 1_790_000_000_000;

/// The file read in parts of `size` bytes, each cut where a character ends.
fn read_by(text: &str, size: usize) -> Part {
    let (mut all, mut rest) = (Part::default(), text);
    loop {
        let (part, later) = rest.split_at(rest.ceil_char_boundary(size));
        let found = read(part, &all.state, later.is_empty(), NOW).unwrap();
        all.bookmarks.extend(found.bookmarks);
        all.bad.extend(found.bad);
        all.state = found.state;
        rest = later;
        if rest.is_empty() {
            all.state.clear();
            return all;
        }
    }
}

/// The same in parts of many sizes: what is found does not depend on them.
fn read_all(text: &str) -> Part {
    let whole = read_by(text, usize::MAX >> 1);
    for size in [1, 2, 3, 7, 64, 1000] {
        assert_eq!(read_by(text, size), whole, "in parts of {size}");
    }
    whole
}

/// Line, address, title, time, labels.
type Facts<'a> = (u64, &'a str, &'a str, Option<Millis>, Vec<&'a str>);

fn facts(part: &Part) -> Vec<Facts<'_>> {
    part.bookmarks
        .iter()
        .map(|one| {
            let labels = one.labels.iter().map(String::as_str).collect();
            (one.line, one.url.as_str(), one.title.as_str(), one.at, labels)
        })
        .collect()
}

#[test]
fn chrome_and_firefox() {
    let file = r#"<!DOCTYPE NETSCAPE-Bookmark-file-1>
<!-- This is an automatically generated file.
     It will be read and overwritten. > <DT><A HREF="https://no.example/">no</A>
     DO NOT EDIT! -->
<META HTTP-EQUIV="Content-Type" CONTENT="text/html; charset=UTF-8">
<TITLE>Bookmarks</TITLE>
<H1>Bookmarks Menu</H1>

<DL><p>
    <DT><H3 ADD_DATE="1700000000" LAST_MODIFIED="1700000001" PERSONAL_TOOLBAR_FOLDER="true">Bookmarks bar</H3>
    <DL><p>
        <DT><A HREF="https://a.example/?x=1&amp;y=2" ADD_DATE="1700000002" ICON="data:image/png;base64,iVBORw0KGgo=">Tom &amp; Jerry &#39;s &lt;b&gt;</A>
        <DT><H3>Recipes</H3>
        <DD>What we cook
        <DL><p>
            <DT><A HREF="https://b.example/" ADD_DATE="1700000003" TAGS="soup,late  night,">Soup</A>
            <DD>Good with
bread
            <HR>
            <DT><H3>Bread &amp; butter</H3>
            <DL><p>
                <DT><A HREF="https://c.example/&#x65;" ADD_DATE="1700000004">Rye</A>
            </DL><p>
        </DL><p>
        <DT><A HREF="https://d.example/">After</A>
    </DL><p>
    <DT><A FEEDURL="https://e.example/feed" HREF="https://e.example/" SHORTCUTURL="e" ADD_DATE="0"></A>
</DL>
"#;
    assert!(is_file(file) && is_file(&format!("\u{feff}\n{file}")));
    let part = read_all(file);
    assert_eq!(
        facts(&part),
        [
            (12, "https://a.example/?x=1&y=2", "Tom & Jerry 's <b>", Some(1_700_000_002_000), vec![]),
            (
                16,
                "https://b.example/",
                "Soup",
                Some(1_700_000_003_000),
                vec!["Recipes", "soup", "late night"]
            ),
            (22, "https://c.example/e", "Rye", Some(1_700_000_004_000), vec!["Recipes", "Bread & butter"]),
            (25, "https://d.example/", "After", None, vec![]),
            (27, "https://e.example/", "", None, vec![]),
        ]
    );
    assert_eq!(part.bookmarks[1].text, "Good with\nbread");
    assert_eq!(part.bad, []);
}

#[test]
fn safari_pinboard_raindrop_and_pocket() {
    let safari = "<!DOCTYPE NETSCAPE-Bookmark-file-1>\n\t<HTML>\n\t<META CHARSET=\"UTF-8\">\n\t<Title>Bookmarks</Title>\n\t<H1>Bookmarks</H1>\n\t\
        <DT><H3 FOLDED>Favorites</H3>\n\t<DL><p>\n\t\t<DT><A HREF=\"https://a.example/\">A</A>\n\t</DL><p>\n\t<DT><A HREF=\"https://b.example/\">B</A>\n</HTML>\n";
    assert_eq!(
        facts(&read_all(safari)),
        [
            (8, "https://a.example/", "A", None, vec!["Favorites"]),
            (10, "https://b.example/", "B", None, vec![])
        ]
    );
    let pinboard = "<!DOCTYPE NETSCAPE-Bookmark-file-1>\r\n<TITLE>Pinboard Bookmarks</TITLE>\r\n<H1>Bookmarks</H1>\r\n<DL><p>\
        <DT><A HREF=\"https://a.example/\" ADD_DATE=\"1417550000\" PRIVATE=\"1\" TOREAD=\"0\" TAGS=\"one,two\">A</A>\r\n<DD>noted\r\n\
        <DT><A HREF='https://b.example/' ADD_DATE=1417550001 TAGS=''>B</A>\r\n</DL></p>\r\n";
    let found = read_all(pinboard);
    assert_eq!(
        facts(&found),
        [
            (4, "https://a.example/", "A", Some(1_417_550_000_000), vec!["one", "two"]),
            (6, "https://b.example/", "B", Some(1_417_550_001_000), vec![]),
        ]
    );
    assert_eq!(found.bookmarks[0].text, "noted");
    let pocket = "<!DOCTYPE html>\n<html>\n<head><meta charset=\"UTF-8\" /><title>Pocket Export</title></head>\n<body>\n<h1>Unread</h1>\n<ul>\n\
        <li><a href=\"https://a.example/\" time_added=\"1417550000\" tags=\"one\">A</a></li>\n</ul>\n<h1>Read Archive</h1>\n<ul>\n\
        <li><a href=\"https://b.example/\" time_added=\"1417550001\" tags=\"\">B</a></li>\n</ul>\n</body></html>";
    assert!(is_file(pocket));
    assert_eq!(
        facts(&read_all(pocket)),
        [
            (7, "https://a.example/", "A", Some(1_417_550_000_000), vec!["Unread", "one"]),
            (11, "https://b.example/", "B", Some(1_417_550_001_000), vec!["Read Archive"]),
        ]
    );
    for other in
        ["<!DOCTYPE html><title>A page</title><a href=x>", "{\"url\":\"NETSCAPE-Bookmark-file\"}", "", "<DL>"]
    {
        assert!(!is_file(other), "{other}");
    }
}

#[test]
fn dates_of_all_kinds() {
    let at = |date: &str| {
        let part = read(&format!("<A HREF=x ADD_DATE=\"{date}\">x</A>"), "", true, NOW).unwrap();
        assert_eq!(part.bookmarks.len(), 1, "{date}: the bookmark is there");
        (part.bookmarks[0].at, part.bad.first().map(|bad| bad.kept))
    };
    for good in ["1700000000", "1700000000000", "1700000000000000", " 1700000000 ", "1700000000.5"] {
        assert_eq!(at(good), (Some(1_700_000_000_000), None), "{good}");
    }
    for none in ["", "0", "000"] {
        assert_eq!(at(none), (None, None), "{none:?}");
    }
    for bad in [
        "9223372036854775808",
        "99999999999999999999999",
        "-5",
        "yesterday",
        "1e9",
        "18446744073709551615",
        "1800000000",
    ] {
        assert_eq!(at(bad), (None, Some(true)), "{bad}");
    }
    assert_eq!(at("1"), (Some(1_000), None));
}

#[test]
fn what_is_broken_costs_its_own_line() {
    let file = "<DL><p>\n<DT><A HREF=\"https://a.example/\">A</A>\n<DT><A HREF=\"https://torn.example/>Torn</A>\n<DT><A HREF=\"https://b.example/\">B\n\
        <DT><A HREF=\"https://c.example/\" <DT><A HREF=\"https://d.example/\">1 < 2 <b>and</b> more</A>\n<DT><A ADD_DATE=\"1\">nowhere</A>\n\
        <DT><A HREF=\"place:sort=8\">Recent</A>\n<DT><A HREF=\"javascript:(function(){if(a>b)alert('x')})()\">Let</A>\n</DL></DL></DL>\n\
        <DT><A HREF=\"https://e.example/\">E</A>\n<DT><A HREF=\"https://f.example/";
    let part = read_all(file);
    let urls: Vec<&str> = part.bookmarks.iter().map(|one| one.url.as_str()).collect();
    assert_eq!(
        urls,
        [
            "https://a.example/",
            "https://b.example/",
            "https://d.example/",
            "javascript:(function(){if(a>b)alert('x')})()",
            "https://e.example/"
        ]
    );
    assert_eq!(part.bookmarks[1].title, "B");
    assert_eq!(part.bookmarks[2].title, "1 < 2 and more");
    assert_eq!(part.bad.iter().map(|bad| bad.line).collect::<Vec<_>>(), [3, 5, 6, 7, 11], "{:?}", part.bad);
}

#[test]
fn hostile_files_are_read_in_one_pass_and_lose_nothing_whole() {
    const N: usize = 100_000;
    let good = "<DT><A HREF=\"https://good.example/\">Good</A>\n";
    let deep = format!("{}{good}{}", "<DT><H3>f</H3>\n<DL><p>\n".repeat(N), "</DL><p>\n".repeat(N));
    let shapes = [
        deep + good,
        format!("{}\n{good}", "<a ".repeat(N)),
        format!("{}\n{good}", "<a href=\"".repeat(N)),
        format!("{}\n{good}", "<".repeat(N)),
        format!("{}-->{good}", "<!--".repeat(N)),
        format!("<a {}>x</a>\n{good}", "b=\"c\" ".repeat(N)),
        format!("<a href=x {}>x</a>\n{good}", "'\"' ".repeat(N)),
        format!("<DT><A HREF=\"data:text/html,{}\">x</A>\n{good}", "x".repeat(8 << 20)),
        format!("<DT><A HREF=x>{}</A>\n{good}", "&amp".repeat(N)),
        format!("<DT><A HREF=x TAGS=\"{}\">x</A>\n{good}", "a,".repeat(N)),
        format!("{}{good}", "</DL>".repeat(N)),
        format!("{}{good}", "<DT><A HREF=x>\0\u{202e}".repeat(N)),
    ];
    for (at, shape) in shapes.iter().enumerate() {
        let began = shape.len();
        let part = read_by(shape, 1 << 19);
        let last = part.bookmarks.last().unwrap();
        assert_eq!(
            (last.url.as_str(), last.title.as_str()),
            ("https://good.example/", "Good"),
            "{at}, {began} bytes"
        );
        assert!(last.labels.len() <= 32, "{at}");
        let state = read(&shape[..shape.floor_char_boundary(shape.len() / 2)], "", false, NOW).unwrap().state;
        assert!(state.len() < 3 << 20, "{at}: what is open after a part is bounded, {}", state.len());
    }
    assert_eq!(read_by(&shapes[0], 1 << 19).bookmarks.len(), 2);
    assert_eq!(
        read_by(&shapes[0], 1 << 19).bookmarks[1].labels,
        Vec::<String>::new(),
        "back at the outermost"
    );
}

#[test]
fn a_state_that_is_none_is_refused() {
    assert!(read("", "{", true, NOW).is_err());
}
