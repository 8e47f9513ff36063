//! What a person sees: chats, messages, toasts. Start with [`World::screen`]. Looking changes nothing.

use jiff::Timestamp;
use serde_json::Value;

use super::entities::{self, Entity};
use super::keyboard::{Action, Button};
use super::link;
use super::model::{Author, Chat, ChatKind, Content, Media, Message};
use super::world::{Toast, World};

/// Who stands above a message.
#[derive(Clone, Debug, PartialEq)]
pub enum From {
    Bot,
    Person {
        id: i64,
        name: String,
    },
    /// A group or channel in its own name.
    Chat {
        id: i64,
        title: String,
    },
}

/// A message on a screen.
#[derive(Clone, Debug, PartialEq)]
pub struct Seen {
    pub chat: i64,
    pub message_id: i64,
    pub from: From,
    /// Text, or the caption of a file.
    pub text: String,
    /// `MessageEntity` objects.
    pub entities: Vec<Value>,
    pub media: Option<(Media, String)>,
    /// `location`, `contact`, `poll`, `dice`, or the field of a service message, with its value.
    pub other: Option<(&'static str, Value)>,
    /// The file lies under a spoiler.
    pub has_spoiler: bool,
    pub buttons: Vec<Vec<Button>>,
    pub reply_to: Option<i64>,
    /// The part of it that is quoted.
    pub quote: Option<String>,
    pub thread: Option<i64>,
    pub album: Option<String>,
    /// Who reacted, with what; the bot under its own id.
    pub reactions: Vec<(i64, String)>,
    /// It came without a sound.
    pub silent: bool,
    pub edited: bool,
    /// It cannot be forwarded or saved.
    pub protected: bool,
    pub forwarded: bool,
    pub service: bool,
    pub date: Timestamp,
    /// The revisions at which it appeared and last changed.
    pub appeared: u64,
    pub changed: u64,
}

impl Seen {
    /// Whether the bot wrote it.
    pub fn is_from_bot(&self) -> bool {
        self.from == From::Bot
    }

    /// The labels of all buttons, in reading order.
    pub fn labels(&self) -> Vec<&str> {
        self.buttons
            .iter()
            .flatten()
            .map(|b| b.label.as_str())
            .collect()
    }

    /// The first button with this label.
    pub fn button(&self, label: &str) -> Option<&Button> {
        self.buttons.iter().flatten().find(|b| b.label == label)
    }

    /// The first link among the buttons.
    pub fn url(&self) -> Option<&str> {
        self.buttons.iter().flatten().find_map(|b| match &b.action {
            Action::Url(url) => Some(url.as_str()),
            _ => None,
        })
    }

    /// Every link a person could tap or pass on: of buttons, of linked words, of the text itself. A link to Telegram's
    /// own "share with …" page counts as the link that would be shared.
    pub fn links(&self) -> Vec<String> {
        let buttons = self
            .buttons
            .iter()
            .flatten()
            .filter_map(|b| match &b.action {
                Action::Url(url) => Some(url.as_str()),
                _ => None,
            });
        let linked = self.entities.iter().filter_map(|e| e["url"].as_str());
        let written = self
            .text
            .split_whitespace()
            .filter(|word| word.contains("://"));
        buttons
            .chain(linked)
            .chain(written)
            .map(link::shared)
            .collect()
    }

    /// This person's reaction to it.
    pub fn reaction_of(&self, id: i64) -> Option<&str> {
        self.reactions
            .iter()
            .find(|(who, _)| *who == id)
            .map(|(_, emoji)| emoji.as_str())
    }

    /// What a lock screen shows of the text: everything under a spoiler is blotted out, character by character.
    pub fn on_lock_screen(&self) -> String {
        let place = |e: &Value, name: &str| e[name].as_u64().unwrap_or_default();
        let hidden = |at: u64| {
            self.entities.iter().any(|e| {
                let (offset, length) = (place(e, "offset"), place(e, "length"));
                e["type"] == "spoiler" && (offset..offset + length).contains(&at)
            })
        };
        let mut at = 0;
        let mut shown = String::new();
        for c in self.text.chars() {
            shown.push(if hidden(at) && c != '\n' { '▒' } else { c });
            at += c.len_utf16() as u64;
        }
        shown
    }

    /// The entities as a screen shows them: those that were sent, and the links and commands that Telegram finds by itself.
    pub fn entities_shown(&self) -> Vec<Value> {
        let place = |e: &Value, name: &str| e[name].as_u64().unwrap_or_default();
        let taken = |found: &Value| {
            let (from, length) = (place(found, "offset"), place(found, "length"));
            self.entities.iter().any(|e| {
                let leads = [
                    "text_link",
                    "text_mention",
                    "code",
                    "pre",
                    "url",
                    "bot_command",
                ];
                let (offset, covered) = (place(e, "offset"), place(e, "length"));
                let overlaps = offset < from + length && from < offset + covered;
                overlaps && leads.iter().any(|kind| e["type"] == *kind)
            })
        };
        let found = entities::detect(&self.text).into_iter();
        let found = found.map(|e| e.to_json()).filter(|e| !taken(e));
        self.entities.iter().cloned().chain(found).collect()
    }

    /// The text between two UTF-16 offsets that an entity of this type covers, each in turn.
    pub fn marked(&self, kind: &str) -> Vec<String> {
        let units: Vec<u16> = self.text.encode_utf16().collect();
        let part = |e: &Value| {
            let offset = usize::try_from(e["offset"].as_u64()?).ok()?;
            let length = usize::try_from(e["length"].as_u64()?).ok()?;
            Some(String::from_utf16_lossy(
                units.get(offset..offset + length)?,
            ))
        };
        self.entities
            .iter()
            .filter(|e| e["type"] == kind)
            .filter_map(part)
            .collect()
    }
}

impl World {
    /// The private chat with the bot, oldest first, as the person sees it now.
    pub fn screen(&self, person: i64) -> Vec<Seen> {
        self.screen_of(person, person)
    }

    /// Any chat, oldest first, as the person sees it now; empty for a chat they never were in.
    pub fn screen_of(&self, person: i64, chat: i64) -> Vec<Seen> {
        let Some(chat) = self.chats.get(&chat) else {
            return Vec::new();
        };
        let visible = chat
            .messages
            .values()
            .filter(|m| m.deleted.is_none() && self.visible_to(person, chat, m));
        let mut seen: Vec<Seen> = visible.map(|m| self.seen(m)).collect();
        seen.sort_by_key(|s| s.appeared);
        seen
    }

    /// The newest message of the private chat, whoever wrote it.
    pub fn last(&self, person: i64) -> Option<Seen> {
        self.screen(person).pop()
    }

    /// The newest message of the bot in the private chat.
    pub fn last_from_bot(&self, person: i64) -> Option<Seen> {
        self.screen(person)
            .into_iter()
            .rev()
            .find(Seen::is_from_bot)
    }

    /// What the bot has written to the person in the private chat after that revision.
    pub fn from_bot_since(&self, person: i64, revision: u64) -> Vec<Seen> {
        let new = |s: &Seen| s.is_from_bot() && s.appeared > revision;
        self.screen(person).into_iter().filter(new).collect()
    }

    /// What appeared or changed in a chat after that revision.
    pub fn changed_since(&self, person: i64, chat: i64, revision: u64) -> Vec<Seen> {
        let new = |s: &Seen| s.changed > revision;
        self.screen_of(person, chat)
            .into_iter()
            .filter(new)
            .collect()
    }

    /// One message, if the person sees it.
    pub fn message(&self, person: i64, chat: i64, message: i64) -> Option<Seen> {
        self.sees_message(person, chat, message)
            .ok()
            .map(|m| self.seen(m))
    }

    /// How many messages of the bot came with a sound to the private chat after that revision.
    pub fn sounds_since(&self, person: i64, revision: u64) -> usize {
        let new = self.from_bot_since(person, revision);
        new.iter().filter(|s| !s.silent).count()
    }

    /// The answers to presses this person saw, oldest first, also those that showed nothing.
    pub fn toasts(&self, person: i64) -> Vec<&Toast> {
        self.toasts.iter().filter(|t| t.person == person).collect()
    }

    /// The groups, supergroups and channels there are, with their titles.
    pub fn groups(&self) -> Vec<(i64, &str)> {
        let groups = self
            .chats
            .values()
            .filter(|c| c.kind != ChatKind::Private && c.migrated_to.is_none());
        groups.map(|c| (c.id, c.title.as_str())).collect()
    }

    /// Whether someone (a person or the bot) is inside a group.
    pub fn is_inside(&self, chat: i64, user: i64) -> bool {
        self.chats
            .get(&chat)
            .is_some_and(|c| c.status_of(user).inside())
    }

    /// A basic group shows people what came while they were in it; later members of a supergroup may read back.
    pub(super) fn visible_to(&self, person: i64, chat: &Chat, message: &Message) -> bool {
        if chat.kind == ChatKind::Private {
            return chat.id == person;
        }
        let Some(member) = chat.members.get(&person) else {
            return false;
        };
        if chat.kind != ChatKind::Group && member.status.inside() {
            return true;
        }
        let during = |(from, to): &(u64, Option<u64>)| {
            message.born >= *from && to.is_none_or(|to| message.born <= to)
        };
        member.spans.iter().any(during)
    }

    fn seen(&self, message: &Message) -> Seen {
        let name = |id: i64| {
            self.people
                .get(&id)
                .map(|p| p.name.clone())
                .unwrap_or_default()
        };
        let title = |id: i64| {
            self.chats
                .get(&id)
                .map(|c| c.title.clone())
                .unwrap_or_default()
        };
        let from = match message.author {
            Author::Bot => From::Bot,
            Author::Person(id) => From::Person { id, name: name(id) },
            Author::Anonymous(id) | Author::Channel(id) => From::Chat {
                id,
                title: title(id),
            },
        };
        let media = match &message.content {
            Content::File { media, file_id } => Some((*media, file_id.clone())),
            _ => None,
        };
        let other = match &message.content {
            Content::Plain { field, value } | Content::Service { field, value } => {
                Some((*field, value.clone()))
            }
            _ => None,
        };
        Seen {
            chat: message.chat,
            message_id: message.id,
            from,
            text: message.text.clone(),
            entities: message.entities.iter().map(Entity::to_json).collect(),
            media,
            other,
            has_spoiler: message.spoiler,
            buttons: message.markup.rows().to_vec(),
            reply_to: message.reply_to.as_ref().map(|to| to.message),
            quote: message
                .reply_to
                .as_ref()
                .and_then(|to| to.quote.as_ref()?["text"].as_str().map(str::to_owned)),
            thread: message.thread,
            album: message.album.clone(),
            reactions: message
                .reactions
                .iter()
                .map(|(who, emoji)| (*who, emoji.clone()))
                .collect(),
            silent: message.silent,
            edited: message.edit_date.is_some(),
            protected: message.protected,
            forwarded: message.forward.is_some(),
            service: message.is_service(),
            date: Timestamp::from_second(message.date).unwrap_or(Timestamp::UNIX_EPOCH),
            appeared: message.born,
            changed: message.touched,
        }
    }
}
