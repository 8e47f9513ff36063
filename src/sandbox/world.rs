//! The state of the sandbox, and the one way for a bot to change it: [`World::call`].
//!
//! What people do, what they see and each method of the Bot API are further `impl World` blocks in the files beside this one;
//! this file names none of them.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde_json::Value;

use super::entities::Formatted;
use super::faults::{Fault, Faults};
use super::flood::Flood;
use super::keyboard::Markup;
use super::model::{Author, Chat, ChatKind, Content, Media, Message, Person, Profile, ReplyTo};
use super::params::Params;
use super::reply::{No, Reply};
use super::spec;
use super::updates::Updates;

/// Who the bot is. Nothing in here is a secret: the token is an invented one.
#[derive(Clone)]
pub struct Config {
    pub token: String,
    pub bot_id: i64,
    pub username: String,
    pub name: String,
}

impl Default for Config {
    fn default() -> Config {
        Config {
            token: "700000001:sandbox".into(),
            bot_id: 700_000_001,
            username: "twofold_sandbox_bot".into(),
            name: "Twofold".into(),
        }
    }
}

/// Rules of Telegram that a test turns on or off.
#[derive(Clone, Debug)]
pub struct WorldRules {
    /// Flood limits: see [`super::flood`]. Off by default, because a test whose clock stands still would meet them.
    pub flood: bool,
    /// A poll with the same offset within half a second gets one update at most, however many wait. Off by default, for
    /// the same reason.
    pub repoll: bool,
    /// In groups the bot sees only commands, replies to it and mentions of it, unless it is an administrator. This is
    /// how a new bot is set up.
    pub privacy_mode: bool,
}

impl Default for WorldRules {
    fn default() -> WorldRules {
        WorldRules {
            flood: false,
            repoll: false,
            privacy_mode: true,
        }
    }
}

/// Something that changed, for a screen or a test that follows.
#[derive(Clone, Debug, PartialEq)]
pub struct Change {
    pub revision: u64,
    pub at: Timestamp,
    pub what: What,
}

/// What changed.
#[derive(Clone, Debug, PartialEq)]
pub enum What {
    Message {
        chat: i64,
        message: i64,
    },
    Edit {
        chat: i64,
        message: i64,
    },
    Delete {
        chat: i64,
        message: i64,
    },
    Reaction {
        chat: i64,
        message: i64,
    },
    /// The answer to a press on a button was shown.
    Toast {
        person: i64,
    },
    /// Who is in a chat, or whether a person has the bot blocked.
    Members {
        chat: i64,
    },
    /// A call was made: its place in [`World::calls`].
    Call {
        index: usize,
    },
}

/// One call of the bot, whatever became of it.
#[derive(Clone, Debug)]
pub struct Called {
    pub at: Timestamp,
    /// As the specification writes it; as it came, where the specification has no such method.
    pub method: String,
    pub chat: Option<i64>,
    pub params: Value,
    /// What the caller got.
    pub reply: Reply,
    /// What went wrong on the way.
    pub fault: Option<Fault>,
}

/// A button that was pressed and waits for its answer.
pub(super) struct Query {
    pub person: i64,
    pub at: i64,
    pub answered: bool,
}

/// What a person saw at the top of the screen after a press.
#[derive(Clone, Debug, PartialEq)]
pub struct Toast {
    pub person: i64,
    pub query: String,
    pub text: String,
    pub alert: bool,
    pub url: Option<String>,
    pub at: Timestamp,
}

/// A person asked for something that no person can do, such as pressing a button that is not there.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[error("impossible: {0}")]
pub struct Impossible(pub String);

impl Impossible {
    pub(super) fn new(why: impl Into<String>) -> Impossible {
        Impossible(why.into())
    }
}

/// A Telegram with one bot and any number of people.
pub struct World {
    pub rules: WorldRules,
    pub faults: Faults,
    pub(super) config: Config,
    pub(super) people: BTreeMap<i64, Person>,
    pub(super) chats: BTreeMap<i64, Chat>,
    pub(super) files: BTreeMap<String, Media>,
    pub(super) updates: Updates,
    pub(super) queries: BTreeMap<String, Query>,
    pub(super) profile: Profile,
    pub(super) flood: Flood,
    pub(super) toasts: Vec<Toast>,
    pub(super) log: Vec<Called>,
    pub(super) changes: Vec<Change>,
    pub(super) revision: u64,
    pub(super) next: Next,
}

/// Counters that give everything new its id.
pub(super) struct Next {
    pub person: i64,
    pub group: i64,
    pub supergroup: i64,
    pub message: i64,
    pub file: u64,
    pub query: u64,
    pub album: u64,
}

impl World {
    /// An empty world with this bot in it.
    pub fn new(config: Config) -> World {
        World {
            rules: WorldRules::default(),
            faults: Faults::default(),
            config,
            people: BTreeMap::new(),
            chats: BTreeMap::new(),
            files: BTreeMap::new(),
            updates: Updates::new(),
            queries: BTreeMap::new(),
            profile: Profile::default(),
            flood: Flood::default(),
            toasts: Vec::new(),
            log: Vec::new(),
            changes: Vec::new(),
            revision: 0,
            next: Next {
                person: 5_000_000_001,
                group: -400_000_001,
                supergroup: -1_001_000_000_001,
                message: 1,
                file: 1,
                query: 9_000_000_000_000_001,
                album: 13_000_000_000_000_001,
            },
        }
    }

    /// The bot's token, which stands in the path of every request.
    pub fn token(&self) -> &str {
        &self.config.token
    }

    /// The bot's username, without `@`.
    pub fn bot_username(&self) -> &str {
        &self.config.username
    }

    /// The bot's own user id.
    pub fn bot_id(&self) -> i64 {
        self.config.bot_id
    }

    /// One call of the bot. The method matches in any case. A fault that was queued for it is met.
    pub fn call(&mut self, method: &str, params: &Value, now: Timestamp) -> Reply {
        let fault = self.faults.take(method, chat_of(params));
        self.call_under(fault, method, params, now)
    }

    /// One call of the bot that meets this fault, or none: for a simulation that draws them itself.
    pub fn call_under(
        &mut self,
        fault: Option<Fault>,
        method: &str,
        params: &Value,
        now: Timestamp,
    ) -> Reply {
        let carried_out = fault.as_ref().is_none_or(Fault::delivered);
        let real = carried_out.then(|| {
            self.carry_out(method, params, now)
                .map_or_else(No::into_reply, Reply::ok)
        });
        let reply = match (&fault, real) {
            (Some(fault), real) => fault.distort(real.as_ref()),
            (None, Some(real)) => real,
            (None, None) => No::not_built("nothing").into_reply(),
        };
        let name = spec::find(method).map_or(method, |m| m.name);
        let quiet = name == "getUpdates"
            && fault.is_none()
            && reply
                .result()
                .and_then(Value::as_array)
                .is_some_and(Vec::is_empty);
        // A poll that brings nothing is no news; everything else is kept.
        if !quiet {
            self.log.push(Called {
                at: now,
                method: name.to_owned(),
                chat: chat_of(params),
                params: params.clone(),
                reply: reply.clone(),
                fault,
            });
            let index = self.log.len() - 1;
            self.change(now, What::Call { index });
        }
        reply
    }

    fn carry_out(&mut self, name: &str, params: &Value, now: Timestamp) -> Result<Value, No> {
        let method = spec::find(name)?;
        let params = method.params(params)?;
        self.dispatch(method.name, params, now)
    }

    fn dispatch(&mut self, method: &str, params: Params<'_>, now: Timestamp) -> Result<Value, No> {
        match method {
            "getMe" => Ok(self.get_me()),
            "getUpdates" => self.get_updates(params, now),
            "deleteWebhook" => self.delete_webhook(params),
            "getWebhookInfo" => Ok(self.webhook_info()),
            "sendMessage" => self.send_message(params, now),
            "sendMediaGroup" => self.send_media_group(params, now),
            "copyMessage" => self.copy_message(params, now),
            "forwardMessage" => self.forward_message(params, now),
            "editMessageText" => self.edit_text(params, now),
            "editMessageCaption" => self.edit_caption(params, now),
            "editMessageReplyMarkup" => self.edit_markup(params, now),
            "deleteMessage" => self.delete_message(params, now),
            "deleteMessages" => self.delete_messages(params, now),
            "setMessageReaction" => self.set_reaction(params, now),
            "answerCallbackQuery" => self.answer_query(params, now),
            "sendChatAction" => self.chat_action(params),
            "getChat" => self.get_chat(params),
            "getChatMember" => self.get_chat_member(params),
            "getChatMemberCount" => self.get_chat_member_count(params),
            "getChatAdministrators" => self.get_chat_administrators(params),
            "leaveChat" => self.leave_chat(params, now),
            "getFile" => self.get_file(params),
            "setMyCommands" => self.set_commands(params),
            "getMyCommands" => self.get_commands(params),
            "deleteMyCommands" => self.delete_commands(params),
            "setMyDescription" => self.set_description(params),
            "getMyDescription" => self.get_description(params),
            "setMyShortDescription" => self.set_short_description(params),
            "getMyShortDescription" => self.get_short_description(params),
            "setChatMenuButton" => self.set_menu_button(params),
            "getChatMenuButton" => self.get_menu_button(params),
            _ => match Media::ALL.into_iter().find(|m| sends(method, *m)) {
                Some(media) => self.send_file(media, params, now),
                None => Err(No::not_built(method)),
            },
        }
    }

    /// Every call so far, oldest first; polls that brought nothing are left out.
    pub fn calls(&self) -> &[Called] {
        &self.log
    }

    /// The calls of one method, in any case.
    pub fn calls_of(&self, method: &str) -> Vec<&Called> {
        self.log
            .iter()
            .filter(|c| c.method.eq_ignore_ascii_case(method))
            .collect()
    }

    /// Grows with every change.
    pub fn revision(&self) -> u64 {
        self.revision
    }

    /// What changed after that revision, oldest first.
    pub fn changes_since(&self, revision: u64) -> &[Change] {
        let from = self.changes.partition_point(|c| c.revision <= revision);
        &self.changes[from..]
    }

    pub(super) fn change(&mut self, at: Timestamp, what: What) -> u64 {
        self.revision += 1;
        self.changes.push(Change {
            revision: self.revision,
            at,
            what,
        });
        self.revision
    }

    /// Puts a message into its chat; what it returns is the message's id.
    pub(super) fn put(&mut self, draft: NewMessage, now: Timestamp) -> i64 {
        let id = match self.chats.get_mut(&draft.chat) {
            Some(chat) if matches!(chat.kind, ChatKind::Supergroup | ChatKind::Channel) => {
                chat.next_message += 1;
                chat.next_message - 1
            }
            _ => {
                self.next.message += 1;
                self.next.message - 1
            }
        };
        let revision = self.change(
            now,
            What::Message {
                chat: draft.chat,
                message: id,
            },
        );
        let message = Message {
            id,
            chat: draft.chat,
            author: draft.author,
            date: draft.date.unwrap_or(now.as_second()),
            edit_date: None,
            content: draft.content,
            text: draft.formatted.text,
            entities: draft.formatted.entities,
            spoiler: draft.spoiler,
            above: draft.above,
            markup: draft.markup,
            reply_to: draft.reply_to,
            thread: draft.thread,
            album: draft.album,
            reactions: BTreeMap::new(),
            silent: draft.silent,
            protected: draft.protected,
            link_preview: draft.link_preview,
            forward: draft.forward,
            deleted: None,
            born: revision,
            touched: revision,
        };
        if let Some(chat) = self.chats.get_mut(&draft.chat) {
            chat.messages.insert(id, message);
        }
        id
    }

    pub(super) fn new_file(&mut self, media: Media) -> String {
        let id = format!("{}-{}", media.field(), self.next.file);
        self.next.file += 1;
        self.files.insert(id.clone(), media);
        id
    }

    pub(super) fn new_album(&mut self) -> String {
        self.next.album += 1;
        (self.next.album - 1).to_string()
    }
}

/// A message before it has an id and a place in its chat.
pub(super) struct NewMessage {
    pub chat: i64,
    pub author: Author,
    pub content: Content,
    pub formatted: Formatted,
    pub date: Option<i64>,
    pub spoiler: bool,
    pub above: bool,
    pub markup: Markup,
    pub reply_to: Option<ReplyTo>,
    pub thread: Option<i64>,
    pub album: Option<String>,
    pub silent: bool,
    pub protected: bool,
    pub link_preview: Option<Value>,
    pub forward: Option<Value>,
}

impl NewMessage {
    pub fn new(chat: i64, author: Author, content: Content) -> NewMessage {
        NewMessage {
            chat,
            author,
            content,
            formatted: Formatted::default(),
            date: None,
            spoiler: false,
            above: false,
            markup: Markup::None,
            reply_to: None,
            thread: None,
            album: None,
            silent: false,
            protected: false,
            link_preview: None,
            forward: None,
        }
    }
}

/// The chat a call is for, as far as its parameters say.
pub(super) fn chat_of(params: &Value) -> Option<i64> {
    match params.get("chat_id")? {
        Value::Number(id) => id.as_i64(),
        Value::String(id) => id.parse().ok(),
        _ => None,
    }
}

fn sends(method: &str, media: Media) -> bool {
    let flat: String = media.field().chars().filter(|c| *c != '_').collect();
    method
        .strip_prefix("send")
        .is_some_and(|rest| rest.eq_ignore_ascii_case(&flat))
}
