//! Thumbnails between devices: after the texts and by choice, into one another's memory, and out of the vault with their pages.
mod between;

use std::cell::Cell;
use webmynd_engine::ports::{MemoryPictures, Picture, PictureKey, PictureSize, Pictures, PicturesUsed};
use webmynd_engine::sync::{Report, Round, SyncKind};
use webmynd_engine::{EngineError, ErrorKind};
use webmynd_server::config::Plan;
use webmynd_story::{Device, Dice, Moods, World, settle};

const MINUTE: i64 = 60_000;
const DAY: i64 = 86_400_000;

/// A WebP of 320 x 200 pixels as far as headers tell, with bytes of its own.
pub(crate) fn thumb(seed: u64, len: usize) -> Vec<u8> {
    let mut noise = vec![0; len];
    Dice(seed).fill(&mut noise);
    let head = [0x2f_u8].into_iter().chain((319_u32 | 199 << 14).to_le_bytes());
    let data: Vec<u8> = head.chain(noise).collect();
    let mut bytes = b"RIFF".to_vec();
    bytes.extend((12 + data.len() as u32).to_le_bytes());
    bytes.extend(b"WEBPVP8L");
    bytes.extend((data.len() as u32).to_le_bytes());
    bytes.extend(data);
    bytes
}

/// Packs of thumbnails that the server lists: how many of history, how many of WebMarks.
pub(super) async fn packs(world: &World, device: &Device) -> (u64, u64) {
    let usage = world.shown(device, "/v1/usage").await;
    let days = usage["days"].as_array().unwrap().iter().filter(|day| day["kind"] == "thumb");
    let count = |class: &str| {
        days.clone().filter(|day| day["class"] == class).map(|day| day["packs"].as_u64().unwrap()).sum()
    };
    (count("history"), count("mark"))
}

/// Visits so many pages, each with a picture; gives the visits.
pub(super) async fn see(world: &World, device: &mut Device, numbers: std::ops::Range<u64>) -> Vec<String> {
    let mut visits = Vec::new();
    for n in numbers {
        let visit = device.visit(&format!("https://a.test/{n}"), &format!("lantern{n}"), world.pass(MINUTE));
        device.picture(&visit, &thumb(n, 3_000)).await;
        visits.push(visit);
    }
    visits
}

#[tokio::test(flavor = "current_thread")]
async fn thumbnails_travel_after_the_texts_and_only_when_they_are_chosen() {
    let mut world = World::new(61).await;
    let (mut laptop, mut phone) = (world.device("laptop").await, world.device("phone").await);
    let visits = see(&world, &mut laptop, 0..3).await;
    let now = world.now();
    settle(&mut [&mut laptop, &mut phone], now).await;
    assert_eq!(packs(&world, &laptop).await, (0, 0), "nobody chose it");
    assert_eq!((phone.sees().len(), phone.shows(&visits[0]).await), (3, None));
    laptop.restart();
    laptop.thumbs = true;
    let later = laptop.visit("https://a.test/later", "harbour", world.pass(MINUTE));
    laptop.picture(&later, &thumb(9, 3_000)).await;
    let asked = laptop.network.trace().len();
    let report = laptop.sync(now).await.unwrap();
    assert_eq!(
        (report.sent, report.said, report.thumbs_sent),
        (1, 2, 4),
        "a text, and in an entry of its own four thumbnails"
    );
    let trace = laptop.network.trace()[asked..].to_vec();
    let puts: Vec<&str> =
        trace.iter().filter_map(|line| line.strip_prefix("Put /v1/")?.split('/').next()).collect();
    assert_eq!(puts, ["log", "packs", "log"], "the text travels inside of its entry");
    let used: Vec<_> = trace.iter().filter(|line| line.contains("/v1/usage")).collect();
    assert!(
        used.len() == 1 && used[0].contains("days=false"),
        "how much room there is, and no more: {used:?}"
    );
    assert_eq!(packs(&world, &laptop).await, (1, 0));
    laptop.restart();
    assert_eq!(laptop.sync(now).await.unwrap(), Report::default(), "once is enough");
    assert_eq!(phone.sync(now).await.unwrap().thumbs_received, 4);
    phone.restart();
    assert_eq!(phone.sync(now).await.unwrap(), Report::default());
    for (n, visit) in visits.iter().enumerate() {
        assert_eq!(phone.shows(visit).await, Some(thumb(n as u64, 3_000)));
    }
    assert_eq!(phone.shows(&later).await, Some(thumb(9, 3_000)));
    // The same page is seen on the phone: its own picture is wanted, and takes the place of the one that came.
    let remembered = phone.visit("https://a.test/1", "lantern1", world.pass(MINUTE));
    phone.picture(&remembered, &thumb(77, 500)).await;
    assert_eq!(phone.shows(&visits[1]).await, Some(thumb(77, 500)));
    assert!(phone.archive.borrow_mut().doctor(false).unwrap().ok);
}

#[tokio::test(flavor = "current_thread")]
async fn each_visit_finds_its_picture_also_where_several_share_one() {
    let mut world = World::new(62).await;
    let (mut laptop, mut phone) = (world.device("laptop").await, world.device("phone").await);
    laptop.thumbs = true;
    let first = see(&world, &mut laptop, 1..2).await.remove(0);
    let again = laptop.visit("https://a.test/1", "lantern1", world.pass(MINUTE));
    let days_later = laptop.visit("https://a.test/1", "lantern1", world.pass(2 * DAY));
    let other = laptop.visit("https://b.test/", "lantern1", world.pass(MINUTE));
    laptop.picture(&other, &thumb(1, 3_000)).await;
    let version = laptop.visit("https://a.test/1", "meadow", world.pass(MINUTE));
    laptop.picture(&version, &thumb(2, 3_000)).await;
    let now = world.now();
    settle(&mut [&mut laptop, &mut phone], now).await;
    for visit in [&first, &again, &days_later, &other] {
        assert_eq!(phone.shows(visit).await, Some(thumb(1, 3_000)));
    }
    assert_eq!(phone.shows(&version).await, Some(thumb(2, 3_000)));
    assert_eq!(packs(&world, &laptop).await, (2, 0), "one a day");
}

#[tokio::test(flavor = "current_thread")]
async fn a_forgotten_page_takes_its_thumbnail_out_of_the_vault() {
    let mut world = World::new(63).await;
    let (mut laptop, mut phone) = (world.device("laptop").await, world.device("phone").await);
    laptop.thumbs = true;
    let visits = see(&world, &mut laptop, 0..3).await;
    laptop.sync(world.now()).await.unwrap();
    let thumbs = |device: &Device| device.archive.borrow().catalog().shared().thumbs().clone();
    let before = thumbs(&laptop);
    phone.sync(world.now()).await.unwrap();
    // What was sent stays when nothing more is sent, but for what is forgotten, by whomever.
    laptop.thumbs = false;
    phone.forget("https://a.test/1", world.now());
    let now = world.pass(11 * MINUTE);
    for _ in 0..2 {
        for device in [&mut phone, &mut laptop] {
            device.tend(now);
            device.sync(now).await.unwrap();
        }
    }
    laptop.tend(world.pass(11 * MINUTE));
    laptop.restart();
    settle(&mut [&mut laptop, &mut phone], world.now()).await;
    assert_eq!(packs(&world, &laptop).await, (1, 0));
    let (old, pack) = before.iter().next().unwrap();
    assert!(!thumbs(&laptop).holds(old), "it was written anew");
    assert_eq!((pack.visits.len(), thumbs(&laptop).iter().next().unwrap().1.visits.len()), (3, 2));
    let id = webmynd_protocol::bytes::Id(*old).to_string();
    let log = world.shown(&laptop, "/v1/log?since=0").await.to_string();
    assert_eq!(log.matches(&id).count(), 1, "nobody is offered it any more: it is named as taken away alone");
    let mut desk = world.device("desk").await;
    desk.sync(world.now()).await.unwrap();
    assert_eq!(desk.shows(&visits[0]).await, Some(thumb(0, 3_000)));
    assert_eq!(desk.pictures.used().await.unwrap().count, 2);
    for url in ["https://a.test/0", "https://a.test/2"] {
        laptop.forget(url, world.now());
    }
    laptop.tend(world.pass(11 * MINUTE));
    laptop.sync(world.now()).await.unwrap();
    assert_eq!(packs(&world, &laptop).await, (0, 0), "nothing is left of it");
}

#[tokio::test(flavor = "current_thread")]
async fn a_webmarks_thumbnail_is_kept_for_ever_by_the_device_that_starred_it() {
    let mut world = World::new(64).await;
    let (mut laptop, mut phone) = (world.device("laptop").await, world.device("phone").await);
    (laptop.thumbs, phone.thumbs) = (true, true);
    let visit = see(&world, &mut laptop, 0..1).await.remove(0);
    settle(&mut [&mut laptop, &mut phone], world.now()).await;
    phone.star("https://a.test/0", true, world.now());
    settle(&mut [&mut laptop, &mut phone], world.now()).await;
    assert_eq!(packs(&world, &phone).await, (1, 1));
    // The plan's days are over: a new device has it from the pack that stays.
    world.pass(8 * DAY);
    world.vault.purge().await.unwrap();
    let mut desk = world.device("desk").await;
    desk.sync(world.now()).await.unwrap();
    assert_eq!(desk.shows(&visit).await, Some(thumb(0, 3_000)));
    phone.star("https://a.test/0", false, world.now());
    settle(&mut [&mut phone, &mut laptop], world.now()).await;
    assert_eq!(packs(&world, &phone).await.1, 0);
}

#[tokio::test(flavor = "current_thread")]
async fn a_thumbnail_that_is_gone_here_is_looked_for_once() {
    let mut world = World::new(65).await;
    let mut laptop = world.device("laptop").await;
    laptop.thumbs = true;
    let visits = see(&world, &mut laptop, 0..2).await;
    let hash = webmynd_engine::catalog::short_hash(&thumb(0, 3_000));
    laptop.pictures.remove(&[PictureKey { size: PictureSize::Thumb, hash }]).await.unwrap();
    let odd = laptop.visit("https://a.test/odd", "harbour", world.pass(MINUTE));
    laptop.picture(&odd, b"no picture at all").await;
    assert_eq!(laptop.sync(world.now()).await.unwrap().thumbs_sent, 1);
    laptop.restart();
    assert!(laptop.archive.borrow_mut().unsent_thumbs().is_empty());
    laptop.archive.borrow_mut().settle().unwrap();
    laptop.restart();
    assert!(laptop.archive.borrow_mut().unsent_thumbs().is_empty(), "read from a checkpoint");
    let mut phone = world.device("phone").await;
    phone.sync(world.now()).await.unwrap();
    assert_eq!((phone.shows(&visits[0]).await, phone.shows(&odd).await), (None, None));
    assert_eq!(phone.shows(&visits[1]).await, Some(thumb(1, 3_000)));
}

#[tokio::test(flavor = "current_thread")]
async fn a_full_vault_is_for_texts() {
    let plan = Plan { history_days: Some(7), quota_mb: Some(1) };
    let mut world = World::with(66, plan).await;
    let (mut laptop, mut phone) = (world.device("laptop").await, world.device("phone").await);
    laptop.thumbs = true;
    for n in 0..12_u64 {
        // A day each, so that some fit and some do not.
        let visit = laptop.visit(&format!("https://a.test/{n}"), &format!("lantern{n}"), world.pass(DAY / 2));
        laptop.picture(&visit, &thumb(n, 200_000)).await;
    }
    let report = laptop.sync(world.now()).await.unwrap();
    assert_eq!((report.sent, report.thumbs_full), (12, true));
    assert!((2..=4).contains(&report.thumbs_sent), "{report:?}");
    laptop.visit("https://a.test/text", "harbour", world.pass(MINUTE));
    let report = laptop.sync(world.now()).await.unwrap();
    assert_eq!((report.sent, report.thumbs_sent, report.thumbs_full), (1, 0, true), "and texts go on");
    phone.sync(world.now()).await.unwrap();
    assert_eq!(phone.sees().len(), 13);
}

#[tokio::test(flavor = "current_thread")]
async fn so_many_thumbnails_travel_in_a_round_and_the_rest_in_the_next() {
    let mut world = World::keeping(67, None).await;
    let (mut laptop, mut phone) = (world.device("laptop").await, world.device("phone").await);
    laptop.thumbs = true;
    for n in 0..40_u64 {
        let visit = laptop.visit(&format!("https://a.test/{n}"), &format!("lantern{n}"), world.pass(DAY));
        laptop.picture(&visit, &thumb(n, 100)).await;
    }
    let now = world.now();
    for expected in [32, 8, 0] {
        assert_eq!(laptop.sync(now).await.unwrap().thumbs_sent, expected);
    }
    for expected in [32, 8, 0] {
        assert_eq!(phone.sync(now).await.unwrap().thumbs_received, expected);
    }
}

#[tokio::test(flavor = "current_thread")]
async fn a_bad_network_loses_no_thumbnail() {
    for seed in 0..5 {
        let mut world = World::new(700 + seed).await;
        let (mut laptop, mut phone) = (world.device("laptop").await, world.device("phone").await);
        (laptop.thumbs, phone.thumbs) = (true, true);
        let mut visits = see(&world, &mut laptop, 0..4).await;
        visits.extend(see(&world, &mut phone, 4..8).await);
        let bad = Moods { lost: 80, unanswered: 80, twice: 50, bad_gateway: 50 };
        for device in [&mut laptop, &mut phone] {
            device.network.set_moods(bad);
        }
        for round in 0..12 {
            let device = if round % 2 == 0 { &mut laptop } else { &mut phone };
            let _ = device.sync(world.now()).await;
            device.restart();
        }
        for device in [&mut laptop, &mut phone] {
            device.network.set_moods(Moods::default());
        }
        settle(&mut [&mut laptop, &mut phone], world.now()).await;
        for device in [&laptop, &phone] {
            for (n, visit) in visits.iter().enumerate() {
                assert_eq!(
                    device.shows(visit).await,
                    Some(thumb(n as u64, 3_000)),
                    "seed {seed}: {n} on {}",
                    device.name
                );
            }
        }
    }
}

/// Pictures that are kept so many times, and then no more: the program dies.
struct Dying<'a>(&'a MemoryPictures, Cell<u32>);

impl Pictures for Dying<'_> {
    async fn put(&self, key: PictureKey, picture: Picture) -> Result<(), EngineError> {
        self.0.put(key, picture).await?;
        if self.1.replace(self.1.get().saturating_sub(1)) == 0 {
            return Err(EngineError::new(ErrorKind::Retry, "died"));
        }
        Ok(())
    }
    async fn get(&self, key: PictureKey) -> Result<Option<Picture>, EngineError> {
        self.0.get(key).await
    }
    async fn remove(&self, keys: &[PictureKey]) -> Result<(), EngineError> {
        self.0.remove(keys).await
    }
    async fn keys(
        &self,
        size: PictureSize,
        after: Option<PictureKey>,
        limit: usize,
    ) -> Result<Vec<PictureKey>, EngineError> {
        self.0.keys(size, after, limit).await
    }
    async fn used(&self) -> Result<PicturesUsed, EngineError> {
        self.0.used().await
    }
}

#[tokio::test(flavor = "current_thread")]
async fn a_death_between_keeping_and_noting_is_healed() {
    for puts in 0..3 {
        let mut world = World::new(720 + u64::from(puts)).await;
        let (mut laptop, mut phone) = (world.device("laptop").await, world.device("phone").await);
        laptop.thumbs = true;
        let visits = see(&world, &mut laptop, 0..3).await;
        laptop.sync(world.now()).await.unwrap();
        let pictures = phone.pictures.clone();
        let (mut dice, dying) = (Dice(1), Dying(&pictures, Cell::new(puts)));
        let mut random = |into: &mut [u8]| dice.fill(into);
        let round = Round::new(&phone.archive, &mut phone.account, &*phone.network, &mut random, world.now());
        assert_eq!(round.run_with(&dying, false).await.unwrap_err().kind, SyncKind::Memory);
        phone.restart();
        assert_eq!(phone.sees().len(), 3, "the texts were first");
        assert_eq!(phone.shows(&visits[0]).await, None, "what was not noted is not shown");
        assert_eq!(phone.sync(world.now()).await.unwrap().thumbs_received, 3);
        assert_eq!(phone.pictures.used().await.unwrap().count, 3);
        for (n, visit) in visits.iter().enumerate() {
            assert_eq!(phone.shows(visit).await, Some(thumb(n as u64, 3_000)));
        }
    }
}
