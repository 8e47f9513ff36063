//! What follows when a message has arrived, or when Telegram was out of reach for long.

use crate::core::model::about::{About, Role};
use crate::core::model::delivery::Urgency;
use crate::core::model::ids::{CoupleId, Seat};
use crate::core::model::person::Came;
use crate::core::protocol::effect::{Effect, Send};
use crate::core::protocol::say::{ChatSay, Say};
use crate::core::turn::Turn;

impl<R: rand::Rng> Turn<'_, R> {
    /// A prompt or a reveal arrived.
    pub(in crate::core) fn delivered(&mut self, about: &About) {
        match about.seat {
            Some(seat) => self.delivered_to(about, seat),
            // In the group it reached both.
            None => {
                for seat in Seat::BOTH {
                    self.delivered_to(about, seat);
                }
            }
        }
    }

    fn delivered_to(&mut self, about: &About, seat: Seat) {
        let Some(round) = about.round() else {
            return;
        };
        let at = self.at;
        // The round may be gone by the time its message arrives.
        let Some(couple) = self.state.rounds.get(&round).map(|round| round.couple) else {
            return;
        };
        let Some(person) = self.couple(couple).and_then(|couple| couple.person(seat)) else {
            return;
        };
        match about.role {
            Role::Card => {
                // The message may stand for a later round by now.
                let stands_for = self
                    .state
                    .rounds
                    .values_mut()
                    .filter(|round| round.couple == couple)
                    .filter(|round| {
                        let card = round.seat(seat).card.as_ref();
                        let post = round.posted.as_ref();
                        card.is_some_and(|card| card.key == about.key)
                            || post.is_some_and(|post| post.key == about.key)
                    })
                    .max_by_key(|round| (!round.seat(seat).moved, round.opened_at));
                let Some(round) = stands_for else { return };
                let mine = round.seat_mut(seat);
                mine.delivered_at = Some(mine.delivered_at.map_or(at, |before| before.max(at)));
                let (round, over) = (round.id, round.is_closed());
                if let Some(person) = self.state.persons.get_mut(&person) {
                    if person.last_card.is_none_or(|came| came.at <= at) {
                        person.last_card = Some(Came { round, at });
                    }
                    person.expecting = None;
                }
                if over {
                    // It was on its way when its round ended, and still looked open.
                    self.refresh(round, seat);
                }
            }
            Role::Reveal if about.seat.is_some() => {
                if let Some(person) = self.state.persons.get_mut(&person) {
                    person.last_reveal = Some(Came { round, at });
                }
            }
            // What opened in a group is talked about there, and can be covered.
            Role::Reveal => {
                let home = self.couple(couple).and_then(|couple| couple.group);
                if let Some(group) = home.and_then(|chat| self.state.groups.get_mut(&chat)) {
                    group.opened = true;
                }
            }
            _ => {}
        }
    }

    /// After an outage: every open prompt is shown afresh with its buttons; after a long one each of the two who has
    /// something open hears, once, that what they wrote meanwhile may be missing.
    pub(in crate::core) fn mend_outage(&mut self, couple: CoupleId, lost: bool) {
        self.look_home(couple);
        let rounds = self.open_rounds(couple);
        for seat in Seat::BOTH {
            let mut has_open = false;
            for round in &rounds {
                let asked = self.round(*round).is_some_and(|round| {
                    let mine = round.seat(seat);
                    mine.asked && !mine.gone && !mine.moved
                });
                if asked {
                    has_open = true;
                    self.refresh(*round, seat);
                }
            }
            let person = self.couple(couple).and_then(|couple| couple.present(seat));
            if let (true, true, Some(person)) = (lost, has_open, person) {
                self.send(Send::line(person, Say::Chat(ChatSay::WordsMayBeMissing)).scheduled());
            }
        }
        for effect in &mut self.effects {
            if let Effect::Send(send) = effect {
                send.urgency = Urgency::Scheduled;
            }
        }
    }
}
