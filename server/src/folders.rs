//! Folders that nobody else on this machine reads.
use std::io;
use std::path::Path;

/// Makes a folder, 0700 where there are such modes; one that is there stays as its owner has set it.
pub fn make(path: &Path) -> io::Result<()> {
    let mut folder = std::fs::DirBuilder::new();
    folder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut folder, 0o700);
    folder.create(path)
}
