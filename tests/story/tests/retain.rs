//! What a memory knows of the account's other devices, and of what is only in the vault.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)] // A test says what broke by panicking.
use webmynd_engine::archive::SearchRequest;
use webmynd_engine::index::Sort;
use webmynd_story::{Device, World, settle};

const MINUTE: i64 = 60_000;

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
            let request =
                SearchRequest { q: q.into(), sort: Sort::Best, limit: 9, offset: 0, now, offset_min: 0 };
            let answer = laptop.archive.borrow().search(&request).unwrap();
            answer.hits.into_iter().map(|hit| (hit.url, hit.device)).collect()
        };
        let (own, other) = (
            ("https://a.test/".to_owned(), None),
            ("https://b.test/".to_owned(), Some("Ada's phone".to_owned())),
        );
        assert_eq!(found("lantern device:PHONE "), [other.clone()]);
        assert_eq!(found("lantern device:laptop "), [own.clone()]);
        assert_eq!(found("-device:laptop "), [other]);
        assert_eq!(found("device:desk "), []);
        laptop.restart();
        phone.restart();
    }
}
