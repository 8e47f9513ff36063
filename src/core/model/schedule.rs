//! A schedule and the plans that are made of schedules, as values. When a schedule comes due is worked out in `plan::slots`.

use jiff::civil::{DateTime, Time, Weekday};
use serde::{Deserialize, Serialize};

use crate::core::model::ids::ScheduleId;
use crate::core::model::rhythm::{EVENING, Rhythm, WEEK};
use crate::library::KindId;

/// Local wall-clock times at which a couple is asked something.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Schedule {
    pub id: ScheduleId,
    /// One kind, or several in turn.
    pub kinds: Vec<KindId>,
    /// A cron expression (crate `cron`, six fields) over local time without a zone, at most one time a day.
    pub cron: String,
    /// How many rounds it has opened: whose turn it is.
    pub turn: u32,
    /// The last slot that was opened or passed over.
    pub last_slot: Option<DateTime>,
    /// Switched off, but kept.
    #[serde(default)]
    pub off: bool,
}

/// How often a couple is asked, and what.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Plan {
    Gentle,
    #[default]
    Daily,
    Full,
    /// Changed by hand.
    Own,
}

impl Plan {
    /// Those that can be chosen.
    pub const CHOICES: [Plan; 3] = [Plan::Gentle, Plan::Daily, Plan::Full];

    pub fn name(self) -> &'static str {
        match self {
            Plan::Gentle => "gentle",
            Plan::Daily => "daily",
            Plan::Full => "full",
            Plan::Own => "own",
        }
    }

    pub fn named(name: &str) -> Option<Plan> {
        Plan::CHOICES.into_iter().find(|plan| plan.name() == name)
    }

    /// The schedules of a plan: kinds in turn, and when.
    pub fn schedules(self, rng: &mut impl rand::Rng) -> Vec<Schedule> {
        use Weekday::{Friday, Monday, Saturday, Sunday, Thursday, Tuesday, Wednesday};
        let at = |hour, minute| Time::new(hour, minute, 0, 0).unwrap_or(EVENING);
        let rows: &[(&[&str], Time, &[Weekday])] = match self {
            Plan::Gentle => &[
                (&["gratitude"], EVENING, &[Tuesday]),
                (&["check-in"], EVENING, &[Thursday]),
                (
                    &[
                        "memory",
                        "curiosity",
                        "date",
                        "affection",
                        "good-news",
                        "needs",
                        "heart",
                    ],
                    EVENING,
                    &[Sunday],
                ),
            ],
            Plan::Daily => &[
                (&["check-in"], EVENING, &[Monday]),
                (&["gratitude"], EVENING, &[Tuesday, Saturday]),
                (&["curiosity", "needs"], EVENING, &[Wednesday]),
                (&["check-in", "heart"], EVENING, &[Thursday]),
                (&["date", "affection", "good-news"], EVENING, &[Friday]),
                (&["memory"], EVENING, &[Sunday]),
            ],
            Plan::Full => &[
                (&["check-in"], at(18, 30), &WEEK),
                (&["gratitude"], at(21, 30), &WEEK),
                (&["affection"], at(7, 45), &[Wednesday]),
                (&["date"], at(12, 0), &[Friday]),
                (&["memory"], at(11, 0), &[Sunday]),
                (&["curiosity", "needs", "heart"], at(12, 0), &[Monday]),
            ],
            Plan::Own => &[],
        };
        rows.iter()
            .map(|(kinds, time, days)| Schedule {
                id: ScheduleId::random(rng),
                kinds: kinds
                    .iter()
                    .filter_map(|kind| KindId::parse(kind).ok())
                    .collect(),
                cron: Rhythm::weekly(*time, days).expression(),
                turn: 0,
                last_slot: None,
                off: false,
            })
            .collect()
    }
}

impl Schedule {
    /// When it comes; `None` for an expression that nothing here wrote.
    pub fn rhythm(&self) -> Option<Rhythm> {
        Rhythm::of(&self.cron)
    }
}

/// Schedules a couple may have at most.
pub const SCHEDULES_MAX: usize = 6;

/// A pause of so many days can be chosen; without an end it lasts until resumed.
pub const PAUSE_DAYS: [u8; 3] = [1, 3, 7];
