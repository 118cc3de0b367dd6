//! What is taken back in time, and said late: the others have erased it by then, and it comes back to all of them.
mod beside;

use webmynd_engine::page::VisitId;
use webmynd_story::{Device, World, settle};

const MINUTE: i64 = 60_000;
const PAGE: &str = "https://a.test/1";

/// How a forget is taken back.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Back {
    Undo,
    Star,
    /// Forgotten and taken back once more, before anything of it is said.
    Twice,
}

/// Three devices that have read all; `by`: which of them saw the page.
async fn three(seed: u64, by: usize) -> (World, [Device; 3], String) {
    let mut world = World::of_files(seed).await;
    let mut all = [world.device("laptop").await, world.device("desk").await, world.device("phone").await];
    let visit = all[by].visit(PAGE, "lantern", world.pass(MINUTE));
    all[by].visit("https://a.test/2", "garnet", world.pass(MINUTE));
    let [one, two, three] = &mut all;
    settle(&mut [one, two, three], world.now()).await;
    (world, all, visit)
}

/// Rounds of all, with what a device does when it is left alone.
async fn go_on(all: &mut [&mut Device], now: i64) {
    for device in all.iter() {
        device.tend(now);
    }
    settle(all, now).await;
    for device in all.iter() {
        device.tend(now);
    }
}

fn text_of(device: &Device, visit: &str) -> String {
    let archive = device.archive.borrow();
    let ordinal = archive.catalog().ordinal(VisitId::parse(visit).unwrap()).unwrap();
    archive.text(ordinal).unwrap().unwrap().1.text
}

async fn comes_back(seed: u64, by: usize, back: Back) {
    let (mut world, [mut laptop, mut desk, mut phone], visit) = three(seed, by).await;
    let op = phone.forget(PAGE, world.now());
    settle(&mut [&mut phone, &mut laptop, &mut desk], world.now()).await;
    let now = world.pass(5 * MINUTE);
    match back {
        Back::Undo => phone.undo(op, now),
        Back::Star => phone.star(PAGE, true, now),
        Back::Twice => {
            phone.undo(op, now);
            let again = phone.forget(PAGE, now);
            phone.undo(again, now);
        }
    }
    for minutes in [8, 20] {
        let now = world.pass(minutes * MINUTE);
        go_on(&mut [&mut laptop, &mut desk], now).await;
    }
    for device in [&mut laptop, &mut desk] {
        assert_eq!(device.urls(), ["https://a.test/2"], "{} has erased it", device.name);
        device.restart_without_checkpoint();
    }
    phone.restart_without_checkpoint();
    let now = world.now();
    go_on(&mut [&mut phone, &mut laptop, &mut desk], now).await;
    let now = world.pass(60 * MINUTE);
    go_on(&mut [&mut laptop, &mut phone, &mut desk], now).await;
    let mut shelf = world.device("shelf").await;
    settle(&mut [&mut shelf, &mut laptop, &mut desk, &mut phone], now).await;
    for device in [&mut laptop, &mut desk, &mut phone, &mut shelf] {
        device.restart_without_checkpoint();
        let case = format!("{}, {by}, {back:?}", device.name);
        assert_eq!(device.sync(now).await.unwrap().said, 0, "{case}");
        assert_eq!(device.urls(), [PAGE, "https://a.test/2"], "{case}");
        assert!(text_of(device, &visit).contains("lantern"), "{case}");
        assert_eq!(device.sees()[0].3, back == Back::Star, "{case}");
        assert_eq!(device.archive.borrow().unsaid_count(), 0, "{case}");
        assert!(device.archive.borrow_mut().doctor(false).unwrap().ok, "{case}");
    }
    // And it can be forgotten like any other.
    desk.forget(PAGE, now);
    go_on(&mut [&mut desk, &mut laptop, &mut phone, &mut shelf], now).await;
    for _ in 0..2 {
        let now = world.pass(11 * MINUTE);
        go_on(&mut [&mut desk, &mut laptop, &mut phone, &mut shelf], now).await;
    }
    for device in [&laptop, &desk, &phone, &shelf] {
        assert_eq!(device.urls(), ["https://a.test/2"], "{}", device.name);
        let shared = device.archive.borrow().catalog().shared().clone();
        let mut packs = shared.packs().iter().chain(shared.others());
        let id = VisitId::parse(&visit).unwrap();
        assert!(!packs.any(|(_, pack)| pack.visits.contains(&id)), "{}", device.name);
    }
}

#[tokio::test]
async fn a_forget_that_is_taken_back_in_time_and_said_late_comes_back_to_all() {
    for by in 0..3 {
        for back in [Back::Undo, Back::Star, Back::Twice] {
            comes_back(1010 + by as u64, by, back).await;
        }
    }
}

/// Two forget one page at once; one of them takes its word back, and the other does not: where its word is the later one the page stays forgotten.
#[tokio::test]
async fn what_another_device_forgot_later_stays_forgotten() {
    for later in [true, false] {
        let (world, [mut laptop, mut desk, mut phone], _) = three(1020, 0).await;
        // Its clock goes on by what it says meanwhile.
        for n in 0..4 {
            if later {
                desk.star("https://a.test/2", n % 2 == 0, world.now());
            }
        }
        let op = phone.forget(PAGE, world.now());
        desk.forget(PAGE, world.now());
        settle(&mut [&mut phone], world.now()).await;
        phone.undo(op, world.now());
        for minutes in [1, 12, 12] {
            let now = world.pass(minutes * MINUTE);
            go_on(&mut [&mut laptop, &mut desk], now).await;
        }
        for _ in 0..3 {
            let now = world.pass(11 * MINUTE);
            go_on(&mut [&mut phone, &mut laptop, &mut desk], now).await;
        }
        let expected: &[&str] = if later { &["https://a.test/2"] } else { &[PAGE, "https://a.test/2"] };
        for device in [&laptop, &desk, &phone] {
            assert_eq!(device.urls(), expected, "{}, {later}", device.name);
        }
    }
}
