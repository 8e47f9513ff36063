//! Opens the slot of a schedule whose moment has come, or passes over it.
//!
//! One slot opens one round at most, and none while somebody has two prompts waiting. Start with `tick_schedules`.

use jiff::Timestamp;
use jiff::civil::Date;

use crate::core::model::couple::{Mood, Phase};
use crate::core::model::ids::{CoupleId, RoundId, ScheduleId, Seat};
use crate::core::model::local_time;
use crate::core::model::round::{OPEN_FOR, Origin};
use crate::core::model::schedule::Schedule;
use crate::core::model::state::State;
use crate::core::model::time::later;
use crate::core::plan::rest;
use crate::core::plan::slots::{self, Due, LATE_MAX, Slot};
use crate::core::turn::Turn;

/// What is asked during a reflection.
const CHECK_IN: &str = "check-in";

/// Prompts that may wait unanswered for one person before a slot is skipped for both.
const WAITING_MAX: usize = 2;

/// The slots of a couple whose moment has come, as each one's schedule and date.
pub fn opening(state: &State, couple: CoupleId, now: Timestamp) -> Vec<(ScheduleId, Date)> {
    let couples = state.couples.get(&couple);
    let Some(couple) = couples.filter(|couple| couple.is_together()) else {
        return Vec::new();
    };
    let due = |schedule: &Schedule| match slots::due(state, couple, schedule, now) {
        Due::Now(slot) => Some((schedule.id, slot.slot.date())),
        _ => None,
    };
    rest::active(couple).iter().filter_map(due).collect()
}

impl<R: rand::Rng> Turn<'_, R> {
    pub(in crate::core) fn tick_schedules(&mut self, couple: CoupleId) {
        let Some(this_couple) = self.couple(couple) else {
            return;
        };
        let ids: Vec<ScheduleId> = rest::active(this_couple)
            .iter()
            .filter(|one| !one.off)
            .map(|one| one.id)
            .collect();
        for id in ids {
            // A wrong clock and a missed slot each take one more look.
            for _ in 0..3 {
                let Some(this_couple) = self.couple(couple) else {
                    return;
                };
                let Some(schedule) = rest::active(this_couple).iter().find(|one| one.id == id)
                else {
                    break;
                };
                match slots::due(&self.state, this_couple, schedule, self.now) {
                    Due::Now(_) if !self.world.may_ask => break,
                    Due::Now(slot) => {
                        let schedule = schedule.clone();
                        self.change_schedule_state(couple, id, |schedule| {
                            schedule.last_slot = Some(slot.slot)
                        });
                        if !self.state.taken.contains(&(id, slot.slot.date())) {
                            self.open_slot(couple, &schedule, slot);
                        }
                    }
                    Due::Missed(slot) => {
                        self.change_schedule_state(couple, id, |schedule| {
                            schedule.last_slot = Some(slot)
                        });
                    }
                    Due::At(_) | Due::Never => break,
                }
            }
        }
    }

    fn change_schedule_state(
        &mut self,
        couple: CoupleId,
        id: ScheduleId,
        change: impl FnOnce(&mut Schedule),
    ) {
        let Some(this_couple) = self.couple_mut(couple) else {
            return;
        };
        let schedule = match &mut this_couple.mood {
            Mood::Sundays { schedule } if schedule.id == id => Some(schedule),
            _ => this_couple.schedules.iter_mut().find(|one| one.id == id),
        };
        if let Some(schedule) = schedule {
            change(schedule);
        }
    }

    /// Opens the round of a slot, unless somebody has enough waiting already.
    fn open_slot(&mut self, couple: CoupleId, schedule: &Schedule, slot: Slot) {
        let held = self
            .couple(couple)
            .is_some_and(|couple| couple.reflect.held);
        let check_in = schedule.kinds.iter().find(|kind| kind.as_str() == CHECK_IN);
        if held && check_in.is_none() {
            return;
        }
        let predecessors: Vec<RoundId> = self
            .state
            .rounds
            .values()
            .filter(|round| {
                round.couple == couple && round.is_open() && round.schedule() == Some(schedule.id)
            })
            .map(|round| round.id)
            .collect();
        let waiting = |seat: Seat| {
            let rounds = self
                .state
                .rounds
                .values()
                .filter(|round| round.couple == couple);
            rounds
                .filter(|round| {
                    round.waits_for(seat, self.now) && !predecessors.contains(&round.id)
                })
                .count()
        };
        if Seat::BOTH
            .into_iter()
            .any(|seat| waiting(seat) >= WAITING_MAX)
        {
            return;
        }
        let ask_at = Seat::BOTH.map(|seat| {
            let at = slot.at[seat.index()];
            // Long past for one of the two: asked as soon as they are awake.
            let long_past = self.now.duration_since(at) >= LATE_MAX;
            Some(if long_past {
                self.when_asked(couple, seat)
            } else {
                at
            })
        });
        let asked_both_at = slot.asked_both_at().max(self.now);
        let close_at = later(asked_both_at, OPEN_FOR);
        let origin = Origin::Slot {
            schedule: schedule.id,
            slot: slot.slot,
        };
        let opened = match check_in.filter(|_| held) {
            Some(kind) => {
                let opened = self.open_round(couple, kind, origin, ask_at, Some(close_at));
                opened
                    .ok()
                    .inspect(|_| self.note_turn(couple, schedule, kind))
            }
            None => self.open_in_turn(couple, schedule, |turn, kind| {
                turn.open_round(couple, kind, origin, ask_at, Some(close_at))
            }),
        };
        let Some(round) = opened else {
            return;
        };
        // Before anybody is asked: what ends here is not called open on the new prompt.
        for predecessor in predecessors {
            if let Some(predecessor) = self.round_mut(predecessor) {
                predecessor.close_at = predecessor.close_at.map(|at| at.min(asked_both_at));
            }
        }
        self.ask_due_seats(round);
        self.change_schedule_state(couple, schedule.id, |schedule| {
            schedule.turn = schedule.turn.wrapping_add(1);
        });
    }

    /// A couple's schedules begin once a zone is known, the day after the first prompt.
    pub(in crate::core) fn start_schedules(&mut self, id: CoupleId) {
        let Some(couple) = self.couple(id) else {
            return;
        };
        let Phase::Together { at } = couple.phase else {
            return;
        };
        let zones = Seat::BOTH.map(|seat| local_time::zone_of_seat(&self.state, couple, seat));
        let (Some(a), Some(b)) = (&zones[0], &zones[1]) else {
            return;
        };
        let first_day = a.to_datetime(at).date().max(b.to_datetime(at).date());
        let today = a.to_datetime(self.now).max(b.to_datetime(self.now));
        let first_day = first_day.to_datetime(jiff::civil::Time::constant(23, 59, 59, 0));
        let from = first_day.max(today);
        if let Some(couple) = self.couple_mut(id) {
            for schedule in &mut couple.schedules {
                schedule.last_slot.get_or_insert(from);
            }
        }
    }
}
