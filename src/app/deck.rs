//! What people make their own, between the rules and the store: what a turn has to load of it, and what becomes of its words.

use std::collections::BTreeMap;

use super::runner::{EffectRunner, corrupt};
use crate::core::model::deck::Kept;
use crate::core::model::ids::{CoupleId, PersonId, QuestionId, RoundId, Seat};
use crate::core::model::person::Expected;
use crate::core::model::state::State;
use crate::core::model::words::Text;
use crate::core::protocol::deck::{DeckPress, DeckWords};
use crate::core::protocol::event::EventKind;
use crate::core::protocol::press::Press;
use crate::store::deck::{self, AskedAs};
use crate::store::{StoreError, Tx, couples};

const QUESTION: &str = "question";
const DECK: &str = "deck";

/// What a prompt is picked by: when each was used, what the couple keeps, and what the two marked.
pub(super) async fn load_choice(
    tx: &mut Tx,
    couple: CoupleId,
    state: &mut State,
) -> Result<(), StoreError> {
    couples::load_used(tx, couple, state).await?;
    load_kept(tx, couple, state).await
}

/// The same without the first.
pub(super) async fn load_kept(
    tx: &mut Tx,
    couple: CoupleId,
    state: &mut State,
) -> Result<(), StoreError> {
    load_deck(tx, couple, state).await?;
    let marked = |state: &State| {
        state
            .couples
            .get(&couple)
            .is_some_and(|at_hand| at_hand.ours.favourites)
    };
    if marked(state) {
        deck::load_favourites(tx, couple, state).await?;
    }
    Ok(())
}

async fn load_deck(tx: &mut Tx, couple: CoupleId, state: &mut State) -> Result<(), StoreError> {
    let at_hand = state.couples.get(&couple);
    if at_hand.is_some_and(|at_hand| at_hand.ours.deck) {
        deck::load_deck(tx, couple, state).await?;
    }
    Ok(())
}

/// What an event looks at besides: the deck, for its buttons and for new words of what it holds.
pub(super) async fn load_for(
    tx: &mut Tx,
    what: &EventKind,
    state: &mut State,
) -> Result<(), StoreError> {
    let expecting = state.me().and_then(|me| me.expecting.as_ref());
    let rewords = matches!(
        expecting.map(|expecting| &expecting.what),
        Some(Expected::Wording { .. })
    );
    let needs = match what {
        EventKind::Said { .. } => rewords,
        EventKind::Pressed { press, .. } => matches!(
            press,
            Press::Deck(
                DeckPress::Keep(_)
                    | DeckPress::Deck(_)
                    | DeckPress::Question(_)
                    | DeckPress::Reword(_)
                    | DeckPress::Remove(_)
            )
        ),
        _ => false,
    };
    let couple = state
        .me
        .and_then(|me| state.together(me))
        .map(|(couple, _)| couple.id);
    match couple.filter(|_| needs) {
        Some(couple) => load_deck(tx, couple, state).await,
        None => Ok(()),
    }
}

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
