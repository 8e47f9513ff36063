//! The clock's part: everything that is due for one couple, and the two numbers that say when to look again.
//!
//! A tick closes before it opens. [`next_due`] is pure and saved beside the couple; nothing else remembers a timer. It is two
//! numbers because asking by schedule may have to wait for the sender ([`World::may_ask`]), and nothing else may wait behind it:
//! when very many are to be asked in the same minute, a reveal that two people wait for still comes at its moment.

use jiff::{SignedDuration, Timestamp};

use crate::core::deck::ritual;
use crate::core::model::couple::{Couple, Phase};
use crate::core::model::ids::{CoupleId, RoundId, Seat};
use crate::core::model::round::{Half, Round, RoundPhase, TOUCH_MAX};
use crate::core::model::state::State;
use crate::core::model::time::later;
use crate::core::plan::rest;
use crate::core::plan::slots::{self, Due};
use crate::core::reflection::{self, after};
use crate::core::round::close::unreached_at;
use crate::core::round::nudge;
use crate::core::turn::{Turn, World};

/// Without a reveal, the zone question comes after this long.
const ZONE_QUESTION_AFTER: SignedDuration = SignedDuration::from_hours(24);

/// The wall clock is believed, when something is to be erased, once it has kept step with the monotonic one for this long.
pub const TRUSTED_AFTER: SignedDuration = SignedDuration::from_hours(1);

/// When a couple is to be looked at again; `None` when nothing is planned. A moment that has passed is still due.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub struct NextDue {
    /// For anything at all. A slot that is held keeps its own moment, and with it its place among all that are held.
    pub at: Option<Timestamp>,
    /// For anything but asking by schedule: never before `at`.
    pub braked_at: Option<Timestamp>,
}

impl NextDue {
    /// Nothing here waits for the sender.
    fn without_asking(at: Option<Timestamp>) -> NextDue {
        NextDue { at, braked_at: at }
    }
}

/// When this couple is to be looked at again.
pub fn next_due(state: &State, id: CoupleId, now: Timestamp, world: &World<'_>) -> NextDue {
    let Some(couple) = state.couples.get(&id) else {
        return NextDue::default();
    };
    let rounds = state.rounds.values().filter(|round| round.couple == id);
    let halves = rounds
        .clone()
        .flat_map(|round| &round.seats)
        .filter_map(|seat| match seat.half {
            Some(Half::Offered { until }) => Some(until),
            _ => None,
        });
    let halves = halves.min().map(|at| at.max(world.erase_from));
    match couple.phase {
        Phase::Ended { .. } => {
            let reflected = reflection::next_at(state, couple, world.erase_from);
            return NextDue::without_asking(halves.into_iter().chain(reflected).min());
        }
        Phase::Inviting | Phase::Proposed { .. } => {
            let lapse = couple.expires_at.map(|at| at.max(world.erase_from));
            return NextDue::without_asking(lapse);
        }
        Phase::Together { .. } => {}
    }
    let mut due: Vec<Timestamp> = halves.into_iter().collect();
    let mut asking = Vec::new();
    for round in rounds.filter(|round| round.is_open()) {
        match round.phase {
            RoundPhase::Touching { since } => due.push(later(since, TOUCH_MAX)),
            _ if couple.reflect.held => {}
            _ => due.extend(round.reveal_due(world.rules.reveal_delay)),
        }
        if couple.paused_at.is_none() {
            due.extend(round.close_due());
        }
        due.extend(unreached_at(couple, round));
        due.extend(
            Seat::BOTH
                .into_iter()
                .filter_map(|seat| nudge::nudge_due(couple, round, seat)),
        );
        let unasked = round.seats.iter().filter(|seat| !seat.asked);
        let unasked = unasked.filter_map(|seat| seat.ask_at);
        if comes_by_schedule(round) {
            asking.extend(unasked);
        } else {
            due.extend(unasked);
        }
    }
    due.extend(couple.leaving.map(|leaving| leaving.line_at));
    due.extend(zone_question_at(state, couple));
    due.extend(couple.paused_until);
    due.extend(ritual::next_at(state, couple, now));
    due.extend(reflection::next_at(state, couple, world.erase_from));
    due.extend(after::offer_at(state, couple));
    for schedule in rest::active(couple).iter().filter(|schedule| !schedule.off) {
        match slots::due(state, couple, schedule, now) {
            Due::Now(slot) => asking.push(slot.opens_at()),
            Due::At(at) => asking.push(at),
            Due::Missed(_) => due.push(now),
            Due::Never => {}
        }
    }
    let braked_at = due.into_iter().min();
    NextDue {
        at: asking.into_iter().chain(braked_at).min(),
        braked_at,
    }
}

/// Its prompts come by the clock, so that they may wait for the sender; what a person asked for does not.
fn comes_by_schedule(round: &Round) -> bool {
    round.schedule().is_some()
}

/// On the second day the zone is asked for even if nothing was revealed.
fn zone_question_at(state: &State, couple: &Couple) -> Option<Timestamp> {
    let Phase::Together { at } = couple.phase else {
        return None;
    };
    let unasked = |seat: &Seat| {
        let person = couple
            .present(*seat)
            .and_then(|person| state.persons.get(&person));
        person.is_some_and(|person| person.zone.is_none() && !person.zone_asked)
    };
    Seat::BOTH
        .iter()
        .any(unasked)
        .then(|| later(at, ZONE_QUESTION_AFTER))
}

impl<R: rand::Rng> Turn<'_, R> {
    /// Whether what has been kept long enough may be erased now.
    pub(super) fn may_erase(&self) -> bool {
        self.now >= self.world.erase_from
    }

    /// Whether the clock may ask for this round now.
    pub(super) fn may_ask_by_schedule(&self, round: RoundId) -> bool {
        self.world.may_ask || !self.round(round).is_some_and(comes_by_schedule)
    }

    /// Does all that is due for a couple, and leaves due what would ask by schedule while it may not.
    pub(super) fn tick(&mut self, couple: CoupleId) {
        let now = self.now;
        let Some(this_couple) = self.couple(couple) else {
            return;
        };
        match this_couple.phase {
            Phase::Inviting | Phase::Proposed { .. } => {
                let over = this_couple.expires_at.is_some_and(|end| end <= now);
                if over && self.may_erase() {
                    self.lapse(couple);
                }
                return;
            }
            Phase::Ended { .. } => {}
            Phase::Together { .. } => {
                if let Some(leaving) = this_couple.leaving.filter(|leaving| leaving.line_at <= now)
                {
                    self.end_couple(couple, leaving.seat);
                }
            }
        }
        if self
            .couple(couple)
            .is_some_and(|couple| couple.paused_until.is_some_and(|end| end <= now))
        {
            self.end_pause(couple);
        }
        self.tick_reflections(couple);
        let rounds: Vec<RoundId> = self
            .state
            .rounds
            .values()
            .filter(|round| round.couple == couple)
            .map(|round| round.id)
            .collect();
        for round in rounds {
            self.tick_round(round);
        }
        if !self.couple(couple).is_some_and(Couple::is_together) {
            return;
        }
        if let Some(this_couple) = self.couple(couple)
            && zone_question_at(&self.state, this_couple).is_some_and(|at| at <= now)
        {
            self.offer_zone(couple);
        }
        self.tick_schedules(couple);
        self.tick_rituals(couple);
    }
}
