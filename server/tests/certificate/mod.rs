//! Certificates of the test's own, made by openssl.
use std::path::{Path, PathBuf};
use std::process::Command;

/// A certificate for this machine (`server.pem`, `server.key`), and one that signs it (`ca.pem`).
pub fn certify(openssl: &Path, folder: &Path) {
    let new = |name: &str| {
        let mut command = Command::new(openssl);
        command.current_dir(folder).args(["req", "-x509", "-days", "2", "-nodes", "-newkey", "ec"]);
        command.args(["-pkeyopt", "ec_paramgen_curve:P-256", "-subj", &format!("/CN={name}")]);
        command.args(["-keyout", &format!("{name}.key"), "-out", &format!("{name}.pem")]);
        command
    };
    run(&mut new("ca"));
    run(new("server")
        .args(["-CA", "ca.pem", "-CAkey", "ca.key", "-addext", "basicConstraints=critical,CA:FALSE"])
        .args(["-addext", "subjectAltName=IP:127.0.0.1,DNS:localhost"]));
}

/// Runs a program to a good end.
pub fn run(command: &mut Command) {
    let done = command.output().unwrap();
    assert!(done.status.success(), "{command:?}: {}", String::from_utf8_lossy(&done.stderr));
}

/// A program of PATH, or of where Debian puts servers.
pub fn program(name: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let folders = std::env::split_paths(&path).chain(["/usr/sbin".into()]);
    folders.map(|folder| folder.join(name)).find(|file| file.exists())
}
