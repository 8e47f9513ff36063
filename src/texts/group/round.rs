//! A round in a group of two: the prompt that asks both, and both answers with both names.
//!
//! Never *you* and *your partner*: two people read it. Start with [`View::group_prompt`].

use crate::core::model::ids::{RoundId, Seat};
use crate::core::model::round::{Round, Sequel};
use crate::core::protocol::press::Press;
use crate::core::protocol::round::RoundPress;
use crate::texts::base::common::Common;
use crate::texts::base::names::{label, shorten};
use crate::texts::base::pack::Block;
use crate::texts::base::piece::{Button, Keyboard, Piece};
use crate::texts::base::rich::{Rich, Style};
use crate::texts::base::view::View;
use crate::texts::group::lines::Line;
use crate::texts::round::tap::Reader;

/// Two names beside a label still fit on a button.
const NAME_ON_BUTTON_CHARS: usize = 12;

impl View<'_> {
    /// The prompt and how far it is. It changes only by what its authors let be told; once it is over it shows the prompt no more.
    pub(super) fn group_prompt(&self, round: RoundId) -> Vec<Piece> {
        let Some(round) = self.the_round(round) else {
            return Vec::new();
        };
        if !round.is_open() {
            let line = self.say(match round.is_revealed() {
                true => Line::GroupOpened,
                false => Line::GroupOver,
            });
            let line = Rich::plain(&self.with_emoji(round, &line));
            return vec![Piece::text(line, Keyboard::default())];
        }
        let mut rich = self.question_for_two(round, &[]);
        let told = |seat: &Seat| {
            let couple = self.ctx.state.couples.get(&round.couple);
            let author = couple.and_then(|couple| self.person(couple.present(*seat)?));
            round.may_be_told(*seat) && author.is_some_and(|author| author.settings.tell_sealed)
        };
        match Seat::BOTH.iter().filter(|seat| told(seat)).count() {
            0 => {}
            1 => rich.below(Rich::plain(&self.say(Line::GroupSealedOne))),
            _ => rich.below(Rich::plain(&self.say(Line::GroupSealedBoth))),
        }
        let url = format!("https://t.me/{}?start=r_{:x}", self.ctx.bot, round.id.0);
        let answer = self.link(Line::ButtonAnswerPrivately, url);
        vec![Piece::text(rich, Keyboard::column([answer]))]
    }

    fn with_emoji(&self, round: &Round, text: &str) -> String {
        match self.ctx.library.kind(&round.kind) {
            Some(kind) if !kind.emoji.is_empty() => format!("{} {text}", kind.emoji),
            _ => text.to_owned(),
        }
    }

    /// The question in the group's language.
    fn question_for_two(&self, round: &Round, styles: &[Style]) -> Rich {
        if round.own_question().is_some() {
            return self.prompt_shown(round, self.speaks(round), styles);
        }
        let text = self.ctx.library.prompt(&round.prompt).map(|prompt| {
            let words = prompt.words(&self.library_lang());
            match &words.follow_up {
                Some(follow_up) => format!("{}\n{follow_up}", words.text),
                None => words.text.clone(),
            }
        });
        // Not in the library any more: what one of the two was shown.
        let shown = || round.seats.iter().find_map(|seat| seat.shown.clone());
        let text = text.or_else(shown).unwrap_or_else(|| "…".to_owned());
        let text = self.with_emoji(round, &self.fill_for_both(&text, round));
        Rich::styled(&text, styles)
    }

    /// In whose language the group is spoken to.
    fn speaks(&self, round: &Round) -> Seat {
        self.seat(round).unwrap_or(Seat::A)
    }

    /// Both answers to both of them, each under its author's name.
    pub(super) fn group_reveal(&self, round: RoundId) -> Vec<Piece> {
        let Some(round) = self.the_round(round) else {
            return Vec::new();
        };
        let speaks = self.speaks(round);
        let reader = Reader::Both(speaks);
        let mut header = Rich::plain(&self.say(Common::RevealHeader));
        if let Some(clocks) = self.both_clocks(round, speaks) {
            header.push("\n");
            header.push(&clocks);
        }
        let mut blocks = vec![
            Block::ours(header),
            Block::ours(self.question_for_two(round, &[Style::Spoiler])),
        ];
        let shared = self.together(round, reader, &Seat::BOTH);
        let shared = shared.unwrap_or_default();
        let has = Seat::BOTH.map(|seat| shared.of.contains(&seat));
        blocks.push(Block::by(shared.rich, shared.authors));
        let mut media = Vec::new();
        let mut authors = 0;
        for seat in Seat::BOTH {
            let author = self.partner(round, seat.other());
            blocks.extend(self.answer(round, seat, author, reader, has[seat.index()]));
            let theirs = self.media(round, seat, author);
            authors += usize::from(!theirs.is_empty());
            media.push((author, theirs));
        }
        blocks.extend(self.twins(round).map(Block::ours));
        blocks.push(Block::ours(self.listen_in_group(round)));
        blocks.push(Block::ours(self.differ(round, reader)));
        if authors > 0 {
            blocks.push(Block::ours(Rich::plain(&self.say(Common::RevealMore))));
        }
        let mut after = Vec::new();
        for (author, theirs) in media {
            if authors > 1 {
                // Whose they are must not have to be guessed.
                let name = self.name_in_group(author);
                let line = Rich::plain(&self.say(Line::GroupMediaOf { name: &name }));
                after.push(Piece::text(line, Keyboard::default()));
            }
            after.extend(theirs);
        }
        let keyboard = self.group_keyboard(round);
        self.opened(round, Seat::A, None, blocks, keyboard, after)
    }

    fn listen_in_group(&self, round: &Round) -> Rich {
        let line = self.listen_line(round).unwrap_or_default();
        let line = self.fill_for_both(&line, round);
        // It tells what was asked, so it is covered like the prompt.
        Rich::styled(&line, &[Style::Italic, Style::Spoiler])
    }

    /// The kind's response buttons, each with the names of those who pressed it.
    pub(super) fn group_keyboard(&self, round: &Round) -> Keyboard {
        let Some(kind) = self.ctx.library.kind(&round.kind) else {
            return Keyboard::default();
        };
        if self.is_without_match(round) && !matches!(round.sequel, Some(Sequel::Lot { .. })) {
            return Keyboard::default();
        }
        let lang = self.library_lang();
        let buttons = kind.buttons.iter().filter_map(|id| {
            let text = kind.label(id, &lang)?;
            let by: Vec<String> = Seat::BOTH
                .into_iter()
                .filter(|seat| round.seat(*seat).responded.contains(id))
                .map(|seat| {
                    let name = self.name_in_group(self.partner(round, seat.other()));
                    shorten(&name, NAME_ON_BUTTON_CHARS)
                })
                .collect();
            let text = match by.is_empty() {
                true => text.to_owned(),
                false => format!("✓ {text} · {}", by.join(", ")),
            };
            Some(Button::Press {
                label: label(&text),
                press: Press::Round(RoundPress::Respond(round.id, id.clone())),
            })
        });
        Keyboard::column(buttons)
    }
}
