//! What comes in a week of each plan, at whose hour; and a plan that grows quiet, and comes back.

use jiff::Timestamp;
use jiff::civil::date;
use jiff::tz::TimeZone;

use crate::core::desk::{ANA, BEN, Desk, at, days, hours, mins, secs, shipped};
use twofold::core::choice::pick::has_eligible;
use twofold::core::model::choice::Allowed;
use twofold::core::model::couple::Mood;
use twofold::core::model::ids::{PersonId, Seat};
use twofold::core::model::schedule::Plan;
use twofold::core::protocol::command::Command;
use twofold::core::protocol::plan::PlanPress;
use twofold::core::protocol::press::Press;
use twofold::core::protocol::round::{RoundPress, RoundSay};
use twofold::core::protocol::say::Say;
use twofold::library::Shape;

const LISBON: &str = "Europe/Lisbon";
const AUCKLAND: &str = "Pacific/Auckland";

/// A couple with the plan that all begin with, since Sunday noon; the first question is answered and open.
fn newly(ana: &str, ben: &str) -> Desk {
    let mut desk = Desk::pair_as_shipped("2026-11-22T12:00:00Z");
    desk.lives(ANA, ana);
    desk.lives(BEN, ben);
    desk.says(ANA, "ana's very first words");
    desk.says(BEN, "ben's very first words");
    desk.passes(mins(1));
    desk
}

/// Whoever is asked answers in words within a quarter of an hour, or passes where no words are asked for.
fn lives_on_until(desk: &mut Desk, moment: &str) {
    while desk.now < at(moment) {
        desk.passes(mins(15));
        for round in desk.open() {
            for (seat, who) in [(Seat::A, ANA), (Seat::B, BEN)] {
                let mine = desk.round(round).seat(seat);
                if !mine.asked || mine.passed || !mine.parts.is_empty() {
                    continue;
                }
                let kind = shipped().kind(&desk.round(round).kind).expect("a kind");
                if kind.shape == Shape::Text {
                    let card = desk.last_card(who, round);
                    desk.replies(who, card, &format!("words of {who} at {}", desk.now));
                } else {
                    desk.presses(who, Press::Round(RoundPress::NotTonight(round)));
                }
            }
        }
        desk.passes(mins(1));
    }
}

/// The prompts a person was sent with a sound from one local date to another: weekday, their own time, kind.
fn week_of(desk: &Desk, who: PersonId, zone: &str, dates: [(i8, i8); 2]) -> Vec<String> {
    let zone = TimeZone::get(zone).expect("a zone");
    let [from, to] = dates.map(|(month, day)| date(2026, month, day));
    let came = desk
        .log
        .iter()
        .filter_map(|got| match (&got.send.say, got.word().as_str()) {
            (Say::Round(RoundSay::Card { round, .. }), "♪Card") if got.send.to == who => {
                Some((got.at, *round))
            }
            _ => None,
        });
    came.map(|(at, round)| (local(at, &zone), desk.round(round).kind.to_string()))
        .filter(|(at, _)| from <= at.date() && at.date() <= to)
        .map(|(at, kind)| format!("{} {kind}", at.strftime("%a %H:%M")))
        .collect()
}

fn local(at: Timestamp, zone: &TimeZone) -> jiff::civil::DateTime {
    zone.to_datetime(at)
}

/// The first of these kinds that has anything to ask a couple that agreed on nothing further.
fn first_of(kinds: &[&str]) -> String {
    let has_one = |kind: &&&str| {
        let kinds = shipped().kinds();
        let mut named = kinds.iter().filter(|known| known.id.as_str() == **kind);
        named.any(|kind| has_eligible(kind, &Allowed::default()))
    };
    kinds
        .iter()
        .find(has_one)
        .map(|kind| (*kind).to_owned())
        .expect("one of them")
}

/// Of Friday's kinds the gentlest, in the first week.
fn friday() -> String {
    format!(
        "Fri 20:30 {}",
        first_of(&["good-news", "date", "affection"])
    )
}

#[test]
fn daily_is_the_plan_of_all_who_begin_and_brings_one_question_every_evening() {
    let mut desk = newly(LISBON, LISBON);
    lives_on_until(&mut desk, "2026-11-30T12:00:00Z");
    for who in [ANA, BEN] {
        assert_eq!(
            week_of(&desk, who, LISBON, [(11, 22), (11, 29)]),
            [
                // The first prompt took the place of Sunday's.
                "Mon 20:30 check-in",
                "Tue 20:30 gratitude",
                "Wed 20:30 curiosity",
                "Thu 20:30 check-in",
                &friday(),
                "Sat 20:30 gratitude",
                "Sun 20:30 memory",
            ]
        );
    }
}

#[test]
fn lisbon_and_auckland_live_the_same_week_each_at_their_own_half_past_eight() {
    let mut desk = newly(LISBON, AUCKLAND);
    lives_on_until(&mut desk, "2026-12-01T23:00:00Z");
    for (who, zone) in [(ANA, LISBON), (BEN, AUCKLAND)] {
        assert_eq!(
            week_of(&desk, who, zone, [(11, 24), (11, 30)]),
            [
                "Tue 20:30 gratitude",
                "Wed 20:30 curiosity",
                "Thu 20:30 check-in",
                &friday(),
                "Sat 20:30 gratitude",
                "Sun 20:30 memory",
                "Mon 20:30 check-in",
            ]
        );
    }
}

#[test]
fn gentle_brings_three_evenings_a_week_and_the_other_kinds_in_turn_on_sundays() {
    let mut desk = newly(LISBON, LISBON);
    desk.commands(ANA, Command::Schedule(Some("gentle".into())));
    lives_on_until(&mut desk, "2026-12-07T12:00:00Z");
    for who in [ANA, BEN] {
        assert_eq!(
            week_of(&desk, who, LISBON, [(11, 22), (12, 6)]),
            [
                "Tue 20:30 gratitude",
                "Thu 20:30 check-in",
                "Sun 20:30 memory",
                "Tue 20:30 gratitude",
                "Thu 20:30 check-in",
                "Sun 20:30 curiosity",
            ]
        );
    }
}

#[test]
fn full_brings_two_questions_a_day_and_the_other_kinds_at_hours_of_their_own() {
    let mut desk = newly(LISBON, LISBON);
    desk.presses(BEN, Press::Plan(PlanPress::ChoosePlan(Plan::Full)));
    lives_on_until(&mut desk, "2026-11-30T07:00:00Z");
    let wednesday = format!("Wed 07:45 {}", first_of(&["affection", "gratitude"]));
    let friday = format!("Fri 12:00 {}", first_of(&["date", "gratitude"]));
    for who in [ANA, BEN] {
        assert_eq!(
            week_of(&desk, who, LISBON, [(11, 22), (11, 29)]),
            [
                "Mon 12:00 curiosity",
                "Mon 18:30 check-in",
                "Mon 21:30 gratitude",
                "Tue 18:30 check-in",
                "Tue 21:30 gratitude",
                &wednesday,
                "Wed 18:30 check-in",
                "Wed 21:30 gratitude",
                "Thu 18:30 check-in",
                "Thu 21:30 gratitude",
                &friday,
                "Fri 18:30 check-in",
                "Fri 21:30 gratitude",
                "Sat 18:30 check-in",
                "Sat 21:30 gratitude",
                "Sun 11:00 memory",
                "Sun 18:30 check-in",
                "Sun 21:30 gratitude",
            ]
        );
    }
}

#[test]
fn a_prompt_says_that_the_last_one_is_still_open_only_where_it_is() {
    let says_so = |desk: &mut Desk| {
        let got = desk.got(ANA);
        let card = got.iter().rfind(|got| got.word() == "♪Card");
        let shown = &card.expect("a prompt").shown;
        shown
            .iter()
            .any(|shown| shown.contains("The last one is still open"))
    };
    // Monday's and Tuesday's are of two schedules: neither closes the other.
    let mut desk = newly(LISBON, LISBON);
    desk.goes_on_to("2026-11-23T20:30:00Z");
    assert!(!says_so(&mut desk));
    desk.goes_on_to("2026-11-24T20:30:00Z");
    assert!(says_so(&mut desk));
    assert_eq!(desk.open().len(), 2);
    // Of one and the same schedule Tuesday's ends Monday's.
    let (mut desk, monday) = Desk::evening();
    desk.goes_on_to("2026-11-24T20:30:00Z");
    assert!(!says_so(&mut desk));
    desk.passes(mins(2));
    assert!(desk.round(monday).is_closed());
}

#[test]
fn a_plan_chosen_on_the_first_day_begins_the_next() {
    let mut desk = newly(LISBON, LISBON);
    // Sunday's memory would come tonight; the first prompt has taken its place.
    desk.commands(ANA, Command::Schedule(Some("daily".into())));
    desk.forget_the_past();
    desk.goes_on_to("2026-11-23T20:29:59Z");
    assert_eq!(desk.reads(BEN), [""; 0]);
    desk.passes(secs(1));
    assert_eq!(desk.reads(BEN), ["♪Card"]);
}

#[test]
fn after_five_unopened_rounds_only_sunday_asks_and_after_four_more_nothing_until_one_writes() {
    let mut desk = Desk::couple();
    desk.forget_the_past();
    let couple = desk.couple_of(ANA);
    // Friday's is the fifth that closes unopened, on Saturday.
    desk.goes_on_to("2026-11-28T20:31:59Z");
    assert_eq!(desk.all.couples[&couple].mood, Mood::Awake);
    desk.forget_the_past();
    desk.passes(secs(1));
    for who in [ANA, BEN] {
        assert_eq!(
            desk.reads(who),
            ["~Card", "Quieter"],
            "the same, and silent"
        );
    }
    let asked = |desk: &Desk| {
        let came = |got: &&crate::core::desk::Got| got.send.to == ANA && got.word() == "♪Card";
        desk.log.iter().filter(came).count()
    };
    let before = asked(&desk);
    desk.goes_on_to("2026-12-06T20:29:59Z");
    assert_eq!(asked(&desk), before + 1, "on Sunday the 29th");
    // Saturday's last one and those of the 29th, the 6th and the 13th close unopened.
    desk.goes_on_to("2026-12-16T21:00:00Z");
    assert_eq!(asked(&desk), before + 3);
    assert_eq!(desk.all.couples[&couple].mood, Mood::Asleep);
    desk.passes(days(30));
    assert_eq!(asked(&desk), before + 3);
    desk.says(BEN, "is anybody here?");
    // Friday, 15 January: the next Sunday is the 17th.
    desk.goes_on_to("2027-01-17T20:30:00Z");
    assert_eq!(asked(&desk), before + 4);
}

#[test]
fn the_plan_comes_back_with_the_next_reveal_and_makes_up_for_no_evening() {
    let mut desk = Desk::couple();
    let couple = desk.couple_of(ANA);
    desk.goes_on_to("2026-12-01T21:00:00Z");
    assert!(matches!(
        desk.all.couples[&couple].mood,
        Mood::Sundays { .. }
    ));
    let sunday = desk.newest_round();
    for who in [ANA, BEN] {
        let card = desk.last_card(who, sunday);
        desk.replies(who, card, &format!("late words of {who}"));
    }
    desk.passes(secs(15));
    assert!(desk.round(sunday).is_revealed());
    assert_eq!(desk.all.couples[&couple].mood, Mood::Awake);
    desk.forget_the_past();
    // Half past eight was half an hour ago, which is not late by the clock: but nobody had planned to ask anything then.
    desk.passes(hours(23));
    assert_eq!(desk.reads(ANA), [""; 0]);
    desk.goes_on_to("2026-12-02T20:30:00Z");
    assert_eq!(desk.reads(ANA), ["♪Card"]);
}
