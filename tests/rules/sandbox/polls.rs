use serde_json::{Value, json};

use crate::sandbox::common::{Scene, scene};

fn ids(updates: &Value) -> Vec<i64> {
    let list = updates.as_array().unwrap();
    list.iter()
        .map(|u| u["update_id"].as_i64().unwrap())
        .collect()
}

fn texts(updates: &Value) -> Vec<&str> {
    let list = updates.as_array().unwrap();
    list.iter()
        .map(|u| u["message"]["text"].as_str().unwrap())
        .collect()
}

fn say(s: &mut Scene, texts: &[&str]) {
    for text in texts {
        s.world.say(s.anna, text, s.now).unwrap();
    }
}

#[test]
fn an_update_comes_again_until_a_higher_offset_confirms_it() {
    let mut s = scene();
    say(&mut s, &["a", "b", "c"]);
    let first = s.ok("getUpdates", json!({"limit": 2}));
    assert_eq!(texts(&first), ["a", "b"]);
    assert_eq!(s.ok("getUpdates", json!({"limit": 2})), first);
    let next = ids(&first)[1] + 1;
    assert_eq!(texts(&s.ok("getUpdates", json!({"offset": next}))), ["c"]);
    assert_eq!(s.world.pending_updates(), 1);
    s.ok("getUpdates", json!({"offset": next + 1}));
    assert_eq!(s.world.pending_updates(), 0);
}

#[test]
fn a_negative_offset_keeps_only_the_last() {
    let mut s = scene();
    say(&mut s, &["a", "b", "c"]);
    assert_eq!(texts(&s.ok("getUpdates", json!({"offset": -1}))), ["c"]);
    assert_eq!(texts(&s.ok("getUpdates", json!({}))), ["c"]);
}

#[test]
fn the_kinds_that_were_asked_for_hold_until_others_are() {
    let mut s = scene();
    let id = s.sent(s.anna, "own");
    s.ok(
        "getUpdates",
        json!({"allowed_updates": ["message_reaction"]}),
    );
    s.ok("getUpdates", json!({}));
    say(&mut s, &["not asked for"]);
    s.world
        .react(s.anna, s.anna, id, Some("👍"), s.now)
        .unwrap();
    let got = s.ok("getUpdates", json!({}));
    assert_eq!(got.as_array().unwrap().len(), 1);
    assert!(got[0].get("message_reaction").is_some());
    let next = ids(&got)[0] + 1;
    s.ok("getUpdates", json!({"offset": next, "allowed_updates": []}));
    s.world.react(s.anna, s.anna, id, None, s.now).unwrap();
    say(&mut s, &["asked for again"]);
    assert_eq!(texts(&s.ok("getUpdates", json!({}))), ["asked for again"]);
    s.no(
        "getUpdates",
        json!({"allowed_updates": ["mesage"]}),
        400,
        "Bad Request: sandbox: \"mesage\" is no kind of update",
    );
}

#[test]
fn an_update_waits_a_day_and_a_press_two_and_a_half_minutes() {
    let mut s = scene();
    let id = s.sent(s.anna, "own");
    say(&mut s, &["old"]);
    s.world.press_data(s.anna, s.anna, id, "x", s.now).unwrap();
    s.pass(150);
    assert_eq!(s.ok("getUpdates", json!({})).as_array().unwrap().len(), 2);
    s.pass(1);
    assert_eq!(s.ok("getUpdates", json!({})).as_array().unwrap().len(), 1);
    s.pass(86_400 - 151);
    assert_eq!(s.ok("getUpdates", json!({})).as_array().unwrap().len(), 1);
    s.pass(1);
    assert_eq!(s.ok("getUpdates", json!({})), json!([]));
}

#[test]
fn a_kept_offset_is_safe_when_the_ids_start_elsewhere() {
    for elsewhere in [5, 900_000_000] {
        let mut s = scene();
        say(&mut s, &["a"]);
        let next = ids(&s.ok("getUpdates", json!({})))[0] + 1;
        s.world.restart_update_ids(elsewhere).unwrap_err();
        s.ok("getUpdates", json!({"offset": next}));
        s.world.restart_update_ids(elsewhere).unwrap();
        say(&mut s, &["b", "c"]);
        let got = s.ok("getUpdates", json!({"offset": next}));
        assert_eq!(texts(&got), ["b", "c"]);
        assert_eq!(ids(&got), [elsewhere, elsewhere + 1]);
        s.ok("getUpdates", json!({"offset": elsewhere + 2}));
        assert_eq!(s.world.pending_updates(), 0);
    }
}

#[test]
fn updates_come_twice_when_the_server_forgets() {
    let mut s = scene();
    say(&mut s, &["a", "b"]);
    let first = s.ok("getUpdates", json!({}));
    let next = ids(&first)[1] + 1;
    s.ok("getUpdates", json!({"offset": next}));
    say(&mut s, &["c"]);
    s.world.redeliver_last(1);
    assert_eq!(
        texts(&s.ok("getUpdates", json!({"offset": next}))),
        ["b", "c"]
    );
    assert_eq!(texts(&s.ok("getUpdates", json!({"offset": next}))), ["c"]);
}

#[test]
fn what_is_a_day_old_does_not_come_at_all_fetched_before_or_not() {
    const DAY_S: i64 = 24 * 3600;
    let mut s = scene();
    say(&mut s, &["a"]);
    let next = ids(&s.ok("getUpdates", json!({})))[0] + 1;
    s.ok("getUpdates", json!({"offset": next}));
    s.pass(DAY_S / 2);
    say(&mut s, &["b"]);
    s.pass(DAY_S / 2);
    s.world.redeliver_last(1);
    assert_eq!(
        texts(&s.ok("getUpdates", json!({"offset": next}))),
        ["a", "b"]
    );
    s.pass(1);
    s.world.redeliver_last(9);
    let beyond = next + 1;
    assert_eq!(texts(&s.ok("getUpdates", json!({"offset": beyond}))), ["b"]);
    say(&mut s, &["never fetched"]);
    s.pass(DAY_S + 1);
    s.world.redeliver_last(9);
    assert_eq!(s.ok("getUpdates", json!({"offset": beyond})), json!([]));
    assert_eq!(s.world.pending_updates(), 0);
}

#[test]
fn updates_come_in_another_order_when_a_test_wants_it() {
    let mut s = scene();
    say(&mut s, &["a", "b", "c", "d"]);
    s.world.reverse_next_updates();
    let got = s.ok("getUpdates", json!({}));
    assert_eq!(texts(&got), ["d", "c", "b", "a"]);
    s.world.shuffle_pending_updates(3);
    let got = s.ok("getUpdates", json!({}));
    assert!(ids(&got).is_sorted());
    assert_ne!(texts(&got), ["a", "b", "c", "d"]);
    let mut sorted = texts(&got);
    sorted.sort();
    assert_eq!(sorted, ["a", "b", "c", "d"]);
}

#[test]
fn the_same_offset_again_at_once_gets_one_update() {
    let mut s = scene();
    s.world.rules.repoll = true;
    say(&mut s, &["a", "b"]);
    assert_eq!(s.ok("getUpdates", json!({})).as_array().unwrap().len(), 2);
    assert_eq!(s.ok("getUpdates", json!({})).as_array().unwrap().len(), 1);
    s.pass(1);
    assert_eq!(s.ok("getUpdates", json!({})).as_array().unwrap().len(), 2);
}

#[test]
fn limit_and_timeout_have_their_bounds() {
    let mut s = scene();
    for (params, why) in [
        (
            json!({"limit": 101}),
            "Bad Request: sandbox: limit is 1 to 100",
        ),
        (
            json!({"limit": 0}),
            "Bad Request: sandbox: limit is 1 to 100",
        ),
        (
            json!({"timeout": 51}),
            "Bad Request: sandbox: timeout is 0 to 50",
        ),
    ] {
        s.no("getUpdates", params, 400, why);
    }
}

#[test]
fn pending_updates_go_with_the_webhook_when_that_is_asked() {
    let mut s = scene();
    say(&mut s, &["a"]);
    s.ok("deleteWebhook", json!({}));
    assert_eq!(s.world.pending_updates(), 1);
    s.ok("deleteWebhook", json!({"drop_pending_updates": true}));
    assert_eq!(s.world.pending_updates(), 0);
}

#[test]
fn what_telegram_may_send_one_day_can_be_sent_today() {
    let mut s = scene();
    s.world.inject("telepathy", json!({"thought": "hm"}), s.now);
    assert_eq!(
        s.ok("getUpdates", json!({}))[0]["telepathy"]["thought"],
        "hm"
    );
}
