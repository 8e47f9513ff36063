//! What is pressed and said about what people make their own, and what becomes of its words.

use crate::core::model::ids::{CoupleId, PersonId, QuestionId, RitualId, RoundId, Seat};
use crate::core::protocol::wire::buttons;
use crate::library::PromptId;

/// What becomes of the words of own questions.
#[derive(Clone, PartialEq, Debug)]
pub enum DeckWords {
    /// Seal the event's own words as what this round asks.
    Ask {
        round: RoundId,
        question: QuestionId,
    },
    /// This round asks what is kept under this question, or was asked under it before.
    AskAgain {
        round: RoundId,
        question: QuestionId,
    },
    /// Destroy what a round asks.
    EraseAsked { round: RoundId },
    /// Destroy what one seat of a couple asked that was never opened, and what it kept.
    EraseOf { couple: CoupleId, seat: Seat },
    /// What a round asks goes into the couple's deck.
    Keep {
        round: RoundId,
        question: QuestionId,
    },
    /// Seal the event's own words in place of what the deck holds.
    Reword { question: QuestionId },
    /// Destroy what the deck holds.
    Drop { question: QuestionId },
    /// Somebody marked a prompt, or took the mark away.
    Favourite {
        couple: CoupleId,
        person: PersonId,
        prompt: PromptId,
        on: bool,
    },
}

impl DeckWords {
    /// See [`Effect::destroys`](super::effect::Effect::destroys).
    pub fn destroys(&self) -> bool {
        match self {
            DeckWords::EraseAsked { .. }
            | DeckWords::EraseOf { .. }
            | DeckWords::Reword { .. }
            | DeckWords::Drop { .. } => true,
            // A mark holds the id of a prompt, and no words.
            DeckWords::Ask { .. }
            | DeckWords::AskAgain { .. }
            | DeckWords::Keep { .. }
            | DeckWords::Favourite { .. } => false,
        }
    }
}

buttons! {
    /// The buttons that belong to what people make their own.
    pub enum DeckPress {
        /// The question of this round goes into the deck.
        "kpq" => Keep(id: RoundId),
        "fav" => Favourite(id: RoundId),
        /// The prompt of this round becomes a ritual.
        "rit" => Ritual(id: RoundId),
        "rst" => LetRest(id: RitualId),
        /// This page of the deck, counted from 0.
        "dck" => Deck(arg: u8),
        "que" => Question(id: QuestionId),
        "rew" => Reword(id: QuestionId),
        "rem" => Remove(id: QuestionId),
    }
}

/// What the bot says about what people make their own.
#[derive(Clone, PartialEq, Debug)]
pub enum DeckSay {
    /// What would you like to ask?
    QuestionAsk,
    NoFavourites,
    /// A page of the deck, counted from 0.
    Deck {
        page: u8,
    },
    OneOfDeck {
        question: QuestionId,
    },
    WordingAsk,
    /// From now on it comes back every week.
    RitualMade {
        couple: CoupleId,
        ritual: RitualId,
        by: PersonId,
    },
    /// It is that time of the week.
    Ritual {
        couple: CoupleId,
        ritual: RitualId,
    },
    RitualRests,
}
