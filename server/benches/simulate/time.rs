//! How long what was asked took, as lines of a table.
use crate::heard::{Heard, Runs, one_line};
use sqlx::{AnyConnection, AssertSqlSafe, Connection, Row};
use std::collections::BTreeMap;
use std::time::Instant;

/// The value below which so many of a hundred are.
pub fn share(sorted: &[f64], of_hundred: usize) -> f64 {
    sorted.get((sorted.len().saturating_sub(1)) * of_hundred / 100).copied().unwrap_or(f64::NAN)
}

/// Prints as it measures.
pub struct Times {
    heard: Heard,
    all: BTreeMap<String, Runs>,
}

impl Times {
    pub fn begin() -> Self {
        println!(
            "{:<52}{:>8}{:>9}{:>9}{:>9}{:>11}{:>9}",
            "", "times", "p50 ms", "p95 ms", "max ms", "statements", "rows"
        );
        Self { heard: Heard::listen(), all: BTreeMap::new() }
    }

    /// Runs something so many times.
    pub async fn of<T>(&mut self, what: &str, times: i64, mut ask: impl AsyncFnMut(i64) -> T) {
        // What was prepared between two kinds is nobody's.
        self.heard.take();
        let mut took = Vec::new();
        for nth in 0..times {
            let begun = Instant::now();
            ask(nth).await;
            took.push(begun.elapsed().as_secs_f64() * 1_000.0);
        }
        took.sort_by(f64::total_cmp);
        let heard = self.heard.take();
        let statements: usize = heard.values().map(|runs| runs.times.len()).sum();
        let rows: u64 = heard.values().map(|runs| runs.rows).sum();
        let mean = |sum: f64| sum / times as f64;
        println!(
            "{what:<52}{times:>8}{:>9.2}{:>9.2}{:>9.2}{:>11.1}{:>9.1}",
            share(&took, 50),
            share(&took, 95),
            share(&took, 100),
            mean(statements as f64),
            mean(rows as f64)
        );
        for (text, runs) in heard {
            let all = self.all.entry(text).or_default();
            all.times.extend(runs.times);
            all.rows += runs.rows;
        }
    }

    /// All statements, the one that took longest first.
    pub fn slowest(&self) -> Vec<(&str, Runs)> {
        let mut all: Vec<_> = self.all.iter().map(|(text, runs)| (text.as_str(), runs.clone())).collect();
        for (_, runs) in &mut all {
            runs.times.sort_by(f64::total_cmp);
        }
        all.sort_by(|(_, one), (_, two)| share(&two.times, 95).total_cmp(&share(&one.times, 95)));
        all
    }

    /// Prints the statements that took longest, and the slowest one's plan; and which of `all` were never asked.
    pub async fn tell(&self, url: &str, all: &[String]) {
        println!(
            "\n{:>8}{:>9}{:>9}{:>9}{:>10}  statement, the slowest by p95 first",
            "times", "p50 ms", "p95 ms", "max ms", "rows each"
        );
        let slowest = self.slowest();
        for (text, runs) in slowest.iter().take(16) {
            println!(
                "{:>8}{:>9.2}{:>9.2}{:>9.2}{:>10.1}  {text}",
                runs.times.len(),
                share(&runs.times, 50),
                share(&runs.times, 95),
                share(&runs.times, 100),
                runs.rows as f64 / runs.times.len() as f64
            );
        }
        let asked: Vec<&str> = slowest.iter().map(|(text, _)| *text).collect();
        for text in all.iter().filter(|text| !asked.contains(&text.as_str())) {
            println!("never asked: {text}");
        }
        if let (Some((text, _)), true) = (slowest.first(), url.starts_with("sqlite")) {
            let mut database = AnyConnection::connect(url).await.unwrap();
            let plan = sqlx::query(AssertSqlSafe(format!("EXPLAIN QUERY PLAN {text}")))
                .fetch_all(&mut database)
                .await;
            println!("\nthe slowest one's plan:");
            plan.unwrap().iter().for_each(|step| println!("  {}", step.get::<String, _>("detail")));
        }
    }
}

/// Where the statements stand.
const SOURCES: [&str; 13] = [
    include_str!("../../src/store/accounts.rs"),
    include_str!("../../src/store/carried.rs"),
    include_str!("../../src/store/log.rs"),
    include_str!("../../src/store/packs.rs"),
    include_str!("../../src/store/pairings.rs"),
    include_str!("../../src/store/plans.rs"),
    include_str!("../../src/store/purge.rs"),
    include_str!("../../src/store/rounds.rs"),
    include_str!("../../src/store/sessions.rs"),
    include_str!("../../src/store/sweep.rs"),
    include_str!("../../src/store/tail.rs"),
    include_str!("../../src/store/undo.rs"),
    include_str!("../../src/store/usage.rs"),
];

/// All of the store.
pub fn statements() -> Vec<String> {
    let texts = SOURCES.iter().flat_map(|source| source.split('"'));
    let verbs = ["SELECT ", "UPDATE ", "DELETE ", "INSERT ", "WITH "];
    texts.filter(|text| verbs.iter().any(|verb| text.starts_with(verb))).map(one_line).collect()
}
