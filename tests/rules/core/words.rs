//! Which round words are for, and at which moment they are judged.

use crate::core::desk::{ANA, BEN, CLEO, Desk, at, days, hours, mins, secs};
use twofold::core::model::about::Role;
use twofold::core::model::ids::{AsideId, PersonId, RoundId, Seat};
use twofold::core::model::refusal::Refusal;
use twofold::core::model::words::Words;
use twofold::core::protocol::command::Command;
use twofold::core::protocol::couple::CouplePress;
use twofold::core::protocol::effect::Toast;
use twofold::core::protocol::press::Press;
use twofold::core::protocol::round::{RoundPress, RoundSay};
use twofold::core::protocol::say::Say;

/// Two open rounds of Ana's: Monday's slot, and one she started at 20:40.
fn two_rounds() -> (Desk, RoundId, RoundId) {
    let (mut desk, slot) = Desk::evening();
    desk.goes_on_to("2026-11-23T20:40:00Z");
    desk.commands(ANA, Command::Prompt(Some("gratitude".into())));
    let asked = desk.newest_round();
    assert_ne!(slot, asked);
    desk.passes(mins(5));
    desk.forget_the_past();
    (desk, slot, asked)
}

fn aside_of(desk: &Desk, who: PersonId) -> AsideId {
    desk.person(who)
        .aside
        .as_ref()
        .expect("something put aside")
        .id
}

#[test]
fn words_answer_the_prompt_delivered_last() {
    let (mut desk, slot, asked) = two_rounds();
    desk.says(ANA, "thank you for the soup");
    assert_eq!(desk.kept_of(asked, Seat::A), ["thank you for the soup"]);
    assert!(desk.kept_of(slot, Seat::A).is_empty());
}

#[test]
fn a_reply_picks_its_prompt() {
    let (mut desk, slot, asked) = two_rounds();
    let card = desk.last_card(ANA, slot);
    desk.replies(ANA, card, "a slow, warm day");
    assert_eq!(desk.kept_of(slot, Seat::A), ["a slow, warm day"]);
    assert!(desk.kept_of(asked, Seat::A).is_empty());
}

#[test]
fn words_dated_before_the_newer_prompt_came_answer_the_older_one() {
    let (mut desk, slot, asked) = two_rounds();
    desk.says_at(ANA, "a slow, warm day", at("2026-11-23T20:39:59Z"));
    assert_eq!(desk.kept_of(slot, Seat::A), ["a slow, warm day"]);
    assert!(desk.kept_of(asked, Seat::A).is_empty());
}

#[test]
fn what_is_sent_but_has_not_arrived_is_not_answered_by_unthreaded_words() {
    let (mut desk, slot) = Desk::evening();
    desk.post_works = false;
    desk.commands(BEN, Command::Prompt(Some("gratitude".into())));
    let asked = desk.newest_round();
    desk.passes(mins(1));
    desk.says(ANA, "a slow, warm day");
    assert_eq!(desk.kept_of(slot, Seat::A), ["a slow, warm day"]);
    desk.delivers_all();
    desk.passes(mins(1));
    desk.says(ANA, "thank you for the soup");
    assert_eq!(desk.kept_of(asked, Seat::A), ["thank you for the soup"]);
}

#[test]
fn a_prompt_shown_again_is_the_last_one() {
    let (mut desk, slot, asked) = two_rounds();
    desk.commands(ANA, Command::Prompt(Some("check-in".into())));
    assert_eq!(desk.reads(ANA), ["Card"]);
    desk.passes(secs(5));
    desk.says(ANA, "a slow, warm day");
    assert_eq!(desk.kept_of(slot, Seat::A), ["a slow, warm day"]);
    assert!(desk.kept_of(asked, Seat::A).is_empty());
}

#[test]
fn a_reply_to_an_older_copy_of_a_prompt_still_counts() {
    let (mut desk, slot) = Desk::evening();
    let older = desk.last_card(ANA, slot);
    desk.commands(ANA, Command::Today);
    assert_ne!(desk.last_card(ANA, slot), older);
    desk.replies(ANA, older, "a slow, warm day");
    assert_eq!(desk.kept_of(slot, Seat::A), ["a slow, warm day"]);
}

#[test]
fn words_right_after_a_reveal_are_asked_about_and_passed_on_when_meant_so() {
    let (mut desk, slot) = Desk::evening();
    desk.says(ANA, "a slow, warm day");
    desk.says(BEN, "tired and glad");
    desk.passes(secs(20));
    desk.forget_the_past();
    desk.says(ANA, "I had no idea");
    desk.passes(secs(5));
    desk.says(ANA, "tell me everything");
    assert_eq!(desk.reads(ANA), ["WhichFor"], "asked once");
    assert_eq!(desk.reads(BEN), [""; 0]);
    let aside = aside_of(&desk, ANA);
    desk.presses(ANA, Press::Round(RoundPress::ForPartner(aside)));
    assert_eq!(desk.reads(BEN), ["Relay", "Relay"]);
    assert_eq!(desk.reads(ANA), ["🕊", "🕊", "~AsideDone"]);
    assert!(desk.asides.is_empty());
    assert_eq!(
        desk.presses(ANA, Press::Round(RoundPress::ForPartner(aside))),
        Some(Toast::Refused(Refusal::OldButton))
    );
    assert_eq!(desk.kept_of(slot, Seat::A), ["a slow, warm day"]);
}

#[test]
fn after_a_reveal_words_are_asked_about_even_when_another_prompt_is_open() {
    let (mut desk, slot, asked) = two_rounds();
    for who in [ANA, BEN] {
        let card = desk.last_card(who, slot);
        desk.replies(who, card, &format!("{who} on their day"));
    }
    desk.passes(secs(20));
    desk.forget_the_past();
    desk.says(ANA, "thank you for the soup");
    let got = desk.got(ANA);
    let Say::Round(RoundSay::WhichFor {
        partner, rounds, ..
    }) = &got[0].send.say
    else {
        panic!("not asked");
    };
    assert_eq!(
        (*partner, rounds.as_slice()),
        (Some(BEN), [asked].as_slice())
    );
    desk.presses(
        ANA,
        Press::Round(RoundPress::MyAnswer(aside_of(&desk, ANA), asked)),
    );
    assert_eq!(desk.kept_of(asked, Seat::A), ["thank you for the soup"]);
    assert!(desk.asides.is_empty());
}

#[test]
fn ten_minutes_after_a_reveal_words_answer_the_open_prompt_again() {
    let (mut desk, slot, asked) = two_rounds();
    for who in [ANA, BEN] {
        let card = desk.last_card(who, slot);
        desk.replies(who, card, &format!("{who} on their day"));
    }
    desk.passes(mins(11));
    desk.says(ANA, "thank you for the soup");
    assert_eq!(desk.kept_of(asked, Seat::A), ["thank you for the soup"]);
}

#[test]
fn a_prompt_that_came_after_the_reveal_is_what_words_answer() {
    let (mut desk, _) = Desk::evening();
    desk.says(ANA, "a slow, warm day");
    desk.says(BEN, "tired and glad");
    desk.passes(secs(20));
    desk.commands(ANA, Command::Prompt(Some("gratitude".into())));
    desk.passes(secs(20));
    desk.says(BEN, "thank you for the soup");
    assert_eq!(
        desk.kept_of(desk.newest_round(), Seat::B),
        ["thank you for the soup"]
    );
}

#[test]
fn with_nothing_open_words_can_go_to_the_partner_or_nowhere() {
    let mut desk = Desk::couple();
    desk.says(ANA, "thinking of you");
    assert_eq!(desk.reads(ANA), ["WhichFor"]);
    desk.presses(
        ANA,
        Press::Round(RoundPress::NeverMind(aside_of(&desk, ANA))),
    );
    assert_eq!(desk.reads(ANA), ["~AsideDone"]);
    assert_eq!(desk.reads(BEN), [""; 0]);
    assert!(desk.asides.is_empty());
}

#[test]
fn words_after_a_reveal_are_asked_about_whatever_their_date() {
    let (mut desk, slot) = Desk::evening();
    desk.says(ANA, "a slow, warm day");
    desk.says(BEN, "tired and glad");
    desk.passes(mins(1));
    assert!(desk.round(slot).is_revealed());
    desk.forget_the_past();
    let before_it = desk.now - secs(50);
    desk.says_at(BEN, "which came late", before_it);
    assert_eq!(desk.reads(BEN), ["WhichFor"]);
    let card = desk.last_card(ANA, slot);
    desk.replies(ANA, card, "and so did this");
    assert_eq!(
        desk.reads(ANA),
        ["WhichFor"],
        "a reply to a prompt that is over, too"
    );
    assert_eq!(desk.kept_of(slot, Seat::B), ["tired and glad"]);
}

#[test]
fn a_close_is_judged_by_the_date_of_the_words_and_committed_two_minutes_later() {
    let (mut desk, slot) = Desk::evening();
    desk.goes_on_to("2026-11-24T20:31:30Z");
    assert!(
        desk.round(slot).is_open(),
        "its successor was asked to both at half past eight"
    );
    let card = desk.last_card(ANA, slot);
    desk.replies_at(
        ANA,
        card.clone(),
        "just in time",
        at("2026-11-24T20:29:59Z"),
    );
    assert_eq!(desk.kept_of(slot, Seat::A), ["just in time"]);
    desk.forget_the_past();
    desk.replies_at(ANA, card.clone(), "too late", at("2026-11-24T20:30:00Z"));
    assert_eq!(desk.reads(ANA), ["WhichFor"]);
    desk.goes_on_to("2026-11-24T20:32:00Z");
    assert!(desk.round(slot).is_closed());
    desk.replies_at(
        ANA,
        card,
        "in time, and after the close",
        at("2026-11-24T20:29:59Z"),
    );
    assert_eq!(
        desk.kept_of(slot, Seat::A),
        ["just in time"],
        "a close once committed stays"
    );
}

#[test]
fn within_the_grace_a_second_answer_still_opens_both() {
    let (mut desk, slot) = Desk::evening();
    desk.says(BEN, "tired and glad");
    desk.goes_on_to("2026-11-24T20:31:30Z");
    let card = desk.last_card(ANA, slot);
    desk.replies_at(ANA, card, "just in time", at("2026-11-24T20:29:59Z"));
    desk.passes(mins(5));
    assert!(desk.round(slot).is_revealed());
}

#[test]
fn both_in_keeps_a_round_open_past_its_time_while_someone_is_still_writing() {
    let (mut desk, slot) = Desk::evening();
    desk.goes_on_to("2026-11-24T20:29:00Z");
    for who in [ANA, BEN] {
        desk.says(who, &format!("{who} at the last moment"));
    }
    desk.presses(BEN, Press::Round(RoundPress::StillWriting(slot)));
    desk.goes_on_to("2026-11-24T20:36:00Z");
    assert!(desk.round(slot).is_open());
    let card = desk.last_card(BEN, slot);
    desk.replies(BEN, card, "and this belongs to it");
    desk.goes_on_to("2026-11-24T20:45:00Z");
    assert!(desk.round(slot).is_revealed());
    assert_eq!(desk.kept_of(slot, Seat::B).len(), 2);
}

#[test]
fn what_the_bot_waits_for_comes_before_the_open_prompt_and_a_reply_before_both() {
    let (mut desk, slot) = Desk::evening();
    desk.commands(ANA, Command::Timezone(None));
    desk.says(ANA, "lisbon");
    assert_eq!(desk.reads(ANA), ["ZoneAsk", "ZoneSet"]);
    desk.commands(ANA, Command::Timezone(None));
    let card = desk.last_card(ANA, slot);
    desk.replies(ANA, card, "a slow, warm day");
    assert_eq!(desk.kept_of(slot, Seat::A), ["a slow, warm day"]);
    // Ten minutes, not longer.
    desk.passes(mins(11));
    desk.says(ANA, "Berlin");
    assert_eq!(desk.kept_of(slot, Seat::A).len(), 2);
    assert_eq!(desk.person(ANA).zone.as_deref(), Some("Europe/Lisbon"));
}

#[test]
fn a_city_nobody_knows_is_asked_about_when_it_could_be_an_answer() {
    let (mut desk, slot) = Desk::evening();
    desk.commands(ANA, Command::Timezone(None));
    desk.says(ANA, "somewhere by the sea");
    assert_eq!(desk.reads(ANA), ["ZoneAsk", "WhichFor"]);
    desk.presses(
        ANA,
        Press::Round(RoundPress::TryAgain(aside_of(&desk, ANA))),
    );
    desk.says(ANA, "porto by the sea");
    desk.presses(
        ANA,
        Press::Round(RoundPress::MyAnswer(aside_of(&desk, ANA), slot)),
    );
    assert_eq!(desk.kept_of(slot, Seat::A), ["porto by the sea"]);

    let mut alone = Desk::empty("2026-11-22T12:00:00Z");
    alone.commands(ANA, Command::Timezone(None));
    alone.says(ANA, "somewhere by the sea");
    assert_eq!(alone.reads(ANA), ["ZoneAsk", "ZoneUnknown"]);
}

#[test]
fn a_prompt_that_arrives_ends_what_the_bot_waits_for() {
    let mut desk = Desk::couple();
    desk.goes_on_to("2026-11-23T20:29:00Z");
    desk.commands(ANA, Command::Timezone(None));
    desk.goes_on_to("2026-11-23T20:31:00Z");
    desk.says(ANA, "Berlin, in my thoughts");
    assert_eq!(desk.kept_of(desk.only_open(), Seat::A).len(), 1);
}

#[test]
fn words_sealed_from_the_question_settle_from_that_moment() {
    let (mut desk, slot, asked) = two_rounds();
    for who in [ANA, BEN] {
        let card = desk.last_card(who, slot);
        desk.replies(who, card, &format!("{who} on their day"));
    }
    let card = desk.last_card(BEN, asked);
    desk.replies(BEN, card, "for the early train");
    desk.passes(secs(20));
    desk.says(ANA, "thank you for the soup");
    desk.passes(mins(5));
    desk.presses(
        ANA,
        Press::Round(RoundPress::MyAnswer(aside_of(&desk, ANA), asked)),
    );
    desk.passes(secs(14));
    assert!(
        desk.round(asked).is_open(),
        "there is still time to take it back"
    );
    desk.passes(secs(1));
    assert!(desk.round(asked).is_revealed());
}

#[test]
fn an_edit_of_words_put_aside_changes_them() {
    let mut desk = Desk::couple();
    let message = desk.says(ANA, "thinking of yuo");
    desk.edits(ANA, message, "thinking of you");
    let (_, words) = desk.asides.values().next().expect("words");
    assert!(*words == Words::text("thinking of you"));
}

#[test]
fn a_question_nobody_answered_for_a_day_is_over() {
    let (mut desk, slot) = Desk::evening();
    desk.commands(ANA, Command::Timezone(None));
    desk.says(ANA, "somewhere by the sea");
    let aside = aside_of(&desk, ANA);
    desk.passes(hours(23));
    desk.sleeps(hours(1));
    for press in [
        Press::Round(RoundPress::MyAnswer(aside, slot)),
        Press::Round(RoundPress::ForPartner(aside)),
        Press::Round(RoundPress::TryAgain(aside)),
    ] {
        assert_eq!(
            desk.presses(ANA, press),
            Some(Toast::Refused(Refusal::OldButton))
        );
    }
    assert!(desk.kept_of(slot, Seat::A).is_empty());
}

#[test]
fn words_put_aside_for_one_partner_never_reach_the_next() {
    let mut desk = Desk::couple();
    desk.says(ANA, "thinking of you");
    let aside = aside_of(&desk, ANA);
    let couple = desk.couple_of(BEN);
    desk.passes(secs(1));
    desk.presses(BEN, Press::Couple(CouplePress::Leave(couple)));
    let link = desk.invites(CLEO);
    desk.opens(ANA, &link);
    let next = desk.couple_of(CLEO);
    desk.presses(ANA, Press::Couple(CouplePress::Accept(next)));
    desk.presses(CLEO, Press::Couple(CouplePress::Confirm(next, ANA)));
    desk.forget_the_past();
    assert_eq!(
        desk.presses(ANA, Press::Round(RoundPress::ForPartner(aside))),
        Some(Toast::Refused(Refusal::OldButton))
    );
    assert_eq!(desk.reads(CLEO), [""; 0]);
}

#[test]
fn a_reply_to_something_of_a_couple_that_ended_goes_nowhere() {
    let (mut desk, _) = Desk::evening();
    desk.says(ANA, "a slow, warm day");
    desk.says(BEN, "tired and glad");
    desk.passes(secs(20));
    let reveal = desk.last_of(ANA, Role::Reveal);
    let couple = desk.couple_of(BEN);
    desk.presses(BEN, Press::Couple(CouplePress::Leave(couple)));
    desk.forget_the_past();
    desk.replies(ANA, reveal.clone(), "was any of it true?");
    desk.reacts(ANA, reveal, Some("😘"));
    assert_eq!(desk.reads(ANA), ["NobodyThere"]);
    assert_eq!(desk.reads(BEN), [""; 0]);
}

#[test]
fn what_cannot_travel_is_refused_kindly() {
    let (mut desk, slot) = Desk::evening();
    desk.step(
        Some(ANA),
        desk.now,
        twofold::core::protocol::event::EventKind::SaidUncopyable,
        None,
    );
    assert_eq!(desk.reads(ANA), ["CannotTravel"]);
    assert!(!desk.round(slot).answered(Seat::A));
}

#[test]
fn the_very_same_message_again_changes_nothing() {
    let (mut desk, slot) = Desk::evening();
    let words = Words::text("a slow, warm day");
    let date = desk.now;
    let message = desk.hears(ANA, words.clone(), None, date);
    let before = desk.all.clone();
    desk.forget_the_past();
    desk.passes(secs(3));
    desk.hears_again(ANA, message, words, None, date);
    assert_eq!(desk.all, before);
    assert_eq!(desk.reads(ANA), [""; 0]);
    assert_eq!(desk.kept_of(slot, Seat::A).len(), 1);

    let mut desk = Desk::couple();
    let words = Words::text("thinking of you");
    let date = desk.now;
    let message = desk.hears(ANA, words.clone(), None, date);
    let before = desk.all.clone();
    desk.hears_again(ANA, message, words, None, date);
    assert_eq!(desk.all, before);
}

#[test]
fn cancel_ends_what_the_bot_waits_for_and_what_was_put_aside() {
    let mut desk = Desk::couple();
    desk.says(ANA, "thinking of you");
    desk.commands(ANA, Command::Cancel);
    desk.commands(ANA, Command::Timezone(None));
    desk.commands(ANA, Command::Cancel);
    desk.commands(ANA, Command::Cancel);
    assert_eq!(
        desk.reads(ANA),
        [
            "WhichFor",
            "Cancelled",
            "ZoneAsk",
            "Cancelled",
            "NothingToCancel"
        ]
    );
    assert!(desk.asides.is_empty());
    desk.passes(days(0));
}
