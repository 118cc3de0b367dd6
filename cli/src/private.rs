//! What is made here is for its owner alone: a memory is a browsing history in plain text.
use std::fs::{DirBuilder, OpenOptions};
use std::io::Result;
use std::path::Path;

/// Options that make a file which nobody else may read.
pub fn options() -> OpenOptions {
    let mut options = OpenOptions::new();
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
}

/// Makes a folder that nobody else may enter; those above it as the system makes them. One that is there stays as it is.
pub fn make_folder(path: &Path) -> Result<()> {
    if path.is_dir() {
        return Ok(());
    }
    if let Some(above) = path.parent() {
        std::fs::create_dir_all(above)?;
    }
    let mut builder = DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    match builder.create(path) {
        // Another process was quicker.
        Err(_) if path.is_dir() => Ok(()),
        made => made,
    }
}

/// Whether others than the owner may do anything with a file.
#[cfg(unix)]
pub fn is_open_to_others(file: &std::fs::File) -> bool {
    use std::os::unix::fs::PermissionsExt;
    file.metadata().is_ok_and(|facts| facts.permissions().mode() & 0o077 != 0)
}

/// Elsewhere a folder of the user's is the user's.
#[cfg(not(unix))]
pub fn is_open_to_others(_: &std::fs::File) -> bool {
    false
}

/// Takes a file or folder from all but its owner, as well as can be: what belongs to another stays as it is.
pub fn close_to_others(path: &Path) {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        // A link is not followed: what it leads to was put elsewhere with intent.
        let Ok(facts) = std::fs::symlink_metadata(path) else { return };
        let mode = facts.permissions().mode();
        if !facts.is_symlink() && mode & 0o077 != 0 {
            let _ = std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode & 0o7700));
        }
    }
    #[cfg(not(unix))]
    let _ = path;
}
