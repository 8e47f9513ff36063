//! What the two of a couple may be asked: how deep, which kinds, which topics, and whose turn a kind is.
//!
//! Each person has their own switches and their own wish for depth; something is asked only while both want it. So a no of one
//! is enough and needs no word, a yes takes both, and nothing of it is ever shown to the other: only that both want to go
//! deeper than ever before is told, once, to both (`deeper`). Start with [`allowed`].

pub mod deeper;
pub mod pick;
pub mod turns;
pub mod wishes;

use std::collections::BTreeSet;

use jiff::{SignedDuration, Timestamp};

use crate::core::choice::pick::has_eligible;
use crate::core::model::choice::{Allowed, Asked};
use crate::core::model::couple::{Couple, Phase};
use crate::core::model::ids::{CoupleId, Seat};
use crate::core::model::local_time::live_far_apart;
use crate::core::model::state::State;
use crate::core::model::time::later;
use crate::core::turn::Turn;
use crate::library::{Depth, Library, Tag};

/// So long after becoming a couple only gentle questions come.
pub const GENTLE_FOR: SignedDuration = SignedDuration::from_hours(7 * 24);

/// The kinds that come first in that time, the gentlest first.
pub const GENTLE_KINDS: [&str; 5] = ["gratitude", "curiosity", "memory", "check-in", "good-news"];

/// What stays out of it: quarrels, even small ones.
pub const ROUGH_THEMES: &[&str] = &["friction", "repair"];

const ROUGH_TAGS: [Tag; 2] = [Tag::Intimacy, Tag::Grief];

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
    pub(in crate::core) fn allowed(&self, couple: CoupleId) -> Allowed {
        match self.couple(couple) {
            Some(couple) => allowed(&self.state, couple, self.now),
            None => Allowed::default(),
        }
    }
}
