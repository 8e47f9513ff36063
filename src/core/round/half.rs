//! One answer without the other: its author keeps it, gives it, or lets it go; untouched, it is erased.
//!
//! Nobody but its author ever hears of it before it is given. Start with `decide_half`.

use crate::core::model::about::Role;
use crate::core::model::couple::left_key;
use crate::core::model::delivery::Class;
use crate::core::model::ids::{CoupleId, MessageId, RoundId, Seat};
use crate::core::model::refusal::{Refusal, RoundRefusal};
use crate::core::model::round::{Closed, Half, Round, RoundPhase};
use crate::core::protocol::couple::CoupleSay;
use crate::core::protocol::effect::{Effect, Send, Target, Toast};
use crate::core::protocol::round::{RoundSay, RoundWords};
use crate::core::protocol::say::Say;
use crate::core::turn::Turn;

/// The one line about a leave asks about every half that it left unopened.
pub(in crate::core) fn by_a_leave(round: &Round) -> bool {
    matches!(
        round.phase,
        RoundPhase::Closed {
            how: Closed::Ended,
            ..
        }
    )
}

/// The row that asks what becomes of a half.
pub(in crate::core) fn half_key(round: RoundId, seat: Seat) -> String {
    format!("half:{round}:{}", seat.index())
}

impl<R: rand::Rng> Turn<'_, R> {
    /// A half nobody decided about for seven days is destroyed.
    pub(super) fn tick_halves(&mut self, id: RoundId) {
        let now = self.now;
        let may_erase = self.may_erase();
        for seat in Seat::BOTH {
            let Some(round) = self.round_mut(id) else {
                return;
            };
            match round.seat(seat).half {
                Some(Half::Offered { until }) if until <= now && may_erase => {}
                _ => continue,
            }
            round.seat_mut(seat).half = Some(Half::LetGo);
            self.effects
                .push(Effect::Round(RoundWords::EraseParts { round: id, seat }));
            self.say_let_go(id, seat);
        }
    }

    /// The message that asked about a half says that it was let go, and asks no more.
    fn say_let_go(&mut self, id: RoundId, seat: Seat) {
        let Some(round) = self.round(id) else {
            return;
        };
        let couple = round.couple;
        let (target, say) = if by_a_leave(round) {
            (
                left_key(couple),
                Say::Couple(CoupleSay::HalvesDone { kept: false }),
            )
        } else {
            let half = Half::LetGo;
            let key = half_key(round.offered_by(seat), seat);
            (key, Say::Round(RoundSay::HalfDone { round: id, half }))
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
    pub(super) fn decide_half(
        &mut self,
        id: RoundId,
        choice: Half,
        on: MessageId,
    ) -> Result<(), Refusal> {
        let me = self.me()?;
        let (round, seat) = self.my_round(id)?;
        if !round.is_half_offered(seat) {
            return Err(Refusal::OldButton);
        }
        let couple = round.couple;
        let partner = match choice {
            Half::Given => {
                let together = self
                    .state
                    .couples
                    .get(&couple)
                    .is_some_and(|couple| couple.is_together());
                if !together {
                    return Err(Refusal::Round(RoundRefusal::NobodyThere));
                }
                self.partner(couple, seat)
            }
            _ => None,
        };
        if let Some(round) = self.round_mut(id) {
            round.seat_mut(seat).half = Some(choice);
        }
        match (choice, partner) {
            (Half::Given, Some(partner)) => {
                let gift = Send::line(
                    partner,
                    Say::Round(RoundSay::Gift {
                        round: id,
                        from: seat,
                    }),
                );
                let mut gift = gift
                    .role(Role::Gift, id, seat.other())
                    .key(format!("gift:{id}:{}", seat.index()));
                let at = self.when_awake(partner);
                gift.not_before = (at > self.now).then_some(at);
                self.send(gift);
            }
            // Whoever left quietly gets nothing; it is acknowledged all the same and kept for nobody.
            (Half::Given, None) | (Half::LetGo, _) => self
                .effects
                .push(Effect::Round(RoundWords::EraseParts { round: id, seat })),
            _ => {}
        }
        self.toast(Toast::Quiet);
        self.send(Send::edit(
            me,
            on,
            Say::Round(RoundSay::HalfDone {
                round: id,
                half: choice,
            }),
        ));
        Ok(())
    }

    /// The same for everything a leave left unopened.
    pub(in crate::core) fn decide_halves(
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
                self.effects
                    .push(Effect::Round(RoundWords::EraseParts { round, seat }));
            }
        }
        self.toast(Toast::Quiet);
        self.send(Send::edit(
            me,
            on,
            Say::Couple(CoupleSay::HalvesDone { kept: keep }),
        ));
        Ok(())
    }

    /// Halves the leaver was asked about go with the leaver.
    pub(in crate::core) fn let_halves_go(&mut self, couple: CoupleId, seat: Seat) {
        let offered: Vec<RoundId> = self
            .state
            .rounds
            .values()
            .filter(|round| {
                round.couple == couple
                    && matches!(round.seat(seat).half, Some(Half::Offered { .. }))
            })
            .map(|round| round.id)
            .collect();
        for round in offered {
            if let Some(round) = self.round_mut(round) {
                round.seat_mut(seat).half = Some(Half::LetGo);
            }
            self.effects
                .push(Effect::Round(RoundWords::EraseParts { round, seat }));
            self.say_let_go(round, seat);
        }
    }
}
