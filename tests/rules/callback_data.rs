//! What a button carries: at most 64 bytes, read back as it was, and nothing else is taken for it.

use jiff::civil::{Time, Weekday};
use proptest::prelude::*;
use twofold::core::covering::CoverPress;
use twofold::core::event::Press;
use twofold::core::group::GroupPress;
use twofold::core::ids::{
    AsideId, CoupleId, MessageId, OwnId, PersonId, ReflectionId, RitualId, RoundId, ScheduleId,
};
use twofold::core::own::OwnPress;
use twofold::core::plan::Plan;
use twofold::core::reflection::{Act, Offer, ReflectPress, Switch};
use twofold::core::safety::{SafetyPage, SafetyPress};
use twofold::core::tap::Tip;
use twofold::core::week::Change;
use twofold::core::zones::{Clock, Where};
use twofold::library::{ButtonId, CountryId, Depth, FeelingId, Flavour, KindId, NowId, Tag};
use twofold::places::{Place, find};

/// Bot API, `InlineKeyboardButton.callback_data`.
const DATA_MAX_BYTES: usize = 64;

/// The longest name of a zone people live in, with a name of the place that would not fit beside it.
fn longest_place() -> Place {
    let mut place = find("America/Argentina/Buenos_Aires").remove(0);
    place.name = "Ciudad Autónoma de Buenos Aires".to_owned();
    place
}

/// Every button of a reflection.
fn reflections(id: i64, kind: &KindId) -> Vec<Press> {
    let (couple, reflection) = (CoupleId(id), ReflectionId(id));
    let feeling = FeelingId::parse(kind.as_str()).unwrap();
    let now = NowId::parse("twenty-four-letters-long").unwrap();
    let offer = |morning| Offer {
        minute: i64::from(u32::MAX),
        morning,
    };
    let last = u8::MAX;
    let acts = [
        Act::Yes,
        Act::No,
        Act::Screened(true),
        Act::Screened(false),
        Act::Withdraw,
        Act::Earlier,
        Act::GoOn,
        Act::Next(0),
        Act::Next(last),
        Act::Back(last),
        Act::Clear(last),
        Act::Page(last),
        Act::Overview,
        Act::Add(last),
        Act::Feel(feeling),
        Act::How,
        Act::Plain,
        Act::Break,
        Act::StopAsk,
        Act::Stop,
        Act::Seal,
        Act::ShowMe,
        Act::Cover,
        Act::TakeBack,
        Act::Open(last),
        Act::Again,
        Act::Timer,
        Act::EndTimer,
        Act::Give(last),
        Act::KeepClosed(last),
        Act::Now(now),
        Act::Keep(true),
        Act::Keep(false),
    ];
    let mut all = vec![
        ReflectPress::Cancel,
        ReflectPress::Switch(Switch::Invitations),
        ReflectPress::Switch(Switch::NoMore),
        ReflectPress::Switch(Switch::Offers),
    ];
    for flavour in Flavour::ALL {
        all.push(ReflectPress::Choose(flavour));
        all.push(ReflectPress::Screened(couple, flavour, true));
        all.push(ReflectPress::Screened(couple, flavour, false));
        all.push(ReflectPress::At(couple, flavour, offer(true)));
        all.push(ReflectPress::At(couple, flavour, offer(false)));
    }
    all.extend(acts.map(|act| ReflectPress::On(reflection, act)));
    all.into_iter().map(Press::Reflect).collect()
}

/// A new one does not compile before it stands above as well.
fn known(press: &ReflectPress) {
    let act = match press {
        ReflectPress::Cancel
        | ReflectPress::Choose(_)
        | ReflectPress::Screened(..)
        | ReflectPress::At(..)
        | ReflectPress::Switch(Switch::Invitations | Switch::NoMore | Switch::Offers) => return,
        ReflectPress::On(_, act) => act,
    };
    match act {
        Act::Yes
        | Act::No
        | Act::Screened(_)
        | Act::Withdraw
        | Act::Earlier
        | Act::GoOn
        | Act::Next(_)
        | Act::Back(_)
        | Act::Clear(_)
        | Act::Page(_)
        | Act::Overview
        | Act::Add(_)
        | Act::Feel(_)
        | Act::How
        | Act::Plain
        | Act::Break
        | Act::StopAsk
        | Act::Stop
        | Act::Seal
        | Act::ShowMe
        | Act::Cover
        | Act::TakeBack
        | Act::Open(_)
        | Act::Again
        | Act::Timer
        | Act::EndTimer
        | Act::Give(_)
        | Act::KeepClosed(_)
        | Act::Now(_)
        | Act::Keep(_) => {}
    }
}

/// Every button there is, with these ids.
fn every(id: i64, other: i64, kind: &KindId, button: &ButtonId) -> Vec<Press> {
    let (couple, round, aside) = (CoupleId(id), RoundId(id), AsideId(id));
    let schedule = ScheduleId(id);
    // As long as a kind's id may be.
    let feeling = FeelingId::parse(kind.as_str()).unwrap();
    let time = |hour, minute| Time::constant(hour, minute, 0, 0);
    let all = vec![
        Press::Invite,
        Press::Privacy,
        Press::Accept(couple),
        Press::Decline(couple),
        Press::Confirm(couple, PersonId(other)),
        Press::RefusePerson(couple, PersonId(other)),
        Press::Another(round),
        Press::NotTonight(round),
        Press::Talk(round),
        Press::Reopen(round),
        Press::TakeBack(round),
        Press::Tap(round, Tip::Number(5)),
        Press::Tap(round, Tip::Feeling(feeling.clone())),
        Press::Tap(round, Tip::Done),
        Press::Change(round),
        Press::Chosen(round),
        Press::OwnWords(round),
        Press::StillWriting(round),
        Press::DoneWriting(round),
        Press::Respond(round, button.clone()),
        Press::GiveAnyway(round),
        Press::KeepForMe(round),
        Press::LetGo(round),
        Press::VoicesAgain(round),
        Press::KeepAll(couple),
        Press::LetGoAll(couple),
        Press::ForPartner(aside),
        Press::MyAnswer(aside, RoundId(other)),
        Press::NeverMind(aside),
        Press::TryAgain(aside),
        Press::SameZone(couple),
        Press::OtherZone(couple),
        Press::Where(Where::Clocks),
        Press::Where(Where::Clock {
            clock: Clock {
                local: 1439,
                utc: 1439,
            },
            page: u8::MAX,
        }),
        Press::Where(Where::place(&longest_place())),
        Press::Where(Where::Right),
        Press::Where(Where::Elsewhere),
        Press::ToggleTellSealed,
        Press::ToggleNudges,
        Press::QuietHours,
        Press::SetQuietHours(time(22, 30), time(7, 5)),
        Press::TypeQuietHours,
        Press::PauseAsk,
        Press::PauseFor(7),
        Press::PauseOpen,
        Press::Resume,
        Press::SettingsAgain,
        Press::Week,
        Press::ChoosePlan(Plan::Gentle),
        Press::ShowSchedule(schedule),
        Press::AddSchedule,
        Press::AskTime(schedule),
        Press::ChangeSchedule(schedule, Change::Time(time(0, 9))),
        Press::ChangeSchedule(schedule, Change::Day(Weekday::Sunday)),
        Press::ChangeSchedule(schedule, Change::Kind(kind.clone())),
        Press::ChangeSchedule(schedule, Change::OnOff),
        Press::ChangeSchedule(schedule, Change::Remove),
        Press::Leave(couple),
        Press::LeaveQuietly(couple),
        Press::Stay(couple),
        Press::Withdraw(couple),
        Press::Asked,
        Press::Topics,
        Press::SwitchKind(kind.clone(), true),
        Press::SwitchKind(kind.clone(), false),
        Press::SwitchTopic(Tag::LongDistance, true),
        Press::SwitchTopic(Tag::Touch, false),
        Press::SetDepth(Depth::Three),
        Press::Deeper(couple, Depth::Two, true),
        Press::Deeper(couple, Depth::Two, false),
        Press::Ask(kind.clone()),
        Press::Own(OwnPress::Keep(round)),
        Press::Own(OwnPress::Favourite(round)),
        Press::Own(OwnPress::Ritual(round)),
        Press::Own(OwnPress::LetRest(RitualId(id))),
        Press::Own(OwnPress::Deck(0)),
        Press::Own(OwnPress::Deck(u8::MAX)),
        Press::Own(OwnPress::Question(OwnId(id))),
        Press::Own(OwnPress::Reword(OwnId(id))),
        Press::Own(OwnPress::Remove(OwnId(id))),
        Press::ImIn,
        Press::Group(GroupPress::Cover(CoupleId(id))),
        Press::Group(GroupPress::LeaveOpen(CoupleId(id))),
        Press::Group(GroupPress::GoPrivate(CoupleId(id))),
        Press::Cover(CoverPress::Toggle),
        Press::Cover(CoverPress::Show(round)),
        Press::Cover(CoverPress::Hide(round)),
        Press::Safety(SafetyPress::Open),
        Press::Safety(SafetyPress::OpenPerson),
        Press::Safety(SafetyPress::Turn {
            asked: None,
            page: SafetyPage::Afraid(None),
        }),
        Press::Safety(SafetyPress::Turn {
            asked: Some(MessageId(id)),
            page: SafetyPage::Afraid(CountryId::parse("DE").ok()),
        }),
        Press::Safety(SafetyPress::Turn {
            asked: Some(MessageId(id)),
            page: SafetyPage::Person(CountryId::parse("NO").ok()),
        }),
        Press::Safety(SafetyPress::Turn {
            asked: Some(MessageId(id)),
            page: SafetyPage::Countries(u8::MAX),
        }),
        Press::Safety(SafetyPress::Delete { asked: None }),
        Press::Safety(SafetyPress::Delete {
            asked: Some(MessageId(id)),
        }),
    ];
    let all: Vec<Press> = all.into_iter().chain(reflections(id, kind)).collect();
    // A new button does not compile before it stands above as well.
    for press in &all {
        match press {
            Press::Invite
            | Press::Privacy
            | Press::Accept(_)
            | Press::Decline(_)
            | Press::Confirm(..)
            | Press::RefusePerson(..)
            | Press::Another(_)
            | Press::NotTonight(_)
            | Press::Talk(_)
            | Press::Reopen(_)
            | Press::TakeBack(_)
            | Press::Tap(..)
            | Press::Change(_)
            | Press::Chosen(_)
            | Press::OwnWords(_)
            | Press::StillWriting(_)
            | Press::DoneWriting(_)
            | Press::Respond(..)
            | Press::GiveAnyway(_)
            | Press::KeepForMe(_)
            | Press::LetGo(_)
            | Press::VoicesAgain(_)
            | Press::KeepAll(_)
            | Press::LetGoAll(_)
            | Press::ForPartner(_)
            | Press::MyAnswer(..)
            | Press::NeverMind(_)
            | Press::TryAgain(_)
            | Press::SameZone(_)
            | Press::OtherZone(_)
            | Press::Where(
                Where::Clocks
                | Where::Clock { .. }
                | Where::Place { .. }
                | Where::Right
                | Where::Elsewhere,
            )
            | Press::ToggleTellSealed
            | Press::ToggleNudges
            | Press::QuietHours
            | Press::SetQuietHours(..)
            | Press::TypeQuietHours
            | Press::PauseAsk
            | Press::PauseFor(_)
            | Press::PauseOpen
            | Press::Resume
            | Press::SettingsAgain
            | Press::Week
            | Press::ChoosePlan(_)
            | Press::ShowSchedule(_)
            | Press::AddSchedule
            | Press::AskTime(_)
            | Press::ChangeSchedule(..)
            | Press::Leave(_)
            | Press::LeaveQuietly(_)
            | Press::Stay(_)
            | Press::Withdraw(_)
            | Press::Asked
            | Press::Topics
            | Press::SwitchKind(..)
            | Press::SwitchTopic(..)
            | Press::SetDepth(_)
            | Press::Deeper(..)
            | Press::Ask(_) => {}
            Press::Own(
                OwnPress::Keep(_)
                | OwnPress::Favourite(_)
                | OwnPress::Ritual(_)
                | OwnPress::LetRest(_)
                | OwnPress::Deck(_)
                | OwnPress::Question(_)
                | OwnPress::Reword(_)
                | OwnPress::Remove(_),
            ) => {}
            Press::ImIn => {}
            Press::Group(
                GroupPress::Cover(_) | GroupPress::LeaveOpen(_) | GroupPress::GoPrivate(_),
            ) => {}
            Press::Cover(CoverPress::Toggle | CoverPress::Show(_) | CoverPress::Hide(_)) => {}
            Press::Reflect(press) => known(press),
            Press::Safety(
                SafetyPress::Open
                | SafetyPress::OpenPerson
                | SafetyPress::Turn {
                    page: SafetyPage::Afraid(_) | SafetyPage::Person(_) | SafetyPage::Countries(_),
                    ..
                }
                | SafetyPress::Delete { .. },
            ) => {}
        }
    }
    all
}

/// As long as the library lets a kind's id be, and shorter.
fn kind() -> impl Strategy<Value = KindId> {
    "[a-z]{1,24}|[a-z]{1,12}-[a-z]{1,11}".prop_map(|id| KindId::parse(&id).unwrap())
}

/// The same for a button.
fn button() -> impl Strategy<Value = ButtonId> {
    "[a-z]{1,16}|[a-z]{1,8}-[a-z]{1,7}".prop_map(|id| ButtonId::parse(&id).unwrap())
}

proptest! {
    #[test]
    fn every_button_is_read_back_as_it_was_and_fits(
        id in 1..=i64::MAX,
        other in 1..=i64::MAX,
        kind in kind(),
        button in button(),
    ) {
        let all = every(id, other, &kind, &button);
        let mut seen = std::collections::BTreeSet::new();
        for press in all {
            let data = press.data();
            prop_assert!((1..=DATA_MAX_BYTES).contains(&data.len()), "{data}");
            prop_assert_eq!(Press::parse(&data), Some(press));
            prop_assert!(seen.insert(data), "two buttons with the same data");
        }
    }

    #[test]
    fn what_is_no_button_to_the_letter_is_nothing(
        start in "[a-z]{0,4}|inv|acc|yes|rsp|ans|ask",
        rest in "(:[0-9a-fA-F+-]{0,18})?(:.{0,12})?|.{0,80}",
    ) {
        let data = start + &rest;
        prop_assert!(Press::parse(&data).is_none_or(|press| press.data() == data), "{data}");
    }

    #[test]
    fn something_added_to_a_button_makes_it_nothing(id in 1..=i64::MAX, kind in kind(), button in button(), more in ":?.{1,4}") {
        for press in every(id, id, &kind, &button) {
            let data = press.data() + &more;
            prop_assert_ne!(Press::parse(&data), Some(press), "{}", data);
        }
    }
}

#[test]
fn an_id_that_no_row_can_have_is_nothing() {
    for id in [
        "",
        "0",
        "-1",
        "+1",
        "8000000000000000",
        "ffffffffffffffff",
        "00000000000000001",
        "g",
        " 1",
        "1 ",
    ] {
        assert_eq!(Press::parse(&format!("acc:{id}")), None, "{id:?}");
        assert_eq!(Press::parse(&format!("yes:1:{id}")), None, "{id:?}");
        assert_eq!(Press::parse(&format!("acc:{id}:1")), None, "{id:?}");
    }
}

#[test]
fn a_button_of_a_round_names_it_and_one_of_a_couple_names_that() {
    let (kind, button) = (
        KindId::parse("gratitude").unwrap(),
        ButtonId::parse("touched").unwrap(),
    );
    for press in every(7, 9, &kind, &button) {
        let data = press.data();
        let names = [press.round().is_some(), press.couple().is_some()];
        assert!(!(names[0] && names[1]), "{data}");
        let expected = match &press {
            Press::MyAnswer(..) => RoundId(9),
            _ => RoundId(7),
        };
        assert!(
            press.round().is_none_or(|round| round == expected),
            "{data}"
        );
        assert!(
            press.couple().is_none_or(|couple| couple == CoupleId(7)),
            "{data}"
        );
    }
}
