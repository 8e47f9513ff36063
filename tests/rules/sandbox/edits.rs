use serde_json::{Value, json};

use crate::sandbox::common::scene;
use twofold::sandbox::{Media, Outgoing};

const NOT_MODIFIED: &str = "Bad Request: message is not modified: specified new message content and reply markup are \
    exactly the same as a current content and reply markup of the message";

fn keyboard(label: &str) -> Value {
    json!({"inline_keyboard": [[{"text": label, "callback_data": "x"}]]})
}

#[test]
fn an_edit_changes_the_message_for_everyone_who_sees_it() {
    let mut s = scene();
    let id = s.sent(s.anna, "old");
    let before = s.world.revision();
    s.ok(
        "editMessageText",
        json!({"chat_id": s.anna, "message_id": id, "text": "new"}),
    );
    let seen = s.world.message(s.anna, s.anna, id).unwrap();
    assert_eq!((seen.text.as_str(), seen.edited), ("new", true));
    assert_eq!(s.world.changed_since(s.anna, s.anna, before), [seen]);
    assert!(s.world.from_bot_since(s.anna, before).is_empty());
}

#[test]
fn an_edit_that_changes_nothing_is_refused() {
    let mut s = scene();
    let sent = s.ok(
        "sendMessage",
        json!({"chat_id": s.anna, "text": "same", "entities": [{"type": "bold", "offset": 0, "length": 4}],
               "reply_markup": keyboard("a")}),
    );
    let edit = json!({"chat_id": s.anna, "message_id": sent["message_id"], "text": " same\n",
                      "entities": [{"type": "bold", "offset": 1, "length": 4}], "reply_markup": keyboard("a")});
    s.no("editMessageText", edit.clone(), 400, NOT_MODIFIED);
    let other_markup = {
        let mut edit = edit;
        edit["reply_markup"] = keyboard("b");
        edit
    };
    s.ok("editMessageText", other_markup);
    let markup =
        json!({"chat_id": s.anna, "message_id": sent["message_id"], "reply_markup": keyboard("b")});
    s.no("editMessageReplyMarkup", markup, 400, NOT_MODIFIED);
}

#[test]
fn an_edit_without_a_keyboard_takes_the_keyboard_away() {
    let mut s = scene();
    let sent = s.ok(
        "sendMessage",
        json!({"chat_id": s.anna, "text": "x", "reply_markup": keyboard("a")}),
    );
    s.ok(
        "editMessageText",
        json!({"chat_id": s.anna, "message_id": sent["message_id"], "text": "y"}),
    );
    assert!(s.world.last(s.anna).unwrap().buttons.is_empty());
}

#[test]
fn only_the_bots_own_messages_can_be_edited_but_for_ever() {
    let mut s = scene();
    let hers = s.world.say(s.anna, "hers", s.now).unwrap();
    let own = s.sent(s.anna, "own");
    let anna = s.anna;
    let edit = |id| json!({"chat_id": anna, "message_id": id, "text": "x"});
    s.pass(400 * 86_400);
    s.ok("editMessageText", edit(own));
    s.no(
        "editMessageText",
        edit(hers),
        400,
        "Bad Request: message can't be edited",
    );
    s.no(
        "editMessageText",
        edit(999),
        400,
        "Bad Request: message to edit not found",
    );
    let nameless = json!({"chat_id": s.anna, "text": "x"});
    s.no(
        "editMessageText",
        nameless,
        400,
        "Bad Request: message identifier is not specified",
    );
}

#[test]
fn text_is_edited_as_text_and_a_caption_as_a_caption() {
    let mut s = scene();
    let text = s.sent(s.anna, "text");
    let theirs = s
        .world
        .send(s.anna, Outgoing::file(Media::Photo), s.now)
        .unwrap();
    let file = s
        .world
        .message(s.anna, s.anna, theirs)
        .unwrap()
        .media
        .unwrap()
        .1;
    let photo = s.ok(
        "sendPhoto",
        json!({"chat_id": s.anna, "photo": file, "caption": "a"}),
    )["message_id"]
        .clone();
    s.no(
        "editMessageText",
        json!({"chat_id": s.anna, "message_id": photo, "text": "x"}),
        400,
        "Bad Request: there is no text in the message to edit",
    );
    s.no(
        "editMessageCaption",
        json!({"chat_id": s.anna, "message_id": text, "caption": "x"}),
        400,
        "Bad Request: there is no caption in the message to edit",
    );
    s.ok(
        "editMessageCaption",
        json!({"chat_id": s.anna, "message_id": photo}),
    );
    assert_eq!(s.world.last(s.anna).unwrap().text, "");
    s.no(
        "editMessageText",
        json!({"chat_id": s.anna, "message_id": text, "text": "x".repeat(4097)}),
        400,
        "Bad Request: MESSAGE_TOO_LONG",
    );
    s.no(
        "editMessageCaption",
        json!({"chat_id": s.anna, "message_id": photo, "caption": "x".repeat(1025)}),
        400,
        "Bad Request: MEDIA_CAPTION_TOO_LONG",
    );
}

#[test]
fn an_edit_takes_an_inline_keyboard_or_none() {
    let mut s = scene();
    let id = s.sent(s.anna, "x");
    s.no(
        "editMessageReplyMarkup",
        json!({"chat_id": s.anna, "message_id": id, "reply_markup": {"force_reply": true}}),
        400,
        "Bad Request: inline keyboard expected",
    );
}

#[test]
fn a_message_is_deleted_once_and_within_48_hours() {
    let mut s = scene();
    let (own, old) = (s.sent(s.anna, "a"), s.sent(s.anna, "b"));
    let hers = s.world.say(s.anna, "hers", s.now).unwrap();
    let anna = s.anna;
    let delete = |id| json!({"chat_id": anna, "message_id": id});
    s.pass(48 * 3600);
    s.ok("deleteMessage", delete(own));
    s.ok("deleteMessage", delete(hers));
    s.no(
        "deleteMessage",
        delete(own),
        400,
        "Bad Request: message to delete not found",
    );
    s.pass(1);
    s.no(
        "deleteMessage",
        delete(old),
        400,
        "Bad Request: message can't be deleted for everyone",
    );
    assert!(s.world.message(s.anna, s.anna, old).is_some());
}

#[test]
fn several_are_deleted_together_and_those_that_are_gone_are_skipped() {
    let mut s = scene();
    let (a, b) = (s.sent(s.anna, "a"), s.sent(s.anna, "b"));
    s.ok("deleteMessage", json!({"chat_id": s.anna, "message_id": a}));
    s.ok(
        "deleteMessages",
        json!({"chat_id": s.anna, "message_ids": [a, b, 999]}),
    );
    assert!(s.world.from_bot_since(s.anna, 0).is_empty());
    s.no(
        "deleteMessages",
        json!({"chat_id": s.anna, "message_ids": []}),
        400,
        "Bad Request: message identifiers are not specified",
    );
    let many: Vec<i64> = (1..=101).collect();
    s.no(
        "deleteMessages",
        json!({"chat_id": s.anna, "message_ids": many}),
        400,
        "Bad Request: too many message identifiers specified",
    );
}

#[test]
fn what_was_sent_can_still_be_deleted_when_the_person_has_blocked_the_bot() {
    let mut s = scene();
    let id = s.sent(s.anna, "a");
    s.world.block(s.anna, s.now).unwrap();
    s.ok(
        "deleteMessage",
        json!({"chat_id": s.anna, "message_id": id}),
    );
}
