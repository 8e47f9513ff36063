//! Two worlds that differ in what one person cannot say: the other must not see which one it is.

use super::{act, asks, page};
use crate::core::desk::{ANA, BEN, Desk, days, hours};
use twofold::core::model::ids::{PersonId, ReflectionId};
use twofold::core::model::person::Switch;
use twofold::core::protocol::command::Command;
use twofold::core::protocol::couple::CouplePress;
use twofold::core::protocol::press::Press;
use twofold::core::protocol::reflection::{Act, ReflectPress};
use twofold::core::protocol::settings::SettingsPress;
use twofold::library::Flavour;

/// What both did afterwards, the same in every world.
fn goes_on(desk: &mut Desk) {
    desk.passes(hours(3));
    desk.commands(ANA, Command::Today);
    desk.passes(days(2));
    desk.commands(BEN, Command::Today);
    desk.commands(ANA, Command::Settings);
    desk.passes(days(8));
}

/// What each of the two was sent, in full.
fn pages(deeds: impl FnOnce(&mut Desk)) -> [Vec<(jiff::Timestamp, bool, Vec<String>)>; 2] {
    let mut desk = Desk::couple();
    deeds(&mut desk);
    goes_on(&mut desk);
    [page(&desk, ANA), page(&desk, BEN)]
}

fn asks_up_to_the_question(desk: &mut Desk, who: PersonId) {
    desk.commands(who, Command::Reflect);
    let choose = ReflectPress::Choose(Flavour::Argument);
    desk.presses(who, Press::Reflect(choose));
}

#[test]
fn an_asker_who_is_not_safe_is_to_the_partner_one_who_cancelled() {
    for flavour in [Flavour::Argument, Flavour::Avoided] {
        let unsafe_world = pages(|desk| {
            let couple = desk.couple_of(ANA);
            asks_up_to_the_question(desk, ANA);
            let no = ReflectPress::Screened(couple, flavour, false);
            desk.presses(ANA, Press::Reflect(no));
            assert!(desk.all.reflections.is_empty(), "nothing is kept");
            assert!(desk.all.couples[&couple].reflect.is_empty());
        });
        let cancelled = pages(|desk| {
            desk.commands(ANA, Command::Reflect);
            desk.presses(ANA, Press::Reflect(ReflectPress::Cancel));
        });
        let never = pages(|_| {});
        assert_eq!(unsafe_world[1], cancelled[1]);
        assert_eq!(unsafe_world[1], never[1]);
        assert_ne!(unsafe_world[0], cancelled[0], "she is told why");
    }
}

#[test]
fn what_is_stored_of_an_asker_who_is_not_safe_is_what_is_stored_of_one_who_cancelled() {
    let stored = |press: &dyn Fn(&Desk) -> ReflectPress| {
        let mut desk = Desk::couple();
        asks_up_to_the_question(&mut desk, ANA);
        let press = press(&desk);
        desk.presses(ANA, Press::Reflect(press));
        desk.all
    };
    let no = |desk: &Desk| ReflectPress::Screened(desk.couple_of(ANA), Flavour::Argument, false);
    assert_eq!(stored(&no), stored(&|_| ReflectPress::Cancel));
}

type Invited = fn(&mut Desk, ReflectionId);

fn not_this_time(desk: &mut Desk, id: ReflectionId) {
    act(desk, BEN, id, Act::No);
}

fn not_safe(desk: &mut Desk, id: ReflectionId) {
    act(desk, BEN, id, Act::Yes);
    act(desk, BEN, id, Act::Screened(false));
}

fn no_answer(_: &mut Desk, _: ReflectionId) {}

#[test]
fn no_and_not_safe_and_no_answer_and_switched_off_are_one_to_the_asker() {
    let world = |off: bool, answer: Invited| {
        pages(|desk| {
            if off {
                desk.presses(
                    BEN,
                    Press::Settings(SettingsPress::Toggle(Switch::Reflections)),
                );
            }
            let id = asks(desk, ANA, 1);
            answer(desk, id);
            desk.commands(ANA, Command::Reflect);
        })
    };
    let no = world(false, not_this_time);
    for (name, other) in [
        ("not safe", world(false, not_safe)),
        ("no answer", world(false, no_answer)),
        ("switched off", world(true, no_answer)),
    ] {
        assert_eq!(no[0], other[0], "{name}");
    }
    // … and later words and asks of hers as well.
    let again = |answer: Invited| {
        pages(|desk| {
            let id = asks(desk, ANA, 1);
            answer(desk, id);
            desk.passes(hours(2));
            asks(desk, ANA, 1);
        })
    };
    assert_eq!(again(not_this_time)[0], again(not_safe)[0]);
}

#[test]
fn what_is_stored_of_an_invited_one_who_is_not_safe_is_what_is_stored_of_a_no() {
    let stored = |answer: Invited| {
        let mut desk = Desk::couple();
        let id = asks(&mut desk, ANA, 1);
        answer(&mut desk, id);
        let mut all = desk.all;
        for person in all.persons.values_mut() {
            // How many commands were paid for says nothing of what they were.
            person.bucket = person.bucket.take(desk.now).unwrap_or_else(|(b, _)| b);
        }
        (all.reflections, all.couples)
    };
    assert_eq!(stored(not_safe), stored(not_this_time));
}

#[test]
fn a_withdrawn_invitation_shows_the_asker_nothing_of_the_answer() {
    let world = |answer: Invited| {
        pages(|desk| {
            let id = asks(desk, ANA, 1);
            answer(desk, id);
            act(desk, ANA, id, Act::Withdraw);
        })
    };
    assert_eq!(world(not_safe)[0], world(not_this_time)[0]);
    assert_eq!(world(not_safe)[0], world(no_answer)[0]);
}

#[test]
fn a_quiet_leave_is_to_the_other_somebody_who_does_not_answer() {
    use super::{agreed, invited, opened, says_yes, writes, writing};
    type Begin = fn() -> (Desk, ReflectionId);
    let begins: [(&str, Begin); 4] = [
        ("invited", invited),
        ("in the break", agreed),
        ("while writing", writing),
        ("the day after", opened),
    ];
    for (name, begin) in begins {
        let world = |leaves: bool| {
            let (mut desk, id) = begin();
            if leaves {
                let couple = desk.couple_of(ANA);
                desk.presses(ANA, Press::Couple(CouplePress::LeaveQuietly(couple)));
            }
            match name {
                "the day after" => {
                    act(&mut desk, BEN, id, Act::Keep(true));
                    desk.passes(days(1) + hours(1));
                    let word = twofold::library::NowId::parse("lighter").expect("a word");
                    act(&mut desk, BEN, id, Act::Now(word));
                    desk.commands(BEN, Command::Reflect);
                }
                _ => {
                    if name == "invited" {
                        says_yes(&mut desk, BEN, id);
                    }
                    desk.passes(hours(2));
                    writes(&mut desk, BEN, id, "happened", "what ben saw of it");
                    act(&mut desk, BEN, id, Act::Seal);
                }
            }
            desk.passes(days(4));
            page(&desk, BEN)
        };
        assert_eq!(world(true), world(false), "{name}");
    }
}
