//! What the two of a couple may be asked: how deep, which kinds, which topics, and whose turn a kind is.
//!
//! Each person has their own switches and their own wish for depth; something is asked only while both want it. So a no of one
//! is enough and needs no word, a yes takes both, and nothing of it is ever shown to the other: only that both want to go
//! deeper than ever before is told, once, to both (`deeper`). Start with [`allowed`].

use std::collections::{BTreeMap, BTreeSet};

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use crate::core::effect::{Say, Send, Toast};
use crate::core::ids::{CoupleId, MessageId, RoundId, ScheduleId, Seat};
use crate::core::pick::{Allowed, Past, has_eligible, pick, starts_on};
use crate::core::refusal::Refusal;
use crate::core::round::later;
use crate::core::state::{Couple, Mood, Phase, Schedule, State};
use crate::core::turn::Turn;
use crate::core::zones::live_far_apart;
use crate::library::{Depth, Kind, KindId, Library, PromptId, Shape, Tag};

/// So long after becoming a couple only gentle questions come.
pub const GENTLE_FOR: SignedDuration = SignedDuration::from_hours(7 * 24);
/// The kinds that come first in that time, the gentlest first.
pub const GENTLE_KINDS: [&str; 5] = ["gratitude", "curiosity", "memory", "check-in", "good-news"];
/// What stays out of it: quarrels, even small ones.
pub const ROUGH_THEMES: &[&str] = &["friction", "repair"];
const ROUGH_TAGS: [Tag; 2] = [Tag::Intimacy, Tag::Grief];

/// Kinds that stand in for others.
const COMMON_KINDS: [&str; 2] = ["gratitude", "check-in"];

/// What a person would like to be asked. Shown to nobody else.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Asked {
    #[serde(skip_serializing_if = "BTreeSet::is_empty")]
    pub kinds_off: BTreeSet<KindId>,
    /// The topics this person said something about.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub topics: BTreeMap<Tag, bool>,
    /// How deep this person would go, if the other does too.
    pub depth: Depth,
}

impl Asked {
    /// Whether this person has a topic on.
    pub fn has_on(&self, topic: Tag, far_apart: bool) -> bool {
        let said = self.topics.get(&topic).copied();
        said.unwrap_or_else(|| starts_on(topic, far_apart))
    }

    /// With somebody new a no stays a no; what was wanted with somebody else is not.
    fn with_somebody_new(&mut self) {
        self.topics.retain(|_, on| !*on);
        self.depth = Depth::One;
    }

    fn narrow(&self, allowed: &mut Allowed, far_apart: bool) {
        allowed.depth = allowed.depth.min(self.depth);
        let topics = Tag::ALL.into_iter();
        let off = topics.filter(|topic| !self.has_on(*topic, far_apart));
        allowed.without.extend(off);
        allowed.without_kinds.extend(self.kinds_off.iter().cloned());
    }
}

/// What a couple was asked last, and how deep the questions have gone.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Choosing {
    /// Rounds that have opened.
    pub reveals: u32,
    /// The depth that both were told they both want. A lowering leaves it as it is: nobody is told of one.
    pub told: Depth,
    /// When each seat was last asked to go deeper, or took that back.
    pub offered: [Option<Offered>; 2],
    /// The newest prompt of each kind, answered or not, and of all.
    pub last: BTreeMap<KindId, PromptId>,
    pub newest: Option<PromptId>,
    /// For each schedule, the turn at which each kind came last.
    pub turns: BTreeMap<ScheduleId, BTreeMap<KindId, u32>>,
    /// What somebody who left quietly wanted then: what they switch elsewhere shows nothing here.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub left: Option<Asked>,
}

/// How many rounds had opened when somebody was asked to go so deep.
#[derive(Clone, Copy, PartialEq, Debug, Serialize, Deserialize)]
pub struct Offered {
    pub depth: Depth,
    pub reveals: u32,
}

/// What a couple may be asked now.
pub fn allowed(state: &State, couple: &Couple, now: Timestamp) -> Allowed {
    allowed_by(state, couple, &Seat::BOTH, now)
}

/// What one of the two would be asked now if the other wanted all of it too: what that person may see of it.
pub fn allowed_by_one(state: &State, couple: &Couple, seat: Seat, now: Timestamp) -> Allowed {
    allowed_by(state, couple, &[seat], now)
}

fn allowed_by(state: &State, couple: &Couple, seats: &[Seat], now: Timestamp) -> Allowed {
    let far_apart = live_far_apart(state, couple, now);
    let mut allowed = Allowed {
        depth: Depth::Three,
        without: BTreeSet::new(),
        ..Allowed::default()
    };
    let nobody_yet = Asked::default();
    for seat in seats {
        let person = couple
            .person(*seat)
            .and_then(|person| state.persons.get(&person));
        let asked = person.map_or(&nobody_yet, |person| &person.settings.asked);
        let left = couple.choosing.left.as_ref();
        let asked = left.filter(|_| couple.has_left(*seat)).unwrap_or(asked);
        asked.narrow(&mut allowed, far_apart);
    }
    if is_gentle(couple, now) {
        allowed.depth = Depth::One;
        allowed.without.extend(ROUGH_TAGS);
        allowed.without_themes = ROUGH_THEMES;
    }
    allowed
}

/// Whether these are the first days together, or the time before.
pub fn is_gentle(couple: &Couple, now: Timestamp) -> bool {
    match couple.phase {
        Phase::Together { at } => now < later(at, GENTLE_FOR),
        _ => true,
    }
}

/// Whether there is anything at all to ask a couple.
pub fn has_anything(library: &Library, allowed: &Allowed) -> bool {
    let mut kinds = library.kinds().iter();
    kinds.any(|kind| has_eligible(kind, allowed))
}

impl<R: rand::Rng> Turn<'_, R> {
    /// What a couple may be asked now.
    pub fn allowed(&self, couple: CoupleId) -> Allowed {
        match self.couple(couple) {
            Some(couple) => allowed(&self.state, couple, self.now),
            None => Allowed::default(),
        }
    }

    pub fn asked_mut(&mut self) -> Option<&mut Asked> {
        self.me_mut().map(|me| &mut me.settings.asked)
    }

    /// Two have become a couple.
    pub fn begin_choosing(&mut self, couple: CoupleId) {
        let Some(at_hand) = self.couple(couple) else {
            return;
        };
        for person in Seat::BOTH.map(|seat| at_hand.person(seat)) {
            if let Some(person) = person.and_then(|person| self.state.persons.get_mut(&person)) {
                person.settings.asked.with_somebody_new();
            }
        }
    }

    /// Somebody leaves quietly.
    pub fn keep_wishes(&mut self, couple: CoupleId) {
        let asked = self.state.me().map(|me| me.settings.asked.clone());
        if let Some(couple) = self.couple_mut(couple) {
            couple.choosing.left = asked;
        }
    }

    /// The prompt of a kind whose turn it is; `shape`, only one of that shape.
    pub fn pick_prompt(
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

    /// A prompt was picked.
    pub fn note_asked(&mut self, couple: CoupleId, kind: &KindId, prompt: &PromptId) {
        let now = self.now;
        let used = self.state.used.entry(couple).or_default();
        used.insert(prompt.clone(), now);
        if let Some(at_hand) = self.couple_mut(couple) {
            at_hand.choosing.last.insert(kind.clone(), prompt.clone());
            at_hand.choosing.newest = Some(prompt.clone());
        }
    }

    /// The kinds that have something to ask, as far as one of the two may see it.
    pub fn askable_kinds(&self, couple: CoupleId, seat: Seat) -> Vec<&Kind> {
        let Some(at_hand) = self.couple(couple) else {
            return Vec::new();
        };
        let allowed = allowed_by_one(&self.state, at_hand, seat, self.now);
        let kinds = self.world.library.kinds().iter();
        kinds.filter(|kind| has_eligible(kind, &allowed)).collect()
    }

    /// The kinds there is something of to ask, the one that was asked least lately first; in the first days the gentle ones.
    pub fn kinds_in_turn(&self, couple: CoupleId) -> Vec<KindId> {
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
    pub fn common_kinds(&self) -> Vec<KindId> {
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
    pub fn turns_of(&self, couple: CoupleId, schedule: &Schedule) -> Vec<KindId> {
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
    pub fn note_turn(&mut self, couple: CoupleId, schedule: &Schedule, kind: &KindId) {
        let Some(at_hand) = self.couple_mut(couple) else {
            return;
        };
        let mut known: BTreeSet<ScheduleId> = at_hand.schedules.iter().map(|one| one.id).collect();
        if let Mood::Sundays { schedule } = &at_hand.mood {
            known.insert(schedule.id);
        }
        let turns = &mut at_hand.choosing.turns;
        turns.retain(|id, _| known.contains(id));
        let came = turns.entry(schedule.id).or_default();
        came.insert(kind.clone(), schedule.turn);
    }

    /// *What we are asked*: my own switches.
    pub fn show_asked(&mut self, on: MessageId) -> Result<(), Refusal> {
        let me = self.me()?;
        self.together()?;
        self.toast(Toast::Quiet);
        self.send(Send::edit(me, on, Say::Asked));
        Ok(())
    }

    pub fn show_topics(&mut self, on: MessageId) -> Result<(), Refusal> {
        let me = self.me()?;
        self.together()?;
        self.toast(Toast::Quiet);
        self.send(Send::edit(me, on, Say::Topics));
        Ok(())
    }

    /// A kind on or off for me.
    pub fn switch_kind(&mut self, kind: KindId, to: bool, on: MessageId) -> Result<(), Refusal> {
        if self.world.library.kind(&kind).is_none() {
            return Err(Refusal::OldButton);
        }
        self.show_asked(on)?;
        if let Some(asked) = self.asked_mut() {
            if to {
                asked.kinds_off.remove(&kind);
            } else {
                asked.kinds_off.insert(kind);
            }
        }
        Ok(())
    }

    /// A topic on or off for me.
    pub fn switch_topic(&mut self, topic: Tag, to: bool, on: MessageId) -> Result<(), Refusal> {
        self.show_topics(on)?;
        if let Some(asked) = self.asked_mut() {
            asked.topics.insert(topic, to);
        }
        Ok(())
    }

    /// Opens the round of a schedule's slot with the first kind that has a prompt to give.
    pub fn open_in_turn(
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
}
