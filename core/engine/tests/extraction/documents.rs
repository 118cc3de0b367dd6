//! Documents that are no HTML have a title and a text, too; and HTML as XML has it is HTML.
use webmynd_engine::extract::{Extracted, Hints, extract, extract_as};

fn found(document: &str) -> Extracted {
    extract(document, Hints::default())
}

#[test]
fn xhtml_with_tags_that_close_themselves_loses_nothing() {
    let page = "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<!DOCTYPE html>\n<html xmlns=\"http://www.w3.org/1999/xhtml\" lang=\"en\"><head><title>The ferry</title>\
        <script src=\"a.js\"/><style/><link rel=\"x\"/></head><body><a id=\"top\"/><iframe src=\"b\"/><textarea/><p>The ferry <br/>waits for the <b>baker</b> \
        each morning, &amp; leaves when he has come.</p><div class=\"clear\"/><p><![CDATA[Rye < wheat & oats]]></p><svg xmlns=\"http://www.w3.org/2000/svg\"><title/><g/></svg>\
        <p>last words</p></body></html>";
    let without_prolog = page.split_once('\n').unwrap().1;
    for page in [page, without_prolog, without_prolog.split_once('\n').unwrap().1] {
        let found = found(page);
        let all = format!("{}\n{}", found.text, found.rest);
        assert_eq!(found.title, "The ferry");
        for words in ["waits for the baker each morning, & leaves", "Rye < wheat & oats", "last words"] {
            assert!(all.replace('\n', " ").contains(words), "{words}: {all}");
        }
    }
    let empty = found(
        "<html xmlns=\"http://www.w3.org/1999/xhtml\"><head><title/></head><body><p>words</p></body></html>",
    );
    assert_eq!((empty.title.as_str(), empty.text.as_str()), ("", "words"));
}

#[test]
fn html_in_which_a_slash_means_nothing_is_read_as_before() {
    let found = found("<title>a</title><div/><p>one<p/>two");
    assert_eq!(
        format!("{}\n{}", found.text, found.rest).split_whitespace().collect::<Vec<_>>(),
        ["one", "two"]
    );
}

#[test]
fn drawings_feeds_and_other_xml() {
    let svg = "<svg xmlns='http://www.w3.org/2000/svg'><title>The harbour</title><style>.a{}</style><desc>A map</desc><text>North <tspan>pier</tspan> light</text><path d='M0 0'/><text>South pier</text></svg>";
    let drawn = found(svg);
    assert_eq!(
        (drawn.title.as_str(), drawn.text.as_str()),
        ("The harbour", "A map\nNorth pier light\nSouth pier")
    );
    let rss = "<?xml version='1.0'?><rss version='2.0'><channel><title>Harbour news</title><link>https://a.test/</link><item><title>Ice</title><guid>7</guid>\
        <description>&lt;p&gt;The bay &lt;b&gt;froze&lt;/b&gt;.&lt;/p&gt;</description></item><item><title><![CDATA[Thaw & flood]]></title></item></channel></rss>";
    let feed = found(rss);
    assert_eq!(
        (feed.title.as_str(), feed.text.as_str()),
        ("Harbour news", "Ice\nThe bay froze.\nThaw & flood")
    );
    let other = found(
        "<?xml version=\"1.0\"?>\n<book><dc:title>Tides</dc:title><chapter>Low <em>water</em> at noon</chapter><x/></book>",
    );
    assert_eq!((other.title.as_str(), other.text.as_str()), ("Tides", "Low water at noon"));
}

#[test]
fn json_and_plain_text() {
    let json = found("{\n  \"title\": \"Tides\",\n  \"at\": [1, \"noon\"]\n}");
    assert_eq!(json.title, "Tides");
    assert!(json.text.contains("\"noon\""));
    let plain = found("Low water\n\nThe boats lie dry at noon.\nAt six they float.\n");
    assert_eq!(
        (plain.title.as_str(), plain.text.as_str()),
        ("Low water", "Low water\nThe boats lie dry at noon.\nAt six they float.")
    );
    let code = extract_as("if (a<b) { say(\"hi\") }", Some("text/plain; charset=utf-8"), Hints::default());
    assert_eq!(code.text, "if (a<b) { say(\"hi\") }");
    assert_eq!(found("a &amp; b").text, "a & b");
    for odd in [
        "{",
        "[1,",
        "<?xml",
        "<?xml version='1.0'?>",
        "<svg",
        "<svg><text>",
        "<rss>]]>",
        "<svg><![CDATA[",
        "</a></b>",
    ] {
        found(odd);
    }
}

#[test]
fn a_large_text_keeps_its_beginning() {
    let line = "the harbour master counts the boats each evening\n";
    let log = format!("<title>Log</title><pre>first words {}</pre><p>last words</p>", line.repeat(190_000));
    let plain = format!("first words\n{}", line.repeat(190_000));
    for document in [log, plain] {
        let found = found(&document);
        let length = found.text.len() + found.rest.len();
        assert!((8_000_000..=8 << 20).contains(&length), "{length}");
        assert!(format!("{}{}", found.text, found.rest).starts_with("first words"));
    }
}
