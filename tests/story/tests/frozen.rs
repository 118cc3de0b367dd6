//! A memory of a released format that spoke with a vault, read by today's code: what was sent and received, which device saw
//! what, whose text is in the vault alone. Its journal was written once by `cargo test -p webmynd-story --test suite
//! frozen:: -- --ignored` and is never written again; a new version of a format gets a folder of its own.
use crate::recaps;
use serde_json::json;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use webmynd_engine::archive::{Archive, Change, Which};
use webmynd_engine::ports::Files;
use webmynd_engine::ports::memory::MemoryFiles;
use webmynd_engine::sync::thin;
use webmynd_server::config::Plan;
use webmynd_story::newer::says;
use webmynd_story::{Device, World, settle};

const MINUTE: i64 = 60_000;
const DAY: i64 = 86_400_000;

/// The versions. v2: what another device said later of what was forgotten already, and took back in part. v3: packs that could not be read.
/// v4: a server that was put back from a backup. v5: a forget of what was not heard of yet, and what a newer version said.
/// v6: a device that joined by a recap.
const VERSIONS: [&str; 6] = ["v1", "v2", "v3", "v4", "v5", "v6"];

fn folder(version: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/frozen").join(version)
}

/// All that the memory knows by itself, as text.
fn describe(archive: &Archive) -> String {
    let mut text = String::new();
    for (ordinal, visit) in archive.catalog().visits().iter().enumerate() {
        let caption = archive.caption(ordinal as u32).unwrap().unwrap();
        let device = archive.catalog().device_name(visit).unwrap_or("here");
        let alive = if visit.is_alive() { "" } else { ", forgotten" };
        let card = archive.card(visit.id).map_or("", |_| ", in the vault alone");
        writeln!(
            text,
            "{} {:?} by {device}, labels {:?}, flags {}{alive}{card}",
            caption.url, caption.title, caption.labels, caption.flags
        )
        .unwrap();
    }
    let shared = archive.catalog().shared();
    let heads = shared.heads().values().map(|head| head.seq);
    writeln!(text, "logs up to {:?}, version {}", heads.collect::<Vec<_>>(), shared.version()).unwrap();
    writeln!(text, "{} own packs, {} unsaid", shared.packs().len(), archive.unsaid_count()).unwrap();
    let status = archive.status();
    let open = status.undoable.iter().map(|forget| (forget.count, forget.reach.gone, forget.reach.of));
    writeln!(text, "to be undone: {:?}", open.collect::<Vec<_>>()).unwrap();
    let away = status.spreading.iter().map(|forget| (forget.count, forget.reach.gone, forget.reach.of));
    writeln!(text, "on its way: {:?}", away.collect::<Vec<_>>()).unwrap();
    for row in shared.quarantine().values() {
        writeln!(text, "in quarantine: {:?}, version {}, asked {}", row.harm, row.version, row.is_asked)
            .unwrap();
    }
    if !shared.early().is_empty() {
        writeln!(text, "forgotten before they were heard of: {}", shared.early().len()).unwrap();
    }
    for (version, names) in shared.unknown() {
        writeln!(text, "not known in version {version}: {names:?}").unwrap();
    }
    text
}

#[test]
fn a_memory_that_spoke_with_a_vault_is_read_from_its_journal() {
    for folder in VERSIONS.map(folder) {
        let files = MemoryFiles::default();
        for entry in std::fs::read_dir(folder.join("memory")).unwrap() {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_str().unwrap();
            files.write(name, 0, &std::fs::read(&path).unwrap()).unwrap();
            files.flush(name).unwrap();
        }
        let mut archive = Archive::open(Arc::new(files)).unwrap();
        assert_eq!(describe(&archive), std::fs::read_to_string(folder.join("memory.txt")).unwrap());
        let opened = archive.status().opened;
        assert_eq!((opened.tail_cut, opened.damaged, opened.unknown), (0, 0, 0));
        assert!(archive.doctor(false).unwrap().ok);
    }
}

/// A laptop that said and heard everything there is: pages, marks, forgets with and without undo, a thinned text and one that
/// came back, a phone that knows all of it and a desk that does not.
async fn lived() -> Device {
    let mut world = World::settled(2026, |config| {
        config.plans = [("free".to_owned(), Plan { history_days: None, quota_mb: None })].into();
        config.in_database = Some(0);
    })
    .await;
    let (mut laptop, mut phone) = (world.device("laptop").await, world.device("phone").await);
    let mut desk = world.device("desk").await;
    for page in 1..=4 {
        laptop.visit(&format!("https://laptop.test/{page}"), "lantern", world.pass(MINUTE));
        phone.visit(&format!("https://phone.test/{page}"), "harbour", world.pass(MINUTE));
    }
    settle(&mut [&mut laptop, &mut phone, &mut desk], world.now()).await;
    let now = world.pass(20 * DAY);
    laptop.star("https://phone.test/1", true, now);
    phone.star("https://laptop.test/1", true, now);
    let mut dice = laptop.dice.clone();
    let mut random = |into: &mut [u8]| dice.fill(into);
    let (archive, network) = (&laptop.archive, &*laptop.network);
    assert!(thin(archive, &laptop.account, network, 7, &mut random, now).await.unwrap() > 0);
    laptop.star("https://laptop.test/2", true, now);
    laptop.forget("https://laptop.test/3", now);
    let op = laptop.forget("https://phone.test/2", now);
    laptop.undo(op, now);
    settle(&mut [&mut laptop, &mut phone], now).await;
    let now = world.pass(11 * MINUTE);
    laptop.tend(now);
    laptop.sync(now).await.unwrap();
    laptop.forget("https://phone.test/3", now);
    laptop.sync(now).await.unwrap();
    laptop.visit("https://laptop.test/5", "not said", world.pass(MINUTE));
    both_forget(&mut laptop, &mut phone, world.now()).await;
    packs_are_lost(&world, &mut laptop, &mut phone, &mut desk).await;
    is_forgotten_before_it_is_heard_of(&world, &mut laptop, &mut phone).await;
    let backup = server_is_put_back(&world, &mut laptop).await;
    says(&backup, &phone, &json!({"clock": 99, "heads": [], "notes": ["of tomorrow"]}), vec![]).await;
    laptop.sync(world.now()).await.unwrap();
    laptop
}

/// A device that came into an account whose log is cleared, and has said and heard something since.
async fn joined() -> Device {
    let (mut world, mut laptop, mut phone) = recaps::lived(2027, 60).await;
    recaps::clear(&world, &mut [&mut laptop, &mut phone]).await;
    let mut desk = world.device("desk").await;
    desk.sync(world.now()).await.unwrap();
    desk.visit("https://desk.test/1", "juniper", world.pass(MINUTE));
    desk.forget("https://a.test/9", world.now());
    laptop.star("https://b.test/9", true, world.now());
    settle(&mut [&mut desk, &mut laptop, &mut phone], world.now()).await;
    desk
}

/// The laptop hears that the phone forgot a page, and cannot read that page.
async fn is_forgotten_before_it_is_heard_of(world: &World, laptop: &mut Device, phone: &mut Device) {
    says_and_loses(world, phone, "https://phone.test/9").await;
    phone.forget("https://phone.test/9", world.now());
    phone.sync(world.now()).await.unwrap();
    laptop.sync(world.now()).await.unwrap();
    assert_eq!(laptop.archive.borrow().catalog().shared().early().len(), 1);
}

/// The server loses a page that the laptop has said, and the laptop goes on with it.
async fn server_is_put_back(world: &World, laptop: &mut Device) -> World {
    let (backup, now) = (world.copy().await, world.now());
    laptop.visit("https://laptop.test/8", "once more", now);
    laptop.sync(now).await.unwrap();
    laptop.network = backup.network(8);
    laptop.sync(now).await.unwrap_err();
    laptop.account.begin_anew();
    laptop.sync(now).await.unwrap();
    backup
}

/// One of the phone's that comes back, one of the laptop's that the desk asks for, one of the phone's that nobody asks for yet.
async fn packs_are_lost(world: &World, laptop: &mut Device, phone: &mut Device, desk: &mut Device) {
    let now = world.now();
    let back = says_and_loses(world, phone, "https://phone.test/6").await;
    laptop.sync(now).await.unwrap();
    std::fs::write(back.0, back.1).unwrap();
    laptop.sync(now).await.unwrap();
    says_and_loses(world, laptop, "https://laptop.test/6").await;
    desk.sync(now).await.unwrap();
    laptop.sync(now).await.unwrap();
    says_and_loses(world, phone, "https://phone.test/7").await;
    laptop.sync(now).await.unwrap();
}

/// Says a page, and takes its pack from the server; gives where it lay, and what it was.
async fn says_and_loses(world: &World, device: &mut Device, page: &str) -> (PathBuf, Vec<u8>) {
    let before = world.blobs();
    device.visit(page, "meadow", world.now());
    device.sync(world.now()).await.unwrap();
    let file = world.blobs().into_iter().find(|file| !before.contains(file)).unwrap();
    let bytes = std::fs::read(&file).unwrap();
    std::fs::remove_file(&file).unwrap();
    (file, bytes)
}

/// Both forget before they hear of each other; then the phone takes one page of the laptop's forget back.
async fn both_forget(laptop: &mut Device, phone: &mut Device, now: i64) {
    laptop.change(&Which::Site { site: "laptop.test".to_owned() }, &Change::Forget, now);
    // Its clock goes ahead.
    phone.star("https://phone.test/4", true, now);
    phone.star("https://phone.test/4", false, now);
    let op = phone.forget("https://laptop.test/4", now);
    laptop.sync(now).await.unwrap();
    phone.visit("https://phone.test/5", "later", now);
    phone.sync(now).await.unwrap();
    laptop.sync(now).await.unwrap();
    phone.undo(op, now);
    phone.sync(now).await.unwrap();
    laptop.sync(now).await.unwrap();
}

#[tokio::test(flavor = "current_thread")]
#[ignore = "writes the frozen files: only for a new version of a format"]
async fn freeze() {
    for (version, device) in [("v5", lived().await), ("v6", joined().await)] {
        let folder = folder(version);
        // What is frozen is never written again.
        if !folder.exists() {
            keep(&folder, &device);
        }
    }
}

fn keep(folder: &Path, device: &Device) {
    std::fs::create_dir_all(folder.join("memory")).unwrap();
    for file in device.files.list().unwrap().into_iter().filter(|file| file.name.ends_with(".wmj")) {
        let mut bytes = vec![0; file.len as usize];
        device.files.read(&file.name, 0, &mut bytes).unwrap();
        std::fs::write(folder.join("memory").join(&file.name), bytes).unwrap();
    }
    std::fs::write(folder.join("memory.txt"), describe(&device.archive.borrow())).unwrap();
}
