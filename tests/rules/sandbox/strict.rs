use serde_json::{Value, json};

use crate::sandbox::common::scene;

#[test]
fn a_method_matches_in_any_case() {
    let mut s = scene();
    for name in ["getMe", "GetMe", "getme"] {
        assert_eq!(s.ok(name, json!({}))["username"], "twofold_sandbox_bot");
    }
    assert_eq!(s.world.calls_of("getMe").len(), 3);
}

#[test]
fn an_unknown_method_is_not_found_and_one_that_is_not_built_says_so() {
    let mut s = scene();
    s.no("sendMesage", json!({}), 404, "Not Found: method not found");
    s.no(
        "sendPoll",
        json!({}),
        501,
        "Not Implemented: the sandbox has not built sendPoll",
    );
}

#[test]
fn an_unknown_parameter_is_refused_by_name() {
    let mut s = scene();
    s.no(
        "sendMessage",
        json!({"chat_id": s.anna, "text": "x", "reply_to_message_id": 5}),
        400,
        "Bad Request: sandbox: sendMessage has no parameter \"reply_to_message_id\"",
    );
    s.no(
        "sendMessage",
        json!({"chat_id": s.anna, "text": "x", "reply_parameters": {"message_id": 1, "allow": true}}),
        400,
        "Bad Request: sandbox: ReplyParameters has no field \"allow\"",
    );
}

#[test]
fn a_parameter_of_the_wrong_type_is_refused_by_name() {
    let mut s = scene();
    let cases = [
        (
            json!({"chat_id": s.anna, "text": 5}),
            "Bad Request: sandbox: parameter \"text\" of sendMessage must be a string",
        ),
        (
            json!({"chat_id": s.anna, "text": "x", "disable_notification": "true"}),
            "Bad Request: sandbox: parameter \"disable_notification\" of sendMessage must be a boolean",
        ),
        (
            json!({"chat_id": s.anna, "text": "x", "entities": null}),
            "Bad Request: sandbox: parameter \"entities\" of sendMessage must be an array",
        ),
        (
            json!({"chat_id": 1.5, "text": "x"}),
            "Bad Request: sandbox: parameter \"chat_id\" of sendMessage must be an integer or a string",
        ),
        (
            json!([1]),
            "Bad Request: sandbox: the parameters of sendMessage must be an object",
        ),
    ];
    for (params, why) in cases {
        s.no("sendMessage", params, 400, why);
    }
}

#[test]
fn a_parameter_that_is_not_built_is_not_ignored() {
    let mut s = scene();
    s.no(
        "sendMessage",
        json!({"chat_id": s.anna, "text": "x", "message_effect_id": "5"}),
        501,
        "Not Implemented: the sandbox has not built parameter \"message_effect_id\" of sendMessage",
    );
}

#[test]
fn what_is_required_must_be_there() {
    let mut s = scene();
    let cases: [(&str, Value, &str); 6] = [
        (
            "sendMessage",
            json!({"text": "x"}),
            "Bad Request: chat_id is empty",
        ),
        (
            "deleteMessage",
            json!({"chat_id": 1}),
            "Bad Request: message identifier is not specified",
        ),
        (
            "setMessageReaction",
            json!({"chat_id": 1}),
            "Bad Request: message to react not found",
        ),
        (
            "getChatMember",
            json!({"chat_id": 1}),
            "Bad Request: invalid user_id specified",
        ),
        (
            "setMyCommands",
            json!({}),
            "Bad Request: parameter \"commands\" is required",
        ),
        (
            "sendChatAction",
            json!({"chat_id": 1}),
            "Bad Request: wrong parameter action in request",
        ),
    ];
    for (method, params, why) in cases {
        s.no(method, params, 400, why);
    }
}

#[test]
fn every_call_is_kept_with_its_time_and_what_became_of_it() {
    let mut s = scene();
    s.sent(s.anna, "one");
    s.pass(5);
    s.call("sendMessage", json!({"chat_id": 1, "text": "two"}));
    let calls = s.world.calls_of("sendMessage");
    assert_eq!(calls.len(), 2);
    assert_eq!((calls[0].chat, calls[1].chat), (Some(s.anna), Some(1)));
    assert!(calls[0].reply.is_ok() && !calls[1].reply.is_ok());
    assert_eq!(calls[1].at, s.now);
    assert_eq!(calls[1].params["text"], "two");
}

#[test]
fn the_same_deeds_make_the_same_world() {
    let run = || {
        let mut s = scene();
        let id = s.sent(s.anna, "x");
        s.world
            .react(s.anna, s.anna, id, Some("👍"), s.now)
            .unwrap();
        s.world.say(s.ben, "hello", s.now).unwrap();
        s.world.shuffle_pending_updates(7);
        (
            s.updates(),
            s.world.screen(s.anna),
            s.world.changes_since(0).to_vec(),
        )
    };
    assert_eq!(run(), run());
}
