//! What is pressed, said and refused in a round, and what becomes of its words.

use crate::core::model::ids::{AsideId, CoupleId, MessageId, PartId, PersonId, RoundId, Seat};
use crate::core::model::round::Half;
use crate::core::model::tap::Tip;
use crate::core::protocol::say::{AsideDone, WordsOf};
use crate::core::protocol::wire::buttons;
use crate::library::ButtonId;

buttons! {
    /// The buttons of a round.
    pub enum RoundPress {
        "oth" => Another(id: RoundId),
        "not" => NotTonight(id: RoundId),
        "tlk" => Talk(id: RoundId),
        /// Takes a *not tonight* or a *let's talk instead* back.
        "reo" => Reopen(id: RoundId),
        "tkb" => TakeBack(id: RoundId),
        /// A button of a shape: what it says.
        "tap" => Tap(id: RoundId, arg: Tip),
        /// Shows the buttons of a shape again, with what was tapped.
        "alt" => Change(id: RoundId),
        /// Covers what was tapped.
        "fit" => Chosen(id: RoundId),
        /// *In my own words*.
        "wds" => OwnWords(id: RoundId),
        "wrt" => StillWriting(id: RoundId),
        "don" => DoneWriting(id: RoundId),
        /// A response after a reveal, by the button's id.
        "rsp" => Respond(id: RoundId, arg: ButtonId),
        "giv" => GiveAnyway(id: RoundId),
        "kep" => KeepForMe(id: RoundId),
        "let" => LetGo(id: RoundId),
        /// The voice and video notes of a reveal once more.
        "voi" => VoicesAgain(id: RoundId),
        "for" => ForPartner(id: AsideId),
        "ans" => MyAnswer(id: AsideId, arg: RoundId),
        "nvm" => NeverMind(id: AsideId),
        /// The words put aside were meant as a city after all.
        "try" => TryAgain(id: AsideId),
        /// *Show me*: my own covered answer to this round.
        "shw" => ShowCovered(id: RoundId),
        /// Covers it again before its minute is over.
        "hid" => HideCovered(id: RoundId),
    }
}

/// What becomes of the words of a round, and of those put aside.
#[derive(Clone, PartialEq, Debug)]
pub enum RoundWords {
    /// Seal the event's own words as this part of the author's answer.
    KeepPart {
        round: RoundId,
        seat: Seat,
        part: PartId,
    },
    /// Seal what was tapped, as the state after the turn has it. Nothing is sealed under this part yet.
    KeepTap {
        round: RoundId,
        seat: Seat,
        part: PartId,
    },
    /// The same in place of what was sealed under this part before.
    ReplaceTap {
        round: RoundId,
        seat: Seat,
        part: PartId,
    },
    /// Seal the event's own words in place of what the part held.
    ReplacePart { part: PartId },
    /// Destroy one part.
    ErasePart { part: PartId },
    /// Destroy every part of one seat of a round.
    EraseParts { round: RoundId, seat: Seat },
    /// Destroy everything one seat of a couple wrote that was never opened.
    EraseUnrevealed { couple: CoupleId, seat: Seat },
    /// Seal the event's own words beside everything, under this question.
    PutAside { aside: AsideId, message: MessageId },
    /// Seal the event's own words in place of what this message held when it was put aside.
    ReplaceAside { aside: AsideId, message: MessageId },
    /// Words put aside become parts of an answer.
    AsideToPart {
        aside: AsideId,
        message: MessageId,
        round: RoundId,
        seat: Seat,
        part: PartId,
    },
    /// Destroy what was put aside.
    EraseAside { aside: AsideId },
}

impl RoundWords {
    /// See [`Effect::destroys`](super::effect::Effect::destroys).
    pub fn destroys(&self) -> bool {
        match self {
            RoundWords::ReplacePart { .. }
            | RoundWords::ReplaceTap { .. }
            | RoundWords::ErasePart { .. }
            | RoundWords::EraseParts { .. }
            | RoundWords::EraseUnrevealed { .. }
            | RoundWords::ReplaceAside { .. }
            | RoundWords::EraseAside { .. } => true,
            // What was put aside stays until it is erased.
            RoundWords::KeepPart { .. }
            | RoundWords::KeepTap { .. }
            | RoundWords::PutAside { .. }
            | RoundWords::AsideToPart { .. } => false,
        }
    }
}

/// What the bot says about a round.
#[derive(Clone, PartialEq, Debug)]
pub enum RoundSay {
    /// The prompt message of a seat as the round stands now.
    Card {
        round: RoundId,
        seat: Seat,
    },
    /// The prompt message with the finer feelings of a core one.
    FinerFeelings {
        round: RoundId,
        seat: Seat,
        core: Tip,
    },
    /// The prompt message, saying how to answer in words.
    OwnWords {
        round: RoundId,
        seat: Seat,
    },
    /// In place of a prompt that is over for its reader: no words, no buttons.
    CardOver,
    /// Both answers, to this seat.
    Reveal {
        round: RoundId,
        seat: Seat,
    },
    /// Both chose to talk: phones down.
    Talked {
        round: RoundId,
    },
    /// What becomes of the half nobody opened?
    HalfOffer {
        round: RoundId,
        seat: Seat,
    },
    /// The question about a half stands in a later message now.
    HalfMoved,
    HalfDone {
        round: RoundId,
        half: Half,
    },
    /// A partner's half, given: nothing to answer.
    Gift {
        round: RoundId,
        from: Seat,
    },
    /// What are these words for? `rounds`: those they could answer; `partner`: they could be passed on.
    WhichFor {
        aside: AsideId,
        partner: Option<PersonId>,
        rounds: Vec<RoundId>,
        retry: bool,
    },
    AsideDone {
        what: AsideDone,
    },
    /// A partner's words, passed on.
    Relay {
        from: PersonId,
        words: WordsOf,
    },
    /// A partner's response button, by its id.
    Response {
        from: PersonId,
        round: RoundId,
        button: ButtonId,
    },
    /// The buttons under a reveal, with those already pressed marked.
    RevealButtons {
        round: RoundId,
        seat: Seat,
    },
    /// A question is still there.
    Nudge {
        round: RoundId,
        seat: Seat,
    },
    Today {
        rounds: Vec<RoundId>,
    },
    /// Something could not be shown. With `voice`, because the reader's privacy setting refuses voice and video notes; then
    /// those of `round` can be asked for again.
    PartMissing {
        voice: bool,
        round: Option<RoundId>,
    },
    /// The voice and video notes of a reveal once more.
    VoicesAgain {
        round: RoundId,
        seat: Seat,
    },
    /// A person's own covered answer, to themselves.
    Covered {
        round: RoundId,
        seat: Seat,
    },
}
