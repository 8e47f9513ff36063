//! What two people do in an order nobody planned: twice, too late, after a break of days, with a clock that was wrong.

use super::{
    act, agreed, asks, asks_when, at_hand, goes_to, invited, kept, opened, says_yes, sealed, step,
    time, was_shown, writes, writing,
};
use crate::core::desk::{ANA, BEN, Desk, days, hours, mins};
use twofold::core::model::ids::Seat;
use twofold::core::model::person::Switch;
use twofold::core::model::reflection::{BREAK_MIN, KEPT_FOR, Phase, SILENT_FOR};
use twofold::core::model::refusal::Refusal;
use twofold::core::model::words::{FileKind, Words};
use twofold::core::protocol::command::Command;
use twofold::core::protocol::couple::CouplePress;
use twofold::core::protocol::effect::{Effect, QueueChange, Target, Toast};
use twofold::core::protocol::plan::PlanPress;
use twofold::core::protocol::press::Press;
use twofold::core::protocol::reflection::{Act, ReflectPress, ReflectSay, Show};
use twofold::core::protocol::say::{ChatSay, Say};
use twofold::core::protocol::settings::SettingsPress;
use twofold::library::{Flavour, NowId};

fn voice(id: &str) -> Words {
    Words::File {
        kind: FileKind::Voice,
        file_id: id.into(),
        caption: None,
        album: None,
    }
}

fn felt(word: &str) -> Act {
    Act::Now(NowId::parse(word).expect("a word"))
}

#[test]
fn pressed_twice_the_question_and_what_follows_it_come_once() {
    let (mut desk, id) = invited();
    desk.forget_the_past();
    for _ in 0..2 {
        act(&mut desk, BEN, id, Act::Yes);
    }
    assert_eq!(desk.reads(BEN), ["Screening"]);
    // Later it comes again: it may have been lost from sight.
    desk.passes(mins(5));
    act(&mut desk, BEN, id, Act::Yes);
    assert_eq!(desk.reads(BEN), ["Screening"]);
    desk.passes(mins(1));
    for _ in 0..2 {
        act(&mut desk, BEN, id, Act::Screened(false));
    }
    let reads = desk.reads(BEN);
    assert_eq!(reads.iter().filter(|word| *word == "NotSafe").count(), 1);

    let mut desk = Desk::couple();
    let couple = desk.couple_of(ANA);
    for _ in 0..2 {
        let press = ReflectPress::Screened(couple, Flavour::Argument, true);
        desk.presses(ANA, Press::Reflect(press));
    }
    assert_eq!(desk.reads(ANA), ["~WasScreened", "When", "~WasScreened"]);
}

#[test]
fn a_time_tapped_twice_asks_once() {
    let mut desk = Desk::couple();
    let offer = asks_when(&mut desk, ANA)[1];
    let couple = desk.couple_of(ANA);
    desk.forget_the_past();
    for _ in 0..2 {
        let press = ReflectPress::At(couple, Flavour::Argument, offer);
        desk.presses(ANA, Press::Reflect(press));
    }
    assert_eq!(desk.reads(ANA), ["~Sent", "~Sent"]);
    assert_eq!(desk.reads(BEN), ["♪Invitation"]);
}

#[test]
fn only_for_me_tapped_twice_is_one_page() {
    let mut desk = Desk::couple();
    let alone = || Press::Reflect(ReflectPress::Choose(Flavour::Alone));
    for _ in 0..2 {
        assert_eq!(desk.presses(ANA, alone()), Some(Toast::Quiet));
    }
    assert_eq!(desk.reads(ANA), ["Card"]);
    desk.passes(mins(1));
    desk.presses(ANA, alone());
    assert_eq!(
        desk.reads(ANA),
        ["~Card", "Card"],
        "it had moved out of sight"
    );
}

#[test]
fn who_says_that_it_is_not_safe_when_it_is_over_reads_why_all_the_same() {
    for yes in [true, false] {
        let (mut desk, id) = invited();
        act(&mut desk, BEN, id, Act::Yes);
        desk.passes(hours(2));
        assert!(at_hand(&desk, id).is_over());
        desk.forget_the_past();
        let toast = act(&mut desk, BEN, id, Act::Screened(yes));
        assert_eq!(toast, Some(Toast::Quiet));
        let reads = desk.reads(BEN);
        assert_eq!(reads[0], "~WasScreened");
        assert_eq!(reads.contains(&"NotSafe".to_owned()), !yes);
        assert_eq!(desk.reads(ANA), [""; 0]);
    }
}

#[test]
fn taking_the_line_away_takes_the_question_with_it() {
    let (mut desk, id) = invited();
    act(&mut desk, BEN, id, Act::Yes);
    desk.passes(mins(1));
    act(&mut desk, BEN, id, Act::Screened(false));
    let got = desk.got(BEN);
    let line = got.last().expect("a line");
    let Say::Reflect(ReflectSay::NotSafe { question }) = line.send.say else {
        panic!("why it is not for that");
    };
    assert!(
        line.shown[0].contains(&format!("sfd:{:x}", question.0)),
        "{}",
        line.shown[0]
    );
}

#[test]
fn an_invitation_shown_again_is_the_one_that_counts() {
    let (mut desk, id) = invited();
    act(&mut desk, BEN, id, Act::No);
    desk.forget_the_past();
    desk.commands(BEN, Command::Reflect);
    assert_eq!(desk.reads(BEN), ["Running", "~Card", "Invitation"]);
    let newest = at_hand(&desk, id).invitation_key();
    let edits: Vec<&Target> = desk
        .log
        .iter()
        .filter(|got| got.send.to == BEN && !got.is_new())
        .map(|got| &got.send.target)
        .collect();
    assert!(!edits.contains(&&Target::Sent(newest.clone())));
    // Left open it says that it is over; the copy further up has no buttons any more.
    desk.forget_the_past();
    desk.passes(hours(2));
    let got = desk.got(BEN);
    assert_eq!(got.len(), 1);
    assert_eq!(got[0].word(), "~InvitationOver");
    assert_eq!(got[0].send.target, Target::Sent(newest));
    assert_eq!(desk.reads(ANA), ["NotNow"]);
}

#[test]
fn who_was_not_shown_the_invitation_has_a_break_of_their_own() {
    let mut desk = Desk::couple();
    let off = Press::Settings(SettingsPress::Toggle(Switch::Reflections));
    desk.presses(BEN, off);
    let id = asks(&mut desk, ANA, 0);
    desk.passes(mins(28));
    asks(&mut desk, BEN, 1);
    let return_at = at_hand(&desk, id).return_at().expect("a return");
    assert_eq!(return_at, desk.now + BREAK_MIN);
}

#[test]
fn what_both_have_sealed_is_changed_by_no_edit() {
    let (mut desk, id) = writing();
    goes_to(&mut desk, ANA, id, "happened");
    let old = desk.says(ANA, "long ago and harmless");
    desk.passes(hours(50));
    act(&mut desk, ANA, id, Act::Seal);
    // Still in the chat, for Telegram deletes nothing so old: until both have sealed an edit counts.
    desk.edits(ANA, old, "edited in time");
    writes(&mut desk, BEN, id, "happened", "what ben saw");
    act(&mut desk, BEN, id, Act::Seal);
    assert_eq!(at_hand(&desk, id).phase, Phase::Opening);
    desk.forget_the_past();
    desk.edits(ANA, old, "edited too late");
    assert_eq!(desk.reads(ANA), ["StepOpened"]);
    assert_eq!(desk.reads(BEN), [""; 0]);
    act(&mut desk, BEN, id, Act::Open(0));
    assert!(was_shown(&desk, BEN, "edited in time"));
    assert!(!was_shown(&desk, BEN, "edited too late"));
}

#[test]
fn the_sealed_page_says_what_telegram_leaves_standing() {
    let (mut desk, id) = writing();
    writes(&mut desk, ANA, id, "happened", "long ago");
    desk.passes(hours(50));
    writes(&mut desk, ANA, id, "learned", "just now");
    act(&mut desk, ANA, id, Act::Seal);
    assert_eq!(at_hand(&desk, id).left_standing(Seat::A), 1);
    let got = desk.got(ANA);
    let page = got.iter().rfind(|got| got.word() == "~Card");
    let page = &page.expect("a page").shown[0];
    assert!(page.contains("One older message of yours"), "{page}");
}

#[test]
fn starting_a_step_over_after_a_take_back_touches_no_message_that_is_gone() {
    let (mut desk, id) = writing();
    writes(&mut desk, ANA, id, "happened", "first try");
    act(&mut desk, ANA, id, Act::Seal);
    act(&mut desk, ANA, id, Act::TakeBack);
    let happened = step(&desk, id, "happened") as u8;
    act(&mut desk, ANA, id, Act::Page(happened));
    desk.forget_the_past();
    act(&mut desk, ANA, id, Act::Clear(happened));
    assert_eq!(kept(&desk), 0);
    assert_eq!(desk.reads(ANA), ["~Card"], "no reaction on what is gone");
}

#[test]
fn of_a_page_too_old_to_be_deleted_nothing_is_left_to_read() {
    let (mut desk, id) = writing();
    goes_to(&mut desk, ANA, id, "felt");
    desk.passes(hours(60));
    desk.forget_the_past();
    act(&mut desk, BEN, id, Act::Stop);
    let card = at_hand(&desk, id).card_key(Seat::A);
    let got = desk.got(ANA);
    let on_card: Vec<&Say> = got
        .iter()
        .filter(|got| got.send.target == Target::Sent(card.clone()))
        .map(|got| &got.send.say)
        .collect();
    assert!(matches!(
        on_card[..],
        [
            Say::Reflect(ReflectSay::Card {
                show: Show::Passed(None),
                ..
            }),
            Say::Chat(ChatSay::Delete)
        ]
    ));
}

#[test]
fn after_an_outage_the_timer_ends_once() {
    let (mut desk, id) = sealed();
    act(&mut desk, ANA, id, Act::Open(0));
    act(&mut desk, ANA, id, Act::Timer);
    desk.forget_the_past();
    desk.sleeps(mins(45));
    desk.ticks();
    assert_eq!(desk.reads(ANA), ["♪Timer", "~Listen"]);
    assert_eq!(at_hand(&desk, id).timer, None);
}

#[test]
fn an_outage_over_the_return_begins_it_late_and_a_yes_in_the_backlog_counts() {
    let (mut desk, id) = invited();
    desk.sleeps(hours(3));
    // What was pressed meanwhile is applied before the clock may act.
    act(&mut desk, BEN, id, Act::Yes);
    act(&mut desk, BEN, id, Act::Screened(true));
    desk.forget_the_past();
    desk.ticks();
    assert_eq!(at_hand(&desk, id).phase, Phase::Writing);
    assert_eq!(desk.reads(ANA), ["♪Card"]);
    assert_eq!(desk.reads(BEN), ["♪Card"]);
}

#[test]
fn words_written_during_a_pause_are_not_counted_twice() {
    let (mut desk, id) = writing();
    desk.presses(BEN, Press::Plan(PlanPress::PauseOpen));
    desk.passes(days(4));
    writes(&mut desk, ANA, id, "happened", "on the fourth day");
    desk.commands(ANA, Command::Resume);
    desk.passes(SILENT_FOR - mins(1));
    assert!(!at_hand(&desk, id).is_over());
    desk.passes(mins(2));
    assert!(at_hand(&desk, id).is_over());
}

#[test]
fn the_next_one_need_not_wait_for_how_it_is_now() {
    let (mut desk, first) = opened();
    desk.commands(ANA, Command::Reflect);
    assert_eq!(desk.reads(ANA), ["Running", "Closing"], "the day before");
    desk.passes(days(1));
    act(&mut desk, ANA, first, felt("heavier"));
    desk.forget_the_past();
    let second = asks(&mut desk, ANA, 1);
    assert_ne!(first, second);
    assert!(at_hand(&desk, first).is_over());
    assert!(desk.reads(BEN).contains(&"♪Invitation".to_owned()));
    says_yes(&mut desk, BEN, second);
    assert!(matches!(at_hand(&desk, second).phase, Phase::Break { .. }));
    // What she felt after the first still counts after the second.
    assert!(at_hand(&desk, second).before[Seat::A.index()].is_some());
}

#[test]
fn how_it_is_now_shows_no_word_once_it_is_over() {
    let (mut desk, id) = opened();
    desk.passes(days(1));
    act(&mut desk, ANA, id, felt("heavier"));
    desk.forget_the_past();
    act(&mut desk, BEN, id, felt("lighter"));
    for who in [ANA, BEN] {
        let got = desk.got(who);
        let now = got.iter().rfind(|got| got.word() == "~HowNow");
        let shown = &now.expect("the question without buttons").shown[0];
        assert!(
            !shown.contains('✓') && !shown.contains("Heavier"),
            "{shown}"
        );
    }
}

#[test]
fn a_stop_destroys_what_was_tapped_a_day_later() {
    let (mut desk, id) = opened();
    desk.passes(days(1));
    let before = kept(&desk);
    act(&mut desk, ANA, id, felt("heavier"));
    assert_eq!(kept(&desk), before + 1);
    act(&mut desk, BEN, id, Act::Stop);
    assert!(
        at_hand(&desk, id)
            .sides
            .iter()
            .all(|side| side.now.is_none())
    );
    assert!(desk.felt.is_empty());
}

#[test]
fn leaving_destroys_what_was_tapped_after_the_last_one() {
    for quietly in [false, true] {
        let (mut desk, id) = opened();
        desk.passes(days(1));
        act(&mut desk, ANA, id, felt("heavier"));
        act(&mut desk, BEN, id, felt("lighter"));
        assert!(at_hand(&desk, id).is_over());
        assert_eq!(desk.felt.len(), 2, "kept for the next one");
        let couple = desk.couple_of(ANA);
        desk.presses(
            ANA,
            if quietly {
                Press::Couple(CouplePress::LeaveQuietly(couple))
            } else {
                Press::Couple(CouplePress::Leave(couple))
            },
        );
        assert_eq!(
            desk.felt.len(),
            usize::from(quietly),
            "the leaver's at once"
        );
        desk.passes(days(8));
        assert!(desk.felt.is_empty());
    }
}

#[test]
fn voices_come_back_when_both_keep_it() {
    let (mut desk, id) = writing();
    goes_to(&mut desk, ANA, id, "happened");
    desk.hears(ANA, voice("voice-1"), None, desk.now);
    act(&mut desk, ANA, id, Act::Seal);
    writes(&mut desk, BEN, id, "happened", "written by ben");
    act(&mut desk, BEN, id, Act::Seal);
    act(&mut desk, ANA, id, Act::Open(0));
    desk.forget_the_past();
    act(&mut desk, ANA, id, Act::Open(1));
    let asked = desk.got(ANA);
    let asked = asked.iter().find(|got| got.word() == "KeepAsk");
    let asked = &asked.expect("whether to keep it").shown[0];
    assert!(asked.contains("leave the chat after two days"), "{asked}");
    desk.passes(days(3));
    desk.forget_the_past();
    act(&mut desk, ANA, id, Act::Keep(true));
    assert_eq!(desk.reads(BEN), [""; 0]);
    act(&mut desk, BEN, id, Act::Keep(true));
    let got = desk.got(BEN);
    let file = got.iter().find(|got| got.word() == "File");
    let file = file.expect("the voice note");
    assert!(file.shown[0].contains("voice-1"));
    assert_eq!(file.send.gone_after, None, "it stays");
    let hidden = |effect: &&Effect| matches!(effect, Effect::Queue(QueueChange::HideShown { to, .. }) if *to == BEN);
    assert_eq!(
        desk.effects.iter().filter(hidden).count(),
        1,
        "never twice in the chat"
    );
    assert_eq!(desk.reads(ANA), ["~KeepNoted", "~Kept"]);
}

#[test]
fn a_clock_that_was_days_ahead_holds_nothing_up_when_it_is_set_right() {
    let ahead = days(30);
    let begin = || {
        let mut desk = Desk::couple();
        let right = desk.now;
        desk.passes(ahead);
        (desk, right)
    };
    // An invitation …
    let (mut desk, right) = begin();
    let id = asks(&mut desk, ANA, 1);
    desk.now = right;
    desk.forget_the_past();
    desk.tick(desk.couple_of(ANA));
    assert!(at_hand(&desk, id).is_over());
    assert_eq!(desk.reads(ANA), ["NotNow"]);
    for _ in 0..3 {
        let id = asks(&mut desk, ANA, 1);
        act(&mut desk, ANA, id, Act::Withdraw);
    }
    // … a break …
    let (mut desk, right) = begin();
    let id = asks(&mut desk, ANA, 1);
    says_yes(&mut desk, BEN, id);
    desk.now = right;
    desk.tick(desk.couple_of(ANA));
    assert_eq!(at_hand(&desk, id).return_at(), Some(right + BREAK_MIN));
    // … silence, and what is to be erased.
    desk.passes(mins(21));
    assert_eq!(at_hand(&desk, id).phase, Phase::Writing);
    desk.passes(SILENT_FOR + mins(1));
    assert!(at_hand(&desk, id).is_over());
    let (mut desk, id) = opened();
    let right = desk.now;
    let couple = desk.couple_of(ANA);
    desk.passes(hours(1));
    desk.all.reflections.get_mut(&id).expect("it").erase_at = Some(desk.now + ahead);
    desk.tick(couple);
    assert!(at_hand(&desk, id).erase_at <= Some(right + hours(1) + KEPT_FOR));
}

#[test]
fn after_midnight_the_coming_morning_is_not_tomorrow() {
    let mut desk = Desk::couple();
    desk.goes_on_to("2026-11-24T00:30:00Z");
    let offers = asks_when(&mut desk, ANA);
    assert!(offers[0].morning);
    assert_eq!(
        time(offers[0]),
        crate::core::desk::at("2026-11-24T09:00:00Z")
    );
    let got = desk.got(ANA);
    let when = &got.last().expect("times").shown[0];
    for label in ["In the morning · 09:00", "Today · 13:00", "Today · 19:00"] {
        assert!(when.contains(label), "{label}: {when}");
    }
    assert!(!when.contains("Tomorrow"), "{when}");

    let mut desk = Desk::couple();
    desk.goes_on_to("2026-11-23T21:30:00Z");
    asks_when(&mut desk, ANA);
    let got = desk.got(ANA);
    let when = &got.last().expect("times").shown[0];
    assert!(when.contains("In 3 hours · 00:30"), "{when}");
}

#[test]
fn across_a_change_of_the_clocks_the_break_is_as_long_as_it_says() {
    // Lisbon goes back from two to one in the night to 2027-10-31, and forward in the night to 2027-03-28.
    for (evening, night) in [
        ("2027-10-30T20:30:00Z", "the longer night"),
        ("2027-03-27T21:30:00Z", "the shorter night"),
    ] {
        let mut desk = Desk::couple();
        desk.goes_on_to(evening);
        let zone = jiff::tz::TimeZone::get("Europe/Lisbon").expect("a zone");
        for offer in asks_when(&mut desk, ANA) {
            let at = time(offer);
            assert!(at.duration_since(desk.now) >= BREAK_MIN, "{night}");
            let local = zone.to_datetime(at);
            if offer.morning {
                assert!([9, 13, 19].contains(&local.hour()), "{night}: {local}");
            }
        }
    }
}

#[test]
fn everything_may_be_said_by_voice_alone() {
    let (mut desk, id) = writing();
    for (who, name) in [(ANA, "hers"), (BEN, "his")] {
        for step in ["felt", "happened", "learned", "will"] {
            goes_to(&mut desk, who, id, step);
            desk.hears(who, voice(&format!("{name}-{step}")), None, desk.now);
        }
        act(&mut desk, who, id, Act::Seal);
    }
    for open in 0..5 {
        act(&mut desk, ANA, id, Act::Open(open));
    }
    assert!(matches!(at_hand(&desk, id).phase, Phase::Resting { .. }));
    for step in ["felt", "happened", "learned", "will"] {
        assert!(was_shown(&desk, BEN, &format!("hers-{step}")));
        assert!(was_shown(&desk, ANA, &format!("his-{step}")));
    }
}

#[test]
fn a_pause_in_the_break_keeps_the_return_that_was_named() {
    let (mut desk, id) = agreed();
    desk.presses(BEN, Press::Plan(PlanPress::PauseOpen));
    desk.passes(hours(1) + mins(1));
    assert_eq!(at_hand(&desk, id).phase, Phase::Writing);
}

#[test]
fn both_stop_at_once_and_it_ends_once() {
    let (mut desk, id) = sealed();
    desk.forget_the_past();
    act(&mut desk, ANA, id, Act::Stop);
    let toast = act(&mut desk, BEN, id, Act::Stop);
    assert_eq!(toast, Some(Toast::Refused(Refusal::OldButton)));
    let over = |words: Vec<String>| words.iter().filter(|word| *word == "Over").count();
    assert_eq!(over(desk.reads(ANA)), 0);
    assert_eq!(over(desk.reads(BEN)), 1);
}
