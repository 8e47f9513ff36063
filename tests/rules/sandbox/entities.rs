use proptest::prelude::*;
use serde_json::{Value, json};

use crate::sandbox::common::{Scene, scene};

/// What the message shows of its entities: type and the words under it.
fn sent(s: &mut Scene, text: &str, entities: Value) -> Vec<(String, String)> {
    let sent = s.ok(
        "sendMessage",
        json!({"chat_id": s.anna, "text": text, "entities": entities}),
    );
    let units: Vec<u16> = sent["text"].as_str().unwrap().encode_utf16().collect();
    let words = |e: &Value| {
        let (at, len) = (
            e["offset"].as_u64().unwrap() as usize,
            e["length"].as_u64().unwrap() as usize,
        );
        (
            e["type"].as_str().unwrap().to_owned(),
            String::from_utf16(&units[at..at + len]).unwrap(),
        )
    };
    sent["entities"]
        .as_array()
        .into_iter()
        .flatten()
        .map(words)
        .collect()
}

fn entity(kind: &str, offset: i64, length: i64) -> Value {
    json!({"type": kind, "offset": offset, "length": length})
}

fn pair(kind: &str, words: &str) -> (String, String) {
    (kind.to_owned(), words.to_owned())
}

#[test]
fn entities_that_nest_are_kept_as_they_are() {
    let mut s = scene();
    let got = sent(
        &mut s,
        "quote: code",
        json!([
            entity("blockquote", 0, 11),
            entity("code", 7, 4),
            entity("bold", 0, 5)
        ]),
    );
    assert_eq!(
        got,
        [
            pair("blockquote", "quote: code"),
            pair("bold", "quote"),
            pair("code", "code")
        ]
    );
}

#[test]
fn a_spoiler_does_not_cover_code_inside_it() {
    let mut s = scene();
    for kind in ["code", "pre", "date_time"] {
        let mut inner = entity(kind, 5, 6);
        if kind == "date_time" {
            inner["unix_time"] = 1.into();
        }
        let got = sent(
            &mut s,
            "open secret word",
            json!([entity("spoiler", 0, 16), inner]),
        );
        assert_eq!(
            got,
            [
                pair("spoiler", "open "),
                pair(kind, "secret"),
                pair("spoiler", " word")
            ]
        );
        assert_eq!(
            s.world.last(s.anna).unwrap().on_lock_screen(),
            "▒▒▒▒▒secret▒▒▒▒▒"
        );
    }
}

#[test]
fn a_spoiler_over_bold_words_still_covers_all() {
    let mut s = scene();
    sent(
        &mut s,
        "my own words",
        json!([entity("spoiler", 0, 12), entity("bold", 3, 3)]),
    );
    assert_eq!(
        s.world.last(s.anna).unwrap().on_lock_screen(),
        "▒".repeat(12)
    );
}

#[test]
fn neighbours_of_one_kind_are_joined() {
    let mut s = scene();
    let got = sent(
        &mut s,
        "abcdef",
        json!([entity("bold", 0, 3), entity("bold", 3, 3)]),
    );
    assert_eq!(got, [pair("bold", "abcdef")]);
}

#[test]
fn of_two_links_that_overlap_the_first_stays() {
    let mut s = scene();
    let link = |at, len| json!({"type": "text_link", "offset": at, "length": len, "url": "https://a.example/"});
    let got = sent(&mut s, "abcdef", json!([link(0, 4), link(2, 4)]));
    assert_eq!(got, [pair("text_link", "abcd")]);
}

#[test]
fn offsets_count_utf16_units_and_never_split_a_character() {
    let mut s = scene();
    assert_eq!(
        sent(&mut s, "😀 hi", json!([entity("bold", 3, 2)])),
        [pair("bold", "hi")]
    );
    let send = |e| json!({"chat_id": s.anna, "text": "😀 hi", "entities": [e]});
    let cases = [
        (
            send(entity("bold", 1, 2)),
            "Bad Request: entity begins in a middle of a UTF-16 symbol at byte offset 4",
        ),
        (
            send(entity("bold", 0, 1)),
            "Bad Request: entity beginning at UTF-16 offset 0 ends in a middle of a UTF-16 symbol at byte offset 4",
        ),
        (
            send(entity("bold", 3, 3)),
            "Bad Request: entity beginning at UTF-16 offset 3 ends after the end of the text at UTF-16 offset 6",
        ),
        (
            send(entity("bold", 9, 1)),
            "Bad Request: entity begins after the end of the text at UTF-16 offset 9",
        ),
        (
            send(entity("bold", -1, 1)),
            "Bad Request: receive an entity with incorrect offset -1",
        ),
    ];
    for (params, why) in cases {
        s.no("sendMessage", params, 400, why);
    }
}

#[test]
fn an_entity_moves_with_the_characters_that_vanish() {
    let mut s = scene();
    let got = sent(&mut s, " \n\ra\u{202e}bc ", json!([entity("italic", 3, 4)]));
    assert_eq!(got, [pair("italic", "abc")]);
    assert_eq!(s.world.last(s.anna).unwrap().text, "abc");
}

#[test]
fn spaces_before_the_first_entity_only_are_cut() {
    let mut s = scene();
    let got = sent(&mut s, "   x ", json!([entity("bold", 1, 4)]));
    assert_eq!(got, [pair("bold", "  x")]);
}

#[test]
fn an_unknown_kind_is_refused_and_one_the_server_finds_itself_is_dropped() {
    let mut s = scene();
    let send = |e| json!({"chat_id": s.anna, "text": "hello", "entities": [e]});
    let (unknown, extra) = (
        send(entity("rainbow", 0, 1)),
        send(json!({"type": "bold", "offset": 0, "length": 1, "url": "x"})),
    );
    s.no(
        "sendMessage",
        unknown,
        400,
        "Bad Request: can't parse MessageEntity: Unsupported type specified",
    );
    s.no(
        "sendMessage",
        extra,
        400,
        "Bad Request: sandbox: an entity of type bold has no field \"url\"",
    );
    assert_eq!(
        sent(&mut s, "/help #a", json!([entity("bot_command", 0, 5)])),
        []
    );
    let emoji = json!({"type": "custom_emoji", "offset": 0, "length": 2, "custom_emoji_id": "5"});
    assert_eq!(sent(&mut s, "😀!", json!([emoji])), []);
}

#[test]
fn a_link_must_lead_somewhere() {
    let mut s = scene();
    let link = |url: &str| {
        json!({"chat_id": s.anna, "text": "hello",
               "entities": [{"type": "text_link", "offset": 0, "length": 5, "url": url}]})
    };
    let (bad, good) = (link("nowhere"), link("https://example.org/a?b=c"));
    s.no(
        "sendMessage",
        bad,
        400,
        "Bad Request: entity URL 'nowhere' is invalid: Wrong HTTP URL",
    );
    s.ok("sendMessage", good);
}

#[test]
fn the_hundred_and_first_entity_is_lost() {
    let mut s = scene();
    let many: Vec<Value> = (0..101).map(|at| entity("bold", at * 2, 1)).collect();
    let got = sent(&mut s, &"a ".repeat(101), many.into());
    assert_eq!(got.len(), 100);
}

#[test]
fn parse_mode_is_never_pretended() {
    let mut s = scene();
    let reply = s.call(
        "sendMessage",
        json!({"chat_id": s.anna, "text": "<b>x</b>", "parse_mode": "HTML"}),
    );
    assert_eq!(reply.status(), Some(501));
    assert!(s.world.from_bot_since(s.anna, 0).is_empty());
}

const KINDS: [&str; 9] = [
    "bold",
    "italic",
    "underline",
    "strikethrough",
    "spoiler",
    "code",
    "pre",
    "blockquote",
    "text_link",
];

fn any_entities() -> impl Strategy<Value = Vec<Value>> {
    let one = (0..KINDS.len(), 0..20_i64, 1..12_i64).prop_map(|(kind, offset, length)| {
        let mut e = entity(KINDS[kind], offset, length.min(20 - offset).max(1));
        if KINDS[kind] == "text_link" {
            e["url"] = "https://example.org".into();
        }
        e
    });
    prop::collection::vec(one, 0..8)
}

/// Whether an entity of one of these kinds lies over this place.
fn covers(entities: &[Value], kinds: &[&str], at: i64) -> bool {
    entities.iter().any(|e| {
        let (offset, length) = (e["offset"].as_i64().unwrap(), e["length"].as_i64().unwrap());
        kinds.contains(&e["type"].as_str().unwrap()) && (offset..offset + length).contains(&at)
    })
}

proptest! {
    #[test]
    fn whatever_comes_a_spoiler_stays_wherever_no_code_is_shown(entities in any_entities()) {
        let mut s = scene();
        let params = json!({"chat_id": s.anna, "text": "abcdefghijklmnopqrst", "entities": entities});
        let sent = s.ok("sendMessage", params);
        let kept = sent["entities"].as_array().cloned().unwrap_or_default();
        for at in 0..20 {
            let code = covers(&kept, &["code", "pre"], at);
            for kind in ["spoiler", "bold", "italic", "underline", "strikethrough"] {
                let want = covers(&entities, &[kind], at) && !code;
                prop_assert_eq!(covers(&kept, &[kind], at), want, "{} at {}", kind, at);
            }
        }
        // What was kept is kept again as it is.
        let again = s.ok(
            "sendMessage",
            json!({"chat_id": s.anna, "text": "abcdefghijklmnopqrst", "entities": kept}),
        );
        prop_assert_eq!(&again["entities"], &sent["entities"]);
    }

    #[test]
    fn no_text_and_no_entity_upsets_the_world(text in "\\PC{0,12}|[\u{0}-\u{30} 😀\u{202a}-\u{202e}]{0,12}",
                                              entities in any_entities()) {
        let mut s = scene();
        let reply = s.call("sendMessage", json!({"chat_id": s.anna, "text": text, "entities": entities}));
        prop_assert!(matches!(reply.status(), Some(200 | 400)));
        s.world.last(s.anna).unwrap().on_lock_screen();
    }
}
