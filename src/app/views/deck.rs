//! People's own questions, where a message shows them.

use super::opened::Opened;
use crate::core::model::deck::DECK_PAGE;
use crate::core::model::ids::{QuestionId, RoundId};
use crate::core::model::state::State;
use crate::core::protocol::deck::DeckSay;
use crate::core::protocol::group::GroupSay;
use crate::core::protocol::round::RoundSay;
use crate::core::protocol::say::Say;
use crate::store::{Session, StoreError, deck};
use crate::texts::OwnQuestions;

/// Whether a message may show what a round asks. A saying that names a prompt without standing here as one that does shows a
/// question of people's own as gone.
pub(super) fn shows_questions(say: &Say) -> bool {
    match say {
        Say::Round(say) => round_shows(say),
        Say::Group(say) => group_shows(say),
        // Its questions are those of the deck, and of no round.
        Say::Deck(_) => false,
        Say::Couple(_)
        | Say::Plan(_)
        | Say::Choice(_)
        | Say::Reflect(_)
        | Say::Place(_)
        | Say::Safety(_)
        | Say::Settings(_)
        | Say::Chat(_) => false,
    }
}

fn round_shows(say: &RoundSay) -> bool {
    match say {
        RoundSay::Card { .. }
        | RoundSay::FinerFeelings { .. }
        | RoundSay::OwnWords { .. }
        | RoundSay::Reveal { .. }
        | RoundSay::VoicesAgain { .. }
        | RoundSay::Gift { .. }
        | RoundSay::HalfOffer { .. }
        | RoundSay::HalfDone { .. }
        | RoundSay::WhichFor { .. }
        | RoundSay::Nudge { .. }
        | RoundSay::Today { .. } => true,
        RoundSay::CardOver
        | RoundSay::Talked { .. }
        | RoundSay::HalfMoved
        | RoundSay::AsideDone { .. }
        | RoundSay::Relay { .. }
        | RoundSay::Response { .. }
        | RoundSay::RevealButtons { .. }
        | RoundSay::PartMissing { .. }
        | RoundSay::Covered { .. } => false,
    }
}

fn group_shows(say: &GroupSay) -> bool {
    match say {
        GroupSay::Prompt(_) | GroupSay::Reveal(_) => true,
        GroupSay::Hello
        | GroupSay::HelloDone
        | GroupSay::Needs
        | GroupSay::MovedIn
        | GroupSay::Emptied
        | GroupSay::Over
        | GroupSay::TakenAway
        | GroupSay::Below
        | GroupSay::RevealButtons(_)
        | GroupSay::Elsewhere
        | GroupSay::BackHome
        | GroupSay::Gone
        | GroupSay::Help
        | GroupSay::Resting
        | GroupSay::Resumed
        | GroupSay::NotResting
        | GroupSay::Private
        | GroupSay::Look
        | GroupSay::CoverAsk(_)
        | GroupSay::CoverDone { .. }
        | GroupSay::CoveredPage { .. } => false,
    }
}

/// What the rounds at hand ask, where the message may show it, and of the deck the page or the question it shows.
pub(super) async fn questions_of(
    session: &mut Session,
    opened: &mut Opened,
    state: &State,
    say: &Say,
) -> Result<OwnQuestions, StoreError> {
    let mut questions = OwnQuestions::default();
    for round in asking_rounds(state, say) {
        let asked = match opened.take_asked(round) {
            Some(asked) => Some(asked),
            None => deck::question(session, round).await?,
        };
        if let Some(asked) = asked {
            questions.asked.insert(round, asked);
        }
    }
    let shown = match say {
        Say::Deck(DeckSay::Deck { page }) => page_of_deck(state, *page),
        Say::Deck(DeckSay::OneOfDeck { question }) => vec![*question],
        _ => Vec::new(),
    };
    for question in shown {
        if let Some(kept) = deck::kept(session, question).await? {
            questions.kept.insert(question, kept);
        }
    }
    Ok(questions)
}

fn asking_rounds(state: &State, say: &Say) -> Vec<RoundId> {
    if !shows_questions(say) {
        return Vec::new();
    }
    let rounds = state.rounds.values();
    let asking = rounds.filter(|round| round.own_question().is_some());
    asking.map(|round| round.id).collect()
}

fn page_of_deck(state: &State, page: u8) -> Vec<QuestionId> {
    let couple = state.me.and_then(|me| state.together(me));
    let deck = couple.and_then(|(couple, _)| state.decks.get(&couple.id));
    let kept = deck.into_iter().flatten().map(|kept| kept.question);
    kept.skip(usize::from(page) * DECK_PAGE)
        .take(DECK_PAGE)
        .collect()
}
