//! The feelings people choose from: a core word first, then a finer one. An answer keeps the id of a feeling, so an id is for
//! ever.

use std::collections::BTreeMap;

use super::language::fallbacks;
use crate::library::ids::FeelingId;

/// The feelings people choose from: a core word first, then a finer one.
#[derive(Default, Debug)]
pub struct Feelings {
    pub(in crate::library) cores: Vec<CoreFeeling>,
    /// By language; English has a word for each.
    pub(in crate::library) words: BTreeMap<String, BTreeMap<FeelingId, String>>,
}

/// One core feeling, with the finer ones it leads to.
#[derive(Debug)]
pub struct CoreFeeling {
    pub id: FeelingId,
    pub emoji: Option<String>,
    pub finer: Vec<FeelingId>,
}

impl Feelings {
    /// The core feelings, in the order in which they are offered.
    pub fn cores(&self) -> &[CoreFeeling] {
        &self.cores
    }

    /// A core feeling by its id.
    pub fn core(&self, id: &FeelingId) -> Option<&CoreFeeling> {
        self.cores.iter().find(|core| core.id == *id)
    }

    /// The core feeling that a finer one belongs to.
    pub fn core_of(&self, finer: &FeelingId) -> Option<&CoreFeeling> {
        self.cores.iter().find(|core| core.finer.contains(finer))
    }

    /// What a feeling is called in a language, else in its first part, else in English; none for an id nobody knows.
    pub fn word(&self, id: &FeelingId, language: &str) -> Option<&str> {
        fallbacks(language)
            .into_iter()
            .find_map(|language| self.words.get(language)?.get(id))
            .map(String::as_str)
    }
}
