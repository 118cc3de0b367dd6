//! An account leaves, with all that it has.
use crate::ask::random;
use crate::fill::KEPT;
use crate::people::known;
use crate::time::Times as Took;
use webmynd_server::store::{Store, Times};

pub async fn largest(url: &str, now: i64) {
    let store = Store::open(url).await.unwrap();
    let mut took = Took::begin();
    leaves(&mut took, &store, "large", known(0, 0).account, now).await;
    took.tell(url, &[]).await;
}

/// It leaves and comes back, and then it goes for good.
pub async fn leaves(took: &mut Took, store: &Store, size: &str, account: [u8; 16], now: i64) {
    let of = |what: &str| format!("{size}: {what}");
    let times = Times { now, retention: Some(KEPT), undo: 600_000 };
    took.of(&of("leave, and come back"), 20, async |_| {
        let ticket = random::<32>();
        store.leave(account, &ticket, times).await.unwrap();
        store.undo(account, &ticket, now).await.unwrap();
    })
    .await;
    store.leave(account, &random::<32>(), times).await.unwrap();
    let over = now + 600_000;
    let mut some = Vec::new();
    took.of(&of("left: its packs are condemned"), 1, async |_| {
        some = store.condemn(over, 100).await.unwrap();
    })
    .await;
    took.of(&of("all of them are removed, by the hundred"), 1, async |_| {
        while let Some(last) = some.last().copied() {
            store.shred(&some).await.unwrap();
            some = store.condemned((last.account, last.pack), 100).await.unwrap();
        }
    })
    .await;
    took.of(&of("its entries are removed"), 1, async |_| store.sweep(over).await.unwrap()).await;
}
