//! A first sync: packs come side by side, ahead of the entries that add them.
use webmynd_story::World;

const MINUTE: i64 = 60_000;

/// A first sync asks for several packs at once, never for more than six, and applies them in the order of the log.
#[tokio::test(flavor = "current_thread")]
async fn packs_of_a_first_sync_are_fetched_side_by_side() {
    let mut world = World::new(61).await;
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
