//! Under what a try counts: what is tried, of whom, and who tries. Nobody's tries are another's: five wrong ones of a stranger, or of a
//! device that somebody has in hand, lock no other device of the person out, and a password of the directory that is wrong no passphrase.
use super::Shared;
use super::problem::Refusal;
use webmynd_protocol::Millis;
use webmynd_protocol::bytes::Id;

/// What is tried.
#[derive(Clone, Copy)]
pub enum Tried {
    /// What logs in.
    Login,
    /// The same, by who is logged in.
    Proof,
    /// What the directory of users wants, for a new account.
    SignUp,
    /// The same at a login, by who has shown what logs in.
    Directory,
}

/// Tries of one kind, at one account, by one who tries.
pub struct Tries {
    what: String,
    who: String,
}

impl Tries {
    /// By somebody at an address, of whom no more is known.
    pub fn from(tried: Tried, account: &str, address: &str) -> Self {
        Self { what: what(tried, account), who: address.to_owned() }
    }

    /// By a device that the account has, wherever it is. Devices are known by 16 random bytes, which strangers do not know.
    pub fn by(tried: Tried, account: &str, device: [u8; 16]) -> Self {
        Self { what: what(tried, account), who: format!("\0{}", Id(device)) }
    }

    /// Counts one that is going to be made.
    pub fn take(&self, vault: &Shared, now: Millis) -> Result<(), Refusal> {
        vault.tries.take(&self.what, &self.who, now).map_err(Refusal::too_many)
    }

    /// The one that was counted at `at` was none.
    pub fn give_back(&self, vault: &Shared, at: Millis) {
        vault.tries.give_back(&self.what, &self.who, at);
    }

    /// None of them counts any more.
    pub fn succeeded(&self, vault: &Shared) {
        vault.tries.succeeded(&self.what, &self.who);
    }
}

/// A name has no such sign in it.
fn what(tried: Tried, account: &str) -> String {
    let kind = match tried {
        Tried::Login => "login",
        Tried::Proof => "proof",
        Tried::SignUp => "sign-up",
        Tried::Directory => "directory",
    };
    format!("{kind}\0{account}")
}
