//! A world with two people, and short words for what tests do with it.

use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};

use twofold::sandbox::{Config, Reply, World};

/// A world, its time, and two people.
pub struct Scene {
    pub world: World,
    pub now: Timestamp,
    pub anna: i64,
    pub ben: i64,
}

/// Two people who have both started the bot; the bot has fetched that.
pub fn scene() -> Scene {
    let mut world = World::new(Config::default());
    let now = Timestamp::from_second(1_795_000_000).unwrap();
    let anna = world.person("Anna", "en");
    let ben = world.person("Ben", "de");
    world.start(anna, None, now).unwrap();
    world.start(ben, None, now).unwrap();
    let mut scene = Scene {
        world,
        now,
        anna,
        ben,
    };
    scene.updates();
    scene
}

impl Scene {
    pub fn call(&mut self, method: &str, params: Value) -> Reply {
        self.world.call(method, &params, self.now)
    }

    /// A call that must succeed: its result.
    pub fn ok(&mut self, method: &str, params: Value) -> Value {
        let reply = self.call(method, params);
        assert!(reply.is_ok(), "{method} was refused: {reply:?}");
        assert!(reply.took_effect());
        reply.result().unwrap().clone()
    }

    /// A call that must be refused with exactly this status and description, and change nothing.
    pub fn no(&mut self, method: &str, params: Value, status: u16, description: &str) {
        let reply = self.call(method, params);
        assert_eq!(
            (reply.status(), reply.description()),
            (Some(status), Some(description))
        );
        assert!(!reply.took_effect());
    }

    /// Sends a plain text; its id.
    pub fn sent(&mut self, chat: i64, text: &str) -> i64 {
        self.ok("sendMessage", json!({"chat_id": chat, "text": text}))["message_id"]
            .as_i64()
            .unwrap()
    }

    /// Fetches and confirms all that waits.
    pub fn updates(&mut self) -> Vec<Value> {
        let all = json!({"allowed_updates": [
            "message", "edited_message", "channel_post", "edited_channel_post", "callback_query", "message_reaction",
            "my_chat_member", "chat_member",
        ]});
        let got = self.ok("getUpdates", all).as_array().unwrap().clone();
        if let Some(last) = got.last() {
            let next = last["update_id"].as_i64().unwrap() + 1;
            self.ok("getUpdates", json!({"offset": next}));
        }
        got
    }

    pub fn pass(&mut self, seconds: i64) {
        self.now += SignedDuration::from_secs(seconds);
    }
}
