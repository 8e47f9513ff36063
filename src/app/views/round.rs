//! The answers that a message of a round shows, and words put aside where they are passed on.

use std::collections::BTreeMap;

use super::opened::{Asides, Opened, Parts};
use crate::core::model::ids::{AsideId, RoundId, Seat};
use crate::core::model::round::Part;
use crate::core::model::state::State;
use crate::core::protocol::group::GroupSay;
use crate::core::protocol::round::RoundSay;
use crate::core::protocol::say::{Say, WordsOf};
use crate::store::{Session, StoreError, words};

/// Whose answers to which round a message shows.
fn shows(say: &Say) -> Option<(RoundId, Vec<Seat>)> {
    match say {
        Say::Round(RoundSay::Reveal { round, .. } | RoundSay::VoicesAgain { round, .. })
        | Say::Group(GroupSay::Reveal(round)) => Some((*round, Seat::BOTH.to_vec())),
        Say::Round(RoundSay::Gift { round, from: seat } | RoundSay::Covered { round, seat }) => {
            Some((*round, vec![*seat]))
        }
        _ => None,
    }
}

pub(super) async fn parts_of(
    session: &mut Session,
    opened: &mut Opened,
    state: &State,
    say: &Say,
) -> Result<Parts, StoreError> {
    let mut shown = Parts::new();
    let Some((id, seats)) = shows(say) else {
        return Ok(shown);
    };
    let round = state.rounds.get(&id).ok_or(StoreError::Corrupt {
        table: "round",
        id: id.0,
    })?;
    for seat in seats {
        let parts: Vec<&Part> = round.seat(seat).parts.iter().collect();
        let held = match opened.take_parts(id.thread(), seat, &parts) {
            Some(held) => held,
            None => {
                let stored = words::parts(session, id, seat).await?;
                let mut stored: BTreeMap<_, _> = stored.into_iter().collect();
                let words = |part: &Part| Some((part.clone(), stored.remove(&part.id)?));
                parts.into_iter().filter_map(words).collect()
            }
        };
        shown.insert((id.thread(), seat), held);
    }
    Ok(shown)
}

pub(super) async fn asides_of(
    session: &mut Session,
    opened: &mut Opened,
    say: &Say,
) -> Result<Asides, StoreError> {
    match say {
        Say::Round(RoundSay::Relay {
            words: WordsOf::Aside { aside, .. },
            ..
        }) => asides(session, opened, *aside).await,
        _ => Ok(Asides::new()),
    }
}

/// Everything that was put aside under one question.
pub(in crate::app) async fn asides(
    session: &mut Session,
    opened: &mut Opened,
    aside: AsideId,
) -> Result<Asides, StoreError> {
    if let Some(held) = opened.take_asides(aside) {
        return Ok(held);
    }
    let held = words::asides(session, aside).await?;
    let held = held.into_iter();
    Ok(held
        .map(|(message, words)| ((aside, message), words))
        .collect())
}
