//! A group that two people share with the bot, as a value, and where a couple lives.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::core::model::ids::{ChatId, CoupleId, PersonId};

/// A group that the bot was added to.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Group {
    pub chat: ChatId,
    pub since: Timestamp,
    /// The outbox key of the newest hello, while its button is to be used.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hello: Option<String>,
    /// Who tapped *I'm in*, as long as they are no couple of this group.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub first: Option<PersonId>,
    /// The other one who did, until somebody has looked who is there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub second: Option<PersonId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub couple: Option<CoupleId>,
    /// The two and the bot are the only ones there, as far as is known.
    #[serde(default)]
    pub two: bool,
    /// The bot is not there any more.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub gone: bool,
    /// Something was opened here and not covered since.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub opened: bool,
    /// How often it was asked whether to cover that.
    #[serde(default)]
    pub cover_asks: u32,
    /// When people without a face were last told what the bot needs …
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub faceless_at: Option<Timestamp>,
    /// … and when anybody else who does not live here got a line.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answered_at: Option<Timestamp>,
}

impl Group {
    pub(in crate::core) fn new(chat: ChatId, now: Timestamp) -> Group {
        Group {
            chat,
            since: now,
            hello: None,
            first: None,
            second: None,
            couple: None,
            two: false,
            gone: false,
            opened: false,
            cover_asks: 0,
            faceless_at: None,
            answered_at: None,
        }
    }
}

/// The message of a round in its group.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Post {
    /// The outbox key of the message.
    pub key: String,
    pub chat: ChatId,
    /// It shows the prompt no more, for good.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub emptied: bool,
}
