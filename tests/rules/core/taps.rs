//! Answers given by a tap: sealed like words, changed until the reveal, told to nobody before it.

use super::desk::{ANA, BEN, Desk, days, hours, mins, secs};
use twofold::core::model::about::Role;
use twofold::core::model::ids::{PersonId, RoundId, Seat};
use twofold::core::model::person::Switch;
use twofold::core::model::refusal::{Refusal, RoundRefusal};
use twofold::core::model::round::{Half, Origin, PARTS_MAX, Round, Sequel};
use twofold::core::model::tap::{Tap, Tip};
use twofold::core::protocol::command::Command;
use twofold::core::protocol::couple::{CouplePress, CoupleSay};
use twofold::core::protocol::effect::{Effect, Toast};
use twofold::core::protocol::plan::PlanPress;
use twofold::core::protocol::press::Press;
use twofold::core::protocol::round::{RoundPress, RoundSay, RoundWords};
use twofold::core::protocol::say::Say;
use twofold::core::protocol::settings::SettingsPress;
use twofold::library::{FeelingId, Shape};

const OVER: Option<Toast> = Some(Toast::Refused(Refusal::Round(RoundRefusal::RoundOver)));
const OLD: Option<Toast> = Some(Toast::Refused(Refusal::OldButton));

fn feeling(id: &str) -> Tip {
    Tip::Feeling(FeelingId::parse(id).expect("a feeling"))
}

fn felt(id: &str) -> Tap {
    Tap::Feeling(FeelingId::parse(id).expect("a feeling"))
}

/// A couple with one open round of this shape, asked by Ana. Those of other shapes before it were answered in words.
fn asked(kind: &str, shape: Shape) -> (Desk, RoundId) {
    let mut desk = Desk::couple();
    loop {
        desk.commands(ANA, Command::Prompt(Some(kind.into())));
        let round = desk.only_open();
        if desk.round(round).shape == shape {
            desk.passes(mins(1));
            desk.forget_the_past();
            return (desk, round);
        }
        let number = desk.rounds().count();
        desk.says(ANA, &format!("ana in words {number}"));
        desk.says(BEN, &format!("ben in words {number}"));
        desk.passes(mins(1));
    }
}

fn a_feeling() -> (Desk, RoundId) {
    asked("check-in", Shape::Feeling)
}

fn taps(desk: &mut Desk, who: PersonId, round: RoundId, tip: Tip) -> Option<Toast> {
    desk.presses(who, Press::Round(RoundPress::Tap(round, tip)))
}

fn is_revealed(desk: &Desk, round: RoundId) -> bool {
    desk.round(round).is_revealed()
}

#[test]
fn a_feeling_is_sealed_at_the_second_tap_and_not_at_the_first() {
    let (mut desk, round) = a_feeling();
    assert_eq!(
        taps(&mut desk, ANA, round, feeling("sad")),
        Some(Toast::Quiet)
    );
    assert!(!desk.round(round).answered(Seat::A));
    assert!(desk.taps.is_empty(), "nothing is kept between the taps");
    assert_eq!(desk.reads(ANA), ["~FinerFeelings"]);
    taps(&mut desk, ANA, round, feeling("lonely"));
    assert_eq!(desk.round(round).tap_of(Seat::A), Some(&felt("lonely")));
    assert_eq!(desk.reads(ANA), ["~Card"]);
    assert_eq!(
        desk.reads(BEN),
        ["~Card"],
        "that an answer waits, and nothing else"
    );
}

#[test]
fn two_taps_open_together_after_the_settling_delay() {
    let (mut desk, round) = a_feeling();
    taps(&mut desk, ANA, round, feeling("lonely"));
    taps(&mut desk, BEN, round, feeling("proud"));
    desk.passes(secs(14));
    assert!(!is_revealed(&desk, round));
    desk.passes(secs(1));
    assert!(
        is_revealed(&desk, round),
        "a tap cannot be deleted, so nothing is touched first"
    );
    assert!(desk.reads(ANA).contains(&"♪Reveal".to_owned()));
    assert!(desk.reads(BEN).contains(&"♪Reveal".to_owned()));
}

#[test]
fn a_tap_opens_with_the_words_of_the_other() {
    let (mut desk, round) = a_feeling();
    taps(&mut desk, ANA, round, feeling("lonely"));
    desk.says(BEN, "in my own words");
    desk.passes(secs(20));
    assert!(is_revealed(&desk, round));
}

#[test]
fn a_tap_can_be_another_one_until_the_reveal_and_settles_anew() {
    let (mut desk, round) = a_feeling();
    taps(&mut desk, BEN, round, feeling("proud"));
    taps(&mut desk, ANA, round, feeling("lonely"));
    desk.passes(secs(10));
    desk.presses(ANA, Press::Round(RoundPress::Change(round)));
    desk.passes(secs(10));
    assert!(
        !is_revealed(&desk, round),
        "changing holds it as an edit does"
    );
    taps(&mut desk, ANA, round, feeling("hurt"));
    desk.passes(secs(14));
    assert!(!is_revealed(&desk, round));
    assert_eq!(desk.taps.len(), 2, "in place of the old one");
    desk.passes(secs(1));
    assert!(is_revealed(&desk, round));
    assert_eq!(desk.round(round).tap_of(Seat::A), Some(&felt("hurt")));
    assert_eq!(taps(&mut desk, ANA, round, feeling("proud")), OVER);
    assert_eq!(
        desk.presses(ANA, Press::Round(RoundPress::Change(round))),
        OVER
    );
    assert_eq!(desk.round(round).tap_of(Seat::A), Some(&felt("hurt")));
}

#[test]
fn changing_again_and_again_holds_a_reveal_no_longer_than_ninety_seconds() {
    let (mut desk, round) = a_feeling();
    taps(&mut desk, BEN, round, feeling("proud"));
    taps(&mut desk, ANA, round, feeling("lonely"));
    for _ in 0..9 {
        desk.passes(secs(10));
        desk.presses(ANA, Press::Round(RoundPress::Change(round)));
    }
    assert!(is_revealed(&desk, round));
}

#[test]
fn the_same_tap_again_changes_nothing() {
    let (mut desk, round) = a_feeling();
    taps(&mut desk, ANA, round, feeling("lonely"));
    let before = desk.round(round).clone();
    desk.passes(mins(1));
    taps(&mut desk, ANA, round, feeling("lonely"));
    assert_eq!(*desk.round(round), before);
}

#[test]
fn a_tap_is_taken_back_with_everything_else() {
    let (mut desk, round) = a_feeling();
    taps(&mut desk, ANA, round, feeling("lonely"));
    desk.says(ANA, "a little about it");
    taps(&mut desk, BEN, round, feeling("proud"));
    assert_eq!(
        desk.presses(ANA, Press::Round(RoundPress::TakeBack(round))),
        Some(Toast::TakenBack)
    );
    desk.passes(mins(5));
    assert!(!desk.round(round).answered(Seat::A) && !is_revealed(&desk, round));
    assert_eq!(desk.taps.len(), 1, "Ben's");
    assert!(desk.kept_of(round, Seat::A).is_empty());
    assert_eq!(
        desk.presses(ANA, Press::Round(RoundPress::TakeBack(round))),
        Some(Toast::Refused(Refusal::Round(RoundRefusal::NothingSealed)))
    );
}

#[test]
fn words_deleted_beside_a_tap_leave_the_tap() {
    let (mut desk, round) = a_feeling();
    taps(&mut desk, ANA, round, feeling("lonely"));
    let words = desk.says(ANA, "too much said");
    desk.deletes(ANA, words);
    taps(&mut desk, BEN, round, feeling("proud"));
    desk.passes(secs(30));
    assert!(is_revealed(&desk, round));
    assert!(desk.kept_of(round, Seat::A).is_empty());
    assert_eq!(desk.round(round).tap_of(Seat::A), Some(&felt("lonely")));
}

#[test]
fn all_taps_count_as_one_part() {
    let (mut desk, round) = a_feeling();
    taps(&mut desk, ANA, round, feeling("lonely"));
    for n in 1..PARTS_MAX {
        desk.says(ANA, &format!("part {n}"));
    }
    desk.says(ANA, "one too many");
    assert_eq!(desk.round(round).seat(Seat::A).parts.len(), PARTS_MAX - 1);
    assert_eq!(
        taps(&mut desk, ANA, round, feeling("hurt")),
        Some(Toast::Quiet)
    );
    for n in 0..PARTS_MAX {
        desk.says(BEN, &format!("part {n}"));
    }
    assert_eq!(
        taps(&mut desk, BEN, round, feeling("proud")),
        Some(Toast::Refused(Refusal::Round(RoundRefusal::AnswerFull)))
    );
}

#[test]
fn what_the_buttons_do_not_offer_is_refused_and_changes_nothing() {
    let (mut desk, round) = a_feeling();
    let before = desk.round(round).clone();
    for tip in [
        feeling("no-such-feeling"),
        Tip::Number(1),
        Tip::Number(0),
        Tip::Number(255),
        Tip::Done,
    ] {
        assert_eq!(taps(&mut desk, ANA, round, tip), OLD);
    }
    assert_eq!(*desk.round(round), before);
    let (mut desk, round) = Desk::evening();
    if desk.round(round).shape == Shape::Text {
        assert_eq!(taps(&mut desk, ANA, round, feeling("lonely")), OLD);
        assert_eq!(
            desk.presses(ANA, Press::Round(RoundPress::Change(round))),
            OLD
        );
    }
}

#[test]
fn somebody_elses_round_is_nobodys_to_tap() {
    let (mut desk, round) = a_feeling();
    let stranger = super::desk::CLEO;
    desk.commands(stranger, Command::Start);
    for press in [
        Press::Round(RoundPress::Tap(round, feeling("lonely"))),
        Press::Round(RoundPress::Change(round)),
        Press::Round(RoundPress::Chosen(round)),
        Press::Round(RoundPress::OwnWords(round)),
    ] {
        assert_eq!(desk.presses(stranger, press), OLD);
    }
    assert!(!desk.round(round).answered(Seat::A) && !desk.round(round).answered(Seat::B));
}

#[test]
fn a_tap_counts_when_it_comes_and_not_after_the_close() {
    let (mut desk, round) = a_feeling();
    taps(&mut desk, ANA, round, feeling("lonely"));
    let close = desk.round(round).close_at.expect("a time");
    let left = close.duration_since(desk.now);
    desk.passes(left + secs(1));
    assert!(
        desk.round(round).is_open(),
        "the grace is for words on their way"
    );
    assert_eq!(taps(&mut desk, BEN, round, feeling("proud")), OVER);
    desk.passes(mins(3));
    assert!(desk.round(round).is_closed());
    assert!(matches!(
        desk.round(round).seat(Seat::A).half,
        Some(Half::Offered { .. })
    ));
    desk.presses(ANA, Press::Round(RoundPress::GiveAnyway(round)));
    assert!(desk.reads(BEN).contains(&"Gift".to_owned()));
}

#[test]
fn a_half_that_was_tapped_is_kept_or_let_go_like_words() {
    for (press, kept) in [(false, 1), (true, 0)] {
        let (mut desk, round) = a_feeling();
        taps(&mut desk, ANA, round, feeling("lonely"));
        desk.passes(hours(73));
        let press = if press {
            Press::Round(RoundPress::LetGo(round))
        } else {
            Press::Round(RoundPress::KeepForMe(round))
        };
        desk.presses(ANA, press);
        assert_eq!(desk.taps.len(), kept);
        desk.passes(days(9));
        assert_eq!(desk.taps.len(), kept);
    }
    let (mut desk, round) = a_feeling();
    taps(&mut desk, ANA, round, feeling("lonely"));
    desk.passes(days(11));
    assert!(desk.taps.is_empty(), "untouched it is erased");
    assert_eq!(desk.round(round).seat(Seat::A).half, Some(Half::LetGo));
}

#[test]
fn who_leaves_takes_their_taps_along() {
    for quietly in [false, true] {
        let (mut desk, round) = a_feeling();
        let couple = desk.couple_of(ANA);
        taps(&mut desk, ANA, round, feeling("lonely"));
        taps(&mut desk, BEN, round, feeling("proud"));
        desk.presses(
            ANA,
            if quietly {
                Press::Couple(CouplePress::LeaveQuietly(couple))
            } else {
                Press::Couple(CouplePress::Leave(couple))
            },
        );
        assert_eq!(desk.taps.len(), 1);
        assert!(!desk.round(round).answered(Seat::A));
        desk.passes(days(8));
        assert!(!is_revealed(&desk, round));
        let late = taps(&mut desk, ANA, round, feeling("lonely"));
        assert!(late == OLD || late == OVER);
        assert!(desk.taps.values().all(|(_, seat, _)| *seat == Seat::B));
    }
}

#[test]
fn under_a_link_a_tap_waits_for_both_to_be_a_couple() {
    let mut desk = Desk::empty("2026-11-22T12:00:00Z");
    let link = desk.invites(ANA);
    let round = desk.only_open();
    let shape = desk.round(round).shape;
    let tip = match shape {
        Shape::Feeling => feeling("lonely"),
        _ => return,
    };
    taps(&mut desk, ANA, round, tip.clone());
    desk.opens(BEN, &link);
    let couple = desk.couple_of(ANA);
    desk.presses(BEN, Press::Couple(CouplePress::Accept(couple)));
    taps(&mut desk, BEN, round, tip);
    desk.passes(mins(5));
    assert!(!is_revealed(&desk, round));
    desk.presses(ANA, Press::Couple(CouplePress::Confirm(couple, BEN)));
    desk.passes(mins(1));
    assert!(is_revealed(&desk, round));
}

#[test]
fn another_one_passes_a_tapped_answer_by() {
    let (mut desk, round) = a_feeling();
    taps(&mut desk, ANA, round, feeling("lonely"));
    desk.presses(BEN, Press::Round(RoundPress::Another(round)));
    assert!(desk.round(round).answered(Seat::A) && !desk.round(round).seat(Seat::A).moved);
    assert!(desk.round(round).seat(Seat::B).moved);
    assert_eq!(
        taps(&mut desk, BEN, round, feeling("proud")),
        OLD,
        "that message is another's now"
    );
}

#[test]
fn a_reaction_on_a_tap_stands_under_the_partners_own_copy() {
    let (mut desk, round) = a_feeling();
    taps(&mut desk, ANA, round, feeling("lonely"));
    taps(&mut desk, BEN, round, feeling("proud"));
    desk.passes(secs(20));
    desk.forget_the_past();
    let reveal = desk.last_of(BEN, Role::Reveal);
    desk.reacts(BEN, reveal, Some("😘"));
    assert_eq!(desk.reads(ANA), ["😘"]);
}

#[test]
fn nothing_that_travels_through_the_core_prints_a_tap() {
    let (mut desk, round) = a_feeling();
    taps(&mut desk, ANA, round, feeling("sad"));
    taps(&mut desk, ANA, round, feeling("lonely"));
    let press = Press::Round(RoundPress::Tap(round, feeling("lonely")));
    let printed = format!("{press:?} {:?} {:?}", desk.round(round), desk.effects);
    assert!(!printed.contains("lonely") && !printed.contains("sad"));
    let document = serde_json::to_string(desk.round(round)).expect("a document");
    assert!(
        !document.contains("lonely"),
        "what stands in the database in clear holds no tap"
    );
    assert!(
        desk.effects
            .iter()
            .any(|effect| matches!(effect, Effect::Round(RoundWords::KeepTap { .. })))
    );
}

#[test]
fn the_finer_words_go_away_with_the_answer_of_the_other_and_nothing_is_lost() {
    let (mut desk, round) = a_feeling();
    taps(&mut desk, ANA, round, feeling("sad"));
    taps(&mut desk, BEN, round, feeling("proud"));
    let cards = desk.got(ANA);
    assert!(
        cards
            .iter()
            .any(|got| matches!(got.send.say, Say::Round(RoundSay::Card { .. })))
    );
    taps(&mut desk, ANA, round, feeling("lonely"));
    desk.passes(secs(20));
    assert!(is_revealed(&desk, round));
}

#[test]
fn a_place_on_a_scale_is_one_of_five() {
    let (mut desk, round) = asked("needs", Shape::Scale);
    for n in [0, 6, 255] {
        assert_eq!(taps(&mut desk, ANA, round, Tip::Number(n)), OLD);
    }
    assert_eq!(taps(&mut desk, ANA, round, feeling("lonely")), OLD);
    assert!(!desk.round(round).answered(Seat::A));
    for n in [1, 5, 3] {
        assert_eq!(
            taps(&mut desk, ANA, round, Tip::Number(n)),
            Some(Toast::Quiet)
        );
        assert_eq!(desk.round(round).tap_of(Seat::A), Some(&Tap::Place(n)));
    }
    taps(&mut desk, BEN, round, Tip::Number(5));
    desk.passes(secs(15));
    assert!(is_revealed(&desk, round));
}

fn picked(numbers: &[u8]) -> Tap {
    Tap::Picks(numbers.iter().copied().collect())
}

fn picks(desk: &mut Desk, who: PersonId, round: RoundId, numbers: &[u8]) {
    for n in numbers {
        let toast = taps(desk, who, round, Tip::Number(*n));
        assert_eq!(toast, Some(Toast::Quiet));
    }
}

/// The round that the no-match reveal of this one brought.
fn others_of(desk: &Desk, round: RoundId) -> Option<RoundId> {
    let of = |one: &&Round| matches!(one.origin, Origin::Another { of, .. } if of == round);
    desk.rounds().find(of).map(|round| round.id)
}

#[test]
fn options_are_picked_and_unpicked_and_none_at_all_is_no_answer() {
    let (mut desk, round) = asked("needs", Shape::Choice);
    picks(&mut desk, ANA, round, &[1, 3]);
    assert_eq!(desk.round(round).tap_of(Seat::A), Some(&picked(&[1, 3])));
    picks(&mut desk, ANA, round, &[1]);
    assert_eq!(desk.round(round).tap_of(Seat::A), Some(&picked(&[3])));
    picks(&mut desk, ANA, round, &[3]);
    assert!(!desk.round(round).answered(Seat::A) && desk.taps.is_empty());
    let count = desk.round(round).seat(Seat::A).options.len() as u8;
    assert!((3..=5).contains(&count));
    for n in [0, count + 1, 255] {
        assert_eq!(taps(&mut desk, ANA, round, Tip::Number(n)), OLD);
    }
    picks(&mut desk, ANA, round, &[count]);
    picks(&mut desk, BEN, round, &[1, 2]);
    desk.passes(secs(15));
    assert!(is_revealed(&desk, round));
    assert_eq!(
        desk.round(round).tap_of(Seat::B),
        Some(&picked(&[1, 2])),
        "both sides are shown"
    );
    assert_eq!(others_of(&desk, round), None);
}

#[test]
fn the_last_option_unpicked_leaves_the_words() {
    let (mut desk, round) = asked("needs", Shape::Choice);
    desk.says(ANA, "it depends");
    let first = desk.round(round).seat(Seat::A).first_at;
    picks(&mut desk, ANA, round, &[2, 2]);
    assert!(desk.round(round).answered(Seat::A));
    assert_eq!(desk.round(round).tap_of(Seat::A), None);
    assert_eq!(desk.round(round).seat(Seat::A).first_at, first);
}

#[test]
fn of_a_date_only_the_matches_are_left_anywhere() {
    let (mut desk, round) = asked("date", Shape::Choice);
    picks(&mut desk, ANA, round, &[1, 2]);
    picks(&mut desk, BEN, round, &[2, 3]);
    desk.passes(secs(15));
    assert!(is_revealed(&desk, round));
    for seat in Seat::BOTH {
        assert_eq!(desk.round(round).tap_of(seat), Some(&picked(&[2])));
    }
    for (_, _, tap) in desk.taps.values() {
        assert_eq!(tap, &picked(&[2]));
    }
    assert_eq!(desk.round(round).sequel, None);
    assert!(desk.open().is_empty());
}

#[test]
fn without_a_match_others_come_twice_and_then_the_lot_falls() {
    let (mut desk, first) = asked("date", Shape::Choice);
    let mut round = first;
    let mut seen = vec![desk.round(first).prompt.clone()];
    for _ in 0..2 {
        picks(&mut desk, ANA, round, &[1]);
        picks(&mut desk, BEN, round, &[2]);
        desk.forget_the_past();
        desk.passes(secs(15));
        assert_eq!(desk.round(round).sequel, Some(Sequel::Others));
        let others = others_of(&desk, round).expect("others");
        assert_eq!(desk.round(others).shape, Shape::Choice);
        seen.push(desk.round(others).prompt.clone());
        for who in [ANA, BEN] {
            let reads = desk.reads(who);
            let reveal = reads.iter().position(|read| read == "♪Reveal");
            let card = reads.iter().position(|read| read == "Card");
            assert!(
                reveal.expect("a reveal") < card.expect("a silent card"),
                "{reads:?}"
            );
        }
        assert!(
            desk.taps
                .values()
                .all(|(of, _, tap)| *of == others || *tap == picked(&[]))
        );
        round = others;
    }
    seen.sort();
    seen.dedup();
    assert_eq!(seen.len(), 3, "three different prompts");
    picks(&mut desk, ANA, round, &[1]);
    picks(&mut desk, BEN, round, &[2]);
    desk.passes(secs(15));
    assert!(matches!(desk.round(round).sequel, Some(Sequel::Lot { .. })));
    assert_eq!(others_of(&desk, round), None);
    assert!(desk.open().is_empty());
}

#[test]
fn the_lot_falls_on_either_of_the_two() {
    let mut fell = std::collections::BTreeSet::new();
    for wait in 0..40 {
        let (mut desk, mut round) = asked("date", Shape::Choice);
        desk.passes(secs(wait));
        for _ in 0..3 {
            picks(&mut desk, ANA, round, &[1]);
            picks(&mut desk, BEN, round, &[2]);
            desk.passes(secs(15));
            round = others_of(&desk, round).unwrap_or(round);
        }
        if let Some(Sequel::Lot { surprises }) = desk.round(round).sequel {
            fell.insert(surprises);
        }
    }
    assert_eq!(fell.len(), 2);
}

#[test]
fn picks_beside_an_answer_in_words_are_shown_to_nobody_and_bring_nothing() {
    let (mut desk, round) = asked("date", Shape::Choice);
    picks(&mut desk, ANA, round, &[1, 2]);
    desk.says(BEN, "anything with you");
    desk.passes(secs(20));
    assert!(is_revealed(&desk, round));
    assert_eq!(desk.round(round).tap_of(Seat::A), Some(&picked(&[])));
    assert_eq!(desk.round(round).sequel, None);
    assert!(desk.open().is_empty());
}

#[test]
fn while_the_couple_rests_no_other_ideas_come() {
    let (mut desk, round) = asked("date", Shape::Choice);
    desk.presses(ANA, Press::Plan(PlanPress::PauseFor(7)));
    picks(&mut desk, ANA, round, &[1]);
    picks(&mut desk, BEN, round, &[2]);
    desk.passes(secs(15));
    assert!(is_revealed(&desk, round));
    assert_eq!(desk.round(round).sequel, None);
    assert!(desk.open().is_empty());
}

/// What a person gets until the reveal, byte for byte.
fn gets_until_the_reveal(
    who: PersonId,
    story: impl Fn(&mut Desk, RoundId),
    kind: &str,
    shape: Shape,
) -> Vec<String> {
    let (mut desk, round) = asked(kind, shape);
    story(&mut desk, round);
    desk.passes(hours(60));
    assert!(!is_revealed(&desk, round));
    desk.got(who)
        .into_iter()
        .flat_map(|got| got.shown)
        .collect()
}

#[test]
fn what_was_tapped_changes_nothing_of_what_the_other_gets() {
    let worlds = |kind: &str, shape: Shape, tips: [Vec<Tip>; 2]| {
        tips.map(|tips| {
            let story = |desk: &mut Desk, round: RoundId| {
                for tip in &tips {
                    assert_eq!(taps(desk, ANA, round, tip.clone()), Some(Toast::Quiet));
                }
            };
            gets_until_the_reveal(BEN, story, kind, shape)
        })
    };
    let [one, other] = worlds(
        "check-in",
        Shape::Feeling,
        [vec![feeling("lonely")], vec![feeling("proud")]],
    );
    assert_eq!(one, other);
    let [one, other] = worlds(
        "needs",
        Shape::Scale,
        [vec![Tip::Number(1)], vec![Tip::Number(5)]],
    );
    assert_eq!(one, other);
    let [one, other] = worlds(
        "date",
        Shape::Choice,
        [
            vec![Tip::Number(1), Tip::Number(2)],
            vec![Tip::Number(3), Tip::Number(1)],
        ],
    );
    assert_eq!(one, other);
}

#[test]
fn a_core_feeling_alone_is_nothing_the_other_could_notice() {
    let silent = gets_until_the_reveal(BEN, |_, _| {}, "check-in", Shape::Feeling);
    let story = |desk: &mut Desk, round: RoundId| {
        taps(desk, ANA, round, feeling("sad"));
        desk.presses(ANA, Press::Round(RoundPress::Change(round)));
        desk.presses(ANA, Press::Round(RoundPress::OwnWords(round)));
    };
    let tapping = gets_until_the_reveal(BEN, story, "check-in", Shape::Feeling);
    assert_eq!(silent, tapping);
}

#[test]
fn done_by_both_opens_and_done_by_one_is_never_told() {
    let (mut desk, round) = asked("affection", Shape::Done);
    assert_eq!(taps(&mut desk, ANA, round, Tip::Number(1)), OLD);
    taps(&mut desk, ANA, round, Tip::Done);
    assert!(desk.reads(BEN).is_empty(), "not even that something waits");
    desk.passes(hours(5));
    taps(&mut desk, BEN, round, Tip::Done);
    desk.passes(secs(15));
    assert!(is_revealed(&desk, round));

    let (mut desk, round) = asked("affection", Shape::Done);
    taps(&mut desk, ANA, round, Tip::Done);
    desk.presses(
        ANA,
        Press::Settings(SettingsPress::Toggle(Switch::TellSealed)),
    );
    desk.presses(
        ANA,
        Press::Settings(SettingsPress::Toggle(Switch::TellSealed)),
    );
    assert!(desk.reads(BEN).is_empty());
    desk.passes(hours(73));
    assert!(desk.round(round).is_closed());
    assert!(
        desk.taps.is_empty(),
        "there is nothing to give and nothing to keep"
    );
    assert!(!desk.reads(ANA).contains(&"HalfOffer".to_owned()));
    assert_eq!(
        desk.presses(ANA, Press::Round(RoundPress::GiveAnyway(round))),
        Some(Toast::Refused(Refusal::OldButton))
    );
}

#[test]
fn what_the_other_gets_is_the_same_whether_one_has_done_it_or_not() {
    let did = |desk: &mut Desk, round: RoundId| {
        taps(desk, ANA, round, Tip::Done);
    };
    let with = gets_until_the_reveal(BEN, did, "affection", Shape::Done);
    let without = gets_until_the_reveal(BEN, |_, _| {}, "affection", Shape::Done);
    assert_eq!(with, without);
}

#[test]
fn words_beside_something_done_are_a_half_like_any_other() {
    let (mut desk, round) = asked("affection", Shape::Done);
    taps(&mut desk, ANA, round, Tip::Done);
    desk.says(ANA, "under the old tree");
    desk.passes(hours(73));
    assert!(matches!(
        desk.round(round).seat(Seat::A).half,
        Some(Half::Offered { .. })
    ));
    desk.presses(ANA, Press::Round(RoundPress::GiveAnyway(round)));
    assert!(desk.reads(BEN).contains(&"Gift".to_owned()));
}

#[test]
fn who_stays_is_not_asked_about_something_done() {
    let (mut desk, round) = asked("affection", Shape::Done);
    let couple = desk.couple_of(ANA);
    taps(&mut desk, BEN, round, Tip::Done);
    desk.presses(ANA, Press::Couple(CouplePress::Leave(couple)));
    assert!(desk.taps.is_empty());
    let line = desk
        .got(BEN)
        .into_iter()
        .find_map(|got| match got.send.say {
            Say::Couple(CoupleSay::PartnerLeft { halves, .. }) => Some(halves),
            _ => None,
        });
    assert_eq!(line, Some(false));
}
