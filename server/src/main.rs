//! `webmynd-server`: opens the vault, answers, and once an hour removes what has come to its end.
#![forbid(unsafe_code)]
mod operator;

use clap::{Parser, Subcommand};
use prometheus_client::metrics::gauge::Gauge;
use std::future::pending;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpListener;
use webmynd_server::clock::Clock;
use webmynd_server::config::Config;
use webmynd_server::vault::Vault;
use webmynd_server::{api, descriptors, health, peers, serve};

const HOUR: Duration = Duration::from_secs(3_600);

/// Keeps sealed pages for longer and for other devices, and cannot read a word of them.
#[derive(Parser)]
#[command(version)]
struct Arguments {
    /// The configuration; without it the defaults count. Environment variables (WEBMYND_SERVER_LISTEN, …) are laid over it.
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Subcommand)]
enum Command {
    /// Serves (what happens without a command).
    Serve,
    /// Says whether the configuration is right, and prints it with all defaults and without its secrets.
    Check,
    /// Prints the configuration's JSON Schema, for editors.
    Schema,
    /// Prints the OpenAPI document.
    Openapi,
    /// Lists accounts, changes plans, deletes.
    #[command(subcommand)]
    Account(operator::Account),
}

#[tokio::main]
async fn main() -> ExitCode {
    tracing_subscriber::fmt().with_writer(std::io::stderr).with_max_level(tracing::Level::INFO).init();
    match run(Arguments::parse()).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            tracing::error!("{error}");
            ExitCode::FAILURE
        }
    }
}

async fn run(arguments: Arguments) -> Result<(), Box<dyn std::error::Error>> {
    let file = arguments.config.as_deref();
    match arguments.command.unwrap_or(Command::Serve) {
        Command::Schema => return print(&serde_json::to_string_pretty(&schemars::schema_for!(Config))?),
        Command::Openapi => return print(&api::described().1.to_pretty_json()?),
        Command::Check => return print(&toml::to_string(&read(file)?.shown())?),
        Command::Account(what) => return print(&operator::run(what, &read(file)?).await?),
        Command::Serve => (),
    }
    let config = read(file)?;
    let listener = bind(config.listen)?;
    let most = descriptors::allow(config.connections);
    if most < config.connections {
        tracing::warn!("{most} connections at once: the system allows no more (ulimit -n, LimitNOFILE)");
    }
    let vault =
        Arc::new(Vault::open(Config { listen: listener.local_addr()?, ..config }, Clock::system()).await?);
    vault.ask_time().await?;
    print(&format!("listening on http://{}", listener.local_addr()?))?;
    print(&kept_in(&vault.config))?;
    let rounds = tokio::spawn(rounds(vault.clone()));
    let told = vault.clone();
    let talk = tokio::spawn(async move { peers::talk(&told).await });
    let kept = vault.clone();
    let time = tokio::spawn(async move { kept.keep_time().await });
    if let Some(address) = vault.config.metrics {
        let listener = bind(address)?;
        tokio::spawn(serve::serve(listener, health::router(vault.clone()), 100, Gauge::default(), pending()));
    }
    let open = vault.metrics.connections.clone();
    serve::serve(listener, api::router(vault), most, open, stopped()).await;
    rounds.abort();
    talk.abort();
    time.abort();
    Ok(())
}

fn bind(address: SocketAddr) -> Result<TcpListener, String> {
    let bound = serve::listen(address);
    bound.map_err(|error| format!("{address}: {error}; `listen` and `metrics` say where to listen"))
}

/// Where everything is, for who has configured nothing and wants to back it up.
fn kept_in(config: &Config) -> String {
    let folder = std::path::absolute(&config.data).unwrap_or_else(|_| config.data.clone());
    let folder = folder.display();
    match (&config.database, &config.blobs) {
        (None, None) => format!("everything is kept in {folder}"),
        (None, Some(_)) => format!("the database is in {folder}, packs are where `blobs` says"),
        (Some(_), None) => format!("packs are in {folder}, the database is where `database` says"),
        (Some(_), Some(_)) => "database and packs are where the configuration says".to_owned(),
    }
}

fn read(file: Option<&Path>) -> Result<Config, Box<dyn std::error::Error>> {
    Ok(Config::read(file, std::env::vars())?)
}

#[allow(clippy::print_stdout)] // What was asked for; what happens is told on the other stream.
fn print(text: &str) -> Result<(), Box<dyn std::error::Error>> {
    println!("{text}");
    Ok(())
}

async fn rounds(vault: Arc<Vault>) {
    loop {
        match vault.round().await {
            Ok(0) => (),
            Ok(gone) => tracing::info!("{gone} packs have come to their end"),
            Err(error) => tracing::error!("{error}"),
        }
        tokio::time::sleep(HOUR).await;
    }
}

/// Ctrl-C, or what a service manager sends.
async fn stopped() {
    let interrupted = tokio::signal::ctrl_c();
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        let Ok(mut terminated) = signal(SignalKind::terminate()) else { return };
        tokio::select! { _ = interrupted => (), _ = terminated.recv() => () }
    }
    #[cfg(not(unix))]
    {
        let _ = interrupted.await;
    }
}
