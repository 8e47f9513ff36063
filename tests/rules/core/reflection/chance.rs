//! Random reflections. After every step the desk checks that nobody was shown words before both had sealed and the step was open
//! or given, that what is over stays over, that nothing is kept that nothing names, and that everyday rounds wait exactly as
//! long as they should.

use proptest::prelude::*;
use proptest::test_runner::RngSeed;

use super::{act, at_hand};
use crate::core::desk::{ANA, BEN, Desk, secs, shipped};
use twofold::core::model::ids::{PersonId, ReflectionId};
use twofold::core::model::person::Switch;
use twofold::core::model::reflection::Phase;
use twofold::core::protocol::command::Command;
use twofold::core::protocol::couple::CouplePress;
use twofold::core::protocol::plan::PlanPress;
use twofold::core::protocol::press::Press;
use twofold::core::protocol::reflection::{Act, ReflectPress};
use twofold::core::protocol::settings::SettingsPress;
use twofold::library::{Flavour, NowId};

#[derive(Clone, Debug)]
enum Deed {
    Reflect,
    Choose { flavour: u8 },
    Screened { yes: bool },
    At { which: usize },
    Switch { which: u8 },
    Act { which: u8, argument: u8 },
    Open,
    Says,
    Edits { which: usize },
    Deletes { which: usize },
    Prompt,
    Cancel,
    Pause { on: bool },
    Leaves { quietly: bool },
}

#[derive(Clone, Debug)]
enum Happens {
    Person(PersonId, Deed),
    Passes(i64),
    Touches(bool),
}

fn deed() -> impl Strategy<Value = Deed> {
    prop_oneof![
        4 => Just(Deed::Reflect),
        3 => (0..3u8).prop_map(|flavour| Deed::Choose { flavour }),
        3 => (0..8u8).prop_map(|yes| Deed::Screened { yes: yes > 0 }),
        4 => (0..6usize).prop_map(|which| Deed::At { which }),
        1 => (0..3u8).prop_map(|which| Deed::Switch { which }),
        30 => (0..60u8, 0..8u8).prop_map(|(which, argument)| Deed::Act { which, argument }),
        6 => Just(Deed::Open),
        14 => Just(Deed::Says),
        2 => (0..6usize).prop_map(|which| Deed::Edits { which }),
        2 => (0..6usize).prop_map(|which| Deed::Deletes { which }),
        2 => Just(Deed::Prompt),
        1 => Just(Deed::Cancel),
        1 => any::<bool>().prop_map(|on| Deed::Pause { on }),
        1 => (0..12u8).prop_map(|quietly| Deed::Leaves { quietly: quietly > 0 }),
    ]
}

fn happens() -> impl Strategy<Value = Happens> {
    let who = prop_oneof![Just(ANA), Just(BEN)];
    let spans = prop_oneof![0..30i64, 30..4_000i64, 3_600..90_000i64];
    prop_oneof![
        14 => (who, deed()).prop_map(|(who, deed)| Happens::Person(who, deed)),
        4 => spans.prop_map(Happens::Passes),
        1 => any::<bool>().prop_map(Happens::Touches),
    ]
}

/// Which button: those that lead on are pressed more often than those that end it.
fn button(which: u8, argument: u8) -> Act {
    let now = ["lighter", "unchanged", "heavier"][usize::from(argument % 3)];
    let cores = shipped().feelings().cores();
    let core = &cores[usize::from(argument) % cores.len()];
    match which {
        0..=5 => Act::Yes,
        6..=11 => Act::Screened(argument > 0),
        12..=17 => Act::GoOn,
        18..=21 => Act::Next(argument),
        22 => Act::Back(argument),
        23..=27 => Act::Page(argument),
        28 => Act::Overview,
        29 => Act::Add(argument),
        30 => Act::Feel(core.id.clone()),
        31..=33 => Act::Feel(core.finer[0].clone()),
        34..=42 => Act::Seal,
        43 => Act::Clear(argument),
        44 if argument > 3 => Act::Again,
        44 => Act::ShowMe,
        45 => Act::TakeBack,
        46 => Act::Timer,
        47 => Act::EndTimer,
        48 => Act::Give(argument),
        49 => Act::KeepClosed(argument),
        50 | 51 => Act::Keep(argument > 1),
        52 | 53 => Act::Now(NowId::parse(now).expect("a word")),
        54 => Act::Earlier,
        55 => Act::Break,
        56 => Act::StopAsk,
        57 if argument == 0 => Act::Stop,
        58 if argument < 2 => Act::No,
        59 if argument == 0 => Act::Withdraw,
        _ => Act::Plain,
    }
}

fn newest(desk: &Desk, who: PersonId) -> Option<ReflectionId> {
    let mine = desk.all.reflections_of(who).map(|(one, _)| one);
    let newest = mine.max_by_key(|one| (!one.is_over(), one.last_at, one.id));
    newest.map(|one| one.id)
}

fn messages(desk: &Desk, who: PersonId) -> Vec<twofold::core::model::ids::MessageId> {
    let mine = desk.all.reflections_of(who);
    let written = mine.flat_map(|(one, seat)| &one.side(seat).written);
    let bits = written.flat_map(|written| &written.bits);
    bits.map(|bit| bit.part.message).collect()
}

fn does(desk: &mut Desk, who: PersonId, deed: Deed, words: &mut u32) {
    let couple = desk.all.couples_of(who).next().map(|(couple, _)| couple.id);
    let flavour = |n: u8| Flavour::ALL[usize::from(n) % 3];
    match (deed, couple) {
        (Deed::Reflect, _) => desk.commands(who, Command::Reflect),
        (Deed::Choose { flavour: n }, _) => {
            desk.presses(who, Press::Reflect(ReflectPress::Choose(flavour(n))));
        }
        (Deed::Screened { yes }, Some(couple)) => {
            let press = ReflectPress::Screened(couple, Flavour::Argument, yes);
            desk.presses(who, Press::Reflect(press));
        }
        (Deed::At { which }, Some(couple)) => {
            let screened = ReflectPress::Screened(couple, Flavour::Avoided, true);
            desk.presses(who, Press::Reflect(screened));
            let offers = super::offered(desk, who).unwrap_or_default();
            if let Some(offer) = offers.get(which % offers.len().max(1)) {
                let press = ReflectPress::At(couple, Flavour::Avoided, *offer);
                desk.presses(who, Press::Reflect(press));
            }
        }
        (Deed::Switch { which }, _) => {
            let all = [
                Press::Settings(SettingsPress::Toggle(Switch::Reflections)),
                Press::Settings(SettingsPress::Toggle(Switch::ReflectOffers)),
                Press::Reflect(ReflectPress::NoMoreInvitations),
            ];
            desk.presses(who, all[usize::from(which) % 3].clone());
        }
        (Deed::Act { which, argument }, _) => {
            if let Some(id) = newest(desk, who) {
                act(desk, who, id, button(which, argument));
            }
        }
        (Deed::Open, _) => {
            if let Some(id) = newest(desk, who) {
                let open = at_hand(desk, id).open_steps() as u8;
                act(desk, who, id, Act::Open(open));
            }
        }
        (Deed::Says, _) => {
            *words += 1;
            desk.says(who, &format!("canary {words} of {}", who.0));
        }
        (Deed::Edits { which }, _) => {
            *words += 1;
            let messages = messages(desk, who);
            if let Some(message) = messages.get(which % messages.len().max(1)) {
                desk.edits(who, *message, &format!("edited {words} of {}", who.0));
            }
        }
        (Deed::Deletes { which }, _) => {
            let messages = messages(desk, who);
            if let Some(message) = messages.get(which % messages.len().max(1)) {
                desk.deletes(who, *message);
            }
        }
        (Deed::Prompt, _) => desk.commands(who, Command::Prompt(None)),
        (Deed::Cancel, _) => desk.commands(who, Command::Cancel),
        (Deed::Pause { on: true }, _) => {
            desk.presses(who, Press::Plan(PlanPress::PauseOpen));
        }
        (Deed::Pause { on: false }, _) => desk.commands(who, Command::Resume),
        (Deed::Leaves { quietly: true }, Some(couple)) => {
            desk.presses(who, Press::Couple(CouplePress::LeaveQuietly(couple)));
        }
        (Deed::Leaves { quietly: false }, Some(couple)) => {
            desk.presses(who, Press::Couple(CouplePress::Leave(couple)));
        }
        (_, None) => {}
    }
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 160,
        max_shrink_iters: 200,
        rng_seed: RngSeed::Fixed(7),
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn whatever_two_people_do_no_word_is_read_before_its_time(
        all in prop::collection::vec(happens(), 20..140)
    ) {
        let mut desk = Desk::couple();
        let mut words = 0;
        let mut over: Vec<ReflectionId> = Vec::new();
        for happens in all {
            match happens {
                Happens::Person(who, deed) => does(&mut desk, who, deed, &mut words),
                Happens::Passes(seconds) => desk.passes(secs(seconds)),
                Happens::Touches(answer) => {
                    desk.touch_answers = answer;
                    if answer {
                        desk.answers_touches();
                    }
                }
            }
            for id in &over {
                let phase = at_hand(&desk, *id).phase;
                prop_assert!(matches!(phase, Phase::Over { .. }), "what is over stays over");
            }
            over = desk.all.reflections.values().filter(|one| one.is_over()).map(|one| one.id).collect();
        }
    }
}
