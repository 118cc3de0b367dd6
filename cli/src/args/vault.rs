//! The commands about the vault, as typed.
use clap::Args as Group;
use std::path::PathBuf;

/// See [`super::Command::Login`].
#[derive(Debug, Group)]
#[command(group(clap::ArgGroup::new("way").args(["new", "recover", "pair", "again"])))]
pub struct Login {
    /// The server's address: https://…, or http:// on this machine.
    pub server: String,
    /// Name of the account.
    #[arg(long, value_name = "NAME", required_unless_present = "pair")]
    pub account: Option<String>,
    /// Folder of the memory; it is made when it is missing.
    #[arg(long, value_name = "DIR")]
    pub data: PathBuf,
    /// Make the account, and a passphrase for it; it is printed together with the recovery words.
    #[arg(long)]
    pub new: bool,
    /// Get in with the 24 recovery words, and have a new passphrase made; all other devices sign in again with it.
    #[arg(long)]
    pub recover: bool,
    /// Get in with the 12 words that `webmynd pair` shows on another device.
    #[arg(long)]
    pub pair: bool,
    /// Sign in again as the same device: after the passphrase was changed, the session ended, or the server moved to this address.
    #[arg(long)]
    pub again: bool,
    /// An address that the server had when the account's passphrase was made, where it is not the one it has now: the server names it, and
    /// you know whether it is true.
    #[arg(long, value_name = "SERVER")]
    pub formerly: Option<String>,
    /// Another account than the one that this memory was synced with before: all of it goes to this one.
    #[arg(long, conflicts_with = "again")]
    pub anew: bool,
    /// With --new or --recover: type a passphrase of one's own.
    #[arg(long)]
    pub own: bool,
    /// With --new: an invitation, where the server asks for one.
    #[arg(long, value_name = "WORD", requires = "new")]
    pub invitation: Option<String>,
    /// Where the server has a directory of users that wants an ID token: a file with one. A password in the directory, which is
    /// another one than the passphrase, is asked for, or taken from WEBMYND_DIRECTORY_PASSWORD.
    #[arg(long, value_name = "FILE")]
    pub directory_token_file: Option<PathBuf>,
    /// What this device is called [default: command line].
    #[arg(long, value_name = "NAME")]
    pub device: Option<String>,
    /// Print one JSON object: account, device, passphrase, recovery.
    #[arg(long)]
    pub json: bool,
}

/// See [`super::Command::Sync`].
#[derive(Debug, Group)]
pub struct Sync {
    /// Folder of the memory.
    #[arg(long, value_name = "DIR")]
    pub data: PathBuf,
    /// Then give up texts last seen more than so many days ago, where the vault keeps them: titles stay and are found,
    /// `webmynd read` fetches the text. WebMarks' texts stay.
    #[arg(long, value_name = "DAYS")]
    pub keep_text: Option<u32>,
    /// Look first whether the vault has what the devices keep there: a piece of each pack is opened, and what is lost is sent again by one that has it.
    #[arg(long)]
    pub verify: bool,
    /// Then bring all texts back that are in the vault alone. Those that it gives up within 21 days come back by themselves.
    #[arg(long, conflicts_with = "keep_text")]
    pub bring_back: bool,
    /// Go on with the vault as it is now, when its server was put back from a backup or the account is another one: what it does not
    /// have of this memory is sent again, and nothing here is lost.
    #[arg(long)]
    pub anew: bool,
    /// What this round tells of devices that said what cannot be so is known to you: it is told again when there is more.
    #[arg(long)]
    pub seen: bool,
    /// Print one JSON object: sent, received, said, entries, bytes.
    #[arg(long)]
    pub json: bool,
}

/// See [`super::Command::Devices`].
#[derive(Debug, Group)]
pub struct Devices {
    /// Folder of the memory.
    #[arg(long, value_name = "DIR")]
    pub data: PathBuf,
    /// Lock a device out for good: by its name, or by its id where names are not enough. Asks for the passphrase.
    #[arg(long, value_name = "NAME-OR-ID")]
    pub revoke: Option<String>,
    /// Take a device out that nobody has any more: what it sent stays, its session ends, the keys stay as they are.
    #[arg(long, value_name = "NAME-OR-ID", conflicts_with = "revoke")]
    pub remove: Option<String>,
    /// Print one JSON array: id, name, added, revoked, this, signedIn, lastSeen, agent.
    #[arg(long)]
    pub json: bool,
}

/// See [`super::Command::Status`].
#[derive(Debug, Group)]
pub struct Status {
    /// Folder of the memory.
    #[arg(long, value_name = "DIR")]
    pub data: PathBuf,
    /// Print one JSON object: account, server, device, round, unsaid, usage.
    #[arg(long)]
    pub json: bool,
}

/// See [`super::Command::Pair`].
#[derive(Debug, Group)]
pub struct Pair {
    /// Folder of the memory.
    #[arg(long, value_name = "DIR")]
    pub data: PathBuf,
    /// Print one JSON object: server, code, until.
    #[arg(long)]
    pub json: bool,
}

/// See [`super::Command::Passphrase`].
#[derive(Debug, Group)]
pub struct Passphrase {
    /// Folder of the memory.
    #[arg(long, value_name = "DIR")]
    pub data: PathBuf,
    /// Type the new one, instead of having one made.
    #[arg(long)]
    pub own: bool,
    /// Have other recovery words made instead: those before open nothing any more, and the passphrase stays.
    #[arg(long, conflicts_with = "own")]
    pub recovery: bool,
    /// Print one JSON object: passphrase, or recovery.
    #[arg(long)]
    pub json: bool,
}

/// See [`super::Command::Logout`].
#[derive(Debug, Group)]
pub struct Logout {
    /// Folder of the memory.
    #[arg(long, value_name = "DIR")]
    pub data: PathBuf,
    /// Print one JSON object: account, told (whether the server knows of it).
    #[arg(long)]
    pub json: bool,
}
