//! What belongs to no feature: a "no", the line over the chat when a button was pressed, and what is done to a message without
//! words.
//!
//! Start with [`render`] and [`toast`].

use crate::core::model::refusal::{
    CoupleRefusal, DeckRefusal, PlanRefusal, ReflectRefusal, Refusal, RoundRefusal,
};
use crate::core::protocol::effect::Toast;
use crate::core::protocol::say::ChatSay;
use crate::texts::base::lines::{Lang, Line};
use crate::texts::base::piece::{Body, Piece};
use crate::texts::base::view::View;

/// Telegram shows at most this many characters over the chat when a button was pressed.
pub const TOAST_UNITS_MAX: usize = 200;

/// The messages that say it to the view's reader.
pub(super) fn render(view: &View<'_>, say: &ChatSay) -> Vec<Piece> {
    match say {
        ChatSay::Cancelled => view.line(Line::Cancelled),
        ChatSay::AskAgain => view.line(Line::AskAgain),
        ChatSay::WordsMayBeMissing => view.line(Line::WordsMayBeMissing),
        ChatSay::TooFast => view.line(Line::TooFast),
        ChatSay::Refused(Refusal::Round(RoundRefusal::NothingOpen))
            if view.partner_now().is_none() =>
        {
            view.line(Line::RefusalNothingOpenAlone)
        }
        ChatSay::Refused(refusal) => view.line(refused(*refusal)),
        ChatSay::Reaction { emoji } => vec![Piece::of(Body::Reaction(emoji.clone()))],
        ChatSay::Delete => vec![Piece::of(Body::Delete)],
    }
}

/// The line a pressed button answers with; `None` when it only stops waiting. At most [`TOAST_UNITS_MAX`].
pub fn toast(toast: &Toast, lang: Option<&str>) -> Option<String> {
    let line = match toast {
        Toast::Quiet => return None,
        Toast::Told => Line::ToastTold,
        Toast::AlreadyTold => Line::ToastAlreadyTold,
        Toast::TakenBack => Line::ToastTakenBack,
        Toast::TakeYourTime => Line::ToastTakeYourTime,
        Toast::QuestionKept => Line::ToastQuestionKept,
        Toast::QuestionKeptBefore => Line::ToastQuestionKeptBefore,
        Toast::OursBefore => Line::ToastOursBefore,
        Toast::StepCleared => Line::ReflectToastCleared,
        Toast::StepsTakenBack => Line::ReflectTakenBack,
        Toast::CoversNow => Line::ToastCoversNow,
        Toast::OtherOne => Line::ToastOtherOne,
        Toast::Refused(refusal) => refused(*refusal),
    };
    Some(Lang::of(lang).say(line))
}

fn refused(refusal: Refusal) -> Line<'static> {
    match refusal {
        Refusal::Couple(CoupleRefusal::InviteUnusable) => Line::InviteUnusable,
        Refusal::Couple(CoupleRefusal::AlreadyTogether) => Line::RefusalAlreadyTogether,
        Refusal::Couple(CoupleRefusal::NotTogether) => Line::RefusalNotTogether,
        Refusal::Round(RoundRefusal::RoundOver) => Line::RefusalRoundOver,
        Refusal::Round(RoundRefusal::AnswerFull) => Line::RefusalAnswerFull,
        Refusal::Round(RoundRefusal::NothingSealed) => Line::RefusalNothingSealed,
        Refusal::Round(RoundRefusal::NoOther) => Line::RefusalNoOther,
        Refusal::OldButton => Line::RefusalOldButton,
        Refusal::Round(RoundRefusal::NobodyThere) => Line::RefusalNobodyThere,
        Refusal::UnknownKind => Line::RefusalUnknownKind,
        Refusal::UnknownZone => Line::ZoneUnknown,
        Refusal::UnknownCommand => Line::RefusalUnknownCommand,
        Refusal::NothingToCancel => Line::RefusalNothingToCancel,
        Refusal::Round(RoundRefusal::NothingOpen) => Line::RefusalNothingOpen,
        Refusal::Plan(PlanRefusal::NotResting) => Line::RefusalNotResting,
        Refusal::Plan(PlanRefusal::CronLine) => Line::CronCount,
        Refusal::Plan(PlanRefusal::SchedulesFull) => Line::RefusalSchedulesFull,
        Refusal::Plan(PlanRefusal::LastOne) => Line::RefusalLastOne,
        Refusal::Round(RoundRefusal::CannotTravel) => Line::RefusalCannotTravel,
        Refusal::Round(RoundRefusal::NoPrompt) => Line::RefusalNoPrompt,
        Refusal::Deck(DeckRefusal::QuestionTooLong) => Line::RefusalQuestionTooLong,
        Refusal::Deck(DeckRefusal::AskedEnough) => Line::RefusalAskedEnough,
        Refusal::Round(RoundRefusal::OneAtATime) => Line::RefusalOneAtATime,
        Refusal::Deck(DeckRefusal::DeckFull) => Line::RefusalDeckFull,
        Refusal::Deck(DeckRefusal::RitualsFull) => Line::RefusalRitualsFull,
        Refusal::Reflect(ReflectRefusal::InvitedEnough) => Line::ReflectRefusalEnough,
        Refusal::Reflect(ReflectRefusal::StepFull) => Line::ReflectRefusalFull,
        Refusal::Reflect(ReflectRefusal::NothingToSeal) => Line::ReflectRefusalEmpty,
        Refusal::Reflect(ReflectRefusal::StepOpened) => Line::ReflectRefusalOpenAlready,
    }
}
