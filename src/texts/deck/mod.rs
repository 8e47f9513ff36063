//! What the bot says about what people make their own: questions, favourites, rituals.
//!
//! A question is shown under its author's name, and passes through no Fluent file. Start with [`render`].

pub(in crate::texts) mod lines;
mod question;
mod ritual;

use crate::core::model::ids::Seat;
use crate::core::model::refusal::DeckRefusal;
use crate::core::model::round::Round;
use crate::core::protocol::deck::{DeckPress, DeckSay};
use crate::core::protocol::press::Press;
use crate::texts::base::piece::{Button, Piece};
use crate::texts::base::view::View;
use crate::texts::deck::lines::Line;

/// The messages that say it to the view's reader.
pub(super) fn render(view: &View<'_>, say: &DeckSay) -> Vec<Piece> {
    match say {
        DeckSay::QuestionAsk => view.line(Line::OwnAsk),
        DeckSay::NoFavourites => view.line(Line::FavouritesNone),
        DeckSay::Deck { page } => view.deck(usize::from(*page)),
        DeckSay::OneOfDeck { question } => view.one_of_deck(*question),
        DeckSay::WordingAsk => view.line(Line::OwnWordingAsk),
        DeckSay::RitualMade { couple, ritual, by } => view.ritual_made(*couple, *ritual, *by),
        DeckSay::Ritual { couple, ritual } => view.ritual_line(*couple, *ritual),
        DeckSay::RitualRests => view.line(Line::RitualRests),
    }
}

/// A "no" of this feature.
pub(in crate::texts) fn refused(refusal: DeckRefusal) -> Line<'static> {
    match refusal {
        DeckRefusal::QuestionTooLong => Line::RefusalQuestionTooLong,
        DeckRefusal::AskedEnough => Line::RefusalAskedEnough,
        DeckRefusal::DeckFull => Line::RefusalDeckFull,
        DeckRefusal::RitualsFull => Line::RefusalRitualsFull,
    }
}

impl View<'_> {
    /// ♥, and what fits the prompt: *keep it* or *make it ours*.
    pub(in crate::texts) fn own_buttons(&self, round: &Round, seat: Seat) -> Vec<Button> {
        let mine = round.seat(seat);
        let heart = if mine.favourite {
            Line::ButtonFavouriteOn
        } else {
            Line::ButtonFavourite
        };
        let id = round.id;
        let mut buttons = vec![self.button(heart, Press::Deck(DeckPress::Favourite(id)))];
        if round.own_question().is_some() {
            let line = if mine.kept {
                Line::ButtonQuestionKept
            } else {
                Line::ButtonKeepQuestion
            };
            buttons.push(self.button(line, Press::Deck(DeckPress::Keep(id))));
        } else if self
            .ctx
            .library
            .kind(&round.kind)
            .is_some_and(|kind| kind.ritual)
        {
            let couple = self.ctx.state.couples.get(&round.couple);
            let mut rituals = couple.into_iter().flat_map(|couple| &couple.ours.rituals);
            let line = if rituals.any(|ritual| ritual.prompt == round.prompt) {
                Line::ButtonIsOurs
            } else {
                Line::ButtonMakeOurs
            };
            buttons.push(self.button(line, Press::Deck(DeckPress::Ritual(id))));
        }
        buttons
    }
}
