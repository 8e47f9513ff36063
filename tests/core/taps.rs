//! Answers given by a tap: sealed like words, changed until the reveal, told to nobody before it.

use twofold::core::effect::{Effect, Say, Toast};
use twofold::core::event::{Command, Press, Role};
use twofold::core::ids::{PersonId, RoundId, Seat};
use twofold::core::refusal::Refusal;
use twofold::core::round::{Half, PARTS_MAX};
use twofold::core::tap::{Tap, Tip};
use twofold::library::{FeelingId, Shape};

use super::desk::{ANA, BEN, Desk, days, hours, mins, secs};

const OVER: Option<Toast> = Some(Toast::Refused(Refusal::RoundOver));
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
        desk.says(ANA, "ana in words");
        desk.says(BEN, "ben in words");
        desk.passes(mins(1));
    }
}

fn a_feeling() -> (Desk, RoundId) {
    asked("check-in", Shape::Feeling)
}

fn taps(desk: &mut Desk, who: PersonId, round: RoundId, tip: Tip) -> Option<Toast> {
    desk.presses(who, Press::Tap(round, tip))
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
    desk.presses(ANA, Press::Change(round));
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
    assert_eq!(desk.presses(ANA, Press::Change(round)), OVER);
    assert_eq!(desk.round(round).tap_of(Seat::A), Some(&felt("hurt")));
}

#[test]
fn changing_again_and_again_holds_a_reveal_no_longer_than_ninety_seconds() {
    let (mut desk, round) = a_feeling();
    taps(&mut desk, BEN, round, feeling("proud"));
    taps(&mut desk, ANA, round, feeling("lonely"));
    for _ in 0..9 {
        desk.passes(secs(10));
        desk.presses(ANA, Press::Change(round));
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
        desk.presses(ANA, Press::TakeBack(round)),
        Some(Toast::TakenBack)
    );
    desk.passes(mins(5));
    assert!(!desk.round(round).answered(Seat::A) && !is_revealed(&desk, round));
    assert_eq!(desk.taps.len(), 1, "Ben's");
    assert!(desk.kept_of(round, Seat::A).is_empty());
    assert_eq!(
        desk.presses(ANA, Press::TakeBack(round)),
        Some(Toast::Refused(Refusal::NothingSealed))
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
        Some(Toast::Refused(Refusal::AnswerFull))
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
        assert_eq!(desk.presses(ANA, Press::Change(round)), OLD);
    }
}

#[test]
fn somebody_elses_round_is_nobodys_to_tap() {
    let (mut desk, round) = a_feeling();
    let stranger = super::desk::CLEO;
    desk.commands(stranger, Command::Start);
    for press in [
        Press::Tap(round, feeling("lonely")),
        Press::Change(round),
        Press::Chosen(round),
        Press::OwnWords(round),
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
    desk.presses(ANA, Press::GiveAnyway(round));
    assert!(desk.reads(BEN).contains(&"Gift".to_owned()));
}

#[test]
fn a_half_that_was_tapped_is_kept_or_let_go_like_words() {
    for (press, kept) in [(false, 1), (true, 0)] {
        let (mut desk, round) = a_feeling();
        taps(&mut desk, ANA, round, feeling("lonely"));
        desk.passes(hours(73));
        let press = if press {
            Press::LetGo(round)
        } else {
            Press::KeepForMe(round)
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
                Press::LeaveQuietly(couple)
            } else {
                Press::Leave(couple)
            },
        );
        assert_eq!(desk.taps.len(), 1);
        assert!(!desk.round(round).answered(Seat::A));
        desk.passes(days(8));
        assert!(!is_revealed(&desk, round));
        let late = taps(&mut desk, ANA, round, feeling("lonely"));
        assert!(late == OLD || late == OVER);
        assert_eq!(desk.taps.len(), 1);
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
    desk.presses(BEN, Press::Accept(couple));
    taps(&mut desk, BEN, round, tip);
    desk.passes(mins(5));
    assert!(!is_revealed(&desk, round));
    desk.presses(ANA, Press::Confirm(couple, BEN));
    desk.passes(mins(1));
    assert!(is_revealed(&desk, round));
}

#[test]
fn another_one_passes_a_tapped_answer_by() {
    let (mut desk, round) = a_feeling();
    taps(&mut desk, ANA, round, feeling("lonely"));
    desk.presses(BEN, Press::Another(round));
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
    let press = Press::Tap(round, feeling("lonely"));
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
            .any(|effect| matches!(effect, Effect::KeepTap { .. }))
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
            .any(|got| matches!(got.send.say, Say::Card { .. }))
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
