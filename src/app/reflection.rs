//! Reflections, between the rules and the store: what a turn has to load of them, and what becomes of their words.

use std::collections::{BTreeMap, BTreeSet};

use super::runner::{EffectRunner, corrupt};
use crate::core::model::about::{About, Role};
use crate::core::model::ids::{PartId, PersonId, ReflectionId, Seat};
use crate::core::model::reflection::PARTS_MAX;
use crate::core::model::state::State;
use crate::core::model::words::Name;
use crate::core::protocol::effect::{Send, Target};
use crate::core::protocol::event::EventKind;
use crate::core::protocol::reflection::{ReflectSay, ReflectWords};
use crate::core::protocol::say::Say;
use crate::store::reflections::{self, WordsOf};
use crate::store::{StoreError, Tx, couples, messages, people};

const WORDS: &str = "reflection_words";

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

impl EffectRunner<'_> {
    pub(super) async fn run_reflection(&mut self, what: ReflectWords) -> Result<(), StoreError> {
        self.opened.forget_parts();
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
                let of = WordsOf {
                    part,
                    reflection,
                    seat,
                    author: self.author(WORDS, part.0)?,
                };
                let said = self.said(WORDS, part.0)?;
                reflections::put_words(self.tx, of, said, &mut self.rng).await
            }
            ReflectWords::KeepFelt {
                reflection,
                seat,
                part,
            }
            | ReflectWords::ReplaceFelt {
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
        let reflection = self.reflection(id)?;
        let of = WordsOf {
            part,
            reflection: id,
            seat,
            author: reflection.person(seat).ok_or(corrupt(WORDS, part.0))?,
        };
        let side = reflection.side(seat);
        let mut felt = side.written.iter().filter_map(|step| step.felt.as_ref());
        let felt = felt.find(|felt| felt.id == part);
        if let Some(what) = felt.and_then(|felt| felt.what.as_ref()) {
            return reflections::put_words(self.tx, of, what, &mut self.rng).await;
        }
        let now = side.now.as_ref().filter(|now| now.id == part);
        let word = now.and_then(|now| now.what.as_ref());
        let word = word.ok_or(corrupt(WORDS, part.0))?;
        reflections::put_words(self.tx, of, word, &mut self.rng).await
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
