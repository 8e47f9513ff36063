//! Names for rows. Every id is random, positive and 63 bits wide; a Telegram id is an attribute, never a key.

use serde::{Deserialize, Serialize};

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub i64);

        impl $name {
            /// A new id: 63 random bits, never zero.
            pub fn random(rng: &mut impl rand::Rng) -> Self {
                Self(((rng.next_u64() >> 1) as i64).max(1))
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(f)
            }
        }
    )+};
}

ids! {
    /// One Telegram user who has started the bot.
    PersonId,
    /// Two seats, from the first invitation to the end.
    CoupleId,
    /// One prompt put to one couple.
    RoundId,
    /// One message or tap of an answer.
    PartId,
    /// One schedule of a couple.
    ScheduleId,
    /// Words put aside until their author says what they are for.
    AsideId,
    /// A question that one of a couple asked, as long as it is asked or kept.
    QuestionId,
    /// What a couple keeps doing every week.
    RitualId,
    /// One reflection, of two or alone.
    ReflectionId,
}

/// Under which messages are remembered: the id of the round or of the reflection they belong to. Which of the two it is, a message's
/// role says; where it does not, both are looked for.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ThreadId(pub i64);

impl ThreadId {
    /// As the id of a round, to look for one.
    pub fn round(self) -> RoundId {
        RoundId(self.0)
    }

    /// As the id of a reflection, to look for one.
    pub fn reflection(self) -> ReflectionId {
        ReflectionId(self.0)
    }
}

impl RoundId {
    /// Under which the messages of a round are remembered.
    pub fn thread(self) -> ThreadId {
        ThreadId(self.0)
    }
}

impl ReflectionId {
    /// Under which the messages of a reflection are remembered.
    pub fn thread(self) -> ThreadId {
        ThreadId(self.0)
    }
}

/// A Telegram chat id: positive for a person, negative for a group.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ChatId(pub i64);

/// A Telegram message id, unique within its chat only.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(transparent)]
pub struct MessageId(pub i64);

/// One of the two places of a couple: `A` invited, `B` accepted.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
pub enum Seat {
    A,
    B,
}

impl Seat {
    pub const BOTH: [Seat; 2] = [Seat::A, Seat::B];

    /// The other seat.
    pub fn other(self) -> Seat {
        match self {
            Seat::A => Seat::B,
            Seat::B => Seat::A,
        }
    }

    /// 0 for `A`, 1 for `B`.
    pub fn index(self) -> usize {
        match self {
            Seat::A => 0,
            Seat::B => 1,
        }
    }

    /// The seat of an index written by [`Seat::index`].
    pub fn from_index(index: i64) -> Option<Seat> {
        match index {
            0 => Some(Seat::A),
            1 => Some(Seat::B),
            _ => None,
        }
    }
}
