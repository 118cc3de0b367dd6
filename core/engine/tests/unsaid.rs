//! Nothing of a query is dropped unsaid: a word that stands nowhere, a path, a sign, a group; and its days are those of the pages.
use crate::common::pages::{DAY, Memory, NOW};
use crate::common::request::request;
use webmynd_engine::archive::SearchRequest;
use webmynd_engine::index::Sort;

#[test]
fn words_that_stand_nowhere_find_nothing_whatever_stands_beside_them() {
    let mut memory = Memory::new();
    for n in 0..30 {
        memory.see(&format!("p{n}"), "pizza and the oven", NOW - DAY);
    }
    for words in ["qqqzzz", "qqqzzz wwwyyy", "\"qqqzzz wwwyyy\"", "qqqzzz-wwwyyy", "qq zz ww yy vv", "搜索"]
    {
        for beside in [
            "",
            "lang:en",
            "site:site.example",
            "on:2026-11",
            "is:webmark OR lang:en",
            "-walrus",
            "-qqqzzz",
            "-(walrus OR wwwyyy)",
        ] {
            let q = format!("{words} {beside} ");
            let answer = memory.ask(&q, Sort::Best, 10, 0);
            assert_eq!((answer.total, answer.hits.len(), answer.forgiving), (0, 0, false), "{q}");
            let all =
                memory.archive.matches(&SearchRequest { limit: 1, ..request(q.as_str(), NOW) }).unwrap();
            assert_eq!(all.pages, 0, "{q}");
        }
    }
    // A word that is there is enough, and what is missing is told; a near word is another thing.
    for (q, partly) in [("pizza qqqzzz ", true), ("pizza qqqzzz lang:en ", true), ("pizzza lang:en ", false)]
    {
        let answer = memory.ask(q, Sort::Best, 10, 0);
        assert_eq!((answer.total, answer.forgiving, answer.partly), (30, true, partly), "{q}");
    }
    assert!(!memory.ask("pizza ", Sort::Best, 10, 0).partly);
}
