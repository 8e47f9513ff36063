//! What a fact about a group meets, and what of it only the store knows.

use jiff::Timestamp;
use rand::rngs::StdRng;

use super::{Loaded, Reading};
use crate::core::model::ids::{PersonId, RoundId};
use crate::core::model::person::Person;
use crate::core::needs::needs;
use crate::core::protocol::event::{Event, EventKind};
use crate::core::protocol::group::GroupFact;
use crate::store::{StoreError, Tx, messages, outbox};

/// A fact that Telegram told.
pub(super) async fn load(
    tx: &mut Tx,
    mut fact: GroupFact,
    now: Timestamp,
    rng: &mut StdRng,
) -> Result<Loaded, StoreError> {
    let mut reading = Reading::new(now, true);
    match &mut fact {
        GroupFact::Gone { chat, unsent } => *unsent = outbox::unsent_reveals(tx, *chat).await?,
        GroupFact::Faceless { chat, to } => {
            // Nobody who is kept: it only stands for whoever reads the line.
            let anybody = Person::new(PersonId::random(rng), *chat, None, now);
            *to = Some(anybody.id);
            reading.state.persons.insert(anybody.id, anybody);
        }
        GroupFact::Seen { .. } | GroupFact::Moved { .. } | GroupFact::Changed { .. } => {}
    }
    let what = read(tx, fact, &mut reading).await?;
    Ok(Loaded::of(reading, Event { at: now, what }))
}

/// What a fact needs, and for a group that moved which rounds are shown where nothing can be changed any more.
pub(super) async fn read(
    tx: &mut Tx,
    fact: GroupFact,
    reading: &mut Reading,
) -> Result<EventKind, StoreError> {
    let mut what = EventKind::Group(fact);
    reading.meet_all(tx, needs(&what, None)).await?;
    if let EventKind::Group(GroupFact::Moved { shown, .. }) = &mut what {
        shown.extend(posted(tx, reading).await?);
    }
    Ok(what)
}

/// The rounds read whose message in the group is known.
async fn posted(tx: &mut Tx, reading: &Reading) -> Result<Vec<RoundId>, StoreError> {
    let mut shown = Vec::new();
    for round in reading.state.rounds.values() {
        if let Some(posted) = &round.posted
            && messages::id_of(tx, &posted.key).await?.is_some()
        {
            shown.push(round.id);
        }
    }
    Ok(shown)
}
