//! A group of two: moving in, one message that asks both, one that opens both answers, and third people.

use crate::core::desk::{ANA, BEN, CLEO, DAN, Desk, hours, mins, secs, shipped};
use twofold::core::model::about::Role;
use twofold::core::model::ids::{ChatId, MessageId, PersonId, RoundId, Seat};
use twofold::core::model::refusal::{CoupleRefusal, Refusal};
use twofold::core::protocol::command::Command;
use twofold::core::protocol::couple::CouplePress;
use twofold::core::protocol::effect::{Effect, QueueChange, Send, Target, Toast};
use twofold::core::protocol::event::EventKind;
use twofold::core::protocol::group::{GroupDeed, GroupFact, GroupPress, GroupSay};
use twofold::core::protocol::press::Press;
use twofold::core::protocol::round::{RoundPress, RoundSay};
use twofold::core::protocol::say::Say;

const HOME: ChatId = ChatId(-1_000);

impl Desk {
    fn does(&mut self, who: PersonId, deed: GroupDeed) {
        let what = EventKind::InGroup { chat: HOME, deed };
        self.effects.clear();
        self.step(Some(who), self.now, what, None);
    }

    fn learns(&mut self, fact: GroupFact) {
        self.effects.clear();
        self.step(None, self.now, EventKind::Group(fact), None);
    }

    fn sees(&mut self, two: bool, unsent: &[RoundId]) {
        // Whoever it is about at that moment.
        let group = &self.all.groups[&HOME];
        let lived_in = group.couple.map(|couple| &self.all.couples[&couple]);
        let of = match lived_in {
            Some(couple) => [Some(couple.a), couple.b],
            None => [group.first, group.second],
        };
        self.sees_of(of.map(|who| who.unwrap_or(ANA)), two, unsent);
    }

    fn sees_of(&mut self, of: [PersonId; 2], two: bool, unsent: &[RoundId]) {
        self.learns(GroupFact::Seen {
            chat: HOME,
            of: of.map(|who| ChatId(who.0)),
            two,
            unsent: unsent.to_vec(),
        });
    }

    /// Everything that was sent to the group since the last look, whoever it is charged to.
    fn in_the_group(&mut self) -> Vec<Send> {
        let all = std::mem::take(&mut self.log);
        let (there, rest): (Vec<_>, Vec<_>) =
            all.into_iter().partition(|got| got.send.chat.is_some());
        self.forget_the_past();
        self.log = rest;
        there.into_iter().map(|got| got.send).collect()
    }

    fn says_there(&mut self) -> Vec<GroupSay> {
        let said = |send: Send| match send.say {
            Say::Group(say) => say,
            other => panic!("{other:?}"),
        };
        self.in_the_group().into_iter().map(said).collect()
    }

    fn toasts(&self) -> Vec<Toast> {
        let toast = |effect: &Effect| match effect {
            Effect::Toast(toast) => Some(*toast),
            _ => None,
        };
        self.effects.iter().filter_map(toast).collect()
    }

    /// What this person was sent directly since the last look.
    fn gets_directly(&mut self, who: PersonId) -> Vec<Say> {
        let sent = self.log.iter().map(|got| &got.send);
        sent.filter(|send| send.chat.is_none() && send.to == who)
            .map(|send| send.say.clone())
            .collect()
    }
}

/// Ana and Ben, together since yesterday, have moved into their group.
fn at_home() -> Desk {
    let mut desk = Desk::couple();
    desk.does(ANA, GroupDeed::Added { fits: true });
    desk.does(ANA, GroupDeed::ImIn);
    desk.does(BEN, GroupDeed::ImIn);
    desk.sees(true, &[]);
    desk.log.clear();
    desk
}

/// … and were both just asked there, at half past eight.
fn asked_at_home() -> (Desk, RoundId) {
    let mut desk = at_home();
    desk.goes_on_to("2026-11-23T20:30:00Z");
    let round = desk.only_open();
    (desk, round)
}

#[test]
fn two_different_people_who_tap_are_a_couple_once_somebody_saw_that_they_are_alone() {
    let mut desk = Desk::empty("2026-11-23T12:00:00Z");
    desk.does(CLEO, GroupDeed::Added { fits: true });
    assert_eq!(desk.says_there(), [GroupSay::Hello]);
    desk.does(CLEO, GroupDeed::ImIn);
    desk.does(CLEO, GroupDeed::ImIn);
    assert_eq!(desk.toasts(), [Toast::OtherOne]);
    assert_eq!(desk.says_there(), [], "the same person twice is one");
    desk.does(DAN, GroupDeed::ImIn);
    let look = desk.in_the_group();
    assert_eq!(look.len(), 1);
    assert_eq!(look[0].about.role, Role::Probe);
    let guard = look[0].group.and_then(|group| group.guard);
    assert_eq!(guard, Some([ChatId(CLEO.0), ChatId(DAN.0)]));
    assert!(desk.all.couples.is_empty(), "nobody has looked yet");
    desk.sees(true, &[]);
    let couple = desk.couple_of(CLEO);
    assert_eq!(couple, desk.couple_of(DAN));
    assert!(desk.all.couples[&couple].is_together());
    let said = desk.says_there();
    assert_eq!(said[..2], [GroupSay::HelloDone, GroupSay::MovedIn]);
    assert!(matches!(said[2..], [GroupSay::Prompt(_)]), "{said:?}");
}

#[test]
fn a_third_person_in_the_group_keeps_two_from_pairing_there() {
    let mut desk = Desk::empty("2026-11-23T12:00:00Z");
    desk.does(CLEO, GroupDeed::Added { fits: true });
    desk.does(CLEO, GroupDeed::ImIn);
    desk.does(DAN, GroupDeed::ImIn);
    desk.in_the_group();
    desk.sees(false, &[]);
    assert_eq!(desk.says_there(), [GroupSay::Needs]);
    assert!(desk.all.couples.is_empty());
}

#[test]
fn a_look_for_two_pairs_no_third_who_tapped_meanwhile() {
    let mut desk = Desk::empty("2026-11-23T12:00:00Z");
    desk.does(CLEO, GroupDeed::Added { fits: true });
    for who in [CLEO, DAN, BEN] {
        desk.does(who, GroupDeed::ImIn);
    }
    desk.in_the_group();
    desk.sees_of([CLEO, DAN], true, &[]);
    assert!(desk.all.couples.is_empty());
    let looks = desk.in_the_group();
    assert_eq!(looks.len(), 1, "they are looked for: {looks:?}");
    desk.sees_of([CLEO, BEN], false, &[]);
    assert_eq!(desk.says_there(), [GroupSay::Needs]);
}

#[test]
fn a_look_for_a_couple_that_lived_here_before_puts_nobody_out() {
    let mut desk = at_home();
    desk.sees_of([ANA, CLEO], false, &[]);
    assert_eq!(desk.says_there(), [GroupSay::Look]);
    let couple = &desk.all.couples[&desk.couple_of(ANA)];
    assert_eq!(desk.all.home(couple), Some(HOME));
}

#[test]
fn the_one_who_stays_reads_the_same_when_both_tap_after_a_quiet_leave() {
    let mut read = Vec::new();
    for left in [false, true] {
        let mut desk = Desk::couple();
        let couple = desk.couple_of(ANA);
        if left {
            desk.presses(BEN, Press::Couple(CouplePress::LeaveQuietly(couple)));
        }
        desk.log.clear();
        desk.does(ANA, GroupDeed::Added { fits: true });
        desk.does(ANA, GroupDeed::ImIn);
        desk.does(BEN, GroupDeed::ImIn);
        desk.sees(true, &[]);
        assert_eq!(desk.all.couples[&couple].group, Some(HOME));
        read.push((desk.gets_directly(ANA), desk.says_there()));
    }
    assert_eq!(read[0], read[1]);
}

#[test]
fn someone_of_another_couple_is_told_so_alone() {
    let mut desk = Desk::couple();
    desk.does(CLEO, GroupDeed::Added { fits: true });
    desk.does(CLEO, GroupDeed::ImIn);
    desk.says_there();
    desk.does(ANA, GroupDeed::ImIn);
    assert_eq!(
        desk.toasts(),
        [Toast::Refused(Refusal::Couple(
            CoupleRefusal::AlreadyTogether
        ))]
    );
    assert_eq!(desk.says_there(), []);
}

#[test]
fn a_channel_or_forum_reads_what_is_needed_and_nothing_begins() {
    let mut desk = Desk::couple();
    desk.does(ANA, GroupDeed::Added { fits: false });
    assert_eq!(desk.says_there(), [GroupSay::Needs]);
    desk.does(ANA, GroupDeed::ImIn);
    desk.does(BEN, GroupDeed::ImIn);
    assert_eq!(desk.says_there(), [], "a forged tap pairs nobody there");
}

#[test]
fn strangers_get_a_line_now_and_then_and_the_two_whenever_they_ask() {
    let mut desk = at_home();
    desk.passes(mins(2));
    for who in [CLEO, DAN, CLEO] {
        desk.does(who, GroupDeed::AskedPrivately);
    }
    assert_eq!(
        desk.says_there(),
        [GroupSay::Private],
        "one for all of them"
    );
    for _ in 0..3 {
        desk.does(ANA, GroupDeed::AskedPrivately);
    }
    assert_eq!(desk.says_there().len(), 3);
    desk.passes(mins(2));
    desk.does(DAN, GroupDeed::Commanded(Command::Help));
    assert_eq!(desk.says_there(), [GroupSay::Help]);
}

#[test]
fn a_response_marks_the_button_for_both_once() {
    let (mut desk, round) = asked_at_home();
    desk.says(ANA, "ana liked the rain");
    desk.says(BEN, "ben liked the soup");
    desk.passes(secs(30));
    let before = desk.log.len();
    let kind = desk.round(round).kind.clone();
    let button = shipped().kind(&kind).expect("a kind").buttons[0].clone();
    let pressed = || GroupDeed::Responded {
        round,
        button: button.clone(),
        on: MessageId(77),
    };
    desk.does(BEN, pressed());
    assert_eq!(desk.log.len(), before + 1, "nothing new comes to anybody");
    let sent = &desk.log[before].send;
    assert_eq!(sent.say, Say::Group(GroupSay::RevealButtons(round)));
    assert_eq!(sent.target, Target::Message(MessageId(77)));
    assert_eq!(sent.chat, Some(HOME));
    desk.does(BEN, pressed());
    assert_eq!(desk.toasts(), [Toast::AlreadyTold]);
    desk.does(CLEO, pressed());
    assert_eq!(desk.toasts(), [Toast::Refused(Refusal::OldButton)]);
    assert_eq!(desk.log.len(), before + 1);
}

#[test]
fn one_yes_covers_what_was_opened_and_only_once() {
    let (mut desk, round) = asked_at_home();
    desk.says(ANA, "ana liked the rain");
    desk.says(BEN, "ben liked the soup");
    desk.passes(secs(30));
    desk.log.clear();
    desk.sees(false, &[]);
    let couple = desk.couple_of(ANA);
    let ask = Say::Group(GroupSay::CoverAsk(couple));
    for who in [ANA, BEN] {
        assert!(desk.gets_directly(who).contains(&ask));
    }
    let covers = |desk: &Desk| {
        let is_it = |effect: &&Effect| {
            matches!(
                effect,
                Effect::Queue(QueueChange::CoverGroup { chat: HOME, .. })
            )
        };
        desk.effects.iter().filter(is_it).count()
    };
    desk.presses(BEN, Press::Group(GroupPress::LeaveOpen(couple)));
    assert_eq!(covers(&desk), 0);
    desk.presses(ANA, Press::Group(GroupPress::Cover(couple)));
    assert_eq!(covers(&desk), 1);
    desk.presses(BEN, Press::Group(GroupPress::Cover(couple)));
    desk.presses(CLEO, Press::Group(GroupPress::Cover(couple)));
    assert_eq!(covers(&desk), 1);
    let kind = desk.round(round).kind.clone();
    let button = shipped().kind(&kind).expect("a kind").buttons[0].clone();
    let on = MessageId(77);
    desk.says_there();
    desk.does(BEN, GroupDeed::Responded { round, button, on });
    assert_eq!(desk.says_there(), [], "no button comes back under a date");
    // Nothing is left to be asked about.
    desk.sees(true, &[]);
    desk.log.clear();
    desk.sees(false, &[]);
    assert!(!desk.gets_directly(ANA).contains(&ask));
}

#[test]
fn back_in_private_chats_an_old_group_asks_and_opens_nothing() {
    let (mut desk, round) = asked_at_home();
    let couple = desk.couple_of(ANA);
    desk.in_the_group();
    desk.presses(BEN, Press::Group(GroupPress::GoPrivate(couple)));
    assert_eq!(desk.says_there(), [GroupSay::Elsewhere, GroupSay::Emptied]);
    desk.says(ANA, "ana liked the rain");
    desk.says(BEN, "ben liked the soup");
    desk.passes(secs(30));
    for (who, seat) in [(ANA, Seat::A), (BEN, Seat::B)] {
        let direct = Say::Round(RoundSay::Reveal { round, seat });
        assert!(desk.gets_directly(who).contains(&direct));
    }
    // What was still on its way there when the third person came is owed all the same.
    desk.sees(false, &[round]);
    assert_eq!(desk.says_there(), []);
}

#[test]
fn one_guarded_message_asks_both_and_nobody_gets_a_card() {
    let (mut desk, round) = asked_at_home();
    assert_eq!(desk.gets_directly(ANA), []);
    assert_eq!(desk.gets_directly(BEN), []);
    let sent = desk.in_the_group();
    assert_eq!(sent.len(), 1, "{sent:?}");
    assert_eq!(sent[0].say, Say::Group(GroupSay::Prompt(round)));
    let guard = sent[0].group.and_then(|group| group.guard);
    assert_eq!(guard, Some([ChatId(ANA.0), ChatId(BEN.0)]));
    for seat in Seat::BOTH {
        assert!(desk.round(round).seat(seat).delivered_at.is_some());
    }
}

#[test]
fn both_are_asked_by_the_clock_of_the_one_who_set_the_plan() {
    let mut desk = at_home();
    desk.lives(BEN, "Asia/Tokyo");
    let couple = desk.couple_of(BEN);
    let couple = desk.all.couples.get_mut(&couple).expect("a couple");
    couple.plan_by = Some(Seat::A);
    desk.goes_on_to("2026-11-23T20:29:00Z");
    assert_eq!(desk.open(), []);
    desk.goes_on_to("2026-11-23T20:30:00Z");
    let round = desk.only_open();
    assert!(desk.round(round).seats.iter().all(|seat| seat.asked));
}

#[test]
fn words_in_the_direct_chat_answer_and_the_reveal_is_one_message_in_the_group() {
    let (mut desk, round) = asked_at_home();
    desk.in_the_group();
    desk.says(ANA, "ana liked the rain");
    let card = Say::Round(RoundSay::Card {
        round,
        seat: Seat::A,
    });
    assert!(desk.gets_directly(ANA).contains(&card), "to take it back");
    let edits = desk.in_the_group();
    assert!(
        edits
            .iter()
            .all(|edit| matches!(edit.target, Target::Sent(_)))
    );
    assert!(!edits.is_empty());
    desk.log.clear();
    desk.passes(mins(1));
    desk.says(BEN, "ben liked the soup");
    desk.passes(secs(30));
    assert!(desk.round(round).is_revealed());
    let sent: Vec<Send> = desk
        .in_the_group()
        .into_iter()
        .filter(|send| send.target == Target::New)
        .collect();
    assert_eq!(sent.len(), 1, "{sent:?}");
    assert_eq!(sent[0].say, Say::Group(GroupSay::Reveal(round)));
    assert!(sent[0].group.is_some_and(|group| group.guard.is_some()));
    for (who, seat) in [(ANA, Seat::A), (BEN, Seat::B)] {
        let direct = Say::Round(RoundSay::Reveal { round, seat });
        assert!(!desk.gets_directly(who).contains(&direct));
    }
}

#[test]
fn a_question_asked_for_again_leaves_no_second_one_behind_however_old_the_first_is() {
    for (hours_open, instead) in [(1, GroupSay::TakenAway), (50, GroupSay::Below)] {
        let mut desk = at_home();
        let asked = || GroupDeed::Commanded(Command::Prompt(None));
        desk.passes(mins(2));
        desk.does(ANA, asked());
        let round = desk.newest_round();
        desk.passes(hours(hours_open));
        assert!(desk.round(round).is_open());
        desk.in_the_group();
        desk.does(ANA, asked());
        assert_eq!(desk.says_there(), [instead, GroupSay::Prompt(round)]);
    }
}

#[test]
fn answer_privately_shows_the_prompt_in_the_direct_chat() {
    let (mut desk, round) = asked_at_home();
    desk.commands(BEN, Command::Answer(round));
    let card = Say::Round(RoundSay::Card {
        round,
        seat: Seat::B,
    });
    assert_eq!(desk.gets_directly(BEN), [card]);
    assert_eq!(desk.gets_directly(ANA), []);
}

#[test]
fn another_one_edits_the_groups_message_whether_the_partner_had_answered_or_not() {
    for answered in [false, true] {
        let (mut desk, round) = asked_at_home();
        if answered {
            desk.says(BEN, "ben was quick today");
        }
        desk.commands(ANA, Command::Answer(round));
        desk.in_the_group();
        let post = desk.round(round).posted.clone().expect("a message").key;
        desk.presses(ANA, Press::Round(RoundPress::Another(round)));
        let newest = desk.newest_round();
        assert_ne!(newest, round);
        let sent = desk.in_the_group();
        assert_eq!(sent.len(), 1, "{sent:?}");
        assert_eq!(sent[0].say, Say::Group(GroupSay::Prompt(newest)));
        assert_eq!(sent[0].target, Target::Sent(post.clone()));
    }
}

#[test]
fn a_third_person_empties_the_open_prompt_and_all_goes_on_in_direct_messages() {
    let (mut desk, round) = asked_at_home();
    desk.in_the_group();
    desk.sees(false, &[]);
    let emptied = Effect::Queue(QueueChange::EmptyGroup {
        chat: HOME,
        all: false,
    });
    assert!(desk.effects.contains(&emptied));
    let cards: Vec<Vec<Say>> = [ANA, BEN].map(|who| desk.gets_directly(who)).into();
    let card = |seat| vec![Say::Round(RoundSay::Card { round, seat })];
    assert_eq!(cards, [card(Seat::A), card(Seat::B)]);
    let sent = desk.in_the_group();
    let said: Vec<&Say> = sent.iter().map(|send| &send.say).collect();
    let expected = [GroupSay::Emptied, GroupSay::Elsewhere].map(Say::Group);
    assert_eq!(said, expected.iter().collect::<Vec<_>>());
    for send in &sent {
        let group = send.group.expect("in the group");
        assert_eq!(group.guard, None, "it holds no words, so that it may go");
    }
    desk.sees(false, &[]);
    assert_eq!(desk.says_there(), [], "said once");
    desk.sees(true, &[]);
    assert_eq!(desk.says_there(), [GroupSay::BackHome]);
}

#[test]
fn a_reveal_that_could_not_go_there_is_owed_to_both_directly() {
    let (mut desk, round) = asked_at_home();
    desk.says(ANA, "ana liked the rain");
    desk.says(BEN, "ben liked the soup");
    desk.passes(secs(30));
    desk.log.clear();
    desk.sees(false, &[round]);
    for (who, seat) in [(ANA, Seat::A), (BEN, Seat::B)] {
        let direct = Say::Round(RoundSay::Reveal { round, seat });
        assert!(desk.gets_directly(who).contains(&direct));
    }
    desk.log.clear();
    desk.sees(false, &[round]);
    assert_eq!(desk.gets_directly(ANA), [], "once");
}

#[test]
fn a_bot_that_was_removed_goes_on_in_direct_messages_with_one_line_to_each() {
    let (mut desk, round) = asked_at_home();
    desk.log.clear();
    desk.learns(GroupFact::Gone {
        chat: HOME,
        unsent: Vec::new(),
    });
    for (who, seat) in [(ANA, Seat::A), (BEN, Seat::B)] {
        let got = desk.gets_directly(who);
        let card = Say::Round(RoundSay::Card { round, seat });
        assert_eq!(got, [Say::Group(GroupSay::Gone), card]);
    }
}

#[test]
fn a_group_with_a_new_id_is_the_same_home() {
    let (mut desk, round) = asked_at_home();
    desk.in_the_group();
    let to = ChatId(-2_000);
    desk.learns(GroupFact::Moved {
        from: HOME,
        to,
        shown: vec![round],
    });
    let again = desk.in_the_group();
    assert_eq!(
        again.len(),
        1,
        "what stands in the old one cannot be edited"
    );
    assert_eq!(again[0].target, Target::New);
    assert!(!again[0].sound);
    desk.says(ANA, "ana liked the rain");
    let edits = desk.in_the_group();
    assert_eq!(edits.len(), 1);
    assert_eq!(edits[0].chat, Some(to));
    assert_eq!(edits[0].say, Say::Group(GroupSay::Prompt(round)));
}

#[test]
fn a_private_command_reads_a_way_to_the_private_chat_and_somebody_joining_is_looked_at() {
    let mut desk = at_home();
    desk.does(BEN, GroupDeed::AskedPrivately);
    assert_eq!(desk.says_there(), [GroupSay::Private]);
    desk.learns(GroupFact::Changed { chat: HOME });
    assert_eq!(desk.says_there(), [GroupSay::Look]);
}
