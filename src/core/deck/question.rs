//! A question of one's own: asking it, wording it anew, and what becomes of it at a leave.
//!
//! Its words are never here; see [`DeckWords`]. Start with `ask_own`.

use jiff::civil::Date;

use crate::core::model::deck::{ASKED_MAX, AskedToday, QUESTION_CHARS_MAX};
use crate::core::model::ids::{CoupleId, MessageId, PersonId, QuestionId, RoundId, Seat};
use crate::core::model::local_time;
use crate::core::model::person::{EXPECT_FOR, Expected, Expecting};
use crate::core::model::refusal::{DeckRefusal, Refusal, RoundRefusal};
use crate::core::model::round::{ANOTHER_MAX, Closed, OPEN_FOR, Origin, Round};
use crate::core::model::time::later;
use crate::core::model::words::{Text, Words};
use crate::core::protocol::deck::{DeckSay, DeckWords};
use crate::core::protocol::effect::{Effect, Send};
use crate::core::protocol::say::{ChatSay, Say};
use crate::core::turn::Turn;
use crate::library::{KindId, PromptId};

/// Short enough, and something at all.
fn is_question(text: &Text) -> bool {
    !text.text.trim().is_empty() && text.text.chars().count() <= QUESTION_CHARS_MAX
}

impl<R: rand::Rng> Turn<'_, R> {
    /// `/ask`: a question of my own, to both; without one, the next words are it.
    pub(in crate::core) fn ask_question(&mut self, question: Option<&Text>) -> Result<(), Refusal> {
        let me = self.me()?;
        self.together()?;
        match question {
            Some(question) => self.put_question(question),
            None => {
                self.expect_words(Expected::Question);
                self.send(Send::line(me, Say::Deck(DeckSay::QuestionAsk)));
                Ok(())
            }
        }
    }

    /// Typed words that were asked for as a question, or as its new wording.
    pub(in crate::core) fn said_question(
        &mut self,
        message: MessageId,
        words: &Words,
        expected: Expected,
    ) -> Result<(), Refusal> {
        let text = match words {
            Words::Text { text } if is_question(text) => text,
            _ => return self.not_understood(message, words, expected),
        };
        if let Some(person) = self.me_mut() {
            person.expecting = None;
        }
        if !self.pay() {
            return Ok(());
        }
        match expected {
            Expected::Wording { question } => self.reword(question),
            _ => self.put_question(text),
        }
    }

    /// Asks for a question, or its wording, once more.
    pub(in crate::core) fn question_again(
        &mut self,
        expected: &Expected,
        typed: &str,
    ) -> Result<(), Refusal> {
        let me = self.me()?;
        self.expect_words(expected.clone());
        let say = match expected {
            _ if !typed.trim().is_empty() => Say::Chat(ChatSay::Refused(Refusal::Deck(
                DeckRefusal::QuestionTooLong,
            ))),
            Expected::Wording { .. } => Say::Deck(DeckSay::WordingAsk),
            _ => Say::Deck(DeckSay::QuestionAsk),
        };
        self.send(Send::line(me, say));
        Ok(())
    }

    /// Puts the event's own words to both, under my name. What stands in the way is said, and nothing more is waited for.
    fn put_question(&mut self, text: &Text) -> Result<(), Refusal> {
        let me = self.me()?;
        let (couple, seat) = self.together()?;
        if !is_question(text) {
            return self.question_again(&Expected::Question, &text.text);
        }
        if let Some(open) = self.own_open_round(couple, seat) {
            self.send(Send::line(
                me,
                Say::Chat(ChatSay::Refused(Refusal::Round(RoundRefusal::OneAtATime))),
            ));
            self.show_card_again(open, seat);
            return Ok(());
        }
        let today = self.my_date(me);
        let asked = self.person(me).map(|me| me.asked).unwrap_or_default();
        let asked = AskedToday {
            on: Some(today),
            count: if asked.on == Some(today) {
                asked.count
            } else {
                0
            },
        };
        if asked.count >= ASKED_MAX {
            self.send(Send::line(
                me,
                Say::Chat(ChatSay::Refused(Refusal::Deck(DeckRefusal::AskedEnough))),
            ));
            return Ok(());
        }
        let kind = self
            .world
            .library
            .kind_of_own()
            .ok_or(Refusal::Round(RoundRefusal::NoPrompt))?;
        let kind = kind.id.clone();
        let question = QuestionId::random(self.rng);
        let round = self.open_asked(couple, seat, &kind, PromptId::own(question.0));
        if let Some(person) = self.me_mut() {
            person.asked = AskedToday {
                count: asked.count + 1,
                ..asked
            };
        }
        if let Some(round) = self.round_mut(round) {
            // Somebody's own question is not changed for another one; it can wait, or be talked about.
            round.swaps = ANOTHER_MAX;
        }
        let ask = DeckWords::Ask { round, question };
        self.effects.push(Effect::Deck(ask));
        self.ask_due_seats(round);
        Ok(())
    }

    /// Today where this person lives.
    fn my_date(&self, me: PersonId) -> Date {
        let zone = local_time::zone_of(&self.state, me).unwrap_or(jiff::tz::TimeZone::UTC);
        zone.to_datetime(self.now).date()
    }

    /// A round that a person starts now; nobody is asked yet.
    pub(super) fn open_asked(
        &mut self,
        couple: CoupleId,
        seat: Seat,
        kind: &KindId,
        prompt: PromptId,
    ) -> RoundId {
        let partner_at = self.when_seat_awake(couple, seat.other());
        let mut ask_at = [Some(self.now); 2];
        ask_at[seat.other().index()] = Some(partner_at);
        let close_at = Some(later(partner_at, OPEN_FOR));
        let origin = Origin::Asked { by: seat };
        self.open_prompt(couple, kind, prompt, origin, ask_at, close_at)
    }

    /// The open round that this seat started: there is one at a time.
    pub(in crate::core) fn own_open_round(&self, couple: CoupleId, seat: Seat) -> Option<RoundId> {
        let mut rounds = self.state.rounds.values();
        let mine = rounds.find(|round| {
            let shown = round.seat(seat).asked && !round.seat(seat).moved;
            round.couple == couple && round.is_open() && shown && round.started_by() == Some(seat)
        });
        mine.map(|round| round.id)
    }

    /// The words of a question that is asked again go into its new round.
    pub(in crate::core) fn ask_words_again(&mut self, round: RoundId) {
        let Some(question) = self.round(round).and_then(Round::own_question) else {
            return;
        };
        let again = DeckWords::AskAgain { round, question };
        self.effects.push(Effect::Deck(again));
    }

    /// What this round's buttons have to know of the two people.
    pub(in crate::core) fn mark_card(&mut self, id: RoundId) {
        let Some(round) = self.round(id) else {
            return;
        };
        let couple = round.couple;
        let prompt = round.prompt.clone();
        let deck = self.state.decks.get(&couple);
        let kept = round.own_question().is_some_and(|question| {
            deck.is_some_and(|deck| deck.iter().any(|kept| kept.question == question))
        });
        let favourites = self.state.favourites.get(&couple);
        let likes = Seat::BOTH.map(|seat| {
            let person = self.couple(couple).and_then(|couple| couple.person(seat));
            let mark = person.map(|person| (person, prompt.clone()));
            mark.is_some_and(|mark| favourites.is_some_and(|all| all.contains(&mark)))
        });
        if let Some(round) = self.round_mut(id) {
            for seat in Seat::BOTH {
                round.seat_mut(seat).favourite = likes[seat.index()];
                round.seat_mut(seat).kept = kept;
            }
        }
    }

    /// What a round asked is destroyed with it.
    pub(in crate::core) fn forget_asked(&mut self, round: RoundId) {
        if self.round(round).and_then(Round::own_question).is_some() {
            let erase = DeckWords::EraseAsked { round };
            self.effects.push(Effect::Deck(erase));
        }
    }

    /// Someone leaves: a question of theirs that the other was not asked yet never will be.
    pub(in crate::core) fn withdraw_questions(&mut self, couple: CoupleId, leaver: Seat) {
        let unasked = |round: &&Round| {
            round.couple == couple
                && round.is_open()
                && round.own_question().is_some()
                && round.started_by() == Some(leaver)
                && !round.seat(leaver.other()).asked
        };
        let rounds = self.state.rounds.values().filter(unasked);
        let rounds: Vec<RoundId> = rounds.map(|round| round.id).collect();
        for round in rounds {
            self.close_as(round, Closed::Dropped);
            self.forget_asked(round);
        }
    }

    /// *Change the words*: the next words are the new ones. Only for whoever asked it first.
    pub(super) fn ask_wording(
        &mut self,
        question: QuestionId,
        on: MessageId,
    ) -> Result<(), Refusal> {
        let me = self.me()?;
        let (_, kept) = self.kept(question)?;
        if kept.by != me {
            return Err(Refusal::OldButton);
        }
        self.expect_words(Expected::Wording { question });
        self.show_deck_page(on, DeckSay::WordingAsk)
    }

    fn reword(&mut self, question: QuestionId) -> Result<(), Refusal> {
        let me = self.me()?;
        let (_, kept) = self.kept(question)?;
        if kept.by != me {
            return Err(Refusal::OldButton);
        }
        let reword = DeckWords::Reword { question };
        self.effects.push(Effect::Deck(reword));
        let say = DeckSay::OneOfDeck { question };
        self.send(Send::line(me, Say::Deck(say)));
        Ok(())
    }

    fn expect_words(&mut self, what: Expected) {
        let until = later(self.now, EXPECT_FOR);
        if let Some(person) = self.me_mut() {
            person.expecting = Some(Expecting { what, until });
        }
    }
}
