//! Updates as we need them, read so that nothing a person wrote gets lost.
//!
//! A batch is split into raw updates, an update into raw fields, and each field is read alone: what cannot be understood
//! is left out or becomes [`IncomingKind::Unknown`], never an error for its neighbours. An update keeps its raw text, to
//! be set aside sealed when no turn can be made of it. A message is in [`message`]: start reading at [`Message`].
//!
//! Nothing here is printed: text, names, files, places, reactions and callback data stay out of every `Debug`.

pub mod message;

pub use message::{Message, Place, ReplyTo, Service};

use std::fmt;

use serde_json::value::RawValue;

use super::fields::Fields;
use crate::core::model::ids::{ChatId, MessageId};
use crate::core::model::words::Name;

/// The kinds of update asked for; all others stay at Telegram. Reactions and memberships come only when named.
pub const ALLOWED_UPDATES: [&str; 6] = [
    "message",
    "edited_message",
    "callback_query",
    "message_reaction",
    "my_chat_member",
    "chat_member",
];

/// One update.
#[derive(Clone, PartialEq, Debug)]
pub struct Incoming {
    pub update_id: i64,
    pub kind: IncomingKind,
    /// The update as it came.
    pub raw: Raw,
}

/// What an update tells.
#[derive(Clone, PartialEq, Debug)]
pub enum IncomingKind {
    Message(Box<Message>),
    EditedMessage(Box<Message>),
    CallbackQuery(CallbackQuery),
    MessageReaction(ReactionChange),
    /// The bot's own membership. In a private chat: blocked (`Banned`) or unblocked (`Member`).
    MyChatMember(MemberChange),
    ChatMember(MemberChange),
    /// Not asked for, or without what every update of its kind has. To be set aside and acknowledged.
    Unknown(Unknown),
}

/// What can still be said about an update that was not understood.
#[derive(Clone, PartialEq, Debug)]
pub struct Unknown {
    /// The update's field, when it looks like a Bot API name.
    pub name: Option<String>,
    /// The chat it came from, when that could be read: who is to be asked to send it again.
    pub chat: Option<ChatId>,
}

/// JSON as it came. It holds people's words: its `Debug` shows its length.
#[derive(Clone, PartialEq, Eq)]
pub struct Raw(Box<str>);

impl Raw {
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Raw {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Raw({} bytes)", self.0.len())
    }
}

/// The updates of one answer to `getUpdates`.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Updates {
    pub incoming: Vec<Incoming>,
    /// Items without an `update_id`: nothing can be said of them, and the next known id acknowledges them.
    pub nameless: usize,
}

/// Reads the `result` of `getUpdates`. `None` when it is not a list.
pub fn updates(result: &str) -> Option<Updates> {
    let items: Vec<&RawValue> = serde_json::from_str(result).ok()?;
    let count = items.len();
    let incoming: Vec<Incoming> = items
        .into_iter()
        .filter_map(|item| Incoming::read(item.get()))
        .collect();
    Some(Updates {
        nameless: count - incoming.len(),
        incoming,
    })
}

impl Incoming {
    /// Reads one update. `None` only when there is no `update_id`, without which it cannot be acknowledged.
    pub fn read(json: &str) -> Option<Incoming> {
        let fields = Fields::read(json)?;
        let update_id = fields.int("update_id")?;
        Some(Incoming {
            update_id,
            kind: kind(&fields).unwrap_or_else(|| IncomingKind::Unknown(unknown(&fields))),
            raw: Raw(json.into()),
        })
    }
}

fn kind(update: &Fields) -> Option<IncomingKind> {
    let inner = |name: &str| update.object(name);
    if let Some(fields) = inner("message") {
        return Some(IncomingKind::Message(Box::new(Message::read(&fields)?)));
    }
    if let Some(fields) = inner("edited_message") {
        return Some(IncomingKind::EditedMessage(Box::new(Message::read(
            &fields,
        )?)));
    }
    if let Some(fields) = inner("callback_query") {
        return CallbackQuery::read(&fields).map(IncomingKind::CallbackQuery);
    }
    if let Some(fields) = inner("message_reaction") {
        return ReactionChange::read(&fields).map(IncomingKind::MessageReaction);
    }
    if let Some(fields) = inner("my_chat_member") {
        return MemberChange::read(&fields).map(IncomingKind::MyChatMember);
    }
    if let Some(fields) = inner("chat_member") {
        return MemberChange::read(&fields).map(IncomingKind::ChatMember);
    }
    None
}

fn unknown(update: &Fields) -> Unknown {
    let name = update.names().find(|name| *name != "update_id");
    let inner = name.and_then(|name| update.object(name));
    let message = inner.as_ref().and_then(|fields| fields.object("message"));
    let chat = [inner.as_ref(), message.as_ref()]
        .into_iter()
        .flatten()
        .find_map(|fields| fields.object("chat")?.int("id"));
    let sender = || inner.as_ref()?.object("from")?.int("id");
    Unknown {
        name: name.filter(|name| is_api_name(name)).map(str::to_owned),
        chat: chat.or_else(sender).map(ChatId),
    }
}

/// Names of the Bot API are short and of one alphabet; anything else may be someone's words and is not kept.
fn is_api_name(name: &str) -> bool {
    name.len() <= 40 && name.bytes().all(|b| b.is_ascii_lowercase() || b == b'_')
}

/// Where a message is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Chat {
    pub id: ChatId,
    pub kind: ChatKind,
    /// A supergroup with topics.
    pub is_forum: bool,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ChatKind {
    Private,
    Group,
    Supergroup,
    Channel,
    /// A type Telegram has added since; treat it as a place where nothing private may be said.
    Other,
}

impl Chat {
    fn read(fields: &Fields) -> Option<Chat> {
        let kind = match fields.text("type").as_deref() {
            Some("private") => ChatKind::Private,
            Some("group") => ChatKind::Group,
            Some("supergroup") => ChatKind::Supergroup,
            Some("channel") => ChatKind::Channel,
            _ => ChatKind::Other,
        };
        Some(Chat {
            id: ChatId(fields.int("id")?),
            kind,
            is_forum: fields.flag("is_forum"),
        })
    }
}

/// A Telegram account, of a person or of a bot.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct User {
    pub id: i64,
    pub is_bot: bool,
    pub first_name: Name,
    /// An IETF tag as the person's app reports it, such as `pt-br`.
    pub language_code: Option<String>,
    pub username: Option<Name>,
}

impl User {
    fn read(fields: &Fields) -> Option<User> {
        let is_tag = |tag: &String| {
            tag.len() <= 35 && tag.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
        };
        Some(User {
            id: fields.int("id")?,
            is_bot: fields.flag("is_bot"),
            first_name: Name(fields.text("first_name").unwrap_or_default()),
            language_code: fields.text("language_code").filter(is_tag),
            username: fields.text("username").map(Name),
        })
    }
}

/// A pressed button. It expires: answer it within 150 s.
#[derive(Clone, PartialEq)]
pub struct CallbackQuery {
    pub id: String,
    pub from: User,
    /// The message with the button, also when it is too old for the bot to see.
    pub message: Option<Pressed>,
    /// As it came: a person's app can send anything here.
    pub data: Option<String>,
}

/// The message a button hangs under.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Pressed {
    pub chat: Chat,
    pub message: MessageId,
    /// Seconds since 1970; `None` when the message is no longer accessible to the bot.
    pub date: Option<i64>,
}

impl CallbackQuery {
    fn read(fields: &Fields) -> Option<CallbackQuery> {
        let message = fields.object("message").and_then(|message| {
            Some(Pressed {
                chat: Chat::read(&message.object("chat")?)?,
                message: MessageId(message.int("message_id")?),
                date: message.int("date").filter(|date| *date != 0),
            })
        });
        Some(CallbackQuery {
            id: fields.text("id")?,
            from: User::read(&fields.object("from")?)?,
            message,
            data: fields.text("data"),
        })
    }
}

impl fmt::Debug for CallbackQuery {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CallbackQuery")
            .field("from", &self.from)
            .field("message", &self.message)
            .finish_non_exhaustive()
    }
}

/// Someone changed their reactions to a message. Of an anonymous one only the chat is known, and `user` is absent.
#[derive(Clone, PartialEq, Debug)]
pub struct ReactionChange {
    pub chat: Chat,
    pub message: MessageId,
    pub user: Option<User>,
    /// Seconds since 1970.
    pub date: i64,
    pub before: Vec<Reaction>,
    pub after: Vec<Reaction>,
}

/// One reaction. Its `Debug` does not show which.
#[derive(Clone, PartialEq, Eq)]
pub enum Reaction {
    Emoji(String),
    /// By `custom_emoji_id`; a bot cannot give these back.
    Custom(String),
    Paid,
    Other,
}

impl fmt::Debug for Reaction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Reaction(..)")
    }
}

impl Reaction {
    fn read(fields: &Fields) -> Reaction {
        let known = match fields.text("type").as_deref() {
            Some("emoji") => fields.text("emoji").map(Reaction::Emoji),
            Some("custom_emoji") => fields.text("custom_emoji_id").map(Reaction::Custom),
            Some("paid") => Some(Reaction::Paid),
            _ => None,
        };
        known.unwrap_or(Reaction::Other)
    }
}

impl ReactionChange {
    fn read(fields: &Fields) -> Option<ReactionChange> {
        let reactions = |name: &str| fields.objects(name).iter().map(Reaction::read).collect();
        Some(ReactionChange {
            chat: Chat::read(&fields.object("chat")?)?,
            message: MessageId(fields.int("message_id")?),
            user: fields
                .object("user")
                .as_ref()
                .and_then(User::read)
                .filter(|_| !fields.has("actor_chat")),
            date: fields.int("date")?,
            before: reactions("old_reaction"),
            after: reactions("new_reaction"),
        })
    }

    /// The reactions that were not there before.
    pub fn added(&self) -> impl Iterator<Item = &Reaction> {
        self.after
            .iter()
            .filter(|reaction| !self.before.contains(reaction))
    }
}

/// Someone's place in a chat changed.
#[derive(Clone, PartialEq, Debug)]
pub struct MemberChange {
    pub chat: Chat,
    /// Who changed it; often the member themself.
    pub by: User,
    /// Seconds since 1970.
    pub date: i64,
    pub member: User,
    pub before: Membership,
    pub after: Membership,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Membership {
    Owner,
    Administrator,
    Member,
    /// Supergroups only; may or may not be in the chat at the moment.
    Restricted {
        is_member: bool,
    },
    Left,
    Banned,
    /// A status Telegram has added since; counts as present, so that a group is never thought smaller than it is.
    Other,
}

impl Membership {
    pub fn read(json: &str) -> Option<Membership> {
        Fields::read(json).as_ref().map(Membership::of)
    }

    fn of(fields: &Fields) -> Membership {
        match fields.text("status").as_deref() {
            Some("creator") => Membership::Owner,
            Some("administrator") => Membership::Administrator,
            Some("member") => Membership::Member,
            Some("restricted") => Membership::Restricted {
                is_member: fields.flag("is_member"),
            },
            Some("left") => Membership::Left,
            Some("kicked") => Membership::Banned,
            _ => Membership::Other,
        }
    }

    /// Whether they are in the chat and see what is said there.
    pub fn is_present(self) -> bool {
        match self {
            Membership::Owner
            | Membership::Administrator
            | Membership::Member
            | Membership::Other => true,
            Membership::Restricted { is_member } => is_member,
            Membership::Left | Membership::Banned => false,
        }
    }
}

impl MemberChange {
    fn read(fields: &Fields) -> Option<MemberChange> {
        let after = fields.object("new_chat_member")?;
        Some(MemberChange {
            chat: Chat::read(&fields.object("chat")?)?,
            by: User::read(&fields.object("from")?)?,
            date: fields.int("date")?,
            member: User::read(&after.object("user")?)?,
            before: fields
                .object("old_chat_member")
                .as_ref()
                .map_or(Membership::Other, Membership::of),
            after: Membership::of(&after),
        })
    }
}
