//! The one gentle reminder of a round: when it is due, and who gets it.

use jiff::{SignedDuration, Timestamp};

use crate::core::model::about::Role;
use crate::core::model::couple::Couple;
use crate::core::model::delivery::Class;
use crate::core::model::ids::{RoundId, Seat};
use crate::core::model::local_time;
use crate::core::model::round::Round;
use crate::core::model::time::later;
use crate::core::plan::rest::next_slot_at;
use crate::core::protocol::effect::Send;
use crate::core::protocol::round::RoundSay;
use crate::core::protocol::say::Say;
use crate::core::turn::Turn;

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
    pub(in crate::core) fn plan_nudge(&mut self, id: RoundId, seat: Seat) {
        let now = self.now;
        let Some(round) = self.round(id) else {
            return;
        };
        let Some(couple) = self.couple(round.couple) else {
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
        let Some(close) = round.close_at else {
            return;
        };
        let end = next_slot_at(&self.state, couple, now).map_or(close, |slot| slot.min(close));
        let half = end.duration_since(now) / 2;
        if half < SignedDuration::from_mins(30) {
            return;
        }
        let at = later(now, half);
        let at = local_time::quiet_until(&self.state, person, at).unwrap_or(at);
        if let Some(round) = self.round_mut(id) {
            round.seat_mut(seat).nudge_at = (at < end).then_some(at);
        }
    }

    /// Sends the nudges of a round that are due.
    pub(super) fn tick_nudges(&mut self, id: RoundId) {
        let now = self.now;
        for seat in Seat::BOTH {
            let Some(round) = self.round(id) else {
                return;
            };
            let Some(couple) = self.couple(round.couple) else {
                return;
            };
            if nudge_due(couple, round, seat).is_none_or(|at| at > now) {
                continue;
            }
            let person = couple.present(seat);
            let card = round.seat(seat).card.as_ref().map(|card| card.key.clone());
            if let Some(round) = self.round_mut(id) {
                round.seat_mut(seat).nudge_at = None;
            }
            let Some(person) = person else { continue };
            let wants = self
                .person(person)
                .is_some_and(|person| person.settings.nudges && person.reachable);
            if !wants {
                continue;
            }
            if let Some(awake) = local_time::quiet_until(&self.state, person, now) {
                // It was held up until now; better at the end of the night than never, if there is time.
                if let Some(round) = self.round_mut(id) {
                    round.seat_mut(seat).nudge_at = round
                        .close_at
                        .is_none_or(|close| awake < close)
                        .then_some(awake);
                }
                continue;
            }
            let nudge = Send::line(person, Say::Round(RoundSay::Nudge { round: id, seat })).role(
                Role::Line,
                id,
                seat,
            );
            let mut nudge = nudge
                .key(format!("nudge:{id}:{}", seat.index()))
                .scheduled();
            nudge.class = Class::Once;
            nudge.reply = card.map(crate::core::protocol::effect::ReplyTo::Sent);
            self.send(nudge);
        }
    }
}
