//! Slow and rude clients: they are dropped, and the others do not notice.
use crate::common::Server;
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::timeout;

/// What a client that opens with `first` and then sends one byte a second gets, until it is dropped.
async fn drip(origin: String, first: &'static [u8]) -> Vec<u8> {
    let mut stream = TcpStream::connect(origin.trim_start_matches("http://")).await.unwrap();
    stream.write_all(first).await.unwrap();
    let (mut read, mut write) = stream.into_split();
    tokio::spawn(async move {
        while write.write_all(b"x").await.is_ok() {
            tokio::time::sleep(Duration::from_secs(1)).await;
        }
    });
    let mut answer = Vec::new();
    let _ = read.read_to_end(&mut answer).await;
    answer
}

#[tokio::test(flavor = "multi_thread")]
async fn who_is_silent_or_slow_is_dropped_and_others_are_served_meanwhile() {
    let server = Server::start().await;
    let ada = server.account("ada").await;
    let slow = [
        b"".as_slice(),
        b"GET /v1/limits HTTP/1.1\r\nhost: x\r\nx-long: ",
        b"POST /v1/prelogin HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 1000\r\n\r\n",
    ];
    let clients: Vec<_> =
        (0..300).map(|i| tokio::spawn(drip(server.origin.clone(), slow[i % slow.len()]))).collect();
    let (mut served, mut most) = (0, 0);
    while served < 20 || most <= 250 {
        assert!(served < 600, "they are all there: {most}");
        assert_eq!(ada.get("/v1/limits").await.status(), 200);
        (served, most) = (served + 1, most.max(server.vault.metrics.connections.get()));
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    for client in clients {
        timeout(Duration::from_secs(60), client).await.expect("it is dropped").unwrap();
    }
    assert_eq!(ada.get("/v1/limits").await.status(), 200);
}
