//! When a reflection needs the clock, how it ends, and what of it is destroyed then: by value, for the reflection itself.

use jiff::{SignedDuration, Timestamp};

use crate::core::model::ids::{PartId, Seat};
use crate::core::model::reflection::{
    BREAK_MAX, BREAK_MIN, End, KEPT_FOR, Phase, Reflection, SILENT_FOR, Side, Written,
};
use crate::core::model::refusal::Refusal;
use crate::core::model::round::TOUCH_MAX;
use crate::core::model::time::later;

/// Nothing is planned further ahead: a night until an invitation can arrive, and the longest break.
const AHEAD_MAX: SignedDuration = SignedDuration::from_hours(BREAK_MAX.as_hours() * 2);

impl Reflection {
    /// The same by a clock that is right: what one that was wrong had planned or noted far ahead counts from now.
    pub(in crate::core) fn by_the_clock(mut self, now: Timestamp) -> Reflection {
        let is_wrong = |at: Timestamp| at > later(now, AHEAD_MAX);
        self.last_at = self.last_at.min(now);
        self.erase_at = self.erase_at.map(|at| at.min(later(now, KEPT_FOR)));
        if let Some(timer) = &mut self.timer {
            timer.since = timer.since.min(now);
        }
        match &mut self.phase {
            Phase::Invited { return_at, .. } if is_wrong(*return_at) => *return_at = now,
            Phase::Break { since, return_at } if is_wrong(*return_at) => {
                *since = now;
                *return_at = later(now, BREAK_MIN);
            }
            Phase::Resting { ask_at } => {
                for at in ask_at.iter_mut().filter(|at| is_wrong(**at)) {
                    *at = now;
                }
            }
            Phase::Asking { since } => *since = (*since).min(now),
            _ => {}
        }
        self
    }

    /// Takes out what nobody may read any more, and says where it was: everything that was not opened, of the seats named.
    pub(in crate::core) fn drop_unopened(&mut self, seats: &[Seat]) -> Vec<PartId> {
        let mut rows = Vec::new();
        for seat in seats {
            for step in 0..self.steps.len() {
                if !self.is_open(*seat, step)
                    && let Some(written) = self.side_mut(*seat).written.get_mut(step)
                {
                    rows.extend(written.clear());
                }
            }
        }
        rows
    }

    /// Everything that is left, and where it was.
    pub(in crate::core) fn drop_all(&mut self) -> Vec<PartId> {
        let sides = self.sides.iter_mut();
        let written = sides.flat_map(|side| &mut side.written);
        written.flat_map(Written::clear).collect()
    }

    /// When the clock has something to do here. `paused`: no silence is counted meanwhile.
    pub fn due(&self, paused: bool, erase_from: Timestamp) -> Option<Timestamp> {
        let silence = |since: Timestamp| {
            let ends = later(
                since,
                if self.is_alone() {
                    KEPT_FOR
                } else {
                    SILENT_FOR
                },
            );
            (!paused || self.is_alone()).then(|| ends.max(erase_from))
        };
        let mut due: Vec<Timestamp> = Vec::new();
        match self.phase {
            Phase::Invited {
                invite_at,
                gone_out,
                return_at,
                ..
            } => {
                due.extend((!gone_out).then_some(invite_at));
                due.push(return_at);
            }
            Phase::Break { return_at, .. } => due.push(return_at),
            Phase::Writing => {
                for side in &self.sides {
                    let waits = side.uncovered().any(|part| !part.touched);
                    let sealed = side.sealed_at.filter(|_| waits);
                    due.extend(sealed.map(|sealed| later(sealed, TOUCH_MAX)));
                }
                due.extend(silence(self.last_at));
            }
            Phase::Opening => {
                due.extend(self.timer.map(|timer| timer.due()));
                due.extend(silence(self.last_at));
            }
            Phase::Resting { ask_at } => {
                let unasked = Seat::BOTH
                    .into_iter()
                    .filter(|seat| !self.side(*seat).asked);
                due.extend(unasked.map(|seat| ask_at[seat.index()]));
            }
            Phase::Asking { since } => due.extend(silence(since.max(self.last_at))),
            Phase::Over { .. } => {}
        }
        due.extend(self.erase_at.map(|at| at.max(erase_from)));
        due.into_iter().min()
    }

    /// Accepts the invitation: the break begins.
    ///
    /// # Errors
    /// [`Refusal::OldButton`] when it is not open any more.
    pub(in crate::core) fn accept(mut self, at: Timestamp) -> Result<Reflection, Refusal> {
        let Phase::Invited { return_at, .. } = self.phase else {
            return Err(Refusal::OldButton);
        };
        self.phase = Phase::Break {
            since: at,
            return_at,
        };
        self.last_at = at;
        Ok(self)
    }

    /// It is over; what was not opened goes, and what was opened goes later.
    pub(in crate::core) fn end(mut self, at: Timestamp, how: End) -> (Reflection, Vec<PartId>) {
        let mut rows = self.drop_unopened(&Seat::BOTH);
        if how != End::Done {
            // No day after will ask for it.
            let felt = self.sides.iter_mut().filter_map(|side| side.now.take());
            rows.extend(felt.map(|felt| felt.id));
        }
        let left = self.sides.iter().any(Side::has_words);
        self.phase = Phase::Over { at, how };
        self.timer = None;
        self.erase_at = left.then(|| self.erase_at.unwrap_or(later(at, KEPT_FOR)));
        if self.is_kept() {
            self.erase_at = None;
        }
        (self, rows)
    }
}
