//! A command as the rules know it, and the list of the names under which people type them.
//!
//! [`CommandName`] is the one list of names, in the order of the menu, with what each makes of the words behind it. Reading, the menu
//! and *is this one of ours* follow from it. What a text must look like to be a command at all is Telegram's grammar and stands
//! in `telegram`; what a command does stands in its feature. No `Debug` here shows what was typed. Start with [`Command`].

use std::ops::Deref;

use strum::{EnumString, IntoStaticStr, VariantArray};

use crate::core::model::ids::{MessageId, RoundId};
use crate::core::model::invite::{InviteHash, invite_hash};
use crate::core::model::words::Text;

/// A command that somebody typed.
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
    Prompt(Option<Typed>),
    Today,
    /// A question of one's own.
    Ask(Option<Text>),
    Timezone(Option<Typed>),
    Settings,
    Schedule(Option<Typed>),
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
    /// A name that is set aside for a command to come, see [`RESERVED`].
    NotYet,
    /// A command that does not exist.
    Unknown,
}

/// The words behind a command, without the space around them. Its `Debug` does not show them.
#[derive(Clone, PartialEq, Eq, derive_more::Debug)]
#[debug("Typed({} bytes)", _0.len())]
pub struct Typed(String);

impl Deref for Typed {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

impl From<&str> for Typed {
    fn from(typed: &str) -> Typed {
        Typed(typed.to_owned())
    }
}

/// The name of a command that works, as it is typed but for the slash and the case. They stand in the order of the menu.
#[derive(Clone, Copy, PartialEq, Eq, Debug, EnumString, IntoStaticStr, VariantArray)]
#[strum(serialize_all = "lowercase")]
pub enum CommandName {
    Start,
    Invite,
    Prompt,
    Today,
    Reflect,
    Ask,
    Timezone,
    Schedule,
    Settings,
    Pause,
    Resume,
    Leave,
    Privacy,
    Safety,
    Help,
    Cancel,
}

impl CommandName {
    /// Every name, in the order of the menu.
    pub const ALL: &[CommandName] = CommandName::VARIANTS;

    /// As it is typed, in lower case and without the slash.
    pub fn word(self) -> &'static str {
        self.into()
    }

    fn read(self, argument: Argument) -> Command {
        match self {
            CommandName::Start => argument.start(),
            CommandName::Invite => Command::Invite,
            CommandName::Prompt => Command::Prompt(argument.kind()),
            CommandName::Today => Command::Today,
            CommandName::Reflect => Command::Reflect,
            CommandName::Ask => Command::Ask(argument.text),
            CommandName::Timezone => Command::Timezone(argument.typed()),
            CommandName::Schedule => Command::Schedule(argument.typed()),
            CommandName::Settings => Command::Settings,
            CommandName::Pause => Command::Pause,
            CommandName::Resume => Command::Resume,
            CommandName::Leave => Command::Leave,
            CommandName::Privacy => Command::Privacy,
            CommandName::Safety => Command::Safety(argument.message),
            CommandName::Help => Command::Help,
            CommandName::Cancel => Command::Cancel,
        }
    }
}

/// Names of commands to come. In a direct chat they are unknown; in a group nobody takes them for another bot's.
pub const RESERVED: [&str; 3] = ["history", "export", "forget"];

/// The longest argument that is looked at, in bytes: a city, a kind or a plan.
const ARGUMENT_BYTES_MAX: usize = 256;

/// The longest payload of a deep link, in bytes (Bot API, "Deep linking").
const PAYLOAD_BYTES_MAX: usize = 64;

/// The length of an invite's token, in bytes; whether it is one only its hash tells.
const TOKEN_BYTES: usize = 22;

impl Command {
    /// The command of this name, in lower case and without the slash, with what was typed behind it. `message` is the message that
    /// is the command.
    pub fn read(name: &str, argument: Option<Text>, message: MessageId) -> Command {
        let argument = Argument {
            text: argument,
            message,
        };
        match name.parse::<CommandName>() {
            Ok(known) => known.read(argument),
            Err(_) if RESERVED.contains(&name) => Command::NotYet,
            Err(_) => Command::Unknown,
        }
    }
}

/// What stands behind a command's name.
struct Argument {
    text: Option<Text>,
    /// The message that is the command.
    message: MessageId,
}

impl Argument {
    /// One that is too long is empty: there is no such place and no such plan.
    fn typed(self) -> Option<Typed> {
        let text = self.text?.text;
        let fits = text.len() <= ARGUMENT_BYTES_MAX;
        Some(Typed(if fits { text } else { String::new() }))
    }

    /// A kind, in lower case. One that is too long is none.
    fn kind(self) -> Option<Typed> {
        let text = self.text?.text.to_lowercase();
        (text.len() <= ARGUMENT_BYTES_MAX).then_some(Typed(text))
    }

    /// `/start`, alone or with the payload of a deep link. What could not be a payload counts as none.
    fn start(self) -> Command {
        let payload = self.text.map(|text| text.text);
        let Some(payload) = payload.filter(|payload| is_payload(payload)) else {
            return Command::Start;
        };
        if let Some(round) = asked_round(&payload) {
            Command::Answer(round)
        } else if payload.len() == TOKEN_BYTES {
            Command::Open(invite_hash(&payload))
        } else {
            Command::OpenGarbage
        }
    }
}

fn is_payload(text: &str) -> bool {
    let allowed = |b: u8| b.is_ascii_alphanumeric() || b == b'_' || b == b'-';
    text.len() <= PAYLOAD_BYTES_MAX && text.bytes().all(allowed)
}

/// The round of *answer privately*.
fn asked_round(payload: &str) -> Option<RoundId> {
    let id = i64::from_str_radix(payload.strip_prefix("r_")?, 16).ok()?;
    (id > 0 && payload == format!("r_{id:x}")).then_some(RoundId(id))
}
