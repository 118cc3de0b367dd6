//! A true server for tests of the command line, and the binary run against it.
use std::path::Path;
use std::process::{Command, Output};
use std::sync::Arc;
use webmynd_server::clock::Clock;
use webmynd_server::config::{Config, Plan};
use webmynd_server::vault::Vault;
use webmynd_server::{api, serve};

/// A server on a thread of its own; its address.
pub fn server(data: &Path) -> String {
    server_with(data, |_| ())
}

/// One with another configuration.
pub fn server_with(data: &Path, change: impl FnOnce(&mut Config)) -> String {
    // It keeps history for ever.
    let plans = [("free".to_owned(), Plan::default())].into();
    let mut config = Config { data: data.to_owned(), plans, ..Config::default() };
    change(&mut config);
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let listener = runtime.block_on(tokio::net::TcpListener::bind("127.0.0.1:0")).unwrap();
    let origin = format!("http://{}", listener.local_addr().unwrap());
    let vault = Arc::new(runtime.block_on(Vault::open(config, Clock::system())).unwrap());
    let open = vault.metrics.connections.clone();
    runtime.spawn(serve::serve(listener, api::router(vault), 100, open, std::future::pending()));
    // It serves as long as the test runs.
    std::mem::forget(runtime);
    origin
}

pub fn webmynd(passphrase: Option<&str>, args: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_webmynd"));
    command.args(args).env_remove("WEBMYND_PASSPHRASE");
    if let Some(words) = passphrase {
        command.env("WEBMYND_PASSPHRASE", words);
    }
    command.output().unwrap()
}

pub fn json(output: &Output) -> serde_json::Value {
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

/// Runs it with these variables.
pub fn with(variables: &[(&str, &str)], args: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_webmynd"));
    for name in
        ["PASSPHRASE", "NEW_PASSPHRASE", "RECOVERY", "CODE", "DIRECTORY_PASSWORD", "DIRECTORY_TOKEN_FILE"]
    {
        command.env_remove(format!("WEBMYND_{name}"));
    }
    command.args(args).env("WEBMYND_WAIT", "2").envs(variables.iter().copied()).output().unwrap()
}

/// It fails, and says this.
pub fn refused(output: &Output, word: &str) {
    let said = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(1), "{said}");
    assert!(said.contains(word), "{said}");
}

/// A memory with one page.
pub fn memory(folder: &Path, name: &str) -> String {
    let data = folder.join(name).display().to_string();
    remember(&data, name);
    data
}

/// Takes a page into a memory.
pub fn remember(data: &str, name: &str) {
    let lines = format!("{data}.{name}.jsonl");
    let line = format!(r#"{{"url":"https://a.test/{name}","title":"{name}","text":"a page of the {name}"}}"#);
    std::fs::write(&lines, line).unwrap();
    assert!(with(&[], &["import", &lines, "--data", data]).status.success());
}

/// A round; what it did.
pub fn sync(data: &str) -> serde_json::Value {
    json(&with(&[], &["sync", "--data", data, "--json"]))
}
