//! The page and its three ways in: events, actions, and the body of one call. On the loopback address, and for this page alone.
//!
//! Every request has to name the page's own host, so that no other name that leads to this machine gets in (DNS rebinding);
//! one that comes from another site is refused, and an action also needs a header that no form can send. The page may load
//! nothing but its own files.

use std::convert::Infallible;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::extract::{DefaultBodyLimit, Path, Request, State};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::middleware::{self, Next};
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use futures_util::stream::{self, Stream};
use serde_json::{Value, json};
use tokio::net::TcpListener;
use tokio::sync::watch;

use super::actions::PageAction;
use super::host::{Current, Host};
use super::session::SessionStatus;
use super::traffic;

/// No message of a person is longer than 4,096 units of at most four bytes, escaped or not.
const ACTION_BYTES_MAX: usize = 64 * 1024;
/// A change in the world is looked for at the latest after this long; it is the clock's tick as well.
const TICK: Duration = Duration::from_secs(10);
/// Changes that come this close together are shown at once.
const TOGETHER: Duration = Duration::from_millis(15);
/// Only this page sends it: a form of another site cannot.
const MARK: &str = "x-twofold-demo";
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'; \
    base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/// The files of the page: path, type, text.
const FILES: &[(&str, &str, &str)] = &[
    (
        "/",
        "text/html; charset=utf-8",
        include_str!("page/index.html"),
    ),
    (
        "/demo.css",
        "text/css; charset=utf-8",
        include_str!("page/demo.css"),
    ),
    (
        "/chat.css",
        "text/css; charset=utf-8",
        include_str!("page/chat.css"),
    ),
    (
        "/demo.js",
        "text/javascript; charset=utf-8",
        include_str!("page/demo.js"),
    ),
    (
        "/phone.js",
        "text/javascript; charset=utf-8",
        include_str!("page/phone.js"),
    ),
    (
        "/message.js",
        "text/javascript; charset=utf-8",
        include_str!("page/message.js"),
    ),
    (
        "/sheet.js",
        "text/javascript; charset=utf-8",
        include_str!("page/sheet.js"),
    ),
    (
        "/traffic.js",
        "text/javascript; charset=utf-8",
        include_str!("page/traffic.js"),
    ),
    ("/icon.svg", "image/svg+xml", include_str!("page/icon.svg")),
];

#[derive(Clone)]
struct Page {
    host: Arc<Host>,
    port: u16,
}

/// Serves until nothing can be served any more; drop it to stop.
pub async fn serve(listener: TcpListener, address: SocketAddr, host: Arc<Host>) -> std::io::Error {
    let page = Page {
        host,
        port: address.port(),
    };
    let mut router = Router::new();
    for (path, kind, text) in FILES {
        router = router.route(path, get(async || ([(header::CONTENT_TYPE, *kind)], *text)));
    }
    let router = router
        .route("/events", get(events))
        .route("/call/{index}", get(call))
        .route("/act", post(act))
        .layer(DefaultBodyLimit::max(ACTION_BYTES_MAX))
        .layer(middleware::from_fn_with_state(page.clone(), guard))
        .with_state(page);
    match axum::serve(listener, router).await {
        Ok(()) => std::io::ErrorKind::ConnectionAborted.into(),
        Err(error) => error,
    }
}

/// Lets in what comes from this page alone, and says with each answer what the page may do.
async fn guard(State(page): State<Page>, request: Request, next: Next) -> Response {
    let mut response = match refusal(page.port, request.method(), request.headers()) {
        Some(why) => (StatusCode::FORBIDDEN, why).into_response(),
        None => next.run(request).await,
    };
    let headers = response.headers_mut();
    for (name, value) in [
        (header::CONTENT_SECURITY_POLICY, POLICY),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "no-referrer"),
        (header::CACHE_CONTROL, "no-store"),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    for (name, value) in [
        ("cross-origin-resource-policy", "same-origin"),
        ("cross-origin-opener-policy", "same-origin"),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    response
}

/// Why a request is not let in, if it is not.
fn refusal(port: u16, method: &Method, headers: &HeaderMap) -> Option<&'static str> {
    let own = ["127.0.0.1", "localhost"].map(|name| format!("{name}:{port}"));
    let host = headers
        .get(header::HOST)
        .and_then(|host| host.to_str().ok());
    let Some(host) = host.filter(|host| own.iter().any(|own| own == host)) else {
        return Some("this page is for this machine alone");
    };
    let origin = format!("http://{host}");
    let other = |given: &HeaderValue| given.as_bytes() != origin.as_bytes();
    if headers.get(header::ORIGIN).is_some_and(other) {
        return Some("another site may not ask");
    }
    if method != Method::GET && !headers.contains_key(MARK) {
        return Some("only this page may do anything");
    }
    None
}

/// What happened, as it happens: the whole state first, also to a page that comes back, then what is new.
async fn events(State(page): State<Page>) -> Sse<impl Stream<Item = Result<Event, Infallible>>> {
    let sessions = page.host.follow();
    let follower = Follower {
        sessions,
        seen: None,
        status: None,
    };
    let news = stream::unfold(follower, |mut follower| async {
        let event = follower.next().await;
        Some((Ok(event), follower))
    });
    Sse::new(news).keep_alive(KeepAlive::default())
}

/// One page that follows.
struct Follower {
    sessions: watch::Receiver<Current>,
    /// The session it sees and up to which revision.
    seen: Option<(u64, u64)>,
    status: Option<watch::Receiver<SessionStatus>>,
}

impl Follower {
    async fn next(&mut self) -> Event {
        loop {
            let Current { number, session } = self.sessions.borrow_and_update().clone();
            let since = match self.seen {
                Some((before, revision)) if before == number => Some(revision),
                _ => None,
            };
            let status = match &mut self.status {
                Some(status) if since.is_some() => status,
                status => status.insert(session.status.subscribe()),
            };
            if let Some(since) = since {
                let news = session
                    .telegram
                    .wait_for(TICK, |world| (world.revision() > since).then_some(()));
                tokio::select! {
                    _ = news => {}
                    _ = status.changed() => {}
                    _ = self.sessions.changed() => continue,
                }
                // An action and its answer come within a few milliseconds of each other.
                tokio::time::sleep(TOGETHER).await;
            }
            let status = status.borrow_and_update().clone();
            match session.view(number, &status, since).await {
                Ok(view) => {
                    self.seen = Some((number, view.revision));
                    let id = format!("{number}.{}", view.revision);
                    return Event::default().id(id).data(view.json.to_string());
                }
                // The session that ends closes its store; the next one is there in a moment.
                Err(error) => {
                    tracing::debug!("nothing to show: {error}");
                    tokio::time::sleep(TOGETHER).await;
                }
            }
        }
    }
}

async fn act(State(page): State<Page>, Json(action): Json<PageAction>) -> Response {
    let done = match action {
        PageAction::StartOver => page.host.start_over().await.map_err(|e| e.to_string()),
        action => page
            .host
            .session()
            .act(action)
            .await
            .map_err(|e| e.to_string()),
    };
    // An action nobody can do is an answer like any other, and no fault of the page.
    Json(match done {
        Ok(()) => json!({"done": true}),
        Err(why) => json!({"done": false, "why": why}),
    })
    .into_response()
}

async fn call(State(page): State<Page>, Path(index): Path<usize>) -> Json<Option<Value>> {
    let session = page.host.session();
    let body = session
        .telegram
        .with(|world, _| traffic::body(&session, world, index));
    Json(body)
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderName;

    use super::*;

    const PORT: u16 = 8787;

    fn refused(method: Method, headers: &[(&'static str, &str)]) -> bool {
        let mut map = HeaderMap::new();
        for (name, value) in headers {
            map.insert(
                HeaderName::from_static(name),
                value.parse().expect("a value"),
            );
        }
        refusal(PORT, &method, &map).is_some()
    }

    #[test]
    fn only_the_pages_own_host_is_let_in() {
        for (host, in_) in [
            ("127.0.0.1:8787", true),
            ("localhost:8787", true),
            ("127.0.0.1", false),
            ("127.0.0.1:8788", false),
            ("evil.example:8787", false),
            ("127.0.0.1:8787.evil.example", false),
            ("", false),
        ] {
            assert_eq!(refused(Method::GET, &[("host", host)]), !in_, "{host}");
        }
        assert!(refused(Method::GET, &[]));
    }

    #[test]
    fn another_site_may_neither_look_nor_do_anything() {
        let host = ("host", "127.0.0.1:8787");
        let mark = (MARK, "1");
        for (origin, is_refused) in [
            ("http://127.0.0.1:8787", false),
            ("http://localhost:8787", true),
            ("https://127.0.0.1:8787", true),
            ("http://127.0.0.1:8788", true),
            ("https://evil.example", true),
            ("null", true),
        ] {
            let asked = [host, mark, ("origin", origin)];
            assert_eq!(refused(Method::POST, &asked), is_refused, "{origin}");
            assert_eq!(refused(Method::GET, &asked), is_refused, "{origin}");
        }
        assert!(refused(Method::POST, &[host]), "a form has no such header");
        assert!(!refused(Method::POST, &[host, mark]));
    }
}
