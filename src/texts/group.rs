//! What is said in a group of two: the hello, the prompt that asks both, both answers with both names.
//!
//! Never *you* and *your partner*: two people read it. Start with [`View::group`].

use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::lines::Line;
use super::names::{label, shorten};
use super::piece::{Body, Button, Keyboard, Piece};
use super::reveal::Block;
use super::rich::{Rich, Style};
use super::shapes::Reader;
use super::view::View;
use crate::core::model::ids::{CoupleId, RoundId, Seat};
use crate::core::model::round::{Round, Sequel};
use crate::core::protocol::group::{GroupPress, GroupSay};
use crate::core::protocol::press::Press;
use crate::core::protocol::round::RoundPress;

/// Two names beside a label still fit on a button.
const NAME_ON_BUTTON_CHARS: usize = 12;

fn month(number: i8) -> Line<'static> {
    match number {
        1 => Line::January,
        2 => Line::February,
        3 => Line::March,
        4 => Line::April,
        5 => Line::May,
        6 => Line::June,
        7 => Line::July,
        8 => Line::August,
        9 => Line::September,
        10 => Line::October,
        11 => Line::November,
        _ => Line::December,
    }
}

impl View<'_> {
    pub(super) fn group(&self, say: &GroupSay) -> Vec<Piece> {
        match say {
            GroupSay::Hello => {
                let mut hello = Rich::plain(&self.say(Line::GroupHello));
                hello.below(Rich::plain(&self.say(Line::GroupHelloAsk)));
                let im_in = self.button(Line::ButtonImIn, Press::Group(GroupPress::ImIn));
                vec![Piece::text(hello, Keyboard::column([im_in]))]
            }
            GroupSay::HelloDone => self.line(Line::GroupHello),
            GroupSay::Needs => self.line(Line::GroupNeeds),
            GroupSay::MovedIn => self.line(Line::GroupMovedIn),
            GroupSay::Prompt(round) => self.group_prompt(*round),
            GroupSay::Emptied => self.line(Line::GroupEmptied),
            GroupSay::Over => self.line(Line::GroupOver),
            GroupSay::Below => self.line(Line::GroupBelow),
            GroupSay::TakenAway => vec![Piece::of(Body::Delete)],
            GroupSay::Reveal(round) => self.group_reveal(*round),
            GroupSay::RevealButtons(round) => {
                let round = self.round(*round);
                let keyboard = round.map(|round| self.group_keyboard(round));
                keyboard
                    .map(|keyboard| Piece::of(Body::Keyboard(keyboard)))
                    .into_iter()
                    .collect()
            }
            GroupSay::Elsewhere => self.line(Line::GroupElsewhere),
            GroupSay::BackHome => self.line(Line::GroupBackHome),
            GroupSay::Gone => self.line(Line::GroupGone),
            GroupSay::Help => self.line(Line::GroupHelp),
            GroupSay::Resting => self.line(Line::GroupResting),
            GroupSay::Resumed => self.line(Line::Resumed),
            GroupSay::NotResting => self.line(Line::GroupNotResting),
            GroupSay::Private => {
                let url = format!("https://t.me/{}", self.ctx.bot);
                let there = self.link(Line::ButtonPrivateChat, url);
                self.with(Line::GroupPrivate, Keyboard::column([there]))
            }
            GroupSay::Look => vec![Piece::of(Body::Look)],
            GroupSay::CoverAsk(couple) => self.with(
                Line::GroupCoverAsk,
                Keyboard::default().row([
                    self.button(
                        Line::ButtonGroupCover,
                        Press::Group(GroupPress::Cover(*couple)),
                    ),
                    self.button(
                        Line::ButtonGroupLeaveOpen,
                        Press::Group(GroupPress::LeaveOpen(*couple)),
                    ),
                ]),
            ),
            GroupSay::CoverDone { covered: true } => self.line(Line::GroupCovered),
            GroupSay::CoverDone { covered: false } => self.line(Line::GroupNotCovered),
            GroupSay::CoveredPage { opened_at } => self.covered_page(*opened_at),
        }
    }

    /// In place of something opened: when that was.
    fn covered_page(&self, at: Timestamp) -> Vec<Piece> {
        let zone = self.person(self.to).and_then(|reader| reader.zone.clone());
        let zone = zone.and_then(|zone| TimeZone::get(&zone).ok());
        let date = zone.unwrap_or(TimeZone::UTC).to_datetime(at).date();
        self.line(Line::GroupCoveredPage {
            day: &date.day().to_string(),
            month: &self.say(month(date.month())),
            year: &date.year().to_string(),
        })
    }

    /// *Use a group for two*: Telegram lets the reader choose or make one, and adds the bot.
    pub(super) fn group_link(&self) -> Button {
        let url = format!("https://t.me/{}?startgroup=two", self.ctx.bot);
        self.link(Line::ButtonUseGroup, url)
    }

    /// The group in the settings.
    pub(super) fn group_settings(&self, couple: CoupleId) -> Vec<Button> {
        let state = self.ctx.state;
        let Some(at_hand) = state.couples.get(&couple) else {
            return Vec::new();
        };
        let group = at_hand.group.and_then(|chat| state.groups.get(&chat));
        let group = group.filter(|group| group.couple == Some(couple));
        let is_there = group.filter(|group| !group.gone);
        let mut buttons = Vec::new();
        if is_there.is_none() {
            buttons.push(self.group_link());
        }
        let mut press = |label, press| buttons.push(self.button(label, Press::Group(press)));
        if group.is_some() {
            press(Line::ButtonGoPrivate, GroupPress::GoPrivate(couple));
        }
        if is_there.is_some_and(|group| group.opened) || !at_hand.left_open.is_empty() {
            press(Line::ButtonGroupCoverAll, GroupPress::Cover(couple));
        }
        buttons
    }

    fn link(&self, label: Line<'_>, url: String) -> Button {
        Button::Url {
            label: self.say(label),
            url,
        }
    }

    /// The prompt and how far it is. It changes only by what its authors let be told; once it is over it shows the prompt no more.
    fn group_prompt(&self, round: RoundId) -> Vec<Piece> {
        let Some(round) = self.round(round) else {
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
    fn group_reveal(&self, round: RoundId) -> Vec<Piece> {
        let Some(round) = self.round(round) else {
            return Vec::new();
        };
        let speaks = self.speaks(round);
        let reader = Reader::Both(speaks);
        let mut header = Rich::plain(&self.say(Line::RevealHeader));
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
        blocks.push(Block::shared(shared));
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
            blocks.push(Block::ours(Rich::plain(&self.say(Line::RevealMore))));
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
    fn group_keyboard(&self, round: &Round) -> Keyboard {
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
