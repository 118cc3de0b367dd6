//! The vault: database, blobs, configuration and clock, and what its hourly round does.
use crate::blobs::{BlobError, Blobs};
use crate::budget::Budget;
use crate::builds::Builds;
use crate::clock::Clock;
use crate::config::Config;
use crate::directory::{self, Directory};
use crate::metrics::Metrics;
use crate::store::{Store, StoreError, Times};
use crate::throttle::{Rate, Throttle};
use crate::tls;
use crate::{folders, random};
use std::fmt;
use std::sync::Arc;
use std::time::Duration;
use webmynd_protocol::Millis;

/// Packs that are destroyed between two questions to the database.
const PURGED: u32 = 100;

/// How often the database is asked for the time, where servers share it.
const OFTEN: Duration = Duration::from_secs(60);
/// A clock is wrong that differs by more, in ms.
const WRONG: Millis = 60_000;

/// All that requests share.
pub struct Vault {
    /// The database.
    pub store: Store,
    /// The packs' bytes.
    pub blobs: Blobs,
    /// As the operator wants it.
    pub config: Config,
    /// Decides when things end, for all servers of a database alike: see [`Vault::ask_time`].
    pub clock: Clock,
    /// Who may have an account, where the operator has a directory of users.
    pub directory: Option<Box<dyn Directory>>,
    /// Failed logins.
    pub tries: Throttle,
    /// Accounts that were made, by address.
    pub sign_ups: Throttle,
    /// The same of the whole server.
    pub all_sign_ups: Throttle,
    /// Entries that were added, by account.
    pub entries: Throttle,
    /// Bytes of bodies and answers that are in memory.
    pub flight: Budget,
    /// Makes up preludes of accounts that there are not.
    pub secret: [u8; 32],
    /// Packaged extensions, where there are some.
    pub builds: Option<Arc<Builds>>,
    /// What is counted.
    pub metrics: Metrics,
}

/// Why a vault does not open.
#[derive(Debug)]
pub enum OpenError {
    /// Its folder cannot be made.
    Folder(std::io::Error),
    /// Its database.
    Store(StoreError),
    /// Its blobs.
    Blobs(BlobError),
    /// The directory of users.
    Users(String),
    /// The system has no randomness.
    Random(getrandom::Error),
}

impl fmt::Display for OpenError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Folder(error) => write!(f, "the folder for data: {error}"),
            Self::Store(error) => error.fmt(f),
            Self::Blobs(error) => error.fmt(f),
            Self::Users(error) => f.write_str(error),
            Self::Random(error) => write!(f, "no randomness: {error}"),
        }
    }
}

impl std::error::Error for OpenError {}

impl Vault {
    /// Opens what the configuration names, and makes it where it is not there.
    pub async fn open(config: Config, clock: Clock) -> Result<Self, OpenError> {
        tls::provide();
        if config.database.is_none() || config.blobs.is_none() {
            folders::make(&config.data).map_err(OpenError::Folder)?;
        }
        let store = Store::open(&config.database()).await.map_err(OpenError::Store)?;
        let options: Vec<_> = config.blob_options.clone().into_iter().collect();
        let blobs = Blobs::open(&config.blobs(), &options).map_err(OpenError::Blobs)?;
        let fresh = random::bytes().map_err(OpenError::Random)?;
        let secret = store.secret("prelogin", fresh).await.map_err(OpenError::Store)?;
        let fresh = random::bytes().map_err(OpenError::Random)?;
        let counted = store.secret("counts", fresh).await.map_err(OpenError::Store)?;
        let is_shared = store.is_shared();
        let limited = |rate| Throttle::new(rate, counted, is_shared);
        let directory = directory::open(&config.users).map_err(OpenError::Users)?;
        let builds = config.extension.folder.clone().map(|folder| Arc::new(Builds::new(folder)));
        Ok(Self {
            builds,
            directory,
            store,
            blobs,
            clock,
            tries: limited(Rate::TRIES),
            sign_ups: limited(Rate::hourly(config.sign_ups_per_address)),
            all_sign_ups: limited(Rate::hourly(config.sign_ups)),
            entries: limited(Rate::daily(config.entries_per_day)),
            flight: Budget::new(config.in_flight_mb << 20),
            config,
            secret,
            metrics: Metrics::default(),
        })
    }

    /// All that is limited by how often it is done; in the order in which servers name them to each other, new ones last.
    pub fn limited(&self) -> [&Throttle; 4] {
        [&self.tries, &self.sign_ups, &self.all_sign_ups, &self.entries]
    }

    /// The times that what an account of `plan` commits or deletes now gets.
    pub fn times(&self, plan: &str) -> Times {
        let limits = self.config.limits(plan);
        Times { now: self.clock.now(), retention: limits.retention, undo: limits.undo }
    }

    /// Asks the database for the time, where servers share it: what one of them writes the others judge by, so one clock is believed by all.
    pub async fn ask_time(&self) -> Result<(), StoreError> {
        let Some(told) = self.store.time().await? else { return Ok(()) };
        let (ahead, before) = self.clock.believe(told);
        self.metrics.clock_ahead.set(ahead / 1_000);
        if ahead.saturating_abs() > WRONG && ahead.saturating_sub(before).saturating_abs() > WRONG {
            tracing::warn!(
                "this machine's clock is {}, which all servers go by; one of the two is wrong: set it right",
                apart(ahead)
            );
        } else if ahead.saturating_abs() <= WRONG && before.saturating_abs() > WRONG {
            tracing::info!("this machine's clock is the database's again");
        }
        Ok(())
    }

    /// Asks for the time again and again; where there is nobody to be asked it returns at once.
    pub async fn keep_time(&self) {
        while self.store.is_shared() {
            tokio::time::sleep(OFTEN).await;
            if let Err(error) = self.ask_time().await {
                tracing::warn!("the database was not asked for the time, it goes on meanwhile: {error}");
            }
        }
    }

    /// How far this machine's clock is from the database's, for people; nothing where only one is known.
    pub fn told_clock(&self) -> Option<String> {
        let ahead = self.clock.ahead()?;
        Some(if ahead.saturating_abs() > WRONG { apart(ahead) } else { "well".to_owned() })
    }

    /// The hourly round: removes what has come to its end, as far as the time of rounds has followed the clock; returns how many packs. What fails is
    /// tried again in the next round.
    pub async fn round(&self) -> Result<usize, PurgeError> {
        let round = self.store.begin_round(self.clock.now()).await?;
        self.metrics.purge_behind.set(round.behind / 1_000);
        if round.behind > 0 {
            tracing::warn!(
                "the clock is {} h ahead of what was removed: it has jumped, or no round came by for long; what has ended goes step by step",
                round.behind / 3_600_000
            );
        }
        self.purge_until(round.until).await
    }

    /// Removes what has come to its end by the clock, however far that is from the last time.
    pub async fn purge(&self) -> Result<usize, PurgeError> {
        self.purge_until(self.clock.now()).await
    }

    async fn purge_until(&self, until: Millis) -> Result<usize, PurgeError> {
        let (mut gone, mut failed) = (0, None);
        let mut some = self.store.condemn(until, PURGED).await?;
        while let Some(last) = some.last().copied() {
            let mut bare = Vec::with_capacity(some.len());
            for one in some {
                let removed = if one.kept { Ok(()) } else { self.blobs.remove(one.account, one.blob).await };
                match removed {
                    Ok(()) => bare.push(one),
                    // The others go all the same; this one with the next round.
                    Err(error) => drop(failed.get_or_insert(error)),
                }
            }
            gone += self.store.shred(&bare).await?;
            some = self.store.condemned((last.account, last.pack), PURGED).await?;
        }
        self.metrics.purged.inc_by(gone as u64);
        self.store.sweep(until).await?;
        failed.map_or(Ok(gone), |error| Err(error.into()))
    }
}

/// How far a clock is from the database's, in words.
fn apart(ahead: Millis) -> String {
    let far = match ahead.saturating_abs() / 60_000 {
        minutes @ ..120 => format!("{minutes} min"),
        minutes @ ..2_880 => format!("{} h", minutes / 60),
        minutes => format!("{} days", minutes / 1_440),
    };
    format!("{far} {} the database's", if ahead > 0 { "ahead of" } else { "behind" })
}

/// What stopped a round.
#[derive(Debug)]
pub enum PurgeError {
    /// The database.
    Store(StoreError),
    /// The blobs.
    Blobs(BlobError),
}

impl From<StoreError> for PurgeError {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

impl From<BlobError> for PurgeError {
    fn from(error: BlobError) -> Self {
        Self::Blobs(error)
    }
}

impl fmt::Display for PurgeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Store(error) => error.fmt(f),
            Self::Blobs(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for PurgeError {}
