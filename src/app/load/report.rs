//! What became of a call meets: the round it was about, its group, or the person who is not there.

use jiff::Timestamp;

use super::{Loaded, Reading, group};
use crate::core::model::ids::PersonId;
use crate::core::needs::needs;
use crate::core::protocol::event::{Event, EventKind};
use crate::store::{StoreError, Tx, people};

/// `None` for a call whose fate concerns nobody.
pub(super) async fn load(
    tx: &mut Tx,
    to: PersonId,
    event: Event,
    now: Timestamp,
) -> Result<Option<Loaded>, StoreError> {
    let Event { at, what } = event;
    let mut reading = Reading::new(now, true);
    let what = match what {
        EventKind::Delivered { ref about } if about.thread.is_none() => return Ok(None),
        EventKind::Group(fact) => group::read(tx, fact, &mut reading).await?,
        EventKind::Delivered { .. } | EventKind::Touched { .. } => {
            reading.meet_all(tx, needs(&what, None)).await?;
            what
        }
        EventKind::WentAway => {
            let Some((person, name)) = people::by_id(tx, to).await? else {
                return Ok(None);
            };
            // Whoever was not reached did nothing: of theirs nothing else is looked at.
            reading.state.me = Some(to);
            reading.names.insert(to, name);
            reading.state.persons.insert(to, person);
            what
        }
        _ => return Ok(None),
    };
    Ok(Some(Loaded::of(reading, Event { at, what })))
}
