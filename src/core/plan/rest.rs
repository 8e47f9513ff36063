//! Asking less: nudges that stay gentle, pauses, and the plan that grows quiet when nothing opens.
//!
//! Everything here is the same for both people and points at nobody.

use jiff::civil::{DateTime, Time};
use jiff::{SignedDuration, Timestamp};

use crate::core::model::couple::{Couple, Mood, Phase};
use crate::core::model::ids::{CoupleId, MessageId, RoundId, ScheduleId, Seat};
use crate::core::model::local_time;
use crate::core::model::refusal::{PlanRefusal, Refusal};
use crate::core::model::rhythm::{EVENING, Rhythm};
use crate::core::model::round::{Closed, Origin, RoundPhase};
use crate::core::model::schedule::{PAUSE_DAYS, Schedule};
use crate::core::model::state::State;
use crate::core::model::time::later;
use crate::core::plan::slots::{self, Due};
use crate::core::protocol::effect::{Send, Toast};
use crate::core::protocol::plan::PlanSay;
use crate::core::protocol::say::Say;
use crate::core::turn::Turn;

/// Rounds in a row that did not open until the plan drops to Sundays …
pub const UNOPENED_UNTIL_SUNDAYS: u8 = 5;

/// … and until it sleeps.
pub const UNOPENED_UNTIL_SLEEP: u8 = 9;

/// The schedules that count at present: the plan's own, Sundays alone, or none.
pub fn active(couple: &Couple) -> &[Schedule] {
    match (&couple.mood, couple.paused_at) {
        (_, Some(_)) | (Mood::Asleep, _) => &[],
        (Mood::Sundays { schedule }, _) => std::slice::from_ref(schedule),
        (Mood::Awake, _) => &couple.schedules,
    }
}

/// When this couple's next slot opens, as far as one is planned.
pub fn next_slot_at(state: &State, couple: &Couple, now: Timestamp) -> Option<Timestamp> {
    let slots = active(couple).iter().filter(|schedule| !schedule.off);
    let times = slots.filter_map(|schedule| match slots::due(state, couple, schedule, now) {
        Due::At(at) => Some(at),
        _ => None,
    });
    times.min()
}

impl<R: rand::Rng> Turn<'_, R> {
    /// A round was closed without opening: after enough of them in a row less is asked.
    pub(in crate::core) fn count_unopened(&mut self, id: RoundId) {
        let Some(round) = self.round(id) else {
            return;
        };
        // Of the rounds of one slot only the last counts.
        let has_successor = self
            .state
            .rounds
            .values()
            .any(|other| matches!(other.origin, Origin::Another { of, .. } if of == id));
        if has_successor
            || !matches!(
                round.phase,
                RoundPhase::Closed {
                    how: Closed::Unopened,
                    ..
                }
            )
        {
            return;
        }
        let id = round.couple;
        let Some(couple) = self.couple_mut(id) else {
            return;
        };
        couple.unopened = couple.unopened.saturating_add(1);
        match (couple.unopened, &couple.mood) {
            (UNOPENED_UNTIL_SUNDAYS.., Mood::Awake) => self.drop_to_sundays(id, true),
            (UNOPENED_UNTIL_SLEEP.., Mood::Sundays { .. }) => couple.mood = Mood::Asleep,
            _ => {}
        }
    }

    fn drop_to_sundays(&mut self, couple: CoupleId, tell: bool) {
        let id = ScheduleId::random(self.rng);
        let kinds = self.common_kinds();
        let now = self.now;
        let local = self.slots_from(couple);
        let schedule = Schedule {
            id,
            kinds,
            cron: Rhythm::weekly(EVENING, &[jiff::civil::Weekday::Sunday]).expression(),
            turn: 0,
            last_slot: local,
            off: false,
        };
        let Some(this_couple) = self.couple_mut(couple) else {
            return;
        };
        this_couple.mood = Mood::Sundays { schedule };
        if !tell {
            return;
        }
        for seat in Seat::BOTH {
            if let Some(person) = self.couple(couple).and_then(|couple| couple.present(seat)) {
                let key = format!("quieter:{couple}:{}:{}", seat.index(), now.as_second());
                self.send(
                    Send::line(person, Say::Plan(PlanSay::Quieter))
                        .key(key)
                        .scheduled(),
                );
            }
        }
    }

    /// Something opened, or both talked: the chosen plan is back.
    pub(in crate::core) fn count_opened(&mut self, id: CoupleId) {
        let Some(couple) = self.couple_mut(id) else {
            return;
        };
        couple.unopened = 0;
        if couple.mood != Mood::Awake {
            couple.mood = Mood::Awake;
            self.skip_to_now(id);
        }
    }

    /// One of the two wrote or pressed something: a plan that slept goes on with Sundays.
    pub(in crate::core) fn wake_plan(&mut self) {
        let Ok((couple, _)) = self.together() else {
            return;
        };
        let asleep = self
            .couple(couple)
            .is_some_and(|couple| couple.mood == Mood::Asleep);
        if asleep {
            self.drop_to_sundays(couple, false);
            if let Some(couple) = self.couple_mut(couple) {
                couple.unopened = UNOPENED_UNTIL_SUNDAYS;
            }
        }
    }

    /// `/pause`: which of them?
    pub(in crate::core) fn pause_ask(&mut self) -> Result<(), Refusal> {
        let me = self.me()?;
        self.together()?;
        self.send(Send::line(me, Say::Plan(PlanSay::PauseAsk)));
        Ok(())
    }

    /// Nothing new and no nudges for so many days, or until resumed. Either may; the other reads until when, not who.
    pub(super) fn pause(&mut self, days: Option<u8>, on: MessageId) -> Result<(), Refusal> {
        let me = self.me()?;
        let (couple, seat) = self.together()?;
        if days.is_some_and(|days| !PAUSE_DAYS.contains(&days)) {
            return Err(Refusal::OldButton);
        }
        let now = self.now;
        let until = days.map(|days| later(now, SignedDuration::from_hours(24 * i64::from(days))));
        let was_paused = self
            .couple(couple)
            .is_some_and(|couple| couple.paused_at.is_some());
        if let Some(this_couple) = self.couple_mut(couple) {
            this_couple.paused_at.get_or_insert(now);
            this_couple.paused_until = until;
        }
        self.toast(Toast::Quiet);
        self.send(Send::edit(me, on, Say::Plan(PlanSay::Resting { until })));
        if let Some(partner) = self.partner(couple, seat)
            && !was_paused
        {
            let key = format!("rest:{couple}:{}", now.as_millisecond());
            self.send(Send::line(partner, Say::Plan(PlanSay::Resting { until })).key(key));
        }
        Ok(())
    }

    /// `/resume`, or the end of a pause.
    pub(in crate::core) fn resume_now(&mut self) -> Result<(), Refusal> {
        let me = self.me()?;
        let (couple, seat) = self.together()?;
        if self
            .couple(couple)
            .is_none_or(|couple| couple.paused_at.is_none())
        {
            return Err(Refusal::Plan(PlanRefusal::NotResting));
        }
        self.end_pause(couple);
        self.send(Send::line(me, Say::Plan(PlanSay::Resumed)));
        if let Some(partner) = self.partner(couple, seat) {
            let key = format!("resume:{couple}:{}", self.now.as_millisecond());
            self.send(Send::line(partner, Say::Plan(PlanSay::Resumed)).key(key));
        }
        Ok(())
    }

    /// The pause is over: the time of every open round stood still meanwhile.
    pub(in crate::core) fn end_pause(&mut self, id: CoupleId) {
        let now = self.now;
        let Some(couple) = self.couple_mut(id) else {
            return;
        };
        let Some(since) = couple.paused_at.take() else {
            return;
        };
        couple.paused_until = None;
        let stood_still = now.duration_since(since).max(SignedDuration::ZERO);
        for round in self.open_rounds(id) {
            if let Some(round) = self.round_mut(round) {
                round.close_at = round.close_at.map(|at| later(at, stood_still));
                for seat in &mut round.seats {
                    seat.nudge_at = seat.nudge_at.map(|at| later(at, stood_still));
                }
            }
        }
        self.reflections_rested(id, stood_still);
        self.skip_to_now(id);
    }

    /// Slots that came while the plan was not followed are over: none of them is made up for.
    fn skip_to_now(&mut self, couple: CoupleId) {
        self.skip_rituals(couple);
        let from = self.slots_from(couple);
        if let (Some(from), Some(couple)) = (from, self.couple_mut(couple)) {
            for schedule in &mut couple.schedules {
                schedule.last_slot = schedule.last_slot.map(|slot| slot.max(from));
            }
        }
    }

    /// After which local time slots count when a plan begins now: the later of the two people's, and never on the day of the
    /// first prompt, which took its place. `None` as long as no zone is known.
    pub(super) fn slots_from(&self, id: CoupleId) -> Option<DateTime> {
        let couple = self.couple(id)?;
        let zones = Seat::BOTH.map(|seat| local_time::zone_of_seat(&self.state, couple, seat));
        let latest = |at: Timestamp| {
            zones
                .iter()
                .flatten()
                .map(|zone| zone.to_datetime(at))
                .max()
        };
        let now = latest(self.now)?;
        let Phase::Together { at } = couple.phase else {
            return Some(now);
        };
        let first_day = latest(at)?.date();
        Some(now.max(first_day.to_datetime(Time::constant(23, 59, 59, 0))))
    }
}
