//! What happens to a life: profiles that are copied and put back, a server that loses packs or is put back.
use super::Life;
use webmynd_story::Device;

impl Life {
    /// A copy of the first device's profile goes its own way: the fourth device; or is kept, to be put back.
    pub(super) fn copy(&mut self) {
        let first = &self.devices[0].0;
        let files = std::sync::Arc::new(first.files.copy());
        let seed = self.dice.roll();
        let network = self.world.network(seed);
        let copy =
            Device { name: "copy".to_owned(), ..Device::on(files, first.account.clone(), network, seed) };
        self.model.doubled(0);
        if self.devices.len() < 4 && self.dice.below(3) == 0 {
            self.devices.push((copy, self.devices[0].1));
            self.model.copied(0, self.devices.len() - 1);
        } else {
            self.kept = Some(copy);
        }
    }

    /// The server loses a pack, or a bit of it.
    pub(super) fn lose(&mut self) {
        let files = self.world.blobs();
        if files.is_empty() {
            return;
        }
        let file = &files[self.dice.below(files.len() as u64) as usize];
        if self.dice.below(2) == 0 {
            return std::fs::remove_file(file).unwrap();
        }
        let mut bytes = std::fs::read(file).unwrap();
        let at = self.dice.below(bytes.len() as u64) as usize;
        bytes[at] ^= 4;
        std::fs::write(file, bytes).unwrap();
    }

    /// The server is as it was once: what was said to it since is lost there.
    pub(super) fn put_server_back(&mut self) {
        let Some(backup) = self.backup.take() else { return };
        self.world = backup;
        for (device, _) in &mut self.devices {
            device.network = self.world.network(self.dice.roll());
        }
    }

    /// The first device has its old profile again.
    pub(super) fn put_back(&mut self) {
        if let Some(mut old) = self.kept.take() {
            old.name = "one, put back".to_owned();
            self.devices[0].0 = old;
            self.model.lost(0);
        }
    }
}
