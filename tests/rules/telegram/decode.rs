//! Updates in the shapes of Bot API 10.1.

use serde_json::{Value, json};

use twofold::core::model::ids::{ChatId, MessageId};
use twofold::core::model::words::{FileKind, Name, Text, Words};
use twofold::telegram::decode::{
    ChatKind, Incoming, IncomingKind, Membership, Message, Reaction, ReplyTo, Service, updates,
};

fn incoming(update: Value) -> Incoming {
    Incoming::read(&update.to_string()).unwrap()
}

/// A message in a private chat with these fields added to the usual ones.
fn message(fields: Value) -> Message {
    let mut message = json!({
        "message_id": 77,
        "from": {"id": 7001, "is_bot": false, "first_name": "Ana", "username": "ana_s", "language_code": "pt-br", "is_premium": true},
        "chat": {"id": 7001, "first_name": "Ana", "username": "ana_s", "type": "private"},
        "date": 1795000000,
    });
    for (name, value) in fields.as_object().unwrap() {
        message[name] = value.clone();
    }
    match incoming(json!({"update_id": 1, "message": message})).kind {
        IncomingKind::Message(message) => *message,
        other => panic!("{other:?}"),
    }
}

fn file(kind: FileKind, file_id: &str) -> Option<Words> {
    Some(Words::File {
        kind,
        file_id: file_id.into(),
        caption: None,
        album: None,
    })
}

fn copied(kind: &str) -> Option<Words> {
    Some(Words::Copied { kind: kind.into() })
}

#[test]
fn a_text_arrives_with_its_sender_its_time_and_its_entities_untouched() {
    let entity = json!({"type": "date_time", "offset": 0, "length": 5, "unix_time": 1, "date_time_format": "r"});
    let read = message(json!({"text": "I love you <3 *_[x](y)_* & \\ 🎉", "entities": [entity]}));
    assert_eq!(
        read.words,
        Some(Words::Text {
            text: Text {
                text: "I love you <3 *_[x](y)_* & \\ 🎉".into(),
                entities: vec![entity],
            }
        })
    );
    assert_eq!(read.id, MessageId(77));
    assert_eq!(read.date, 1795000000);
    assert_eq!(read.edit_date, None);
    assert_eq!(read.chat.id, ChatId(7001));
    assert_eq!(read.chat.kind, ChatKind::Private);
    let author = read.author().unwrap();
    assert_eq!(author.id, 7001);
    assert_eq!(author.first_name, Name("Ana".into()));
    assert_eq!(author.username, Some(Name("ana_s".into())));
    assert_eq!(author.language_code.as_deref(), Some("pt-br"));
    assert_eq!(read.service, None);
    assert!(read.can_be_copied && !read.is_forwarded);
}

#[test]
fn an_edit_tells_when_the_message_was_written_and_when_it_was_changed() {
    let update = json!({"update_id": 2, "edited_message": {
        "message_id": 78, "from": {"id": 7001, "is_bot": false, "first_name": "Ana"},
        "chat": {"id": 7001, "type": "private"}, "date": 1795000000, "edit_date": 1795000060, "text": "better"}});
    match incoming(update).kind {
        IncomingKind::EditedMessage(edit) => {
            assert_eq!((edit.date, edit.edit_date), (1795000000, Some(1795000060)));
            assert_eq!(edit.words, Some(Words::text("better")));
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn everything_with_a_file_id_goes_by_its_file_id() {
    let thing = |id: &str| json!({"file_id": id, "file_unique_id": "u", "width": 1, "height": 1, "duration": 1});
    let cases = [
        ("video", FileKind::Video),
        ("voice", FileKind::Voice),
        ("video_note", FileKind::VideoNote),
        ("audio", FileKind::Audio),
        ("document", FileKind::Document),
        ("sticker", FileKind::Sticker),
    ];
    for (name, kind) in cases {
        assert_eq!(message(json!({name: thing("F")})).words, file(kind, "F"));
    }
    let both = json!({"animation": thing("A"), "document": thing("D")});
    assert_eq!(message(both).words, file(FileKind::Animation, "A"));
}

#[test]
fn of_a_photo_the_largest_size_is_taken_whatever_the_order() {
    let photo = json!({"photo": [
        {"file_id": "large", "file_unique_id": "l", "width": 1280, "height": 960},
        {"file_id": "small", "file_unique_id": "s", "width": 90, "height": 67},
        {"width": 9999, "height": 9999},
    ], "live_photo": {"file_id": "moving", "file_unique_id": "m", "width": 1, "height": 1, "duration": 2}});
    assert_eq!(message(photo).words, file(FileKind::Photo, "large"));
}

#[test]
fn a_caption_comes_with_its_file_and_an_album_keeps_its_name() {
    let bold = json!({"type": "bold", "offset": 0, "length": 2});
    let read = message(json!({
        "photo": [{"file_id": "P", "file_unique_id": "p", "width": 1, "height": 1}],
        "caption": "us", "caption_entities": [bold], "media_group_id": "1390"}));
    assert_eq!(
        read.words,
        Some(Words::File {
            kind: FileKind::Photo,
            file_id: "P".into(),
            caption: Some(Text {
                text: "us".into(),
                entities: vec![bold]
            }),
            album: Some("1390".into()),
        })
    );
}

#[test]
fn what_has_neither_text_nor_file_is_copied_under_its_name() {
    let location = json!({"latitude": 38.72, "longitude": -9.14});
    let cases = [
        json!({"contact": {"phone_number": "1", "first_name": "B"}}),
        json!({"poll": {"id": "1", "question": "?", "options": []}}),
        json!({"dice": {"emoji": "🎲", "value": 6}}),
        json!({"game": {"title": "g"}}),
        json!({"story": {"chat": {"id": 1, "type": "private"}, "id": 3}}),
        json!({"checklist": {"title": "t", "tasks": []}}),
        json!({"rich_message": {"blocks": []}}),
        json!({"venue": {"location": location, "title": "Café", "address": "a"}}),
        json!({"location": location}),
    ];
    for case in cases {
        let name = case.as_object().unwrap().keys().next().unwrap().clone();
        let read = message(case);
        assert_eq!(read.words, copied(&name));
        assert!(read.can_be_copied, "{name}");
        assert_eq!(
            read.place.is_some(),
            ["venue", "location"].contains(&&*name)
        );
    }
}

#[test]
fn a_venue_is_not_taken_for_a_bare_place() {
    let location = json!({"latitude": 38.72, "longitude": -9.14});
    let read = message(
        json!({"location": location, "venue": {"location": location, "title": "Café", "address": "a"}}),
    );
    assert_eq!(read.words, copied("venue"));
    let place = read.place.unwrap();
    assert_eq!((place.latitude, place.longitude), (38.72, -9.14));
    let off_the_map = message(json!({"location": {"latitude": 91.0, "longitude": 0.0}}));
    assert_eq!(off_the_map.place, None);
}

#[test]
fn what_telegram_does_not_copy_is_marked() {
    for name in ["paid_media", "giveaway", "giveaway_winners", "invoice"] {
        let read = message(json!({name: {}}));
        assert_eq!(read.words, copied(name));
        assert!(!read.can_be_copied, "{name}");
    }
    assert!(!message(json!({"dice": {}, "has_protected_content": true})).can_be_copied);
    assert!(!message(json!({"poll": {"id": "1", "type": "quiz"}})).can_be_copied);
    let solved = json!({"poll": {"id": "1", "type": "quiz", "correct_option_ids": [0]}});
    assert!(message(solved).can_be_copied);
}

#[test]
fn content_of_a_kind_not_known_yet_is_copied_rather_than_lost() {
    assert_eq!(
        message(json!({"hologram": {"file_id": "H"}})).words,
        copied("unknown")
    );
    assert_eq!(message(json!({})).words, copied("unknown"));
    assert_eq!(
        message(json!({"text": ["new", "shape"]})).words,
        copied("text")
    );
    assert_eq!(
        message(json!({"voice": {"id": "no file_id"}})).words,
        copied("voice")
    );
    assert_eq!(
        message(json!({"video": {"file_id": "V"}, "caption": {"rich": 1}})).words,
        copied("video")
    );
}

#[test]
fn a_field_not_known_yet_beside_a_text_changes_nothing() {
    let read =
        message(json!({"text": "hello", "hologram": {}, "sender_mood": 3, "from": {"id": "new"}}));
    assert_eq!(read.words, Some(Words::text("hello")));
    assert_eq!(read.from, None);
}

#[test]
fn service_messages_are_told_apart_and_carry_no_words() {
    let user = json!({"id": 42, "is_bot": true, "first_name": "Twofold"});
    let is = |fields: Value| {
        let read = message(fields);
        assert_eq!(read.words, None);
        read.service.unwrap()
    };
    match is(json!({"new_chat_members": [user, {"odd": 1}]})) {
        Service::Joined(users) => assert_eq!(users.iter().map(|u| u.id).collect::<Vec<_>>(), [42]),
        other => panic!("{other:?}"),
    }
    assert!(matches!(is(json!({"left_chat_member": user})), Service::Left(user) if user.id == 42));
    assert_eq!(
        is(json!({"migrate_to_chat_id": -1001})),
        Service::MigratedTo(ChatId(-1001))
    );
    assert_eq!(
        is(json!({"migrate_from_chat_id": -5})),
        Service::MigratedFrom(ChatId(-5))
    );
    assert_eq!(
        is(json!({"group_chat_created": true})),
        Service::GroupCreated
    );
    let pinned = json!({"message_id": 5, "date": 0, "chat": {"id": -5, "type": "group"}});
    assert_eq!(
        is(json!({"pinned_message": pinned})),
        Service::Pinned(MessageId(5))
    );
    for name in [
        "new_chat_title",
        "forum_topic_created",
        "chat_owner_left",
        "gift",
        "web_app_data",
        "hologram_stopped",
    ] {
        assert_eq!(is(json!({name: {}})), Service::Other(name.into()));
    }
    let unreadable = is(json!({"left_chat_member": 5}));
    assert_eq!(unreadable, Service::Other("left_chat_member".into()));
}

#[test]
fn a_reply_names_the_message_and_its_author() {
    let read = message(json!({"text": "yes", "reply_to_message": {
        "message_id": 70, "date": 1794990000, "from": {"id": 42, "is_bot": true, "first_name": "Twofold"},
        "chat": {"id": 7001, "type": "private"}, "text": "What was good today?"}}));
    assert_eq!(
        read.reply_to,
        Some(ReplyTo {
            message: MessageId(70),
            author: Some(42)
        })
    );
}

#[test]
fn who_writes_in_the_name_of_a_chat_is_no_person() {
    let anonymous = message(json!({"text": "hi",
        "chat": {"id": -1001, "title": "Us", "type": "supergroup", "is_forum": true},
        "from": {"id": 1087968824, "is_bot": true, "first_name": "Group"},
        "sender_chat": {"id": -1001, "title": "Us", "type": "supergroup"},
        "is_topic_message": true, "message_thread_id": 12}));
    assert_eq!(anonymous.author(), None);
    assert_eq!(anonymous.sender_chat, Some(ChatId(-1001)));
    assert_eq!(anonymous.chat.kind, ChatKind::Supergroup);
    assert!(anonymous.chat.is_forum);
    assert_eq!(anonymous.topic, Some(12));
    let as_channel =
        message(json!({"text": "hi", "sender_chat": {"id": -1002, "type": "channel"}}));
    assert_eq!(as_channel.author(), None);
    // A reply chain in a plain supergroup has a thread id too, and is no topic.
    assert_eq!(
        message(json!({"text": "hi", "message_thread_id": 12})).topic,
        None
    );
}

#[test]
fn a_forward_is_marked() {
    let origin = json!({"type": "hidden_user", "sender_user_name": "Someone", "date": 1});
    assert!(message(json!({"text": "hi", "forward_origin": origin})).is_forwarded);
}

#[test]
fn a_press_tells_who_where_and_what() {
    let query = |data: &str, date: i64| {
        json!({"update_id": 3, "callback_query": {
            "id": "4382bfdwdsb323b2d9", "from": {"id": 7001, "is_bot": false, "first_name": "Ana"},
            "message": {"message_id": 80, "date": date, "chat": {"id": 7001, "type": "private"}},
            "chat_instance": "-3", "data": data}})
    };
    match incoming(query("keep:1z", 1795000000)).kind {
        IncomingKind::CallbackQuery(pressed) => {
            assert_eq!(pressed.id, "4382bfdwdsb323b2d9");
            assert_eq!(pressed.from.id, 7001);
            let under = pressed.message.unwrap();
            assert_eq!(
                (under.message, under.chat.id),
                (MessageId(80), ChatId(7001))
            );
            assert_eq!(under.date, Some(1795000000));
            assert!(pressed.data.is_some());
        }
        other => panic!("{other:?}"),
    }
    match incoming(query("DROP TABLE canary", 0)).kind {
        IncomingKind::CallbackQuery(pressed) => {
            assert_eq!(pressed.message.unwrap().date, None);
            assert_eq!(pressed.data.as_deref(), Some("DROP TABLE canary"));
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_reaction_tells_what_was_added() {
    let update = |who: Value| {
        let mut change = json!({"chat": {"id": 7001, "type": "private"}, "message_id": 81, "date": 1795000000,
            "old_reaction": [{"type": "emoji", "emoji": "👍"}],
            "new_reaction": [{"type": "emoji", "emoji": "👍"}, {"type": "emoji", "emoji": "❤"},
                {"type": "custom_emoji", "custom_emoji_id": "5"}, {"type": "paid"}, {"type": "smell"}]});
        for (name, value) in who.as_object().unwrap() {
            change[name] = value.clone();
        }
        match incoming(json!({"update_id": 4, "message_reaction": change})).kind {
            IncomingKind::MessageReaction(change) => change,
            other => panic!("{other:?}"),
        }
    };
    let change = update(json!({"user": {"id": 7001, "is_bot": false, "first_name": "Ana"}}));
    assert_eq!(change.user.as_ref().unwrap().id, 7001);
    assert_eq!(change.message, MessageId(81));
    let added: Vec<_> = change.added().cloned().collect();
    let custom = Reaction::Custom("5".into());
    assert_eq!(
        added,
        [
            Reaction::Emoji("❤".into()),
            custom,
            Reaction::Paid,
            Reaction::Other
        ]
    );
    let anonymous = update(json!({"actor_chat": {"id": -1001, "type": "supergroup"}}));
    assert_eq!(anonymous.user, None);
}

#[test]
fn a_block_and_a_change_of_members_are_told() {
    let change = |before: Value, after: Value| {
        json!({"chat": {"id": 7001, "type": "private"}, "from": {"id": 7001, "is_bot": false, "first_name": "Ana"},
            "date": 1795000000, "old_chat_member": before, "new_chat_member": after})
    };
    let bot = json!({"id": 42, "is_bot": true, "first_name": "Twofold"});
    let blocked = change(
        json!({"user": bot, "status": "member"}),
        json!({"user": bot, "status": "kicked", "until_date": 0}),
    );
    match incoming(json!({"update_id": 5, "my_chat_member": blocked})).kind {
        IncomingKind::MyChatMember(change) => {
            assert_eq!((change.member.id, change.by.id), (42, 7001));
            assert_eq!(
                (change.before, change.after),
                (Membership::Member, Membership::Banned)
            );
        }
        other => panic!("{other:?}"),
    }
    let muted = |is_member| json!({"user": bot, "status": "restricted", "is_member": is_member});
    match incoming(json!({"update_id": 6, "chat_member": change(muted(true), muted(false))})).kind {
        IncomingKind::ChatMember(change) => {
            assert!(change.before.is_present() && !change.after.is_present());
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn an_update_that_cannot_be_understood_is_kept_whole_and_tells_whom_to_ask() {
    let odd = json!({"update_id": 9, "message": {"chat": {"id": 7001, "type": "private"}, "text": "canary"}});
    let read = incoming(odd.clone());
    assert_eq!(read.raw.as_str(), odd.to_string());
    match &read.kind {
        IncomingKind::Unknown(unknown) => {
            assert_eq!(unknown.name.as_deref(), Some("message"));
            assert_eq!(unknown.chat, Some(ChatId(7001)));
        }
        other => panic!("{other:?}"),
    }
    for update in [
        json!({"update_id": 9}),
        json!({"update_id": 9, "message": "text"}),
        json!({"update_id": 9, "message": null}),
        json!({"update_id": 9, "poll_answer": {"poll_id": "1"}}),
    ] {
        assert!(matches!(incoming(update).kind, IncomingKind::Unknown(_)));
    }
}

#[test]
fn one_bad_update_never_spoils_its_neighbours() {
    let good = |id: i64| json!({"update_id": id, "message": {"message_id": id, "date": 1, "chat": {"id": 1, "type": "private"}, "text": "fine"}});
    let deep = "[".repeat(5000) + &"]".repeat(5000);
    let bad = [
        r#"{"update_id":2,"message":{"message_id":1e99}}"#.to_owned(),
        r#"{"update_id":3,"message":{"message_id":3,"date":1,"chat":{"id":1},"text":"cut \ud83d"}}"#.to_owned(),
        format!(r#"{{"update_id":4,"message":{{"message_id":4,"date":1,"chat":{{"id":1}},"text":"deep","odd":{deep}}}}}"#),
        "17".to_owned(),
        r#"{"message":{}}"#.to_owned(),
        "null".to_owned(),
    ];
    let batch = format!("[{},{},{}]", good(1), bad.join(","), good(5));
    let read = updates(&batch).unwrap();
    assert_eq!(read.nameless, 3);
    let ids: Vec<_> = read
        .incoming
        .iter()
        .map(|update| update.update_id)
        .collect();
    assert_eq!(ids, [1, 2, 3, 4, 5]);
    let words = |at: usize| match &read.incoming[at].kind {
        IncomingKind::Message(message) => message.words.clone(),
        _ => None,
    };
    assert_eq!(words(0), Some(Words::text("fine")));
    assert_eq!(words(1), None);
    assert_eq!(words(2), copied("text"));
    assert_eq!(words(3), Some(Words::text("deep")));
    assert_eq!(words(4), Some(Words::text("fine")));
    assert!(updates(r#"{"update_id":1}"#).is_none());
}

#[test]
fn no_debug_shows_what_a_person_sent() {
    let person = json!({"id": 1, "is_bot": false, "first_name": "canary", "username": "canary"});
    let chat = json!({"id": 1, "type": "private", "first_name": "canary"});
    let message = |fields: Value| {
        let mut message = json!({"message_id": 1, "date": 1, "from": person, "chat": chat});
        message
            .as_object_mut()
            .unwrap()
            .append(&mut fields.as_object().unwrap().clone());
        json!({"update_id": 1, "message": message})
    };
    let shown = [
        message(
            json!({"text": "canary", "entities": [{"type": "canary", "offset": 0, "length": 1}]}),
        ),
        message(
            json!({"document": {"file_id": "canary"}, "caption": "canary", "media_group_id": "canary"}),
        ),
        message(json!({"location": {"latitude": 11.2233, "longitude": 1.0}})),
        message(json!({"new_chat_members": [person]})),
        message(json!({"canary said": {}})),
        json!({"update_id": 1, "canary said": {"text": "canary"}}),
        json!({"update_id": 1, "callback_query": {"id": "1", "from": person, "data": "canary"}}),
        json!({"update_id": 1, "message_reaction": {"chat": chat, "message_id": 1, "user": person, "date": 1,
            "old_reaction": [], "new_reaction": [{"type": "emoji", "emoji": "canary"}]}}),
    ];
    for update in shown {
        let text = format!("{:?}", incoming(update));
        assert!(
            !text.contains("canary") && !text.contains("11.2233"),
            "{text}"
        );
    }
}
