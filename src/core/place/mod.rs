//! Where people live: asking for it, what they answer with, and what follows once it is known.
//!
//! Only the zone is kept, never the place it was told by. It counts at once and is read back; the buttons under that correct
//! it. A move changes nothing that is already open: a round keeps the times it was opened with. Start with
//! `where_pressed` and `tell_place`; what the buttons carry is in [`protocol::place`](crate::core::protocol::place).

use crate::core::model::about::{Ref, Role};
use crate::core::model::ids::{CoupleId, MessageId, PersonId, Seat};
use crate::core::model::person::{EXPECT_FOR, Expected, Expecting};
use crate::core::model::refusal::Refusal;
use crate::core::model::time::later;
use crate::core::model::words::Words;
use crate::core::protocol::effect::{Send, Toast};
use crate::core::protocol::event::Point;
use crate::core::protocol::place::{Clock, PlacePress, PlaceSay, Where};
use crate::core::protocol::say::Say;
use crate::core::turn::Turn;
use crate::places::{self, Place};

/// Buttons with the times of the world are shown anew once these are this old, in minutes: people read the time off them.
const CLOCKS_OLD_MIN: u16 = 5;

/// So many places are shown at once.
const PLACES_A_PAGE: usize = 8;

/// A shorter word names no place when nobody waits for one.
const TELLING_CHARS: usize = 4;

/// Whether this names a place even where nobody waits for one.
pub fn tells_place(typed: &str) -> bool {
    let long = typed.trim().chars().count() >= TELLING_CHARS || !typed.is_ascii();
    long && !places::is_everyday(typed) && !places::find(typed).is_empty()
}

impl<R: rand::Rng> Turn<'_, R> {
    /// One of this feature's buttons.
    pub(in crate::core) fn place_pressed(
        &mut self,
        press: PlacePress,
        on: MessageId,
    ) -> Result<(), Refusal> {
        match press {
            PlacePress::SameZone(couple) => self.same_zone(couple, on),
            PlacePress::OtherZone(couple) => self.other_zone(couple, on),
            PlacePress::Where(button) => self.where_pressed(button, on),
        }
    }

    /// `/timezone` with a place, or a place named long after the question.
    pub(in crate::core) fn set_zone(&mut self, typed: &str) -> Result<(), Refusal> {
        self.live_in_one_of(places::find(typed))
    }

    /// Words where a place was asked for: the place, or the time on the author's clock. `false` when they are neither.
    pub(in crate::core) fn tell_place(&mut self, typed: &str) -> bool {
        if self.set_zone(typed).is_ok() {
            return true;
        }
        let Ok(me) = self.me() else { return false };
        let say = match places::read_clock(typed)[..] {
            [] => return false,
            [local] => self.places_with(self.clock(local), 0),
            // Morning or evening: the times of the world tell the two apart.
            _ => None,
        };
        let say = say.unwrap_or_else(|| self.clocks());
        self.expect_city(me, true);
        self.send(Send::line(me, say).zone_question());
        true
    }

    /// A location: where its author lives if that was asked for and they did not reply to something else.
    pub(in crate::core) fn shared(
        &mut self,
        message: MessageId,
        words: &Words,
        reply: Option<Ref>,
        point: Point,
    ) -> Result<(), Refusal> {
        let me = self.me()?;
        let answers = match &reply {
            Some(reply) => reply.role == Role::ZoneAsk,
            None => self.waits_for_place(me),
        };
        if !answers {
            return self.said(message, words, reply);
        }
        match places::nearest(point.latitude, point.longitude) {
            Some(place) => self.live_in_one_of(vec![place]),
            None => {
                self.ask_again();
                Ok(())
            }
        }
    }

    /// The bot asked this person for a place just now; or it did once, was never told, and nothing else is open.
    fn waits_for_place(&self, me: PersonId) -> bool {
        let Some(person) = self.person(me) else {
            return false;
        };
        let expects = matches!(
            person.expecting,
            Some(Expecting { what: Expected::City { .. }, until }) if self.at <= until
        );
        let late = person.zone.is_none() && person.zone_asked && self.together().is_ok();
        expects || late && self.last_delivered(me, self.at).is_none()
    }

    /// The first of these counts; the others are offered, as far as their clocks are others.
    fn live_in_one_of(&mut self, found: Vec<Place>) -> Result<(), Refusal> {
        let mut others: Vec<Place> = Vec::new();
        for place in found {
            if others.iter().all(|other| other.zone != place.zone) {
                others.push(place);
            }
        }
        if others.is_empty() {
            return Err(Refusal::UnknownZone);
        }
        let place = others.remove(0);
        self.live_in(place, others, None)
    }

    fn live_in(
        &mut self,
        place: Place,
        others: Vec<Place>,
        on: Option<MessageId>,
    ) -> Result<(), Refusal> {
        let me = self.me()?;
        self.keep_zone(place.zone.clone());
        let say = Say::Place(PlaceSay::ZoneSet {
            place: Some(place),
            others,
        });
        let read_back = match on {
            Some(on) => Send::edit(me, on, say),
            None => Send::line(me, say),
        };
        self.send(read_back.zone_question());
        let Ok((couple, seat)) = self.together() else {
            return Ok(());
        };
        self.start_schedules(couple);
        if let Some(partner) = self.partner(couple, seat)
            && self
                .person(partner)
                .is_some_and(|person| person.zone.is_none())
        {
            let ask = Say::Place(PlaceSay::ZoneAsk {
                couple: Some(couple),
                same_as: Some(me),
            });
            let key = format!("zone:{couple}:same:{}", partner);
            if let Some(partner) = self.state.persons.get_mut(&partner) {
                partner.zone_asked = true;
            }
            self.send(Send::line(partner, ask).key(key).zone_question());
        }
        Ok(())
    }

    fn keep_zone(&mut self, zone: String) {
        let Some(person) = self.me_mut() else { return };
        person.zone = Some(zone);
        person.zone_asked = true;
        let city = |expecting: &Expecting| matches!(expecting.what, Expected::City { .. });
        person.expecting = person.expecting.take().filter(|expecting| !city(expecting));
    }

    /// `/timezone` without a place.
    pub(in crate::core) fn ask_zone(&mut self) -> Result<(), Refusal> {
        let me = self.me()?;
        self.expect_city(me, true);
        let ask = self.zone_ask();
        self.send(Send::line(me, ask).zone_question());
        Ok(())
    }

    /// The question, to somebody who is not asked whether it is the same for them.
    fn zone_ask(&self) -> Say {
        Say::Place(PlaceSay::ZoneAsk {
            couple: self.together().ok().map(|(couple, _)| couple),
            same_as: None,
        })
    }

    /// The place was not known: once more, please.
    pub(in crate::core) fn ask_again(&mut self) {
        let Ok(me) = self.me() else { return };
        self.expect_city(me, true);
        self.send(Send::line(me, Say::Place(PlaceSay::ZoneUnknown)).zone_question());
    }

    /// Asks where someone lives, once, unasked.
    pub(in crate::core) fn offer_zone(&mut self, couple: CoupleId) {
        for seat in Seat::BOTH {
            let Some(person) = self.couple(couple).and_then(|couple| couple.present(seat)) else {
                continue;
            };
            if self
                .person(person)
                .is_none_or(|person| person.zone.is_some() || person.zone_asked)
            {
                continue;
            }
            self.expect_city(person, false);
            let partner = self.partner(couple, seat);
            let known =
                |partner: &PersonId| self.person(*partner).is_some_and(|p| p.zone.is_some());
            let ask = Send::line(
                person,
                Say::Place(PlaceSay::ZoneAsk {
                    couple: Some(couple),
                    same_as: partner.filter(known),
                }),
            );
            self.send(ask.key(format!("zone:{couple}:{person}")).zone_question());
        }
    }

    fn expect_city(&mut self, person: PersonId, asked: bool) {
        let until = later(self.now, EXPECT_FOR);
        if let Some(person) = self.state.persons.get_mut(&person) {
            person.zone_asked = true;
            person.expecting = Some(Expecting {
                what: Expected::City { asked },
                until,
            });
        }
    }

    /// *The same for you?* — yes.
    fn same_zone(&mut self, couple: CoupleId, on: MessageId) -> Result<(), Refusal> {
        let me = self.me()?;
        let this_couple = self
            .state
            .couples
            .get(&couple)
            .filter(|couple| couple.is_together())
            .ok_or(Refusal::OldButton)?;
        let seat = this_couple.seat_of(me).ok_or(Refusal::OldButton)?;
        let theirs = this_couple
            .person(seat.other())
            .and_then(|partner| self.person(partner)?.zone.clone());
        let zone = theirs.ok_or(Refusal::OldButton)?;
        self.toast(Toast::Quiet);
        self.keep_zone(zone);
        self.start_schedules(couple);
        let say = Say::Place(PlaceSay::ZoneSet {
            place: None,
            others: Vec::new(),
        });
        self.send(Send::edit(me, on, say));
        Ok(())
    }

    /// *The same for you?* — somewhere else.
    fn other_zone(&mut self, couple: CoupleId, on: MessageId) -> Result<(), Refusal> {
        let me = self.me()?;
        self.state
            .couples
            .get(&couple)
            .filter(|couple| couple.is_together() && couple.seat_of(me).is_some())
            .ok_or(Refusal::OldButton)?;
        self.where_pressed(Where::Elsewhere, on)
    }

    /// A button about where one lives. Each changes the message it stands under.
    fn where_pressed(&mut self, button: Where, on: MessageId) -> Result<(), Refusal> {
        let me = self.me()?;
        let say = match button {
            Where::Place { zone, name } => {
                let place = places::in_zone(&zone, &name).ok_or(Refusal::OldButton)?;
                self.toast(Toast::Quiet);
                return self.live_in(place, Vec::new(), Some(on));
            }
            Where::Right => Say::Place(PlaceSay::ZoneRight),
            Where::Elsewhere => self.zone_ask(),
            Where::Clocks => self.clocks(),
            // Only the times themselves go by; who asks for more of their places has read theirs.
            Where::Clock { clock, page: 0 } if clock.age_min(self.now) > CLOCKS_OLD_MIN => {
                self.clocks()
            }
            Where::Clock { clock, page } => {
                let clock = clock.at(self.now);
                self.places_with(clock, page).ok_or(Refusal::OldButton)?
            }
        };
        self.toast(Toast::Quiet);
        if say != Say::Place(PlaceSay::ZoneRight) {
            self.expect_city(me, true);
        }
        self.send(Send::edit(me, on, say));
        Ok(())
    }

    /// A clock somewhere that now shows so many minutes after midnight.
    fn clock(&self, local: i32) -> Clock {
        Clock::showing(local, self.now)
    }

    /// The times it is now, of which one's own can be picked.
    fn clocks(&self) -> Say {
        let clocks = places::offsets(self.now).into_iter();
        Say::Place(PlaceSay::ClockAsk {
            clocks: clocks.map(|local| self.clock(local)).collect(),
        })
    }

    /// One page of the places with this clock, most populous first; `None` where there is none.
    fn places_with(&self, clock: Clock, page: u8) -> Option<Say> {
        let sharing = places::sharing(self.now, i32::from(clock.local));
        let from = usize::from(page) * PLACES_A_PAGE;
        let places: Vec<Place> = sharing
            .iter()
            .skip(from)
            .take(PLACES_A_PAGE)
            .cloned()
            .collect();
        let more = sharing.len() > from + PLACES_A_PAGE;
        (!places.is_empty()).then(|| {
            Say::Place(PlaceSay::PlaceAsk {
                clock,
                places,
                more: page.checked_add(1).filter(|_| more),
            })
        })
    }
}
