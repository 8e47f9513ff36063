use serde_json::json;

use crate::sandbox::common::scene;
use twofold::sandbox::{Media, Outgoing};

#[test]
fn a_text_arrives_as_it_was_sent() {
    let mut s = scene();
    s.sent(s.anna, "I love you <3");
    let seen = s.world.last(s.anna).unwrap();
    assert_eq!(seen.text, "I love you <3");
    assert!(seen.is_from_bot() && !seen.silent && !seen.edited && !seen.protected);
}

#[test]
fn a_text_has_1_to_4096_utf16_units() {
    let mut s = scene();
    let send = |text: &str| json!({"chat_id": s.anna, "text": text});
    let (empty, blank, full, over) = (
        send(""),
        send(" \n "),
        send(&"😀".repeat(2048)),
        send(&"x".repeat(4097)),
    );
    s.no(
        "sendMessage",
        empty,
        400,
        "Bad Request: message text is empty",
    );
    s.no(
        "sendMessage",
        blank,
        400,
        "Bad Request: text must be non-empty",
    );
    s.ok("sendMessage", full);
    s.no("sendMessage", over, 400, "Bad Request: message is too long");
    let half_over = json!({"chat_id": s.anna, "text": format!("{}x", "😀".repeat(2048))});
    s.no(
        "sendMessage",
        half_over,
        400,
        "Bad Request: message is too long",
    );
}

#[test]
fn spaces_around_a_text_are_cut_and_do_not_count() {
    let mut s = scene();
    let text = format!("  {}\n ", "x".repeat(4096));
    s.sent(s.anna, &text);
    assert_eq!(s.world.last(s.anna).unwrap().text.len(), 4096);
}

#[test]
fn characters_that_turn_a_line_around_do_not_survive() {
    let mut s = scene();
    s.sent(s.anna, "a\u{202e}b\rc\td");
    assert_eq!(s.world.last(s.anna).unwrap().text, "abc d");
}

#[test]
fn how_a_message_was_sent_is_kept() {
    let mut s = scene();
    let sent = s.ok(
        "sendMessage",
        json!({"chat_id": s.anna, "text": "x", "disable_notification": true, "protect_content": true,
               "link_preview_options": {"is_disabled": true}}),
    );
    assert_eq!(sent["has_protected_content"], true);
    assert_eq!(sent["link_preview_options"], json!({"is_disabled": true}));
    let seen = s.world.last(s.anna).unwrap();
    assert!(seen.silent && seen.protected);
    assert_eq!(s.world.sounds_since(s.anna, 0), 0);
}

#[test]
fn nobody_is_written_to_before_they_press_start() {
    let mut s = scene();
    let carla = s.world.person("Carla", "");
    let to = json!({"chat_id": carla, "text": "x"});
    s.no(
        "sendMessage",
        to.clone(),
        400,
        "Bad Request: chat not found",
    );
    let group = s.world.group("Three", &[s.anna, carla], s.now).unwrap();
    s.world.add_bot(group, s.anna, None, s.now).unwrap();
    s.no(
        "sendMessage",
        to.clone(),
        403,
        "Forbidden: bot can't initiate conversation with a user",
    );
    s.world.start(carla, None, s.now).unwrap();
    s.ok("sendMessage", to);
}

#[test]
fn whoever_blocked_the_bot_or_deleted_the_account_gets_nothing() {
    let mut s = scene();
    let to = json!({"chat_id": s.anna, "text": "x"});
    s.world.block(s.anna, s.now).unwrap();
    s.no(
        "sendMessage",
        to.clone(),
        403,
        "Forbidden: bot was blocked by the user",
    );
    let action = json!({"chat_id": s.anna, "action": "typing"});
    s.no(
        "sendChatAction",
        action,
        403,
        "Forbidden: bot was blocked by the user",
    );
    s.world.unblock(s.anna, s.now).unwrap();
    s.ok("sendMessage", to.clone());
    s.world.delete_account(s.anna, s.now).unwrap();
    s.no("sendMessage", to, 403, "Forbidden: user is deactivated");
}

#[test]
fn a_chat_that_never_was_is_not_found() {
    let mut s = scene();
    for chat in [json!(1), json!(-1), json!("@nobody_at_all"), json!("7")] {
        let to = json!({"chat_id": chat, "text": "x"});
        s.no("sendMessage", to, 400, "Bad Request: chat not found");
    }
}

#[test]
fn a_reply_needs_its_message_unless_it_may_go_without() {
    let mut s = scene();
    let first = s.sent(s.anna, "one");
    let reply = |to, without| {
        json!({"chat_id": s.anna, "text": "two",
               "reply_parameters": {"message_id": to, "allow_sending_without_reply": without}})
    };
    let (good, bad, without) = (reply(first, false), reply(999, false), reply(999, true));
    let sent = s.ok("sendMessage", good);
    assert_eq!(sent["reply_to_message"]["text"], "one");
    assert_eq!(s.world.last(s.anna).unwrap().reply_to, Some(first));
    s.no(
        "sendMessage",
        bad,
        400,
        "Bad Request: message to be replied not found",
    );
    s.ok("sendMessage", without);
    assert_eq!(s.world.last(s.anna).unwrap().reply_to, None);
}

#[test]
fn a_reply_to_a_message_its_author_deleted_is_refused() {
    let mut s = scene();
    let hers = s.world.say(s.anna, "mine", s.now).unwrap();
    s.world.delete(s.anna, s.anna, hers, s.now).unwrap();
    let reply = json!({"chat_id": s.anna, "text": "x", "reply_parameters": {"message_id": hers}});
    s.no(
        "sendMessage",
        reply,
        400,
        "Bad Request: message to be replied not found",
    );
}

#[test]
fn a_file_is_sent_by_an_id_that_exists_and_keeps_its_kind() {
    let mut s = scene();
    for media in Media::ALL {
        let id = s.world.send(s.anna, Outgoing::file(media), s.now).unwrap();
        let file = s
            .world
            .message(s.anna, s.anna, id)
            .unwrap()
            .media
            .unwrap()
            .1;
        let method = format!("send{}", media.field().replace('_', ""));
        let sent = s.ok(&method, json!({"chat_id": s.ben, media.field(): file}));
        assert!(sent.get(media.field()).is_some(), "{sent}");
        assert_eq!(
            s.world.last(s.ben).unwrap().media,
            Some((media, file.clone()))
        );
        if media != Media::Audio {
            let as_audio = json!({"chat_id": s.ben, "audio": file});
            assert_eq!(s.call("sendAudio", as_audio).status(), Some(400));
        }
    }
}

#[test]
fn an_unknown_or_misused_file_id_is_refused_in_the_servers_words() {
    let mut s = scene();
    let id = s
        .world
        .send(s.anna, Outgoing::file(Media::Voice), s.now)
        .unwrap();
    let voice = s
        .world
        .message(s.anna, s.anna, id)
        .unwrap()
        .media
        .unwrap()
        .1;
    s.no(
        "sendAudio",
        json!({"chat_id": s.anna, "audio": voice}),
        400,
        "Bad Request: can't use file of type VoiceNote as Audio",
    );
    s.no(
        "sendPhoto",
        json!({"chat_id": s.anna, "photo": "no-such-file"}),
        400,
        "Bad Request: wrong remote file identifier specified: can't unserialize it. Wrong last symbol",
    );
    s.no(
        "sendPhoto",
        json!({"chat_id": s.anna}),
        400,
        "Bad Request: there is no photo in the request",
    );
}

#[test]
fn a_caption_has_at_most_1024_utf16_units() {
    let mut s = scene();
    let id = s
        .world
        .send(s.anna, Outgoing::file(Media::Photo), s.now)
        .unwrap();
    let photo = s
        .world
        .message(s.anna, s.anna, id)
        .unwrap()
        .media
        .unwrap()
        .1;
    let send = |units| json!({"chat_id": s.anna, "photo": photo, "caption": "x".repeat(units), "has_spoiler": true});
    let (fits, over) = (send(1024), send(1025));
    let sent = s.ok("sendPhoto", fits);
    assert_eq!(sent["has_media_spoiler"], true);
    assert!(s.world.last(s.anna).unwrap().has_spoiler);
    s.no(
        "sendPhoto",
        over,
        400,
        "Bad Request: message caption is too long",
    );
}

#[test]
fn voice_messages_do_not_reach_someone_whose_settings_refuse_them() {
    let mut s = scene();
    for (media, method) in [
        (Media::Voice, "sendVoice"),
        (Media::VideoNote, "sendVideoNote"),
    ] {
        let id = s.world.send(s.anna, Outgoing::file(media), s.now).unwrap();
        let file = s
            .world
            .message(s.anna, s.anna, id)
            .unwrap()
            .media
            .unwrap()
            .1;
        let to_ben = json!({"chat_id": s.ben, media.field(): file});
        s.world
            .set_person(s.ben, |ben| ben.refuses_voice = true)
            .unwrap();
        s.no(
            method,
            to_ben.clone(),
            400,
            "Bad Request: VOICE_MESSAGES_FORBIDDEN",
        );
        s.no(
            "copyMessage",
            json!({"chat_id": s.ben, "from_chat_id": s.anna, "message_id": id}),
            400,
            "Bad Request: VOICE_MESSAGES_FORBIDDEN",
        );
        s.world
            .set_person(s.ben, |ben| ben.refuses_voice = false)
            .unwrap();
        s.ok(method, to_ben);
    }
}

#[test]
fn anything_without_a_file_id_can_be_copied() {
    let mut s = scene();
    let things = [
        Outgoing::location(52.5, 13.4),
        Outgoing::contact("Dora", "+49"),
        Outgoing::poll("Tea?", &["yes", "no"]),
        Outgoing::dice(4),
    ];
    for thing in things {
        let id = s.world.send(s.anna, thing, s.now).unwrap();
        let copied = s.ok(
            "copyMessage",
            json!({"chat_id": s.ben, "from_chat_id": s.anna, "message_id": id}),
        );
        let (hers, his) = (
            s.world.message(s.anna, s.anna, id).unwrap(),
            s.world.last(s.ben).unwrap(),
        );
        assert_eq!(hers.other, his.other);
        assert!(his.is_from_bot() && !his.forwarded);
        assert_eq!(copied, json!({"message_id": his.message_id}));
    }
}

#[test]
fn what_was_deleted_can_be_neither_copied_nor_forwarded() {
    let mut s = scene();
    let id = s.world.say(s.anna, "gone", s.now).unwrap();
    let both = json!({"chat_id": s.ben, "from_chat_id": s.anna, "message_id": id});
    s.ok("forwardMessage", both.clone());
    assert!(s.world.last(s.ben).unwrap().forwarded);
    s.world.delete(s.anna, s.anna, id, s.now).unwrap();
    s.no(
        "copyMessage",
        both.clone(),
        400,
        "Bad Request: message to copy not found",
    );
    s.no(
        "forwardMessage",
        both,
        400,
        "Bad Request: message to forward not found",
    );
}

#[test]
fn protected_content_cannot_be_forwarded() {
    let mut s = scene();
    let sent = s.ok(
        "sendMessage",
        json!({"chat_id": s.anna, "text": "x", "protect_content": true}),
    );
    s.no(
        "forwardMessage",
        json!({"chat_id": s.ben, "from_chat_id": s.anna, "message_id": sent["message_id"]}),
        400,
        "Bad Request: message has protected content and can't be forwarded",
    );
}
