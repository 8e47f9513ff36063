//! The same as one tick after the other reads, for many couples at once: the clock has the most to do at the same moment of the
//! evening.
//!
//! It reads what [`needs`](crate::core::needs::needs) says of a tick and nothing else, and beyond it which slots are still free.
//! Start with [`Ticks::load`].

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use jiff::civil::Date;

use super::{Loaded, Reading};
use crate::core::model::ids::{CoupleId, PersonId, ReflectionId, RoundId, ScheduleId};
use crate::core::model::reflection::Reflection;
use crate::core::model::round::Round;
use crate::core::model::state::State;
use crate::core::model::words::Name;
use crate::core::needs::picks_by_clock;
use crate::core::plan::tick::opening;
use crate::core::protocol::event::{Event, EventKind};
use crate::store::couples::{self, batch};
use crate::store::{StoreError, Tx};

/// What the ticks of a batch of couples can touch, read at once.
pub(in crate::app) struct Ticks {
    all: State,
    names: BTreeMap<PersonId, Name>,
    may_ask: bool,
    now: Timestamp,
    free: BTreeMap<CoupleId, BTreeSet<(ScheduleId, Date)>>,
}

impl Ticks {
    pub async fn load(
        tx: &mut Tx,
        couples: &[CoupleId],
        may_ask: bool,
        now: Timestamp,
    ) -> Result<Ticks, StoreError> {
        let mut ticks = Ticks {
            all: State::default(),
            names: BTreeMap::new(),
            may_ask,
            now,
            free: BTreeMap::new(),
        };
        batch::load(tx, couples, &mut ticks.all, &mut ticks.names).await?;
        ticks.load_for_asking(tx, couples).await?;
        Ok(ticks)
    }

    async fn load_for_asking(
        &mut self,
        tx: &mut Tx,
        couples: &[CoupleId],
    ) -> Result<(), StoreError> {
        let mut slots: Vec<(CoupleId, (ScheduleId, Date))> = Vec::new();
        let mut asking = Vec::new();
        for couple in couples {
            if picks_by_clock(&self.all, *couple, self.now, self.may_ask) {
                asking.push(*couple);
            }
            if self.may_ask {
                let opening = opening(&self.all, *couple, self.now);
                slots.extend(opening.into_iter().map(|slot| (*couple, slot)));
            }
        }
        batch::load_used(tx, &asking, &mut self.all).await?;
        for some in slots.chunks(batch::BATCH) {
            let names: Vec<String> = some
                .iter()
                .map(|(_, (schedule, date))| couples::slot_name(*schedule, *date))
                .collect();
            let taken = batch::taken(tx, &names).await?;
            for ((couple, slot), name) in some.iter().zip(&names) {
                if taken.contains(name) {
                    self.all.taken.insert(*slot);
                } else {
                    self.free.entry(*couple).or_default().insert(*slot);
                }
            }
        }
        Ok(())
    }

    /// What one of them meets.
    pub async fn of(&mut self, tx: &mut Tx, couple: CoupleId) -> Result<Loaded, StoreError> {
        let mut reading = Reading::new(self.now, self.may_ask);
        self.give(couple, &mut reading);
        if reading.state.used.contains_key(&couple) {
            reading.kept(tx, couple).await?;
        }
        reading.unfinished_invites(tx).await?;
        let what = EventKind::Tick(couple);
        let event = Event { at: self.now, what };
        Ok(Loaded {
            free: self.free.remove(&couple).unwrap_or_default(),
            ..Loaded::of(reading, event)
        })
    }

    /// Moves what is theirs out of the batch. A person may sit in another couple of it too, and is copied.
    fn give(&mut self, id: CoupleId, reading: &mut Reading) {
        let state = &mut reading.state;
        if let Some(couple) = self.all.couples.remove(&id) {
            for person in [Some(couple.a), couple.b].into_iter().flatten() {
                let found = self.all.persons.get(&person).cloned();
                state.persons.extend(found.map(|found| (person, found)));
                let name = self.names.get(&person).cloned();
                reading.names.extend(name.map(|name| (person, name)));
            }
            let chat = couple.group;
            let group = chat.and_then(|chat| self.all.groups.remove_entry(&chat));
            state.groups.extend(group);
            state.couples.insert(id, couple);
        }
        let is_theirs = |_: &ReflectionId, one: &mut Reflection| one.couple == Some(id);
        state.reflections = self.all.reflections.extract_if(.., is_theirs).collect();
        let is_theirs = |_: &RoundId, round: &mut Round| round.couple == id;
        state.rounds = self.all.rounds.extract_if(.., is_theirs).collect();
        if let Some(used) = self.all.used.remove(&id) {
            state.used.insert(id, used);
            let unanswered = self.all.unanswered.remove(&id).unwrap_or_default();
            state.unanswered.insert(id, unanswered);
        }
        state.taken = self.all.taken.clone();
    }

    /// What a turn made of them. Somebody may sit in another couple of the batch too.
    pub fn changed(&mut self, after: State) {
        self.all.persons.extend(after.persons);
    }
}
