//! What the files say, before anything is known to be right: drafts, each entry with the line it stands on.
//!
//! `read` makes them, `check` looks at them beside each other, `build` turns them into values. Nothing here reads or judges.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::library::finding::Placed;
use crate::library::ids::{ButtonId, FeelingId, KindId, PromptId};
use crate::library::values::{CoreFeeling, Depth, Reveals, Shape, Tag};

/// Everything the files say.
#[derive(Debug)]
pub struct Draft {
    /// `kinds.toml`, whether or not it is there.
    pub kinds_file: Arc<str>,
    pub kinds: Vec<KindDraft>,
    /// By code; English is always there.
    pub languages: BTreeMap<String, LanguageDraft>,
    /// `feelings.toml` and its words.
    pub feelings_file: Arc<str>,
    pub feelings: FeelingsDraft,
}

#[derive(Debug)]
pub struct KindDraft {
    pub line: u32,
    pub id: KindId,
    pub emoji: String,
    pub shape: Shape,
    pub depth: Depth,
    pub reveals: Reveals,
    pub cooldown_days: u16,
    pub buttons: Vec<ButtonId>,
    pub own: bool,
    pub ritual: bool,
}

/// What became of a language's `kinds.toml`.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub enum KindsFile {
    #[default]
    Missing,
    /// It was no TOML, so nothing is known of its words.
    Broken,
    Read,
}

#[derive(Default, Debug)]
pub struct LanguageDraft {
    pub kinds_file: KindsFile,
    pub kinds: BTreeMap<KindId, KindWordsDraft>,
    pub prompts: BTreeMap<KindId, PromptFile>,
}

#[derive(Debug)]
pub struct KindWordsDraft {
    pub line: u32,
    pub title: String,
    pub how: String,
    pub listen: Option<String>,
    pub buttons: BTreeMap<ButtonId, String>,
}

#[derive(Debug)]
pub struct PromptFile {
    pub shown: Arc<str>,
    /// Whether it was TOML; if not, nothing is known of its prompts.
    pub whole: bool,
    pub prompts: Vec<PromptDraft>,
}

/// One `[[prompt]]`.
#[derive(Debug)]
pub struct PromptDraft {
    pub line: u32,
    pub id: PromptId,
    pub text: Placed<String>,
    pub follow_up: Option<String>,
    pub listen: Option<String>,
    pub options: Vec<String>,
    pub ends: Option<[String; 2]>,
    pub why: Option<String>,
    pub shape: Shape,
    pub depth: Placed<Depth>,
    pub tags: Vec<Tag>,
    pub theme: Placed<String>,
    pub retired: bool,
}

/// What the files say of feelings.
#[derive(Default, Debug)]
pub struct FeelingsDraft {
    /// The list, if there is one.
    pub list: Option<FeelingList>,
    /// By language code.
    pub words: BTreeMap<String, FeelingWords>,
}

/// `feelings.toml`.
#[derive(Default, Debug)]
pub struct FeelingList {
    pub cores: Vec<CoreFeeling>,
    /// It was no TOML, so nothing is known of its feelings.
    pub broken: bool,
}

/// A language's `feelings.toml`.
#[derive(Debug)]
pub struct FeelingWords {
    pub shown: Arc<str>,
    pub by_id: BTreeMap<FeelingId, Placed<String>>,
}

impl FeelingsDraft {
    /// Whether a prompt may ask for a feeling at all. A list that is no TOML has its own finding.
    pub fn is_there(&self) -> bool {
        self.list.is_some()
    }

    /// Every feeling of the list, core and finer.
    pub fn ids(&self) -> impl Iterator<Item = &FeelingId> {
        let cores = self.list.iter().flat_map(|list| &list.cores);
        cores.flat_map(|core| std::iter::once(&core.id).chain(&core.finer))
    }
}
