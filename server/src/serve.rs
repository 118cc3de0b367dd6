//! Connections: accepted up to a number, dropped when they are slow or silent, finished when the server stops.
use crate::patience::{Pace, Patient};
use axum::Router;
use axum::extract::{ConnectInfo, Request};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use prometheus_client::metrics::gauge::Gauge;
use std::future::Future;
use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::{TcpListener, TcpSocket, TcpStream};
use tokio::sync::Semaphore;
use tower::ServiceExt;

/// The head of a request must have come after this time, also the next one on a connection that is kept.
const HEAD: Duration = Duration::from_secs(10);
/// A client that takes nothing of its answer for a while is dropped, and one that takes a byte now and then: less of it than
/// of bodies would be borne (`api/ask.rs`).
const PACE: Pace = Pace { still: Duration::from_secs(15), within: Duration::from_secs(20), least: 32 << 10 };
/// Of a request that comes and of an answer that goes so much is held for a connection, heads included, in bytes. hyper's own 400 KiB are 4 GB
/// of heads that never end.
const BUFFER: usize = 32 << 10;
/// Requests that run when the server is told to stop have this time.
const FINISH: Duration = Duration::from_secs(20);

/// Connections that wait to be accepted, as far as the system lets them (Linux: `net.core.somaxconn`). When more come at
/// once the system drops some, and who was dropped tries again after a second or never learns of it.
const WAITING: u32 = 4_096;

/// Listens on `address`.
pub fn listen(address: SocketAddr) -> io::Result<TcpListener> {
    let socket = if address.is_ipv4() { TcpSocket::new_v4()? } else { TcpSocket::new_v6()? };
    // A server that is started again finds its port free; elsewhere than on Unix it would share it.
    #[cfg(unix)]
    socket.set_reuseaddr(true)?;
    socket.bind(address)?;
    socket.listen(WAITING)
}

/// Answers on `listener` until `stop`; then what runs is finished. `most`: connections at once, the next ones wait;
/// `open` tells how many there are.
///
/// HTTP/1.1 without TLS: a proxy in front speaks the rest. `axum::serve` drops no slow client, so it is not used.
pub async fn serve(
    listener: TcpListener,
    router: Router,
    most: usize,
    open: Gauge,
    stop: impl Future<Output = ()>,
) {
    let (graceful, room) = (GracefulShutdown::new(), Arc::new(Semaphore::new(most)));
    tokio::pin!(stop);
    loop {
        let Ok(place) = room.clone().acquire_owned().await else { break };
        let (stream, address) = tokio::select! {
            () = &mut stop => break,
            accepted = listener.accept() => match accepted {
                Ok(accepted) => accepted,
                Err(error) => {
                    // Out of file descriptors, most likely: those that are open will end.
                    tracing::warn!("no connection: {error}");
                    tokio::time::sleep(Duration::from_millis(100)).await;
                    continue;
                }
            },
        };
        let connection = graceful.watch(connection(stream, address, router.clone()));
        let open = open.clone();
        open.inc();
        tokio::spawn(async move {
            if let Err(error) = connection.await {
                tracing::debug!("a connection ended: {error}");
            }
            open.dec();
            drop(place);
        });
    }
    drop(listener);
    if tokio::time::timeout(FINISH, graceful.shutdown()).await.is_err() {
        tracing::warn!("requests were cut off: they took longer than {} s", FINISH.as_secs());
    }
}

fn connection(
    stream: TcpStream,
    address: SocketAddr,
    router: Router,
) -> impl hyper_util::server::graceful::GracefulConnection<Error = hyper::Error> {
    let _ = stream.set_nodelay(true);
    let service = service_fn(move |request: hyper::Request<Incoming>| {
        let mut request = request.map(axum::body::Body::new);
        request.extensions_mut().insert(ConnectInfo(address));
        router.clone().oneshot(Request::from(request))
    });
    http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEAD)
        .max_buf_size(BUFFER)
        .serve_connection(TokioIo::new(Patient::new(stream, PACE)), service)
}
