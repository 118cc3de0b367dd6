//! Looks between devices: what a page shows later takes the place of what it showed, on each of them.
use webmynd_story::{Device, World, settle};

const MINUTE: i64 = 60_000;

fn agree(devices: &[&Device]) {
    for other in &devices[1..] {
        assert_eq!(devices[0].sees(), other.sees(), "{} and {}", devices[0].name, other.name);
    }
}

#[tokio::test(flavor = "current_thread")]
async fn what_a_page_shows_later_takes_the_place_of_what_it_showed_on_every_device() {
    let mut world = World::new(31).await;
    let mut laptop = world.device("laptop").await;
    let mut phone = world.device("phone").await;
    let at = world.pass(MINUTE);
    let id = laptop.visit("https://app.test/mail", "loading", at);
    laptop.visit("https://app.test/other", "thimble", world.pass(MINUTE));
    let now = world.now();
    settle(&mut [&mut laptop, &mut phone], now).await;
    agree(&[&laptop, &phone]);
    // One look that the vault never had alone, one that it has: whoever comes late gets the last.
    laptop.look(&id, 1, "https://app.test/mail", "marigold", at);
    settle(&mut [&mut laptop, &mut phone], now).await;
    laptop.look(&id, 2, "https://app.test/mail", "heliotrope", at);
    settle(&mut [&mut laptop, &mut phone], now).await;
    agree(&[&laptop, &phone]);
    let mut desk = world.device("desk").await;
    desk.sync(now).await.unwrap();
    agree(&[&laptop, &phone, &desk]);
    for device in [&mut laptop, &mut phone, &mut desk] {
        assert_eq!(device.sees().len(), 2, "{}", device.name);
        assert!(device.sees().iter().any(|(_, title, ..)| title == "heliotrope"), "{}", device.name);
        device.restart();
        assert_eq!(device.sync(now).await.unwrap(), webmynd_engine::sync::Report::default());
    }
}
