//! Logins at once, sign-ups and entries by the thousand: so many are heard, and the others are told when to come again.
use super::{ADDRESS, Scene, target};
use crate::common::{login, new_account};
use crate::program::number;
use reqwest::Method;
use webmynd_protocol::bytes::Id;

#[tokio::test(flavor = "multi_thread")]
async fn of_logins_at_once_five_are_heard() {
    let scene = Scene::begin(&[]).await;
    let many = number("WEBMYND_LOGINS", 400);
    let statuses = scene.beside("logins at once", async |target| {
        let mut wrong = login("ada", 9);
        wrong["auth"] = serde_json::json!(Id([0; 32]));
        let guest = target.guest();
        let logins = (0..many).map(|nth| {
            // One network of IPv6, and all its addresses.
            let asked =
                guest.request(Method::POST, "/v1/sessions").header(ADDRESS, format!("2001:db8::{nth:x}"));
            let asked = asked.json(&wrong);
            tokio::spawn(async move {
                let answer = asked.send().await.unwrap();
                let status = answer.status().as_u16();
                assert_eq!(status == 429, answer.headers().contains_key("retry-after"));
                status
            })
        });
        target::all(logins.collect()).await
    });
    let statuses = statuses.await;
    assert_eq!(target::count(&statuses, 401), 5);
    assert_eq!(target::count(&statuses, 429), statuses.len() - 5);
}

#[tokio::test(flavor = "multi_thread")]
async fn sign_ups_are_counted_by_address_and_in_all() {
    let scene = Scene::begin(&[("SIGN_UPS_PER_ADDRESS", "40"), ("SIGN_UPS", "101")]).await;
    let each = number("WEBMYND_SIGN_UPS", 100);
    let made = scene.beside("sign-ups", async |target| {
        let guest = target.guest();
        let mut made = Vec::new();
        for address in 0..4 {
            let asked = (0..each).map(|nth| {
                let account = new_account(&format!("mallory {address} {nth}"));
                let asked = guest.request(Method::POST, "/v1/accounts").json(&account);
                let asked = asked.header(ADDRESS, format!("2001:db8:0:{address}::{nth:x}"));
                tokio::spawn(async move {
                    let answer = asked.send().await.unwrap();
                    let status = answer.status().as_u16();
                    assert_eq!(status == 429, answer.headers().contains_key("retry-after"));
                    status
                })
            });
            let statuses = target::all(asked.collect()).await;
            assert_eq!(target::count(&statuses, 201) + target::count(&statuses, 429), statuses.len());
            made.push(target::count(&statuses, 201));
        }
        made
    });
    // One of them all is the good client's own.
    assert_eq!(made.await, [40, 40, 20, 0]);
}

#[tokio::test(flavor = "multi_thread")]
async fn entries_of_an_account_are_counted_by_the_day() {
    let most = number("WEBMYND_ENTRIES", 1_500);
    let limit = most.to_string();
    let scene = Scene::begin(&[("ENTRIES_PER_DAY", &limit)]).await;
    scene
        .beside("entries", async |target| {
            let mallory = target.account("mallory").await;
            for seq in 1..=most {
                assert_eq!(mallory.append(seq, &[], &[]).await.status(), 201);
            }
            let later = mallory.append(most + 1, &[], &[]).await;
            assert_eq!(later.status(), 429);
            let seconds: u64 = later.headers()["retry-after"].to_str().unwrap().parse().unwrap();
            assert!(seconds > 80_000, "a day: {seconds} s");
            assert_eq!(mallory.append(most, &[], &[]).await.status(), 200, "what was taken is said again");
            assert_eq!(mallory.append(most + 1, &[], &[]).await.status(), 429, "and makes no room");
        })
        .await;
}
