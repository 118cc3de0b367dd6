//! Everything that the server asks of the store, of the account that is a tenth of the vault and of a small one: what costs more for the first
//! grows with the account.
use crate::fill::KEPT;
use crate::leave::leaves;
use crate::people::{Shape, account, begin, known, name, token};
use crate::time::{Times as Took, statements};
use sqlx::{AnyConnection, Connection, Row};
use webmynd_protocol::Bytes;
use webmynd_protocol::account::{Keys, NewKeys, NewLogin};
use webmynd_protocol::bytes::{Id, PackId};
use webmynd_protocol::log::Entry;
use webmynd_protocol::pack::{Class, Kind, Row as PackRow};
use webmynd_protocol::pairing::NewPairing;
use webmynd_server::store::{Carried, Known, Place, Store, Tail, Times, Upload};

const OFTEN: i64 = 200;
const SELDOM: i64 = 20;

pub fn random<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).unwrap();
    bytes
}

/// An entry of the usual size.
pub fn said(adds: Vec<PackRow>, dels: Vec<PackId>) -> Entry {
    let (prev, signature) = (Id(random()), Id(random()));
    Entry { prev, epoch: 1, sealed: Bytes(random::<1_064>().to_vec()), signature, adds, dels, packs: vec![] }
}

/// A small pack of so many bytes, and the row that adds it.
pub fn upload(bytes: usize) -> (Upload, PackRow) {
    let mut all = vec![0; bytes];
    getrandom::fill(&mut all).unwrap();
    let (pack, wrapped_key) = (random(), Bytes(random::<72>().to_vec()));
    let row =
        PackRow { id: Id(pack), kind: Kind::Text, class: Class::History, day: 20_800, epoch: 1, wrapped_key };
    (Upload { pack, bytes: all.into(), fresh: random(), kept: true }, row)
}

/// The number of a device's last entry.
pub async fn head(database: &mut AnyConnection, who: Known) -> u64 {
    let row = sqlx::query(
        "SELECT seq AS head FROM log WHERE account = $1 AND device = $2 ORDER BY seq DESC LIMIT 1",
    )
    .bind(who.account.to_vec())
    .bind(who.device.to_vec())
    .fetch_one(database)
    .await
    .unwrap();
    row.get::<i64, _>("head") as u64
}

/// What is asked of one account, and by whom.
struct Asked<'a> {
    store: &'a Store,
    url: &'a str,
    who: Known,
    nth: i64,
    now: i64,
    /// "large" or "small".
    size: &'a str,
}

pub async fn everything(url: &str, shape: Shape, now: i64) {
    let store = Store::open(url).await.unwrap();
    let mut took = Took::begin();
    for (nth, size) in [(1, "small"), (0, "large")] {
        let asked = Asked { store: &store, url, who: known(nth, 0), nth, now, size };
        sessions(&mut took, &asked).await;
        reading(&mut took, &asked, shape).await;
        packs(&mut took, &asked).await;
        writing(&mut took, &asked).await;
    }
    whole(&mut took, &store, shape, now).await;
    for (nth, size) in [(2, "small"), (0, "large")] {
        let asked = Asked { store: &store, url, who: known(nth, 0), nth, now, size };
        operating(&mut took, &asked).await;
    }
    leaves(&mut took, &store, "small", known(shape.accounts - 1, 0).account, now).await;
    took.tell(url, &statements()).await;
}

async fn sessions(took: &mut Took, asked: &Asked<'_>) {
    let Asked { store, who, nth, now, size, .. } = *asked;
    let of = |what: &str| format!("{size}: {what}");
    took.of(&of("look up for a login"), OFTEN, async |_| store.account(&name(nth)).await.unwrap()).await;
    let seen = store.account(&name(nth)).await.unwrap().unwrap();
    took.of(&of("log in"), OFTEN, async |i| {
        let new = Known { session: random(), device: [i as u8; 16], ..who };
        store.begin_session(new, &seen, &random::<32>(), "Firefox", 64, now).await.unwrap();
        store.end_session(who, new.session).await.unwrap();
    })
    .await;
    took.of(&of("whose a token is"), OFTEN, async |_| {
        assert!(store.bearer(&token(nth, 0), now).await.unwrap().is_some());
    })
    .await;
    took.of(&of("heard of"), OFTEN, async |i| store.touch(who, now + i * 60_001).await.unwrap()).await;
    took.of(&of("list devices"), OFTEN, async |_| store.sessions(who).await.unwrap()).await;
    took.of(&of("keys"), OFTEN, async |_| store.keys(who.account).await.unwrap()).await;
    took.of(&of("new keys"), SELDOM, async |_| {
        let keys = store.keys(who.account).await.unwrap();
        let keys = Keys { generation: keys.generation + 1, ..keys };
        let login = NewLogin { seed: Id(random()), kdf: seen.kdf, auth: Id([8; 32]), origin: None };
        let new = NewKeys { login: Some(login), end_others: true, keys, recovery_auth: None };
        store.put_keys(who, new.keys.generation - 1, &new, random()).await.unwrap();
    })
    .await;
    took.of(&of("leave and fetch a handover"), SELDOM, async |_| {
        let new = NewPairing { id: Id(random()), sealed: Bytes(vec![1; 500]) };
        store.offer(who, &new, now + 60_000).await.unwrap();
        store.fetch(new.id.0, now).await.unwrap();
    })
    .await;
}

async fn reading(took: &mut Took, asked: &Asked<'_>, shape: Shape) {
    let Asked { store, who, nth, now, size, .. } = *asked;
    let of = |what: &str| format!("{size}: {what}");
    took.of(&of("news"), OFTEN, async |_| store.news(who).await.unwrap()).await;
    let newest = store.news(who).await.unwrap().version;
    let (packs, all) = (shape.of(shape.packs, nth) as u64, shape.of(shape.entries, nth) as u64);
    // Another device's packs travel along.
    let other = Known { device: random(), ..who };
    for (place, since) in [("start", 0), ("middle", all / 2), ("end, all with packs", all - packs.min(2_000))]
    {
        for packs in [false, true] {
            let tail = Tail { since, limit: 2_000, packs };
            let along = if packs { ", bytes along" } else { "" };
            took.of(&of(&format!("a page of the log at its {place}{along}")), SELDOM, async |_| {
                store.tail(other, tail, newest, now).await.unwrap();
            })
            .await;
        }
    }
    let tail = Tail { since: newest - 1, limit: 2_000, packs: true };
    took.of(&of("the newest entry"), OFTEN, async |_| store.tail(who, tail, newest, now).await.unwrap())
        .await;
    let tail = Tail { since: newest, ..tail };
    took.of(&of("nothing new"), OFTEN, async |_| store.tail(who, tail, newest, now).await.unwrap()).await;
    took.of(&of("bytes of the quota"), OFTEN, async |_| store.used(who.account).await.unwrap()).await;
    took.of(&of("usage by day"), SELDOM, async |_| store.usage(who.account).await.unwrap()).await;
    took.of(&of("whether an entry is there"), OFTEN, async |i| {
        store.has_entry(who.account, who.device, i as u64).await.unwrap();
    })
    .await;
}

/// Ids of packs of an account that can be read.
async fn some(asked: &Asked<'_>, many: i64) -> Vec<[u8; 32]> {
    let mut database = AnyConnection::connect(asked.url).await.unwrap();
    let rows = sqlx::query("SELECT id FROM packs WHERE account = $1 AND state = 'live' LIMIT $2")
        .bind(asked.who.account.to_vec())
        .bind(many)
        .fetch_all(&mut database)
        .await
        .unwrap();
    rows.iter().map(|row| row.get::<Vec<u8>, _>("id").try_into().unwrap()).collect()
}

async fn packs(took: &mut Took, asked: &Asked<'_>) {
    let Asked { store, who, now, size, .. } = *asked;
    let of = |what: &str| format!("{size}: {what}");
    let some = some(asked, OFTEN).await;
    took.of(&of("a pack"), some.len() as i64, async |i| {
        store.pack(who.account, some[i as usize], now).await.unwrap();
    })
    .await;
    let quota = Some(1 << 50);
    took.of(&of("a pack comes, and its bytes, twice"), OFTEN, async |_| {
        let (upload, _) = upload(20_000);
        let upload = Upload { kept: false, ..upload };
        let Place::Blob(blob) = store.place(who.account, &upload, quota, now).await.unwrap() else {
            panic!()
        };
        store.stage(who.account, upload.pack, blob, quota).await.unwrap();
        store.stage(who.account, upload.pack, blob, quota).await.unwrap();
    })
    .await;
    took.of(&of("a small pack comes"), OFTEN, async |_| {
        let place = store.place(who.account, &upload(5_000).0, quota, now).await.unwrap();
        assert_eq!(place, Place::Database);
    })
    .await;
    let times = Times { now, retention: Some(KEPT), undo: 600_000 };
    for many in [1, 50] {
        let ids: Vec<PackId> = some.iter().take(many).map(|id| Id(*id)).collect();
        took.of(&of(&format!("delete and take back {} packs", ids.len())), SELDOM, async |_| {
            let ticket = random::<32>();
            store.trash(who.account, &ids, &ticket, times).await.unwrap();
            store.undo(who.account, &ticket, now).await.unwrap();
        })
        .await;
    }
}

async fn writing(took: &mut Took, asked: &Asked<'_>) {
    let Asked { store, who, now, size, .. } = *asked;
    let of = |what: &str| format!("{size}: {what}");
    let mut database = AnyConnection::connect(asked.url).await.unwrap();
    let mut seq = head(&mut database, who).await;
    let times = Times { now, retention: Some(KEPT), undo: 600_000 };
    for (what, packs) in [("an entry", 0), ("an entry with a pack", 1), ("an entry with 50 packs", 50)] {
        took.of(&of(what), if packs > 1 { SELDOM } else { OFTEN }, async |_| {
            seq += 1;
            let (uploads, rows): (Vec<_>, Vec<_>) = (0..packs).map(|_| upload(5_000)).unzip();
            let carried = Carried { uploads, quota: Some(1 << 50) };
            store.append(who.account, who.device, seq, &said(rows, vec![]), &carried, times).await.unwrap();
        })
        .await;
    }
    let again = said(vec![], vec![]);
    took.of(&of("the same entry again"), OFTEN, async |i| {
        seq += u64::from(i == 0);
        store.append(who.account, who.device, seq, &again, &Carried::default(), times).await.unwrap();
    })
    .await;
    took.of(&of("an entry too far"), SELDOM, async |_| {
        let far = store.append(who.account, who.device, seq + 2, &again, &Carried::default(), times).await;
        assert!(far.is_err());
    })
    .await;
}

async fn whole(took: &mut Took, store: &Store, shape: Shape, now: i64) {
    took.of("whether it answers", OFTEN, async |_| store.ready().await.unwrap()).await;
    took.of("the secret", SELDOM, async |_| store.secret("prelogin", random()).await.unwrap()).await;
    took.of("the newest origin", OFTEN, async |_| store.newest_origin().await.unwrap()).await;
    took.of("sign up, and log in twice", SELDOM, async |i| begin(store, shape.accounts + i, now).await).await;
    took.of("sign up with a name that is taken", SELDOM, async |_| {
        assert!(store.create(&account(1), random(), "free", now).await.is_err());
    })
    .await;
    took.of("begin a round", SELDOM, async |_| store.begin_round(now).await.unwrap()).await;
    took.of("a round of which nothing is due", SELDOM, async |_| {
        assert!(store.condemn(now, 100).await.unwrap().is_empty());
        store.sweep(now).await.unwrap();
    })
    .await;
    took.of("the operator's list", 3, async |_| store.accounts().await.unwrap()).await;
}

async fn operating(took: &mut Took, asked: &Asked<'_>) {
    let Asked { store, nth, now, size, .. } = *asked;
    let of = |what: &str| format!("{size}: {what}");
    took.of(&of("another plan"), 1, async |_| {
        store.set_plan(&name(nth), "year", Some(365 * 86_400_000), now, 0).await.unwrap();
    })
    .await;
    took.of(&of("a plan without end"), 1, async |_| {
        store.set_plan(&name(nth), "paid", None, now, 0).await.unwrap();
    })
    .await;
    took.of(&of("let go, and keep"), SELDOM, async |_| {
        store.set_leaving(&name(nth), Some(now + 60_000), now).await.unwrap();
        store.set_leaving(&name(nth), None, now).await.unwrap();
    })
    .await;
}
