//! Hostile clients, each manner beside people at work: these are served, lose nothing that was acknowledged, and the server's memory stays
//! below 512 MB. How long people waited is printed with `--nocapture`.
mod manners;

use crate::life::{Life, http};
use crate::program::Program;
use manners::Enemy;
use std::future::Future;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Instant;
use tokio::task::JoinSet;

const PEOPLE: usize = 4;
/// Of the server's own memory, in MB: what docs/operations.md promises.
const MOST: u64 = 512;

/// Lets an enemy do as it does, beside people at work, until it is through.
async fn beside_people<F, M>(name: &str, manner: M)
where
    M: FnOnce(Enemy) -> F,
    F: Future<Output = ()> + Send + 'static,
{
    let folder = tempfile::tempdir().unwrap();
    let mut program = Program::new(folder.path());
    program.config.client_header = Some("x-forwarded-for".to_owned());
    let running = program.start(10).await;
    let (origin, http) = (program.origin(), http());
    let over = Arc::new(AtomicBool::new(false));
    let mut people = JoinSet::new();
    for nth in 0..PEOPLE {
        let (over, origin, http) = (over.clone(), origin.clone(), http.clone());
        people.spawn(async move {
            let address = format!("192.0.2.{nth}");
            let mut life = Life::begin_at(http, &origin, &format!("person {nth}"), Some(address)).await;
            let mut waited = Vec::new();
            while !over.load(Ordering::Relaxed) || waited.len() < 50 {
                let at = Instant::now();
                life.step().await;
                waited.push(at.elapsed());
            }
            life.hold_all().await;
            (waited, life.again)
        });
    }
    manner(Enemy::new(program.port, http).await).await;
    over.store(true, Ordering::Relaxed);
    let (mut waited, mut again) = (Vec::new(), 0);
    while let Some(person) = people.join_next().await {
        let (some, times) = person.unwrap();
        (waited, again) = ([waited, some].concat(), again + times);
    }
    waited.sort();
    let of = |share: usize| waited[(waited.len() - 1) * share / 100];
    let peak = running.peak_mb();
    println!(
        "{name}: {} steps of people, half in {:?}, 99 of 100 in {:?}, {again} asked again; server at most {peak} MB",
        waited.len(),
        of(50),
        of(99)
    );
    assert_eq!(again, 0, "{name}: people are served at the first try");
    assert!(peak < MOST, "{name}: {peak} MB");
}

#[tokio::test(flavor = "multi_thread")]
async fn readers_that_take_a_byte_now_and_then() {
    beside_people("slow readers", |enemy| async move { enemy.read_slowly(300).await }).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn uploads_that_never_come_to_their_end() {
    beside_people("uploads held back", |enemy| async move { enemy.hold_uploads_back(40).await }).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn heads_that_come_byte_by_byte() {
    beside_people("slow heads", |enemy| async move { enemy.drip_heads(300).await }).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn long_bodies_without_a_login() {
    beside_people("long bodies", |enemy| async move { enemy.send_long_bodies(64).await }).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn logins_side_by_side() {
    beside_people("logins", |enemy| async move { enemy.log_in(300).await }).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn sign_ups_without_end() {
    beside_people("sign-ups", |enemy| async move { enemy.sign_up(150).await }).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn entries_without_end() {
    beside_people("entries", |enemy| async move { enemy.say(2_000).await }).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn ranges_by_the_thousand() {
    beside_people("ranges", |enemy| async move { enemy.ask_for_ranges(2_000).await }).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn bodies_that_would_swell() {
    beside_people("compressed bodies", |enemy| async move { enemy.send_compressed(200).await }).await;
}
