//! Binding: the call of a row as it goes out, with message ids that were not known when it was written, without what refusals took
//! away, to the chat by its present id. Pure: nothing here reads or writes anything. Start at [`bind`].
//!
//! A message is named as `{"sent": key}`: the one that the row with this key sent. When that row was given up, or its message
//! id was never learned, an edit of its text becomes a message of its own; other changes of it have no object and are dropped,
//! and a reply to it is sent without being one.

use serde_json::Value;

use crate::core::model::about::About;
use crate::core::model::delivery::Call;
use crate::core::model::ids::ChatId;
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

/// A call that can be made as it is.
#[derive(Clone, PartialEq, Debug)]
pub struct Ready {
    pub call: Call,
    /// It goes out as a message in place of the row this names.
    pub stands_for: Option<About>,
    pub has_reply: bool,
    pub has_entities: bool,
}

impl Refs {
    /// The keys that the parameters of a call name.
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

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::core::model::about::Role;

    const LANE: ChatId = ChatId(7);

    fn call(method: &str, params: Value) -> Call {
        Call {
            method: method.into(),
            params,
        }
    }

    fn edit() -> Call {
        call(
            "editMessageText",
            json!({"chat_id": 7, "message_id": {"sent": "card:1"}, "text": "t", "entities": [{"type": "spoiler"}]}),
        )
    }

    fn reply() -> Call {
        call(
            "sendMessage",
            json!({"chat_id": 7, "text": "t", "reply_parameters": {"message_id": {"sent": "k"}, "quote": "q"}}),
        )
    }

    fn about() -> About {
        About {
            role: Role::Card,
            key: "card:1".into(),
            thread: None,
            seat: None,
            source: None,
            part: None,
        }
    }

    fn ready(bound: Bound) -> Ready {
        match bound {
            Bound::Ready(ready) => ready,
            other => panic!("{other:?}"),
        }
    }

    fn bind_target(call: Call, target: Earlier) -> Bound {
        bind(call, LANE, Less::default(), Some(target), None)
    }

    #[test]
    fn a_call_says_which_rows_it_refers_to() {
        let refs = |target: Option<&str>, reply: Option<&str>| Refs {
            target: target.map(str::to_owned),
            reply: reply.map(str::to_owned),
        };
        assert_eq!(Refs::of(&edit().params), refs(Some("card:1"), None));
        assert_eq!(Refs::of(&reply().params), refs(None, Some("k")));
        assert_eq!(Refs::of(&json!({"message_id": 4})), refs(None, None));
        assert_eq!(Refs::of(&json!([])), refs(None, None));
    }

    #[test]
    fn a_late_message_id_is_put_in() {
        let bound = ready(bind_target(edit(), Earlier::Message(LANE, 55)));
        assert_eq!(bound.call.params["message_id"], 55);
        assert_eq!((bound.stands_for, bound.has_entities), (None, true));
        let bound = bind(
            reply(),
            LANE,
            Less::default(),
            None,
            Some(Earlier::Message(LANE, 56)),
        );
        let bound = ready(bound);
        assert_eq!(
            bound.call.params["reply_parameters"],
            json!({"message_id": 56, "quote": "q"})
        );
        assert!(bound.has_reply);
    }

    #[test]
    fn an_edit_of_a_message_that_never_was_becomes_a_silent_message() {
        let bound = ready(bind_target(edit(), Earlier::Lost(about())));
        assert_eq!(bound.call.method, "sendMessage");
        assert_eq!(
            bound.call.params,
            json!({"chat_id": 7, "text": "t", "entities": [{"type": "spoiler"}], "disable_notification": true})
        );
        assert_eq!(bound.stands_for, Some(about()));
    }

    #[test]
    fn other_changes_of_a_message_that_never_was_are_dropped() {
        for method in [
            "setMessageReaction",
            "editMessageReplyMarkup",
            "deleteMessage",
            "editMessageCaption",
        ] {
            let change = call(
                method,
                json!({"chat_id": 7, "message_id": {"sent": "card:1"}}),
            );
            assert_eq!(
                bind_target(change, Earlier::Lost(about())),
                Bound::Nothing,
                "{method}"
            );
        }
        assert_eq!(bind_target(edit(), Earlier::Gone), Bound::Nothing);
        let elsewhere = Earlier::Message(ChatId(8), 55);
        assert_eq!(bind_target(edit(), elsewhere), Bound::Nothing);
    }

    #[test]
    fn a_change_of_a_message_that_is_still_to_be_sent_waits() {
        assert_eq!(
            bind_target(edit(), Earlier::Waiting(None)),
            Bound::Wait(None)
        );
    }

    #[test]
    fn a_reply_to_what_is_not_there_is_sent_without_being_one() {
        for earlier in [
            Earlier::Gone,
            Earlier::Lost(about()),
            Earlier::Waiting(None),
        ] {
            let bound = ready(bind(reply(), LANE, Less::default(), None, Some(earlier)));
            assert_eq!(bound.call.params, json!({"chat_id": 7, "text": "t"}));
            assert!(!bound.has_reply);
        }
    }

    #[test]
    fn what_was_taken_away_after_a_refusal_is_left_out() {
        let less = Less {
            reply: true,
            entities: true,
            line: false,
        };
        let album = call(
            "sendMediaGroup",
            json!({"chat_id": 7, "reply_parameters": {"message_id": 3}, "caption_entities": [1],
                "media": [{"type": "photo", "caption_entities": [{"type": "bold"}]}]}),
        );
        let whole = ready(bind(album.clone(), LANE, Less::default(), None, None));
        assert!(whole.has_reply && whole.has_entities);
        let bound = ready(bind(album, LANE, less, None, None));
        assert_eq!(
            bound.call.params,
            json!({"chat_id": 7, "media": [{"type": "photo"}]})
        );
        assert!(!bound.has_reply && !bound.has_entities);
    }

    #[test]
    fn a_call_goes_to_its_chat_as_the_chat_is_called_now() {
        let moved = ready(bind(
            reply(),
            ChatId(-100),
            Less::default(),
            None,
            Some(Earlier::Gone),
        ));
        assert_eq!(moved.call.params["chat_id"], -100);
        let general = call("setMyCommands", json!({"commands": []}));
        let bound = ready(bind(general.clone(), LANE, Less::default(), None, None));
        assert_eq!(bound.call, general);
    }

    #[test]
    fn messages_are_told_from_changes() {
        for method in [
            "sendMessage",
            "sendVoice",
            "copyMessage",
            "forwardMessage",
            "SendPhoto",
        ] {
            assert!(makes_message(method), "{method}");
        }
        for method in [
            "editMessageText",
            "setMessageReaction",
            "deleteMessage",
            "sendChatAction",
        ] {
            assert!(!makes_message(method), "{method}");
        }
    }
}
