//! People, chats and messages as the Bot API's JSON writes them. Looking changes nothing.

use serde_json::{Map, Value, json};

use super::entities::Entity;
use super::model::{Author, Chat, ChatKind, Content, Media, Message, Status};
use super::world::World;

/// The account under which Telegram shows an anonymous administrator.
const GROUP_ANONYMOUS_BOT: i64 = 1_087_968_824;
/// The account under which Telegram shows a channel that writes in a group.
const CHANNEL_BOT: i64 = 136_817_688;

impl World {
    pub(super) fn bot_json(&self) -> Value {
        json!({
            "id": self.config.bot_id,
            "is_bot": true,
            "first_name": self.config.name,
            "username": self.config.username,
        })
    }

    pub(super) fn user_json(&self, id: i64) -> Value {
        if id == self.config.bot_id {
            return self.bot_json();
        }
        let Some(person) = self.people.get(&id) else {
            return json!({"id": id, "is_bot": false, "first_name": ""});
        };
        let mut user = json!({"id": id, "is_bot": false, "first_name": person.name});
        if let Some(username) = &person.username {
            user["username"] = username.clone().into();
        }
        if let Some(language) = &person.language {
            user["language_code"] = language.clone().into();
        }
        user
    }

    pub(super) fn chat_json(&self, chat: &Chat) -> Value {
        let mut json = json!({"id": chat.id, "type": chat.kind.name()});
        if chat.kind == ChatKind::Private {
            if let Some(person) = self.people.get(&chat.id) {
                json["first_name"] = person.name.clone().into();
                if let Some(username) = &person.username {
                    json["username"] = username.clone().into();
                }
            }
        } else {
            json["title"] = chat.title.clone().into();
        }
        if chat.kind == ChatKind::Group {
            json["all_members_are_administrators"] = true.into();
        }
        if chat.forum {
            json["is_forum"] = true.into();
        }
        json
    }

    pub(super) fn member_json(&self, chat: &Chat, user: i64) -> Value {
        let status = chat.status_of(user);
        let mut json = json!({"user": self.user_json(user), "status": status.name()});
        match status {
            Status::Creator => json["is_anonymous"] = false.into(),
            Status::Kicked => json["until_date"] = 0.into(),
            Status::Administrator => {
                for right in [
                    "can_manage_chat",
                    "can_delete_messages",
                    "can_manage_video_chats",
                    "can_restrict_members",
                    "can_change_info",
                    "can_invite_users",
                    "can_post_stories",
                    "can_edit_stories",
                    "can_delete_stories",
                    "can_pin_messages",
                ] {
                    json[right] = true.into();
                }
                json["can_be_edited"] = false.into();
                json["can_promote_members"] = false.into();
                json["is_anonymous"] = false.into();
            }
            Status::Member | Status::Left => {}
        }
        json
    }

    /// A message; with `reply`, the message it answers inside it (never deeper).
    pub(super) fn message_json(&self, message: &Message, reply: bool) -> Value {
        let mut json = Map::new();
        let Some(chat) = self.chats.get(&message.chat) else {
            return Value::Object(json);
        };
        json.insert("message_id".into(), message.id.into());
        match message.author {
            Author::Bot => {
                if chat.kind == ChatKind::Channel {
                    json.insert("sender_chat".into(), self.chat_json(chat));
                } else {
                    json.insert("from".into(), self.bot_json());
                }
            }
            Author::Person(id) => {
                json.insert("from".into(), self.user_json(id));
            }
            Author::Anonymous(_) => {
                json.insert(
                    "from".into(),
                    json!({"id": GROUP_ANONYMOUS_BOT, "is_bot": true, "first_name": "Group",
                           "username": "GroupAnonymousBot"}),
                );
                json.insert("sender_chat".into(), self.chat_json(chat));
            }
            Author::Channel(id) => {
                if id != chat.id {
                    json.insert(
                        "from".into(),
                        json!({"id": CHANNEL_BOT, "is_bot": true, "first_name": "Channel",
                               "username": "Channel_Bot"}),
                    );
                }
                if let Some(channel) = self.chats.get(&id) {
                    json.insert("sender_chat".into(), self.chat_json(channel));
                }
            }
        }
        json.insert("chat".into(), self.chat_json(chat));
        json.insert("date".into(), message.date.into());
        if let Some(date) = message.edit_date {
            json.insert("edit_date".into(), date.into());
        }
        if let Some(thread) = message.thread {
            json.insert("message_thread_id".into(), thread.into());
            json.insert("is_topic_message".into(), true.into());
        }
        if let Some(forward) = &message.forward {
            json.insert("forward_origin".into(), forward.clone());
        }
        if let Some(to) = message.reply_to.as_ref().filter(|_| reply)
            && let Some(original) = self.chats.get(&to.chat).and_then(|c| c.message(to.message))
        {
            if to.chat == message.chat {
                json.insert(
                    "reply_to_message".into(),
                    self.message_json(original, false),
                );
            }
            if let Some(quote) = &to.quote {
                json.insert("quote".into(), quote.clone());
            }
        }
        if let Some(album) = &message.album {
            json.insert("media_group_id".into(), album.clone().into());
        }
        if message.protected {
            json.insert("has_protected_content".into(), true.into());
        }
        self.content_json(message, &mut json);
        if let Some(markup) = message.markup.to_json() {
            json.insert("reply_markup".into(), markup);
        }
        Value::Object(json)
    }

    fn content_json(&self, message: &Message, json: &mut Map<String, Value>) {
        let entities = || {
            message
                .entities
                .iter()
                .map(Entity::to_json)
                .collect::<Vec<_>>()
        };
        match &message.content {
            Content::Text => {
                json.insert("text".into(), message.text.clone().into());
                if !message.entities.is_empty() {
                    json.insert("entities".into(), entities().into());
                }
                if let Some(options) = &message.link_preview {
                    json.insert("link_preview_options".into(), options.clone());
                }
            }
            Content::File { media, file_id } => {
                json.insert(media.field().into(), file_json(*media, file_id));
                if *media == Media::Animation {
                    json.insert("document".into(), file_json(Media::Document, file_id));
                }
                if !message.text.is_empty() {
                    json.insert("caption".into(), message.text.clone().into());
                    if !message.entities.is_empty() {
                        json.insert("caption_entities".into(), entities().into());
                    }
                    if message.above {
                        json.insert("show_caption_above_media".into(), true.into());
                    }
                }
                if message.spoiler {
                    json.insert("has_media_spoiler".into(), true.into());
                }
            }
            Content::Plain { field, value } | Content::Service { field, value } => {
                json.insert((*field).into(), value.clone());
            }
        }
    }
}

/// One file of a message: an object, or for a photo the list of its sizes.
fn file_json(media: Media, file_id: &str) -> Value {
    let unique = format!("u-{file_id}");
    let mut file = json!({"file_id": file_id, "file_unique_id": unique, "file_size": 2048});
    let mut set = |pairs: &[(&str, Value)]| {
        for (name, value) in pairs {
            file[*name] = value.clone();
        }
    };
    match media {
        Media::Photo => {
            set(&[("width", 1280.into()), ("height", 960.into())]);
            let small = json!({"file_id": format!("{file_id}-small"), "file_unique_id": format!("{unique}-small"),
                               "width": 90, "height": 67, "file_size": 1024});
            return json!([small, file]);
        }
        Media::Video | Media::Animation => set(&[
            ("width", 640.into()),
            ("height", 480.into()),
            ("duration", 3.into()),
            ("mime_type", "video/mp4".into()),
        ]),
        Media::Voice => set(&[("duration", 3.into()), ("mime_type", "audio/ogg".into())]),
        Media::VideoNote => set(&[("length", 240.into()), ("duration", 3.into())]),
        Media::Audio => set(&[("duration", 3.into()), ("mime_type", "audio/mpeg".into())]),
        Media::Document => set(&[("mime_type", "application/octet-stream".into())]),
        Media::Sticker => set(&[
            ("type", "regular".into()),
            ("width", 512.into()),
            ("height", 512.into()),
            ("is_animated", false.into()),
            ("is_video", false.into()),
            ("emoji", "🙂".into()),
        ]),
    }
    file
}
