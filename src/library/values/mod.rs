//! The library as the rest of the program uses it: immutable, complete, every lookup cheap.
//!
//! Start with [`Library`]. These values come from files without errors, so nothing in them can be missing. Nothing here reads a
//! file or makes a finding.

mod feelings;
mod language;
mod prompts;
mod reflection;
mod safety;
mod sheet;
mod variants;

pub use feelings::{CoreFeeling, Feelings};
pub use language::{BASE_LANGUAGE, ByLanguage, PARTNER, fill};
pub use prompts::{Depth, Kind, KindWords, Library, Prompt, PromptWords, Reveals, Shape, Tag};
pub use reflection::{
    DayAfter, Flavour, GuideStep, Invitation, NowWord, ReflectionGuide, Screening, StepAnswer, TIME,
};
pub use safety::{Afraid, Directory, Emergency, HelpLine, PersonPage, Safety, Serves};
pub use sheet::Sheet;
