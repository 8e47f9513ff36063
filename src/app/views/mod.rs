//! What people read: for one saying, the words it shows are read and opened, and `texts` renders it.
//!
//! Query and render, and no rule: nothing here decides who may see what, or changes anything. It is given a [`Session`], which
//! cannot write. Every message of a turn comes through [`View::pieces`], and so do the reads that change nothing (`/help`,
//! `/privacy`, `/settings`, `/today`): the step only takes them from the person's bucket, wakes them and says *this is to be
//! shown* with a [`Say`]; whatever it shows is looked up here.
//!
//! A new read, `/history` say, touches:
//!
//! 1. `core/protocol/command.rs` and `telegram`: the command;
//! 2. `core/dispatch.rs`: `send(Send::line(me, Say::…))`, as `/help` does; [`core::needs`](crate::core::needs) where its state
//!    has to be loaded;
//! 3. its feature's file in `core/protocol`: the saying, with the ids and the page it shows, never words;
//! 4. its feature's file in `store`: the query, a function of a [`Session`];
//! 5. its feature's file here: what the saying shows, read into `Shown` ([`deck::shows_questions`] if prompts are among it);
//! 6. its feature's file in `texts`, and the lines in each language.

mod deck;
mod opened;
mod reflection;
mod round;

pub(super) use opened::Opened;
pub(super) use round::asides;

use std::collections::BTreeMap;

use jiff::Timestamp;

use self::opened::Shown;
use super::App;
use crate::core::model::ids::{MessageId, PersonId};
use crate::core::model::person::Person;
use crate::core::model::state::State;
use crate::core::model::words::{Name, Words};
use crate::core::protocol::say::Say;
use crate::store::{Session, StoreError};
use crate::texts::{self, Piece};

/// What the messages of one turn are rendered from.
#[derive(Clone, Copy)]
pub(super) struct View<'a> {
    app: &'a App,
    state: &'a State,
    names: &'a BTreeMap<PersonId, Name>,
    now: Timestamp,
    words: Option<(MessageId, &'a Words)>,
}

impl<'a> View<'a> {
    pub fn new(
        app: &'a App,
        state: &'a State,
        names: &'a BTreeMap<PersonId, Name>,
        now: Timestamp,
    ) -> View<'a> {
        View {
            app,
            state,
            names,
            now,
            words: None,
        }
    }

    /// The event's own words, where they are passed on, and the message they came in.
    pub fn with_words(self, words: Option<(MessageId, &'a Words)>) -> View<'a> {
        View { words, ..self }
    }

    /// The messages that say it to this person; see [`texts::render`].
    ///
    /// # Errors
    /// The store's; [`StoreError::Corrupt`] for something to show that is not in the state.
    pub async fn pieces(
        self,
        session: &mut Session,
        opened: &mut Opened,
        say: &Say,
        to: PersonId,
    ) -> Result<Vec<Piece>, StoreError> {
        let shown = Shown {
            parts: match say {
                Say::Reflect(say) => reflection::parts_of(session, opened, self.state, say).await?,
                _ => round::parts_of(session, opened, self.state, say).await?,
            },
            asides: round::asides_of(session, opened, say).await?,
            own: deck::questions_of(session, opened, self.state, say).await?,
        };
        let pieces = self.render(say, to, &shown);
        opened.keep(shown);
        Ok(pieces)
    }

    /// The messages of a saying that shows no words of anybody's.
    pub fn wordless(self, say: &Say, to: PersonId) -> Vec<Piece> {
        self.render(say, to, &Shown::default())
    }

    fn render(self, say: &Say, to: PersonId, shown: &Shown) -> Vec<Piece> {
        let context = texts::Context {
            state: self.state,
            library: self.app.library(),
            now: self.now,
            bot: self.app.bot(),
            names: self.names,
            parts: &shown.parts,
            event_words: self.words.map(|(_, words)| words),
            event_message: self.words.map(|(message, _)| message),
            asides: &shown.asides,
            own: &shown.own,
        };
        texts::render(say, to, &context)
    }
}

/// A state in which there is nobody but this person: enough for a line that is about nothing else.
pub(super) fn state_of_one(person: Person) -> State {
    State {
        me: Some(person.id),
        persons: BTreeMap::from([(person.id, person)]),
        ..State::default()
    }
}
