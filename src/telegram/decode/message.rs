//! A message: who, where, when, and what it carries.
//!
//! Telegram adds fields a few times a year. Which of them are an answer is decided like this: a known content field makes
//! [`Words`]; else a known service field, or an unknown one that names an event, makes a [`Service`]; else someone sent
//! something that has no name here yet, and it is [`Words::Copied`], because `copyMessage` can carry what we cannot read.
//! A content field that cannot be read as the specification has it is copied as well. So a message is never nothing.

use std::fmt;

use serde_json::Value;

use super::{Chat, User};
use crate::core::model::ids::{ChatId, MessageId};
use crate::core::model::words::{FileKind, Text, Words};
use crate::telegram::fields::Fields;

/// One message, new or edited.
#[derive(Clone, PartialEq, Debug)]
pub struct Message {
    pub id: MessageId,
    /// When it was sent, in seconds since 1970. An edit keeps it.
    pub date: i64,
    /// When it was last edited, in seconds since 1970.
    pub edit_date: Option<i64>,
    pub chat: Chat,
    /// The sender as Telegram names it: for an anonymous admin or a channel a stand-in. See [`Message::author`].
    pub from: Option<User>,
    /// The chat in whose name it was sent.
    pub sender_chat: Option<ChatId>,
    pub reply_to: Option<ReplyTo>,
    /// The topic it was sent to, in a forum or a private chat with topics.
    pub topic: Option<i64>,
    pub is_forwarded: bool,
    /// What it carries; absent for a service message.
    pub words: Option<Words>,
    /// Whether `copyMessage` may work for it: not for paid media, giveaways, invoices, a quiz whose solution the bot does
    /// not know, and protected content.
    pub can_be_copied: bool,
    /// The place it shows, also as part of a venue.
    pub place: Option<Place>,
    pub service: Option<Service>,
}

/// The message that a message answers.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct ReplyTo {
    pub message: MessageId,
    /// The account that sent it; compare it with the bot's own id.
    pub author: Option<i64>,
}

/// A point on the map, in degrees. Its `Debug` does not show where.
#[derive(Clone, Copy, PartialEq)]
pub struct Place {
    pub latitude: f64,
    pub longitude: f64,
}

impl fmt::Debug for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Place(..)")
    }
}

/// What Telegram itself says in a chat.
#[derive(Clone, PartialEq, Debug)]
pub enum Service {
    Joined(Vec<User>),
    Left(User),
    /// This group is a supergroup from now on, with this id.
    MigratedTo(ChatId),
    /// This supergroup was the group with this id.
    MigratedFrom(ChatId),
    GroupCreated,
    Pinned(MessageId),
    /// Any other, by its field.
    Other(String),
}

impl Message {
    pub(super) fn read(fields: &Fields) -> Option<Message> {
        let (words, service) = match content(fields) {
            Some(words) => (Some(words), service(fields)),
            None => match service(fields) {
                Some(service) => (None, Some(service)),
                None => (Some(copied("unknown")), None),
            },
        };
        let uncopied = UNCOPIED.iter().any(|name| fields.has(name)) || is_closed_quiz(fields);
        Some(Message {
            id: MessageId(fields.int("message_id")?),
            date: fields.int("date")?,
            edit_date: fields.int("edit_date"),
            chat: Chat::read(&fields.object("chat")?)?,
            from: fields.object("from").as_ref().and_then(User::read),
            sender_chat: fields
                .object("sender_chat")
                .and_then(|chat| chat.int("id"))
                .map(ChatId),
            reply_to: fields.object("reply_to_message").and_then(|message| {
                Some(ReplyTo {
                    message: MessageId(message.int("message_id")?),
                    author: message.object("from").and_then(|user| user.int("id")),
                })
            }),
            topic: fields
                .int("message_thread_id")
                .filter(|_| fields.flag("is_topic_message")),
            is_forwarded: fields.has("forward_origin"),
            words,
            can_be_copied: !uncopied && !fields.flag("has_protected_content"),
            place: place(fields),
            service,
        })
    }

    /// The person who wrote it: nobody when it was sent in the name of a chat, or by a bot.
    pub fn author(&self) -> Option<&User> {
        let person = self.from.as_ref().filter(|user| !user.is_bot);
        person.filter(|_| self.sender_chat.is_none())
    }
}

/// Content with a file id. Telegram fills a second, older field beside some of them (`document` beside `animation`,
/// `photo` beside `live_photo`), so the order counts; a live photo is kept as its photo.
const FILES: [(&str, FileKind); 8] = [
    ("animation", FileKind::Animation),
    ("photo", FileKind::Photo),
    ("video", FileKind::Video),
    ("voice", FileKind::Voice),
    ("video_note", FileKind::VideoNote),
    ("audio", FileKind::Audio),
    ("document", FileKind::Document),
    ("sticker", FileKind::Sticker),
];

/// Content that can only be copied. `venue` fills `location` as well.
const COPIED: [&str; 14] = [
    "rich_message",
    "live_photo",
    "paid_media",
    "story",
    "checklist",
    "contact",
    "dice",
    "game",
    "poll",
    "venue",
    "location",
    "giveaway",
    "giveaway_winners",
    "invoice",
];

/// What `copyMessage` refuses by its specification.
const UNCOPIED: [&str; 4] = ["paid_media", "giveaway", "giveaway_winners", "invoice"];

fn is_closed_quiz(fields: &Fields) -> bool {
    fields.object("poll").is_some_and(|poll| {
        let solved = poll.has("correct_option_ids") || poll.has("correct_option_id");
        poll.text("type").as_deref() == Some("quiz") && !solved
    })
}

fn content(fields: &Fields) -> Option<Words> {
    if fields.has("text") {
        let text = typed(fields, "text", "entities").map(|text| Words::Text { text });
        return Some(text.unwrap_or_else(|| copied("text")));
    }
    for (name, kind) in FILES {
        if fields.has(name) {
            return Some(file(fields, name, kind).unwrap_or_else(|| copied(name)));
        }
    }
    COPIED.into_iter().find(|name| fields.has(name)).map(copied)
}

fn file(fields: &Fields, name: &str, kind: FileKind) -> Option<Words> {
    let file_id = match kind {
        FileKind::Photo => largest(fields.objects(name))?,
        _ => fields.object(name)?.text("file_id")?,
    };
    let caption = if fields.has("caption") {
        Some(typed(fields, "caption", "caption_entities")?)
    } else {
        None
    };
    Some(Words::File {
        kind,
        file_id,
        caption: caption.filter(|text| !text.text.is_empty()),
        album: fields.text("media_group_id"),
    })
}

/// The file id of the largest of a photo's sizes.
fn largest(sizes: Vec<Fields>) -> Option<String> {
    let side = |size: &Fields, name| size.int(name).unwrap_or(0).max(0);
    sizes
        .iter()
        .filter_map(|size| Some((size, size.text("file_id")?)))
        .max_by_key(|(size, _)| side(size, "width").saturating_mul(side(size, "height")))
        .map(|(_, file_id)| file_id)
}

fn typed(fields: &Fields, text: &str, entities: &str) -> Option<Text> {
    Some(Text {
        text: fields.text(text)?,
        entities: fields
            .list(entities)
            .into_iter()
            .filter_map(|raw| serde_json::from_str(raw).ok())
            .filter(Value::is_object)
            .collect(),
    })
}

fn copied(kind: &str) -> Words {
    Words::Copied {
        kind: kind.to_owned(),
    }
}

fn place(fields: &Fields) -> Option<Place> {
    let location = fields
        .object("location")
        .or_else(|| fields.object("venue")?.object("location"))?;
    let place = Place {
        latitude: location.float("latitude")?,
        longitude: location.float("longitude")?,
    };
    let on_earth = place.latitude.abs() <= 90.0 && place.longitude.abs() <= 180.0;
    on_earth.then_some(place)
}

fn service(fields: &Fields) -> Option<Service> {
    let chat = |name| fields.int(name).map(ChatId);
    if fields.has("new_chat_members") {
        let joined = fields.objects("new_chat_members");
        return Some(Service::Joined(
            joined.iter().filter_map(User::read).collect(),
        ));
    }
    if let Some(user) = fields
        .object("left_chat_member")
        .as_ref()
        .and_then(User::read)
    {
        return Some(Service::Left(user));
    }
    if let Some(to) = chat("migrate_to_chat_id") {
        return Some(Service::MigratedTo(to));
    }
    if let Some(from) = chat("migrate_from_chat_id") {
        return Some(Service::MigratedFrom(from));
    }
    if fields.has("group_chat_created") || fields.has("supergroup_chat_created") {
        return Some(Service::GroupCreated);
    }
    if let Some(id) = fields
        .object("pinned_message")
        .and_then(|message| message.int("message_id"))
    {
        return Some(Service::Pinned(MessageId(id)));
    }
    fields
        .names()
        .find(|name| is_service(name))
        .map(|name| Service::Other(name.to_owned()))
}

/// Service fields whose names do not end like an event.
const SERVICES: [&str; 15] = [
    "new_chat_members",
    "left_chat_member",
    "new_chat_title",
    "new_chat_photo",
    "delete_chat_photo",
    "migrate_to_chat_id",
    "migrate_from_chat_id",
    "pinned_message",
    "successful_payment",
    "refunded_payment",
    "gift",
    "unique_gift",
    "connected_website",
    "passport_data",
    "web_app_data",
];

/// A service message tells an event, and nearly every such field of Bot API 10.1 ends in a past participle
/// (`forum_topic_created`, `chat_owner_left`, `gift_upgrade_sent`), while content is named by a noun.
fn is_service(name: &str) -> bool {
    let event = |word: &str| {
        let irregular = ["left", "sent", "set", "paid", "done", "hidden", "unhidden"];
        (word.len() > 3 && word.ends_with("ed")) || irregular.contains(&word)
    };
    let (rest, last) = name.rsplit_once('_').unwrap_or(("", name));
    SERVICES.contains(&name) || (!rest.is_empty() && super::is_api_name(name) && event(last))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_service_field_of_the_specification_is_known_as_one_and_no_other_field_is() {
        let services = "new_chat_members left_chat_member chat_owner_left chat_owner_changed new_chat_title new_chat_photo \
            delete_chat_photo group_chat_created supergroup_chat_created channel_chat_created \
            message_auto_delete_timer_changed migrate_to_chat_id migrate_from_chat_id pinned_message successful_payment \
            refunded_payment users_shared chat_shared gift unique_gift gift_upgrade_sent connected_website \
            write_access_allowed passport_data proximity_alert_triggered boost_added chat_background_set \
            checklist_tasks_done checklist_tasks_added direct_message_price_changed forum_topic_created \
            forum_topic_edited forum_topic_closed forum_topic_reopened general_forum_topic_hidden \
            general_forum_topic_unhidden giveaway_created giveaway_completed managed_bot_created \
            paid_message_price_changed poll_option_added poll_option_deleted suggested_post_approved \
            suggested_post_approval_failed suggested_post_declined suggested_post_paid suggested_post_refunded \
            video_chat_scheduled video_chat_started video_chat_ended video_chat_participants_invited web_app_data";
        let others = "message_id message_thread_id direct_messages_topic from sender_chat sender_boost_count \
            sender_business_bot sender_tag date guest_query_id business_connection_id chat forward_origin \
            is_topic_message is_automatic_forward reply_to_message external_reply quote reply_to_story \
            reply_to_checklist_task_id reply_to_poll_option_id via_bot guest_bot_caller_user guest_bot_caller_chat \
            edit_date has_protected_content is_from_offline is_paid_post media_group_id author_signature \
            paid_star_count text entities link_preview_options suggested_post_info effect_id rich_message animation \
            audio document live_photo paid_media photo sticker story video video_note voice caption caption_entities \
            show_caption_above_media has_media_spoiler checklist contact dice game poll venue location invoice giveaway \
            giveaway_winners reply_markup";
        for name in services.split_whitespace() {
            assert!(is_service(name), "{name}");
        }
        for name in others.split_whitespace() {
            assert!(!is_service(name), "{name}");
        }
    }
}
