//! `webmynd extract`: a page taken apart.
use crate::args::Extract;
use crate::charset;
use crate::failure::{Done, Failure};
use crate::screen;
use std::io::Read;
use std::path::Path;
use webmynd_engine::extract::{Hints, extract_as};

/// Prints what a page says.
pub fn run(args: &Extract) -> Result<Done, Failure> {
    let mut bytes = Vec::new();
    if args.file.is_dir() {
        return Err(Failure::new(format!("{} is a folder, not a page", args.file.display())));
    }
    let read = if args.file.as_os_str() == "-" {
        std::io::stdin().lock().read_to_end(&mut bytes)
    } else {
        std::fs::File::open(&args.file).and_then(|mut file| file.read_to_end(&mut bytes))
    };
    read.map_err(|error| Failure::of_file("read", &args.file, &error))?;
    let (html, _) = charset::decode(&bytes);
    let page = extract_as(&html, media(&args.file), Hints { url: args.url.as_deref(), ..Hints::default() });
    if args.json {
        screen::json(&page)?;
        return Ok(Done::Well);
    }
    let published = page.published.as_deref().unwrap_or_default();
    for (name, value) in
        [("title", page.title.as_str()), ("site", &page.site), ("lang", &page.lang), ("published", published)]
    {
        screen::line(&format!("{name}: {}", screen::one_line(value)))?;
    }
    screen::line(&format!("\n{}\n\n--- rest ---\n{}", page.text, page.rest))?;
    Ok(Done::Well)
}

/// The media type that a file's name says; nothing where what is in it says it better.
fn media(file: &Path) -> Option<&'static str> {
    let extension = file.extension()?.to_str()?.to_ascii_lowercase();
    Some(match extension.as_str() {
        "txt" | "text" | "md" | "log" | "csv" => "text/plain",
        "json" => "application/json",
        "xhtml" | "xht" => "application/xhtml+xml",
        "xml" | "svg" | "rss" | "atom" => "application/xml",
        _ => return None,
    })
}
