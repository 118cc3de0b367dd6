//! What is printed: results on standard output, notes and progress on standard error. What pages say is text to a terminal, too.
use crate::failure::Failure;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::io::{ErrorKind, IsTerminal, Write, stderr, stdout};
use std::sync::atomic::{AtomicBool, Ordering};

/// Prints lines of the result, none of whose characters does anything to a terminal.
pub fn line(text: &str) -> Result<(), Failure> {
    raw(&harmless(text))
}

/// Prints a value as one line of JSON.
pub fn json(value: &impl serde::Serialize) -> Result<(), Failure> {
    raw(&json_text(value)?)
}

/// A value as one line of JSON, with an escape for whatever could do something to a terminal.
pub fn json_text(value: &impl serde::Serialize) -> Result<String, Failure> {
    let text = serde_json::to_string(value).map_err(|error| Failure::new(error.to_string()))?;
    if !text.contains(is_harmful) {
        return Ok(text);
    }
    // JSON has them inside of strings only.
    let escaped = |c| if is_harmful(c) { format!("\\u{:04x}", u32::from(c)) } else { String::from(c) };
    Ok(text.chars().map(escaped).collect())
}

/// Prints a note for people on standard error; a closed one is no reason to stop.
pub fn note(text: &str) {
    let _ = writeln!(stderr().lock(), "{}", harmless(text));
}

/// Whether [`complain`] was called.
static COMPLAINED: AtomicBool = AtomicBool::new(false);

/// Prints a note on something that is not well with the memory: however the command ends, its exit code is not 0.
pub fn complain(text: &str) {
    COMPLAINED.store(true, Ordering::Relaxed);
    note(text);
}

/// Says how many of many were left out because they are damaged.
pub fn leave_out(count: u64, one: &str) {
    if count > 0 {
        let were = if count == 1 { "was" } else { "were" };
        let count = counted(u32::try_from(count).unwrap_or(u32::MAX), one);
        complain(&format!("webmynd: {count} cannot be read and {were} left out; see `webmynd doctor`"));
    }
}

/// Whether something was not well.
pub fn has_complained() -> bool {
    COMPLAINED.load(Ordering::Relaxed)
}

/// A title, name or address as one line: a listing has as many lines as it says.
pub fn one_line(text: &str) -> String {
    harmless(text).split_whitespace().collect::<Vec<_>>().join(" ")
}

fn raw(text: &str) -> Result<(), Failure> {
    match stdout().lock().write_all(text.as_bytes()).and_then(|()| stdout().lock().write_all(b"\n")) {
        // `webmynd timeline | head` is no mistake.
        Err(error) if error.kind() == ErrorKind::BrokenPipe => std::process::exit(0),
        Err(error) => Err(Failure::new(format!("cannot write to standard output: {error}"))),
        Ok(()) => Ok(()),
    }
}

/// Text without what a terminal would obey: controls become U+FFFD (those that part words a blank), marks that turn the direction
/// of what follows go. Line ends and tabs stay.
fn harmless(text: &str) -> String {
    let shown = |c: char| match c {
        '\n' | '\t' => Some(c),
        c if !is_harmful(c) => Some(c),
        c if c.is_whitespace() => Some(' '),
        c => c.is_control().then_some('\u{fffd}'),
    };
    text.replace("\r\n", "\n").chars().filter_map(shown).collect()
}

/// "1 visit", "2 visits": a thing that is counted is called the same everywhere.
pub fn counted(count: u32, one: &str) -> String {
    format!("{count} {one}{}", if count == 1 { "" } else { "s" })
}

/// C0, DEL and C1, the line separators, and embeddings, overrides and isolates of direction.
fn is_harmful(c: char) -> bool {
    c.is_control() || matches!(c, '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// A progress bar on standard error, shown on a terminal only. A `total` of 0 is not known beforehand.
pub fn progress(what: &str, total: u64, is_bytes: bool) -> ProgressBar {
    let target = if stderr().is_terminal() {
        ProgressDrawTarget::stderr_with_hz(8)
    } else {
        ProgressDrawTarget::hidden()
    };
    let bar = ProgressBar::with_draw_target((total > 0).then_some(total), target);
    let count = if is_bytes { "{bytes}/{total_bytes}" } else { "{pos}/{len}" };
    let template = if total > 0 {
        format!("{{msg}} [{{wide_bar}}] {count} {{eta}}")
    } else {
        "{msg} {spinner} {pos}".into()
    };
    if let Ok(style) = ProgressStyle::with_template(&template) {
        bar.set_style(style.progress_chars("=> "));
    }
    bar.set_message(what.to_owned());
    bar
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_that_a_page_says_reaches_the_terminal_as_an_order() {
        let hostile = "a\u{1b}]0;own\u{7}\u{9b}2J\u{7f} \u{202e}b\u{2066}\r\nc\rd\u{2028}e\tf";
        assert_eq!(harmless(hostile), "a\u{fffd}]0;own\u{fffd}\u{fffd}2J\u{fffd} b\nc d e\tf");
        assert_eq!(one_line(" a\n\n b\u{85}c\t"), "a b c");
        assert_eq!(harmless("مرحبا — Ωλ 漢字 👩‍🚀"), "مرحبا — Ωλ 漢字 👩‍🚀");
    }

    #[test]
    fn json_says_the_same_in_escapes() {
        let hostile = "a\u{1b}\u{9b}\u{7f}\u{202e}\n\"";
        let text = json_text(&hostile).unwrap();
        assert!(!text.contains(is_harmful), "{text}");
        assert_eq!(serde_json::from_str::<String>(&text).unwrap(), hostile);
    }
}
