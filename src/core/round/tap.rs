//! Answers given by a tap: a feeling, a place on a scale, a pick, a thing done.
//!
//! A press carries no date of Telegram's, so it counts when it comes: after a close or a reveal it is refused. What can be
//! tapped follows from the round as it was shown, never from the press alone.

use std::collections::BTreeSet;

use crate::core::choice::pick::below;
use crate::core::model::ids::{PartId, RoundId, Seat};
use crate::core::model::refusal::{Refusal, RoundRefusal};
use crate::core::model::round::{OPEN_FOR, Origin, Round, Sequel};
use crate::core::model::tap::{PLACES, Tap, Tip};
use crate::core::model::time::later;
use crate::core::protocol::effect::{Effect, Toast};
use crate::core::protocol::round::{RoundSay, RoundWords};
use crate::core::protocol::say::Say;
use crate::core::turn::Turn;
use crate::library::{FeelingId, Reveals, Shape};

/// How often other ideas come after a choice without a match, before the lot decides.
const OTHERS_MAX: u8 = 2;

/// What became of two choices of which only the matches are shown.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Matched {
    /// This round shows more than matches.
    NotAsked,
    /// There is a match, or one of the two answered in words.
    Done,
    /// Both picked, and nothing in common.
    Nothing,
}

impl<R: rand::Rng> Turn<'_, R> {
    /// One press on the buttons of a shape.
    pub(in crate::core) fn tapped(&mut self, round: RoundId, tip: &Tip) -> Result<(), Refusal> {
        let (at_hand, seat) = self.tappable(round)?;
        match (at_hand.shape, tip) {
            (Shape::Feeling, Tip::Feeling(id)) => self.tapped_feeling(at_hand, seat, id),
            (Shape::Scale, Tip::Number(n)) if (1..=PLACES).contains(n) => {
                self.seal_tap(at_hand, seat, Some(Tap::Place(*n)), false)
            }
            (Shape::Choice, Tip::Number(n)) => self.tapped_option(at_hand, seat, *n),
            (Shape::Done, Tip::Done) => self.seal_tap(at_hand, seat, Some(Tap::Done), false),
            _ => Err(Refusal::OldButton),
        }
    }

    /// My round, if its buttons still count.
    fn tappable(&self, round: RoundId) -> Result<(Round, Seat), Refusal> {
        let (at_hand, seat) = self.my_round(round)?;
        let mine = at_hand.seat(seat);
        if !at_hand.takes(self.now) || mine.gone {
            return Err(Refusal::Round(RoundRefusal::RoundOver));
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
            self.show_on_card(
                round,
                seat,
                Say::Round(RoundSay::FinerFeelings { round, seat, core }),
            );
            return Ok(());
        }
        feelings.core_of(id).ok_or(Refusal::OldButton)?;
        self.seal_tap(at_hand, seat, Some(Tap::Feeling(id.clone())), false)
    }

    /// An option is picked, or is picked no more; the buttons stay until *that's it*.
    fn tapped_option(&mut self, at_hand: Round, seat: Seat, n: u8) -> Result<(), Refusal> {
        let count = at_hand.seat(seat).options.len();
        if n == 0 || usize::from(n) > count {
            return Err(Refusal::OldButton);
        }
        let mut picks = match at_hand.tap_of(seat) {
            Some(Tap::Picks(picks)) => picks.clone(),
            _ => BTreeSet::new(),
        };
        if !picks.remove(&n) {
            picks.insert(n);
        }
        let tap = (!picks.is_empty()).then_some(Tap::Picks(picks));
        self.seal_tap(at_hand, seat, tap, true)
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
            let part = id;
            let words = match (gone, before.is_some()) {
                (true, _) => RoundWords::ErasePart { part },
                (false, true) => RoundWords::ReplaceTap { round, seat, part },
                (false, false) => RoundWords::KeepTap { round, seat, part },
            };
            self.effects.push(Effect::Round(words));
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
    pub(in crate::core) fn change_tap(&mut self, round: RoundId) -> Result<(), Refusal> {
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
    pub(in crate::core) fn chosen(&mut self, round: RoundId) -> Result<(), Refusal> {
        let (mut at_hand, seat) = self.tappable(round)?;
        at_hand.seat_mut(seat).choosing = false;
        self.put(at_hand);
        self.toast(Toast::Quiet);
        self.refresh(round, seat);
        Ok(())
    }

    /// At the reveal of a round that shows matches alone: what only one of the two picked is gone, from here and from the disk,
    /// before anything is rendered.
    pub(super) fn keep_matches(&mut self, round: RoundId) -> Matched {
        let Some(at_hand) = self.round_mut(round) else {
            return Matched::NotAsked;
        };
        if at_hand.shape != Shape::Choice || at_hand.reveals != Reveals::Matches {
            return Matched::NotAsked;
        }
        let picks = Seat::BOTH.map(|seat| match at_hand.tap_of(seat) {
            Some(Tap::Picks(picks)) => Some(picks.clone()),
            _ => None,
        });
        let matches: BTreeSet<u8> = match &picks {
            [Some(a), Some(b)] => a & b,
            _ => BTreeSet::new(),
        };
        let matched = match &picks {
            [Some(_), Some(_)] if matches.is_empty() => Matched::Nothing,
            _ => Matched::Done,
        };
        for seat in Seat::BOTH {
            let Some(tapped) = self
                .round_mut(round)
                .and_then(|round| round.seat_mut(seat).tapped.as_mut())
            else {
                continue;
            };
            let part = tapped.id;
            tapped.tap = Some(Tap::Picks(matches.clone()));
            // Erased first, so that no file keeps what it held.
            self.effects
                .push(Effect::Round(RoundWords::ErasePart { part }));
            self.effects
                .push(Effect::Round(RoundWords::KeepTap { round, seat, part }));
        }
        matched
    }

    /// Nothing was picked by both: other ideas come, as a fresh round for both, without a sound of their own, as the reveal
    /// has just made one; after [`OTHERS_MAX`] of them, or where there are none, the lot falls.
    pub(super) fn after_no_match(&mut self, round: RoundId) {
        let Some(at_hand) = self.round(round) else {
            return;
        };
        let (couple, kind) = (at_hand.couple, at_hand.kind.clone());
        let (tries, swaps) = (at_hand.tries, at_hand.swaps);
        let origin = Origin::Another {
            of: round,
            schedule: at_hand.schedule(),
            asked_by: at_hand.started_by(),
        };
        // A pause opens nothing new, and what is left open then is nobody's turn.
        if self
            .couple(couple)
            .is_none_or(|couple| couple.paused_at.is_some())
        {
            return;
        }
        let others = if tries < OTHERS_MAX {
            self.pick_prompt(couple, &kind, Some(Shape::Choice))
        } else {
            None
        };
        let sequel = match others {
            Some(_) => Sequel::Others,
            None => Sequel::Lot {
                surprises: Seat::BOTH[below(self.rng, Seat::BOTH.len())],
            },
        };
        if let Some(round) = self.round_mut(round) {
            round.sequel = Some(sequel);
        }
        let Some(prompt) = others else { return };
        let now = self.now;
        let close_at = Some(later(now, OPEN_FOR));
        let new = self.open_prompt(couple, &kind, prompt, origin, [None, None], close_at);
        if let Some(new) = self.round_mut(new) {
            new.tries = tries + 1;
            new.swaps = swaps;
            for seat in Seat::BOTH {
                new.seat_mut(seat).ask_at = Some(now);
            }
        }
        self.ask_due_seats(new);
    }

    /// *In my own words*: says how, and waits for nothing; whatever is written then is the answer, as ever.
    pub(in crate::core) fn own_words(&mut self, round: RoundId) -> Result<(), Refusal> {
        let (_, seat) = self.tappable(round)?;
        self.toast(Toast::Quiet);
        self.show_on_card(round, seat, Say::Round(RoundSay::OwnWords { round, seat }));
        Ok(())
    }
}
