//! The program itself as a process of its own, on a port that stays the same when it is started again.
use crate::ports::port;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};
use webmynd_server::config::Config;

/// The number that an environment variable sets.
pub fn number(name: &str, default: u64) -> u64 {
    std::env::var(name).map_or(default, |value| value.parse().unwrap())
}

/// Set by the environment, as for the program, and with its data in a folder.
pub struct Program {
    pub port: u16,
    pub config: Config,
    /// More of it, by the names of the environment without what they begin with.
    pub settings: Vec<(&'static str, String)>,
}

/// Running; killed when it is let go.
pub struct Running(Child);

impl Program {
    pub fn new(folder: &Path) -> Self {
        let mut config = Config::read(None, std::env::vars()).unwrap();
        config.data = folder.to_owned();
        Self { port: port(), config, settings: Vec::new() }
    }

    pub fn origin(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// Started, and answering. Its purge begins at the same time.
    pub async fn start(&self, undo_minutes: u32) -> Running {
        let child = Command::new(env!("CARGO_BIN_EXE_webmynd-server"))
            .env("WEBMYND_SERVER_LISTEN", format!("127.0.0.1:{}", self.port))
            .env("WEBMYND_SERVER_DATA", &self.config.data)
            .env("WEBMYND_SERVER_IN_DATABASE", self.config.in_database().to_string())
            .env("WEBMYND_SERVER_UNDO_MINUTES", undo_minutes.to_string())
            // Many people of a test come from one machine.
            .env("WEBMYND_SERVER_SIGN_UPS_PER_ADDRESS", "1000")
            .envs(self.settings.iter().map(|(name, value)| (format!("WEBMYND_SERVER_{name}"), value)))
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let (running, start) = (Running(child), Instant::now());
        while tokio::net::TcpStream::connect(("127.0.0.1", self.port)).await.is_err() {
            assert!(start.elapsed() < Duration::from_secs(60), "it does not start");
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        running
    }
}

impl Running {
    /// The most memory it ever had, in MB; 0 where the system does not say.
    pub fn peak_mb(&self) -> u64 {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.0.id())).unwrap_or_default();
        let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        peak.and_then(|peak| peak.trim().trim_end_matches(" kB").parse::<u64>().ok()).unwrap_or_default()
            / 1024
    }
}

impl Drop for Running {
    /// By `SIGKILL`: nothing is said to it, and nothing is waited for.
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}
