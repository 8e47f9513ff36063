//! `/safety`: what is shown to whom, and that nothing of it is kept or noticed.

use crate::core::desk::{ANA, BEN, CLEO, Desk, days};
use twofold::core::model::couple::Mood;
use twofold::core::model::ids::{MessageId, PersonId};
use twofold::core::protocol::command::Command;
use twofold::core::protocol::effect::Target;
use twofold::core::protocol::press::Press;
use twofold::core::protocol::safety::{SafetyPage, SafetyPress, SafetySay};
use twofold::core::protocol::say::{ChatSay, Say};
use twofold::library::CountryId;

const ASKED: MessageId = MessageId(77);

fn country(code: &str) -> Option<CountryId> {
    CountryId::parse(code).ok()
}

/// The country whose help lines this person is shown first.
fn shown_to(desk: &mut Desk, who: PersonId) -> Option<CountryId> {
    desk.commands(who, Command::Safety(ASKED));
    let got = desk.got(who);
    let Some(Say::Safety(SafetySay::Page {
        asked: Some(ASKED),
        page: SafetyPage::Afraid(country),
    })) = got.last().map(|got| got.send.say.clone())
    else {
        panic!("{got:?}");
    };
    country
}

#[test]
fn the_country_is_that_of_the_clock_else_of_the_phones_language_else_none() {
    let mut desk = Desk::couple();
    assert_eq!(shown_to(&mut desk, ANA), country("PT"), "at home in Lisbon");
    assert_eq!(
        shown_to(&mut desk, CLEO),
        None,
        "an English phone is anywhere"
    );
    let speaks = |desk: &mut Desk, lang: &str| {
        let cleo = desk.all.persons.get_mut(&CLEO).expect("Cleo");
        cleo.lang = Some(lang.to_owned());
    };
    speaks(&mut desk, "pt-br");
    assert_eq!(shown_to(&mut desk, CLEO), country("BR"));
    speaks(&mut desk, "zh-hans");
    assert_eq!(shown_to(&mut desk, CLEO), None, "no country is called so");
    desk.lives(CLEO, "UTC+2");
    speaks(&mut desk, "en-gb");
    assert_eq!(
        shown_to(&mut desk, CLEO),
        country("GB"),
        "an offset is nowhere"
    );
}

#[test]
fn it_is_one_silent_message_and_nobody_else_gets_anything() {
    let mut desk = Desk::couple();
    desk.commands(ANA, Command::Timezone(None));
    desk.forget_the_past();
    assert!(desk.person(ANA).expecting.is_some());
    let before = desk.all.clone();
    desk.commands(ANA, Command::Safety(ASKED));
    assert_eq!(desk.reads(ANA), ["Safety"]);
    assert_eq!(desk.reads(BEN), [""; 0]);
    assert_eq!(desk.all.couples, before.couples);
    assert_eq!(desk.all.rounds, before.rounds);
    let mut me = desk.person(ANA).clone();
    me.bucket = before.persons[&ANA].bucket;
    assert_eq!(me, before.persons[&ANA], "only that something was typed");
}

#[test]
fn a_plan_that_sleeps_is_not_woken_by_it() {
    let mut desk = Desk::couple();
    desk.passes(days(60));
    let couple = desk.couple_of(ANA);
    assert_eq!(desk.all.couples[&couple].mood, Mood::Asleep);
    desk.commands(ANA, Command::Safety(ASKED));
    let page = SafetyPage::Person(None);
    let asked = Some(ASKED);
    desk.presses(ANA, Press::Safety(SafetyPress::Turn { asked, page }));
    desk.presses(ANA, Press::Safety(SafetyPress::Delete { asked }));
    assert_eq!(desk.all.couples[&couple].mood, Mood::Asleep);
    desk.commands(ANA, Command::Help);
    assert_ne!(desk.all.couples[&couple].mood, Mood::Asleep);
}

#[test]
fn one_tap_takes_away_the_page_and_the_command_that_asked_for_it() {
    let mut desk = Desk::couple();
    desk.commands(ANA, Command::Safety(ASKED));
    desk.forget_the_past();
    let asked = Some(ASKED);
    desk.presses(ANA, Press::Safety(SafetyPress::Delete { asked }));
    let got = desk.got(ANA);
    assert_eq!(
        got[0].send.say,
        Say::Safety(SafetySay::Gone),
        "in case it is too old"
    );
    let deleted: Vec<&Target> = got[1..].iter().map(|got| &got.send.target).collect();
    let on = MessageId(900_000);
    assert_eq!(deleted, [&Target::Theirs(on), &Target::Theirs(ASKED)]);
    assert!(
        got[1..]
            .iter()
            .all(|got| got.send.say == Say::Chat(ChatSay::Delete))
    );
}
