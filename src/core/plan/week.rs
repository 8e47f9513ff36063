//! `/schedule`: the week at a glance, and its changes. Both are told of a change in one silent line.

use jiff::SignedDuration;

use crate::core::model::couple::Mood;
use crate::core::model::ids::{CoupleId, MessageId, ScheduleId};
use crate::core::model::person::{EXPECT_FOR, Expected, Expecting};
use crate::core::model::refusal::{CoupleRefusal, PlanRefusal, Refusal, RoundRefusal};
use crate::core::model::rhythm::{EVENING, Rhythm, WEEK, parse_time};
use crate::core::model::schedule::{Plan, SCHEDULES_MAX, Schedule};
use crate::core::model::time::later;
use crate::core::plan::slots;
use crate::core::protocol::effect::{Send, Toast};
use crate::core::protocol::plan::{Change, PlanSay};
use crate::core::protocol::say::Say;
use crate::core::turn::Turn;

/// Several changes within this long are told in one line.
const TOLD_EVERY: SignedDuration = SignedDuration::from_mins(10);

impl<R: rand::Rng> Turn<'_, R> {
    /// `/schedule` alone, or with a kind and a cron line.
    pub(in crate::core) fn schedule_command(&mut self, typed: Option<&str>) -> Result<(), Refusal> {
        let me = self.me()?;
        let (couple, _) = self.together()?;
        let Some(typed) = typed.map(str::trim).filter(|typed| !typed.is_empty()) else {
            self.send(Send::line(me, Say::Plan(PlanSay::Week)));
            return Ok(());
        };
        if let Some(plan) = Plan::named(&typed.to_lowercase()) {
            self.set_plan(couple, plan);
            self.send(Send::line(me, Say::Plan(PlanSay::Week)));
            return Ok(());
        }
        let (kind, line) = typed
            .split_once(char::is_whitespace)
            .ok_or(Refusal::Plan(PlanRefusal::CronLine))?;
        let kind = self
            .kind_named(me, couple, kind)
            .ok_or(Refusal::UnknownKind)?;
        let rhythm = match Rhythm::parse(line) {
            Ok(rhythm) => rhythm,
            Err(bad) => {
                self.send(Send::line(me, Say::Plan(PlanSay::CronWrong { bad })));
                return Ok(());
            }
        };
        if slots::next_slot(
            &rhythm.expression(),
            jiff::civil::date(2024, 1, 1).at(0, 0, 0, 0),
        )
        .is_none()
        {
            return Err(Refusal::Plan(PlanRefusal::CronLine));
        }
        let id = ScheduleId::random(self.rng);
        let this_couple = self
            .state
            .couples
            .get_mut(&couple)
            .ok_or(Refusal::Couple(CoupleRefusal::NotTogether))?;
        let is_full = this_couple.schedules.len() >= SCHEDULES_MAX;
        let same_kind = this_couple
            .schedules
            .iter_mut()
            .find(|schedule| schedule.kinds == [kind.clone()]);
        let schedule = match same_kind {
            Some(schedule) => {
                schedule.cron = rhythm.expression();
                schedule.off = false;
                schedule.id
            }
            None if is_full => return Err(Refusal::Plan(PlanRefusal::SchedulesFull)),
            None => {
                this_couple.schedules.push(Schedule {
                    id,
                    kinds: vec![kind],
                    cron: rhythm.expression(),
                    turn: 0,
                    last_slot: None,
                    off: false,
                });
                id
            }
        };
        self.plan_changed(couple, Plan::Own);
        self.send(Send::line(me, Say::Plan(PlanSay::OneSchedule { schedule })));
        Ok(())
    }

    /// A plan was chosen.
    pub(super) fn choose_plan(&mut self, plan: Plan, on: MessageId) -> Result<(), Refusal> {
        let me = self.me()?;
        let (couple, _) = self.together()?;
        self.toast(Toast::Quiet);
        self.set_plan(couple, plan);
        self.send(Send::edit(me, on, Say::Plan(PlanSay::Week)));
        Ok(())
    }

    fn set_plan(&mut self, id: CoupleId, plan: Plan) {
        let schedules = plan.schedules(self.rng);
        if let Some(couple) = self.couple_mut(id) {
            couple.schedules = schedules;
        }
        self.plan_changed(id, plan);
    }

    /// The week again, below a change.
    pub(super) fn show_week(&mut self, on: MessageId) -> Result<(), Refusal> {
        let me = self.me()?;
        self.together()?;
        self.toast(Toast::Quiet);
        self.send(Send::edit(me, on, Say::Plan(PlanSay::Week)));
        Ok(())
    }

    pub(super) fn show_schedule(
        &mut self,
        schedule: ScheduleId,
        on: MessageId,
    ) -> Result<(), Refusal> {
        let me = self.me()?;
        self.my_schedule(schedule)?;
        self.toast(Toast::Quiet);
        self.send(Send::edit(
            me,
            on,
            Say::Plan(PlanSay::OneSchedule { schedule }),
        ));
        Ok(())
    }

    fn my_schedule(&self, schedule: ScheduleId) -> Result<CoupleId, Refusal> {
        let (couple, _) = self.together()?;
        let couples = self.couple(couple);
        if couples.is_some_and(|mine| mine.schedules.iter().any(|one| one.id == schedule)) {
            Ok(couple)
        } else {
            Err(Refusal::OldButton)
        }
    }

    /// One more schedule: gratitude at half past eight on no day yet chosen is of no use, so it begins with every day.
    pub(super) fn add_schedule(&mut self, on: MessageId) -> Result<(), Refusal> {
        let me = self.me()?;
        let (couple, _) = self.together()?;
        let kind = self
            .common_kinds()
            .into_iter()
            .next()
            .ok_or(Refusal::Round(RoundRefusal::NoPrompt))?;
        let id = ScheduleId::random(self.rng);
        let this_couple = self
            .state
            .couples
            .get_mut(&couple)
            .ok_or(Refusal::Couple(CoupleRefusal::NotTogether))?;
        if this_couple.schedules.len() >= SCHEDULES_MAX {
            return Err(Refusal::Plan(PlanRefusal::SchedulesFull));
        }
        this_couple.schedules.push(Schedule {
            id,
            kinds: vec![kind],
            cron: Rhythm::weekly(EVENING, &WEEK).expression(),
            turn: 0,
            last_slot: None,
            off: false,
        });
        self.plan_changed(couple, Plan::Own);
        self.toast(Toast::Quiet);
        self.send(Send::edit(
            me,
            on,
            Say::Plan(PlanSay::OneSchedule { schedule: id }),
        ));
        Ok(())
    }

    pub(super) fn change_schedule(
        &mut self,
        schedule: ScheduleId,
        change: Change,
        on: MessageId,
    ) -> Result<(), Refusal> {
        let me = self.me()?;
        let couple = self.my_schedule(schedule)?;
        let removed = change == Change::Remove;
        self.apply_change(couple, schedule, change)?;
        self.plan_changed(couple, Plan::Own);
        self.toast(Toast::Quiet);
        let say = if removed {
            Say::Plan(PlanSay::Week)
        } else {
            Say::Plan(PlanSay::OneSchedule { schedule })
        };
        self.send(Send::edit(me, on, say));
        Ok(())
    }

    fn apply_change(
        &mut self,
        id: CoupleId,
        schedule: ScheduleId,
        change: Change,
    ) -> Result<(), Refusal> {
        let couple = self
            .state
            .couples
            .get_mut(&id)
            .ok_or(Refusal::Couple(CoupleRefusal::NotTogether))?;
        if change == Change::Remove {
            couple.schedules.retain(|one| one.id != schedule);
            return Ok(());
        }
        let one = couple
            .schedules
            .iter_mut()
            .find(|one| one.id == schedule)
            .ok_or(Refusal::OldButton)?;
        let mut rhythm = one.rhythm().ok_or(Refusal::OldButton)?;
        match change {
            Change::Time(time) => rhythm.time = time,
            Change::Day(day) => {
                let had = rhythm.weekdays.contains(&day);
                if had && rhythm.weekdays.len() == 1 {
                    return Err(Refusal::Plan(PlanRefusal::LastOne));
                }
                if had {
                    rhythm.weekdays.retain(|other| *other != day);
                } else {
                    rhythm.weekdays = WEEK
                        .into_iter()
                        .filter(|other| *other == day || rhythm.weekdays.contains(other))
                        .collect();
                }
                rhythm.days = "*".into();
            }
            Change::Kind(kind) => {
                let had = one.kinds.contains(&kind);
                if had && one.kinds.len() == 1 {
                    return Err(Refusal::Plan(PlanRefusal::LastOne));
                }
                if had {
                    one.kinds.retain(|other| *other != kind);
                } else {
                    one.kinds.push(kind);
                }
            }
            Change::OnOff => one.off = !one.off,
            Change::Remove => {}
        }
        one.cron = rhythm.expression();
        Ok(())
    }

    /// *Another time*: the next words are read as one.
    pub(super) fn ask_time(&mut self, schedule: ScheduleId, on: MessageId) -> Result<(), Refusal> {
        let me = self.me()?;
        self.my_schedule(schedule)?;
        let until = later(self.now, EXPECT_FOR);
        if let Some(person) = self.me_mut() {
            person.expecting = Some(Expecting {
                what: Expected::Time { schedule },
                until,
            });
        }
        self.toast(Toast::Quiet);
        self.send(Send::edit(me, on, Say::Plan(PlanSay::TimeAsk)));
        Ok(())
    }

    /// Typed words that may be the time of a schedule. Whether they were.
    pub(in crate::core) fn said_time(&mut self, schedule: ScheduleId, typed: &str) -> bool {
        let Some(time) = parse_time(typed) else {
            return false;
        };
        let Ok(couple) = self.my_schedule(schedule) else {
            return false;
        };
        let Ok(me) = self.me() else { return false };
        if self
            .apply_change(couple, schedule, Change::Time(time))
            .is_err()
        {
            return false;
        }
        if let Some(person) = self.me_mut() {
            person.expecting = None;
        }
        self.plan_changed(couple, Plan::Own);
        self.send(Send::line(me, Say::Plan(PlanSay::OneSchedule { schedule })));
        true
    }

    /// After any change: it takes effect from now on, changes nothing that is open, and the partner hears of it once.
    fn plan_changed(&mut self, id: CoupleId, plan: Plan) {
        let now = self.now;
        let local = self.slots_from(id);
        let Some(couple) = self.couple(id) else {
            return;
        };
        let told = couple
            .plan_told_at
            .is_some_and(|at| now.duration_since(at).abs() < TOLD_EVERY);
        let by = self.state.me;
        let Some(couple) = self.couple_mut(id) else {
            return;
        };
        couple.plan = plan;
        couple.plan_by = by.and_then(|by| couple.seat_of(by));
        couple.mood = Mood::Awake;
        couple.unopened = 0;
        if let Some(local) = local {
            for schedule in &mut couple.schedules {
                let last = schedule.last_slot.get_or_insert(local);
                // What is past stays past; moved to a later hour of today it still comes today, unless it came already.
                *last = (*last).max(local);
            }
        }
        if told {
            return;
        }
        couple.plan_told_at = Some(now);
        let Ok((_, seat)) = self.together() else {
            return;
        };
        if let Some(partner) = self.partner(id, seat) {
            let key = format!("plan:{id}:{}", now.as_millisecond());
            self.send(Send::line(partner, Say::Plan(PlanSay::PlanChanged)).key(key));
        }
    }
}
