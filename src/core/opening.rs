//! A round ends: both answers open to both, or it closes unopened and each half stays its author's.
//!
//! Just before a reveal every part is touched with its seal reaction: a message its author deleted meanwhile is thereby
//! found and counts as taken back. Only then is the reveal committed, for both, in one step.

use std::collections::BTreeSet;

use crate::core::answering::reveal_key;
use crate::core::couple::left_key;
use crate::core::delivery::{Class, Urgency};
use crate::core::effect::{Effect, ReplyTo, Say, Send, Target, Toast};
use crate::core::event::{About, Role};
use crate::core::ids::{CoupleId, MessageId, PartId, PersonId, RoundId, Seat};
use crate::core::refusal::Refusal;
use crate::core::round::{Closed, HALF_FOR, Half, Part, Round, RoundPhase, later};
use crate::core::state::Came;
use crate::core::tapping::Matched;
use crate::core::tick::unreached_at;
use crate::core::turn::{SEAL, Turn};
use crate::library::ButtonId;

/// One message asks about this many halves at most, so that it stays one message.
const HALVES_IN_ONE: usize = 20;

impl<R: rand::Rng> Turn<'_, R> {
    /// Everything of one round whose time has come.
    pub fn tick_round(&mut self, round: RoundId) {
        let now = self.now;
        let Some(at_hand) = self.round(round) else {
            return;
        };
        let couple = self.couple(at_hand.couple);
        let together = couple.is_some_and(|couple| couple.is_together());
        // A reflection comes first.
        let held = couple.is_some_and(|couple| couple.reflect.held);
        if let RoundPhase::Touching { .. } = at_hand.phase {
            if at_hand.touched(now) {
                self.reveal(round);
            }
            return;
        }
        if together
            && !held
            && at_hand
                .reveal_due(self.world.rules.reveal_delay)
                .is_some_and(|due| due <= now)
        {
            self.touch(round);
            // Taps, and what is covered, are nothing that could be deleted meanwhile.
            if self.round(round).is_some_and(|round| round.touched(now)) {
                self.reveal(round);
            }
        } else if together
            && !self.is_paused(round)
            && at_hand.close_due().is_some_and(|due| due <= now)
        {
            self.close_unopened(round);
        }
        self.drop_unreached(round);
        self.tick_halves(round);
        self.tick_nudges(round);
        if self.may_ask_by_schedule(round) {
            self.ask_due_seats(round);
        }
    }

    /// Touches every part that still waits for it.
    fn touch(&mut self, round: RoundId) {
        let since = self.now;
        let Some(at_hand) = self.round_mut(round) else {
            return;
        };
        at_hand.phase = RoundPhase::Touching { since };
        // What an earlier touching showed may not be so any more.
        for part in at_hand.seats.iter_mut().flat_map(|seat| &mut seat.parts) {
            part.touched = false;
        }
        let couple = at_hand.couple;
        let parts: Vec<(Seat, PartId, MessageId)> = Seat::BOTH
            .into_iter()
            .flat_map(|seat| {
                at_hand
                    .seat(seat)
                    .parts
                    .iter()
                    .filter(|part| !part.covered)
                    .map(move |part| (seat, part.id, part.message))
            })
            .collect();
        for (seat, part, message) in parts {
            let Some(author) = self.couple(couple).and_then(|couple| couple.person(seat)) else {
                continue;
            };
            let mut touch = Send::react(author, message, Some(SEAL)).role(Role::Touch, round, seat);
            touch.about.part = Some(part);
            touch.class = Class::Once;
            self.send(touch.key(format!("touch:{part}:{}", since.as_millisecond())));
        }
    }

    /// What touching a part showed.
    pub fn touched(&mut self, round: RoundId, part: PartId, gone: bool) {
        if self.touched_in_step(round, part, gone) {
            return;
        }
        let Some(at_hand) = self.round(round) else {
            return;
        };
        if !matches!(at_hand.phase, RoundPhase::Touching { .. }) {
            return;
        }
        let is_it = |held: &Part| held.id == part && !held.covered;
        let holds = |seat: &Seat| at_hand.seat(*seat).parts.iter().any(is_it);
        let Some(seat) = Seat::BOTH.into_iter().find(holds) else {
            return;
        };
        if gone {
            let at_hand = at_hand.clone().drop_part(seat, part);
            let empty = !at_hand.answered(seat);
            self.put(at_hand);
            self.effects.push(Effect::ErasePart { part });
            if empty {
                self.refresh_both(round);
                return;
            }
        } else if let Some(held) = self.round_mut(round).and_then(|round| {
            round
                .seat_mut(seat)
                .parts
                .iter_mut()
                .find(|held| held.id == part)
        }) {
            held.touched = true;
        }
        let now = self.now;
        if self.round(round).is_some_and(|round| round.touched(now)) {
            self.reveal(round);
        }
    }

    /// The one moment both answers open, to both.
    fn reveal(&mut self, round: RoundId) {
        let at = self.now;
        let Some(at_hand) = self.round_mut(round) else {
            return;
        };
        if !at_hand.both_answered() {
            at_hand.phase = RoundPhase::Open;
            return;
        }
        at_hand.phase = RoundPhase::Revealed { at };
        let couple = at_hand.couple;
        let matched = self.keep_matches(round);
        let in_group = self.reveal_in_group(round);
        for seat in Seat::BOTH {
            let Some(to) = self.couple(couple).and_then(|couple| couple.person(seat)) else {
                continue;
            };
            self.refresh(round, seat);
            if in_group {
                continue;
            }
            let sound = !self.is_quiet(to);
            let reveal =
                Send::line(to, Say::Reveal { round, seat }).role(Role::Reveal, round, seat);
            self.send(reveal.key(reveal_key(round, seat)).with_sound(sound));
        }
        if matched == Matched::Nothing {
            self.after_no_match(round);
        }
        self.count_opened(couple);
        self.offer_zone(couple);
        self.count_reveal(couple);
    }

    /// The reader has allowed voice notes meanwhile: those of a reveal once more.
    pub fn voices_again(&mut self, round: RoundId) -> Result<(), Refusal> {
        let me = self.me()?;
        let (at_hand, seat) = self.my_round(round)?;
        if !at_hand.is_revealed() {
            return Err(Refusal::OldButton);
        }
        self.toast(Toast::Quiet);
        if self.pay() {
            let again = Send::line(me, Say::VoicesAgain { round, seat });
            self.send(again.role(Role::Reveal, round, seat));
        }
        Ok(())
    }

    /// Its time is over: each half stays its author's.
    fn close_unopened(&mut self, round: RoundId) {
        self.close_as(round, Closed::Unopened);
        let until = later(self.now, HALF_FOR);
        let Some(couple) = self.round(round).map(|round| round.couple) else {
            return;
        };
        for seat in Seat::BOTH {
            let Some(at_hand) = self.round_mut(round) else {
                return;
            };
            if !at_hand.answered(seat) {
                continue;
            }
            if !at_hand.leaves_a_half(seat) {
                at_hand.seat_mut(seat).half = Some(Half::LetGo);
                self.effects.push(Effect::EraseParts { round, seat });
                continue;
            }
            at_hand.seat_mut(seat).half = Some(Half::Offered { until });
            let Some(to) = self.couple(couple).and_then(|couple| couple.present(seat)) else {
                continue;
            };
            self.gather_halves(couple, round, seat, to);
            let offer = Send::line(to, Say::HalfOffer { round, seat }).key(half_key(round, seat));
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
            let moved = Send::line(to, Say::HalfMoved).scheduled();
            self.send(Send {
                target: Target::Sent(key),
                class: Class::Set,
                ..moved
            });
        }
    }

    /// Nobody was reached in time: a round nobody knows of is dropped in silence, and its prompt returns to the pool.
    fn drop_unreached(&mut self, round: RoundId) {
        let now = self.now;
        let Some(at_hand) = self.round(round) else {
            return;
        };
        let due = self
            .couple(at_hand.couple)
            .and_then(|couple| unreached_at(couple, at_hand));
        if due.is_none_or(|at| at > now) {
            return;
        }
        self.close_as(round, Closed::Dropped);
        self.forget_asked(round);
        for seat in Seat::BOTH {
            self.show_closed(round, seat);
        }
    }

    /// The card says that it is closed; one that never arrived (nobody could be reached) comes no more.
    fn show_closed(&mut self, round: RoundId, seat: Seat) {
        let Some(at_hand) = self.round(round) else {
            return;
        };
        let mine = at_hand.seat(seat);
        let arrived = mine.delivered_at.is_some() || mine.has_answered();
        if arrived {
            return self.refresh(round, seat);
        }
        let person = self
            .couple(at_hand.couple)
            .and_then(|couple| couple.present(seat));
        if let Some(to) = person {
            self.effects.push(Effect::Unsend { to, round });
        }
    }

    fn is_paused(&self, round: RoundId) -> bool {
        let couple = self
            .round(round)
            .and_then(|round| self.couple(round.couple));
        couple.is_some_and(|couple| couple.paused_at.is_some())
    }

    /// A half nobody decided about for seven days is destroyed.
    fn tick_halves(&mut self, round: RoundId) {
        let now = self.now;
        let may_erase = self.may_erase();
        for seat in Seat::BOTH {
            let Some(at_hand) = self.round_mut(round) else {
                return;
            };
            match at_hand.seat(seat).half {
                Some(Half::Offered { until }) if until <= now && may_erase => {}
                _ => continue,
            }
            at_hand.seat_mut(seat).half = Some(Half::LetGo);
            self.effects.push(Effect::EraseParts { round, seat });
            self.say_let_go(round, seat);
        }
    }

    /// The message that asked about a half says that it was let go, and asks no more.
    pub fn say_let_go(&mut self, round: RoundId, seat: Seat) {
        let Some(at_hand) = self.round(round) else {
            return;
        };
        let couple = at_hand.couple;
        let (target, say) = if by_a_leave(at_hand) {
            (left_key(couple), Say::HalvesDone { kept: false })
        } else {
            let half = Half::LetGo;
            let key = half_key(at_hand.offered_by(seat), seat);
            (key, Say::HalfDone { round, half })
        };
        if let Some(to) = self.couple(couple).and_then(|couple| couple.person(seat)) {
            let edit = Send::line(to, say).scheduled();
            self.send(Send {
                target: Target::Sent(target),
                class: Class::Set,
                ..edit
            });
        }
    }

    /// *Give it anyway · keep it for me · let it go*.
    pub fn decide_half(
        &mut self,
        round: RoundId,
        choice: Half,
        on: MessageId,
    ) -> Result<(), Refusal> {
        let me = self.me()?;
        let (at_hand, seat) = self.my_round(round)?;
        if !at_hand.is_half_offered(seat) {
            return Err(Refusal::OldButton);
        }
        let couple = at_hand.couple;
        let partner = match choice {
            Half::Given => {
                let together = self
                    .couple(couple)
                    .is_some_and(|couple| couple.is_together());
                if !together {
                    return Err(Refusal::NobodyThere);
                }
                self.partner(couple, seat)
            }
            _ => None,
        };
        if let Some(round) = self.round_mut(round) {
            round.seat_mut(seat).half = Some(choice);
        }
        match (choice, partner) {
            (Half::Given, Some(partner)) => {
                let gift = Send::line(partner, Say::Gift { round, from: seat });
                let mut gift = gift
                    .role(Role::Gift, round, seat.other())
                    .key(format!("gift:{round}:{}", seat.index()));
                let at = self.when_awake(partner);
                gift.not_before = (at > self.now).then_some(at);
                self.send(gift);
            }
            // Whoever left quietly gets nothing; it is acknowledged all the same and kept for nobody.
            (Half::Given, None) | (Half::LetGo, _) => {
                self.effects.push(Effect::EraseParts { round, seat })
            }
            _ => {}
        }
        self.toast(Toast::Quiet);
        self.send(Send::edit(
            me,
            on,
            Say::HalfDone {
                round,
                half: choice,
            },
        ));
        Ok(())
    }

    /// The same for everything a leave left unopened.
    pub fn decide_halves(
        &mut self,
        couple: CoupleId,
        keep: bool,
        on: MessageId,
    ) -> Result<(), Refusal> {
        let me = self.me()?;
        let offered: Vec<(RoundId, Seat)> = self
            .state
            .rounds_of(me)
            .filter(|(round, seat)| {
                round.couple == couple
                    && by_a_leave(round)
                    && matches!(round.seat(*seat).half, Some(Half::Offered { .. }))
            })
            .map(|(round, seat)| (round.id, seat))
            .collect();
        if offered.is_empty() {
            return Err(Refusal::OldButton);
        }
        for (round, seat) in offered {
            let half = if keep { Half::Kept } else { Half::LetGo };
            if let Some(round) = self.round_mut(round) {
                round.seat_mut(seat).half = Some(half);
            }
            if !keep {
                self.effects.push(Effect::EraseParts { round, seat });
            }
        }
        self.toast(Toast::Quiet);
        self.send(Send::edit(me, on, Say::HalvesDone { kept: keep }));
        Ok(())
    }

    /// A response button under a reveal.
    pub fn respond_to(
        &mut self,
        round: RoundId,
        button: &ButtonId,
        on: MessageId,
    ) -> Result<(), Refusal> {
        let me = self.me()?;
        let (at_hand, seat) = self.my_round(round)?;
        let known = self
            .world
            .library
            .kind(&at_hand.kind)
            .is_some_and(|kind| kind.buttons.contains(button));
        if !at_hand.is_revealed() || !known {
            return Err(Refusal::OldButton);
        }
        if at_hand.seat(seat).responded.contains(button) {
            self.toast(Toast::AlreadyTold);
            return Ok(());
        }
        let couple = at_hand.couple;
        if !self
            .couple(couple)
            .is_some_and(|couple| couple.is_together())
        {
            return Err(Refusal::NobodyThere);
        }
        if let Some(round) = self.round_mut(round) {
            round.seat_mut(seat).responded.push(button.clone());
        }
        if let Some(partner) = self.partner(couple, seat) {
            let say = Say::Response {
                from: me,
                round,
                button: button.clone(),
            };
            let mut response = Send::line(partner, say).role(Role::Relay, round, seat.other());
            response.reply = Some(ReplyTo::Sent(reveal_key(round, seat.other())));
            self.send(response.key(format!("respond:{round}:{}:{button}", seat.index())));
        }
        self.toast(Toast::Told);
        self.send(Send::edit(me, on, Say::RevealButtons { round, seat }));
        Ok(())
    }

    /// After an outage: every open prompt is shown afresh with its buttons; after a long one each of the two who has
    /// something open hears, once, that what they wrote meanwhile may be missing.
    pub fn mend_outage(&mut self, couple: CoupleId, lost: bool) {
        self.look_home(couple);
        let rounds = self.open_rounds(couple);
        for seat in Seat::BOTH {
            let mut has_open = false;
            for round in &rounds {
                let asked = self.round(*round).is_some_and(|round| {
                    let mine = round.seat(seat);
                    mine.asked && !mine.gone && !mine.moved
                });
                if asked {
                    has_open = true;
                    self.refresh(*round, seat);
                }
            }
            let person = self.couple(couple).and_then(|couple| couple.present(seat));
            if let (true, true, Some(person)) = (lost, has_open, person) {
                self.send(Send::line(person, Say::WordsMayBeMissing).scheduled());
            }
        }
        for effect in &mut self.effects {
            if let Effect::Send(send) = effect {
                send.urgency = Urgency::Scheduled;
            }
        }
    }

    /// A prompt or a reveal arrived.
    pub fn delivered(&mut self, about: &About) {
        match about.seat {
            Some(seat) => self.delivered_to(about, seat),
            // In the group it reached both.
            None => {
                for seat in Seat::BOTH {
                    self.delivered_to(about, seat);
                }
            }
        }
    }

    fn delivered_to(&mut self, about: &About, seat: Seat) {
        let Some(round) = about.round else {
            return;
        };
        let at = self.at;
        let Some(couple) = self.round(round).map(|round| round.couple) else {
            return;
        };
        let Some(person) = self.couple(couple).and_then(|couple| couple.person(seat)) else {
            return;
        };
        match about.role {
            Role::Card => {
                // The message may stand for a later round by now.
                let stands_for = self
                    .state
                    .rounds
                    .values_mut()
                    .filter(|round| round.couple == couple)
                    .filter(|round| {
                        let card = round.seat(seat).card.as_ref();
                        let post = round.posted.as_ref();
                        card.is_some_and(|card| card.key == about.key)
                            || post.is_some_and(|post| post.key == about.key)
                    })
                    .max_by_key(|round| (!round.seat(seat).moved, round.opened_at));
                let Some(round) = stands_for else { return };
                let mine = round.seat_mut(seat);
                mine.delivered_at = Some(mine.delivered_at.map_or(at, |before| before.max(at)));
                let (round, over) = (round.id, round.is_closed());
                if let Some(person) = self.state.persons.get_mut(&person) {
                    if person.last_card.is_none_or(|came| came.at <= at) {
                        person.last_card = Some(Came { round, at });
                    }
                    person.expecting = None;
                }
                if over {
                    // It was on its way when its round ended, and still looked open.
                    self.refresh(round, seat);
                }
            }
            // What opened in a group is talked about there.
            Role::Reveal if about.seat.is_some() => {
                if let Some(person) = self.state.persons.get_mut(&person) {
                    person.last_reveal = Some(Came { round, at });
                }
            }
            _ => {}
        }
    }
}

/// The one line about a leave asks about every half that it left unopened.
fn by_a_leave(round: &Round) -> bool {
    matches!(
        round.phase,
        RoundPhase::Closed {
            how: Closed::Ended,
            ..
        }
    )
}

/// The row that asks what becomes of a half.
fn half_key(round: RoundId, seat: Seat) -> String {
    format!("half:{round}:{}", seat.index())
}
