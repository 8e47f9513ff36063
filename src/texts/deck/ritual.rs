//! Rituals: that a prompt comes back every week from now on, and that its time has come.
//!
//! Start with [`View::ritual_made`].

use crate::core::model::deck::Ritual;
use crate::core::model::ids::{CoupleId, PersonId, RitualId};
use crate::core::protocol::deck::DeckPress;
use crate::core::protocol::press::Press;
use crate::library::{PARTNER, fill};
use crate::texts::base::names::capitalise;
use crate::texts::base::piece::{Keyboard, Piece};
use crate::texts::base::rich::Rich;
use crate::texts::base::times::clock;
use crate::texts::base::view::View;
use crate::texts::deck::lines::Line;

impl View<'_> {
    fn ritual(&self, couple: CoupleId, ritual: RitualId) -> Option<&Ritual> {
        let couple = self.ctx.state.couples.get(&couple)?;
        couple.ours.rituals.iter().find(|one| one.id == ritual)
    }

    fn ritual_prompt(&self, couple: CoupleId, ritual: &Ritual) -> Option<Rich> {
        let prompt = self.ctx.library.prompt(&ritual.prompt)?;
        let text = &prompt.words(&self.library_lang()).text;
        let seat = self.seat_in(couple)?;
        let partner = self.ctx.state.couples.get(&couple)?.person(seat.other());
        let filled = fill(text, &self.name_of(partner));
        let filled = if text.starts_with(PARTNER) {
            capitalise(&filled)
        } else {
            filled
        };
        let emoji = self.ctx.library.kind_of(&ritual.prompt)?.emoji.as_str();
        Some(Rich::plain(format!("{emoji} {filled}").trim_start()))
    }

    fn rest_button(&self, ritual: RitualId) -> Keyboard {
        let rest = Press::Deck(DeckPress::LetRest(ritual));
        Keyboard::column([self.button(Line::ButtonLetRest, rest)])
    }

    pub(super) fn ritual_made(&self, couple: CoupleId, id: RitualId, by: PersonId) -> Vec<Piece> {
        let Some(ritual) = self.ritual(couple, id) else {
            return Vec::new();
        };
        let (day, time) = (self.weekday(ritual.weekday()), clock(ritual.time()));
        let (day, time) = (day.as_str(), time.as_str());
        let name = self.name(by);
        let said = self.say(if by == self.to {
            Line::RitualMade { day, time }
        } else {
            let name = name.as_str();
            Line::RitualMadeBy { name, day, time }
        });
        let mut text = self.ritual_prompt(couple, ritual).unwrap_or_default();
        text.below(Rich::plain(&said));
        vec![Piece::text(text, self.rest_button(id))]
    }

    pub(super) fn ritual_line(&self, couple: CoupleId, id: RitualId) -> Vec<Piece> {
        let prompt = self
            .ritual(couple, id)
            .and_then(|ritual| self.ritual_prompt(couple, ritual));
        // Without its prompt in the library there is nothing to say.
        let Some(prompt) = prompt else {
            return Vec::new();
        };
        let mut text = Rich::plain(&self.say(Line::RitualNow));
        text.push(" ");
        text.append(prompt);
        vec![Piece::text(text, self.rest_button(id))]
    }
}
