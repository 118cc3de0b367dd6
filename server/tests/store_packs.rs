//! Packs in every database: how they come, what of a quota they take, and how they go.
use crate::rows::{
    ADA, DEVICE, TIMES, condemned, conformance, entry, furnished, refused, row, staged, upload,
};
use webmynd_protocol::Code;
use webmynd_protocol::pack::Class;
use webmynd_server::store::{Carried, Condemned, Found, Place, Refused, Staged, Stored, Taken};

conformance! {
    packs_go_when_their_time_is_over_and_marks_never
    who_removes_late_removes_nothing_of_a_new_upload
    a_quota_holds_to_the_byte_also_for_what_comes_at_once
    a_small_pack_comes_and_goes_with_its_row
    a_quota_holds_for_small_packs_that_come_at_once
}

async fn packs_go_when_their_time_is_over_and_marks_never(url: &str) {
    let store = furnished(url).await;
    let keys = store.used(ADA).await.unwrap();
    for pack in 1..=4 {
        assert_eq!(staged(&store, pack, 100, 1_000).await, Staged::New);
    }
    assert_eq!(staged(&store, 1, 100, 1_000).await, Staged::Again);
    let adds = vec![row(1, Class::History), row(2, Class::Mark), row(3, Class::Mark)];
    store.append(ADA, DEVICE, 1, &entry("one", adds, vec![]), &Carried::default(), TIMES).await.unwrap();
    store.append(ADA, DEVICE, 2, &entry("two", vec![], vec![3]), &Carried::default(), TIMES).await.unwrap();
    assert_eq!(
        refused(store.pack(ADA, [3; 32], 1_000).await).code,
        Code::NotFound,
        "what is trashed cannot be read"
    );
    assert_eq!(store.condemn(1_059, 10).await.unwrap(), []);
    assert_eq!(store.condemn(1_060, 10).await.unwrap(), [condemned(3)]);
    assert_eq!(store.condemn(1_060, 10).await.unwrap(), [condemned(3)], "until its bytes are gone");
    let again = store.place(ADA, &upload(3, 100, 7, false), None, 1_060).await;
    assert_eq!(refused(again).code, Code::Unavailable);
    let rest = keys + 6; // Two entries of three bytes each.
    assert_eq!(store.used(ADA).await.unwrap(), rest + 400);
    store.shred(&[condemned(3)]).await.unwrap();
    let again = store.place(ADA, &upload(3, 100, 7, false), None, 1_060).await.unwrap();
    assert_eq!(again, Place::Blob([7; 16]));
    assert_eq!(store.used(ADA).await.unwrap(), rest + 300);
    let usage = store.usage(ADA).await.unwrap();
    assert_eq!(
        usage.iter().map(|day| (day.class, day.packs, day.expires_at)).collect::<Vec<_>>(),
        [(Class::History, 1, Some(1_500)), (Class::Mark, 1, None)]
    );
    assert_eq!(store.condemn(1_500, 10).await.unwrap(), [condemned(1)]);
    store.shred(&[condemned(1)]).await.unwrap();
    assert_eq!(
        store.condemn(1_000 + 86_400_000, 10).await.unwrap(),
        [condemned(4)],
        "what was staged waits for a day"
    );
}

async fn who_removes_late_removes_nothing_of_a_new_upload(url: &str) {
    let store = furnished(url).await;
    staged(&store, 1, 10, 0).await;
    let late = store.condemn(86_400_000, 10).await.unwrap();
    assert_eq!(late, [condemned(1)]);
    let new = upload(1, 10, 7, false);
    let place = || store.place(ADA, &new, None, 86_400_000);
    assert_eq!(refused(place().await).code, Code::Unavailable);
    store.shred(&[late[0]]).await.unwrap();
    assert_eq!(place().await.unwrap(), Place::Blob([7; 16]), "the blob of the past is not this one's");
    let stale = store.stage(ADA, [1; 32], [1; 16], None).await;
    assert_eq!(refused(stale).code, Code::Unavailable, "bytes under the old name are nothing");
    assert_eq!(place().await.unwrap(), Place::Blob([7; 16]), "it is still coming");
    store.shred(&[late[0]]).await.unwrap();
    assert_eq!(store.stage(ADA, [1; 32], [7; 16], None).await.unwrap(), Staged::New);
    assert_eq!(store.stage(ADA, [1; 32], [7; 16], None).await.unwrap(), Staged::Again);
    assert_eq!(place().await.unwrap(), Place::Here);
}

async fn a_quota_holds_to_the_byte_also_for_what_comes_at_once(url: &str) {
    let store = furnished(url).await;
    let keys = store.used(ADA).await.unwrap();
    let quota = Some(keys + 400);
    let full = |left| Refused { code: Code::Quota, current: Some(left) };
    let place = async |pack: u8, size| store.place(ADA, &upload(pack, size, pack, false), quota, 1).await;
    assert_eq!(refused(place(1, 401).await), full(400));
    assert!(keys > 0 && store.used(ADA).await.unwrap() == keys, "keys count");
    // Each of them goes in alone, and the bytes of all are on their way before the first has arrived.
    for pack in 1..=8 {
        assert_eq!(place(pack, 100).await.unwrap(), Place::Blob([pack; 16]));
    }
    let stage = |pack: u8| {
        let store = store.clone();
        tokio::spawn(async move { store.stage(ADA, [pack; 32], [pack; 16], quota).await })
    };
    let (mut taken, mut over) = (Vec::new(), Vec::new());
    for (pack, task) in (1..=8).map(|pack| (pack, stage(pack))).collect::<Vec<_>>() {
        match task.await.unwrap() {
            Ok(staged) => {
                assert_eq!(staged, Staged::New);
                taken.push(pack);
            }
            refusal => {
                assert_eq!(refused(refusal).code, Code::Quota);
                over.push(pack);
            }
        }
    }
    assert_eq!((taken.len(), store.used(ADA).await.unwrap()), (4, keys + 400));
    assert_eq!(place(taken[0], 100).await.unwrap(), Place::Here, "what is here may come again");
    assert_eq!(refused(place(over[0], 100).await), full(0));
    // A refusal is answered before its transaction has let go of its row, which a sweep passes over: the next one takes it.
    let mut gone = 0;
    for _ in 0..100 {
        gone += store.condemn(1 + 86_400_000, 10).await.unwrap().len();
        if gone >= 8 {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
    assert_eq!(gone, 8, "nothing of them is left over");
}

async fn a_small_pack_comes_and_goes_with_its_row(url: &str) {
    let store = furnished(url).await;
    let (small, before) = (upload(1, 30, 1, true), store.used(ADA).await.unwrap());
    assert_eq!(store.place(ADA, &small, None, 1_000).await.unwrap(), Place::Database);
    assert_eq!(store.place(ADA, &upload(1, 30, 7, true), None, 1_000).await.unwrap(), Place::Here);
    assert_eq!(refused(store.pack(ADA, [1; 32], 1_000).await).code, Code::NotFound, "not before its entry");
    let added = entry("one", vec![row(1, Class::History)], vec![]);
    assert_eq!(
        store.append(ADA, DEVICE, 1, &added, &Carried::default(), TIMES).await.unwrap(),
        Taken::New(1)
    );
    let found = Found { size: 30, bytes: Stored::Database(vec![1; 30].into()) };
    assert_eq!(store.pack(ADA, [1; 32], 1_000).await.unwrap(), found);
    assert_eq!(store.used(ADA).await.unwrap(), before + 30 + 3, "the pack and its entry");
    let over = Condemned { kept: true, ..condemned(1) };
    assert_eq!(store.condemn(1_500, 10).await.unwrap(), [over]);
    assert_eq!(refused(store.place(ADA, &upload(1, 30, 7, true), None, 1_500).await).code, Code::Unavailable);
    store.shred(&[over]).await.unwrap();
    // One that began to come when its bytes had a place of their own goes on there.
    store.place(ADA, &upload(2, 30, 2, false), None, 1_500).await.unwrap();
    assert_eq!(store.place(ADA, &upload(2, 30, 7, true), None, 1_500).await.unwrap(), Place::Blob([2; 16]));
    assert_eq!(store.stage(ADA, [2; 32], [2; 16], None).await.unwrap(), Staged::New);
}

async fn a_quota_holds_for_small_packs_that_come_at_once(url: &str) {
    let store = furnished(url).await;
    let keys = store.used(ADA).await.unwrap();
    let quota = Some(keys + 400);
    let place = |pack: u8| {
        let store = store.clone();
        tokio::spawn(async move { store.place(ADA, &upload(pack, 100, pack, true), quota, 1).await })
    };
    let mut taken = 0;
    for task in (1..=8).map(place).collect::<Vec<_>>() {
        match task.await.unwrap() {
            Ok(place) => {
                assert_eq!(place, Place::Database);
                taken += 1;
            }
            refusal => assert_eq!(refused(refusal), Refused { code: Code::Quota, current: Some(0) }),
        }
    }
    assert_eq!((taken, store.used(ADA).await.unwrap()), (4, keys + 400));
    assert_eq!(
        store.condemn(1 + 86_400_000, 10).await.unwrap().len(),
        4,
        "nothing of the others is left over"
    );
}
