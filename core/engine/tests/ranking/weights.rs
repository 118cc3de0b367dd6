//! What other weights would do: a table, one line a setting. How to read it: `docs/ranking.md`.
//!
//! `cargo test -p webmynd-engine --profile quick --test suite ranking::weights -- --ignored --nocapture`
//! `WEBMYND_WEIGHTS` says what to try instead, one setting after a semicolon: `title=3 k1=1;title=4`.
//! `WEBMYND_KNOWN` names a folder of HTML files to ask for beside the pages of the corpus.
use super::judged::{Judged, judged, measure};
use super::known::Known;
use super::{level, pages};
use crate::common::skipped::corpus;
use std::path::Path;
use webmynd_engine::index::{MOST_STANDING, Weights};

type Set = fn(&mut Weights, f32);

/// One weight after the other, and what it is set to.
const TRIED: [(&str, Set, &[f32]); 11] = [
    ("title", |w, v| w.title = v, &[1.0, 1.5, 2.5, 3.0, 4.0]),
    ("rest", |w, v| w.rest = v, &[0.1, 0.2, 0.4, 0.6]),
    ("address", |w, v| w.address = v, &[0.2, 0.35, 0.75, 1.0]),
    ("k1", |w, v| w.k1 = v, &[0.9, 1.05, 1.4, 1.6]),
    ("b", |w, v| w.b = v, &[0.5, 0.55, 0.65, 0.7, 0.75]),
    ("begins", |w, v| w.begins = v, &[0.3, 0.5, 0.85]),
    ("part", |w, v| w.part = v, &[0.0, 0.25, 0.75]),
    ("need_few", |w, v| w.need_few = v, &[0.6, 0.7, 0.9]),
    ("side_by_side", |w, v| w.side_by_side = v, &[0.0, 0.15, 0.5, 0.7, 1.0]),
    ("most_side_by_side", |w, v| w.most_side_by_side = v as usize, &[5.0, 8.0, 64.0]),
    ("whole_title", |w, v| w.whole_title = v, &[0.0, 0.1, 0.5, 1.0]),
];

struct All {
    judged: Vec<Judged>,
    known: Vec<Known>,
}

impl All {
    fn read() -> Option<Self> {
        let (quality, corpus) = (corpus("quality")?, corpus("pages")?);
        let mut known = vec![Known::of(pages::of_corpus(&corpus))];
        if let Some(folder) = std::env::var_os("WEBMYND_KNOWN") {
            known.push(Known::of(pages::of_folder(Path::new(&folder), 600)));
        }
        Some(Self { judged: judged(&quality), known })
    }

    /// nDCG@10 of each collection, MRR@10 of each way to ask for known pages, and below which references it falls.
    fn line(
        &self,
        weights: Weights,
        standing: &(dyn Fn(u32, bool) -> f32 + Sync),
    ) -> (Vec<f64>, Vec<&'static str>) {
        let half = self.judged.len() / 2;
        let all = |judged: &[Judged]| -> Vec<f64> {
            judged.iter().map(|judged| measure(judged, weights, standing)[0]).collect()
        };
        let mut figures = std::thread::scope(|scope| {
            let other = scope.spawn(|| all(&self.judged[half..]));
            let mut figures = all(&self.judged[..half]);
            figures.extend(other.join().unwrap());
            figures
        });
        let below = self.judged.iter().zip(&figures);
        let below = below.filter(|(judged, ndcg)| **ndcg < judged.reference[0] - 0.0005);
        let below = below.map(|(judged, _)| judged.name).collect();
        for known in &self.known {
            figures.extend(known.measure(weights).values().map(|of| of[3]));
        }
        (figures, below)
    }

    fn print(&self, name: &str, weights: Weights, standing: &(dyn Fn(u32, bool) -> f32 + Sync)) {
        let (figures, below) = self.line(weights, standing);
        print!("{name:<22}");
        figures.iter().for_each(|figure| print!(" {:>4.0}", figure * 1000.0));
        println!("  {:.4} {}", figures.iter().sum::<f64>() / figures.len() as f64, below.join(" "));
    }
}

/// The weights as set, but for those that are named.
fn parsed(setting: &str) -> Weights {
    let mut weights = Weights::SET;
    for (name, value) in setting.split_whitespace().map(|one| one.split_once('=').unwrap()) {
        let (_, set, _) = TRIED.iter().find(|(known, _, _)| *known == name).unwrap();
        set(&mut weights, value.parse().unwrap());
    }
    weights
}

#[test]
#[ignore = "minutes: a table to read"]
fn a_table_of_other_weights() {
    let Some(all) = All::read() else { return };
    let names: Vec<&str> = all.judged.iter().map(|judged| judged.name).collect();
    println!(
        "{} | {:?}, then known pages | mean | below BM25",
        names.join(" "),
        all.known[0].measure(Weights::SET).keys()
    );
    all.print("as set", Weights::SET, &level);
    if let Ok(wanted) = std::env::var("WEBMYND_WEIGHTS") {
        return wanted.split(';').for_each(|setting| all.print(setting, parsed(setting), &level));
    }
    // What a standing does that knows nothing of what is asked, and the worst: every page has all of it but those that answer.
    let luck = |doc: u32, _| {
        1.0 + (MOST_STANDING - 1.0) * ((doc.wrapping_mul(2_654_435_761) >> 16) as f32 / 65_536.0)
    };
    all.print("standing by luck", Weights::SET, &luck);
    all.print("standing against", Weights::SET, &|_, wanted| if wanted { 1.0 } else { MOST_STANDING });
    all.print("standing with", Weights::SET, &|_, wanted| if wanted { MOST_STANDING } else { 1.0 });
    for (name, set, values) in TRIED {
        for value in values {
            let mut weights = Weights::SET;
            set(&mut weights, *value);
            all.print(&format!("{name} {value}"), weights, &level);
        }
    }
}
