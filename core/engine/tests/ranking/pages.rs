//! Pages that are known: the real ones of the corpus, and any folder of HTML.
use std::path::{Path, PathBuf};
use webmynd_engine::extract::{Hints, extract};

/// What is kept of a page.
pub struct Page {
    pub title: String,
    pub text: String,
    pub rest: String,
    pub url: String,
    pub site: String,
    pub lang: String,
}

/// The pages of the corpus, one of each title: by a title that two have, neither is known.
pub fn of_corpus(folder: &Path) -> Vec<Page> {
    let index = std::fs::read_to_string(folder.join("index.jsonl")).unwrap();
    let lines = index.lines().map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap());
    let of = |line: serde_json::Value| {
        let path = |part: &str| line[part].as_str().unwrap_or_default().to_owned();
        let html = folder.join(path("source")).join(format!("{}.html", path("name")));
        (html, path("url"))
    };
    read(lines.map(of).collect())
}

/// At most `most` HTML files below a folder, evenly taken.
pub fn of_folder(folder: &Path, most: usize) -> Vec<Page> {
    let (mut left, mut files) = (vec![folder.to_owned()], Vec::new());
    while let Some(folder) = left.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                left.push(path);
            } else if path.extension().is_some_and(|end| end == "html") {
                files.push(path);
            }
        }
    }
    files.sort();
    let step = files.len().div_ceil(most).max(1);
    let url = |path: PathBuf| {
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        (path, format!("https://pages.example/{name}"))
    };
    read(files.into_iter().step_by(step).map(url).collect())
}

/// Two threads: the pages are independent.
fn read(mut files: Vec<(PathBuf, String)>) -> Vec<Page> {
    let half = files.split_off(files.len() / 2);
    let all = |files: Vec<(PathBuf, String)>| files.iter().filter_map(read_page).collect::<Vec<_>>();
    let mut pages = std::thread::scope(|scope| {
        let other = scope.spawn(|| all(half));
        let mut pages = all(files);
        pages.extend(other.join().unwrap());
        pages
    });
    let mut titles = std::collections::HashSet::new();
    pages.retain(|page| titles.insert(page.title.to_lowercase()));
    pages
}

fn read_page((path, url): &(PathBuf, String)) -> Option<Page> {
    let html = std::fs::read(path).unwrap();
    let html = String::from_utf8(html)
        .unwrap_or_else(|e| encoding_rs::WINDOWS_1252.decode(e.as_bytes()).0.into_owned());
    let found = extract(&html, Hints { url: Some(url.as_str()), ..Hints::default() });
    let (title, text, rest) = (found.title, found.text, found.rest);
    let is_page = !title.is_empty() && text.len() > 400;
    is_page.then(|| Page { title, text, rest, url: url.clone(), site: found.site, lang: found.lang })
}
