//! The message that shows a prompt to one person, in each of its states.
//!
//! Looks at this seat's own part of the round, and of the partner's only at whether an answer is sealed, where its
//! author lets that be told. Never at the partner's pass, talk or swap. Start with [`Standing`].

use crate::core::model::couple::Phase;
use crate::core::model::ids::{RoundId, Seat};
use crate::core::model::round::{ANOTHER_MAX, Closed, Origin, Round, RoundPhase};
use crate::core::protocol::press::Press;
use crate::core::protocol::round::RoundPress;
use crate::texts::base::common::Common;
use crate::texts::base::piece::{Button, Keyboard, Piece};
use crate::texts::base::rich::{Rich, Style};
use crate::texts::base::view::View;
use crate::texts::round::lines::Line;
use crate::texts::round::shape::manner;

/// Where a round stands for one of the two.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Standing {
    Open,
    /// Open, and the partner's answer may be told of.
    Waits,
    Sealed,
    Writing,
    Passed,
    WouldTalk,
    Talked,
    Revealed,
    Closed,
}

impl View<'_> {
    pub(super) fn standing(&self, round: &Round, seat: Seat) -> Standing {
        let mine = round.seat(seat);
        match round.phase {
            RoundPhase::Revealed { .. } => return Standing::Revealed,
            RoundPhase::Closed { how, .. } => {
                return match how {
                    Closed::Talked => Standing::Talked,
                    Closed::Unopened | Closed::Ended | Closed::Dropped => Standing::Closed,
                };
            }
            RoundPhase::Open | RoundPhase::Touching { .. } => {}
        }
        if round.answered(seat) {
            let writing = mine.writing_until.is_some_and(|until| until > self.ctx.now);
            return if writing {
                Standing::Writing
            } else {
                Standing::Sealed
            };
        }
        if mine.talk {
            Standing::WouldTalk
        } else if mine.passed {
            Standing::Passed
        } else if self.waits(round, seat) {
            Standing::Waits
        } else {
            Standing::Open
        }
    }

    /// Whether this seat may be told that the partner's answer is sealed. Before both are a couple only who accepted may:
    /// the inviter does not yet know whether it is the right person.
    fn waits(&self, round: &Round, seat: Seat) -> bool {
        let other = seat.other();
        let Some(couple) = self.ctx.state.couples.get(&round.couple) else {
            return false;
        };
        let told = couple
            .present(other)
            .and_then(|partner| self.person(partner))
            .is_some_and(|partner| partner.settings.tell_sealed);
        round.may_be_told(other) && told && (couple.is_together() || seat == Seat::B)
    }

    pub(super) fn card(&self, round: RoundId, seat: Seat) -> Vec<Piece> {
        let Some(round) = self.the_round(round) else {
            return Vec::new();
        };
        let standing = self.standing(round, seat);
        if round.seat(seat).gone {
            return self.card_over();
        }
        let mut card = self.prompt_shown(round, seat, &[]);
        if round.is_open() {
            card.below(self.what_to_tap(round, seat));
        }
        let unanswered = matches!(standing, Standing::Open | Standing::Waits);
        if unanswered && round.seat(seat).last_open {
            card.below(Rich::plain(&self.say(Line::CardLastOpen)));
        }
        if unanswered && round.seat(seat).how_to {
            card.below(self.how_to(round, seat));
        }
        if let Some(line) = self.standing_line(round, seat, standing) {
            card.below(Rich::plain(&line));
        }
        if matches!(standing, Standing::Sealed | Standing::Writing) {
            card.below(self.covered_line(round, seat));
        }
        vec![Piece::text(card, self.card_keyboard(round, seat, standing))]
    }

    /// In place of a prompt that is over for its reader.
    pub(super) fn card_over(&self) -> Vec<Piece> {
        let line = Rich::plain(&self.say(Line::CardOver));
        vec![Piece::text(line, Keyboard::default())]
    }

    /// The kind's own line, then how to answer at all.
    fn how_to(&self, round: &Round, seat: Seat) -> Rich {
        let mut lines = Vec::new();
        if let Some(kind) = self.ctx.library.kind(&round.kind) {
            let how = &kind.words(&self.library_lang()).how;
            let how = self.fill(how, round, seat);
            if !how.trim().is_empty() {
                lines.push(how);
            }
        }
        if self.phase(round) == Pairing::Done {
            lines.push(self.say(manner(round.shape).how_to));
        }
        Rich::styled(&lines.join("\n"), &[Style::Italic])
    }

    fn standing_line(&self, round: &Round, seat: Seat, standing: Standing) -> Option<String> {
        let name = self.name_of(self.partner(round, seat));
        let pairing = self.phase(round);
        let manner = manner(round.shape);
        let done = manner.done.filter(|_| round.seat(seat).tapped.is_some());
        Some(self.say(match standing {
            Standing::Open | Standing::Waits if pairing != Pairing::Done => {
                match (standing, seat) {
                    (Standing::Waits, _) => Line::CardWaitsAccepted { name: &name },
                    (_, Seat::A) => Line::CardFirstInviting,
                    (_, Seat::B) => Line::CardFirstAccepted { name: &name },
                }
            }
            Standing::Open => return None,
            Standing::Waits => Line::CardWaits { name: &name },
            Standing::Sealed => match (pairing, seat) {
                (Pairing::Done, _) => match done {
                    Some([sealed, _]) => sealed,
                    None if round.seat(seat).only_tapped() => Line::CardSealedTap,
                    None => Line::CardSealed,
                },
                (_, Seat::A) => Line::CardSealedInviting,
                (_, Seat::B) => Line::CardSealedAccepted { name: &name },
            },
            Standing::Writing => Line::CardWriting,
            Standing::Passed => manner.passed,
            Standing::WouldTalk => Line::CardTalk,
            Standing::Talked => Line::CardTalked,
            Standing::Revealed => Line::CardRevealed,
            Standing::Closed => done.map_or(Line::CardClosed, |[_, closed]| closed),
        }))
    }

    fn card_keyboard(&self, round: &Round, seat: Seat, standing: Standing) -> Keyboard {
        let id = round.id;
        let choosing = round.seat(seat).choosing;
        match standing {
            // Nobody is there yet to pass to, or to talk with.
            Standing::Open | Standing::Waits if self.phase(round) != Pairing::Done => {
                let own = self.own_words_button(round);
                self.shape_rows(round, seat, false).row(own)
            }
            Standing::Open | Standing::Waits => {
                let another = round.swaps < ANOTHER_MAX && round.origin != Origin::First;
                let another = another.then(|| {
                    self.button(Line::ButtonAnother, Press::Round(RoundPress::Another(id)))
                });
                let own = self.own_words_button(round);
                self.shape_rows(round, seat, false)
                    .row(own.into_iter().chain(another))
                    .row([
                        self.button(
                            manner(round.shape).not_now,
                            Press::Round(RoundPress::NotTonight(id)),
                        ),
                        self.button(Line::ButtonTalk, Press::Round(RoundPress::Talk(id))),
                    ])
            }
            Standing::Sealed | Standing::Writing if choosing => {
                self.shape_rows(round, seat, true).row([
                    self.button(Line::ButtonChosen, Press::Round(RoundPress::Chosen(id))),
                    self.button(
                        Common::ButtonTakeBack,
                        Press::Round(RoundPress::TakeBack(id)),
                    ),
                ])
            }
            Standing::Sealed | Standing::Writing => {
                let (line, press) = if standing == Standing::Writing {
                    (Line::ButtonDone, RoundPress::DoneWriting(id))
                } else {
                    (Line::ButtonStillWriting, RoundPress::StillWriting(id))
                };
                let goes_on = self.button(line, Press::Round(press));
                Keyboard::default()
                    .row(self.change_button(round))
                    .row(self.show_button(round, seat))
                    .row([
                        self.button(
                            Common::ButtonTakeBack,
                            Press::Round(RoundPress::TakeBack(id)),
                        ),
                        goes_on,
                    ])
            }
            Standing::Passed => Keyboard::default()
                .row([self.button(Line::ButtonAfterAll, Press::Round(RoundPress::Reopen(id)))]),
            Standing::WouldTalk => Keyboard::default().row([self.button(
                Common::ButtonNeverMind,
                Press::Round(RoundPress::Reopen(id)),
            )]),
            Standing::Talked | Standing::Revealed | Standing::Closed => {
                Keyboard::default().row(self.show_button(round, seat))
            }
        }
    }

    fn own_words_button(&self, round: &Round) -> Option<Button> {
        let offers = manner(round.shape).own_words;
        offers.then(|| {
            self.button(
                Line::ButtonOwnWords,
                Press::Round(RoundPress::OwnWords(round.id)),
            )
        })
    }

    /// Where what was tapped can become something else.
    fn change_button(&self, round: &Round) -> Option<Button> {
        let changes = manner(round.shape).changes;
        changes.then(|| {
            self.button(
                Line::ButtonChange,
                Press::Round(RoundPress::Change(round.id)),
            )
        })
    }

    fn phase(&self, round: &Round) -> Pairing {
        let couple = self.ctx.state.couples.get(&round.couple);
        match couple.map(|couple| couple.phase) {
            Some(Phase::Inviting | Phase::Proposed { .. }) => Pairing::Pending,
            Some(Phase::Together { .. } | Phase::Ended { .. }) | None => Pairing::Done,
        }
    }
}

/// Whether the two are a couple (or were one).
#[derive(Clone, Copy, PartialEq, Eq)]
enum Pairing {
    Pending,
    Done,
}
