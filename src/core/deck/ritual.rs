//! Rituals: what a couple keeps doing. One soft, silent line a week to both, at the weekday and local time it was made.
//!
//! Never a round: nothing is asked, counted, waited for or reminded of. Each of the two reads it at their own local time; of
//! what downtime missed only the latest comes, and only within three hours. Start with [`moment`].

use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use jiff::{Span, Timestamp};

use crate::core::model::couple::{Couple, Mood};
use crate::core::model::deck::{RITUALS_MAX, Ritual};
use crate::core::model::delivery::Class;
use crate::core::model::ids::{CoupleId, MessageId, RitualId, RoundId, Seat};
use crate::core::model::local_time::{self, zone_of_seat};
use crate::core::model::refusal::{DeckRefusal, Refusal};
use crate::core::model::state::State;
use crate::core::plan::slots::{AHEAD_MAX, LATE_MAX};
use crate::core::protocol::deck::DeckSay;
use crate::core::protocol::effect::{Send, Toast};
use crate::core::protocol::round::RoundSay;
use crate::core::protocol::say::Say;
use crate::core::turn::Turn;

/// What a ritual does for one seat at a moment.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Moment {
    /// It is said now, for this local slot.
    Now(DateTime),
    /// Not before then.
    At(Timestamp),
    /// Never again.
    Never,
}

/// Looks at one ritual with the eyes of somebody in this zone.
pub fn moment(ritual: &Ritual, seat: Seat, zone: &TimeZone, now: Timestamp) -> Moment {
    let local = zone.to_datetime(now);
    let told = ritual.told[seat.index()];
    // Written by a clock that was wrong.
    let told = (told.duration_since(local) <= AHEAD_MAX).then_some(told);
    let mut next = None;
    for ahead in (-8..=8).rev() {
        let date = local.date().checked_add(Span::new().days(ahead));
        let Some(date) = date.ok().filter(|date| date.weekday() == ritual.weekday()) else {
            continue;
        };
        let slot = date.to_datetime(ritual.time());
        let Some(at) = local_time::instant(slot, zone) else {
            continue;
        };
        if at > now {
            next = Some(at);
            continue;
        }
        let is_new = told.is_none_or(|told| told < slot);
        if is_new && now.duration_since(at) < LATE_MAX {
            return Moment::Now(slot);
        }
        break;
    }
    next.map_or(Moment::Never, Moment::At)
}

/// Rituals rest with everything else.
fn rests(couple: &Couple) -> bool {
    couple.paused_at.is_some() || couple.mood == Mood::Asleep
}

fn zone_in(state: &State, couple: &Couple, seat: Seat) -> TimeZone {
    zone_of_seat(state, couple, seat).unwrap_or(TimeZone::UTC)
}

/// When the next line of a couple's rituals is to be said.
pub fn next_at(state: &State, couple: &Couple, now: Timestamp) -> Option<Timestamp> {
    if rests(couple) {
        return None;
    }
    let rituals = couple.ours.rituals.iter();
    let moments = rituals.flat_map(|ritual| {
        Seat::BOTH.map(|seat| moment(ritual, seat, &zone_in(state, couple, seat), now))
    });
    let moments = moments.filter_map(|moment| match moment {
        Moment::Now(_) => Some(now),
        Moment::At(at) => Some(at),
        Moment::Never => None,
    });
    moments.min()
}

impl<R: rand::Rng> Turn<'_, R> {
    /// *Make it ours*.
    pub(super) fn make_ritual(&mut self, round: RoundId, on: MessageId) -> Result<(), Refusal> {
        let me = self.me()?;
        let (this_round, seat) = self.opened_round(round)?;
        let library = self.world.library;
        let can_be = library
            .kind(&this_round.kind)
            .is_some_and(|kind| kind.ritual);
        if !can_be || library.prompt(&this_round.prompt).is_none() {
            return Err(Refusal::OldButton);
        }
        let id = RitualId::random(self.rng);
        let couple = this_round.couple;
        let this = self.state.couples.get(&couple).ok_or(Refusal::OldButton)?;
        let zone = zone_in(&self.state, this, seat);
        let local = zone.to_datetime(self.now);
        let made = local.date().at(local.hour(), local.minute(), 0, 0);
        let rituals = &this.ours.rituals;
        let is_ours = rituals
            .iter()
            .any(|ritual| ritual.prompt == this_round.prompt);
        if !is_ours && rituals.len() >= RITUALS_MAX {
            return Err(Refusal::Deck(DeckRefusal::RitualsFull));
        }
        self.toast(if is_ours {
            Toast::OursBefore
        } else {
            Toast::Quiet
        });
        if !is_ours {
            let ritual = Ritual {
                id,
                prompt: this_round.prompt,
                made,
                told: [made; 2],
            };
            if let Some(couple) = self.couple_mut(couple) {
                couple.ours.rituals.push(ritual);
            }
            let by = me;
            let made = |ritual| Say::Deck(DeckSay::RitualMade { couple, ritual, by });
            self.send(Send::line(me, made(id)));
            if let Some(partner) = self.partner(couple, seat) {
                let mut line = Send::line(partner, made(id)).key(format!("ritual:{id}"));
                let at = self.when_awake(partner);
                line.not_before = (at > self.now).then_some(at);
                self.send(line);
            }
        }
        self.send(Send::edit(
            me,
            on,
            Say::Round(RoundSay::RevealButtons { round, seat }),
        ));
        Ok(())
    }

    /// *Let it rest*: either of the two may, and nothing more is said about it.
    pub(super) fn let_rest(&mut self, ritual: RitualId, on: MessageId) -> Result<(), Refusal> {
        let me = self.me()?;
        let (id, _) = self.together()?;
        let couple = self.state.couples.get_mut(&id).ok_or(Refusal::OldButton)?;
        let before = couple.ours.rituals.len();
        couple.ours.rituals.retain(|one| one.id != ritual);
        if couple.ours.rituals.len() == before {
            return Err(Refusal::OldButton);
        }
        self.toast(Toast::Quiet);
        self.send(Send::edit(me, on, Say::Deck(DeckSay::RitualRests)));
        Ok(())
    }

    /// Says the rituals whose moment is here, to each at theirs.
    pub(in crate::core) fn tick_rituals(&mut self, couple: CoupleId) {
        let now = self.now;
        let Some(this_couple) = self.couple(couple).filter(|couple| !rests(couple)) else {
            return;
        };
        let mut due = Vec::new();
        for ritual in &this_couple.ours.rituals {
            for seat in Seat::BOTH {
                let zone = zone_in(&self.state, this_couple, seat);
                if let Moment::Now(slot) = moment(ritual, seat, &zone, now) {
                    due.push((ritual.id, seat, slot));
                }
            }
        }
        for (ritual, seat, slot) in due {
            let person = self.couple(couple).and_then(|couple| couple.present(seat));
            let reached = |person| self.person(person).is_some_and(|person| person.reachable);
            let held = self
                .couple(couple)
                .is_some_and(|couple| couple.reflect.held);
            if let Some(person) = person.filter(|person| reached(*person) && !held) {
                let say = Say::Deck(DeckSay::Ritual { couple, ritual });
                let mut line = Send::line(person, say)
                    .key(format!("ritual:{ritual}:{}:{slot}", seat.index()))
                    .scheduled();
                line.class = Class::Once;
                self.send(line);
            }
            self.set_told(couple, ritual, seat, slot);
        }
    }

    fn set_told(&mut self, id: CoupleId, ritual: RitualId, seat: Seat, slot: DateTime) {
        let Some(couple) = self.couple_mut(id) else {
            return;
        };
        let mut rituals = couple.ours.rituals.iter_mut();
        if let Some(ritual) = rituals.find(|one| one.id == ritual) {
            ritual.told[seat.index()] = slot;
        }
    }

    /// What came while everything rested is over: none of it is made up for.
    pub(in crate::core) fn skip_rituals(&mut self, id: CoupleId) {
        let Some(couple) = self.couple(id) else {
            return;
        };
        let local = Seat::BOTH.map(|seat| {
            let zone = zone_in(&self.state, couple, seat);
            zone.to_datetime(self.now)
        });
        if let Some(couple) = self.couple_mut(id) {
            for ritual in &mut couple.ours.rituals {
                for seat in Seat::BOTH {
                    let told = &mut ritual.told[seat.index()];
                    *told = (*told).max(local[seat.index()]);
                }
            }
        }
    }
}
