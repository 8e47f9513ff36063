//! People: who they are and what they do in a chat. This is the vocabulary of the stories; pressing buttons is in
//! [`super::press`], groups are in [`super::groups`].

use jiff::Timestamp;
use serde_json::{Value, json};

use super::entities::{self, Entity, Formatted, MAX_CAPTION, MAX_TEXT, units};
use super::keyboard::Markup;
use super::link;
use super::methods::REACTIONS;
use super::model::{
    Author, Chat, ChatKind, Content, Deleted, Media, Message, Person, ReplyTo, Status,
};
use super::world::{Draft, Impossible, What, World};

/// A message a person is about to send. `Outgoing::text("hello").reply_to(5)`, `Outgoing::file(Media::Voice)`.
#[derive(Clone, Debug)]
pub struct Outgoing {
    content: Content,
    text: String,
    entities: Option<Vec<Value>>,
    chat: Option<i64>,
    reply_to: Option<i64>,
    date: Option<Timestamp>,
    thread: Option<i64>,
    spoiler: bool,
    anonymous: bool,
    channel: Option<i64>,
}

impl Outgoing {
    fn new(content: Content) -> Outgoing {
        Outgoing {
            content,
            text: String::new(),
            entities: None,
            chat: None,
            reply_to: None,
            date: None,
            thread: None,
            spoiler: false,
            anonymous: false,
            channel: None,
        }
    }

    /// A text message.
    pub fn text(text: impl Into<String>) -> Outgoing {
        Outgoing {
            text: text.into(),
            ..Outgoing::new(Content::Text)
        }
    }

    /// A new file of this kind; its id is made up when it is sent.
    pub fn file(media: Media) -> Outgoing {
        Outgoing::new(Content::File {
            media,
            file_id: String::new(),
        })
    }

    /// A place on the map.
    pub fn location(latitude: f64, longitude: f64) -> Outgoing {
        Outgoing::plain(
            "location",
            json!({"latitude": latitude, "longitude": longitude}),
        )
    }

    /// Someone's contact.
    pub fn contact(name: &str, phone: &str) -> Outgoing {
        Outgoing::plain(
            "contact",
            json!({"phone_number": phone, "first_name": name}),
        )
    }

    /// A poll.
    pub fn poll(question: &str, options: &[&str]) -> Outgoing {
        let option = |(at, text): (usize, &&str)| json!({"persistent_id": at.to_string(), "text": text, "voter_count": 0});
        let options: Vec<Value> = options.iter().enumerate().map(option).collect();
        Outgoing::plain(
            "poll",
            json!({
                "id": "5000000000000000001", "question": question, "options": options, "total_voter_count": 0,
                "is_closed": false, "is_anonymous": true, "type": "regular", "allows_multiple_answers": false,
                "allows_revoting": true, "members_only": false,
            }),
        )
    }

    /// A die that fell on `value`, 1–6.
    pub fn dice(value: u8) -> Outgoing {
        Outgoing::plain("dice", json!({"emoji": "🎲", "value": value}))
    }

    fn plain(field: &'static str, value: Value) -> Outgoing {
        Outgoing::new(Content::Plain { field, value })
    }

    /// The caption of a file.
    pub fn caption(mut self, text: impl Into<String>) -> Outgoing {
        self.text = text.into();
        self
    }

    /// `MessageEntity` objects of text or caption, in place of those a client finds by itself (commands, links, …).
    /// They reach the bot as they are, known to this sandbox or not.
    pub fn entities(mut self, entities: Vec<Value>) -> Outgoing {
        self.entities = Some(entities);
        self
    }

    /// Into this chat, not the private chat with the bot.
    pub fn in_chat(mut self, chat: i64) -> Outgoing {
        self.chat = Some(chat);
        self
    }

    /// As a reply to a message of the same chat.
    pub fn reply_to(mut self, message: i64) -> Outgoing {
        self.reply_to = Some(message);
        self
    }

    /// With this `date`: written then, delivered to the bot now.
    pub fn dated(mut self, date: Timestamp) -> Outgoing {
        self.date = Some(date);
        self
    }

    /// Into a topic of a forum.
    pub fn in_topic(mut self, topic: i64) -> Outgoing {
        self.thread = Some(topic);
        self
    }

    /// Covered by a spoiler (photo, video, animation).
    pub fn spoiler(mut self) -> Outgoing {
        self.spoiler = true;
        self
    }

    /// As an administrator who hides behind the group.
    pub fn anonymously(mut self) -> Outgoing {
        self.anonymous = true;
        self
    }

    /// In the name of a channel.
    pub fn as_channel(mut self, channel: i64) -> Outgoing {
        self.channel = Some(channel);
        self
    }
}

impl World {
    /// A new person with this first name and language; nobody to the bot until they start it or it sees them in a group.
    pub fn person(&mut self, name: &str, language: &str) -> i64 {
        let id = self.next.person;
        self.next.person += 1;
        self.people.insert(
            id,
            Person {
                id,
                name: name.to_owned(),
                username: None,
                language: (!language.is_empty()).then(|| language.to_owned()),
                started: false,
                known: false,
                blocked: false,
                refuses_voice: false,
                deleted: false,
            },
        );
        id
    }

    /// What the world knows of a person.
    pub fn who(&self, person: i64) -> Option<&Person> {
        self.people.get(&person)
    }

    /// Everyone, in the order in which they came.
    pub fn everyone(&self) -> impl Iterator<Item = &Person> {
        self.people.values()
    }

    /// Changes name, username, language or the privacy setting for voice messages. The bot is not told.
    pub fn set_person(
        &mut self,
        person: i64,
        change: impl FnOnce(&mut Person),
    ) -> Result<(), Impossible> {
        let someone = self.people.get_mut(&person);
        let someone = someone.ok_or_else(|| Impossible::new("there is no such person"))?;
        change(someone);
        someone.id = person;
        Ok(())
    }

    /// A press on Start: sends `/start`, with the payload of the link that led here. What it returns is the message's id.
    pub fn start(
        &mut self,
        person: i64,
        payload: Option<&str>,
        now: Timestamp,
    ) -> Result<i64, Impossible> {
        let name = self.bot_username().to_owned();
        let someone = self.people.get_mut(&person);
        let someone = someone.ok_or_else(|| Impossible::new("there is no such person"))?;
        someone.started = true;
        someone.known = true;
        let was_blocked = someone.blocked;
        self.chats.entry(person).or_insert_with(|| private(person));
        if was_blocked {
            self.unblock(person, now)?;
        }
        match payload {
            None => self.say(person, "/start", now),
            Some(payload) => {
                link::check_payload(payload).map_err(|_| {
                    Impossible::new(format!("t.me/{name} does not pass on such a payload"))
                })?;
                self.say(person, &format!("/start {payload}"), now)
            }
        }
    }

    /// Opens a link to the bot: `start` presses Start with its payload; no payload sends nothing if the person has
    /// already started. Links elsewhere, and `startgroup`, are not for here.
    pub fn open_link(
        &mut self,
        person: i64,
        url: &str,
        now: Timestamp,
    ) -> Result<Option<i64>, Impossible> {
        let link = link::deep_link(url)
            .filter(|link| link.username.eq_ignore_ascii_case(self.bot_username()))
            .ok_or_else(|| Impossible::new("the link does not lead to the bot"))?;
        if link.startgroup.is_some() {
            return Err(Impossible::new(
                "a startgroup link asks for a group: use add_bot",
            ));
        }
        let started = self
            .people
            .get(&person)
            .is_some_and(|p| p.started && !p.blocked);
        match link.start.filter(|payload| !payload.is_empty()) {
            None if started => Ok(None),
            payload => self.start(person, payload.as_deref(), now).map(Some),
        }
    }

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
            Some(message) => Some(ReplyTo {
                chat: chat_id,
                message,
                quote: None,
            }),
        };
        let is_text = outgoing.content == Content::Text;
        let formatted = typed(&outgoing.text, outgoing.entities.as_ref(), is_text)?;
        let content = match outgoing.content {
            Content::File { media, .. } => Content::File {
                media,
                file_id: self.new_file(media),
            },
            other => other,
        };
        let draft = Draft {
            formatted,
            reply_to,
            album,
            date: outgoing.date.map(Timestamp::as_second),
            thread: outgoing.thread,
            spoiler: outgoing.spoiler,
            ..Draft::new(chat_id, author, content)
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

    /// Blocks the bot (`my_chat_member`: kicked). Harmless if it is blocked already.
    pub fn block(&mut self, person: i64, now: Timestamp) -> Result<(), Impossible> {
        self.set_blocked(person, true, now)
    }

    /// Unblocks the bot (`my_chat_member`: member).
    pub fn unblock(&mut self, person: i64, now: Timestamp) -> Result<(), Impossible> {
        self.set_blocked(person, false, now)
    }

    fn set_blocked(
        &mut self,
        person: i64,
        blocked: bool,
        now: Timestamp,
    ) -> Result<(), Impossible> {
        let someone = self.people.get_mut(&person).filter(|p| p.started);
        let someone = someone.ok_or_else(|| Impossible::new("they have never started the bot"))?;
        if someone.blocked == blocked {
            return Ok(());
        }
        someone.blocked = blocked;
        self.change(now, What::Members { chat: person });
        let (old, new) = match blocked {
            true => (Status::Member, Status::Kicked),
            false => (Status::Kicked, Status::Member),
        };
        let standing = |status: Status| {
            let mut json = json!({"user": self.bot_json(), "status": status.name()});
            if status == Status::Kicked {
                json["until_date"] = 0.into();
            }
            json
        };
        if let Some(chat) = self.chats.get(&person) {
            let body = json!({
                "chat": self.chat_json(chat),
                "from": self.user_json(person),
                "date": now.as_second(),
                "old_chat_member": standing(old),
                "new_chat_member": standing(new),
            });
            self.emit("my_chat_member", body, now);
        }
        Ok(())
    }

    /// Deletes the whole account: "user is deactivated" from now on, without a word to the bot.
    pub fn delete_account(&mut self, person: i64, now: Timestamp) -> Result<(), Impossible> {
        self.set_person(person, |someone| someone.deleted = true)?;
        self.change(now, What::Members { chat: person });
        Ok(())
    }

    /// Presses a key of the keyboard that stands in place of the letters: sends its label, the location or the contact.
    pub fn press_key(
        &mut self,
        person: i64,
        label: &str,
        now: Timestamp,
    ) -> Result<i64, Impossible> {
        let key = self
            .keys(person)
            .into_iter()
            .flatten()
            .find(|key| key.label == label);
        let key = key.ok_or_else(|| Impossible::new("there is no such key"))?;
        if key.location {
            return Err(Impossible::new(
                "the key asks for a location: use send with Outgoing::location",
            ));
        }
        let name = self
            .people
            .get(&person)
            .map(|p| p.name.clone())
            .unwrap_or_default();
        let outgoing = match key.contact {
            true => Outgoing::contact(&name, "+10000000000"),
            false => Outgoing::text(key.label),
        };
        self.send(person, outgoing, now)
    }

    /// The keyboard in place of the letters in the private chat, if one stands there.
    pub fn keys(&self, person: i64) -> Vec<Vec<super::keyboard::Key>> {
        let chat = self.chats.get(&person);
        let messages = chat
            .into_iter()
            .flat_map(|chat| chat.messages.values().rev());
        let mut used = false;
        for message in messages.filter(|m| m.deleted.is_none()) {
            match &message.markup {
                Markup::Keys { one_time: true, .. } if used => return Vec::new(),
                Markup::Keys { rows, .. } => return rows.clone(),
                Markup::RemoveKeys => return Vec::new(),
                _ => used |= !message.by_bot(),
            }
        }
        Vec::new()
    }
}

pub(super) fn private(person: i64) -> Chat {
    Chat {
        id: person,
        kind: ChatKind::Private,
        title: String::new(),
        members: Default::default(),
        messages: Default::default(),
        migrated_to: None,
        forum: false,
        topics: Default::default(),
        next_message: 1,
        hides_members: false,
    }
}

fn wrote(person: i64, chat: &Chat, message: &Message) -> bool {
    match message.author {
        Author::Person(author) => author == person,
        Author::Anonymous(_) | Author::Channel(_) => chat.status_of(person).is_admin(),
        Author::Bot => false,
    }
}

/// What a person typed. A client splits a text above the limit into several messages: not here.
fn typed(text: &str, given: Option<&Vec<Value>>, is_text: bool) -> Result<Formatted, Impossible> {
    let limit = if is_text { MAX_TEXT } else { MAX_CAPTION };
    if units(text) > limit {
        return Err(Impossible::new(format!(
            "a message has at most {limit} UTF-16 units"
        )));
    }
    if is_text && text.trim().is_empty() {
        return Err(Impossible::new("an empty message cannot be sent"));
    }
    let entities = match given {
        None => entities::detect(text),
        Some(list) => list.iter().map(raw).collect::<Option<_>>().ok_or_else(|| {
            Impossible::new("an entity is an object with type, offset and length inside the text")
        })?,
    };
    if entities
        .iter()
        .any(|e| e.length == 0 || e.end() > units(text))
    {
        return Err(Impossible::new("an entity lies inside the text"));
    }
    Ok(Formatted {
        text: text.to_owned(),
        entities,
    })
}

fn raw(value: &Value) -> Option<Entity> {
    let mut extra = value.as_object()?.clone();
    let kind = extra.remove("type")?.as_str()?.to_owned();
    let mut place = |name: &str| usize::try_from(extra.remove(name)?.as_u64()?).ok();
    let (offset, length) = (place("offset")?, place("length")?);
    Some(Entity {
        kind,
        offset,
        length,
        extra,
    })
}
