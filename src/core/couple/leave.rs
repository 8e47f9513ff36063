//! Leaving: for the leaver all ends at once and needs nobody's consent; the other reads one neutral line.
//!
//! What the leaver wrote and was not opened is destroyed; the unopened words of the one who stays are theirs.

use jiff::SignedDuration;

use crate::core::model::couple::{Leaving, Phase, left_key};
use crate::core::model::ids::{CoupleId, MessageId, RoundId, Seat};
use crate::core::model::refusal::{CoupleRefusal, Refusal};
use crate::core::model::round::{Closed, HALF_FOR, Half};
use crate::core::model::time::later;
use crate::core::protocol::couple::CoupleSay;
use crate::core::protocol::effect::{Effect, Send, Toast};
use crate::core::protocol::round::RoundWords;
use crate::core::protocol::say::Say;
use crate::core::turn::Turn;

/// Someone who leaves quietly is not missed for this long.
pub const QUIET_LEAVE_FOR: SignedDuration = SignedDuration::from_hours(7 * 24);

impl<R: rand::Rng> Turn<'_, R> {
    /// `/leave`: the question first.
    pub(in crate::core) fn leave_ask(&mut self) -> Result<(), Refusal> {
        let me = self.me()?;
        if let Ok((couple, _)) = self.together() {
            self.send(Send::line(me, Say::Couple(CoupleSay::LeaveAsk { couple })));
            return Ok(());
        }
        let pairings: Vec<CoupleId> = self
            .state
            .couples_of(me)
            .map(|(couple, _)| couple.id)
            .collect();
        if pairings.is_empty() {
            return Err(Refusal::Couple(CoupleRefusal::NotTogether));
        }
        for couple in pairings {
            self.send(Send::line(
                me,
                Say::Couple(CoupleSay::WithdrawAsk { couple }),
            ));
        }
        Ok(())
    }

    /// Takes back one's own open invites, or an acceptance.
    pub(super) fn withdraw(&mut self, couple: CoupleId, on: MessageId) -> Result<(), Refusal> {
        let me = self.me()?;
        let pairing = self.state.couples.get(&couple).ok_or(Refusal::OldButton)?;
        if pairing.is_together() || pairing.is_ended() {
            return Err(Refusal::OldButton);
        }
        match pairing.seat_of(me).ok_or(Refusal::OldButton)? {
            Seat::A => self.end_pairing(couple),
            Seat::B => self.step_back(couple),
        }
        self.toast(Toast::Quiet);
        self.send(Send::edit(me, on, Say::Couple(CoupleSay::InviteWithdrawn)));
        Ok(())
    }

    pub(super) fn stay(&mut self, on: MessageId) -> Result<(), Refusal> {
        let me = self.me()?;
        self.toast(Toast::Quiet);
        self.send(Send::edit(me, on, Say::Couple(CoupleSay::Stayed)));
        Ok(())
    }

    /// For the leaver all ends at once; quietly, the other reads the one line seven days later.
    pub(super) fn leave(
        &mut self,
        id: CoupleId,
        quietly: bool,
        on: MessageId,
    ) -> Result<(), Refusal> {
        let me = self.me()?;
        let couple = self.state.couples.get(&id).ok_or(Refusal::OldButton)?;
        let seat = couple
            .seat_of(me)
            .filter(|_| couple.is_together())
            .ok_or(Refusal::OldButton)?;
        let someone_left_before = couple.leaving.is_some();
        let rounds = self.open_rounds(id);
        let answered = |round: &RoundId| self.round(*round).is_some_and(|r| r.answered(seat));
        let answered: Vec<RoundId> = rounds.iter().copied().filter(answered).collect();
        for round in rounds {
            self.void_seat(round, seat);
        }
        self.let_halves_go(id, seat);
        let quietly_now = quietly && !someone_left_before;
        self.leave_reflections(id, seat, quietly_now);
        self.withdraw_questions(id, seat);
        self.effects
            .push(Effect::Round(RoundWords::EraseUnrevealed {
                couple: id,
                seat,
            }));
        self.forget_aside();
        let line_at = later(self.now, QUIET_LEAVE_FOR);
        if quietly_now {
            if let Some(couple) = self.couple_mut(id) {
                couple.leaving = Some(Leaving { seat, line_at });
            }
            self.keep_wishes(id);
            // As after a take-back: no answer waits any more.
            for round in answered {
                self.refresh_waiting(round, seat);
            }
        } else {
            self.end_couple(id, seat);
        }
        self.toast(Toast::Quiet);
        self.send(Send::edit(me, on, Say::Couple(CoupleSay::Left { quietly })));
        Ok(())
    }

    /// The couple ends; the one who stays reads the one neutral line and keeps what is theirs.
    pub(in crate::core) fn end_couple(&mut self, couple: CoupleId, leaver: Seat) {
        let now = self.now;
        let stays = leaver.other();
        self.forget_questions(couple, leaver);
        self.end_reflections(couple);
        self.end_home(couple);
        let mut halves = false;
        for round in self.open_rounds(couple) {
            let until = later(now, HALF_FOR);
            if let Some(open) = self.round_mut(round)
                && open.answered(stays)
            {
                if open.leaves_a_half(stays) {
                    halves = true;
                    open.seat_mut(stays).half = Some(Half::Offered { until });
                } else {
                    open.seat_mut(stays).half = Some(Half::LetGo);
                    let seat = stays;
                    self.effects
                        .push(Effect::Round(RoundWords::EraseParts { round, seat }));
                }
            }
            self.close_as(round, Closed::Ended);
            self.refresh(round, stays);
        }
        let Some(ending) = self.couple_mut(couple) else {
            return;
        };
        ending.phase = Phase::Ended { at: now };
        let stayed = ending.present(stays);
        ending.leaving = None;
        ending.choosing.left = None;
        if let Some(stayed) = stayed {
            let line = Say::Couple(CoupleSay::PartnerLeft { couple, halves });
            self.send(Send::line(stayed, line).key(left_key(couple)));
        }
    }
}
