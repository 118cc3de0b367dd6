//! Signing out, and in again as the same device: after the passphrase was changed elsewhere, another device was revoked, or
//! a session ended.
use super::Account;
use super::keys::refused;
use crate::Millis;
use crate::ports::Remote;
use crate::sync::error::{SyncError, SyncKind};
use webmynd_crypto::Random;
use webmynd_crypto::kdf::Stretched;
use webmynd_protocol::account::LoginKind;
use webmynd_protocol::bytes::Id;

impl Account {
    /// Signs this device in again: it keeps its id, its signing key and all that it knows. `server`: its address, which may be a new one;
    /// `bound_to`: the one that the passphrase is bound to; `keys`: the passphrase, stretched as [`super::prelude`] says. A device that was
    /// revoked is refused, and has to log in as a new one.
    pub async fn sign_in_again<R: Remote>(
        &mut self,
        remote: &R,
        (server, bound_to): (&str, &str),
        keys: &Stretched,
        random: &mut dyn Random,
        now: Millis,
    ) -> Result<(), SyncError> {
        let mut again = self.clone();
        again.token.0.clear();
        again.auth = Id(*keys.auth.expose());
        again.place(server, bound_to);
        again.begin_session(&again.client(remote), LoginKind::Passphrase).await?;
        if again.id != self.id {
            return Err(SyncError::new(SyncKind::Distrust, "the server has another account under this name"));
        }
        let client = again.client(remote);
        again.unlock_typed(&client, keys).await?;
        let ring = again.ring()?;
        match ring.device(&again.device.0) {
            Some(known) if known.revoked.is_some() => {
                again.sign_out(remote).await?;
                return Err(refused("this device was revoked: sign it out here, then log in as a new one"));
            }
            Some(known) if known.key != again.listed(now).key => {
                return Err(SyncError::new(
                    SyncKind::Distrust,
                    "the keyring names another device by this id",
                ));
            }
            Some(_) => (),
            None => again.add_to_keyring(&client, random, now).await?,
        }
        *self = again;
        Ok(())
    }

    /// Ends this device's session. What it has stays; its keys are its holder's to remove.
    pub async fn sign_out<R: Remote>(&mut self, remote: &R) -> Result<(), SyncError> {
        let client = self.client(remote);
        let ended = match client.devices().await {
            Ok(sessions) => match sessions.into_iter().find(|one| one.own) {
                Some(own) => client.end_session(own.session).await,
                None => Ok(()),
            },
            Err(error) => Err(error),
        };
        match ended {
            // It had ended before.
            Err(error) if error.kind == SyncKind::SignIn => (),
            ended => ended?,
        }
        self.token.0.clear();
        Ok(())
    }
}
