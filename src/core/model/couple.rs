//! A couple as a value: two seats, from the first invitation to the end.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::core::model::choice::Choosing;
use crate::core::model::deck::Ours;
use crate::core::model::ids::{ChatId, CoupleId, PersonId, Seat};
use crate::core::model::reflection::Reflecting;
use crate::core::model::schedule::{Plan, Schedule};

/// Two seats, from the first invitation to the end.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Couple {
    pub id: CoupleId,
    pub phase: Phase,
    pub a: PersonId,
    pub b: Option<PersonId>,
    pub made_at: Timestamp,
    /// While inviting or proposed: when this pairing comes to nothing.
    pub expires_at: Option<Timestamp>,
    pub schedules: Vec<Schedule>,
    /// The seat that left quietly, and when the other reads the one line.
    pub leaving: Option<Leaving>,
    /// Resting since then …
    #[serde(default)]
    pub paused_at: Option<Timestamp>,
    /// … and until then; without it, until resumed.
    pub paused_until: Option<Timestamp>,
    /// The plan that was chosen.
    #[serde(default)]
    pub plan: Plan,
    /// Who set the plan last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub plan_by: Option<Seat>,
    /// The group the two chose; whether they live there now is [`State::home`](crate::core::model::state::State::home).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub group: Option<ChatId>,
    /// Groups they chose before that still show what was opened there, each with how often it was asked whether to cover that.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub left_open: BTreeMap<ChatId, u32>,
    /// Rounds in a row that closed unopened.
    #[serde(default)]
    pub unopened: u8,
    #[serde(default)]
    pub mood: Mood,
    /// When the partner was last told that the plan changed.
    #[serde(default)]
    pub plan_told_at: Option<Timestamp>,
    /// While inviting: who accepted and was not the right person. Links made before that do not let them in again.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub refused: BTreeSet<PersonId>,
    /// What was asked last, and how deep the questions have gone.
    #[serde(default)]
    pub choosing: Choosing,
    /// What the two have made their own.
    #[serde(default, skip_serializing_if = "Ours::is_empty")]
    pub ours: Ours,
    /// Reflections, as far as every turn must know of them.
    #[serde(default, skip_serializing_if = "Reflecting::is_empty")]
    pub reflect: Reflecting,
}

/// How much of the plan is followed.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Mood {
    #[default]
    Awake,
    /// Little opened lately: one prompt on Sundays.
    Sundays { schedule: Schedule },
    /// Nothing until one of them writes.
    Asleep,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Phase {
    /// A link is out.
    Inviting,
    /// Someone accepted; the inviter has not said whether it is the right person.
    Proposed {
        at: Timestamp,
    },
    Together {
        at: Timestamp,
    },
    Ended {
        at: Timestamp,
    },
}

#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Leaving {
    pub seat: Seat,
    pub line_at: Timestamp,
}

impl Couple {
    /// Who sits there.
    pub fn person(&self, seat: Seat) -> Option<PersonId> {
        match seat {
            Seat::A => Some(self.a),
            Seat::B => self.b,
        }
    }

    /// Where this person sits and has not left.
    pub fn seat_of(&self, person: PersonId) -> Option<Seat> {
        let seat = self.chair_of(person)?;
        (!self.has_left(seat)).then_some(seat)
    }

    /// The same, also of somebody who left quietly: only for what the other one could notice.
    pub fn chair_of(&self, person: PersonId) -> Option<Seat> {
        Seat::BOTH
            .into_iter()
            .find(|seat| self.person(*seat) == Some(person))
    }

    /// This seat left quietly.
    pub fn has_left(&self, seat: Seat) -> bool {
        self.leaving.is_some_and(|leaving| leaving.seat == seat)
    }

    /// Only this counts as being in a couple.
    pub fn is_together(&self) -> bool {
        matches!(self.phase, Phase::Together { .. })
    }

    /// Nothing happens here any more.
    pub fn is_ended(&self) -> bool {
        matches!(self.phase, Phase::Ended { .. })
    }

    /// The person in this seat is there to be told things.
    pub fn present(&self, seat: Seat) -> Option<PersonId> {
        if self.has_left(seat) {
            None
        } else {
            self.person(seat)
        }
    }
}

/// The row with the one line about a leave.
pub fn left_key(couple: CoupleId) -> String {
    format!("left:{couple}")
}
