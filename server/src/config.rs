//! How an operator wants it: one TOML file, environment variables over it, and defaults that work with neither.
mod database;
mod shown;
mod users;

pub use users::{ACCOUNT, Ldap, Oidc, Users, trusted};

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fmt;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};
use webmynd_protocol::limits::{Limits, SignUp};
use webmynd_protocol::{Code, Millis};

/// All that can be set. `WEBMYND_SERVER_` and a name in capitals sets it from the environment, two underscores go one deeper:
/// `WEBMYND_SERVER_PLANS__FREE__HISTORY_DAYS=30`.
#[derive(Clone, Debug, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Config {
    /// Where it listens.
    pub listen: SocketAddr,
    /// Where figures and health are told, if anywhere; not for the public.
    pub metrics: Option<SocketAddr>,
    /// Its address as clients see it, without a slash at the end; else the one it listens on.
    pub base: Option<String>,
    /// Where database and blobs are, unless they are somewhere else.
    pub data: PathBuf,
    /// `sqlite:FILE` or `postgres://…`.
    pub database: Option<String>,
    /// `file:///FOLDER` or `s3://BUCKET`.
    pub blobs: Option<String>,
    /// What the blobs' store needs, as the `object_store` crate names it: `aws_endpoint`, `aws_access_key_id`, …
    pub blob_options: BTreeMap<String, String>,
    /// Packs up to so many bytes are kept in the database, 1 MiB at most; else 64 KiB with SQLite, 16 KiB with PostgreSQL.
    pub in_database: Option<u64>,
    /// Who may make an account.
    #[schemars(with = "String")]
    pub sign_up: SignUp,
    /// Invitations that are taken where one is asked for.
    pub invitations: Vec<String>,
    /// A directory of users that says who may have an account, if any.
    pub users: Users,
    /// Accounts that live on other servers of the operator's, by their names in lower case: each with that server's address.
    pub clusters: BTreeMap<String, String>,
    /// The plan of new accounts.
    pub plan: String,
    /// What there is.
    pub plans: BTreeMap<String, Plan>,
    /// How long what was deleted can be taken back: 0 to 60 minutes.
    pub undo_minutes: u32,
    /// The header in which a proxy in front tells the client's address; believed only when it is set.
    pub client_header: Option<String>,
    /// Connections at once; the next ones wait.
    pub connections: usize,
    /// MiB of bodies and answers that are in memory at once, 16 at least: an address has a quarter of them, an account an eighth.
    pub in_flight_mb: u64,
    /// Accounts that can be made in an hour, by all.
    pub sign_ups: u32,
    /// Accounts that can be made in an hour from one address (of IPv6 the first 64 bits).
    pub sign_ups_per_address: u32,
    /// Entries that an account can add to its log in a day.
    pub entries_per_day: u32,
    /// After so many entries devices are asked for a recap of the log; 0: they are not.
    pub recap_entries: u64,
    /// Packaged extensions that installed copies update themselves from.
    pub extension: Extension,
}

/// A group's own index of builds, under `/extension`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Extension {
    /// Where the packages are (`.xpi`, `.crx`); without it nothing is served.
    pub folder: Option<PathBuf>,
    /// `name:password` that is asked for (HTTP basic), if any.
    pub login: Option<String>,
}

/// How much and how long.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Plan {
    /// How long history is kept; without it for ever. WebMarks always are.
    pub history_days: Option<u32>,
    /// How much is kept, entries and keys as well; without it any amount.
    pub quota_mb: Option<u64>,
}

const DAY: Millis = 86_400_000;

/// A file of its own, with its flushes, costs more than so many bytes in SQLite (decision 11).
const IN_SQLITE: u64 = 64 << 10;
/// What a device says of some pages, which travels inside its entry then; the rest is the object store's.
const IN_POSTGRES: u64 = 16 << 10;
/// Bytes in a row are read whole, whatever range of them is asked for.
const MOST_IN_DATABASE: u64 = 1 << 20;

impl Default for Config {
    fn default() -> Self {
        Self {
            listen: SocketAddr::from((Ipv4Addr::LOCALHOST, 7447)),
            metrics: None,
            base: None,
            data: PathBuf::from("webmynd-data"),
            database: None,
            blobs: None,
            blob_options: BTreeMap::new(),
            in_database: None,
            sign_up: SignUp::Open,
            invitations: Vec::new(),
            users: Users::default(),
            clusters: BTreeMap::new(),
            plan: "free".to_owned(),
            plans: BTreeMap::from([("free".to_owned(), Plan { history_days: Some(7), quota_mb: None })]),
            undo_minutes: 10,
            client_header: None,
            connections: 10_000,
            in_flight_mb: 256,
            sign_ups: 1_000,
            sign_ups_per_address: 100,
            entries_per_day: 20_000,
            recap_entries: 2_000,
            extension: Extension::default(),
        }
    }
}

/// What is wrong with a configuration, for people.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConfigError(String);

impl fmt::Display for ConfigError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for ConfigError {}

impl Config {
    /// Reads `file`, if there is one, and what of `environment` is meant for us over it.
    pub fn read(
        file: Option<&Path>,
        environment: impl Iterator<Item = (String, String)>,
    ) -> Result<Self, ConfigError> {
        let text = match file {
            Some(path) => std::fs::read_to_string(path)
                .map_err(|error| ConfigError(format!("{}: {error}", path.display())))?,
            None => String::new(),
        };
        let mut table: toml::Table = text.parse().map_err(|error: toml::de::Error| named(file, &error))?;
        for (name, value) in environment {
            if let Some(path) = name.strip_prefix("WEBMYND_SERVER_") {
                put(&mut table, &path.to_lowercase(), value);
            }
        }
        let config: Self = table.try_into().map_err(|error: toml::de::Error| named(file, &error))?;
        config.check()?;
        Ok(config)
    }

    /// Whether what is set goes together.
    fn check(&self) -> Result<(), ConfigError> {
        let complain = |text: String| Err(ConfigError(text));
        if !self.plans.contains_key(&self.plan) {
            return complain(format!("plan = {:?}: there is no [plans.{}]", self.plan, self.plan));
        }
        if self.undo_minutes > 60 {
            return complain(format!("undo_minutes = {}: 60 at most", self.undo_minutes));
        }
        if !(16..=1 << 20).contains(&self.in_flight_mb) {
            return complain(format!("in_flight_mb = {}: 16 to {}", self.in_flight_mb, 1 << 20));
        }
        if self.in_database.is_some_and(|bytes| bytes > MOST_IN_DATABASE) {
            return complain(format!("in_database: {MOST_IN_DATABASE} at most"));
        }
        if self.sign_up == SignUp::Other {
            return complain("sign_up: \"open\", \"invite\" or \"closed\"".to_owned());
        }
        if self.sign_up == SignUp::Invite && self.invitations.is_empty() {
            return complain("sign_up = \"invite\": there are no invitations".to_owned());
        }
        if self
            .base
            .iter()
            .chain(self.clusters.values())
            .any(|base| base.ends_with('/') || !base.starts_with("http"))
        {
            return complain(
                "base, clusters: an address like https://vault.example.org, without a slash at the end"
                    .to_owned(),
            );
        }
        if self.extension.login.as_ref().is_some_and(|login| !login.contains(':')) {
            return complain("extension.login: a name and a password with a colon between them".to_owned());
        }
        if let Some(name) = self.clusters.keys().find(|name| **name != name.to_lowercase()) {
            return complain(format!("clusters: {name:?} has to be in lower case"));
        }
        database::check(&self.database()).map_err(ConfigError)?;
        self.users.check().map_err(ConfigError)
    }

    /// Its address as clients see it.
    pub fn base(&self) -> String {
        self.base.clone().unwrap_or_else(|| format!("http://{}", self.listen))
    }

    /// The server that an account lives on, if it is another one.
    pub fn elsewhere(&self, account: &str) -> Option<&str> {
        self.clusters.get(&account.to_lowercase()).map(String::as_str)
    }

    /// [`Code::Moved`] for an account that lives on another server.
    pub fn here(&self, account: &str) -> Result<(), Code> {
        if self.elsewhere(account).is_some() { Err(Code::Moved) } else { Ok(()) }
    }

    /// The database's address.
    pub fn database(&self) -> String {
        self.database.clone().unwrap_or_else(|| format!("sqlite:{}", self.data.join("vault.db").display()))
    }

    /// Packs up to so many bytes are kept in the database.
    pub fn in_database(&self) -> u64 {
        let sqlite = self.database().starts_with("sqlite:");
        self.in_database.unwrap_or(if sqlite { IN_SQLITE } else { IN_POSTGRES })
    }

    /// The blobs' address.
    pub fn blobs(&self) -> String {
        let folder = std::path::absolute(self.data.join("blobs")).unwrap_or_else(|_| self.data.join("blobs"));
        self.blobs.clone().unwrap_or_else(|| format!("file://{}", folder.display()))
    }

    /// What an account of `plan` may do. A plan that is no longer configured keeps everything: nothing is lost by a
    /// mistake in a file.
    pub fn limits(&self, plan: &str) -> Limits {
        let plan = self.plans.get(plan).cloned().unwrap_or_default();
        Limits {
            quota: plan.quota_mb.map(|mb| mb << 20),
            retention: plan.history_days.map(|days| Millis::from(days) * DAY),
            undo: Millis::from(self.undo_minutes) * 60_000,
            ..Limits::default()
        }
    }
}

fn named(file: Option<&Path>, error: &toml::de::Error) -> ConfigError {
    let place = file.map_or_else(|| "environment".to_owned(), |path| path.display().to_string());
    ConfigError(format!("{place}: {error}"))
}

/// Sets `a__b` in the table `a`: a number, a truth or a list where the value is one in TOML, else words.
fn put(table: &mut toml::Table, path: &str, value: String) {
    match path.split_once("__") {
        Some((first, rest)) => {
            let below = table.entry(first).or_insert_with(|| toml::Value::Table(toml::Table::new()));
            if let toml::Value::Table(below) = below {
                put(below, rest, value);
            }
        }
        None => {
            let parsed = format!("value = {value}")
                .parse::<toml::Table>()
                .ok()
                .and_then(|mut one| one.remove("value"));
            table.insert(path.to_owned(), parsed.unwrap_or(toml::Value::String(value)));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str, environment: &[(&str, &str)]) -> Result<Config, ConfigError> {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("vault.toml");
        std::fs::write(&file, text).unwrap();
        let pairs = environment.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
        Config::read(Some(&file), pairs)
    }

    #[test]
    fn nothing_configured_is_a_vault_of_the_free_plan_on_this_machine() {
        let config = read("", &[]).unwrap();
        assert!(config.listen.ip().is_loopback());
        assert_eq!(config.limits("free").retention, Some(7 * DAY));
        assert!(config.database().starts_with("sqlite:") && config.blobs().starts_with("file:///"));
    }

    #[test]
    fn the_environment_is_laid_over_the_file() {
        let text = "listen = '127.0.0.1:1'\nplan = 'paid'\n[plans.paid]\nquota_mb = 5\n";
        let config = read(
            text,
            &[
                ("WEBMYND_SERVER_LISTEN", "127.0.0.1:2"),
                ("WEBMYND_SERVER_PLANS__PAID__HISTORY_DAYS", "365"),
                ("HOME", "x"),
            ],
        )
        .unwrap();
        assert_eq!(config.listen.port(), 2);
        let limits = config.limits("paid");
        assert_eq!((limits.quota, limits.retention), (Some(5 << 20), Some(365 * DAY)));
    }

    #[test]
    fn a_directory_of_users_is_configured_by_the_environment_too() {
        let set = |name: &str| format!("WEBMYND_SERVER_USERS__{name}");
        let (kind, url, user, at) = (set("KIND"), set("URL"), set("USER"), set("AT_LOGIN"));
        let config = read(
            "",
            &[(&kind, "ldap"), (&url, "ldaps://a.test"), (&user, "uid={account},dc=test"), (&at, "false")],
        )
        .unwrap();
        assert!(matches!(&config.users, Users::Ldap(ldap) if ldap.url == "ldaps://a.test" && !ldap.at_login));
        let again: Config = toml::from_str(&toml::to_string(&config).unwrap()).unwrap();
        assert_eq!(again.users, config.users, "what `check` prints is a configuration");
    }

    #[test]
    fn mistakes_are_named() {
        for (text, word) in [
            ("lisen = 1", "lisen"),
            ("plan = 'gold'", "plans.gold"),
            ("undo_minutes = 61", "60 at most"),
            ("in_database = 1048577", "1048576 at most"),
            ("in_flight_mb = 15", "16 to"),
            ("database = 'postgres://webmynd@db.example.org/webmynd'", "sslmode=verify-full"),
            ("database = 'mysql://db.example.org/webmynd'", "sqlite: or postgres://"),
            ("sign_up = 'invite'", "no invitations"),
            ("sign_up = 'opn'", "closed"),
            ("base = 'vault.example.org'", "https://"),
            ("[clusters]\nAda = 'https://b.test'", "lower case"),
            ("[clusters]\nada = 'b.test'", "https://"),
            ("[extension]\nlogin = 'sesame'", "colon"),
            ("[plans.free]\nhistory = 3", "history"),
            ("listen = ", "vault.toml"),
            ("[users]\nkind = 'nis'", "nis"),
            ("[users]\nkind = 'ldap'\nuser = 'uid={account}'", "url"),
            ("[users]\nkind = 'ldap'\nurl = 'a.test'\nuser = 'uid={account}'", "users.url"),
            ("[users]\nkind = 'ldap'\nurl = 'ldap://a.test'\nuser = 'uid=ada'", "{account}"),
            (
                "[users]\nkind = 'ldap'\nurl = 'ldap://a.test'\nbase = 'ou=a'\nfilter = '(uid=ada)'",
                "{account}",
            ),
            ("[users]\nkind = 'ldap'\nurl = 'ldap://a.test'", "either"),
            (
                "[users]\nkind = 'ldap'\nurl = 'ldap://a.test'\nbase = 'ou=a'\nfilter = '(uid={account})'\nreader = 'cn=b'",
                "reader_password",
            ),
            (
                "[users]\nkind = 'oidc'\nissuer = 'http://a.test'\nclient = 'b'\nclaim = 'email'",
                "https is wanted",
            ),
            ("[users]\nkind = 'oidc'\nissuer = 'https://a.test'\nclient = 'b'", "claim"),
            (
                "[users]\nkind = 'oidc'\nissuer = 'https://a.test'\nclient = 'b'\nclaim = 'c'\nsecret = 'd'",
                "secret",
            ),
        ] {
            let error = read(text, &[]).unwrap_err().to_string();
            assert!(error.contains(word), "{text}: {error}");
        }
    }
}
