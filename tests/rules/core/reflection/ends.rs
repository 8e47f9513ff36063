//! Every way it ends, what everyday rounds do meanwhile, and what is kept.

use super::{
    act, agreed, asks, at_hand, kept, opened, says_yes, sealed, was_shown, writes, writing,
};
use crate::core::desk::{ANA, BEN, Desk, days, hours, mins};
use twofold::core::model::ids::{PersonId, ReflectionId, Seat};
use twofold::core::model::person::Switch;
use twofold::core::model::reflection::{End, Phase, SILENT_FOR};
use twofold::core::model::refusal::Refusal;
use twofold::core::protocol::command::Command;
use twofold::core::protocol::couple::CouplePress;
use twofold::core::protocol::effect::Toast;
use twofold::core::protocol::plan::PlanPress;
use twofold::core::protocol::press::Press;
use twofold::core::protocol::reflection::{Act, ReflectSay};
use twofold::core::protocol::round::RoundPress;
use twofold::core::protocol::say::Say;
use twofold::core::protocol::settings::SettingsPress;
use twofold::core::reflection::after::OFFER_AFTER;
use twofold::library::NowId;

fn word(desk: &mut Desk, who: PersonId, id: ReflectionId, word: &str) -> Option<Toast> {
    act(desk, who, id, Act::Now(NowId::parse(word).expect("a word")))
}

#[test]
fn either_stops_at_any_step_and_what_was_not_open_is_destroyed() {
    type Begin = fn() -> (Desk, ReflectionId);
    let begins: [(&str, Begin, usize); 4] = [
        ("in the break", agreed, 0),
        ("while writing", with_words, 0),
        ("sealed", sealed, 0),
        ("opened", opened, 4),
    ];
    for (name, begin, left) in begins {
        for (who, other) in [(ANA, BEN), (BEN, ANA)] {
            let (mut desk, id) = begin();
            desk.forget_the_past();
            act(&mut desk, who, id, Act::StopAsk);
            assert_eq!(desk.reads(who), ["~Card"], "{name}");
            assert_eq!(desk.reads(other), [""; 0], "{name}");
            act(&mut desk, who, id, Act::Stop);
            assert_eq!(kept(&desk), left, "{name}");
            let theirs = desk.reads(other);
            assert_eq!(theirs.last().map(String::as_str), Some("Over"), "{name}");
            assert_eq!(theirs.iter().filter(|word| *word == "Over").count(), 1);
            assert!(!desk.all.couples[&desk.couple_of(who)].reflect.held);
            let toast = act(&mut desk, other, id, Act::Stop);
            assert_eq!(toast, Some(Toast::Refused(Refusal::OldButton)));
        }
    }
}

fn with_words() -> (Desk, ReflectionId) {
    let (mut desk, id) = writing();
    writes(&mut desk, ANA, id, "happened", "ana's words");
    writes(&mut desk, BEN, id, "happened", "ben's words");
    (desk, id)
}

#[test]
fn a_stop_can_be_thought_better_of() {
    let (mut desk, id) = with_words();
    act(&mut desk, ANA, id, Act::StopAsk);
    desk.forget_the_past();
    act(&mut desk, ANA, id, Act::Plain);
    assert_eq!(desk.reads(ANA), ["~Card"]);
    assert_eq!(kept(&desk), 2);
}

#[test]
fn three_days_without_a_word_close_it_the_same_way() {
    let (mut desk, id) = with_words();
    desk.passes(SILENT_FOR - mins(1));
    assert!(!at_hand(&desk, id).is_over());
    desk.forget_the_past();
    desk.passes(mins(1));
    for who in [ANA, BEN] {
        assert!(desk.reads(who).contains(&"Over".to_owned()));
    }
    assert_eq!(kept(&desk), 0);
    let stopped = {
        let (mut desk, id) = with_words();
        act(&mut desk, BEN, id, Act::Stop);
        said(&desk, ANA)
    };
    assert_eq!(said(&desk, ANA), stopped, "no reason shows");
}

/// The line about the end, as it was sent.
fn said(desk: &Desk, who: PersonId) -> Vec<String> {
    let over = Say::Reflect(ReflectSay::Over);
    let mut log = desk.log.iter();
    let got = log.find(|got| got.send.to == who && got.send.say == over);
    got.expect("the line").shown.clone()
}

#[test]
fn a_pause_stops_the_clock_of_silence() {
    let (mut desk, id) = with_words();
    desk.presses(BEN, Press::Plan(PlanPress::PauseOpen));
    desk.passes(days(5));
    assert!(!at_hand(&desk, id).is_over());
    desk.commands(ANA, Command::Resume);
    desk.passes(days(2));
    assert!(!at_hand(&desk, id).is_over());
    desk.passes(days(1));
    assert!(at_hand(&desk, id).is_over());
}

#[test]
fn no_other_reveal_opens_until_the_day_after_and_then_it_does_at_once() {
    let (mut desk, id) = agreed();
    desk.commands(ANA, Command::Prompt(None));
    let round = desk.newest_round();
    desk.says(ANA, "an everyday answer");
    desk.says(BEN, "another everyday answer");
    desk.passes(mins(5));
    assert!(desk.round(round).is_open(), "it waits");
    let taken = desk.presses(BEN, Press::Round(RoundPress::TakeBack(round)));
    assert_eq!(taken, Some(Toast::TakenBack), "and can be taken back");
    desk.says(BEN, "one more everyday answer");
    desk.passes(hours(1));
    assert!(desk.round(round).is_open());
    act(&mut desk, ANA, id, Act::Stop);
    desk.passes(mins(1));
    assert!(desk.round(round).is_revealed(), "the wait ends with it");
}

#[test]
fn a_reveal_that_was_being_prepared_waits_too() {
    let (mut desk, id) = super::invited();
    desk.commands(ANA, Command::Prompt(None));
    let round = desk.newest_round();
    desk.touch_answers = false;
    desk.says(ANA, "an everyday answer");
    desk.says(BEN, "another everyday answer");
    desk.passes(crate::core::desk::secs(16));
    assert!(desk.untouched() > 0);
    says_yes(&mut desk, BEN, id);
    desk.answers_touches();
    desk.passes(mins(2));
    assert!(desk.round(round).is_open());
}

#[test]
fn only_check_ins_come_meanwhile() {
    // The plan asks gratitude and check-in in turn every evening.
    let (mut desk, _) = writing();
    for _ in 0..2 {
        desk.passes(days(1));
    }
    let kinds: Vec<&str> = desk.rounds().map(|round| round.kind.as_str()).collect();
    let since: Vec<&&str> = kinds.iter().filter(|kind| **kind != "check-in").collect();
    assert_eq!(since.len(), 1, "the first one, from before: {kinds:?}");
    assert!(kinds.len() > 1, "check-ins came");
}

#[test]
fn a_day_later_each_is_asked_alone_and_both_get_the_same_line() {
    let (mut desk, id) = opened();
    desk.passes(days(1));
    for who in [ANA, BEN] {
        assert!(desk.reads(who).contains(&"♪HowNow".to_owned()));
    }
    assert!(
        !desk.all.couples[&desk.couple_of(ANA)].reflect.held,
        "rounds go on"
    );
    desk.forget_the_past();
    word(&mut desk, ANA, id, "lighter");
    assert_eq!(desk.reads(ANA), ["~HowNow"]);
    assert_eq!(desk.reads(BEN), [""; 0]);
    // It can be changed until both have one.
    word(&mut desk, ANA, id, "heavier");
    word(&mut desk, BEN, id, "lighter");
    let closing = |desk: &Desk, who: PersonId| {
        let mut log = desk.log.iter();
        let got = log.find(|got| {
            got.send.to == who && matches!(got.send.say, Say::Reflect(ReflectSay::DayAfter { .. }))
        });
        got.expect("a closing line").shown.clone()
    };
    assert_eq!(closing(&desk, ANA), closing(&desk, BEN).clone());
    assert!(matches!(
        at_hand(&desk, id).phase,
        Phase::Over { how: End::Done, .. }
    ));
    let unknown = word(&mut desk, ANA, id, "no-such-word");
    assert_eq!(unknown, Some(Toast::Refused(Refusal::OldButton)));
}

/// A whole reflection, with the words tapped a day later; what each read then.
fn whole(desk: &mut Desk, ana: &str, ben: &str) -> [Vec<String>; 2] {
    let id = asks(desk, ANA, 1);
    says_yes(desk, BEN, id);
    desk.passes(hours(2));
    for who in [ANA, BEN] {
        writes(desk, who, id, "happened", &format!("once more, {}", who.0));
        act(desk, who, id, Act::Seal);
    }
    act(desk, ANA, id, Act::Open(0));
    act(desk, ANA, id, Act::Open(1));
    desk.passes(days(2));
    desk.forget_the_past();
    word(desk, ANA, id, ana);
    word(desk, BEN, id, ben);
    [ANA, BEN].map(|who| desk.reads(who))
}

#[test]
fn who_feels_no_better_twice_is_told_of_a_person_to_talk_to_and_nobody_else() {
    let mut desk = Desk::couple();
    let person =
        |reads: &[Vec<String>; 2]| [0, 1].map(|at| reads[at].contains(&"Person".to_owned()));
    let first = whole(&mut desk, "unchanged", "lighter");
    assert_eq!(person(&first), [false, false]);
    let second = whole(&mut desk, "heavier", "unchanged");
    assert_eq!(person(&second), [true, false]);
    desk.passes(days(8));
    let third = whole(&mut desk, "lighter", "still-sore");
    assert_eq!(person(&third), [false, true]);
}

#[test]
fn without_an_answer_the_day_after_closes_by_itself() {
    let (mut desk, id) = opened();
    desk.passes(days(1));
    word(&mut desk, ANA, id, "lighter");
    desk.forget_the_past();
    desk.passes(days(3) + mins(1));
    assert!(at_hand(&desk, id).is_over());
    for who in [ANA, BEN] {
        assert!(desk.reads(who).contains(&"DayAfter".to_owned()));
    }
}

#[test]
fn what_was_opened_is_emptied_after_a_week_unless_both_keep_it() {
    let (mut desk, id) = opened();
    act(&mut desk, ANA, id, Act::Keep(true));
    act(&mut desk, BEN, id, Act::Keep(false));
    desk.passes(days(6));
    desk.forget_the_past();
    assert!(kept(&desk) > 0);
    desk.passes(days(2));
    assert_eq!(kept(&desk), 0);
    for who in [ANA, BEN] {
        let erased: Vec<String> = desk.reads(who);
        let emptied = erased.iter().filter(|word| *word == "~Erased").count();
        assert_eq!(emptied, 2, "each opened step: {erased:?}");
    }
    assert!(
        desk.all.couples[&desk.couple_of(ANA)]
            .reflect
            .ending
            .is_empty()
    );
}

#[test]
fn both_keep_it_and_it_stays() {
    let (mut desk, id) = opened();
    desk.forget_the_past();
    act(&mut desk, ANA, id, Act::Keep(true));
    assert_eq!(desk.reads(ANA), ["~KeepNoted"]);
    assert_eq!(desk.reads(BEN), [""; 0], "one alone is shown to nobody");
    act(&mut desk, BEN, id, Act::Keep(true));
    assert_eq!(desk.reads(ANA), ["~Kept"]);
    assert_eq!(desk.reads(BEN), ["~Kept"]);
    desk.forget_the_past();
    desk.passes(days(10));
    for who in [ANA, BEN] {
        assert!(!desk.reads(who).contains(&"~Erased".to_owned()));
    }
    assert_eq!(desk.reflected.len(), 4);
}

#[test]
fn a_clock_that_may_be_wrong_erases_nothing() {
    let (mut desk, _) = opened();
    desk.erase_from = desk.now + days(30);
    desk.passes(days(20));
    assert!(kept(&desk) > 0);
    desk.passes(days(11));
    assert_eq!(kept(&desk), 0);
}

#[test]
fn leaving_ends_it_and_the_other_reads_only_that_one_line() {
    let (mut desk, id) = sealed();
    let couple = desk.couple_of(ANA);
    desk.forget_the_past();
    desk.presses(ANA, Press::Couple(CouplePress::Leave(couple)));
    assert_eq!(kept(&desk), 0);
    assert!(at_hand(&desk, id).is_over());
    let reads = desk.reads(BEN);
    assert!(reads.contains(&"PartnerLeft".to_owned()));
    assert!(!reads.contains(&"Over".to_owned()), "{reads:?}");
}

#[test]
fn a_quiet_leave_while_steps_open_destroys_what_is_closed_and_reads_like_a_stop() {
    // Both know that more was sealed: that it cannot open any more must not point at a leave.
    let world = |leaves: bool| {
        let (mut desk, id) = sealed();
        act(&mut desk, BEN, id, Act::Open(0));
        if leaves {
            let couple = desk.couple_of(ANA);
            desk.presses(ANA, Press::Couple(CouplePress::LeaveQuietly(couple)));
        } else {
            act(&mut desk, ANA, id, Act::Stop);
        }
        assert!(!at_hand(&desk, id).wrote(Seat::A, super::step(&desk, id, "will")));
        assert_eq!(kept(&desk), 2, "what both opened");
        desk.forget_the_past();
        let toast = act(&mut desk, BEN, id, Act::Open(1));
        assert_eq!(toast, Some(Toast::Refused(Refusal::OldButton)));
        desk.passes(hours(5));
        assert!(!was_shown(&desk, BEN, "will do, says 11"));
        if leaves {
            assert_eq!(desk.reads(ANA), [""; 0], "nothing reaches who left");
        }
        let his = super::page(&desk, BEN);
        desk.passes(days(20));
        assert_eq!(kept(&desk), 0);
        his
    };
    assert_eq!(world(true), world(false));
}

#[test]
fn a_quiet_leave_after_the_last_step_shows_nothing() {
    let (mut desk, id) = sealed();
    for open in 0..2 {
        act(&mut desk, BEN, id, Act::Open(open));
    }
    let couple = desk.couple_of(ANA);
    desk.forget_the_past();
    desk.presses(ANA, Press::Couple(CouplePress::LeaveQuietly(couple)));
    assert_eq!(desk.reads(BEN), [""; 0]);
    act(&mut desk, BEN, id, Act::Open(2));
    assert!(desk.reads(BEN).contains(&"Closing".to_owned()));
}

#[test]
fn after_three_months_it_is_offered_once_to_who_wants_that() {
    let mut desk = Desk::couple();
    desk.presses(
        ANA,
        Press::Settings(SettingsPress::Toggle(Switch::ReflectOffers)),
    );
    desk.forget_the_past();
    desk.passes(OFFER_AFTER + days(2));
    let offered = |desk: &mut Desk, who| {
        let reads = desk.reads(who);
        reads.iter().filter(|word| *word == "Offer").count()
    };
    assert_eq!(offered(&mut desk, ANA), 1);
    assert_eq!(offered(&mut desk, BEN), 0);
    desk.passes(OFFER_AFTER);
    assert_eq!(offered(&mut desk, ANA), 0, "once");
}
