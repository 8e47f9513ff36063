//! What the two of a couple are asked: switches, depth and turns. The longer run is in `years`.

use std::collections::BTreeSet;

use jiff::Timestamp;

use crate::core::desk::{ANA, BEN, Desk, Got, days, hours, mins, shipped};
use twofold::core::choice::allowed;
use twofold::core::choice::pick::has_eligible;
use twofold::core::model::choice::Asked;
use twofold::core::model::couple::Phase;
use twofold::core::model::ids::{PersonId, RoundId, ScheduleId};
use twofold::core::model::refusal::{Refusal, RoundRefusal};
use twofold::core::model::rhythm::{EVENING, Rhythm, WEEK};
use twofold::core::model::schedule::Schedule;
use twofold::core::protocol::choice::{ChoicePress, ChoiceSay};
use twofold::core::protocol::command::Command;
use twofold::core::protocol::couple::CouplePress;
use twofold::core::protocol::effect::Toast;
use twofold::core::protocol::plan::PlanPress;
use twofold::core::protocol::press::Press;
use twofold::core::protocol::round::RoundPress;
use twofold::core::protocol::say::Say;
use twofold::core::protocol::settings::SettingsPress;
use twofold::library::{Depth, KindId, Prompt, Tag};

fn kind(id: &str) -> KindId {
    KindId::parse(id).expect("a kind")
}

/// What a person is shown, byte for byte, and when.
fn bytes(got: &[Got]) -> Vec<(Vec<String>, bool, Timestamp, Option<Timestamp>)> {
    got.iter()
        .map(|got| {
            let send = &got.send;
            (got.shown.clone(), send.sound, got.at, send.not_before)
        })
        .collect()
}

/// A question now, which both answer.
fn opens_one(desk: &mut Desk) -> RoundId {
    desk.commands(ANA, Command::Prompt(None));
    let round = desk.newest_round();
    for who in [ANA, BEN] {
        let card = desk.last_card(who, round);
        desk.replies(who, card, &format!("words of {who} at {}", desk.now));
    }
    desk.passes(mins(5));
    assert!(desk.round(round).is_revealed());
    round
}

/// They have been together for a week longer.
fn a_week_ago(desk: &mut Desk) {
    let couple = desk.couple_of(ANA);
    let couple = desk.all.couples.get_mut(&couple).expect("a couple");
    if let Phase::Together { at } = &mut couple.phase {
        *at -= days(7);
    }
}

/// Ana and Ben, past their first week, with so many rounds opened.
fn having_opened(reveals: u32) -> Desk {
    let mut desk = Desk::couple();
    a_week_ago(&mut desk);
    // The first one is open already.
    for _ in 1..reveals {
        opens_one(&mut desk);
    }
    desk.forget_the_past();
    desk
}

fn offers(got: &[Got]) -> Vec<Depth> {
    let offered = got.iter().filter_map(|got| match got.send.say {
        Say::Choice(ChoiceSay::DeeperOffer { depth, .. }) => Some(depth),
        _ => None,
    });
    offered.collect()
}

fn says_to_depth(desk: &mut Desk, who: PersonId, depth: Depth, yes: bool) {
    let couple = desk.couple_of(who);
    desk.presses(who, Press::Choice(ChoicePress::Deeper(couple, depth, yes)));
}

fn ceiling(desk: &Desk) -> Depth {
    let couple = &desk.all.couples[&desk.couple_of(ANA)];
    allowed(&desk.all, couple, desk.now).depth
}

fn may_be_asked(desk: &Desk, id: &str) -> bool {
    let couple = &desk.all.couples[&desk.couple_of(ANA)];
    let kind = shipped().kind(&kind(id)).expect("a kind");
    has_eligible(kind, &allowed(&desk.all, couple, desk.now))
}

fn switches(desk: &mut Desk, who: PersonId, id: &str, on: bool) {
    desk.presses(who, Press::Choice(ChoicePress::SwitchKind(kind(id), on)));
}

/// Every page on which something of the other's could show.
fn looks_at_every_page(desk: &mut Desk, who: PersonId) {
    for press in [
        Press::Settings(SettingsPress::SettingsAgain),
        Press::Choice(ChoicePress::Asked),
        Press::Choice(ChoicePress::Topics),
        Press::Plan(PlanPress::Week),
    ] {
        desk.presses(who, press);
    }
    let couple = &desk.all.couples[&desk.couple_of(who)];
    let schedules: Vec<ScheduleId> = couple.schedules.iter().map(|one| one.id).collect();
    for schedule in schedules {
        desk.presses(who, Press::Plan(PlanPress::ShowSchedule(schedule)));
    }
    for command in [
        Command::Settings,
        Command::Schedule(None),
        Command::Prompt(Some("which?".into())),
        Command::Today,
    ] {
        desk.commands(who, command);
    }
}

#[test]
fn after_twelve_reveals_each_is_asked_in_silence_whether_to_go_deeper() {
    let mut desk = having_opened(11);
    assert_eq!(offers(&desk.log), []);
    let revealed_at = desk.now;
    opens_one(&mut desk);
    for who in [ANA, BEN] {
        let got = desk.got(who);
        assert_eq!(offers(&got), [Depth::Two]);
        let offer = got.iter().find(|got| got.word() == "DeeperOffer");
        let offer = offer.expect("an offer without a sound");
        let held = offer.send.not_before.expect("a moment");
        assert!(held >= revealed_at + mins(10), "the moment is the answers'");
    }
}

#[test]
fn an_offer_waits_for_the_end_of_the_night() {
    let mut desk = having_opened(11);
    desk.goes_on_to("2026-11-24T22:20:00Z");
    desk.commands(ANA, Command::Prompt(None));
    let round = desk.newest_round();
    desk.goes_on_to("2026-11-24T23:00:00Z");
    for who in [ANA, BEN] {
        let card = desk.last_card(who, round);
        desk.replies(who, card, &format!("words of {who} at night"));
    }
    desk.passes(mins(1));
    let got = desk.got(ANA);
    let offer = got.iter().find(|got| got.word() == "DeeperOffer");
    let morning = "2026-11-25T07:30:00Z".parse().expect("a time");
    assert_eq!(offer.expect("an offer").send.not_before, Some(morning));
}

#[test]
fn what_the_other_said_to_going_deeper_shows_in_no_byte_and_at_no_time() {
    let run = |ben: &dyn Fn(&mut Desk)| {
        let mut desk = having_opened(12);
        ben(&mut desk);
        desk.passes(days(1));
        for _ in 0..25 {
            opens_one(&mut desk);
        }
        looks_at_every_page(&mut desk, ANA);
        // A no at last; and then a yes, which stays alone.
        says_to_depth(&mut desk, ANA, Depth::Two, false);
        bytes(&desk.got(ANA))
    };
    let silent = run(&|_| {});
    assert!(silent.len() > 100);
    let yes = |desk: &mut Desk| says_to_depth(desk, BEN, Depth::Two, true);
    let no = |desk: &mut Desk| says_to_depth(desk, BEN, Depth::Two, false);
    assert_eq!(silent, run(&yes));
    assert_eq!(silent, run(&no));
    assert_eq!(
        silent,
        run(&|desk| desk
            .presses(BEN, Press::Choice(ChoicePress::SetDepth(Depth::Three)))
            .map_or((), |_| ()))
    );
    assert_eq!(
        silent,
        run(&|desk| {
            yes(desk);
            no(desk);
        })
    );
}

#[test]
fn a_yes_that_stays_alone_reads_the_same_whatever_the_other_said() {
    let run = |ben: &dyn Fn(&mut Desk)| {
        let mut desk = having_opened(12);
        says_to_depth(&mut desk, ANA, Depth::Two, true);
        ben(&mut desk);
        desk.passes(mins(7));
        for _ in 0..25 {
            opens_one(&mut desk);
        }
        looks_at_every_page(&mut desk, ANA);
        bytes(&desk.got(ANA))
    };
    let silent = run(&|_| {});
    assert_eq!(
        silent,
        run(&|desk| says_to_depth(desk, BEN, Depth::Two, false))
    );
    assert_eq!(
        silent,
        run(&|desk| {
            desk.presses(BEN, Press::Choice(ChoicePress::SetDepth(Depth::One)));
        })
    );
}

#[test]
fn two_yeses_are_told_to_both_in_one_silent_line_and_from_then_on_it_goes_deeper() {
    let mut desk = having_opened(12);
    says_to_depth(&mut desk, BEN, Depth::Two, true);
    assert_eq!(desk.reads(ANA), Vec::<String>::new());
    assert_eq!(ceiling(&desk), Depth::One);
    assert!(!may_be_asked(&desk, "heart"));
    says_to_depth(&mut desk, ANA, Depth::Two, true);
    assert_eq!(desk.reads(ANA), ["~DeeperSaid", "DeeperTogether"]);
    assert_eq!(desk.reads(BEN), ["~DeeperSaid", "DeeperTogether"]);
    assert_eq!(ceiling(&desk), Depth::Two);
    assert!(may_be_asked(&desk, "heart"));
}

#[test]
fn a_sealed_yes_can_be_taken_back() {
    let mut desk = having_opened(12);
    says_to_depth(&mut desk, ANA, Depth::Two, true);
    says_to_depth(&mut desk, ANA, Depth::Two, false);
    says_to_depth(&mut desk, BEN, Depth::Two, true);
    assert_eq!(ceiling(&desk), Depth::One);
    assert!(!desk.reads(BEN).contains(&"DeeperTogether".into()));
}

#[test]
fn each_can_propose_it_under_the_settings_and_the_other_hears_nothing_of_it() {
    let mut desk = having_opened(2);
    desk.presses(ANA, Press::Choice(ChoicePress::SetDepth(Depth::Two)));
    assert_eq!(desk.reads(ANA), ["~Asked"]);
    assert_eq!(desk.reads(BEN), Vec::<String>::new());
    desk.presses(BEN, Press::Choice(ChoicePress::SetDepth(Depth::Two)));
    assert_eq!(desk.reads(ANA), ["DeeperTogether"]);
    assert_eq!(desk.reads(BEN), ["~Asked", "DeeperTogether"]);
}

#[test]
fn one_alone_makes_it_lighter_at_once_and_the_other_reads_nothing_then_or_later() {
    let run = |lighter: bool| {
        let mut desk = having_opened(12);
        says_to_depth(&mut desk, ANA, Depth::Two, true);
        says_to_depth(&mut desk, BEN, Depth::Two, true);
        desk.forget_the_past();
        if lighter {
            desk.presses(ANA, Press::Choice(ChoicePress::SetDepth(Depth::One)));
            assert_eq!(ceiling(&desk), Depth::One);
            desk.passes(mins(1));
            desk.presses(ANA, Press::Choice(ChoicePress::SetDepth(Depth::Two)));
            assert_eq!(ceiling(&desk), Depth::Two);
        } else {
            desk.passes(mins(1));
        }
        looks_at_every_page(&mut desk, BEN);
        bytes(&desk.got(BEN))
    };
    assert_eq!(run(true), run(false));
}

#[test]
fn who_did_not_want_to_go_deeper_is_asked_again_after_twenty_more() {
    let mut desk = having_opened(12);
    says_to_depth(&mut desk, ANA, Depth::Two, false);
    says_to_depth(&mut desk, BEN, Depth::Two, true);
    for _ in 0..19 {
        opens_one(&mut desk);
    }
    assert_eq!(offers(&desk.got(ANA)), []);
    opens_one(&mut desk);
    assert_eq!(offers(&desk.got(ANA)), [Depth::Two]);
    assert_eq!(offers(&desk.got(BEN)), [], "a yes stays a yes");
}

#[test]
fn depth_three_is_offered_after_thirty_to_those_who_agreed_on_two() {
    let mut desk = having_opened(12);
    for who in [ANA, BEN] {
        says_to_depth(&mut desk, who, Depth::Two, true);
    }
    for _ in 12..29 {
        opens_one(&mut desk);
    }
    assert_eq!(offers(&desk.got(ANA)), []);
    opens_one(&mut desk);
    assert_eq!(offers(&desk.got(ANA)), [Depth::Three]);
    assert_eq!(offers(&desk.got(BEN)), [Depth::Three]);
    for who in [ANA, BEN] {
        says_to_depth(&mut desk, who, Depth::Three, true);
    }
    assert_eq!(ceiling(&desk), Depth::Three);
    for _ in 0..70 {
        opens_one(&mut desk);
    }
    assert_eq!(offers(&desk.got(ANA)), [], "there is nothing deeper");
}

#[test]
fn an_offer_of_another_couple_is_an_old_button() {
    let mut desk = having_opened(12);
    let other = twofold::core::model::ids::CoupleId(1);
    let toast = desk.presses(
        ANA,
        Press::Choice(ChoicePress::Deeper(other, Depth::Two, true)),
    );
    assert_eq!(toast, Some(Toast::Refused(Refusal::OldButton)));
    assert_eq!(desk.person(ANA).settings.asked, Asked::default());
}

#[test]
fn a_kind_comes_only_while_both_have_it_on() {
    let mut desk = having_opened(1);
    for (who, on, comes) in [
        (ANA, false, false),
        (BEN, false, false),
        (ANA, true, false),
        (BEN, true, true),
    ] {
        switches(&mut desk, who, "memory", on);
        assert_eq!(may_be_asked(&desk, "memory"), comes);
    }
    // Off for one of them: neither a schedule nor a command brings it.
    switches(&mut desk, BEN, "memory", false);
    desk.forget_the_past();
    desk.commands(ANA, Command::Prompt(Some("memory".into())));
    assert_eq!(desk.reads(ANA), ["NoPrompt"]);
    desk.commands(BEN, Command::Prompt(Some("memory".into())));
    assert_eq!(desk.reads(BEN), ["KindsOffer"]);
    for _ in 0..30 {
        let round = opens_one(&mut desk);
        assert_ne!(desk.round(round).kind, kind("memory"));
    }
}

#[test]
fn what_the_other_switched_shows_on_no_page() {
    let run = |ben: &dyn Fn(&mut Desk)| {
        let mut desk = having_opened(1);
        ben(&mut desk);
        looks_at_every_page(&mut desk, ANA);
        bytes(&desk.got(ANA))
    };
    let nothing = run(&|_| {});
    let everything = run(&|desk| {
        for id in ["memory", "curiosity", "needs", "good-news"] {
            switches(desk, BEN, id, false);
        }
        for topic in Tag::ALL {
            desk.presses(
                BEN,
                Press::Choice(ChoicePress::SwitchTopic(topic, topic == Tag::Intimacy)),
            );
        }
        desk.presses(BEN, Press::Choice(ChoicePress::SetDepth(Depth::Two)));
    });
    assert_eq!(nothing, everything);
}

#[test]
fn a_topic_comes_up_only_while_both_have_it_on_and_intimacy_starts_off() {
    let has = |desk: &Desk, tag: Tag| {
        let couple = &desk.all.couples[&desk.couple_of(ANA)];
        !allowed(&desk.all, couple, desk.now).without.contains(&tag)
    };
    let mut desk = having_opened(1);
    let on: Vec<Tag> = Tag::ALL
        .into_iter()
        .filter(|tag| has(&desk, *tag))
        .collect();
    assert_eq!(
        on,
        [
            Tag::Touch,
            Tag::SharedHome,
            Tag::Family,
            Tag::Work,
            Tag::Health,
            Tag::Grief
        ]
    );
    for topic in Tag::ALL {
        for (who, to, comes) in [
            (ANA, false, false),
            (BEN, true, false),
            (ANA, true, true),
            (BEN, false, false),
            (BEN, true, true),
        ] {
            desk.presses(who, Press::Choice(ChoicePress::SwitchTopic(topic, to)));
            assert_eq!(has(&desk, topic), comes, "{topic}");
        }
    }
}

#[test]
fn far_apart_touch_and_a_shared_home_start_off_and_living_apart_on() {
    let mut desk = having_opened(1);
    desk.lives(BEN, "America/New_York");
    let without = |desk: &Desk| {
        let couple = &desk.all.couples[&desk.couple_of(ANA)];
        allowed(&desk.all, couple, desk.now).without
    };
    let off = without(&desk);
    assert!(off.contains(&Tag::Touch) && off.contains(&Tag::SharedHome));
    assert!(!off.contains(&Tag::LongDistance));
    for who in [ANA, BEN] {
        desk.presses(
            who,
            Press::Choice(ChoicePress::SwitchTopic(Tag::Touch, true)),
        );
    }
    assert!(
        !without(&desk).contains(&Tag::Touch),
        "both want it all the same"
    );
    desk.lives(BEN, "Atlantic/Azores");
    assert!(!without(&desk).contains(&Tag::SharedHome));
}

/// One schedule a day with these kinds.
fn only(desk: &mut Desk, kinds: &[&str]) {
    let couple = desk.couple_of(ANA);
    let couple = desk.all.couples.get_mut(&couple).expect("a couple");
    let last_slot = couple.schedules[0].last_slot;
    couple.schedules = vec![Schedule {
        id: ScheduleId(7),
        kinds: kinds.iter().map(|id| kind(id)).collect(),
        cron: Rhythm::weekly(EVENING, &WEEK).expression(),
        turn: 0,
        last_slot,
        off: false,
    }];
}

/// The kinds of the next slots; nobody answers in words, and nobody has anything waiting.
fn next_slots(desk: &mut Desk, count: usize) -> Vec<String> {
    let mut came = Vec::new();
    for _ in 0..count {
        let before: BTreeSet<RoundId> = desk.rounds().map(|round| round.id).collect();
        desk.passes(days(1));
        let new: Vec<RoundId> = desk
            .rounds()
            .filter(|round| !before.contains(&round.id))
            .map(|round| round.id)
            .collect();
        for round in new {
            came.push(desk.round(round).kind.to_string());
            for who in [ANA, BEN] {
                let card = desk.last_card(who, round);
                desk.replies(who, card, &format!("words of {who} at {}", desk.now));
            }
        }
        desk.passes(mins(2));
    }
    came
}

#[test]
fn a_schedule_without_anything_to_ask_sends_gratitude_and_check_in_then_whatever_is_on_then_nothing()
 {
    let mut desk = having_opened(1);
    only(&mut desk, &["memory"]);
    switches(&mut desk, BEN, "memory", false);
    assert_eq!(
        next_slots(&mut desk, 4),
        ["gratitude", "check-in", "gratitude", "check-in"]
    );
    switches(&mut desk, BEN, "gratitude", false);
    assert_eq!(next_slots(&mut desk, 2), ["check-in", "check-in"]);
    switches(&mut desk, ANA, "check-in", false);
    let whatever = next_slots(&mut desk, 4);
    assert_eq!(whatever.len(), 4);
    for id in ["gratitude", "check-in", "memory"] {
        assert!(!whatever.contains(&id.to_owned()));
    }
    for kind in shipped().kinds() {
        desk.presses(
            ANA,
            Press::Choice(ChoicePress::SwitchKind(kind.id.clone(), false)),
        );
    }
    desk.forget_the_past();
    assert_eq!(next_slots(&mut desk, 3), Vec::<String>::new());
    assert_eq!(desk.reads(BEN), Vec::<String>::new());
    desk.commands(BEN, Command::Schedule(None));
    let week = &desk.got(BEN)[0].shown[0];
    assert!(
        week.contains("there is nothing you would both like to be asked"),
        "{week}"
    );
    desk.commands(BEN, Command::Prompt(None));
    assert_eq!(desk.reads(BEN), ["NoPrompt"]);
}

#[test]
fn kinds_take_turns_and_one_that_was_passed_over_comes_first_again() {
    let mut desk = having_opened(1);
    only(&mut desk, &["memory", "curiosity", "good-news"]);
    assert_eq!(
        next_slots(&mut desk, 4),
        ["memory", "curiosity", "good-news", "memory"]
    );
    switches(&mut desk, ANA, "curiosity", false);
    assert_eq!(
        next_slots(&mut desk, 3),
        ["good-news", "memory", "good-news"]
    );
    switches(&mut desk, ANA, "curiosity", true);
    assert_eq!(
        next_slots(&mut desk, 4),
        ["curiosity", "memory", "good-news", "curiosity"]
    );
}

#[test]
fn another_one_stays_with_its_kind_and_there_is_none_once_it_is_switched_off() {
    let mut desk = having_opened(1);
    desk.commands(ANA, Command::Prompt(Some("memory".into())));
    let round = desk.newest_round();
    desk.presses(ANA, Press::Round(RoundPress::Another(round)));
    let other = desk.newest_round();
    assert_eq!(desk.round(other).kind, kind("memory"));
    switches(&mut desk, BEN, "memory", false);
    let toast = desk.presses(ANA, Press::Round(RoundPress::Another(other)));
    assert_eq!(
        toast,
        Some(Toast::Refused(Refusal::Round(RoundRefusal::NoOther)))
    );
}

#[test]
fn the_first_prompt_is_of_a_kind_that_whoever_invites_has_on() {
    let mut desk = Desk::empty("2026-11-22T12:00:00Z");
    desk.commands(ANA, Command::Start);
    let ana = desk.all.persons.get_mut(&ANA).expect("Ana");
    ana.settings.asked.kinds_off.insert(kind("gratitude"));
    desk.invites(ANA);
    let first = desk.only_open();
    assert_eq!(desk.round(first).kind, kind("curiosity"));
}

#[test]
fn with_somebody_new_it_starts_light_again_and_a_no_stays_a_no() {
    let mut desk = Desk::empty("2026-11-22T12:00:00Z");
    for who in [ANA, BEN] {
        desk.commands(who, Command::Start);
        let person = desk.all.persons.get_mut(&who).expect("somebody");
        let asked = &mut person.settings.asked;
        asked.depth = Depth::Three;
        asked.topics = [(Tag::Intimacy, true), (Tag::Work, false)].into();
        asked.kinds_off.insert(kind("date"));
    }
    let link = desk.invites(ANA);
    desk.opens(BEN, &link);
    let couple = desk.couple_of(ANA);
    desk.presses(BEN, Press::Couple(CouplePress::Accept(couple)));
    desk.presses(ANA, Press::Couple(CouplePress::Confirm(couple, BEN)));
    for who in [ANA, BEN] {
        let asked = &desk.person(who).settings.asked;
        assert_eq!(asked.depth, Depth::One);
        assert_eq!(asked.topics, [(Tag::Work, false)].into());
        assert!(asked.kinds_off.contains(&kind("date")));
    }
}

#[test]
fn the_first_week_is_gentle_even_if_both_want_more() {
    let mut desk = Desk::couple();
    for who in [ANA, BEN] {
        desk.presses(who, Press::Choice(ChoicePress::SetDepth(Depth::Three)));
        for tag in Tag::ALL {
            desk.presses(who, Press::Choice(ChoicePress::SwitchTopic(tag, true)));
        }
    }
    let gentle = |prompt: &Prompt| {
        let rough = [Tag::Intimacy, Tag::Grief];
        prompt.depth == Depth::One
            && !prompt.tags.iter().any(|tag| rough.contains(tag))
            && !["friction", "repair"].contains(&prompt.theme.as_str())
    };
    let mut asked = Vec::new();
    while desk.now < "2026-11-29T12:00:00Z".parse::<Timestamp>().expect("a time") {
        let hour = desk.now.to_zoned(jiff::tz::TimeZone::UTC).hour();
        if (8..20).contains(&hour) {
            asked.push(opens_one(&mut desk));
            desk.commands(ANA, Command::Prompt(Some("heart".into())));
            assert!(desk.reads(ANA).contains(&"KindsOffer".into()));
        }
        desk.passes(hours(1));
    }
    assert!(asked.len() > 50, "{}", asked.len());
    for round in asked {
        let round = desk.round(round);
        let prompt = shipped().prompt(&round.prompt).expect("a prompt");
        assert!(gentle(prompt), "{}", prompt.id);
        let kinds = ["gratitude", "curiosity", "memory", "check-in", "good-news"];
        assert!(kinds.contains(&round.kind.as_str()), "{}", round.kind);
    }
    desk.passes(hours(1));
    assert_eq!(ceiling(&desk), Depth::Three);
    desk.commands(ANA, Command::Prompt(Some("heart".into())));
    assert_eq!(desk.round(desk.newest_round()).kind, kind("heart"));
}

#[test]
fn in_a_shared_slot_the_gentle_kinds_come_first_in_the_first_week() {
    let mut desk = Desk::couple();
    only(&mut desk, &["needs", "curiosity"]);
    assert_eq!(next_slots(&mut desk, 3), ["curiosity"; 3]);
    a_week_ago(&mut desk);
    assert_eq!(next_slots(&mut desk, 2), ["needs", "curiosity"]);
}

#[test]
fn what_the_first_week_leaves_out_is_in_the_library() {
    let prompts = || shipped().kinds().iter().flat_map(|kind| kind.prompts());
    for theme in ["friction", "repair"] {
        assert!(prompts().any(|prompt| prompt.theme == theme), "{theme}");
    }
}

#[test]
fn who_left_quietly_is_as_one_who_does_not_answer_whatever_they_switch_elsewhere() {
    let run = |elsewhere: bool| {
        let mut desk = having_opened(12);
        for who in [ANA, BEN] {
            says_to_depth(&mut desk, who, Depth::Two, true);
        }
        desk.presses(ANA, Press::Choice(ChoicePress::SetDepth(Depth::Three)));
        let couple = desk.couple_of(ANA);
        desk.presses(ANA, Press::Couple(CouplePress::LeaveQuietly(couple)));
        if elsewhere {
            let ana = desk.all.persons.get_mut(&ANA).expect("Ana");
            ana.settings.asked = Asked::default();
            for kind in shipped().kinds() {
                ana.settings.asked.kinds_off.insert(kind.id.clone());
            }
        }
        desk.forget_the_past();
        desk.presses(BEN, Press::Choice(ChoicePress::SetDepth(Depth::Three)));
        assert_eq!(desk.reads(BEN), ["~Asked"], "nobody is there to agree");
        desk.passes(days(6));
        desk.commands(BEN, Command::Prompt(Some("heart".into())));
        assert_eq!(desk.round(desk.newest_round()).kind, kind("heart"));
        bytes(&desk.got(BEN))
    };
    assert_eq!(run(false), run(true));
}
