//! One device of the account has gone astray, and what it puts into packs cannot be so: more than there can be, other devices' visits, other
//! devices' packs.
use crate::one_device::{Town, hex};
use serde_json::json;
use webmynd_engine::event::Harm;
use webmynd_story::Device;
use webmynd_story::rogue::record;

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
    for _ in 0..3 {
        let report = town.laptop.sync(town.world.now()).await.unwrap();
        assert_eq!((report.doubts[0].device.as_str(), report.doubts[0].harm), ("rogue", Harm::Foreign));
        town.phone.sync(town.world.now()).await.unwrap();
    }
    town.agree();
    let shown = town.world.shown(&town.laptop, "/v1/log?since=0").await;
    let entries =
        shown["entries"].as_array().unwrap().iter().filter(|entry| entry["device"] == laptop.as_str());
    let packs = entries.map(|entry| entry["adds"].as_array().unwrap().len()).sum::<usize>();
    assert_eq!(packs, 1, "it is in the vault again, as it was seen");
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
                assert!(report.doubts.iter().any(|doubt| doubt.harm == Harm::Foreign));
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

/// Visits of more devices than there are numbers for: those of a true one that comes then are still its own.
#[tokio::test]
async fn there_are_ever_more_devices() {
    let mut town = Town::new(3_130).await;
    let at = town.world.now();
    let visit = |n: u32| json!({"id": format!("{n:032x}"), "at": at, "device": format!("{:032x}", n + 7)});
    let mut said = record("https://r.test/crowd", "willow", &json!({}));
    said["visits"] = (0..70_000).map(visit).collect();
    let row = town.rogue.packs(&[said], 19_675).await;
    town.rogue.adds(&town.world, vec![row]).await;
    town.goes_on(None).await;
    let mut desk = town.world.device("desk").await;
    desk.visit("https://d.test/", "meadow", town.world.pass(60_000));
    desk.sync(town.world.now()).await.unwrap();
    town.goes_on(None).await;
    let archive = town.laptop.archive.borrow();
    let catalog = archive.catalog();
    let page = catalog.visits().iter().filter(|visit| catalog.device_name(visit) == Some("desk")).count();
    assert_eq!(page, 1);
}

/// As many packs and visits as an entry can name, of none that there are.
#[tokio::test]
async fn packs_and_visits_are_asked_for_and_forgotten_that_nobody_has() {
    let mut town = Town::new(3_131).await;
    let asks: Vec<_> =
        (0..3_500_u32).map(|n| json!(webmynd_protocol::bytes::Id([(n % 251) as u8; 32]))).collect();
    for _ in 0..3 {
        town.rogue.says(&town.world, &json!({"clock": 1, "heads": [], "asks": asks}), vec![]).await;
    }
    let deeds: Vec<_> = (0..7_000).map(|n| format!("{n:032x}")).collect();
    let deed = json!({"at": i64::MAX, "clock": 1, "forgets": true, "visits": deeds});
    town.rogue.says(&town.world, &json!({"clock": 1, "heads": [], "deeds": [deed]}), vec![]).await;
    town.goes_on(None).await;
}
