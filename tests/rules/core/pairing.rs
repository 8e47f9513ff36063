//! Two people become a couple: links, acceptances, the inviter's yes and no, and everything that comes to nothing.

use crate::core::desk::{ANA, BEN, CLEO, DAN, Desk, days, hours, mins, secs};
use twofold::core::model::couple::Phase;
use twofold::core::model::ids::Seat;
use twofold::core::model::person::Switch;
use twofold::core::model::refusal::{CoupleRefusal, Refusal, RoundRefusal};
use twofold::core::model::round::{Closed, RoundPhase};
use twofold::core::protocol::command::Command;
use twofold::core::protocol::couple::{CouplePress, CoupleSay};
use twofold::core::protocol::effect::Toast;
use twofold::core::protocol::press::Press;
use twofold::core::protocol::round::RoundPress;
use twofold::core::protocol::say::Say;
use twofold::core::protocol::settings::SettingsPress;

const NOON: &str = "2026-11-22T12:00:00Z";

fn said_no(toast: Option<Toast>) -> Refusal {
    match toast {
        Some(Toast::Refused(refusal)) => refusal,
        other => panic!("no refusal: {other:?}"),
    }
}

#[test]
fn the_first_prompt_stands_under_the_link_and_its_answer_is_sealed_while_waiting() {
    let mut desk = Desk::empty(NOON);
    desk.invites(ANA);
    assert_eq!(desk.reads(ANA), ["InviteLink", "Card"]);
    desk.says(ANA, "your patience on the phone");
    assert_eq!(desk.reads(ANA), ["🙊", "~Card"]);
    let round = desk.only_open();
    assert!(desk.round(round).answered(Seat::A));
    desk.passes(days(6));
    assert_eq!(desk.reads(ANA), [""; 0]);
}

#[test]
fn an_opener_learns_that_an_answer_waits_only_if_its_author_allows() {
    for (allows, sealed) in [(true, true), (false, true), (true, false)] {
        let mut desk = Desk::empty(NOON);
        let link = desk.invites(ANA);
        if sealed {
            desk.says(ANA, "your patience on the phone");
        }
        if !allows {
            desk.presses(
                ANA,
                Press::Settings(SettingsPress::Toggle(Switch::TellSealed)),
            );
        }
        desk.opens(BEN, &link);
        let got = desk.got(BEN);
        let Say::Couple(CoupleSay::InviteOpened { waits, .. }) = got[0].send.say else {
            panic!("not opened");
        };
        assert_eq!(waits, allows && sealed);
        desk.presses(BEN, Press::Couple(CouplePress::Accept(desk.couple_of(ANA))));
        let card = desk.got(BEN).pop().expect("a card");
        assert_eq!(
            card.shown[0].contains("has sealed an answer"),
            allows && sealed,
            "{}",
            card.shown[0]
        );
    }
}

#[test]
fn accepting_holds_the_link_gives_the_prompt_and_asks_the_inviter() {
    let mut desk = Desk::empty(NOON);
    let link = desk.invites(ANA);
    let other = desk.invites(ANA);
    desk.opens(BEN, &link);
    desk.opens(CLEO, &other);
    desk.forget_the_past();
    let couple = desk.couple_of(ANA);
    desk.presses(BEN, Press::Couple(CouplePress::Accept(couple)));
    assert_eq!(desk.reads(BEN), ["~InviteAccepted", "Card"]);
    assert_eq!(desk.reads(ANA), ["♪ConfirmPerson"]);
    assert!(desk.all.together(ANA).is_none());
    assert_eq!(
        said_no(desk.presses(CLEO, Press::Couple(CouplePress::Accept(couple)))),
        Refusal::Couple(CoupleRefusal::InviteUnusable)
    );
    for held in [&link, &other] {
        desk.opens(DAN, held);
        assert_eq!(desk.reads(DAN), ["InviteUnusable"]);
    }
    assert_eq!(desk.reads(CLEO), [""; 0]);
}

#[test]
fn accepting_twice_changes_nothing() {
    let mut desk = Desk::empty(NOON);
    let link = desk.invites(ANA);
    desk.opens(BEN, &link);
    let couple = desk.couple_of(ANA);
    desk.presses(BEN, Press::Couple(CouplePress::Accept(couple)));
    desk.says(BEN, "the tea you left for me");
    desk.forget_the_past();
    let before = desk.all.clone();
    desk.passes(mins(3));
    desk.presses(BEN, Press::Couple(CouplePress::Accept(couple)));
    assert_eq!(desk.all.couples, before.couples);
    assert_eq!(desk.all.rounds, before.rounds);
    assert_eq!(desk.reads(ANA), [""; 0]);
    desk.opens(BEN, &link);
    assert_eq!(
        desk.reads(BEN),
        ["InviteAccepted"],
        "who holds the link reads where it stands"
    );
}

#[test]
fn what_both_answered_before_opens_when_the_inviter_confirms_and_not_before() {
    let mut desk = Desk::empty(NOON);
    let link = desk.invites(ANA);
    desk.says(ANA, "your patience on the phone");
    desk.opens(BEN, &link);
    let couple = desk.couple_of(ANA);
    desk.presses(BEN, Press::Couple(CouplePress::Accept(couple)));
    desk.says(BEN, "the tea you left for me");
    desk.forget_the_past();
    desk.passes(days(2));
    assert_eq!(desk.reads(ANA), [""; 0]);
    assert_eq!(desk.reads(BEN), [""; 0]);
    desk.presses(ANA, Press::Couple(CouplePress::Confirm(couple, BEN)));
    desk.passes(secs(0));
    let (ana, ben) = (desk.reads(ANA), desk.reads(BEN));
    assert!(ana.contains(&"~ConfirmedPerson".into()) && ana.contains(&"Together".into()));
    assert!(ben.contains(&"♪Together".into()));
    assert!(ana.contains(&"♪Reveal".into()), "{ana:?}");
    assert!(ben.contains(&"♪Reveal".into()), "{ben:?}");
}

#[test]
fn every_link_that_does_not_work_reads_the_same() {
    let mut desk = Desk::empty(NOON);
    let unused = desk.invites(CLEO);
    let link = desk.invites(ANA);
    desk.opens(ANA, &link);
    assert_eq!(
        desk.reads(ANA).pop().as_deref(),
        Some("InviteUnusable"),
        "one's own"
    );
    desk.commands(DAN, Command::OpenGarbage);
    desk.opens(DAN, &twofold::core::model::invite::invite_hash("nothing"));
    assert_eq!(
        desk.reads(DAN),
        ["InviteUnusable", "InviteUnusable"],
        "unknown"
    );
    let couple = desk.couple_of(ANA);
    desk.opens(BEN, &link);
    desk.presses(BEN, Press::Couple(CouplePress::Accept(couple)));
    desk.opens(DAN, &link);
    assert_eq!(desk.reads(DAN), ["InviteUnusable"], "held");
    desk.presses(ANA, Press::Couple(CouplePress::Confirm(couple, BEN)));
    desk.opens(DAN, &link);
    assert_eq!(desk.reads(DAN), ["InviteUnusable"], "used");
    desk.sleeps(days(7));
    desk.opens(DAN, &unused);
    assert_eq!(
        desk.reads(DAN),
        ["InviteUnusable"],
        "expired, even if the clock was late"
    );
    desk.passes(secs(0));
    desk.opens(DAN, &unused);
    assert_eq!(desk.reads(DAN), ["InviteUnusable"], "lapsed");
}

#[test]
fn whoever_is_in_a_couple_learns_it_in_their_own_chat_alone() {
    let mut desk = Desk::pair(NOON);
    let link = desk.invites(CLEO);
    desk.forget_the_past();
    desk.opens(BEN, &link);
    desk.commands(BEN, Command::Invite);
    desk.commands(BEN, Command::OpenGarbage);
    assert_eq!(desk.reads(BEN), ["AlreadyTogether"; 3]);
    let theirs = desk.couple_of(CLEO);
    assert_eq!(
        said_no(desk.presses(BEN, Press::Couple(CouplePress::Accept(theirs)))),
        Refusal::Couple(CoupleRefusal::AlreadyTogether)
    );
    assert_eq!(desk.reads(CLEO), [""; 0]);
    let ours = desk.couple_of(BEN);
    assert_eq!(
        said_no(desk.presses(CLEO, Press::Couple(CouplePress::Accept(ours)))),
        Refusal::Couple(CoupleRefusal::InviteUnusable)
    );
    assert_eq!(desk.reads(BEN), [""; 0]);
}

#[test]
fn the_inviters_no_frees_the_link_and_destroys_what_was_written() {
    let mut desk = Desk::empty(NOON);
    let link = desk.invites(ANA);
    desk.says(ANA, "your patience on the phone");
    let round = desk.only_open();
    desk.opens(BEN, &link);
    let couple = desk.couple_of(ANA);
    desk.presses(BEN, Press::Couple(CouplePress::Accept(couple)));
    desk.says(BEN, "the tea you left for me");
    let card = desk.last_card(BEN, round);
    desk.forget_the_past();
    desk.presses(ANA, Press::Couple(CouplePress::RefusePerson(couple, BEN)));
    assert_eq!(desk.reads(ANA), ["~RefusedPerson"]);
    assert_eq!(desk.reads(BEN), ["~CardOver", "InviteUnusable"]);
    assert_eq!(desk.kept_of(round, Seat::B), [""; 0]);
    assert_eq!(desk.kept_of(round, Seat::A), ["your patience on the phone"]);
    desk.replies(BEN, card.clone(), "and one thing more");
    desk.says(BEN, "hello?");
    assert_eq!(desk.reads(BEN), ["NothingOpen", "NothingOpen"]);
    assert_eq!(
        said_no(desk.presses(BEN, Press::Round(RoundPress::TakeBack(round)))),
        Refusal::OldButton
    );
    desk.opens(CLEO, &link);
    desk.presses(CLEO, Press::Couple(CouplePress::Accept(couple)));
    assert_eq!(
        desk.reads(CLEO),
        ["InviteOpened", "~InviteAccepted", "Card"]
    );
    assert_eq!(
        said_no(desk.presses(ANA, Press::Couple(CouplePress::Confirm(couple, BEN)))),
        Refusal::OldButton,
        "the old question names someone else"
    );
    // A card of whoever sat there before arrives late and is nobody's.
    desk.delivers(card, desk.now);
    assert_ne!(desk.person(CLEO).last_card, None);
    desk.says(CLEO, "how you carried the boxes");
    desk.presses(ANA, Press::Couple(CouplePress::Confirm(couple, CLEO)));
    desk.passes(secs(15));
    assert!(desk.round(round).is_revealed());
    assert!(desk.reads(CLEO).contains(&"♪Reveal".into()));
    assert!(!desk.reads(BEN).contains(&"♪Reveal".into()));
}

#[test]
fn who_was_refused_cannot_come_back_by_the_same_links_but_by_one_made_after() {
    let mut desk = Desk::empty(NOON);
    let link = desk.invites(ANA);
    desk.opens(BEN, &link);
    let couple = desk.couple_of(ANA);
    desk.presses(BEN, Press::Couple(CouplePress::Accept(couple)));
    desk.presses(ANA, Press::Couple(CouplePress::RefusePerson(couple, BEN)));
    desk.forget_the_past();
    desk.passes(mins(1));
    desk.opens(BEN, &link);
    assert_eq!(desk.reads(BEN), ["InviteUnusable"]);
    assert_eq!(
        said_no(desk.presses(BEN, Press::Couple(CouplePress::Accept(couple)))),
        Refusal::Couple(CoupleRefusal::InviteUnusable)
    );
    assert_eq!(desk.reads(ANA), [""; 0]);
    let newer = desk.invites(ANA);
    desk.opens(BEN, &newer);
    desk.presses(BEN, Press::Couple(CouplePress::Accept(couple)));
    assert_eq!(desk.reads(BEN), ["InviteOpened", "~InviteAccepted", "Card"]);
}

#[test]
fn inviting_again_while_someone_waits_shows_the_question_again() {
    let mut desk = Desk::empty(NOON);
    let link = desk.invites(ANA);
    desk.opens(BEN, &link);
    let couple = desk.couple_of(ANA);
    desk.presses(BEN, Press::Couple(CouplePress::Accept(couple)));
    desk.forget_the_past();
    desk.commands(ANA, Command::Invite);
    assert_eq!(desk.reads(ANA), ["ConfirmPerson"]);
    assert_eq!(desk.all.invites.len(), 1);
}

#[test]
fn only_the_inviter_confirms_or_refuses() {
    let mut desk = Desk::empty(NOON);
    let link = desk.invites(ANA);
    desk.opens(BEN, &link);
    desk.commands(CLEO, Command::Start);
    let couple = desk.couple_of(ANA);
    assert_eq!(
        said_no(desk.presses(ANA, Press::Couple(CouplePress::Confirm(couple, BEN)))),
        Refusal::OldButton
    );
    desk.presses(BEN, Press::Couple(CouplePress::Accept(couple)));
    for press in [
        Press::Couple(CouplePress::Confirm(couple, BEN)),
        Press::Couple(CouplePress::RefusePerson(couple, BEN)),
    ] {
        for who in [BEN, CLEO] {
            assert_eq!(
                said_no(desk.presses(who, press.clone())),
                Refusal::OldButton
            );
        }
    }
    assert_eq!(
        said_no(desk.presses(ANA, Press::Couple(CouplePress::Confirm(couple, CLEO)))),
        Refusal::OldButton
    );
    desk.presses(ANA, Press::Couple(CouplePress::Confirm(couple, BEN)));
    assert_eq!(
        said_no(desk.presses(ANA, Press::Couple(CouplePress::Confirm(couple, BEN)))),
        Refusal::OldButton
    );
    assert_eq!(
        said_no(desk.presses(ANA, Press::Couple(CouplePress::RefusePerson(couple, BEN)))),
        Refusal::OldButton
    );
    assert!(desk.all.together(ANA).is_some());
}

#[test]
fn two_who_invited_each_other_become_one_couple_and_read_nothing_of_a_no() {
    for first_confirms in [ANA, BEN] {
        let mut desk = Desk::empty(NOON);
        let by_ana = desk.invites(ANA);
        let anas = desk.couple_of(ANA);
        let by_ben = desk.invites(BEN);
        let bens = desk.couple_of(BEN);
        desk.opens(BEN, &by_ana);
        desk.presses(BEN, Press::Couple(CouplePress::Accept(anas)));
        desk.opens(ANA, &by_ben);
        desk.presses(ANA, Press::Couple(CouplePress::Accept(bens)));
        desk.forget_the_past();
        let (couple, other) = if first_confirms == ANA {
            (anas, BEN)
        } else {
            (bens, ANA)
        };
        desk.presses(
            first_confirms,
            Press::Couple(CouplePress::Confirm(couple, other)),
        );
        assert_eq!(desk.all.together(ANA).map(|(c, _)| c.id), Some(couple));
        assert_eq!(desk.all.together(BEN).map(|(c, _)| c.id), Some(couple));
        assert_eq!(desk.open().len(), 1);
        for who in [ANA, BEN] {
            let read = desk.reads(who);
            for no in ["InviteUnusable", "~AccepterGone", "AccepterGone"] {
                assert!(!read.contains(&no.into()), "{who}: {read:?}");
            }
        }
        let stale = if couple == anas {
            Press::Couple(CouplePress::Confirm(bens, ANA))
        } else {
            Press::Couple(CouplePress::Confirm(anas, BEN))
        };
        assert_eq!(said_no(desk.presses(other, stale)), Refusal::OldButton);
    }
}

#[test]
fn an_accepter_may_have_open_invites_of_their_own_until_they_become_a_couple() {
    let mut desk = Desk::empty(NOON);
    let own = desk.invites(BEN);
    let bens = desk.couple_of(BEN);
    desk.says(BEN, "something for whoever comes");
    let own_round = desk.only_open();
    desk.opens(CLEO, &own);
    desk.presses(CLEO, Press::Couple(CouplePress::Accept(bens)));
    desk.says(CLEO, "cleo writes here");
    let link = desk.invites(ANA);
    let anas = desk.couple_of(ANA);
    desk.opens(BEN, &link);
    desk.presses(BEN, Press::Couple(CouplePress::Accept(anas)));
    desk.forget_the_past();
    desk.presses(ANA, Press::Couple(CouplePress::Confirm(anas, BEN)));
    assert_eq!(
        desk.round(own_round).phase,
        RoundPhase::Closed {
            at: desk.now,
            how: Closed::Ended
        }
    );
    for seat in Seat::BOTH {
        assert_eq!(desk.kept_of(own_round, seat), [""; 0]);
    }
    assert_eq!(desk.reads(CLEO), ["~CardOver", "InviteUnusable"]);
    desk.opens(DAN, &own);
    assert_eq!(desk.reads(DAN), ["InviteUnusable"]);
    assert_eq!(
        said_no(desk.presses(BEN, Press::Couple(CouplePress::Confirm(bens, CLEO)))),
        Refusal::OldButton
    );
}

#[test]
fn who_accepted_several_steps_back_from_the_others_when_one_becomes_a_couple() {
    let mut desk = Desk::empty(NOON);
    let by_ana = desk.invites(ANA);
    let by_cleo = desk.invites(CLEO);
    let (anas, cleos) = (desk.couple_of(ANA), desk.couple_of(CLEO));
    desk.says(CLEO, "cleo writes here");
    desk.opens(BEN, &by_ana);
    desk.presses(BEN, Press::Couple(CouplePress::Accept(anas)));
    desk.opens(BEN, &by_cleo);
    desk.presses(BEN, Press::Couple(CouplePress::Accept(cleos)));
    desk.says(BEN, "ben answers cleo");
    desk.forget_the_past();
    desk.presses(ANA, Press::Couple(CouplePress::Confirm(anas, BEN)));
    assert_eq!(desk.reads(CLEO), ["~AccepterGone"]);
    assert_eq!(desk.all.couples[&cleos].phase, Phase::Inviting);
    assert_eq!(
        said_no(desk.presses(CLEO, Press::Couple(CouplePress::Confirm(cleos, BEN)))),
        Refusal::OldButton
    );
    desk.opens(DAN, &by_cleo);
    desk.presses(DAN, Press::Couple(CouplePress::Accept(cleos)));
    assert_eq!(desk.reads(DAN), ["InviteOpened", "~InviteAccepted", "Card"]);
    assert_eq!(
        desk.kept.values().filter(|kept| kept.author == BEN).count(),
        0
    );
}

#[test]
fn after_seven_days_a_pairing_comes_to_nothing_also_while_someone_waits() {
    for accepted in [false, true] {
        let mut desk = Desk::empty(NOON);
        let link = desk.invites(ANA);
        desk.says(ANA, "your patience on the phone");
        let couple = desk.couple_of(ANA);
        desk.passes(days(3));
        if accepted {
            desk.opens(BEN, &link);
            desk.presses(BEN, Press::Couple(CouplePress::Accept(couple)));
            desk.says(BEN, "the tea you left for me");
        }
        desk.forget_the_past();
        let left = if accepted { days(7) } else { days(4) };
        desk.passes(left - secs(1));
        assert_eq!(desk.reads(ANA), [""; 0]);
        desk.passes(secs(1));
        assert_eq!(desk.reads(ANA), ["~CardOver", "InviteLapsed"]);
        let ben: &[&str] = if accepted {
            &["~CardOver", "InviteUnusable"]
        } else {
            &[]
        };
        assert_eq!(desk.reads(BEN), ben);
        assert!(desk.kept.is_empty() && desk.all.invites.is_empty() && desk.due.is_empty());
        assert_eq!(
            said_no(desk.presses(ANA, Press::Couple(CouplePress::Confirm(couple, BEN)))),
            Refusal::OldButton
        );
        desk.says(ANA, "hello?");
        assert_eq!(desk.reads(ANA), ["NothingOpen"]);
        desk.commands(ANA, Command::Invite);
        assert_eq!(desk.reads(ANA), ["InviteLink", "Card"]);
    }
}

#[test]
fn a_newer_link_keeps_the_pairing_alive_but_not_the_older_link() {
    let mut desk = Desk::empty(NOON);
    let old = desk.invites(ANA);
    desk.passes(days(5));
    let new = desk.invites(ANA);
    desk.passes(days(3));
    desk.opens(BEN, &old);
    desk.opens(BEN, &new);
    assert_eq!(desk.reads(BEN), ["InviteUnusable", "InviteOpened"]);
}

#[test]
fn both_sides_can_take_a_pairing_back() {
    let mut desk = Desk::empty(NOON);
    let link = desk.invites(ANA);
    let couple = desk.couple_of(ANA);
    desk.opens(BEN, &link);
    desk.commands(CLEO, Command::Start);
    desk.presses(BEN, Press::Couple(CouplePress::Accept(couple)));
    desk.says(BEN, "the tea you left for me");
    desk.forget_the_past();
    assert_eq!(
        said_no(desk.presses(CLEO, Press::Couple(CouplePress::Withdraw(couple)))),
        Refusal::OldButton
    );
    desk.commands(BEN, Command::Leave);
    assert_eq!(desk.reads(BEN), ["WithdrawAsk"]);
    desk.presses(BEN, Press::Couple(CouplePress::Withdraw(couple)));
    assert_eq!(desk.reads(BEN), ["~CardOver", "~InviteWithdrawn"]);
    assert_eq!(desk.reads(ANA), ["~AccepterGone"]);
    assert!(desk.kept.is_empty());
    assert_eq!(
        said_no(desk.presses(BEN, Press::Couple(CouplePress::Withdraw(couple)))),
        Refusal::OldButton
    );
    desk.opens(BEN, &link);
    desk.presses(BEN, Press::Couple(CouplePress::Accept(couple)));
    desk.forget_the_past();
    desk.presses(ANA, Press::Couple(CouplePress::Withdraw(couple)));
    assert_eq!(desk.reads(ANA), ["~CardOver", "~InviteWithdrawn"]);
    assert_eq!(desk.reads(BEN), ["~CardOver", "InviteUnusable"]);
    desk.opens(DAN, &link);
    assert_eq!(desk.reads(DAN), ["InviteUnusable"]);
    desk.commands(ANA, Command::Leave);
    assert_eq!(desk.reads(ANA), ["NotTogether"]);
}

#[test]
fn leaving_with_an_invite_and_an_acceptance_asks_about_each() {
    let mut desk = Desk::empty(NOON);
    let link = desk.invites(ANA);
    desk.invites(BEN);
    desk.opens(BEN, &link);
    desk.presses(BEN, Press::Couple(CouplePress::Accept(desk.couple_of(ANA))));
    desk.forget_the_past();
    desk.commands(BEN, Command::Leave);
    assert_eq!(desk.reads(BEN), ["WithdrawAsk", "WithdrawAsk"]);
}

#[test]
fn an_inviter_who_sleeps_is_asked_without_a_sound() {
    let mut desk = Desk::empty("2026-11-22T23:00:00Z");
    desk.lives(ANA, "Europe/Lisbon");
    let link = desk.invites(ANA);
    desk.opens(BEN, &link);
    desk.forget_the_past();
    desk.presses(BEN, Press::Couple(CouplePress::Accept(desk.couple_of(ANA))));
    assert_eq!(desk.reads(ANA), ["ConfirmPerson"]);
}

#[test]
fn before_the_inviters_yes_nothing_ends_the_first_prompt() {
    let mut desk = Desk::empty(NOON);
    let link = desk.invites(ANA);
    desk.opens(BEN, &link);
    let couple = desk.couple_of(ANA);
    desk.presses(BEN, Press::Couple(CouplePress::Accept(couple)));
    let round = desk.only_open();
    desk.forget_the_past();
    desk.presses(BEN, Press::Round(RoundPress::Talk(round)));
    desk.presses(ANA, Press::Round(RoundPress::Talk(round)));
    assert!(desk.round(round).is_open());
    assert_eq!(
        said_no(desk.presses(ANA, Press::Round(RoundPress::Another(round)))),
        Refusal::Round(RoundRefusal::NoOther)
    );
    assert!(!desk.reads(ANA).contains(&"♪Talked".into()));
    assert!(!desk.reads(BEN).contains(&"♪Talked".into()));
}

#[test]
fn the_first_prompt_can_be_answered_for_three_days_after_the_yes() {
    let mut desk = Desk::pair(NOON);
    let round = desk.only_open();
    desk.passes(hours(72));
    assert!(desk.round(round).is_open());
    desk.passes(mins(2));
    assert!(desk.round(round).is_closed());
}

#[test]
fn someone_unpaired_gets_a_friendly_line_and_nothing_changes() {
    let mut desk = Desk::empty(NOON);
    desk.commands(ANA, Command::Start);
    desk.says(ANA, "hello there");
    desk.commands(ANA, Command::Prompt(None));
    desk.commands(ANA, Command::Leave);
    desk.commands(ANA, Command::Unknown);
    desk.commands(ANA, Command::Cancel);
    desk.commands(ANA, Command::Today);
    assert_eq!(
        desk.reads(ANA),
        [
            "Welcome",
            "NothingOpen",
            "NotTogether",
            "NotTogether",
            "UnknownCommand",
            "NothingToCancel",
            "Today"
        ]
    );
    assert!(desk.all.couples.is_empty());
}
