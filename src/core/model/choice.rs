//! What two people would like to be asked, as values: wishes, depth, and what was asked last.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::core::model::ids::ScheduleId;
use crate::library::{Depth, KindId, PromptId, Shape, Tag};

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
    pub(in crate::core) fn with_somebody_new(&mut self) {
        self.topics.retain(|_, on| !*on);
        self.depth = Depth::One;
    }

    pub(in crate::core) fn narrow(&self, allowed: &mut Allowed, far_apart: bool) {
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

/// What a couple may be asked.
#[derive(Clone, PartialEq, Debug)]
pub struct Allowed {
    pub depth: Depth,
    pub without: BTreeSet<Tag>,
    pub without_kinds: BTreeSet<KindId>,
    pub without_themes: &'static [&'static str],
    /// Nothing but this shape.
    pub shape: Option<Shape>,
}

impl Default for Allowed {
    /// Depth 1, and nothing that takes a life for granted which a couple may not have.
    fn default() -> Allowed {
        let tags = Tag::ALL.into_iter();
        Allowed {
            depth: Depth::One,
            without: tags.filter(|tag| !starts_on(*tag, false)).collect(),
            without_kinds: BTreeSet::new(),
            without_themes: &[],
            shape: None,
        }
    }
}

/// Whether a tag is on for a person who has said nothing about it; `far_apart`, for one who lives far from the other.
///
/// Off are those that take for granted what a couple may not have, and intimacy: both have to want it.
pub fn starts_on(tag: Tag, far_apart: bool) -> bool {
    match tag {
        Tag::Touch | Tag::SharedHome => !far_apart,
        Tag::LongDistance => far_apart,
        Tag::Family | Tag::Work | Tag::Health | Tag::Grief => true,
        Tag::Children
        | Tag::Marriage
        | Tag::Religion
        | Tag::Money
        | Tag::Intimacy
        | Tag::Pets
        | Tag::Alcohol => false,
    }
}
