//! The guide through a reflection: which steps there are, in which order, the words to tap a day later, and everything people
//! read of it. A written step keeps its id, so an id is for ever.
//!
//! Start with [`ReflectionGuide`]. Where two people stand in one reflection is not kept here: that is the core's.

use serde::{Deserialize, Serialize};
use strum::{EnumCount, IntoStaticStr, VariantArray};

use super::sheet::Sheet;
use super::variants::array;
use crate::library::ids::{NowId, StepId};

/// The placeholder of the invitation: when both come back, filled in by the program.
pub const TIME: &str = "{time}";

/// How a step is answered.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum StepAnswer {
    /// Taps from the list of feelings, several if one likes; own words may come along. Without such a list, words.
    Feelings,
    /// Text or voice.
    Words,
}

/// What a reflection is about, and who is in it.
#[derive(
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Debug,
    Serialize,
    Deserialize,
    EnumCount,
    IntoStaticStr,
    VariantArray,
)]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case")]
pub enum Flavour {
    /// *After an argument.*
    Argument,
    /// *Something we step around.*
    Avoided,
    /// *Only for me.*
    Alone,
}

impl Flavour {
    pub const ALL: [Flavour; Flavour::COUNT] = array(Flavour::VARIANTS);

    /// As the files, stored reflections and buttons write it.
    pub fn name(self) -> &'static str {
        self.into()
    }
}

/// One step of a reflection.
#[derive(Debug)]
pub struct GuideStep {
    pub id: StepId,
    pub answer: StepAnswer,
    /// Offered, never required: its writer adds it.
    pub offered: bool,
    /// Where the step occurs; at least one.
    pub flavours: Vec<Flavour>,
}

/// One answer to *how is it now?*
#[derive(Debug)]
pub struct NowWord {
    pub id: NowId,
    /// Whether it counts as feeling better.
    pub better: bool,
}

/// The steps of a reflection and everything people read of it.
#[derive(Default, Debug)]
pub struct ReflectionGuide {
    pub(in crate::library) steps: Vec<GuideStep>,
    pub(in crate::library) nows: Vec<NowWord>,
    pub(in crate::library) words: Sheet,
}

/// What people read before anything is sent: the question each answers alone. Nothing here holds a placeholder but `ask`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Screening<'a> {
    /// Stands first, where a lock screen shows it: it names neither safety nor the partner.
    pub first_line: &'a str,
    /// May hold `{partner}`.
    pub ask: &'a str,
    pub yes: &'a str,
    pub no: &'a str,
    /// What the same message says afterwards, whatever was tapped.
    pub after: &'a str,
    /// For whoever cannot speak freely: why this is not for that, and where help is.
    pub not_safe: &'a str,
}

/// What the invited one reads.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Invitation<'a> {
    /// Holds [`TIME`], may hold `{partner}`.
    pub text: &'a str,
    pub yes: &'a str,
    pub no: &'a str,
}

/// What is asked and said a day later. `ask`, the closings and `person` may hold `{partner}`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct DayAfter<'a> {
    pub ask: &'a str,
    /// For both, when both feel better.
    pub closing_better: &'a str,
    /// For both, otherwise: it points at nobody.
    pub closing: &'a str,
    /// For who feels no better a second time, privately: a person to talk to.
    pub person: &'a str,
}

impl ReflectionGuide {
    /// All steps, in order.
    pub fn steps(&self) -> &[GuideStep] {
        &self.steps
    }

    /// The steps of one flavour, in order, the offered ones among them.
    pub fn steps_of(&self, flavour: Flavour) -> impl Iterator<Item = &GuideStep> {
        let steps = self.steps.iter();
        steps.filter(move |step| step.flavours.contains(&flavour))
    }

    /// A step; none for an id nobody knows.
    pub fn step(&self, id: &StepId) -> Option<&GuideStep> {
        self.steps.iter().find(|step| step.id == *id)
    }

    /// What a step is called; empty for an id nobody knows, as are the next three. May hold `{partner}`, as may they.
    pub fn title(&self, step: &StepId, language: &str) -> &str {
        self.words.get(&format!("steps.{step}.title"), language)
    }

    /// What the writer of a step reads.
    pub fn ask(&self, step: &StepId, flavour: Flavour, language: &str) -> &str {
        let own = match flavour {
            Flavour::Argument => None,
            Flavour::Avoided | Flavour::Alone => {
                let path = format!("steps.{step}.{}", flavour.name());
                self.words.find(&path, language)
            }
        };
        own.unwrap_or_else(|| self.words.get(&format!("steps.{step}.ask"), language))
    }

    /// How to begin: opened by a button.
    pub fn help(&self, step: &StepId, language: &str) -> &str {
        self.words.get(&format!("steps.{step}.help"), language)
    }

    /// The listening card that comes with the opened step.
    pub fn listen(&self, step: &StepId, language: &str) -> &str {
        self.words.get(&format!("steps.{step}.listen"), language)
    }

    pub fn screening(&self, language: &str) -> Screening<'_> {
        let text = |key: &str| self.words.get(&format!("screening.{key}"), language);
        Screening {
            first_line: text("first_line"),
            ask: text("ask"),
            yes: text("yes"),
            no: text("no"),
            after: text("after"),
            not_safe: text("not_safe"),
        }
    }

    pub fn invitation(&self, language: &str) -> Invitation<'_> {
        let text = |key: &str| self.words.get(&format!("invitation.{key}"), language);
        Invitation {
            text: text("text"),
            yes: text("yes"),
            no: text("no"),
        }
    }

    /// The words to tap a day later, in order.
    pub fn nows(&self) -> &[NowWord] {
        &self.nows
    }

    /// One of them; none for an id nobody knows.
    pub fn now(&self, id: &NowId) -> Option<&NowWord> {
        self.nows.iter().find(|now| now.id == *id)
    }

    /// What its button says.
    pub fn now_word(&self, id: &NowId, language: &str) -> &str {
        self.words.get(&format!("now.{id}"), language)
    }

    pub fn day_after(&self, language: &str) -> DayAfter<'_> {
        let text = |key: &str| self.words.get(&format!("now.{key}"), language);
        DayAfter {
            ask: text("ask"),
            closing_better: text("closing_better"),
            closing: text("closing"),
            person: text("person"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_stored_of_a_flavour_is_its_name() {
        for flavour in Flavour::ALL {
            assert_eq!(serde_json::to_value(flavour).unwrap(), flavour.name());
        }
    }
}
