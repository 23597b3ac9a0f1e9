//! Serving connections, as `axum::serve` does; but whoever is slow to say what they want is let go, so
//! that a handful of silent callers can't hold every file handle.

use std::future::{Future, pending};
use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::Request;
use axum::serve::Listener as _;
use hyper::body::Incoming;
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use hyper_util::server::conn::auto::Builder;
use hyper_util::server::graceful::GracefulShutdown;
use hyper_util::service::TowerToHyperService;
use tower::ServiceExt as _;

use super::{Peer, tls};

/// How long others are waited for.
#[derive(Clone, Copy, Debug)]
pub(super) struct Patience {
    /// The head of a request comes within this; also the next one on a line that stays open.
    pub(super) head: Duration,
    /// Requests that run when the server stops end within this.
    pub(super) stop: Duration,
}

/// A silent line of HTTP/2 is asked so often whether anybody is there.
const PING_EVERY: Duration = Duration::from_secs(60);

/// Serves until `stop` resolves; requests that run then may end.
pub(super) async fn run(
    router: Router,
    mut listener: tls::Listener,
    stop: impl Future<Output = ()>,
    patience: Patience,
) {
    let graceful = GracefulShutdown::new();
    let mut builder = Builder::new(TokioExecutor::new());
    builder
        .http1()
        .timer(TokioTimer::new())
        .header_read_timeout(patience.head);
    builder
        .http2()
        .timer(TokioTimer::new())
        .keep_alive_interval(PING_EVERY)
        .keep_alive_timeout(patience.head);
    let mut stop = pin!(stop);
    loop {
        let (io, peer) = tokio::select! {
            () = &mut stop => break,
            accepted = listener.accept() => accepted,
        };
        let begun = Arc::new(AtomicBool::new(false));
        let service = router.clone().map_request({
            let begun = Arc::clone(&begun);
            move |request: Request<Incoming>| {
                begun.store(true, Ordering::Relaxed);
                let mut request = request.map(Body::new);
                request.extensions_mut().insert(ConnectInfo(Peer(peer)));
                request
            }
        });
        let service = TowerToHyperService::new(service);
        let connection = builder.serve_connection(TokioIo::new(io), service);
        let connection = graceful.watch(connection.into_owned());
        tokio::spawn(async move {
            // Which version of HTTP it is to be must be said as well before there is a head.
            let silent = async {
                tokio::time::sleep(patience.head).await;
                if begun.load(Ordering::Relaxed) {
                    pending::<()>().await;
                }
            };
            tokio::select! {
                // Whoever breaks off is not worth a line in the log.
                _ = connection => {}
                () = silent => {}
            }
        });
    }
    drop(listener);
    tokio::select! {
        () = graceful.shutdown() => {}
        () = tokio::time::sleep(patience.stop) => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::net::SocketAddr;
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
    use tokio::net::{TcpListener, TcpStream};

    /// Far longer than anything here takes.
    const LONG: Duration = Duration::from_secs(30);

    struct Serving {
        addr: SocketAddr,
        stop: tokio::sync::oneshot::Sender<()>,
        served: tokio::task::JoinHandle<()>,
    }

    async fn serving(head: Duration) -> Serving {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let addr = listener.local_addr().unwrap();
        let peer =
            |ConnectInfo(Peer(peer)): ConnectInfo<Peer>| async move { peer.ip().to_string() };
        let router = Router::new().route("/", axum::routing::get(peer));
        let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
        let listener = tls::Listener::new(listener, None);
        let stopped = async {
            // Also if the test is over.
            let _ = stopped.await;
        };
        let patience = Patience { head, stop: LONG };
        let served = tokio::spawn(run(router, listener, stopped, patience));
        Serving { addr, stop, served }
    }

    #[tokio::test]
    async fn a_request_is_answered_and_a_stop_waits_for_nobody_who_is_idle() {
        let Serving { addr, stop, served } = serving(2 * LONG).await;
        let mut line = TcpStream::connect(addr).await.unwrap();
        let request = b"GET / HTTP/1.1\r\nhost: x\r\n\r\n";
        line.write_all(request).await.unwrap();
        let mut answer = Vec::new();
        while !answer.ends_with(b"127.0.0.1") {
            let mut part = [0; 1024];
            let count = line.read(&mut part).await.unwrap();
            assert!(count > 0, "{}", String::from_utf8_lossy(&answer));
            answer.extend_from_slice(&part[..count]);
        }
        stop.send(()).unwrap();
        tokio::time::timeout(LONG, served).await.unwrap().unwrap();
    }

    #[tokio::test]
    async fn who_says_nothing_or_never_ends_the_head_is_let_go() {
        let serving = serving(Duration::from_millis(100)).await;
        for said in [b"".as_slice(), b"GE", b"GET / HTTP/1.1\r\nhost: x\r\n"] {
            let mut line = TcpStream::connect(serving.addr).await.unwrap();
            line.write_all(said).await.unwrap();
            let mut rest = Vec::new();
            let ended = tokio::time::timeout(LONG, line.read_to_end(&mut rest));
            assert!(ended.await.is_ok(), "{}", String::from_utf8_lossy(said));
        }
    }
}
