//! The reflection: every transition and every refusal, at the desk. That nobody reads words before their step is open is checked
//! after every step of it, by the desk itself.

mod chance;
mod ends;
mod inviting;
mod odd;
mod opening;
mod worlds;
mod writing;

use jiff::Timestamp;

use crate::core::desk::{ANA, BEN, Desk, hours, mins};
use crate::core::leaving::without_row_names;
use twofold::core::model::ids::{PersonId, ReflectionId};
use twofold::core::model::reflection::{Phase, Place, Reflection};
use twofold::core::protocol::command::Command;
use twofold::core::protocol::effect::Toast;
use twofold::core::protocol::press::Press;
use twofold::core::protocol::reflection::{Act, Offer, ReflectPress, ReflectSay};
use twofold::core::protocol::say::Say;
use twofold::library::Flavour;

/// Two people in Lisbon on a Monday at noon, with nothing open. Ana asks, for one o'clock.
pub fn invited() -> (Desk, ReflectionId) {
    let mut desk = Desk::couple();
    let id = asks(&mut desk, ANA, 1);
    (desk, id)
}

/// Ben has said yes; it is just after noon.
pub fn agreed() -> (Desk, ReflectionId) {
    let (mut desk, id) = invited();
    says_yes(&mut desk, BEN, id);
    desk.forget_the_past();
    (desk, id)
}

/// Both are at the first page.
pub fn writing() -> (Desk, ReflectionId) {
    let (mut desk, id) = agreed();
    desk.passes(hours(1) + mins(1));
    assert_eq!(at_hand(&desk, id).phase, Phase::Writing);
    desk.forget_the_past();
    (desk, id)
}

/// Both have sealed something in *happened* and *will*; only Ana in *learned*.
pub fn sealed() -> (Desk, ReflectionId) {
    let (mut desk, id) = writing();
    for who in [ANA, BEN] {
        writes(
            &mut desk,
            who,
            id,
            "happened",
            &format!("happened as {} tells it", who.0),
        );
    }
    writes(&mut desk, ANA, id, "learned", "learned by ana alone");
    for who in [ANA, BEN] {
        writes(
            &mut desk,
            who,
            id,
            "will",
            &format!("will do, says {}", who.0),
        );
    }
    desk.forget_the_past();
    for who in [ANA, BEN] {
        act(&mut desk, who, id, Act::Seal);
    }
    assert_eq!(at_hand(&desk, id).phase, Phase::Opening);
    (desk, id)
}

/// Everything that both wrote is open, and the last page was turned.
pub fn opened() -> (Desk, ReflectionId) {
    let (mut desk, id) = sealed();
    for open in 0..3 {
        act(&mut desk, ANA, id, Act::Open(open));
    }
    assert!(matches!(at_hand(&desk, id).phase, Phase::Resting { .. }));
    desk.forget_the_past();
    (desk, id)
}

pub fn at_hand(desk: &Desk, id: ReflectionId) -> &Reflection {
    &desk.all.reflections[&id]
}

pub fn act(desk: &mut Desk, who: PersonId, id: ReflectionId, act: Act) -> Option<Toast> {
    desk.presses(who, Press::Reflect(ReflectPress::On(id, act)))
}

pub fn step(desk: &Desk, id: ReflectionId, name: &str) -> usize {
    let steps = &at_hand(desk, id).steps;
    let at = steps.iter().position(|step| step.id.as_str() == name);
    at.expect("a step")
}

/// Goes to a step and writes into it.
pub fn writes(desk: &mut Desk, who: PersonId, id: ReflectionId, name: &str, words: &str) {
    goes_to(desk, who, id, name);
    desk.says(who, words);
}

pub fn goes_to(desk: &mut Desk, who: PersonId, id: ReflectionId, name: &str) {
    let step = step(desk, id, name);
    let seat = at_hand(desk, id).seat_of(who).expect("a seat");
    if at_hand(desk, id).side(seat).place == Place::Start {
        act(desk, who, id, Act::GoOn);
    }
    act(desk, who, id, Act::Page(step as u8));
    assert_eq!(at_hand(desk, id).writes_at(seat), Some(step));
}

/// What this person was offered as times, as of the last time.
pub fn offers(desk: &Desk, who: PersonId) -> Vec<Offer> {
    offered(desk, who).expect("times")
}

pub fn offered(desk: &Desk, who: PersonId) -> Option<Vec<Offer>> {
    desk.log.iter().rev().find_map(|got| match &got.send.say {
        Say::Reflect(ReflectSay::When { offers, .. }) if got.send.to == who => Some(offers.clone()),
        _ => None,
    })
}

/// `/reflect` after an argument, up to the choice of a time.
pub fn asks_when(desk: &mut Desk, who: PersonId) -> Vec<Offer> {
    let couple = desk.couple_of(who);
    desk.commands(who, Command::Reflect);
    let flavour = Flavour::Argument;
    desk.presses(who, Press::Reflect(ReflectPress::Choose(flavour)));
    let screened = ReflectPress::Screened(couple, flavour, true);
    desk.presses(who, Press::Reflect(screened));
    offers(desk, who)
}

/// The same with the time that stands at this place of the list.
pub fn asks(desk: &mut Desk, who: PersonId, which: usize) -> ReflectionId {
    let offer = asks_when(desk, who)[which];
    let couple = desk.couple_of(who);
    let at = ReflectPress::At(couple, Flavour::Argument, offer);
    desk.presses(who, Press::Reflect(at));
    desk.all.couples[&couple]
        .reflect
        .on
        .expect("it is under way")
}

pub fn says_yes(desk: &mut Desk, who: PersonId, id: ReflectionId) {
    act(desk, who, id, Act::Yes);
    act(desk, who, id, Act::Screened(true));
}

pub fn time(offer: Offer) -> Timestamp {
    offer.time().expect("a time")
}

/// How many things of reflections are sealed.
pub fn kept(desk: &Desk) -> usize {
    desk.reflected.len() + desk.felt.len()
}

/// Whether something was sent to this person that shows these words.
pub fn was_shown(desk: &Desk, who: PersonId, words: &str) -> bool {
    let theirs = desk.log.iter().filter(|got| got.send.to == who);
    theirs
        .flat_map(|got| &got.shown)
        .any(|shown| shown.contains(words))
}

/// Everything that was sent to this person, with its moment, in full.
pub fn page(desk: &Desk, who: PersonId) -> Vec<(Timestamp, bool, Vec<String>)> {
    let theirs = desk.log.iter().filter(|got| got.send.to == who);
    theirs
        .map(|got| {
            let shown = got.shown.iter().map(|shown| without_row_names(shown));
            (got.at, got.send.sound, shown.collect())
        })
        .collect()
}
