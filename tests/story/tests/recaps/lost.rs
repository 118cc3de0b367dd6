//! Recaps that are lost or damaged on the server after the log was cleared: whoever stands on one leaves it there once more.
use super::{MINUTE, clear, cleared, lived, number};
use crate::rows::database;
use webmynd_engine::ports::Files;
use webmynd_engine::sync::SyncKind;
use webmynd_protocol::Code;
use webmynd_server::store::{Known, StoreError};
use webmynd_story::{Device, World, settle};

/// What is lost, by the statement that loses it; `by_listing`: whether the devices see it by the log alone.
const HARMS: [(&str, bool); 9] = [
    ("DELETE FROM recaps", true),
    ("DELETE FROM vouches", true),
    ("DELETE FROM vouches WHERE nth = 1", true),
    ("UPDATE vouches SET signature = CAST(substr(signature, 1, 63) || x'07' AS BLOB)", true),
    ("UPDATE vouches SET signature = x'07'", true),
    ("UPDATE recaps SET digest = x'07'", true),
    ("UPDATE recaps SET epoch = epoch + 1", true),
    ("UPDATE recaps SET sealed = substr(sealed, 1, 100)", false),
    ("UPDATE recaps SET sealed = CAST(substr(sealed, 1, length(sealed) - 1) || x'07' AS BLOB)", false),
];

async fn does(world: &World, statement: &'static str) {
    sqlx::query(statement).execute(&database(world).await).await.unwrap();
}

async fn works(world: &World, device: &mut Device, page: &str) {
    device.visit(page, "juniper", world.pass(MINUTE));
    device.sync(world.now()).await.unwrap();
}

#[tokio::test]
async fn what_is_lost_of_a_recap_is_left_once_more_by_those_who_stand_on_it() {
    for (at, (harm, _)) in HARMS.into_iter().enumerate() {
        let (mut world, mut laptop, mut phone) = lived(4_820 + at as u64, 60).await;
        clear(&world, &mut [&mut laptop, &mut phone]).await;
        let up_to = cleared(&world).await;
        assert!(up_to >= 60);
        does(&world, harm).await;
        let mut desk = world.device("desk").await;
        let told = desk.sync(world.now()).await.expect_err(harm);
        assert_eq!(told.kind, SyncKind::Distrust, "{harm}: {told}");
        assert!(desk.sees().is_empty(), "{harm}");
        let mut den = world.device("den").await;
        // They go on working, each once.
        works(&world, &mut laptop, "https://c.test/1").await;
        works(&world, &mut phone, "https://c.test/2").await;
        for late in [&mut desk, &mut den] {
            late.sync(world.now()).await.unwrap_or_else(|error| panic!("{harm}: {}: {error}", late.name));
            assert_eq!(late.sees().len(), phone.sees().len(), "{harm}");
        }
        assert_eq!(cleared(&world).await, up_to);
        settle(&mut [&mut desk, &mut den, &mut laptop, &mut phone], world.now()).await;
        for device in [&phone, &desk, &den] {
            assert_eq!(device.sees(), laptop.sees(), "{harm}: {}", device.name);
        }
        // Nothing of it is asked for in each round from then on.
        phone.network = world.network(78);
        phone.sync(world.now()).await.unwrap();
        assert!(!phone.network.trace().iter().any(|line| line.contains("/v1/recaps/")), "{harm}");
    }
}

/// One that is lost is noticed by the log alone, before anybody joins; and one that is damaged by who checks the vault.
#[tokio::test]
async fn it_is_whole_again_before_somebody_joins() {
    for (harm, by_listing) in HARMS {
        let (mut world, mut laptop, mut phone) = lived(4_840, 60).await;
        clear(&world, &mut [&mut laptop, &mut phone]).await;
        does(&world, harm).await;
        for device in [&mut laptop, &mut phone] {
            device.restart_without_checkpoint();
            if !by_listing {
                device.check_vault(world.now()).await;
            }
            device.sync(world.pass(MINUTE)).await.unwrap();
        }
        assert_eq!(number(&world, "SELECT COUNT(*) FROM recaps").await, 1, "{harm}");
        let mut desk = world.device("desk").await;
        desk.sync(world.now()).await.unwrap_or_else(|error| panic!("{harm}: {error}"));
        settle(&mut [&mut desk, &mut laptop, &mut phone], world.now()).await;
        assert_eq!((desk.sees(), phone.sees()), (laptop.sees(), laptop.sees()), "{harm}");
    }
}

/// The next one is made though the last is lost, also where the server says that the log is cleared further than it is.
#[tokio::test]
async fn the_next_recap_is_made_of_the_one_that_is_kept() {
    for harm in ["DELETE FROM recaps", "UPDATE accounts SET cleared = cleared + 1"] {
        let (mut world, mut laptop, mut phone) = lived(4_850, 60).await;
        clear(&world, &mut [&mut laptop, &mut phone]).await;
        let up_to = cleared(&world).await;
        does(&world, harm).await;
        for n in 0..70 {
            laptop.star("https://b.test/2", n % 2 == 0, world.pass(MINUTE));
            laptop.sync(world.now()).await.unwrap();
        }
        clear(&world, &mut [&mut phone, &mut laptop]).await;
        assert!(cleared(&world).await > up_to + 60, "{harm}");
        let mut desk = world.device("desk").await;
        settle(&mut [&mut desk, &mut laptop, &mut phone], world.now()).await;
        assert_eq!((desk.sees(), phone.sees()), (laptop.sees(), laptop.sees()), "{harm}");
    }
}

/// What is kept is a cache: a memory that has lost it, or is of a time when none was kept, takes what it has signed from the server.
#[tokio::test]
async fn what_a_memory_has_lost_of_it_comes_from_the_server() {
    let (mut world, mut laptop, mut phone) = lived(4_851, 60).await;
    clear(&world, &mut [&mut laptop, &mut phone]).await;
    let name = format!("recap-{}", cleared(&world).await);
    for device in [&mut laptop, &mut phone] {
        assert!(device.files.list().unwrap().iter().any(|file| file.name == name));
        device.files.remove(&name).unwrap();
        device.sync(world.pass(MINUTE)).await.unwrap();
        assert!(device.files.list().unwrap().iter().any(|file| file.name == name), "{}", device.name);
    }
    // Damaged on the disk, and then on the server.
    phone.files.write(&name, 9, b"damage").unwrap();
    phone.sync(world.pass(MINUTE)).await.unwrap();
    does(&world, "DELETE FROM recaps").await;
    settle(&mut [&mut phone, &mut laptop], world.pass(MINUTE)).await;
    let mut desk = world.device("desk").await;
    desk.sync(world.now()).await.unwrap();
    assert_eq!(desk.sees(), laptop.sees());
}

/// A device in a thief's hands is quicker than the others: of the recap up to which the log is cleared there is no other.
#[tokio::test]
async fn no_other_recap_takes_the_place_of_one_that_is_lost() {
    let (mut world, mut laptop, mut phone) = lived(4_852, 60).await;
    clear(&world, &mut [&mut laptop, &mut phone]).await;
    does(&world, "DELETE FROM recaps").await;
    let version = cleared(&world).await as u64;
    let who = Known { account: laptop.account.id.0, session: [1; 16], device: laptop.account.device.0 };
    let false_one = super::lies::signed_by(&laptop, version, 7);
    let refused = world.vault.store.vouch(who, version, &false_one).await.unwrap_err();
    assert!(matches!(refused, StoreError::Refused(refused) if refused.code == Code::GenerationConflict));
    settle(&mut [&mut phone, &mut laptop], world.pass(MINUTE)).await;
    let mut desk = world.device("desk").await;
    desk.sync(world.now()).await.unwrap();
    assert_eq!(desk.sees(), laptop.sees());
}

/// Nobody has it any more: who joins is told, and what stood in the entries that are gone is said again by the others.
#[tokio::test]
async fn a_recap_that_nobody_has_is_told_and_its_words_are_said_again() {
    let (mut world, mut laptop, mut phone) = lived(4_813, 60).await;
    clear(&world, &mut [&mut laptop, &mut phone]).await;
    does(&world, "DELETE FROM recaps").await;
    let name = format!("recap-{}", cleared(&world).await);
    for device in [&mut laptop, &mut phone] {
        device.files.remove(&name).unwrap();
        device.visit("https://c.test/1", "juniper", world.pass(MINUTE));
        device.sync(world.now()).await.unwrap();
    }
    let mut desk = world.device("desk").await;
    assert_eq!(desk.sync(world.now()).await.unwrap_err().kind, SyncKind::Distrust);
    desk.account.begin_anew();
    for _ in 0..4 {
        for device in [&mut desk, &mut laptop, &mut phone] {
            device.sync(world.pass(MINUTE)).await.unwrap();
        }
    }
    assert_eq!((desk.sees(), phone.sees()), (laptop.sees(), laptop.sees()));
}
