//! `webmynd timeline`: the days that hold visits, or the visits of some of them.
use crate::args::Timeline;
use crate::clock;
use crate::failure::{Done, Failure};
use crate::memory::Memory;
use crate::screen::{self, counted, one_line};
use serde::Serialize;
use std::collections::BTreeMap;
use webmynd_engine::archive::Caption;
use webmynd_engine::catalog::Flag;

/// So many captions are asked for at once.
const CAPTIONS: usize = 64;

#[derive(Serialize)]
struct Days {
    days: Vec<Day>,
    total: usize,
}

#[derive(Serialize)]
struct Day {
    date: String,
    visits: usize,
}

#[derive(Serialize)]
struct Visits {
    visits: Vec<Visit>,
    total: usize,
}

#[derive(Serialize)]
struct Visit {
    id: String,
    time: String,
    url: String,
    title: String,
    site: String,
    star: bool,
    labels: Vec<String>,
}

/// Lists days or visits, the oldest first.
pub fn run(args: &Timeline) -> Result<Done, Failure> {
    let memory = Memory::open_to_read(&args.data)?;
    let damaged = match &args.on {
        None => list_days(&memory, args.json).map(|()| 0)?,
        Some(days) => list_visits(&memory, days, args.json)?,
    };
    if damaged == 0 {
        return Ok(Done::Well);
    }
    screen::note(&format!(
        "webmynd: {} cannot be read; see `webmynd doctor`",
        counted(damaged as u32, "visit")
    ));
    Ok(Done::WithComplaints)
}

fn list_days(memory: &Memory, json: bool) -> Result<(), Failure> {
    let mut counts: BTreeMap<i32, usize> = BTreeMap::new();
    let alive = memory.archive.catalog().visits().iter().filter(|visit| visit.is_alive());
    for visit in alive {
        *counts.entry(clock::day(visit.at, visit.offset_min)).or_default() += 1;
    }
    let days: Vec<Day> =
        counts.into_iter().map(|(day, visits)| Day { date: clock::date(day.into()), visits }).collect();
    let total = days.iter().map(|day| day.visits).sum();
    if json {
        return screen::json(&Days { days, total });
    }
    for day in &days {
        screen::line(&format!("{}  {:>6}", day.date, day.visits))?;
    }
    screen::line(&format!("{} on {}", counted(total as u32, "visit"), counted(days.len() as u32, "day")))
}

/// Gives how many visits cannot be read.
fn list_visits(memory: &Memory, days: &std::ops::Range<i32>, json: bool) -> Result<usize, Failure> {
    let all = (0..).zip(memory.archive.catalog().visits());
    let wanted =
        all.filter(|(_, visit)| visit.is_alive() && days.contains(&clock::day(visit.at, visit.offset_min)));
    let ordinals: Vec<u32> = wanted.map(|(ordinal, _)| ordinal).collect();
    let mut visits = Vec::with_capacity(ordinals.len());
    for some in ordinals.chunks(CAPTIONS) {
        visits.extend(memory.archive.captions(some)?.into_iter().map(of));
    }
    let total = visits.len();
    let damaged = ordinals.len() - total;
    if json {
        return screen::json(&Visits { visits, total }).map(|()| damaged);
    }
    for visit in &visits {
        let star = if visit.star { '★' } else { ' ' };
        screen::line(&format!(
            "{} {star} {}\n{:26}{}",
            visit.time,
            one_line(&visit.title),
            "",
            one_line(&visit.url)
        ))?;
    }
    screen::line(&counted(total as u32, "visit")).map(|()| damaged)
}

fn of(caption: Caption) -> Visit {
    Visit {
        time: clock::rfc3339(caption.at, clock::offset_of(caption.at, caption.offset_min)),
        id: caption.name.unwrap_or(caption.id),
        star: caption.flags & Flag::STAR != 0,
        url: caption.url,
        title: caption.title,
        site: caption.site,
        labels: caption.labels,
    }
}
