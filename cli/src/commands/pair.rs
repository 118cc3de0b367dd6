//! `webmynd pair`: shows the code that lets a new device in.
use crate::args::Pair;
use crate::failure::{Done, Failure};
use crate::remote::at_once;
use crate::vault::Synced;
use crate::{random, screen};
use serde::Serialize;
use webmynd_crypto::pairing::{Code, words_of};
use webmynd_engine::page::Millis;

#[derive(Serialize)]
struct Answer {
    server: String,
    code: String,
    until: Millis,
}

/// Leaves the keys for whoever is told the code, and shows it.
pub fn run(args: &Pair) -> Result<Done, Failure> {
    let synced = Synced::open(&args.data)?;
    let code = Code::generate(&mut random::fill);
    let place = (&synced.remote, &synced.archive);
    let until = at_once(synced.account.offer_pairing(place, *code.expose(), &mut random::fill))??;
    let words = words_of(&code).map_err(|error| Failure::new(error.to_string()))?;
    let answer = Answer { server: synced.account.server().to_owned(), code: words, until };
    if args.json {
        screen::json(&answer)?;
    } else {
        screen::line(&format!(
            "Within ten minutes, on the new device: `webmynd login {} --pair`, and these words, which nobody else may see:\n  {}",
            answer.server, answer.code
        ))?;
    }
    Ok(Done::Well)
}
