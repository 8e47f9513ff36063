//! The data of the sandbox: people, chats, messages, and what the bot says of itself. Plain values; nothing here knows the
//! [`World`](super::World) that holds them.

use std::collections::BTreeMap;

use serde_json::Value;

use super::entities::Entity;
use super::keyboard::Markup;

/// A kind of file. A file id can never change its kind.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Media {
    Photo,
    Video,
    Animation,
    Voice,
    VideoNote,
    Audio,
    Document,
    Sticker,
}

impl Media {
    pub const ALL: [Media; 8] = [
        Media::Photo,
        Media::Video,
        Media::Animation,
        Media::Voice,
        Media::VideoNote,
        Media::Audio,
        Media::Document,
        Media::Sticker,
    ];

    /// The Bot API's name: of the field in a message and of the parameter in a sending method.
    pub fn field(self) -> &'static str {
        match self {
            Media::Photo => "photo",
            Media::Video => "video",
            Media::Animation => "animation",
            Media::Voice => "voice",
            Media::VideoNote => "video_note",
            Media::Audio => "audio",
            Media::Document => "document",
            Media::Sticker => "sticker",
        }
    }

    /// The server's own name for this type of file, as it stands in its errors.
    pub(super) fn server_name(self) -> &'static str {
        match self {
            Media::Photo => "Photo",
            Media::Video => "Video",
            Media::Animation => "Animation",
            Media::Voice => "VoiceNote",
            Media::VideoNote => "VideoNote",
            Media::Audio => "Audio",
            Media::Document => "Document",
            Media::Sticker => "Sticker",
        }
    }

    /// Whether a message of this kind can carry a caption.
    pub(super) fn has_caption(self) -> bool {
        !matches!(self, Media::VideoNote | Media::Sticker)
    }
}

/// One human with a Telegram account.
#[derive(Clone, Debug)]
pub struct Person {
    pub id: i64,
    pub name: String,
    pub username: Option<String>,
    pub language: Option<String>,
    /// The bot may write to them: they have pressed Start once.
    pub started: bool,
    /// The bot knows this account: it started the bot, or was seen in a group or behind a button.
    pub known: bool,
    pub blocked: bool,
    /// "Voice messages: nobody" among the privacy settings.
    pub refuses_voice: bool,
    /// The account was deleted.
    pub deleted: bool,
}

/// A kind of chat, as the Bot API tells them apart.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ChatKind {
    Private,
    Group,
    Supergroup,
    Channel,
}

impl ChatKind {
    pub(super) fn name(self) -> &'static str {
        match self {
            ChatKind::Private => "private",
            ChatKind::Group => "group",
            ChatKind::Supergroup => "supergroup",
            ChatKind::Channel => "channel",
        }
    }
}

/// What someone is in a chat.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Status {
    Creator,
    Administrator,
    Member,
    Left,
    Kicked,
}

impl Status {
    pub(super) fn name(self) -> &'static str {
        match self {
            Status::Creator => "creator",
            Status::Administrator => "administrator",
            Status::Member => "member",
            Status::Left => "left",
            Status::Kicked => "kicked",
        }
    }

    /// Whether this is someone inside the chat.
    pub fn inside(self) -> bool {
        !matches!(self, Status::Left | Status::Kicked)
    }

    pub(super) fn is_admin(self) -> bool {
        matches!(self, Status::Creator | Status::Administrator)
    }
}

/// One account's time in a chat.
#[derive(Clone, Debug)]
pub(super) struct Member {
    pub status: Status,
    /// From which revision to which they were inside; the last one may still run.
    pub spans: Vec<(u64, Option<u64>)>,
}

/// One chat as the bot's account has it.
pub(super) struct Chat {
    pub id: i64,
    pub kind: ChatKind,
    pub title: String,
    pub members: BTreeMap<i64, Member>,
    pub messages: BTreeMap<i64, Message>,
    pub migrated_to: Option<i64>,
    pub forum: bool,
    pub topics: BTreeMap<i64, String>,
    /// Supergroups and channels count their own messages.
    pub next_message: i64,
    /// Only administrators may see who else is inside.
    pub hides_members: bool,
}

impl Chat {
    pub fn status_of(&self, user: i64) -> Status {
        self.members.get(&user).map_or(Status::Left, |m| m.status)
    }

    /// A message that is still there.
    pub fn message(&self, id: i64) -> Option<&Message> {
        self.messages.get(&id).filter(|m| m.deleted.is_none())
    }

    pub fn message_mut(&mut self, id: i64) -> Option<&mut Message> {
        self.messages.get_mut(&id).filter(|m| m.deleted.is_none())
    }
}

/// The standard reactions (`ReactionTypeEmoji`, Bot API 10.1), exactly as the server wants them: without U+FE0F.
pub(super) const REACTIONS: &str = "❤ 👍 👎 🔥 🥰 👏 😁 🤔 🤯 😱 🤬 😢 🎉 🤩 🤮 💩 🙏 👌 🕊 🤡 🥱 🥴 😍 🐳 \
    ❤\u{200d}🔥 🌚 🌭 💯 🤣 ⚡ 🍌 🏆 💔 🤨 😐 🍓 🍾 💋 🖕 😈 😴 😭 🤓 👻 👨\u{200d}💻 👀 🎃 🙈 😇 😨 🤝 ✍ 🤗 🫡 🎅 🎄 ☃ 💅 🤪 🗿 \
    🆒 💘 🙉 🦄 😘 💊 🙊 😎 👾 🤷\u{200d}♂ 🤷 🤷\u{200d}♀ 😡";

/// What a message is.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Content {
    Text,
    File {
        media: Media,
        file_id: String,
    },
    /// A place, a contact, a poll, a die: the field's name and its value. It has no file id and can only be copied.
    Plain {
        field: &'static str,
        value: Value,
    },
    /// A service message: the field's name and its value.
    Service {
        field: &'static str,
        value: Value,
    },
}

/// Who wrote a message.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Author {
    Bot,
    Person(i64),
    /// An anonymous administrator of the chat itself.
    Anonymous(i64),
    /// A channel, in its own name.
    Channel(i64),
}

/// Who took a message away.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Deleted {
    ByBot,
    ByPerson,
}

/// What a message answers.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct ReplyTo {
    pub chat: i64,
    pub message: i64,
    pub quote: Option<Value>,
}

/// One message.
#[derive(Clone, Debug)]
pub(super) struct Message {
    pub id: i64,
    pub chat: i64,
    pub author: Author,
    pub date: i64,
    pub edit_date: Option<i64>,
    pub content: Content,
    /// The text, or the caption of a file.
    pub text: String,
    pub entities: Vec<Entity>,
    pub spoiler: bool,
    pub above: bool,
    pub markup: Markup,
    pub reply_to: Option<ReplyTo>,
    pub thread: Option<i64>,
    pub album: Option<String>,
    pub reactions: BTreeMap<i64, String>,
    pub silent: bool,
    pub protected: bool,
    pub link_preview: Option<Value>,
    pub forward: Option<Value>,
    pub deleted: Option<Deleted>,
    /// The revision at which it appeared, and the one of its last change.
    pub born: u64,
    pub touched: u64,
}

impl Message {
    pub fn by_bot(&self) -> bool {
        self.author == Author::Bot
    }

    pub fn is_service(&self) -> bool {
        matches!(self.content, Content::Service { .. })
    }
}

/// What the bot says of itself, by scope and language as they came.
#[derive(Default)]
pub(super) struct Profile {
    pub commands: BTreeMap<(String, String), Vec<Value>>,
    pub descriptions: BTreeMap<String, String>,
    pub short_descriptions: BTreeMap<String, String>,
    pub menu_buttons: BTreeMap<i64, Value>,
}
