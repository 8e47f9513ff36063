//! Which prompt comes: one that was not used yet, then the longest unused; never one that is open, and never twice in a row
//! about the same thing where the pool allows.
//!
//! What a couple may be asked at all is an [`Allowed`], made in `choosing` from what the two of them want. Start with [`pick`].

use std::collections::{BTreeMap, BTreeSet};

use jiff::{SignedDuration, Timestamp};

use crate::core::model::choice::Allowed;
use crate::library::{Kind, Prompt, PromptId};

/// What a couple was asked before.
#[derive(Clone, Copy, Debug)]
pub struct Past<'a> {
    /// When each prompt was last used; without those that neither answered.
    pub used: &'a BTreeMap<PromptId, Timestamp>,
    /// When those that neither answered were asked, if that is newer.
    pub unanswered: &'a BTreeMap<PromptId, Timestamp>,
    pub open: &'a BTreeSet<PromptId>,
    /// The newest prompt of this kind, answered or not, and its theme.
    pub last: Option<&'a PromptId>,
    pub last_theme: Option<&'a str>,
    /// The theme of the newest prompt of any kind.
    pub newest_theme: Option<&'a str>,
    pub now: Timestamp,
}

/// Picks a prompt of a kind. A prompt does not come back until every other eligible one was used; among those never used
/// chance decides, with another theme than last time where the pool allows; then the longest unused comes first. A prompt that
/// has not rested its kind's `cooldown_days` comes only when none has: neither does one that nobody answered, or the last of a
/// pool would be asked every day until somebody does.
pub fn pick<'a>(
    kind: &'a Kind,
    allowed: &Allowed,
    past: &Past<'_>,
    rng: &mut impl rand::Rng,
) -> Option<&'a Prompt> {
    if allowed.without_kinds.contains(&kind.id) {
        return None;
    }
    let pool = kind.prompts().iter();
    let pool = pool.filter(|prompt| is_eligible(prompt, allowed));
    let (used, mut fresh): (Vec<&Prompt>, Vec<&Prompt>) = pool
        .filter(|prompt| !past.open.contains(&prompt.id))
        .partition(|prompt| past.used.contains_key(&prompt.id));
    let longest_unused = used.iter().min_by_key(|prompt| past.used.get(&prompt.id));
    if fresh.iter().all(|prompt| is_resting(prompt, kind, past)) {
        let all = fresh.into_iter().chain(used);
        return all.min_by_key(|prompt| rank(prompt, kind, past));
    }
    fresh.retain(|prompt| !is_resting(prompt, kind, past));
    // Each wish is heard as long as it leaves anything.
    let last = past.last_theme;
    prefer(&mut fresh, |prompt| Some(prompt.theme.as_str()) != last);
    let then = longest_unused.map(|prompt| prompt.theme.as_str());
    let apart = themes_that_leave_a_way(kind, allowed, past, then);
    prefer(&mut fresh, |prompt| apart.contains(prompt.theme.as_str()));
    let newest = past.newest_theme;
    prefer(&mut fresh, |prompt| Some(prompt.theme.as_str()) != newest);
    let at = below(rng, fresh.len());
    fresh.get(at).copied()
}

/// Where a prompt that was used before stands in the line.
fn rank(prompt: &Prompt, kind: &Kind, past: &Past<'_>) -> (bool, bool, bool, Option<Timestamp>) {
    let resting = is_resting(prompt, kind, past);
    let is_last = Some(&prompt.id) == past.last;
    let same_theme = Some(prompt.theme.as_str()) == past.last_theme;
    let since = if resting {
        last_asked(prompt, past)
    } else {
        past.used.get(&prompt.id).copied()
    };
    (is_last, resting, same_theme, since)
}

fn last_asked(prompt: &Prompt, past: &Past<'_>) -> Option<Timestamp> {
    let used_at = past.used.get(&prompt.id);
    used_at.max(past.unanswered.get(&prompt.id)).copied()
}

fn is_resting(prompt: &Prompt, kind: &Kind, past: &Past<'_>) -> bool {
    let rest = SignedDuration::from_hours(24 * i64::from(kind.cooldown_days));
    last_asked(prompt, past).is_some_and(|at| past.now.duration_since(at) < rest)
}

fn prefer(among: &mut Vec<&Prompt>, wish: impl Fn(&Prompt) -> bool) {
    if among.iter().any(|prompt| wish(prompt)) {
        among.retain(|prompt| wish(prompt));
    }
}

/// The themes that may come now so that all that was never used can still come without one theme twice in a row, up to `then`,
/// the theme of the prompt that comes when the pool is used up.
fn themes_that_leave_a_way<'a>(
    kind: &'a Kind,
    allowed: &Allowed,
    past: &Past<'_>,
    then: Option<&str>,
) -> BTreeSet<&'a str> {
    let mut left: BTreeMap<&str, usize> = BTreeMap::new();
    for prompt in kind.prompts() {
        let fresh = !past.used.contains_key(&prompt.id) && !past.open.contains(&prompt.id);
        if fresh && is_eligible(prompt, allowed) {
            *left.entry(prompt.theme.as_str()).or_default() += 1;
        }
    }
    let rest = left.values().sum::<usize>().saturating_sub(1);
    let leaves_a_way = |now: &&str| {
        let fits = |(theme, count): (&&str, &usize)| {
            let count = count - usize::from(theme == now);
            // Every other place of those that remain, without the ends that touch the same theme.
            let ends = usize::from(theme == now) + usize::from(Some(*theme) == then);
            count == 0 || 2 * count + ends <= rest + 1
        };
        (rest > 0 || Some(*now) != then) && left.iter().all(fits)
    };
    left.keys()
        .copied()
        .filter(|now| leaves_a_way(now))
        .collect()
}

/// Whether a couple may be asked this prompt, whatever its turn.
pub fn is_allowed(prompt: &Prompt, allowed: &Allowed) -> bool {
    is_eligible(prompt, allowed)
}

/// Whether a kind has anything to ask within what a couple allows.
pub fn has_eligible(kind: &Kind, allowed: &Allowed) -> bool {
    !allowed.without_kinds.contains(&kind.id)
        && kind
            .prompts()
            .iter()
            .any(|prompt| is_eligible(prompt, allowed))
}

/// Whether a prompt lies within what a couple allows; its kind aside.
pub fn is_eligible(prompt: &Prompt, allowed: &Allowed) -> bool {
    prompt.depth <= allowed.depth
        && allowed.shape.is_none_or(|shape| shape == prompt.shape)
        && !prompt.tags.iter().any(|tag| allowed.without.contains(tag))
        && !allowed.without_themes.contains(&prompt.theme.as_str())
}

/// A number under `bound`, each equally likely as far as 64 bits allow.
pub fn below(rng: &mut impl rand::Rng, bound: usize) -> usize {
    if bound == 0 {
        return 0;
    }
    ((u128::from(rng.next_u64()) * bound as u128) >> 64) as usize
}
