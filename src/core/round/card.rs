//! The message a prompt stands in: new, shown again, and edited as the round stands.
//!
//! One edit a turn at most, and none for whoever has left. Start with `refresh`.

use crate::core::model::about::Role;
use crate::core::model::delivery::Class;
use crate::core::model::ids::{RoundId, Seat};
use crate::core::model::refusal::Refusal;
use crate::core::model::round::Card;
use crate::core::model::time::whole_second;
use crate::core::protocol::effect::{Effect, QueueChange, Send, Target};
use crate::core::protocol::round::RoundSay;
use crate::core::protocol::say::Say;
use crate::core::turn::Turn;
use crate::library::Shape;

impl<R: rand::Rng> Turn<'_, R> {
    /// Shows a seat's card as the round stands; one edit a turn is enough, and none if it is sent in this very turn.
    pub(in crate::core) fn refresh(&mut self, round: RoundId, seat: Seat) {
        self.refresh_post(round);
        if self.lacks_card(round, seat) {
            // Answered by words alone: silently there is something to take them back with.
            self.new_card(round, seat, false, false);
            return;
        }
        self.show_on_card(round, seat, Say::Round(RoundSay::Card { round, seat }));
    }

    /// The same with another page of the card.
    pub(super) fn show_on_card(&mut self, id: RoundId, seat: Seat, say: Say) {
        let Some(round) = self.round(id) else {
            return;
        };
        let mine = round.seat(seat);
        let (Some(card), false) = (&mine.card, mine.moved) else {
            return;
        };
        let key = card.key.clone();
        let Some(to) = self
            .couple(round.couple)
            .and_then(|couple| couple.person(seat))
        else {
            return;
        };
        if mine.gone
            || self
                .couple(round.couple)
                .is_some_and(|couple| couple.has_left(seat))
        {
            return;
        }
        let is_this = |send: &Send| send.target == Target::New && send.key.as_ref() == Some(&key);
        let just_sent = |effect: &Effect| matches!(effect, Effect::Send(send) if is_this(send));
        if self.effects.iter().any(just_sent) {
            return;
        }
        let target = Target::Sent(key);
        self.effects.retain(|effect| match effect {
            Effect::Send(send) => {
                !(send.to == to
                    && send.target == target
                    && matches!(send.say, Say::Round(RoundSay::Card { .. })))
            }
            _ => true,
        });
        let edit = Send::line(to, say);
        self.send(Send {
            target,
            class: Class::Set,
            ..edit
        });
    }

    /// Shows both cards as the round stands.
    pub(in crate::core) fn refresh_both(&mut self, round: RoundId) {
        for seat in Seat::BOTH {
            self.refresh(round, seat);
        }
    }

    /// Sends the prompt as a new message, which from now on is the one that is edited.
    pub(in crate::core) fn new_card(
        &mut self,
        id: RoundId,
        seat: Seat,
        sound: bool,
        scheduled: bool,
    ) {
        let Some(round) = self.round(id) else {
            return;
        };
        let Some(to) = self
            .couple(round.couple)
            .and_then(|couple| couple.present(seat))
        else {
            return;
        };
        let n = round.seat(seat).card.as_ref().map_or(1, |card| card.n + 1);
        let key = format!("card:{id}:{}:{:x}", seat.index(), self.rng.next_u64());
        let since = whole_second(self.now);
        if let Some(round) = self.round_mut(id) {
            round.seat_mut(seat).card = Some(Card {
                key: key.clone(),
                since,
                n,
            });
            round.seat_mut(seat).moved = false;
        }
        let card = Send::line(to, Say::Round(RoundSay::Card { round: id, seat }))
            .key(key)
            .role(Role::Card, id, seat);
        let card = card.with_sound(sound);
        self.send(if scheduled { card.scheduled() } else { card });
    }

    /// Shows an open round again, below everything else.
    pub(in crate::core) fn show_card_again(&mut self, id: RoundId, seat: Seat) {
        let Some(round) = self.round(id) else {
            return;
        };
        if round.seat(seat).asked {
            self.new_card(id, seat, false, false);
        } else {
            self.ask_seat(id, seat);
        }
    }

    /// The partner's open prompt shows, or no longer shows, that an answer waits.
    pub(in crate::core) fn refresh_waiting(&mut self, id: RoundId, seat: Seat) {
        let Some(round) = self.round(id) else {
            return;
        };
        let other = round.seat(seat.other());
        let shows =
            round.is_open() && round.shape != Shape::Done && !other.has_answered() && other.asked;
        let author = self
            .couple(round.couple)
            .and_then(|couple| couple.person(seat));
        let told = author
            .and_then(|author| self.person(author))
            .is_some_and(|author| author.settings.tell_sealed);
        if shows && told {
            self.refresh(id, seat.other());
        }
    }

    /// The card says that it is closed; one that never arrived (nobody could be reached) comes no more.
    pub(super) fn show_closed(&mut self, id: RoundId, seat: Seat) {
        let Some(round) = self.round(id) else {
            return;
        };
        let mine = round.seat(seat);
        let arrived = mine.delivered_at.is_some() || mine.has_answered();
        if arrived {
            return self.refresh(id, seat);
        }
        let person = self
            .couple(round.couple)
            .and_then(|couple| couple.present(seat));
        if let Some(to) = person {
            self.effects.push(Effect::Queue(QueueChange::Unsend {
                to,
                thread: id.thread(),
            }));
        }
    }

    /// An earlier round still waits for this person; its nudge is replaced by the line on the new prompt.
    pub(super) fn earlier_waits(&mut self, round: RoundId, seat: Seat) -> bool {
        let Some(couple) = self.round(round).map(|round| round.couple) else {
            return false;
        };
        let now = self.now;
        let mut waits = false;
        for other in self.state.rounds.values_mut() {
            if other.couple == couple && other.id != round && other.waits_for(seat, now) {
                other.seat_mut(seat).nudge_at = None;
                waits = true;
            }
        }
        waits
    }

    /// `/today`: what is open for me, each prompt shown again below the list.
    pub(in crate::core) fn today(&mut self) -> Result<(), Refusal> {
        let me = self.me()?;
        let rounds: Vec<RoundId> = self
            .state
            .rounds_of(me)
            .filter(|(round, seat)| {
                let mine = round.seat(*seat);
                round.is_open() && mine.asked && !mine.moved && !mine.gone
            })
            .map(|(round, _)| round.id)
            .collect();
        self.send(Send::line(
            me,
            Say::Round(RoundSay::Today {
                rounds: rounds.clone(),
            }),
        ));
        if let [only] = rounds[..] {
            let (_, seat) = self.my_round(only)?;
            self.show_card_again(only, seat);
        }
        Ok(())
    }
}
