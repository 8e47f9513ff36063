//! What is said in a group of two: the hello, the prompt that asks both, both answers with both names.
//!
//! Never *you* and *your partner*: two people read it. Start with [`View::group`].

use super::lines::Line;
use super::piece::{Body, Button, Keyboard, Piece};
use super::rich::{Rich, Style};
use super::view::View;
use crate::core::event::Press;
use crate::core::group::GroupSay;
use crate::core::ids::{RoundId, Seat};
use crate::core::round::Round;

impl View<'_> {
    pub(super) fn group(&self, say: &GroupSay) -> Vec<Piece> {
        match say {
            GroupSay::Hello => self.with(
                Line::GroupHello,
                Keyboard::column([self.button(Line::ButtonImIn, Press::ImIn)]),
            ),
            GroupSay::Needs => self.line(Line::GroupNeeds),
            GroupSay::MovedIn => self.line(Line::GroupMovedIn),
            GroupSay::Prompt(round) => self.group_prompt(*round),
            GroupSay::Emptied => self.line(Line::GroupEmptied),
            GroupSay::Reveal(round) => self.group_reveal(*round),
            GroupSay::Elsewhere => self.line(Line::GroupElsewhere),
            GroupSay::BackHome => self.line(Line::GroupBackHome),
            GroupSay::Gone => self.line(Line::GroupGone),
            GroupSay::Private => {
                let url = format!("https://t.me/{}", self.ctx.bot);
                let there = self.link(Line::ButtonPrivateChat, url);
                self.with(Line::GroupPrivate, Keyboard::column([there]))
            }
            GroupSay::Look => vec![Piece::of(Body::Look)],
        }
    }

    fn link(&self, label: Line<'_>, url: String) -> Button {
        Button::Url {
            label: self.say(label),
            url,
        }
    }

    /// The prompt and how far it is. It changes only by what its authors let be told.
    fn group_prompt(&self, round: RoundId) -> Vec<Piece> {
        let Some(round) = self.round(round) else {
            return Vec::new();
        };
        let mut rich = self.question_for_two(round, &[]);
        if !round.is_open() {
            rich.push("\n\n");
            rich.push(&self.say(match round.is_revealed() {
                true => Line::GroupOpened,
                false => Line::GroupOver,
            }));
            return vec![Piece::text(rich, Keyboard::default())];
        }
        let told = |seat: &Seat| {
            let couple = self.ctx.state.couples.get(&round.couple);
            let author = couple.and_then(|couple| self.person(couple.person(*seat)?));
            round.may_be_told(*seat) && author.is_some_and(|author| author.settings.tell_sealed)
        };
        let count = Seat::BOTH.iter().filter(|seat| told(seat)).count() as u64;
        if count > 0 {
            rich.push("\n\n");
            rich.push(&self.say(Line::GroupSealed { count }));
        }
        let url = format!("https://t.me/{}?start=r_{:x}", self.ctx.bot, round.id.0);
        let answer = self.link(Line::ButtonAnswerPrivately, url);
        vec![Piece::text(rich, Keyboard::column([answer]))]
    }

    /// The question in the group's language, with no name put in.
    pub(super) fn question_for_two(&self, round: &Round, styles: &[Style]) -> Rich {
        if round.own_question().is_some() {
            return self.own_prompt(round, styles);
        }
        let text = self.ctx.library.prompt(&round.prompt).map(|prompt| {
            let words = prompt.words(&self.library_lang());
            match &words.follow_up {
                Some(follow_up) => format!("{}\n{follow_up}", words.text),
                None => words.text.clone(),
            }
        });
        // Not in the library any more: nothing of it is left but that it was asked.
        let text = text.unwrap_or_else(|| "…".to_owned());
        let text = self.fill_with_anyone(&text);
        let emoji = self
            .ctx
            .library
            .kind(&round.kind)
            .map(|kind| kind.emoji.as_str());
        match emoji.filter(|emoji| !emoji.is_empty()) {
            Some(emoji) => Rich::styled(&format!("{emoji} {text}"), styles),
            None => Rich::styled(&text, styles),
        }
    }
}
