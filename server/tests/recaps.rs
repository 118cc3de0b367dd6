//! Recaps of logs: who may vouch for which, when entries may go, and which go.
use crate::rows::{
    ADA, BOB, DEVICE, TIMES, conformance, entry, furnished, known, refused, row, staged, tail,
};
use webmynd_protocol::bytes::Id;
use webmynd_protocol::pack::Class;
use webmynd_protocol::recap::Vouch;
use webmynd_protocol::{Bytes, Code};
use webmynd_server::store::{Carried, Known, News, Store};

conformance! {
    the_first_brings_a_recap_and_the_others_vouch_for_it
    entries_go_when_all_devices_with_a_session_have_vouched
    entries_that_still_say_something_stay
    a_log_goes_in_pieces_while_others_commit
}

fn vouch(digest: u8, brings: bool) -> Vouch {
    let sealed = brings.then(|| Bytes(vec![digest; 300]));
    Vouch { form: 1, epoch: 1, digest: Id([digest; 32]), signature: Id([digest; 64]), sealed }
}

/// Entries of a device, from a number on.
async fn says(store: &Store, device: [u8; 16], from: u64, count: u64) {
    for seq in from..from + count {
        let said = entry(&format!("{seq} of {device:?}"), vec![], vec![]);
        store.append(ADA, device, seq, &said, &Carried::default(), TIMES).await.unwrap();
    }
}

async fn begins(store: &Store, who: Known) {
    let ada = store.account("ada").await.unwrap().unwrap();
    store.begin_session(who, &ada, &who.session, "", 64, 1_000).await.unwrap();
}

async fn versions(store: &Store) -> Vec<u64> {
    tail(store, ADA, 0, 10_000, 1_000).await.entries.into_iter().map(|one| one.version).collect()
}

async fn the_first_brings_a_recap_and_the_others_vouch_for_it(url: &str) {
    let store = furnished(url).await;
    says(&store, DEVICE, 1, 9).await;
    let (one, two) = (known(1, 1), known(2, 2));
    for version in [0, 10, u64::MAX] {
        assert_eq!(refused(store.vouch(one, version, &vouch(1, true)).await).code, Code::BadRequest);
    }
    assert_eq!(refused(store.vouch(one, 5, &vouch(1, false)).await).code, Code::NotFound);
    assert!(store.vouch(one, 5, &vouch(1, true)).await.unwrap());
    assert!(!store.vouch(two, 5, &vouch(1, false)).await.unwrap());
    assert!(!store.vouch(two, 5, &vouch(1, true)).await.unwrap(), "again");
    for (version, other) in [(5, 2), (4, 2)] {
        let other = refused(store.vouch(two, version, &vouch(other, true)).await);
        assert_eq!((other.code, other.current), (Code::GenerationConflict, Some(5)));
    }
    let recap = store.recap(ADA, 5).await.unwrap();
    let by: Vec<_> = recap.vouches.iter().map(|vouched| vouched.device.0).collect();
    assert_eq!((by, recap.sealed.0.len(), recap.digest), (vec![one.device, two.device], 300, Id([1; 32])));
    assert_eq!(refused(store.recap(BOB, 5).await).code, Code::NotFound, "another account has none");
    assert_eq!(store.news(Known { account: BOB, ..one }).await.unwrap(), News::default());
    // A newer one takes its place.
    assert!(store.vouch(two, 7, &vouch(3, true)).await.unwrap());
    assert_eq!(refused(store.recap(ADA, 5).await).code, Code::NotFound);
    let News { cleared, newest, .. } = store.news(one).await.unwrap();
    let newest = newest.unwrap();
    assert_eq!((cleared, newest.version, newest.devices), (0, 7, vec![Id(two.device)]));
}

async fn entries_go_when_all_devices_with_a_session_have_vouched(url: &str) {
    let store = furnished(url).await;
    says(&store, DEVICE, 1, 9).await;
    let (one, two) = (known(1, 1), known(2, 2));
    begins(&store, one).await;
    begins(&store, two).await;
    assert_eq!(refused(store.clear(ADA, 5, 1_001).await).code, Code::NotFound, "there is no recap");
    store.vouch(one, 5, &vouch(1, true)).await.unwrap();
    assert_eq!(refused(store.clear(ADA, 5, 1_001).await).code, Code::GenerationConflict);
    store.sweep(1_001).await.unwrap();
    assert_eq!(versions(&store).await.len(), 9, "nothing goes");
    store.vouch(two, 5, &vouch(1, false)).await.unwrap();
    assert_eq!(refused(store.clear(BOB, 5, 1_001).await).code, Code::NotFound);
    let before = store.used(ADA).await.unwrap();
    store.clear(ADA, 5, 1_001).await.unwrap();
    store.clear(ADA, 5, 1_001).await.unwrap();
    store.sweep(1_001).await.unwrap();
    assert_eq!(versions(&store).await, [5, 6, 7, 8, 9]);
    let sealed: usize = (1..5).map(|seq| format!("{seq} of {DEVICE:?}").len()).sum();
    assert_eq!(before - store.used(ADA).await.unwrap(), sealed as u64, "they count no more");
    // The recap stays, and who joins vouches for it; there is no other of that time any more.
    assert!(!store.vouch(known(3, 3), 5, &vouch(1, false)).await.unwrap());
    assert_eq!(refused(store.vouch(one, 5, &vouch(2, true)).await).code, Code::GenerationConflict);
    assert_eq!(refused(store.vouch(one, 4, &vouch(2, true)).await).code, Code::Gone);
    let News { cleared, stands, newest, .. } = store.news(two).await.unwrap();
    assert_eq!((cleared, newest, stands.unwrap().signature), (5, None, Some(Id([1; 64]))));
    // The next one, and a session that is over is in nobody's way.
    let late = 1_000 + 91 * 86_400_000;
    store.vouch(one, 8, &vouch(4, true)).await.unwrap();
    assert_eq!(store.recap(ADA, 5).await.unwrap().vouches.len(), 3, "it is kept until the next one counts");
    assert_eq!(refused(store.clear(ADA, 8, 1_001).await).code, Code::GenerationConflict);
    store.clear(ADA, 8, late).await.unwrap();
    assert_eq!(refused(store.recap(ADA, 5).await).code, Code::NotFound);
    store.sweep(1_001).await.unwrap();
    assert_eq!(versions(&store).await, [8, 9]);
    says(&store, DEVICE, 10, 1).await;
    store.leave(ADA, b"leaves", TIMES).await.unwrap();
    store.condemn(10_000, 10).await.unwrap();
    store.sweep(10_000).await.unwrap();
    assert_eq!(refused(store.recap(ADA, 8).await).code, Code::NotFound, "it leaves with its account");
}

async fn entries_that_still_say_something_stay(url: &str) {
    let store = furnished(url).await;
    for pack in 1..=3 {
        staged(&store, pack, 10, 1_000).await;
        let added = entry(&pack.to_string(), vec![row(pack, Class::Mark)], vec![]);
        store.append(ADA, DEVICE, pack.into(), &added, &Carried::default(), TIMES).await.unwrap();
    }
    says(&store, [7; 16], 1, 1).await;
    says(&store, DEVICE, 4, 4).await;
    store.trash(ADA, &[Id([2; 32])], b"ticket", TIMES).await.unwrap();
    store.vouch(known(1, 3), 6, &vouch(1, true)).await.unwrap();
    store.clear(ADA, 6, 1_000).await.unwrap();
    store.sweep(1_000).await.unwrap();
    // Packs, also what can be taken back; the newest of a device; and that of the recap.
    assert_eq!(versions(&store).await, [1, 2, 3, 4, 6, 7, 8]);
    store.undo(ADA, b"ticket", 1_001).await.unwrap();
    assert_eq!(tail(&store, ADA, 1, 1, 1_001).await.entries[0].adds.len(), 1);
    assert_eq!(tail(&store, ADA, 6, 9, 1_001).await.entries.len(), 2);
    says(&store, [7; 16], 2, 1).await;
    says(&store, DEVICE, 8, 1).await;
    store.vouch(known(1, 3), 9, &vouch(2, true)).await.unwrap();
    store.clear(ADA, 9, 1_000).await.unwrap();
    store.sweep(1_000).await.unwrap();
    assert_eq!(versions(&store).await, [1, 2, 3, 9, 10]);
}

async fn a_log_goes_in_pieces_while_others_commit(url: &str) {
    let store = furnished(url).await;
    says(&store, DEVICE, 1, 2_500).await;
    store.vouch(known(1, 3), 2_400, &vouch(1, true)).await.unwrap();
    store.clear(ADA, 2_400, 1_000).await.unwrap();
    let other = Store::open(url).await.unwrap();
    let (first, second, ()) =
        tokio::join!(store.sweep(1_000), other.sweep(1_000), says(&store, [7; 16], 1, 30));
    first.and(second).unwrap();
    let left = versions(&store).await;
    assert_eq!(left, (2_400..=2_530).collect::<Vec<_>>(), "none of those is lost");
    let sealed = |device: [u8; 16], seqs: std::ops::RangeInclusive<u64>| -> usize {
        seqs.map(|seq| format!("{seq} of {device:?}").len()).sum()
    };
    let keys = 3;
    let counted = sealed(DEVICE, 2_400..=2_500) + sealed([7; 16], 1..=30) + keys;
    assert_eq!(store.used(ADA).await.unwrap(), counted as u64);
}
