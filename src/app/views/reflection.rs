//! The words that a message of a reflection shows: of the steps it names, and of nobody it does not.

use super::opened::{Opened, Parts};
use crate::core::model::ids::{PartId, ReflectionId, Seat};
use crate::core::model::reflection::Reflection;
use crate::core::model::round::Part;
use crate::core::model::state::State;
use crate::core::protocol::reflection::ReflectSay;
use crate::store::{Session, StoreError, reflections};

/// The part of a reflection that a message shows.
struct Asked {
    reflection: ReflectionId,
    seats: Vec<Seat>,
    /// One step; without it, all.
    step: Option<usize>,
    /// One part of them; without it, all.
    part: Option<PartId>,
}

fn asked_by(say: &ReflectSay) -> Option<Asked> {
    let (reflection, seats, step, part) = match say {
        ReflectSay::Opened {
            reflection, step, ..
        } => (*reflection, Seat::BOTH.to_vec(), Some(*step), None),
        ReflectSay::Given {
            reflection,
            from,
            step,
        } => (*reflection, vec![*from], Some(*step), None),
        ReflectSay::Shown { reflection, seat } => (*reflection, vec![*seat], None, None),
        ReflectSay::File {
            reflection,
            from,
            part,
        } => (*reflection, vec![*from], None, Some(*part)),
        _ => return None,
    };
    Some(Asked {
        reflection,
        seats,
        step,
        part,
    })
}

/// The parts of one seat that are shown, in order.
fn wanted<'a>(of: &'a Reflection, seat: Seat, asked: &Asked) -> Vec<&'a Part> {
    let steps = of.side(seat).written.iter().enumerate();
    let steps = steps.filter(|(at, _)| asked.step.is_none_or(|step| step == *at));
    let parts = steps.flat_map(|(_, written)| written.bits.iter().map(|bit| &bit.part));
    parts
        .filter(|part| asked.part.is_none_or(|one| one == part.id))
        .collect()
}

pub(super) async fn parts_of(
    session: &mut Session,
    opened: &mut Opened,
    state: &State,
    say: &ReflectSay,
) -> Result<Parts, StoreError> {
    let mut shown = Parts::new();
    let Some(asked) = asked_by(say) else {
        return Ok(shown);
    };
    let id = asked.reflection;
    let reflection = state.reflections.get(&id).ok_or(StoreError::Corrupt {
        table: "reflection",
        id: id.0,
    })?;
    let thread = reflection.id.thread();
    for seat in &asked.seats {
        let parts = wanted(reflection, *seat, &asked);
        let held = match opened.take_parts(thread, *seat, &parts) {
            Some(held) => held,
            None => {
                let ids: Vec<PartId> = parts.iter().map(|part| part.id).collect();
                let mut words = reflections::words(session, id, *seat, &ids).await?;
                let held = |part: &Part| Some((part.clone(), words.remove(&part.id)?));
                parts.into_iter().filter_map(held).collect()
            }
        };
        shown.insert((thread, *seat), held);
    }
    Ok(shown)
}
