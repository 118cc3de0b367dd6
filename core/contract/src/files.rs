//! The contract of the [`Files`] port.
use crate::{Outcome, pattern, said, same};
use webmynd_engine::ports::{FileError, Files};

/// One promise of the port, checked in steps with the folder opened anew before each.
pub struct Case {
    /// What is promised.
    pub name: &'static str,
    /// The steps, in order.
    pub steps: &'static [Step],
}

/// One step of a case, over the freshly opened folder.
pub type Step = fn(&dyn Files) -> Outcome;

/// All promises of the port.
pub const CASES: &[Case] = &[
    Case { name: "an empty folder lists nothing and misses every file", steps: &[empty] },
    Case { name: "what was written is read back at any offset", steps: &[offsets] },
    Case { name: "a read at the end is short and beyond it empty", steps: &[short_reads] },
    Case { name: "a write over the end grows the file, one past it is refused", steps: &[growing] },
    Case { name: "a cut shortens, and what is written after it stands there alone", steps: &[cutting] },
    Case { name: "flushed files are there after reopening", steps: &[write_three, read_three] },
    Case {
        name: "appended and flushed bytes are there after reopening",
        steps: &[append, append_more, appended],
    },
    Case { name: "a cut file is short after reopening", steps: &[cut_flushed, still_cut] },
    Case { name: "a removed file stays away after reopening", steps: &[write_three, remove_two, two_gone] },
    Case { name: "a name that was removed begins empty", steps: &[write_three, write_anew, only_new] },
    Case { name: "the longest and the oddest names are kept", steps: &[odd_names, odd_names_kept] },
    Case {
        name: "names that are not allowed are refused and leave nothing",
        steps: &[bad_names, nothing_listed],
    },
    Case { name: "five megabytes in one write", steps: &[large, large_kept] },
    Case { name: "an empty file exists once it is flushed", steps: &[empty_file, empty_file_kept] },
];

/// Removes every file: the beginning of a case.
pub fn clear(files: &dyn Files) -> Outcome {
    for entry in said("list", files.list())? {
        said("remove", files.remove(&entry.name))?;
    }
    nothing_listed(files)
}

fn listed(files: &dyn Files) -> Result<Vec<(String, u64)>, String> {
    let mut names: Vec<_> =
        said("list", files.list())?.into_iter().map(|entry| (entry.name, entry.len)).collect();
    names.sort();
    Ok(names)
}

fn whole(files: &dyn Files, name: &str, promised: &[u8]) -> Outcome {
    let mut bytes = vec![0; promised.len() + 7];
    let count = said("read", files.read(name, 0, &mut bytes))?;
    bytes.truncate(count);
    if bytes == promised {
        return Ok(());
    }
    let at = bytes.iter().zip(promised).position(|(a, b)| a != b);
    Err(format!("{name}: {count} bytes instead of {}, first difference at {at:?}", promised.len()))
}

fn put(files: &dyn Files, name: &str, bytes: &[u8]) -> Outcome {
    said("write", files.write(name, 0, bytes))?;
    said("flush", files.flush(name))
}

fn nothing_listed(files: &dyn Files) -> Outcome {
    same("list", listed(files)?, vec![])
}

fn empty(files: &dyn Files) -> Outcome {
    nothing_listed(files)?;
    same("read", files.read("none", 0, &mut [0; 4]), Err(FileError::Missing))?;
    same("cut", files.cut("none", 0), Err(FileError::Missing))?;
    same("flush", files.flush("none"), Err(FileError::Missing))?;
    same("remove", files.remove("none"), Ok(()))
}

fn offsets(files: &dyn Files) -> Outcome {
    let mut truth = pattern(1, 70_001);
    put(files, "a", &truth)?;
    for (seed, at, len) in [(2, 0, 1), (3, 4_095, 2), (4, 4_096, 4_096), (5, 69_990, 11), (6, 1, 65_536)] {
        let bytes = pattern(seed, len);
        truth[at..at + len].copy_from_slice(&bytes);
        said("write", files.write("a", at as u64, &bytes))?;
    }
    whole(files, "a", &truth)?;
    for (at, len) in [(0, 1), (1, 16), (4_090, 20), (70_000, 1), (33_333, 33_333)] {
        let mut into = vec![0; len];
        same("read", files.read("a", at as u64, &mut into), Ok(len))?;
        same("bytes", &into, &truth[at..at + len].to_vec())?;
    }
    Ok(())
}

fn short_reads(files: &dyn Files) -> Outcome {
    put(files, "a", b"0123456789")?;
    let mut into = [b'x'; 8];
    same("at 6", files.read("a", 6, &mut into), Ok(4))?;
    same("bytes", &into, b"6789xxxx")?;
    same("at 10", files.read("a", 10, &mut into), Ok(0))?;
    same("at 4 GB", files.read("a", 1 << 32, &mut into), Ok(0))?;
    same("of nothing", files.read("a", 3, &mut []), Ok(0))
}

fn growing(files: &dyn Files) -> Outcome {
    put(files, "a", b"01234")?;
    said("over the end", files.write("a", 3, b"abcd"))?;
    whole(files, "a", b"012abcd")?;
    said("at the end", files.write("a", 7, b"e"))?;
    said("nothing at the end", files.write("a", 8, b""))?;
    whole(files, "a", b"012abcde")?;
    if files.write("a", 9, b"z").is_ok() {
        return Err("a write that leaves a gap was taken".to_owned());
    }
    whole(files, "a", b"012abcde")
}

fn cutting(files: &dyn Files) -> Outcome {
    put(files, "a", b"0123456789")?;
    said("cut", files.cut("a", 4))?;
    whole(files, "a", b"0123")?;
    said("write", files.write("a", 4, b"x"))?;
    whole(files, "a", b"0123x")?;
    said("cut to nothing", files.cut("a", 0))?;
    whole(files, "a", b"")?;
    same("list", listed(files)?, vec![("a".to_owned(), 0)])
}

fn write_three(files: &dyn Files) -> Outcome {
    put(files, "one", &pattern(1, 10))?;
    put(files, "two", &pattern(2, 5_000))?;
    put(files, "three", &pattern(3, 100_000))
}

fn read_three(files: &dyn Files) -> Outcome {
    let all = [("one", 10), ("three", 100_000), ("two", 5_000)];
    same("list", listed(files)?, all.map(|(name, len)| (name.to_owned(), len)).to_vec())?;
    whole(files, "one", &pattern(1, 10))?;
    whole(files, "two", &pattern(2, 5_000))?;
    whole(files, "three", &pattern(3, 100_000))
}

fn append(files: &dyn Files) -> Outcome {
    put(files, "journal", &pattern(1, 3_000))
}

fn append_more(files: &dyn Files) -> Outcome {
    for round in 0..20 {
        said("append", files.write("journal", 3_000 + round * 777, &pattern(round + 2, 777)))?;
        said("flush", files.flush("journal"))?;
    }
    Ok(())
}

fn appended(files: &dyn Files) -> Outcome {
    let mut truth = pattern(1, 3_000);
    (0..20).for_each(|round| truth.extend(pattern(round + 2, 777)));
    whole(files, "journal", &truth)
}

fn cut_flushed(files: &dyn Files) -> Outcome {
    put(files, "a", &pattern(1, 9_000))?;
    said("cut", files.cut("a", 4_500))?;
    said("flush", files.flush("a"))
}

fn still_cut(files: &dyn Files) -> Outcome {
    let mut truth = pattern(1, 9_000);
    truth.truncate(4_500);
    whole(files, "a", &truth)
}

fn remove_two(files: &dyn Files) -> Outcome {
    said("remove", files.remove("one"))?;
    said("remove", files.remove("three"))?;
    same("read", files.read("one", 0, &mut [0; 4]), Err(FileError::Missing))?;
    said("remove again", files.remove("one"))
}

fn two_gone(files: &dyn Files) -> Outcome {
    same("list", listed(files)?, vec![("two".to_owned(), 5_000)])?;
    whole(files, "two", &pattern(2, 5_000))
}

fn write_anew(files: &dyn Files) -> Outcome {
    for name in ["one", "two", "three"] {
        said("remove", files.remove(name))?;
        put(files, name, name.as_bytes())?;
    }
    only_new(files)
}

fn only_new(files: &dyn Files) -> Outcome {
    ["one", "two", "three"].iter().try_for_each(|name| whole(files, name, name.as_bytes()))
}

const ODD: [&str; 4] =
    ["0", "a.b-c_d..", "-", "sixty-four-letters-0123456789-0123456789-0123456789-0123456789.x"];

fn odd_names(files: &dyn Files) -> Outcome {
    ODD.iter().try_for_each(|name| put(files, name, name.as_bytes()))
}

fn odd_names_kept(files: &dyn Files) -> Outcome {
    same("how many", listed(files)?.len(), ODD.len())?;
    ODD.iter().try_for_each(|name| whole(files, name, name.as_bytes()))
}

fn bad_names(files: &dyn Files) -> Outcome {
    let long = "x".repeat(65);
    for name in ["", "A", "a/b", "ä", "a b", "a\0", &long] {
        if files.write(name, 0, b"x").is_ok() {
            return Err(format!("the name {name:?} was taken"));
        }
    }
    Ok(())
}

const LARGE: usize = 5 << 20;

fn large(files: &dyn Files) -> Outcome {
    put(files, "large", &pattern(9, LARGE))
}

fn large_kept(files: &dyn Files) -> Outcome {
    whole(files, "large", &pattern(9, LARGE))
}

fn empty_file(files: &dyn Files) -> Outcome {
    put(files, "empty", b"")
}

fn empty_file_kept(files: &dyn Files) -> Outcome {
    same("list", listed(files)?, vec![("empty".to_owned(), 0)])
}

#[cfg(test)]
mod tests {
    use super::*;
    use webmynd_engine::ports::MemoryFiles;

    #[test]
    fn memory_keeps_the_contract() {
        for case in CASES {
            let files = MemoryFiles::default();
            for (at, step) in case.steps.iter().enumerate() {
                assert_eq!(step(&files), Ok(()), "{}, step {at}", case.name);
            }
        }
    }
}
