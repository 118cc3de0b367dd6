//! One of three servers over one PostgreSQL has a clock that is a month off, and devices come to all of them in turn: nothing is lost, nobody is kept
//! out, nothing stays for longer or goes earlier than it should.
use crate::servers::Servers;
use axum::http::Method;
use serde_json::Value;
use webmynd_engine::sync::pair;
use webmynd_server::config::Plan;
use webmynd_story::device::ORIGIN;
use webmynd_story::{Device, Dice, settle};

const MINUTE: i64 = 60_000;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;
const MONTH: i64 = 30 * DAY;

/// The one of the three whose clock is off.
const WRONG: usize = 1;

/// A laptop and a phone with pages, each said by itself, so that each server has taken some.
struct Town {
    servers: Servers,
    laptop: Device,
    phone: Device,
}

impl Town {
    async fn begin(wrong: i64) -> Option<Self> {
        let mut servers = Servers::start(&[0, wrong, 0], |config| {
            config.plans = [("free".to_owned(), Plan { history_days: Some(7), quota_mb: None })].into();
            config.in_database = Some(0);
            config.recap_entries = 0;
        })
        .await?;
        let (mut laptop, mut phone) = (servers.device("laptop").await, servers.device("phone").await);
        for n in 0..4 {
            laptop.visit(&format!("https://a.test/{n}"), &format!("lantern{n}"), servers.pass(MINUTE).await);
            phone.visit(&format!("https://b.test/{n}"), &format!("garnet{n}"), servers.pass(MINUTE).await);
            for device in [&mut laptop, &mut phone] {
                device.sync(servers.now()).await.unwrap();
            }
        }
        settle(&mut [&mut laptop, &mut phone], servers.now()).await;
        Some(Self { servers, laptop, phone })
    }

    async fn settle(&mut self) {
        settle(&mut [&mut self.laptop, &mut self.phone], self.servers.now()).await;
        assert_eq!(self.laptop.sees(), self.phone.sees());
    }

    /// The packs that each server gives out and can be read there, which are the same.
    async fn packs(&self) -> usize {
        let mut counts = Vec::new();
        for nth in 0..3 {
            let (status, log) =
                self.servers.ask(nth, &self.phone, Method::GET, "/v1/log?since=0&limit=1000").await;
            assert_eq!(status, 200);
            let entries = log["entries"].as_array().unwrap().iter();
            let packs: Vec<&Value> = entries.flat_map(|entry| entry["adds"].as_array().unwrap()).collect();
            for pack in &packs {
                let path = format!("/v1/packs/{}", pack["id"].as_str().unwrap());
                assert_eq!(self.servers.ask(nth, &self.phone, Method::GET, &path).await.0, 200, "{nth}");
            }
            counts.push(packs.len());
        }
        assert!(counts.iter().all(|count| *count == counts[0]), "all give the same: {counts:?}");
        counts[0]
    }

    /// A code that is shown by way of one server lets a device in by way of another.
    async fn pairs(&self, from: usize, to: usize, seed: u8) -> Device {
        let mut dice = Dice(u64::from(seed));
        let mut random = |into: &mut [u8]| dice.fill(into);
        let (there, here) = (self.servers.way(&[from], 70), self.servers.way(&[to], 71));
        let now = self.servers.now();
        let until = self
            .laptop
            .account
            .offer_pairing((&*there, &self.laptop.archive), [seed; 16], &mut random)
            .await
            .unwrap();
        assert!((until - now - 10 * MINUTE).abs() < MINUTE, "ten minutes, not a month more or less");
        let account = pair(&*here, ORIGIN, [seed; 16], "new", &mut random, now).await.unwrap();
        Device::with("new", account, here, 72)
    }

    /// What is deleted by way of one server is taken back by way of another within its ten minutes.
    async fn undoes(&self, from: usize, to: usize) {
        let client = reqwest::Client::new();
        let token = self.laptop.account.token.to_string();
        let path = |nth: usize, what: &str| format!("{}{what}", self.servers.all[nth].origin);
        let pack = {
            let archive = self.laptop.archive.borrow();
            archive.catalog().shared().packs().iter().map(|(id, _)| *id).next().unwrap()
        };
        let ids = serde_json::json!({"ids": [webmynd_protocol::bytes::Id(pack)]});
        let trashed =
            client.delete(path(from, "/v1/packs")).bearer_auth(&token).json(&ids).send().await.unwrap();
        assert_eq!(trashed.status(), 202);
        let until: i64 = trashed.headers()["x-undo-until"].to_str().unwrap().parse().unwrap();
        assert!((until - self.servers.now() - 10 * MINUTE).abs() < MINUTE);
        let ticket = trashed.headers()["x-undo-ticket"].clone();
        let back = client.post(path(to, "/v1/undo")).bearer_auth(&token).header("x-undo-ticket", ticket);
        assert_eq!(back.send().await.unwrap().status(), 200, "from {from} to {to}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_one_server_says_counts_at_the_others_whose_clocks_are_right() {
    for wrong in [MONTH, -MONTH] {
        let Some(mut town) = Town::begin(wrong).await else { return };
        town.settle().await;
        assert_eq!((town.laptop.urls().len(), town.packs().await), (8, 8));
        for (from, to) in [(0, WRONG), (WRONG, 2), (0, 2)] {
            town.undoes(from, to).await;
        }
        for (seed, (from, to)) in [(0, WRONG), (WRONG, 2)].into_iter().enumerate() {
            let mut new = town.pairs(from, to, seed as u8 + 1).await;
            new.sync(town.servers.now()).await.unwrap();
            assert_eq!(new.sees(), town.laptop.sees(), "who comes later has all of it");
        }
        // Each is heard of now, whoever hears of it.
        for nth in 0..3 {
            town.servers.pass(2 * MINUTE).await;
            let (_, devices) = town.servers.ask(nth, &town.phone, Method::GET, "/v1/devices").await;
            let own = devices.as_array().unwrap().iter().find(|device| device["own"] == true).unwrap();
            let ago = town.servers.now() - own["lastSeen"].as_i64().unwrap();
            assert!(ago.abs() < MINUTE, "{nth}: {ago}");
        }
        let told = town.servers.all[WRONG].vault.told_clock().unwrap();
        assert!(told.contains(if wrong > 0 { "ahead of" } else { "behind" }), "{told}");
        assert_eq!(town.servers.all[0].vault.told_clock().unwrap(), "well");
        assert!((town.servers.all[WRONG].vault.metrics.clock_ahead.get() - wrong / 1_000).abs() < 60);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn history_is_kept_for_its_week_and_what_is_forgotten_goes_in_its_time() {
    for wrong in [MONTH, -MONTH] {
        let Some(mut town) = Town::begin(wrong).await else { return };
        town.laptop.star("https://a.test/0", true, town.servers.now());
        town.settle().await;
        // What is forgotten has left the blobs within the hour after its two windows, on the device and in the vault.
        town.servers.pass_with_rounds(HOUR, HOUR).await;
        let before = town.servers.blobs();
        town.laptop.forget("https://a.test/1", town.servers.now());
        town.settle().await;
        let now = town.servers.pass(11 * MINUTE).await;
        town.laptop.tend(now);
        town.phone.tend(now);
        town.settle().await;
        assert_eq!(town.servers.blobs(), before, "it can be taken back still");
        town.servers.pass_with_rounds(HOUR, HOUR).await;
        assert!(town.servers.blobs() < before, "it is gone");
        assert_eq!(town.servers.blobs(), town.packs().await, "and all the rest is there");
        let kept = town.packs().await;
        // Six days later nothing has ended, whoever has taken it; nor is anything out of sight.
        town.servers.pass_with_rounds(6 * DAY, 6 * HOUR).await;
        town.settle().await;
        assert_eq!((town.packs().await, town.servers.blobs()), (kept, kept), "not yet");
        // After its week history is gone, and the WebMark stays.
        town.servers.pass_with_rounds(2 * DAY, 6 * HOUR).await;
        assert_eq!((town.packs().await, town.servers.blobs()), (1, 1));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_ends_after_ninety_days_of_silence_at_all_servers_alike() {
    for wrong in [MONTH, -MONTH] {
        let Some(mut town) = Town::begin(wrong).await else { return };
        // The last word of the phone is heard by the one that is wrong.
        town.servers.pass(2 * MINUTE).await;
        assert_eq!(town.servers.ask(WRONG, &town.phone, Method::GET, "/v1/devices").await.0, 200);
        town.servers.pass(80 * DAY).await;
        town.laptop.sync(town.servers.now()).await.unwrap();
        for nth in 0..3 {
            town.servers.all[nth].vault.round().await.unwrap();
            let (status, _) = town.servers.ask(nth, &town.phone, Method::GET, "/v1/usage").await;
            assert_eq!(status, 200, "{nth}: nobody is kept out before the time");
        }
        town.servers.pass(11 * DAY).await;
        for nth in 0..3 {
            let (status, _) = town.servers.ask(nth, &town.phone, Method::GET, "/v1/usage").await;
            assert_eq!(status, 401, "{nth}: nor let in for longer");
            let (status, _) = town.servers.ask(nth, &town.laptop, Method::GET, "/v1/usage").await;
            assert_eq!(status, 200, "{nth}: who was heard of stays");
        }
    }
}
