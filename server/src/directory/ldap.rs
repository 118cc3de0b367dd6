//! LDAP: who binds with their own password there, and matches a filter, is let in. The password is handed on and not kept.
use super::{Directory, NotAdmitted, away, refused};
use crate::config::{self, ACCOUNT};
use futures_util::future::BoxFuture;
use ldap3::{LdapConnAsync, LdapConnSettings, Scope, SearchEntry, SearchOptions, dn_escape, ldap_escape};
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;
use rustls::{ClientConfig, RootCertStore};
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;
use webmynd_protocol::Millis;
use webmynd_protocol::directory::{Proof, ProofKind, Wanted};

/// All of it together takes at most so long.
const PATIENCE: Duration = Duration::from_secs(10);
/// What a server answers when it knows enough to say no: too many tries, no such object, no such name, wrong method, wrong
/// password, no access, not for this one.
const NO: [u32; 7] = [19, 32, 34, 48, 49, 50, 53];
/// More was found than was asked for.
const MORE: u32 = 4;

/// A server, and how people are found there.
pub struct Ldap {
    users: config::Ldap,
    roots: Option<Arc<ClientConfig>>,
}

impl Ldap {
    /// A server as configured. It is not asked for anything yet.
    pub fn new(users: &config::Ldap) -> Result<Self, String> {
        let roots = users.ca.as_deref().map(trusting).transpose()?;
        Ok(Self { users: users.clone(), roots })
    }

    async fn ask(&self, account: &str, password: &str) -> Result<(), NotAdmitted> {
        let settings = LdapConnSettings::new().set_starttls(self.users.starttls());
        let settings = match &self.roots {
            Some(roots) => settings.set_config(roots.clone()),
            None => settings,
        };
        let (connection, ldap) =
            LdapConnAsync::with_settings(settings, &self.users.url).await.map_err(away)?;
        tokio::select! {
            biased;
            outcome = self.admit(ldap, account, password) => outcome,
            ended = connection.drive() => Err(away(format!("it hung up: {ended:?}"))),
        }
    }

    async fn admit(&self, mut ldap: ldap3::Ldap, account: &str, password: &str) -> Result<(), NotAdmitted> {
        let filter = self.users.filter.as_ref().map(|filter| filter.replace(ACCOUNT, &ldap_escape(account)));
        match (&self.users.user, &self.users.base, filter) {
            (Some(user), _, filter) => {
                let name = user.replace(ACCOUNT, &dn_escape(account));
                bind(&mut ldap, &name, password).await?;
                match filter {
                    Some(filter) => one(&mut ldap, &name, Scope::Base, &filter).await.map(drop),
                    None => Ok(()),
                }
            }
            (None, Some(base), Some(filter)) => {
                if let (Some(reader), Some(password)) = (&self.users.reader, &self.users.reader_password) {
                    // That it is not let in is a fault of the configuration, and nobody else's.
                    let bound = bind(&mut ldap, reader, password).await;
                    bound.map_err(|error| away(format!("the reader: {error:?}")))?;
                }
                let name = one(&mut ldap, base, Scope::Subtree, &filter).await?;
                bind(&mut ldap, &name, password).await
            }
            _ => Err(away("neither `user` nor `base` and `filter`")),
        }
    }
}

async fn bind(ldap: &mut ldap3::Ldap, name: &str, password: &str) -> Result<(), NotAdmitted> {
    let bound = ldap.simple_bind(name, password).await.map_err(away)?;
    match bound.rc {
        0 => Ok(()),
        code if NO.contains(&code) => Err(refused(bound)),
        _ => Err(away(bound)),
    }
}

/// The name of the one entry that matches.
async fn one(ldap: &mut ldap3::Ldap, base: &str, scope: Scope, filter: &str) -> Result<String, NotAdmitted> {
    ldap.with_search_options(SearchOptions::new().sizelimit(2));
    // No attributes (RFC 4511, section 4.5.1.8): the name is enough.
    let found = ldap.search(base, scope, filter, vec!["1.1"]).await.map_err(away)?;
    let (entries, outcome) = (found.0, found.1);
    if outcome.rc != 0 && outcome.rc != MORE {
        return Err(if scope == Scope::Base { refused(outcome) } else { away(outcome) });
    }
    let mut entries = entries.into_iter().filter(|entry| !entry.is_ref());
    match (entries.next(), entries.next()) {
        (Some(entry), None) if outcome.rc == 0 => Ok(SearchEntry::construct(entry).dn),
        (None, _) => Err(refused(format!("nobody matches {filter}"))),
        _ => Err(refused(format!("several match {filter}"))),
    }
}

/// Names that a directory would not tell from others: it passes over characters that nobody sees, puts marks and letters
/// together, takes many spaces for one. Each person has one account under one name.
fn is_plain(account: &str) -> bool {
    let plain = |c: char| c.is_ascii_graphic() || c == ' ' || c.is_alphanumeric();
    account.chars().all(plain) && !account.contains("  ")
}

/// TLS with servers whose certificates end in those of a file.
fn trusting(file: &Path) -> Result<Arc<ClientConfig>, String> {
    let complain = |error: &dyn std::fmt::Display| format!("users.ca: {}: {error}", file.display());
    let mut roots = RootCertStore::empty();
    for certificate in CertificateDer::pem_file_iter(file).map_err(|error| complain(&error))? {
        let certificate = certificate.map_err(|error| complain(&error))?;
        roots.add(certificate).map_err(|error| complain(&error))?;
    }
    if roots.is_empty() {
        return Err(complain(&"no certificate"));
    }
    Ok(Arc::new(ClientConfig::builder().with_root_certificates(roots).with_no_client_auth()))
}

impl Directory for Ldap {
    fn wants(&self) -> Wanted {
        let at_login = self.users.at_login;
        Wanted { proof: ProofKind::Password, at_login, issuer: None, client: None }
    }

    fn admits<'a>(
        &'a self,
        account: &'a str,
        proof: &'a Proof,
        _: Millis,
    ) -> BoxFuture<'a, Result<(), NotAdmitted>> {
        Box::pin(async move {
            let Proof::Password(password) = proof else { return Err(refused("a password is wanted")) };
            // To bind without a password succeeds, as nobody (RFC 4513, section 5.1.2).
            if password.is_empty() {
                return Err(refused("no password"));
            }
            if !is_plain(account) {
                return Err(refused("a name that the directory may take for another one"));
            }
            let asked = tokio::time::timeout(PATIENCE, self.ask(account, password)).await;
            asked.unwrap_or_else(|_| Err(away("no answer")))
        })
    }
}
