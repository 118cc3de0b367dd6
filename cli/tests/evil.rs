//! T12 over real sockets: a server that never ends its answer, or sends the client elsewhere.
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// Answers each connection with `begin`, and then with spaces for as long as they are taken; counts them.
fn server(begin: String, endless: bool) -> (String, Arc<AtomicU64>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let origin = format!("http://{}", listener.local_addr().unwrap());
    let sent = Arc::new(AtomicU64::new(0));
    let taken = sent.clone();
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            answer(stream.unwrap(), &begin, endless, &taken);
        }
    });
    (origin, sent)
}

fn answer(mut stream: TcpStream, begin: &str, endless: bool, sent: &AtomicU64) {
    let _ = stream.read(&mut [0; 4096]);
    if stream.write_all(begin.as_bytes()).is_err() {
        return;
    }
    sent.fetch_add(1, Ordering::Relaxed);
    let spaces = vec![b' '; 1 << 16];
    while endless && stream.write_all(&spaces).is_ok() {
        sent.fetch_add(spaces.len() as u64, Ordering::Relaxed);
    }
}

fn login(origin: &str) -> (Option<i32>, String) {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data").display().to_string();
    let mut command = Command::new(env!("CARGO_BIN_EXE_webmynd"));
    command.args(["login", origin, "--account", "ada", "--data", &data]);
    let output = command.env("WEBMYND_PASSPHRASE", "correct horse battery staple").output().unwrap();
    (output.status.code(), String::from_utf8(output.stderr).unwrap())
}

#[test]
fn an_answer_that_never_ends_is_given_up() {
    let (origin, sent) = server("HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n\r\n".to_owned(), true);
    let (code, said) = login(&origin);
    assert_eq!(code, Some(1), "{said}");
    assert!(!said.contains("panicked"), "{said}");
    let sent = sent.load(Ordering::Relaxed);
    assert!(sent < 96 << 20, "{sent} bytes were taken");
}

#[test]
fn an_answer_that_stands_elsewhere_is_not_followed() {
    let (elsewhere, asked) = server("HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n".to_owned(), false);
    let redirect = format!(
        "HTTP/1.1 307 Temporary Redirect\r\nlocation: {elsewhere}/v1/prelogin\r\ncontent-length: 0\r\n\r\n"
    );
    let (origin, _) = server(redirect, false);
    let (code, said) = login(&origin);
    assert_eq!(code, Some(1), "{said}");
    assert_eq!(asked.load(Ordering::Relaxed), 0, "nothing went there: {said}");
}
