//! What every page of a reflection needs: the library's words with the other one's name, and its buttons.
//!
//! Start with [`View::act`].

use crate::core::model::reflection::Reflection;
use crate::core::protocol::press::Press;
use crate::core::protocol::reflection::{Act, ReflectPress};
use crate::library::{PARTNER, ReflectionGuide, StepId, fill};
use crate::texts::base::lines::Said;
use crate::texts::base::names::{capitalise, label};
use crate::texts::base::piece::Button;
use crate::texts::base::view::View;

impl View<'_> {
    pub(super) fn words(&self) -> &ReflectionGuide {
        self.ctx.library.reflection()
    }

    /// A text of the library with the other one's name.
    pub(super) fn filled(&self, text: &str, name: &str) -> String {
        let filled = fill(text, name);
        if text.starts_with(PARTNER) {
            capitalise(&filled)
        } else {
            filled
        }
    }

    /// The other one's name, left or not.
    pub(super) fn other_name(&self, reflection: &Reflection) -> String {
        let mut people = reflection.people.into_iter().flatten();
        self.name_of(people.find(|person| *person != self.to))
    }

    pub(super) fn step_title(&self, reflection: &Reflection, step: &StepId) -> String {
        let title = self.words().title(step, &self.library_lang());
        self.filled(title, &self.other_name(reflection))
    }

    /// A button that does something in this reflection.
    pub(super) fn act<'l>(
        &self,
        reflection: &Reflection,
        line: impl Into<Said<'l>>,
        act: Act,
    ) -> Button {
        self.button(line, Press::Reflect(ReflectPress::On(reflection.id, act)))
    }

    /// The same, with a text that is no line of ours.
    pub(super) fn act_named(&self, reflection: &Reflection, text: &str, act: Act) -> Button {
        Button::Press {
            label: label(text),
            press: Press::Reflect(ReflectPress::On(reflection.id, act)),
        }
    }
}
