//! What happens to the program: a person's message, tap or reaction, the fate of a call, the clock.
//!
//! `telegram` makes the events of people, `run` those of calls and of the clock. What only the store knows is filled in by `app`
//! before the step, and is empty until then: the [`Ref`] of a message that somebody replied or reacted to, and in a
//! [`GroupFact`] what stands in the outbox. Start with [`EventKind`].

use jiff::Timestamp;

use crate::core::model::about::{About, Ref};
use crate::core::model::ids::{ChatId, CoupleId, MessageId, PartId, ReflectionId, ThreadId};
use crate::core::model::words::Words;
use crate::core::protocol::command::Command;
use crate::core::protocol::group::{GroupDeed, GroupFact};
use crate::core::protocol::press::Press;

/// One event and the moment that counts for it: a message's own Telegram `date`, else the present.
#[derive(Clone, Debug)]
pub struct Event {
    pub at: Timestamp,
    pub what: EventKind,
}

#[derive(Clone, Debug)]
pub enum EventKind {
    /// A message in the direct chat that is not a command.
    Said {
        message: MessageId,
        words: Words,
        reply: Option<Ref>,
    },
    /// A location: where the author lives if the bot waits for that, else words like any other.
    Shared {
        message: MessageId,
        words: Words,
        reply: Option<Ref>,
        point: Point,
    },
    /// A message that cannot be passed on in any way.
    SaidUncopyable,
    /// The author changed an earlier message.
    Edited {
        message: MessageId,
        words: Words,
    },
    Command(Command),
    /// A button; `on` is the message it stands under.
    Pressed {
        press: Press,
        on: MessageId,
    },
    /// Something this person did could not be applied.
    CouldNotApply,
    /// Callback data that is not ours.
    PressedGarbage,
    /// The person's newest reaction on a message of the bot, or none any more. Nobody steps with one on any other message.
    Reacted {
        on: Option<Ref>,
        reaction: Option<Reaction>,
    },
    /// The person blocked the bot, or cannot be reached.
    WentAway,
    /// The person is back (any sign of life of someone who could not be reached).
    CameBack,
    /// A call that names what it carries arrived, at Telegram's own `date`.
    Delivered {
        about: About,
    },
    /// A part's message was touched just before a reveal.
    Touched {
        thread: ThreadId,
        part: PartId,
        gone: bool,
    },
    /// Somebody did something in a group, or to it.
    InGroup {
        chat: ChatId,
        deed: GroupDeed,
    },
    /// What became of the chat that a couple shares with the bot.
    Group(GroupFact),
    /// Telegram was out of reach for longer than a pressed button lives; `lost`, longer than a message lives.
    Outage {
        couple: CoupleId,
        lost: bool,
    },
    /// The clock: everything that is due for one couple.
    Tick(CoupleId),
    /// The clock, for what somebody writes alone.
    TickAlone(ReflectionId),
}

/// A point on the map, in degrees. It is looked at once and kept nowhere; its `Debug` does not show where.
#[derive(Clone, Copy, PartialEq, derive_more::Debug)]
#[debug("Point(..)")]
pub struct Point {
    pub latitude: f64,
    pub longitude: f64,
}

/// A person's reaction, reduced to what a bot can set. Its `Debug` does not show which.
#[derive(Clone, PartialEq, Eq)]
pub enum Reaction {
    Emoji(String),
    /// A custom or paid one: passed on as a heart.
    Other,
}

// By hand: a derived one would show what a new variant holds until somebody thought of it.
impl std::fmt::Debug for Reaction {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Reaction(..)")
    }
}
