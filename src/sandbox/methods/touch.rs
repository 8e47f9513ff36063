//! What is done to messages that exist: deleting, reacting; and answers to pressed buttons.

use jiff::Timestamp;
use serde_json::Value;

use super::super::entities::units;
use super::super::link;
use super::super::model::{Author, Chat, ChatKind, Content, Deleted, Message, REACTIONS};
use super::super::params::{self, Kind, Params, opt, req};
use super::super::reply::No;
use super::super::updates::QUERY_LIFETIME_S;
use super::super::world::{Toast, What, World};
use super::access::Access;

/// A bot deletes messages up to two days old.
const DELETE_LIMIT_S: i64 = 48 * 3600;
/// A die in a private chat cannot be deleted before it is a day old.
const DICE_LIMIT_S: i64 = 24 * 3600;

const ACTIONS: [&str; 11] = [
    "typing",
    "upload_photo",
    "record_video",
    "upload_video",
    "record_voice",
    "upload_voice",
    "upload_document",
    "choose_sticker",
    "find_location",
    "record_video_note",
    "upload_video_note",
];

impl World {
    /// Whether the bot may delete this message now.
    fn may_delete(&self, chat: &Chat, message: &Message, now: Timestamp) -> Result<(), No> {
        let age = now.as_second() - message.date;
        let admin = chat.status_of(self.config.bot_id).is_admin();
        let own = message.by_bot() && !message.is_service();
        if chat.kind != ChatKind::Private && !own && !admin {
            return Err(No::bad("Message can't be deleted"));
        }
        let die = matches!(message.content, Content::Plain { field: "dice", .. });
        if age > DELETE_LIMIT_S || (chat.kind == ChatKind::Private && die && age < DICE_LIMIT_S) {
            return Err(No::bad("Message can't be deleted for everyone"));
        }
        Ok(())
    }

    fn take_away(&mut self, chat: i64, id: i64, now: Timestamp) {
        let revision = self.change(now, What::Delete { chat, message: id });
        if let Some(message) = self
            .chats
            .get_mut(&chat)
            .and_then(|chat| chat.message_mut(id))
        {
            message.deleted = Some(Deleted::ByBot);
            message.touched = revision;
        }
    }

    pub(in super::super) fn delete_message(
        &mut self,
        params: Params<'_>,
        now: Timestamp,
    ) -> Result<Value, No> {
        let id = params.int("message_id").unwrap_or_default();
        let chat = self.chat_to_delete_in(params)?;
        let message = chat
            .message(id)
            .ok_or_else(|| No::bad("message to delete not found"))?;
        self.may_delete(chat, message, now)?;
        let chat = chat.id;
        self.take_away(chat, id, now);
        Ok(true.into())
    }

    pub(in super::super) fn delete_messages(
        &mut self,
        params: Params<'_>,
        now: Timestamp,
    ) -> Result<Value, No> {
        let list = params
            .list("message_ids")
            .map(Vec::as_slice)
            .unwrap_or_default();
        if list.is_empty() {
            return Err(No::bad("Message identifiers are not specified"));
        }
        if list.len() > 100 {
            return Err(No::bad("Too many message identifiers specified"));
        }
        let mut ids = Vec::new();
        for id in list {
            match id.as_i64() {
                None => return Err(No::bad("Message identifier must be a Number")),
                Some(id) if id <= 0 => return Err(No::bad("Invalid message identifier specified")),
                Some(id) => ids.push(id),
            }
        }
        let chat = self.chat_to_delete_in(params)?;
        ids.retain(|id| chat.message(*id).is_some());
        for message in ids.iter().filter_map(|id| chat.message(*id)) {
            self.may_delete(chat, message, now)?;
        }
        let chat = chat.id;
        for id in ids {
            self.take_away(chat, id, now);
        }
        Ok(true.into())
    }

    /// A person who blocked the bot does not stop it from deleting what it sent.
    fn chat_to_delete_in(&self, params: Params<'_>) -> Result<&Chat, No> {
        let private = params.chat("chat_id").is_some_and(|id| id > 0);
        let access = if private { Access::Read } else { Access::Write };
        self.chat_for(params, "chat_id", access)
    }

    pub(in super::super) fn set_reaction(
        &mut self,
        params: Params<'_>,
        now: Timestamp,
    ) -> Result<Value, No> {
        let mut wanted = Vec::new();
        for value in params.list("reaction").into_iter().flatten() {
            let fields = [
                req("type", Kind::Str),
                opt("emoji", Kind::Str),
                opt("custom_emoji_id", Kind::Str),
            ];
            let reaction = params::object(value, "ReactionType", &fields)?;
            match reaction.str("type").unwrap_or_default() {
                "emoji" => wanted.push(reaction.str("emoji").unwrap_or_default()),
                "custom_emoji" => return Err(No::bad("REACTION_INVALID")),
                _ => {
                    return Err(No::bad(
                        "Can't parse ReactionType: invalid reaction type specified",
                    ));
                }
            }
        }
        let chat = self.chat_for(params, "chat_id", Access::Write)?;
        let target = to_react(chat, params.int("message_id").unwrap_or_default())?;
        if target.is_service() {
            return Err(No::bad("MESSAGE_ID_INVALID"));
        }
        if wanted.len() > 1 {
            return Err(No::bad("REACTIONS_TOO_MANY"));
        }
        if let Some(emoji) = wanted.first()
            && !REACTIONS
                .split_whitespace()
                .any(|standard| standard == *emoji)
        {
            return Err(No::bad("REACTION_INVALID"));
        }
        let bot = self.config.bot_id;
        let (chat, id) = (chat.id, target.id);
        let wanted = wanted.first().map(|emoji| (*emoji).to_owned());
        // The same reaction again is a success without a change.
        if target.reactions.get(&bot) != wanted.as_ref() {
            let revision = self.change(now, What::Reaction { chat, message: id });
            if let Some(message) = self
                .chats
                .get_mut(&chat)
                .and_then(|chat| chat.message_mut(id))
            {
                message.touched = revision;
                match wanted {
                    Some(emoji) => message.reactions.insert(bot, emoji),
                    None => message.reactions.remove(&bot),
                };
            }
        }
        Ok(true.into())
    }

    pub(in super::super) fn answer_query(
        &mut self,
        params: Params<'_>,
        now: Timestamp,
    ) -> Result<Value, No> {
        let text = params.str("text").unwrap_or_default();
        if units(text) > 200 {
            return Err(No::bad("MESSAGE_TOO_LONG"));
        }
        if let Some(time) = params.int("cache_time")
            && !(0..=24 * 30 * 60 * 60).contains(&time)
        {
            return Err(No::strict("cache_time is 0 to 2592000 seconds"));
        }
        let url = params.str("url").filter(|url| !url.is_empty());
        if let Some(url) = url {
            let own = link::deep_link(url)
                .is_some_and(|link| link.username.eq_ignore_ascii_case(&self.config.username));
            if !own {
                return Err(No::bad("URL_INVALID"));
            }
            link::check_deep_link(url)?;
        }
        let id = params.str("callback_query_id").unwrap_or_default();
        let query = self
            .queries
            .get_mut(id)
            .filter(|query| !query.answered && now.as_second() - query.at <= QUERY_LIFETIME_S);
        let Some(query) = query else {
            return Err(No::bad(
                "query is too old and response timeout expired or query ID is invalid",
            ));
        };
        query.answered = true;
        let person = query.person;
        self.toasts.push(Toast {
            person,
            query: id.to_owned(),
            text: text.to_owned(),
            alert: params.flag("show_alert"),
            url: url.map(str::to_owned),
            at: now,
        });
        self.change(now, What::Toast { person });
        Ok(true.into())
    }

    pub(in super::super) fn chat_action(&self, params: Params<'_>) -> Result<Value, No> {
        if !ACTIONS.contains(&params.str("action").unwrap_or_default()) {
            return Err(No::bad("Wrong parameter action in request"));
        }
        let chat = self.chat_for(params, "chat_id", Access::Write)?;
        if chat.kind == ChatKind::Channel {
            return Err(No::bad("chat action can't be sent to a channel"));
        }
        Ok(true.into())
    }
}

/// The message a reaction lands on: of an album always the first that is still there, even if the one that was named is
/// gone.
fn to_react(chat: &Chat, id: i64) -> Result<&Message, No> {
    let gone = || No::bad("message to react not found");
    let named = chat.messages.get(&id).ok_or_else(gone)?;
    if let Some(album) = &named.album {
        let first = chat
            .messages
            .values()
            .find(|m| m.album.as_ref() == Some(album) && m.deleted.is_none());
        return first.ok_or_else(|| No::bad("MESSAGE_ID_INVALID"));
    }
    match (named.deleted, named.author) {
        (None, _) => Ok(named),
        // The server between has not heard of it, the server behind refuses.
        (Some(Deleted::ByPerson), Author::Person(_)) => Err(No::bad("MESSAGE_ID_INVALID")),
        (Some(_), _) => Err(gone()),
    }
}
