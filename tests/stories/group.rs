//! A group of two: what both people see there, and what each of them sees alone.

mod commands;
mod covering;
mod going;
mod main_way;
mod moving;
mod strangers;

use jiff::{SignedDuration, Timestamp};
use twofold::sandbox::{Outgoing, Seen, World};

use crate::world::{EVENING, Story};

/// Two people and the group they share with the bot.
#[derive(Clone, Copy)]
pub struct Home {
    pub ana: i64,
    pub ben: i64,
    pub chat: i64,
}

pub const HELLO: &str = "Hello! I ask the two of you";
pub const NEEDS: &str = "I need a plain group with exactly two people";
pub const ELSEWHERE: &str = "Hello! I’ll be in your private chats from now on.";
pub const BACK: &str = "I’m here with you again.";
pub const POINTER: &str = "That belongs in the private chat with me.";

impl Story {
    /// A group of these people, to which the first adds the bot.
    pub async fn group_of(&self, people: &[i64]) -> i64 {
        let chat = self.telegram.with(|world, now| {
            let chat = world.group("The two of us", people, now).expect("a group");
            world
                .add_bot(chat, people[0], Some("two"), now)
                .expect("adds the bot");
            chat
        });
        self.settle().await;
        chat
    }

    /// Presses the newest button of the group with this label.
    pub async fn taps(&self, who: i64, chat: i64, label: &str) {
        let pressed = self
            .telegram
            .with(|world, now| world.press_in(who, chat, label, now));
        if let Err(error) = pressed {
            panic!("{error}\n{}", self.page_of(who, chat));
        }
        self.settle().await;
    }

    /// Writes into the group; the message.
    pub async fn writes(&self, who: i64, chat: i64, text: &str) -> i64 {
        self.sends(who, Outgoing::text(text).in_chat(chat)).await
    }

    /// What the bot's messages in a chat say now, as this person sees them.
    pub fn there(&self, who: i64, chat: i64) -> Vec<Seen> {
        let all = self.telegram.with(|world, _| world.screen_of(who, chat));
        all.into_iter().filter(Seen::is_from_bot).collect()
    }

    /// Their texts.
    pub fn said_there(&self, who: i64, chat: i64) -> Vec<String> {
        self.there(who, chat)
            .into_iter()
            .map(|seen| seen.text)
            .collect()
    }

    /// The newest of them with this in it.
    pub fn seen_there(&self, who: i64, chat: i64, part: &str) -> Seen {
        let found = self
            .there(who, chat)
            .into_iter()
            .rev()
            .find(|seen| seen.text.contains(part));
        found.unwrap_or_else(|| panic!("{part:?} is not there:\n{}", self.page_of(who, chat)))
    }

    /// How many of them have this in it.
    pub fn count_there(&self, who: i64, chat: i64, part: &str) -> usize {
        let texts = self.said_there(who, chat);
        texts.iter().filter(|text| text.contains(part)).count()
    }

    /// A whole chat in text.
    pub fn page_of(&self, who: i64, chat: i64) -> String {
        let all = self.telegram.with(|world, _| world.screen_of(who, chat));
        let lines: Vec<String> = all.iter().map(|seen| self.shows(seen)).collect();
        lines.join("\n")
    }

    /// Ana makes a group of Ben and herself, adds the bot, and both tap. Ben has never talked to the bot before.
    pub async fn home(&self) -> Home {
        let (ana, ben) = (self.newcomer("Ana").await, self.person("Ben"));
        let chat = self.group_of(&[ana, ben]).await;
        self.taps(ana, chat, "I’m in").await;
        self.taps(ben, chat, "I’m in").await;
        Home { ana, ben, chat }
    }

    /// The same with the first question opened, both in Lisbon, and a question every evening.
    pub async fn settled_home(&self) -> Home {
        let home = self.home().await;
        self.answer_there(home, "For the bike.", "For the soup.")
            .await;
        self.says(home.ana, "/timezone Lisbon").await;
        self.says(home.ben, "/timezone Lisbon").await;
        self.plans_every_evening(home.ana).await;
        home
    }

    /// … and the question of the next evening stands in the group.
    pub async fn evening_there(&self) -> Home {
        let home = self.settled_home().await;
        self.until(EVENING).await;
        self.later(SignedDuration::from_secs(5)).await;
        home
    }

    /// Both go to their private chats, answer there, and both answers open.
    pub async fn answer_there(&self, home: Home, hers: &str, his: &str) {
        self.taps(home.ana, home.chat, "Answer privately").await;
        self.says(home.ana, hers).await;
        self.taps(home.ben, home.chat, "Answer privately").await;
        self.says(home.ben, his).await;
        self.later(SignedDuration::from_secs(20)).await;
    }

    /// The message of the bot in the group that can still be answered.
    pub fn question(&self, home: Home) -> Seen {
        let all = self.there(home.ana, home.chat);
        let found = all
            .into_iter()
            .rev()
            .find(|seen| seen.button("Answer privately").is_some());
        found.unwrap_or_else(|| panic!("no question:\n{}", self.page_of(home.ana, home.chat)))
    }

    /// Something happens, and Telegram's word of it never arrives.
    pub fn unseen<T>(&self, happens: impl FnOnce(&mut World, Timestamp) -> T) -> T {
        self.telegram.with(|world, now| {
            let what = happens(world, now);
            let forget = serde_json::json!({ "drop_pending_updates": true });
            world.call("deleteWebhook", &forget, now);
            what
        })
    }

    /// How often the bot has counted who is in some group.
    pub fn looks(&self) -> usize {
        self.telegram
            .with(|world, _| world.calls_of("getChatMemberCount").len())
    }

    /// Somebody joins the group.
    pub async fn joins(&self, who: i64, home: Home) {
        self.telegram
            .with(|world, now| world.add(home.chat, who, home.ana, now))
            .expect("joins");
        self.settle().await;
    }

    /// Somebody leaves the group.
    pub async fn goes(&self, who: i64, chat: i64) {
        self.telegram
            .with(|world, now| world.leave(chat, who, now))
            .expect("goes");
        self.settle().await;
    }
}
