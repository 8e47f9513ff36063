//! Reflections, between the rules and the store: what a turn has to load of them, and what becomes of their words.

use std::collections::{BTreeMap, BTreeSet};

use super::turn::{Carrying, Parts};
use crate::core::model::about::{About, Role};
use crate::core::model::ids::{PartId, PersonId, ReflectionId, Seat};
use crate::core::model::reflection::{PARTS_MAX, Reflection};
use crate::core::model::round::Part;
use crate::core::model::state::State;
use crate::core::model::words::Name;
use crate::core::protocol::effect::{Effect, Send, Target};
use crate::core::protocol::event::EventKind;
use crate::core::protocol::reflection::{ReflectSay, ReflectWords};
use crate::core::protocol::say::Say;
use crate::store::reflections::{self, WordsOf};
use crate::store::{StoreError, Tx, couples, messages, people};

/// Texts that one row of an opened step may have taken: each message of two people, in at most two texts, and one more.
const PIECES_MAX: usize = PARTS_MAX * 4 + 1;

/// What the person whose event it is writes alone.
pub(super) async fn load_alone(tx: &mut Tx, state: &mut State) -> Result<(), StoreError> {
    let alone: BTreeSet<ReflectionId> = match state.me() {
        Some(me) => me.alone.clone(),
        None => return Ok(()),
    };
    for id in alone {
        reflections::load(tx, id, state).await?;
    }
    Ok(())
}

/// One reflection with everyone it concerns.
pub(super) async fn load_one(
    tx: &mut Tx,
    id: ReflectionId,
    state: &mut State,
    names: &mut BTreeMap<PersonId, Name>,
) -> Result<(), StoreError> {
    reflections::load(tx, id, state).await?;
    let Some(reflection) = state.reflections.get(&id) else {
        return Ok(());
    };
    let people = reflection.people;
    if let Some(couple) = reflection.couple {
        couples::load(tx, couple, state, names).await?;
    }
    for person in people.into_iter().flatten() {
        if state.persons.contains_key(&person) {
            continue;
        }
        if let Some((person, name)) = people::by_id(tx, person).await? {
            names.insert(person.id, name);
            state.persons.insert(person.id, person);
        }
    }
    Ok(())
}

/// The reflection whose message a person replied to, or whose part was touched.
pub(super) fn thread_of(what: &EventKind) -> Option<ReflectionId> {
    let of = |about: &About| {
        let thread = about.round.filter(|_| about.role == Role::Reflection)?;
        Some(ReflectionId(thread.0))
    };
    match what {
        EventKind::Said {
            reply: Some(reply), ..
        } => of(reply),
        _ => None,
    }
}

/// Whether this deletes what a person wrote.
pub(super) fn erases(effect: &Effect) -> bool {
    matches!(
        effect,
        Effect::Reflect(ReflectWords::Erase { .. } | ReflectWords::Replace { .. })
    )
}

impl Carrying<'_> {
    pub(super) async fn carry_reflection(&mut self, what: ReflectWords) -> Result<(), StoreError> {
        match what {
            ReflectWords::Keep {
                reflection,
                seat,
                part,
            }
            | ReflectWords::Replace {
                reflection,
                seat,
                part,
            } => {
                if let (Some((_, words)), Some(author)) = (&self.loaded.words, self.after.me) {
                    let of = WordsOf {
                        part,
                        reflection,
                        seat,
                        author,
                    };
                    reflections::put_words(self.tx, of, words, &mut self.rng).await?;
                }
                Ok(())
            }
            ReflectWords::KeepFelt {
                reflection,
                seat,
                part,
            } => self.keep_felt(reflection, seat, part).await,
            ReflectWords::Erase { parts } => reflections::drop_words(self.tx, &parts).await,
        }
    }

    async fn keep_felt(
        &mut self,
        id: ReflectionId,
        seat: Seat,
        part: PartId,
    ) -> Result<(), StoreError> {
        let Some(at_hand) = self.after.reflections.get(&id) else {
            return Ok(());
        };
        let Some(author) = at_hand.person(seat) else {
            return Ok(());
        };
        let of = WordsOf {
            part,
            reflection: id,
            seat,
            author,
        };
        let side = at_hand.side(seat);
        let mut felt = side
            .written
            .iter()
            .filter_map(|written| written.felt.as_ref());
        if let Some(what) = felt
            .find(|felt| felt.id == part)
            .and_then(|felt| felt.what.as_ref())
        {
            return reflections::put_words(self.tx, of, what, &mut self.rng).await;
        }
        let now = side.now.as_ref().filter(|now| now.id == part);
        match now.and_then(|now| now.what.as_ref()) {
            Some(word) => reflections::put_words(self.tx, of, word, &mut self.rng).await,
            None => Ok(()),
        }
    }

    /// The words a message of a reflection shows: of the steps it names, and of nobody it does not.
    pub(super) async fn reflected(&mut self, say: &ReflectSay) -> Result<Parts, StoreError> {
        let shown = |at_hand: &Reflection, seats: &[Seat], step: Option<usize>| {
            let of = |seat: &Seat| {
                let written = at_hand.side(*seat).written.iter().enumerate();
                let written = written.filter(|(at, _)| step.is_none_or(|step| step == *at));
                let bits = written.flat_map(|(_, written)| &written.bits);
                let parts: Vec<Part> = bits.map(|bit| bit.part.clone()).collect();
                (*seat, parts)
            };
            seats.iter().map(of).collect::<Vec<_>>()
        };
        let (id, seats, step): (ReflectionId, &[Seat], Option<usize>) = match say {
            ReflectSay::Opened {
                reflection, step, ..
            } => (*reflection, &Seat::BOTH, Some(*step)),
            ReflectSay::Given {
                reflection,
                from,
                step,
            } => (*reflection, &[*from], Some(*step)),
            ReflectSay::Shown { reflection, seat } => (*reflection, &[*seat], None),
            ReflectSay::File {
                reflection, from, ..
            } => (*reflection, &[*from], None),
            _ => return Ok(Parts::new()),
        };
        let Some(at_hand) = self.after.reflections.get(&id) else {
            return Ok(Parts::new());
        };
        let mut all = Parts::new();
        for (seat, parts) in shown(at_hand, seats, step) {
            let wanted: Vec<PartId> = parts
                .iter()
                .map(|part| part.id)
                .filter(|part| match say {
                    ReflectSay::File { part: file, .. } => part == file,
                    _ => true,
                })
                .collect();
            let mut words = reflections::words(self.tx, id, seat, &wanted).await?;
            let held = parts
                .into_iter()
                .filter_map(|part| Some((part.clone(), words.remove(&part.id)?)));
            all.insert((at_hand.thread(), seat), held.collect());
        }
        Ok(all)
    }

    /// The further texts that stand behind the one an edit empties.
    pub(super) async fn further_pieces(&mut self, send: &Send) -> Result<Vec<String>, StoreError> {
        let mut further = Vec::new();
        if let (Target::Sent(key), Say::Reflect(ReflectSay::Erased { .. })) =
            (&send.target, &send.say)
        {
            for n in 1..PIECES_MAX {
                let piece = format!("{key}/{n}");
                if messages::id_of(self.tx, &piece).await?.is_some() {
                    further.push(piece);
                }
            }
        }
        Ok(further)
    }
}
