use jiff::SignedDuration;
use serde_json::json;

use crate::sandbox::common::scene;
use twofold::sandbox::{Media, Outgoing};

#[test]
fn start_arrives_with_the_payload_of_the_link() {
    let mut s = scene();
    let carla = s.world.person("Carla", "de");
    s.world.say(carla, "hello?", s.now).unwrap_err();
    s.world
        .open_link(carla, "https://t.me/twofold_sandbox_bot?start=Ab_-9", s.now)
        .unwrap();
    let got = s.updates();
    let message = &got[0]["message"];
    assert_eq!(message["text"], "/start Ab_-9");
    assert_eq!(
        message["entities"],
        json!([{"type": "bot_command", "offset": 0, "length": 6}])
    );
    assert_eq!(message["from"]["first_name"], "Carla");
    assert_eq!(message["from"]["language_code"], "de");
    assert_eq!(message["chat"]["type"], "private");
    assert_eq!(message["date"], s.now.as_second());
}

#[test]
fn a_link_without_a_payload_says_nothing_to_someone_who_has_started() {
    let mut s = scene();
    let opened = s
        .world
        .open_link(s.anna, "https://t.me/Twofold_Sandbox_Bot", s.now);
    assert_eq!(opened, Ok(None));
    s.world
        .open_link(s.anna, "https://t.me/another_bot?start=x", s.now)
        .unwrap_err();
    s.world
        .start(s.anna, Some("not possible"), s.now)
        .unwrap_err();
    assert!(s.updates().is_empty());
}

#[test]
fn a_message_may_be_older_than_its_arrival() {
    let mut s = scene();
    let hour_ago = s.now - SignedDuration::from_hours(1);
    s.world
        .send(s.anna, Outgoing::text("late").dated(hour_ago), s.now)
        .unwrap();
    assert_eq!(s.updates()[0]["message"]["date"], hour_ago.as_second());
}

#[test]
fn a_reply_carries_the_message_it_answers() {
    let mut s = scene();
    let id = s.sent(s.anna, "question");
    let reply = Outgoing::text("answer").reply_to(id).quoting("quest");
    s.world.send(s.anna, reply, s.now).unwrap();
    let got = s.updates();
    assert_eq!(got[0]["message"]["reply_to_message"]["text"], "question");
    assert_eq!(got[0]["message"]["quote"]["text"], "quest");
}

#[test]
fn entities_of_a_person_reach_the_bot_as_they_are_known_or_not() {
    let mut s = scene();
    let odd = json!({"type": "date_time", "offset": 0, "length": 2, "unix_time": 5, "date_time_format": "r"});
    s.world
        .send(
            s.anna,
            Outgoing::text("hi").entities(vec![odd.clone()]),
            s.now,
        )
        .unwrap();
    assert_eq!(s.updates()[0]["message"]["entities"], json!([odd]));
    let outside = json!({"type": "bold", "offset": 0, "length": 3});
    s.world
        .send(s.anna, Outgoing::text("hi").entities(vec![outside]), s.now)
        .unwrap_err();
}

#[test]
fn a_client_marks_commands_mentions_tags_and_links_by_itself() {
    let mut s = scene();
    s.world
        .say(
            s.anna,
            "😀 /help, @some_one #tag see https://example.org/a.",
            s.now,
        )
        .unwrap();
    let entities = s.updates()[0]["message"]["entities"].clone();
    assert_eq!(
        entities,
        json!([
            {"type": "bot_command", "offset": 3, "length": 5},
            {"type": "mention", "offset": 10, "length": 9},
            {"type": "hashtag", "offset": 20, "length": 4},
            {"type": "url", "offset": 29, "length": 21},
        ])
    );
}

#[test]
fn every_kind_of_message_reaches_the_bot_under_its_own_field() {
    let mut s = scene();
    for media in Media::ALL {
        s.world.send(s.anna, Outgoing::file(media), s.now).unwrap();
        let got = s.updates();
        let file = &got[0]["message"][media.field()];
        let id = if media == Media::Photo {
            &file[1]["file_id"]
        } else {
            &file["file_id"]
        };
        assert!(id.as_str().unwrap().starts_with(media.field()));
    }
    s.world.send(s.anna, Outgoing::dice(6), s.now).unwrap();
    assert_eq!(s.updates()[0]["message"]["dice"]["value"], 6);
    s.world
        .send(
            s.anna,
            Outgoing::plain("hologram", json!({"depth": 3})),
            s.now,
        )
        .unwrap();
    assert_eq!(s.updates()[0]["message"]["hologram"]["depth"], 3);
}

#[test]
fn a_location_lies_on_the_map() {
    let mut s = scene();
    for (latitude, longitude) in [(38.72, -9.14), (-90.0, 180.0)] {
        let place = Outgoing::location(latitude, longitude);
        let id = s.world.send(s.anna, place, s.now).unwrap();
        let shown = s.world.message(s.anna, s.anna, id).unwrap().other;
        let value = json!({"latitude": latitude, "longitude": longitude});
        assert_eq!(shown, Some(("location", value)));
    }
    for (latitude, longitude) in [(90.1, 0.0), (0.0, -180.1), (f64::NAN, 0.0)] {
        let place = Outgoing::location(latitude, longitude);
        assert!(s.world.send(s.anna, place, s.now).is_err());
    }
}

#[test]
fn an_edit_by_a_person_arrives_with_its_date() {
    let mut s = scene();
    let id = s.world.say(s.anna, "first", s.now).unwrap();
    s.pass(60);
    s.world.edit(s.anna, s.anna, id, "second", s.now).unwrap();
    let got = s.updates();
    assert_eq!(got[0]["message"]["text"], "first");
    let edited = &got[1]["edited_message"];
    assert_eq!(edited["text"], "second");
    assert_eq!(
        edited["edit_date"].as_i64().unwrap() - edited["date"].as_i64().unwrap(),
        60
    );
    let own = s.sent(s.anna, "the bot's");
    s.world
        .edit(s.anna, s.anna, own, "mine now", s.now)
        .unwrap_err();
}

#[test]
fn a_deleted_message_is_never_announced() {
    let mut s = scene();
    let id = s.world.say(s.anna, "oops", s.now).unwrap();
    s.updates();
    s.world.delete(s.anna, s.anna, id, s.now).unwrap();
    assert!(s.updates().is_empty());
    assert!(s.world.message(s.anna, s.anna, id).is_none());
}

#[test]
fn blocking_and_unblocking_are_told_once_each() {
    let mut s = scene();
    s.world.block(s.anna, s.now).unwrap();
    s.world.block(s.anna, s.now).unwrap();
    s.world.say(s.anna, "hello?", s.now).unwrap_err();
    s.world.unblock(s.anna, s.now).unwrap();
    let got = s.updates();
    let status = |at: usize| got[at]["my_chat_member"]["new_chat_member"]["status"].clone();
    assert_eq!(got.len(), 2);
    assert_eq!((status(0), status(1)), (json!("kicked"), json!("member")));
    assert_eq!(got[0]["my_chat_member"]["chat"]["id"], s.anna);
}

#[test]
fn start_unblocks() {
    let mut s = scene();
    s.world.block(s.anna, s.now).unwrap();
    s.updates();
    s.world.start(s.anna, None, s.now).unwrap();
    let got = s.updates();
    assert_eq!(
        got[0]["my_chat_member"]["new_chat_member"]["status"],
        "member"
    );
    assert_eq!(got[1]["message"]["text"], "/start");
}

#[test]
fn an_answer_has_at_most_4096_units_in_one_message() {
    let mut s = scene();
    s.world.say(s.anna, &"x".repeat(4096), s.now).unwrap();
    s.world.say(s.anna, &"x".repeat(4097), s.now).unwrap_err();
    s.world.say(s.anna, "  ", s.now).unwrap_err();
}
