use serde_json::{Value, json};

use crate::sandbox::common::{Scene, scene};
use twofold::sandbox::{Media, Outgoing};

fn file(s: &mut Scene, media: Media) -> String {
    let id = s.world.send(s.anna, Outgoing::file(media), s.now).unwrap();
    s.world
        .message(s.anna, s.anna, id)
        .unwrap()
        .media
        .unwrap()
        .1
}

fn item(media: Media, file: &str) -> Value {
    json!({"type": media.field(), "media": file})
}

#[test]
fn an_album_arrives_as_several_messages_with_one_id() {
    let mut s = scene();
    let (photo, video) = (file(&mut s, Media::Photo), file(&mut s, Media::Video));
    let mut first = item(Media::Photo, &photo);
    first["caption"] = "both".into();
    first["has_spoiler"] = true.into();
    let sent = s.ok(
        "sendMediaGroup",
        json!({"chat_id": s.ben, "media": [first, item(Media::Video, &video)]}),
    );
    assert_eq!(sent.as_array().unwrap().len(), 2);
    assert_eq!(sent[0]["media_group_id"], sent[1]["media_group_id"]);
    let seen = s.world.from_bot_since(s.ben, 0);
    assert_eq!(
        (
            seen[0].text.as_str(),
            seen[0].has_spoiler,
            seen[1].has_spoiler
        ),
        ("both", true, false)
    );
    assert_eq!(seen[0].album, seen[1].album);
}

#[test]
fn an_album_has_2_to_10_items_that_go_together() {
    let mut s = scene();
    let (photo, audio) = (file(&mut s, Media::Photo), file(&mut s, Media::Audio));
    let sticker = file(&mut s, Media::Sticker);
    let album = |items: Vec<Value>| json!({"chat_id": s.ben, "media": items});
    let cases = [
        (
            album(vec![item(Media::Photo, &photo)]),
            "Bad Request: sandbox: an album has 2 to 10 items",
        ),
        (
            album(vec![item(Media::Photo, &photo); 11]),
            "Bad Request: too many messages to send as an album",
        ),
        (
            album(vec![item(Media::Photo, &photo), item(Media::Audio, &audio)]),
            "Bad Request: audio can't be mixed with other media types",
        ),
        (
            album(vec![item(Media::Sticker, &sticker); 2]),
            "Bad Request: can't parse InputMedia: type \"sticker\" can't be used in sendMediaGroup",
        ),
    ];
    for (params, why) in cases {
        s.no("sendMediaGroup", params, 400, why);
    }
    assert!(s.world.from_bot_since(s.ben, 0).is_empty());
}

#[test]
fn a_persons_album_reaches_the_bot_item_by_item() {
    let mut s = scene();
    let items = vec![
        Outgoing::file(Media::Photo).caption("two"),
        Outgoing::file(Media::Photo),
    ];
    let ids = s.world.send_album(s.anna, items, s.now).unwrap();
    let got = s.updates();
    assert_eq!(got.len(), 2);
    assert_eq!(got[0]["message"]["message_id"], ids[0]);
    assert_eq!(
        got[0]["message"]["media_group_id"],
        got[1]["message"]["media_group_id"]
    );
    s.world
        .send_album(s.anna, vec![Outgoing::file(Media::Voice); 2], s.now)
        .unwrap_err();
}

#[test]
fn a_reaction_to_an_album_lands_on_the_first_item_still_there() {
    let mut s = scene();
    let bot = s.world.bot_id();
    let ids = s
        .world
        .send_album(s.anna, vec![Outgoing::file(Media::Photo); 3], s.now)
        .unwrap();
    let anna = s.anna;
    let react = |id| json!({"chat_id": anna, "message_id": id, "reaction": [{"type": "emoji", "emoji": "🙊"}]});
    s.ok("setMessageReaction", react(ids[2]));
    assert_eq!(
        s.world
            .message(s.anna, s.anna, ids[0])
            .unwrap()
            .reaction_of(bot),
        Some("🙊")
    );
    s.world.delete(s.anna, s.anna, ids[0], s.now).unwrap();
    s.ok("setMessageReaction", react(ids[0]));
    assert_eq!(
        s.world
            .message(s.anna, s.anna, ids[1])
            .unwrap()
            .reaction_of(bot),
        Some("🙊")
    );
    s.world.delete(s.anna, s.anna, ids[1], s.now).unwrap();
    s.world.delete(s.anna, s.anna, ids[2], s.now).unwrap();
    s.no(
        "setMessageReaction",
        react(ids[0]),
        400,
        "Bad Request: MESSAGE_ID_INVALID",
    );
}
