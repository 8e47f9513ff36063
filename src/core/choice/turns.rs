//! Whose turn it is: which kind a schedule asks next, which kinds a person may ask for, and the picking of a prompt.
//!
//! Everything that was asked is noted, so that no prompt comes back before its time. Start with `pick_prompt`.

use std::collections::{BTreeMap, BTreeSet};

use crate::core::choice::pick::{Past, has_eligible, pick};
use crate::core::choice::{GENTLE_KINDS, allowed_by_one, is_gentle};
use crate::core::model::choice::Allowed;
use crate::core::model::couple::Mood;
use crate::core::model::ids::{CoupleId, RoundId, ScheduleId, Seat};
use crate::core::model::refusal::Refusal;
use crate::core::model::schedule::Schedule;
use crate::core::turn::Turn;
use crate::library::{Kind, KindId, PromptId, Shape};

/// Kinds that stand in for others.
const COMMON_KINDS: [&str; 2] = ["gratitude", "check-in"];

impl<R: rand::Rng> Turn<'_, R> {
    /// A prompt was picked.
    pub(in crate::core) fn note_asked(&mut self, id: CoupleId, kind: &KindId, prompt: &PromptId) {
        let now = self.now;
        let used = self.state.used.entry(id).or_default();
        used.insert(prompt.clone(), now);
        if let Some(couple) = self.couple_mut(id) {
            couple.choosing.last.insert(kind.clone(), prompt.clone());
            couple.choosing.newest = Some(prompt.clone());
        }
    }

    /// The kinds that have something to ask, as far as one of the two may see it.
    pub(in crate::core) fn askable_kinds(&self, id: CoupleId, seat: Seat) -> Vec<&Kind> {
        let Some(couple) = self.couple(id) else {
            return Vec::new();
        };
        let allowed = allowed_by_one(&self.state, couple, seat, self.now);
        let kinds = self.world.library.kinds().iter();
        kinds.filter(|kind| has_eligible(kind, &allowed)).collect()
    }

    /// The kinds there is something of to ask, the one that was asked least lately first; in the first days the gentle ones.
    pub(in crate::core) fn kinds_in_turn(&self, couple: CoupleId) -> Vec<KindId> {
        let none = BTreeMap::new();
        let used = self.state.used.get(&couple).unwrap_or(&none);
        let last = |kind: &KindId| {
            used.iter()
                .filter(|(id, _)| id.kind() == kind.as_str())
                .map(|(_, at)| *at)
                .max()
        };
        let allowed = self.allowed(couple);
        let kinds = self.world.library.kinds().iter();
        let kinds = kinds.filter(|kind| has_eligible(kind, &allowed));
        let mut kinds: Vec<KindId> = kinds.map(|kind| kind.id.clone()).collect();
        kinds.sort_by_key(|kind| {
            let gentle = self.gentle_rank(couple, kind);
            (gentle == GENTLE_KINDS.len(), last(kind), gentle)
        });
        kinds
    }

    /// In the first days: how gentle a kind is, from 0 on. Later all are alike.
    fn gentle_rank(&self, couple: CoupleId, kind: &KindId) -> usize {
        let gentle = self
            .couple(couple)
            .is_some_and(|couple| is_gentle(couple, self.now));
        let place = GENTLE_KINDS.iter().position(|name| *name == kind.as_str());
        match place {
            _ if !gentle => 0,
            Some(place) => place,
            None => GENTLE_KINDS.len(),
        }
    }

    /// Gratitude and check-in in turn, as far as the library has them.
    pub(in crate::core) fn common_kinds(&self) -> Vec<KindId> {
        let kinds = self.world.library.kinds();
        let found = COMMON_KINDS
            .iter()
            .filter_map(|name| kinds.iter().find(|kind| kind.id.as_str() == *name));
        let found: Vec<KindId> = found.map(|kind| kind.id.clone()).collect();
        if found.is_empty() {
            kinds.iter().map(|kind| kind.id.clone()).collect()
        } else {
            found
        }
    }

    /// The kinds of a schedule, the one that has not come for the longest time first: one that was passed over comes first again
    /// once it has something to ask. Then, for a schedule none of whose kinds has, gratitude and check-in; then whatever is on.
    fn turns_of(&self, couple: CoupleId, schedule: &Schedule) -> Vec<KindId> {
        let came = self
            .couple(couple)
            .and_then(|couple| couple.choosing.turns.get(&schedule.id));
        let in_turn = |kinds: &[KindId]| {
            let mut kinds = kinds.to_vec();
            if came.is_none() {
                let first = schedule.turn as usize % kinds.len().max(1);
                kinds.rotate_left(first);
            }
            kinds.sort_by_key(|kind| came.and_then(|came| came.get(kind)).copied());
            kinds
        };
        let mut kinds = in_turn(&schedule.kinds);
        kinds.sort_by_key(|kind| self.gentle_rank(couple, kind) == GENTLE_KINDS.len());
        kinds.extend(in_turn(&self.common_kinds()));
        let all = self.world.library.kinds().iter();
        let all: Vec<KindId> = all.map(|kind| kind.id.clone()).collect();
        kinds.extend(in_turn(&all));
        kinds
    }

    /// A schedule has asked a kind.
    pub(in crate::core) fn note_turn(
        &mut self,
        couple: CoupleId,
        schedule: &Schedule,
        kind: &KindId,
    ) {
        let Some(this_couple) = self.couple_mut(couple) else {
            return;
        };
        let mut known: BTreeSet<ScheduleId> =
            this_couple.schedules.iter().map(|one| one.id).collect();
        if let Mood::Sundays { schedule } = &this_couple.mood {
            known.insert(schedule.id);
        }
        let turns = &mut this_couple.choosing.turns;
        turns.retain(|id, _| known.contains(id));
        let came = turns.entry(schedule.id).or_default();
        came.insert(kind.clone(), schedule.turn);
    }

    /// Opens the round of a schedule's slot with the first kind that has a prompt to give.
    pub(in crate::core) fn open_in_turn(
        &mut self,
        couple: CoupleId,
        schedule: &Schedule,
        mut open: impl FnMut(&mut Self, &KindId) -> Result<RoundId, Refusal>,
    ) -> Option<RoundId> {
        for kind in self.turns_of(couple, schedule) {
            if let Ok(round) = open(self, &kind) {
                self.note_turn(couple, schedule, &kind);
                return Some(round);
            }
        }
        None
    }

    /// The prompt of a kind whose turn it is; `shape`, only one of that shape.
    pub(in crate::core) fn pick_prompt(
        &mut self,
        couple: CoupleId,
        kind: &KindId,
        shape: Option<Shape>,
    ) -> Option<PromptId> {
        let library = self.world.library;
        let kind = library.kind(kind)?;
        let allowed = Allowed {
            shape,
            ..self.allowed(couple)
        };
        let none = BTreeMap::new();
        let used = self.state.used.get(&couple).unwrap_or(&none);
        let unanswered = self.state.unanswered.get(&couple).unwrap_or(&none);
        let rounds = self.state.rounds.values();
        let open: BTreeSet<PromptId> = rounds
            .filter(|round| round.couple == couple && round.is_open())
            .map(|round| round.prompt.clone())
            .collect();
        let choosing = self.state.couples.get(&couple).map(|found| &found.choosing);
        let last = choosing.and_then(|choosing| choosing.last.get(&kind.id));
        let newest = choosing.and_then(|choosing| choosing.newest.as_ref());
        let theme = |id: &PromptId| library.prompt(id).map(|prompt| prompt.theme.as_str());
        let past = Past {
            used,
            unanswered,
            open: &open,
            last,
            last_theme: last.and_then(theme),
            newest_theme: newest.and_then(theme),
            now: self.now,
        };
        pick(kind, &allowed, &past, self.rng).map(|prompt| prompt.id.clone())
    }
}
