//! The tables beside this file: what something is, and its shape, with secrets between ⟦ and ⟧.
use super::made::Maker;

/// A line of a table.
pub struct Line {
    pub what: String,
    /// As it stands in the table.
    pub template: String,
    /// With everything made that stands in braces.
    pub marked: String,
}

/// The lines of a table, each made from a seed of its own.
pub fn lines(table: &str) -> Vec<Line> {
    made(table, 0)
}

/// The same, made another time.
pub fn made(table: &str, time: u64) -> Vec<Line> {
    let lines = table.lines().filter(|line| !line.starts_with('#'));
    let read = |(seed, line): (usize, &str)| {
        let (what, template) = line.split_once('\t').unwrap();
        let template = template.replace("\\n", "\n");
        let marked = Maker::new(1000 * (time + 1) + seed as u64).fill(&template);
        Line { what: what.to_owned(), template, marked }
    };
    lines.enumerate().map(read).collect()
}

impl Line {
    /// As a browser shows it.
    pub fn plain(&self) -> String {
        self.marked.replace(['⟦', '⟧'], "")
    }

    /// With something in the place of each secret.
    pub fn with(&self, hidden: &str) -> String {
        let parts = self.marked.split(['⟦', '⟧']).enumerate();
        parts.map(|(i, part)| if i % 2 == 1 { hidden } else { part }).collect()
    }

    /// What must not be kept.
    pub fn secrets(&self) -> impl Iterator<Item = &str> {
        self.marked.split(['⟦', '⟧']).skip(1).step_by(2)
    }
}
