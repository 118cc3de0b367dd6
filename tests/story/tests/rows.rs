//! Each row of the server's database removed, and each of its fields changed or swapped in turn, while two devices work: what a device has stays,
//! what is wrong has a name, and a person who goes on with the vault as it is has everything on both.
use sqlx::{AnyPool, Row};
use std::collections::BTreeMap;
use webmynd_engine::sync::SyncKind;
use webmynd_server::config::Plan;
use webmynd_story::device::PASSPHRASE;
use webmynd_story::{Device, World};

const MINUTE: i64 = 60_000;

/// Of which tables; the others hold nothing of an account that is there for longer than a day.
const TABLES: [&str; 7] = ["accounts", "sessions", "packs", "contents", "log", "recoveries", "rounds"];

/// Those that have nothing to do with who gets in.
const LOGS: [&str; 4] = ["packs", "contents", "log", "rounds"];

/// Those of recaps: after the log was cleared up to one. Of accounts what counts recaps alone.
const RECAPS: [&str; 3] = ["recaps", "vouches", "accounts"];

/// What is done to a row.
#[derive(Clone, Debug)]
enum Wrong {
    Removed,
    /// A field has another value of its type.
    Changed(String),
    /// A field has the first half of what was in it.
    Cut(String),
    /// A field has what the next row has in it, and that what this one had.
    Swapped(String),
}

#[derive(Clone, Debug)]
struct Case {
    table: &'static str,
    row: i64,
    wrong: Wrong,
    is_cleared: bool,
}

/// Two devices with pages of both, a WebMark, and one that was forgotten.
async fn lived(seed: u64) -> (World, Device, Device) {
    let mut world = World::keeping(seed, None).await;
    let (laptop, phone) = lives(&mut world).await;
    (world, laptop, phone)
}

async fn lives(world: &mut World) -> (Device, Device) {
    let (mut laptop, mut phone) = (world.device("laptop").await, world.device("phone").await);
    for n in 0..2 {
        laptop.visit(&format!("https://a.test/{n}"), &format!("lantern{n}"), world.pass(MINUTE));
        phone.visit(&format!("https://b.test/{n}"), &format!("garnet{n}"), world.pass(MINUTE));
        for device in [&mut laptop, &mut phone] {
            device.sync(world.now()).await.unwrap();
        }
    }
    laptop.star("https://b.test/0", true, world.now());
    phone.forget("https://a.test/1", world.now());
    for device in [&mut laptop, &mut phone] {
        device.sync(world.pass(MINUTE)).await.unwrap();
    }
    (laptop, phone)
}

/// The same two, and their log is cleared up to a recap; beside it stand rows of another account.
async fn cleared(seed: u64) -> (World, Device, Device) {
    let mut world = World::settled(seed, |config| {
        config.plans = [("free".to_owned(), Plan { history_days: None, quota_mb: None })].into();
        config.recap_entries = 4;
    })
    .await;
    let (mut laptop, mut phone) = lives(&mut world).await;
    for _ in 0..4 {
        for device in [&mut laptop, &mut phone] {
            device.sync(world.pass(MINUTE)).await.unwrap();
        }
    }
    world.vault.purge().await.unwrap();
    let database = database(&world).await;
    for copied in [
        "INSERT INTO recaps SELECT x'01010101010101010101010101010101', version, form, epoch, zeroblob(32), zeroblob(200), zeroblob(32) FROM recaps LIMIT 1",
        "INSERT INTO vouches SELECT x'01010101010101010101010101010101', version, zeroblob(16), nth, zeroblob(64) FROM vouches LIMIT 1",
    ] {
        sqlx::query(copied).execute(&database).await.unwrap();
    }
    (world, laptop, phone)
}

pub(super) async fn database(world: &World) -> AnyPool {
    sqlx::any::install_default_drivers();
    let path = world.folder.path().join("vault.db");
    AnyPool::connect(&format!("sqlite://{}", path.display())).await.unwrap()
}

async fn cases() -> Vec<Case> {
    let (world, _laptop, _phone) = lived(1).await;
    let mut cases = Vec::new();
    for table in TABLES {
        cases.extend(cases_of(&world, table, false).await);
    }
    cases
}

async fn cases_of_recaps() -> Vec<Case> {
    let (world, _laptop, _phone) = cleared(1).await;
    let mut cases = Vec::new();
    for table in RECAPS {
        cases.extend(cases_of(&world, table, true).await);
    }
    let counts = |field: &String| ["cleared", "clearing", "stands"].contains(&field.as_str());
    cases.retain(|case| match &case.wrong {
        Wrong::Changed(field) | Wrong::Cut(field) => case.table != "accounts" || counts(field),
        Wrong::Removed | Wrong::Swapped(_) => case.table != "accounts",
    });
    cases
}

async fn cases_of(world: &World, table: &'static str, is_cleared: bool) -> Vec<Case> {
    let (database, mut cases) = (database(world).await, Vec::new());
    let ask = |statement: String| sqlx::query(sqlx::AssertSqlSafe(statement)).fetch_all(&database);
    let columns = ask(format!("SELECT name FROM pragma_table_info('{table}')")).await.unwrap();
    let rows = ask(format!("SELECT rowid AS row FROM {table} ORDER BY rowid")).await.unwrap();
    for (at, row) in rows.iter().map(|row| row.get("row")).enumerate() {
        let case = |wrong| Case { table, row, wrong, is_cleared };
        cases.push(case(Wrong::Removed));
        for column in &columns {
            let name: String = column.get("name");
            cases.push(case(Wrong::Changed(name.clone())));
            if is_cleared {
                cases.push(case(Wrong::Cut(name.clone())));
            }
            if at + 1 < rows.len() {
                cases.push(case(Wrong::Swapped(name)));
            }
        }
    }
    cases
}

/// Does it; nothing where the field is empty or the table takes no such thing.
async fn harm(world: &World, case: &Case) -> bool {
    let database = database(world).await;
    let (table, row) = (case.table, case.row);
    let statements = match &case.wrong {
        Wrong::Removed => vec![format!("DELETE FROM {table} WHERE rowid = {row}")],
        Wrong::Changed(field) => vec![format!(
            "UPDATE {table} SET {field} = CASE typeof({field}) WHEN 'integer' THEN {field} + 1 WHEN 'text' THEN {field} || 'x'
             WHEN 'blob' THEN CAST(substr({field}, 1, length({field}) - 1) || x'07' AS BLOB) END
             WHERE rowid = {row} AND {field} IS NOT NULL AND length({field}) > 0"
        )],
        Wrong::Cut(field) => vec![format!(
            "UPDATE {table} SET {field} = substr({field}, 1, length({field}) / 2)
             WHERE rowid = {row} AND typeof({field}) IN ('text', 'blob') AND length({field}) > 0"
        )],
        Wrong::Swapped(field) => vec![format!(
            "UPDATE {table} SET {field} = (SELECT other.{field} FROM {table} AS other WHERE other.rowid = 2 * {row} + 1 - {table}.rowid)
             WHERE rowid IN ({row}, {row} + 1)
             AND (SELECT COUNT(DISTINCT {field}) FROM {table} WHERE rowid IN ({row}, {row} + 1)) = 2"
        )],
    };
    let mut done = false;
    for statement in statements {
        let changed = sqlx::query(sqlx::AssertSqlSafe(statement)).execute(&database).await;
        done |= changed.is_ok_and(|changed| changed.rows_affected() > 0);
    }
    done
}

/// A round of each, and what it came to.
async fn rounds(devices: &mut [&mut Device], now: i64) -> Vec<Option<SyncKind>> {
    let mut kinds = Vec::new();
    for device in devices {
        kinds.push(device.sync(now).await.err().map(|error| {
            if std::env::var_os("WEBMYND_LOUD").is_some() {
                println!("    {}: {error}", device.name);
            }
            error.kind
        }));
    }
    kinds
}

/// What became of a case: what was told, and whether both have everything in the end.
async fn play(case: &Case) -> Option<(Vec<SyncKind>, bool)> {
    let (world, mut laptop, mut phone) = if case.is_cleared { cleared(1).await } else { lived(1).await };
    if !harm(&world, case).await {
        return None;
    }
    let mut told = Vec::new();
    let mut mine = [laptop.sees(), phone.sees()];
    for n in 10..12 {
        laptop.visit(&format!("https://a.test/{n}"), &format!("lantern{n}"), world.pass(MINUTE));
        phone.visit(&format!("https://b.test/{n}"), &format!("garnet{n}"), world.pass(MINUTE));
        let now = world.pass(MINUTE);
        told.extend(rounds(&mut [&mut laptop, &mut phone], now).await.into_iter().flatten());
        for (device, before) in [&mut laptop, &mut phone].into_iter().zip(&mut mine) {
            device.restart();
            let sees = device.sees();
            assert!(
                before.iter().all(|visit| sees.contains(visit) || visit.0 == "https://a.test/1"),
                "{case:?}: {} lost something",
                device.name
            );
            *before = sees;
        }
    }
    told.sort_by_key(|kind| *kind as u8);
    told.dedup();
    // A person goes on with what there is.
    let whole = |laptop: &Device, phone: &Device| laptop.sees() == phone.sees() && laptop.sees().len() == 7;
    for _ in 0..4 {
        let now = world.pass(MINUTE);
        let kinds = rounds(&mut [&mut laptop, &mut phone], now).await;
        for (device, kind) in [&mut laptop, &mut phone].into_iter().zip(kinds) {
            match kind {
                Some(SyncKind::SignIn | SyncKind::WrongKey) => {
                    drop(device.sign_in_again(PASSPHRASE, now).await);
                }
                Some(SyncKind::RolledBack | SyncKind::Distrust | SyncKind::OtherAccount) => {
                    device.account.begin_anew();
                }
                _ => {}
            }
        }
    }
    for device in [&laptop, &phone] {
        assert!(device.archive.borrow_mut().doctor(false).unwrap().ok, "{case:?}: {}", device.name);
    }
    let is_whole = whole(&laptop, &phone);
    if is_whole && (case.is_cleared || LOGS.contains(&case.table)) {
        check(&mut [&mut laptop, &mut phone], world.pass(MINUTE)).await;
        return Some((told, joins(case, world, &laptop).await));
    }
    Some((told, is_whole))
}

/// Each looks whether the vault has what it sent; what is lost there is sent again.
async fn check(devices: &mut [&mut Device], now: i64) {
    for device in devices {
        device.check_vault(now).await;
        device.sync(now).await.unwrap();
    }
}

/// A third device joins what is left, and has everything.
async fn joins(case: &Case, mut world: World, laptop: &Device) -> bool {
    let mut desk = world.device("desk").await;
    if case.is_cleared && case.table != "accounts" {
        // What is lost of a recap is left once more by the others.
        let report = desk.sync(world.pass(MINUTE)).await.unwrap_or_else(|error| panic!("{case:?}: {error}"));
        assert_eq!(report.doubts, [], "{case:?}");
        return desk.sees() == laptop.sees();
    }
    let goes_on = match desk.sync(world.pass(MINUTE)).await {
        Ok(report) => !report.doubts.is_empty(),
        Err(error) => {
            assert!(matches!(error.kind, SyncKind::RolledBack | SyncKind::Distrust), "{case:?}: {error}");
            true
        }
    };
    if goes_on {
        desk.account.begin_anew();
        desk.sync(world.pass(MINUTE)).await.unwrap();
    }
    desk.sees() == laptop.sees()
}

/// Where the account itself is gone there is nothing to go on with: what devices have is theirs, for another account.
fn is_gone(case: &Case) -> bool {
    let is_id = matches!(&case.wrong, Wrong::Changed(field) if field == "id");
    case.table == "accounts" && (is_id || matches!(case.wrong, Wrong::Removed))
}

/// What stands for entries that are gone is told by nobody but those who join meanwhile, and is whole again by itself.
#[tokio::test(flavor = "current_thread")]
async fn a_row_of_a_recap_that_is_removed_changed_cut_or_swapped_comes_back() {
    let (mut harmed, mut missing) = (0, Vec::new());
    for case in cases_of_recaps().await {
        let Some((told, is_whole)) = play(&case).await else { continue };
        harmed += 1;
        if !is_whole || !told.is_empty() {
            missing.push(format!("{case:?}: they were told {told:?}"));
        }
    }
    assert!(missing.is_empty(), "{missing:#?}");
    assert!(harmed > 20, "{harmed}");
}

/// Every seventh; all of them with `WEBMYND_ROWS`. What was told is printed with `--nocapture`.
#[tokio::test(flavor = "current_thread")]
async fn a_row_that_is_removed_changed_or_swapped_costs_nothing_that_a_device_has() {
    let all = cases().await;
    let step = if std::env::var_os("WEBMYND_ROWS").is_some() { 1 } else { 7 };
    let mut missing = Vec::new();
    let mut heard: BTreeMap<String, u32> = BTreeMap::new();
    for case in all.iter().step_by(step) {
        let Some((told, is_whole)) = play(case).await else { continue };
        *heard.entry(format!("{told:?}")).or_default() += 1;
        if !is_whole && !is_gone(case) {
            missing.push(format!("{case:?}: they were told {told:?}"));
        }
    }
    println!("of {} cases: {heard:?}", all.len());
    assert!(missing.is_empty(), "somebody does not have everything in the end: {missing:#?}");
    assert!(heard.values().sum::<u32>() as usize > all.len() / step / 2);
}

/// Whoever has a copy of the keyring puts it back in the place of one that does not open; others join again then.
#[tokio::test(flavor = "current_thread")]
async fn a_keyring_that_is_spoilt_comes_back_from_a_device() {
    for spoilt in ["x'00'", "CAST(substr(keyring, 1, length(keyring) - 1) || x'07' AS BLOB)"] {
        let (mut world, mut laptop, mut phone) = lived(3).await;
        let statement = format!("UPDATE accounts SET keyring = {spoilt}");
        sqlx::query(sqlx::AssertSqlSafe(statement)).execute(&database(&world).await).await.unwrap();
        laptop.account.begin_anew();
        for device in [&mut laptop, &mut phone] {
            device.sync(world.pass(MINUTE)).await.unwrap();
        }
        let mut desk = world.device("desk").await;
        desk.sync(world.pass(MINUTE)).await.unwrap();
        laptop.sync(world.pass(MINUTE)).await.unwrap();
        assert_eq!((desk.sees(), phone.sees()), (laptop.sees(), laptop.sees()));
    }
}
