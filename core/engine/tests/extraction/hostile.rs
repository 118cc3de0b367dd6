//! Pages made to break a parser: each must come back, in reasonable time and on a small stack, with its text.
use webmynd_engine::extract::{Extracted, Hints, extract};

/// What a wasm module has: what is recursive must be bounded.
const STACK: usize = 1 << 20;

fn on_small_stack(html: String) -> Extracted {
    let run = move || extract(&html, Hints::default());
    std::thread::Builder::new().stack_size(STACK).spawn(run).unwrap().join().unwrap()
}

fn everything(found: &Extracted) -> String {
    format!("{}\n{}", found.text, found.rest)
}

const PROSE: &str = "The harbour froze in the second week of that winter, and the boats stood in the ice, \
    one beside the other, until the thaw came in March and took four of them away with it.";

#[test]
fn nested_without_end() {
    for tag in [
        "div",
        "b",
        "span",
        "table><tr><td",
        "ul><li",
        "svg",
        "svg><desc",
        "svg><td",
        "font color=1",
        "blockquote",
    ] {
        let found = on_small_stack(format!(
            "<p>{PROSE}</p>{}inner words<p>last words",
            format!("<{tag}>").repeat(100_000)
        ));
        assert!(found.text.contains("boats stood in the ice"), "{tag}");
        // Text inside a drawing is not the page's text.
        let all = everything(&found);
        assert!(
            tag.starts_with("svg") || (all.contains("inner words") && all.contains("last words")),
            "{tag}"
        );
    }
}

#[test]
fn nested_and_closed_keeps_words_apart() {
    let deep = format!("{}core{}", "<div>left ".repeat(5_000), " right</div>".repeat(5_000));
    let all = everything(&on_small_stack(format!("<body>{deep}<p>{PROSE}")));
    assert!(!all.contains("leftleft") && !all.contains("rightright") && all.contains("core"));
}

#[test]
fn formatting_opened_again_in_each_paragraph() {
    let open: String = (0..3_000).map(|i| format!("<p><font color={i}>word{i} ")).collect();
    let all = everything(&on_small_stack(format!("<p>{PROSE}</p>{open}")));
    assert!(all.contains("word0") && all.contains("boats stood"));
}

#[test]
fn a_million_nodes() {
    let found = on_small_stack(format!("<p>{PROSE}</p>{}", "<p>a line</p>".repeat(500_000)));
    assert!(found.text.contains("boats stood in the ice"));
    let found = on_small_stack(format!("<p>{PROSE}</p>{}", "<i></i>".repeat(1_000_000)));
    assert!(found.text.contains("boats stood in the ice"));
}

#[test]
fn huge_attributes_scripts_and_texts() {
    let big = "x".repeat(20 << 20);
    let found = on_small_stack(format!(
        "<p>{PROSE}</p><img src='data:{big}'><script>var a = '{big}'</script><p>after</p>"
    ));
    assert!(
        found.text.contains("boats stood")
            && everything(&found).contains("after")
            && !everything(&found).contains("xxxx")
    );
    let found = on_small_stack(format!("<p>{PROSE}</p><p>{big}</p>"));
    assert!(found.text.contains("boats stood"));
}

#[test]
fn broken_markup_gives_what_it_has() {
    let cases = [
        format!("<html><body><p>{PROSE}"),
        format!("<p>{PROSE}<p <div class='><p>never closed"),
        format!("<!-- <p>{PROSE}</p> --><p>{PROSE}</p><!--"),
        format!("<p>{}\0{PROSE}\0</p>", '\u{1}'),
        format!("<p>{PROSE}</p></div></html></body></p><table><p>{PROSE}</table>"),
        format!("<frameset><frame src=x></frameset><noframes>{PROSE}</noframes><p>{PROSE}"),
        format!("<a href=1>{}</a><p>{PROSE}", "<a href=2>".repeat(1_000)),
        format!("<p>{PROSE}</p><script type='application/ld+json'>{}</script>", "[".repeat(100_000)),
    ];
    for html in cases {
        let found = on_small_stack(html.clone());
        let seen = everything(&found).contains("until the thaw came in March");
        assert!(seen || html.contains("frameset"), "{}", html.chars().take(120).collect::<String>());
        assert!(!everything(&found).contains('\0'));
    }
    for html in ["", " ", "<", "<>", "</", "<!", "&", "&#x110000;", "\u{feff}", "<title>", "<svg><![CDATA["] {
        on_small_stack(html.to_owned());
    }
}

#[test]
fn hidden_and_executable_text_is_not_text() {
    let page = format!(
        "<p>{PROSE}</p><p hidden>alpha</p><p style='Display : NONE'>beta</p><script>gamma</script><style>delta</style>\
         <template><p>epsilon</p></template><noscript>zeta</noscript><textarea>eta</textarea><p>seen</p>"
    );
    let all = everything(&on_small_stack(page));
    for hidden in ["alpha", "beta", "gamma", "delta", "epsilon", "zeta", "eta\n"] {
        assert!(!all.contains(hidden), "{hidden}");
    }
    assert!(all.contains("seen"));
}

#[test]
fn cut_anywhere_and_mangled() {
    let page = include_str!("samples/article.html");
    for (at, _) in page.char_indices().step_by(37) {
        on_small_stack(page[..at].to_owned());
        on_small_stack(page[at..].to_owned());
    }
    for seed in 0..200 {
        on_small_stack(mangle(page, seed, 40));
    }
}
#[test]
fn wide_pages_at_the_readers_bound() {
    let deep = format!("{}{}", "<div>a".repeat(150), "</div>".repeat(150)).repeat(120);
    for html in [deep, "<p>a line, one</p>".repeat(19_000), "<img src=x>".repeat(39_000)] {
        assert!(on_small_stack(format!("<p>{PROSE}</p>{html}")).text.contains("boats stood in the ice"));
    }
}

/// The same damage on each run: bytes replaced by markup at places a fixed generator names.
pub fn mangle(html: &str, seed: u64, holes: usize) -> String {
    let mut state = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
    let mut bytes = html.as_bytes().to_vec();
    for _ in 0..holes.min(bytes.len()) {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        let at = (state >> 8) as usize % bytes.len();
        bytes[at] = b"<>/\"'=&; \0-!ap"[(state % 14) as usize];
    }
    String::from_utf8_lossy(&bytes).into_owned()
}
