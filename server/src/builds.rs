//! Packaged extensions in a folder: which there are, read from the packages themselves, for browsers that ask for updates.
mod crx;

use serde::Deserialize;
use sha2::{Digest, Sha256};
use std::collections::HashMap;
use std::fmt::Write as _;
use std::fs;
use std::io::{Cursor, Read};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::time::SystemTime;

/// A manifest is not longer than this, in bytes.
const MANIFEST: u64 = 1 << 20;
/// Nor a package.
const PACKAGE: u64 = 256 << 20;

/// The browser that a package is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Browser {
    /// `.xpi`.
    Firefox,
    /// `.crx`.
    Chrome,
}

/// A package.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Build {
    /// Its file's name.
    pub file: String,
    /// Whose.
    pub browser: Browser,
    /// The extension's id.
    pub id: String,
    /// Its version, as it stands in the manifest.
    pub version: String,
    /// The oldest browser that takes it.
    pub oldest: Option<String>,
    /// SHA-256 of the file, in hexadecimal.
    pub hash: String,
}

type Stamp = (u64, Option<SystemTime>);

/// The folder, and what was read of it: a file that has not changed is not read again.
pub struct Builds {
    folder: PathBuf,
    read: Mutex<HashMap<String, (Stamp, Option<Build>)>>,
}

impl Builds {
    /// Over a folder, which may still be empty.
    pub fn new(folder: PathBuf) -> Self {
        Self { folder, read: Mutex::default() }
    }

    /// Every package in it, by name. What is none is passed over and told to the operator. Reads files: not for a thread
    /// that answers others.
    pub fn list(&self) -> std::io::Result<Vec<Build>> {
        let mut known = self.read.lock().unwrap_or_else(PoisonError::into_inner);
        let mut seen = HashMap::new();
        for entry in fs::read_dir(&self.folder)? {
            let entry = entry?;
            let (Ok(file), about) = (entry.file_name().into_string(), entry.metadata()?) else { continue };
            let package = about.is_file() && (file.ends_with(".xpi") || file.ends_with(".crx"));
            if !package || !file.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"._-".contains(&byte)) {
                continue;
            }
            let stamp = (about.len(), about.modified().ok());
            let found = match known.remove(&file) {
                Some((before, build)) if before == stamp => build,
                _ => read_or_tell(&entry.path(), &file),
            };
            seen.insert(file, (stamp, found));
        }
        *known = seen;
        let mut all: Vec<Build> = known.values().filter_map(|(_, build)| build.clone()).collect();
        all.sort_by(|one, other| one.file.cmp(&other.file));
        Ok(all)
    }

    /// The bytes of a listed package.
    pub fn bytes(&self, build: &Build) -> std::io::Result<Vec<u8>> {
        fs::read(self.folder.join(&build.file))
    }
}

fn read_or_tell(path: &Path, file: &str) -> Option<Build> {
    let build = fs::metadata(path)
        .map_err(|error| error.to_string())
        .and_then(|about| if about.len() > PACKAGE { Err("too large".to_owned()) } else { Ok(()) })
        .and_then(|()| fs::read(path).map_err(|error| error.to_string()))
        .and_then(|bytes| build_of(file, &bytes));
    build.inspect_err(|why| tracing::warn!("{file} is not offered to browsers: {why}")).ok()
}

#[derive(Deserialize)]
struct Manifest {
    version: String,
    minimum_chrome_version: Option<String>,
    #[serde(default)]
    browser_specific_settings: Settings,
}

#[derive(Default, Deserialize)]
struct Settings {
    #[serde(default)]
    gecko: Gecko,
}

#[derive(Default, Deserialize)]
struct Gecko {
    id: Option<String>,
    strict_min_version: Option<String>,
}

/// What a package says of itself.
fn build_of(file: &str, bytes: &[u8]) -> Result<Build, String> {
    let chrome = file.ends_with(".crx");
    let (id, archive) = if chrome { crx::open(bytes)? } else { (String::new(), bytes) };
    let manifest = manifest_of(archive)?;
    let gecko = manifest.browser_specific_settings.gecko;
    let (browser, id, oldest) = if chrome {
        (Browser::Chrome, id, manifest.minimum_chrome_version)
    } else {
        let id = gecko.id.ok_or("its manifest has no browser_specific_settings.gecko.id")?;
        (Browser::Firefox, id, gecko.strict_min_version)
    };
    let version = manifest.version;
    if version.is_empty() || numbers(&version).is_none() {
        return Err(format!("{version:?} is no version"));
    }
    let hash = Sha256::digest(bytes).iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    });
    Ok(Build { file: file.to_owned(), browser, id, version, oldest, hash })
}

fn manifest_of(archive: &[u8]) -> Result<Manifest, String> {
    let mut zip = zip::ZipArchive::new(Cursor::new(archive)).map_err(|error| error.to_string())?;
    let file = zip.by_name("manifest.json").map_err(|error| format!("manifest.json: {error}"))?;
    let mut text = Vec::new();
    file.take(MANIFEST).read_to_end(&mut text).map_err(|error| format!("manifest.json: {error}"))?;
    serde_json::from_slice(&text).map_err(|error| format!("manifest.json: {error}"))
}

/// A version's numbers: one to four of them, as both browsers have it.
pub fn numbers(version: &str) -> Option<Vec<u32>> {
    let numbers: Option<Vec<u32>> = version.split('.').map(|part| part.parse().ok()).collect();
    numbers.filter(|all| all.len() <= 4)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;

    fn packed(manifest: &str) -> Vec<u8> {
        let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
        zip.start_file("manifest.json", zip::write::SimpleFileOptions::default()).unwrap();
        zip.write_all(manifest.as_bytes()).unwrap();
        zip.finish().unwrap().into_inner()
    }

    #[test]
    fn a_package_says_what_it_is_and_what_is_none_is_passed_over() {
        let folder = tempfile::tempdir().unwrap();
        let put = |name: &str, bytes: &[u8]| fs::write(folder.path().join(name), bytes).unwrap();
        let manifest = r#"{"version": "1.2", "browser_specific_settings": {"gecko": {"id": "a@b", "strict_min_version": "142.0"}}}"#;
        put("a.xpi", &packed(manifest));
        put("no id.xpi", &packed(manifest));
        put("noid.xpi", &packed(r#"{"version": "1.2"}"#));
        put("word.xpi", &packed(&manifest.replace("1.2", "1.2beta")));
        put("torn.xpi", &packed(manifest)[..40]);
        put("a.crx", &packed(manifest));
        put("notes.txt", b"x");
        let builds = Builds::new(folder.path().to_owned());
        let found = builds.list().unwrap();
        assert_eq!(found.len(), 1, "{found:?}");
        assert_eq!(
            (found[0].id.as_str(), found[0].version.as_str(), found[0].oldest.as_deref()),
            ("a@b", "1.2", Some("142.0"))
        );
        put("a.xpi", &packed(&manifest.replace("1.2", "1.10.0")));
        assert_eq!(builds.list().unwrap()[0].version, "1.10.0", "a file that was replaced is read again");
        fs::remove_file(folder.path().join("a.xpi")).unwrap();
        assert_eq!(builds.list().unwrap(), []);
        assert!(numbers("1.10") > numbers("1.9.9"));
    }
}
