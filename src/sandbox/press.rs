//! What people do with buttons: press them by label, or send callback data that no button has. Start with [`World::press`].

use jiff::Timestamp;
use serde_json::json;

use super::keyboard::{Action, Button};
use super::link;
use super::world::{Impossible, Query, World};

/// What came of a press.
#[derive(Clone, Debug, PartialEq)]
pub enum Pressed {
    /// The bot gets a callback query with this id.
    Query(String),
    /// A link was opened; one that leads to the bot was followed (see [`World::open_link`]).
    Opened(String),
    /// A text was copied.
    Copied(String),
}

impl World {
    /// Presses the newest button with this label in the private chat with the bot.
    pub fn press(
        &mut self,
        person: i64,
        label: &str,
        now: Timestamp,
    ) -> Result<Pressed, Impossible> {
        let (chat, message) = self
            .newest_with(person, person, label)
            .ok_or_else(|| self.no_button(person, person, label))?;
        self.press_on(person, chat, message, label, now)
    }

    /// Names the buttons that are there, because a test that presses a wrong one wants to know.
    fn no_button(&self, person: i64, chat: i64, label: &str) -> Impossible {
        let screen = self.screen_of(person, chat);
        let there: Vec<&str> = screen.iter().rev().flat_map(|m| m.labels()).collect();
        Impossible::new(format!(
            "there is no button \"{label}\", newest first there are {there:?}"
        ))
    }

    /// The newest message of a chat this person sees that has a button with this label.
    fn newest_with(&self, person: i64, chat: i64, label: &str) -> Option<(i64, i64)> {
        let there = self.sees_chat(person, chat).ok()?;
        let message = there.messages.values().rev().find(|m| {
            m.deleted.is_none()
                && self.visible_to(person, there, m)
                && m.markup.rows().iter().flatten().any(|b| b.label == label)
        })?;
        Some((chat, message.id))
    }

    /// Presses the newest button with this label in that chat.
    pub fn press_in(
        &mut self,
        person: i64,
        chat: i64,
        label: &str,
        now: Timestamp,
    ) -> Result<Pressed, Impossible> {
        let (chat, message) = self
            .newest_with(person, chat, label)
            .ok_or_else(|| self.no_button(person, chat, label))?;
        self.press_on(person, chat, message, label, now)
    }

    /// Presses a button of one message, by its label.
    pub fn press_on(
        &mut self,
        person: i64,
        chat: i64,
        message: i64,
        label: &str,
        now: Timestamp,
    ) -> Result<Pressed, Impossible> {
        let is = |button: &&Button| button.label == label;
        let found = self
            .sees_message(person, chat, message)?
            .markup
            .rows()
            .iter()
            .flatten()
            .find(is);
        let found =
            found.ok_or_else(|| Impossible::new(format!("there is no button \"{label}\"")))?;
        match found.action.clone() {
            Action::Callback(data) => self
                .press_data(person, chat, message, &data, now)
                .map(Pressed::Query),
            Action::Copy(text) => Ok(Pressed::Copied(text)),
            Action::Url(url) => {
                let own = link::deep_link(&url)
                    .filter(|link| link.username.eq_ignore_ascii_case(self.bot_username()));
                if own.is_some_and(|link| link.startgroup.is_none()) {
                    self.open_link(person, &url, now)?;
                }
                Ok(Pressed::Opened(url))
            }
        }
    }

    /// Sends a callback query with any data on any message the person ever saw, whether or not such a button is (still)
    /// there: an old screen, or a forged client. A message that is gone arrives as an inaccessible one.
    pub fn press_data(
        &mut self,
        person: i64,
        chat: i64,
        message: i64,
        data: &str,
        now: Timestamp,
    ) -> Result<String, Impossible> {
        let there = self.sees_chat(person, chat)?;
        let someone = self.people.get(&person);
        if chat == person && someone.is_some_and(|p| p.blocked) {
            return Err(Impossible::new("they have the bot blocked"));
        }
        if chat != person && !there.status_of(self.config.bot_id).inside() {
            return Err(Impossible::new("the bot is not in this chat"));
        }
        let known = there.messages.get(&message);
        let known = known.ok_or_else(|| Impossible::new("there has never been such a message"))?;
        let shown = match known.deleted {
            None => self.message_json(known, true),
            Some(_) => json!({"chat": self.chat_json(there), "message_id": message, "date": 0}),
        };
        let id = self.next.query.to_string();
        let body = json!({
            "id": id,
            "from": self.user_json(person),
            "message": shown,
            "chat_instance": format!("-7{}", chat.unsigned_abs()),
            "data": data,
        });
        self.next.query += 1;
        self.queries.insert(
            id.clone(),
            Query {
                person,
                at: now.as_second(),
                answered: false,
            },
        );
        if let Some(someone) = self.people.get_mut(&person) {
            someone.known = true;
        }
        self.emit("callback_query", body, now);
        Ok(id)
    }

    /// Whether the press still shows its little clock: not answered yet.
    pub fn is_waiting(&self, query: &str) -> bool {
        self.queries.get(query).is_some_and(|q| !q.answered)
    }
}
