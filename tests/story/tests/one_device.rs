//! One device of the account is in a thief's hands, or has a fault. What it says that cannot be so is set apart under its name; the others
//! go on, both ways, and agree.
use serde_json::json;
use webmynd_engine::event::Harm;
use webmynd_story::rogue::record;
use webmynd_story::{Device, Rogue, World, settle};

const MINUTE: i64 = 60_000;

/// Two devices that know each other's pages, and a third one that has gone astray.
pub struct Town {
    pub world: World,
    pub laptop: Device,
    pub phone: Device,
    pub rogue: Rogue,
    /// The laptop's visit.
    pub visit: String,
}

impl Town {
    pub async fn new(seed: u64) -> Self {
        let mut world = World::new(seed).await;
        let (mut laptop, mut phone) = (world.device("laptop").await, world.device("phone").await);
        let mut rogue = world.device("rogue").await;
        let visit = laptop.visit("https://a.test/", "lantern", world.pass(MINUTE));
        phone.visit("https://b.test/", "harbour", world.pass(MINUTE));
        rogue.visit("https://r.test/", "willow", world.pass(MINUTE));
        settle(&mut [&mut laptop, &mut phone, &mut rogue], world.now()).await;
        Self { world, laptop, phone, rogue: Rogue::new(rogue), visit }
    }

    /// Both hear it, round after round, tell of it by the device's name, and go on both ways.
    pub async fn goes_on(&mut self, harm: Option<Harm>) {
        for round in 0..3 {
            let (here, there) = (format!("https://a.test/on{round}"), format!("https://b.test/on{round}"));
            self.laptop.visit(&here, "garnet", self.world.pass(MINUTE));
            self.phone.visit(&there, "saffron", self.world.pass(MINUTE));
            for _ in 0..3 {
                for device in [&mut self.laptop, &mut self.phone] {
                    let report = device.sync(self.world.now()).await.unwrap();
                    let told: Vec<_> =
                        report.doubts.iter().map(|doubt| (doubt.device.as_str(), doubt.harm)).collect();
                    let wanted: Vec<_> = harm.iter().map(|harm| ("rogue", *harm)).collect();
                    assert_eq!(told, wanted, "{}, round {round}", device.name);
                }
            }
            assert!(self.laptop.urls().contains(&there), "the laptop hears the phone");
            assert!(self.phone.urls().contains(&here), "the phone hears the laptop");
            self.agree();
            self.laptop.restart();
            self.phone.restart();
        }
    }

    pub fn agree(&self) {
        assert_eq!(self.laptop.sees(), self.phone.sees());
        for device in [&self.laptop, &self.phone] {
            assert!(device.archive.borrow_mut().doctor(false).unwrap().ok, "{}", device.name);
        }
    }

    /// Whether a page is starred, on both.
    fn starred(&self, url: &str) -> [bool; 2] {
        [&self.laptop, &self.phone]
            .map(|device| device.sees().into_iter().any(|visit| visit.0 == url && visit.3))
    }
}

/// Whatever clock it says: what is far ahead is not heard, and none is so late that no later word can follow.
#[tokio::test]
async fn a_clock_runs_ahead() {
    for (n, clock, is_doubt) in [
        (0, u64::MAX, true),
        (1, u64::MAX - 1, true),
        (2, 1 << 62, true),
        (3, 1 << 40, true),
        (4, 1_000_000_000, false),
        (5, 1 << 32, false),
    ] {
        let mut town = Town::new(3_000 + n).await;
        let (page, op) = ("https://a.test/", town.visit.clone());
        let mark = json!({"page": page, "on": true, "clock": clock});
        let label = json!({"page": page, "label": "mine", "on": true, "clock": clock});
        let deed = json!({"at": 0, "clock": clock, "forgets": true, "visits": [op]});
        let body = json!({"clock": clock, "heads": [], "marks": [mark, label], "deeds": [deed]});
        town.rogue.says(&town.world, &body, vec![]).await;
        town.goes_on(is_doubt.then_some(Harm::Clock)).await;
        assert_eq!(
            town.laptop.urls().contains(&page.to_owned()),
            is_doubt,
            "{clock}: it is forgotten where that can be"
        );
        assert_eq!(town.starred(page), [false; 2]);
        // An honest word that comes later counts, on all devices.
        let other = "https://b.test/";
        let mark = json!({"page": other, "on": true, "clock": clock});
        town.rogue.says(&town.world, &json!({"clock": clock, "heads": [], "marks": [mark]}), vec![]).await;
        town.goes_on(is_doubt.then_some(Harm::Clock)).await;
        assert_eq!(town.starred(other), [!is_doubt; 2], "{clock}");
        town.phone.star(other, true, town.world.now());
        town.laptop.sync(town.world.now()).await.unwrap();
        town.phone.star(other, false, town.world.now());
        town.goes_on(is_doubt.then_some(Harm::Clock)).await;
        assert_eq!(town.starred(other), [false; 2], "{clock}");
        assert!(town.laptop.archive.borrow().catalog().shared().next_clock() < 1 << 40);
    }
}

/// The same in a record of a pack, also under another's name.
#[tokio::test]
async fn a_clock_runs_ahead_in_a_pack() {
    let mut town = Town::new(3_010).await;
    let visit = json!({"id": "0c".repeat(16), "at": town.world.now()});
    let by = town.laptop.account.device.to_string();
    let marks = json!([{"page": "https://a.test/", "on": true, "clock": u64::MAX, "by": by}]);
    let record = json!({"url": "https://a.test/", "title": "lantern", "text": "stars", "visits": [visit], "marks": marks});
    let row = town.rogue.packs(&[record], 19_675).await;
    town.rogue.adds(&town.world, vec![row]).await;
    town.goes_on(Some(Harm::Clock)).await;
    assert_eq!(town.starred("https://a.test/"), [false; 2]);
    assert!(town.laptop.archive.borrow().catalog().shared().next_clock() < 1_000);
}

/// What cannot be read of an entry that is rightly signed: its log goes on behind it.
#[tokio::test]
async fn an_entry_is_not_of_its_form() {
    for (n, said) in [
        "",
        "no json",
        "[]",
        "7",
        "{\"clock\": -1}",
        "{\"clock\": 1e300}",
        "{\"marks\": 7}",
        "{\"deeds\": [{\"visits\": {}}]}",
        "{\"heads\": [[1, 2]]}",
        "{\"adds\": [{\"id\": \"zz\"}]}",
        "{\"clock\": 1, \"clock\": 2}",
        "\u{feff}{}",
    ]
    .iter()
    .enumerate()
    {
        let mut town = Town::new(3_020 + n as u64).await;
        town.rogue.writes(&town.world, said.as_bytes(), vec![], vec![], |_| ()).await;
        town.goes_on(Some(Harm::Form)).await;
        let mark = json!({"page": "https://a.test/", "on": true, "clock": 1_000});
        town.rogue.says(&town.world, &json!({"clock": 1_000, "heads": [], "marks": [mark]}), vec![]).await;
        town.goes_on(Some(Harm::Form)).await;
        assert_eq!(town.starred("https://a.test/"), [true; 2], "{said}: what it says then counts");
    }
}

/// What a server takes that cannot know better: it is not signed, does not follow, or does not open. From there on nothing of that log counts.
#[tokio::test]
async fn an_entry_cannot_be_read() {
    let twists: [webmynd_story::rogue::Twist; 3] =
        [|said| said.signature[0] ^= 1, |said| said.sealed.truncate(30), |said| said.epoch = 99];
    for (n, twist) in twists.into_iter().enumerate() {
        let mut town = Town::new(3_040 + n as u64).await;
        town.rogue.writes(&town.world, b"{\"clock\": 1, \"heads\": []}", vec![], vec![], twist).await;
        town.goes_on(Some(Harm::Forged)).await;
        let mark = json!({"page": "https://a.test/", "on": true, "clock": 1_000});
        town.rogue.says(&town.world, &json!({"clock": 1_000, "heads": [], "marks": [mark]}), vec![]).await;
        town.goes_on(Some(Harm::Forged)).await;
        assert_eq!(town.starred("https://a.test/"), [false; 2]);
        let mut desk = town.world.device("desk").await;
        desk.sync(town.world.now()).await.unwrap();
        settle(&mut [&mut town.laptop, &mut town.phone, &mut desk], town.world.now()).await;
        assert_eq!(desk.sees(), town.laptop.sees(), "who comes later meets the same");
        // Who takes it out of the account hears no more of it.
        let rogue = town.rogue.device.account.device;
        town.laptop.revoke(rogue, town.world.now()).await.unwrap();
        town.phone.sign_in_again(webmynd_story::device::PASSPHRASE, town.world.now()).await.unwrap();
        town.goes_on(None).await;
    }
}

/// Logs of devices that do not exist, entries that were never said, other hashes: nobody is told that the server was put back.
#[tokio::test]
async fn heads_are_made_up() {
    for n in 0..5 {
        let mut town = Town::new(3_060 + n).await;
        let (laptop, phone) = (town.laptop.account.device, town.phone.account.device);
        let known = town.laptop.archive.borrow().catalog().shared().head(&laptop.0);
        let hash = "7".repeat(64);
        let heads = match n {
            0 => json!([["ee".repeat(16), 1, hash]]),
            1 => json!([[hex(&laptop.0), u64::MAX, hash]]),
            2 => json!([[hex(&laptop.0), known.seq, hash], [hex(&phone.0), known.seq + 1, hash]]),
            3 => (0..2_000_u64).map(|n| json!([format!("{n:032x}"), n, hash])).collect(),
            _ => json!([["", 9, ""], ["zz", 1, "zz"], [hash, u64::MAX, "7"]]),
        };
        town.rogue.says(&town.world, &json!({"clock": 1, "heads": heads}), vec![]).await;
        town.goes_on(Some(Harm::Heads)).await;
        town.rogue.says(&town.world, &json!({"clock": 1, "heads": heads}), vec![]).await;
        town.goes_on(Some(Harm::Heads)).await;
        let archive = town.laptop.archive.borrow();
        let read = archive.catalog().shared().read_by(&town.rogue.device.account.device.0, &laptop.0);
        assert!(read <= known.seq, "nothing is gone from a device that has not read that it shall be");
    }
}

/// Where two devices know what is not shown, it is the server that hides it.
#[tokio::test]
async fn two_devices_know_what_is_not_shown() {
    let mut town = Town::new(3_066).await;
    let desk = town.world.device("desk").await;
    town.goes_on(None).await;
    let mut desk = Rogue::new(desk);
    let said = json!({"clock": 1, "heads": [[hex(&town.laptop.account.device.0), 99, "7".repeat(64)]]});
    town.rogue.says(&town.world, &said, vec![]).await;
    desk.says(&town.world, &said, vec![]).await;
    for _ in 0..2 {
        let error = town.phone.sync(town.world.now()).await.unwrap_err();
        assert!(error.fact.contains("two devices know entries that are not shown"), "{error}");
    }
}

/// Each at a time that is none, or none that a calendar has; the memory goes on, and so do what reads it.
#[tokio::test]
async fn visits_are_of_no_time() {
    let year_1 = -62_135_596_800_000_i64;
    for (n, (at, offset, is_doubt)) in [
        (i64::MAX, 0, true),
        (i64::MIN, 0, true),
        (i64::MAX, i16::MAX, true),
        (253_402_300_800_000, 0, true),
        (year_1 - 1, 0, true),
        (0, i16::MAX, true),
        (0, i16::MIN, true),
        (year_1, -1_440, false),
        (253_402_300_799_999, 1_440, false),
    ]
    .into_iter()
    .enumerate()
    {
        let mut town = Town::new(3_070 + n as u64).await;
        let visit = json!({"id": "0c".repeat(16), "at": at, "offsetMin": offset});
        let row = town.rogue.packs(&[record("https://r.test/far", "years", &visit)], 19_675).await;
        town.rogue.adds(&town.world, vec![row]).await;
        town.goes_on(is_doubt.then_some(Harm::Beyond)).await;
        assert_eq!(town.phone.urls().contains(&"https://r.test/far".to_owned()), !is_doubt, "{at} {offset}");
        town.laptop.tend(town.world.now());
        town.phone.tend(town.world.now());
    }
}

/// More than there can be, in each way that a record has.
#[tokio::test]
async fn records_explode() {
    let visits: Vec<_> =
        (0..100_001).map(|n| json!({"id": format!("{n:032x}"), "at": 1_700_000_000_000_i64})).collect();
    let labels: Vec<_> = (0..200_000)
        .map(|n| json!({"page": "https://a.test/", "label": n.to_string(), "on": true, "clock": 1}))
        .collect();
    let long = "a".repeat(1 << 20);
    for (n, (field, value)) in [
        ("visits", json!(visits)),
        ("marks", json!(labels)),
        ("marks", json!([{"page": "https://r.test/", "label": long, "on": true, "clock": 1}])),
        ("title", json!(long)),
        ("site", json!(long)),
        ("name", json!(long)),
        ("url", json!(format!("https://r.test/{long}"))),
        ("visited", json!(long)),
        ("text", json!("a".repeat(9 << 20))),
        ("of tomorrow", json!(vec![json!([]); 2_000_000])),
    ]
    .into_iter()
    .enumerate()
    {
        let mut town = Town::new(3_080 + n as u64).await;
        let visit = json!({"id": "0c".repeat(16), "at": town.world.now()});
        let mut said = record("https://r.test/large", "willow", &visit);
        said[field] = value;
        let row = town.rogue.packs(&[said], 19_675).await;
        town.rogue.adds(&town.world, vec![row]).await;
        town.goes_on(Some(Harm::Beyond)).await;
        assert!(!town.phone.urls().contains(&"https://r.test/large".to_owned()), "{field}");
    }
}

/// A pack that names one record of it a hundred thousand times, and one whose records are larger than any memory.
#[tokio::test]
async fn packs_explode() {
    let record = vec![0; 16 << 20];
    let one = webmynd_crypto::pack::body::pack(&[([0; 16], &record)], 0).unwrap();
    let entry = one[one.len() - 44..one.len() - 4].to_vec();
    let length = u32::from_le_bytes(entry[20..24].try_into().unwrap());
    let index = |body: &mut Vec<u8>, entries: Vec<Vec<u8>>| {
        let len = (entries.len() * 40) as u32;
        body.extend(entries.concat());
        body.extend(len.to_le_bytes());
    };
    let mut same = one[..length as usize].to_vec();
    index(&mut same, vec![entry.clone(); 100_000]);
    let mut many = one[..length as usize].repeat(400);
    let at = |n: u32| [&entry[..16], &(n * length).to_le_bytes(), &entry[20..]].concat();
    index(&mut many, (0..400).map(at).collect());
    let mut huge = vec![0; 100];
    index(
        &mut huge,
        vec![[&[0; 16][..], &u32::MAX.to_le_bytes(), &u32::MAX.to_le_bytes(), &[0; 16]].concat()],
    );
    for (n, (body, harm)) in
        [(same, None), (many, Some(Harm::Beyond)), (huge, None), (vec![255; 4], None), (vec![], None)]
            .into_iter()
            .enumerate()
    {
        let mut town = Town::new(3_100 + n as u64).await;
        let row = town.rogue.uploads(&body, 19_675).await;
        town.rogue.adds(&town.world, vec![row]).await;
        town.goes_on(harm).await;
        let quarantined = town.phone.sync(town.world.now()).await.unwrap().quarantined;
        assert_eq!(quarantined, u32::from(harm.is_none()), "what cannot be read is set apart");
    }
}

/// A visit that the laptop saw, said by another device with other words: looked at again, as its own, and as the laptop's.
#[tokio::test]
async fn another_devices_visit_is_said_with_other_words() {
    for (n, look, device) in
        [(0, 0, false), (1, 1, false), (2, u16::MAX, false), (3, u16::MAX, true), (4, 1, true)]
    {
        let mut town = Town::new(3_110 + n).await;
        let mut visit = json!({"id": town.visit, "at": town.world.now(), "look": look});
        if device {
            visit["device"] = json!(hex(&town.laptop.account.device.0));
        }
        let records =
            [record("https://a.test/", "poison", &visit), record("https://evil.test/", "poison", &visit)];
        for _ in 0..3 {
            let row = town.rogue.packs(&records, 19_675).await;
            town.rogue.adds(&town.world, vec![row]).await;
        }
        town.goes_on(None).await;
        for device in [&town.laptop, &town.phone] {
            let seen: Vec<_> = device.sees().into_iter().map(|visit| visit.1).collect();
            assert!(
                seen.contains(&"lantern".to_owned()) && !seen.contains(&"poison".to_owned()),
                "{look}: {seen:?}"
            );
        }
        let mut desk = town.world.device("desk").await;
        desk.sync(town.world.now()).await.unwrap();
        assert_eq!(desk.sees(), town.laptop.sees(), "who comes later, too");
        // The one that saw it says what it shows now.
        town.laptop.look(&town.visit.clone(), 1, "https://a.test/", "garnet", town.world.now());
        town.goes_on(None).await;
        assert!(town.phone.sees().iter().any(|visit| visit.1 == "garnet"));
    }
}

/// What was taken away is said again, also where the one that took it says the same visits with other words.
#[tokio::test]
async fn a_pack_is_taken_away_and_another_put_in_its_place() {
    let mut town = Town::new(3_118).await;
    let shown = town.world.shown(&town.laptop, "/v1/log?since=0").await;
    let laptop = town.laptop.account.device.to_string();
    let entries =
        shown["entries"].as_array().unwrap().iter().filter(|entry| entry["device"] == laptop.as_str());
    let packs = entries.flat_map(|entry| entry["adds"].as_array().unwrap());
    let packs: Vec<_> = packs.map(|pack| serde_json::from_value(pack["id"].clone()).unwrap()).collect();
    town.rogue.takes_away(&town.world, packs).await;
    let visit =
        json!({"id": town.visit, "at": town.world.now(), "device": hex(&town.laptop.account.device.0)});
    let row = town.rogue.packs(&[record("https://a.test/", "poison", &visit)], 19_675).await;
    town.rogue.adds(&town.world, vec![row]).await;
    town.goes_on(Some(Harm::Foreign)).await;
    let archive = town.laptop.archive.borrow();
    let own = archive.catalog().shared().packs().values();
    let id = webmynd_engine::page::VisitId::parse(&town.visit).unwrap();
    assert!(
        own.filter(|pack| pack.visits.contains(&id)).count() > 0,
        "it is in the vault again, as it was seen"
    );
    assert!(town.phone.sees().iter().any(|visit| visit.1 == "lantern"));
}

/// Packs of others are taken away: their devices notice, and say anew what was in them.
#[tokio::test]
async fn packs_of_others_are_taken_away() {
    for is_named in [true, false] {
        let mut town = Town::new(3_120 + u64::from(is_named)).await;
        town.laptop.star("https://a.test/", true, town.world.now());
        town.goes_on(None).await;
        for round in 0..2 {
            let shown = town.world.shown(&town.laptop, "/v1/log?since=0").await;
            let entries = shown["entries"].as_array().unwrap().iter();
            let packs = entries.flat_map(|entry| entry["adds"].as_array().unwrap());
            let packs: Vec<_> =
                packs.map(|pack| serde_json::from_value(pack["id"].clone()).unwrap()).collect();
            assert!(packs.len() >= 3, "round {round}");
            if is_named {
                town.rogue.takes_away(&town.world, packs).await;
            } else {
                town.rogue.writes(&town.world, b"{\"clock\": 1, \"heads\": []}", vec![], packs, |_| ()).await;
            }
            for _ in 0..4 {
                town.laptop.sync(town.world.now()).await.unwrap();
                let report = town.phone.sync(town.world.now()).await.unwrap();
                assert!(report.doubts.iter().all(|doubt| doubt.device == "rogue"), "{report:?}");
                assert!(!report.doubts.is_empty());
            }
            town.agree();
            let mut desk = town.world.device(&format!("desk{round}")).await;
            desk.sync(town.world.now()).await.unwrap();
            let theirs = |device: &Device| -> Vec<_> {
                device.sees().into_iter().filter(|visit| visit.0 != "https://r.test/").collect()
            };
            assert_eq!(theirs(&desk), theirs(&town.laptop), "round {round}: all of it is in the vault again");
        }
    }
}

fn hex(id: &[u8]) -> String {
    id.iter().map(|byte| format!("{byte:02x}")).collect()
}
