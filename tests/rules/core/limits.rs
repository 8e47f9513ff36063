//! Floods, forged and stale buttons, and everything that must change nothing.

use crate::core::desk::{ANA, BEN, CLEO, Desk, hours, mins, secs};
use twofold::core::model::delivery::Urgency;
use twofold::core::model::ids::{AsideId, CoupleId, RoundId};
use twofold::core::model::refusal::{Refusal, RoundRefusal};
use twofold::core::protocol::command::Command;
use twofold::core::protocol::couple::CouplePress;
use twofold::core::protocol::effect::{Effect, QueueChange, Toast};
use twofold::core::protocol::event::EventKind;
use twofold::core::protocol::place::PlacePress;
use twofold::core::protocol::press::Press;
use twofold::core::protocol::round::RoundPress;

fn no(refusal: Refusal) -> Option<Toast> {
    Some(Toast::Refused(refusal))
}

#[test]
fn thirty_commands_a_minute_and_the_limit_is_said_once() {
    let mut desk = Desk::couple();
    for _ in 0..50 {
        desk.commands(ANA, Command::Help);
    }
    let read = desk.reads(ANA);
    assert_eq!(read.iter().filter(|word| *word == "Help").count(), 30);
    assert_eq!(read.iter().filter(|word| *word == "TooFast").count(), 1);
    desk.passes(secs(2));
    desk.commands(ANA, Command::Help);
    desk.commands(ANA, Command::Help);
    assert_eq!(
        desk.reads(ANA),
        ["Help"],
        "one every two seconds, and not said again"
    );
    desk.passes(mins(1));
    for _ in 0..31 {
        desk.commands(ANA, Command::Help);
    }
    assert_eq!(desk.reads(ANA).last().map(String::as_str), Some("TooFast"));
}

#[test]
fn a_slow_drip_is_never_too_fast() {
    let mut desk = Desk::couple();
    for _ in 0..200 {
        desk.passes(mins(1) / 29);
        desk.commands(ANA, Command::Help);
    }
    assert!(!desk.reads(ANA).contains(&"TooFast".into()));
}

#[test]
fn an_answer_is_never_too_fast() {
    let (mut desk, round) = Desk::evening();
    for _ in 0..40 {
        desk.commands(ANA, Command::Help);
    }
    desk.says(ANA, "a slow, warm day");
    assert!(
        desk.round(round)
            .answered(twofold::core::model::ids::Seat::A)
    );
}

#[test]
fn links_of_one_pairing_are_counted() {
    let mut desk = Desk::empty("2026-11-22T12:00:00Z");
    for _ in 0..60 {
        desk.invites(ANA);
        desk.passes(secs(30));
    }
    assert!(desk.all.invites.len() <= 20);
}

fn every_press_of(round: RoundId, couple: CoupleId, aside: AsideId) -> Vec<Press> {
    let button = crate::core::desk::shipped().kinds()[0].buttons[0].clone();
    vec![
        Press::Round(RoundPress::Another(round)),
        Press::Round(RoundPress::NotTonight(round)),
        Press::Round(RoundPress::Talk(round)),
        Press::Round(RoundPress::Reopen(round)),
        Press::Round(RoundPress::TakeBack(round)),
        Press::Round(RoundPress::StillWriting(round)),
        Press::Round(RoundPress::DoneWriting(round)),
        Press::Round(RoundPress::Respond(round, button)),
        Press::Round(RoundPress::GiveAnyway(round)),
        Press::Round(RoundPress::KeepForMe(round)),
        Press::Round(RoundPress::LetGo(round)),
        Press::Couple(CouplePress::KeepAll(couple)),
        Press::Couple(CouplePress::LetGoAll(couple)),
        Press::Round(RoundPress::ForPartner(aside)),
        Press::Round(RoundPress::MyAnswer(aside, round)),
        Press::Round(RoundPress::NeverMind(aside)),
        Press::Round(RoundPress::TryAgain(aside)),
        Press::Place(PlacePress::SameZone(couple)),
        Press::Couple(CouplePress::Leave(couple)),
        Press::Couple(CouplePress::LeaveQuietly(couple)),
        Press::Couple(CouplePress::Withdraw(couple)),
        Press::Couple(CouplePress::Confirm(couple, CLEO)),
        Press::Couple(CouplePress::Confirm(couple, BEN)),
        Press::Couple(CouplePress::RefusePerson(couple, BEN)),
        Press::Couple(CouplePress::Accept(couple)),
    ]
}

#[test]
fn a_forged_press_on_other_peoples_things_changes_nothing() {
    let (mut desk, round) = Desk::evening();
    desk.says(ANA, "a slow, warm day");
    desk.says(BEN, "tired and glad");
    desk.passes(mins(1));
    desk.says(ANA, "for ben, perhaps");
    let aside = desk.person(ANA).aside.as_ref().expect("an aside").id;
    desk.commands(BEN, Command::Prompt(Some("gratitude".into())));
    let open = desk.newest_round();
    let couple = desk.couple_of(ANA);
    desk.commands(CLEO, Command::Start);
    desk.forget_the_past();
    for round in [round, open, RoundId(77)] {
        for press in every_press_of(round, couple, aside) {
            let (couples, rounds) = (desk.all.couples.clone(), desk.all.rounds.clone());
            let toast = desk.presses(CLEO, press.clone());
            assert!(matches!(toast, Some(Toast::Refused(_))), "{press:?}");
            assert_eq!(desk.all.couples, couples, "{press:?}");
            assert_eq!(desk.all.rounds, rounds, "{press:?}");
            assert!(
                desk.reads(ANA).is_empty() && desk.reads(BEN).is_empty(),
                "{press:?}"
            );
        }
    }
    assert_eq!(
        desk.presses(BEN, Press::Round(RoundPress::ForPartner(aside))),
        no(Refusal::OldButton)
    );
    assert_eq!(
        desk.presses(BEN, Press::Round(RoundPress::MyAnswer(aside, open))),
        no(Refusal::OldButton)
    );
}

#[test]
fn every_button_of_a_round_that_is_over_says_so_and_changes_nothing() {
    let (mut desk, round) = Desk::evening();
    desk.goes_on_to("2026-11-24T20:40:00Z");
    assert!(desk.round(round).is_closed());
    desk.forget_the_past();
    let before = desk.all.clone();
    for press in [
        Press::Round(RoundPress::Another(round)),
        Press::Round(RoundPress::NotTonight(round)),
        Press::Round(RoundPress::Talk(round)),
        Press::Round(RoundPress::Reopen(round)),
        Press::Round(RoundPress::TakeBack(round)),
        Press::Round(RoundPress::StillWriting(round)),
        Press::Round(RoundPress::DoneWriting(round)),
        Press::Round(RoundPress::GiveAnyway(round)),
        Press::Round(RoundPress::KeepForMe(round)),
        Press::Round(RoundPress::LetGo(round)),
    ] {
        for who in [ANA, BEN] {
            let toast = desk.presses(who, press.clone());
            assert!(
                toast == no(Refusal::Round(RoundRefusal::RoundOver))
                    || toast == no(Refusal::OldButton),
                "{press:?}: {toast:?}"
            );
        }
    }
    assert_eq!(desk.all, before);
    assert!(desk.reads(ANA).is_empty() && desk.reads(BEN).is_empty());
}

#[test]
fn words_cannot_be_put_into_a_prompt_that_was_not_asked_yet() {
    let mut desk = Desk::couple();
    desk.lives(BEN, "America/New_York");
    desk.goes_on_to("2026-11-23T20:31:00Z");
    let round = desk.only_open();
    desk.says(BEN, "early, and forged");
    let aside = desk.person(BEN).aside.as_ref().expect("an aside").id;
    assert_eq!(
        desk.presses(BEN, Press::Round(RoundPress::MyAnswer(aside, round))),
        no(Refusal::OldButton)
    );
    assert!(desk.kept.values().all(|kept| kept.round != round));
}

#[test]
fn garbage_and_what_could_not_be_applied_get_a_friendly_answer() {
    let mut desk = Desk::couple();
    desk.step(Some(ANA), desk.now, EventKind::PressedGarbage, None);
    assert!(matches!(
        desk.effects.last(),
        Some(Effect::Toast(Toast::Refused(Refusal::OldButton)))
    ));
    desk.step(Some(ANA), desk.now, EventKind::CouldNotApply, None);
    assert_eq!(desk.reads(ANA), ["AskAgain"]);
}

#[test]
fn callback_data_fits_and_reads_back() {
    let big = RoundId(i64::MAX);
    let presses = every_press_of(big, CoupleId(i64::MAX), AsideId(i64::MAX));
    for press in presses {
        let data = press.data();
        assert!((1..=64).contains(&data.len()), "{data}");
        assert_eq!(Press::parse(&data), Some(press));
    }
    for garbage in [
        "",
        ":",
        "oth",
        "oth:",
        "oth:-1",
        "oth:+1",
        "oth:0",
        "oth:xyz",
        "yes:1",
        "rsp:1:",
        "ask::UPPER",
        "oth:ffffffffffffffffff",
    ] {
        assert_eq!(Press::parse(garbage), None, "{garbage}");
    }
}

#[test]
fn a_sign_of_life_brings_what_was_kept() {
    let mut desk = Desk::couple();
    desk.step(Some(BEN), desk.now, EventKind::WentAway, None);
    assert!(!desk.person(BEN).reachable);
    desk.passes(hours(1));
    desk.says(BEN, "I am back");
    assert!(desk.person(BEN).reachable);
    let unparked = |effect: &Effect| matches!(effect, Effect::Queue(QueueChange::Unpark { person }) if *person == BEN);
    assert_eq!(
        desk.effects
            .iter()
            .filter(|effect| unparked(effect))
            .count(),
        1
    );
}

#[test]
fn after_an_outage_open_prompts_are_shown_afresh_and_after_a_long_one_both_hear_of_it_once() {
    for lost in [false, true] {
        let (mut desk, round) = Desk::evening();
        desk.commands(ANA, Command::Prompt(Some("gratitude".into())));
        desk.passes(mins(1));
        desk.forget_the_past();
        let rounds = desk.all.rounds.clone();
        let couple = desk.couple_of(ANA);
        desk.step(None, desk.now, EventKind::Outage { couple, lost }, None);
        for who in [ANA, BEN] {
            let got = desk.got(who);
            let words: Vec<String> = got.iter().map(|got| got.word()).collect();
            let expected: &[&str] = if lost {
                &["~Card", "~Card", "WordsMayBeMissing"]
            } else {
                &["~Card", "~Card"]
            };
            assert_eq!(words, expected);
            assert!(got.iter().all(|got| got.send.urgency == Urgency::Scheduled));
        }
        assert_eq!(desk.all.rounds, rounds);
        assert!(desk.round(round).is_open());
    }
}

#[test]
fn voice_notes_come_again_only_to_who_has_the_reveal() {
    let (mut desk, round) = Desk::evening();
    desk.says(ANA, "a slow, warm day");
    assert_eq!(
        desk.presses(BEN, Press::Round(RoundPress::VoicesAgain(round))),
        no(Refusal::OldButton)
    );
    desk.says(BEN, "tired and glad");
    desk.passes(mins(1));
    desk.commands(CLEO, Command::Start);
    assert_eq!(
        desk.presses(CLEO, Press::Round(RoundPress::VoicesAgain(round))),
        no(Refusal::OldButton)
    );
    assert_eq!(
        desk.presses(BEN, Press::Round(RoundPress::VoicesAgain(round))),
        Some(Toast::Quiet)
    );
}
