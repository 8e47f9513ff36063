use serde_json::json;

use crate::sandbox::common::scene;
use twofold::sandbox::{From, What};

#[test]
fn a_screen_shows_both_sides_in_order() {
    let mut s = scene();
    s.world.say(s.anna, "hello", s.now).unwrap();
    s.sent(s.anna, "hello to you");
    let screen = s.world.screen(s.anna);
    let texts: Vec<&str> = screen.iter().map(|m| m.text.as_str()).collect();
    assert_eq!(texts, ["/start", "hello", "hello to you"]);
    assert_eq!(
        screen[1].from,
        From::Person {
            id: s.anna,
            name: "Anna".into()
        }
    );
    assert_eq!(screen[2].from, From::Bot);
    assert!(s.world.screen_of(s.ben, s.anna).is_empty());
}

#[test]
fn what_came_since_a_moment_can_be_asked_for() {
    let mut s = scene();
    s.sent(s.anna, "old");
    let then = s.world.revision();
    s.ok(
        "sendMessage",
        json!({"chat_id": s.anna, "text": "quiet", "disable_notification": true}),
    );
    s.sent(s.anna, "loud");
    let texts: Vec<String> = s
        .world
        .from_bot_since(s.anna, then)
        .into_iter()
        .map(|m| m.text)
        .collect();
    assert_eq!(texts, ["quiet", "loud"]);
    assert_eq!(s.world.sounds_since(s.anna, then), 1);
    assert_eq!(s.world.last_from_bot(s.anna).unwrap().text, "loud");
}

#[test]
fn a_screen_can_follow_the_changes() {
    let mut s = scene();
    let then = s.world.revision();
    let id = s.sent(s.anna, "x");
    s.world
        .react(s.anna, s.anna, id, Some("👍"), s.now)
        .unwrap();
    s.world.delete(s.anna, s.anna, id, s.now).unwrap();
    let changes = s.world.changes_since(then);
    let (chat, message) = (s.anna, id);
    let index = s.world.calls().len() - 1;
    let what: Vec<What> = changes.iter().map(|c| c.what.clone()).collect();
    assert_eq!(
        what,
        [
            What::Message { chat, message },
            What::Call { index },
            What::Reaction { chat, message },
            What::Delete { chat, message },
        ]
    );
    assert_eq!(changes.last().unwrap().revision, s.world.revision());
    assert!(s.world.changes_since(s.world.revision()).is_empty());
}

#[test]
fn a_lock_screen_shows_nothing_that_lies_under_a_spoiler() {
    let mut s = scene();
    s.ok(
        "sendMessage",
        json!({"chat_id": s.anna, "text": "You: 😀 yes\nBen: no",
               "entities": [{"type": "spoiler", "offset": 5, "length": 6},
                            {"type": "spoiler", "offset": 17, "length": 2}]}),
    );
    let seen = s.world.last(s.anna).unwrap();
    assert_eq!(seen.on_lock_screen(), "You: ▒▒▒▒▒\nBen: ▒▒");
    assert_eq!(seen.marked("spoiler"), ["😀 yes", "no"]);
}
