//! What a memory knows of the account's other devices, and of what is only in the vault.
use webmynd_engine::archive::SearchRequest;
use webmynd_engine::catalog::Flag;
use webmynd_engine::index::Sort;
use webmynd_engine::journal::text::Text;
use webmynd_engine::page::{Seen, VisitId};
use webmynd_engine::sync::{Back, Refilled, SyncError, SyncKind, fetch, refill, thin};
use webmynd_server::config::Plan;
use webmynd_story::{Device, Dice, World, settle};

const MINUTE: i64 = 60_000;
const DAY: i64 = 86_400_000;

#[tokio::test(flavor = "current_thread")]
async fn a_page_of_another_device_carries_its_name_and_is_found_by_it() {
    let mut world = World::new(11).await;
    let (mut laptop, mut phone) = (world.device("laptop").await, world.device("Ada's phone").await);
    laptop.visit("https://a.test/", "lantern", world.pass(MINUTE));
    phone.visit("https://b.test/", "lantern", world.pass(MINUTE));
    let now = world.now();
    settle(&mut [&mut laptop, &mut phone], now).await;
    for restarted in [false, true] {
        let seen_by = |device: &Device| -> Vec<Option<String>> {
            let archive = device.archive.borrow();
            archive.captions(&[0, 1]).unwrap().into_iter().map(|caption| caption.device).collect()
        };
        assert_eq!(seen_by(&laptop), [None, Some("Ada's phone".to_owned())], "restarted: {restarted}");
        assert_eq!(seen_by(&phone), [Some("laptop".to_owned()), None]);
        let found = |q: &str| -> Vec<(String, Option<String>)> {
            let answer = laptop.archive.borrow().search(&asked(q, now)).unwrap();
            answer.hits.into_iter().map(|hit| (hit.url, hit.device)).collect()
        };
        let (own, other) = (
            ("https://a.test/".to_owned(), None),
            ("https://b.test/".to_owned(), Some("Ada's phone".to_owned())),
        );
        assert_eq!(found("lantern device:PHONE "), std::slice::from_ref(&other));
        assert_eq!(found("lantern device:laptop "), [own]);
        assert_eq!(found("-device:laptop "), [other]);
        assert_eq!(found("device:desk "), []);
        laptop.restart();
        phone.restart();
    }
}

/// The text of a visit as this device has it, and whether it has a title card alone.
pub(super) fn read(device: &Device, visit: &str) -> (Text, bool) {
    let archive = device.archive.borrow();
    let ordinal = archive.catalog().ordinal(VisitId::parse(visit).unwrap()).unwrap();
    let card = archive.caption(ordinal).unwrap().unwrap().flags & Flag::CARD != 0;
    (archive.text(ordinal).unwrap().unwrap().1, card)
}

pub(super) async fn fetched(device: &Device, visit: &str) -> Result<Text, SyncError> {
    fetch(&device.archive, &device.account, &*device.network, VisitId::parse(visit).unwrap()).await
}

pub(super) async fn thinned(device: &Device, days: u32, now: i64) -> u32 {
    let mut dice = device.dice.clone();
    let mut random = |into: &mut [u8]| dice.fill(into);
    let (archive, network) = (&device.archive, &*device.network);
    let count = thin(archive, &device.account, network, days, &mut random, now).await.unwrap();
    device.tend(now);
    count
}

pub(super) async fn refilled(device: &Device, back: Back, now: i64) -> Refilled {
    let refilled = refill(&device.archive, &device.account, &*device.network, back, now).await.unwrap();
    device.tend(now);
    refilled
}

fn asked(q: &str, now: i64) -> SearchRequest {
    SearchRequest { q: q.into(), sort: Sort::Best, limit: 9, offset: 0, now, offset_min: 0, counting: true }
}

fn finds(device: &Device, q: &str, now: i64) -> usize {
    let answer = device.archive.borrow().search(&asked(q, now)).unwrap();
    if answer.forgiving { 0 } else { answer.total }
}

/// A page with so many words that no two agree: a pack of some of them is read by Range.
fn long_page(device: &mut Device, n: u64, at: i64) -> String {
    let mut dice = Dice(n);
    let mut id = [0; 16];
    device.dice.fill(&mut id);
    let id = VisitId(id).to_string();
    let words = dice.words(12_000);
    let html = format!("<title>Long {n}</title><main><h1>Long {n}</h1><p>{words}</p></main>");
    let url = format!("https://long.test/{n}");
    let seen = Seen { id: id.clone(), at, url, title: format!("Long {n}"), html, ..Seen::default() };
    device.archive.borrow_mut().remember(&seen).unwrap();
    id
}

#[tokio::test(flavor = "current_thread")]
async fn texts_leave_a_device_that_the_vault_keeps_and_are_read_out_of_it() {
    let mut world = World::keeping(12, None).await;
    let (mut laptop, mut phone) = (world.device("laptop").await, world.device("phone").await);
    let visit = laptop.visit("https://a.test/1", "lantern", world.pass(MINUTE));
    let long: Vec<String> = (0..8).map(|n| long_page(&mut laptop, n, world.pass(MINUTE))).collect();
    let unsent = laptop.visit("https://a.test/2", "harbour", world.pass(3 * DAY));
    let kept = read(&laptop, &visit).0;
    let kept_long = read(&laptop, &long[5]).0;
    // The clock is believed when it was read on many days.
    for _ in 0..40 {
        let now = world.pass(DAY);
        for device in [&laptop, &phone] {
            assert_eq!(thinned(device, 10_000, now).await, 0);
        }
    }
    assert_eq!(thinned(&laptop, 1, world.now()).await, 0, "nothing was sent");
    settle(&mut [&mut laptop, &mut phone], world.now()).await;
    assert_eq!(fetched(&laptop, &visit).await.unwrap_err().kind, SyncKind::Gone, "the text is here");
    for device in [&laptop, &phone] {
        assert_eq!(thinned(device, 42, world.now()).await, 9, "{}", device.name);
        assert!(!read(device, &unsent).1, "too young");
        assert_eq!(
            (read(device, &visit), finds(device, "lantern ", world.now())),
            ((Text::default(), true), 1)
        );
        device.restart();
        let before = device.network.transcript().len();
        assert_eq!(fetched(device, &long[5]).await.unwrap(), kept_long, "{}", device.name);
        let read_bytes = device.network.transcript().len() - before;
        assert!(read_bytes < 400_000, "{read_bytes} bytes were read of a pack of more than 600,000");
        assert_eq!(fetched(device, &visit).await.unwrap(), kept);
        assert!(read(device, &visit).1, "nothing of it was kept");
        assert_eq!(thinned(device, 42, world.now()).await, 0, "once is enough");
    }
    // Whoever stars it: a WebMark's text comes back to every device.
    phone.star("https://a.test/1", true, world.now());
    settle(&mut [&mut laptop, &mut phone], world.now()).await;
    for device in [&laptop, &phone] {
        assert_eq!(read(device, &visit), (kept.clone(), false), "{}", device.name);
        assert_eq!(thinned(device, 1, world.now()).await, 1, "what was too young; no WebMark");
        assert!(device.archive.borrow_mut().doctor(false).unwrap().ok);
    }
    assert_eq!(laptop.sees(), phone.sees());
    // A card that is seen again is whole again.
    let again = laptop.visit("https://a.test/2", "harbour", world.pass(MINUTE));
    assert!(!read(&laptop, &again).1 && !read(&laptop, &unsent).1);
    settle(&mut [&mut laptop, &mut phone], world.now()).await;
    assert_eq!(laptop.sees(), phone.sees());
}

/// A text leaves only when the pack that holds it was seen to be there and to open: what the vault has lost is sent again instead.
#[tokio::test(flavor = "current_thread")]
async fn a_text_stays_until_the_vault_has_shown_that_it_has_it() {
    for cut in [false, true] {
        let mut world = World::settled(16, |config| {
            config.plans = [("free".to_owned(), Plan { history_days: None, quota_mb: None })].into();
            config.in_database = Some(0);
        })
        .await;
        let mut laptop = world.device("laptop").await;
        let visits = [
            laptop.visit("https://a.test/1", "lantern", world.pass(MINUTE)),
            laptop.visit("https://a.test/2", "harbour", world.pass(DAY)),
        ];
        laptop.sync(world.now()).await.unwrap();
        for _ in 0..40 {
            assert_eq!(thinned(&laptop, 10_000, world.pass(DAY)).await, 0);
        }
        let packs = world.blobs();
        assert_eq!(packs.len(), 2);
        if cut {
            let bytes = std::fs::read(&packs[0]).unwrap();
            std::fs::write(&packs[0], &bytes[..bytes.len() - 1]).unwrap();
        } else {
            std::fs::remove_file(&packs[0]).unwrap();
        }
        assert_eq!(thinned(&laptop, 7, world.now()).await, 1, "that of the pack that is there");
        let kept = visits.iter().find(|visit| !read(&laptop, visit).1).unwrap();
        laptop.restart();
        assert_eq!(laptop.sync(world.now()).await.unwrap().sent, 1, "what was lost is sent again");
        assert_eq!(thinned(&laptop, 7, world.now()).await, 1, "and leaves when it is there");
        assert!(read(&laptop, kept).1);
        for visit in &visits {
            fetched(&laptop, visit).await.unwrap();
        }
    }
}

#[tokio::test(flavor = "current_thread")]
async fn what_the_vault_gives_up_soon_stays_here_and_what_it_gave_up_is_said_to_be_gone() {
    let mut world = World::keeping(13, Some(7)).await;
    let mut laptop = world.device("laptop").await;
    laptop.visit("https://a.test/1", "lantern", world.now());
    laptop.sync(world.now()).await.unwrap();
    assert_eq!(thinned(&laptop, 3, world.pass(4 * DAY)).await, 0, "it goes in three days");
    let mut world = World::keeping(14, Some(60)).await;
    let mut laptop = world.device("laptop").await;
    let visit = laptop.visit("https://a.test/1", "lantern", world.now());
    laptop.sync(world.now()).await.unwrap();
    assert_eq!(thinned(&laptop, 3, world.pass(4 * DAY)).await, 1);
    assert!(fetched(&laptop, &visit).await.is_ok());
    world.pass(60 * DAY);
    assert_eq!(fetched(&laptop, &visit).await.unwrap_err().kind, SyncKind::Gone);
    assert_eq!(finds(&laptop, "lantern ", world.now()), 1, "its card stays");
    // Starred now, it stays a card, and the round goes on.
    laptop.star("https://a.test/1", true, world.now());
    laptop.visit("https://a.test/2", "harbour", world.pass(MINUTE));
    assert_eq!(laptop.sync(world.now()).await.unwrap().sent, 1);
}

/// Asked each day, it costs one request while nothing ends; and what has ended in the vault is here.
#[tokio::test(flavor = "current_thread")]
async fn a_text_comes_back_before_the_vault_gives_it_up() {
    let mut world = World::keeping(17, Some(60)).await;
    let (mut laptop, mut phone) = (world.device("laptop").await, world.device("phone").await);
    let early = laptop.visit("https://a.test/1", "lantern", world.now());
    settle(&mut [&mut laptop, &mut phone], world.now()).await;
    let late = laptop.visit("https://a.test/2", "harbour", world.pass(20 * DAY));
    settle(&mut [&mut laptop, &mut phone], world.now()).await;
    assert_eq!(refilled(&laptop, Back::Ending, world.now()).await, Refilled::default());
    let kept = read(&laptop, &early).0;
    for _ in 0..4 {
        let now = world.pass(DAY);
        for device in [&laptop, &phone] {
            assert_eq!(thinned(device, 10_000, now).await, 0);
        }
    }
    for device in [&laptop, &phone] {
        assert_eq!(thinned(device, 3, world.now()).await, 2);
        let before = device.network.trace().len();
        assert_eq!(refilled(device, Back::Ending, world.now()).await, Refilled::default());
        assert_eq!(device.network.trace().len() - before, 1, "{:?}", &device.network.trace()[before..]);
    }
    world.pass(16 * DAY);
    for device in [&mut laptop, &mut phone] {
        assert_eq!(refilled(device, Back::Ending, world.now()).await, Refilled { came: 1, left: 0 });
        device.restart();
        assert_eq!((read(device, &early), read(device, &late).1), ((kept.clone(), false), true));
        assert_eq!(thinned(device, 3, world.now()).await, 0, "it does not leave again");
    }
    world.pass(20 * DAY);
    for device in [&laptop, &phone] {
        assert_eq!(refilled(device, Back::Ending, world.now()).await, Refilled { came: 1, left: 0 });
        assert_eq!((read(device, &early).0, finds(device, "lantern ", world.now())), (kept.clone(), 1));
        assert!(device.archive.borrow_mut().doctor(false).unwrap().ok);
    }
}

/// A pack that the vault has lost keeps the others from nothing, and what it held is counted; so is what the vault gave up while this device was
/// away.
#[tokio::test(flavor = "current_thread")]
async fn all_texts_come_back_that_the_vault_can_give() {
    let mut world = World::settled(18, |config| {
        config.plans = [("free".to_owned(), Plan { history_days: None, quota_mb: None })].into();
        config.in_database = Some(0);
    })
    .await;
    let mut laptop = world.device("laptop").await;
    let mut visits = Vec::new();
    for n in 0..9 {
        visits.push(laptop.visit(&format!("https://a.test/{n}"), "lantern", world.pass(DAY)));
        laptop.sync(world.now()).await.unwrap();
    }
    let whole: Vec<Text> = visits.iter().map(|visit| read(&laptop, visit).0).collect();
    for _ in 0..40 {
        thinned(&laptop, 10_000, world.pass(DAY)).await;
    }
    assert_eq!(thinned(&laptop, 7, world.now()).await, 9);
    let export = laptop.archive.borrow().export("", world.now()).unwrap();
    assert_eq!(export.away, 9, "an export says what it has not");
    std::fs::remove_file(&world.blobs()[0]).unwrap();
    assert_eq!(refilled(&laptop, Back::All, world.now()).await, Refilled { came: 8, left: 1 });
    laptop.restart();
    assert!(laptop.network.most_at_once() > 1, "packs come side by side");
    let back =
        visits.iter().zip(&whole).filter(|(visit, text)| read(&laptop, visit) == ((*text).clone(), false));
    assert_eq!(back.count(), 8);
    assert_eq!(laptop.archive.borrow().export("", world.now()).unwrap().away, 1);
    assert_eq!(refilled(&laptop, Back::All, world.now()).await, Refilled { came: 0, left: 1 });
}

#[tokio::test(flavor = "current_thread")]
async fn a_forget_shows_from_how_many_devices_it_is_gone() {
    let mut world = World::new(15).await;
    let (mut laptop, mut phone) = (world.device("laptop").await, world.device("phone").await);
    let mut desk = world.device("desk").await;
    laptop.visit("https://a.test/1", "lantern", world.pass(MINUTE));
    let now = world.now();
    settle(&mut [&mut laptop, &mut phone, &mut desk], now).await;
    let reach = |device: &Device| {
        let status = device.archive.borrow().status();
        let open = status.undoable.iter().map(|forget| forget.reach);
        open.chain(status.spreading.iter().map(|forget| forget.reach))
            .map(|reach| (reach.gone, reach.of))
            .collect::<Vec<_>>()
    };
    laptop.forget("https://a.test/1", now);
    assert_eq!(reach(&laptop), [(1, 3)]);
    laptop.sync(now).await.unwrap();
    assert_eq!(reach(&laptop), [(1, 3)], "the vault knows it, no device yet");
    phone.sync(now).await.unwrap();
    laptop.sync(now).await.unwrap();
    assert_eq!(reach(&laptop), [(2, 3)]);
    // The undo window ends; the desk is still away.
    let now = world.pass(11 * MINUTE);
    laptop.tend(now);
    laptop.restart();
    assert_eq!(reach(&laptop), [(2, 3)]);
    desk.sync(now).await.unwrap();
    laptop.sync(now).await.unwrap();
    assert_eq!(reach(&laptop), [], "it is gone from all");
    settle(&mut [&mut laptop, &mut phone, &mut desk], now).await;
    assert!(laptop.archive.borrow_mut().doctor(false).unwrap().ok);
}
