//! What a button carries: at most 64 bytes, read back as it was, and nothing else is taken for it.

use jiff::civil::{Time, Weekday};
use proptest::prelude::*;

use twofold::core::model::ids::{
    AsideId, CoupleId, MessageId, PersonId, QuestionId, ReflectionId, RitualId, RoundId, ScheduleId,
};
use twofold::core::model::person::Switch;
use twofold::core::model::schedule::Plan;
use twofold::core::model::tap::Tip;
use twofold::core::protocol::choice::ChoicePress;
use twofold::core::protocol::couple::CouplePress;
use twofold::core::protocol::deck::DeckPress;
use twofold::core::protocol::group::GroupPress;
use twofold::core::protocol::place::{Clock, PlacePress, Where};
use twofold::core::protocol::plan::{Change, PlanPress};
use twofold::core::protocol::press::Press;
use twofold::core::protocol::reflection::{Act, Offer, ReflectPress};
use twofold::core::protocol::round::RoundPress;
use twofold::core::protocol::safety::{SafetyPage, SafetyPress};
use twofold::core::protocol::settings::SettingsPress;
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
    let mut all = vec![ReflectPress::Cancel, ReflectPress::NoMoreInvitations];
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
        | ReflectPress::NoMoreInvitations => return,
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
        Press::Couple(CouplePress::Invite),
        Press::Settings(SettingsPress::Privacy),
        Press::Couple(CouplePress::Accept(couple)),
        Press::Couple(CouplePress::Decline(couple)),
        Press::Couple(CouplePress::Confirm(couple, PersonId(other))),
        Press::Couple(CouplePress::RefusePerson(couple, PersonId(other))),
        Press::Round(RoundPress::Another(round)),
        Press::Round(RoundPress::NotTonight(round)),
        Press::Round(RoundPress::Talk(round)),
        Press::Round(RoundPress::Reopen(round)),
        Press::Round(RoundPress::TakeBack(round)),
        Press::Round(RoundPress::Tap(round, Tip::Number(5))),
        Press::Round(RoundPress::Tap(round, Tip::Feeling(feeling.clone()))),
        Press::Round(RoundPress::Tap(round, Tip::Done)),
        Press::Round(RoundPress::Change(round)),
        Press::Round(RoundPress::Chosen(round)),
        Press::Round(RoundPress::OwnWords(round)),
        Press::Round(RoundPress::StillWriting(round)),
        Press::Round(RoundPress::DoneWriting(round)),
        Press::Round(RoundPress::Respond(round, button.clone())),
        Press::Round(RoundPress::GiveAnyway(round)),
        Press::Round(RoundPress::KeepForMe(round)),
        Press::Round(RoundPress::LetGo(round)),
        Press::Round(RoundPress::VoicesAgain(round)),
        Press::Couple(CouplePress::KeepAll(couple)),
        Press::Couple(CouplePress::LetGoAll(couple)),
        Press::Round(RoundPress::ForPartner(aside)),
        Press::Round(RoundPress::MyAnswer(aside, RoundId(other))),
        Press::Round(RoundPress::NeverMind(aside)),
        Press::Round(RoundPress::TryAgain(aside)),
        Press::Place(PlacePress::SameZone(couple)),
        Press::Place(PlacePress::OtherZone(couple)),
        Press::Place(PlacePress::Where(Where::Clocks)),
        Press::Place(PlacePress::Where(Where::Clock {
            clock: Clock {
                local: 1439,
                utc: 1439,
            },
            page: u8::MAX,
        })),
        Press::Place(PlacePress::Where(Where::place(&longest_place()))),
        Press::Place(PlacePress::Where(Where::Right)),
        Press::Place(PlacePress::Where(Where::Elsewhere)),
        Press::Settings(SettingsPress::Toggle(Switch::TellSealed)),
        Press::Settings(SettingsPress::Toggle(Switch::Nudges)),
        Press::Settings(SettingsPress::QuietHours),
        Press::Settings(SettingsPress::SetQuietHours(time(22, 30), time(7, 5))),
        Press::Settings(SettingsPress::TypeQuietHours),
        Press::Plan(PlanPress::PauseAsk),
        Press::Plan(PlanPress::PauseFor(7)),
        Press::Plan(PlanPress::PauseOpen),
        Press::Plan(PlanPress::Resume),
        Press::Settings(SettingsPress::SettingsAgain),
        Press::Plan(PlanPress::Week),
        Press::Plan(PlanPress::ChoosePlan(Plan::Gentle)),
        Press::Plan(PlanPress::ShowSchedule(schedule)),
        Press::Plan(PlanPress::AddSchedule),
        Press::Plan(PlanPress::AskTime(schedule)),
        Press::Plan(PlanPress::ChangeSchedule(
            schedule,
            Change::Time(time(0, 9)),
        )),
        Press::Plan(PlanPress::ChangeSchedule(
            schedule,
            Change::Day(Weekday::Sunday),
        )),
        Press::Plan(PlanPress::ChangeSchedule(
            schedule,
            Change::Kind(kind.clone()),
        )),
        Press::Plan(PlanPress::ChangeSchedule(schedule, Change::OnOff)),
        Press::Plan(PlanPress::ChangeSchedule(schedule, Change::Remove)),
        Press::Couple(CouplePress::Leave(couple)),
        Press::Couple(CouplePress::LeaveQuietly(couple)),
        Press::Couple(CouplePress::Stay(couple)),
        Press::Couple(CouplePress::Withdraw(couple)),
        Press::Choice(ChoicePress::Asked),
        Press::Choice(ChoicePress::Topics),
        Press::Choice(ChoicePress::SwitchKind(kind.clone(), true)),
        Press::Choice(ChoicePress::SwitchKind(kind.clone(), false)),
        Press::Choice(ChoicePress::SwitchTopic(Tag::LongDistance, true)),
        Press::Choice(ChoicePress::SwitchTopic(Tag::Touch, false)),
        Press::Choice(ChoicePress::SetDepth(Depth::Three)),
        Press::Choice(ChoicePress::Deeper(couple, Depth::Two, true)),
        Press::Choice(ChoicePress::Deeper(couple, Depth::Two, false)),
        Press::Choice(ChoicePress::Ask(kind.clone())),
        Press::Deck(DeckPress::Keep(round)),
        Press::Deck(DeckPress::Favourite(round)),
        Press::Deck(DeckPress::Ritual(round)),
        Press::Deck(DeckPress::LetRest(RitualId(id))),
        Press::Deck(DeckPress::Deck(0)),
        Press::Deck(DeckPress::Deck(u8::MAX)),
        Press::Deck(DeckPress::Question(QuestionId(id))),
        Press::Deck(DeckPress::Reword(QuestionId(id))),
        Press::Deck(DeckPress::Remove(QuestionId(id))),
        Press::Group(GroupPress::ImIn),
        Press::Group(GroupPress::Cover(CoupleId(id))),
        Press::Group(GroupPress::LeaveOpen(CoupleId(id))),
        Press::Group(GroupPress::GoPrivate(CoupleId(id))),
        Press::Settings(SettingsPress::Toggle(Switch::Cover)),
        Press::Settings(SettingsPress::Toggle(Switch::Reflections)),
        Press::Settings(SettingsPress::Toggle(Switch::ReflectOffers)),
        Press::Round(RoundPress::ShowCovered(round)),
        Press::Round(RoundPress::HideCovered(round)),
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
            Press::Couple(CouplePress::Invite)
            | Press::Settings(SettingsPress::Privacy)
            | Press::Couple(CouplePress::Accept(_))
            | Press::Couple(CouplePress::Decline(_))
            | Press::Couple(CouplePress::Confirm(..))
            | Press::Couple(CouplePress::RefusePerson(..))
            | Press::Round(RoundPress::Another(_))
            | Press::Round(RoundPress::NotTonight(_))
            | Press::Round(RoundPress::Talk(_))
            | Press::Round(RoundPress::Reopen(_))
            | Press::Round(RoundPress::TakeBack(_))
            | Press::Round(RoundPress::Tap(..))
            | Press::Round(RoundPress::Change(_))
            | Press::Round(RoundPress::Chosen(_))
            | Press::Round(RoundPress::OwnWords(_))
            | Press::Round(RoundPress::StillWriting(_))
            | Press::Round(RoundPress::DoneWriting(_))
            | Press::Round(RoundPress::Respond(..))
            | Press::Round(RoundPress::GiveAnyway(_))
            | Press::Round(RoundPress::KeepForMe(_))
            | Press::Round(RoundPress::LetGo(_))
            | Press::Round(RoundPress::VoicesAgain(_))
            | Press::Couple(CouplePress::KeepAll(_))
            | Press::Couple(CouplePress::LetGoAll(_))
            | Press::Round(RoundPress::ForPartner(_))
            | Press::Round(RoundPress::MyAnswer(..))
            | Press::Round(RoundPress::NeverMind(_))
            | Press::Round(RoundPress::TryAgain(_))
            | Press::Place(PlacePress::SameZone(_))
            | Press::Place(PlacePress::OtherZone(_))
            | Press::Place(PlacePress::Where(
                Where::Clocks
                | Where::Clock { .. }
                | Where::Place { .. }
                | Where::Right
                | Where::Elsewhere,
            ))
            | Press::Settings(SettingsPress::Toggle(Switch::TellSealed))
            | Press::Settings(SettingsPress::Toggle(
                Switch::Nudges | Switch::Cover | Switch::Reflections | Switch::ReflectOffers,
            ))
            | Press::Round(RoundPress::ShowCovered(_) | RoundPress::HideCovered(_))
            | Press::Settings(SettingsPress::QuietHours)
            | Press::Settings(SettingsPress::SetQuietHours(..))
            | Press::Settings(SettingsPress::TypeQuietHours)
            | Press::Plan(PlanPress::PauseAsk)
            | Press::Plan(PlanPress::PauseFor(_))
            | Press::Plan(PlanPress::PauseOpen)
            | Press::Plan(PlanPress::Resume)
            | Press::Settings(SettingsPress::SettingsAgain)
            | Press::Plan(PlanPress::Week)
            | Press::Plan(PlanPress::ChoosePlan(_))
            | Press::Plan(PlanPress::ShowSchedule(_))
            | Press::Plan(PlanPress::AddSchedule)
            | Press::Plan(PlanPress::AskTime(_))
            | Press::Plan(PlanPress::ChangeSchedule(..))
            | Press::Couple(CouplePress::Leave(_))
            | Press::Couple(CouplePress::LeaveQuietly(_))
            | Press::Couple(CouplePress::Stay(_))
            | Press::Couple(CouplePress::Withdraw(_))
            | Press::Choice(ChoicePress::Asked)
            | Press::Choice(ChoicePress::Topics)
            | Press::Choice(ChoicePress::SwitchKind(..))
            | Press::Choice(ChoicePress::SwitchTopic(..))
            | Press::Choice(ChoicePress::SetDepth(_))
            | Press::Choice(ChoicePress::Deeper(..))
            | Press::Choice(ChoicePress::Ask(_)) => {}
            Press::Deck(
                DeckPress::Keep(_)
                | DeckPress::Favourite(_)
                | DeckPress::Ritual(_)
                | DeckPress::LetRest(_)
                | DeckPress::Deck(_)
                | DeckPress::Question(_)
                | DeckPress::Reword(_)
                | DeckPress::Remove(_),
            ) => {}
            Press::Group(GroupPress::ImIn) => {}
            Press::Group(
                GroupPress::Cover(_) | GroupPress::LeaveOpen(_) | GroupPress::GoPrivate(_),
            ) => {}
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
            Press::Round(RoundPress::MyAnswer(..)) => RoundId(9),
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
