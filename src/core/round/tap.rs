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
    pub(super) fn tapped(&mut self, round: RoundId, tip: &Tip) -> Result<(), Refusal> {
        let (this_round, seat) = self.tappable(round)?;
        match (this_round.shape, tip) {
            (Shape::Feeling, Tip::Feeling(id)) => self.tapped_feeling(this_round, seat, id),
            (Shape::Scale, Tip::Number(n)) if (1..=PLACES).contains(n) => {
                self.seal_tap(this_round, seat, Some(Tap::Place(*n)), false)
            }
            (Shape::Choice, Tip::Number(n)) => self.tapped_option(this_round, seat, *n),
            (Shape::Done, Tip::Done) => self.seal_tap(this_round, seat, Some(Tap::Done), false),
            _ => Err(Refusal::OldButton),
        }
    }

    /// My round, if its buttons still count.
    fn tappable(&self, id: RoundId) -> Result<(Round, Seat), Refusal> {
        let (round, seat) = self.my_round(id)?;
        let mine = round.seat(seat);
        if !round.takes(self.now) || mine.gone {
            return Err(Refusal::Round(RoundRefusal::RoundOver));
        }
        // Its message stands for another round by now, or never came.
        if mine.moved || !mine.asked || round.shape == Shape::Text {
            return Err(Refusal::OldButton);
        }
        Ok((round, seat))
    }

    /// A core feeling shows the finer ones, and nothing is sealed; a finer one is the answer.
    fn tapped_feeling(
        &mut self,
        this_round: Round,
        seat: Seat,
        id: &FeelingId,
    ) -> Result<(), Refusal> {
        let feelings = self.world.library.feelings();
        if feelings.core(id).is_some() {
            let round = this_round.id;
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
        self.seal_tap(this_round, seat, Some(Tap::Feeling(id.clone())), false)
    }

    /// An option is picked, or is picked no more; the buttons stay until *that's it*.
    fn tapped_option(&mut self, round: Round, seat: Seat, n: u8) -> Result<(), Refusal> {
        let count = round.seat(seat).options.len();
        if n == 0 || usize::from(n) > count {
            return Err(Refusal::OldButton);
        }
        let mut picks = match round.tap_of(seat) {
            Some(Tap::Picks(picks)) => picks.clone(),
            _ => BTreeSet::new(),
        };
        if !picks.remove(&n) {
            picks.insert(n);
        }
        let tap = (!picks.is_empty()).then_some(Tap::Picks(picks));
        self.seal_tap(round, seat, tap, true)
    }

    /// The tapped part of my answer is this now. `choosing`: the buttons stay, for more.
    fn seal_tap(
        &mut self,
        this_round: Round,
        seat: Seat,
        tap: Option<Tap>,
        choosing: bool,
    ) -> Result<(), Refusal> {
        let round = this_round.id;
        let was_answered = this_round.answered(seat);
        let before = this_round.seat(seat).tapped.clone();
        let id = before
            .as_ref()
            .map_or_else(|| PartId::random(self.rng), |before| before.id);
        let gone = tap.is_none();
        let changes = before.as_ref().and_then(|before| before.tap.as_ref()) != tap.as_ref();
        let mut after = if changes {
            this_round.tap(seat, id, tap, self.now)?
        } else {
            this_round
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
    pub(super) fn change_tap(&mut self, id: RoundId) -> Result<(), Refusal> {
        let (round, seat) = self.tappable(id)?;
        self.toast(Toast::Quiet);
        let answered = round.answered(seat);
        let mut round = if answered {
            round.unsettle(seat, self.now)
        } else {
            round
        };
        round.seat_mut(seat).choosing = answered;
        self.put(round);
        self.refresh(id, seat);
        Ok(())
    }

    /// *That's it*: what was tapped is covered again.
    pub(super) fn chosen(&mut self, id: RoundId) -> Result<(), Refusal> {
        let (mut round, seat) = self.tappable(id)?;
        round.seat_mut(seat).choosing = false;
        self.put(round);
        self.toast(Toast::Quiet);
        self.refresh(id, seat);
        Ok(())
    }

    /// At the reveal of a round that shows matches alone: what only one of the two picked is gone, from here and from the disk,
    /// before anything is rendered.
    pub(super) fn keep_matches(&mut self, round: RoundId) -> Matched {
        let Some(this_round) = self.round_mut(round) else {
            return Matched::NotAsked;
        };
        if this_round.shape != Shape::Choice || this_round.reveals != Reveals::Matches {
            return Matched::NotAsked;
        }
        let picks = Seat::BOTH.map(|seat| match this_round.tap_of(seat) {
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
    pub(super) fn after_no_match(&mut self, id: RoundId) {
        let Some(round) = self.round(id) else {
            return;
        };
        let (couple, kind) = (round.couple, round.kind.clone());
        let (tries, swaps) = (round.tries, round.swaps);
        let origin = Origin::Another {
            of: id,
            schedule: round.schedule(),
            asked_by: round.started_by(),
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
        if let Some(round) = self.round_mut(id) {
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
    pub(super) fn answer_in_words(&mut self, round: RoundId) -> Result<(), Refusal> {
        let (_, seat) = self.tappable(round)?;
        self.toast(Toast::Quiet);
        self.show_on_card(round, seat, Say::Round(RoundSay::OwnWords { round, seat }));
        Ok(())
    }
}
