//! A command, as the rules know it. How it is typed is read in `telegram::command`.

use crate::core::model::ids::{MessageId, RoundId};
use crate::core::model::invite::InviteHash;
use crate::core::model::words::Text;

/// A command typed in the direct chat, arguments as typed.
#[derive(Clone, PartialEq, Debug)]
pub enum Command {
    Start,
    /// `/start` with the payload of an invite link: only its hash comes here.
    Open(InviteHash),
    /// `/start` with the payload of *answer privately*.
    Answer(RoundId),
    /// `/start` with a payload that is no token.
    OpenGarbage,
    Invite,
    Prompt(Option<String>),
    Today,
    /// A question of one's own.
    Ask(Option<Text>),
    Timezone(Option<String>),
    Settings,
    Schedule(Option<String>),
    Pause,
    Resume,
    Leave,
    /// What is under way between the two, else a new one.
    Reflect,
    Privacy,
    /// Help from outside; the message that asked for it.
    Safety(MessageId),
    Help,
    Cancel,
    /// A command that does not exist (yet).
    Unknown,
}
