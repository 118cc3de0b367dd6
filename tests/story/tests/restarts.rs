//! PostgreSQL is ended and begun again while two devices work with three servers: nothing that was acknowledged is lost, all agree in the end, and no
//! server has to be started again.
use crate::servers::Servers;
use std::cell::Cell;
use std::time::Duration;
use webmynd_engine::sync::SyncKind;
use webmynd_server::config::Plan;
use webmynd_story::{Device, settle};

const RESTARTS: usize = 4;
/// Rounds that come to their end between two of them, by each device.
const ROUNDS: usize = 5;

/// What has come to pass at a device.
#[derive(Default)]
struct Told {
    /// Rounds that came to their end, and that did not.
    ends: Cell<usize>,
    fails: Cell<usize>,
}

/// A page and a round, again and again, until it `is_over`.
async fn works(device: &mut Device, name: &str, now: i64, told: &Told, is_over: &Cell<bool>) {
    let mut nth = 0;
    while !is_over.get() {
        let page = format!("https://{name}.test/{nth}");
        device.visit(&page, &format!("{name}{nth}"), now + nth * 1_000);
        if nth % 4 == 3 {
            device.star(&page, true, now + nth * 1_000);
        }
        nth += 1;
        match device.sync(now + nth * 1_000).await {
            Ok(_) => told.ends.set(told.ends.get() + 1),
            Err(error) => {
                let waits = matches!(error.kind, SyncKind::Later);
                assert!(waits, "{name} is told to come again, and nothing else: {error}");
                told.fails.set(told.fails.get() + 1);
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
        }
    }
}

async fn until(holds: impl Fn() -> bool) {
    for _ in 0..12_000 {
        if holds() {
            return;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    panic!("nothing came of it in two minutes");
}

/// Ends the database and begins it again, while they are at work; each has felt it.
async fn restart(servers: &Servers, told: [&Told; 2]) {
    let mut rounds = told.map(|one| one.ends.get());
    for _ in 0..RESTARTS {
        until(|| told.iter().zip(rounds).all(|(one, before)| one.ends.get() >= before + ROUNDS)).await;
        let (failed, postgres) = (told.map(|one| one.fails.get()), servers.postgres.clone());
        tokio::task::spawn_blocking(move || postgres.lock().unwrap().stop()).await.unwrap();
        until(|| told.iter().zip(failed).all(|(one, before)| one.fails.get() > before)).await;
        let postgres = servers.postgres.clone();
        tokio::task::spawn_blocking(move || postgres.lock().unwrap().go_on()).await.unwrap();
        rounds = told.map(|one| one.ends.get());
    }
    until(|| told.iter().zip(rounds).all(|(one, before)| one.ends.get() >= before + ROUNDS)).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_database_that_is_ended_and_begun_again_in_the_middle_of_rounds_loses_nothing() {
    for in_database in [0, 16 << 10] {
        let settled = Servers::start(&[0, 0, 0], |config| {
            config.plans = [("free".to_owned(), Plan { history_days: None, quota_mb: None })].into();
            config.in_database = Some(in_database);
            config.recap_entries = 20;
        });
        let Some(mut servers) = settled.await else { return };
        let (mut laptop, mut phone) = (servers.device("laptop").await, servers.device("phone").await);
        let (told, is_over, now) = ([Told::default(), Told::default()], Cell::new(false), servers.now());
        tokio::join!(
            works(&mut laptop, "a", now, &told[0], &is_over),
            works(&mut phone, "b", now, &told[1], &is_over),
            async {
                restart(&servers, [&told[0], &told[1]]).await;
                is_over.set(true);
            }
        );
        let later = now + 3_600_000;
        settle(&mut [&mut laptop, &mut phone], later).await;
        assert_eq!(laptop.sees(), phone.sees());
        let fails = told.each_ref().map(|one| one.fails.get());
        println!("{} pages, rounds that failed: {fails:?}", laptop.sees().len());
        // Who joins later has it from the servers alone.
        let mut new = servers.device("new").await;
        settle(&mut [&mut laptop, &mut phone, &mut new], later).await;
        assert_eq!(new.sees(), laptop.sees());
        for device in [&laptop, &phone, &new] {
            assert!(device.archive.borrow().catalog().shared().quarantine().is_empty());
        }
        for one in &servers.all {
            one.vault.store.ready().await.unwrap();
            one.vault.round().await.unwrap();
        }
    }
}
