//! What people tap instead of writing, or beside it: treated like words.
//!
//! None of it can be printed, and none of it stands in a document of the database: [`Tapped::tap`] is left out there and kept
//! sealed, under its author's key. Start with [`Tap`]: what an answer holds; a [`Tip`] is what one press says.

use std::collections::BTreeSet;
use std::fmt;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::core::model::ids::PartId;
use crate::library::FeelingId;

/// Places on a scale.
pub const PLACES: u8 = 5;

/// What one person's taps say.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "tapped", content = "what", rename_all = "snake_case")]
pub enum Tap {
    /// A finer feeling.
    Feeling(FeelingId),
    /// 1 to [`PLACES`].
    Place(u8),
    /// Numbers of options, from 1.
    Picks(BTreeSet<u8>),
    /// It was done.
    Done,
}

/// What one press says.
#[derive(Clone, PartialEq, Eq)]
pub enum Tip {
    /// A core feeling, which leads to the finer ones, or a finer one.
    Feeling(FeelingId),
    /// A place on a scale, or an option of a choice; from 1.
    Number(u8),
    Done,
}

/// The tapped part of an answer.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Tapped {
    pub id: PartId,
    pub at: Timestamp,
    /// Read from where it is sealed; none when that is gone.
    #[serde(skip)]
    pub tap: Option<Tap>,
}

impl Tip {
    /// As it stands in callback data.
    pub fn data(&self) -> String {
        match self {
            Tip::Feeling(id) => format!("f{id}"),
            Tip::Number(n) => format!("n{n}"),
            Tip::Done => "d".to_owned(),
        }
    }

    pub fn read(data: &str) -> Option<Tip> {
        let (sort, rest) = data.split_at_checked(1)?;
        Some(match sort {
            "f" => Tip::Feeling(FeelingId::parse(rest).ok()?),
            "n" => Tip::Number(rest.parse().ok()?),
            "d" if rest.is_empty() => Tip::Done,
            _ => return None,
        })
    }
}

impl fmt::Debug for Tap {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Tap(..)")
    }
}

impl fmt::Debug for Tip {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Tip(..)")
    }
}
