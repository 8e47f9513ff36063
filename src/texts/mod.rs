//! Turns what the core wants said into what a chat shows: words from Fluent files, one set a language, and people's own
//! words beside them as plain text under entities.
//!
//! Decides nothing and changes nothing: whatever it shows follows from [`Context`]. A person's words never pass through
//! Fluent; names do, as arguments. One folder a feature, under the names of the core's: what `core/deck` wants said is shown by
//! `texts/deck`. `base` holds what all of them are made of. Start with [`render`]; the lines themselves are in `en/*.ftl`.

mod base;
mod chat;
mod choice;
mod couple;
mod deck;
mod group;
mod menu;
mod place;
mod plan;
mod reflection;
mod round;
mod safety;
mod settings;

pub use base::context::{Context, OwnQuestions};
pub use base::lines::{BASE, languages, sources};
pub use base::piece::{Body, Button, Keyboard, Piece};
pub use base::rich::{CAPTION_UNITS_MAX, ENTITIES_MAX, TEXT_UNITS_MAX};
pub use chat::{TOAST_UNITS_MAX, toast};
pub use menu::{Menu, menu};

use base::view::View;

use crate::core::model::delivery::Call;
use crate::core::model::ids::PersonId;
use crate::core::protocol::effect::Target;
use crate::core::protocol::say::Say;

/// The call that takes a message out of its chat, all but `chat_id`.
pub fn taking_away(target: &Target) -> Option<Call> {
    Piece::of(Body::Delete).call(target)
}

/// The messages that say it to this person, in order; an edit uses the first. Empty when there is nothing to show.
pub fn render(say: &Say, to: PersonId, ctx: &Context<'_>) -> Vec<Piece> {
    let view = View::new(ctx, to);
    let pieces = match say {
        Say::Round(say) => round::render(&view, say),
        Say::Couple(say) => couple::render(&view, say),
        Say::Plan(say) => plan::render(&view, say),
        Say::Choice(say) => choice::render(&view, say),
        Say::Deck(say) => deck::render(&view, say),
        Say::Group(say) => group::render(&view, say),
        Say::Reflect(say) => reflection::render(&view, say),
        Say::Place(say) => place::render(&view, say),
        Say::Safety(say) => safety::render(&view, say),
        Say::Settings(say) => settings::render(&view, say),
        Say::Chat(say) => chat::render(&view, say),
    };
    view.sign(pieces)
}

/// Every line's id and the names of its arguments; for checks.
pub fn lines() -> impl Iterator<Item = (&'static str, &'static [&'static str])> {
    let tables = [
        base::common::LINES,
        chat::LINES,
        choice::lines::LINES,
        couple::lines::LINES,
        deck::lines::LINES,
        group::lines::LINES,
        menu::LINES,
        place::lines::LINES,
        plan::lines::LINES,
        reflection::lines::LINES,
        round::lines::LINES,
        safety::lines::LINES,
        settings::lines::LINES,
    ];
    tables.into_iter().flatten().copied()
}
