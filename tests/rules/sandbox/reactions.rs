use serde_json::{Value, json};

use crate::sandbox::common::{Scene, scene};

fn set(s: &Scene, message: i64, reaction: Value) -> Value {
    json!({"chat_id": s.anna, "message_id": message, "reaction": reaction})
}

fn emoji(emoji: &str) -> Value {
    json!({"type": "emoji", "emoji": emoji})
}

#[test]
fn the_bot_sets_one_standard_reaction_and_takes_it_away() {
    let mut s = scene();
    let id = s.world.say(s.anna, "hers", s.now).unwrap();
    let bot = s.world.bot_id();
    let kiss = set(&s, id, json!([emoji("😘")]));
    s.ok("setMessageReaction", kiss.clone());
    s.ok("setMessageReaction", kiss);
    let seen = s.world.message(s.anna, s.anna, id).unwrap();
    assert_eq!(seen.reaction_of(bot), Some("😘"));
    let none = set(&s, id, json!([]));
    s.ok("setMessageReaction", none);
    assert!(
        s.world
            .message(s.anna, s.anna, id)
            .unwrap()
            .reactions
            .is_empty()
    );
}

#[test]
fn no_other_reaction_is_possible() {
    let mut s = scene();
    let id = s.world.say(s.anna, "hers", s.now).unwrap();
    let cases = [
        (
            json!([emoji("🙊"), emoji("😘")]),
            "Bad Request: REACTIONS_TOO_MANY",
        ),
        (json!([emoji("❤️")]), "Bad Request: REACTION_INVALID"),
        (json!([emoji("💑")]), "Bad Request: REACTION_INVALID"),
        (
            json!([{"type": "custom_emoji", "custom_emoji_id": "5"}]),
            "Bad Request: REACTION_INVALID",
        ),
        (
            json!([{"type": "paid"}]),
            "Bad Request: can't parse ReactionType: invalid reaction type specified",
        ),
    ];
    for (reaction, why) in cases {
        let call = set(&s, id, reaction);
        s.no("setMessageReaction", call, 400, why);
    }
}

#[test]
fn a_message_that_is_gone_or_never_was_takes_no_reaction() {
    let mut s = scene();
    let hers = s.world.say(s.anna, "hers", s.now).unwrap();
    let own = s.sent(s.anna, "own");
    s.world.delete(s.anna, s.anna, hers, s.now).unwrap();
    s.ok(
        "deleteMessage",
        json!({"chat_id": s.anna, "message_id": own}),
    );
    let (hers, own, never) = (
        set(&s, hers, json!([emoji("🙊")])),
        set(&s, own, json!([emoji("🙊")])),
        set(&s, 999, json!([emoji("🙊")])),
    );
    s.no(
        "setMessageReaction",
        hers,
        400,
        "Bad Request: MESSAGE_ID_INVALID",
    );
    s.no(
        "setMessageReaction",
        own,
        400,
        "Bad Request: message to react not found",
    );
    s.no(
        "setMessageReaction",
        never,
        400,
        "Bad Request: message to react not found",
    );
}

#[test]
fn the_bot_is_told_old_and_new_reaction_of_a_person() {
    let mut s = scene();
    let id = s.sent(s.anna, "own");
    s.world
        .react(s.anna, s.anna, id, Some("🥰"), s.now)
        .unwrap();
    s.world
        .react(s.anna, s.anna, id, Some("🥰"), s.now)
        .unwrap();
    s.world.react(s.anna, s.anna, id, None, s.now).unwrap();
    let got = s.updates();
    assert_eq!(got.len(), 2);
    let first = &got[0]["message_reaction"];
    assert_eq!(first["user"]["id"], s.anna);
    assert_eq!(first["message_id"], id);
    assert_eq!(
        (&first["old_reaction"], &first["new_reaction"]),
        (&json!([]), &json!([emoji("🥰")]))
    );
    assert_eq!(got[1]["message_reaction"]["new_reaction"], json!([]));
    s.world
        .react(s.anna, s.anna, id, Some("💑"), s.now)
        .unwrap_err();
}

#[test]
fn in_a_group_only_an_administrator_bot_hears_of_reactions() {
    let mut s = scene();
    let group = s.world.group("Two", &[s.anna, s.ben], s.now).unwrap();
    s.world.add_bot(group, s.anna, None, s.now).unwrap();
    let id = s.sent(group, "own");
    s.updates();
    s.world.react(s.ben, group, id, Some("👍"), s.now).unwrap();
    assert!(s.updates().is_empty());
    let bot = s.world.bot_id();
    s.world.set_admin(group, bot, s.anna, true, s.now).unwrap();
    s.updates();
    s.world.react(s.ben, group, id, Some("👎"), s.now).unwrap();
    assert_eq!(s.updates().len(), 1);
}
