use serde_json::{Value, json};

use crate::sandbox::common::{Scene, scene};
use twofold::sandbox::Outgoing;

/// A group of both with the bot in it; the bot knows.
fn group(s: &mut Scene) -> i64 {
    let group = s.world.group("Two", &[s.anna, s.ben], s.now).unwrap();
    s.world.add_bot(group, s.anna, None, s.now).unwrap();
    s.updates();
    group
}

fn text(chat: i64) -> Value {
    json!({"chat_id": chat, "text": "x"})
}

#[test]
fn the_bot_learns_that_it_was_added_and_with_which_payload() {
    let mut s = scene();
    let group = s.world.group("Two", &[s.anna, s.ben], s.now).unwrap();
    s.no(
        "sendMessage",
        text(group),
        400,
        "Bad Request: chat not found",
    );
    s.world.add_bot(group, s.anna, Some("abc"), s.now).unwrap();
    let got = s.updates();
    assert_eq!(
        got[0]["my_chat_member"]["old_chat_member"]["status"],
        "left"
    );
    assert_eq!(
        got[0]["my_chat_member"]["new_chat_member"]["status"],
        "member"
    );
    assert_eq!(got[0]["my_chat_member"]["from"]["id"], s.anna);
    assert_eq!(got[1]["message"]["new_chat_members"][0]["is_bot"], true);
    assert_eq!(got[2]["message"]["text"], "/start@twofold_sandbox_bot abc");
    s.ok("sendMessage", text(group));
}

#[test]
fn members_are_counted_with_the_bot() {
    let mut s = scene();
    let group = group(&mut s);
    assert_eq!(s.ok("getChatMemberCount", json!({"chat_id": group})), 3);
    assert_eq!(s.ok("getChatMemberCount", json!({"chat_id": s.anna})), 2);
    let status = |s: &mut Scene, user| {
        s.ok("getChatMember", json!({"chat_id": group, "user_id": user}))["status"].clone()
    };
    let (anna, ben) = (s.anna, s.ben);
    assert_eq!(status(&mut s, anna), "creator");
    assert_eq!(status(&mut s, ben), "member");
    s.world.leave(group, s.ben, s.now).unwrap();
    assert_eq!(status(&mut s, ben), "left");
    assert_eq!(s.ok("getChatMemberCount", json!({"chat_id": group})), 2);
    let admins = s.ok("getChatAdministrators", json!({"chat_id": group}));
    assert_eq!(admins.as_array().unwrap().len(), 1);
    s.no(
        "getChatMember",
        json!({"chat_id": group, "user_id": 17}),
        400,
        "Bad Request: user not found",
    );
}

#[test]
fn a_stranger_in_the_group_is_announced() {
    let mut s = scene();
    let group = group(&mut s);
    let carla = s.world.person("Carla", "");
    s.world.add(group, carla, s.ben, s.now).unwrap();
    let got = s.updates();
    assert_eq!(got.len(), 1);
    assert_eq!(
        got[0]["message"]["new_chat_members"][0]["first_name"],
        "Carla"
    );
    s.world.remove(group, carla, s.anna, s.now).unwrap();
    assert_eq!(s.updates()[0]["message"]["left_chat_member"]["id"], carla);
}

#[test]
fn an_administrator_bot_is_told_of_every_member() {
    let mut s = scene();
    let group = group(&mut s);
    let bot = s.world.bot_id();
    s.world.set_admin(group, bot, s.anna, true, s.now).unwrap();
    let got = s.updates();
    assert_eq!(
        got[0]["my_chat_member"]["new_chat_member"]["status"],
        "administrator"
    );
    s.world.leave(group, s.ben, s.now).unwrap();
    let got = s.updates();
    assert_eq!(got[1]["chat_member"]["new_chat_member"]["status"], "left");
    assert_eq!(
        got[1]["chat_member"]["new_chat_member"]["user"]["id"],
        s.ben
    );
}

#[test]
fn a_bot_that_was_put_out_or_left_cannot_write() {
    let mut s = scene();
    let first = group(&mut s);
    s.world.remove_bot(first, s.ben, s.now).unwrap();
    let got = s.updates();
    let last = got.last().unwrap();
    assert_eq!(
        last["my_chat_member"]["new_chat_member"]["status"],
        "kicked"
    );
    s.no(
        "sendMessage",
        text(first),
        403,
        "Forbidden: bot was kicked from the group chat",
    );
    let second = group(&mut s);
    s.ok("leaveChat", json!({"chat_id": second}));
    s.no(
        "sendMessage",
        text(second),
        403,
        "Forbidden: bot is not a member of the group chat",
    );
    let third = s.world.supergroup("Two", &[s.anna, s.ben], s.now).unwrap();
    s.world.add_bot(third, s.anna, None, s.now).unwrap();
    s.world.remove_bot(third, s.anna, s.now).unwrap();
    s.no(
        "getChatMemberCount",
        json!({"chat_id": third}),
        403,
        "Forbidden: bot was kicked from the supergroup chat",
    );
}

#[test]
fn a_group_that_became_a_supergroup_says_where_it_went() {
    let mut s = scene();
    let old = group(&mut s);
    let id = s.sent(old, "before");
    s.updates();
    let new = s.world.migrate(old, s.anna, s.now).unwrap();
    let got = s.updates();
    assert_eq!(got[0]["message"]["migrate_to_chat_id"], new);
    assert_eq!(got[0]["message"]["chat"]["id"], old);
    assert_eq!(got[1]["message"]["migrate_from_chat_id"], old);
    assert_eq!(got[1]["message"]["chat"]["id"], new);
    let why = "Bad Request: group chat was upgraded to a supergroup chat";
    s.no("sendMessage", text(old), 400, why);
    let edit = json!({"chat_id": old, "message_id": id, "text": "after"});
    s.no("editMessageText", edit, 400, why);
    assert_eq!(
        s.call("sendMessage", text(old)).migrate_to_chat_id(),
        Some(new)
    );
    s.ok("sendMessage", text(new));
    assert_eq!(
        s.ok("getChat", json!({"chat_id": new}))["type"],
        "supergroup"
    );
    s.world
        .send(s.ben, Outgoing::text("x").in_chat(old), s.now)
        .unwrap_err();
}

#[test]
fn privacy_mode_keeps_the_talk_of_the_group_from_the_bot() {
    let mut s = scene();
    let group = group(&mut s);
    let prompt = s.sent(group, "question");
    let say = |s: &mut Scene, outgoing: Outgoing| {
        s.world.send(s.ben, outgoing.in_chat(group), s.now).unwrap();
        s.updates().len()
    };
    assert_eq!(say(&mut s, Outgoing::text("just talk")), 0);
    assert_eq!(say(&mut s, Outgoing::text("to you").reply_to(prompt)), 1);
    assert_eq!(say(&mut s, Outgoing::text("/today")), 1);
    assert_eq!(say(&mut s, Outgoing::text("/today@twofold_sandbox_bot")), 1);
    assert_eq!(say(&mut s, Outgoing::text("/today@another_bot")), 0);
    assert_eq!(say(&mut s, Outgoing::text("hey @Twofold_Sandbox_Bot!")), 1);
    let bot = s.world.bot_id();
    s.world.set_admin(group, bot, s.anna, true, s.now).unwrap();
    s.updates();
    assert_eq!(say(&mut s, Outgoing::text("just talk")), 1);
}

#[test]
fn an_anonymous_administrator_and_a_channel_hide_the_person() {
    let mut s = scene();
    let group = s.world.supergroup("Two", &[s.anna, s.ben], s.now).unwrap();
    s.world.add_bot(group, s.anna, None, s.now).unwrap();
    let channel = s.world.channel("News", &[s.anna], s.now).unwrap();
    s.updates();
    let hidden = |text: &str| Outgoing::text(text).in_chat(group);
    s.world
        .send(s.anna, hidden("/a").anonymously(), s.now)
        .unwrap();
    s.world
        .send(s.anna, hidden("/b").as_channel(channel), s.now)
        .unwrap();
    s.world
        .send(s.ben, hidden("/c").anonymously(), s.now)
        .unwrap_err();
    let got = s.updates();
    assert_eq!(got[0]["message"]["from"]["username"], "GroupAnonymousBot");
    assert_eq!(got[0]["message"]["sender_chat"]["id"], group);
    assert_eq!(got[1]["message"]["from"]["username"], "Channel_Bot");
    assert_eq!(got[1]["message"]["sender_chat"]["id"], channel);
    assert!(!got.iter().any(|u| u["message"]["from"]["id"] == s.anna));
}

#[test]
fn a_channel_post_is_a_kind_of_its_own() {
    let mut s = scene();
    let channel = s.world.channel("News", &[s.anna, s.ben], s.now).unwrap();
    s.world.add_bot(channel, s.anna, None, s.now).unwrap();
    s.updates();
    s.world
        .send(s.anna, Outgoing::text("post").in_chat(channel), s.now)
        .unwrap();
    s.world
        .send(s.ben, Outgoing::text("post").in_chat(channel), s.now)
        .unwrap_err();
    let got = s.updates();
    assert_eq!(got[0]["channel_post"]["text"], "post");
    assert!(got[0]["channel_post"].get("from").is_none());
    s.ok("sendMessage", text(channel));
}

#[test]
fn a_topic_of_a_forum_is_named_with_each_message() {
    let mut s = scene();
    let group = s.world.supergroup("Two", &[s.anna, s.ben], s.now).unwrap();
    s.world.add_bot(group, s.anna, None, s.now).unwrap();
    let topic = s.world.topic(group, s.anna, "Us", s.now).unwrap();
    s.updates();
    s.world
        .send(
            s.ben,
            Outgoing::text("/today").in_chat(group).in_topic(topic),
            s.now,
        )
        .unwrap();
    let got = s.updates();
    assert_eq!(got[0]["message"]["message_thread_id"], topic);
    assert_eq!(got[0]["message"]["chat"]["is_forum"], true);
    s.ok(
        "sendMessage",
        json!({"chat_id": group, "text": "x", "message_thread_id": topic}),
    );
    let question = got[0]["message"]["message_id"].clone();
    let reply =
        json!({"chat_id": group, "text": "x", "reply_parameters": {"message_id": question}});
    assert_eq!(s.ok("sendMessage", reply)["message_thread_id"], topic);
    s.no(
        "sendMessage",
        json!({"chat_id": group, "text": "x", "message_thread_id": 999}),
        400,
        "Bad Request: message thread not found",
    );
}

#[test]
fn later_members_read_back_in_a_supergroup_only() {
    let mut s = scene();
    let carla = s.world.person("Carla", "");
    let basic = group(&mut s);
    let big = s.world.supergroup("Two", &[s.anna, s.ben], s.now).unwrap();
    s.world.add_bot(big, s.anna, None, s.now).unwrap();
    for chat in [basic, big] {
        s.sent(chat, "before");
        s.world.add(chat, carla, s.anna, s.now).unwrap();
        s.sent(chat, "after");
    }
    let texts = |s: &Scene, chat| -> Vec<String> {
        let seen = s.world.screen_of(carla, chat);
        seen.into_iter()
            .filter(|m| !m.service)
            .map(|m| m.text)
            .collect()
    };
    assert_eq!(texts(&s, basic), ["after"]);
    assert_eq!(texts(&s, big), ["before", "after"]);
}

#[test]
fn in_a_group_the_bot_deletes_its_own_messages_and_as_administrator_others() {
    let mut s = scene();
    let group = group(&mut s);
    let own = s.sent(group, "own");
    let theirs = s
        .world
        .send(s.ben, Outgoing::text("x").in_chat(group), s.now)
        .unwrap();
    let delete = |id| json!({"chat_id": group, "message_id": id});
    s.ok("deleteMessage", delete(own));
    s.no(
        "deleteMessage",
        delete(theirs),
        400,
        "Bad Request: message can't be deleted",
    );
    let bot = s.world.bot_id();
    s.world.set_admin(group, bot, s.anna, true, s.now).unwrap();
    s.ok("deleteMessage", delete(theirs));
}

#[test]
fn hidden_members_are_shown_to_administrators_alone() {
    let mut s = scene();
    let group = s.world.supergroup("Two", &[s.anna, s.ben], s.now).unwrap();
    s.world.add_bot(group, s.anna, None, s.now).unwrap();
    s.world.hide_members(group, true).unwrap();
    let ask = json!({"chat_id": group, "user_id": s.ben});
    s.no(
        "getChatMember",
        ask.clone(),
        400,
        "Bad Request: CHAT_ADMIN_REQUIRED",
    );
    let bot = s.world.bot_id();
    s.ok("getChatMember", json!({"chat_id": group, "user_id": bot}));
    s.world.set_admin(group, bot, s.anna, true, s.now).unwrap();
    s.ok("getChatMember", ask);
}
