//! Ids of kinds, prompts, buttons, feelings, steps and countries. They are written in the library's files and stored in the
//! database, so an id is for ever: a prompt that is no longer asked is retired, its id never given to another question.

use serde::{Deserialize, Serialize};

/// Longest id of a kind, in bytes. With five more a prompt's id stays under 32, so that it fits into callback data
/// (64 bytes) beside a verb and a row id.
const KIND_BYTES_MAX: usize = 24;
/// Longest id of a button, in bytes, for the same reason.
const BUTTON_BYTES_MAX: usize = 16;
/// Longest id of a feeling, in bytes, for the same reason.
const FEELING_BYTES_MAX: usize = 24;
/// Longest id of a step of the reflection, or of a word about a day later, in bytes, for the same reason.
const STEP_BYTES_MAX: usize = 24;
/// Digits at the end of a prompt's id.
const NUMBER_DIGITS: usize = 4;

/// What stands for the kind in the id of a couple's own question. No kind of a library may be called so.
pub(super) const OWN: &str = "own";

/// A string that is not an id of the sort that was asked for.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
#[error("{0}")]
pub struct BadId(&'static str);

/// Words of `a` to `z` joined by single hyphens.
fn is_slug(s: &str, bytes_max: usize) -> bool {
    s.len() <= bytes_max
        && s.split('-')
            .all(|word| !word.is_empty() && word.bytes().all(|b| b.is_ascii_lowercase()))
}

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident, $valid:expr, $wanted:literal;)+) => {$(
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(String);

        impl $name {
            /// The id itself; [`BadId`] says what it should look like.
            pub fn parse(s: &str) -> Result<Self, BadId> {
                let valid: fn(&str) -> bool = $valid;
                if valid(s) { Ok(Self(s.to_owned())) } else { Err(BadId($wanted)) }
            }

            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl std::str::FromStr for $name {
            type Err = BadId;

            fn from_str(s: &str) -> Result<Self, BadId> {
                Self::parse(s)
            }
        }

        impl TryFrom<String> for $name {
            type Error = BadId;

            fn try_from(s: String) -> Result<Self, BadId> {
                Self::parse(&s)
            }
        }

        impl From<$name> for String {
            fn from(id: $name) -> String {
                id.0
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(&self.0)
            }
        }
    )+};
}

ids! {
    /// What a prompt is for: `gratitude`, `check-in`.
    KindId, |s| is_slug(s, KIND_BYTES_MAX), "lowercase words joined by hyphens, at most 24 letters";
    /// One prompt: its kind and four digits, `gratitude-0042`. Or a couple's own question: `own` and the sixteen digits of its row.
    PromptId, |s| is_prompt_id(s) || own_question(s).is_some(), "the kind's id, a hyphen and four digits";
    /// A button under a reveal: `touched`.
    ButtonId, |s| is_slug(s, BUTTON_BYTES_MAX), "lowercase words joined by hyphens, at most 16 letters";
    /// A feeling, core or finer: `let-down`.
    FeelingId, |s| is_slug(s, FEELING_BYTES_MAX), "lowercase words joined by hyphens, at most 24 letters";
    /// A step of the reflection: `sore-spot`.
    StepId, |s| is_slug(s, STEP_BYTES_MAX), "lowercase words joined by hyphens, at most 24 letters";
    /// A word to tap a day after a reflection: `lighter`.
    NowId, |s| is_slug(s, STEP_BYTES_MAX), "lowercase words joined by hyphens, at most 24 letters";
    /// A country: `DE`, as ISO 3166-1 writes it.
    CountryId, |s| s.len() == 2 && s.bytes().all(|b| b.is_ascii_uppercase()), "two capital letters, as ISO 3166-1 writes a country: DE";
}

fn is_prompt_id(s: &str) -> bool {
    s.rsplit_once('-').is_some_and(|(kind, number)| {
        is_slug(kind, KIND_BYTES_MAX)
            && number.len() == NUMBER_DIGITS
            && number.bytes().all(|b| b.is_ascii_digit())
    })
}

/// The row that the id of an own question names: positive, in hex.
fn own_question(s: &str) -> Option<i64> {
    let digits = s.strip_prefix(OWN)?.strip_prefix('-')?;
    let lower_hex = |b: u8| b.is_ascii_digit() || (b'a'..=b'f').contains(&b);
    let valid = digits.len() == 16 && digits.bytes().all(lower_hex);
    let row = i64::from_str_radix(digits, 16).ok();
    row.filter(|row| valid && *row > 0)
}

impl PromptId {
    /// The id under which a couple is asked a question of its own, kept in the row with this positive number.
    pub fn own(row: i64) -> PromptId {
        PromptId(format!("{OWN}-{row:016x}"))
    }

    /// The row of the couple's own question that this id stands for; none for a prompt of the library.
    pub fn own_question(&self) -> Option<i64> {
        own_question(&self.0)
    }

    /// The id of the prompt's kind, as text.
    pub fn kind(&self) -> &str {
        self.0
            .rsplit_once('-')
            .map_or(self.0.as_str(), |(kind, _)| kind)
    }
}
