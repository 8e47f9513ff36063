//! Asking less: nudges that stay gentle, pauses, and the plan that grows quiet when nothing opens.
//!
//! Everything here is the same for both people and points at nobody.

use jiff::civil::{DateTime, Time};
use jiff::{SignedDuration, Timestamp};

use crate::core::delivery::Class;
use crate::core::effect::{Say, Send, Toast};
use crate::core::event::Role;
use crate::core::ids::{CoupleId, MessageId, RoundId, ScheduleId, Seat};
use crate::core::plan::{EVENING, Rhythm};
use crate::core::refusal::Refusal;
use crate::core::round::{Closed, Origin, Round, RoundPhase, later};
use crate::core::schedule::{self, Due};
use crate::core::state::{Couple, Mood, Phase, Schedule, State};
use crate::core::turn::Turn;

/// Rounds in a row that did not open until the plan drops to Sundays …
pub const UNOPENED_UNTIL_SUNDAYS: u8 = 5;
/// … and until it sleeps.
pub const UNOPENED_UNTIL_SLEEP: u8 = 9;
/// A pause of so many days can be chosen; without an end it lasts until resumed.
pub const PAUSE_DAYS: [u8; 3] = [1, 3, 7];

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
    let times = slots.filter_map(
        |schedule| match schedule::due(state, couple, schedule, now) {
            Due::At(at) => Some(at),
            _ => None,
        },
    );
    times.min()
}

/// When a person is to be nudged about a round, if they are: not while it is answered, passed, or resting.
pub fn nudge_due(couple: &Couple, round: &Round, seat: Seat) -> Option<Timestamp> {
    let mine = round.seat(seat);
    let waits = round.is_open()
        && !round.answered(seat)
        && mine.asked
        && !mine.passed
        && !mine.moved
        && !mine.talk
        && !mine.gone
        && couple.paused_at.is_none()
        && !couple.reflect.held;
    if waits && couple.is_together() {
        mine.nudge_at
    } else {
        None
    }
}

impl<R: rand::Rng> Turn<'_, R> {
    /// Plans the one nudge of a round for a person who was just asked: half way to the next slot or to the close, whichever is
    /// earlier, moved out of their quiet hours. None if nothing is left of the time then.
    pub fn plan_nudge(&mut self, round: RoundId, seat: Seat) {
        let now = self.now;
        let Some(at_hand) = self.round(round) else {
            return;
        };
        let Some(couple) = self.couple(at_hand.couple) else {
            return;
        };
        let Some(person) = couple.present(seat) else {
            return;
        };
        if !self
            .person(person)
            .is_some_and(|person| person.settings.nudges)
        {
            return;
        }
        let Some(close) = at_hand.close_at else {
            return;
        };
        let end = next_slot_at(&self.state, couple, now).map_or(close, |slot| slot.min(close));
        let half = end.duration_since(now) / 2;
        if half < SignedDuration::from_mins(30) {
            return;
        }
        let at = later(now, half);
        let at = schedule::quiet_until(&self.state, person, at).unwrap_or(at);
        if let Some(round) = self.round_mut(round) {
            round.seat_mut(seat).nudge_at = (at < end).then_some(at);
        }
    }

    /// Sends the nudges of a round that are due.
    pub fn tick_nudges(&mut self, round: RoundId) {
        let now = self.now;
        for seat in Seat::BOTH {
            let Some(at_hand) = self.round(round) else {
                return;
            };
            let Some(couple) = self.couple(at_hand.couple) else {
                return;
            };
            if nudge_due(couple, at_hand, seat).is_none_or(|at| at > now) {
                continue;
            }
            let person = couple.present(seat);
            let card = at_hand
                .seat(seat)
                .card
                .as_ref()
                .map(|card| card.key.clone());
            if let Some(round) = self.round_mut(round) {
                round.seat_mut(seat).nudge_at = None;
            }
            let Some(person) = person else { continue };
            let wants = self
                .person(person)
                .is_some_and(|person| person.settings.nudges && person.reachable);
            if !wants {
                continue;
            }
            if let Some(awake) = schedule::quiet_until(&self.state, person, now) {
                // It was held up until now; better at the end of the night than never, if there is time.
                if let Some(round) = self.round_mut(round) {
                    round.seat_mut(seat).nudge_at = round
                        .close_at
                        .is_none_or(|close| awake < close)
                        .then_some(awake);
                }
                continue;
            }
            let nudge =
                Send::line(person, Say::Nudge { round, seat }).role(Role::Line, round, seat);
            let mut nudge = nudge
                .key(format!("nudge:{round}:{}", seat.index()))
                .scheduled();
            nudge.class = Class::Once;
            nudge.reply = card.map(crate::core::effect::ReplyTo::Sent);
            self.send(nudge);
        }
    }

    /// A round was closed without opening: after enough of them in a row less is asked.
    pub fn count_unopened(&mut self, round: RoundId) {
        let Some(at_hand) = self.round(round) else {
            return;
        };
        // Of the rounds of one slot only the last counts.
        let has_successor = self
            .state
            .rounds
            .values()
            .any(|other| matches!(other.origin, Origin::Another { of, .. } if of == round));
        if has_successor
            || !matches!(
                at_hand.phase,
                RoundPhase::Closed {
                    how: Closed::Unopened,
                    ..
                }
            )
        {
            return;
        }
        let couple = at_hand.couple;
        let Some(at_hand) = self.couple_mut(couple) else {
            return;
        };
        at_hand.unopened = at_hand.unopened.saturating_add(1);
        match (at_hand.unopened, &at_hand.mood) {
            (UNOPENED_UNTIL_SUNDAYS.., Mood::Awake) => self.drop_to_sundays(couple, true),
            (UNOPENED_UNTIL_SLEEP.., Mood::Sundays { .. }) => at_hand.mood = Mood::Asleep,
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
        let Some(at_hand) = self.couple_mut(couple) else {
            return;
        };
        at_hand.mood = Mood::Sundays { schedule };
        if !tell {
            return;
        }
        for seat in Seat::BOTH {
            if let Some(person) = self.couple(couple).and_then(|couple| couple.present(seat)) {
                let key = format!("quieter:{couple}:{}:{}", seat.index(), now.as_second());
                self.send(Send::line(person, Say::Quieter).key(key).scheduled());
            }
        }
    }

    /// Something opened, or both talked: the chosen plan is back.
    pub fn count_opened(&mut self, couple: CoupleId) {
        let Some(at_hand) = self.couple_mut(couple) else {
            return;
        };
        at_hand.unopened = 0;
        if at_hand.mood != Mood::Awake {
            at_hand.mood = Mood::Awake;
            self.skip_to_now(couple);
        }
    }

    /// One of the two wrote or pressed something: a plan that slept goes on with Sundays.
    pub fn stir(&mut self) {
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
    pub fn pause_ask(&mut self) -> Result<(), Refusal> {
        let me = self.me()?;
        self.together()?;
        self.send(Send::line(me, Say::PauseAsk));
        Ok(())
    }

    /// Nothing new and no nudges for so many days, or until resumed. Either may; the other reads until when, not who.
    pub fn pause(&mut self, days: Option<u8>, on: MessageId) -> Result<(), Refusal> {
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
        if let Some(at_hand) = self.couple_mut(couple) {
            at_hand.paused_at.get_or_insert(now);
            at_hand.paused_until = until;
        }
        self.toast(Toast::Quiet);
        self.send(Send::edit(me, on, Say::Resting { until }));
        if let Some(partner) = self.partner(couple, seat)
            && !was_paused
        {
            let key = format!("rest:{couple}:{}", now.as_millisecond());
            self.send(Send::line(partner, Say::Resting { until }).key(key));
        }
        Ok(())
    }

    /// `/resume`, or the end of a pause.
    pub fn resume_now(&mut self) -> Result<(), Refusal> {
        let me = self.me()?;
        let (couple, seat) = self.together()?;
        if self
            .couple(couple)
            .is_none_or(|couple| couple.paused_at.is_none())
        {
            return Err(Refusal::NotResting);
        }
        self.end_pause(couple);
        self.send(Send::line(me, Say::Resumed));
        if let Some(partner) = self.partner(couple, seat) {
            let key = format!("resume:{couple}:{}", self.now.as_millisecond());
            self.send(Send::line(partner, Say::Resumed).key(key));
        }
        Ok(())
    }

    /// The pause is over: the time of every open round stood still meanwhile.
    pub fn end_pause(&mut self, couple: CoupleId) {
        let now = self.now;
        let Some(at_hand) = self.couple_mut(couple) else {
            return;
        };
        let Some(since) = at_hand.paused_at.take() else {
            return;
        };
        at_hand.paused_until = None;
        let stood_still = now.duration_since(since).max(SignedDuration::ZERO);
        for round in self.open_rounds(couple) {
            if let Some(round) = self.round_mut(round) {
                round.close_at = round.close_at.map(|at| later(at, stood_still));
                for seat in &mut round.seats {
                    seat.nudge_at = seat.nudge_at.map(|at| later(at, stood_still));
                }
            }
        }
        self.reflections_rested(couple, stood_still);
        self.skip_to_now(couple);
    }

    /// Slots that came while the plan was not followed are over: none of them is made up for.
    fn skip_to_now(&mut self, couple: CoupleId) {
        self.skip_rituals(couple);
        let from = self.slots_from(couple);
        if let (Some(from), Some(at_hand)) = (from, self.couple_mut(couple)) {
            for schedule in &mut at_hand.schedules {
                schedule.last_slot = schedule.last_slot.map(|slot| slot.max(from));
            }
        }
    }

    /// After which local time slots count when a plan begins now: the later of the two people's, and never on the day of the
    /// first prompt, which took its place. `None` as long as no zone is known.
    pub fn slots_from(&self, couple: CoupleId) -> Option<DateTime> {
        let at_hand = self.couple(couple)?;
        let zones = Seat::BOTH.map(|seat| schedule::zone_of_seat(&self.state, at_hand, seat));
        let latest = |at: Timestamp| {
            zones
                .iter()
                .flatten()
                .map(|zone| zone.to_datetime(at))
                .max()
        };
        let now = latest(self.now)?;
        let Phase::Together { at } = at_hand.phase else {
            return Some(now);
        };
        let first_day = latest(at)?.date();
        Some(now.max(first_day.to_datetime(Time::constant(23, 59, 59, 0))))
    }
}
