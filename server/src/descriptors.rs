//! How many connections the system lets a process have: what a shell or a service hands on is often too few.

/// Descriptors for everything that is no connection: the database, blobs, the log.
const OTHERS: u64 = 256;

/// Asks the system for `connections` at once, as far as it allows; how many those are.
#[cfg(unix)]
pub fn allow(connections: usize) -> usize {
    use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
    let (limit, wanted) = (getrlimit(Resource::Nofile), connections as u64 + OTHERS);
    // None: there is no limit.
    let most = |limit: Option<u64>| {
        limit.map_or(connections, |most| connections.min(most.saturating_sub(OTHERS).max(1) as usize))
    };
    if limit.current.is_none_or(|now| now >= wanted) {
        return connections;
    }
    let raised = limit.maximum.map_or(wanted, |most| most.min(wanted));
    match setrlimit(Resource::Nofile, Rlimit { current: Some(raised), maximum: limit.maximum }) {
        Ok(()) => most(Some(raised)),
        Err(_) => most(limit.current),
    }
}

/// Other systems are not asked.
#[cfg(not(unix))]
pub fn allow(connections: usize) -> usize {
    connections
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_said_how_many_there_can_be() {
        assert_eq!(allow(1), 1);
        assert!((1..=usize::MAX / 2).contains(&allow(usize::MAX / 2)));
    }
}
