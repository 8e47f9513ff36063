//! What a call comes back with: an answer, or one of the ways in which an answer can fail to arrive.

use serde_json::{Map, Value, json};

/// What a caller gets for one call. `took_effect` says whether the world changed (or was read) although the caller may
/// not learn it.
#[derive(Clone, Debug, PartialEq)]
pub enum Reply {
    /// An HTTP status and the Bot API's JSON body.
    Answer {
        status: u16,
        body: Value,
        took_effect: bool,
    },
    /// An HTTP status with a body that is no Bot API answer: an HTML page, or JSON that breaks off.
    Garbage {
        status: u16,
        content_type: &'static str,
        body: String,
        took_effect: bool,
    },
    /// The connection is reset before a single byte of an answer.
    Reset { took_effect: bool },
    /// No answer ever comes; the caller gives up by itself.
    Hang { took_effect: bool },
}

impl Reply {
    /// A successful answer.
    pub(super) fn ok(result: Value) -> Reply {
        Reply::Answer {
            status: 200,
            body: json!({"ok": true, "result": result}),
            took_effect: true,
        }
    }

    /// Whether the call was carried out, told to the caller or not.
    pub fn took_effect(&self) -> bool {
        match *self {
            Reply::Answer { took_effect, .. }
            | Reply::Garbage { took_effect, .. }
            | Reply::Reset { took_effect }
            | Reply::Hang { took_effect } => took_effect,
        }
    }

    /// Whether the caller learns that it succeeded.
    pub fn is_ok(&self) -> bool {
        self.result().is_some()
    }

    /// `result` of a successful answer.
    pub fn result(&self) -> Option<&Value> {
        match self {
            Reply::Answer { body, .. } => body.get("result"),
            _ => None,
        }
    }

    /// `result.message_id` of a successful answer.
    pub fn message_id(&self) -> Option<i64> {
        self.result()?.get("message_id")?.as_i64()
    }

    /// The HTTP status, where there is an answer at all.
    pub fn status(&self) -> Option<u16> {
        match *self {
            Reply::Answer { status, .. } | Reply::Garbage { status, .. } => Some(status),
            Reply::Reset { .. } | Reply::Hang { .. } => None,
        }
    }

    /// `description` of a refusal.
    pub fn description(&self) -> Option<&str> {
        match self {
            Reply::Answer { body, .. } => body.get("description")?.as_str(),
            _ => None,
        }
    }

    /// `parameters.retry_after` of a 429, in seconds.
    pub fn retry_after_s(&self) -> Option<i64> {
        self.parameter("retry_after")
    }

    /// `parameters.migrate_to_chat_id` of a refusal.
    pub fn migrate_to_chat_id(&self) -> Option<i64> {
        self.parameter("migrate_to_chat_id")
    }

    fn parameter(&self, name: &str) -> Option<i64> {
        match self {
            Reply::Answer { body, .. } => body.get("parameters")?.get(name)?.as_i64(),
            _ => None,
        }
    }
}

/// A refusal on its way to becoming an answer.
#[derive(Clone, Debug)]
pub(super) struct No {
    pub status: u16,
    pub description: String,
    pub parameters: Map<String, Value>,
}

impl No {
    /// 400, with the real server's prefix and its habit of lowering the first letter unless the second is `_` or upper
    /// case.
    pub fn bad(description: impl Into<String>) -> No {
        No::new(400, "Bad Request", description)
    }

    /// 403 with its prefix.
    pub fn forbidden(description: impl Into<String>) -> No {
        No::new(403, "Forbidden", description)
    }

    /// A refusal that is the sandbox's own strictness: the real server would ignore the matter in silence.
    pub fn strict(description: impl std::fmt::Display) -> No {
        No::bad(format!("sandbox: {description}"))
    }

    /// Known to Telegram, not built here.
    pub fn not_built(what: impl std::fmt::Display) -> No {
        No {
            status: 501,
            description: format!("Not Implemented: the sandbox has not built {what}"),
            parameters: Map::new(),
        }
    }

    /// 429 with `retry_after`.
    pub fn retry_after(seconds: i64) -> No {
        let mut parameters = Map::new();
        parameters.insert("retry_after".into(), seconds.into());
        No {
            status: 429,
            description: format!("Too Many Requests: retry after {seconds}"),
            parameters,
        }
    }

    /// 400 of a group that has become a supergroup.
    pub fn migrated(to: i64) -> No {
        let mut no = No::bad("group chat was upgraded to a supergroup chat");
        no.parameters.insert("migrate_to_chat_id".into(), to.into());
        no
    }

    fn new(status: u16, prefix: &str, description: impl Into<String>) -> No {
        let description = description.into();
        let mut chars = description.chars();
        let first = chars.next();
        let shouting = chars
            .next()
            .is_some_and(|c| c == '_' || c.is_ascii_uppercase());
        let description = match first {
            Some(first) if !shouting => {
                first.to_ascii_lowercase().to_string() + chars_after(&description)
            }
            _ => description,
        };
        No {
            status,
            description: format!("{prefix}: {description}"),
            parameters: Map::new(),
        }
    }

    /// The answer this refusal becomes; nothing took effect.
    pub fn into_reply(self) -> Reply {
        let mut body =
            json!({"ok": false, "error_code": self.status, "description": self.description});
        if !self.parameters.is_empty() {
            body["parameters"] = Value::Object(self.parameters);
        }
        Reply::Answer {
            status: self.status,
            body,
            took_effect: false,
        }
    }
}

fn chars_after(text: &str) -> &str {
    let mut chars = text.chars();
    chars.next();
    chars.as_str()
}
