//! What a message is rendered from: state, library, names, and the words that were opened for it.
//!
//! Made by the caller and never changed here. Start with [`Context`].

use std::collections::BTreeMap;

use jiff::Timestamp;

use crate::core::model::ids::{AsideId, MessageId, PersonId, QuestionId, RoundId, Seat, ThreadId};
use crate::core::model::round::Part;
use crate::core::model::state::State;
use crate::core::model::words::{Name, Text, Words};
use crate::library::Library;

/// Everything a message is rendered from.
pub struct Context<'a> {
    /// As it is after the step.
    pub state: &'a State,
    pub library: &'a Library,
    pub now: Timestamp,
    /// The bot's username, without `@`.
    pub bot: &'a str,
    pub names: &'a BTreeMap<PersonId, Name>,
    /// The answers that a reveal or a gift shows, opened, in order.
    pub parts: &'a BTreeMap<(ThreadId, Seat), Vec<(Part, Words)>>,
    /// The words of the event itself, where they are passed on, and the message they came in.
    pub event_words: Option<&'a Words>,
    pub event_message: Option<MessageId>,
    /// Words put aside, where they are passed on.
    pub asides: &'a BTreeMap<(AsideId, MessageId), Words>,
    /// People's own questions, opened.
    pub own: &'a OwnQuestions,
}

/// Questions of people's own, each with whoever asked it first.
#[derive(Default)]
pub struct OwnQuestions {
    /// What the rounds at hand ask.
    pub asked: BTreeMap<RoundId, (PersonId, Text)>,
    /// What the couple keeps, as far as it is shown.
    pub kept: BTreeMap<QuestionId, (PersonId, Text)>,
}
