//! What the bot says in a round, from the card to the reveal and after it.
//!
//! Nothing on one person's card depends on the partner's *not tonight*, *let's talk instead* or *another one*. Start with
//! [`render`].

mod aside;
mod card;
mod cover;
mod half;
pub(in crate::texts) mod lines;
mod reveal;
mod shape;
pub(in crate::texts) mod tap;
mod today;

use crate::core::model::refusal::RoundRefusal;
use crate::core::protocol::round::RoundSay;
use crate::core::protocol::say::AsideDone;
use crate::texts::base::piece::Piece;
use crate::texts::base::view::View;
use crate::texts::round::lines::Line;

/// The messages that say it to the view's reader.
pub(super) fn render(view: &View<'_>, say: &RoundSay) -> Vec<Piece> {
    match say {
        RoundSay::Card { round, seat } => view.card(*round, *seat),
        RoundSay::FinerFeelings { round, seat, core } => view.finer_feelings(*round, *seat, core),
        RoundSay::OwnWords { round, seat } => view.own_words(*round, *seat),
        RoundSay::CardOver => view.card_over(),
        RoundSay::Reveal { round, seat } => view.reveal(*round, *seat),
        RoundSay::Talked { round: _ } => view.line(Line::Talked),
        RoundSay::HalfOffer { round, seat } => view.half_offer(*round, *seat),
        RoundSay::HalfMoved => view.line(Line::HalfMoved),
        RoundSay::HalfDone { round, half } => view.half_done(*round, *half),
        RoundSay::Gift { round, from } => view.gift(*round, *from),
        RoundSay::WhichFor {
            aside,
            partner,
            rounds,
            retry,
        } => view.which_for(*aside, *partner, rounds, *retry),
        RoundSay::AsideDone { what } => view.line(match what {
            AsideDone::PassedOn => Line::AsidePassedOn,
            AsideDone::Sealed => Line::AsideSealed,
            AsideDone::Dropped => Line::AsideDropped,
        }),
        RoundSay::Relay { from, words } => view.relay(*from, *words),
        RoundSay::Response {
            from,
            round,
            button,
        } => view.response(*from, *round, button),
        RoundSay::RevealButtons { round, seat } => view.reveal_buttons(*round, *seat),
        RoundSay::Nudge { round, seat } => view.nudge(*round, *seat),
        RoundSay::Today { rounds } => view.today(rounds),
        RoundSay::PartMissing { voice, round } => view.part_missing(*voice, *round),
        RoundSay::VoicesAgain { round, seat } => view.voices_again(*round, *seat),
        RoundSay::Covered { round, seat } => view.covered(*round, *seat),
    }
}

/// Nothing is open, and there is nobody to ask for it.
pub(in crate::texts) const NOTHING_OPEN_ALONE: Line<'static> = Line::RefusalNothingOpenAlone;

/// A "no" of this feature.
pub(in crate::texts) fn refused(refusal: RoundRefusal) -> Line<'static> {
    match refusal {
        RoundRefusal::RoundOver => Line::RefusalRoundOver,
        RoundRefusal::AnswerFull => Line::RefusalAnswerFull,
        RoundRefusal::NothingSealed => Line::RefusalNothingSealed,
        RoundRefusal::NoOther => Line::RefusalNoOther,
        RoundRefusal::NothingOpen => Line::RefusalNothingOpen,
        RoundRefusal::CannotTravel => Line::RefusalCannotTravel,
        RoundRefusal::NoPrompt => Line::RefusalNoPrompt,
        RoundRefusal::OneAtATime => Line::RefusalOneAtATime,
        RoundRefusal::NobodyThere => Line::RefusalNobodyThere,
    }
}
