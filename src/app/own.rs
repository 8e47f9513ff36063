//! What people make their own, between the rules and the store: what a turn has to load of it, and what becomes of its words.

use std::collections::BTreeMap;

use super::turn::Carrying;
use crate::core::model::deck::{DECK_PAGE, Kept};
use crate::core::model::ids::{CoupleId, PersonId, QuestionId, RoundId, Seat};
use crate::core::model::person::Expected;
use crate::core::model::state::State;
use crate::core::model::words::{Text, Words};
use crate::core::protocol::command::Command;
use crate::core::protocol::deck::{DeckPress, DeckSay, DeckWords};
use crate::core::protocol::effect::Effect;
use crate::core::protocol::event::{Event, EventKind};
use crate::core::protocol::press::Press;
use crate::core::protocol::say::{ChatSay, Say};
use crate::store::deck::{self as own, AskedAs};
use crate::store::{StoreError, Tx, couples};
use crate::texts::OwnQuestions;

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
        own::load_favourites(tx, couple, state).await?;
    }
    Ok(())
}

async fn load_deck(tx: &mut Tx, couple: CoupleId, state: &mut State) -> Result<(), StoreError> {
    let at_hand = state.couples.get(&couple);
    if at_hand.is_some_and(|at_hand| at_hand.ours.deck) {
        own::load_deck(tx, couple, state).await?;
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

/// Whether this deletes what a person wrote.
pub(super) fn erases(effect: &Effect) -> bool {
    matches!(
        effect,
        Effect::Deck(
            DeckWords::EraseAsked { .. }
                | DeckWords::EraseOf { .. }
                | DeckWords::Reword { .. }
                | DeckWords::Drop { .. }
        )
    )
}

/// The question an event carries.
fn asked(event: &Event) -> Option<&Text> {
    match &event.what {
        EventKind::Command(Command::Ask(question)) => question.as_ref(),
        EventKind::Said {
            words: Words::Text { text },
            ..
        } => Some(text),
        _ => None,
    }
}

impl Carrying<'_> {
    pub(super) async fn carry_own(&mut self, what: DeckWords) -> Result<(), StoreError> {
        match what {
            DeckWords::Ask { round, question } => {
                if let (Some(me), Some(text)) = (self.after.me, asked(&self.loaded.event)) {
                    let text = text.clone();
                    self.put_question(round, question, (me, text)).await?;
                }
            }
            DeckWords::AskAgain { round, question } => {
                if let Some(words) = own::words_of(self.tx, question).await? {
                    self.put_question(round, question, words).await?;
                }
            }
            DeckWords::EraseAsked { round } => own::drop_question(self.tx, round).await?,
            DeckWords::EraseOf { couple, seat } => self.erase_of(couple, seat).await?,
            DeckWords::Keep { round, question } => self.keep_question(round, question).await?,
            DeckWords::Reword { question } => {
                if let (Some(by), Some(text)) = (self.after.me, asked(&self.loaded.event)) {
                    let kept = Kept { question, by };
                    own::reword(self.tx, kept, text, &mut self.rng).await?;
                }
            }
            DeckWords::Drop { question } => own::drop_kept(self.tx, question).await?,
            DeckWords::Favourite {
                couple,
                person,
                prompt,
                on,
            } => own::mark(self.tx, couple, person, &prompt, on).await?,
        }
        Ok(())
    }

    async fn put_question(
        &mut self,
        round: RoundId,
        question: QuestionId,
        (author, words): (PersonId, Text),
    ) -> Result<(), StoreError> {
        let Some(at_hand) = self.after.rounds.get(&round) else {
            return Ok(());
        };
        let of = AskedAs {
            round,
            question,
            couple: at_hand.couple,
            author,
        };
        own::put_question(self.tx, of, &words, self.now, &mut self.rng).await
    }

    async fn keep_question(
        &mut self,
        round: RoundId,
        question: QuestionId,
    ) -> Result<(), StoreError> {
        let couple = self.after.rounds.get(&round).map(|round| round.couple);
        let asked = own::question(self.tx, round).await?;
        if let (Some(couple), Some((by, words))) = (couple, asked) {
            let kept = Kept { question, by };
            own::keep(self.tx, couple, kept, &words, self.now, &mut self.rng).await?;
        }
        Ok(())
    }

    /// What was opened stays, as a part of what both opened.
    async fn erase_of(&mut self, couple: CoupleId, seat: Seat) -> Result<(), StoreError> {
        let at_hand = self.after.couples.get(&couple);
        let Some(author) = at_hand.and_then(|at_hand| at_hand.person(seat)) else {
            return Ok(());
        };
        own::drop_deck(self.tx, couple, author).await?;
        for round in own::rounds_of(self.tx, couple, author).await? {
            let mut state = State::default();
            couples::load_round(self.tx, round, &mut state, &mut BTreeMap::new()).await?;
            let opened = state
                .rounds
                .get(&round)
                .is_some_and(|round| round.is_revealed());
            if !opened {
                own::drop_question(self.tx, round).await?;
            }
        }
        Ok(())
    }

    /// The own questions a message may show: those of the rounds at hand, and of the page of the deck.
    pub(super) async fn own_questions(&mut self, say: &Say) -> Result<OwnQuestions, StoreError> {
        let mut questions = OwnQuestions::default();
        if matches!(say, Say::Chat(ChatSay::Reaction { .. })) {
            return Ok(questions);
        }
        let own_rounds = self.after.rounds.values();
        let own_rounds = own_rounds.filter(|round| round.own_question().is_some());
        for round in own_rounds.map(|round| round.id) {
            if let Some(asked) = own::question(self.tx, round).await? {
                questions.asked.insert(round, asked);
            }
        }
        let shown: Vec<QuestionId> = match say {
            Say::Deck(DeckSay::Deck { page }) => self.page_of_deck(*page),
            Say::Deck(DeckSay::OneOfDeck { question }) => vec![*question],
            _ => Vec::new(),
        };
        for question in shown {
            if let Some(kept) = own::kept(self.tx, question).await? {
                questions.kept.insert(question, kept);
            }
        }
        Ok(questions)
    }

    fn page_of_deck(&self, page: u8) -> Vec<QuestionId> {
        let me = self.after.me;
        let couple = me.and_then(|me| self.after.together(me));
        let deck = couple.and_then(|(couple, _)| self.after.decks.get(&couple.id));
        let kept = deck.into_iter().flatten().map(|kept| kept.question);
        kept.skip(usize::from(page) * DECK_PAGE)
            .take(DECK_PAGE)
            .collect()
    }
}
