//! Covered answers: what the card says of them, and a person's own words shown to themselves.
//!
//! Start with [`View::covered`].

use crate::core::model::ids::{RoundId, Seat};
use crate::core::model::round::Round;
use crate::core::protocol::press::Press;
use crate::core::protocol::round::RoundPress;
use crate::texts::base::piece::{Body, Button, Keyboard, Piece};
use crate::texts::base::rich::{Rich, Style};
use crate::texts::base::view::View;
use crate::texts::round::lines::Line;

impl View<'_> {
    /// My own answer, under a spoiler, for as long as it stands there.
    pub(super) fn covered(&self, round: RoundId, seat: Seat) -> Vec<Piece> {
        let mine = |round: &&Round| self.seat(round) == Some(seat);
        let Some(round) = self.the_round(round).filter(mine) else {
            return Vec::new();
        };
        let hide = Press::Round(RoundPress::HideCovered(round.id));
        let keyboard = Keyboard::column([self.button(Line::ButtonHide, hide)]);
        let line = Rich::styled(&self.say(Line::CoveredShown), &[Style::Italic]);
        let mut pieces = self.own_answer(round, seat, line, keyboard);
        // What has no file id was never covered: it stands in the chat.
        pieces.retain(|piece| !matches!(piece.body, Body::Copy { .. }));
        pieces
    }

    /// How much of my answer is covered; empty where nothing is.
    pub(super) fn covered_line(&self, round: &Round, seat: Seat) -> Rich {
        match round.covered(seat) {
            0 => Rich::default(),
            count => Rich::plain(&self.say(Line::CardCovered { count })),
        }
    }

    pub(super) fn show_button(&self, round: &Round, seat: Seat) -> Option<Button> {
        let show = Press::Round(RoundPress::ShowCovered(round.id));
        let shows = round.shows_own(seat);
        shows.then(|| self.button(Line::ButtonShowMe, show))
    }
}
