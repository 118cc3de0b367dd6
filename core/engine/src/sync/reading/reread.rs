//! What a newer version said is not lost to an older one: its entry is read once more when more of it is known here.
use crate::archive::Arrived;
use crate::event::Reread;
use crate::page::to_hex;
use crate::ports::Remote;
use crate::said::Body;
use crate::sync::Round;
use crate::sync::error::SyncError;

/// Entries of one round at most.
const ENTRIES: usize = 64;

impl<R: Remote> Round<'_, R> {
    /// Reads entries again of which this version knows more than the one that heard them.
    pub(in crate::sync) async fn read_unknown(&mut self) -> Result<(), SyncError> {
        let versions: Vec<u64> = {
            let archive = self.archive.borrow();
            let unknown = archive.catalog().shared().unknown();
            let is_known = |names: &Vec<String>| names.iter().any(|name| Body::knows(name));
            unknown
                .iter()
                .filter(|(_, names)| is_known(names))
                .map(|(version, _)| *version)
                .take(ENTRIES)
                .collect()
        };
        for version in versions {
            self.read_entry_again(version).await?;
        }
        Ok(())
    }

    async fn read_entry_again(&mut self, version: u64) -> Result<(), SyncError> {
        let (mut from, mut arrived, mut unknown) = (String::new(), Arrived::default(), vec![]);
        if let Some(listed) = self.client.entry(version).await?
            && let Some(body) = self.said(&listed).await?
        {
            from = to_hex(&listed.device.0);
            arrived = Arrived { records: vec![], marks: body.marks, deeds: body.deeds };
            unknown = body.unknown;
        }
        let own = self.account.device.0;
        let reread = Reread { version, unknown };
        Ok(self.archive.borrow_mut().receive_again(&from, arrived, reread, &own, self.now)?)
    }
}
