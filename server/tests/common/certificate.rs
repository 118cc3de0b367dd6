//! Certificates for servers of tests.
use std::path::Path;
use std::process::Command;

/// A certificate for this machine (`server.pem`, `server.key`), and one that signs it (`ca.pem`), made in `folder` by what `openssl` begins.
pub fn certify(openssl: impl Fn() -> Command, folder: &Path) {
    let new = |name: &str| {
        let mut command = openssl();
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

/// Runs to the end, and well.
pub fn run(command: &mut Command) {
    let done = command.output().unwrap();
    assert!(done.status.success(), "{command:?}: {}", String::from_utf8_lossy(&done.stderr));
}
