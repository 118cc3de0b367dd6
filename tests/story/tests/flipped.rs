//! A byte that is silently flipped, in blobs or in rows of PostgreSQL, while two devices work with three servers: who joins later is missing a page until
//! its device has heard of it, and then has all of them.
use crate::servers::Servers;
use webmynd_server::config::Plan;
use webmynd_story::{Device, settle};

const MINUTE: i64 = 60_000;

/// Pages of both, each said by itself.
async fn work(servers: &Servers, [one, two]: [&mut Device; 2], from: usize) {
    for n in from..from + 5 {
        for (device, name) in [(&mut *one, "a"), (&mut *two, "b")] {
            let now = servers.pass(MINUTE).await;
            device.visit(&format!("https://{name}.test/{n}"), &format!("{name}{n}"), now);
            device.sync(now).await.unwrap();
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_byte_that_is_flipped_costs_no_page() {
    for in_database in [0, 16 << 10] {
        let settled = Servers::start(&[0, 0, 0], |config| {
            config.plans = [("free".to_owned(), Plan { history_days: None, quota_mb: None })].into();
            config.in_database = Some(in_database);
        });
        let Some(mut servers) = settled.await else { return };
        let (mut laptop, mut phone) = (servers.device("laptop").await, servers.device("phone").await);
        work(&servers, [&mut laptop, &mut phone], 0).await;
        settle(&mut [&mut laptop, &mut phone], servers.now()).await;
        let flipped = servers.flip().await;
        assert_eq!(flipped, 10, "each of the packs");
        work(&servers, [&mut laptop, &mut phone], 5).await;
        settle(&mut [&mut laptop, &mut phone], servers.now()).await;
        let mut new = servers.device("new").await;
        let missed = new.sync(servers.now()).await.unwrap().quarantined;
        assert_eq!((missed, new.sees().len()), (10, 10), "what is damaged is set apart, and in nobody's way");
        for _ in 0..3 {
            settle(&mut [&mut laptop, &mut phone, &mut new], servers.pass(MINUTE).await).await;
        }
        assert_eq!((new.sees().len(), new.sees()), (20, laptop.sees()));
        assert_eq!(laptop.sees(), phone.sees());
        assert!(new.archive.borrow().catalog().shared().quarantine().is_empty());
    }
}
