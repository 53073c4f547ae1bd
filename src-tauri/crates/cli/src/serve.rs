//! The window's page and the operations table over HTTP on the loopback interface, so that a
//! plain browser can be driven through the same interface. For tests only.

use std::io::Write;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::{Component, Path as FilePath, PathBuf};
use std::sync::Arc;

use axum::extract::{DefaultBodyLimit, Path, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::sse::{Event as Message, Sse};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use library::Library;
use library::api;
use library::error::Error;
use serde::Deserialize;
use serde_json::Value;
use tokio_stream::StreamExt;
use tokio_stream::wrappers::UnboundedReceiverStream;

use crate::commands::Done;

/// The window's own policy, with the page's origin as the only host to talk to.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; \
    img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; \
    frame-ancestors 'none'";

/// A pasted digest may be large; a hundred megabytes of JSON is a mistake.
const LARGEST_REQUEST: usize = 100 << 20;

#[derive(Clone, Debug)]
struct Shared {
    library: Library,
    page: Arc<PathBuf>,
}

#[derive(Debug, Deserialize)]
struct Call {
    operation: String,
    request: Value,
}

pub(crate) fn serve(library: Library, port: u16, page: &FilePath) -> Done {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .map_err(|error| Error::internal("io", error))?;
    let shared = Shared {
        library,
        page: Arc::new(page.to_owned()),
    };
    Ok(runtime
        .block_on(listen(shared, port))
        .map_err(|error| Error::internal("io", error))?)
}

async fn listen(shared: Shared, port: u16) -> std::io::Result<()> {
    let router = Router::new()
        .route("/api/call", post(call))
        .route("/api/events", get(events))
        .route("/", get(index))
        .route("/{*path}", get(file))
        .layer(DefaultBodyLimit::max(LARGEST_REQUEST))
        .with_state(shared);
    let address = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
    let listener = tokio::net::TcpListener::bind(address).await?;
    let mut out = std::io::stdout();
    writeln!(out, "http://{}", listener.local_addr()?)?;
    out.flush()?;
    axum::serve(listener, router).await
}

async fn call(State(shared): State<Shared>, Json(call): Json<Call>) -> Response {
    let library = shared.library.clone();
    let answer =
        tokio::task::spawn_blocking(move || api::call(&library, &call.operation, call.request))
            .await;
    match answer {
        Ok(Ok(value)) => Json(value).into_response(),
        Ok(Err(error)) => (StatusCode::UNPROCESSABLE_ENTITY, Json(error.body())).into_response(),
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}

async fn events(State(shared): State<Shared>) -> impl IntoResponse {
    let heard = shared.library.listen();
    let (sender, receiver) = tokio::sync::mpsc::unbounded_channel();
    std::thread::spawn(move || {
        // Ends with the library or with the listener, whichever goes first.
        for event in heard {
            if sender.send(event).is_err() {
                break;
            }
        }
    });
    let messages =
        UnboundedReceiverStream::new(receiver).map(|event| Message::default().json_data(event));
    Sse::new(messages)
}

async fn index(state: State<Shared>) -> Response {
    file(state, Path("index.html".to_owned())).await
}

async fn file(State(shared): State<Shared>, Path(path): Path<String>) -> Response {
    let path = FilePath::new(&path);
    if !path
        .components()
        .all(|part| matches!(part, Component::Normal(_)))
    {
        return StatusCode::NOT_FOUND.into_response();
    }
    let Ok(bytes) = std::fs::read(shared.page.join(path)) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let kind = match path.extension().and_then(|extension| extension.to_str()) {
        Some("html") => "text/html; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        Some("woff2") => "font/woff2",
        _ => "application/octet-stream",
    };
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static(kind)),
        (
            header::CONTENT_SECURITY_POLICY,
            HeaderValue::from_static(POLICY),
        ),
        (
            header::X_CONTENT_TYPE_OPTIONS,
            HeaderValue::from_static("nosniff"),
        ),
    ];
    (headers, bytes).into_response()
}
