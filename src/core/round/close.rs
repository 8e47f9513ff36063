//! Closing a round that did not open, and what its cards say then. A round both have answered never closes unopened.

use std::collections::BTreeSet;

use jiff::Timestamp;

use crate::core::model::couple::Couple;
use crate::core::model::delivery::Class;
use crate::core::model::ids::{CoupleId, PersonId, RoundId, Seat};
use crate::core::model::round::{Closed, HALF_FOR, Half, Round, RoundPhase, SeatRound};
use crate::core::model::time::later;
use crate::core::plan::slots::LATE_MAX;
use crate::core::protocol::effect::{Effect, QueueChange, Send, Target};
use crate::core::protocol::round::{RoundSay, RoundWords};
use crate::core::protocol::say::Say;
use crate::core::round::half::{by_a_leave, half_key};
use crate::core::turn::Turn;

/// One message asks about this many halves at most, so that it stays one message.
const HALVES_IN_ONE: usize = 20;

/// When a round is given up because its prompt has reached nobody: so long after the later of the moments at which the two were
/// asked, or were to be. An answer stands for an arrival.
pub fn unreached_at(couple: &Couple, round: &Round) -> Option<Timestamp> {
    let reached = |seat: &SeatRound| seat.delivered_at.is_some() || !seat.parts.is_empty();
    if !couple.is_together() || round.phase != RoundPhase::Open || round.seats.iter().any(reached) {
        return None;
    }
    let moments = round.seats.iter().map(|seat| seat.ask_at);
    moments.max().flatten().map(|at| later(at, LATE_MAX))
}

impl<R: rand::Rng> Turn<'_, R> {
    /// Its time is over: each half stays its author's.
    pub(super) fn close_unopened(&mut self, round: RoundId) {
        self.close_as(round, Closed::Unopened);
        let until = later(self.now, HALF_FOR);
        let Some(couple) = self.round(round).map(|round| round.couple) else {
            return;
        };
        for seat in Seat::BOTH {
            let Some(this_round) = self.round_mut(round) else {
                return;
            };
            if !this_round.answered(seat) {
                continue;
            }
            if !this_round.leaves_a_half(seat) {
                this_round.seat_mut(seat).half = Some(Half::LetGo);
                self.effects
                    .push(Effect::Round(RoundWords::EraseParts { round, seat }));
                continue;
            }
            this_round.seat_mut(seat).half = Some(Half::Offered { until });
            let Some(to) = self.couple(couple).and_then(|couple| couple.present(seat)) else {
                continue;
            };
            self.gather_halves(couple, round, seat, to);
            let offer = Send::line(to, Say::Round(RoundSay::HalfOffer { round, seat }))
                .key(half_key(round, seat));
            self.send(offer.scheduled());
        }
        for seat in Seat::BOTH {
            self.show_closed(round, seat);
        }
        self.count_unopened(round);
    }

    /// Halves of this person that are still undecided are asked about in the newest message, all in one.
    fn gather_halves(&mut self, couple: CoupleId, newest: RoundId, seat: Seat, to: PersonId) {
        let undecided = |round: &&mut Round| {
            round.couple == couple
                && round.id != newest
                && round.is_half_offered(seat)
                && !by_a_leave(round)
        };
        let rounds = self.state.rounds.values_mut().filter(undecided);
        let mut asked_by = BTreeSet::new();
        for round in rounds.take(HALVES_IN_ONE - 1) {
            asked_by.insert(half_key(round.offered_by(seat), seat));
            round.seat_mut(seat).offered_with = Some(newest);
        }
        for key in asked_by {
            let is_it = |effect: &Effect| {
                matches!(effect, Effect::Send(send)
                    if send.target == Target::New && send.key.as_ref() == Some(&key))
            };
            if let Some(unsent) = self.effects.iter().position(is_it) {
                self.effects.remove(unsent);
                continue;
            }
            let moved = Send::line(to, Say::Round(RoundSay::HalfMoved)).scheduled();
            self.send(Send {
                target: Target::Sent(key),
                class: Class::Set,
                ..moved
            });
        }
    }

    /// Nobody was reached in time: a round nobody knows of is dropped in silence, and its prompt returns to the pool.
    pub(super) fn drop_unreached(&mut self, id: RoundId) {
        let now = self.now;
        let Some(round) = self.round(id) else {
            return;
        };
        let due = self
            .couple(round.couple)
            .and_then(|couple| unreached_at(couple, round));
        if due.is_none_or(|at| at > now) {
            return;
        }
        self.close_as(id, Closed::Dropped);
        self.forget_asked(id);
        for seat in Seat::BOTH {
            self.show_closed(id, seat);
        }
    }

    pub(super) fn is_paused(&self, round: RoundId) -> bool {
        let couple = self
            .round(round)
            .and_then(|round| self.couple(round.couple));
        couple.is_some_and(|couple| couple.paused_at.is_some())
    }

    pub(in crate::core) fn close_as(&mut self, round: RoundId, how: Closed) {
        let at = self.now;
        if let Some(round) = self.round_mut(round) {
            round.phase = RoundPhase::Closed { at, how };
        }
    }

    /// Destroys one seat's unopened answer and shows that seat a round that is over.
    pub(in crate::core) fn void_seat(&mut self, round: RoundId, seat: Seat) {
        let Some(this_round) = self.round_mut(round) else {
            return;
        };
        let mine = this_round.seat_mut(seat);
        mine.empty();
        mine.talk = false;
        mine.gone = true;
        if matches!(this_round.phase, RoundPhase::Touching { .. }) {
            this_round.phase = RoundPhase::Open;
        }
        let couple = this_round.couple;
        self.effects
            .push(Effect::Round(RoundWords::EraseParts { round, seat }));
        let card = self
            .round(round)
            .and_then(|round| round.seat(seat).card.clone());
        let Some(person) = self.couple(couple).and_then(|couple| couple.person(seat)) else {
            return;
        };
        self.effects.push(Effect::Queue(QueueChange::Unsend {
            to: person,
            thread: round.thread(),
        }));
        // Words without an address are for another question from now on.
        if let Some(person) = self.state.persons.get_mut(&person)
            && person.last_card.is_some_and(|came| came.round == round)
        {
            person.last_card = None;
        }
        if let Some(card) = card {
            let edit = Send::line(person, Say::Round(RoundSay::CardOver));
            self.send(Send {
                target: Target::Sent(card.key),
                class: Class::Set,
                ..edit
            });
        }
    }
}
