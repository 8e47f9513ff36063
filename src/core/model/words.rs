//! What people write, in the only shape in which it travels through the program.
//!
//! A person's words exist only as [`Words`], [`Text`] or [`Name`]. None of them can be printed: their `Debug` shows
//! kinds and lengths, and none has a `Display`. They go from an event to the store, sealed, and are read again only to
//! render a message.

use std::fmt;

use serde::{Deserialize, Serialize};
use serde_json::Value;

pub fn typed(words: &Words) -> &str {
    words.typed().map_or("", |text| text.text.as_str())
}

/// Whether words can be shown again once their message is gone.
pub fn can_be_covered(words: &Words) -> bool {
    match words {
        Words::Text { .. } | Words::File { .. } => true,
        Words::Copied { .. } => false,
    }
}

/// What one Telegram message carries.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "is", rename_all = "snake_case")]
pub enum Words {
    /// A text message.
    Text { text: Text },
    /// Anything with a file id; it is sent again by that id.
    File {
        kind: FileKind,
        file_id: String,
        caption: Option<Text>,
        /// Telegram's `media_group_id`, when the message is one of an album.
        album: Option<String>,
    },
    /// A message with neither text nor file id (a place, a contact, a poll, a die): it can only be copied from its chat.
    Copied { kind: String },
}

/// A kind of file, after the Bot API's field names. A file id cannot change its kind when sent again.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FileKind {
    Photo,
    Video,
    Animation,
    Voice,
    VideoNote,
    Audio,
    Document,
    Sticker,
}

/// Text exactly as it was typed, with Telegram's own entities as they came.
#[derive(Clone, PartialEq, Default, Serialize, Deserialize, derive_more::Debug)]
#[debug("Text({} units)", self.units())]
pub struct Text {
    pub text: String,
    /// `MessageEntity` objects as received: offsets and lengths in UTF-16 units.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub entities: Vec<Value>,
}

/// A person's first name as Telegram gives it.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, derive_more::Debug)]
#[debug("Name(..)")]
#[serde(transparent)]
pub struct Name(pub String);

impl Words {
    /// A plain text without entities.
    pub fn text(text: impl Into<String>) -> Words {
        Words::Text {
            text: Text::plain(text),
        }
    }

    /// The text or the caption, where there is one.
    pub fn typed(&self) -> Option<&Text> {
        match self {
            Words::Text { text } => Some(text),
            Words::File { caption, .. } => caption.as_ref(),
            Words::Copied { .. } => None,
        }
    }

    /// Length of the text or caption in UTF-16 units, the unit of every Telegram limit.
    pub fn units(&self) -> u32 {
        self.typed().map_or(0, Text::units)
    }

    /// The album this message belongs to.
    pub fn album(&self) -> Option<&str> {
        match self {
            Words::File { album, .. } => album.as_deref(),
            _ => None,
        }
    }
}

impl Text {
    pub fn plain(text: impl Into<String>) -> Text {
        Text {
            text: text.into(),
            entities: Vec::new(),
        }
    }

    /// Length in UTF-16 units.
    pub fn units(&self) -> u32 {
        self.text.encode_utf16().count() as u32
    }
}

// By hand, because a derived one would print what a new variant holds until somebody thought of it.
impl fmt::Debug for Words {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Words::Text { text } => write!(f, "Words::Text({} units)", text.units()),
            Words::File { kind, .. } => write!(f, "Words::File({kind:?}, {} units)", self.units()),
            Words::Copied { .. } => f.write_str("Words::Copied"),
        }
    }
}
