//! By which time a round of the purge judges what has ended: one that no clock's jump can hurry.
use super::schema::NOW;
use super::{Store, StoreError};
use sqlx::Row;
use webmynd_protocol::Millis;

/// How many times as fast as the clock that time may go on, to catch up with it.
const HASTE: Millis = 6;
/// How far it goes on in one round, at most.
const STEP: Millis = 6 * 3_600_000;

/// The time of a round, in ms.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Round {
    /// What has ended by then may go.
    pub until: Millis,
    /// How far that is behind the clock.
    pub behind: Millis,
}

/// What follows from a round that ended with `until` when the clock stood at `at`. A clock that goes on as it should is kept up with; one that has
/// jumped, or a server that was off for long, is followed step by step; one that was set back at once.
fn follows(until: Millis, at: Millis, now: Millis) -> Millis {
    let passed = now.saturating_sub(at).max(0);
    until.saturating_add(passed.saturating_mul(HASTE).min(STEP)).min(now)
}

impl Store {
    /// Begins a round at `now`: how far it may go. All servers of a database go on from the same one.
    pub async fn begin_round(&self, now: Millis) -> Result<Round, StoreError> {
        let mut change = self.pool.begin().await?;
        sqlx::query("INSERT INTO rounds (name, until, at) VALUES ('purge', $1, $1) ON CONFLICT DO NOTHING")
            .bind(now)
            .execute(&mut *change)
            .await?;
        let last = sqlx::query("UPDATE rounds SET name = name WHERE name = 'purge' RETURNING until, at")
            .fetch_one(&mut *change)
            .await?;
        let until = follows(last.try_get("until")?, last.try_get("at")?, now);
        sqlx::query("UPDATE rounds SET until = $1, at = $2 WHERE name = 'purge'")
            .bind(until)
            .bind(now)
            .execute(&mut *change)
            .await?;
        change.commit().await?;
        Ok(Round { until, behind: now - until })
    }

    /// What time it is for a database that servers share; of a file nobody but this one knows.
    pub async fn time(&self) -> Result<Option<Millis>, StoreError> {
        if self.sqlite {
            return Ok(None);
        }
        let row = sqlx::query(NOW).fetch_one(&self.readers).await?;
        Ok(Some(row.try_get("now")?))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOUR: Millis = 3_600_000;
    const YEAR: Millis = 365 * 24 * HOUR;

    #[test]
    fn time_goes_on_with_the_clock_and_not_with_its_jumps() {
        for (until, at, now, wanted, what) in [
            (0, 0, HOUR, HOUR, "an hour later"),
            (0, 0, 0, 0, "at once again"),
            (0, 0, YEAR, STEP, "a year later"),
            (STEP, YEAR, YEAR, STEP, "once more, as after a start"),
            (STEP, YEAR, YEAR + HOUR, 2 * STEP, "an hour later, it follows"),
            (STEP, YEAR, 2 * HOUR, 2 * HOUR, "the clock was set right"),
            (0, 0, -YEAR, -YEAR, "and set back"),
            (YEAR - HOUR, YEAR, YEAR + HOUR, YEAR + HOUR, "it has caught up"),
        ] {
            assert_eq!(follows(until, at, now), wanted, "{what}");
        }
    }
}
