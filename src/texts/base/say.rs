//! A line of ours as a message, with or without buttons, and the buttons themselves.
//!
//! Start with [`View::line`].

use crate::core::protocol::press::Press;
use crate::texts::base::lines::Said;
use crate::texts::base::names::label;
use crate::texts::base::piece::{Button, Keyboard, Piece};
use crate::texts::base::rich::Rich;
use crate::texts::base::view::View;

impl View<'_> {
    /// One line of ours, without buttons.
    pub(in crate::texts) fn line<'l>(&self, line: impl Into<Said<'l>>) -> Vec<Piece> {
        self.with(line, Keyboard::default())
    }

    /// One line of ours above these buttons.
    pub(in crate::texts) fn with<'l>(
        &self,
        line: impl Into<Said<'l>>,
        keyboard: Keyboard,
    ) -> Vec<Piece> {
        vec![Piece::text(Rich::plain(&self.say(line)), keyboard)]
    }

    /// A button that says a line, shortened where it does not fit.
    pub(in crate::texts) fn button<'l>(&self, line: impl Into<Said<'l>>, press: Press) -> Button {
        Button::Press {
            label: label(&self.say(line)),
            press,
        }
    }

    /// A button that opens an address.
    pub(in crate::texts) fn link<'l>(&self, label: impl Into<Said<'l>>, url: String) -> Button {
        Button::Url {
            label: self.say(label),
            url,
        }
    }
}
