//! What an outgoing message carries: remembered with its message id, so that a reply, a reaction or a button finds its way back.

use serde::{Deserialize, Serialize};

use crate::core::model::ids::{MessageId, PartId, PersonId, ReflectionId, RoundId, Seat, ThreadId};

/// What an outgoing message carries, remembered with its message id once Telegram gave one.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct About {
    pub role: Role,
    /// The row that sent it.
    pub key: String,
    /// The round or the reflection it belongs to.
    #[serde(rename = "round", default, skip_serializing_if = "Option::is_none")]
    pub thread: Option<ThreadId>,
    /// The seat it was sent to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seat: Option<Seat>,
    /// The message it is a copy of: who wrote it, and its id in that person's chat.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<(PersonId, MessageId)>,
    /// The part it touches.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub part: Option<PartId>,
}

impl About {
    /// The round it belongs to; of a touch that may be a reflection's id, so that none is found.
    pub fn round(&self) -> Option<RoundId> {
        let thread = self.thread.filter(|_| self.role != Role::Reflection);
        thread.map(ThreadId::round)
    }

    /// The reflection it belongs to.
    pub fn reflection(&self) -> Option<ReflectionId> {
        let thread = self.thread.filter(|_| self.role == Role::Reflection);
        thread.map(ThreadId::reflection)
    }
}

/// A message of the bot that a person replied or reacted to.
pub type Ref = About;

#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// The prompt message of a seat.
    Card,
    /// A message of a reveal.
    Reveal,
    /// A medium of a reveal in a group.
    Medium,
    /// A partner's unopened half, given after closing.
    Gift,
    /// A partner's words or response, passed on.
    Relay,
    /// The question where one lives.
    ZoneAsk,
    /// The seal reaction, set again just before a reveal.
    Touch,
    /// A look at a group, for its own sake.
    Probe,
    /// A message of a reflection.
    Reflection,
    /// Anything else.
    Line,
}
