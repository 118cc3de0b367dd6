//! Devices that do something to the same thing before they hear of each other, or speak in the same moment: all agree.
use webmynd_engine::archive::{Change, Which};
use webmynd_engine::catalog::Flag;
use webmynd_story::{Device, World, settle};

const PAGE: &str = "https://tree.test/";

/// Two devices that know one page, which the first one saw.
async fn two(seed: u64) -> (World, Device, Device) {
    let mut world = World::new(seed).await;
    let (mut one, mut two) = (world.device("one").await, world.device("two").await);
    one.visit(PAGE, "oak", world.now());
    settle(&mut [&mut one, &mut two], world.now()).await;
    (world, one, two)
}

async fn speak_at_once(one: &mut Device, two: &mut Device, now: i64) {
    let (first, second) = tokio::join!(one.sync(now), two.sync(now));
    first.unwrap();
    second.unwrap();
}

fn knows(device: &Device) -> bool {
    device.archive.borrow().catalog().visits().iter().any(|visit| visit.is_alive())
}

fn labels(device: &Device) -> Vec<String> {
    device.archive.borrow().caption(0).unwrap().unwrap().labels
}

#[tokio::test]
async fn of_marks_with_one_clock_that_of_one_device_counts_on_both() {
    for seed in 0..6 {
        let (world, mut one, mut two) = two(seed).await;
        let now = world.now();
        let label = |on| Change::Label { label: "later".to_owned(), on };
        let page = Which::Page { page: PAGE.to_owned() };
        one.change(&page, &label(true), now);
        // As many changes as the other one has made, so that both have one clock.
        two.change(&page, &label(true), now);
        one.change(&page, &label(false), now);
        two.star(PAGE, true, now);
        two.star(PAGE, false, now);
        one.star(PAGE, true, now);
        speak_at_once(&mut one, &mut two, now).await;
        settle(&mut [&mut one, &mut two], now).await;
        assert_eq!(labels(&one), labels(&two), "seed {seed}");
        let flags = |device: &Device| device.archive.borrow().caption(0).unwrap().unwrap().flags & Flag::STAR;
        assert_eq!(flags(&one), flags(&two), "seed {seed}");
    }
}

#[tokio::test]
async fn who_took_a_forget_back_later_has_it_on_both() {
    for (seed, second_undoes) in [(1, false), (2, true)] {
        let (world, mut one, mut two) = two(seed).await;
        let now = world.now();
        let (first, second) = (one.forget(PAGE, now), two.forget(PAGE, now));
        let (device, op) = if second_undoes { (&two, second) } else { (&one, first) };
        device.undo(op, now);
        settle(&mut [&mut one, &mut two], now).await;
        assert!(knows(&one) && knows(&two), "the undo is the later word");
    }
}

#[tokio::test]
async fn a_page_that_is_forgotten_once_more_stays_so_when_an_older_undo_arrives() {
    let (world, mut one, mut two) = two(3).await;
    let now = world.now();
    let first = one.forget(PAGE, now);
    settle(&mut [&mut one, &mut two], now).await;
    let heard = two.archive.borrow().status().undoable[0].op;
    two.undo(heard, now);
    one.undo(first, now);
    one.forget(PAGE, now);
    settle(&mut [&mut one, &mut two], now).await;
    assert!(!knows(&one) && !knows(&two), "the second forget is the later word");
}
