//! T16: a day of many people. Each page that was acknowledged is there afterwards, byte for byte.
//!
//! `WEBMYND_USERS` (20) people see `WEBMYND_PAGES` (40) pages, four to a pack, sealed: random bytes to the server.
//! `WEBMYND_ORIGIN`: the server that is asked, or the proxy before several (`tools/cluster.mjs` kills one of each meanwhile);
//! else one of this process, over SQLite and a folder.
use crate::common::Server;
use crate::life::Life;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;
use tokio::sync::Semaphore;

const PAGES_OF_A_PACK: u64 = 4;
/// Bytes of a page's record when it is compressed and sealed: most are smaller.
const PAGE: u64 = 6_000;
/// Devices that speak at the same moment.
const AT_ONCE: usize = 64;

fn number(name: &str, default: u64) -> u64 {
    std::env::var(name).map_or(default, |value| value.parse().unwrap())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_day_of_many_people_is_kept() {
    let (users, pages) = (number("WEBMYND_USERS", 20), number("WEBMYND_PAGES", 40));
    let own = match std::env::var("WEBMYND_ORIGIN") {
        Ok(_) => None,
        Err(_) => Some(Server::with(|config| config.sign_ups_per_address = config.sign_ups).await),
    };
    let origin =
        own.as_ref().map_or_else(|| std::env::var("WEBMYND_ORIGIN").unwrap(), |own| own.origin.clone());
    let (http, places) = (crate::life::http(), Arc::new(Semaphore::new(AT_ONCE)));
    let (commits, again) = (Arc::new(AtomicU64::new(0)), Arc::new(AtomicU64::new(0)));
    let start = Instant::now();
    let people: Vec<_> = (0..users)
        .map(|nth| {
            let (http, origin, places) = (http.clone(), origin.clone(), places.clone());
            let (commits, again) = (commits.clone(), again.clone());
            tokio::spawn(async move {
                let mut place = places.acquire().await.unwrap();
                let mut life = Life::begin(http, &origin, &format!("person {nth}")).await;
                life.largest = PAGE * PAGES_OF_A_PACK;
                for _ in 0..pages.div_ceil(PAGES_OF_A_PACK) {
                    // Everybody in turn, as a day goes.
                    drop(place);
                    place = places.acquire().await.unwrap();
                    life.upload().await;
                    life.commit().await;
                    life.read().await;
                    commits.fetch_add(1, Ordering::Relaxed);
                }
                life.hold_all().await;
                again.fetch_add(life.again, Ordering::Relaxed);
            })
        })
        .collect();
    for person in people {
        person.await.unwrap();
    }
    let (commits, again) = (commits.load(Ordering::Relaxed), again.load(Ordering::Relaxed));
    println!(
        "{users} people, {pages} pages each: {commits} packs committed and read back in {:.1} s, {again} requests sent again, 0 lost",
        start.elapsed().as_secs_f64()
    );
}
