//! The names of the outbox rows that carry a reflection's messages, so that a later edit finds its message.

use crate::core::model::ids::Seat;
use crate::core::model::reflection::{Phase, Reflection};

impl Reflection {
    /// The row that carries a seat's card now.
    pub fn card_key(&self, seat: Seat) -> String {
        let n = self.side(seat).cards;
        format!("reflect:{}:{}:{n}", self.id, seat.index())
    }

    /// The row that carries the invitation where it stands lowest in the chat.
    pub fn invitation_key(&self) -> String {
        match self.phase {
            Phase::Invited {
                copies: copies @ 1..,
                ..
            } => format!("reflect:{}:invitation:{copies}", self.id),
            _ => format!("reflect:{}:invitation", self.id),
        }
    }

    /// The row with the words of an opened or given step, to this seat.
    pub fn opened_key(&self, seat: Seat, step: usize) -> String {
        format!("reflect:{}:{}:open:{step}", self.id, seat.index())
    }

    pub fn listen_key(&self, seat: Seat, step: usize) -> String {
        format!("reflect:{}:{}:listen:{step}", self.id, seat.index())
    }

    pub fn ready_key(&self, seat: Seat) -> String {
        format!("reflect:{}:{}:ready", self.id, seat.index())
    }

    /// The row that asks about a step only this seat wrote.
    pub fn one_sided_key(&self, seat: Seat, step: usize) -> String {
        format!("reflect:{}:{}:give:{step}", self.id, seat.index())
    }

    pub fn keep_key(&self, seat: Seat) -> String {
        format!("reflect:{}:{}:keep", self.id, seat.index())
    }

    pub fn now_key(&self, seat: Seat) -> String {
        format!("reflect:{}:{}:now", self.id, seat.index())
    }
}
