use serde_json::{Value, json};

use crate::sandbox::common::{Scene, scene};

/// How many of these calls went through before the first 429, and its wait.
fn until_refused(
    s: &mut Scene,
    method: &str,
    call: impl Fn(usize) -> Value,
    most: usize,
) -> (usize, Option<i64>) {
    for at in 0..most {
        let reply = s.call(method, call(at));
        if reply.status() == Some(429) {
            return (at, reply.retry_after_s());
        }
        assert!(reply.is_ok(), "{reply:?}");
    }
    (most, None)
}

#[test]
fn without_the_rule_nothing_is_held_back() {
    let mut s = scene();
    let to = json!({"chat_id": s.anna, "text": "x"});
    assert_eq!(
        until_refused(&mut s, "sendMessage", |_| to.clone(), 200).0,
        200
    );
}

#[test]
fn one_chat_takes_a_short_burst_and_then_one_a_second() {
    let mut s = scene();
    s.world.rules.flood = true;
    let to = json!({"chat_id": s.anna, "text": "x"});
    assert_eq!(
        until_refused(&mut s, "sendMessage", |_| to.clone(), 20),
        (5, Some(1))
    );
    for _ in 0..10 {
        s.pass(1);
        assert_eq!(
            until_refused(&mut s, "sendMessage", |_| to.clone(), 20),
            (1, Some(1))
        );
    }
    let other = json!({"chat_id": s.ben, "text": "x"});
    s.ok("sendMessage", other);
}

#[test]
fn a_group_takes_20_a_minute() {
    let mut s = scene();
    let group = s.world.group("Two", &[s.anna, s.ben], s.now).unwrap();
    s.world.add_bot(group, s.anna, None, s.now).unwrap();
    s.world.rules.flood = true;
    let to = json!({"chat_id": group, "text": "x"});
    for _ in 0..20 {
        s.ok("sendMessage", to.clone());
        s.pass(1);
    }
    let reply = s.call("sendMessage", to.clone());
    assert_eq!(
        (reply.status(), reply.retry_after_s()),
        (Some(429), Some(40))
    );
    s.pass(40);
    s.ok("sendMessage", to);
}

#[test]
fn all_chats_together_take_30_a_second() {
    let mut s = scene();
    let people: Vec<i64> = (0..40)
        .map(|at| s.world.person(&format!("P{at}"), ""))
        .collect();
    for person in &people {
        s.world.start(*person, None, s.now).unwrap();
    }
    s.world.rules.flood = true;
    let to = |at: usize| json!({"chat_id": people[at], "text": "x"});
    assert_eq!(until_refused(&mut s, "sendMessage", to, 40), (30, Some(1)));
    s.pass(1);
    s.ok("sendMessage", to(39));
}

#[test]
fn edits_count_too() {
    let mut s = scene();
    let id = s.sent(s.anna, "x");
    s.world.rules.flood = true;
    let anna = s.anna;
    let edit = |at: usize| json!({"chat_id": anna, "message_id": id, "text": format!("{at}")});
    assert_eq!(
        until_refused(&mut s, "editMessageText", edit, 20),
        (5, Some(1))
    );
}
