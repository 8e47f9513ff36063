//! What becomes of a reflection: keep or let go, and how it is a day later.
//!
//! Start with [`View::keep_ask`] and [`View::how_now`].

use jiff::Timestamp;

use crate::core::model::ids::Seat;
use crate::core::model::reflection::Reflection;
use crate::core::protocol::press::Press;
use crate::core::protocol::reflection::Act;
use crate::core::protocol::safety::SafetyPress;
use crate::texts::base::names::{label, ticked};
use crate::texts::base::piece::{Button, Keyboard, Piece};
use crate::texts::base::rich::Rich;
use crate::texts::base::view::View;
use crate::texts::reflection::lines::Line;

impl View<'_> {
    pub(super) fn erased(&self, at: Timestamp) -> Vec<Piece> {
        let date = self.date(at);
        self.line(Line::ReflectErased { date: &date })
    }

    /// Keep what was opened, or let it go?
    pub(super) fn keep_ask(&self, reflection: &Reflection) -> Vec<Piece> {
        let date = self.erased_on(reflection);
        let date = date.as_str();
        let line = if reflection.is_alone() {
            Line::ReflectKeepAskAlone { date }
        } else {
            Line::ReflectKeepAsk { date }
        };
        let mut text = Rich::plain(&self.say(line));
        let steps = 0..reflection.steps.len();
        let mut files = steps.flat_map(|step| Seat::BOTH.map(|seat| (seat, step)));
        if files.any(|(seat, step)| reflection.shows_files(seat, step)) {
            text.below(Rich::plain(&self.say(Line::ReflectKeepFiles)));
        }
        vec![Piece::text(text, self.keep_buttons(reflection))]
    }

    /// The same whichever was tapped.
    pub(super) fn keep_noted(&self, reflection: &Reflection) -> Vec<Piece> {
        let date = self.erased_on(reflection);
        let keyboard = self.keep_buttons(reflection);
        self.with(Line::ReflectKeepNoted { date: &date }, keyboard)
    }

    fn erased_on(&self, reflection: &Reflection) -> String {
        let at = reflection.erase_at;
        at.map(|at| self.date(at)).unwrap_or_default()
    }

    fn keep_buttons(&self, reflection: &Reflection) -> Keyboard {
        Keyboard::default().row([
            self.act(reflection, Line::ReflectButtonKeep, Act::Keep(true)),
            self.act(reflection, Line::ReflectButtonLetGo, Act::Keep(false)),
        ])
    }

    /// A day later; what was tapped is marked.
    pub(super) fn how_now(&self, reflection: &Reflection, seat: Seat) -> Vec<Piece> {
        let lang = self.library_lang();
        let ask = self.filled(
            self.words().day_after(&lang).ask,
            &self.other_name(reflection),
        );
        let mine = reflection.side(seat).now.as_ref();
        let mine = mine.and_then(|now| now.what.as_ref());
        let buttons = self.words().nows().iter().map(|now| {
            let word = self.words().now_word(&now.id, &lang);
            let marked = ticked(mine == Some(&now.id), word);
            self.act_named(reflection, &marked, Act::Now(now.id.clone()))
        });
        let keyboard = Keyboard::column(buttons);
        let keyboard = if reflection.is_over() {
            Keyboard::default()
        } else {
            keyboard
        };
        vec![Piece::text(Rich::plain(&ask), keyboard)]
    }

    pub(super) fn day_after(&self, reflection: &Reflection, better: bool) -> Vec<Piece> {
        let words = self.words().day_after(&self.library_lang());
        let line = if better {
            words.closing_better
        } else {
            words.closing
        };
        let text = Rich::plain(&self.filled(line, &self.other_name(reflection)));
        vec![Piece::text(text, Keyboard::default())]
    }

    /// Twice it did not ease: a person to talk to.
    pub(super) fn a_person(&self, reflection: &Reflection) -> Vec<Piece> {
        let lang = self.library_lang();
        let person = self.words().day_after(&lang).person;
        let text = self.filled(person, &self.other_name(reflection));
        let more = Button::Press {
            label: label(self.ctx.library.safety().afraid(&lang).more),
            press: Press::Safety(SafetyPress::OpenPerson),
        };
        vec![Piece::text(Rich::plain(&text), Keyboard::column([more]))]
    }
}
