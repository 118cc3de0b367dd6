//! What the servers of one database tell each other: how often was done what is limited. A limit is then one, however many servers there are.
use crate::random;
use crate::store::StoreError;
use crate::throttle::{Key, News};
use crate::vault::Vault;
use base64::Engine;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use std::time::Duration;
use tokio::time::{MissedTickBehavior, interval, sleep};

/// How often there is told what is new.
const OFTEN: Duration = Duration::from_millis(100);
/// After a failure.
const LATER: Duration = Duration::from_secs(2);

/// Bytes of the name that a server has until it ends.
const NAME: usize = 8;
/// What is limited, what was counted, under which key.
const LINE: usize = 1 + 1 + 4 + size_of::<Key>();
/// Lines of one message: PostgreSQL bears 7,999 bytes of text.
const LINES: usize = 250;

/// News of one of [`Vault::limited`].
type Line = (usize, Key, News);

/// Tells what is counted here, and counts what others tell; where nobody else can have the database it returns at once.
pub async fn talk(vault: &Vault) {
    if !vault.store.is_shared() {
        return;
    }
    match random::bytes() {
        Ok(name) => drop(tokio::join!(tell(vault, name), listen(vault, name))),
        Err(error) => tracing::error!("limits are this server's alone: no randomness: {error}"),
    }
}

async fn tell(vault: &Vault, name: [u8; NAME]) {
    let mut times = interval(OFTEN);
    times.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        times.tick().await;
        if let Err(error) = tell_all(vault, name).await {
            tracing::warn!("the other servers were not told what was counted here: {error}");
            sleep(LATER).await;
        }
    }
}

async fn tell_all(vault: &Vault, name: [u8; NAME]) -> Result<(), StoreError> {
    // Raised before news are taken, so that at any time what is not told yet is there or here.
    vault.metrics.telling.set(1);
    let told = tell_each(vault, name).await;
    vault.metrics.telling.set(0);
    told
}

async fn tell_each(vault: &Vault, name: [u8; NAME]) -> Result<(), StoreError> {
    let news =
        vault.limited().into_iter().enumerate().flat_map(|(which, limited)| {
            limited.news().into_iter().map(move |(key, news)| (which, key, news))
        });
    let lines: Vec<Line> = news.collect();
    for (told, some) in lines.chunks(LINES).enumerate() {
        if let Err(error) = vault.store.say(&written(name, some)).await {
            for (which, limited) in vault.limited().into_iter().enumerate() {
                let untold = lines[told * LINES..].iter().filter(|line| line.0 == which);
                limited.keep(untold.map(|(_, key, news)| (*key, *news)).collect());
            }
            return Err(error);
        }
        vault.metrics.told.inc_by(some.len() as u64);
    }
    Ok(())
}

async fn listen(vault: &Vault, name: [u8; NAME]) {
    loop {
        if let Err(error) = hear_all(vault, name).await {
            tracing::warn!(
                "the other servers are not heard, limits are this server's alone meanwhile: {error}"
            );
            sleep(LATER).await;
        }
    }
}

async fn hear_all(vault: &Vault, name: [u8; NAME]) -> Result<(), StoreError> {
    let mut ears = vault.store.listen(&vault.config.database()).await?;
    loop {
        let Some((from, lines)) = read(&ears.hear().await?) else { continue };
        if from == name {
            continue;
        }
        vault.metrics.heard.inc_by(lines.len() as u64);
        let now = vault.clock.now();
        for (which, key, news) in lines {
            // One of a later version may limit more.
            if let Some(limited) = vault.limited().get(which) {
                limited.hear(key, news, now);
            }
        }
    }
}

fn written(name: [u8; NAME], lines: &[Line]) -> String {
    let mut bytes = name.to_vec();
    for (which, key, news) in lines {
        bytes.push(u8::try_from(*which).unwrap_or(u8::MAX));
        bytes.push(news.cleared.into());
        bytes.extend(news.more.to_be_bytes());
        bytes.extend(key);
    }
    STANDARD_NO_PAD.encode(bytes)
}

/// Who says what; `None`: no server.
fn read(text: &str) -> Option<([u8; NAME], Vec<Line>)> {
    let bytes = STANDARD_NO_PAD.decode(text).ok()?;
    let (name, lines) = bytes.split_first_chunk::<NAME>()?;
    let (lines, []) = lines.as_chunks::<LINE>() else { return None };
    Some((*name, lines.iter().map(line).collect()))
}

fn line([which, cleared, a, b, c, d, key @ ..]: &[u8; LINE]) -> Line {
    let news = News { cleared: *cleared != 0, more: i32::from_be_bytes([*a, *b, *c, *d]) };
    (usize::from(*which), *key, news)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_and_what_nobody_wrote_is_not() {
        let lines: Vec<Line> = (0..LINES)
            .map(|nth| (nth % 4, [nth as u8; 16], News { cleared: nth % 2 == 0, more: nth as i32 - 9 }))
            .collect();
        let text = written([5; NAME], &lines);
        assert!(text.len() < 8_000, "{}", text.len());
        assert_eq!(read(&text), Some(([5; NAME], lines)));
        assert_eq!(read(&written([5; NAME], &[])), Some(([5; NAME], vec![])));
        for nonsense in ["", "hello", "AAAA", &text[4..], "\u{202e}"] {
            assert_eq!(read(nonsense), None, "{nonsense}");
        }
    }
}
