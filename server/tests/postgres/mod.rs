//! A PostgreSQL of the test's own: made in a temporary folder, reached by a socket in it (and with TLS), gone with it.
use crate::common::certificate::certify;
use crate::common::skipped::skipped;
use crate::ports::port;
use std::os::unix::fs::{PermissionsExt, chown};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

pub struct Postgres {
    server: Child,
    programs: PathBuf,
    folder: tempfile::TempDir,
    /// Where it listens with TLS, if it does.
    port: u16,
    tls: bool,
}

impl Postgres {
    /// Started and answering; `None`, and a line on the terminal, where there is no PostgreSQL.
    pub fn start() -> Option<Self> {
        Self::begin(false)
    }

    /// The same, with TLS on the loopback address; `None` also where there is no openssl.
    pub fn with_tls() -> Option<Self> {
        if Command::new("openssl").arg("version").output().is_err() {
            skipped("no openssl");
            return None;
        }
        Self::begin(true)
    }

    fn begin(tls: bool) -> Option<Self> {
        let Some(programs) = programs() else {
            skipped("no PostgreSQL in PATH or /usr/lib/postgresql");
            return None;
        };
        let folder = tempfile::tempdir().unwrap();
        std::fs::set_permissions(folder.path(), std::fs::Permissions::from_mode(0o777)).unwrap();
        let data = folder.path().join("data");
        let made = unprivileged(&programs.join("initdb"), folder.path())
            .arg("-D")
            .arg(&data)
            .args(["-U", "webmynd", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync"])
            .output()
            .unwrap();
        assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
        let port = if tls { port() } else { 5432 };
        if tls {
            certify(|| unprivileged(Path::new("openssl"), folder.path()), folder.path());
        }
        let server = serve(&programs, folder.path(), port, tls);
        let postgres = Self { server, programs, folder, port, tls };
        postgres.answers();
        Some(postgres)
    }

    /// Ends it as its service does: who is connected is sent away in the middle of what they do.
    pub fn stop(&mut self) {
        let asked = Command::new("kill").args(["-INT", &self.server.id().to_string()]).status().unwrap();
        assert!(asked.success() && self.server.wait().unwrap().success());
    }

    /// Ends it as a machine that fails does: what is on disk alone is there when it goes on.
    pub fn crash(&mut self) {
        let asked = Command::new("kill").args(["-QUIT", &self.server.id().to_string()]).status().unwrap();
        assert!(asked.success());
        let _ = self.server.wait().unwrap();
    }

    /// Begun again on the same data, and answering.
    pub fn go_on(&mut self) {
        self.server = serve(&self.programs, self.folder.path(), self.port, self.tls);
        self.answers();
    }

    fn answers(&self) {
        while !self.run("psql", &["-c", "SELECT 1", "postgres"]) {
            std::thread::sleep(Duration::from_millis(50));
        }
    }

    /// A new, empty database; its address.
    pub fn database(&self, name: &str) -> String {
        assert!(self.run("createdb", &[name]), "createdb {name}");
        format!("postgres:///{name}?host={}&user=webmynd", self.folder.path().display())
    }

    /// The same by the loopback address, with what is said of TLS. `{folder}` stands for where the certificates are.
    pub fn database_with_tls(&self, name: &str, said: &str) -> String {
        let said = said.replace("{folder}", &self.folder.path().display().to_string());
        format!("postgres://webmynd@localhost:{}/{name}?{said}", self.port)
    }

    fn run(&self, program: &str, arguments: &[&str]) -> bool {
        let mut command = Command::new(self.programs.join(program));
        command
            .arg("-h")
            .arg(self.folder.path())
            .args(["-U", "webmynd", "-p", &self.port.to_string()])
            .args(arguments);
        command.stdout(Stdio::null()).stderr(Stdio::null()).status().unwrap().success()
    }
}

fn serve(programs: &Path, folder: &Path, port: u16, tls: bool) -> Child {
    let mut server = unprivileged(&programs.join("postgres"), folder);
    server.arg("-D").arg(folder.join("data")).arg("-k").arg(folder);
    server.args(["-c", "max_connections=200", "-p", &port.to_string()]);
    if tls {
        let file = |name: &str, of: &str| format!("{name}={}", folder.join(of).display());
        server.args(["-c", "listen_addresses=127.0.0.1", "-c", "ssl=on"]);
        server.args(["-c", &file("ssl_cert_file", "server.pem"), "-c", &file("ssl_key_file", "server.key")]);
    } else {
        server.args(["-c", "listen_addresses="]);
    }
    let log = std::fs::OpenOptions::new().create(true).append(true).open(folder.join("log")).unwrap();
    server.stderr(log).spawn().unwrap()
}

impl Drop for Postgres {
    fn drop(&mut self) {
        // "Immediate": its folder goes next.
        let _ = Command::new("kill").args(["-QUIT", &self.server.id().to_string()]).status();
        let _ = self.server.wait();
    }
}

/// The folder with `initdb`: Debian puts it beside the newest version's other programs.
fn programs() -> Option<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let mut folders: Vec<PathBuf> = std::fs::read_dir("/usr/lib/postgresql")
        .map(|all| all.flatten().map(|version| version.path().join("bin")).collect())
        .unwrap_or_default();
    folders.sort();
    folders.reverse();
    folders.extend(std::env::split_paths(&path));
    folders.into_iter().find(|folder| folder.join("initdb").exists() && folder.join("postgres").exists())
}

/// PostgreSQL refuses to run as root: then it is run as the user that its package makes, or as nobody.
fn unprivileged(program: &Path, folder: &Path) -> Command {
    let mut command = Command::new(program);
    command.current_dir(folder).stdin(Stdio::null()).stdout(Stdio::null());
    if std::os::unix::fs::MetadataExt::uid(&std::fs::metadata("/proc/self").unwrap()) == 0 {
        let users = std::fs::read_to_string("/etc/passwd").unwrap();
        let ids = |name: &str| {
            let user = users.lines().find(|line| line.starts_with(&format!("{name}:")))?;
            let mut fields = user.split(':').skip(2).map(|field| field.parse::<u32>().unwrap());
            Some((fields.next()?, fields.next()?))
        };
        let (user, group) = ids("postgres").or_else(|| ids("nobody")).unwrap();
        chown(folder, Some(user), Some(group)).unwrap();
        command.uid(user).gid(group);
    }
    command
}
