//! `webmynd timeline`: the days that hold visits, or the visits of some of them.
use crate::args::Timeline;
use crate::clock;
use crate::failure::{Done, Failure};
use crate::memory::Memory;
use crate::screen;
use serde::Serialize;
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
    let memory = Memory::open(&args.data)?;
    let damaged = match &args.on {
        None => list_days(&memory, args.json).map(|()| 0)?,
        Some(days) => list_visits(&memory, days, args.json)?,
    };
    if damaged == 0 {
        return Ok(Done::Well);
    }
    screen::note(&format!("webmynd: {damaged} visits cannot be read; see `webmynd doctor`"));
    Ok(Done::WithComplaints)
}

fn list_days(memory: &Memory, json: bool) -> Result<(), Failure> {
    let mut days: Vec<Day> = Vec::new();
    let alive = memory.archive.catalog().visits().iter().filter(|visit| visit.is_alive());
    for visit in alive {
        let date = clock::date(visit.day().into());
        match days.last_mut().filter(|day| day.date == date) {
            Some(day) => day.visits += 1,
            None => days.push(Day { date, visits: 1 }),
        }
    }
    let total = days.iter().map(|day| day.visits).sum();
    if json {
        return screen::json(&Days { days, total });
    }
    for day in &days {
        screen::line(&format!("{}  {:>6}", day.date, day.visits))?;
    }
    screen::line(&format!("{total} visits on {} days", days.len()))
}

/// Gives how many visits cannot be read.
fn list_visits(memory: &Memory, days: &std::ops::Range<i32>, json: bool) -> Result<usize, Failure> {
    let all = (0..).zip(memory.archive.catalog().visits());
    let wanted = all.filter(|(_, visit)| visit.is_alive() && days.contains(&visit.day()));
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
        screen::line(&format!("{} {star} {}\n{:26}{}", visit.time, visit.title, "", visit.url))?;
    }
    screen::line(&format!("{total} visits")).map(|()| damaged)
}

fn of(caption: Caption) -> Visit {
    Visit {
        time: clock::rfc3339(caption.at, caption.offset_min),
        id: caption.name.unwrap_or(caption.id),
        star: caption.flags & Flag::STAR != 0,
        url: caption.url,
        title: caption.title,
        site: caption.site,
        labels: caption.labels,
    }
}
