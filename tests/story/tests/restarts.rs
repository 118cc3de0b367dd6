//! PostgreSQL is ended and begun again while two devices work with three servers: nothing that was acknowledged is lost, all agree in the end, and no
//! server has to be started again.
use crate::servers::Servers;
use std::cell::Cell;
use std::time::Duration;
use webmynd_engine::sync::SyncKind;
use webmynd_server::config::Plan;
use webmynd_story::{Device, settle};

const MINUTE: i64 = 60_000;
const DAY: i64 = 1_440 * MINUTE;

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

/// A page and a round, again and again, until it `is_over`; some pages are starred, some forgotten, and some of these taken back.
async fn works(device: &mut Device, name: &str, begin: i64, told: &Told, is_over: &Cell<bool>) {
    for nth in 0.. {
        let (page, now) = (format!("https://{name}.test/{nth}"), begin + nth * MINUTE);
        device.visit(&page, &format!("{name}{nth}"), now);
        match nth % 6 {
            1 => device.star(&page, true, now),
            2 => drop(device.forget(&page, now)),
            3 => {
                let op = device.forget(&page, now);
                device.undo(op, now);
            }
            4 => device.tend(now),
            _ => (),
        }
        match device.sync(now).await {
            Ok(_) => told.ends.set(told.ends.get() + 1),
            Err(error) => {
                assert_eq!(
                    error.kind,
                    SyncKind::Later,
                    "{name} is told to come again, and nothing else: {error}"
                );
                told.fails.set(told.fails.get() + 1);
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
        }
        if is_over.get() {
            return;
        }
    }
}

/// Rounds of the servers meanwhile: what was taken away is removed at once.
async fn purge(servers: &Servers, is_over: &Cell<bool>) {
    while !is_over.get() {
        for one in &servers.all {
            // One that meets no database is followed by the next.
            let _ = one.vault.round().await;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
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
    for nth in 0..RESTARTS {
        until(|| told.iter().zip(rounds).all(|(one, before)| one.ends.get() >= before + ROUNDS)).await;
        let (failed, postgres) = (told.map(|one| one.fails.get()), servers.postgres.clone());
        tokio::task::spawn_blocking(move || {
            let mut postgres = postgres.lock().unwrap();
            if nth % 2 == 0 { postgres.stop() } else { postgres.crash() }
        })
        .await
        .unwrap();
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
            config.undo_minutes = 0;
        });
        let Some(mut servers) = settled.await else { return };
        let (mut laptop, mut phone) = (servers.device("laptop").await, servers.device("phone").await);
        let (told, is_over, now) = ([Told::default(), Told::default()], Cell::new(false), servers.now());
        tokio::join!(
            works(&mut laptop, "a", now, &told[0], &is_over),
            works(&mut phone, "b", now, &told[1], &is_over),
            purge(&servers, &is_over),
            async {
                restart(&servers, [&told[0], &told[1]]).await;
                is_over.set(true);
            }
        );
        let later = now + DAY;
        for device in [&mut laptop, &mut phone] {
            device.tend(later);
        }
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
        // Uploads that were broken off are given up after a day; rounds follow in steps.
        servers.pass_with_rounds(2 * DAY, DAY / 4).await;
        servers.hold_together().await;
    }
}
