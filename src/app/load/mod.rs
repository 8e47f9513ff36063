//! What one input may touch, read from the store: never more, and words never at all.
//!
//! What an event looks at is said by [`needs`], and [`Reading`] reads it. The files here only add what the core cannot say: who a
//! person is (`heard`), what Telegram's ids stand for, and what waits in the outbox (`group`). [`Ticks`] reads the same for many
//! couples at once. Nothing is decided here. Start with [`load`].

mod group;
mod heard;
mod message_ids;
mod reading;
mod report;
mod ticks;

pub(super) use reading::Reading;
pub(super) use ticks::Ticks;

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use jiff::civil::Date;
use rand::rngs::StdRng;

use super::Input;
use crate::core::model::ids::{PersonId, ScheduleId};
use crate::core::model::state::State;
use crate::core::model::words::Name;
use crate::core::needs::needs;
use crate::core::protocol::event::{Event, EventKind};
use crate::store::{StoreError, Tx};

/// The state an input meets, and the event it is for the core.
pub(super) struct Loaded {
    pub state: State,
    pub names: BTreeMap<PersonId, Name>,
    pub event: Event,
    /// The button press to answer.
    pub callback: Option<String>,
    /// The person is new.
    pub is_new: bool,
    /// Telegram gives another name, or another language, now.
    pub renamed: bool,
    pub changed: bool,
    /// False only for a tick that may not ask by schedule.
    pub may_ask: bool,
    /// Slots that are known to have had no round.
    pub free: BTreeSet<(ScheduleId, Date)>,
}

impl Loaded {
    /// What an event of nobody's own meets.
    fn of(reading: Reading, event: Event) -> Loaded {
        Loaded {
            state: reading.state,
            names: reading.names,
            event,
            callback: None,
            is_new: false,
            renamed: false,
            changed: false,
            may_ask: reading.may_ask,
            free: BTreeSet::new(),
        }
    }
}

/// What an input meets at `now`; `None` when there is nobody it concerns.
pub(super) async fn load(
    tx: &mut Tx,
    input: Input,
    now: Timestamp,
    rng: &mut StdRng,
) -> Result<Option<Loaded>, StoreError> {
    match input {
        Input::Heard(heard) => heard::load(tx, heard, now, rng).await,
        Input::Group(fact) => group::load(tx, fact, now, rng).await.map(Some),
        Input::Report { to, event } => report::load(tx, to, event, now).await,
        Input::Outage { couple, lost } => {
            let what = EventKind::Outage { couple, lost };
            by_clock(tx, what, true, now).await.map(Some)
        }
        Input::Tick { couple, may_ask } => {
            let what = EventKind::Tick(couple);
            by_clock(tx, what, may_ask, now).await.map(Some)
        }
        Input::TickAlone { reflection } => {
            let what = EventKind::TickAlone(reflection);
            by_clock(tx, what, true, now).await.map(Some)
        }
    }
}

/// What nobody did.
async fn by_clock(
    tx: &mut Tx,
    what: EventKind,
    may_ask: bool,
    now: Timestamp,
) -> Result<Loaded, StoreError> {
    let mut reading = Reading::new(now, may_ask);
    reading.meet_all(tx, needs(&what, None)).await?;
    Ok(Loaded::of(reading, Event { at: now, what }))
}
