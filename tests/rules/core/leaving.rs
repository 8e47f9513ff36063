//! Leaving, at once or quietly, and what the one who stays must not notice.

use jiff::Timestamp;

use crate::core::desk::{ANA, BEN, CLEO, Desk, days, hours, mins, secs, shipped};
use twofold::core::model::about::Role;
use twofold::core::model::ids::{RoundId, Seat};
use twofold::core::model::person::Switch;
use twofold::core::model::refusal::{Refusal, RoundRefusal};
use twofold::core::model::round::{Closed, Half, RoundPhase};
use twofold::core::protocol::command::Command;
use twofold::core::protocol::couple::CouplePress;
use twofold::core::protocol::effect::{Effect, Toast};
use twofold::core::protocol::press::Press;
use twofold::core::protocol::round::{RoundPress, RoundWords};
use twofold::core::protocol::settings::SettingsPress;

fn no(refusal: Refusal) -> Option<Toast> {
    Some(Toast::Refused(refusal))
}

#[test]
fn one_confirming_tap_and_all_ends_at_once() {
    let (mut desk, round) = Desk::evening();
    let couple = desk.couple_of(ANA);
    desk.says(ANA, "a slow, warm day");
    desk.forget_the_past();
    desk.commands(ANA, Command::Leave);
    assert_eq!(desk.reads(ANA), ["LeaveAsk"]);
    desk.presses(ANA, Press::Couple(CouplePress::Stay(couple)));
    assert_eq!(desk.reads(ANA), ["~Stayed"]);
    assert!(desk.all.together(ANA).is_some());
    desk.presses(ANA, Press::Couple(CouplePress::Leave(couple)));
    assert_eq!(desk.reads(ANA), ["~CardOver", "~Left"]);
    assert_eq!(desk.reads(BEN), ["~Card", "PartnerLeft"]);
    assert!(desk.kept_of(round, Seat::A).is_empty());
    assert_eq!(
        desk.round(round).phase,
        RoundPhase::Closed {
            at: desk.now,
            how: Closed::Ended
        }
    );
    for who in [ANA, BEN] {
        assert!(desk.all.together(who).is_none());
        assert_eq!(
            desk.presses(who, Press::Couple(CouplePress::Leave(couple))),
            no(Refusal::OldButton)
        );
        assert_eq!(
            desk.presses(who, Press::Couple(CouplePress::LeaveQuietly(couple))),
            no(Refusal::OldButton)
        );
    }
    desk.passes(days(30));
    assert_eq!(desk.reads(ANA), [""; 0]);
    assert_eq!(desk.reads(BEN), [""; 0]);
    assert!(desk.due.is_empty());
}

#[test]
fn what_was_opened_stays_and_only_that() {
    let (mut desk, opened) = Desk::evening();
    desk.says(ANA, "a slow, warm day");
    desk.says(BEN, "tired and glad");
    desk.goes_on_to("2026-11-24T20:31:00Z");
    let open = desk.only_open();
    desk.says(ANA, "never to be read");
    desk.presses(ANA, Press::Couple(CouplePress::Leave(desk.couple_of(ANA))));
    assert_eq!(desk.kept_of(opened, Seat::A), ["a slow, warm day"]);
    assert_eq!(desk.kept_of(opened, Seat::B), ["tired and glad"]);
    assert!(desk.kept_of(open, Seat::A).is_empty());
    assert!(
        desk.effects
            .iter()
            .any(|effect| matches!(effect, Effect::Round(RoundWords::EraseUnrevealed { .. })))
    );
}

#[test]
fn the_unopened_words_of_the_one_who_stays_stay_theirs() {
    for (press, kept) in [(true, true), (false, false)] {
        let (mut desk, round) = Desk::evening();
        let couple = desk.couple_of(ANA);
        desk.says(BEN, "tired and glad");
        desk.presses(ANA, Press::Couple(CouplePress::Leave(couple)));
        desk.forget_the_past();
        assert_eq!(
            desk.presses(ANA, Press::Couple(CouplePress::KeepAll(couple))),
            no(Refusal::OldButton)
        );
        assert_eq!(
            desk.presses(BEN, Press::Round(RoundPress::GiveAnyway(round))),
            no(Refusal::Round(RoundRefusal::NobodyThere))
        );
        desk.presses(
            BEN,
            if press {
                Press::Couple(CouplePress::KeepAll(couple))
            } else {
                Press::Couple(CouplePress::LetGoAll(couple))
            },
        );
        assert_eq!(desk.reads(BEN), ["~HalvesDone"]);
        desk.passes(days(8));
        assert_eq!(!desk.kept_of(round, Seat::B).is_empty(), kept);
        assert_eq!(
            desk.presses(BEN, Press::Couple(CouplePress::LetGoAll(couple))),
            no(Refusal::OldButton)
        );
    }
}

#[test]
fn untouched_they_are_destroyed_after_seven_days_and_the_question_with_them() {
    let (mut desk, round) = Desk::evening();
    desk.says(BEN, "tired and glad");
    desk.presses(ANA, Press::Couple(CouplePress::Leave(desk.couple_of(ANA))));
    desk.forget_the_past();
    desk.passes(days(7));
    assert!(desk.kept_of(round, Seat::B).is_empty());
    let got = desk.got(BEN);
    assert_eq!(got.len(), 1);
    let couple = desk.round(round).couple;
    assert_eq!(
        got[0].send.target,
        twofold::core::protocol::effect::Target::Sent(format!("left:{couple}")),
        "the message that asked loses its buttons"
    );
    assert!(desk.due.is_empty());
}

#[test]
fn a_half_offered_before_the_leave_is_not_decided_with_the_rest() {
    let (mut desk, older) = Desk::evening();
    let couple = desk.couple_of(ANA);
    desk.says(BEN, "tired and glad");
    desk.goes_on_to("2026-11-24T20:40:00Z");
    let newer = desk.only_open();
    desk.says(BEN, "thank you for the soup");
    desk.presses(ANA, Press::Couple(CouplePress::Leave(couple)));
    desk.presses(BEN, Press::Couple(CouplePress::LetGoAll(couple)));
    assert!(desk.kept_of(newer, Seat::B).is_empty());
    assert_eq!(desk.kept_of(older, Seat::B), ["tired and glad"]);
    desk.presses(BEN, Press::Round(RoundPress::KeepForMe(older)));
    desk.passes(days(9));
    assert_eq!(desk.kept_of(older, Seat::B), ["tired and glad"]);
}

#[test]
fn a_half_the_leaver_was_offered_is_gone_with_the_leaver() {
    for quietly in [false, true] {
        let (mut desk, round) = Desk::evening();
        let couple = desk.couple_of(ANA);
        desk.says(ANA, "a slow, warm day");
        desk.goes_on_to("2026-11-24T20:40:00Z");
        assert!(matches!(
            desk.round(round).seat(Seat::A).half,
            Some(Half::Offered { .. })
        ));
        let leave = if quietly {
            Press::Couple(CouplePress::LeaveQuietly(couple))
        } else {
            Press::Couple(CouplePress::Leave(couple))
        };
        desk.presses(ANA, leave);
        assert!(desk.kept_of(round, Seat::A).is_empty());
        for press in [
            Press::Round(RoundPress::GiveAnyway(round)),
            Press::Round(RoundPress::KeepForMe(round)),
        ] {
            assert_eq!(desk.presses(ANA, press), no(Refusal::OldButton));
        }
        desk.forget_the_past();
        desk.passes(days(9));
        assert_eq!(desk.reads(ANA), [""; 0]);
    }
}

/// What Ben gets in ten days of evenings; Ana leaves quietly on the first or only falls silent.
fn bens_days(leaves: bool, sealed: bool) -> Vec<(Vec<String>, bool, Timestamp)> {
    let (mut desk, round) = Desk::evening();
    let couple = desk.couple_of(ANA);
    if sealed {
        desk.says(ANA, "a slow, warm day");
        desk.passes(mins(5));
        desk.presses(ANA, Press::Round(RoundPress::TakeBack(round)));
    }
    desk.passes(mins(5));
    desk.forget_the_past();
    if leaves {
        desk.presses(ANA, Press::Couple(CouplePress::LeaveQuietly(couple)));
        assert_eq!(desk.reads(ANA), ["~CardOver", "~Left"]);
        assert!(desk.all.together(ANA).is_none());
        assert!(desk.all.together(BEN).is_some());
    }
    let reveal = desk.last_of(BEN, Role::Reveal);
    let kind = shipped().kind(&shipped().kinds()[1].id).expect("a kind");
    desk.says(BEN, "tired and glad");
    desk.passes(mins(1));
    desk.presses(BEN, Press::Round(RoundPress::StillWriting(round)));
    desk.passes(mins(20));
    desk.replies(BEN, reveal.clone(), "I still think of it");
    desk.reacts(BEN, reveal.clone(), Some("😘"));
    let revealed = reveal.round().expect("a round");
    desk.presses(
        BEN,
        Press::Round(RoundPress::Respond(revealed, kind.buttons[0].clone())),
    );
    desk.goes_on_to("2026-11-23T23:00:00Z");
    desk.commands(BEN, Command::Prompt(Some("gratitude".into())));
    let own = desk.newest_round();
    desk.passes(secs(10));
    desk.presses(BEN, Press::Round(RoundPress::Another(own)));
    desk.says(BEN, "one for tonight, to keep");
    desk.goes_on_to("2026-11-24T20:33:00Z");
    desk.presses(BEN, Press::Round(RoundPress::GiveAnyway(round)));
    let today = desk
        .rounds()
        .filter(|round| round.is_open() && round.slot().is_some())
        .max_by_key(|round| round.opened_at)
        .expect("today's")
        .id;
    desk.presses(BEN, Press::Round(RoundPress::Another(today)));
    desk.goes_on_to("2026-11-25T20:40:00Z");
    desk.says(BEN, "thursday, nearly");
    desk.commands(BEN, Command::Today);
    desk.commands(BEN, Command::Settings);
    desk.commands(BEN, Command::Start);
    desk.presses(
        BEN,
        Press::Settings(SettingsPress::Toggle(Switch::TellSealed)),
    );
    desk.goes_on_to("2026-11-30T20:35:00Z");
    desk.got(BEN)
        .iter()
        .map(|got| {
            let shown = got.shown.iter().map(|shown| without_row_names(shown));
            (shown.collect(), got.send.sound, got.at)
        })
        .collect()
}

/// The last part of a prompt's row name is chance, and nobody sees it.
pub fn without_row_names(shown: &str) -> String {
    let mut pieces = shown.split("card:");
    let mut plain = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        let end = piece.find('"').unwrap_or(piece.len());
        let (name, rest) = piece.split_at(end);
        let seat = name.rfind(':').unwrap_or(name.len());
        plain.push_str(&name[..seat]);
        plain.push_str(rest);
    }
    plain
}

#[test]
fn for_seven_days_a_quiet_leave_looks_like_someone_who_does_not_answer() {
    for sealed in [false, true] {
        let silent = bens_days(false, sealed);
        let left = bens_days(true, sealed);
        assert!(silent.len() > 30);
        for (n, (silent, left)) in silent.iter().zip(&left).enumerate() {
            assert_eq!(silent, left, "message {n}");
        }
        assert_eq!(silent.len(), left.len());
    }
}

#[test]
fn what_was_sealed_and_told_of_vanishes_as_if_taken_back() {
    let run = |leaves: bool| {
        let (mut desk, round) = Desk::evening();
        desk.says(ANA, "a slow, warm day");
        desk.passes(mins(5));
        desk.forget_the_past();
        if leaves {
            desk.presses(
                ANA,
                Press::Couple(CouplePress::LeaveQuietly(desk.couple_of(ANA))),
            );
        } else {
            desk.presses(ANA, Press::Round(RoundPress::TakeBack(round)));
        }
        desk.passes(hours(1));
        desk.says(BEN, "tired and glad");
        desk.passes(hours(1));
        desk.got(BEN)
            .iter()
            .map(|got| (got.shown.clone(), got.at))
            .collect::<Vec<_>>()
    };
    assert_eq!(run(false), run(true));
}

#[test]
fn the_one_line_comes_after_seven_days_with_what_is_theirs() {
    let (mut desk, _) = Desk::evening();
    let couple = desk.couple_of(ANA);
    desk.presses(ANA, Press::Couple(CouplePress::LeaveQuietly(couple)));
    let left_at = desk.now;
    desk.passes(days(7) - hours(2));
    let open: Vec<RoundId> = desk.open();
    desk.says(BEN, "nobody will read this");
    desk.forget_the_past();
    desk.passes(hours(2) - secs(1));
    assert!(!desk.reads(BEN).contains(&"PartnerLeft".into()));
    desk.passes(secs(1));
    assert_eq!(desk.now, left_at + days(7));
    let read = desk.reads(BEN);
    assert!(read.contains(&"PartnerLeft".into()), "{read:?}");
    assert!(open.iter().all(|round| desk.round(*round).is_closed()));
    desk.presses(BEN, Press::Couple(CouplePress::KeepAll(couple)));
    assert_eq!(desk.reads(BEN), ["~HalvesDone"]);
    assert_eq!(
        desk.presses(ANA, Press::Couple(CouplePress::KeepAll(couple))),
        no(Refusal::OldButton)
    );
}

#[test]
fn what_is_given_to_someone_who_left_quietly_is_kept_for_nobody() {
    let (mut desk, round) = Desk::evening();
    desk.says(BEN, "tired and glad");
    desk.presses(
        ANA,
        Press::Couple(CouplePress::LeaveQuietly(desk.couple_of(ANA))),
    );
    desk.goes_on_to("2026-11-24T20:33:00Z");
    desk.forget_the_past();
    assert_eq!(
        desk.presses(BEN, Press::Round(RoundPress::GiveAnyway(round))),
        Some(Toast::Quiet)
    );
    assert_eq!(desk.reads(BEN), ["~HalfDone"]);
    assert!(desk.kept_of(round, Seat::B).is_empty());
    desk.passes(days(3));
    assert_eq!(desk.reads(ANA), [""; 0]);
}

#[test]
fn the_leaver_is_free_at_once_and_nothing_of_the_old_couple_reaches_them() {
    let (mut desk, round) = Desk::evening();
    let old = desk.couple_of(ANA);
    let card = desk.last_card(ANA, round);
    desk.presses(ANA, Press::Couple(CouplePress::LeaveQuietly(old)));
    desk.forget_the_past();
    desk.says(ANA, "hello?");
    desk.replies(ANA, card, "hello there?");
    assert_eq!(desk.reads(ANA), ["NothingOpen", "NothingOpen"]);
    let link = desk.invites(ANA);
    desk.opens(CLEO, &link);
    let new = desk.all.couples_of(ANA).next().expect("a pairing").0.id;
    desk.presses(CLEO, Press::Couple(CouplePress::Accept(new)));
    desk.presses(ANA, Press::Couple(CouplePress::Confirm(new, CLEO)));
    assert_eq!(
        desk.all.together(ANA).map(|(couple, _)| couple.id),
        Some(new)
    );
    assert_eq!(
        desk.all.together(BEN).map(|(couple, _)| couple.id),
        Some(old)
    );
    desk.forget_the_past();
    for press in [
        Press::Round(RoundPress::Another(round)),
        Press::Round(RoundPress::Talk(round)),
        Press::Round(RoundPress::NotTonight(round)),
    ] {
        assert_eq!(desk.presses(ANA, press), no(Refusal::OldButton));
    }
    desk.goes_on_to("2026-12-03T12:00:00Z");
    let rounds: Vec<RoundId> = desk
        .rounds()
        .filter(|r| r.couple == old)
        .map(|r| r.id)
        .collect();
    for got in desk.got(ANA) {
        assert!(
            got.send
                .about
                .round()
                .is_none_or(|round| !rounds.contains(&round))
        );
    }
    assert_eq!(
        desk.all.together(ANA).map(|(couple, _)| couple.id),
        Some(new)
    );
    assert!(desk.all.together(BEN).is_none());
}

#[test]
fn a_wish_to_talk_leaves_with_the_one_who_had_it() {
    let (mut desk, round) = Desk::evening();
    desk.presses(ANA, Press::Round(RoundPress::Talk(round)));
    desk.presses(
        ANA,
        Press::Couple(CouplePress::LeaveQuietly(desk.couple_of(ANA))),
    );
    desk.presses(BEN, Press::Round(RoundPress::Talk(round)));
    assert!(desk.round(round).is_open());
}

#[test]
fn both_may_leave_quietly_and_the_second_ends_it() {
    let (mut desk, _) = Desk::evening();
    let couple = desk.couple_of(ANA);
    desk.presses(ANA, Press::Couple(CouplePress::LeaveQuietly(couple)));
    desk.passes(hours(5));
    desk.forget_the_past();
    desk.presses(BEN, Press::Couple(CouplePress::LeaveQuietly(couple)));
    assert_eq!(desk.reads(BEN), ["~CardOver", "~Left"]);
    assert!(desk.all.couples[&couple].is_ended());
    desk.passes(days(9));
    for who in [ANA, BEN] {
        assert_eq!(desk.reads(who), [""; 0]);
    }
}

#[test]
fn a_reveal_being_touched_does_not_open_once_one_left() {
    for quietly in [false, true] {
        let (mut desk, round) = Desk::evening();
        desk.touch_answers = false;
        desk.says(ANA, "a slow, warm day");
        desk.says(BEN, "tired and glad");
        desk.passes(secs(15));
        assert!(matches!(
            desk.round(round).phase,
            RoundPhase::Touching { .. }
        ));
        let couple = desk.couple_of(ANA);
        let leave = if quietly {
            Press::Couple(CouplePress::LeaveQuietly(couple))
        } else {
            Press::Couple(CouplePress::Leave(couple))
        };
        desk.presses(ANA, leave);
        desk.answers_touches();
        desk.passes(mins(1));
        assert!(!desk.round(round).is_revealed());
        assert_eq!(desk.kept_of(round, Seat::B), ["tired and glad"]);
    }
}

#[test]
fn only_the_two_can_end_it() {
    let (mut desk, _) = Desk::evening();
    desk.commands(CLEO, Command::Start);
    let couple = desk.couple_of(ANA);
    for press in [
        Press::Couple(CouplePress::Leave(couple)),
        Press::Couple(CouplePress::LeaveQuietly(couple)),
        Press::Couple(CouplePress::KeepAll(couple)),
    ] {
        assert_eq!(desk.presses(CLEO, press), no(Refusal::OldButton));
    }
    assert!(desk.all.together(ANA).is_some());
}
