//! Writing: pages, steps, feelings, the seal; and that its words are never an answer to anything else.

use super::{act, at_hand, goes_to, kept, step, writes, writing};
use crate::core::desk::{ANA, BEN, CLEO, Desk, days, hours, mins, shipped};
use twofold::core::model::about::Role;
use twofold::core::model::ids::Seat;
use twofold::core::model::reflection::{End, PARTS_MAX, Phase, Place};
use twofold::core::model::refusal::{ReflectRefusal, Refusal};
use twofold::core::model::words::Words;
use twofold::core::protocol::command::Command;
use twofold::core::protocol::effect::{Target, Toast};
use twofold::core::protocol::press::Press;
use twofold::core::protocol::reflection::{Act, ReflectPress, ReflectSay};
use twofold::core::protocol::say::{ChatSay, Say};
use twofold::library::{FeelingId, Flavour};

#[test]
fn each_goes_through_the_steps_at_their_own_pace_and_back() {
    let (mut desk, id) = writing();
    let place = |desk: &Desk, seat| at_hand(desk, id).side(seat).place;
    assert_eq!(place(&desk, Seat::A), Place::Start);
    act(&mut desk, ANA, id, Act::GoOn);
    let path = at_hand(&desk, id).path(Seat::A);
    let names: Vec<&str> = path
        .iter()
        .map(|step| at_hand(&desk, id).steps[*step].id.as_str())
        .collect();
    assert_eq!(names, ["felt", "happened", "learned", "will"]);
    assert_eq!(place(&desk, Seat::A), Place::Step(path[0]));
    act(&mut desk, ANA, id, Act::Next(path[0] as u8));
    assert_eq!(place(&desk, Seat::A), Place::Step(path[1]));
    // A second tap on the same page turns nothing.
    act(&mut desk, ANA, id, Act::Next(path[0] as u8));
    assert_eq!(place(&desk, Seat::A), Place::Step(path[1]));
    act(&mut desk, ANA, id, Act::Back(path[1] as u8));
    assert_eq!(place(&desk, Seat::A), Place::Step(path[0]));
    for step in &path {
        act(&mut desk, ANA, id, Act::Next(*step as u8));
    }
    assert_eq!(place(&desk, Seat::A), Place::Overview);
    assert_eq!(place(&desk, Seat::B), Place::Start, "Ben has not begun");
    assert_eq!(desk.reads(BEN), [""; 0]);
}

#[test]
fn an_offered_step_is_taken_up_and_leads_back_to_the_whole() {
    let (mut desk, id) = writing();
    act(&mut desk, ANA, id, Act::GoOn);
    act(&mut desk, ANA, id, Act::Overview);
    let ask = step(&desk, id, "ask");
    act(&mut desk, ANA, id, Act::Add(ask as u8));
    desk.says(ANA, "would you phone when it gets late?");
    assert!(at_hand(&desk, id).wrote(Seat::A, ask));
    act(&mut desk, ANA, id, Act::Next(ask as u8));
    assert_eq!(at_hand(&desk, id).side(Seat::A).place, Place::Overview);
    assert!(!at_hand(&desk, id).path(Seat::B).contains(&ask));
    let required = step(&desk, id, "will");
    let toast = act(&mut desk, ANA, id, Act::Add(required as u8));
    assert_eq!(toast, Some(Toast::Refused(Refusal::OldButton)));
}

#[test]
fn feelings_are_tapped_on_and_off() {
    let (mut desk, id) = writing();
    goes_to(&mut desk, ANA, id, "felt");
    let core = &shipped().feelings().cores()[0];
    desk.forget_the_past();
    act(&mut desk, ANA, id, Act::Feel(core.id.clone()));
    assert_eq!(kept(&desk), 0, "a core word only leads on");
    for finer in &core.finer[..2] {
        act(&mut desk, ANA, id, Act::Feel(finer.clone()));
    }
    let felt = step(&desk, id, "felt");
    let tapped = |desk: &Desk| {
        let written = at_hand(desk, id).written(Seat::A, felt).expect("a step");
        written.felt.as_ref().and_then(|felt| felt.what.clone())
    };
    assert_eq!(tapped(&desk).expect("feelings").len(), 2);
    act(&mut desk, ANA, id, Act::Feel(core.finer[0].clone()));
    act(&mut desk, ANA, id, Act::Feel(core.finer[1].clone()));
    assert_eq!(tapped(&desk), None);
    assert_eq!(kept(&desk), 0, "nothing is left sealed");
    let unknown = FeelingId::parse("nothing-known").expect("an id");
    let toast = act(&mut desk, ANA, id, Act::Feel(unknown));
    assert_eq!(toast, Some(Toast::Refused(Refusal::OldButton)));
    // Where no feelings are asked for, none are taken.
    goes_to(&mut desk, ANA, id, "happened");
    let toast = act(&mut desk, ANA, id, Act::Feel(core.finer[0].clone()));
    assert_eq!(toast, Some(Toast::Refused(Refusal::OldButton)));
}

#[test]
fn what_was_written_can_be_changed_cleared_and_written_anew() {
    let (mut desk, id) = writing();
    goes_to(&mut desk, ANA, id, "happened");
    let message = desk.says(ANA, "she came late");
    desk.edits(ANA, message, "she came late, and so did I");
    let words = |desk: &Desk| -> Vec<String> {
        let kept = desk.reflected.values();
        kept.filter_map(|kept| Some(kept.words.typed()?.text.clone()))
            .collect()
    };
    assert_eq!(words(&desk), ["she came late, and so did I"]);
    let happened = step(&desk, id, "happened");
    let toast = act(&mut desk, ANA, id, Act::Clear(happened as u8));
    assert_eq!(toast, Some(Toast::StepCleared));
    assert_eq!(kept(&desk), 0);
    desk.says(ANA, "both came late");
    assert_eq!(words(&desk), ["both came late"]);
}

#[test]
fn a_step_takes_so_much_and_no_place_or_poll() {
    let (mut desk, id) = writing();
    goes_to(&mut desk, ANA, id, "happened");
    for n in 0..PARTS_MAX {
        desk.says(ANA, &format!("line {n}"));
    }
    desk.forget_the_past();
    desk.says(ANA, "one too many");
    assert_eq!(desk.reads(ANA), ["StepFull"]);
    assert_eq!(kept(&desk), PARTS_MAX);
    goes_to(&mut desk, ANA, id, "learned");
    desk.forget_the_past();
    let copied = Words::Copied {
        kind: "location".into(),
    };
    desk.hears(ANA, copied, None, desk.now);
    assert_eq!(desk.reads(ANA), ["WordsOrVoice"]);
    assert_eq!(kept(&desk), PARTS_MAX);
}

#[test]
fn words_of_a_step_are_no_answer_to_a_prompt_that_comes_meanwhile() {
    let (mut desk, id) = writing();
    goes_to(&mut desk, ANA, id, "happened");
    desk.goes_on_to("2026-11-23T20:31:00Z");
    // Only a check-in would come; another round is asked for by hand.
    desk.commands(BEN, Command::Prompt(None));
    desk.passes(mins(1));
    let round = desk.newest_round();
    desk.says(ANA, "this belongs to the step");
    assert_eq!(desk.kept_of(round, Seat::A), [""; 0]);
    let happened = step(&desk, id, "happened");
    assert!(at_hand(&desk, id).wrote(Seat::A, happened));
    // A reply to the card answers the round all the same.
    let card = desk.last_card(ANA, round);
    desk.replies(ANA, card, "this belongs to the round");
    assert_eq!(desk.kept_of(round, Seat::A), ["this belongs to the round"]);
    assert_eq!(kept(&desk), 1);
}

#[test]
fn what_was_asked_for_beats_the_step_for_once_and_then_it_goes_on() {
    let (mut desk, id) = writing();
    goes_to(&mut desk, ANA, id, "happened");
    desk.commands(ANA, Command::Timezone(None));
    desk.says(ANA, "Porto");
    assert_eq!(kept(&desk), 0, "that was the city");
    desk.says(ANA, "and this is the step");
    assert_eq!(kept(&desk), 1);
}

#[test]
fn a_break_lets_words_go_their_usual_way_and_it_can_be_gone_on_with() {
    let (mut desk, id) = writing();
    goes_to(&mut desk, ANA, id, "happened");
    desk.commands(BEN, Command::Prompt(None));
    desk.passes(mins(1));
    let round = desk.newest_round();
    act(&mut desk, ANA, id, Act::Break);
    desk.says(ANA, "an everyday answer");
    assert_eq!(desk.kept_of(round, Seat::A), ["an everyday answer"]);
    assert_eq!(kept(&desk), 0);
    act(&mut desk, ANA, id, Act::GoOn);
    desk.says(ANA, "of the step again");
    assert_eq!(kept(&desk), 1);
    // `/cancel` leaves it as well.
    desk.commands(ANA, Command::Cancel);
    desk.says(ANA, "another line of the answer");
    assert_eq!(kept(&desk), 1);
}

#[test]
fn a_reply_to_its_page_is_for_the_step_also_after_a_break() {
    let (mut desk, id) = writing();
    goes_to(&mut desk, ANA, id, "happened");
    act(&mut desk, ANA, id, Act::Break);
    let page = desk.last_of(ANA, Role::Reflection);
    desk.replies(ANA, page, "as a reply");
    assert_eq!(kept(&desk), 1);
}

#[test]
fn sealing_takes_the_messages_out_of_the_chat_and_a_deleted_one_counts_as_taken_back() {
    let (mut desk, id) = writing();
    goes_to(&mut desk, ANA, id, "happened");
    let stays = desk.says(ANA, "what stays");
    let gone = desk.says(ANA, "what she deletes");
    desk.deletes(ANA, gone);
    desk.forget_the_past();
    act(&mut desk, ANA, id, Act::Seal);
    let got = desk.got(ANA);
    let deleted: Vec<_> = got
        .iter()
        .filter(|got| got.send.say == Say::Chat(ChatSay::Delete))
        .collect();
    assert_eq!(deleted.len(), 1);
    assert_eq!(deleted[0].send.target, Target::Theirs(stays));
    assert_eq!(kept(&desk), 1);
    assert!(at_hand(&desk, id).side(Seat::A).sealed_at.is_some());
}

#[test]
fn sealed_words_are_shown_to_their_author_and_can_be_taken_back_until_both_have_sealed() {
    let (mut desk, id) = writing();
    let toast = act(&mut desk, ANA, id, Act::Seal);
    assert_eq!(
        toast,
        Some(Toast::Refused(Refusal::Reflect(
            ReflectRefusal::NothingToSeal
        )))
    );
    writes(&mut desk, ANA, id, "happened", "ana's own words");
    act(&mut desk, ANA, id, Act::Seal);
    desk.forget_the_past();
    act(&mut desk, ANA, id, Act::ShowMe);
    let got = desk.got(ANA);
    let shown = got.last().expect("a copy");
    assert!(shown.send.gone_after.is_some(), "for a minute");
    assert!(shown.shown[0].contains("ana's own words"));
    let toast = act(&mut desk, ANA, id, Act::TakeBack);
    assert_eq!(toast, Some(Toast::StepsTakenBack));
    writes(&mut desk, ANA, id, "learned", "and more of it");
    act(&mut desk, ANA, id, Act::Seal);
    writes(&mut desk, BEN, id, "happened", "ben's own words");
    act(&mut desk, BEN, id, Act::Seal);
    let toast = act(&mut desk, ANA, id, Act::TakeBack);
    assert_eq!(
        toast,
        Some(Toast::Refused(Refusal::Reflect(ReflectRefusal::StepOpened)))
    );
}

#[test]
fn a_message_older_than_two_days_is_left_where_it_is() {
    let (mut desk, id) = writing();
    writes(&mut desk, ANA, id, "happened", "long ago");
    desk.passes(hours(50));
    desk.forget_the_past();
    act(&mut desk, ANA, id, Act::Seal);
    let got = desk.got(ANA);
    assert!(
        got.iter()
            .all(|got| got.send.say != Say::Chat(ChatSay::Delete))
    );
    writes(&mut desk, BEN, id, "happened", "just now");
    act(&mut desk, BEN, id, Act::Seal);
    assert_eq!(at_hand(&desk, id).phase, Phase::Opening);
}

#[test]
fn touches_that_nobody_answers_hold_nothing_up() {
    let (mut desk, id) = writing();
    desk.touch_answers = false;
    for who in [ANA, BEN] {
        writes(&mut desk, who, id, "happened", &format!("from {}", who.0));
        act(&mut desk, who, id, Act::Seal);
    }
    assert_eq!(at_hand(&desk, id).phase, Phase::Writing);
    desk.passes(mins(1));
    assert_eq!(at_hand(&desk, id).phase, Phase::Opening);
}

#[test]
fn only_for_me_needs_nobody_and_is_erased_after_a_week_unless_kept() {
    for keep in [false, true] {
        let mut desk = Desk::empty("2026-11-23T23:00:00Z");
        desk.commands(CLEO, Command::Reflect);
        desk.presses(CLEO, Press::Reflect(ReflectPress::Choose(Flavour::Alone)));
        let id = desk.reflection(CLEO).id;
        let names: Vec<String> = at_hand(&desk, id)
            .steps
            .iter()
            .map(|step| step.id.to_string())
            .collect();
        assert_eq!(names, ["happened", "learned"]);
        writes(&mut desk, CLEO, id, "happened", "a friend would say");
        act(&mut desk, CLEO, id, Act::Seal);
        assert!(matches!(
            at_hand(&desk, id).phase,
            Phase::Over { how: End::Done, .. }
        ));
        assert_eq!(kept(&desk), 1);
        desk.forget_the_past();
        act(&mut desk, CLEO, id, Act::ShowMe);
        assert!(desk.got(CLEO)[0].shown[0].contains("a friend would say"));
        if keep {
            act(&mut desk, CLEO, id, Act::Keep(true));
            assert!(desk.person(CLEO).alone.is_empty());
        }
        desk.passes(days(8));
        assert_eq!(kept(&desk), usize::from(keep));
        assert!(desk.due_alone.is_empty());
    }
}

#[test]
fn alone_and_together_at_once_words_go_where_their_author_is() {
    let (mut desk, id) = writing();
    goes_to(&mut desk, ANA, id, "happened");
    desk.presses(ANA, Press::Reflect(ReflectPress::Choose(Flavour::Alone)));
    let mut mine = desk.all.reflections.values();
    let alone = mine.find(|one| one.is_alone()).expect("one alone").id;
    writes(&mut desk, ANA, alone, "happened", "for myself");
    assert!(!at_hand(&desk, id).wrote(Seat::A, step(&desk, id, "happened")));
    goes_to(&mut desk, ANA, id, "happened");
    desk.says(ANA, "for both");
    assert!(at_hand(&desk, id).wrote(Seat::A, step(&desk, id, "happened")));
    assert_eq!(kept(&desk), 2);
}

#[test]
fn a_page_that_was_written_below_goes_on_further_down() {
    let (mut desk, id) = writing();
    goes_to(&mut desk, ANA, id, "happened");
    let happened = step(&desk, id, "happened") as u8;
    desk.forget_the_past();
    act(&mut desk, ANA, id, Act::Next(happened));
    assert_eq!(desk.reads(ANA), ["~Card"], "nothing was written below it");
    desk.says(ANA, "something below");
    desk.forget_the_past();
    let learned = step(&desk, id, "learned") as u8;
    act(&mut desk, ANA, id, Act::Next(learned));
    assert_eq!(desk.reads(ANA), ["~Card", "Card"]);
    let log = desk.log.iter().rev();
    let mut passed = log.filter_map(|got| match &got.send.say {
        Say::Reflect(ReflectSay::Card { show, .. }) if !got.is_new() => Some(show.clone()),
        _ => None,
    });
    let left = at_hand(&desk, id).steps[learned as usize].id.clone();
    assert_eq!(
        passed.next(),
        Some(twofold::core::protocol::reflection::Show::Passed(Some(
            left
        )))
    );
}
