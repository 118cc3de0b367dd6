//! Ranking on judged collections: at least what plain BM25 reaches on each, with one setting for all.
//!
//! `cargo test -p webmynd-engine --profile quick --test suite ranking -- --nocapture` prints the figures.
use super::{Everything, level};
use crate::common::skipped::corpus;
use std::collections::{HashMap, HashSet};
use std::path::Path;
use std::sync::Arc;
use webmynd_engine::index::{Doc, Extent, Index, Sort, Want, Weights};
use webmynd_engine::ports::MemoryFiles;
use webmynd_engine::query::parse;

/// Collection, language, and what plain BM25 (k1 1.2, b 0.75, title and text, stemmed) reaches: nDCG@10, MRR@10, recall@10.
const REFERENCE: [(&str, &str, [f64; 3]); 10] = [
    ("cranfield", "en", [0.508, 0.807, 0.438]),
    ("cacm", "en", [0.402, 0.629, 0.271]),
    ("xquad/ar", "ar", [0.933, 0.916, 0.982]),
    ("xquad/de", "de", [0.944, 0.931, 0.983]),
    ("xquad/en", "en", [0.970, 0.961, 0.995]),
    ("xquad/es", "es", [0.964, 0.955, 0.992]),
    ("xquad/hi", "hi", [0.777, 0.745, 0.878]),
    ("xquad/ru", "ru", [0.952, 0.939, 0.989]),
    ("xquad/th", "th", [0.941, 0.927, 0.983]),
    ("xquad/zh", "zh", [0.901, 0.890, 0.934]),
];

#[test]
fn at_least_as_good_as_plain_bm25_on_every_collection() {
    let Some(folder) = corpus("quality") else { return };
    println!(
        "{:<10} {:>8} {:>6}   {:>6} {:>6}   {:>6} {:>6}   {:>6}",
        "", "nDCG@10", "BM25", "MRR@10", "BM25", "R@10", "BM25", "R@100"
    );
    let mut short = Vec::new();
    for judged in judged(&folder) {
        let [ndcg, mrr, recall, deep] = measure(&judged, Weights::SET, &level);
        let (name, [n, m, r]) = (judged.name, judged.reference);
        println!(
            "{name:<10} {ndcg:>8.3} {n:>6.3}   {mrr:>6.3} {m:>6.3}   {recall:>6.3} {r:>6.3}   {deep:>6.3}"
        );
        // The reference is printed with three digits.
        if ndcg < n - 0.0005 {
            short.push(name);
        }
    }
    assert!(short.is_empty(), "below plain BM25: {short:?}");
}

/// Small collections of our own, here in every clone, and what each query reaches at least: nDCG@10, MRR@10, recall@10.
const OWN: [(&str, [f64; 3]); 3] =
    [("en", [0.9, 0.9, 1.0]), ("de", [0.9, 0.9, 1.0]), ("zh", [0.9, 0.9, 1.0])];

#[test]
fn our_own_collections_are_ranked_as_they_are_judged() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/ranking");
    for (lang, least) in OWN {
        let found = measure(&read(&folder.join(lang), lang), Weights::SET, &level);
        println!("{lang} {found:.3?}");
        assert!(least.iter().zip(found).all(|(least, found)| found >= *least), "{lang}: {found:?}");
    }
}

/// A judged collection.
pub struct Judged {
    pub name: &'static str,
    lang: &'static str,
    docs: Vec<[String; 3]>,
    /// What is asked, and which documents answer it.
    queries: Vec<(String, HashSet<String>)>,
    pub reference: [f64; 3],
}

/// All collections of a folder that has them.
pub fn judged(folder: &Path) -> Vec<Judged> {
    let read = |(name, lang, reference)| Judged { name, reference, ..read(&folder.join(name), lang) };
    REFERENCE.into_iter().map(read).collect()
}

fn read(folder: &Path, lang: &'static str) -> Judged {
    let field = |value: &serde_json::Value, name: &str| value[name].as_str().unwrap_or_default().to_owned();
    let docs = lines(&folder.join("docs.jsonl"));
    let docs = docs.iter().map(|doc| ["id", "title", "text"].map(|name| field(doc, name))).collect();
    let mut relevant: HashMap<String, HashSet<String>> = HashMap::new();
    let judged = std::fs::read_to_string(folder.join("qrels.tsv")).unwrap();
    for line in judged.lines().skip(1) {
        let mut parts = line.split('\t');
        let (query, doc, grade) = (parts.next().unwrap(), parts.next().unwrap(), parts.next().unwrap());
        if grade.trim() != "0" {
            relevant.entry(query.to_owned()).or_default().insert(doc.to_owned());
        }
    }
    let asked = lines(&folder.join("queries.jsonl"));
    let asked = asked.iter().map(|query| (field(query, "id"), field(query, "text")));
    let queries = asked.filter_map(|(id, text)| Some((text, relevant.remove(&id)?))).collect();
    Judged { name: "", lang, docs, queries, reference: [0.0; 3] }
}

fn lines(path: &Path) -> Vec<serde_json::Value> {
    let text = std::fs::read_to_string(path).unwrap();
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// nDCG@10, MRR@10, recall@10, recall@100, means over the judged queries. `standing` is what is known of a document of a query: asked
/// with the document's number and whether it is an answer.
pub fn measure(judged: &Judged, weights: Weights, standing: &dyn Fn(u32, bool) -> f32) -> [f64; 4] {
    let mut index = Index::open(Arc::new(MemoryFiles::default())).unwrap();
    index.weigh(weights);
    for (no, [_, title, text]) in (0..).zip(&judged.docs) {
        index.add(&Doc { no, title, text, lang: judged.lang, ..Doc::default() }).unwrap();
    }
    index.commit(b"").unwrap();
    let mut sums = [0.0; 4];
    for (text, wanted) in &judged.queries {
        let want = Want { sort: Sort::Best, most: 100, extent: Extent::Total };
        let is_wanted = |doc: u32| wanted.contains(&judged.docs[doc as usize][0]);
        let facts = Everything {
            langs: vec![judged.lang.to_owned()],
            standing: &|doc| standing(doc, is_wanted(doc)),
        };
        let found = index.search(&parse(text, 0, 0), &facts, want).unwrap();
        let gains: Vec<bool> = found.top.iter().chain(&found.loose).map(|(no, _)| is_wanted(*no)).collect();
        for (sum, figure) in sums.iter_mut().zip(figures(&gains, wanted.len())) {
            *sum += figure;
        }
    }
    sums.map(|sum| sum / judged.queries.len() as f64)
}

fn figures(gains: &[bool], wanted: usize) -> [f64; 4] {
    let discount = |at: usize| 1.0 / (at as f64 + 2.0).log2();
    let top = &gains[..gains.len().min(10)];
    let gained: f64 = top.iter().enumerate().filter(|(_, hit)| **hit).map(|(at, _)| discount(at)).sum();
    let ideal: f64 = (0..wanted.min(10)).map(discount).sum();
    let first = top.iter().position(|hit| *hit).map_or(0.0, |at| 1.0 / (at as f64 + 1.0));
    let recall = |gains: &[bool]| gains.iter().filter(|hit| **hit).count() as f64 / wanted as f64;
    [gained / ideal, first, recall(top), recall(gains)]
}
