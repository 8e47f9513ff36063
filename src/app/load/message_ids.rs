//! Which message of the bot a Telegram id stands for, where Telegram never said it: the call that sent it may have been cut off.

use jiff::Timestamp;

use crate::core::model::about::{About, Role};
use crate::core::model::ids::{ChatId, MessageId};
use crate::core::model::state::State;
use crate::core::protocol::press::Press;
use crate::core::protocol::round::RoundPress;
use crate::store::{StoreError, Tx, messages};

/// A press under a message whose id was never told says which message that is.
pub(super) async fn remember_message_id(
    tx: &mut Tx,
    chat: ChatId,
    on: MessageId,
    press: &Press,
    state: &State,
    now: Timestamp,
) -> Result<(), StoreError> {
    let (Some(round), Some(me)) = (press.round(), state.me) else {
        return Ok(());
    };
    let role = match press {
        Press::Round(
            RoundPress::Another(_)
            | RoundPress::NotTonight(_)
            | RoundPress::Talk(_)
            | RoundPress::Reopen(_)
            | RoundPress::TakeBack(_)
            | RoundPress::Tap(..)
            | RoundPress::Change(_)
            | RoundPress::Chosen(_)
            | RoundPress::OwnWords(_)
            | RoundPress::StillWriting(_)
            | RoundPress::DoneWriting(_),
        ) => Role::Card,
        Press::Round(RoundPress::Respond(..)) => Role::Reveal,
        Press::Deck(press) if press.round().is_some() => Role::Reveal,
        _ => return Ok(()),
    };
    let Some(pressed) = state.rounds.get(&round) else {
        return Ok(());
    };
    let couple = state.couples.get(&pressed.couple);
    let Some(seat) = couple.and_then(|couple| couple.seat_of(me)) else {
        return Ok(());
    };
    if messages::by_id(tx, chat, on).await?.is_some() {
        return Ok(());
    }
    let key = match (role, &pressed.seat(seat).card) {
        (Role::Card, Some(card)) => card.key.clone(),
        (Role::Card, None) => return Ok(()),
        _ => format!("reveal:{round}:{}", seat.index()),
    };
    let about = About {
        role,
        key,
        thread: Some(round.thread()),
        seat: Some(seat),
        source: None,
        part: None,
    };
    messages::remember(tx, chat, on, &about, now).await
}
