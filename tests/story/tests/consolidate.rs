//! Consolidation: what was said page by page is kept by the day.
use webmynd_server::config::Plan;
use webmynd_story::{Device, World, settle};

const MINUTE: i64 = 60_000;
const DAY: i64 = 86_400_000;

fn packs(device: &Device) -> (usize, usize) {
    let archive = device.archive.borrow();
    let shared = archive.catalog().shared();
    (shared.packs().len(), shared.others().len())
}

/// Two devices, of which one has said forty pages one by one, at the beginning of a day.
async fn forty(seed: u64) -> (World, Device, Device) {
    let mut world = World::keeping(seed, None).await;
    world.pass(DAY - world.now() % DAY);
    let (mut laptop, mut phone) = (world.device("laptop").await, world.device("phone").await);
    for n in 0..40 {
        laptop.visit(&format!("https://a.test/{n}"), &format!("lantern{n} garnet"), world.pass(MINUTE));
        laptop.sync(world.now()).await.unwrap();
        if n == 20 {
            phone.sync(world.now()).await.unwrap();
        }
    }
    (world, laptop, phone)
}

/// The next day they are one; each device that reads the log before, meanwhile or after has the same.
#[tokio::test]
async fn a_past_day_of_small_packs_becomes_one_pack() {
    let (mut world, mut laptop, mut phone) = forty(980).await;
    assert_eq!(packs(&laptop), (40, 0), "today's stay as they are");
    let report = laptop.sync(world.pass(DAY)).await.unwrap();
    assert_eq!((report.sent, report.said, packs(&laptop)), (0, 1, (1, 0)), "no page is new in it");
    assert_eq!(laptop.sync(world.pass(MINUTE)).await.unwrap().said, 0, "once");
    assert_eq!(
        phone.check_vault(world.now()).await.lost,
        0,
        "who looks has read before what was put together"
    );
    settle(&mut [&mut laptop, &mut phone], world.now()).await;
    let mut desk = world.device("desk").await;
    let before = desk.network.trace().len();
    settle(&mut [&mut laptop, &mut phone, &mut desk], world.now()).await;
    assert!(desk.network.trace().len() - before <= 6, "{:?}", &desk.network.trace()[before..]);
    for device in [&laptop, &phone, &desk] {
        assert_eq!((device.sees(), device.urls().len()), (laptop.sees(), 40), "{}", device.name);
        device.restart_without_checkpoint();
        let (own, others) = packs(device);
        assert_eq!(own + others, 1, "{}", device.name);
        assert!(device.archive.borrow_mut().doctor(false).unwrap().ok);
    }
    // A page that is forgotten leaves the one pack, as it would have left its own.
    phone.forget("https://a.test/7", world.now());
    settle(&mut [&mut laptop, &mut phone, &mut desk], world.now()).await;
    let now = world.pass(11 * MINUTE);
    for device in [&laptop, &phone, &desk] {
        device.tend(now);
    }
    settle(&mut [&mut laptop, &mut phone, &mut desk], world.now()).await;
    let mut late = world.device("late").await;
    late.sync(world.now()).await.unwrap();
    assert_eq!((late.sees(), late.urls().len()), (desk.sees(), 39));
}

/// What is changed while the pack is on its way, or before it is: stars, labels' pages, forgets, a pack that is lost, and a start in between.
#[tokio::test]
async fn what_happens_while_a_day_is_put_together_counts() {
    for cut in 0..12 {
        let (mut world, mut laptop, mut phone) = forty(981).await;
        phone.star("https://a.test/3", true, world.now());
        phone.forget("https://a.test/4", world.now());
        phone.sync(world.now()).await.unwrap();
        let now = world.pass(DAY);
        laptop.network.break_after(cut);
        drop(laptop.sync(now).await);
        laptop.network.mend();
        laptop.restart();
        laptop.forget("https://a.test/5", now);
        phone.tend(now);
        settle(&mut [&mut laptop, &mut phone], now).await;
        laptop.tend(world.pass(11 * MINUTE));
        phone.tend(world.now());
        settle(&mut [&mut laptop, &mut phone], world.now()).await;
        let mut desk = world.device("desk").await;
        settle(&mut [&mut laptop, &mut phone, &mut desk], world.now()).await;
        assert_eq!((laptop.sees(), phone.sees()), (desk.sees(), desk.sees()), "cut after {cut}");
        assert_eq!(desk.urls().len(), 38, "cut after {cut}");
        assert!(desk.sees().iter().any(|visit| visit.0 == "https://a.test/3" && visit.3));
    }
}

/// A full vault has no room for uploads beside the many: all stays as it is, and no round fails for it. What travels in an entry has.
#[tokio::test]
async fn a_full_vault_keeps_its_small_packs() {
    for in_database in [Some(0), None] {
        full(in_database).await;
    }
}

async fn full(in_database: Option<u64>) {
    let mut world = World::settled(982, |config| {
        config.plans = [("free".to_owned(), Plan { history_days: None, quota_mb: Some(1) })].into();
        config.in_database = in_database;
    })
    .await;
    world.pass(DAY - world.now() % DAY);
    let mut laptop = world.device("laptop").await;
    let mut sent = 0;
    for n in 0..400 {
        let words: String = (0..900).map(|m| format!("w{} ", (n * 7919 + m * 104_729) % 999_983)).collect();
        laptop.visit(&format!("https://a.test/{n}"), &words, world.pass(MINUTE));
        match laptop.sync(world.now()).await {
            Ok(_) => sent += 1,
            Err(_) => break,
        }
    }
    assert!((40..400).contains(&sent), "{sent}");
    laptop.forget(&format!("https://a.test/{sent}"), world.now());
    laptop.tend(world.pass(11 * MINUTE));
    world.pass(DAY);
    for _ in 0..3 {
        // Some of it in each round.
        laptop.sync(world.pass(MINUTE)).await.unwrap();
    }
    let (many, _) = packs(&laptop);
    assert_eq!(many < sent, in_database.is_none(), "{many} of {sent}");
    // What is forgotten leaves it all the same.
    laptop.forget("https://a.test/0", world.now());
    laptop.sync(world.now()).await.unwrap();
    laptop.tend(world.pass(11 * MINUTE));
    laptop.sync(world.pass(MINUTE)).await.unwrap();
    let stale = laptop.archive.borrow_mut().stale_pack();
    assert!(stale.is_none(), "{stale:?}");
    let mut desk = world.device("desk").await;
    desk.sync(world.now()).await.unwrap();
    assert_eq!(desk.urls().len(), sent - 1);
}
