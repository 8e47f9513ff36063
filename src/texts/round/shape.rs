//! What each shape of a prompt needs under its card: its buttons, and its own lines.
//!
//! A sealed card never shows what was tapped; only its author's *change* does, as a mark on a button. What opens is in `tap`.
//! Start with [`Manner`], where every shape has its row, and [`View::shape_rows`].

use crate::core::model::ids::{RoundId, Seat};
use crate::core::model::round::Round;
use crate::core::model::tap::{PLACES, Tap, Tip};
use crate::core::protocol::press::Press;
use crate::core::protocol::round::RoundPress;
use crate::library::Shape;
use crate::texts::base::common::Common;
use crate::texts::base::names::{label, ticked};
use crate::texts::base::piece::{Button, Keyboard, Piece, in_rows};
use crate::texts::base::rich::Rich;
use crate::texts::base::view::View;
use crate::texts::round::lines::Line;

/// Feelings side by side.
const FEELINGS_A_ROW: usize = 2;

/// What a card says and offers because of its shape.
pub(super) struct Manner {
    /// How to answer, below the kind's own line.
    pub(super) how_to: Line<'static>,
    /// The button that passes, and what the card says then.
    pub(super) not_now: Line<'static>,
    pub(super) passed: Line<'static>,
    /// What the card says of a tap that is a deed and no answer, sealed and closed.
    pub(super) done: Option<[Line<'static>; 2]>,
    /// Offers *in my own words* beside its buttons.
    pub(super) own_words: bool,
    /// What was tapped can become something else.
    pub(super) changes: bool,
}

/// Every shape has its row here, so that a new one is not shown like another by accident.
pub(super) fn manner(shape: Shape) -> Manner {
    let evening = Manner {
        how_to: Line::CardHowTo,
        not_now: Line::ButtonNotTonight,
        passed: Line::CardPassed,
        done: None,
        own_words: false,
        changes: false,
    };
    match shape {
        Shape::Text => evening,
        Shape::Feeling => Manner {
            how_to: Line::CardHowToFeeling,
            own_words: true,
            changes: true,
            ..evening
        },
        Shape::Scale => Manner {
            how_to: Line::CardHowToScale,
            changes: true,
            ..evening
        },
        Shape::Choice => Manner {
            how_to: Line::CardHowToChoice,
            changes: true,
            ..evening
        },
        // What is to be done comes in the morning.
        Shape::Done => Manner {
            how_to: Line::CardHowToDone,
            not_now: Line::ButtonNotToday,
            passed: Line::CardPassedToday,
            done: Some([Line::CardSealedDone, Line::CardClosedDone]),
            ..evening
        },
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
        Button::Press {
            label: label(&ticked(marked, text)),
            press: Press::Round(RoundPress::Tap(round.id, tip)),
        }
    }

    /// What the numbers on the buttons stand for.
    pub(super) fn what_to_tap(&self, round: &Round, seat: Seat) -> Rich {
        let mine = round.seat(seat);
        let lines = match round.shape {
            Shape::Scale => match &mine.ends {
                Some([one, five]) => format!("1 · {one}\n{PLACES} · {five}"),
                None => String::new(),
            },
            Shape::Choice => {
                let options = mine.options.iter().zip(1..);
                let lines =
                    options.map(|(option, n)| format!("{n} · {}", self.fill(option, round, seat)));
                lines.collect::<Vec<_>>().join("\n")
            }
            Shape::Text | Shape::Feeling | Shape::Done => String::new(),
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

    /// The card with the finer feelings of a core one.
    pub(super) fn finer_feelings(&self, round: RoundId, seat: Seat, core: &Tip) -> Vec<Piece> {
        let feelings = self.ctx.library.feelings();
        let (Some(round), Tip::Feeling(core)) = (self.the_round(round), core) else {
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
            self.button(
                Common::ButtonBack,
                Press::Round(RoundPress::Change(round.id)),
            ),
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
        let Some(round) = self.the_round(round) else {
            return Vec::new();
        };
        let mut card = Rich::plain(&self.prompt_with_emoji(round, seat));
        card.below(Rich::plain(&self.say(Line::DeckWords)));
        let back = self.button(
            Common::ButtonBack,
            Press::Round(RoundPress::Change(round.id)),
        );
        vec![Piece::text(card, Keyboard::default().row([back]))]
    }
}
