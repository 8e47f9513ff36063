//! What can be tapped under a prompt, and how what was tapped is shown when it opens.
//!
//! A sealed card never shows what was tapped; only its author's *change* does, as a mark on a button. Whatever stands here in
//! a reveal lies under a spoiler, as words do. Start with [`View::shape_rows`] and [`View::tapped`].

use std::collections::BTreeSet;

use super::lines::Line;
use super::names::label;
use super::piece::{Button, Keyboard, Piece};
use super::rich::{Rich, Style};
use super::view::View;
use crate::core::model::ids::{PersonId, RoundId, Seat};
use crate::core::model::round::{Round, Sequel};
use crate::core::model::tap::{PLACES, Tap, Tip};
use crate::core::protocol::press::Press;
use crate::core::protocol::round::RoundPress;
use crate::library::{FeelingId, Reveals, Shape};

/// Feelings side by side.
const FEELINGS_A_ROW: usize = 2;
/// Two ends this long together still stand in one line on a phone.
const ENDS_IN_A_LINE_CHARS: usize = 24;

/// Who reads a page with both answers.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Reader {
    /// One of the two, in their own chat.
    One(Seat),
    /// Both, in their group; it is written in the language of this seat.
    Both(Seat),
}

impl Reader {
    pub(super) fn is(self, seat: Seat) -> bool {
        self == Reader::One(seat)
    }

    /// In whose language it is read.
    pub(super) fn seat(self) -> Seat {
        match self {
            Reader::One(seat) | Reader::Both(seat) => seat,
        }
    }
}

impl View<'_> {
    /// The buttons of a round's shape; `marked`, with what this seat has tapped.
    pub(super) fn shape_rows(&self, round: &Round, seat: Seat, marked: bool) -> Keyboard {
        let tap = round.tap_of(seat).filter(|_| marked);
        match round.shape {
            Shape::Feeling => self.core_feelings(round, tap),
            Shape::Scale => self.places(round, tap),
            Shape::Choice => self.options(round, seat, tap),
            Shape::Done => {
                let did = self.button(
                    Line::ButtonDid,
                    Press::Round(RoundPress::Tap(round.id, Tip::Done)),
                );
                Keyboard::default().row([did])
            }
            Shape::Text => Keyboard::default(),
        }
    }

    fn tip(&self, round: &Round, tip: Tip, text: &str, marked: bool) -> Button {
        let text = if marked {
            format!("✓ {text}")
        } else {
            text.to_owned()
        };
        Button::Press {
            label: label(&text),
            press: Press::Round(RoundPress::Tap(round.id, tip)),
        }
    }

    /// What the numbers on the buttons stand for.
    pub(super) fn what_to_tap(&self, round: &Round, seat: Seat) -> Rich {
        let mine = round.seat(seat);
        let lines = match (round.shape, &mine.ends) {
            (Shape::Scale, Some([one, five])) => format!("1 · {one}\n{PLACES} · {five}"),
            (Shape::Choice, _) => {
                let options = mine.options.iter().zip(1..);
                let lines =
                    options.map(|(option, n)| format!("{n} · {}", self.fill(option, round, seat)));
                lines.collect::<Vec<_>>().join("\n")
            }
            _ => String::new(),
        };
        Rich::plain(&lines)
    }

    fn options(&self, round: &Round, seat: Seat, tap: Option<&Tap>) -> Keyboard {
        let numbers = round.seat(seat).options.iter().zip(1..).map(|(_, n)| n);
        let buttons = numbers.map(|n: u8| {
            let marked = matches!(tap, Some(Tap::Picks(picks)) if picks.contains(&n));
            self.tip(round, Tip::Number(n), &n.to_string(), marked)
        });
        Keyboard::default().row(buttons)
    }

    fn places(&self, round: &Round, tap: Option<&Tap>) -> Keyboard {
        let buttons = (1..=PLACES).map(|n| {
            let marked = matches!(tap, Some(Tap::Place(mine)) if *mine == n);
            self.tip(round, Tip::Number(n), &n.to_string(), marked)
        });
        Keyboard::default().row(buttons)
    }

    fn core_feelings(&self, round: &Round, tap: Option<&Tap>) -> Keyboard {
        let feelings = self.ctx.library.feelings();
        let mine = match tap {
            Some(Tap::Feeling(id)) => feelings.core_of(id).map(|core| &core.id),
            _ => None,
        };
        let buttons: Vec<Button> = feelings
            .cores()
            .iter()
            .map(|core| {
                let text = self.feeling(&core.id);
                let tip = Tip::Feeling(core.id.clone());
                self.tip(round, tip, &text, mine == Some(&core.id))
            })
            .collect();
        in_rows(buttons, FEELINGS_A_ROW)
    }

    /// A feeling's word behind the emoji of its core word.
    pub(super) fn feeling(&self, id: &FeelingId) -> String {
        let feelings = self.ctx.library.feelings();
        let core = feelings.core(id).or_else(|| feelings.core_of(id));
        let word = feelings.word(id, &self.library_lang()).unwrap_or("…");
        match core.and_then(|core| core.emoji.as_deref()) {
            Some(emoji) => format!("{emoji} {word}"),
            None => word.to_owned(),
        }
    }

    /// The card with the finer feelings of a core one.
    pub(super) fn finer_feelings(&self, round: RoundId, seat: Seat, core: &Tip) -> Vec<Piece> {
        let feelings = self.ctx.library.feelings();
        let (Some(round), Tip::Feeling(core)) = (self.round(round), core) else {
            return Vec::new();
        };
        let Some(core) = feelings.core(core) else {
            return Vec::new();
        };
        let lang = self.library_lang();
        let mine = match round.tap_of(seat) {
            Some(Tap::Feeling(id)) => Some(id),
            _ => None,
        };
        let finer = core.finer.iter().map(|id| {
            let word = feelings.word(id, &lang).unwrap_or("…");
            self.tip(round, Tip::Feeling(id.clone()), word, mine == Some(id))
        });
        let keyboard = in_rows(finer.collect(), FEELINGS_A_ROW).row([
            self.button(Line::ButtonBack, Press::Round(RoundPress::Change(round.id))),
            self.button(
                Line::ButtonOwnWords,
                Press::Round(RoundPress::OwnWords(round.id)),
            ),
        ]);
        let mut card = Rich::plain(&self.prompt_with_emoji(round, seat));
        let feeling = self.feeling(&core.id);
        let ask = self.say(Line::FinerAsk { feeling: &feeling });
        card.below(Rich::plain(&ask));
        vec![Piece::text(card, keyboard)]
    }

    /// The card, saying how to answer in words.
    pub(super) fn own_words(&self, round: RoundId, seat: Seat) -> Vec<Piece> {
        let Some(round) = self.round(round) else {
            return Vec::new();
        };
        let mut card = Rich::plain(&self.prompt_with_emoji(round, seat));
        card.below(Rich::plain(&self.say(Line::DeckWords)));
        let back = self.button(Line::ButtonBack, Press::Round(RoundPress::Change(round.id)));
        vec![Piece::text(card, Keyboard::default().row([back]))]
    }

    /// What one seat has tapped, as it stands under their name.
    pub(super) fn tapped(&self, round: &Round, seat: Seat, reader: Reader) -> Option<Rich> {
        let line = match round.tap_of(seat)? {
            Tap::Feeling(id) => {
                self.ctx.library.feelings().core_of(id)?;
                self.feeling(id)
            }
            Tap::Picks(_) if shows_matches(round) => self.say(Line::RevealPicked),
            Tap::Picks(picks) => self
                .listed(round, reader.seat(), Some(seat), picks)
                .join("\n"),
            Tap::Done => self.say(Line::RevealDoneOne),
            Tap::Place(_) => return None,
        };
        Some(Rich::styled(&line, &[Style::Spoiler]))
    }

    /// What was tapped by these, side by side, in the order in which they stand.
    pub(super) fn together(&self, round: &Round, reader: Reader, seats: &[Seat]) -> Option<Shared> {
        match round.shape {
            Shape::Scale => self.on_scale(round, reader, seats),
            Shape::Choice if shows_matches(round) => self.matches(round, reader),
            Shape::Done => self.both_did(round),
            _ => None,
        }
    }

    fn both_did(&self, round: &Round) -> Option<Shared> {
        let mut taps = Seat::BOTH.iter().map(|seat| round.tap_of(*seat));
        let line = Rich::styled(&self.say(Line::RevealDoneBoth), &[Style::Spoiler]);
        taps.all(|tap| tap == Some(&Tap::Done)).then(|| Shared {
            rich: line,
            authors: self.both(round),
            of: Seat::BOTH.to_vec(),
        })
    }

    fn both(&self, round: &Round) -> Vec<PersonId> {
        let seats = Seat::BOTH.iter();
        seats
            .filter_map(|seat| self.partner(round, seat.other()))
            .collect()
    }

    /// Places between the two ends, in dots one under the other.
    fn on_scale(&self, round: &Round, reader: Reader, seats: &[Seat]) -> Option<Shared> {
        let mut shared = Shared::default();
        let mut rows = Vec::new();
        for seat in seats {
            if let Some(Tap::Place(place)) = round.tap_of(*seat) {
                let author = self.partner(round, seat.other());
                let name = match reader {
                    Reader::One(mine) => self.heading(author, mine == *seat),
                    Reader::Both(_) => self.title_in_group(author),
                };
                rows.push(format!("{}  {name}", dots(*place)));
                shared.of.push(*seat);
                shared.authors.extend(author);
            }
        }
        let [left, right] = self.ends(round, reader.seat())?;
        let between = match left.chars().count() + right.chars().count() {
            0..=ENDS_IN_A_LINE_CHARS => " · ",
            _ => "\n",
        };
        let figure = format!("◂ {left}{between}{right} ▸\n{}", rows.join("\n"));
        shared.rich = Rich::styled(&figure, &[Style::Spoiler]);
        (!rows.is_empty()).then_some(shared)
    }

    /// What both picked, or what follows where there is nothing. Of what one of them picked alone nothing is left to show.
    fn matches(&self, round: &Round, reader: Reader) -> Option<Shared> {
        let picked = Seat::BOTH.map(|seat| matches!(round.tap_of(seat), Some(Tap::Picks(_))));
        if picked != [true, true] {
            return None;
        }
        let seat = reader.seat();
        let name = self.name_of(self.partner(round, seat));
        let mut lines = Vec::new();
        if let Some(Tap::Picks(picks)) = round.tap_of(seat).filter(|_| !is_empty(round, seat)) {
            let of_one = matches!(reader, Reader::One(_)).then_some(seat);
            lines.push(self.say(Line::RevealMatches));
            lines.extend(self.listed(round, seat, of_one, picks));
        } else if let (Reader::Both(_), Some(Sequel::Lot { surprises })) = (reader, round.sequel) {
            let name = self.name_in_group(self.partner(round, surprises.other()));
            let other = self.name_in_group(self.partner(round, surprises));
            lines.push(self.say(Line::GroupLot {
                name: &name,
                other: &other,
            }));
        } else {
            lines.push(self.say(match round.sequel {
                None => Line::RevealNoMatch,
                Some(Sequel::Others) => Line::RevealNoMatchOthers,
                Some(Sequel::Lot { surprises }) if surprises == seat => {
                    Line::RevealLotMe { name: &name }
                }
                Some(Sequel::Lot { .. }) => Line::RevealLotThem { name: &name },
            }));
        }
        Some(Shared {
            rich: Rich::styled(&lines.join("\n"), &[Style::Spoiler]),
            authors: self.both(round),
            of: Seat::BOTH.to_vec(),
        })
    }

    /// Both picked, and nothing in common.
    pub(super) fn is_without_match(&self, round: &Round) -> bool {
        shows_matches(round) && Seat::BOTH.iter().all(|seat| is_empty(round, *seat))
    }

    /// Options by their numbers, in the words this reader was shown, else in those of the library, else in the author's. Without
    /// an author they are picks of both.
    fn listed(
        &self,
        round: &Round,
        reader: Seat,
        author: Option<Seat>,
        picks: &BTreeSet<u8>,
    ) -> Vec<String> {
        let known = self.ctx.library.prompt(&round.prompt);
        let known = known.map(|prompt| prompt.words(&self.library_lang()).options.as_slice());
        let lists = [
            round.seat(reader).options.as_slice(),
            known.unwrap_or_default(),
            round
                .seat(author.unwrap_or(reader.other()))
                .options
                .as_slice(),
        ];
        let list = lists.into_iter().find(|list| !list.is_empty());
        let list = list.unwrap_or_default();
        let option = |n: &u8| list.get(usize::from(*n).checked_sub(1)?);
        let picked = picks.iter().filter_map(option);
        picked
            .map(|option| match author {
                Some(author) => format!("· {}", self.fill(option, round, author)),
                None => format!("· {}", self.fill_with_the_other(option)),
            })
            .collect()
    }

    /// The ends as the reader was shown them, else as they are in the library, else as the partner was.
    fn ends(&self, round: &Round, reader: Seat) -> Option<[String; 2]> {
        let shown = |seat: Seat| round.seat(seat).ends.clone();
        let known = || {
            let prompt = self.ctx.library.prompt(&round.prompt)?;
            prompt.words(&self.library_lang()).ends.clone()
        };
        shown(reader)
            .or_else(known)
            .or_else(|| shown(reader.other()))
    }

    /// Where two taps do not meet: how to go on, as nobody is wrong.
    pub(super) fn differ(&self, round: &Round, reader: Reader) -> Rich {
        let name = self.name_of(self.partner(round, reader.seat()));
        let [a, b] = Seat::BOTH.map(|seat| self.name_in_group(self.partner(round, seat.other())));
        let in_group = matches!(reader, Reader::Both(_));
        let line = match Seat::BOTH.map(|seat| round.tap_of(seat)) {
            [Some(Tap::Place(a)), Some(Tap::Place(b))] if a != b && in_group => {
                Line::GroupDifferPlace
            }
            [Some(Tap::Picks(hers)), Some(Tap::Picks(his))] if hers != his && in_group => {
                Line::GroupDifferPicks { a: &a, b: &b }
            }
            [Some(Tap::Place(a)), Some(Tap::Place(b))] if a != b => {
                Line::RevealDifferPlace { name: &name }
            }
            [Some(Tap::Picks(a)), Some(Tap::Picks(b))] if a != b => {
                Line::RevealDifferPicks { name: &name }
            }
            _ => return Rich::default(),
        };
        Rich::styled(&self.say(line), &[Style::Italic, Style::Spoiler])
    }

    /// The one glad line, where two answers meet.
    pub(super) fn twins(&self, round: &Round) -> Option<Rich> {
        let taps = Seat::BOTH.map(|seat| round.tap_of(seat));
        let same = match taps {
            [Some(Tap::Feeling(a)), Some(Tap::Feeling(b))] if a == b => {
                Some(Line::RevealSameFeeling)
            }
            [Some(Tap::Place(a)), Some(Tap::Place(b))] if a == b => Some(Line::RevealSamePlace),
            // That nothing else was picked is not to be told where matches alone are shown.
            [Some(Tap::Picks(a)), Some(Tap::Picks(b))] if a == b && !shows_matches(round) => {
                Some(Line::RevealSamePicks)
            }
            _ => None,
        };
        match same {
            // It tells of what was answered.
            Some(line) => Some(Rich::styled(&self.say(line), &[Style::Spoiler])),
            None => round
                .twins()
                .then(|| Rich::plain(&self.say(Line::RevealTwins))),
        }
    }
}

/// What both have tapped, in one piece.
#[derive(Default)]
pub(super) struct Shared {
    pub(super) rich: Rich,
    pub(super) authors: Vec<PersonId>,
    /// Whose taps are shown in it.
    pub(super) of: Vec<Seat>,
}

/// Opened, and of what was picked only what both picked is there.
fn shows_matches(round: &Round) -> bool {
    round.reveals == Reveals::Matches && round.is_revealed()
}

fn is_empty(round: &Round, seat: Seat) -> bool {
    matches!(round.tap_of(seat), Some(Tap::Picks(picks)) if picks.is_empty())
}

/// `○○●○○` for 3.
fn dots(place: u8) -> String {
    (1..=PLACES)
        .map(|n| if n == place { '●' } else { '○' })
        .collect()
}

pub(super) fn in_rows(buttons: Vec<Button>, a_row: usize) -> Keyboard {
    let rows = buttons.chunks(a_row).map(<[Button]>::to_vec);
    Keyboard(rows.collect())
}
