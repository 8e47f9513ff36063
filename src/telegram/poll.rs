//! Fetching updates, and nothing else: what they change, and when the offset moves on, is for the loop around it.

use std::{fmt, time::Duration};

use serde_json::json;
use thiserror::Error;

use super::client::{BadClient, Client, Complaint, Cut, Envelope, Lost, Reply};
use super::decode::{self, ALLOWED_UPDATES, Incoming};

/// The most updates one call gives (Bot API, `getUpdates`).
pub const BATCH_LIMIT: usize = 100;

/// The longest the server holds an empty poll, in seconds (the Bot API server's own ceiling).
pub const WAIT_S: u64 = 50;

/// How much longer than the server's wait a poll may take, in seconds: a slow line and a large batch.
const GRACE_S: u64 = 15;

/// What to wait when the server asks to wait and does not say how long, in seconds.
const DEFAULT_RETRY_S: u32 = 5;

/// Fetches updates over connections of its own, so that no call waits behind a long poll.
pub struct Poller {
    client: Client,
    wait_s: u64,
    /// Falls when an answer was too large to be read, and returns to [`BATCH_LIMIT`] with the next that was not.
    limit: usize,
    /// The poll before was answered: nothing is in doubt, and the next one may wait.
    answered: bool,
}

/// The updates of one poll, in the order in which they came.
#[derive(Debug)]
pub struct Batch {
    pub updates: Vec<Incoming>,
    /// The offset that acknowledges all of these; `None` when there is nothing to acknowledge.
    pub next_offset: Option<i64>,
    /// As many came as were asked for: more are waiting.
    pub full: bool,
    /// Items without an id; the next offset acknowledges them unread.
    pub nameless: usize,
}

/// Why there is no batch, in words for the operator. Never any content.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Error)]
pub enum PollFault {
    #[error(
        "another program polls with this bot token: stop the other one, or give this one a token of its own from @BotFather"
    )]
    Conflict,
    #[error(
        "a webhook is set for this bot token, so Telegram sends its updates elsewhere: remove it (deleteWebhook) to poll"
    )]
    Webhook,
    #[error("Telegram does not know this bot token: get a valid one from @BotFather")]
    Unauthorized,
    #[error("Telegram asks to wait {seconds} s before the next poll")]
    RetryAfter { seconds: u32 },
    #[error("the Bot API server cannot be reached or did not answer in time")]
    Network,
    #[error("the Bot API server has a fault of its own (status {status})")]
    Server { status: u16 },
    #[error("the Bot API server refused to be polled (error code {code})")]
    Refused { code: i64 },
    #[error("the Bot API server's answer cannot be read: {kind}, {size} bytes")]
    Malformed { kind: Malformed, size: usize },
}

/// What is wrong with an answer.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Malformed {
    /// No Bot API answer.
    NotJson,
    /// No list of updates in it.
    NoList,
    /// Not one item with an id: nothing could be acknowledged.
    NoIds,
    /// Larger than what is read at once; the next poll asks for fewer.
    TooLong,
}

impl fmt::Display for Malformed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Malformed::NotJson => "no Bot API answer",
            Malformed::NoList => "no list of updates",
            Malformed::NoIds => "updates without ids",
            Malformed::TooLong => "too long",
        })
    }
}

impl Poller {
    /// A poller for the client's bot, with the usual wait.
    pub fn new(client: &Client) -> Result<Poller, BadClient> {
        Poller::with_wait(client, WAIT_S)
    }

    /// The same with another wait, in seconds, at most [`WAIT_S`].
    pub fn with_wait(client: &Client, wait_s: u64) -> Result<Poller, BadClient> {
        let wait_s = wait_s.min(WAIT_S);
        Ok(Poller {
            client: client.again(Duration::from_secs(wait_s + GRACE_S))?,
            wait_s,
            limit: BATCH_LIMIT,
            answered: false,
        })
    }

    /// Asks for the updates from `offset` on, which acknowledges all before it; 0 acknowledges nothing. Returns at once
    /// when some are there, else after the wait with none; the first time, and after a fault, it does not wait, because all
    /// that is due stands still until it is known that nothing waits at the server. Dropping the future loses nothing: the
    /// same offset gives the same updates again.
    pub async fn next(&mut self, offset: i64) -> Result<Batch, PollFault> {
        let limit = self.limit;
        let params = json!({
            "offset": offset,
            "limit": limit,
            "timeout": if self.answered { self.wait_s } else { 0 },
            "allowed_updates": ALLOWED_UPDATES,
        });
        self.answered = false;
        let exchange = self
            .client
            .exchange("getUpdates", params.to_string().into_bytes());
        let reply = exchange.await.map_err(|_: Lost| PollFault::Network)?;
        let batch = read(&reply, limit);
        self.limit = match &batch {
            Err(PollFault::Malformed {
                kind: Malformed::TooLong,
                ..
            }) => (limit / 10).max(1),
            Err(_) => limit,
            Ok(_) => BATCH_LIMIT,
        };
        self.answered = batch.is_ok();
        batch
    }
}

impl fmt::Debug for Poller {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Poller({} s)", self.wait_s)
    }
}

fn read(reply: &Reply, limit: usize) -> Result<Batch, PollFault> {
    let malformed = |kind| PollFault::Malformed {
        kind,
        size: reply.body.len(),
    };
    match reply.cut {
        Some(Cut::TooLong) => return Err(malformed(Malformed::TooLong)),
        Some(Cut::TimedOut | Cut::Broken) => return Err(PollFault::Network),
        None => {}
    }
    let result = match Envelope::read(&reply.body) {
        Some(Envelope::Ok { result }) => result.map_or("null", |raw| raw.get()),
        Some(Envelope::Error(complaint)) => return Err(fault(&complaint, reply)),
        None => {
            return Err(match reply.status {
                429 => PollFault::RetryAfter {
                    seconds: reply.wait_s.unwrap_or(DEFAULT_RETRY_S),
                },
                status @ 500.. => PollFault::Server { status },
                _ => malformed(Malformed::NotJson),
            });
        }
    };
    let updates = decode::updates(result).ok_or_else(|| malformed(Malformed::NoList))?;
    let (incoming, nameless) = (updates.incoming, updates.nameless);
    let last = incoming.iter().map(|update| update.update_id).max();
    if last.is_none() && nameless > 0 {
        return Err(malformed(Malformed::NoIds));
    }
    Ok(Batch {
        full: incoming.len() + nameless >= limit,
        next_offset: last.map(|id| id.saturating_add(1)),
        updates: incoming,
        nameless,
    })
}

fn fault(complaint: &Complaint, reply: &Reply) -> PollFault {
    let says = |start: &str| complaint.description.starts_with(start);
    let code = complaint.code.unwrap_or(i64::from(reply.status));
    match code {
        // Both texts are a 409; only one of them names the webhook.
        409 if complaint.description.contains("webhook") => PollFault::Webhook,
        409 => PollFault::Conflict,
        401 | 404 => PollFault::Unauthorized,
        429 => PollFault::RetryAfter {
            seconds: complaint
                .seconds()
                .or(reply.wait_s)
                .unwrap_or(DEFAULT_RETRY_S),
        },
        500..=599 => PollFault::Server {
            status: code as u16,
        },
        _ if says("Conflict") => PollFault::Conflict,
        _ if says("Unauthorized") => PollFault::Unauthorized,
        _ => PollFault::Refused { code },
    }
}
