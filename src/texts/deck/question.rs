//! The questions a couple keeps: a page of them, and one of them.
//!
//! Their words are put beside our lines and never into them. Start with [`View::deck`].

use crate::core::model::deck::{DECK_PAGE, Kept};
use crate::core::model::ids::QuestionId;
use crate::core::model::words::Text;
use crate::core::protocol::deck::DeckPress;
use crate::core::protocol::press::Press;
use crate::core::protocol::settings::SettingsPress;
use crate::texts::base::common::Common;
use crate::texts::base::names::shorten;
use crate::texts::base::piece::{Button, Keyboard, Piece};
use crate::texts::base::rich::{Rich, Style};
use crate::texts::base::view::View;
use crate::texts::deck::lines::Line;

/// So much of a kept question is shown in a list; ten of them stay within one message.
const QUESTION_IN_LIST_CHARS: usize = 150;
/// Numbers of a page's questions in one row of buttons.
const NUMBERS_IN_ROW: usize = 5;

impl View<'_> {
    fn my_deck(&self) -> &[Kept] {
        let couple = self.ctx.state.together(self.to);
        let deck = couple.and_then(|(couple, _)| self.ctx.state.decks.get(&couple.id));
        deck.map_or(&[], Vec::as_slice)
    }

    /// A page of the questions a couple keeps, each with a button of its number.
    pub(super) fn deck(&self, page: usize) -> Vec<Piece> {
        let deck = self.my_deck();
        let back = self.button(
            Common::ButtonBack,
            Press::Settings(SettingsPress::SettingsAgain),
        );
        if deck.is_empty() {
            return self.with(Line::DeckEmpty, Keyboard::column([back]));
        }
        let last = deck.len().saturating_sub(1) / DECK_PAGE;
        let page = page.min(last);
        let first = page * DECK_PAGE;
        let mut text = Rich::styled(&self.say(Line::DeckTitle), &[Style::Bold]);
        let mut numbers = Vec::new();
        for (n, kept) in deck.iter().enumerate().skip(first).take(DECK_PAGE) {
            let number = n + 1;
            let words = self.ctx.own.kept.get(&kept.question);
            let words = words.map(|(_, words)| shorten(&words.text, QUESTION_IN_LIST_CHARS));
            let words = words.unwrap_or_else(|| self.say(Common::OwnGone));
            self.quoted.borrow_mut().insert(kept.by);
            let mut item = Rich::plain(&format!("{number}. "));
            item.push_uncovered(&Text::plain(words));
            text.below(item);
            numbers.push(Button::Press {
                label: number.to_string(),
                press: Press::Deck(DeckPress::Question(kept.question)),
            });
        }
        let rows = numbers.chunks(NUMBERS_IN_ROW);
        let mut keyboard = rows.fold(Keyboard::default(), |keyboard, row| {
            keyboard.row(row.iter().cloned())
        });
        let to = |page: usize| Press::Deck(DeckPress::Deck(u8::try_from(page).unwrap_or(u8::MAX)));
        let earlier = page.checked_sub(1);
        let earlier = earlier.map(|page| self.button(Common::ButtonPageBack, to(page)));
        let later = (page < last).then(|| self.button(Common::ButtonPageOn, to(page + 1)));
        keyboard = keyboard.row(earlier.into_iter().chain(later)).row([back]);
        vec![Piece::text(text, keyboard)]
    }

    pub(super) fn one_of_deck(&self, question: QuestionId) -> Vec<Piece> {
        let deck = self.my_deck();
        let at = deck.iter().position(|kept| kept.question == question);
        let Some((author, words)) = self.ctx.own.kept.get(&question) else {
            return self.line(Common::OwnGone);
        };
        let reword = (*author == self.to)
            .then(|| self.button(Line::ButtonReword, Press::Deck(DeckPress::Reword(question))));
        let remove = self.button(
            Line::ButtonRemoveQuestion,
            Press::Deck(DeckPress::Remove(question)),
        );
        let page = u8::try_from(at.unwrap_or(0) / DECK_PAGE).unwrap_or(0);
        let back = self.button(Common::ButtonBack, Press::Deck(DeckPress::Deck(page)));
        let buttons = reword.into_iter().chain([remove, back]);
        let text = self.quote(*author, words, &[]);
        vec![Piece::text(text, Keyboard::column(buttons))]
    }
}
