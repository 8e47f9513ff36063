//! What two people make their own, as values: kept questions and rituals. Never a question's words.

use jiff::civil::{Date, DateTime, Time, Weekday};
use serde::{Deserialize, Serialize};

use crate::core::model::ids::{PersonId, QuestionId, RitualId};
use crate::library::PromptId;

/// A question of one's own is as short as those of the library, in characters.
pub const QUESTION_CHARS_MAX: usize = 240;

/// Questions of their own that a person can ask on one local day.
pub const ASKED_MAX: u8 = 5;

/// Questions a couple can keep.
pub const DECK_MAX: usize = 200;

/// Kept questions shown at once.
pub const DECK_PAGE: usize = 10;

/// What a couple has made its own, as far as every turn must know it.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Ours {
    /// A question was kept once: there may be a deck to load.
    pub deck: bool,
    /// Something was marked once: there may be favourites to load.
    pub favourites: bool,
    pub rituals: Vec<Ritual>,
}

impl Ours {
    pub fn is_empty(&self) -> bool {
        *self == Ours::default()
    }
}

/// How many questions of their own a person asked on their present local day.
#[derive(Clone, Copy, PartialEq, Debug, Default, Serialize, Deserialize)]
pub struct AskedToday {
    pub on: Option<Date>,
    pub count: u8,
}

/// A question in a couple's own deck.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Kept {
    pub question: QuestionId,
    /// Who asked it first: theirs to reword.
    pub by: PersonId,
}

/// Rituals a couple can have: more is a timetable.
pub const RITUALS_MAX: usize = 12;

/// A prompt that comes back every week as a line.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Ritual {
    pub id: RitualId,
    pub prompt: PromptId,
    /// The local date and minute at which it was made.
    pub made: DateTime,
    /// The last local slot of each seat that was said or passed over.
    pub told: [DateTime; 2],
}

impl Ritual {
    pub fn weekday(&self) -> Weekday {
        self.made.weekday()
    }

    pub fn time(&self) -> Time {
        self.made.time()
    }
}
