//! Who joins in the end, by a recap and the entries that stayed, knows what somebody knows who reads the whole log.
use super::Life;
use crate::rows::database;
use sqlx::Row;
use webmynd_story::{Device, World};

impl Life {
    /// Gives the version up to which the log is cleared.
    pub(super) async fn somebody_joins(&mut self) -> i64 {
        let row = "SELECT cleared, CASE clearing WHEN 0 THEN 1 ELSE 0 END AS whole FROM accounts";
        let row = sqlx::query(row).fetch_one(&database(&self.world).await).await.unwrap();
        let (cleared, is_whole): (i64, i64) = (row.get("cleared"), row.get("whole"));
        let whole = if is_whole > 0 { Some(self.as_if_nothing_were_cleared().await) } else { None };
        self.world.vault.purge().await.unwrap();
        let joined = joins(&mut self.world).await;
        if let Some(mut whole) = whole {
            let other = joins(&mut whole).await;
            assert_eq!(knows(&joined), knows(&other), "by a recap, and by the whole log up to {cleared}");
        }
        cleared
    }

    async fn as_if_nothing_were_cleared(&self) -> World {
        let copy = self.world.copy().await;
        let database = database(&copy).await;
        sqlx::query("UPDATE accounts SET cleared = 0, clearing = NULL").execute(&database).await.unwrap();
        copy
    }
}

async fn joins(world: &mut World) -> Device {
    let mut device = world.device("late").await;
    for _ in 0..2 {
        let report = device.sync(world.now()).await.unwrap_or_else(|error| panic!("who joins: {error}"));
        assert_eq!(report.doubts, []);
    }
    assert!(device.archive.borrow_mut().doctor(false).unwrap().ok);
    device
}

/// What is shown, and who is known to have said what.
fn knows(device: &Device) -> Vec<String> {
    let archive = device.archive.borrow();
    let (catalog, own) = (archive.catalog(), device.account.device.0);
    let heads = catalog.shared().heads().iter().filter(|(id, _)| **id != own);
    let mut known: Vec<String> = heads.map(|(id, head)| format!("{id:?} {head:?}")).collect();
    for visit in catalog.visits().iter() {
        known.push(format!("{} alive {}", visit.id, visit.is_alive()));
    }
    known.extend(device.sees().into_iter().map(|seen| format!("{seen:?}")));
    known
}
