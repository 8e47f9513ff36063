//! When both answers open: settling, still writing, touching, and what may still change until then.

use crate::core::desk::{ANA, BEN, Desk, hours, mins, secs};
use twofold::core::model::about::Role;
use twofold::core::model::ids::Seat;
use twofold::core::model::person::Switch;
use twofold::core::model::refusal::{Refusal, RoundRefusal};
use twofold::core::model::round::{PARTS_MAX, RoundPhase};
use twofold::core::model::words::{FileKind, Words};
use twofold::core::protocol::effect::Toast;
use twofold::core::protocol::press::Press;
use twofold::core::protocol::round::{RoundPress, RoundSay};
use twofold::core::protocol::say::Say;
use twofold::core::protocol::settings::SettingsPress;

#[test]
fn both_or_nothing_and_fifteen_seconds_after_the_last_part() {
    let (mut desk, round) = Desk::evening();
    desk.says(ANA, "a slow, warm day");
    assert_eq!(desk.reads(ANA), ["🙊", "~Card"]);
    desk.passes(mins(5));
    assert_eq!(desk.reads(BEN), ["~Card"], "an answer waits");
    desk.says(BEN, "tired and glad");
    desk.passes(secs(14));
    assert!(desk.round(round).is_open());
    assert_eq!(desk.reads(BEN), ["🙊", "~Card"]);
    desk.passes(secs(1));
    assert!(desk.round(round).is_revealed());
    assert_eq!(desk.reads(ANA), ["🙊", "~Card", "♪Reveal"]);
    assert_eq!(desk.reads(BEN), ["🙊", "~Card", "♪Reveal"]);
    desk.passes(hours(20));
    assert_eq!(
        desk.reads(ANA),
        [""; 0],
        "the bot is silent till the next slot"
    );
}

#[test]
fn every_part_and_edit_settles_anew_but_ninety_seconds_at_most() {
    let (mut desk, round) = Desk::evening();
    let first = desk.says(ANA, "a slow, warm day");
    desk.says(BEN, "tired and glad");
    for n in 0..8 {
        desk.passes(secs(10));
        match n % 3 {
            0 => {
                desk.says(BEN, &format!("and more {n}"));
            }
            1 => {
                desk.says(ANA, &format!("ana adds {n}"));
            }
            _ => desk.edits(ANA, first, &format!("a slow, warm day {n}")),
        }
        assert!(desk.round(round).is_open());
    }
    desk.passes(secs(9));
    assert!(desk.round(round).is_open(), "eighty-nine seconds");
    desk.passes(secs(1));
    assert!(desk.round(round).is_revealed());
    assert!(
        desk.kept_of(round, Seat::A)
            .contains(&"a slow, warm day 5".into())
    );
}

#[test]
fn without_a_delay_it_opens_at_once() {
    let (mut desk, round) = Desk::evening();
    desk.rules.reveal_delay = secs(0);
    desk.says(ANA, "a slow, warm day");
    desk.says(BEN, "tired and glad");
    desk.ticks();
    assert!(desk.round(round).is_revealed());
}

#[test]
fn a_long_delay_of_the_operator_is_kept() {
    let (mut desk, round) = Desk::evening();
    desk.rules.reveal_delay = secs(300);
    desk.says(ANA, "a slow, warm day");
    desk.says(BEN, "tired and glad");
    desk.passes(secs(299));
    assert!(desk.round(round).is_open());
    desk.passes(secs(1));
    assert!(desk.round(round).is_revealed());
}

#[test]
fn still_writing_holds_the_reveal_ten_minutes_and_done_lets_it_go() {
    let (mut desk, round) = Desk::evening();
    desk.says(ANA, "a slow, warm day");
    desk.says(BEN, "tired and glad");
    assert_eq!(
        desk.presses(BEN, Press::Round(RoundPress::StillWriting(round))),
        Some(Toast::TakeYourTime)
    );
    desk.passes(mins(9) + secs(59));
    assert!(desk.round(round).is_open());
    desk.passes(secs(1));
    assert!(desk.round(round).is_revealed());

    let (mut desk, round) = Desk::evening();
    desk.says(ANA, "a slow, warm day");
    desk.says(BEN, "tired and glad");
    desk.presses(ANA, Press::Round(RoundPress::StillWriting(round)));
    desk.passes(mins(3));
    desk.presses(ANA, Press::Round(RoundPress::DoneWriting(round)));
    desk.passes(secs(0));
    assert!(desk.round(round).is_revealed());
}

#[test]
fn still_writing_again_and_again_holds_no_longer_than_ten_minutes_once_both_are_in() {
    let (mut desk, round) = Desk::evening();
    desk.says(ANA, "a slow, warm day");
    desk.presses(ANA, Press::Round(RoundPress::StillWriting(round)));
    desk.passes(mins(8));
    desk.says(BEN, "tired and glad");
    for _ in 0..9 {
        desk.presses(ANA, Press::Round(RoundPress::DoneWriting(round)));
        desk.presses(ANA, Press::Round(RoundPress::StillWriting(round)));
        desk.passes(mins(1));
        assert!(desk.round(round).is_open());
    }
    desk.presses(ANA, Press::Round(RoundPress::StillWriting(round)));
    desk.passes(mins(1));
    assert!(desk.round(round).is_revealed());
}

#[test]
fn still_writing_without_an_answer_or_after_the_reveal_is_refused() {
    let (mut desk, round) = Desk::evening();
    let no = |refusal| Some(Toast::Refused(refusal));
    assert_eq!(
        desk.presses(ANA, Press::Round(RoundPress::StillWriting(round))),
        no(Refusal::Round(RoundRefusal::NothingSealed))
    );
    assert_eq!(
        desk.presses(ANA, Press::Round(RoundPress::TakeBack(round))),
        no(Refusal::Round(RoundRefusal::NothingSealed))
    );
    desk.says(ANA, "a slow, warm day");
    desk.says(BEN, "tired and glad");
    desk.passes(mins(1));
    for press in [
        Press::Round(RoundPress::StillWriting(round)),
        Press::Round(RoundPress::DoneWriting(round)),
        Press::Round(RoundPress::TakeBack(round)),
        Press::Round(RoundPress::NotTonight(round)),
        Press::Round(RoundPress::Talk(round)),
        Press::Round(RoundPress::Reopen(round)),
        Press::Round(RoundPress::Another(round)),
    ] {
        assert_eq!(
            desk.presses(ANA, press),
            no(Refusal::Round(RoundRefusal::RoundOver))
        );
    }
    assert_eq!(
        desk.presses(ANA, Press::Round(RoundPress::GiveAnyway(round))),
        no(Refusal::OldButton)
    );
}

#[test]
fn a_take_back_cancels_a_due_reveal_without_a_word() {
    let (mut desk, round) = Desk::evening();
    desk.says(ANA, "a slow, warm day");
    desk.says(BEN, "tired and glad");
    desk.passes(secs(14));
    desk.forget_the_past();
    assert_eq!(
        desk.presses(ANA, Press::Round(RoundPress::TakeBack(round))),
        Some(Toast::TakenBack)
    );
    assert_eq!(desk.reads(ANA), ["no reaction", "~Card"]);
    assert_eq!(desk.kept_of(round, Seat::A), [""; 0]);
    desk.passes(hours(1));
    assert!(desk.round(round).is_open());
    assert_eq!(desk.reads(BEN), [""; 0]);
    desk.says(ANA, "a different thing");
    desk.passes(secs(15));
    assert!(desk.round(round).is_revealed());
}

#[test]
fn a_deleted_message_is_found_by_touching_and_counts_as_taken_back() {
    let (mut desk, round) = Desk::evening();
    let message = desk.says(ANA, "a slow, warm day");
    desk.says(BEN, "tired and glad");
    desk.deletes(ANA, message);
    desk.forget_the_past();
    desk.passes(mins(2));
    assert!(desk.round(round).is_open());
    assert!(desk.kept_of(round, Seat::A).is_empty());
    assert!(!desk.reads(BEN).iter().any(|word| word.contains("Reveal")));
    assert_eq!(desk.reads(ANA), ["🙊", "~Card"]);
    desk.says(ANA, "said better");
    desk.passes(secs(15));
    assert!(desk.round(round).is_revealed());
    assert_eq!(desk.kept_of(round, Seat::A), ["said better"]);
}

#[test]
fn of_several_parts_only_the_deleted_ones_are_left_out() {
    let (mut desk, round) = Desk::evening();
    desk.says(ANA, "a slow, warm day");
    let gone = desk.says(ANA, "which I regret");
    desk.says(BEN, "tired and glad");
    desk.deletes(ANA, gone);
    desk.passes(secs(15));
    assert!(desk.round(round).is_revealed());
    assert_eq!(desk.kept_of(round, Seat::A), ["a slow, warm day"]);
}

#[test]
fn when_both_deleted_everything_nothing_opens() {
    let (mut desk, round) = Desk::evening();
    let ana = desk.says(ANA, "a slow, warm day");
    let ben = desk.says(BEN, "tired and glad");
    desk.deletes(ANA, ana);
    desk.deletes(BEN, ben);
    desk.passes(hours(1));
    assert!(desk.round(round).is_open());
    // Nothing looked at Ben's once Ana's was gone; it is found when a reveal is due again.
    desk.says(ANA, "once more");
    desk.passes(hours(1));
    assert!(desk.round(round).is_open());
    assert!(desk.kept_of(round, Seat::B).is_empty());
}

#[test]
fn a_deletion_found_after_the_time_of_a_round_closes_it() {
    let (mut desk, round) = Desk::evening();
    desk.goes_on_to("2026-11-24T20:29:55Z");
    let message = desk.says(ANA, "a slow, warm day");
    desk.says(BEN, "tired and glad");
    desk.deletes(ANA, message);
    desk.sleeps(hours(2));
    desk.forget_the_past();
    desk.ticks();
    assert!(
        desk.round(round).is_open(),
        "the tick that opens the next slot gives it two minutes"
    );
    desk.passes(mins(2));
    assert!(desk.round(round).is_closed());
    assert!(desk.reads(BEN).contains(&"HalfOffer".into()));
    assert!(!desk.reads(ANA).iter().any(|word| word.contains("Reveal")));
}

#[test]
fn a_touch_without_an_answer_holds_the_reveal_ten_seconds_at_most() {
    let (mut desk, round) = Desk::evening();
    desk.touch_answers = false;
    desk.says(ANA, "a slow, warm day");
    desk.says(BEN, "tired and glad");
    desk.passes(secs(15));
    assert_eq!(desk.untouched(), 2);
    assert!(matches!(
        desk.round(round).phase,
        RoundPhase::Touching { .. }
    ));
    desk.passes(secs(9));
    assert!(!desk.round(round).is_revealed());
    desk.passes(secs(1));
    assert!(desk.round(round).is_revealed());
    // What comes too late changes nothing.
    let before = desk.all.clone();
    desk.answers_touches();
    assert_eq!(desk.all, before);
}

#[test]
fn what_changes_while_touching_starts_it_over() {
    for change in ["part", "edit", "back", "writing"] {
        let (mut desk, round) = Desk::evening();
        desk.touch_answers = false;
        let message = desk.says(ANA, "a slow, warm day");
        desk.says(BEN, "tired and glad");
        desk.passes(secs(16));
        assert!(matches!(
            desk.round(round).phase,
            RoundPhase::Touching { .. }
        ));
        match change {
            "part" => {
                desk.says(ANA, "and one thing more");
            }
            "edit" => desk.edits(ANA, message, "a slow, cold day"),
            "back" => {
                desk.presses(ANA, Press::Round(RoundPress::TakeBack(round)));
            }
            _ => {
                desk.presses(ANA, Press::Round(RoundPress::StillWriting(round)));
            }
        }
        assert_eq!(desk.round(round).phase, RoundPhase::Open, "{change}");
        // The answers to the first touch come now; they say nothing about the second.
        desk.answers_touches();
        desk.passes(secs(14));
        assert!(!desk.round(round).is_revealed(), "{change}");
        match change {
            "back" => {
                desk.passes(hours(2));
                assert!(desk.round(round).is_open());
                continue;
            }
            "writing" => {
                desk.presses(ANA, Press::Round(RoundPress::DoneWriting(round)));
            }
            _ => {}
        }
        desk.deletes(ANA, message);
        desk.passes(secs(1));
        assert!(
            desk.untouched() >= 2,
            "{change}: every part is touched again"
        );
        desk.answers_touches();
        if change == "part" {
            assert!(desk.round(round).is_revealed());
        } else {
            assert!(
                desk.round(round).is_open(),
                "{change}: the deletion was seen"
            );
        }
    }
}

#[test]
fn every_part_of_an_album_is_touched_for_itself() {
    let (mut desk, round) = Desk::evening();
    desk.touch_answers = false;
    for n in 0..3 {
        let photo = Words::File {
            kind: FileKind::Photo,
            file_id: format!("photo-{n}"),
            caption: None,
            album: Some("album".into()),
        };
        let message = desk.hears(ANA, photo, None, desk.now);
        desk.deletes(ANA, message);
    }
    desk.says(BEN, "tired and glad");
    desk.passes(secs(15));
    assert_eq!(desk.untouched(), 4);
    desk.answers_touches();
    assert!(desk.round(round).is_open(), "the whole album is gone");
    assert!(!desk.round(round).answered(Seat::A));
}

#[test]
fn after_the_reveal_the_pair_is_fixed() {
    let (mut desk, round) = Desk::evening();
    let message = desk.says(ANA, "a slow, warm day");
    desk.says(BEN, "tired and glad");
    desk.passes(secs(15));
    let before = desk.all.rounds.clone();
    desk.forget_the_past();
    desk.edits(ANA, message, "never said");
    assert_eq!(desk.all.rounds, before);
    assert_eq!(desk.kept_of(round, Seat::A), ["a slow, warm day"]);
    assert_eq!(desk.reads(ANA), [""; 0]);
}

#[test]
fn a_reveal_in_quiet_hours_has_no_sound_for_who_sleeps() {
    let (mut desk, round) = Desk::evening();
    desk.lives(BEN, "Europe/Helsinki");
    desk.says(ANA, "a slow, warm day");
    desk.says(BEN, "tired and glad");
    desk.forget_the_past();
    desk.passes(secs(15));
    assert!(desk.round(round).is_revealed());
    assert!(desk.reads(ANA).contains(&"♪Reveal".into()));
    assert!(desk.reads(BEN).contains(&"Reveal".into()));
}

#[test]
fn a_usual_evening_brings_two_sounds_to_each() {
    let mut desk = Desk::couple();
    desk.goes_on_to("2026-11-23T20:35:00Z");
    desk.says(ANA, "a slow, warm day");
    desk.passes(mins(10));
    desk.says(BEN, "tired and glad");
    desk.passes(mins(1));
    let round = desk.newest_round();
    let button = crate::core::desk::shipped().kinds()[0].buttons[0].clone();
    desk.presses(BEN, Press::Round(RoundPress::Respond(round, button)));
    let reveal = desk.last_of(ANA, Role::Reveal);
    desk.reacts(ANA, reveal.clone(), Some("😘"));
    desk.replies(ANA, reveal, "how lovely");
    desk.passes(hours(20));
    for who in [ANA, BEN] {
        let got = desk.got(who);
        let sounds: Vec<String> = got
            .iter()
            .filter(|got| got.send.sound)
            .map(|got| got.word())
            .collect();
        assert_eq!(sounds, ["♪Card", "♪Reveal"]);
    }
}

#[test]
fn a_response_travels_and_a_second_press_changes_nothing() {
    let (mut desk, round) = Desk::evening();
    let ana = desk.says(ANA, "a slow, warm day");
    desk.says(ANA, "and a second part");
    desk.says(BEN, "tired and glad");
    desk.passes(secs(15));
    desk.forget_the_past();
    let kind = crate::core::desk::shipped()
        .kind(&desk.round(round).kind)
        .expect("a kind");
    let button = kind.buttons[0].clone();
    assert_eq!(
        desk.presses(
            BEN,
            Press::Round(RoundPress::Respond(round, button.clone()))
        ),
        Some(Toast::Told)
    );
    assert_eq!(desk.reads(ANA), ["Response"]);
    assert_eq!(desk.reads(BEN), ["~RevealButtons"]);
    assert_eq!(
        desk.presses(BEN, Press::Round(RoundPress::Respond(round, button))),
        Some(Toast::AlreadyTold)
    );
    assert_eq!(desk.reads(ANA), [""; 0]);
    let unknown = twofold::library::ButtonId::parse("not-a-button").expect("an id");
    assert_eq!(
        desk.presses(BEN, Press::Round(RoundPress::Respond(round, unknown))),
        Some(Toast::Refused(Refusal::OldButton))
    );
    let reveal = desk.last_of(BEN, Role::Reveal);
    desk.reacts(BEN, reveal.clone(), Some("😘"));
    let got = desk.got(ANA);
    assert_eq!(got[0].word(), "😘");
    assert_eq!(
        got[0].send.target,
        twofold::core::protocol::effect::Target::Theirs(ana)
    );
    desk.reacts(BEN, reveal.clone(), None);
    assert_eq!(desk.reads(ANA), ["🙊"]);
    desk.forget_the_past();
    desk.replies(BEN, reveal, "I felt that too");
    assert_eq!(desk.reads(ANA), ["Relay"]);
    assert_eq!(desk.reads(BEN), ["🕊"]);
    // … and back again.
    let relay = desk.last_of(ANA, Role::Relay);
    desk.replies(ANA, relay, "did you?");
    assert_eq!(desk.reads(BEN), ["Relay"]);
}

#[test]
fn before_the_reveal_nothing_can_be_responded_to() {
    let (mut desk, round) = Desk::evening();
    desk.says(ANA, "a slow, warm day");
    let kind = crate::core::desk::shipped()
        .kind(&desk.round(round).kind)
        .expect("a kind");
    let button = kind.buttons[0].clone();
    assert_eq!(
        desk.presses(BEN, Press::Round(RoundPress::Respond(round, button))),
        Some(Toast::Refused(Refusal::OldButton))
    );
}

#[test]
fn an_answer_has_at_most_twenty_parts_and_twenty_thousand_units() {
    let (mut desk, round) = Desk::evening();
    for n in 0..PARTS_MAX {
        desk.says(ANA, &format!("part {n:02}"));
    }
    desk.forget_the_past();
    desk.says(ANA, "one too many");
    assert_eq!(desk.reads(ANA), ["AnswerFull"]);
    assert_eq!(desk.kept_of(round, Seat::A).len(), PARTS_MAX);

    let (mut desk, round) = Desk::evening();
    for _ in 0..4 {
        desk.says(ANA, &"x".repeat(4096));
    }
    let last = desk.says(ANA, &"y".repeat(3616));
    desk.forget_the_past();
    desk.says(ANA, "z");
    assert_eq!(desk.reads(ANA), ["AnswerFull"]);
    desk.edits(ANA, last, &"y".repeat(3617));
    assert_eq!(
        desk.reads(ANA),
        ["AnswerFull"],
        "an edit that cannot be kept is said"
    );
    assert!(desk.kept_of(round, Seat::A).contains(&"y".repeat(3616)));
    desk.edits(ANA, last, "short");
    assert_eq!(desk.reads(ANA), [""; 0]);
}

#[test]
fn twins_are_sealed_within_the_same_minute() {
    for (apart, twins) in [(secs(59), true), (secs(60), false)] {
        let (mut desk, round) = Desk::evening();
        desk.says(ANA, "a slow, warm day");
        desk.passes(apart);
        desk.says(BEN, "tired and glad");
        desk.passes(secs(15));
        assert_eq!(desk.round(round).twins(), twins);
    }
}

#[test]
fn that_an_answer_waits_is_told_only_with_its_authors_leave_and_can_be_untold() {
    let (mut desk, round) = Desk::evening();
    desk.presses(
        ANA,
        Press::Settings(SettingsPress::Toggle(Switch::TellSealed)),
    );
    desk.says(ANA, "a slow, warm day");
    desk.presses(ANA, Press::Round(RoundPress::TakeBack(round)));
    desk.says(ANA, "a slow, cold day");
    assert_eq!(desk.reads(BEN), [""; 0]);
    let plain = desk.last_card(BEN, round);
    desk.presses(
        ANA,
        Press::Settings(SettingsPress::Toggle(Switch::TellSealed)),
    );
    let told = desk.got(BEN);
    assert_eq!(told.len(), 1);
    desk.presses(
        ANA,
        Press::Settings(SettingsPress::Toggle(Switch::TellSealed)),
    );
    let untold = desk.got(BEN);
    assert_eq!(untold.len(), 1);
    assert_ne!(told[0].shown, untold[0].shown);
    assert_eq!(plain, desk.last_card(BEN, round));
    assert!(matches!(
        told[0].send.say,
        Say::Round(RoundSay::Card { .. })
    ));
}

#[test]
fn an_unreachable_partner_changes_nothing_about_a_reveal() {
    let (mut desk, round) = Desk::evening();
    desk.says(ANA, "a slow, warm day");
    desk.says(BEN, "tired and glad");
    desk.step(
        Some(BEN),
        desk.now,
        twofold::core::protocol::event::EventKind::WentAway,
        None,
    );
    desk.passes(secs(15));
    assert!(desk.round(round).is_revealed());
    assert!(!desk.person(BEN).reachable);
    desk.step(
        Some(BEN),
        desk.now,
        twofold::core::protocol::event::EventKind::CameBack,
        None,
    );
    assert!(desk.person(BEN).reachable);
}
