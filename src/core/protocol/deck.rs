use crate::core::model::ids::{CoupleId, OwnId, PersonId, RitualId, RoundId, Seat};
use crate::library::PromptId;

/// What becomes of the words of own questions.
#[derive(Clone, PartialEq, Debug)]
pub enum OwnWords {
    /// Seal the event's own words as what this round asks.
    Ask { round: RoundId, question: OwnId },
    /// This round asks what is kept under this question, or was asked under it before.
    AskAgain { round: RoundId, question: OwnId },
    /// Destroy what a round asks.
    EraseAsked { round: RoundId },
    /// Destroy what one seat of a couple asked that was never opened, and what it kept.
    EraseOf { couple: CoupleId, seat: Seat },
    /// What a round asks goes into the couple's deck.
    Keep { round: RoundId, question: OwnId },
    /// Seal the event's own words in place of what the deck holds.
    Reword { question: OwnId },
    /// Destroy what the deck holds.
    Drop { question: OwnId },
    /// Somebody marked a prompt, or took the mark away.
    Favourite {
        couple: CoupleId,
        person: PersonId,
        prompt: PromptId,
        on: bool,
    },
}

/// The buttons that belong to what people make their own.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum OwnPress {
    /// The question of this round goes into the deck.
    Keep(RoundId),
    Favourite(RoundId),
    /// The prompt of this round becomes a ritual.
    Ritual(RoundId),
    LetRest(RitualId),
    /// This page of the deck, counted from 0.
    Deck(u8),
    Question(OwnId),
    Reword(OwnId),
    Remove(OwnId),
}

impl OwnPress {
    /// The callback data; see [`crate::core::protocol::press::Press::data`].
    pub fn data(&self) -> String {
        match self {
            OwnPress::Keep(r) => format!("kpq:{:x}", r.0),
            OwnPress::Favourite(r) => format!("fav:{:x}", r.0),
            OwnPress::Ritual(r) => format!("rit:{:x}", r.0),
            OwnPress::LetRest(r) => format!("rst:{:x}", r.0),
            OwnPress::Deck(page) => format!("dck::{page}"),
            OwnPress::Question(q) => format!("que:{:x}", q.0),
            OwnPress::Reword(q) => format!("rew:{:x}", q.0),
            OwnPress::Remove(q) => format!("rem:{:x}", q.0),
        }
    }

    /// Reads callback data that was taken apart.
    pub fn read(verb: &str, id: Option<i64>, argument: Option<&str>) -> Option<OwnPress> {
        let round = || id.map(RoundId);
        let question = || id.map(OwnId);
        Some(match verb {
            "kpq" => OwnPress::Keep(round()?),
            "fav" => OwnPress::Favourite(round()?),
            "rit" => OwnPress::Ritual(round()?),
            "rst" => OwnPress::LetRest(RitualId(id?)),
            "dck" => OwnPress::Deck(argument?.parse().ok()?),
            "que" => OwnPress::Question(question()?),
            "rew" => OwnPress::Reword(question()?),
            "rem" => OwnPress::Remove(question()?),
            _ => return None,
        })
    }

    /// The round a button names.
    pub fn round(&self) -> Option<RoundId> {
        match self {
            OwnPress::Keep(r) | OwnPress::Favourite(r) | OwnPress::Ritual(r) => Some(*r),
            _ => None,
        }
    }
}

/// What the bot says about what people make their own.
#[derive(Clone, PartialEq, Debug)]
pub enum OwnSay {
    /// What would you like to ask?
    QuestionAsk,
    NoFavourites,
    /// A page of the deck, counted from 0.
    Deck {
        page: u8,
    },
    OneOfDeck {
        question: OwnId,
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
