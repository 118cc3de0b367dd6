//! What stands between device and server, and thumbnails: whatever it answers in the place of the vault, all is there in the end.
use super::{MINUTE, packs, see, thumb};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use webmynd_story::{Device, Evil, Word, World, settle};

/// What something between device and server answers in its place.
type Answer = (u16, &'static str);

const ANSWERS: [Answer; 5] = [
    (502, "<h1>Bad Gateway</h1>"),
    (413, "<h1>Request Entity Too Large</h1>"),
    (403, "<h1>Forbidden</h1>"),
    (200, "<h1>Welcome</h1>"),
    (200, ""),
];

/// Answers the n-th request of a round: the server never hears of it.
async fn round_that_fails(
    world: &World,
    device: &mut Device,
    n: u32,
    (status, said): Answer,
) -> (bool, Vec<String>) {
    let (evil, count) = (Evil::default(), Arc::new(AtomicU32::new(0)));
    let counted = count.clone();
    evil.instead(move |_| {
        let at = counted.fetch_add(1, Ordering::Relaxed);
        (at == n).then(|| Word::Raw(status, "text/html", said.as_bytes().to_vec()))
    });
    let good = std::mem::replace(&mut device.network, world.behind(&evil, u64::from(n)));
    let failed = device.sync(world.now()).await.is_err();
    let trace = std::mem::replace(&mut device.network, good).trace();
    device.restart();
    (failed, trace)
}

#[tokio::test(flavor = "current_thread")]
async fn whichever_request_fails_all_is_there_in_the_end() {
    for answer in ANSWERS {
        whichever_request_is_answered(answer).await;
    }
}

async fn whichever_request_is_answered(answer: Answer) {
    for n in 0.. {
        let mut world = World::new(680 + u64::from(n)).await;
        let (mut laptop, mut phone) = (world.device("laptop").await, world.device("phone").await);
        laptop.thumbs = true;
        let visits = see(&world, &mut laptop, 0..2).await;
        let sending = round_that_fails(&world, &mut laptop, n, answer).await;
        laptop.sync(world.now()).await.unwrap();
        let fetching = round_that_fails(&world, &mut phone, n, answer).await;
        laptop.forget("https://a.test/0", world.now());
        laptop.tend(world.pass(11 * MINUTE));
        let forgetting = round_that_fails(&world, &mut laptop, n, answer).await;
        settle(&mut [&mut laptop, &mut phone], world.now()).await;
        assert_eq!(
            packs(&world, &laptop).await,
            (1, 0),
            "request {n}, {answer:?}: {sending:?} {forgetting:?}"
        );
        assert_eq!(phone.shows(&visits[1]).await, Some(thumb(1, 3_000)), "request {n}, {answer:?}");
        assert!(phone.archive.borrow_mut().doctor(false).unwrap().ok);
        if !sending.0 && !fetching.0 && !forgetting.0 && n > 30 {
            break;
        }
    }
}

/// Something in between lets only so much pass, always: packs of thumbnails are made smaller until they pass, and one that never passes holds up neither
/// the others nor texts.
#[tokio::test(flavor = "current_thread")]
async fn thumbnails_pass_what_lets_little_pass() {
    let mut world = World::keeping(69, None).await;
    let (mut laptop, mut phone) = (world.device("laptop").await, world.device("phone").await);
    laptop.thumbs = true;
    let mut visits = see(&world, &mut laptop, 0..6).await;
    let large = laptop.visit("https://a.test/large", "garnet", world.now());
    laptop.picture(&large, &thumb(9, 90_000)).await;
    visits.extend(see(&world, &mut laptop, 6..12).await);
    let evil = Evil::default();
    evil.instead(|asked| {
        (asked.length > 24_000)
            .then(|| Word::Raw(413, "text/html", b"<h1>Request Entity Too Large</h1>".to_vec()))
    });
    laptop.network = world.behind(&evil, 7);
    settle(&mut [&mut laptop, &mut phone], world.pass(MINUTE)).await;
    for (n, visit) in visits.iter().enumerate() {
        assert_eq!(phone.shows(visit).await, Some(thumb(n as u64, 3_000)), "{n}");
    }
    assert_eq!((phone.sees().len(), phone.shows(&large).await), (13, None));
    laptop.visit("https://a.test/text", "harbour", world.pass(MINUTE));
    assert_eq!(laptop.sync(world.now()).await.unwrap().sent, 1);
    // It lets more pass.
    evil.repent();
    settle(&mut [&mut laptop, &mut phone], world.pass(MINUTE)).await;
    assert_eq!(phone.shows(&large).await, Some(thumb(9, 90_000)));
}
