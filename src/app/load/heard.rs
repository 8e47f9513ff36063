//! What a person's event meets: who they are, the message they answer, and all that the event needs.

use jiff::Timestamp;
use rand::rngs::StdRng;

use super::{Loaded, Reading, message_ids};
use crate::app::Heard;
use crate::core::model::ids::PersonId;
use crate::core::model::person::Person;
use crate::core::needs::needs;
use crate::core::protocol::event::{Event, EventKind};
use crate::store::{StoreError, Tx, messages, people};

/// Whoever is not known yet is made known, but by what shows no wish to be.
pub(super) async fn load(
    tx: &mut Tx,
    heard: Heard,
    now: Timestamp,
    rng: &mut StdRng,
) -> Result<Option<Loaded>, StoreError> {
    let found = people::by_user(tx, heard.user).await?;
    let is_new = found.is_none();
    let (mut person, known_as) = match found {
        Some(found) => found,
        None if !introduces(&heard.event) => return Ok(None),
        None => {
            let id = PersonId::random(rng);
            let person = Person::new(id, heard.user, heard.lang.clone(), now);
            (person, heard.name.clone())
        }
    };
    let changed = heard.lang.is_some() && person.lang != heard.lang;
    if changed {
        person.lang = heard.lang;
    }
    let mut what = heard.event;
    if let Some(message) = heard.names {
        let about = messages::by_id(tx, heard.user, message).await?;
        match &mut what {
            EventKind::Said { reply, .. } | EventKind::Shared { reply, .. } => *reply = about,
            EventKind::Reacted { on, .. } if about.is_some() => *on = about,
            // It stands on no message of the bot.
            EventKind::Reacted { .. } => return Ok(None),
            _ => {}
        }
    }
    let mut reading = Reading::new(now, true);
    // There is nothing of somebody new.
    let needs = needs(&what, Some(&person).filter(|_| !is_new));
    let renamed = known_as != heard.name;
    reading.state.me = Some(person.id);
    reading.names.insert(person.id, heard.name);
    reading.state.persons.insert(person.id, person);
    reading.meet_all(tx, needs).await?;
    if let EventKind::Pressed { press, on } = &what {
        let state = &reading.state;
        message_ids::remember_message_id(tx, heard.user, *on, press, state, now).await?;
    }
    let event = Event { at: heard.at, what };
    Ok(Some(Loaded {
        callback: heard.callback,
        is_new,
        renamed,
        changed,
        ..Loaded::of(reading, event)
    }))
}

/// Whether the program comes to know somebody by this.
fn introduces(what: &EventKind) -> bool {
    !matches!(
        what,
        EventKind::WentAway
            | EventKind::CameBack
            | EventKind::Reacted { .. }
            | EventKind::Edited { .. }
    )
}
