//! What a rendered message consists of, and the Bot API call that sends it.
//!
//! A piece holds people's words: its `Debug` shows kinds and lengths only. `parse_mode` is never set; link previews are
//! always off. Start with [`Piece::call`].

use std::fmt;

use serde_json::{Value, json};

use crate::core::model::delivery::Call;
use crate::core::model::ids::{ChatId, MessageId, PersonId};
use crate::core::model::words::FileKind;
use crate::core::protocol::effect::Target;
use crate::core::protocol::press::Press;
use crate::texts::base::rich::{Rich, units};

/// One message, or one change of a message.
#[derive(Clone, PartialEq)]
pub struct Piece {
    pub body: Body,
    /// Whose message it shows, and its id in that person's chat; of several, the partner's first.
    pub source: Option<(PersonId, MessageId)>,
    /// Everyone whose words it holds.
    pub authors: Vec<PersonId>,
}

impl Piece {
    /// Its message can be edited into another text.
    pub fn is_text(&self) -> bool {
        matches!(self.body, Body::Text { .. })
    }
}

#[derive(Clone, PartialEq)]
pub enum Body {
    Text {
        text: String,
        /// `MessageEntity` objects, offsets in UTF-16 units.
        entities: Vec<Value>,
        keyboard: Keyboard,
    },
    File {
        kind: FileKind,
        file_id: String,
        caption: Option<String>,
        entities: Vec<Value>,
        spoiler: bool,
    },
    /// A copy of a message that has no file id.
    Copy { from: ChatId, message: MessageId },
    /// The buttons of a message and nothing else of it.
    Keyboard(Keyboard),
    /// The bot's one reaction, or none.
    Reaction(Option<String>),
    /// Nothing: the message is taken away.
    Delete,
    /// Nothing is shown; somebody counts who is there.
    Look,
}

/// Rows of buttons; empty for none.
#[derive(Clone, PartialEq, Default)]
pub struct Keyboard(pub Vec<Vec<Button>>);

#[derive(Clone, PartialEq)]
pub enum Button {
    Press { label: String, press: Press },
    Url { label: String, url: String },
    CopyText { label: String, text: String },
}

impl Button {
    pub fn label(&self) -> &str {
        match self {
            Button::Press { label, .. }
            | Button::Url { label, .. }
            | Button::CopyText { label, .. } => label,
        }
    }

    fn json(&self) -> Value {
        match self {
            Button::Press { label, press } => {
                json!({"text": label, "callback_data": press.data()})
            }
            Button::Url { label, url } => json!({"text": label, "url": url}),
            Button::CopyText { label, text } => {
                json!({"text": label, "copy_text": {"text": text}})
            }
        }
    }
}

impl Keyboard {
    /// One button a row.
    pub fn column(buttons: impl IntoIterator<Item = Button>) -> Keyboard {
        Keyboard(buttons.into_iter().map(|button| vec![button]).collect())
    }

    /// Adds a row, unless it is empty.
    pub fn row(mut self, buttons: impl IntoIterator<Item = Button>) -> Keyboard {
        let row: Vec<Button> = buttons.into_iter().collect();
        if !row.is_empty() {
            self.0.push(row);
        }
        self
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The `InlineKeyboardMarkup`.
    pub fn json(&self) -> Value {
        let rows: Vec<Vec<Value>> = self
            .0
            .iter()
            .map(|row| row.iter().map(Button::json).collect())
            .collect();
        json!({"inline_keyboard": rows})
    }
}

impl Piece {
    /// A text of our own.
    pub(in crate::texts) fn text(rich: Rich, keyboard: Keyboard) -> Piece {
        let (text, entities) = rich.into_parts();
        Piece {
            body: Body::Text {
                text,
                entities,
                keyboard,
            },
            source: None,
            authors: Vec::new(),
        }
    }

    pub(in crate::texts) fn of(body: Body) -> Piece {
        Piece {
            body,
            source: None,
            authors: Vec::new(),
        }
    }

    pub(in crate::texts) fn by(mut self, author: PersonId, message: Option<MessageId>) -> Piece {
        self.authors = vec![author];
        self.source = message.map(|message| (author, message));
        self
    }

    /// The Bot API method and its parameters, all but `chat_id`, `reply_parameters` and `disable_notification`. An edit
    /// names its message in `message_id`: a number, or `{"sent": key}` for what the row with this key sent. `None` when
    /// the body cannot go there: buttons alone are no message, a file cannot replace a text.
    pub fn call(&self, target: &Target) -> Option<Call> {
        let message = match target {
            Target::New => None,
            Target::Sent(key) => Some(json!({"sent": key})),
            Target::Message(id) | Target::Theirs(id) => Some(json!(id.0)),
        };
        let (method, mut params) = match message {
            None => self.body.as_new()?,
            Some(_) => self.body.as_edit()?,
        };
        if let Some(message) = message {
            params["message_id"] = message;
        }
        Some(Call {
            method: method.to_owned(),
            params,
        })
    }
}

impl Body {
    /// Method and parameters that send it; `None` for what only changes a message.
    fn as_new(&self) -> Option<(&'static str, Value)> {
        Some(match self {
            Body::Text {
                text,
                entities,
                keyboard,
            } => {
                let mut params = text_params(text, entities);
                if !keyboard.is_empty() {
                    params["reply_markup"] = keyboard.json();
                }
                ("sendMessage", params)
            }
            Body::File {
                kind,
                file_id,
                caption,
                entities,
                spoiler,
            } => {
                let (method, field) = file_method(*kind);
                let mut params = json!({});
                params[field] = file_id.as_str().into();
                if let Some(caption) = caption.as_deref().filter(|_| takes_caption(*kind)) {
                    params["caption"] = caption.into();
                    if !entities.is_empty() {
                        params["caption_entities"] = entities.clone().into();
                    }
                }
                if *spoiler && takes_spoiler(*kind) {
                    params["has_spoiler"] = true.into();
                }
                (method, params)
            }
            Body::Copy { from, message } => (
                "copyMessage",
                json!({"from_chat_id": from.0, "message_id": message.0}),
            ),
            Body::Look => ("getChatMemberCount", json!({})),
            Body::Keyboard(_) | Body::Reaction(_) | Body::Delete => return None,
        })
    }

    /// Method and parameters that change a message into it; `None` for what only comes as a message of its own.
    fn as_edit(&self) -> Option<(&'static str, Value)> {
        Some(match self {
            Body::Text {
                text,
                entities,
                keyboard,
            } => {
                let mut params = text_params(text, entities);
                // Without buttons it takes away those that stood there.
                params["reply_markup"] = keyboard.json();
                ("editMessageText", params)
            }
            Body::Keyboard(keyboard) => (
                "editMessageReplyMarkup",
                json!({"reply_markup": keyboard.json()}),
            ),
            Body::Reaction(emoji) => {
                let reaction: Vec<Value> = emoji
                    .iter()
                    .map(|emoji| json!({"type": "emoji", "emoji": emoji}))
                    .collect();
                ("setMessageReaction", json!({"reaction": reaction}))
            }
            Body::Delete => ("deleteMessage", json!({})),
            Body::File { .. } | Body::Copy { .. } | Body::Look => return None,
        })
    }
}

fn text_params(text: &str, entities: &[Value]) -> Value {
    let mut params = json!({"text": text, "link_preview_options": {"is_disabled": true}});
    if !entities.is_empty() {
        params["entities"] = entities.into();
    }
    params
}

fn file_method(kind: FileKind) -> (&'static str, &'static str) {
    match kind {
        FileKind::Photo => ("sendPhoto", "photo"),
        FileKind::Video => ("sendVideo", "video"),
        FileKind::Animation => ("sendAnimation", "animation"),
        FileKind::Voice => ("sendVoice", "voice"),
        FileKind::VideoNote => ("sendVideoNote", "video_note"),
        FileKind::Audio => ("sendAudio", "audio"),
        FileKind::Document => ("sendDocument", "document"),
        FileKind::Sticker => ("sendSticker", "sticker"),
    }
}

/// Only these can be covered until they are tapped.
pub(in crate::texts) fn takes_spoiler(kind: FileKind) -> bool {
    matches!(
        kind,
        FileKind::Photo | FileKind::Video | FileKind::Animation
    )
}

pub(in crate::texts) fn takes_caption(kind: FileKind) -> bool {
    !matches!(kind, FileKind::VideoNote | FileKind::Sticker)
}

impl fmt::Debug for Piece {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Piece")
            .field("body", &self.body)
            .field("source", &self.source)
            .field("authors", &self.authors)
            .finish()
    }
}

impl fmt::Debug for Body {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Body::Text {
                text,
                entities,
                keyboard,
            } => write!(
                f,
                "Text({} units, {} entities, {keyboard:?})",
                units(text),
                entities.len()
            ),
            Body::File { kind, caption, .. } => write!(
                f,
                "File({kind:?}, {} units)",
                caption.as_deref().map_or(0, units)
            ),
            Body::Copy { .. } => f.write_str("Copy"),
            Body::Delete => f.write_str("Delete"),
            Body::Look => f.write_str("Look"),
            Body::Keyboard(keyboard) => keyboard.fmt(f),
            Body::Reaction(reaction) => write!(f, "Reaction({})", reaction.is_some()),
        }
    }
}

impl fmt::Debug for Keyboard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} buttons", self.0.iter().map(Vec::len).sum::<usize>())
    }
}

impl fmt::Debug for Button {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Button(..)")
    }
}

/// Buttons side by side, so many a row.
pub(in crate::texts) fn in_rows(buttons: Vec<Button>, a_row: usize) -> Keyboard {
    let rows = buttons.chunks(a_row).map(<[Button]>::to_vec);
    Keyboard(rows.collect())
}
