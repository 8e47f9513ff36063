//! A line of ours as a message, with or without buttons, and the buttons themselves.
//!
//! Start with [`View::line`].

use crate::core::model::ids::PersonId;
use crate::core::protocol::press::Press;
use crate::texts::base::lines::Line;
use crate::texts::base::names::label;
use crate::texts::base::piece::{Button, Keyboard, Piece};
use crate::texts::base::rich::Rich;
use crate::texts::base::view::View;

impl View<'_> {
    /// One line of ours, without buttons.
    pub(in crate::texts) fn line(&self, line: Line<'_>) -> Vec<Piece> {
        self.with(line, Keyboard::default())
    }

    pub(in crate::texts) fn with(&self, line: Line<'_>, keyboard: Keyboard) -> Vec<Piece> {
        vec![Piece::text(Rich::plain(&self.say(line)), keyboard)]
    }

    pub(in crate::texts) fn named(
        &self,
        person: Option<PersonId>,
        line: impl Fn(&str) -> Line<'_>,
    ) -> Vec<Piece> {
        let name = self.name_of(person);
        self.line(line(&name))
    }

    pub(in crate::texts) fn button(&self, line: Line<'_>, press: Press) -> Button {
        Button::Press {
            label: label(&self.say(line)),
            press,
        }
    }

    pub(in crate::texts) fn link(&self, label: Line<'_>, url: String) -> Button {
        Button::Url {
            label: self.say(label),
            url,
        }
    }
}
