//! Ways in which a call can go wrong on the way: drawn by a simulation, or queued by a test.

use serde_json::json;

use super::reply::{No, Reply};

/// One thing that goes wrong. `delivered` says whether the call is carried out although its caller is not told.
#[derive(Clone, Debug, PartialEq)]
pub enum Fault {
    /// 429 with `retry_after`; nothing is carried out.
    RetryAfter { seconds: i64 },
    /// A 5xx with the Bot API's JSON.
    ServerError { status: u16, delivered: bool },
    /// The connection is reset without an answer.
    Reset { delivered: bool },
    /// No answer ever.
    Hang { delivered: bool },
    /// A web page of something that stands before the server, with this status.
    Html { status: u16, delivered: bool },
    /// 200 with JSON that breaks off.
    Malformed { delivered: bool },
    /// A refusal with this status and description; nothing is carried out.
    Refuse { status: u16, description: String },
}

impl Fault {
    /// 400 with this description ("Bad Request: …").
    pub fn bad_request(description: impl Into<String>) -> Fault {
        Fault::Refuse {
            status: 400,
            description: description.into(),
        }
    }

    /// Whether the call is carried out all the same.
    pub fn delivered(&self) -> bool {
        match *self {
            Fault::RetryAfter { .. } | Fault::Refuse { .. } => false,
            Fault::ServerError { delivered, .. }
            | Fault::Reset { delivered }
            | Fault::Hang { delivered }
            | Fault::Html { delivered, .. }
            | Fault::Malformed { delivered } => delivered,
        }
    }

    /// What the caller gets; `real` is the true answer of a call that was carried out.
    pub(super) fn distort(&self, real: Option<&Reply>) -> Reply {
        let took_effect = real.is_some_and(Reply::took_effect);
        match self {
            Fault::RetryAfter { seconds } => No::retry_after(*seconds).into_reply(),
            Fault::Refuse { status, description } => Reply::Answer {
                status: *status,
                body: json!({"ok": false, "error_code": status, "description": description}),
                took_effect,
            },
            Fault::ServerError { status, .. } => Reply::Answer {
                status: *status,
                body: json!({
                    "ok": false,
                    "error_code": status,
                    "description": match status {
                        502 => "Bad Gateway",
                        504 => "Gateway Timeout",
                        _ => "Internal Server Error",
                    },
                }),
                took_effect,
            },
            Fault::Reset { .. } => Reply::Reset { took_effect },
            Fault::Hang { .. } => Reply::Hang { took_effect },
            Fault::Html { status, .. } => Reply::Garbage {
                status: *status,
                content_type: "text/html",
                body: "<html><head><title>Error</title></head><body><center><h1>nginx</h1></center></body></html>"
                    .into(),
                took_effect,
            },
            Fault::Malformed { .. } => {
                let whole = match real {
                    Some(Reply::Answer { body, .. }) => body.to_string(),
                    _ => json!({"ok": true, "result": {"message_id": 1}}).to_string(),
                };
                let keep = whole.char_indices().map(|(at, _)| at).take(whole.chars().count() / 2).last();
                Reply::Garbage {
                    status: 200,
                    content_type: "application/json",
                    body: whole[..keep.unwrap_or_default()].to_owned(),
                    took_effect,
                }
            }
        }
    }
}

/// Which calls a fault is for. Built up: `When::any().method("sendMessage").chat(7).after(2).times(3)`.
#[derive(Clone, Debug)]
pub struct When {
    method: Option<String>,
    chat: Option<i64>,
    skip: u32,
    times: Option<u32>,
}

impl When {
    /// The next call, whatever it is.
    pub fn any() -> When {
        When {
            method: None,
            chat: None,
            skip: 0,
            times: Some(1),
        }
    }

    /// The next call of this method.
    pub fn method_is(name: &str) -> When {
        When::any().method(name)
    }

    /// Only calls of this method, in any case.
    pub fn method(mut self, name: &str) -> When {
        self.method = Some(name.to_owned());
        self
    }

    /// Only calls for this chat.
    pub fn chat(mut self, chat: i64) -> When {
        self.chat = Some(chat);
        self
    }

    /// Lets this many matching calls through first.
    pub fn after(mut self, calls: u32) -> When {
        self.skip = calls;
        self
    }

    /// For this many matching calls, not one alone.
    pub fn times(mut self, calls: u32) -> When {
        self.times = Some(calls);
        self
    }

    /// For every matching call until [`Faults::clear`].
    pub fn always(mut self) -> When {
        self.times = None;
        self
    }

    fn matches(&self, method: &str, chat: Option<i64>) -> bool {
        self.method
            .as_ref()
            .is_none_or(|m| m.eq_ignore_ascii_case(method))
            && (self.chat.is_none() || self.chat == chat)
    }
}

/// The faults that wait for their calls, first come first served.
#[derive(Default)]
pub struct Faults {
    queue: Vec<(When, Fault)>,
}

impl Faults {
    /// Queues a fault.
    pub fn add(&mut self, when: When, fault: Fault) {
        self.queue.push((when, fault));
    }

    /// Forgets all that wait.
    pub fn clear(&mut self) {
        self.queue.clear();
    }

    /// How many still wait.
    pub fn len(&self) -> usize {
        self.queue.len()
    }

    /// Whether none waits.
    pub fn is_empty(&self) -> bool {
        self.queue.is_empty()
    }

    /// Whether a call now would meet a fault.
    pub(super) fn expects(&self, method: &str, chat: Option<i64>) -> bool {
        self.queue
            .iter()
            .any(|(when, _)| when.skip == 0 && when.matches(method, chat))
    }

    /// The fault for this call, if one is due; counts the call.
    pub(super) fn take(&mut self, method: &str, chat: Option<i64>) -> Option<Fault> {
        let mut due = None;
        for (at, (when, _)) in self.queue.iter_mut().enumerate() {
            if !when.matches(method, chat) {
                continue;
            }
            if when.skip > 0 {
                when.skip -= 1;
            } else if due.is_none() {
                due = Some(at);
            }
        }
        let at = due?;
        let (when, fault) = &mut self.queue[at];
        let fault = fault.clone();
        match &mut when.times {
            Some(1) => {
                self.queue.remove(at);
            }
            Some(times) => *times -= 1,
            None => {}
        }
        Some(fault)
    }
}
