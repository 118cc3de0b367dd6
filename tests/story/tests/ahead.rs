//! How many requests there are: packs of a first sync come side by side, ahead of the entries that add them; where nothing is new, one.
use crate::rows::database;
use sqlx::Row;
use std::time::Instant;
use webmynd_story::{Dice, Scene, Word, World, settle};

const MINUTE: i64 = 60_000;

/// A first sync asks for several packs at once, never for more than six, and applies them in the order of the log.
#[tokio::test(flavor = "current_thread")]
async fn packs_of_a_first_sync_are_fetched_side_by_side() {
    let mut world = World::of_files(61).await;
    let mut laptop = world.device("laptop").await;
    for n in 0..40 {
        laptop.visit(&format!("https://a.test/{n}"), "lantern", world.pass(MINUTE));
        laptop.sync(world.now()).await.unwrap();
    }
    laptop.star("https://a.test/3", true, world.now());
    laptop.sync(world.now()).await.unwrap();
    let mut phone = world.device("phone").await;
    let report = phone.sync(world.now()).await.unwrap();
    assert_eq!(report.received, 40);
    assert_eq!(phone.sees(), laptop.sees());
    assert_eq!(phone.network.most_at_once(), 6);
    let asked = phone.network.trace();
    let mut packs: Vec<_> = asked.iter().filter(|line| line.contains("Get /v1/packs/")).collect();
    let count = packs.len();
    packs.sort();
    packs.dedup();
    assert_eq!((packs.len(), count), (41, 41), "each once: 40 of the history and one that is kept for ever");
}

/// Small ones come with the log.
#[tokio::test(flavor = "current_thread")]
async fn a_first_sync_of_small_packs_reads_the_log_alone() {
    let mut world = World::new(62).await;
    let mut laptop = world.device("laptop").await;
    for n in 0..300 {
        laptop.visit(&format!("https://a.test/{n}"), "lantern", world.pass(MINUTE));
        laptop.sync(world.now()).await.unwrap();
    }
    let mut phone = world.device("phone").await;
    let before = phone.network.trace().len();
    assert_eq!(phone.sync(world.now()).await.unwrap().received, 300);
    let asked = phone.network.trace()[before..].to_vec();
    assert_eq!(asked.iter().filter(|line| line.starts_with("Get /v1/log?since=0&")).count(), 1, "{asked:?}");
    assert!(asked.len() <= 3 && !asked.iter().any(|line| line.contains("/v1/packs/")), "{asked:?}");
    assert_eq!(phone.sees(), laptop.sees());
}

/// Where nothing is new a round is one request.
#[tokio::test(flavor = "current_thread")]
async fn a_round_without_news_is_one_request() {
    let mut world = World::new(19).await;
    let (mut laptop, mut phone) = (world.device("laptop").await, world.device("phone").await);
    laptop.visit("https://a.test/1", "lantern", world.pass(MINUTE));
    phone.star("https://a.test/1", true, world.now());
    settle(&mut [&mut laptop, &mut phone], world.now()).await;
    for device in [&mut laptop, &mut phone] {
        let before = device.network.trace().len();
        device.sync(world.now()).await.unwrap();
        assert_eq!(device.network.trace().len() - before, 1, "{:?}", &device.network.trace()[before..]);
    }
}

/// The pack of a page travels inside of its entry: what is asked besides reads the log, before and after.
#[tokio::test(flavor = "current_thread")]
async fn a_page_is_said_in_one_request() {
    let mut world = World::new(20).await;
    let (mut laptop, mut phone) = (world.device("laptop").await, world.device("phone").await);
    settle(&mut [&mut laptop, &mut phone], world.now()).await;
    let before = laptop.network.trace().len();
    laptop.visit("https://a.test/1", "lantern", world.pass(MINUTE));
    laptop.sync(world.now()).await.unwrap();
    let asked = laptop.network.trace()[before..].to_vec();
    let puts: Vec<&String> = asked.iter().filter(|line| line.starts_with("Put")).collect();
    assert!(puts.len() == 1 && puts[0].contains("/v1/log/") && asked.len() == 3, "{asked:?}");
    phone.sync(world.now()).await.unwrap();
    assert_eq!(phone.urls(), ["https://a.test/1"]);
}

/// Something in between lets no more than so much pass, or the server takes none along any more: the packs are uploaded one by one.
#[tokio::test(flavor = "current_thread")]
async fn what_is_too_large_on_its_way_travels_apart() {
    let mut scene = Scene::new(21).await;
    scene.phone.sync(scene.world.now()).await.unwrap();
    scene.phone.visit("https://b.test/1", "meadow", scene.world.pass(MINUTE));
    let mut refused = false;
    scene.evil.instead(move |asked| {
        let first =
            asked.is("PUT", "/v1/log/") && !std::mem::replace(&mut refused, asked.is("PUT", "/v1/log/"));
        first.then(|| Word::Raw(413, "text/html", b"<h1>413 Request Entity Too Large</h1>".to_vec()))
    });
    scene.phone.sync(scene.world.now()).await.unwrap();
    let asked = scene.phone.network.trace();
    let puts: Vec<&str> =
        asked.iter().filter(|line| line.starts_with("Put")).map(|line| &line[4..12]).collect();
    assert!(puts.ends_with(&["/v1/log/", "/v1/pack", "/v1/log/"]), "{puts:?}");
    scene.reconcile().await;
}

/// nginx lets 1 MiB pass as it comes, others less: packs are made smaller until they pass.
#[tokio::test(flavor = "current_thread")]
async fn what_stands_in_between_lets_little_pass_and_all_arrives() {
    for (seed, most) in [(22, 300_000), (23, 120_000), (24, 40_000)] {
        let mut scene = Scene::new(seed).await;
        for n in 0..80 {
            let words = Dice(n).words(1_500);
            scene.phone.visit(&format!("https://b.test/{n}"), &words, scene.world.pass(1_000));
        }
        scene.evil.instead(move |asked| {
            let page = || Word::Raw(413, "text/html", b"<h1>413 Request Entity Too Large</h1>".to_vec());
            (asked.length > most).then(page)
        });
        scene.phone.sync(scene.world.now()).await.unwrap();
        assert_eq!(scene.phone.archive.borrow_mut().unsaid_count(), 0, "{most}");
        scene.reconcile().await;
    }
}

/// Days of a lived account, a hundred packs a day of two devices: four, or as many as `WEBMYND_DAYS` says.
fn days() -> u64 {
    std::env::var("WEBMYND_DAYS").ok().and_then(|n| n.parse().ok()).unwrap_or(4)
}

/// A third device joins an account that has been lived in: 60 requests in sequence for a year. Its times are printed with `--nocapture`.
#[allow(clippy::disallowed_methods)] // What takes a time is printed.
#[tokio::test(flavor = "current_thread")]
async fn an_account_that_was_lived_in_is_joined_in_few_requests() {
    let mut world = World::keeping(63, None).await;
    let mut others = [world.device("laptop").await, world.device("phone").await];
    for day in 0..days() {
        for n in 0..100 {
            for device in &mut others {
                let words = article(&mut device.dice);
                device.visit(
                    &format!("https://{}.test/{day}/{n}", device.name),
                    &words,
                    world.pass(14 * MINUTE),
                );
                device.sync(world.now()).await.unwrap();
            }
        }
    }
    let pages = days() * 200;
    let log = "SELECT COUNT(*), CAST(SUM(LENGTH(sealed)) AS BIGINT) FROM log";
    let log = async |world: &World| -> (i64, i64) {
        let row = sqlx::query(log).fetch_one(&database(world).await).await.unwrap();
        (row.get(0), row.get(1))
    };
    let before = log(&world).await;
    for _ in 0..2 {
        for device in &mut others {
            device.sync(world.now()).await.unwrap();
        }
    }
    world.vault.purge().await.unwrap();
    println!(
        "entries and bytes of the log: {before:?}, and without those that a recap stands for: {:?}",
        log(&world).await
    );
    let mut desk = world.device("desk").await;
    let before = desk.network.trace().len();
    let begun = Instant::now();
    while desk.sees().len() < pages as usize {
        desk.sync(world.now()).await.unwrap();
    }
    let (joined, asked) = (begun.elapsed(), desk.network.trace().len() - before);
    assert!(
        asked as u64 <= 2 + pages.div_ceil(1_280),
        "{asked} requests for {pages} packs: {:?}",
        &desk.network.trace()[before..]
    );
    let left = {
        let archive = desk.archive.borrow();
        archive.catalog().shared().others().len()
    };
    let begun = Instant::now();
    let mut alone = world.device("alone").await;
    for _ in 0..pages {
        let words = article(&mut alone.dice);
        alone.visit(&format!("https://alone.test/{}", world.now()), &words, world.pass(MINUTE));
    }
    println!(
        "{pages} pages, in {left} packs by now, in {asked} requests, {joined:?}; as many remembered alone: {:?}",
        begun.elapsed()
    );
}

/// Some 3 kB of words.
fn article(dice: &mut Dice) -> String {
    let word = |dice: &mut Dice| {
        format!("{}{}", ["lan", "har", "gar", "saf", "mea"][dice.below(5) as usize], dice.below(3_000))
    };
    (0..450).map(|_| word(dice)).collect::<Vec<_>>().join(" ")
}
