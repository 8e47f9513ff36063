//! Putting a prompt aside: *another one*, *not tonight*, *let's talk instead*.
//!
//! What the other sees never tells which it was. Start with `another`.

use crate::core::model::ids::{RoundId, Seat};
use crate::core::model::refusal::{Refusal, RoundRefusal};
use crate::core::model::round::{ANOTHER_MAX, Card, Closed, OPEN_FOR, Origin, SeatRound};
use crate::core::model::time::{later, whole_second};
use crate::core::protocol::effect::{Send, Toast};
use crate::core::protocol::round::RoundSay;
use crate::core::protocol::say::Say;
use crate::core::turn::Turn;

impl<R: rand::Rng> Turn<'_, R> {
    /// *Another one*: passes on this round and opens a new one for both. The asker's prompt message turns into the new
    /// one; so does the partner's, unless they have answered: then theirs stays sealed in the old round and the new prompt
    /// comes as a silent message. What the asker sees is the same either way.
    pub(super) fn another(&mut self, round: RoundId) -> Result<(), Refusal> {
        let (old, seat) = self.my_round(round)?;
        let mine = old.seat(seat);
        if !old.takes(self.now) {
            return Err(Refusal::Round(RoundRefusal::RoundOver));
        }
        if mine.moved
            || old.answered(seat)
            || old.origin == Origin::First
            || old.swaps >= ANOTHER_MAX
        {
            return Err(Refusal::Round(RoundRefusal::NoOther));
        }
        let other = seat.other();
        let theirs = old.seat(other).clone();
        let now = self.now;
        let origin = Origin::Another {
            of: old.id,
            schedule: old.schedule(),
            asked_by: old.started_by(),
        };
        let not_asked_yet = !theirs.asked;
        let their_time = if not_asked_yet {
            theirs.ask_at
        } else {
            Some(now)
        };
        let close_at = later(their_time.unwrap_or(now).max(now), OPEN_FOR);
        let mut ask_at = [None, None];
        ask_at[seat.index()] = Some(later(now, jiff::SignedDuration::from_hours(1)));
        let new = self.open_round(old.couple, &old.kind, origin, ask_at, Some(close_at));
        let new = new.map_err(|_| Refusal::Round(RoundRefusal::NoOther))?;
        if let Some(new) = self.round_mut(new) {
            new.swaps = old.swaps + 1;
            new.seat_mut(seat).ask_at = Some(now);
        }
        self.move_card(round, new, seat);
        self.move_post(round, new);
        if let Some(old) = self.round_mut(round) {
            old.seat_mut(seat).passed = true;
            // Whoever still has it, with an answer to take back, finds no second way on from it.
            old.swaps = ANOTHER_MAX;
        }
        if not_asked_yet {
            if let Some(old) = self.round_mut(round) {
                old.seat_mut(other).asked = true;
                old.seat_mut(other).moved = true;
            }
            if let Some(new) = self.round_mut(new) {
                new.seat_mut(other).ask_at = theirs.ask_at;
            }
        } else if !theirs.has_answered() {
            self.move_card(round, new, other);
        } else {
            self.ask_apart(new, other);
        }
        self.toast(Toast::Quiet);
        self.refresh_both(new);
        Ok(())
    }

    /// From now on the message that showed the old prompt shows the new one.
    fn move_card(&mut self, old: RoundId, new: RoundId, seat: Seat) {
        self.prepare_seat(new, seat);
        let since = whole_second(self.now);
        let Some(from) = self.round_mut(old) else {
            return;
        };
        let mine = from.seat_mut(seat);
        mine.moved = true;
        let card = mine.card.clone();
        let delivered = mine.delivered_at.map(|_| since);
        let now = self.now;
        if let Some(to) = self.round_mut(new) {
            let mine = to.seat_mut(seat);
            mine.card = card.map(|card| Card { since, ..card });
            mine.delivered_at = delivered;
            mine.ask_at.get_or_insert(now);
        }
        let person = self
            .round(new)
            .and_then(|round| self.couple(round.couple)?.present(seat));
        if let Some(person) = person.and_then(|person| self.state.persons.get_mut(&person))
            && let Some(last) = &mut person.last_card
            && last.round == old
        {
            *last = crate::core::model::person::Came {
                round: new,
                at: since,
            };
        }
    }

    /// The new prompt comes to this person as a silent message of its own, outside their quiet hours.
    fn ask_apart(&mut self, round: RoundId, seat: Seat) {
        let Some(couple) = self.round(round).map(|round| round.couple) else {
            return;
        };
        let at = self.when_seat_awake(couple, seat);
        if let Some(round) = self.round_mut(round) {
            let mine = round.seat_mut(seat);
            mine.ask_at = Some(at);
            mine.asked = false;
            mine.card = None;
            mine.delivered_at = None;
        }
        self.ask_due_seats(round);
    }

    /// Words dated before a prompt message moved on answer the old round. Its message goes back to that one, and the new
    /// prompt comes apart; if the new one is answered already, the old prompt gets a message of its own.
    pub(super) fn show_moved_card_again(&mut self, round: RoundId, seat: Seat) {
        let Some(old) = self.round(round) else { return };
        if !old.seat(seat).moved {
            return;
        }
        let couple = old.couple;
        let key = old.seat(seat).card.as_ref().map(|card| card.key.clone());
        let stands_for = self.state.rounds.values().find(|other| {
            let theirs = other.seat(seat);
            other.id != round
                && !theirs.moved
                && theirs.card.as_ref().map(|card| &card.key) == key.as_ref()
        });
        let newer = stands_for
            .filter(|newer| newer.is_open() && !newer.answered(seat))
            .map(|newer| newer.id);
        let Some(newer) = newer else {
            self.new_card(round, seat, false, false);
            return;
        };
        if let Some(old) = self.round_mut(round) {
            old.seat_mut(seat).moved = false;
        }
        let person = self.couple(couple).and_then(|couple| couple.present(seat));
        let last = person
            .and_then(|person| self.state.persons.get_mut(&person))
            .and_then(|person| person.last_card.as_mut());
        if let Some(last) = last.filter(|last| last.round == newer) {
            last.round = round;
        }
        self.ask_apart(newer, seat);
    }

    /// *Not tonight*: nobody learns of it.
    pub(super) fn not_tonight(&mut self, round: RoundId) -> Result<(), Refusal> {
        self.unanswered(round, |mine| {
            mine.passed = true;
            mine.talk = false;
        })
    }

    /// A *not tonight* or *let's talk instead* is taken back.
    pub(super) fn reopen(&mut self, round: RoundId) -> Result<(), Refusal> {
        self.unanswered(round, |mine| {
            mine.passed = false;
            mine.talk = false;
        })
    }

    /// *Let's talk instead*: shown to nobody until both tapped it.
    pub(super) fn talk(&mut self, id: RoundId) -> Result<(), Refusal> {
        self.unanswered(id, |mine| {
            mine.talk = true;
            mine.passed = false;
        })?;
        let Some(round) = self.round(id) else {
            return Ok(());
        };
        let nobody_wrote = Seat::BOTH.iter().all(|seat| !round.answered(*seat));
        if nobody_wrote && round.seats.iter().all(|seat| seat.talk) {
            let couple = round.couple;
            let me = self.me()?;
            self.close_as(id, Closed::Talked);
            self.count_opened(couple);
            self.refresh_both(id);
            for seat in Seat::BOTH {
                let Some(to) = self.couple(couple).and_then(|couple| couple.present(seat)) else {
                    continue;
                };
                let sound = to != me && !self.is_quiet(to);
                let key = format!("talk:{id}:{}", seat.index());
                self.send(
                    Send::line(to, Say::Round(RoundSay::Talked { round: id }))
                        .key(key)
                        .with_sound(sound),
                );
            }
        }
        Ok(())
    }

    fn unanswered(
        &mut self,
        id: RoundId,
        change: impl FnOnce(&mut SeatRound),
    ) -> Result<(), Refusal> {
        let (mut round, seat) = self.my_round(id)?;
        if !round.is_open() {
            return Err(Refusal::Round(RoundRefusal::RoundOver));
        }
        // Before both are a couple there is nobody to pass to or to talk with.
        let together = self
            .couple(round.couple)
            .is_some_and(|couple| couple.is_together());
        if !together || round.answered(seat) || round.seat(seat).moved {
            return Err(Refusal::OldButton);
        }
        change(round.seat_mut(seat));
        self.put(round);
        self.toast(Toast::Quiet);
        self.refresh(id, seat);
        Ok(())
    }
}
