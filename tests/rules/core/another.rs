//! *Another one*, *not tonight* and *let's talk instead*: what one person does, and what the other must not notice.

use crate::core::desk::{ANA, BEN, Desk, Got, at, hours, mins, secs};
use twofold::core::model::ids::{PersonId, RoundId, Seat};
use twofold::core::model::person::Switch;
use twofold::core::model::refusal::{Refusal, RoundRefusal};
use twofold::core::model::round::{Closed, RoundPhase};
use twofold::core::protocol::command::Command;
use twofold::core::protocol::couple::CouplePress;
use twofold::core::protocol::effect::Toast;
use twofold::core::protocol::press::Press;
use twofold::core::protocol::round::{RoundPress, RoundSay};
use twofold::core::protocol::say::Say;
use twofold::core::protocol::settings::SettingsPress;

fn no(refusal: Refusal) -> Option<Toast> {
    Some(Toast::Refused(refusal))
}

/// What a person is shown, byte for byte, prompts aside.
fn bytes(got: &[Got]) -> Vec<(Vec<String>, bool, jiff::Timestamp)> {
    got.iter()
        .map(|got| (got.shown.clone(), got.send.sound, got.at))
        .collect()
}

#[test]
fn the_asker_sees_the_same_whether_the_partner_answered_or_not_or_was_not_asked_or_left() {
    let run = |before: &dyn Fn(&mut Desk, RoundId)| {
        let (mut desk, round) = Desk::evening();
        before(&mut desk, round);
        desk.goes_on_to("2026-11-23T20:50:00Z");
        desk.presses(
            ANA,
            Press::Settings(SettingsPress::Toggle(Switch::TellSealed)),
        );
        desk.presses(
            ANA,
            Press::Settings(SettingsPress::Toggle(Switch::TellSealed)),
        );
        desk.forget_the_past();
        assert_eq!(
            desk.presses(ANA, Press::Round(RoundPress::Another(round))),
            Some(Toast::Quiet)
        );
        let got = desk.got(ANA);
        assert_eq!(got.len(), 1, "one edit");
        assert_eq!(got[0].word(), "~Card");
        bytes(&got)
    };
    let silent = |desk: &mut Desk| {
        desk.presses(
            BEN,
            Press::Settings(SettingsPress::Toggle(Switch::TellSealed)),
        );
    };
    let nothing = run(&|_, _| {});
    let answered = run(&|desk, _| {
        silent(desk);
        desk.says(BEN, "tired and glad");
    });
    let told = run(&|desk, _| {
        desk.says(BEN, "tired and glad");
    });
    let passed = run(&|desk, round| {
        desk.presses(BEN, Press::Round(RoundPress::NotTonight(round)));
    });
    let talks = run(&|desk, round| {
        desk.presses(BEN, Press::Round(RoundPress::Talk(round)));
    });
    let left = run(&|desk, _| {
        let couple = desk.couple_of(BEN);
        desk.presses(BEN, Press::Couple(CouplePress::LeaveQuietly(couple)));
    });
    for other in [answered, told, passed, talks, left] {
        assert_eq!(nothing, other);
    }
}

#[test]
fn the_asker_sees_the_same_when_the_partner_was_not_asked_yet() {
    let run = |west: &str| {
        let mut desk = Desk::couple();
        desk.lives(BEN, west);
        desk.goes_on_to("2026-11-23T20:30:00Z");
        let round = desk.only_open();
        desk.passes(mins(10));
        desk.forget_the_past();
        desk.presses(ANA, Press::Round(RoundPress::Another(round)));
        bytes(&desk.got(ANA))
    };
    // Further away, other prompts are left out.
    assert_eq!(run("Europe/Lisbon"), run("Atlantic/Azores"));
}

#[test]
fn when_nobody_answered_both_prompts_turn_into_the_new_one() {
    let (mut desk, old) = Desk::evening();
    desk.presses(ANA, Press::Round(RoundPress::Another(old)));
    let new = desk.newest_round();
    assert_ne!(old, new);
    assert_eq!(desk.reads(ANA), ["~Card"]);
    assert_eq!(desk.reads(BEN), ["~Card"]);
    desk.passes(secs(5));
    for who in [ANA, BEN] {
        let card = desk.last_card(who, new);
        desk.replies(who, card, &format!("{who} replies"));
        desk.says(who, &format!("{who} adds"));
    }
    desk.passes(secs(15));
    assert!(desk.round(new).is_revealed());
    assert!(desk.round(old).is_open(), "it stays until its own time");
    desk.goes_on_to("2026-11-24T20:40:00Z");
    assert!(desk.round(old).is_closed());
}

#[test]
fn an_answer_of_the_partner_stays_sealed_in_the_old_round() {
    let (mut desk, old) = Desk::evening();
    desk.says(BEN, "tired and glad");
    desk.forget_the_past();
    desk.passes(secs(30));
    desk.presses(ANA, Press::Round(RoundPress::Another(old)));
    let new = desk.newest_round();
    assert_eq!(desk.reads(BEN), ["Card"], "a silent message of its own");
    assert_eq!(desk.kept_of(old, Seat::B), ["tired and glad"]);
    desk.passes(secs(5));
    desk.says(BEN, "thank you for the soup");
    assert_eq!(desk.kept_of(new, Seat::B), ["thank you for the soup"]);
    let card = desk.last_card(BEN, old);
    desk.replies(BEN, card, "and this to the first");
    assert_eq!(desk.kept_of(old, Seat::B).len(), 2);
    desk.presses(BEN, Press::Round(RoundPress::TakeBack(old)));
    assert!(desk.kept_of(old, Seat::B).is_empty());
    desk.goes_on_to("2026-11-24T20:40:00Z");
    assert!(desk.round(old).is_closed());
}

#[test]
fn in_quiet_hours_the_silent_message_waits_for_the_morning() {
    let (mut desk, old) = Desk::evening();
    desk.says(BEN, "tired and glad");
    desk.goes_on_to("2026-11-23T23:00:00Z");
    desk.forget_the_past();
    desk.presses(ANA, Press::Round(RoundPress::Another(old)));
    assert_eq!(desk.reads(BEN), [""; 0]);
    desk.goes_on_to("2026-11-24T07:30:00Z");
    assert_eq!(desk.reads(BEN), ["Card"]);
}

#[test]
fn a_partner_not_asked_yet_is_asked_the_new_one_alone_and_with_the_usual_sound() {
    let mut desk = Desk::couple();
    desk.lives(BEN, "America/New_York");
    desk.goes_on_to("2026-11-23T20:31:00Z");
    let old = desk.only_open();
    desk.forget_the_past();
    desk.presses(ANA, Press::Round(RoundPress::Another(old)));
    desk.presses(ANA, Press::Round(RoundPress::Another(desk.newest_round())));
    let new = desk.newest_round();
    assert_eq!(desk.reads(BEN), [""; 0]);
    desk.goes_on_to("2026-11-24T01:29:59Z");
    assert_eq!(desk.reads(BEN), [""; 0]);
    desk.goes_on_to("2026-11-24T01:31:00Z");
    assert_eq!(desk.reads(BEN), ["♪Card"]);
    desk.says(BEN, "tired and glad");
    assert_eq!(desk.kept_of(new, Seat::B), ["tired and glad"]);
}

#[test]
fn twice_a_slot_at_most_whoever_asks() {
    let (mut desk, first) = Desk::evening();
    desk.presses(ANA, Press::Round(RoundPress::Another(first)));
    let second = desk.newest_round();
    assert_eq!(
        desk.presses(BEN, Press::Round(RoundPress::Another(first))),
        no(Refusal::Round(RoundRefusal::NoOther)),
        "an old button"
    );
    desk.passes(secs(5));
    desk.presses(BEN, Press::Round(RoundPress::Another(second)));
    let third = desk.newest_round();
    desk.passes(secs(5));
    for who in [ANA, BEN] {
        for round in [first, second, third] {
            assert_eq!(
                desk.presses(who, Press::Round(RoundPress::Another(round))),
                no(Refusal::Round(RoundRefusal::NoOther))
            );
        }
    }
    assert_eq!(desk.rounds().count(), 4);
}

#[test]
fn taking_an_answer_back_opens_no_third_way_to_another_one() {
    let (mut desk, first) = Desk::evening();
    desk.says(BEN, "tired and glad");
    desk.presses(ANA, Press::Round(RoundPress::Another(first)));
    desk.passes(secs(5));
    desk.presses(BEN, Press::Round(RoundPress::TakeBack(first)));
    assert_eq!(
        desk.presses(BEN, Press::Round(RoundPress::Another(first))),
        no(Refusal::Round(RoundRefusal::NoOther))
    );
}

#[test]
fn who_answered_has_no_other_until_they_take_it_back() {
    let (mut desk, first) = Desk::evening();
    desk.says(ANA, "a slow, warm day");
    assert_eq!(
        desk.presses(ANA, Press::Round(RoundPress::Another(first))),
        no(Refusal::Round(RoundRefusal::NoOther))
    );
    desk.presses(ANA, Press::Round(RoundPress::TakeBack(first)));
    assert_eq!(
        desk.presses(ANA, Press::Round(RoundPress::Another(first))),
        Some(Toast::Quiet)
    );
}

#[test]
fn words_dated_before_the_edit_answer_the_old_one_and_the_new_comes_apart() {
    for threaded in [false, true] {
        let (mut desk, old) = Desk::evening();
        let card = desk.last_card(BEN, old);
        let before = desk.now - secs(2);
        desk.presses(ANA, Press::Round(RoundPress::Another(old)));
        let new = desk.newest_round();
        desk.forget_the_past();
        desk.passes(secs(2));
        if threaded {
            desk.replies_at(BEN, card, "tired and glad", before);
        } else {
            desk.says_at(BEN, "tired and glad", before);
        }
        assert_eq!(desk.kept_of(old, Seat::B), ["tired and glad"]);
        assert!(desk.kept_of(new, Seat::B).is_empty());
        assert_eq!(desk.reads(BEN), ["🙊", "Card", "~Card"]);
        assert_eq!(desk.reads(ANA), [""; 0], "and the asker notices nothing");
        desk.passes(secs(5));
        desk.says(BEN, "thank you for the soup");
        assert_eq!(desk.kept_of(new, Seat::B), ["thank you for the soup"]);
        desk.presses(BEN, Press::Round(RoundPress::TakeBack(old)));
        assert!(desk.kept_of(old, Seat::B).is_empty());
    }
}

#[test]
fn words_dated_after_the_edit_answer_the_new_one_also_as_a_reply() {
    let (mut desk, old) = Desk::evening();
    let card = desk.last_card(BEN, old);
    desk.presses(ANA, Press::Round(RoundPress::Another(old)));
    let new = desk.newest_round();
    desk.passes(secs(3));
    desk.replies(BEN, card, "tired and glad");
    assert_eq!(desk.kept_of(new, Seat::B), ["tired and glad"]);
}

#[test]
fn words_dated_before_the_first_of_two_edits_answer_the_very_first_prompt() {
    let (mut desk, first) = Desk::evening();
    let early = desk.now - secs(2);
    desk.presses(ANA, Press::Round(RoundPress::Another(first)));
    let second = desk.newest_round();
    desk.passes(secs(5));
    let between = desk.now;
    desk.passes(secs(5));
    desk.presses(ANA, Press::Round(RoundPress::Another(second)));
    let third = desk.newest_round();
    desk.forget_the_past();
    desk.passes(secs(5));
    desk.says_at(BEN, "to the first", early);
    assert_eq!(desk.kept_of(first, Seat::B), ["to the first"]);
    assert_eq!(desk.reads(BEN), ["🙊", "Card", "~Card"]);
    let card = desk.last_card(BEN, third);
    assert_ne!(
        card.key,
        desk.last_card(BEN, first).key,
        "each has a message of its own"
    );
    desk.passes(secs(5));
    desk.says(BEN, "to the third");
    assert_eq!(desk.kept_of(third, Seat::B), ["to the third"]);

    let (mut other, _) = Desk::evening();
    let _ = between;
    let first = other.only_open();
    other.presses(ANA, Press::Round(RoundPress::Another(first)));
    let second = other.newest_round();
    other.passes(secs(5));
    let between = other.now;
    other.passes(secs(5));
    other.presses(ANA, Press::Round(RoundPress::Another(second)));
    other.passes(secs(5));
    other.says_at(BEN, "to the second", between);
    assert_eq!(other.kept_of(second, Seat::B), ["to the second"]);
}

#[test]
fn who_answered_the_new_one_and_is_late_with_the_old_one_has_a_message_for_each() {
    let (mut desk, old) = Desk::evening();
    let early = desk.now - secs(2);
    desk.presses(ANA, Press::Round(RoundPress::Another(old)));
    let new = desk.newest_round();
    desk.passes(secs(5));
    desk.says(BEN, "to the new one");
    desk.forget_the_past();
    desk.says_at(BEN, "to the old one", early);
    assert_eq!(desk.kept_of(old, Seat::B), ["to the old one"]);
    assert_eq!(desk.kept_of(new, Seat::B), ["to the new one"]);
    assert_ne!(desk.last_card(BEN, old).key, desk.last_card(BEN, new).key);
    let words = desk.reads(BEN);
    assert!(words.contains(&"Card".into()), "{words:?}");
    desk.presses(BEN, Press::Round(RoundPress::TakeBack(old)));
    assert!(desk.kept_of(old, Seat::B).is_empty());
    assert_eq!(desk.kept_of(new, Seat::B), ["to the new one"]);
}

#[test]
fn a_prompt_that_arrives_after_it_was_passed_on_stands_for_the_new_one() {
    let mut desk = Desk::couple();
    desk.post_works = false;
    desk.goes_on_to("2026-11-23T20:30:00Z");
    let old = desk.only_open();
    desk.passes(secs(10));
    desk.presses(ANA, Press::Round(RoundPress::Another(old)));
    let new = desk.newest_round();
    desk.passes(secs(10));
    desk.delivers_all();
    desk.passes(secs(10));
    desk.says(BEN, "tired and glad");
    assert_eq!(desk.kept_of(new, Seat::B), ["tired and glad"]);
}

#[test]
fn the_next_slot_closes_the_whole_chain_and_another_one_closes_nothing() {
    let (mut desk, old) = Desk::evening();
    desk.says(BEN, "tired and glad");
    desk.presses(ANA, Press::Round(RoundPress::Another(old)));
    let new = desk.newest_round();
    assert_eq!(desk.round(old).close_at, Some(at("2026-11-26T20:30:00Z")));
    desk.goes_on_to("2026-11-24T20:31:00Z");
    assert!(desk.round(old).is_open() && desk.round(new).is_open());
    desk.goes_on_to("2026-11-24T20:32:00Z");
    assert!(desk.round(old).is_closed() && desk.round(new).is_closed());
    assert_eq!(desk.open().len(), 1);
}

#[test]
fn a_round_of_ones_own_passed_on_still_counts_as_ones_own() {
    let mut desk = Desk::couple();
    desk.commands(ANA, Command::Prompt(Some("gratitude".into())));
    let first = desk.newest_round();
    desk.presses(ANA, Press::Round(RoundPress::Another(first)));
    let second = desk.newest_round();
    desk.forget_the_past();
    desk.passes(secs(2));
    desk.commands(ANA, Command::Prompt(Some("check-in".into())));
    assert_eq!(desk.newest_round(), second);
    assert_eq!(
        desk.reads(ANA),
        ["Card"],
        "the one that is open is shown again"
    );
}

// ---- not tonight, and let's talk instead

/// The same hour twice, with and without what Ana does; everything Ben got.
fn bens_evening(ana: &dyn Fn(&mut Desk, RoundId)) -> Vec<(Vec<String>, bool, jiff::Timestamp)> {
    let (mut desk, round) = Desk::evening();
    ana(&mut desk, round);
    desk.passes(mins(1));
    desk.presses(BEN, Press::Round(RoundPress::Talk(round)));
    desk.passes(mins(1));
    desk.presses(BEN, Press::Round(RoundPress::Reopen(round)));
    desk.says(BEN, "tired and glad");
    desk.goes_on_to("2026-11-24T21:00:00Z");
    bytes(&desk.got(BEN))
}

#[test]
fn a_pass_is_invisible_to_the_partner_and_so_is_one_wish_to_talk() {
    let plain = bens_evening(&|_, _| {});
    let passes = bens_evening(&|desk, round| {
        desk.presses(ANA, Press::Round(RoundPress::NotTonight(round)));
    });
    let reopens = bens_evening(&|desk, round| {
        desk.presses(ANA, Press::Round(RoundPress::NotTonight(round)));
        desk.presses(ANA, Press::Round(RoundPress::Reopen(round)));
        desk.presses(ANA, Press::Round(RoundPress::Talk(round)));
        desk.presses(ANA, Press::Round(RoundPress::Reopen(round)));
    });
    assert_eq!(plain, passes);
    assert_eq!(plain, reopens);
    let wishes = |desk: &mut Desk, round| {
        desk.says(BEN, "tired and glad");
        desk.forget_the_past();
        {
            desk.presses(ANA, Press::Round(RoundPress::Talk(round)));
        }
        desk.goes_on_to("2026-11-23T23:00:00Z");
        bytes(&desk.got(BEN))
    };
    let (mut desk, round) = Desk::evening();
    assert!(wishes(&mut desk, round).is_empty());
}

#[test]
fn when_both_would_rather_talk_the_round_closes_and_both_read_how() {
    for first in [ANA, BEN] {
        let second = if first == ANA { BEN } else { ANA };
        let (mut desk, round) = Desk::evening();
        desk.presses(first, Press::Round(RoundPress::Talk(round)));
        assert_eq!(desk.reads(first), ["~Card"]);
        assert_eq!(desk.reads(second), [""; 0]);
        desk.passes(mins(1));
        desk.presses(second, Press::Round(RoundPress::Talk(round)));
        assert_eq!(
            desk.round(round).phase,
            RoundPhase::Closed {
                at: desk.now,
                how: Closed::Talked
            }
        );
        assert_eq!(desk.reads(first), ["~Card", "♪Talked"]);
        assert_eq!(desk.reads(second), ["~Card", "Talked"]);
        assert_eq!(
            desk.presses(first, Press::Round(RoundPress::Talk(round))),
            no(Refusal::Round(RoundRefusal::RoundOver))
        );
    }
}

#[test]
fn a_wish_to_talk_taken_back_or_answered_over_does_not_count() {
    for by in ["reopen", "pass", "words"] {
        let (mut desk, round) = Desk::evening();
        desk.presses(ANA, Press::Round(RoundPress::Talk(round)));
        match by {
            "reopen" => {
                desk.presses(ANA, Press::Round(RoundPress::Reopen(round)));
            }
            "pass" => {
                desk.presses(ANA, Press::Round(RoundPress::NotTonight(round)));
            }
            _ => {
                desk.says(ANA, "a slow, warm day");
            }
        }
        desk.presses(BEN, Press::Round(RoundPress::Talk(round)));
        assert!(desk.round(round).is_open(), "{by}");
    }
}

#[test]
fn a_pass_can_be_answered_over() {
    let (mut desk, round) = Desk::evening();
    desk.presses(ANA, Press::Round(RoundPress::NotTonight(round)));
    desk.says(ANA, "well, one thing");
    desk.says(BEN, "tired and glad");
    desk.passes(secs(15));
    assert!(desk.round(round).is_revealed());
    let (mut desk, round) = Desk::evening();
    desk.says(ANA, "a slow, warm day");
    assert_eq!(
        desk.presses(ANA, Press::Round(RoundPress::NotTonight(round))),
        no(Refusal::OldButton)
    );
    assert_eq!(
        desk.presses(ANA, Press::Round(RoundPress::Talk(round))),
        no(Refusal::OldButton)
    );
}

#[test]
fn pressing_twice_changes_nothing_more() {
    let (mut desk, round) = Desk::evening();
    let presses: [&dyn Fn(RoundId) -> Press; 3] = [
        &(|of| Press::Round(RoundPress::NotTonight(of))),
        &(|of| Press::Round(RoundPress::Talk(of))),
        &(|of| Press::Round(RoundPress::Reopen(of))),
    ];
    for press in presses {
        desk.presses(ANA, press(round));
        let before = desk.all.clone();
        desk.presses(ANA, press(round));
        assert_eq!(desk.all, before);
    }
    let who: PersonId = BEN;
    assert!(
        desk.got(who)
            .iter()
            .all(|got| !matches!(got.send.say, Say::Round(RoundSay::Talked { .. })))
    );
    desk.passes(hours(1));
}
