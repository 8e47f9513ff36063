//! The steps open from both sides, one at a time.

use super::{act, at_hand, kept, opened, sealed, step, was_shown, writes, writing};
use crate::core::desk::{ANA, BEN, Desk, mins};
use twofold::core::model::ids::Seat;
use twofold::core::model::reflection::Phase;
use twofold::core::model::refusal::Refusal;
use twofold::core::model::words::{FileKind, Text, Words};
use twofold::core::protocol::effect::Toast;
use twofold::core::protocol::press::Press;
use twofold::core::protocol::reflection::{Act, ReflectSay, TimerTurn};
use twofold::core::protocol::say::Say;

#[test]
fn nothing_opens_before_both_have_sealed() {
    let (mut desk, id) = writing();
    writes(&mut desk, ANA, id, "happened", "ana's side of it");
    act(&mut desk, ANA, id, Act::Seal);
    let toast = act(&mut desk, ANA, id, Act::Open(0));
    assert_eq!(toast, Some(Toast::Refused(Refusal::OldButton)));
    assert!(!was_shown(&desk, BEN, "ana's side of it"));
    writes(&mut desk, BEN, id, "happened", "ben's side of it");
    desk.forget_the_past();
    act(&mut desk, BEN, id, Act::Seal);
    assert!(desk.reads(ANA).contains(&"♪Ready".to_owned()));
    assert!(!was_shown(&desk, ANA, "ben's side of it"));
    assert!(!was_shown(&desk, BEN, "ana's side of it"));
}

#[test]
fn a_step_opens_to_both_at_once_on_either_ones_tap() {
    let (mut desk, id) = sealed();
    desk.forget_the_past();
    act(&mut desk, BEN, id, Act::Open(0));
    assert_eq!(desk.reads(ANA), ["~ReadyPassed", "♪Opened", "Listen"]);
    assert_eq!(desk.reads(BEN), ["~ReadyPassed", "Opened", "Listen"]);
    assert!(was_shown(&desk, ANA, "happened as 22 tells it"));
    assert!(was_shown(&desk, BEN, "happened as 11 tells it"));
    assert!(!was_shown(&desk, ANA, "will do, says 22"), "one at a time");
    // Both tap: one step opens.
    act(&mut desk, ANA, id, Act::Open(0));
    assert_eq!(at_hand(&desk, id).open_steps(), 1);
    act(&mut desk, ANA, id, Act::Open(1));
    assert_eq!(at_hand(&desk, id).open_steps(), 2);
    assert!(was_shown(&desk, ANA, "will do, says 22"));
}

#[test]
fn a_step_only_one_wrote_stays_closed_and_the_other_hears_nothing() {
    let (mut desk, id) = sealed();
    act(&mut desk, BEN, id, Act::Open(0));
    desk.forget_the_past();
    act(&mut desk, BEN, id, Act::Open(1));
    let learned = step(&desk, id, "learned");
    assert!(desk.reads(ANA).contains(&"OneSided".to_owned()));
    assert!(!desk.reads(BEN).contains(&"OneSided".to_owned()));
    assert!(!was_shown(&desk, BEN, "learned by ana alone"));
    let toast = act(&mut desk, BEN, id, Act::Give(learned as u8));
    assert_eq!(toast, Some(Toast::Refused(Refusal::OldButton)), "not Ben's");
    desk.forget_the_past();
    act(&mut desk, ANA, id, Act::Give(learned as u8));
    assert_eq!(desk.reads(BEN), ["♪Given"]);
    assert!(was_shown(&desk, BEN, "learned by ana alone"));
    let toast = act(&mut desk, ANA, id, Act::KeepClosed(learned as u8));
    assert_eq!(
        toast,
        Some(Toast::Refused(Refusal::OldButton)),
        "given is given"
    );
}

#[test]
fn what_stays_closed_is_destroyed_with_the_end() {
    let (mut desk, id) = opened();
    let learned = step(&desk, id, "learned") as u8;
    act(&mut desk, ANA, id, Act::KeepClosed(learned));
    assert_eq!(kept(&desk), 5);
    act(&mut desk, ANA, id, Act::Stop);
    assert_eq!(kept(&desk), 4, "what both opened stays for its week");
    assert!(!was_shown(&desk, BEN, "learned by ana alone"));
}

#[test]
fn files_come_along_and_leave_the_chat_again() {
    let (mut desk, id) = writing();
    super::goes_to(&mut desk, ANA, id, "happened");
    let voice = Words::File {
        kind: FileKind::Voice,
        file_id: "voice-1".into(),
        caption: Some(Text::plain("said into the phone")),
        album: None,
    };
    desk.hears(ANA, voice, None, desk.now);
    act(&mut desk, ANA, id, Act::Seal);
    writes(&mut desk, BEN, id, "happened", "written by ben");
    act(&mut desk, BEN, id, Act::Seal);
    desk.forget_the_past();
    act(&mut desk, ANA, id, Act::Open(0));
    assert_eq!(
        desk.reads(BEN),
        ["~ReadyPassed", "♪Opened", "File", "Listen"]
    );
    let file = desk
        .log
        .iter()
        .rev()
        .find(|got| matches!(got.send.say, Say::Reflect(ReflectSay::File { .. })));
    let file = file.expect("the voice note");
    assert!(file.shown[0].starts_with("sendVoice"));
    assert!(file.send.gone_after.is_some());
}

/// Who of the two begins.
fn first(desk: &Desk) -> Seat {
    let mut log = desk.log.iter().rev();
    log.find_map(|got| match got.send.say {
        Say::Reflect(ReflectSay::Timer {
            turn: TimerTurn::First,
            first,
            ..
        }) => Some(first),
        _ => None,
    })
    .expect("a timer")
}

#[test]
fn ten_minutes_each_with_one_message_at_each_change_of_turn() {
    let (mut desk, id) = sealed();
    act(&mut desk, ANA, id, Act::Open(0));
    desk.forget_the_past();
    act(&mut desk, BEN, id, Act::Timer);
    assert_eq!(desk.reads(ANA), ["Timer", "~Listen"], "silent");
    assert_eq!(desk.reads(BEN), ["Timer", "~Listen"]);
    desk.passes(mins(9));
    assert_eq!(desk.reads(ANA), [""; 0]);
    desk.passes(mins(1));
    assert_eq!(desk.reads(ANA), ["♪Timer"]);
    assert_eq!(desk.reads(BEN), ["♪Timer"]);
    desk.passes(mins(10));
    assert_eq!(desk.reads(ANA), ["♪Timer", "~Listen"]);
    assert_eq!(at_hand(&desk, id).timer, None);
}

#[test]
fn who_begins_is_fair_over_time() {
    let (mut desk, id) = sealed();
    act(&mut desk, ANA, id, Act::Open(0));
    let mut began = [0; 2];
    for _ in 0..6 {
        act(&mut desk, ANA, id, Act::Timer);
        began[first(&desk).index()] += 1;
        act(&mut desk, BEN, id, Act::EndTimer);
        assert!(began[0].max(began[1]) - began[0].min(began[1]) <= 1);
        desk.passes(mins(1));
    }
    assert_eq!(began, [3, 3]);
}

#[test]
fn going_on_ends_the_timer() {
    let (mut desk, id) = sealed();
    act(&mut desk, ANA, id, Act::Open(0));
    act(&mut desk, ANA, id, Act::Timer);
    act(&mut desk, ANA, id, Act::Open(1));
    desk.forget_the_past();
    desk.passes(mins(30));
    assert_eq!(desk.reads(ANA), [""; 0]);
    let toast = act(&mut desk, ANA, id, Act::EndTimer);
    assert_eq!(toast, Some(Toast::Refused(Refusal::OldButton)));
}

#[test]
fn the_last_page_closes_it_for_today_and_asks_whether_to_keep_it() {
    let (mut desk, id) = sealed();
    act(&mut desk, ANA, id, Act::Open(0));
    act(&mut desk, ANA, id, Act::Open(1));
    desk.forget_the_past();
    act(&mut desk, ANA, id, Act::Open(2));
    assert_eq!(desk.reads(BEN), ["~Listen", "Closing", "KeepAsk"]);
    assert!(matches!(at_hand(&desk, id).phase, Phase::Resting { .. }));
}

#[test]
fn with_nothing_that_both_wrote_it_closes_without_opening_anything() {
    let (mut desk, id) = writing();
    writes(&mut desk, ANA, id, "happened", "only ana's");
    act(&mut desk, ANA, id, Act::Seal);
    writes(&mut desk, BEN, id, "will", "only ben's");
    act(&mut desk, BEN, id, Act::Seal);
    desk.forget_the_past();
    act(&mut desk, ANA, id, Act::Open(0));
    assert_eq!(desk.reads(BEN), ["OneSided", "~ReadyPassed", "Closing"]);
    assert!(!was_shown(&desk, BEN, "only ana's"));
    let toast = desk.presses(
        ANA,
        Press::Reflect(twofold::core::protocol::reflection::ReflectPress::On(
            id,
            Act::Open(0),
        )),
    );
    assert_eq!(toast, Some(Toast::Refused(Refusal::OldButton)));
}
