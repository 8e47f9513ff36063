//! The changes of a round's answers as a value: answer, tap, edit, take back.
//!
//! Each takes the round and gives it back, so a refusal changes nothing. Start with [`Round::answer`].

use jiff::Timestamp;

use crate::core::model::ids::{MessageId, PartId, Seat};
use crate::core::model::refusal::{Refusal, RoundRefusal};
use crate::core::model::round::{PARTS_MAX, Part, Round, RoundPhase, UNITS_MAX};
use crate::core::model::tap::{Tap, Tapped};

impl Round {
    /// Adds a message to an answer. The same message again changes nothing.
    ///
    /// # Errors
    /// [`RoundRefusal::AnswerFull`] past [`PARTS_MAX`] or [`UNITS_MAX`]; [`RoundRefusal::RoundOver`] when the round takes no words
    /// of this date.
    pub fn answer(mut self, seat: Seat, part: Part) -> Result<Round, Refusal> {
        if !self.takes(part.at) {
            return Err(Refusal::Round(RoundRefusal::RoundOver));
        }
        let mine = self.seat_mut(seat);
        if mine.parts.iter().any(|p| p.message == part.message) {
            return Ok(self);
        }
        let units: u32 = mine.parts.iter().map(|p| p.units).sum();
        if mine.parts_held() >= PARTS_MAX || units.saturating_add(part.units) > UNITS_MAX {
            return Err(Refusal::Round(RoundRefusal::AnswerFull));
        }
        let at = part.at;
        mine.first_at = Some(mine.first_at.map_or(at, |first| first.min(at)));
        mine.last_at = Some(mine.last_at.map_or(at, |last| last.max(at)));
        mine.parts.push(part);
        mine.parts.sort_by_key(|p| p.message);
        mine.passed = false;
        mine.talk = false;
        Ok(self.settle())
    }

    /// The tapped part of an answer is this from now on; without one, it has none.
    ///
    /// # Errors
    /// [`RoundRefusal::AnswerFull`] past [`PARTS_MAX`]; [`RoundRefusal::RoundOver`] when the round takes nothing any more.
    pub fn tap(
        mut self,
        seat: Seat,
        id: PartId,
        tap: Option<Tap>,
        at: Timestamp,
    ) -> Result<Round, Refusal> {
        if !self.takes(at) {
            return Err(Refusal::Round(RoundRefusal::RoundOver));
        }
        let mine = self.seat_mut(seat);
        if mine.tapped.is_none() && mine.parts.len() >= PARTS_MAX {
            return Err(Refusal::Round(RoundRefusal::AnswerFull));
        }
        let is_there = tap.is_some();
        mine.tapped = tap.map(|tap| Tapped {
            id,
            at,
            tap: Some(tap),
        });
        if !mine.has_answered() {
            mine.empty();
            return Ok(self.settle());
        }
        if is_there {
            mine.first_at = Some(mine.first_at.map_or(at, |first| first.min(at)));
            mine.passed = false;
            mine.talk = false;
        }
        Ok(self.unsettle(seat, at))
    }

    /// Something of this answer is being changed: a reveal that was due waits as after an edit.
    pub fn unsettle(mut self, seat: Seat, at: Timestamp) -> Round {
        let mine = self.seat_mut(seat);
        mine.last_at = Some(mine.last_at.map_or(at, |last| last.max(at)));
        self.settle()
    }

    /// The author changed one message of the answer.
    ///
    /// # Errors
    /// [`RoundRefusal::RoundOver`] after the reveal or the close; [`RoundRefusal::AnswerFull`] when it grew too long.
    pub fn edit(
        mut self,
        seat: Seat,
        message: MessageId,
        units: u32,
        at: Timestamp,
    ) -> Result<Round, Refusal> {
        if !self.is_open() {
            return Err(Refusal::Round(RoundRefusal::RoundOver));
        }
        let mine = self.seat_mut(seat);
        let others: u32 = mine
            .parts
            .iter()
            .filter(|p| p.message != message)
            .map(|p| p.units)
            .sum();
        if others.saturating_add(units) > UNITS_MAX {
            return Err(Refusal::Round(RoundRefusal::AnswerFull));
        }
        let Some(part) = mine.parts.iter_mut().find(|p| p.message == message) else {
            return Err(Refusal::Round(RoundRefusal::RoundOver));
        };
        part.units = units;
        mine.last_at = Some(mine.last_at.map_or(at, |last| last.max(at)));
        Ok(self.settle())
    }

    /// Takes the whole answer back; a reveal that was due is due no more.
    ///
    /// # Errors
    /// [`RoundRefusal::RoundOver`] after the reveal or the close; [`RoundRefusal::NothingSealed`] without an answer.
    pub fn take_back(mut self, seat: Seat) -> Result<Round, Refusal> {
        if !self.is_open() {
            return Err(Refusal::Round(RoundRefusal::RoundOver));
        }
        if !self.answered(seat) {
            return Err(Refusal::Round(RoundRefusal::NothingSealed));
        }
        let mine = self.seat_mut(seat);
        mine.empty();
        Ok(self.settle())
    }

    /// One message of the answer is gone from the chat: its author deleted it.
    pub fn drop_part(mut self, seat: Seat, part: PartId) -> Round {
        let mine = self.seat_mut(seat);
        mine.parts.retain(|p| p.id != part);
        if !mine.has_answered() {
            mine.empty();
            return self.settle();
        }
        self
    }

    /// Whatever was being prepared starts over.
    fn settle(mut self) -> Round {
        if matches!(self.phase, RoundPhase::Touching { .. }) {
            self.phase = RoundPhase::Open;
        }
        for seat in &mut self.seats {
            for part in &mut seat.parts {
                part.touched = false;
            }
        }
        self
    }
}
