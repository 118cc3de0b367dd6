//! A scene for lies: a phone behind a server that may lie, and a laptop that has said two things which the phone has not read.
use crate::{Device, Evil, World};
use serde_json::Value;
use webmynd_engine::event::Harm;
use webmynd_engine::sync::SyncKind;

const MINUTE: i64 = 60_000;

pub struct Scene {
    pub world: World,
    pub evil: Evil,
    pub laptop: Device,
    pub phone: Device,
    /// A device that stands aside; it has read all.
    pub desk: Option<Device>,
    /// The keyring as it was before the phone came.
    pub first_keyring: String,
}

impl Scene {
    pub async fn new(seed: u64) -> Self {
        let mut world = World::new(seed).await;
        let mut laptop = world.device("laptop").await;
        let first_keyring = laptop.account.keyring.to_string();
        let mut phone = world.device("phone").await;
        laptop.visit("https://a.test/0", "lantern", world.pass(MINUTE));
        laptop.sync(world.now()).await.unwrap();
        phone.visit("https://b.test/0", "harbour", world.pass(MINUTE));
        for _ in 0..2 {
            // Once to say it, once to read that it was said.
            phone.sync(world.now()).await.unwrap();
        }
        for (page, word) in [("https://a.test/1", "garnet"), ("https://a.test/2", "saffron")] {
            laptop.visit(page, word, world.pass(MINUTE));
            laptop.sync(world.now()).await.unwrap();
        }
        let evil = Evil::default();
        phone.network = world.behind(&evil, 77);
        Self { world, evil, laptop, phone, desk: None, first_keyring }
    }

    /// With a third device that has read what the laptop said, and says something itself.
    pub async fn with_desk(seed: u64) -> Self {
        let mut scene = Self::new(seed).await;
        let mut desk = scene.world.device("desk").await;
        desk.visit("https://c.test/0", "willow", scene.world.pass(MINUTE));
        desk.sync(scene.world.now()).await.unwrap();
        scene.desk = Some(desk);
        scene
    }

    /// What the true server shows a device.
    pub async fn shown(&self, device: &Device, path: &str) -> Value {
        self.world.shown(device, path).await
    }

    /// The phone finds the lie, each time it is told; keeps its memory and works on; and when the server is honest again
    /// all have everything.
    pub async fn caught(&mut self, kind: SyncKind, sentence: &str) {
        let before = self.phone.sees();
        let truth = self.laptop.sees();
        for _ in 0..2 {
            let error = self.phone.sync(self.world.now()).await.expect_err("the lie is found");
            assert_eq!(error.kind, kind, "{error}");
            assert!(error.fact.contains(sentence), "{error}");
        }
        let after = self.phone.sees();
        assert!(before.iter().all(|visit| after.contains(visit)), "nothing is lost");
        assert!(
            after.iter().all(|visit| before.contains(visit) || truth.contains(visit)),
            "nothing is made up"
        );
        self.phone.visit("https://b.test/9", "juniper", self.world.pass(MINUTE));
        self.phone.star("https://b.test/0", true, self.world.now());
        assert_eq!(self.phone.sees().len(), after.len() + 1, "it goes on remembering");
        self.phone.restart();
        self.reconcile().await;
    }

    /// What the server changed is set apart, as what its device may have said; nothing is lost and nothing made up, and when the server is honest
    /// again all have everything and nothing is in doubt.
    pub async fn doubted(&mut self, device: &str, harm: Harm) {
        let (before, truth) = (self.phone.sees(), self.laptop.sees());
        let report = self.phone.sync(self.world.now()).await.unwrap();
        assert!(
            report.doubts.iter().any(|doubt| (doubt.device.as_str(), doubt.harm) == (device, harm)),
            "{report:?}"
        );
        // It goes on, or finds that what is shown does not go on from there.
        if let Err(error) = self.phone.sync(self.world.now()).await {
            assert_eq!(error.kind, SyncKind::RolledBack, "{error}");
        }
        let after = self.phone.sees();
        assert!(before.iter().all(|visit| after.contains(visit)), "nothing is lost");
        let is_true = |visit: &_| before.contains(visit) || truth.contains(visit);
        assert!(after.iter().all(|visit| is_true(visit) || self.desk.is_some()), "nothing is made up");
        self.phone.visit("https://b.test/9", "juniper", self.world.pass(MINUTE));
        self.phone.restart();
        self.reconcile().await;
        assert_eq!(self.phone.sync(self.world.now()).await.unwrap().doubts, []);
        assert!(self.phone.archive.borrow().catalog().shared().quarantine().is_empty());
    }

    /// The packs that are lied about are set apart, each time, and hold nothing up: what others said comes, what the phone says
    /// goes; and when the server is honest again all have everything.
    pub async fn set_apart(&mut self) {
        let before = self.phone.sees();
        let truth = self.laptop.sees();
        for round in 0..2 {
            let page = format!("https://b.test/apart{round}");
            self.phone.visit(&page, "juniper", self.world.pass(MINUTE));
            let report = self.phone.sync(self.world.now()).await.unwrap();
            assert!(report.quarantined > 0, "{report:?}");
            assert_eq!(report.sent, 1, "what is new here leaves");
            assert!(!self.phone.archive.borrow().catalog().shared().quarantine().is_empty());
            self.laptop.sync(self.world.now()).await.unwrap();
            assert!(self.laptop.sees().iter().any(|visit| visit.0 == page), "and others read it");
        }
        let after = self.phone.sees();
        assert!(before.iter().all(|visit| after.contains(visit)), "nothing is lost");
        let made_up = |visit: &_| !before.contains(visit) && !truth.contains(visit);
        assert_eq!(after.iter().filter(|visit| made_up(visit)).count(), 2, "nothing is made up");
        self.phone.restart();
        self.reconcile().await;
        assert!(self.phone.archive.borrow().catalog().shared().quarantine().is_empty());
    }

    /// The server tells the truth, and all devices come to know all.
    pub async fn reconcile(&mut self) {
        self.evil.repent();
        let now = self.world.now();
        let mut devices: Vec<&mut Device> =
            [&mut self.laptop, &mut self.phone].into_iter().chain(self.desk.as_mut()).collect();
        for _ in 0..2 {
            for device in &mut devices {
                device.sync(now).await.unwrap_or_else(|error| panic!("{}: {error}", device.name));
            }
        }
        for device in &devices {
            assert_eq!(device.sees(), devices[0].sees(), "{} and {}", device.name, devices[0].name);
            assert!(device.archive.borrow_mut().doctor(false).unwrap().ok);
        }
        assert!(devices[0].sees().len() >= 4);
    }
}
