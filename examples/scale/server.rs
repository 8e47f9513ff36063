//! A Bot API server on loopback that accepts every call at once, hands out updates, and knows how long each was waited for.

use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::{Duration, Instant};

use axum::Router;
use axum::body::Bytes;
use axum::extract::{Path, State};
use serde_json::{Value, json};
use tokio::net::TcpListener;
use tokio::sync::Notify;

use twofold::core::model::ids::ChatId;

pub const TOKEN: &str = "42:token";

/// What a person sends.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Sent {
    /// A command, answered by a message.
    Today,
    /// An answer, sealed with a reaction on it.
    Answer,
}

#[derive(Default)]
struct Inner {
    queue: VecDeque<(i64, Instant, String)>,
    next_update: i64,
    next_message: i64,
    polls: u64,
    calls: u64,
    /// From a chat, and the message a reaction is waited for on.
    awaited: HashMap<(i64, Option<i64>), Instant>,
    /// From an update being there to its first call.
    served: HashMap<Sent, Vec<Duration>>,
    /// From an update being there to its acknowledgment, which comes after its commit.
    acknowledged: Vec<Duration>,
    unanswered: u64,
}

/// Clones are the same server.
#[derive(Clone, Default)]
pub struct Server {
    inner: Arc<Mutex<Inner>>,
    arrived: Arc<Notify>,
}

impl Server {
    /// Serves; answers with the address.
    pub async fn start(&self) -> String {
        let app = Router::new()
            .route("/{bot}/{method}", axum::routing::post(handle))
            .with_state(self.clone());
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let url = format!("http://{}", listener.local_addr().expect("an address"));
        tokio::spawn(async move { axum::serve(listener, app).await });
        url
    }

    fn inner(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().expect("no handler panics")
    }

    /// A person writes.
    pub fn push(&self, user: ChatId, sent: Sent, date: i64) {
        let mut inner = self.inner();
        let update = inner.update(user, sent, date);
        inner.queue.push_back(update);
        drop(inner);
        self.arrived.notify_one();
    }

    /// So many updates as one answer to a poll, past the loop.
    pub fn batch(&self, users: &[ChatId], date: i64) -> String {
        let mut inner = self.inner();
        let updates: Vec<String> = users
            .iter()
            .map(|user| inner.update(*user, Sent::Answer, date).2)
            .collect();
        answer_with(&updates)
    }

    pub fn polls(&self) -> u64 {
        self.inner().polls
    }

    pub fn calls(&self) -> u64 {
        self.inner().calls
    }

    /// Messages that nobody has answered yet.
    pub fn awaited(&self) -> usize {
        self.inner().awaited.len()
    }

    /// Updates that are not acknowledged yet.
    pub fn waiting(&self) -> usize {
        self.inner().queue.len()
    }

    pub fn served(&self, sent: Sent) -> Vec<Duration> {
        self.inner().served.get(&sent).cloned().unwrap_or_default()
    }

    pub fn acknowledged(&self) -> Vec<Duration> {
        self.inner().acknowledged.clone()
    }
}

impl Inner {
    fn update(&mut self, user: ChatId, sent: Sent, date: i64) -> (i64, Instant, String) {
        self.next_update += 1;
        self.next_message += 1;
        let (id, message) = (1_000 + self.next_update, 1_000_000 + self.next_message);
        let now = Instant::now();
        let awaited = match sent {
            Sent::Today => None,
            Sent::Answer => Some(message),
        };
        self.awaited.insert((user.0, awaited), now);
        let (text, entities) = match sent {
            Sent::Today => (
                "/today",
                json!([{"type": "bot_command", "offset": 0, "length": 6}]),
            ),
            Sent::Answer => ("A quiet evening, and the smell of bread.", json!([])),
        };
        let update = json!({"update_id": id, "message": {
            "message_id": message,
            "from": {"id": user.0, "is_bot": false, "first_name": "Somebody", "language_code": "en"},
            "chat": {"id": user.0, "type": "private", "first_name": "Somebody"},
            "date": date, "text": text, "entities": entities,
        }});
        (id, now, update.to_string())
    }

    fn take_call(&mut self, method: &str, params: &Value) {
        self.calls += 1;
        let chat = params["chat_id"].as_i64().unwrap_or_default();
        let (sent, key) = match method.to_ascii_lowercase().as_str() {
            "sendmessage" => (Sent::Today, (chat, None)),
            "setmessagereaction" => (Sent::Answer, (chat, params["message_id"].as_i64())),
            _ => return,
        };
        if let Some(since) = self.awaited.remove(&key) {
            self.served.entry(sent).or_default().push(since.elapsed());
        }
    }

    /// What is due to a poll with this offset; everything before it is acknowledged.
    fn poll(&mut self, offset: i64, limit: usize) -> Vec<String> {
        while let Some((id, since, _)) = self.queue.front() {
            if *id >= offset {
                break;
            }
            self.acknowledged.push(since.elapsed());
            self.queue.pop_front();
        }
        let updates = self.queue.iter().take(limit);
        updates.map(|(_, _, update)| update.clone()).collect()
    }
}

fn answer_with(updates: &[String]) -> String {
    format!(r#"{{"ok":true,"result":[{}]}}"#, updates.join(","))
}

async fn handle(
    State(server): State<Server>,
    Path((_, method)): Path<(String, String)>,
    body: Bytes,
) -> String {
    let params: Value = serde_json::from_slice(&body).unwrap_or_default();
    if method.eq_ignore_ascii_case("getUpdates") {
        return poll(&server, &params).await;
    }
    let mut inner = server.inner();
    inner.take_call(&method, &params);
    inner.unanswered += 1;
    let message = 10_000_000 + inner.unanswered;
    json!({"ok": true, "result": {"message_id": message, "date": 1_795_000_000}}).to_string()
}

async fn poll(server: &Server, params: &Value) -> String {
    let offset = params["offset"].as_i64().unwrap_or_default();
    let limit = params["limit"].as_u64().unwrap_or(100) as usize;
    let wait = Duration::from_secs(params["timeout"].as_u64().unwrap_or_default());
    server.inner().polls += 1;
    let found = async {
        loop {
            let updates = server.inner().poll(offset, limit);
            if !updates.is_empty() {
                return updates;
            }
            server.arrived.notified().await;
        }
    };
    let updates = tokio::time::timeout(wait, found).await;
    answer_with(&updates.unwrap_or_default())
}
