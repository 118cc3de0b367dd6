//! Looks for a word in everything that is on the disk, as it stands and inside whatever inflates.
use webmynd_engine::ports::Files;

/// What inflates to more than this is cut off.
const LIMIT: usize = 1 << 16;

/// Every file with all that can be read in it: its bytes, then whatever deflate stream begins at any of them. No format
/// is known here, so a change of one hides nothing.
pub fn everything(files: &dyn Files) -> Vec<(String, Vec<u8>)> {
    let read = |name: String, len: u64| {
        let mut bytes = vec![0; len as usize];
        files.read(&name, 0, &mut bytes).unwrap();
        for at in 0..len as usize {
            let stream = inflated(&bytes[at..len as usize]);
            bytes.extend_from_slice(&stream);
        }
        (name, bytes)
    };
    files.list().unwrap().into_iter().map(|file| read(file.name, file.len)).collect()
}

/// Whether the word stands in the bytes, in whatever case.
pub fn holds(bytes: &[u8], word: &str) -> bool {
    memchr::memmem::find(&bytes.to_ascii_lowercase(), word.to_ascii_lowercase().as_bytes()).is_some()
}

/// What a deflate stream at the beginning of `bytes` holds, though it be torn; short accidents are left out.
fn inflated(bytes: &[u8]) -> Vec<u8> {
    let text = match miniz_oxide::inflate::decompress_to_vec_with_limit(bytes, LIMIT) {
        Ok(text) => text,
        Err(error) => error.output,
    };
    if text.len() < 16 { Vec::new() } else { text }
}
