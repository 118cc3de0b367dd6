//! The bodies of the fuzz targets (`fuzz/`) over their corpus, each input as it is and with some of it changed at random, always in the
//! same way. `WEBMYND_MUTATIONS`: how often each is changed.
#[path = "../../../fuzz/src/bodies.rs"]
mod bodies;

use std::path::Path;

/// How often each input is changed where nothing else is said.
const MUTATIONS: u32 = 12;

/// Numbers at random, the same in each run (xorshift).
struct Dice(u64);

impl Dice {
    fn below(&mut self, most: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % most.max(1) as u64) as usize
    }
}

/// Some bytes changed, taken out, said twice or taken from another input.
fn changed(bytes: &[u8], other: &[u8], dice: &mut Dice) -> Vec<u8> {
    let mut new = bytes.to_vec();
    for _ in 0..=dice.below(4) {
        let at = dice.below(new.len() + 1);
        let end = (at + dice.below(9)).min(new.len());
        match dice.below(5) {
            0 => drop(new.splice(at..end, [[0, 1, 0x7f, 0xff, b'"', b'9', b'(', b'<'][dice.below(8)]])),
            1 => drop(new.drain(at..end)),
            2 => {
                let twice = new[at..end].to_vec();
                drop(new.splice(at..at, twice));
            }
            3 => {
                let from = dice.below(other.len() + 1);
                let to = (from + dice.below(40)).min(other.len());
                drop(new.splice(at..end, other[from..to].iter().copied()));
            }
            _ => new.iter_mut().skip(at).take(1).for_each(|byte| *byte ^= 1 << dice.below(8)),
        }
    }
    new
}

/// Gives a target its corpus. What makes it panic is written to the terminal as it is to be put into the corpus.
fn replay(target: &str, body: fn(&[u8])) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fuzz/corpus").join(target);
    let mut names: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    names.sort();
    let inputs: Vec<Vec<u8>> = names.iter().map(|name| std::fs::read(name).unwrap()).collect();
    assert!(!inputs.is_empty());
    let mutations =
        std::env::var("WEBMYND_MUTATIONS").ok().and_then(|most| most.parse().ok()).unwrap_or(MUTATIONS);
    let mut dice = Dice(0x9e37_79b9_7f4a_7c15);
    let attempt = |input: &[u8]| {
        let done = std::panic::catch_unwind(|| body(input));
        assert!(
            done.is_ok(),
            "{target}: {:?}",
            input.iter().map(|byte| format!("{byte:02x}")).collect::<String>()
        );
    };
    for input in &inputs {
        attempt(input);
        for _ in 0..mutations {
            let other = &inputs[dice.below(inputs.len())];
            attempt(&changed(input, other, &mut dice));
        }
    }
}

#[test]
fn journals() {
    replay("journal", bodies::journal);
}

#[test]
fn checkpoints() {
    replay("checkpoint", bodies::checkpoint);
}

#[test]
fn segments_and_manifests() {
    replay("segment", bodies::segment);
}

#[test]
fn queries() {
    replay("query", bodies::query);
}

#[test]
fn pages() {
    replay("extract", bodies::extract_page);
}

#[test]
fn messages_of_other_devices() {
    replay("messages", bodies::messages);
}
