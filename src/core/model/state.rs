//! What one turn looks at and may change: persons, their couples, the open rounds, the invite at hand. Never words.
//!
//! Every map is ordered, so that a seed replays step for step. Start with [`State`].

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use jiff::civil::Date;

use crate::core::model::couple::Couple;
use crate::core::model::deck::Kept;
use crate::core::model::group::Group;
use crate::core::model::ids::{
    ChatId, CoupleId, PersonId, ReflectionId, RoundId, ScheduleId, Seat,
};
use crate::core::model::invite::{Invite, InviteHash};
use crate::core::model::person::Person;
use crate::core::model::reflection::Reflection;
use crate::core::model::round::Round;
use crate::library::PromptId;

/// The small part of the world that one event can touch.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct State {
    /// Whose event this is; nobody's for a tick.
    pub me: Option<PersonId>,
    pub persons: BTreeMap<PersonId, Person>,
    pub couples: BTreeMap<CoupleId, Couple>,
    /// The groups of these couples, and the one an event comes from.
    pub groups: BTreeMap<ChatId, Group>,
    /// The open rounds of these couples, and those an event names (a button under an old reveal).
    pub rounds: BTreeMap<RoundId, Round>,
    /// Those of these couples that something can still happen to, and what the person whose event it is writes alone.
    pub reflections: BTreeMap<ReflectionId, Reflection>,
    /// The live links of these couples, and the one an opener followed.
    pub invites: BTreeMap<InviteHash, Invite>,
    /// Slots that already had their round, found when one was about to be opened again.
    pub taken: BTreeSet<(ScheduleId, Date)>,
    /// When each prompt was last used by a couple; loaded only for events that may pick one.
    pub used: BTreeMap<CoupleId, BTreeMap<PromptId, Timestamp>>,
    /// When a prompt was last asked, where neither answered it then; loaded with `used`.
    pub unanswered: BTreeMap<CoupleId, BTreeMap<PromptId, Timestamp>>,
    /// The questions a couple keeps, in the order in which they were kept; loaded only for events that look at them.
    pub decks: BTreeMap<CoupleId, Vec<Kept>>,
    /// Who marked which prompt; loaded only for events that may pick one.
    pub favourites: BTreeMap<CoupleId, BTreeSet<(PersonId, PromptId)>>,
}

impl State {
    /// The person whose event this is.
    pub fn me(&self) -> Option<&Person> {
        self.persons.get(&self.me?)
    }

    /// The couple a person is together in, and the seat.
    pub fn together(&self, person: PersonId) -> Option<(&Couple, Seat)> {
        self.couples.values().find_map(|couple| {
            let seat = couple.seat_of(person)?;
            couple.is_together().then_some((couple, seat))
        })
    }

    /// Couples of this person that have not ended and that the person has not left.
    pub fn couples_of(&self, person: PersonId) -> impl Iterator<Item = (&Couple, Seat)> {
        self.couples
            .values()
            .filter(|couple| !couple.is_ended())
            .filter_map(move |couple| Some((couple, couple.seat_of(person)?)))
    }

    /// The unanswered, answered and revealed rounds of a person, with the seat.
    pub fn rounds_of(&self, person: PersonId) -> impl Iterator<Item = (&Round, Seat)> {
        self.rounds.values().filter_map(move |round| {
            let couple = self.couples.get(&round.couple)?;
            Some((round, couple.seat_of(person)?))
        })
    }

    /// The group in which a couple lives now.
    pub fn home(&self, couple: &Couple) -> Option<ChatId> {
        let group = self.groups.get(&couple.group?)?;
        let lives = group.two && group.couple == Some(couple.id) && couple.is_together();
        lives.then_some(group.chat)
    }

    /// Whose clock and quiet hours count for asking this seat: in a group both are asked at one instant, in the zone of the one
    /// who set the plan.
    pub fn clock_seat(&self, couple: &Couple, seat: Seat) -> Seat {
        match self.home(couple) {
            Some(_) => couple.plan_by.unwrap_or(Seat::A),
            None => seat,
        }
    }

    /// The reflections a person has a seat in, with the seat.
    pub fn reflections_of(&self, person: PersonId) -> impl Iterator<Item = (&Reflection, Seat)> {
        self.reflections
            .values()
            .filter_map(move |reflection| Some((reflection, reflection.seat_of(person)?)))
    }
}
