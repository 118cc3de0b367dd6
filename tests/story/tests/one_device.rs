//! One device of the account is in a thief's hands, or has a fault. What it says that cannot be so is set apart under its name; the others
//! go on, both ways, and agree.
use serde_json::json;
use webmynd_crypto::log::Head;
use webmynd_engine::archive::{Arrived, Change, Which};
use webmynd_engine::event::{Harm, Received};
use webmynd_engine::said::MarkSaid;
use webmynd_story::rogue::{Twist, record};
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

/// What a person has seen of a device is not told again, also after a start; the next thing that it says so is.
#[tokio::test]
async fn a_doubt_that_was_seen_is_told_again_when_there_is_more() {
    let mut town = Town::new(3_009).await;
    let ahead = json!({"clock": u64::MAX, "heads": [], "marks": []});
    let beyond = json!({"clock": 0, "heads": [], "marks": [
        {"page": "https://a.test/", "label": "x".repeat(2_000), "on": true, "clock": 1}]});
    for n in 0..2 {
        town.rogue.says(&town.world, &ahead, vec![]).await;
        town.goes_on(Some(Harm::Clock)).await;
        for device in [&mut town.laptop, &mut town.phone] {
            device.account.see_doubts(&device.archive.borrow());
            let kept = serde_json::to_vec(&device.account).unwrap();
            device.account = serde_json::from_slice(&kept).unwrap();
        }
        town.goes_on(None).await;
        assert!(
            town.laptop.archive.borrow().catalog().shared().doubts().count() > n,
            "it stands all the same"
        );
    }
    // Of another kind it was never seen.
    town.rogue.says(&town.world, &beyond, vec![]).await;
    town.goes_on(Some(Harm::Beyond)).await;
}

/// A journal of a time before that bound: the next word counts, also after a start.
#[tokio::test]
async fn a_journal_of_before_knows_a_clock_without_end() {
    let mut town = Town::new(3_008).await;
    let page = "https://a.test/";
    let by = Some(town.rogue.id_in_hex());
    let marks = vec![MarkSaid { page: page.to_owned(), on: true, clock: u64::MAX, by, label: None }];
    let own = town.laptop.account.device.0;
    let heard = {
        let archive = town.laptop.archive.borrow();
        let shared = archive.catalog().shared();
        let (device, hash) = (town.rogue.id_in_hex(), hex(&shared.at()));
        Received { device, hash, version: shared.version(), clock: u64::MAX, ..Received::default() }
    };
    let arrived = Arrived { marks, ..Arrived::default() };
    town.laptop.archive.borrow_mut().receive(arrived, &heard, vec![], &own, town.world.now()).unwrap();
    town.laptop.restart();
    assert!(town.laptop.sees().iter().any(|visit| visit.0 == page && visit.3));
    town.laptop.star(page, false, town.world.now());
    town.laptop.restart();
    town.goes_on(None).await;
    assert_eq!(town.starred(page), [false; 2]);
    town.phone.star(page, true, town.world.now());
    town.goes_on(None).await;
    assert_eq!(town.starred(page), [true; 2]);
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
    for n in 0..5 {
        let mut town = Town::new(3_040 + n).await;
        let twist: Option<Twist> = match n {
            0 => Some(|said| said.signature[0] ^= 1),
            1 => Some(|said| said.sealed.truncate(30)),
            2 => Some(|said| said.epoch = 99),
            _ => None,
        };
        let head = town.rogue.head();
        let body = b"{\"clock\": 1, \"heads\": []}";
        match twist {
            Some(twist) => town.rogue.writes(&town.world, body, vec![], vec![], twist).await,
            None if n == 3 => town.rogue.signs(&town.world, Head { hash: [7; 32], ..head }, None).await,
            None => town.rogue.signs(&town.world, head, Some([9; 32])).await,
        };
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

pub fn hex(id: &[u8]) -> String {
    id.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// What a device says in another's name: that one does not take it for its own word, and does not say it again as such.
#[tokio::test]
async fn another_is_said_to_have_marked_pages() {
    let mut town = Town::new(3_068).await;
    let by = hex(&town.laptop.account.device.0);
    let pages: Vec<_> = (0..100).map(|n| format!("https://r.test/{n}/{}", "long/".repeat(1_500))).collect();
    let visit = |n: usize| json!({"id": format!("{n:032x}"), "at": town.world.now()});
    let mark = |page: &String| json!({"page": page, "label": "mine", "on": true, "clock": 1_000, "by": by});
    let record = |(n, page): (usize, &String)| json!({"url": page, "title": "long", "text": "far", "visits": [visit(n)], "marks": [mark(page)]});
    let records: Vec<_> = pages.iter().enumerate().map(record).collect();
    let row = town.rogue.packs(&records, 19_675).await;
    town.rogue.adds(&town.world, vec![row]).await;
    town.goes_on(None).await;
    assert_eq!(town.laptop.archive.borrow().unsaid_count(), 0);
}

/// Words of any time on visits that are there, each taken back again.
#[tokio::test]
async fn deeds_are_of_no_time() {
    for (n, at) in [i64::MAX, i64::MIN, -1].into_iter().enumerate() {
        let mut town = Town::new(3_140 + n as u64).await;
        for forgets in [true, false, true] {
            let clock = if forgets { 1_000 } else { 2_000 };
            let deed = json!({"at": at, "clock": clock, "forgets": forgets, "visits": [town.visit, town.visit, "no id", ""]});
            town.rogue
                .says(&town.world, &json!({"clock": clock, "heads": [], "deeds": [deed]}), vec![])
                .await;
            town.goes_on(None).await;
            for device in [&town.laptop, &town.phone] {
                device.tend(town.world.now());
            }
        }
        assert!(town.laptop.urls().contains(&"https://a.test/".to_owned()));
    }
}

/// What a person does with very many pages at once is more than one entry holds: it is said in several.
#[tokio::test]
async fn more_is_done_at_once_than_an_entry_holds() {
    let mut town = Town::new(3_150).await;
    for n in 0..2_000 {
        let url = format!("https://many.test/{n}/{}", "long/".repeat(40));
        town.laptop.visit(&url, "many", town.world.pass(1_000));
    }
    let visits: Vec<_> =
        (0..9_000).map(|n| json!({"id": format!("{n:032x}"), "at": town.world.now()})).collect();
    let mut often = record("https://r.test/often", "willow", &json!({}));
    often["visits"] = json!(visits);
    let row = town.rogue.packs(&[often], 19_675).await;
    town.rogue.adds(&town.world, vec![row]).await;
    town.goes_on(None).await;
    let all = || Which::Site { site: "many.test".to_owned() };
    town.laptop.change(&all(), &Change::Label { label: "kept".to_owned(), on: true }, town.world.now());
    town.laptop.change(&all(), &Change::Star { on: true }, town.world.now());
    let op = town.laptop.forget("https://r.test/often", town.world.now());
    let labelled =
        |device: &Device| device.sees().iter().filter(|visit| visit.3 && visit.4 == ["kept"]).count();
    let often = |device: &Device| device.urls().iter().filter(|url| *url == "https://r.test/often").count();
    for restarts in [false, true] {
        if restarts {
            town.laptop.restart();
        }
        town.goes_on(None).await;
        assert_eq!((labelled(&town.laptop), labelled(&town.phone)), (2_000, 2_000));
        assert_eq!((often(&town.laptop), often(&town.phone)), (0, 0));
        assert_eq!(town.laptop.archive.borrow().catalog().reach(op).gone, 2);
    }
    town.laptop.undo(op, town.world.now());
    town.goes_on(None).await;
    assert_eq!((often(&town.laptop), often(&town.phone)), (9_000, 9_000));
    assert_eq!(town.laptop.archive.borrow().unsaid_count(), 0);
}
