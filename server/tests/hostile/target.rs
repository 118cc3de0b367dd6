//! The server as hostile clients come to it: by sockets of their own, from addresses that they tell.
use super::ADDRESS;
use crate::common::{Client, login, new_account};
use crate::program::Program;
use reqwest::Method;
use serde_json::Value;
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::task::JoinHandle;
use tokio::time::timeout;

/// Nothing takes longer.
const PATIENCE: Duration = Duration::from_secs(90);

/// Where the server is.
#[derive(Clone)]
pub struct Target {
    pub port: u16,
    origin: String,
}

impl Target {
    pub fn of(program: &Program) -> Self {
        Self { port: program.port, origin: program.origin() }
    }

    /// Somebody without a login.
    pub fn guest(&self) -> Client {
        Client { http: crate::life::http(), origin: self.origin.clone(), token: None, device: [0; 16] }
    }

    /// An account of somebody's, logged in.
    pub async fn account(&self, name: &str) -> Client {
        let mut client = self.guest();
        let made = client.send(Method::POST, "/v1/accounts", &new_account(name)).await;
        assert_eq!(made.status(), 201);
        let session: Value =
            client.send(Method::POST, "/v1/sessions", &login(name, 1)).await.json().await.unwrap();
        client.token = Some(session["token"].as_str().unwrap().to_owned());
        client.device = [1; 16];
        client
    }
}

/// A connection, as soon as the system has room for one.
pub async fn connect(port: u16) -> TcpStream {
    loop {
        match TcpStream::connect(("127.0.0.1", port)).await {
            Ok(stream) => return stream,
            Err(_) => tokio::time::sleep(Duration::from_millis(100)).await,
        }
    }
}

/// A connection on which the head of a request was sent, from the `nth` address; `lines` end with a line break each.
pub async fn ask(port: u16, nth: u64, first: &str, lines: &str) -> TcpStream {
    let mut stream = connect(port).await;
    let head = format!("{first} HTTP/1.1\r\nhost: x\r\n{ADDRESS}: 192.0.2.{nth}\r\n{lines}\r\n");
    stream.write_all(head.as_bytes()).await.unwrap();
    stream
}

/// All that still comes, until the other side hangs up.
pub async fn rest(stream: &mut TcpStream) -> Vec<u8> {
    let mut answer = Vec::new();
    let _ = timeout(PATIENCE, stream.read_to_end(&mut answer)).await.expect("it is dropped");
    answer
}

/// The status of the answer that comes next.
pub async fn status(stream: &mut TcpStream) -> u16 {
    let mut line = [0; 12];
    match timeout(PATIENCE, stream.read_exact(&mut line)).await.expect("it is answered") {
        Ok(_) => std::str::from_utf8(&line[9..]).unwrap().parse().unwrap(),
        Err(_) => 0,
    }
}

/// What all of them have come to.
pub async fn all<T>(tasks: Vec<JoinHandle<T>>) -> Vec<T> {
    let mut brought = Vec::with_capacity(tasks.len());
    for task in tasks {
        brought.push(task.await.unwrap());
    }
    brought
}

/// How many are `wanted`.
pub fn count(statuses: &[u16], wanted: u16) -> usize {
    statuses.iter().filter(|status| **status == wanted).count()
}
