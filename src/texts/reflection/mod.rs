//! What the bot says around a reflection and in it, from the menu to the day after.
//!
//! Nothing here tells one person what the other did, wrote or left unwritten. Start with [`render`].

mod after;
mod agreeing;
pub(in crate::texts) mod lines;
mod opening;
mod pages;
mod shared;
mod times;

use crate::core::model::reflection::Reflection;
use crate::core::model::refusal::ReflectRefusal;
use crate::core::protocol::reflection::{Act, ReflectSay};
use crate::texts::base::piece::{Keyboard, Piece};
use crate::texts::base::view::{View, must_be_there};
use crate::texts::reflection::lines::Line;

/// The messages that say it to the view's reader.
pub(super) fn render(view: &View<'_>, say: &ReflectSay) -> Vec<Piece> {
    use ReflectSay as S;
    match say {
        S::Menu { alone_only } => view.reflect_menu(*alone_only),
        S::Running => view.running(),
        S::Screening { of } => view.screening(*of),
        S::WasScreened => view.was_screened(),
        S::NotSafe { question } => view.not_safe(*question),
        S::When {
            couple,
            flavour,
            offers,
            late,
        } => view.when_ask(*couple, *flavour, offers, *late),
        S::Withdrawn => view.line(Line::ReflectWithdrawn),
        S::NotNow => view.not_now(),
        S::InvitationOver => view.line(Line::ReflectInvitationOver),
        S::NoMoreInvitations => view.line(Line::ReflectNoMoreInvitations),
        S::EarlierNoted => view.line(Line::ReflectEarlierNoted),
        S::ReadyPassed => view.line(Line::ReflectReady),
        S::Kept { alone: true } => view.line(Line::ReflectKeptAlone),
        S::Kept { alone: false } => view.line(Line::ReflectKept),
        S::Erased { at } => view.erased(*at),
        S::Over => view.line(Line::ReflectOver),
        S::Stopped => view.line(Line::ReflectStopped),
        S::Offer => view.line(Line::ReflectOffer),
        S::VoiceRefused { reflection } => view.voice_refused(*reflection),
        S::WordsOrVoice => view.line(Line::ReflectRefusalWordsOrVoice),
        S::Sent { reflection }
        | S::TheySaidYes { reflection }
        | S::Invitation { reflection }
        | S::YesPassedOn { reflection }
        | S::Declined { reflection }
        | S::EarlierAsk { reflection }
        | S::EarlierBoth { reflection }
        | S::Card { reflection, .. }
        | S::Shown { reflection, .. }
        | S::Ready { reflection }
        | S::Opened { reflection, .. }
        | S::File { reflection, .. }
        | S::Listen { reflection, .. }
        | S::OneSided { reflection, .. }
        | S::Given { reflection, .. }
        | S::Timer { reflection, .. }
        | S::Closing { reflection }
        | S::KeepAsk { reflection }
        | S::KeepNoted { reflection }
        | S::HowNow { reflection, .. }
        | S::DayAfter { reflection, .. }
        | S::Person { reflection } => {
            let found = view.ctx.state.reflections.get(reflection);
            let Some(reflection) = must_be_there("reflection", found) else {
                return Vec::new();
            };
            of_one(view, reflection, say)
        }
    }
}

/// A "no" of this feature.
pub(in crate::texts) fn refused(refusal: ReflectRefusal) -> Line<'static> {
    match refusal {
        ReflectRefusal::InvitedEnough => Line::ReflectRefusalEnough,
        ReflectRefusal::StepFull => Line::ReflectRefusalFull,
        ReflectRefusal::NothingToSeal => Line::ReflectRefusalEmpty,
        ReflectRefusal::StepOpened => Line::ReflectRefusalOpenAlready,
    }
}

/// What belongs to one reflection.
fn of_one(view: &View<'_>, reflection: &Reflection, say: &ReflectSay) -> Vec<Piece> {
    use ReflectSay as S;
    match say {
        S::Sent { .. } => view.sent(reflection),
        S::TheySaidYes { .. } => view.they_said_yes(reflection),
        S::YesPassedOn { .. } => view.yes_passed_on(reflection),
        S::Invitation { .. } => view.invitation(reflection),
        S::Declined { .. } => view.declined(reflection),
        S::EarlierAsk { .. } => view.earlier_ask(reflection),
        S::EarlierBoth { .. } => view.line(Line::ReflectEarlierBoth {
            when: &view.return_of(reflection),
        }),
        S::Card { seat, show, .. } => view.page(reflection, *seat, show),
        S::Shown { seat, .. } => view.own_words_shown(reflection, *seat),
        S::Ready { .. } => view.ready(reflection),
        S::Opened { seat, step, .. } => view.opened_step(reflection, *seat, *step),
        S::File { from, part, .. } => view.opened_file(reflection, *from, *part),
        S::Listen { step, newest, .. } => view.listening(reflection, *step, *newest),
        S::OneSided { step, what, .. } => view.one_sided(reflection, *step, *what),
        S::Given { from, step, .. } => view.given_step(reflection, *from, *step),
        S::Timer {
            seat, turn, first, ..
        } => view.timer(reflection, *turn, seat == first),
        S::Closing { .. } => {
            let stop = view.act(reflection, Line::ReflectButtonStop, Act::StopAsk);
            view.with(Line::ReflectClosing, Keyboard::column([stop]))
        }
        S::KeepAsk { .. } => view.keep_ask(reflection),
        S::KeepNoted { .. } => view.keep_noted(reflection),
        S::HowNow { seat, .. } => view.how_now(reflection, *seat),
        S::DayAfter { better, .. } => view.day_after(reflection, *better),
        S::Person { .. } => view.a_person(reflection),
        // These belong to no one reflection, or to none any more: `render` shows them itself.
        S::Menu { .. }
        | S::Running
        | S::Screening { .. }
        | S::WasScreened
        | S::NotSafe { .. }
        | S::When { .. }
        | S::Withdrawn
        | S::NotNow
        | S::InvitationOver
        | S::NoMoreInvitations
        | S::EarlierNoted
        | S::ReadyPassed
        | S::Kept { .. }
        | S::Erased { .. }
        | S::Over
        | S::Stopped
        | S::Offer
        | S::VoiceRefused { .. }
        | S::WordsOrVoice => Vec::new(),
    }
}
