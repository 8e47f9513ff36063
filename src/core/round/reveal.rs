//! A round ends: both answers open to both, or it closes unopened and each half stays its author's.
//!
//! Just before a reveal every part is touched with its seal reaction: a message its author deleted meanwhile is thereby
//! found and counts as taken back. Only then is the reveal committed, for both, in one step.

use crate::core::model::about::Role;
use crate::core::model::delivery::Class;
use crate::core::model::ids::{MessageId, PartId, RoundId, Seat, ThreadId};
use crate::core::model::refusal::Refusal;
use crate::core::model::round::{Part, RoundPhase, reveal_key};
use crate::core::protocol::effect::{Effect, Send, Toast};
use crate::core::protocol::round::{RoundSay, RoundWords};
use crate::core::protocol::say::Say;
use crate::core::round::tap::Matched;
use crate::core::turn::{SEAL, Turn};

impl<R: rand::Rng> Turn<'_, R> {
    /// Everything of one round whose time has come.
    pub(in crate::core) fn tick_round(&mut self, round: RoundId) {
        let now = self.now;
        let Some(this_round) = self.round(round) else {
            return;
        };
        let couple = self.couple(this_round.couple);
        let together = couple.is_some_and(|couple| couple.is_together());
        // A reflection comes first.
        let held = couple.is_some_and(|couple| couple.reflect.held);
        if let RoundPhase::Touching { .. } = this_round.phase {
            if this_round.touched(now) {
                self.reveal(round);
            }
            return;
        }
        if together
            && !held
            && this_round
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
            && this_round.close_due().is_some_and(|due| due <= now)
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
    fn touch(&mut self, id: RoundId) {
        let since = self.now;
        let Some(round) = self.round_mut(id) else {
            return;
        };
        round.phase = RoundPhase::Touching { since };
        // What an earlier touching showed may not be so any more.
        for part in round.seats.iter_mut().flat_map(|seat| &mut seat.parts) {
            part.touched = false;
        }
        let couple = round.couple;
        let parts: Vec<(Seat, PartId, MessageId)> = Seat::BOTH
            .into_iter()
            .flat_map(|seat| {
                round
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
            let mut touch = Send::react(author, message, Some(SEAL)).role(Role::Touch, id, seat);
            touch.about.part = Some(part);
            touch.class = Class::Once;
            self.send(touch.key(format!("touch:{part}:{}", since.as_millisecond())));
        }
    }

    /// What touching a part showed.
    pub(in crate::core) fn touched(&mut self, thread: ThreadId, part: PartId, gone: bool) {
        if self.touched_in_step(thread, part, gone) {
            return;
        }
        // What was touched may be gone by the time the answer comes.
        let round = thread.round();
        let Some(this_round) = self.state.rounds.get(&round) else {
            return;
        };
        if !matches!(this_round.phase, RoundPhase::Touching { .. }) {
            return;
        }
        let is_it = |held: &Part| held.id == part && !held.covered;
        let holds = |seat: &Seat| this_round.seat(*seat).parts.iter().any(is_it);
        let Some(seat) = Seat::BOTH.into_iter().find(holds) else {
            return;
        };
        if gone {
            let this_round = this_round.clone().drop_part(seat, part);
            let empty = !this_round.answered(seat);
            self.put(this_round);
            self.effects
                .push(Effect::Round(RoundWords::ErasePart { part }));
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
    fn reveal(&mut self, id: RoundId) {
        let at = self.now;
        let Some(round) = self.round_mut(id) else {
            return;
        };
        if !round.both_answered() {
            round.phase = RoundPhase::Open;
            return;
        }
        round.phase = RoundPhase::Revealed { at };
        let couple = round.couple;
        let matched = self.keep_matches(id);
        let in_group = self.reveal_in_group(id);
        for seat in Seat::BOTH {
            let Some(to) = self.couple(couple).and_then(|couple| couple.person(seat)) else {
                continue;
            };
            self.refresh(id, seat);
            if in_group {
                continue;
            }
            let sound = !self.is_quiet(to);
            let reveal = Send::line(to, Say::Round(RoundSay::Reveal { round: id, seat })).role(
                Role::Reveal,
                id,
                seat,
            );
            self.send(reveal.key(reveal_key(id, seat)).with_sound(sound));
        }
        if matched == Matched::Nothing {
            self.after_no_match(id);
        }
        self.count_opened(couple);
        self.offer_zone(couple);
        self.count_reveal(couple);
    }

    /// The reader has allowed voice notes meanwhile: those of a reveal once more.
    pub(super) fn voices_again(&mut self, id: RoundId) -> Result<(), Refusal> {
        let me = self.me()?;
        let (round, seat) = self.my_round(id)?;
        if !round.is_revealed() {
            return Err(Refusal::OldButton);
        }
        self.toast(Toast::Quiet);
        if self.pay() {
            let again = Send::line(me, Say::Round(RoundSay::VoicesAgain { round: id, seat }));
            self.send(again.role(Role::Reveal, id, seat));
        }
        Ok(())
    }
}
