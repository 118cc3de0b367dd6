//! What the store asked its database, as sqlx tells of it: each statement's text, how long it took, and rows.
use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Arc, Mutex};
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber};

/// Each run of one statement.
#[derive(Clone, Default)]
pub struct Runs {
    /// In ms.
    pub times: Vec<f64>,
    /// Returned or changed.
    pub rows: u64,
}

/// Statements by their text, blanks made one.
#[derive(Clone, Default)]
pub struct Heard(Arc<Mutex<BTreeMap<String, Runs>>>);

impl Heard {
    /// Listens to everything that this program asks from now on.
    pub fn listen() -> Self {
        let heard = Self::default();
        tracing::subscriber::set_global_default(heard.clone()).unwrap();
        heard
    }

    /// What was heard since the last time.
    pub fn take(&self) -> BTreeMap<String, Runs> {
        std::mem::take(&mut *self.0.lock().unwrap())
    }
}

#[derive(Default)]
struct Told {
    text: String,
    ms: f64,
    rows: u64,
}

impl Visit for Told {
    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        self.record_str(field, &format!("{value:?}"));
    }

    fn record_str(&mut self, field: &Field, value: &str) {
        // A short statement is its own summary.
        if field.name() == "db.statement" && !value.is_empty()
            || field.name() == "summary" && self.text.is_empty()
        {
            self.text = one_line(value);
        }
    }

    fn record_f64(&mut self, field: &Field, value: f64) {
        if field.name() == "elapsed_secs" {
            self.ms = value * 1_000.0;
        }
    }

    fn record_u64(&mut self, field: &Field, value: u64) {
        if field.name().starts_with("rows_") {
            self.rows += value;
        }
    }
}

/// A statement as it is told apart: on one line.
pub fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

impl Subscriber for Heard {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.target() == "sqlx::query"
    }

    fn event(&self, event: &Event<'_>) {
        let mut told = Told::default();
        event.record(&mut told);
        let mut all = self.0.lock().unwrap();
        let runs = all.entry(told.text).or_default();
        runs.times.push(told.ms);
        runs.rows += told.rows;
    }

    fn new_span(&self, _: &Attributes<'_>) -> Id {
        Id::from_u64(1)
    }

    fn record(&self, _: &Id, _: &Record<'_>) {}
    fn record_follows_from(&self, _: &Id, _: &Id) {}
    fn enter(&self, _: &Id) {}
    fn exit(&self, _: &Id) {}
}
