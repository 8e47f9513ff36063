//! Sending: what all sending methods share, and text.

use jiff::Timestamp;
use serde_json::{Value, json};

use super::super::entities::{self, Formatted, MAX_CAPTION, MAX_TEXT, units};
use super::super::keyboard::{self, Markup};
use super::super::model::{Author, Chat, ChatKind, Content, Media, ReplyTo};
use super::super::params::{self, Field, Kind, Params, opt, req};
use super::super::reply::No;
use super::super::world::{NewMessage, World};
use super::access::Access;

const REPLY: &[Field] = &[
    req("message_id", Kind::Int),
    opt("chat_id", Kind::Chat),
    opt("allow_sending_without_reply", Kind::Bool),
    opt("quote", Kind::Str),
    opt("quote_entities", Kind::List),
    opt("quote_position", Kind::Int),
    opt("quote_parse_mode", Kind::NotBuilt),
    opt("checklist_task_id", Kind::NotBuilt),
    opt("poll_option_id", Kind::NotBuilt),
];
const LINK_PREVIEW: &[Field] = &[
    opt("is_disabled", Kind::Bool),
    opt("url", Kind::Str),
    opt("prefer_small_media", Kind::Bool),
    opt("prefer_large_media", Kind::Bool),
    opt("show_above_text", Kind::Bool),
];

/// What the parameters that all sending methods share come to.
pub(super) struct Envelope {
    pub chat: i64,
    pub markup: Markup,
    reply_to: Option<ReplyTo>,
    thread: Option<i64>,
    silent: bool,
    protected: bool,
}

impl Envelope {
    pub fn draft(&self, content: Content, formatted: Formatted) -> NewMessage {
        NewMessage {
            formatted,
            markup: self.markup.clone(),
            reply_to: self.reply_to.clone(),
            thread: self.thread,
            silent: self.silent,
            protected: self.protected,
            ..NewMessage::new(self.chat, Author::Bot, content)
        }
    }
}

/// Reads `text` and `entities`. `too_long` is the wording, which differs between sending and editing.
pub(super) fn text(params: Params<'_>, too_long: &str) -> Result<Formatted, No> {
    let text = params.str("text").unwrap_or_default();
    if text.is_empty() {
        return Err(No::bad("Message text is empty"));
    }
    let formatted = entities::read(text, params.list("entities"))?;
    if formatted.text.is_empty() {
        return Err(No::bad("Text must be non-empty"));
    }
    if units(&formatted.text) > MAX_TEXT {
        return Err(No::bad(too_long));
    }
    Ok(formatted)
}

/// Reads `caption` and `caption_entities`.
pub(super) fn caption(params: Params<'_>, too_long: &str) -> Result<Formatted, No> {
    let formatted = entities::read(
        params.str("caption").unwrap_or_default(),
        params.list("caption_entities"),
    )?;
    if units(&formatted.text) > MAX_CAPTION {
        return Err(No::bad(too_long));
    }
    Ok(formatted)
}

/// Reads `link_preview_options`.
pub(super) fn link_preview(params: Params<'_>) -> Result<Option<Value>, No> {
    let Some(value) = params.get("link_preview_options") else {
        return Ok(None);
    };
    let options = params::object(value, "LinkPreviewOptions", LINK_PREVIEW)?;
    if options.flag("prefer_small_media") && options.flag("prefer_large_media") {
        return Err(No::strict("a link preview is small or large, not both"));
    }
    Ok(Some(value.clone()))
}

impl World {
    /// Checks chat, topic, reply and markup of a sending call.
    pub(super) fn envelope(&self, params: Params<'_>) -> Result<Envelope, No> {
        let chat = self.chat_for(params, "chat_id", Access::Write)?;
        let thread = match params.int("message_thread_id") {
            None => None,
            Some(thread) if chat.forum && chat.topics.contains_key(&thread) => Some(thread),
            Some(_) => return Err(No::bad("message thread not found")),
        };
        let markup = keyboard::read(
            params.get("reply_markup"),
            chat.kind == ChatKind::Private,
            false,
        )?;
        let reply_to = self.reply_to(params, chat)?;
        // A reply goes to the topic of the message it answers.
        let thread = thread.or_else(|| {
            let to = reply_to.as_ref().filter(|to| to.chat == chat.id)?;
            chat.message(to.message)?.thread
        });
        Ok(Envelope {
            chat: chat.id,
            markup,
            reply_to,
            thread,
            silent: params.flag("disable_notification"),
            protected: params.flag("protect_content"),
        })
    }

    fn reply_to(&self, params: Params<'_>, chat: &Chat) -> Result<Option<ReplyTo>, No> {
        let Some(value) = params.get("reply_parameters") else {
            return Ok(None);
        };
        let reply = params::object(value, "ReplyParameters", REPLY)?;
        let there = match reply.get("chat_id") {
            Some(_) => self.chat_for(reply, "chat_id", Access::Read)?,
            None => chat,
        };
        let message_id = reply.int("message_id").unwrap_or_default();
        let Some(original) = there.message(message_id) else {
            if reply.flag("allow_sending_without_reply") && there.id == chat.id {
                return Ok(None);
            }
            return Err(No::bad("message to be replied not found"));
        };
        let quote = match reply.str("quote").filter(|quote| !quote.is_empty()) {
            None => None,
            Some(quote) => {
                let quote = entities::read(quote, reply.list("quote_entities"))?;
                if units(&quote.text) > MAX_CAPTION {
                    return Err(No::strict("a quote is at most 1024 characters"));
                }
                let Some(at) = original.text.find(&quote.text) else {
                    return Err(No::bad("QUOTE_TEXT_INVALID"));
                };
                let position = units(&original.text[..at]);
                Some(json!({"text": quote.text, "position": position, "is_manual": true}))
            }
        };
        Ok(Some(ReplyTo {
            chat: there.id,
            message: message_id,
            quote,
        }))
    }

    /// Counts against the flood limits, if the world has them.
    pub(super) fn count(&mut self, chat: i64, messages: usize, now: Timestamp) -> Result<(), No> {
        if self.rules.flood {
            self.flood.pass(chat, messages, now)
        } else {
            Ok(())
        }
    }

    /// Puts a checked message into the world and answers with it.
    pub(super) fn post(&mut self, draft: NewMessage, now: Timestamp) -> Value {
        let chat = draft.chat;
        let id = self.put(draft, now);
        self.message_at(chat, id)
    }

    /// A message as a method answers with it.
    pub(super) fn message_at(&self, chat: i64, id: i64) -> Value {
        let message = self.chats.get(&chat).and_then(|chat| chat.message(id));
        message.map_or(Value::Null, |message| self.message_json(message, true))
    }

    pub(in super::super) fn send_message(
        &mut self,
        params: Params<'_>,
        now: Timestamp,
    ) -> Result<Value, No> {
        let formatted = text(params, "Message is too long")?;
        let link_preview = link_preview(params)?;
        let envelope = self.envelope(params)?;
        self.count(envelope.chat, 1, now)?;
        let draft = NewMessage {
            link_preview,
            ..envelope.draft(Content::Text, formatted)
        };
        Ok(self.post(draft, now))
    }

    /// Refuses a voice or video note for a person who wants none.
    pub(super) fn voice_allowed(&self, chat: i64, media: Media) -> Result<(), No> {
        let refuses = self
            .people
            .get(&chat)
            .is_some_and(|person| person.refuses_voice);
        if refuses && matches!(media, Media::Voice | Media::VideoNote) {
            return Err(No::bad("VOICE_MESSAGES_FORBIDDEN"));
        }
        Ok(())
    }
}
