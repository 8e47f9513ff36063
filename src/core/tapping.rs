//! Answers given by a tap: a feeling, a place on a scale, a pick, a thing done.
//!
//! A press carries no date of Telegram's, so it counts when it comes: after a close or a reveal it is refused. What can be
//! tapped follows from the round as it was shown, never from the press alone.

use crate::core::effect::{Effect, Say, Toast};
use crate::core::ids::{PartId, RoundId, Seat};
use crate::core::refusal::Refusal;
use crate::core::round::Round;
use crate::core::tap::{PLACES, Tap, Tip};
use crate::core::turn::Turn;
use crate::library::{FeelingId, Shape};

impl<R: rand::Rng> Turn<'_, R> {
    /// One press on the buttons of a shape.
    pub fn tapped(&mut self, round: RoundId, tip: &Tip) -> Result<(), Refusal> {
        let (at_hand, seat) = self.tappable(round)?;
        match (at_hand.shape, tip) {
            (Shape::Feeling, Tip::Feeling(id)) => self.tapped_feeling(at_hand, seat, id),
            (Shape::Scale, Tip::Number(n)) if (1..=PLACES).contains(n) => {
                self.seal_tap(at_hand, seat, Some(Tap::Place(*n)), false)
            }
            _ => Err(Refusal::OldButton),
        }
    }

    /// My round, if its buttons still count.
    fn tappable(&self, round: RoundId) -> Result<(Round, Seat), Refusal> {
        let (at_hand, seat) = self.my_round(round)?;
        let mine = at_hand.seat(seat);
        if !at_hand.takes(self.now) || mine.gone {
            return Err(Refusal::RoundOver);
        }
        // Its message stands for another round by now, or never came.
        if mine.moved || !mine.asked || at_hand.shape == Shape::Text {
            return Err(Refusal::OldButton);
        }
        Ok((at_hand, seat))
    }

    /// A core feeling shows the finer ones, and nothing is sealed; a finer one is the answer.
    fn tapped_feeling(
        &mut self,
        at_hand: Round,
        seat: Seat,
        id: &FeelingId,
    ) -> Result<(), Refusal> {
        let feelings = self.world.library.feelings();
        if feelings.core(id).is_some() {
            let round = at_hand.id;
            let core = Tip::Feeling(id.clone());
            self.toast(Toast::Quiet);
            self.show_on_card(round, seat, Say::FinerFeelings { round, seat, core });
            return Ok(());
        }
        feelings.core_of(id).ok_or(Refusal::OldButton)?;
        self.seal_tap(at_hand, seat, Some(Tap::Feeling(id.clone())), false)
    }

    /// The tapped part of my answer is this now. `choosing`: the buttons stay, for more.
    fn seal_tap(
        &mut self,
        at_hand: Round,
        seat: Seat,
        tap: Option<Tap>,
        choosing: bool,
    ) -> Result<(), Refusal> {
        let round = at_hand.id;
        let was_answered = at_hand.answered(seat);
        let before = at_hand.seat(seat).tapped.clone();
        let id = before
            .as_ref()
            .map_or_else(|| PartId::random(self.rng), |before| before.id);
        let gone = tap.is_none();
        let changes = before.as_ref().and_then(|before| before.tap.as_ref()) != tap.as_ref();
        let mut after = if changes {
            at_hand.tap(seat, id, tap, self.now)?
        } else {
            at_hand
        };
        after.seat_mut(seat).choosing = choosing && !gone;
        let is_answered = after.answered(seat);
        self.put(after);
        if changes {
            self.effects.push(match gone {
                true => Effect::ErasePart { part: id },
                false => Effect::KeepTap {
                    round,
                    seat,
                    part: id,
                },
            });
        }
        self.toast(Toast::Quiet);
        self.refresh(round, seat);
        if was_answered != is_answered {
            self.refresh_waiting(round, seat);
        }
        Ok(())
    }

    /// *Change*, and the way back from the finer feelings: the buttons of the shape, with what was tapped marked. An answer
    /// that is being changed settles anew.
    pub fn change_tap(&mut self, round: RoundId) -> Result<(), Refusal> {
        let (at_hand, seat) = self.tappable(round)?;
        self.toast(Toast::Quiet);
        let answered = at_hand.answered(seat);
        let mut at_hand = if answered {
            at_hand.unsettle(seat, self.now)
        } else {
            at_hand
        };
        at_hand.seat_mut(seat).choosing = answered;
        self.put(at_hand);
        self.refresh(round, seat);
        Ok(())
    }

    /// *That's it*: what was tapped is covered again.
    pub fn chosen(&mut self, round: RoundId) -> Result<(), Refusal> {
        let (mut at_hand, seat) = self.tappable(round)?;
        at_hand.seat_mut(seat).choosing = false;
        self.put(at_hand);
        self.toast(Toast::Quiet);
        self.refresh(round, seat);
        Ok(())
    }

    /// *In my own words*: says how, and waits for nothing; whatever is written then is the answer, as ever.
    pub fn own_words(&mut self, round: RoundId) -> Result<(), Refusal> {
        let (_, seat) = self.tappable(round)?;
        self.toast(Toast::Quiet);
        self.show_on_card(round, seat, Say::OwnWords { round, seat });
        Ok(())
    }
}
