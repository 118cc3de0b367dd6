//! The contract of the [`Pictures`] port.
use crate::{Outcome, pattern, said, same};
use webmynd_engine::ports::{Picture, PictureKey, PictureSize, Pictures, PicturesUsed};

/// All promises of the port and in how many steps each is checked, with the store opened anew before each.
pub const CASES: &[(&str, usize)] = &[
    ("an empty store has nothing", 1),
    ("a picture comes back as it was put, after reopening too", 2),
    ("sizes with one hash are kept apart", 1),
    ("a second put replaces the first", 2),
    ("removed pictures stay away, missing ones are no error", 2),
    ("keys ascend, begin after the cursor and keep to the limit", 1),
    ("the count and the bytes agree with what is kept", 2),
    ("two hundred pictures are all kept", 2),
];

/// Runs one step of a case.
pub async fn run<P: Pictures>(case: &str, step: usize, pictures: &P) -> Outcome {
    match (CASES.iter().position(|(name, _)| *name == case), step) {
        (Some(0), 0) => empty(pictures).await,
        (Some(1), 0) => put(pictures, key(PictureSize::Thumb, 1), &picture(1, 3_000)).await,
        (Some(1), 1) => kept(pictures, key(PictureSize::Thumb, 1), Some(picture(1, 3_000))).await,
        (Some(2), 0) => apart(pictures).await,
        (Some(3), 0) => replace(pictures).await,
        (Some(3), 1) => kept(pictures, key(PictureSize::Full, 1), Some(picture(2, 50))).await,
        (Some(4), 0) => remove(pictures).await,
        (Some(4), 1) => removed(pictures).await,
        (Some(5), 0) => ordered(pictures).await,
        (Some(6), 0) => used(pictures).await,
        (Some(6), 1) => same("used", said("used", pictures.used().await)?, USED),
        (Some(7), 0) => many(pictures).await,
        (Some(7), 1) => many_kept(pictures).await,
        _ => Err(format!("no step {step} in {case:?}")),
    }
}

/// Removes every picture: the beginning of a case.
pub async fn clear<P: Pictures>(pictures: &P) -> Outcome {
    for size in PictureSize::ALL {
        let keys = said("keys", pictures.keys(size, None, usize::MAX).await)?;
        said("remove", pictures.remove(&keys).await)?;
    }
    same("used", said("used", pictures.used().await)?, PicturesUsed::default())
}

/// Keys whose hashes do not ascend with `n`: the order must come from the store.
fn key(size: PictureSize, n: u64) -> PictureKey {
    let mut hash = [0; 16];
    hash.copy_from_slice(&pattern(n + 1_000, 16));
    PictureKey { size, hash }
}

fn picture(seed: u64, len: usize) -> Picture {
    let mime = if seed.is_multiple_of(2) { "image/webp" } else { "image/jpeg" };
    Picture { mime: mime.to_owned(), bytes: pattern(seed, len) }
}

async fn put<P: Pictures>(pictures: &P, key: PictureKey, picture: &Picture) -> Outcome {
    said("put", pictures.put(key, picture.clone()).await)
}

async fn kept<P: Pictures>(pictures: &P, key: PictureKey, promised: Option<Picture>) -> Outcome {
    let seen = said("get", pictures.get(key).await)?;
    let length = |p: &Option<Picture>| p.as_ref().map(|p| (p.mime.clone(), p.bytes.len()));
    same("mime and length", length(&seen), length(&promised))?;
    if seen == promised { Ok(()) } else { Err("the bytes differ".to_owned()) }
}

async fn empty<P: Pictures>(pictures: &P) -> Outcome {
    kept(pictures, key(PictureSize::Thumb, 1), None).await?;
    said("remove", pictures.remove(&[]).await)?;
    same("keys", said("keys", pictures.keys(PictureSize::Icon, None, 10).await)?, vec![])?;
    same("used", said("used", pictures.used().await)?, PicturesUsed::default())
}

async fn apart<P: Pictures>(pictures: &P) -> Outcome {
    let sizes =
        [(PictureSize::Thumb, 1), (PictureSize::Full, 2), (PictureSize::Icon, 3), (PictureSize::Words, 4)];
    for (size, seed) in sizes {
        put(pictures, key(size, 7), &picture(seed, 100)).await?;
    }
    for (size, seed) in sizes {
        kept(pictures, key(size, 7), Some(picture(seed, 100))).await?;
    }
    said("remove", pictures.remove(&[key(PictureSize::Full, 7)]).await)?;
    kept(pictures, key(PictureSize::Full, 7), None).await?;
    kept(pictures, key(PictureSize::Thumb, 7), Some(picture(1, 100))).await
}

async fn replace<P: Pictures>(pictures: &P) -> Outcome {
    put(pictures, key(PictureSize::Full, 1), &picture(1, 90_000)).await?;
    put(pictures, key(PictureSize::Full, 1), &picture(2, 50)).await?;
    same("used", said("used", pictures.used().await)?, PicturesUsed { count: 1, bytes: 50 })
}

async fn remove<P: Pictures>(pictures: &P) -> Outcome {
    for n in 0..4 {
        put(pictures, key(PictureSize::Thumb, n), &picture(n, 40)).await?;
    }
    let gone = [1, 2, 99].map(|n| key(PictureSize::Thumb, n));
    said("remove", pictures.remove(&gone).await)
}

async fn removed<P: Pictures>(pictures: &P) -> Outcome {
    for n in 0..4 {
        let promised = (n == 0 || n == 3).then(|| picture(n, 40));
        kept(pictures, key(PictureSize::Thumb, n), promised).await?;
    }
    same("used", said("used", pictures.used().await)?, PicturesUsed { count: 2, bytes: 80 })
}

async fn ordered<P: Pictures>(pictures: &P) -> Outcome {
    let mut all: Vec<_> = (0..25).map(|n| key(PictureSize::Icon, n)).collect();
    for (n, key) in all.iter().enumerate() {
        put(pictures, *key, &picture(n as u64, 5)).await?;
    }
    put(pictures, key(PictureSize::Thumb, 3), &picture(3, 5)).await?;
    all.sort();
    let (mut seen, mut after) = (Vec::new(), None);
    loop {
        let part = said("keys", pictures.keys(PictureSize::Icon, after, 10).await)?;
        after = part.last().copied();
        seen.extend(part.iter().copied());
        if part.len() < 10 {
            break;
        }
    }
    same("keys", seen, all)
}

/// Words take room, and are no pictures.
const USED: PicturesUsed = PicturesUsed { count: 3, bytes: 100 + 9 + 20_000 + 70 };

async fn used<P: Pictures>(pictures: &P) -> Outcome {
    put(pictures, key(PictureSize::Thumb, 1), &picture(1, 100)).await?;
    put(pictures, key(PictureSize::Full, 1), &picture(2, 30_000)).await?;
    put(pictures, key(PictureSize::Full, 1), &picture(3, 20_000)).await?;
    put(pictures, key(PictureSize::Icon, 1), &picture(3, 9)).await?;
    put(pictures, key(PictureSize::Icon, 2), &picture(3, 11)).await?;
    put(pictures, key(PictureSize::Words, 1), &picture(3, 70)).await?;
    put(pictures, key(PictureSize::Words, 2), &picture(3, 80)).await?;
    let gone = [key(PictureSize::Icon, 2), key(PictureSize::Icon, 9), key(PictureSize::Words, 2)];
    said("remove", pictures.remove(&gone).await)?;
    same("used", said("used", pictures.used().await)?, USED)
}

async fn many<P: Pictures>(pictures: &P) -> Outcome {
    for n in 0..200 {
        put(pictures, key(PictureSize::Thumb, n), &picture(n, 4_000)).await?;
    }
    Ok(())
}

async fn many_kept<P: Pictures>(pictures: &P) -> Outcome {
    for n in 0..200 {
        kept(pictures, key(PictureSize::Thumb, n), Some(picture(n, 4_000))).await?;
    }
    same("used", said("used", pictures.used().await)?, PicturesUsed { count: 200, bytes: 800_000 })
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::task::{Context, Poll, Waker};
    use webmynd_engine::ports::MemoryPictures;

    #[test]
    fn memory_keeps_the_contract() {
        for (case, steps) in CASES {
            let pictures = MemoryPictures::default();
            for step in 0..*steps {
                let mut running = std::pin::pin!(run(case, step, &pictures));
                let seen = running.as_mut().poll(&mut Context::from_waker(Waker::noop()));
                assert_eq!(seen, Poll::Ready(Ok(())), "{case}, step {step}");
            }
        }
    }
}
