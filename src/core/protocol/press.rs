//! A button, as one value for all features.
//!
//! On the wire it is `verb:id:argument`; see [`wire`](super::wire). Each feature lists its own buttons in its file here, and what
//! they do in its folder beside this one. Start with [`Press`].

use crate::core::model::ids::{CoupleId, RoundId};
use crate::core::protocol::choice::ChoicePress;
use crate::core::protocol::couple::CouplePress;
use crate::core::protocol::deck::DeckPress;
use crate::core::protocol::group::GroupPress;
use crate::core::protocol::place::PlacePress;
use crate::core::protocol::plan::PlanPress;
use crate::core::protocol::reflection::ReflectPress;
use crate::core::protocol::round::RoundPress;
use crate::core::protocol::safety::SafetyPress;
use crate::core::protocol::settings::SettingsPress;
use crate::core::protocol::wire::Fields;

/// A button. The id on it is random, and checked against person and state.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Press {
    Round(RoundPress),
    Couple(CouplePress),
    Plan(PlanPress),
    Choice(ChoicePress),
    Deck(DeckPress),
    Group(GroupPress),
    Reflect(ReflectPress),
    Place(PlacePress),
    Safety(SafetyPress),
    Settings(SettingsPress),
}

impl Press {
    /// The callback data. Telegram allows 1 to 64 bytes.
    pub fn data(&self) -> String {
        match self {
            Press::Round(press) => press.data(),
            Press::Couple(press) => press.data(),
            Press::Plan(press) => press.data(),
            Press::Choice(press) => press.data(),
            Press::Deck(press) => press.data(),
            Press::Group(press) => press.data(),
            Press::Reflect(press) => press.data(),
            Press::Place(press) => press.data(),
            Press::Safety(press) => press.data(),
            Press::Settings(press) => press.data(),
        }
    }

    /// Reads callback data; `None` for anything that is not, to the letter, what [`Press::data`] writes.
    pub fn parse(data: &str) -> Option<Press> {
        Press::read(&Fields::of(data)).filter(|press| press.data() == data)
    }

    fn read(fields: &Fields<'_>) -> Option<Press> {
        let round = || RoundPress::read(fields).map(Press::Round);
        let couple = || CouplePress::read(fields).map(Press::Couple);
        let plan = || PlanPress::read(fields).map(Press::Plan);
        let choice = || ChoicePress::read(fields).map(Press::Choice);
        let deck = || DeckPress::read(fields).map(Press::Deck);
        let group = || GroupPress::read(fields).map(Press::Group);
        let reflect = || ReflectPress::read(fields).map(Press::Reflect);
        let place = || PlacePress::read(fields).map(Press::Place);
        let safety = || SafetyPress::read(fields).map(Press::Safety);
        let settings = || SettingsPress::read(fields).map(Press::Settings);
        round()
            .or_else(couple)
            .or_else(plan)
            .or_else(choice)
            .or_else(deck)
            .or_else(group)
            .or_else(reflect)
            .or_else(place)
            .or_else(safety)
            .or_else(settings)
    }

    /// The round a button names.
    pub fn round(&self) -> Option<RoundId> {
        match self {
            Press::Round(press) => press.round(),
            Press::Deck(press) => press.round(),
            _ => None,
        }
    }

    /// The couple a button names.
    pub fn couple(&self) -> Option<CoupleId> {
        match self {
            Press::Couple(press) => press.couple(),
            Press::Choice(press) => press.couple(),
            Press::Place(press) => press.couple(),
            Press::Group(press) => press.couple(),
            Press::Reflect(press) => press.couple(),
            _ => None,
        }
    }
}
