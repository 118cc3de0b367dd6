//! An OpenLDAP of the test's own: people in a temporary folder, TLS with a certificate made for it, gone with it.
use crate::common::certificate::{certify, run};
use crate::common::skipped::skipped;
use crate::ports::port;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// Ada and Bob have passwords of their own, Ada is of the kind `vault`. Ann and Anna share a mail address. To bind without a
/// password succeeds, as it does with many directories.
const PEOPLE: &str = "dn: dc=test
objectClass: dcObject
objectClass: organization
dc: test
o: test

dn: cn=reader,dc=test
objectClass: organizationalRole
objectClass: simpleSecurityObject
cn: reader
userPassword: the reader's

dn: ou=people,dc=test
objectClass: organizationalUnit
ou: people
";

fn person(name: &str, mail: &str, kind: &str) -> String {
    format!(
        "\ndn: uid={name},ou=people,dc=test\nobjectClass: inetOrgPerson\nuid: {name}\ncn: {name}\nsn: {name}\nmail: {mail}\nemployeeType: {kind}\nuserPassword: {name}'s own\n"
    )
}

fn settings(folder: &Path) -> String {
    let folder = folder.display();
    format!(
        "include /etc/ldap/schema/core.schema
include /etc/ldap/schema/cosine.schema
include /etc/ldap/schema/inetorgperson.schema
pidfile {folder}/pid
allow bind_anon_dn
TLSCertificateFile {folder}/server.pem
TLSCertificateKeyFile {folder}/server.key
database ldif
suffix \"dc=test\"
directory {folder}/people
access to attrs=userPassword by anonymous auth by * none
access to * by dn.exact=\"cn=reader,dc=test\" read by self read by * none
"
    )
}

pub struct Slapd {
    server: Option<Child>,
    folder: tempfile::TempDir,
    port: u16,
    secure: u16,
}

impl Slapd {
    /// Started and answering; `None`, and a line on the terminal, where there is no OpenLDAP.
    pub fn start() -> Option<Self> {
        let found = ["slapd", "slapadd", "openssl"].map(program);
        let [Some(slapd), Some(slapadd), Some(openssl)] = found else {
            skipped("no slapd (Debian: slapd) or no openssl");
            return None;
        };
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        certify(|| Command::new(&openssl), folder.path());
        std::fs::create_dir(at("people")).unwrap();
        std::fs::write(at("slapd.conf"), settings(folder.path())).unwrap();
        let everybody = [
            ("ada", "ada", "vault"),
            ("bob", "bob", "guest"),
            ("ann", "an", "vault"),
            ("anna", "an", "vault"),
        ];
        let everybody = everybody.map(|(name, mail, kind)| person(name, &format!("{mail}@a.test"), kind));
        std::fs::write(at("people.ldif"), format!("{PEOPLE}{}", everybody.concat())).unwrap();
        let mut add = Command::new(slapadd);
        run(add.arg("-f").arg(at("slapd.conf")).arg("-l").arg(at("people.ldif")));
        let [port, secure] = [port(), port()];
        let server = Command::new(slapd)
            .arg("-f")
            .arg(at("slapd.conf"))
            .args(["-h", &format!("ldap://127.0.0.1:{port} ldaps://127.0.0.1:{secure}"), "-d", "0"])
            .stdout(Stdio::null())
            .stderr(std::fs::File::create(at("log")).unwrap())
            .spawn()
            .unwrap();
        let start = Instant::now();
        while std::net::TcpStream::connect(("127.0.0.1", secure)).is_err() {
            assert!(
                start.elapsed() < Duration::from_secs(30),
                "{}",
                std::fs::read_to_string(at("log")).unwrap()
            );
            std::thread::sleep(Duration::from_millis(20));
        }
        Some(Self { server: Some(server), folder, port, secure })
    }

    /// In the clear.
    pub fn url(&self) -> String {
        format!("ldap://127.0.0.1:{}", self.port)
    }

    /// In the clear at first. The name is this machine's, but is not taken for it: whoever speaks to it begins TLS.
    pub fn starttls(&self) -> String {
        format!("ldap://LOCALHOST:{}", self.port)
    }

    /// By TLS.
    pub fn secure(&self) -> String {
        format!("ldaps://127.0.0.1:{}", self.secure)
    }

    /// What its certificate ends in.
    pub fn ca(&self) -> PathBuf {
        self.folder.path().join("ca.pem")
    }

    pub fn stop(&mut self) {
        if let Some(mut server) = self.server.take() {
            server.kill().unwrap();
            server.wait().unwrap();
        }
    }
}

impl Drop for Slapd {
    fn drop(&mut self) {
        self.stop();
    }
}

/// A program of PATH, or of where Debian puts servers.
fn program(name: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let folders = std::env::split_paths(&path).chain(["/usr/sbin".into()]);
    folders.map(|folder| folder.join(name)).find(|file| file.exists())
}
