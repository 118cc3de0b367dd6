//! Packs that the vault has lost and whose device has their texts no more: whoever has them says them.
use super::retain::{fetched, read, refilled, thinned};
use super::rows::database;
use std::collections::BTreeSet;
use std::path::PathBuf;
use webmynd_engine::sync::{Back, Refilled};
use webmynd_server::config::Plan;
use webmynd_story::{Device, World, settle};

const MINUTE: i64 = 60_000;
const DAY: i64 = 86_400_000;

/// A laptop that has said three pages, each in a pack of its own, and left their texts to the vault; a phone that has read them; the visits, and
/// the files of their packs.
struct Scene {
    world: World,
    laptop: Device,
    phone: Device,
    visits: Vec<String>,
    files: Vec<PathBuf>,
}

async fn scene(seed: u64) -> Scene {
    let mut world = World::settled(seed, |config| {
        config.plans = [("free".to_owned(), Plan { history_days: None, quota_mb: None })].into();
        config.in_database = Some(0);
    })
    .await;
    let (mut laptop, mut phone) = (world.device("laptop").await, world.device("phone").await);
    let (mut visits, mut files) = (vec![], vec![]);
    for (n, word) in ["lantern", "garnet", "saffron"].into_iter().enumerate() {
        let before = BTreeSet::from_iter(world.blobs());
        visits.push(laptop.visit(&format!("https://a.test/{n}"), word, world.pass(MINUTE)));
        laptop.sync(world.now()).await.unwrap();
        files.extend(world.blobs().into_iter().filter(|file| !before.contains(file)));
    }
    settle(&mut [&mut laptop, &mut phone], world.now()).await;
    // Time is believed when it passes day by day.
    for _ in 0..5 {
        let now = world.pass(DAY);
        for device in [&laptop, &phone] {
            assert_eq!(thinned(device, 10_000, now).await, 0);
        }
    }
    assert_eq!(thinned(&laptop, 3, world.now()).await, 3);
    Scene { world, laptop, phone, visits, files }
}

fn misses(device: &Device) -> usize {
    device.archive.borrow().catalog().shared().quarantine().len()
}

impl Scene {
    /// Somebody notices what is lost.
    async fn found_by(&mut self, finder: &str) {
        let now = self.world.now();
        match finder {
            "phone" => drop(self.phone.check_vault(now).await),
            "laptop" => drop(self.laptop.check_vault(now).await),
            "reader" => {
                for visit in &self.visits {
                    drop(fetched(&self.laptop, visit).await);
                }
            }
            _ => drop(refilled(&self.laptop, Back::All, now).await),
        }
    }

    async fn settle(&mut self) {
        settle(&mut [&mut self.laptop, &mut self.phone], self.world.now()).await;
    }

    /// All is in the vault again, nobody misses or doubts anything, and a device that joins has everything.
    async fn is_whole(&mut self, what: &str) {
        for _ in 0..2 {
            self.settle().await;
        }
        let now = self.world.now();
        let mut desk = self.world.device("desk").await;
        desk.sync(now).await.unwrap();
        for device in [&mut self.laptop, &mut self.phone, &mut desk] {
            device.restart_without_checkpoint();
            let report = device.sync(now).await.unwrap();
            assert_eq!((misses(device), report.doubts.len()), (0, 0), "{what}: {}", device.name);
            assert_eq!(device.urls().len(), 3, "{what}: {}", device.name);
            assert_eq!(device.check_vault(now).await.lost, 0, "{what}: {}", device.name);
        }
        for visit in &self.visits {
            let (here, is_card) = read(&self.laptop, visit);
            let text = if is_card { fetched(&self.laptop, visit).await.unwrap() } else { here };
            assert_eq!(text, read(&desk, visit).0, "{what}");
        }
        let archive = desk.archive.borrow();
        for visit in archive.catalog().visits() {
            assert_eq!(
                archive.catalog().device_name(visit),
                Some("laptop"),
                "{what}: who saw it stays known"
            );
        }
    }
}

/// Whoever finds it: the phone that looks, the laptop that reads one of the texts, or wants them all.
#[tokio::test(flavor = "current_thread")]
async fn texts_that_are_lost_in_the_vault_come_back_from_another_device() {
    for finder in ["phone", "laptop", "reader", "export"] {
        for lost in [0..1, 1..3, 0..3] {
            let mut scene = scene(970).await;
            for file in &scene.files[lost.clone()] {
                std::fs::remove_file(file).unwrap();
            }
            let (now, count) = (scene.world.now(), lost.len() as u32);
            match finder {
                "phone" => assert_eq!(scene.phone.check_vault(now).await.lost, count),
                "laptop" => assert_eq!(scene.laptop.check_vault(now).await.lost, count),
                "reader" => {
                    for visit in &scene.visits[lost.clone()] {
                        fetched(&scene.laptop, visit).await.unwrap_err();
                    }
                }
                _ => {
                    let came = Refilled { came: 3 - count, left: count };
                    assert_eq!(refilled(&scene.laptop, Back::All, now).await, came);
                }
            }
            scene.phone.restart();
            scene.laptop.restart();
            scene.is_whole(&format!("{finder}, {lost:?}")).await;
            // What another device said in the place of the lost pack is lost, too.
            for file in scene.world.blobs() {
                std::fs::remove_file(file).unwrap();
            }
            scene.found_by(finder).await;
            scene.is_whole(&format!("{finder}, {lost:?}, again")).await;
        }
    }
}

/// The same where a row of the server's database is gone, or the entry that added it cannot be read any more: no device takes what another one
/// says then for a pack that was taken away.
#[tokio::test(flavor = "current_thread")]
async fn texts_come_back_whatever_was_lost_of_them() {
    let harms = [
        "DELETE FROM packs WHERE id = (SELECT MIN(id) FROM packs)",
        "DELETE FROM packs",
        "UPDATE log SET sealed = zeroblob(length(sealed)) WHERE version = 1",
        "UPDATE log SET signature = zeroblob(64) WHERE version = 2",
    ];
    for harm in harms {
        // Whoever wants the texts has them where only the entry is damaged.
        for finder in ["phone", "laptop", "export"].into_iter().take(if harm.contains("log") { 2 } else { 3 })
        {
            let mut scene = scene(974).await;
            let database = database(&scene.world).await;
            sqlx::query(harm).execute(&database).await.unwrap();
            scene.found_by(finder).await;
            scene.settle().await;
            scene.settle().await;
            for device in [&mut scene.laptop, &mut scene.phone] {
                let report = device.sync(scene.world.now()).await.unwrap();
                assert_eq!(
                    (misses(device), report.doubts.len()),
                    (0, 0),
                    "{harm}, {finder}: {}",
                    device.name
                );
                assert_eq!(
                    device.check_vault(scene.world.now()).await.lost,
                    0,
                    "{harm}, {finder}: {}",
                    device.name
                );
            }
            for visit in &scene.visits {
                let (here, is_card) = read(&scene.laptop, visit);
                let text = if is_card { fetched(&scene.laptop, visit).await.unwrap() } else { here };
                assert_eq!(text, read(&scene.phone, visit).0, "{harm}, {finder}");
            }
        }
    }
}

/// A device that is left alone says what it missed of one that is gone, though nobody else asks for it.
#[tokio::test(flavor = "current_thread")]
async fn who_is_left_alone_says_what_it_missed_before() {
    let mut scene = scene(975).await;
    std::fs::remove_file(&scene.files[0]).unwrap();
    let now = scene.world.now();
    assert_eq!(scene.phone.check_vault(now).await.lost, 1);
    scene.phone.sync(now).await.unwrap();
    assert_eq!(misses(&scene.phone), 1, "it was asked for");
    scene.phone.revoke(scene.laptop.account.device, now).await.unwrap();
    for _ in 0..3 {
        scene.phone.sync(now).await.unwrap();
    }
    assert_eq!((misses(&scene.phone), scene.phone.check_vault(now).await.lost), (0, 0));
    let mut desk = scene.world.device("desk").await;
    desk.sync(now).await.unwrap();
    assert_eq!(desk.urls().len(), 3);
}

/// The same of WebMarks, whoever starred them.
#[tokio::test(flavor = "current_thread")]
async fn web_marks_come_back_from_another_device() {
    for on_phone in [true, false] {
        let mut scene = scene(971).await;
        let now = scene.world.now();
        let by = if on_phone { &scene.phone } else { &scene.laptop };
        by.star("https://a.test/1", true, now);
        scene.settle().await;
        for file in scene.world.blobs() {
            std::fs::remove_file(file).unwrap();
        }
        scene.laptop.check_vault(now).await;
        scene.phone.check_vault(now).await;
        scene.is_whole(&format!("starred on the phone: {on_phone}")).await;
        assert!(scene.laptop.sees().iter().any(|visit| visit.0 == "https://a.test/1" && visit.3));
    }
}

/// A file that comes back ends it, as does a text that comes back; what was forgotten meanwhile is not said.
#[tokio::test(flavor = "current_thread")]
async fn what_comes_back_by_itself_is_missed_no_more() {
    let mut scene = scene(972).await;
    let aside = std::fs::read(&scene.files[0]).unwrap();
    std::fs::remove_file(&scene.files[0]).unwrap();
    let now = scene.world.now();
    assert_eq!(scene.laptop.check_vault(now).await.lost, 1);
    scene.laptop.sync(now).await.unwrap();
    assert_eq!(misses(&scene.laptop), 1, "it has no text of it, and asks");
    std::fs::write(&scene.files[0], &aside).unwrap();
    scene.laptop.sync(now).await.unwrap();
    assert_eq!(misses(&scene.laptop), 0);
    scene.is_whole("the file came back").await;

    let mut scene = self::scene(973).await;
    std::fs::remove_file(&scene.files[0]).unwrap();
    scene.laptop.check_vault(now).await;
    scene.laptop.sync(scene.world.now()).await.unwrap();
    scene.phone.forget("https://a.test/0", scene.world.now());
    let later = scene.world.pass(11 * MINUTE);
    scene.phone.tend(later);
    scene.settle().await;
    scene.settle().await;
    assert_eq!((misses(&scene.laptop), misses(&scene.phone)), (0, 0));
    assert_eq!((scene.laptop.urls().len(), scene.phone.urls().len()), (2, 2));
}

/// A text that nobody has any more is missed until its page is forgotten.
#[tokio::test(flavor = "current_thread")]
async fn a_text_that_nobody_has_is_missed_until_its_page_is_forgotten() {
    let mut scene = scene(976).await;
    assert_eq!(thinned(&scene.phone, 3, scene.world.now()).await, 3);
    std::fs::remove_file(&scene.files[0]).unwrap();
    scene.laptop.check_vault(scene.world.now()).await;
    scene.phone.check_vault(scene.world.now()).await;
    for _ in 0..3 {
        scene.settle().await;
    }
    assert!(misses(&scene.laptop) > 0 && scene.laptop.urls().len() == 3, "told, and in nobody's way");
    scene.laptop.forget("https://a.test/0", scene.world.now());
    scene.settle().await;
    let later = scene.world.pass(11 * MINUTE);
    scene.laptop.tend(later);
    scene.phone.tend(later);
    for _ in 0..3 {
        scene.settle().await;
    }
    assert_eq!((misses(&scene.laptop), misses(&scene.phone)), (0, 0));
    assert_eq!((scene.laptop.urls().len(), scene.phone.urls().len()), (2, 2));
}
