//! What people make their own, between the rules and the store: what becomes of its words.

use std::collections::BTreeMap;

use super::runner::{EffectRunner, corrupt};
use crate::core::model::deck::Kept;
use crate::core::model::ids::{CoupleId, PersonId, QuestionId, RoundId, Seat};
use crate::core::model::state::State;
use crate::core::model::words::Text;
use crate::core::protocol::deck::DeckWords;
use crate::store::deck::{self, AskedAs};
use crate::store::{StoreError, couples};

const QUESTION: &str = "question";
const DECK: &str = "deck";

impl EffectRunner<'_> {
    pub(super) async fn run_deck(&mut self, what: DeckWords) -> Result<(), StoreError> {
        match what {
            DeckWords::Ask { round, question } => {
                let author = self.author(QUESTION, round.0)?;
                let text = self.asked(QUESTION, round.0)?;
                self.put_question(round, question, author, text).await
            }
            DeckWords::AskAgain { round, question } => {
                // A round whose question is gone says so on its card.
                match deck::words_of(self.tx, question).await? {
                    Some((author, text)) => self.put_question(round, question, author, &text).await,
                    None => Ok(()),
                }
            }
            DeckWords::EraseAsked { round } => {
                self.opened.forget_asked();
                deck::drop_question(self.tx, round).await
            }
            DeckWords::EraseOf { couple, seat } => self.erase_of(couple, seat).await,
            DeckWords::Keep { round, question } => self.keep_question(round, question).await,
            DeckWords::Reword { question } => {
                let by = self.author(DECK, question.0)?;
                let text = self.asked(DECK, question.0)?;
                let kept = Kept { question, by };
                deck::reword(self.tx, kept, text, &mut self.rng).await
            }
            DeckWords::Drop { question } => deck::drop_kept(self.tx, question).await,
            DeckWords::Favourite {
                couple,
                person,
                prompt,
                on,
            } => deck::mark(self.tx, couple, person, &prompt, on).await,
        }
    }

    async fn put_question(
        &mut self,
        round: RoundId,
        question: QuestionId,
        author: PersonId,
        text: &Text,
    ) -> Result<(), StoreError> {
        self.opened.forget_asked();
        let of = AskedAs {
            round,
            question,
            couple: self.round(round)?.couple,
            author,
        };
        deck::put_question(self.tx, of, text, self.now, &mut self.rng).await
    }

    async fn keep_question(
        &mut self,
        round: RoundId,
        question: QuestionId,
    ) -> Result<(), StoreError> {
        let couple = self.round(round)?.couple;
        let asked = deck::question(self.tx, round).await?;
        let (by, text) = asked.ok_or(corrupt(QUESTION, round.0))?;
        let kept = Kept { question, by };
        deck::keep(self.tx, couple, kept, &text, self.now, &mut self.rng).await
    }

    /// What was opened stays, as a part of what both opened.
    async fn erase_of(&mut self, couple: CoupleId, seat: Seat) -> Result<(), StoreError> {
        self.opened.forget_asked();
        let author = self.couple(couple)?.person(seat);
        let author = author.ok_or(corrupt("couple", couple.0))?;
        deck::drop_deck(self.tx, couple, author).await?;
        for round in deck::rounds_of(self.tx, couple, author).await? {
            let mut state = State::default();
            couples::load_round(self.tx, round, &mut state, &mut BTreeMap::new()).await?;
            let opened = state
                .rounds
                .get(&round)
                .is_some_and(|round| round.is_revealed());
            if !opened {
                deck::drop_question(self.tx, round).await?;
            }
        }
        Ok(())
    }
}
