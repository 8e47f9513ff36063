//! What people do with messages: send, edit, delete, react; and how much of it the bot is told.

use jiff::Timestamp;
use serde_json::{Value, json};

use super::entities::units;
use super::model::{Author, Chat, ChatKind, Content, Deleted, Media, Message, REACTIONS, ReplyTo};
use super::outgoing::{Outgoing, typed};
use super::world::{Impossible, NewMessage, What, World};

impl World {
    /// Writes a text into the private chat with the bot.
    pub fn say(&mut self, person: i64, text: &str, now: Timestamp) -> Result<i64, Impossible> {
        self.send(person, Outgoing::text(text), now)
    }

    /// Sends a message; what it returns is its id.
    pub fn send(
        &mut self,
        person: i64,
        outgoing: Outgoing,
        now: Timestamp,
    ) -> Result<i64, Impossible> {
        self.send_part(person, outgoing, None, now)
    }

    /// Sends several files as one album.
    pub fn send_album(
        &mut self,
        person: i64,
        items: Vec<Outgoing>,
        now: Timestamp,
    ) -> Result<Vec<i64>, Impossible> {
        if !(2..=10).contains(&items.len()) {
            return Err(Impossible::new("an album has 2 to 10 items"));
        }
        let groups = |item: &Outgoing| {
            matches!(item.content, Content::File { media, .. }
                if matches!(media, Media::Photo | Media::Video | Media::Audio | Media::Document))
        };
        if !items.iter().all(groups) {
            return Err(Impossible::new(
                "an album holds photos, videos, audios or documents",
            ));
        }
        let album = self.new_album();
        let send = |item| self.send_part(person, item, Some(album.clone()), now);
        items.into_iter().map(send).collect()
    }

    fn send_part(
        &mut self,
        person: i64,
        outgoing: Outgoing,
        album: Option<String>,
        now: Timestamp,
    ) -> Result<i64, Impossible> {
        let chat_id = outgoing.chat.unwrap_or(person);
        let chat = self.may_write(person, chat_id)?;
        let kind = chat.kind;
        let author = if kind == ChatKind::Channel {
            Author::Channel(chat_id)
        } else if let Some(channel) = outgoing.channel {
            Author::Channel(channel)
        } else if outgoing.anonymous {
            if !chat.status_of(person).is_admin() {
                return Err(Impossible::new(
                    "only an administrator can hide behind the group",
                ));
            }
            Author::Anonymous(chat_id)
        } else {
            Author::Person(person)
        };
        if let Some(topic) = outgoing.thread
            && !chat.topics.contains_key(&topic)
        {
            return Err(Impossible::new("there is no such topic"));
        }
        let reply_to = match outgoing.reply_to {
            None => None,
            Some(id) if chat.message(id).is_none() => {
                return Err(Impossible::new("the message to reply to is not there"));
            }
            Some(id) => Some(ReplyTo {
                chat: chat_id,
                message: id,
                quote: outgoing
                    .quote
                    .as_ref()
                    .map(|quote| self.quote(chat_id, id, quote))
                    .transpose()?,
            }),
        };
        let is_text = outgoing.content == Content::Text;
        let formatted = typed(&outgoing.text, outgoing.entities.as_ref(), is_text)?;
        if let Content::Plain { field, value } = &outgoing.content
            && !on_the_map(field, value)
        {
            return Err(Impossible::new("there is no such place on the map"));
        }
        let content = match outgoing.content {
            Content::File { media, .. } => Content::File {
                media,
                file_id: self.new_file(media),
            },
            other => other,
        };
        let draft = NewMessage {
            formatted,
            reply_to,
            album,
            date: outgoing.date.map(Timestamp::as_second),
            thread: outgoing.thread,
            spoiler: outgoing.spoiler,
            forward: outgoing.forwarded_from.map(
                |name| json!({"type": "hidden_user", "date": now.as_second(), "sender_user_name": name}),
            ),
            ..NewMessage::new(chat_id, author, content)
        };
        let id = self.put(draft, now);
        let kind = if kind == ChatKind::Channel {
            "channel_post"
        } else {
            "message"
        };
        self.tell(kind, chat_id, id, now);
        Ok(id)
    }

    fn quote(&self, chat: i64, message: i64, part: &str) -> Result<Value, Impossible> {
        let original = self.chats.get(&chat).and_then(|c| c.message(message));
        let text = original.map(|m| m.text.as_str()).unwrap_or_default();
        let at = text.find(part);
        let at = at.ok_or_else(|| Impossible::new("a quote is a part of the message"))?;
        Ok(json!({"text": part, "position": units(&text[..at]), "is_manual": true}))
    }

    /// The chat, if this person can write there.
    fn may_write(&self, person: i64, chat: i64) -> Result<&Chat, Impossible> {
        let someone = self.people.get(&person);
        let someone = someone.ok_or_else(|| Impossible::new("there is no such person"))?;
        if chat == person && !someone.started {
            return Err(Impossible::new("they have not pressed Start yet"));
        }
        if chat == person && someone.blocked {
            return Err(Impossible::new("they have the bot blocked"));
        }
        let there = self.sees_chat(person, chat)?;
        if there.migrated_to.is_some() {
            return Err(Impossible::new("the group has become a supergroup"));
        }
        if there.kind == ChatKind::Channel && !there.status_of(person).is_admin() {
            return Err(Impossible::new("only administrators post in a channel"));
        }
        Ok(there)
    }

    pub(super) fn sees_chat(&self, person: i64, chat: i64) -> Result<&Chat, Impossible> {
        let inside = |c: &&Chat| chat == person || c.status_of(person).inside();
        let there = self.chats.get(&chat).filter(inside);
        there.ok_or_else(|| Impossible::new("they are not in this chat"))
    }

    pub(super) fn sees_message(
        &self,
        person: i64,
        chat: i64,
        message: i64,
    ) -> Result<&Message, Impossible> {
        let there = self.sees_chat(person, chat)?;
        there
            .message(message)
            .filter(|m| self.visible_to(person, there, m))
            .ok_or_else(|| Impossible::new("they do not see this message"))
    }

    /// Tells the bot of a message, as far as it may see it.
    pub(super) fn tell(&mut self, kind: &'static str, chat: i64, id: i64, now: Timestamp) {
        let Some(there) = self.chats.get(&chat) else {
            return;
        };
        let Some(message) = there.message(id) else {
            return;
        };
        if self.bot_sees(there, message) {
            let body = self.message_json(message, true);
            let sender = match message.author {
                Author::Person(person) => Some(person),
                _ => None,
            };
            if let Some(person) = sender.and_then(|person| self.people.get_mut(&person)) {
                person.known = true;
            }
            self.emit(kind, body, now);
        }
    }

    /// Privacy mode: in a group a bot without rights sees only what is meant for it, and service messages.
    fn bot_sees(&self, chat: &Chat, message: &Message) -> bool {
        if chat.kind == ChatKind::Private {
            return true;
        }
        let standing = chat.status_of(self.config.bot_id);
        if !standing.inside() {
            return false;
        }
        if !self.rules.privacy_mode || standing.is_admin() || message.is_service() {
            return true;
        }
        let to_bot = message
            .reply_to
            .as_ref()
            .and_then(|to| chat.messages.get(&to.message))
            .is_some_and(Message::by_bot);
        let at = format!("@{}", self.config.username.to_lowercase());
        let text = message.text.to_lowercase();
        let command = text.starts_with('/') && {
            let word = text.split([' ', '\n']).next().unwrap_or_default();
            !word.contains('@') || word.ends_with(&at)
        };
        to_bot || command || text.contains(&at)
    }

    /// Edits one's own text or caption.
    pub fn edit(
        &mut self,
        person: i64,
        chat: i64,
        message: i64,
        text: &str,
        now: Timestamp,
    ) -> Result<(), Impossible> {
        self.edit_with(person, chat, message, text, None, now)
    }

    /// Edits one's own text or caption, with entities as [`Outgoing::entities`] takes them.
    pub fn edit_with(
        &mut self,
        person: i64,
        chat: i64,
        message: i64,
        text: &str,
        entities: Option<Vec<Value>>,
        now: Timestamp,
    ) -> Result<(), Impossible> {
        let there = self.may_write(person, chat)?;
        let own = there.message(message).filter(|m| wrote(person, there, m));
        let own = own.ok_or_else(|| Impossible::new("only one's own message can be edited"))?;
        let is_text = own.content == Content::Text;
        let kind = if there.kind == ChatKind::Channel {
            "edited_channel_post"
        } else {
            "edited_message"
        };
        let formatted = typed(text, entities.as_ref(), is_text)?;
        let revision = self.change(now, What::Edit { chat, message });
        if let Some(own) = self
            .chats
            .get_mut(&chat)
            .and_then(|c| c.message_mut(message))
        {
            own.text = formatted.text;
            own.entities = formatted.entities;
            own.edit_date = Some(now.as_second());
            own.touched = revision;
        }
        self.tell(kind, chat, message, now);
        Ok(())
    }

    /// Deletes a message for everyone: one's own anywhere, anything in the private chat. The bot is never told.
    pub fn delete(
        &mut self,
        person: i64,
        chat: i64,
        message: i64,
        now: Timestamp,
    ) -> Result<(), Impossible> {
        let there = self.sees_chat(person, chat)?;
        let found = there.message(message);
        let found = found.ok_or_else(|| Impossible::new("the message is not there"))?;
        if chat != person && !wrote(person, there, found) && !there.status_of(person).is_admin() {
            return Err(Impossible::new(
                "only one's own message can be deleted here",
            ));
        }
        let revision = self.change(now, What::Delete { chat, message });
        if let Some(found) = self
            .chats
            .get_mut(&chat)
            .and_then(|c| c.message_mut(message))
        {
            found.deleted = Some(Deleted::ByPerson);
            found.touched = revision;
        }
        Ok(())
    }

    /// Sets one's reaction to a message, or takes it away. The bot is told in private chats, and in groups where it is
    /// an administrator, if it asked for `message_reaction`.
    pub fn react(
        &mut self,
        person: i64,
        chat: i64,
        message: i64,
        emoji: Option<&str>,
        now: Timestamp,
    ) -> Result<(), Impossible> {
        let target = self.sees_message(person, chat, message)?;
        let old = target.reactions.get(&person).cloned();
        if let Some(emoji) = emoji
            && !REACTIONS
                .split_whitespace()
                .any(|standard| standard == emoji)
        {
            return Err(Impossible::new("there is no such reaction"));
        }
        if old.as_deref() == emoji {
            return Ok(());
        }
        let revision = self.change(now, What::Reaction { chat, message });
        if let Some(target) = self
            .chats
            .get_mut(&chat)
            .and_then(|c| c.message_mut(message))
        {
            target.touched = revision;
            match emoji {
                Some(emoji) => target.reactions.insert(person, emoji.to_owned()),
                None => target.reactions.remove(&person),
            };
        }
        let Some(there) = self.chats.get(&chat) else {
            return Ok(());
        };
        let blocked = self.people.get(&person).is_some_and(|p| p.blocked);
        if (chat == person && !blocked) || there.status_of(self.config.bot_id).is_admin() {
            let list = |emoji: Option<&str>| -> Vec<Value> {
                emoji
                    .into_iter()
                    .map(|emoji| json!({"type": "emoji", "emoji": emoji}))
                    .collect()
            };
            let body = json!({
                "chat": self.chat_json(there),
                "message_id": message,
                "user": self.user_json(person),
                "date": now.as_second(),
                "old_reaction": list(old.as_deref()),
                "new_reaction": list(emoji),
            });
            self.emit("message_reaction", body, now);
        }
        Ok(())
    }
}

/// A `location` lies between the poles and within half a turn of Greenwich.
fn on_the_map(field: &str, value: &Value) -> bool {
    let within = |name: &str, most: f64| {
        let degrees = value[name].as_f64();
        degrees.is_some_and(|degrees| degrees.abs() <= most)
    };
    field != "location" || within("latitude", 90.0) && within("longitude", 180.0)
}

fn wrote(person: i64, chat: &Chat, message: &Message) -> bool {
    match message.author {
        Author::Person(author) => author == person,
        Author::Anonymous(_) | Author::Channel(_) => chat.status_of(person).is_admin(),
        Author::Bot => false,
    }
}
