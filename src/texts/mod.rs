//! Turns what the core wants said into what a chat shows: words from Fluent files, one set a language, and people's own
//! words beside them as plain text under entities.
//!
//! Decides nothing and changes nothing: whatever it shows follows from [`Context`]. A person's words never pass through
//! Fluent; names do, as arguments. Nothing on one person's card depends on the partner's *not tonight*, *let's talk
//! instead* or *another one*. Start with [`render`]; the lines themselves are in `en/*.ftl`.

mod bidi;
mod card;
mod choosing;
mod cover;
mod group;
mod half;
mod lines;
mod menu;
mod names;
mod own;
mod piece;
mod reflecting;
mod reveal;
mod rich;
mod safety;
mod say;
mod shapes;
mod steps;
mod view;
mod week;
mod whereabouts;

pub use lines::{BASE, LINES, languages, sources};
pub use menu::{Menu, menu};
pub use piece::{Body, Button, Keyboard, Piece};
pub use rich::{CAPTION_UNITS_MAX, ENTITIES_MAX, TEXT_UNITS_MAX};
pub use say::{TOAST_UNITS_MAX, toast};

use std::collections::BTreeMap;

use jiff::Timestamp;

use crate::core::model::delivery::Call;
use crate::core::model::ids::{AsideId, MessageId, PersonId, QuestionId, RoundId, Seat};
use crate::core::model::round::Part;
use crate::core::model::state::State;
use crate::core::model::words::{Name, Text, Words};
use crate::core::protocol::effect::Target;
use crate::core::protocol::say::Say;
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
    pub parts: &'a BTreeMap<(RoundId, Seat), Vec<(Part, Words)>>,
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

/// The call that takes a message out of its chat, all but `chat_id`.
pub fn taking_away(target: &Target) -> Option<Call> {
    Piece::of(Body::Delete).call(target)
}

/// The messages that say it to this person, in order; an edit uses the first. Empty when there is nothing to show.
pub fn render(say: &Say, to: PersonId, ctx: &Context<'_>) -> Vec<Piece> {
    let view = view::View::new(ctx, to);
    let pieces = view.render(say);
    view.sign(pieces)
}
