//! The loop itself, with real time and real HTTP.

#![expect(clippy::disallowed_methods, reason = "the loop runs by real time here")]

use std::collections::{BTreeMap, HashMap};
use std::future::pending;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant, SystemTime};

use axum::Router;
use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use futures_util::future::BoxFuture;
use jiff::SignedDuration;
use rand::RngExt as _;
use serde_json::{Value, json};
use tokio::net::TcpListener;
use tokio::sync::{Notify, oneshot};
use tokio::task::JoinHandle;

use super::{CHAT, Told, message, text_of};
use crate::common::{contract, rng};
use twofold::core::model::delivery::{Class, Outgoing, Urgency};
use twofold::core::model::ids::ChatId;
use twofold::run::clock::Clock;
use twofold::run::sender::pace::Limits;
use twofold::run::sender::{Sender, SenderError, run};
use twofold::store::Store;
use twofold::store::outbox::{self, backlog};
use twofold::telegram::Client;

/// Longer than anything here should take.
const PATIENCE: Duration = Duration::from_secs(30);

type Answer = Arc<dyn Fn(String, Value) -> BoxFuture<'static, (u16, Value)> + Send + Sync>;

/// Requests as they came: when, and their parameters.
type Requests = Arc<Mutex<Vec<(Instant, Value)>>>;

struct Server {
    url: String,
    requests: Requests,
}

impl Server {
    async fn new<F>(answer: impl Fn(String, Value) -> F + Send + Sync + 'static) -> Server
    where
        F: Future<Output = (u16, Value)> + Send + 'static,
    {
        let requests = Requests::default();
        let answer: Answer = Arc::new(move |method, params| Box::pin(answer(method, params)));
        let app = Router::new()
            .route("/{bot}/{method}", axum::routing::post(handle))
            .with_state((answer, requests.clone()));
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        tokio::spawn(async move { axum::serve(listener, app).await });
        Server { url, requests }
    }

    /// A server that takes everything.
    async fn willing() -> Server {
        Server::new(async |_, _| ok()).await
    }

    fn texts(&self) -> Vec<String> {
        let requests = self.requests.lock().unwrap();
        requests.iter().map(|(_, params)| text_of(params)).collect()
    }
}

async fn handle(
    State((answer, requests)): State<(Answer, Requests)>,
    Path((_, method)): Path<(String, String)>,
    body: Bytes,
) -> (StatusCode, String) {
    let params: Value = serde_json::from_slice(&body).unwrap();
    requests
        .lock()
        .unwrap()
        .push((Instant::now(), params.clone()));
    let (status, answer) = answer(method, params).await;
    (StatusCode::from_u16(status).unwrap(), answer.to_string())
}

fn ok() -> (u16, Value) {
    (
        200,
        json!({"ok": true, "result": {"message_id": 5, "date": 1_795_000_000}}),
    )
}

/// A sender at work.
struct Running {
    clock: Clock,
    wake: Arc<Notify>,
    stop: Option<oneshot::Sender<()>>,
    task: JoinHandle<Result<(), SenderError>>,
}

fn set_off(store: &Store, url: &str, limits: Limits) -> Running {
    let clock = Clock::new(SystemTime::now, Instant::now);
    let wake = Arc::new(Notify::new());
    let (stop, stopped) = oneshot::channel();
    let sender = Sender {
        store: store.clone(),
        client: Client::new("42:token", Some(url)).unwrap(),
        clock: clock.clone(),
        wake: wake.clone(),
        app: Told::default(),
        rng: Box::new(rng()),
        limits,
    };
    let task = tokio::spawn(run(sender, async move {
        let _ = stopped.await;
    }));
    Running {
        clock,
        wake,
        stop: Some(stop),
        task,
    }
}

impl Running {
    async fn end(mut self) -> Result<(), SenderError> {
        drop(self.stop.take());
        tokio::time::timeout(PATIENCE, self.task)
            .await
            .expect("it ends")
            .expect("it does not panic")
    }
}

fn clock() -> Clock {
    Clock::new(SystemTime::now, Instant::now)
}

async fn put(store: &Store, rows: impl IntoIterator<Item = Outgoing>) {
    let mut tx = store.begin_write().await.unwrap();
    for row in rows {
        outbox::enqueue(&mut tx, &row, clock().now(), &mut rng())
            .await
            .unwrap();
    }
    tx.commit().await.unwrap();
}

/// Waits until it is so.
async fn until(what: &str, mut is_so: impl AsyncFnMut() -> bool) {
    let began = Instant::now();
    while !is_so().await {
        assert!(began.elapsed() < PATIENCE, "{what}");
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}

async fn is_quiet(store: &Store) -> bool {
    let mut read = store.read().await.unwrap();
    let far = clock().now() + SignedDuration::from_hours(1);
    let pending = backlog::pending(&mut read, far).await.unwrap();
    pending.is_quiet()
}

/// No waiting for Telegram's sake.
fn fast() -> Limits {
    Limits {
        per_second: 10_000,
        scheduled_per_second: 10_000,
        chat_interval: Duration::ZERO,
        ..Limits::default()
    }
}

contract! {
    async fn what_is_queued_arrives_and_what_comes_later_wakes_the_sender(db) {
        let (store, server) = (db.open().await, Server::willing().await);
        put(&store, [message("before", CHAT)]).await;
        let running = set_off(&store, &server.url, Limits::default());
        until("the first arrives", async || server.texts() == ["before"]).await;
        until("nothing is left", async || is_quiet(&store).await).await;
        put(&store, [message("after", CHAT)]).await;
        running.wake.notify_one();
        until("the second arrives", async || server.texts() == ["before", "after"]).await;
        running.end().await.unwrap();
        assert!(is_quiet(&store).await, "what arrived is put down before the end");
    }

    async fn what_is_held_goes_when_the_clock_shows_its_time(db) {
        let (store, server) = (db.open().await, Server::willing().await);
        let later = clock().now() + SignedDuration::from_hours(8);
        put(&store, [Outgoing { not_before: Some(later), ..message("held", CHAT) }, message("free", CHAT)]).await;
        let running = set_off(&store, &server.url, Limits::default());
        until("the free one arrives", async || server.texts() == ["free"]).await;
        running.clock.shift(SignedDuration::from_hours(9));
        until("the held one arrives", async || server.texts() == ["free", "held"]).await;
        running.end().await.unwrap();
    }

    async fn a_silent_chat_keeps_no_other_chat_waiting(db) {
        let store = db.open().await;
        let server = Server::new(async |_, params: Value| {
            if params["chat_id"] == 1 {
                pending::<()>().await;
            }
            ok()
        }).await;
        put(&store, [message("silence", ChatId(1)), message("behind it", ChatId(1))]).await;
        put(&store, (2..12).map(|n| message(&format!("to {n}"), ChatId(n)))).await;
        let running = set_off(&store, &server.url, Limits::default());
        let began = Instant::now();
        until("all others arrive", async || server.texts().len() == 11).await;
        assert!(began.elapsed() < Duration::from_secs(5));
        assert!(!server.texts().contains(&"behind it".to_owned()));

        let began = Instant::now();
        running.end().await.unwrap();
        let took = began.elapsed();
        assert!(took < Duration::from_secs(5), "a stop is obeyed within five seconds: {took:?}");
        let mut read = store.read().await.unwrap();
        assert_eq!(backlog::pending(&mut read, clock().now()).await.unwrap().sending, 1, "the next run will know");
    }

    async fn a_call_under_way_is_finished_before_the_end(db) {
        let store = db.open().await;
        let server = Server::new(async |_, _| {
            tokio::time::sleep(Duration::from_millis(700)).await;
            ok()
        }).await;
        put(&store, [message("slow", CHAT), message("not begun", CHAT)]).await;
        let running = set_off(&store, &server.url, Limits::default());
        until("it is under way", async || server.texts().len() == 1).await;
        running.end().await.unwrap();
        let mut read = store.read().await.unwrap();
        let pending = backlog::pending(&mut read, clock().now()).await.unwrap();
        assert_eq!((pending.sending, pending.ready), (0, 1));
        assert_eq!(server.texts(), ["slow"]);
    }

    async fn a_token_that_is_not_accepted_ends_the_loop_with_one_clear_line(db) {
        let store = db.open().await;
        let server = Server::new(async |_, _| {
            (401, json!({"ok": false, "error_code": 401, "description": "Unauthorized"}))
        }).await;
        put(&store, [message("a", CHAT)]).await;
        let running = set_off(&store, &server.url, Limits::default());
        let ended = tokio::time::timeout(PATIENCE, running.task).await.unwrap().unwrap();
        let line = ended.unwrap_err().to_string();
        assert!(line.contains("@BotFather") && !line.contains('\n'), "{line}");
    }

    async fn a_sender_dropped_at_any_moment_loses_nothing_and_keeps_the_order(db) {
        let store = db.open().await;
        let server = Server::new(async |_, _| {
            tokio::time::sleep(Duration::from_millis(2)).await;
            ok()
        }).await;
        let mut expected: BTreeMap<i64, Vec<String>> = BTreeMap::new();
        for chat in 1..=6 {
            for n in 0..8 {
                let once = n % 4 == 3;
                let key = format!("{chat}-{n}{}", if once { "-once" } else { "" });
                let class = if once { Class::Once } else { Class::Owed };
                put(&store, [Outgoing { class, ..message(&key, ChatId(chat)) }]).await;
                expected.entry(chat).or_default().push(key);
            }
        }
        let mut chance = rng();
        let mut drops = 0;
        while drops < 40 && !is_quiet(&store).await {
            let running = set_off(&store, &server.url, fast());
            tokio::time::sleep(Duration::from_millis(chance.random_range(0..25))).await;
            running.task.abort();
            let _ = running.task.await;
            drops += 1;
        }
        let running = set_off(&store, &server.url, fast());
        until("everything has been sent", async || is_quiet(&store).await).await;
        running.end().await.unwrap();

        let mut first_seen: BTreeMap<i64, Vec<String>> = BTreeMap::new();
        let mut times: HashMap<String, usize> = HashMap::new();
        for (_, params) in server.requests.lock().unwrap().iter() {
            let key = text_of(params);
            let seen = times.entry(key.clone()).or_default();
            *seen += 1;
            if *seen == 1 {
                first_seen.entry(params["chat_id"].as_i64().unwrap()).or_default().push(key);
            }
        }
        // A notice whose two calls never left this machine may be missing; whatever is owed may not.
        for (chat, keys) in &expected {
            let seen = &first_seen[chat];
            let wanted: Vec<_> = keys.iter().filter(|key| seen.contains(key) || !key.ends_with("once")).collect();
            assert_eq!(seen.iter().collect::<Vec<_>>(), wanted, "after {drops} drops");
        }
        for (key, times) in &times {
            assert!(*times <= 2 || !key.ends_with("once"), "{key} came {times} times");
        }
    }
}

contract! {
    on sqlite: async fn whoever_waits_is_served_at_once_in_a_burst_of_scheduled_calls(db) {
        let store = db.open().await;
        let server = Server::new(async |_, _| {
            tokio::time::sleep(Duration::from_millis(100)).await;
            ok()
        }).await;
        let scheduled = |n: i64| Outgoing { urgency: Urgency::Scheduled, ..message(&format!("scheduled {n}"), ChatId(n)) };
        put(&store, (1..=2_000).map(scheduled)).await;
        let running = set_off(&store, &server.url, Limits::default());
        until("the burst is under way", async || server.texts().len() >= 20).await;
        let mut waits = Vec::new();
        for n in 0..5 {
            let (key, asked) = (format!("waited {n}"), Instant::now());
            put(&store, [message(&key, ChatId(10_000 + n))]).await;
            running.wake.notify_one();
            until("it is served", async || server.texts().contains(&key)).await;
            waits.push(asked.elapsed());
        }
        assert!(waits.iter().all(|wait| *wait < Duration::from_millis(1_500)), "{waits:?}");
        running.end().await.unwrap();
        let requests = server.requests.lock().unwrap();
        let times: Vec<_> = requests.iter().map(|(at, _)| *at).collect();
        for (n, from) in times.iter().enumerate() {
            let within = times[n..].iter().take_while(|at| **at - *from < Duration::from_secs(1)).count();
            assert!(within <= 30, "{within} calls in a second");
        }
    }
}
