//! What is counted, for operators. No figure tells of an account.
use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::encoding::text::encode;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::{Registry, Unit};
use std::fmt;
use std::time::Duration;

/// Seconds: from a lookup in memory to an upload over a slow line.
const BUCKETS: [f64; 10] = [0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1.0, 3.0, 10.0, 30.0];

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Answered {
    route: String,
    method: String,
    status: u16,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Asked {
    route: String,
    method: String,
}

/// What is counted.
pub struct Metrics {
    registry: Registry,
    answers: Family<Answered, Counter>,
    seconds: Family<Asked, Histogram, fn() -> Histogram>,
    /// Connections that are open.
    pub connections: Gauge,
    /// Counts that other servers of the database were told.
    pub told: Counter,
    /// 1 while others are told.
    pub telling: Gauge,
    /// Counts that came from them.
    pub heard: Counter,
    /// Packs that came to their end.
    pub purged: Counter,
    /// Seconds by which the purge is behind the clock.
    pub purge_behind: Gauge,
    /// Seconds by which this machine's clock is ahead of the database's.
    pub clock_ahead: Gauge,
}

impl Default for Metrics {
    fn default() -> Self {
        let mut registry = Registry::with_prefix("webmynd");
        let (answers, connections, purged) = (Family::default(), Gauge::default(), Counter::default());
        let (purge_behind, telling) = (Gauge::default(), Gauge::default());
        let (told, heard) = (Counter::default(), Counter::default());
        let seconds = Family::new_with_constructor((|| Histogram::new(BUCKETS)) as fn() -> Histogram);
        registry.register("answers", "Requests that were answered", answers.clone());
        registry.register_with_unit("answer", "How long answers took", Unit::Seconds, seconds.clone());
        registry.register("connections", "Connections that are open", connections.clone());
        registry.register("counts_told", "Counts of limits that other servers were told", told.clone());
        registry.register("counts_telling", "Whether others are being told", telling.clone());
        registry.register("counts_heard", "Counts of limits that came from other servers", heard.clone());
        registry.register("purged_packs", "Packs that came to their end", purged.clone());
        registry.register_with_unit(
            "purge_behind",
            "How far the purge is behind the clock",
            Unit::Seconds,
            purge_behind.clone(),
        );
        let clock_ahead = Gauge::default();
        registry.register_with_unit(
            "clock_ahead",
            "How far this machine's clock is ahead of the database's",
            Unit::Seconds,
            clock_ahead.clone(),
        );
        Self {
            registry,
            answers,
            seconds,
            connections,
            told,
            telling,
            heard,
            purged,
            purge_behind,
            clock_ahead,
        }
    }
}

impl Metrics {
    /// Counts an answer, and how long it took.
    pub fn answered(&self, route: String, method: String, status: u16, took: Duration) {
        let asked = Asked { route: route.clone(), method: method.clone() };
        self.seconds.get_or_create(&asked).observe(took.as_secs_f64());
        self.answers.get_or_create(&Answered { route, method, status }).inc();
    }

    /// All figures, in Prometheus' text format.
    pub fn text(&self) -> Result<String, fmt::Error> {
        let mut text = String::new();
        encode(&mut text, &self.registry).map(|()| text)
    }
}
