//! When a couple is asked: its plan and schedules, the slots they give, pauses and quiet weeks.
//!
//! `slots` reads schedules as moments, purely; `week` changes them; `tick` opens the slot whose moment has come; `rest` pauses, and
//! thins the plan out where little opens. Start with [`Turn::plan_pressed`].

pub mod rest;
pub mod slots;
pub mod tick;
pub mod week;

use crate::core::model::ids::MessageId;
use crate::core::model::refusal::Refusal;
use crate::core::protocol::effect::Toast;
use crate::core::protocol::plan::{PlanPress, PlanSay};
use crate::core::protocol::say::Say;
use crate::core::turn::Turn;

impl<R: rand::Rng> Turn<'_, R> {
    /// One of this feature's buttons.
    pub(in crate::core) fn plan_pressed(
        &mut self,
        press: PlanPress,
        on: MessageId,
    ) -> Result<(), Refusal> {
        match press {
            PlanPress::PauseAsk => self.show(on, Say::Plan(PlanSay::PauseAsk)),
            PlanPress::PauseFor(days) => self.pause(Some(days), on),
            PlanPress::PauseOpen => self.pause(None, on),
            PlanPress::Resume => {
                self.toast(Toast::Quiet);
                self.resume_now()
            }
            PlanPress::Week => self.show_week(on),
            PlanPress::ChoosePlan(plan) => self.choose_plan(plan, on),
            PlanPress::ShowSchedule(schedule) => self.show_schedule(schedule, on),
            PlanPress::AddSchedule => self.add_schedule(on),
            PlanPress::AskTime(schedule) => self.ask_time(schedule, on),
            PlanPress::ChangeSchedule(schedule, change) => {
                self.change_schedule(schedule, change, on)
            }
        }
    }
}
