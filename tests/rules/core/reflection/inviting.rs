//! From `/reflect` to the second yes.

use super::{act, agreed, asks, asks_when, at_hand, invited, says_yes, time};
use crate::core::desk::{ANA, BEN, CLEO, Desk, at, days, hours, mins};
use twofold::core::model::ids::Seat;
use twofold::core::model::person::Switch;
use twofold::core::model::reflection::{BREAK_MAX, BREAK_MIN, End, Phase};
use twofold::core::model::refusal::{CoupleRefusal, ReflectRefusal, Refusal};
use twofold::core::protocol::command::Command;
use twofold::core::protocol::effect::Toast;
use twofold::core::protocol::press::Press;
use twofold::core::protocol::reflection::{Act, ReflectPress};
use twofold::core::protocol::round::RoundPress;
use twofold::core::protocol::say::Say;
use twofold::core::protocol::settings::{SettingsPress, SettingsSay};
use twofold::library::Flavour;

#[test]
fn the_question_is_put_before_anything_is_sent() {
    let mut desk = Desk::couple();
    let couple = desk.couple_of(ANA);
    desk.commands(ANA, Command::Reflect);
    assert_eq!(desk.reads(ANA), ["Menu"]);
    let choose = ReflectPress::Choose(Flavour::Avoided);
    desk.presses(ANA, Press::Reflect(choose));
    assert_eq!(desk.reads(ANA), ["~Screening"]);
    let yes = ReflectPress::Screened(couple, Flavour::Avoided, true);
    desk.presses(ANA, Press::Reflect(yes));
    assert_eq!(desk.reads(ANA), ["~WasScreened", "When"]);
    assert_eq!(desk.reads(BEN), [""; 0]);
    assert!(desk.all.reflections.is_empty(), "nothing is kept of it yet");
}

#[test]
fn the_invitation_goes_at_once_and_a_yes_is_passed_on_at_once() {
    let (mut desk, id) = invited();
    assert_eq!(desk.reads(BEN), ["♪Invitation"]);
    desk.forget_the_past();
    act(&mut desk, BEN, id, Act::Yes);
    assert_eq!(desk.reads(BEN), ["Screening"]);
    assert_eq!(desk.reads(ANA), [""; 0], "not before the question");
    act(&mut desk, BEN, id, Act::Screened(true));
    assert_eq!(desk.reads(BEN), ["~WasScreened", "~YesPassedOn"]);
    assert_eq!(desk.reads(ANA), ["♪TheySaidYes"]);
    assert!(matches!(at_hand(&desk, id).phase, Phase::Break { .. }));
}

#[test]
fn only_times_that_are_possible_are_offered() {
    // At noon, in the evening, late, at night and in the morning, and with a partner who lives elsewhere.
    for zone in ["Europe/Lisbon", "America/New_York", "Pacific/Auckland"] {
        for hour in 0..24 {
            let mut desk = Desk::couple();
            desk.lives(BEN, zone);
            desk.passes(hours(hour));
            let couple = desk.couple_of(ANA);
            let offers = asks_when(&mut desk, ANA);
            assert!(!offers.is_empty(), "{zone} {hour}");
            for offer in offers {
                let mut desk = Desk::couple();
                desk.lives(BEN, zone);
                desk.passes(hours(hour));
                desk.presses(
                    ANA,
                    Press::Reflect(ReflectPress::At(couple, Flavour::Argument, offer)),
                );
                let on = desk.all.couples[&couple].reflect.on.expect("it is chosen");
                let Phase::Invited {
                    invite_at,
                    return_at,
                    ..
                } = at_hand(&desk, on).phase
                else {
                    panic!("invited");
                };
                let lasts = return_at.duration_since(invite_at);
                assert!(
                    lasts >= BREAK_MIN && lasts <= BREAK_MAX,
                    "{zone} {hour} {lasts}"
                );
                // Nobody is woken by it.
                desk.forget_the_past();
                desk.goes_on_to(&invite_at.to_string());
                let night = (invite_at.duration_since(desk.now)).is_zero();
                assert!(night);
            }
        }
    }
}

#[test]
fn after_nine_tomorrow_comes_first_and_lets_the_invitation_wait_for_morning() {
    let mut desk = Desk::couple();
    desk.goes_on_to("2026-11-23T21:10:00Z");
    let round = desk.only_open();
    desk.presses(BEN, Press::Round(RoundPress::NotTonight(round)));
    desk.forget_the_past();
    let offers = asks_when(&mut desk, ANA);
    assert!(offers[0].morning);
    assert_eq!(time(offers[0]), at("2026-11-24T09:00:00Z"));
    let soon: Vec<bool> = offers.iter().map(|offer| offer.morning).collect();
    assert_eq!(soon, [true, true, true, false, false, false]);
    asks(&mut desk, ANA, 0);
    assert_eq!(desk.reads(BEN), [""; 0], "it waits");
    desk.goes_on_to("2026-11-24T07:29:00Z");
    assert_eq!(desk.reads(BEN), [""; 0]);
    desk.goes_on_to("2026-11-24T07:31:00Z");
    assert_eq!(desk.reads(BEN), ["♪Invitation"]);
}

#[test]
fn in_the_invited_ones_quiet_hours_it_waits_for_their_end() {
    let mut desk = Desk::couple();
    desk.goes_on_to("2026-11-23T23:30:00Z");
    desk.forget_the_past();
    asks(&mut desk, ANA, 0);
    assert_eq!(desk.reads(BEN), [""; 0]);
    desk.goes_on_to("2026-11-24T07:30:00Z");
    assert_eq!(desk.reads(BEN), ["♪Invitation"]);
}

#[test]
fn a_time_that_has_become_impossible_is_asked_again() {
    let mut desk = Desk::couple();
    let offer = asks_when(&mut desk, ANA)[0];
    desk.passes(mins(30));
    let couple = desk.couple_of(ANA);
    desk.forget_the_past();
    let late = ReflectPress::At(couple, Flavour::Argument, offer);
    desk.presses(ANA, Press::Reflect(late));
    assert_eq!(desk.reads(ANA), ["~When"]);
    assert!(desk.all.reflections.is_empty());
}

#[test]
fn without_a_yes_it_reads_not_now_at_the_stated_return() {
    let (mut desk, id) = invited();
    let return_at = at_hand(&desk, id).return_at().expect("a return");
    desk.forget_the_past();
    act(&mut desk, BEN, id, Act::No);
    assert_eq!(desk.reads(BEN), ["~Declined"]);
    assert_eq!(desk.reads(ANA), [""; 0]);
    desk.goes_on_to(&(return_at - mins(1)).to_string());
    assert_eq!(desk.reads(ANA), [""; 0]);
    desk.goes_on_to(&return_at.to_string());
    assert_eq!(desk.reads(ANA), ["NotNow"]);
    assert_eq!(desk.reads(BEN), [""; 0]);
    let over = at_hand(&desk, id).phase;
    assert!(matches!(
        over,
        Phase::Over {
            how: End::NotNow,
            ..
        }
    ));
    // A late yes is an old button.
    let toast = act(&mut desk, BEN, id, Act::Yes);
    assert_eq!(toast, Some(Toast::Refused(Refusal::OldButton)));
}

#[test]
fn an_unanswered_invitation_says_that_it_is_over() {
    let (mut desk, _) = invited();
    desk.forget_the_past();
    desk.passes(hours(2));
    assert_eq!(desk.reads(ANA), ["NotNow"]);
    assert_eq!(desk.reads(BEN), ["~InvitationOver"]);
}

#[test]
fn a_no_can_become_a_yes_until_the_return() {
    let (mut desk, id) = invited();
    act(&mut desk, BEN, id, Act::No);
    desk.forget_the_past();
    desk.commands(BEN, Command::Reflect);
    assert_eq!(desk.reads(BEN), ["Running", "~Card", "Invitation"]);
    says_yes(&mut desk, BEN, id);
    assert_eq!(desk.reads(ANA), ["♪TheySaidYes"]);
}

#[test]
fn the_asker_can_take_it_back() {
    let (mut desk, id) = invited();
    desk.forget_the_past();
    let toast = act(&mut desk, BEN, id, Act::Withdraw);
    assert_eq!(toast, Some(Toast::Refused(Refusal::OldButton)), "not Ben's");
    act(&mut desk, ANA, id, Act::Withdraw);
    assert_eq!(desk.reads(ANA), ["~Withdrawn"]);
    assert_eq!(desk.reads(BEN), ["~InvitationOver"]);
    desk.passes(hours(3));
    assert_eq!(desk.reads(ANA), [""; 0]);
}

#[test]
fn three_invitations_a_week_are_enough() {
    let mut desk = Desk::couple();
    for _ in 0..3 {
        let id = asks(&mut desk, ANA, 0);
        act(&mut desk, ANA, id, Act::Withdraw);
    }
    let choose = || Press::Reflect(ReflectPress::Choose(Flavour::Argument));
    desk.forget_the_past();
    let toast = desk.presses(ANA, choose());
    assert_eq!(
        toast,
        Some(Toast::Refused(Refusal::Reflect(
            ReflectRefusal::InvitedEnough
        )))
    );
    // The other way round they are counted apart, and a week later it begins again.
    let toast = desk.presses(BEN, choose());
    assert_eq!(toast, Some(Toast::Quiet));
    desk.passes(days(8));
    let toast = desk.presses(ANA, choose());
    assert_eq!(toast, Some(Toast::Quiet));
}

#[test]
fn a_stranger_and_an_old_partner_press_nothing() {
    let (mut desk, id) = invited();
    for press in [
        Act::Yes,
        Act::No,
        Act::Screened(true),
        Act::Stop,
        Act::Keep(true),
    ] {
        let toast = act(&mut desk, CLEO, id, press);
        assert_eq!(toast, Some(Toast::Refused(Refusal::OldButton)));
    }
}

#[test]
fn alone_one_is_offered_only_what_one_does_alone() {
    let mut desk = Desk::empty("2026-11-23T12:00:00Z");
    desk.commands(CLEO, Command::Reflect);
    assert_eq!(desk.reads(CLEO), ["Menu"]);
    let argument = ReflectPress::Choose(Flavour::Argument);
    let toast = desk.presses(CLEO, Press::Reflect(argument));
    assert_eq!(
        toast,
        Some(Toast::Refused(Refusal::Couple(CoupleRefusal::NotTogether)))
    );
    desk.presses(CLEO, Press::Reflect(ReflectPress::Choose(Flavour::Alone)));
    assert_eq!(desk.reads(CLEO), ["Card"]);
}

#[test]
fn sooner_needs_both_and_one_alone_is_shown_to_nobody() {
    let (mut desk, id) = agreed();
    desk.commands(ANA, Command::Reflect);
    assert_eq!(desk.reads(ANA), ["Running", "EarlierAsk"]);
    act(&mut desk, ANA, id, Act::Earlier);
    assert_eq!(desk.reads(ANA), ["~EarlierNoted"]);
    assert_eq!(desk.reads(BEN), [""; 0]);
    act(&mut desk, BEN, id, Act::Earlier);
    // Twenty minutes are the least.
    let return_at = at_hand(&desk, id).return_at().expect("a return");
    let Phase::Break { since, .. } = at_hand(&desk, id).phase else {
        panic!("a break");
    };
    assert_eq!(return_at.duration_since(since), BREAK_MIN);
    assert_eq!(desk.reads(ANA), ["♪EarlierBoth"]);
    assert_eq!(desk.reads(BEN), ["~EarlierNoted", "EarlierBoth"]);
    desk.passes(mins(21));
    assert_eq!(at_hand(&desk, id).phase, Phase::Writing);
}

#[test]
fn after_twenty_minutes_sooner_is_now() {
    let (mut desk, id) = agreed();
    desk.passes(mins(25));
    act(&mut desk, ANA, id, Act::Earlier);
    desk.forget_the_past();
    act(&mut desk, BEN, id, Act::Earlier);
    assert_eq!(at_hand(&desk, id).phase, Phase::Writing);
    assert_eq!(desk.reads(ANA), ["♪Card"]);
    assert_eq!(desk.reads(BEN), ["~EarlierNoted", "Card"]);
}

#[test]
fn who_wants_no_invitations_gets_none_and_nobody_hears_of_it() {
    let mut desk = Desk::couple();
    let off = Press::Settings(SettingsPress::Toggle(Switch::Reflections));
    desk.presses(BEN, off);
    desk.forget_the_past();
    let id = asks(&mut desk, ANA, 0);
    assert_eq!(desk.reads(BEN), [""; 0]);
    desk.forget_the_past();
    desk.passes(hours(1));
    assert_eq!(desk.reads(ANA), ["NotNow"]);
    assert_eq!(desk.reads(BEN), [""; 0]);
    assert!(at_hand(&desk, id).is_over());
}

#[test]
fn who_asks_for_what_they_were_not_shown_has_said_yes() {
    let mut desk = Desk::couple();
    let off = Press::Settings(SettingsPress::Toggle(Switch::Reflections));
    desk.presses(BEN, off);
    let id = asks(&mut desk, ANA, 2);
    desk.forget_the_past();
    desk.commands(BEN, Command::Reflect);
    assert_eq!(
        desk.reads(BEN),
        ["Menu"],
        "nothing tells them that they were asked"
    );
    let same = asks(&mut desk, BEN, 0);
    assert_eq!(same, id);
    assert!(matches!(at_hand(&desk, id).phase, Phase::Break { .. }));
    assert_eq!(desk.reads(ANA), ["♪TheySaidYes"]);
    assert_eq!(at_hand(&desk, id).asked_by, Seat::A);
}

#[test]
fn no_more_of_these_switches_them_off() {
    let (mut desk, id) = invited();
    act(&mut desk, BEN, id, Act::No);
    desk.forget_the_past();
    desk.presses(BEN, Press::Reflect(ReflectPress::NoMoreInvitations));
    assert_eq!(desk.reads(BEN), ["~NoMoreInvitations"]);
    assert!(!desk.person(BEN).settings.reflections);
    assert!(
        desk.log
            .iter()
            .all(|got| got.send.to != ANA || got.send.say != Say::Settings(SettingsSay::Settings))
    );
}
