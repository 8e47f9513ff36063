//! The library as the rest of the program uses it: immutable, complete, every lookup cheap. Only `build` makes these
//! values, and only from files without errors, so nothing here can be missing.

use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Serialize};

use super::feelings::Feelings;
use super::ids::{ButtonId, KindId, PromptId};
use super::reflection::Reflection;
use super::safety::Safety;

/// The language every prompt has.
pub const BASE_LANGUAGE: &str = "en";

/// The one placeholder: the partner's name, filled in by [`fill`].
pub const PARTNER: &str = "{partner}";

/// How a prompt is answered.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
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
    pub const ALL: [Shape; 5] = [
        Shape::Text,
        Shape::Feeling,
        Shape::Scale,
        Shape::Choice,
        Shape::Done,
    ];

    pub fn name(self) -> &'static str {
        match self {
            Shape::Text => "text",
            Shape::Feeling => "feeling",
            Shape::Scale => "scale",
            Shape::Choice => "choice",
            Shape::Done => "done",
        }
    }
}

/// What a reveal shows of a choice.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Reveals {
    /// What each of the two picked.
    #[default]
    Both,
    /// Only what both picked; the rest is shown to nobody, ever.
    Matches,
}

impl Reveals {
    pub const ALL: [Reveals; 2] = [Reveals::Both, Reveals::Matches];

    pub fn name(self) -> &'static str {
        match self {
            Reveals::Both => "both",
            Reveals::Matches => "matches",
        }
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
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
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
    pub const ALL: [Tag; 14] = [
        Tag::Touch,
        Tag::SharedHome,
        Tag::LongDistance,
        Tag::Children,
        Tag::Marriage,
        Tag::Religion,
        Tag::Money,
        Tag::Intimacy,
        Tag::Family,
        Tag::Work,
        Tag::Health,
        Tag::Grief,
        Tag::Pets,
        Tag::Alcohol,
    ];

    pub fn name(self) -> &'static str {
        match self {
            Tag::Touch => "touch",
            Tag::SharedHome => "shared-home",
            Tag::LongDistance => "long-distance",
            Tag::Children => "children",
            Tag::Marriage => "marriage",
            Tag::Religion => "religion",
            Tag::Money => "money",
            Tag::Intimacy => "intimacy",
            Tag::Family => "family",
            Tag::Work => "work",
            Tag::Health => "health",
            Tag::Grief => "grief",
            Tag::Pets => "pets",
            Tag::Alcohol => "alcohol",
        }
    }

    pub fn named(name: &str) -> Option<Tag> {
        Tag::ALL.into_iter().find(|tag| tag.name() == name)
    }

    /// Whether the tag never belongs on a prompt of depth 1.
    pub fn is_deep(self) -> bool {
        matches!(self, Tag::Intimacy)
    }
}

/// A value for each language: always one in English, perhaps others.
#[derive(Clone, Debug)]
pub(super) struct ByLanguage<T> {
    pub(super) base: T,
    pub(super) others: BTreeMap<String, T>,
}

impl<T> ByLanguage<T> {
    /// The value for a language code (`de`, `pt-br`), else for its first part, else in English.
    fn get(&self, language: &str) -> &T {
        let exact = self.others.get(language);
        let part = || language.split('-').next().and_then(|l| self.others.get(l));
        exact.or_else(part).unwrap_or(&self.base)
    }
}

/// Every kind and prompt, in every language. Put it into an `Arc` to share it.
#[derive(Debug)]
pub struct Library {
    pub(super) kinds: Vec<Kind>,
    pub(super) languages: Vec<String>,
    pub(super) feelings: Feelings,
    pub(super) reflection: Reflection,
    pub(super) safety: Safety,
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
    pub(super) words: ByLanguage<KindWords>,
    /// By id.
    pub(super) live: Vec<Prompt>,
    /// By id.
    pub(super) retired: Vec<Prompt>,
}

/// What people read about a kind in one language.
#[derive(Clone, Debug)]
pub struct KindWords {
    pub title: String,
    /// One line on how to do the exercise; may hold `{partner}`.
    pub how: String,
    /// One line for the reveal; may hold `{partner}`.
    pub listen: Option<String>,
    pub(super) buttons: BTreeMap<ButtonId, String>,
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
    pub(super) words: ByLanguage<PromptWords>,
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
    pub(super) why: Option<String>,
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
    pub fn reflection(&self) -> &Reflection {
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

/// A text of the library with the partner's name in place of `{partner}`. The result holds a name: never print it.
pub fn fill(text: &str, partner: &str) -> String {
    text.replace(PARTNER, partner)
}

impl fmt::Display for Shape {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl fmt::Display for Tag {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
