//! Kinds and prompts, and the [`Library`] that holds them.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use strum::{Display, EnumCount, EnumString, IntoStaticStr, VariantArray};

use super::feelings::Feelings;
use super::language::{ByLanguage, PARTNER};
use super::reflection::ReflectionGuide;
use super::safety::Safety;
use super::variants::array;
use crate::library::ids::{ButtonId, KindId, PromptId};

/// How a prompt is answered.
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
    Display,
    EnumCount,
    IntoStaticStr,
    VariantArray,
)]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case")]
pub enum Shape {
    /// Words, voice, photo: any message.
    Text,
    /// Two taps: a core feeling, then a finer one.
    Feeling,
    /// 1 to 5 between two named ends.
    Scale,
    /// Any of three to five options.
    Choice,
    /// A tap when it was done.
    Done,
}

impl Shape {
    pub const ALL: [Shape; Shape::COUNT] = array(Shape::VARIANTS);

    /// As the files and stored rounds write it.
    pub fn name(self) -> &'static str {
        self.into()
    }
}

/// What a reveal shows of a choice.
#[derive(
    Clone,
    Copy,
    PartialEq,
    Eq,
    Debug,
    Default,
    Serialize,
    Deserialize,
    EnumCount,
    IntoStaticStr,
    VariantArray,
)]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case")]
pub enum Reveals {
    /// What each of the two picked.
    #[default]
    Both,
    /// Only what both picked; the rest is shown to nobody, ever.
    Matches,
}

impl Reveals {
    pub const ALL: [Reveals; Reveals::COUNT] = array(Reveals::VARIANTS);

    /// As the files and stored rounds write it.
    pub fn name(self) -> &'static str {
        self.into()
    }
}

/// How much trust a prompt takes.
#[derive(
    Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default, Serialize, Deserialize,
)]
#[serde(try_from = "u8", into = "u8")]
pub enum Depth {
    /// Anyone, any day.
    #[default]
    One = 1,
    /// Takes some trust.
    Two = 2,
    /// Fears, shame, longing, old hurts: only where both asked for depth.
    Three = 3,
}

impl TryFrom<u8> for Depth {
    type Error = String;

    fn try_from(n: u8) -> Result<Depth, String> {
        match n {
            1 => Ok(Depth::One),
            2 => Ok(Depth::Two),
            3 => Ok(Depth::Three),
            _ => Err(format!("no depth {n}")),
        }
    }
}

impl From<Depth> for u8 {
    fn from(depth: Depth) -> u8 {
        depth as u8
    }
}

/// What a prompt takes for granted or touches on, so that a couple can leave it out.
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
    Display,
    EnumString,
    EnumCount,
    IntoStaticStr,
    VariantArray,
)]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case")]
pub enum Tag {
    /// Bodies close enough for a hand or a hug.
    Touch,
    /// One roof over both.
    SharedHome,
    /// Living apart.
    LongDistance,
    /// Having children, or wanting them.
    Children,
    Marriage,
    Religion,
    /// Having it, lacking it, spending it.
    Money,
    /// Sex and desire.
    Intimacy,
    /// Parents, siblings and where one comes from.
    Family,
    /// Paid work or studies.
    Work,
    /// Illness, and bodies that cannot do everything.
    Health,
    /// The death of someone near.
    Grief,
    Pets,
    Alcohol,
}

impl Tag {
    pub const ALL: [Tag; Tag::COUNT] = array(Tag::VARIANTS);

    /// As the files, stored wishes and buttons write it.
    pub fn name(self) -> &'static str {
        self.into()
    }

    /// The tag of this name.
    pub fn named(name: &str) -> Option<Tag> {
        name.parse().ok()
    }

    /// Whether the tag never belongs on a prompt of depth 1.
    pub fn is_deep(self) -> bool {
        matches!(self, Tag::Intimacy)
    }
}

/// Every kind and prompt, in every language. Put it into an `Arc` to share it.
#[derive(Debug)]
pub struct Library {
    pub(in crate::library) kinds: Vec<Kind>,
    pub(in crate::library) languages: Vec<String>,
    pub(in crate::library) feelings: Feelings,
    pub(in crate::library) reflection: ReflectionGuide,
    pub(in crate::library) safety: Safety,
}

/// What a prompt is for.
#[derive(Debug)]
pub struct Kind {
    pub id: KindId,
    pub emoji: String,
    /// The shape of its prompts, unless one has its own.
    pub shape: Shape,
    /// The depth of its prompts, unless one has its own.
    pub depth: Depth,
    /// What a reveal shows of its choices.
    pub reveals: Reveals,
    /// Days a prompt should rest before it is asked again. A wish: with every prompt resting, the longest unused comes.
    pub cooldown_days: u16,
    /// Buttons under a reveal, in order.
    pub buttons: Vec<ButtonId>,
    /// People's own questions belong to it.
    pub own: bool,
    /// Its prompts can be kept as a couple's ritual.
    pub ritual: bool,
    pub(in crate::library) words: ByLanguage<KindWords>,
    /// By id.
    pub(in crate::library) live: Vec<Prompt>,
    /// By id.
    pub(in crate::library) retired: Vec<Prompt>,
}

/// What people read about a kind in one language.
#[derive(Clone, Debug)]
pub struct KindWords {
    pub title: String,
    /// One line on how to do the exercise; may hold `{partner}`.
    pub how: String,
    /// One line for the reveal; may hold `{partner}`.
    pub listen: Option<String>,
    pub(in crate::library) buttons: BTreeMap<ButtonId, String>,
}

/// One entry of the library.
#[derive(Debug)]
pub struct Prompt {
    pub id: PromptId,
    pub depth: Depth,
    pub tags: Vec<Tag>,
    /// What it is about; two in a row should not share it.
    pub theme: String,
    pub shape: Shape,
    pub retired: bool,
    pub(in crate::library) words: ByLanguage<PromptWords>,
}

/// What people read of a prompt in one language. `text`, `follow_up`, `listen` and `options` may hold `{partner}`.
#[derive(Clone, Debug)]
pub struct PromptWords {
    pub text: String,
    pub follow_up: Option<String>,
    /// One line for the reveal, in place of the kind's.
    pub listen: Option<String>,
    /// Three to five for [`Shape::Choice`], the same number in every language; else none.
    pub options: Vec<String>,
    /// The names of 1 and 5 for [`Shape::Scale`]; else none.
    pub ends: Option<[String; 2]>,
    /// Why the prompt is worth asking; always there in English.
    pub(in crate::library) why: Option<String>,
}

impl Library {
    /// All kinds, in the order of `kinds.toml`.
    pub fn kinds(&self) -> &[Kind] {
        &self.kinds
    }

    pub fn kind(&self, id: &KindId) -> Option<&Kind> {
        self.kinds.iter().find(|kind| kind.id == *id)
    }

    /// A prompt, retired or not; none when this library does not know it.
    pub fn prompt(&self, id: &PromptId) -> Option<&Prompt> {
        let kind = self.kind_of(id)?;
        let find = |among: &[Prompt]| among.binary_search_by(|prompt| prompt.id.cmp(id)).ok();
        match find(&kind.live) {
            Some(at) => kind.live.get(at),
            None => find(&kind.retired).and_then(|at| kind.retired.get(at)),
        }
    }

    /// The kind a prompt's id names.
    pub fn kind_of(&self, id: &PromptId) -> Option<&Kind> {
        self.kinds.iter().find(|kind| kind.id.as_str() == id.kind())
    }

    /// The kind that people's own questions belong to: the one that says so, else the first.
    pub fn kind_of_own(&self) -> Option<&Kind> {
        let marked = self.kinds.iter().find(|kind| kind.own);
        marked.or_else(|| self.kinds.first())
    }

    /// The codes of all languages, in order, English among them.
    pub fn languages(&self) -> &[String] {
        &self.languages
    }

    /// The feelings that a prompt of shape `feeling` offers.
    pub fn feelings(&self) -> &Feelings {
        &self.feelings
    }

    /// The reflection after an argument: its steps and words.
    pub fn reflection(&self) -> &ReflectionGuide {
        &self.reflection
    }

    /// Where help is, for someone who is afraid.
    pub fn safety(&self) -> &Safety {
        &self.safety
    }

    /// How many prompts may be picked.
    pub fn len(&self) -> usize {
        self.kinds.iter().map(|kind| kind.live.len()).sum()
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

impl Kind {
    /// The prompts that may be picked, by id: never a retired one.
    pub fn prompts(&self) -> &[Prompt] {
        &self.live
    }

    /// The kind's words in a language, else in English.
    pub fn words(&self, language: &str) -> &KindWords {
        self.words.get(language)
    }

    /// What a button says in a language, else in English; none when the kind has no such button.
    pub fn label(&self, button: &ButtonId, language: &str) -> Option<&str> {
        let own = self.words(language).buttons.get(button);
        own.or_else(|| self.words.base.buttons.get(button))
            .map(String::as_str)
    }
}

impl Prompt {
    /// The prompt's words in a language, else in English.
    pub fn words(&self, language: &str) -> &PromptWords {
        self.words.get(language)
    }

    /// Why the prompt is worth asking, in one line of a language, else of English.
    pub fn why(&self, language: &str) -> &str {
        let own = self.words(language).why.as_deref();
        own.or(self.words.base.why.as_deref()).unwrap_or_default()
    }

    pub fn has_tag(&self, tag: Tag) -> bool {
        self.tags.contains(&tag)
    }
}

impl PromptWords {
    /// Whether the partner's name is part of the question.
    pub fn names_partner(&self) -> bool {
        self.text.contains(PARTNER)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{from_value, to_value};

    use super::*;

    #[test]
    fn what_is_stored_of_a_shape_or_a_tag_is_its_name() {
        for shape in Shape::ALL {
            assert_eq!(to_value(shape).unwrap(), shape.name());
            assert_eq!(shape.to_string(), shape.name());
        }
        for reveals in Reveals::ALL {
            assert_eq!(to_value(reveals).unwrap(), reveals.name());
        }
        for tag in Tag::ALL {
            assert_eq!(to_value(tag).unwrap(), tag.name());
            assert_eq!(from_value::<Tag>(tag.name().into()).unwrap(), tag);
            assert_eq!(Tag::named(tag.name()), Some(tag));
        }
        assert_eq!(Tag::SharedHome.name(), "shared-home");
        assert_eq!(Tag::named("Touch"), None);
    }
}
