//! What one Bot API call is, how it may be repeated, and what became of it.
//!
//! The outbox holds [`Call`]s; `telegram::post` makes one and says its [`Outcome`]; the pure half of `run::sender`
//! decides from both what happens to the row.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::core::model::about::About;
use crate::core::model::ids::{ChatId, CoupleId, PersonId};

/// How often a call may be made.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Class {
    /// Edits, reactions, deletions: repeat freely; "not modified" is success.
    Set,
    /// Prompts, reveals, relays, pairing and leave lines: repeat after an unknown outcome, with backoff.
    Owed,
    /// Nudges and notices: one more try after an unknown outcome.
    Once,
}

/// Who waits for the call. A lane has the urgency of its most urgent row.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Urgency {
    /// A person did something and looks at the screen.
    Waited,
    /// It came by the clock.
    Scheduled,
}

/// A Bot API method (camelCase as in the specification) and its parameters as JSON. The parameters hold people's words:
/// never print them.
#[derive(Clone, PartialEq, derive_more::Debug)]
#[debug("Call({method})")]
pub struct Call {
    pub method: String,
    pub params: Value,
}

/// What is known after a call was made, or was not.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Outcome {
    /// It arrived. `message_id` and Telegram's own `date` (seconds since 1970) when the method answers with a message.
    Sent {
        message_id: Option<i64>,
        date: Option<i64>,
    },
    /// The connection was never made: nothing left this machine.
    NotSent,
    /// 429: not before this many seconds.
    RetryAfter { seconds: u32 },
    /// A timeout, a reset, a 5xx, an unreadable answer: it may have arrived.
    Unknown,
    /// 403, or "chat not found": nobody is there.
    Unreachable,
    /// The group became a supergroup with this chat id.
    Migrated { chat: i64 },
    /// Just before the call, the group held others than the two and the bot, or lacked one of them: it was not made.
    NotTwo,
    /// 400, and why, as far as it matters.
    Refused(Refused),
    /// 401: the token is not valid (any more).
    Unauthorized,
}

/// The 400s that are told apart.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Refused {
    /// "message to edit/react/delete not found", "message can't be edited/deleted": the target is not there.
    TargetGone,
    /// "message to be replied not found" or the like: send again without the reply.
    ReplyGone,
    /// "can't parse entities" or an entity the server does not like: send again without entities.
    Entities,
    /// "VOICE_MESSAGES_FORBIDDEN": the recipient's privacy setting refuses voice and video notes.
    VoiceForbidden,
    /// Anything else.
    Other,
}

/// A call into the group of a couple.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct InGroup {
    /// Whose key seals it; before there is a couple, that of who hears what became of it.
    pub couple: Option<CoupleId>,
    /// The Telegram users who, with the bot, must be the only ones there when it is made; absent where it holds nobody's words.
    pub guard: Option<[ChatId; 2]>,
}

/// One call to be made, as it is written into the outbox.
#[derive(Clone, PartialEq, Debug)]
pub struct Outgoing {
    /// Unique for ever: a second row with this key is not written.
    pub key: String,
    /// Who hears what became of it, and, unless it goes into a group, whose key seals it.
    pub to: PersonId,
    pub group: Option<InGroup>,
    /// The chat it goes to; calls of one lane go in order.
    pub lane: ChatId,
    pub class: Class,
    pub urgency: Urgency,
    /// `message_id` (also inside `reply_parameters`) may be `{"sent": "<key>"}`: the message that row sent.
    pub call: Call,
    /// What it changes, for [`Class::Set`]: a newer change of the same target replaces one that is still queued.
    pub target: Option<String>,
    /// Held on purpose until then; it blocks nobody.
    pub not_before: Option<Timestamp>,
    /// What it carries; kept with the message id once there is one.
    pub about: About,
    /// Whose words it holds.
    pub authors: Vec<PersonId>,
}
