//! A command as the rules know it, and the list of the names under which people type them.
//!
//! [`CommandName`] is the one list: a row is a name, in the order of the menu, and what is made of the words behind it. Reading, the
//! menu and *is this one of ours* follow from it. What a text must look like to be a command at all is Telegram's grammar and stands
//! in `telegram`; what a command does stands in its feature. No `Debug` here shows what was typed. Start with [`Command`].

use std::fmt;
use std::ops::Deref;

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
#[derive(Clone, PartialEq, Eq)]
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

impl fmt::Debug for Typed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Typed({} bytes)", self.0.len())
    }
}

/// What stands behind a command's name.
struct Argument {
    text: Option<Text>,
    /// The message that is the command.
    message: MessageId,
}

macro_rules! commands {
    ($($word:literal => $name:ident = $read:expr;)+) => {
        /// The name of a command that works.
        #[derive(Clone, Copy, PartialEq, Eq, Debug)]
        pub enum CommandName {
            $($name,)+
        }

        impl CommandName {
            /// Every name, in the order of the menu.
            pub const ALL: &[CommandName] = &[$(CommandName::$name,)+];

            /// As it is typed, in lower case and without the slash.
            pub fn word(self) -> &'static str {
                match self {
                    $(CommandName::$name => $word,)+
                }
            }

            fn read(self, argument: Argument) -> Command {
                let read: fn(Argument) -> Command = match self {
                    $(CommandName::$name => $read,)+
                };
                read(argument)
            }
        }
    };
}

commands! {
    "start" => Start = start;
    "invite" => Invite = |_| Command::Invite;
    "prompt" => Prompt = |argument| Command::Prompt(argument.kind());
    "today" => Today = |_| Command::Today;
    "reflect" => Reflect = |_| Command::Reflect;
    "ask" => Ask = |argument| Command::Ask(argument.text);
    "timezone" => Timezone = |argument| Command::Timezone(argument.typed());
    "schedule" => Schedule = |argument| Command::Schedule(argument.typed());
    "settings" => Settings = |_| Command::Settings;
    "pause" => Pause = |_| Command::Pause;
    "resume" => Resume = |_| Command::Resume;
    "leave" => Leave = |_| Command::Leave;
    "privacy" => Privacy = |_| Command::Privacy;
    "safety" => Safety = |argument| Command::Safety(argument.message);
    "help" => Help = |_| Command::Help;
    "cancel" => Cancel = |_| Command::Cancel;
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
        let mut names = CommandName::ALL.iter();
        match names.find(|known| known.word() == name) {
            Some(known) => known.read(Argument {
                text: argument,
                message,
            }),
            None if RESERVED.contains(&name) => Command::NotYet,
            None => Command::Unknown,
        }
    }
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
}

/// `/start`, alone or with the payload of a deep link. What could not be a payload counts as none.
fn start(argument: Argument) -> Command {
    let payload = argument.text.map(|text| text.text);
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

fn is_payload(text: &str) -> bool {
    let allowed = |b: u8| b.is_ascii_alphanumeric() || b == b'_' || b == b'-';
    text.len() <= PAYLOAD_BYTES_MAX && text.bytes().all(allowed)
}

/// The round of *answer privately*.
fn asked_round(payload: &str) -> Option<RoundId> {
    let id = i64::from_str_radix(payload.strip_prefix("r_")?, 16).ok()?;
    (id > 0 && payload == format!("r_{id:x}")).then_some(RoundId(id))
}
