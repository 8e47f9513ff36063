//! A round: one prompt put to one couple, answered by both, opened to both.
//!
//! `ask` puts a prompt to people and `another` puts one aside; `answer`, `tap` and `aside` take what they answer; `reveal` opens it,
//! or `close` and `half` end it unopened; `respond` is what comes after. `card` is the message a prompt stands in. The changes of
//! one round as a value are in `change`. Nothing here holds a person's words. Start with [`Turn::round_pressed`].

pub mod another;
pub mod answer;
pub mod aside;
pub mod ask;
pub mod card;
pub mod change;
pub mod close;
pub mod cover;
pub mod deliver;
pub mod half;
pub mod nudge;
pub mod respond;
pub mod reveal;
pub mod tap;

use crate::core::model::ids::MessageId;
use crate::core::model::need::Need;
use crate::core::model::refusal::Refusal;
use crate::core::model::round::Half;
use crate::core::protocol::round::RoundPress;
use crate::core::turn::Turn;

/// What a button of this feature looks at besides the round it names.
pub(in crate::core) fn needs(press: &RoundPress) -> Option<Need> {
    match press {
        RoundPress::Another(round) => Some(Need::ChoiceOf(*round)),
        RoundPress::ForPartner(aside) | RoundPress::MyAnswer(aside, _) => Some(Need::Aside(*aside)),
        _ => None,
    }
}

impl<R: rand::Rng> Turn<'_, R> {
    /// One of this feature's buttons.
    pub(in crate::core) fn round_pressed(
        &mut self,
        press: RoundPress,
        on: MessageId,
    ) -> Result<(), Refusal> {
        match press {
            RoundPress::Another(round) => self.another(round),
            RoundPress::NotTonight(round) => self.not_tonight(round),
            RoundPress::Talk(round) => self.talk(round),
            RoundPress::Reopen(round) => self.reopen(round),
            RoundPress::TakeBack(round) => self.take_back(round),
            RoundPress::Tap(round, tip) => self.tapped(round, &tip),
            RoundPress::Change(round) => self.change_tap(round),
            RoundPress::Chosen(round) => self.chosen(round),
            RoundPress::OwnWords(round) => self.answer_in_words(round),
            RoundPress::StillWriting(round) => self.still_writing(round, true),
            RoundPress::DoneWriting(round) => self.still_writing(round, false),
            RoundPress::Respond(round, button) => self.respond_to(round, &button, on),
            RoundPress::GiveAnyway(round) => self.decide_half(round, Half::Given, on),
            RoundPress::KeepForMe(round) => self.decide_half(round, Half::Kept, on),
            RoundPress::LetGo(round) => self.decide_half(round, Half::LetGo, on),
            RoundPress::VoicesAgain(round) => self.voices_again(round),
            RoundPress::ForPartner(aside) => self.aside_for_partner(aside, on),
            RoundPress::MyAnswer(aside, round) => self.aside_for_round(aside, round, on),
            RoundPress::NeverMind(aside) => self.aside_dropped(aside, on),
            RoundPress::TryAgain(aside) => self.aside_try_again(aside, on),
            RoundPress::ShowCovered(round) => self.show_covered(round),
            RoundPress::HideCovered(round) => self.hide_covered(round, on),
        }
    }
}
