//! What the carrying out of one turn's effects works with: the transaction, the state after the step, what was loaded.
//!
//! It holds no rule and no effect: each feature's effects are carried out in the file of its name beside this one
//! ([`super::round`], [`super::deck`], [`super::reflection`], [`super::group`]). Something an effect names and nobody can find is
//! a row that makes no sense, and an error; it is never passed over.

use jiff::Timestamp;
use rand::rngs::StdRng;

use super::App;
use super::load::Loaded;
use super::views::{Opened, View};
use crate::core::model::couple::Couple;
use crate::core::model::ids::{CoupleId, MessageId, PersonId, ReflectionId, RoundId};
use crate::core::model::person::Person;
use crate::core::model::reflection::Reflection;
use crate::core::model::round::Round;
use crate::core::model::state::State;
use crate::core::model::words::{Text, Words};
use crate::core::protocol::command::Command;
use crate::core::protocol::event::{Event, EventKind};
use crate::store::{StoreError, Tx};

/// Carries out the effects of one turn, in their order and in its transaction.
pub(super) struct EffectRunner<'a> {
    pub app: &'a App,
    pub tx: &'a mut Tx,
    /// Names the turn; see [`App::turn`].
    pub cause: &'a str,
    pub loaded: &'a Loaded,
    pub after: &'a State,
    pub now: Timestamp,
    pub rng: StdRng,
    /// How many messages without a key of their own were written so far.
    pub rows: u32,
    /// What was opened for a message of this turn; whoever changes sealed words forgets it here.
    pub opened: Opened,
}

impl<'a> EffectRunner<'a> {
    /// What the messages of this turn are rendered from.
    pub fn view(&self) -> View<'a> {
        let view = View::new(self.app, self.after, &self.loaded.names, self.now);
        view.with_words(words_of(&self.loaded.event))
    }

    pub fn person(&self, id: PersonId) -> Result<&'a Person, StoreError> {
        let found = self.after.persons.get(&id);
        found.ok_or(corrupt("person", id.0))
    }

    pub fn couple(&self, id: CoupleId) -> Result<&'a Couple, StoreError> {
        let found = self.after.couples.get(&id);
        found.ok_or(corrupt("couple", id.0))
    }

    pub fn round(&self, id: RoundId) -> Result<&'a Round, StoreError> {
        let found = self.after.rounds.get(&id);
        found.ok_or(corrupt("round", id.0))
    }

    pub fn reflection(&self, id: ReflectionId) -> Result<&'a Reflection, StoreError> {
        let found = self.after.reflections.get(&id);
        found.ok_or(corrupt("reflection", id.0))
    }

    /// Whose event this is, who writes the row with this id.
    pub fn author(&self, table: &'static str, id: i64) -> Result<PersonId, StoreError> {
        self.after.me.ok_or(corrupt(table, id))
    }

    /// The event's own words, for the row with this id.
    pub fn said(&self, table: &'static str, id: i64) -> Result<&'a Words, StoreError> {
        let said = words_of(&self.loaded.event).map(|(_, words)| words);
        said.ok_or(corrupt(table, id))
    }

    /// The question that the event holds, for the row with this id.
    pub fn asked(&self, table: &'static str, id: i64) -> Result<&'a Text, StoreError> {
        let asked = match &self.loaded.event.what {
            EventKind::Command(Command::Ask(question)) => question.as_ref(),
            EventKind::Said {
                words: Words::Text { text },
                ..
            } => Some(text),
            _ => None,
        };
        asked.ok_or(corrupt(table, id))
    }
}

/// A row that an effect is about and that makes no sense with the state it comes from.
pub(super) fn corrupt(table: &'static str, id: i64) -> StoreError {
    StoreError::Corrupt { table, id }
}

/// The words an event holds, and the message they came in.
fn words_of(event: &Event) -> Option<(MessageId, &Words)> {
    match &event.what {
        EventKind::Said { message, words, .. }
        | EventKind::Shared { message, words, .. }
        | EventKind::Edited { message, words } => Some((*message, words)),
        _ => None,
    }
}
