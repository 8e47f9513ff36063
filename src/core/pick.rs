//! Which prompt comes: one that was not used yet, then the longest unused; never one that is open.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;

use crate::library::{Depth, Kind, Prompt, PromptId, Shape, Tag};

/// What a couple may be asked.
#[derive(Clone, PartialEq, Debug)]
pub struct Allowed {
    pub depth: Depth,
    pub without: BTreeSet<Tag>,
    /// Nothing but this shape.
    pub shape: Option<Shape>,
}

impl Default for Allowed {
    /// Depth 1, and nothing that takes a life for granted which a couple may not have.
    fn default() -> Allowed {
        let without = [
            Tag::Intimacy,
            Tag::Children,
            Tag::Marriage,
            Tag::Religion,
            Tag::Money,
            Tag::Pets,
            Tag::Alcohol,
            Tag::LongDistance,
        ];
        Allowed {
            depth: Depth::One,
            without: without.into(),
            shape: None,
        }
    }
}

impl Allowed {
    /// The same for two who live far apart, without what takes one place for granted.
    pub fn far_apart() -> Allowed {
        let mut allowed = Allowed::default();
        allowed.without.extend([Tag::Touch, Tag::SharedHome]);
        allowed
    }
}

/// Picks a prompt of a kind. A prompt does not come back until every other eligible one was used; among those never used
/// chance decides, with another theme than last time where there is one; then the longest unused comes first.
pub fn pick<'a>(
    kind: &'a Kind,
    allowed: &Allowed,
    used: &BTreeMap<PromptId, Timestamp>,
    open: &BTreeSet<PromptId>,
    rng: &mut impl rand::Rng,
) -> Option<&'a Prompt> {
    let pool: Vec<&Prompt> = kind
        .prompts()
        .iter()
        .filter(|prompt| is_eligible(prompt, allowed) && !open.contains(&prompt.id))
        .collect();
    let last_theme = used
        .iter()
        .filter(|(id, _)| id.kind() == kind.id.as_str())
        .max_by_key(|(_, at)| **at)
        .and_then(|(id, _)| kind.prompts().iter().find(|prompt| prompt.id == *id))
        .map(|prompt| prompt.theme.as_str());
    let fresh: Vec<&Prompt> = pool
        .iter()
        .copied()
        .filter(|prompt| !used.contains_key(&prompt.id))
        .collect();
    if fresh.is_empty() {
        return pool.into_iter().min_by_key(|prompt| used.get(&prompt.id));
    }
    let other_theme: Vec<&Prompt> = fresh
        .iter()
        .copied()
        .filter(|prompt| Some(prompt.theme.as_str()) != last_theme)
        .collect();
    let from = if other_theme.is_empty() {
        fresh
    } else {
        other_theme
    };
    let at = below(rng, from.len());
    from.get(at).copied()
}

/// Whether a kind has anything to ask within what a couple allows.
pub fn has_eligible(kind: &Kind, allowed: &Allowed) -> bool {
    kind.prompts()
        .iter()
        .any(|prompt| is_eligible(prompt, allowed))
}

fn is_eligible(prompt: &Prompt, allowed: &Allowed) -> bool {
    prompt.depth <= allowed.depth
        && allowed.shape.is_none_or(|shape| shape == prompt.shape)
        && !prompt.tags.iter().any(|tag| allowed.without.contains(tag))
}

/// A number under `bound`, each equally likely as far as 64 bits allow.
pub fn below(rng: &mut impl rand::Rng, bound: usize) -> usize {
    if bound == 0 {
        return 0;
    }
    ((u128::from(rng.next_u64()) * bound as u128) >> 64) as usize
}
