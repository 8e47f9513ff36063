//! Everything the bot can say, as one value for all features. Names, zones, languages and words are looked up when it is rendered.

use crate::core::model::ids::{AsideId, MessageId};
use crate::core::model::refusal::Refusal;
use crate::core::protocol::choice::ChoiceSay;
use crate::core::protocol::couple::CoupleSay;
use crate::core::protocol::deck::DeckSay;
use crate::core::protocol::group::GroupSay;
use crate::core::protocol::place::PlaceSay;
use crate::core::protocol::plan::PlanSay;
use crate::core::protocol::reflection::ReflectSay;
use crate::core::protocol::round::RoundSay;
use crate::core::protocol::safety::SafetySay;
use crate::core::protocol::settings::SettingsSay;

/// One thing to say. It carries ids, never words.
#[derive(Clone, PartialEq, Debug)]
pub enum Say {
    Round(RoundSay),
    Couple(CoupleSay),
    Plan(PlanSay),
    Choice(ChoiceSay),
    Deck(DeckSay),
    Group(GroupSay),
    Reflect(ReflectSay),
    Place(PlaceSay),
    Safety(SafetySay),
    Settings(SettingsSay),
    /// What belongs to no feature.
    Chat(ChatSay),
}

/// What is said to anybody, and what is done to a message without words.
#[derive(Clone, PartialEq, Debug)]
pub enum ChatSay {
    Cancelled,
    /// Something this person sent could not be applied, and was not lost by them.
    AskAgain,
    /// The bot was away for so long that what was written meanwhile may be gone.
    WordsMayBeMissing,
    /// Too many at once: said once.
    TooFast,
    Refused(Refusal),
    /// The bot's reaction on the person's own message.
    Reaction {
        emoji: Option<String>,
    },
    /// The message it goes to is taken out of the chat.
    Delete,
}

/// Where words to pass on are.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum WordsOf {
    /// In the event itself.
    Event,
    /// Among those put aside.
    Aside { aside: AsideId, message: MessageId },
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum AsideDone {
    PassedOn,
    Sealed,
    Dropped,
}
