//! What the bot says about where people live: the question, what was understood, times and places to pick from, both clocks.
//!
//! Every time is that of the moment the message is made. Start with [`render`].

pub(in crate::texts) mod lines;

use crate::core::model::ids::{CoupleId, PersonId, Seat};
use crate::core::model::local_time::live_far_apart;
use crate::core::model::round::Round;
use crate::core::protocol::place::{Clock, PlacePress, PlaceSay, Where};
use crate::core::protocol::press::Press;
use crate::places::{Place, zone_name};
use crate::texts::base::common::Common;
use crate::texts::base::names::label;
use crate::texts::base::piece::{Body, Button, Keyboard, Piece};
use crate::texts::base::view::View;
use crate::texts::place::lines::Line;

/// Times that stand in a row of buttons; a phone shows four without cutting them.
const CLOCKS_A_ROW: usize = 4;

/// The messages that say it to the view's reader.
pub(super) fn render(view: &View<'_>, say: &PlaceSay) -> Vec<Piece> {
    match say {
        PlaceSay::ZoneAsk { couple, same_as } => view.zone_ask(*couple, *same_as),
        PlaceSay::ZoneSet { place, others } => view.zone_set(place.as_ref(), others),
        PlaceSay::ZoneRight => vec![Piece::of(Body::Keyboard(Keyboard::default()))],
        PlaceSay::ZoneUnknown => view.zone_unknown(),
        PlaceSay::ClockAsk { clocks } => view.clock_ask(clocks),
        PlaceSay::PlaceAsk {
            clock,
            places,
            more,
        } => view.place_ask(*clock, places, *more),
    }
}

impl View<'_> {
    fn zone_ask(&self, couple: Option<CoupleId>, same_as: Option<PersonId>) -> Vec<Piece> {
        let same = couple.zip(same_as).and_then(|(couple, partner)| {
            let zone = self.person(partner)?.zone.as_deref()?;
            Some((
                couple,
                self.name(partner),
                zone_name(zone),
                self.clock(zone)?,
            ))
        });
        match same {
            None => self.with(Line::ZoneAsk, self.clocks_button()),
            Some((couple, name, city, time)) => self.with(
                Line::ZoneAskSame {
                    name: &name,
                    city: &city,
                    time: &time,
                },
                Keyboard::default().row([
                    self.button(
                        Line::ButtonZoneSame,
                        Press::Place(PlacePress::SameZone(couple)),
                    ),
                    self.button(
                        Line::ButtonZoneOther,
                        Press::Place(PlacePress::OtherZone(couple)),
                    ),
                ]),
            ),
        }
    }

    fn zone_unknown(&self) -> Vec<Piece> {
        self.with(Common::ZoneUnknown, self.clocks_button())
    }

    fn clocks_button(&self) -> Keyboard {
        Keyboard::column([self.button(
            Line::ButtonClocks,
            Press::Place(PlacePress::Where(Where::Clocks)),
        )])
    }

    /// What was understood, with what else it could have meant. Without a place the partner's zone was taken, whose time was
    /// read before.
    fn zone_set(&self, place: Option<&Place>, others: &[Place]) -> Vec<Piece> {
        let zone = self
            .person(self.to)
            .and_then(|person| person.zone.as_deref());
        let Some((zone, time)) = zone.and_then(|zone| Some((zone, self.clock(zone)?))) else {
            return self.zone_unknown();
        };
        let Some(place) = place else {
            let place = zone_name(zone);
            return self.line(Line::ZoneSame {
                place: &place,
                time: &time,
            });
        };
        let (place, is_fixed) = (&place.title(), place.is_fixed());
        let time = &time;
        let line = match (is_fixed, others) {
            (true, _) => Line::ZoneSetFixed { place, time },
            (false, []) => Line::ZoneSet { place, time },
            (false, _) => Line::ZoneSetOthers { place, time },
        };
        let right = self.button(
            Line::ButtonZoneRight,
            Press::Place(PlacePress::Where(Where::Right)),
        );
        let elsewhere = self.button(
            Line::ButtonZoneOther,
            Press::Place(PlacePress::Where(Where::Elsewhere)),
        );
        let others = others.iter().filter_map(|other| {
            let line = Line::ButtonPlace {
                place: &other.title(),
                time: &self.clock(&other.zone)?,
            };
            Some(self.button(line, Press::Place(PlacePress::Where(Where::place(other)))))
        });
        self.with(line, Keyboard::column(others).row([right, elsewhere]))
    }

    fn clock_ask(&self, clocks: &[Clock]) -> Vec<Piece> {
        let button = |clock: &Clock| Button::Press {
            label: label(&shown(*clock)),
            press: Press::Place(PlacePress::Where(Where::Clock {
                clock: *clock,
                page: 0,
            })),
        };
        let rows = clocks.chunks(CLOCKS_A_ROW);
        let keyboard = rows.fold(Keyboard::default(), |keyboard, row| {
            keyboard.row(row.iter().map(button))
        });
        self.with(Line::ClockAsk, keyboard)
    }

    fn place_ask(&self, clock: Clock, places: &[Place], more: Option<u8>) -> Vec<Piece> {
        let place = |place: &Place| Button::Press {
            label: label(&place.title()),
            press: Press::Place(PlacePress::Where(Where::place(place))),
        };
        let more = more.map(|page| {
            let more = Where::Clock { clock, page };
            self.button(
                Line::ButtonMorePlaces,
                Press::Place(PlacePress::Where(more)),
            )
        });
        let other = self.button(
            Line::ButtonOtherClock,
            Press::Place(PlacePress::Where(Where::Clocks)),
        );
        let buttons = places.iter().map(place).chain(more).chain([other]);
        let time = shown(clock);
        self.with(Line::PlaceAsk { time: &time }, Keyboard::column(buttons))
    }

    /// Both clocks now, the reader's own first, the other's day told from the reader's; for those who live far apart.
    pub(in crate::texts) fn both_clocks(&self, round: &Round, seat: Seat) -> Option<String> {
        let couple = self.ctx.state.couples.get(&round.couple)?;
        if !live_far_apart(self.ctx.state, couple, self.ctx.now) {
            return None;
        }
        let zone = |seat| self.person(couple.person(seat)?)?.zone.as_deref();
        let (here, there) = (zone(seat)?, zone(seat.other())?);
        let day = |zone: &str| Some(self.local(zone)?.date());
        let (today, their_day) = (day(here)?, day(there)?);
        let (here, time) = (&zone_name(here), &self.clock(here)?);
        let (there, theirs) = (&zone_name(there), &self.clock(there)?);
        Some(self.say(match their_day.cmp(&today) {
            std::cmp::Ordering::Equal => Line::RevealClocks {
                here,
                time,
                there,
                theirs,
            },
            std::cmp::Ordering::Greater => Line::RevealClocksTomorrow {
                here,
                time,
                there,
                theirs,
            },
            std::cmp::Ordering::Less => Line::RevealClocksYesterday {
                here,
                time,
                there,
                theirs,
            },
        }))
    }
}

/// `21:04`.
fn shown(clock: Clock) -> String {
    format!("{:02}:{:02}", clock.local / 60, clock.local % 60)
}
