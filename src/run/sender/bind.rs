//! The call of a row as it goes out: message ids that were not known when it was written, what refusals took away, the chat as
//! it is called now.
//!
//! A message is named as `{"sent": key}`: the one that the row with this key sent. When that row was given up, or its message
//! id was never learned, an edit of its text becomes a message of its own; other changes of it have no object and are dropped,
//! and a reply to it is sent without being one.

use serde_json::Value;

use crate::core::delivery::Call;
use crate::core::event::About;
use crate::core::ids::ChatId;
use crate::store::outbox::sending::{Earlier, Less};
use crate::store::outbox::sent_key;

/// The keys a call refers to.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub struct Refs {
    /// Of the message it changes.
    pub target: Option<String>,
    /// Of the message it replies to.
    pub reply: Option<String>,
}

/// A call ready to go, or why not.
#[derive(Clone, PartialEq, Debug)]
pub enum Bound {
    Ready(Ready),
    /// The message it changes is not sent yet.
    Wait(Option<jiff::Timestamp>),
    /// What it changes is not there.
    Nothing,
}

#[derive(Clone, PartialEq, Debug)]
pub struct Ready {
    pub call: Call,
    /// It goes out as a message in place of the row this names.
    pub stands_for: Option<About>,
    pub has_reply: bool,
    pub has_entities: bool,
}

impl Refs {
    pub fn of(params: &Value) -> Refs {
        let key = |value: &Value| sent_key(value).map(str::to_owned);
        Refs {
            target: key(&params["message_id"]),
            reply: key(&params["reply_parameters"]["message_id"]),
        }
    }
}

/// Whether a method makes a new message, which counts against a chat's limits and has an id to remember.
pub fn makes_message(method: &str) -> bool {
    let method = method.to_ascii_lowercase();
    method != "sendchataction"
        && ["send", "copy", "forward"]
            .iter()
            .any(|start| method.starts_with(start))
}

/// Puts the call together. `target` and `reply` are what became of the rows in [`Refs`].
pub fn bind(
    mut call: Call,
    lane: ChatId,
    less: Less,
    target: Option<Earlier>,
    reply: Option<Earlier>,
) -> Bound {
    let mut stands_for = None;
    match target {
        None => {}
        Some(Earlier::Message(chat, message)) if chat == lane => {
            call.params["message_id"] = message.into();
        }
        Some(Earlier::Waiting(until)) => return Bound::Wait(until),
        Some(Earlier::Lost(about)) if is_text_edit(&call.method) => {
            call.method = "sendMessage".into();
            stands_for = Some(about);
        }
        Some(_) => return Bound::Nothing,
    }
    let Some(params) = call.params.as_object_mut() else {
        return Bound::Nothing;
    };
    if stands_for.is_some() {
        params.remove("message_id");
        // An edit makes no sound either.
        params.insert("disable_notification".into(), true.into());
    }
    if params.contains_key("chat_id") {
        params.insert("chat_id".into(), lane.0.into());
    }
    let replies_to = match reply {
        None => None,
        Some(Earlier::Message(chat, message)) if chat == lane => Some(message),
        Some(_) => {
            params.remove("reply_parameters");
            None
        }
    };
    if less.reply {
        params.remove("reply_parameters");
    } else if let (Some(message), Some(reply)) = (replies_to, params.get_mut("reply_parameters")) {
        reply["message_id"] = message.into();
    }
    if less.entities {
        drop_entities(params);
    }
    let has_reply = params.contains_key("reply_parameters");
    let has_entities = has_entities(params);
    Bound::Ready(Ready {
        call,
        stands_for,
        has_reply,
        has_entities,
    })
}

const ENTITIES: [&str; 2] = ["entities", "caption_entities"];

fn is_text_edit(method: &str) -> bool {
    method.eq_ignore_ascii_case("editMessageText")
}

type Params = serde_json::Map<String, Value>;

/// The entities of the message itself and of the items of an album.
fn drop_entities(params: &mut Params) {
    for name in ENTITIES {
        params.remove(name);
    }
    for item in params
        .get_mut("media")
        .and_then(Value::as_array_mut)
        .into_iter()
        .flatten()
        .filter_map(Value::as_object_mut)
    {
        for name in ENTITIES {
            item.remove(name);
        }
    }
}

fn has_entities(params: &Params) -> bool {
    let here = |params: &Params| {
        ENTITIES.iter().any(|name| {
            params
                .get(*name)
                .and_then(Value::as_array)
                .is_some_and(|list| !list.is_empty())
        })
    };
    let items = params.get("media").and_then(Value::as_array);
    here(params)
        || items
            .into_iter()
            .flatten()
            .filter_map(Value::as_object)
            .any(here)
}
