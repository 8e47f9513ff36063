//! What a person is about to send, built up step by step; [`World::send`](super::World::send) sends it.

use jiff::Timestamp;
use serde_json::{Value, json};

use super::entities::{self, Entity, Formatted, MAX_CAPTION, MAX_TEXT, units};
use super::model::{Content, Media};
use super::world::Impossible;

/// A message a person is about to send. `Outgoing::text("hello").reply_to(5)`, `Outgoing::file(Media::Voice)`.
#[derive(Clone, Debug)]
pub struct Outgoing {
    pub(super) content: Content,
    pub(super) text: String,
    pub(super) entities: Option<Vec<Value>>,
    pub(super) chat: Option<i64>,
    pub(super) reply_to: Option<i64>,
    pub(super) date: Option<Timestamp>,
    pub(super) thread: Option<i64>,
    pub(super) spoiler: bool,
    pub(super) anonymous: bool,
    pub(super) channel: Option<i64>,
    pub(super) quote: Option<String>,
    pub(super) forwarded_from: Option<String>,
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
            quote: None,
            forwarded_from: None,
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

    /// A message with any other content field, also one that nobody has heard of yet.
    pub fn plain(field: &'static str, value: Value) -> Outgoing {
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

    /// Quoting this part of the message it replies to.
    pub fn quoting(mut self, part: impl Into<String>) -> Outgoing {
        self.quote = Some(part.into());
        self
    }

    /// Forwarded from someone of this name who hides their account.
    pub fn forwarded_from(mut self, name: impl Into<String>) -> Outgoing {
        self.forwarded_from = Some(name.into());
        self
    }
}

/// What a person typed. A client splits a text above the limit into several messages: not here.
pub(super) fn typed(
    text: &str,
    given: Option<&Vec<Value>>,
    is_text: bool,
) -> Result<Formatted, Impossible> {
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
