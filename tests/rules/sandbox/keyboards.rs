use serde_json::{Value, json};

use crate::sandbox::common::{Scene, scene};
use twofold::sandbox::{Action, Pressed};

fn with_button(s: &Scene, button: Value) -> Value {
    json!({"chat_id": s.anna, "text": "x", "reply_markup": {"inline_keyboard": [[button]]}})
}

fn callback(label: &str, data: &str) -> Value {
    json!({"text": label, "callback_data": data})
}

#[test]
fn callback_data_has_1_to_64_bytes() {
    let mut s = scene();
    let (fits, over, multibyte, empty) = (
        with_button(&s, callback("a", &"x".repeat(64))),
        with_button(&s, callback("a", &"x".repeat(65))),
        with_button(&s, callback("a", &"é".repeat(33))),
        with_button(&s, callback("a", "")),
    );
    s.ok("sendMessage", fits);
    s.no("sendMessage", over, 400, "Bad Request: BUTTON_DATA_INVALID");
    s.no(
        "sendMessage",
        multibyte,
        400,
        "Bad Request: BUTTON_DATA_INVALID",
    );
    s.no(
        "sendMessage",
        empty,
        400,
        "Bad Request: can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard",
    );
}

#[test]
fn a_button_does_exactly_one_thing_and_has_a_text() {
    let mut s = scene();
    let two = with_button(
        &s,
        json!({"text": "a", "callback_data": "x", "url": "https://example.org"}),
    );
    s.no(
        "sendMessage",
        two,
        400,
        "Bad Request: sandbox: a button does exactly one thing",
    );
    let nameless = with_button(&s, callback(" ", "x"));
    s.no(
        "sendMessage",
        nameless,
        400,
        "Bad Request: sandbox: a button needs a text",
    );
    let misspelt = with_button(&s, json!({"text": "a", "calback_data": "x"}));
    s.no(
        "sendMessage",
        misspelt,
        400,
        "Bad Request: sandbox: InlineKeyboardButton has no field \"calback_data\"",
    );
}

#[test]
fn a_link_in_a_button_is_a_link_and_its_start_payload_arrives() {
    let mut s = scene();
    let link = |url: String| json!({"text": "go", "url": url});
    let me = "https://t.me/twofold_sandbox_bot?start=";
    let (fits, over, odd, nowhere) = (
        with_button(&s, link(format!("{me}{}", "a_-9".repeat(16)))),
        with_button(&s, link(format!("{me}{}", "a".repeat(65)))),
        with_button(&s, link(format!("{me}a.b"))),
        with_button(&s, link("not a link".into())),
    );
    s.ok("sendMessage", fits);
    let payload =
        "Bad Request: sandbox: a start payload is 1 to 64 characters of A-Z, a-z, 0-9, _ and -";
    s.no("sendMessage", over, 400, payload);
    s.no("sendMessage", odd, 400, payload);
    s.no(
        "sendMessage",
        nowhere,
        400,
        "Bad Request: inline keyboard button URL 'not a link' is invalid: Wrong HTTP URL",
    );
}

#[test]
fn a_button_copies_1_to_256_characters() {
    let mut s = scene();
    let copy = |n| json!({"text": "copy", "copy_text": {"text": "x".repeat(n)}});
    let (fits, over) = (with_button(&s, copy(256)), with_button(&s, copy(257)));
    s.ok("sendMessage", fits);
    let pressed = s.world.press(s.anna, "copy", s.now).unwrap();
    assert_eq!(pressed, Pressed::Copied("x".repeat(256)));
    s.no(
        "sendMessage",
        over,
        400,
        "Bad Request: BUTTON_COPY_TEXT_INVALID",
    );
}

#[test]
fn a_keyboard_has_at_most_8_buttons_in_a_row_and_100_in_all() {
    let mut s = scene();
    let keyboard = |rows: usize, width: usize| {
        let row = vec![callback("a", "x"); width];
        json!({"chat_id": s.anna, "text": "x", "reply_markup": {"inline_keyboard": vec![row; rows]}})
    };
    let (fits, wide, many) = (keyboard(12, 8), keyboard(1, 9), keyboard(13, 8));
    s.ok("sendMessage", fits);
    s.no(
        "sendMessage",
        wide,
        400,
        "Bad Request: sandbox: a row has at most 8 buttons",
    );
    s.no(
        "sendMessage",
        many,
        400,
        "Bad Request: reply markup is too long",
    );
}

#[test]
fn a_press_brings_the_message_and_the_data_to_the_bot() {
    let mut s = scene();
    let send = with_button(&s, callback("yes", "verb·1"));
    let sent = s.ok("sendMessage", send);
    let pressed = s.world.press(s.anna, "yes", s.now).unwrap();
    let got = s.updates();
    let query = &got[0]["callback_query"];
    assert_eq!(
        pressed,
        Pressed::Query(query["id"].as_str().unwrap().into())
    );
    assert_eq!(query["data"], "verb·1");
    assert_eq!(query["from"]["id"], s.anna);
    assert_eq!(query["message"]["message_id"], sent["message_id"]);
    assert_eq!(query["message"]["reply_markup"], sent["reply_markup"]);
}

#[test]
fn nobody_presses_a_button_that_is_not_there() {
    let mut s = scene();
    let send = with_button(&s, callback("yes", "x"));
    let id = s.ok("sendMessage", send)["message_id"].as_i64().unwrap();
    s.world.press(s.anna, "no", s.now).unwrap_err();
    s.world
        .press_on(s.ben, s.anna, id, "yes", s.now)
        .unwrap_err();
    assert!(s.updates().is_empty());
}

#[test]
fn a_forged_press_or_one_from_an_old_screen_arrives_as_well() {
    let mut s = scene();
    let id = s.sent(s.anna, "no buttons here");
    s.world
        .press_data(s.anna, s.anna, id, "forged", s.now)
        .unwrap();
    s.ok(
        "deleteMessage",
        json!({"chat_id": s.anna, "message_id": id}),
    );
    s.world
        .press_data(s.anna, s.anna, id, "late", s.now)
        .unwrap();
    let got = s.updates();
    assert_eq!(got[0]["callback_query"]["data"], "forged");
    let message = &got[1]["callback_query"]["message"];
    assert_eq!((&message["date"], message.get("text")), (&json!(0), None));
}

#[test]
fn a_press_is_answered_once_within_150_seconds() {
    let mut s = scene();
    let old = "Bad Request: query is too old and response timeout expired or query ID is invalid";
    let send = with_button(&s, callback("yes", "x"));
    s.ok("sendMessage", send);
    let press = |s: &mut Scene| match s.world.press(s.anna, "yes", s.now).unwrap() {
        Pressed::Query(id) => json!({"callback_query_id": id, "text": "thanks"}),
        other => panic!("{other:?}"),
    };
    let query = press(&mut s);
    let id = query["callback_query_id"].as_str().unwrap().to_owned();
    assert!(s.world.is_waiting(&id));
    s.pass(150);
    s.ok("answerCallbackQuery", query.clone());
    assert!(!s.world.is_waiting(&id));
    s.no("answerCallbackQuery", query, 400, old);
    let query = press(&mut s);
    s.pass(151);
    s.no("answerCallbackQuery", query, 400, old);
    s.no(
        "answerCallbackQuery",
        json!({"callback_query_id": "17"}),
        400,
        old,
    );
    let toasts = s.world.toasts(s.anna);
    assert_eq!(toasts.len(), 1);
    assert_eq!(
        (toasts[0].text.as_str(), toasts[0].alert),
        ("thanks", false)
    );
}

#[test]
fn the_answer_to_a_press_has_at_most_200_characters() {
    let mut s = scene();
    let send = with_button(&s, callback("yes", "x"));
    s.ok("sendMessage", send);
    let Pressed::Query(id) = s.world.press(s.anna, "yes", s.now).unwrap() else {
        panic!("a callback button makes a query");
    };
    let answer = |n| json!({"callback_query_id": id, "text": "x".repeat(n), "show_alert": true});
    s.no(
        "answerCallbackQuery",
        answer(201),
        400,
        "Bad Request: MESSAGE_TOO_LONG",
    );
    s.ok("answerCallbackQuery", answer(200));
}

#[test]
fn a_key_in_place_of_the_letters_sends_its_label_and_goes_when_it_is_taken_away() {
    let mut s = scene();
    let keys = json!({"keyboard": [["Berlin", {"text": "here", "request_location": true}]], "resize_keyboard": true});
    let sent = s.ok(
        "sendMessage",
        json!({"chat_id": s.anna, "text": "where?", "reply_markup": keys}),
    );
    s.world.press_key(s.anna, "Berlin", s.now).unwrap();
    assert_eq!(s.updates()[0]["message"]["text"], "Berlin");
    s.world.press_key(s.anna, "here", s.now).unwrap_err();
    let edit = json!({"chat_id": s.anna, "message_id": sent["message_id"], "text": "there?"});
    s.no(
        "editMessageText",
        edit,
        400,
        "Bad Request: message can't be edited",
    );
    s.ok(
        "sendMessage",
        json!({"chat_id": s.anna, "text": "thanks", "reply_markup": {"remove_keyboard": true}}),
    );
    assert!(s.world.keys(s.anna).is_empty());
}

#[test]
fn a_location_can_be_asked_for_in_private_chats_only() {
    let mut s = scene();
    let group = s.world.group("Two", &[s.anna, s.ben], s.now).unwrap();
    s.world.add_bot(group, s.anna, None, s.now).unwrap();
    let keys = json!({"keyboard": [[{"text": "here", "request_location": true}]]});
    s.no(
        "sendMessage",
        json!({"chat_id": group, "text": "where?", "reply_markup": keys}),
        400,
        "Bad Request: location can be requested in private chats only",
    );
}

#[test]
fn an_invite_link_can_be_passed_on_also_through_the_share_page() {
    let mut s = scene();
    let share = "https://t.me/share/url?url=https%3A%2F%2Ft.me%2Ftwofold_sandbox_bot%3Fstart%3Dabc&text=Want+to%3F";
    let send = with_button(&s, json!({"text": "invite", "url": share}));
    s.ok("sendMessage", send);
    let link = s.world.last(s.anna).unwrap().links().remove(0);
    assert_eq!(link, "https://t.me/twofold_sandbox_bot?start=abc");
    s.world.open_link(s.ben, &link, s.now).unwrap();
    assert_eq!(s.updates()[0]["message"]["text"], "/start abc");
}

#[test]
fn a_style_is_one_of_three() {
    let mut s = scene();
    let style = |style: &str| json!({"text": "a", "callback_data": "x", "style": style});
    let (good, bad) = (
        with_button(&s, style("success")),
        with_button(&s, style("loud")),
    );
    s.ok("sendMessage", good);
    let seen = s.world.last(s.anna).unwrap();
    let button = seen.button("a").unwrap();
    assert_eq!(button.style.as_deref(), Some("success"));
    assert_eq!(button.action, Action::Callback("x".into()));
    s.no(
        "sendMessage",
        bad,
        400,
        "Bad Request: can't parse inline keyboard button: invalid button style specified",
    );
}
