//! `webmynd-server account …`: what an operator does with accounts, over the database alone. A server that runs goes on.
use clap::Subcommand;
use std::error::Error;
use webmynd_protocol::{Code, Millis};
use webmynd_server::clock::Clock;
use webmynd_server::config::Config;
use webmynd_server::store::{Kept, Store, StoreError};

/// How long history that a smaller plan no longer covers is kept all the same.
const GRACE: Millis = 14 * 86_400_000;

/// What is done.
#[derive(Subcommand)]
pub enum Account {
    /// Lists all accounts: name, plan, devices, packs, bytes.
    List {
        /// As JSON.
        #[arg(long)]
        json: bool,
    },
    /// Puts an account on a plan of the configuration. History that it no longer covers is kept for 14 days more.
    Plan {
        /// Its name.
        account: String,
        /// The plan's.
        plan: String,
    },
    /// Deletes an account with all that it keeps, once the time for undoing is over.
    Delete {
        /// Its name.
        account: String,
    },
    /// Keeps an account that was deleted and is not gone yet.
    Keep {
        /// Its name.
        account: String,
    },
}

/// Does it; gives what is to be printed.
pub async fn run(what: Account, config: &Config) -> Result<String, Box<dyn Error>> {
    let store = Store::open(&config.database()).await?;
    let now = store.time().await?.unwrap_or_else(|| Clock::system().now());
    match what {
        Account::List { json } => {
            let all = store.accounts().await?;
            Ok(if json { serde_json::to_string_pretty(&all)? } else { table(&all) })
        }
        Account::Plan { account, plan } => {
            if !config.plans.contains_key(&plan) {
                return Err(format!("there is no [plans.{plan}] in the configuration").into());
            }
            let retention = config.limits(&plan).retention;
            store
                .set_plan(&account, &plan, retention, now, GRACE)
                .await
                .map_err(|error| named(&account, error))?;
            Ok(format!("{account} is on the plan {plan}"))
        }
        Account::Delete { account } => {
            let until = now + Millis::from(config.undo_minutes) * 60_000;
            store.set_leaving(&account, Some(until), now).await.map_err(|error| named(&account, error))?;
            Ok(format!(
                "{account} goes in {} minutes; `account keep` takes it back until then",
                config.undo_minutes
            ))
        }
        Account::Keep { account } => {
            store.set_leaving(&account, None, now).await.map_err(|error| named(&account, error))?;
            Ok(format!("{account} is kept"))
        }
    }
}

fn named(account: &str, error: StoreError) -> String {
    match error {
        StoreError::Refused(refused) if refused.code == Code::NotFound => {
            format!("there is no account {account}")
        }
        error => error.to_string(),
    }
}

fn table(all: &[Kept]) -> String {
    let line = |one: &Kept| {
        let leaves = if one.leaves.is_some() { ", deleted" } else { "" };
        let (devices, packs, bytes) = (one.devices, one.packs, one.bytes);
        format!("{}: {}, {devices} devices, {packs} packs, {bytes} bytes{leaves}", one.account, one.plan)
    };
    if all.is_empty() {
        "no accounts".to_owned()
    } else {
        all.iter().map(line).collect::<Vec<_>>().join("\n")
    }
}
