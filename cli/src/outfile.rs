//! Where an export goes: a file that appears when it is whole, standard output, or whatever else stands there already.
use crate::failure::Failure;
use crate::private;
use std::ffi::{OsStr, OsString};
use std::fs::{File, Metadata, OpenOptions};
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

/// How the name of a draft ends.
const END: &str = ".part";
/// Links that are followed to a file that is not there yet.
const LINKS: usize = 40;

/// A place to write to, opened.
pub struct OutFile {
    to: BufWriter<Box<dyn Write>>,
    named: PathBuf,
    draft: Option<Draft>,
}

/// A file beside the one that is meant, which takes its place at the end.
struct Draft {
    file: File,
    path: PathBuf,
    target: PathBuf,
}

impl OutFile {
    /// Opens what `--out` names. `data`: the memory's folder, in which nothing is written. Errors: it cannot be written; nothing was
    /// changed.
    pub fn open(named: &Path, data: &Path) -> Result<Self, Failure> {
        let failed = |error: &std::io::Error| Failure::of_file("write", named, error);
        if is_standard_output(named) {
            return Ok(Self::straight(named, Box::new(std::io::stdout())));
        }
        match std::fs::metadata(named) {
            Ok(facts) if facts.is_dir() => {
                Err(Failure::new(format!("{} is a folder: --out names the file to write", named.display())))
            }
            // A pipe or a device is written to: only a file can be replaced by another.
            Ok(facts) if !facts.is_file() || is_of_the_system(named) => {
                let file = OpenOptions::new()
                    .write(true)
                    .truncate(true)
                    .open(named)
                    .map_err(|error| failed(&error))?;
                Ok(Self::straight(named, Box::new(file)))
            }
            Ok(facts) => Self::beside(named, data, Some(&facts)),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Self::beside(named, data, None),
            Err(error) => Err(failed(&error)),
        }
    }

    /// Whether it is standard output, which then says nothing else.
    pub fn is_standard_output(&self) -> bool {
        is_standard_output(&self.named)
    }

    /// Writes some of it.
    pub fn write(&mut self, bytes: &[u8]) -> Result<(), Failure> {
        self.to.write_all(bytes).map_err(|error| self.failed(&error))
    }

    fn failed(&self, error: &std::io::Error) -> Failure {
        // `webmynd export --out - | head` is no mistake.
        if error.kind() == std::io::ErrorKind::BrokenPipe && self.is_standard_output() {
            std::process::exit(0);
        }
        Failure::of_file("write", &self.named, error)
    }

    /// Makes it durable, and has it appear.
    pub fn finish(mut self) -> Result<(), Failure> {
        let done = self.to.flush().and_then(|()| self.draft.as_ref().map_or(Ok(()), Draft::appear));
        done.map_err(|error| self.failed(&error))?;
        self.draft = None;
        Ok(())
    }

    fn straight(named: &Path, to: Box<dyn Write>) -> Self {
        Self { to: BufWriter::new(to), named: named.to_owned(), draft: None }
    }

    fn beside(named: &Path, data: &Path, there: Option<&Metadata>) -> Result<Self, Failure> {
        let failed = |error: &std::io::Error| Failure::of_file("write", named, error);
        let target = followed(named).map_err(|error| failed(&error))?;
        let folder = target.parent().filter(|folder| !folder.as_os_str().is_empty());
        let folder = folder.unwrap_or(Path::new(".")).canonicalize().map_err(|error| failed(&error))?;
        if data.canonicalize().is_ok_and(|data| folder.starts_with(data)) {
            return Err(Failure::new(format!(
                "{} is inside of the memory's own folder: --out names a file elsewhere",
                named.display()
            )));
        }
        let name = target.file_name().ok_or_else(|| Failure::new("--out names no file"))?;
        let draft = Draft::make(&folder, name, there).map_err(|error| failed(&error))?;
        let to = draft.file.try_clone().map_err(|error| failed(&error))?;
        Ok(Self { to: BufWriter::new(Box::new(to)), named: named.to_owned(), draft: Some(draft) })
    }
}

impl Drop for OutFile {
    /// What was not finished leaves nothing.
    fn drop(&mut self) {
        if let Some(draft) = &self.draft {
            let _ = std::fs::remove_file(&draft.path);
        }
    }
}

impl Draft {
    /// A new file of a name that nobody has. It may be read by whom the file may that was there, else by its owner alone.
    fn make(folder: &Path, name: &OsStr, there: Option<&Metadata>) -> std::io::Result<Self> {
        Self::sweep(folder, name);
        let mut mark = [0; 8];
        crate::random::fill(&mut mark);
        let mut draft = beginning(name);
        draft.push(format!("{:016x}{END}", u64::from_le_bytes(mark)));
        let path = folder.join(draft);
        let file = private::options().write(true).create_new(true).open(&path)?;
        // Held until it is whole: so it is known from what an export that was killed has left.
        let _ = file.try_lock();
        let draft = Self { file, path, target: folder.join(name) };
        if let Some(there) = there {
            draft.belong_like(there);
        }
        Ok(draft)
    }

    /// Removes what exports of this name left that were killed.
    fn sweep(folder: &Path, name: &OsStr) {
        let begins = beginning(name);
        let is_draft = |file: &OsStr| {
            let mark = file.as_encoded_bytes().strip_prefix(begins.as_encoded_bytes());
            let mark = mark.and_then(|mark| mark.strip_suffix(END.as_bytes()));
            mark.is_some_and(|mark| mark.len() == 16 && mark.iter().all(u8::is_ascii_hexdigit))
        };
        let all = std::fs::read_dir(folder).into_iter().flatten().flatten();
        for path in all.filter(|file| is_draft(&file.file_name())).map(|file| file.path()) {
            let is_left =
                OpenOptions::new().write(true).open(&path).is_ok_and(|file| file.try_lock().is_ok());
            if is_left {
                let _ = std::fs::remove_file(&path);
            }
        }
    }

    /// Gives it owner and permissions of the file that it will replace, where this user may: the owner first, a change of whom takes
    /// permissions away.
    fn belong_like(&self, there: &Metadata) {
        #[cfg(unix)]
        {
            use std::os::unix::fs::MetadataExt;
            let _ = std::os::unix::fs::fchown(&self.file, Some(there.uid()), Some(there.gid()));
        }
        let _ = self.file.set_permissions(there.permissions());
    }

    fn appear(&self) -> std::io::Result<()> {
        self.file.sync_all()?;
        std::fs::rename(&self.path, &self.target)
    }
}

/// How the name of a draft begins.
fn beginning(name: &OsStr) -> OsString {
    let mut begins = OsString::from(".");
    begins.push(name);
    begins.push(".");
    begins
}

fn is_standard_output(named: &Path) -> bool {
    ["-", "/dev/stdout", "/dev/fd/1", "/proc/self/fd/1"].iter().any(|name| named == Path::new(name))
}

/// Names of open files look like files, and are none that could be replaced.
fn is_of_the_system(named: &Path) -> bool {
    ["/dev/fd", "/dev/stderr", "/dev/stdin", "/proc"].iter().any(|place| named.starts_with(place))
}

/// The file itself, behind links, also one that is not there yet.
fn followed(named: &Path) -> std::io::Result<PathBuf> {
    let mut path = named.to_owned();
    for _ in 0..LINKS {
        match std::fs::read_link(&path) {
            Ok(next) => path = path.parent().unwrap_or(Path::new("")).join(next),
            Err(_) => return Ok(path),
        }
    }
    Err(std::io::Error::other("too many links"))
}
