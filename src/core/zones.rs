//! Where people live: asking for it, and what follows once it is known.

use jiff::SignedDuration;

use crate::core::effect::{Say, Send, Toast};
use crate::core::ids::{CoupleId, MessageId, PersonId, Seat};
use crate::core::refusal::Refusal;
use crate::core::round::later;
use crate::core::schedule;
use crate::core::state::{Expected, Expecting, Phase};
use crate::core::turn::Turn;

/// The bot waits this long for what it asked for.
pub const EXPECT_FOR: SignedDuration = SignedDuration::from_mins(10);

impl<R: rand::Rng> Turn<'_, R> {
    /// A couple's schedules begin once a zone is known, the day after the first prompt.
    pub fn start_schedules(&mut self, couple: CoupleId) {
        let Some(at_hand) = self.couple(couple) else {
            return;
        };
        let Phase::Together { at } = at_hand.phase else {
            return;
        };
        let zones = Seat::BOTH.map(|seat| schedule::zone_of_seat(&self.state, at_hand, seat));
        let (Some(a), Some(b)) = (&zones[0], &zones[1]) else {
            return;
        };
        let first_day = a.to_datetime(at).date().max(b.to_datetime(at).date());
        let today = a.to_datetime(self.now).max(b.to_datetime(self.now));
        let first_day = first_day.to_datetime(jiff::civil::Time::constant(23, 59, 59, 0));
        let from = first_day.max(today);
        if let Some(couple) = self.couple_mut(couple) {
            for schedule in &mut couple.schedules {
                schedule.last_slot.get_or_insert(from);
            }
        }
    }

    /// `/timezone`, or the answer to where someone lives.
    pub fn set_zone(&mut self, typed: &str) -> Result<(), Refusal> {
        let zone = schedule::find_zone(typed).ok_or(Refusal::UnknownZone)?;
        self.live_in(zone)
    }

    fn live_in(&mut self, zone: String) -> Result<(), Refusal> {
        let me = self.me()?;
        if let Some(person) = self.me_mut() {
            person.zone = Some(zone);
            person.zone_asked = true;
            if matches!(
                person.expecting,
                Some(Expecting {
                    what: Expected::City { .. },
                    ..
                })
            ) {
                person.expecting = None;
            }
        }
        self.send(Send::line(me, Say::ZoneSet));
        let Ok((couple, seat)) = self.together() else {
            return Ok(());
        };
        self.start_schedules(couple);
        if let Some(partner) = self.partner(couple, seat)
            && self
                .person(partner)
                .is_some_and(|person| person.zone.is_none())
        {
            let ask = Say::ZoneAsk {
                couple: Some(couple),
                same_as: Some(me),
            };
            let key = format!("zone:{couple}:same:{}", partner);
            if let Some(partner) = self.state.persons.get_mut(&partner) {
                partner.zone_asked = true;
            }
            self.send(Send::line(partner, ask).key(key).zone_question());
        }
        Ok(())
    }

    /// `/timezone` without a place.
    pub fn ask_zone(&mut self) -> Result<(), Refusal> {
        let me = self.me()?;
        self.expect_city(me, true);
        let couple = self.together().ok().map(|(couple, _)| couple);
        self.send(
            Send::line(
                me,
                Say::ZoneAsk {
                    couple,
                    same_as: None,
                },
            )
            .zone_question(),
        );
        Ok(())
    }

    /// Asks where someone lives, once, unasked.
    pub fn offer_zone(&mut self, couple: CoupleId) {
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
                Say::ZoneAsk {
                    couple: Some(couple),
                    same_as: partner.filter(known),
                },
            );
            self.send(ask.key(format!("zone:{couple}:{person}")).zone_question());
        }
    }

    /// The place was not known: once more, please.
    pub fn expect_city_again(&mut self, person: PersonId) {
        self.expect_city(person, true);
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
    pub fn same_zone(&mut self, couple: CoupleId, on: MessageId) -> Result<(), Refusal> {
        let me = self.me()?;
        let at_hand = self
            .couple(couple)
            .filter(|couple| couple.is_together())
            .ok_or(Refusal::OldButton)?;
        let seat = at_hand.seat_of(me).ok_or(Refusal::OldButton)?;
        let theirs = at_hand
            .person(seat.other())
            .and_then(|partner| self.person(partner)?.zone.clone());
        let zone = theirs.ok_or(Refusal::OldButton)?;
        self.toast(Toast::Quiet);
        if let Some(person) = self.me_mut() {
            person.zone = Some(zone);
            person.zone_asked = true;
            person.expecting = None;
        }
        self.start_schedules(couple);
        self.send(Send::edit(me, on, Say::ZoneSet));
        Ok(())
    }

    /// *The same for you?* — somewhere else.
    pub fn other_zone(&mut self, couple: CoupleId, on: MessageId) -> Result<(), Refusal> {
        let me = self.me()?;
        self.couple(couple)
            .filter(|couple| couple.is_together() && couple.seat_of(me).is_some())
            .ok_or(Refusal::OldButton)?;
        self.toast(Toast::Quiet);
        self.expect_city(me, true);
        self.send(Send::edit(
            me,
            on,
            Say::ZoneAsk {
                couple: Some(couple),
                same_as: None,
            },
        ));
        Ok(())
    }
}
