//! What is printed: results on standard output, notes and progress on standard error.
use crate::failure::Failure;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::io::{ErrorKind, IsTerminal, Write, stderr, stdout};

/// Prints a line of the result.
pub fn line(text: &str) -> Result<(), Failure> {
    match stdout().lock().write_all(text.as_bytes()).and_then(|()| stdout().lock().write_all(b"\n")) {
        // `webmynd timeline | head` is no mistake.
        Err(error) if error.kind() == ErrorKind::BrokenPipe => std::process::exit(0),
        Err(error) => Err(Failure::new(format!("cannot write to standard output: {error}"))),
        Ok(()) => Ok(()),
    }
}

/// Prints a value as one line of JSON.
pub fn json(value: &impl serde::Serialize) -> Result<(), Failure> {
    line(&serde_json::to_string(value).map_err(|error| Failure::new(error.to_string()))?)
}

/// Prints a note for people on standard error; a closed one is no reason to stop.
pub fn note(text: &str) {
    let _ = writeln!(stderr().lock(), "{text}");
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
