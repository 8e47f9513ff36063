use serde_json::{Value, json};

use crate::sandbox::common::scene;

fn commands(lines: &[(&str, &str)]) -> Value {
    lines
        .iter()
        .map(|(c, d)| json!({"command": c, "description": d}))
        .collect()
}

#[test]
fn everyone_reads_the_menu_in_their_language() {
    let mut s = scene();
    s.ok(
        "setMyCommands",
        json!({"commands": commands(&[("help", "Help")])}),
    );
    s.ok(
        "setMyCommands",
        json!({"commands": commands(&[("help", "Hilfe")]), "language_code": "de"}),
    );
    assert_eq!(
        s.world.menu(s.anna),
        [("help".to_owned(), "Help".to_owned())]
    );
    assert_eq!(
        s.world.menu(s.ben),
        [("help".to_owned(), "Hilfe".to_owned())]
    );
    s.ok(
        "setMyCommands",
        json!({"commands": commands(&[("invite", "Invite")]), "scope": {"type": "all_private_chats"}}),
    );
    assert_eq!(s.world.menu(s.anna)[0].0, "invite");
    assert_eq!(
        s.ok("getMyCommands", json!({"language_code": "de"})),
        commands(&[("help", "Hilfe")])
    );
    s.ok("deleteMyCommands", json!({"language_code": "de"}));
    assert_eq!(
        s.ok("getMyCommands", json!({"language_code": "de"})),
        json!([])
    );
}

#[test]
fn a_command_is_small_letters_and_has_a_line() {
    let mut s = scene();
    let set = |lines: &[(&str, &str)]| json!({"commands": commands(lines)});
    s.no(
        "setMyCommands",
        set(&[("Help", "x")]),
        400,
        "Bad Request: BOT_COMMAND_INVALID",
    );
    s.no(
        "setMyCommands",
        set(&[("/help", "x")]),
        400,
        "Bad Request: BOT_COMMAND_INVALID",
    );
    s.no(
        "setMyCommands",
        set(&[("help", "")]),
        400,
        "Bad Request: BOT_COMMAND_DESCRIPTION_INVALID",
    );
    s.no(
        "setMyCommands",
        json!({"commands": [], "language_code": "deu"}),
        400,
        "Bad Request: invalid language code specified",
    );
}

#[test]
fn the_descriptions_are_kept_by_language() {
    let mut s = scene();
    s.ok(
        "setMyDescription",
        json!({"description": "A bot", "language_code": ""}),
    );
    s.ok(
        "setMyShortDescription",
        json!({"short_description": "Kurz", "language_code": "de"}),
    );
    assert_eq!(s.ok("getMyDescription", json!({}))["description"], "A bot");
    assert_eq!(
        s.ok("getMyShortDescription", json!({"language_code": "de"}))["short_description"],
        "Kurz"
    );
    let long = |n| "x".repeat(n);
    s.ok("setMyDescription", json!({"description": long(512)}));
    assert!(
        !s.call("setMyDescription", json!({"description": long(513)}))
            .is_ok()
    );
    assert!(
        !s.call(
            "setMyShortDescription",
            json!({"short_description": long(121)})
        )
        .is_ok()
    );
}

#[test]
fn the_menu_button_is_kept() {
    let mut s = scene();
    s.ok(
        "setChatMenuButton",
        json!({"menu_button": {"type": "commands"}}),
    );
    assert_eq!(
        s.ok("getChatMenuButton", json!({"chat_id": s.anna}))["type"],
        "commands"
    );
    s.no(
        "setChatMenuButton",
        json!({"menu_button": {"type": "doorbell"}}),
        400,
        "Bad Request: can't parse menu button: MenuButton has unsupported type",
    );
}

#[test]
fn a_file_is_found_by_its_id() {
    let mut s = scene();
    let photo = twofold::sandbox::Outgoing::file(twofold::sandbox::Media::Photo);
    s.world.send(s.anna, photo, s.now).unwrap();
    let got = s.updates();
    for size in got[0]["message"]["photo"].as_array().unwrap() {
        let file = s.ok("getFile", json!({"file_id": size["file_id"]}));
        assert_eq!(file["file_id"], size["file_id"]);
    }
    s.no(
        "getFile",
        json!({"file_id": "nothing"}),
        400,
        "Bad Request: wrong file_id or the file is temporarily unavailable",
    );
}

#[test]
fn a_private_chat_tells_of_the_person() {
    let mut s = scene();
    s.world
        .set_person(s.ben, |ben| ben.refuses_voice = true)
        .unwrap();
    let chat = s.ok("getChat", json!({"chat_id": s.ben}));
    assert_eq!(
        (&chat["type"], &chat["first_name"]),
        (&json!("private"), &json!("Ben"))
    );
    assert_eq!(chat["has_restricted_voice_and_video_messages"], true);
}
