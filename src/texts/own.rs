//! Questions of people's own, the deck of those they keep, favourites and rituals.
//!
//! A person's question never passes through a Fluent file: a line is said with a hole in it, and the words are put there
//! afterwards ([`View::around`]). Whose questions a message shows is noted, so that its authors are known
//! ([`View::sign`]). Start with [`View::prompt_shown`].

use super::lines::Line;
use super::names::{clean_name, shorten};
use super::piece::{Body, Button, Keyboard, Piece};
use super::rich::{Rich, Style};
use super::view::{View, capitalise};
use super::week::clock;
use crate::core::model::deck::{DECK_PAGE, Kept, Ritual};
use crate::core::model::ids::{CoupleId, PersonId, QuestionId, RitualId, Seat};
use crate::core::model::round::Round;
use crate::core::model::words::Text;
use crate::core::protocol::deck::{DeckPress, DeckSay};
use crate::core::protocol::press::Press;
use crate::core::protocol::settings::SettingsPress;
use crate::library::{PARTNER, fill};

/// Stands where words go that no file may see. Nothing that a file says holds it: a private character of Unicode's.
const HOLE: &str = "\u{F8FF}";
/// So much of a kept question is shown in a list; ten of them stay within one message.
const QUESTION_IN_LIST_CHARS: usize = 150;
/// Numbers of a page's questions in one row of buttons.
const NUMBERS_IN_ROW: usize = 5;

impl View<'_> {
    pub(super) fn own(&self, say: &DeckSay) -> Vec<Piece> {
        match say {
            DeckSay::QuestionAsk => self.line(Line::OwnAsk),
            DeckSay::WordingAsk => self.line(Line::OwnWordingAsk),
            DeckSay::NoFavourites => self.line(Line::FavouritesNone),
            DeckSay::Deck { page } => self.deck(usize::from(*page)),
            DeckSay::OneOfDeck { question } => self.one_of_deck(*question),
            DeckSay::RitualMade { couple, ritual, by } => self.ritual_made(*couple, *ritual, *by),
            DeckSay::Ritual { couple, ritual } => self.ritual_line(*couple, *ritual),
            DeckSay::RitualRests => self.line(Line::RitualRests),
        }
    }

    /// A line with words in it that no file may see.
    pub(super) fn around(
        &self,
        words: &str,
        line: impl Fn(&'static str) -> Line<'static>,
    ) -> String {
        self.say(line(HOLE)).replacen(HOLE, words, 1)
    }

    /// Notes in each message with words whose questions were shown.
    pub(super) fn sign(&self, mut pieces: Vec<Piece>) -> Vec<Piece> {
        for piece in &mut pieces {
            if let Body::Text { .. } = piece.body {
                for author in self.quoted.borrow().iter() {
                    if !piece.authors.contains(author) {
                        piece.authors.push(*author);
                    }
                }
            }
        }
        pieces
    }

    /// The prompt behind its kind's emoji; a question of somebody's own under their name, as it was typed.
    pub(super) fn prompt_shown(&self, round: &Round, seat: Seat, styles: &[Style]) -> Rich {
        if round.own_question().is_none() {
            return Rich::styled(&self.prompt_with_emoji(round, seat), styles);
        }
        let kind = self.ctx.library.kind(&round.kind);
        let emoji = kind.filter(|kind| !kind.emoji.is_empty());
        let mut rich = Rich::default();
        if let Some(kind) = emoji {
            rich.push_styled(&format!("{} ", kind.emoji), styles);
        }
        rich.append(self.own_prompt(round, styles));
        rich
    }

    /// A question of somebody's own under their name.
    pub(super) fn own_prompt(&self, round: &Round, styles: &[Style]) -> Rich {
        match self.ctx.own.asked.get(&round.id) {
            Some((author, words)) => self.quote(*author, words, styles),
            None => Rich::styled(&self.say(Line::OwnGone), styles),
        }
    }

    fn quote(&self, author: PersonId, words: &Text, styles: &[Style]) -> Rich {
        self.quoted.borrow_mut().insert(author);
        let known = self.ctx.names.get(&author);
        let name = known.and_then(|name| clean_name(&name.0));
        let heading = match name {
            Some(name) => self.say(Line::OwnAsks { name: &name }),
            None if author == self.to => self.say(Line::OwnAsksMe),
            None => self.say(Line::OwnAsks {
                name: &self.name(author),
            }),
        };
        // On a line of their own, so that neither direction nor a quotation reaches into ours.
        let mut rich = Rich::styled(&format!("{heading}\n"), styles);
        if styles.contains(&Style::Spoiler) {
            rich.push_words(words);
        } else {
            rich.push_uncovered(words);
        }
        rich
    }

    /// ♥, and what fits the prompt: *keep it* or *make it ours*.
    pub(super) fn own_buttons(&self, round: &Round, seat: Seat) -> Vec<Button> {
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

    fn my_deck(&self) -> &[Kept] {
        let couple = self.ctx.state.together(self.to);
        let deck = couple.and_then(|(couple, _)| self.ctx.state.decks.get(&couple.id));
        deck.map_or(&[], Vec::as_slice)
    }

    /// A page of the questions a couple keeps, each with a button of its number.
    fn deck(&self, page: usize) -> Vec<Piece> {
        let deck = self.my_deck();
        let back = self.button(
            Line::ButtonBack,
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
            let words = words.unwrap_or_else(|| self.say(Line::OwnGone));
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
        let earlier = earlier.map(|page| self.button(Line::ButtonPageBack, to(page)));
        let later = (page < last).then(|| self.button(Line::ButtonPageOn, to(page + 1)));
        keyboard = keyboard.row(earlier.into_iter().chain(later)).row([back]);
        vec![Piece::text(text, keyboard)]
    }

    fn one_of_deck(&self, question: QuestionId) -> Vec<Piece> {
        let deck = self.my_deck();
        let at = deck.iter().position(|kept| kept.question == question);
        let Some((author, words)) = self.ctx.own.kept.get(&question) else {
            return self.line(Line::OwnGone);
        };
        let reword = (*author == self.to)
            .then(|| self.button(Line::ButtonReword, Press::Deck(DeckPress::Reword(question))));
        let remove = self.button(
            Line::ButtonRemoveQuestion,
            Press::Deck(DeckPress::Remove(question)),
        );
        let page = u8::try_from(at.unwrap_or(0) / DECK_PAGE).unwrap_or(0);
        let back = self.button(Line::ButtonBack, Press::Deck(DeckPress::Deck(page)));
        let buttons = reword.into_iter().chain([remove, back]);
        let text = self.quote(*author, words, &[]);
        vec![Piece::text(text, Keyboard::column(buttons))]
    }

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

    fn ritual_made(&self, couple: CoupleId, id: RitualId, by: PersonId) -> Vec<Piece> {
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

    fn ritual_line(&self, couple: CoupleId, id: RitualId) -> Vec<Piece> {
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
