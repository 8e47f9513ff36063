//! Whatever two people do, in whatever order, and whenever the clock and the post come along.
//!
//! Every step of [`Desk`] checks what must always hold (see `Desk::checks` and `Desk::nothing_leaks`): words are shown to
//! nobody before they may be, a reveal goes to both at once and only once, what is over stays over, and a tick leaves
//! nothing undone. Here random days are thrown at it.

use proptest::prelude::*;
use proptest::test_runner::RngSeed;

use crate::core::desk::{ANA, BEN, CLEO, DAN, Desk, days, hours, mins, secs, shipped};
use twofold::core::model::about::Role;
use twofold::core::model::couple::Phase;
use twofold::core::model::ids::{PersonId, RoundId, Seat};
use twofold::core::model::person::Switch;
use twofold::core::model::tap::Tip;
use twofold::core::protocol::command::Command;
use twofold::core::protocol::couple::CouplePress;
use twofold::core::protocol::effect::Toast;
use twofold::core::protocol::event::EventKind;
use twofold::core::protocol::press::Press;
use twofold::core::protocol::round::RoundPress;
use twofold::core::protocol::settings::SettingsPress;
use twofold::library::Shape;

const ZONES: [&str; 5] = [
    "Europe/Lisbon",
    "Pacific/Auckland",
    "America/New_York",
    "Asia/Karachi",
    "Pacific/Pago_Pago",
];

#[derive(Clone, Debug)]
enum Deed {
    Says { ago_s: i64 },
    Replies { which: usize, ago_s: i64 },
    Edits { which: usize },
    Taps { which: usize, what: usize },
    Looks { which: usize, how: u8 },
    Deletes { which: usize },
    Presses { what: u8, which: usize },
    Decides { what: u8 },
    Responds { which: usize, how: u8 },
    Asks,
    Today,
    Moves { zone: usize },
    Place,
    Toggles,
    Away,
    Leaves { quietly: bool },
}

#[derive(Clone, Debug)]
enum Happens {
    Person(PersonId, Deed),
    Passes(i64),
    Sleeps(i64),
    Post(bool),
    Touches(bool),
}

fn deed(leaves: bool) -> impl Strategy<Value = Deed> {
    prop_oneof![
        8 => (0..100i64).prop_map(|ago_s| Deed::Says { ago_s }),
        6 => (0..9usize, 0..200i64).prop_map(|(which, ago_s)| Deed::Replies { which, ago_s }),
        2 => (0..9usize).prop_map(|which| Deed::Edits { which }),
        2 => (0..9usize).prop_map(|which| Deed::Deletes { which }),
        9 => (0..4usize, 0..30usize).prop_map(|(which, what)| Deed::Taps { which, what }),
        2 => (0..4usize, 0..3u8).prop_map(|(which, how)| Deed::Looks { which, how }),
        14 => (0..12u8, 0..9usize).prop_map(|(what, which)| Deed::Presses { what, which }),
        4 => (0..4u8).prop_map(|what| Deed::Decides { what }),
        3 => (0..9usize, 0..3u8).prop_map(|(which, how)| Deed::Responds { which, how }),
        2 => Just(Deed::Asks),
        1 => Just(Deed::Today),
        1 => (0..ZONES.len()).prop_map(|zone| Deed::Moves { zone }),
        1 => Just(Deed::Place),
        1 => Just(Deed::Toggles),
        1 => Just(Deed::Away),
        1 => any::<bool>().prop_map(move |quietly| match leaves {
            true => Deed::Leaves { quietly },
            false => Deed::Today,
        }),
    ]
}

fn happens(leaves: bool) -> impl Strategy<Value = Happens> {
    let who = prop_oneof![Just(ANA), Just(BEN)];
    let spans = prop_oneof![0..20i64, 20..700i64, 3600..90_000i64];
    prop_oneof![
        12 => (who, deed(leaves)).prop_map(|(who, deed)| Happens::Person(who, deed)),
        8 => spans.clone().prop_map(Happens::Passes),
        1 => spans.prop_map(Happens::Sleeps),
        1 => any::<bool>().prop_map(Happens::Post),
        1 => any::<bool>().prop_map(Happens::Touches),
    ]
}

/// One of the rounds this person was asked in, the newest first.
fn round_of(desk: &Desk, who: PersonId, which: usize) -> Option<RoundId> {
    let mut rounds: Vec<_> = desk.all.rounds_of(who).map(|(round, _)| round).collect();
    rounds.sort_by_key(|round| std::cmp::Reverse((round.opened_at, round.id)));
    rounds
        .get(which % rounds.len().max(1))
        .map(|round| round.id)
}

fn message_of(
    desk: &Desk,
    who: PersonId,
    which: usize,
) -> Option<twofold::core::model::ids::MessageId> {
    let mut messages: Vec<_> = desk
        .all
        .rounds_of(who)
        .flat_map(|(round, seat)| &round.seat(seat).parts)
        .map(|part| part.message)
        .collect();
    messages.sort_by_key(|message| std::cmp::Reverse(*message));
    messages.get(which % messages.len().max(1)).copied()
}

fn press(what: u8, round: RoundId) -> Press {
    match what {
        0 => Press::Round(RoundPress::Another(round)),
        1 => Press::Round(RoundPress::NotTonight(round)),
        2 => Press::Round(RoundPress::Talk(round)),
        3 => Press::Round(RoundPress::Reopen(round)),
        4 => Press::Round(RoundPress::TakeBack(round)),
        5 => Press::Round(RoundPress::StillWriting(round)),
        6 => Press::Round(RoundPress::DoneWriting(round)),
        7 => Press::Round(RoundPress::GiveAnyway(round)),
        8 => Press::Round(RoundPress::KeepForMe(round)),
        9 => Press::Round(RoundPress::ShowCovered(round)),
        10 => Press::Round(RoundPress::HideCovered(round)),
        _ => Press::Round(RoundPress::LetGo(round)),
    }
}

/// A tap that fits the round, nearly always; `turned`, another one that says something else and does the same.
fn tip(desk: &Desk, round: RoundId, what: usize, turned: usize) -> Tip {
    let number = |count: usize| Tip::Number(((what + turned) % count) as u8 + 1);
    match desk.round(round).shape {
        _ if what == 29 => Tip::Number(250),
        Shape::Feeling => {
            let cores = shipped().feelings().cores();
            let core = &cores[(what + turned) % cores.len()];
            let finer = &core.finer[(what / 4 + turned) % core.finer.len()];
            Tip::Feeling(
                if what.is_multiple_of(3) {
                    &core.id
                } else {
                    finer
                }
                .clone(),
            )
        }
        Shape::Choice => number(3),
        Shape::Scale | Shape::Text => number(5),
        Shape::Done => Tip::Done,
    }
}

fn does(desk: &mut Desk, who: PersonId, deed: &Deed, n: usize) {
    let words = format!("canary {who} {n:04}");
    match deed {
        Deed::Says { ago_s } => {
            desk.says_at(who, &words, desk.now - secs(*ago_s));
        }
        Deed::Replies { which, ago_s } => {
            let card = round_of(desk, who, *which).filter(|round| {
                let couple = &desk.all.couples[&desk.round(*round).couple];
                let seat = couple.seat_of(who);
                seat.is_some_and(|seat| desk.round(*round).seat(seat).card.is_some())
            });
            if let Some(round) = card {
                let card = desk.last_card(who, round);
                desk.replies_at(who, card, &words, desk.now - secs(*ago_s));
            }
        }
        Deed::Edits { which } => {
            if let Some(message) = message_of(desk, who, *which) {
                desk.edits(who, message, &words);
            }
        }
        Deed::Deletes { which } => {
            if let Some(message) = message_of(desk, who, *which) {
                desk.deletes(who, message);
            }
        }
        Deed::Taps { which, what } => {
            if let Some(round) = round_of(desk, who, *which) {
                let tip = tip(desk, round, *what, 0);
                desk.presses(who, Press::Round(RoundPress::Tap(round, tip)));
            }
        }
        Deed::Looks { which, how } => {
            if let Some(round) = round_of(desk, who, *which) {
                let press = match how {
                    0 => Press::Round(RoundPress::Change(round)),
                    1 => Press::Round(RoundPress::Chosen(round)),
                    _ => Press::Round(RoundPress::OwnWords(round)),
                };
                desk.presses(who, press);
            }
        }
        Deed::Presses { what, which } => {
            if let Some(round) = round_of(desk, who, *which) {
                desk.presses(who, press(*what, round));
            }
        }
        Deed::Decides { what } => {
            let round = round_of(desk, who, 0);
            if let (Some(aside), Some(round)) = (desk.person(who).aside.clone(), round) {
                desk.presses(
                    who,
                    match what {
                        0 => Press::Round(RoundPress::ForPartner(aside.id)),
                        1 => Press::Round(RoundPress::MyAnswer(aside.id, round)),
                        2 => Press::Round(RoundPress::TryAgain(aside.id)),
                        _ => Press::Round(RoundPress::NeverMind(aside.id)),
                    },
                );
            }
        }
        Deed::Responds { which, how } => {
            let got: Vec<_> = desk
                .log
                .iter()
                .rev()
                .filter(|got| got.send.to == who && got.is_new())
                .filter(|got| {
                    matches!(got.send.about.role, Role::Reveal | Role::Gift | Role::Relay)
                })
                .map(|got| twofold::core::model::about::About {
                    key: got.send.key.clone().unwrap_or_default(),
                    ..got.send.about.clone()
                })
                .take(9)
                .collect();
            let Some(about) = got.get(*which % got.len().max(1)).cloned() else {
                return;
            };
            match (how, about.round()) {
                (0, _) => desk.reacts(who, about, Some("😘")),
                (1, Some(round)) => {
                    let kind = desk.round(round).kind.clone();
                    let button = shipped().kind(&kind).expect("a kind").buttons[0].clone();
                    desk.presses(who, Press::Round(RoundPress::Respond(round, button)));
                }
                _ => {
                    desk.replies(who, about, &words);
                }
            }
        }
        Deed::Asks => desk.commands(who, Command::Prompt(None)),
        Deed::Today => desk.commands(who, Command::Today),
        Deed::Moves { zone } => desk.lives(who, ZONES[*zone]),
        Deed::Place => desk.commands(who, Command::Timezone(None)),
        Deed::Toggles => {
            desk.presses(
                who,
                Press::Settings(SettingsPress::Toggle(Switch::TellSealed)),
            );
            desk.presses(who, Press::Settings(SettingsPress::Toggle(Switch::Cover)));
        }
        Deed::Away => desk.step(Some(who), desk.now, EventKind::WentAway, None),
        Deed::Leaves { quietly } => {
            let couple = *desk.all.couples.keys().next().expect("a couple");
            desk.presses(
                who,
                if *quietly {
                    Press::Couple(CouplePress::LeaveQuietly(couple))
                } else {
                    Press::Couple(CouplePress::Leave(couple))
                },
            );
        }
    }
}

fn happen(desk: &mut Desk, happens: &Happens, n: usize) {
    match happens {
        Happens::Person(who, deed) => does(desk, *who, deed, n),
        Happens::Passes(s) => desk.passes(secs(*s)),
        Happens::Sleeps(s) => desk.sleeps(secs(*s)),
        Happens::Post(works) => desk.post_works = *works,
        Happens::Touches(answer) => desk.touch_answers = *answer,
    }
}

/// The same stories every time; `PROPTEST_RNG_SEED` and `PROPTEST_CASES` (a quarter of it) draw others.
fn config() -> ProptestConfig {
    let drawn = ProptestConfig::default();
    ProptestConfig {
        cases: drawn.cases / 4,
        rng_seed: match drawn.rng_seed {
            RngSeed::Random => RngSeed::Fixed(20261122),
            fixed => fixed,
        },
        failure_persistence: None,
        ..drawn
    }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn whatever_two_people_do_what_both_answered_opens_and_nothing_before(
        story in prop::collection::vec(happens(false), 1..120)
    ) {
        let mut desk = Desk::couple();
        for (n, happens) in story.iter().enumerate() {
            happen(&mut desk, happens, n);
        }
        desk.post_works = true;
        desk.touch_answers = true;
        desk.passes(mins(12));
        for round in desk.rounds() {
            prop_assert!(!(round.is_open() && round.both_answered()));
            if round.is_revealed() {
                for seat in Seat::BOTH {
                    prop_assert!(!desk.kept_of(round.id, seat).is_empty() || round.tap_of(seat).is_some());
                }
            }
        }
        desk.passes(days(12));
        let waiting = desk.rounds().filter(|round| round.is_open()).count();
        prop_assert!(waiting <= 8, "old rounds are closed in the end");
    }

    #[test]
    fn whatever_two_people_do_a_leave_ends_it(
        story in prop::collection::vec(happens(true), 1..120)
    ) {
        let mut desk = Desk::couple();
        let couple = desk.couple_of(ANA);
        for (n, happens) in story.iter().enumerate() {
            happen(&mut desk, happens, n);
        }
        desk.presses(BEN, Press::Couple(CouplePress::LeaveQuietly(couple)));
        desk.passes(days(7));
        prop_assert!(desk.all.couples[&couple].is_ended());
        desk.passes(days(8));
        prop_assert!(desk.open().is_empty());
        prop_assert!(desk.due.is_empty());
        for (id, kept) in &desk.kept {
            let round = desk.round(kept.round);
            let half = round.seat(kept.seat).half;
            let kept_or_given = matches!(
                half,
                Some(twofold::core::model::round::Half::Kept | twofold::core::model::round::Half::Given)
            );
            prop_assert!(round.is_revealed() || kept_or_given, "{id} is left over");
        }
    }

    #[test]
    fn a_not_tonight_never_changes_what_the_other_gets(
        story in prop::collection::vec(happens(false), 1..100)
    ) {
        let quiet = |deed: &Deed| match deed {
            // A wish to talk of her own is what *not tonight* takes back; more open prompts may skip a slot by rule.
            Deed::Presses { what: 2, .. } | Deed::Asks => true,
            _ => false,
        };
        let run = |passes: bool| {
            let mut desk = Desk::couple();
            for (n, happens) in story.iter().enumerate() {
                match happens {
                    Happens::Person(ANA, deed) if quiet(deed) => {}
                    Happens::Person(_, Deed::Asks) => {}
                    Happens::Person(ANA, Deed::Presses { what: 1 | 3, which }) => {
                        if let (Some(round), true) = (round_of(&desk, ANA, *which), passes) {
                            desk.presses(ANA, Press::Round(RoundPress::NotTonight(round)));
                        } else {
                            // A press all the same, and a sign of life, of nothing.
                            desk.takes(ANA);
                            desk.step(Some(ANA), desk.now, EventKind::PressedGarbage, None);
                        }
                    }
                    _ => happen(&mut desk, happens, n),
                }
            }
            desk.passes(hours(80));
            desk.got(BEN)
                .into_iter()
                .map(|got| (got.shown, got.send.sound, got.at))
                .collect::<Vec<_>>()
        };
        prop_assert_eq!(run(false), run(true));
    }

    #[test]
    fn what_one_taps_is_nothing_to_the_other_before_both_have_answered(
        story in prop::collection::vec(happens(false), 1..100)
    ) {
        let run = |turned: usize| {
            let mut desk = Desk::couple();
            for (n, happens) in story.iter().enumerate() {
                match happens {
                    // He never answers, and she gives nothing of it away.
                    Happens::Person(BEN, Deed::Says { .. } | Deed::Replies { .. } | Deed::Taps { .. } | Deed::Decides { .. }) => {}
                    Happens::Person(ANA, Deed::Presses { what: 7, .. }) => {}
                    Happens::Person(ANA, Deed::Taps { which, what }) => {
                        if let Some(round) = round_of(&desk, ANA, *which) {
                            let tip = tip(&desk, round, *what, turned);
                            desk.presses(ANA, Press::Round(RoundPress::Tap(round, tip)));
                        }
                    }
                    _ => happen(&mut desk, happens, n),
                }
            }
            desk.passes(hours(80));
            desk.got(BEN)
                .into_iter()
                .map(|got| (got.shown, got.send.sound, got.at))
                .collect::<Vec<_>>()
        };
        prop_assert_eq!(run(0), run(1));
    }

    #[test]
    fn whoever_pairs_with_whomever_nobody_is_in_two_couples_and_nothing_opens_early(
        story in prop::collection::vec((0..4usize, 0..4usize, 0..9u8, 0..200_000i64), 1..80)
    ) {
        let people = [ANA, BEN, CLEO, DAN];
        let mut desk = Desk::empty("2026-11-22T12:00:00Z");
        let mut links = Vec::new();
        for (n, (who, other, what, wait)) in story.iter().enumerate() {
            let (who, other) = (people[*who], people[*other]);
            let pairing = desk.all.couples.values().rfind(|couple| couple.a == other).map(|couple| couple.id);
            match what {
                0 => {
                    desk.commands(who, Command::Invite);
                    links.extend(desk.all.invites.keys().cloned());
                }
                1 | 2 => {
                    if let Some(link) = links.get(n % links.len().max(1)).cloned() {
                        desk.opens(who, &link);
                        let couple = desk.all.invites.get(&link).map(|invite| invite.couple);
                        if let Some(couple) = couple {
                            desk.presses(who, Press::Couple(CouplePress::Accept(couple)));
                        }
                    }
                }
                3 => {
                    let mine = desk.all.couples.values().find(|couple| {
                        couple.a == who && matches!(couple.phase, Phase::Proposed { .. })
                    });
                    if let Some((couple, person)) = mine.map(|couple| (couple.id, couple.b.expect("someone"))) {
                        let toast = desk.presses(who, Press::Couple(CouplePress::Confirm(couple, person)));
                        prop_assert!(
                            toast == Some(Toast::Quiet)
                                || matches!(toast, Some(Toast::Refused(_))) && desk.all.together(who).is_some()
                        );
                    }
                }
                4 => {
                    if let Some(couple) = pairing {
                        desk.presses(who, Press::Couple(CouplePress::RefusePerson(couple, other)));
                        desk.presses(other, Press::Couple(CouplePress::RefusePerson(couple, who)));
                    }
                }
                5 => {
                    if let Some(couple) = pairing {
                        desk.presses(who, Press::Couple(CouplePress::Withdraw(couple)));
                    }
                }
                6 => {
                    desk.says(who, &format!("canary {who} {n:04}"));
                }
                7 => {
                    if let Some(couple) = pairing {
                        let quietly = n % 2 == 0;
                        desk.presses(
                            who,
                            if quietly { Press::Couple(CouplePress::LeaveQuietly(couple)) } else { Press::Couple(CouplePress::Leave(couple)) },
                        );
                    }
                }
                _ => desk.passes(secs(*wait)),
            }
        }
        desk.passes(days(30));
        for couple in desk.all.couples.values() {
            prop_assert!(couple.is_together() || couple.is_ended(), "nobody is held for ever");
        }
        prop_assert!(desk.all.invites.is_empty());
        // What was written under a pairing that came to nothing is gone.
        for kept in desk.kept.values() {
            let couple = &desk.all.couples[&desk.round(kept.round).couple];
            let was_together = couple.is_together() || desk.round(kept.round).close_at.is_some();
            prop_assert!(was_together);
        }
    }
}
