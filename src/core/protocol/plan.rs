//! What is pressed and said about when a couple is asked: plans, schedules, pauses.

use jiff::Timestamp;
use jiff::civil::{Time, Weekday};

use crate::core::model::ids::ScheduleId;
use crate::core::model::rhythm::BadCron;
use crate::core::model::schedule::Plan;
use crate::core::protocol::wire::buttons;
use crate::library::KindId;

/// A change of one schedule.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Change {
    Time(Time),
    /// This weekday on or off.
    Day(Weekday),
    /// This kind in or out.
    Kind(KindId),
    OnOff,
    Remove,
}

buttons! {
    /// The buttons of the week, of a schedule and of a pause.
    pub enum PlanPress {
        /// The pause: the choices, so many days, or without an end.
        "pau" => PauseAsk,
        "pau" => PauseFor(arg: u8),
        "pau::open" => PauseOpen,
        "res" => Resume,
        /// The week at a glance.
        "wek" => Week,
        "pln" => ChoosePlan(arg: Plan),
        "sch" => ShowSchedule(id: ScheduleId),
        "sad" => AddSchedule,
        "sti" => AskTime(id: ScheduleId),
        "chg" => ChangeSchedule(id: ScheduleId, arg: Change),
    }
}

/// What the bot says about when a couple is asked.
#[derive(Clone, PartialEq, Debug)]
pub enum PlanSay {
    /// The week at a glance, with the plans.
    Week,
    OneSchedule {
        schedule: ScheduleId,
    },
    /// Which time? The next words are read as one.
    TimeAsk,
    CronWrong {
        bad: BadCron,
    },
    /// To the partner: the plan has changed.
    PlanChanged,
    /// Little opened lately: Sundays only.
    Quieter,
    PauseAsk,
    /// Resting until then, or until resumed.
    Resting {
        until: Option<Timestamp>,
    },
    Resumed,
}
