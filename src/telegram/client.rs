//! The token, the server's address and one exchange with it.
//!
//! The address, the token and the HTTP client are teloxide's [`Bot`]; the exchange is our own, because three things
//! cannot be had through teloxide's requests: its answer is an untagged enum, through which raw JSON does not pass, so
//! that one unreadable update spoils its whole batch; it sleeps ten seconds inside every call that meets a 5xx; and a
//! method's name has to be known when the program is compiled, while an outbox row names its method at run time.
//!
//! An error of the HTTP client carries the address with the token in it, so none leaves this file.

use std::{fmt, time::Duration};

use serde::Deserialize;
use serde_json::value::RawValue;
use teloxide::{Bot, net::default_reqwest_settings};
use thiserror::Error;

use super::fields::Fields;

/// How long one call may take. Telegram answers nearly every call within two seconds, and its own slow ones (a file sent
/// by id to a busy data centre) within about ten; a call given up too early is one whose outcome nobody knows.
const CALL_TIMEOUT_S: u64 = 20;

/// The longest answer read. One update stays well under a megabyte (4,096 units of text, twice with what it replies to),
/// a usual batch of 100 under one as well.
const MAX_ANSWER_BYTES: usize = 16 * 1024 * 1024;

/// Speaks to one Bot API server as one bot. Cheap to clone; its `Debug` shows nothing.
#[derive(Clone)]
pub struct Client {
    bot: Bot,
}

/// Why no [`Client`] can be made.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Error)]
pub enum BadClient {
    #[error("the address of the Bot API server is not an http or https URL")]
    Address,
    #[error("the bot token is empty or has characters no token has")]
    Token,
    #[error("the HTTP client could not be set up on this machine")]
    Http,
}

impl Client {
    /// A client for `token`, at `api_url` or at Telegram's own server.
    pub fn new(token: &str, api_url: Option<&str>) -> Result<Client, BadClient> {
        Client::with_timeout(token, api_url, Duration::from_secs(CALL_TIMEOUT_S))
    }

    /// The same with another limit for one call.
    pub fn with_timeout(
        token: &str,
        api_url: Option<&str>,
        timeout: Duration,
    ) -> Result<Client, BadClient> {
        let plausible = |c: char| c.is_ascii_alphanumeric() || matches!(c, ':' | '-' | '_');
        if token.is_empty() || !token.chars().all(plausible) {
            return Err(BadClient::Token);
        }
        let mut settings = default_reqwest_settings().timeout(timeout);
        if api_url.is_some_and(is_loopback) {
            // A proxy meant for the world outside cannot reach a server on this machine.
            settings = settings.no_proxy();
        }
        let http = settings.build().map_err(|_| BadClient::Http)?;
        let mut bot = Bot::with_client(token, http);
        if let Some(text) = api_url {
            let url = text.trim_end_matches('/');
            bot = bot.set_api_url(url.parse().map_err(|_| BadClient::Address)?);
        }
        if !matches!(bot.api_url().scheme(), "http" | "https") {
            return Err(BadClient::Address);
        }
        Ok(Client { bot })
    }

    /// The same bot at the same server with its own connections and another limit for one call.
    pub(super) fn again(&self, timeout: Duration) -> Result<Client, BadClient> {
        Client::with_timeout(self.bot.token(), Some(self.bot.api_url().as_str()), timeout)
    }

    /// teloxide's own typed requests, for the few calls at start.
    pub(super) fn bot(&self) -> &Bot {
        &self.bot
    }

    /// Posts `params` to `method` and reads the answer, whatever it is. The only errors are those of the network.
    pub(super) async fn exchange(&self, method: &str, params: Vec<u8>) -> Result<Reply, Lost> {
        let mut url = self.bot.api_url();
        match url.path_segments_mut() {
            Ok(mut path) => {
                path.push(&format!("bot{}", self.bot.token()));
                path.push(method);
            }
            Err(()) => return Err(Lost::NotSent),
        }
        let request = self
            .bot
            .client()
            .post(url)
            .header("content-type", "application/json")
            .body(params);
        let mut response = request.send().await.map_err(|error| {
            if error.is_connect() || error.is_builder() {
                Lost::NotSent
            } else if error.is_timeout() {
                Lost::TimedOut
            } else {
                Lost::Broken
            }
        })?;
        let status = response.status().as_u16();
        let wait_s = response
            .headers()
            .get("retry-after")
            .and_then(|value| value.to_str().ok())
            .and_then(|value| value.trim().parse().ok());
        let mut body = Vec::new();
        let cut = loop {
            match response.chunk().await {
                Ok(Some(chunk)) if body.len() + chunk.len() > MAX_ANSWER_BYTES => {
                    break Some(Cut::TooLong);
                }
                Ok(Some(chunk)) => body.extend_from_slice(&chunk),
                Ok(None) => break None,
                Err(error) if error.is_timeout() => break Some(Cut::TimedOut),
                Err(_) => break Some(Cut::Broken),
            }
        };
        let body = String::from_utf8(body)
            .unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned());
        Ok(Reply {
            status,
            wait_s,
            body,
            cut,
        })
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Client(..)")
    }
}

fn is_loopback(url: &str) -> bool {
    let host = url.split_once("://").map_or(url, |(_, rest)| rest);
    ["127.", "localhost", "[::1]"]
        .iter()
        .any(|start| host.starts_with(start))
}

/// No answer came.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Lost {
    /// The connection was never made: nothing left this machine.
    NotSent,
    /// Nothing came in time.
    TimedOut,
    /// The connection ended before an answer.
    Broken,
}

/// Why an answer is not whole.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Cut {
    TooLong,
    TimedOut,
    Broken,
}

/// What the server answered, as far as it came. The body holds people's words: never print it.
pub(super) struct Reply {
    pub status: u16,
    /// The `Retry-After` header, in seconds.
    pub wait_s: Option<u32>,
    pub body: String,
    pub cut: Option<Cut>,
}

/// The frame around every answer of the Bot API, read leniently: a field of the wrong type is an absent one.
#[derive(Debug)]
pub(super) enum Envelope<'a> {
    Ok {
        /// Absent when the server left it out, which it never should.
        result: Option<&'a RawValue>,
    },
    Error(Complaint),
}

/// The server's own words for an error. They may quote a request: never print them whole.
#[derive(Default)]
pub(super) struct Complaint {
    pub code: Option<i64>,
    pub description: String,
    pub retry_after: Option<i64>,
    pub migrate_to: Option<i64>,
}

impl fmt::Debug for Complaint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Complaint({:?})", self.code)
    }
}

impl<'a> Envelope<'a> {
    /// `None` when the text is not a Bot API answer.
    pub fn read(body: &'a str) -> Option<Envelope<'a>> {
        // The result is borrowed as it stands, so that nothing in it can make the frame unreadable.
        #[derive(Deserialize)]
        struct Frame<'a> {
            ok: bool,
            #[serde(borrow)]
            result: Option<&'a RawValue>,
        }
        let frame: Frame<'a> = serde_json::from_str(body).ok()?;
        if frame.ok {
            return Some(Envelope::Ok {
                result: frame.result,
            });
        }
        let fields = Fields::read(body)?;
        let parameters = fields.object("parameters");
        let parameter = |name: &str| parameters.as_ref().and_then(|object| object.int(name));
        Some(Envelope::Error(Complaint {
            code: fields.int("error_code"),
            description: fields.text("description").unwrap_or_default(),
            retry_after: parameter("retry_after"),
            migrate_to: parameter("migrate_to_chat_id"),
        }))
    }
}
