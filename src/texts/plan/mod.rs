//! What the bot says about when a couple is asked: the week, its schedules, resting.
//!
//! Start with [`render`].

pub(in crate::texts) mod lines;
mod rest;
mod week;

use crate::core::model::refusal::PlanRefusal;
use crate::core::protocol::plan::PlanSay;
use crate::texts::base::common::Common;
use crate::texts::base::piece::Piece;
use crate::texts::base::view::View;
use crate::texts::plan::lines::Line;

/// The messages that say it to the view's reader.
pub(super) fn render(view: &View<'_>, say: &PlanSay) -> Vec<Piece> {
    match say {
        PlanSay::Week => view.week(),
        PlanSay::OneSchedule { schedule } => view.one_schedule(*schedule),
        PlanSay::TimeAsk => view.line(Line::TimeAsk),
        PlanSay::CronWrong { bad } => view.cron_wrong(*bad),
        PlanSay::PlanChanged => view.line(Line::PlanChanged),
        PlanSay::Quieter => view.line(Line::Quieter),
        PlanSay::PauseAsk => view.pause_ask(),
        PlanSay::Resting { until } => view.resting(*until),
        PlanSay::Resumed => view.line(Common::Resumed),
    }
}

/// A "no" of this feature.
pub(in crate::texts) fn refused(refusal: PlanRefusal) -> Line<'static> {
    match refusal {
        PlanRefusal::NotResting => Line::RefusalNotResting,
        PlanRefusal::CronLine => Line::CronCount,
        PlanRefusal::SchedulesFull => Line::RefusalSchedulesFull,
        PlanRefusal::LastOne => Line::RefusalLastOne,
    }
}
