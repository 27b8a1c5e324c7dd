//! Connections: who dawdles is let go, and nobody can take every seat for long.
//!
//! A reverse proxy in front does this too, and better; a country's first server may have none.

use std::{future::Future, io, sync::Arc, time::Duration};

use axum::{
    Router,
    extract::{Request, State},
    http::{HeaderValue, Method, StatusCode, header},
    middleware::Next,
    response::{IntoResponse as _, Response},
};
use hyper::server::conn::http1;
use hyper_util::{
    rt::{TokioIo, TokioTimer},
    server::graceful::GracefulShutdown,
    service::TowerToHyperService,
};
use tokio::{
    net::{TcpListener, TcpStream},
    sync::Semaphore,
    time::{sleep, timeout},
};
use tokio_io_timeout::TimeoutStream;

use crate::{Site, pages, visitor::Perhaps};

/// How long a connection may take over what.
#[derive(Clone, Copy, Debug)]
pub struct Patience {
    /// For the head of a request, from the connection or the answer before on. So long an idle connection is kept.
    pub head: Duration,
    /// Between two pieces of what is sent, and of what is taken.
    pub piece: Duration,
    /// For a form as a whole, however steadily it trickles in.
    pub form: Duration,
    /// For a form that carries a file.
    pub file: Duration,
    /// For those under way, after the end was announced.
    pub end: Duration,
    /// How many connections there are at a time. Others wait outside.
    pub connections: usize,
}

impl Default for Patience {
    fn default() -> Self {
        Self {
            head: Duration::from_secs(15),
            piece: Duration::from_secs(20),
            form: Duration::from_secs(60),
            file: Duration::from_secs(600),
            end: Duration::from_secs(10),
            connections: 1_024,
        }
    }
}

/// An address with a null in it names nothing: no page, no record, and nothing that a database could look for.
pub(crate) async fn without_null(State(site): State<Site>, request: Request, next: Next) -> Response {
    let uri = request.uri();
    // The API reads its own addresses, and answers as it describes itself.
    let is_page = !uri.path().starts_with("/api/");
    let has_null = uri.path().contains("%00") || uri.query().is_some_and(|query| query.contains("%00"));
    if is_page && has_null {
        let (parts, _) = request.into_parts();
        return pages::not_found::show(site.read_by(&parts), Perhaps(None)).await;
    }
    next.run(request).await
}

/// Answers within the time that a form may take, or says that it came too slowly.
pub(crate) async fn hurry(State(site): State<Site>, request: Request, next: Next) -> Response {
    if request.method() == Method::GET || request.method() == Method::HEAD {
        return next.run(request).await;
    }
    let patience = site.settings.patience;
    let kind = request.headers().get(header::CONTENT_TYPE).map(HeaderValue::as_bytes).unwrap_or_default();
    let limit = if kind.starts_with(b"multipart/") { patience.file } else { patience.form };
    timeout(limit, next.run(request)).await.unwrap_or_else(|_| StatusCode::REQUEST_TIMEOUT.into_response())
}

/// Serves until `ended`, and then lets what is under way finish.
///
/// # Errors
/// If the listener has no address.
pub(crate) async fn serve(
    router: Router,
    listener: TcpListener,
    patience: Patience,
    ended: impl Future<Output = ()> + Send + 'static,
) -> io::Result<()> {
    listener.local_addr()?;
    let mut builder = http1::Builder::new();
    builder.timer(TokioTimer::new()).header_read_timeout(patience.head);
    let under_way = GracefulShutdown::new();
    let seats = Arc::new(Semaphore::new(patience.connections));
    tokio::pin!(ended);
    loop {
        let next = async {
            let seat = Arc::clone(&seats).acquire_owned().await;
            (accept(&listener).await, seat)
        };
        let (stream, seat) = tokio::select! {
            next = next => next,
            () = &mut ended => break,
        };
        let mut stream = TimeoutStream::new(stream);
        stream.set_read_timeout(Some(patience.piece));
        stream.set_write_timeout(Some(patience.piece));
        let service = TowerToHyperService::new(router.clone());
        let connection = under_way.watch(builder.serve_connection(TokioIo::new(Box::pin(stream)), service));
        tokio::spawn(async move {
            // Whoever goes away, or dawdles, has broken nothing of ours.
            if let Err(error) = connection.await {
                tracing::debug!(%error, "a connection was let go");
            }
            drop(seat);
        });
    }
    tokio::select! {
        () = under_way.shutdown() => {}
        () = sleep(patience.end) => tracing::warn!("connections that were still under way were let go"),
    }
    Ok(())
}

/// The next connection. When the machine has no more of them to give, waiting helps; stopping would not.
async fn accept(listener: &TcpListener) -> TcpStream {
    loop {
        match listener.accept().await {
            Ok((stream, _)) => {
                if let Err(error) = stream.set_nodelay(true) {
                    tracing::debug!(%error, "a connection sends in large pieces only");
                }
                return stream;
            }
            Err(error) => {
                tracing::warn!(%error, "a connection was not taken");
                sleep(Duration::from_millis(100)).await;
            }
        }
    }
}
