//! Who may have an account here, where the operator has a directory of users. It can keep people out, and not read a word of
//! what those inside have sealed.
#[cfg(feature = "ldap")]
mod ldap;
mod oidc;
mod signature;

use crate::config::Users;
use futures_util::future::BoxFuture;
use webmynd_protocol::Millis;
use webmynd_protocol::directory::{Proof, Wanted};

/// Why somebody is not let in.
#[derive(Debug)]
pub enum NotAdmitted {
    /// The directory does not know them so; why, for the operator alone.
    Refused(String),
    /// The directory cannot be asked just now; why.
    Unavailable(String),
}

/// Knows people by name.
pub trait Directory: Send + Sync {
    /// What a client has to show.
    fn wants(&self) -> Wanted;

    /// Whether `proof` shows at `now` that who asks is the one whom the directory calls `account` (in lower case).
    fn admits<'a>(
        &'a self,
        account: &'a str,
        proof: &'a Proof,
        now: Millis,
    ) -> BoxFuture<'a, Result<(), NotAdmitted>>;
}

/// The directory that is configured, if one is; what is wrong with it, for people.
pub fn open(users: &Users) -> Result<Option<Box<dyn Directory>>, String> {
    users.check()?;
    Ok(match users {
        Users::Local => None,
        #[cfg(feature = "ldap")]
        Users::Ldap(users) => Some(Box::new(ldap::Ldap::new(users)?)),
        #[cfg(not(feature = "ldap"))]
        Users::Ldap(_) => None, // `check` has refused it.
        Users::Oidc(users) => Some(Box::new(oidc::Oidc::new(users)?)),
    })
}

fn refused(why: impl std::fmt::Display) -> NotAdmitted {
    NotAdmitted::Refused(why.to_string())
}

fn away(why: impl std::fmt::Display) -> NotAdmitted {
    NotAdmitted::Unavailable(why.to_string())
}
