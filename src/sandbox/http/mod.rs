//! A world behind a socket: `POST /bot<token>/<Method>` on 127.0.0.1, as the real server has it.
//!
//! [`Sandbox`] is the handle that a test, the demo and the server share. It listens on the loopback address alone, on a
//! port of the system's choice; there is no way to make it listen elsewhere.

mod form;
mod wire;

use std::future::IntoFuture;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use axum::Router;
use axum::body::Bytes;
use axum::extract::{ConnectInfo, State};
use axum::http::{HeaderMap, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use jiff::Timestamp;
use serde_json::{Value, json};
use tokio::net::TcpListener;
use tokio::sync::{Notify, watch};
use tokio::task::JoinHandle;

use self::wire::Cut;
use super::reply::Reply;
use super::world::World;
use super::{link, spec};

/// Tells the time of the sandbox.
type TimeSource = Arc<dyn Fn() -> Timestamp + Send + Sync>;

/// A world that tests and a server share. Clones are the same world.
#[derive(Clone)]
pub struct Sandbox {
    inner: Arc<Inner>,
}

struct Inner {
    world: Mutex<World>,
    clock: TimeSource,
    changed: Notify,
    polls: watch::Sender<Polls>,
}

/// The polls that wait for updates.
#[derive(Clone, Copy, Default)]
struct Polls {
    /// How many there ever were; a newer one ends the older.
    latest: u64,
    waiting: u64,
}

/// Counts one waiting poll for as long as it lives, however it ends.
struct Waiting<'a>(&'a watch::Sender<Polls>);

impl<'a> Waiting<'a> {
    /// Begins to wait; also says which poll this is.
    fn begin(polls: &'a watch::Sender<Polls>) -> (Waiting<'a>, u64) {
        let mut mine = 0;
        polls.send_modify(|polls| {
            polls.latest += 1;
            polls.waiting += 1;
            mine = polls.latest;
        });
        (Waiting(polls), mine)
    }
}

impl Drop for Waiting<'_> {
    fn drop(&mut self) {
        self.0.send_modify(|polls| polls.waiting -= 1);
    }
}

impl Sandbox {
    /// Shares this world; `clock` says when each call and each action of a person happens.
    pub fn new(world: World, clock: impl Fn() -> Timestamp + Send + Sync + 'static) -> Sandbox {
        Sandbox {
            inner: Arc::new(Inner {
                world: Mutex::new(world),
                clock: Arc::new(clock),
                changed: Notify::new(),
                polls: watch::Sender::new(Polls::default()),
            }),
        }
    }

    /// The sandbox's time.
    pub fn now(&self) -> Timestamp {
        (self.inner.clock)()
    }

    /// Looks at the world or does something in it, and wakes everyone who waits for news.
    pub fn with<R>(&self, look: impl FnOnce(&mut World, Timestamp) -> R) -> R {
        let now = self.now();
        // A test that panicked inside left no half-done change that could matter to the next look.
        let mut world = self
            .inner
            .world
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        let result = look(&mut world, now);
        drop(world);
        self.inner.changed.notify_waiters();
        result
    }

    /// Waits until the world gives an answer to this question, asked again after every change; None after `patience` of
    /// real time.
    pub async fn wait_for<R>(
        &self,
        patience: Duration,
        question: impl Fn(&World) -> Option<R>,
    ) -> Option<R> {
        let answered = async {
            loop {
                let changed = self.inner.changed.notified();
                tokio::pin!(changed);
                changed.as_mut().enable();
                let answer = {
                    let world = self
                        .inner
                        .world
                        .lock()
                        .unwrap_or_else(PoisonError::into_inner);
                    question(&world)
                };
                if let Some(answer) = answer {
                    return answer;
                }
                changed.await;
            }
        };
        tokio::time::timeout(patience, answered).await.ok()
    }

    /// Waits until a bot waits for updates, which it does once it has taken in all there were; false after `patience`
    /// of real time.
    pub async fn wait_for_poll(&self, patience: Duration) -> bool {
        let mut polls = self.inner.polls.subscribe();
        let waiting = polls.wait_for(|polls| polls.waiting > 0);
        tokio::time::timeout(patience, waiting)
            .await
            .is_ok_and(|polls| polls.is_ok())
    }

    /// Starts a server for this world on 127.0.0.1 and a free port.
    pub async fn serve(&self) -> std::io::Result<Server> {
        self.serve_on(0).await
    }

    /// Starts a server for this world on 127.0.0.1 and this port: the one of a server that was stopped, for a bot that
    /// waits for it to come back.
    pub async fn serve_on(&self, port: u16) -> std::io::Result<Server> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await?;
        let address = listener.local_addr()?;
        let (stop, stopped) = watch::channel(false);
        let shared = Shared {
            sandbox: self.clone(),
            stopped: stopped.clone(),
        };
        let router = Router::new().fallback(answer).with_state(shared);
        let service = router.into_make_service_with_connect_info::<Cut>();
        let serving = axum::serve(wire::Listener::new(listener), service)
            .with_graceful_shutdown(has_stopped(stopped));
        let task = tokio::spawn(serving.into_future());
        Ok(Server {
            address,
            stop,
            task,
        })
    }
}

/// A server that runs until it is stopped or dropped.
pub struct Server {
    address: SocketAddr,
    stop: watch::Sender<bool>,
    task: JoinHandle<std::io::Result<()>>,
}

impl Server {
    /// Where it listens: always on 127.0.0.1.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// The base of all paths, as `TELOXIDE_API_URL` wants it.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Answers what is under way (a waiting poll with nothing) and ends. Connections that stay open are cut after
    /// `patience` of real time.
    pub async fn stop(mut self, patience: Duration) {
        let _ = self.stop.send(true);
        if tokio::time::timeout(patience, &mut self.task)
            .await
            .is_err()
        {
            self.task.abort();
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.stop.send(true);
        self.task.abort();
    }
}

#[derive(Clone)]
struct Shared {
    sandbox: Sandbox,
    stopped: watch::Receiver<bool>,
}

async fn has_stopped(mut stopped: watch::Receiver<bool>) {
    // An error means that the server was dropped, which is the same.
    let _ = stopped.wait_for(|stopped| *stopped).await;
}

fn refusal(status: u16, description: &str) -> Reply {
    Reply::Answer {
        status,
        body: json!({"ok": false, "error_code": status, "description": description}),
        took_effect: false,
    }
}

async fn answer(
    State(shared): State<Shared>,
    ConnectInfo(cut): ConnectInfo<Cut>,
    uri: Uri,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let reply = reply(&shared, &uri, &headers, &body).await;
    let (status, content_type, body) = match reply {
        Reply::Answer { status, body, .. } => (status, "application/json", body.to_string()),
        Reply::Garbage {
            status,
            content_type,
            body,
            ..
        } => (status, content_type, body),
        Reply::Reset { .. } => {
            cut.now();
            return StatusCode::OK.into_response();
        }
        Reply::Hang { .. } => {
            has_stopped(shared.stopped).await;
            cut.now();
            return StatusCode::OK.into_response();
        }
    };
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    (status, [(header::CONTENT_TYPE, content_type)], body).into_response()
}

async fn reply(shared: &Shared, uri: &Uri, headers: &HeaderMap, body: &Bytes) -> Reply {
    let path = uri.path().trim_start_matches('/');
    let Some((token, method)) = path
        .strip_prefix("bot")
        .and_then(|rest| rest.split_once('/'))
    else {
        return refusal(404, "Not Found");
    };
    let sandbox = &shared.sandbox;
    let token = link::decode(token);
    if !sandbox.with(|world, _| world.token() == token) {
        return refusal(401, "Unauthorized");
    }
    let params = match form::params(method, uri, headers, body) {
        Ok(params) => params,
        Err(why) => return refusal(400, &format!("Bad Request: {why}")),
    };
    let is_poll = spec::find(method).is_ok_and(|m| m.name == "getUpdates");
    if is_poll && let Err(ended) = wait_for_updates(shared, &params).await {
        return ended;
    }
    sandbox.with(|world, now| world.call(method, &params, now))
}

/// Long polling: returns when there is something to fetch, when the time is over, or when the server stops. A newer poll
/// ends an older one with 409.
async fn wait_for_updates(shared: &Shared, params: &Value) -> Result<(), Reply> {
    let sandbox = &shared.sandbox;
    if sandbox.with(|world, now| world.poll_is_ready(params, now)) {
        return Ok(());
    }
    let timeout_s = params
        .get("timeout")
        .and_then(Value::as_u64)
        .unwrap_or_default();
    if timeout_s == 0 {
        return Ok(());
    }
    let (_waiting, mine) = Waiting::begin(&sandbox.inner.polls);
    let mut polls = sandbox.inner.polls.subscribe();
    let wait = Duration::from_secs(timeout_s);
    tokio::select! {
        biased;
        _ = polls.wait_for(|polls| polls.latest != mine) => Err(refusal(
            409,
            "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running",
        )),
        () = has_stopped(shared.stopped.clone()) => Ok(()),
        _ = sandbox.wait_for(wait, |world| (!world.nothing_to_fetch()).then_some(())) => Ok(()),
    }
}
