//! What belongs to no feature: a "no", the line over the chat when a button was pressed, and what is done to a message without
//! words.
//!
//! Start with [`render`] and [`toast`].

use crate::core::model::refusal::{Refusal, RoundRefusal};
use crate::core::protocol::effect::Toast;
use crate::core::protocol::say::ChatSay;
use crate::texts::base::common::Common;
use crate::texts::base::lines::{Lang, Said, lines};
use crate::texts::base::piece::{Body, Piece};
use crate::texts::base::view::View;
use crate::texts::{couple, deck, plan, reflection, round};

lines! {
    Line;

    Cancelled = "cancelled";
    TooFast = "too-fast";
    ToastOtherOne = "toast-other-one";
    ToastTold = "toast-told";
    ToastAlreadyTold = "toast-already-told";
    ToastTakenBack = "toast-taken-back";
    ToastTakeYourTime = "toast-take-your-time";
    RefusalOldButton = "refusal-old-button";
    AskAgain = "ask-again";
    WordsMayBeMissing = "words-may-be-missing";
    RefusalUnknownKind = "refusal-unknown-kind";
    RefusalUnknownCommand = "refusal-unknown-command";
    RefusalNothingToCancel = "refusal-nothing-to-cancel";
    ToastQuestionKept = "toast-question-kept";
    ToastQuestionKeptBefore = "toast-question-kept-before";
    ToastOursBefore = "toast-ours-before";
    ToastCoversNow = "toast-covers-now";
    ReflectToastCleared = "reflect-toast-cleared";
    ReflectTakenBack = "reflect-taken-back";
}

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
            view.line(round::NOTHING_OPEN_ALONE)
        }
        ChatSay::Refused(refusal) => view.line(refused(*refusal)),
        ChatSay::Reaction { emoji } => vec![Piece::of(Body::Reaction(emoji.clone()))],
        ChatSay::Delete => vec![Piece::of(Body::Delete)],
    }
}

/// The line a pressed button answers with; `None` when it only stops waiting. At most [`TOAST_UNITS_MAX`].
pub fn toast(toast: &Toast, lang: Option<&str>) -> Option<String> {
    let lang = Lang::of(lang);
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
        Toast::Refused(refusal) => return Some(lang.say(refused(*refusal))),
    };
    Some(lang.say(line))
}

/// Each feature says its own "no".
fn refused(refusal: Refusal) -> Said<'static> {
    match refusal {
        Refusal::Round(refusal) => round::refused(refusal).into(),
        Refusal::Couple(refusal) => couple::refused(refusal).into(),
        Refusal::Plan(refusal) => plan::refused(refusal).into(),
        Refusal::Deck(refusal) => deck::refused(refusal).into(),
        Refusal::Reflect(refusal) => reflection::refused(refusal).into(),
        Refusal::OldButton => Line::RefusalOldButton.into(),
        Refusal::UnknownKind => Line::RefusalUnknownKind.into(),
        Refusal::UnknownZone => Common::ZoneUnknown.into(),
        Refusal::UnknownCommand => Line::RefusalUnknownCommand.into(),
        Refusal::NothingToCancel => Line::RefusalNothingToCancel.into(),
    }
}
