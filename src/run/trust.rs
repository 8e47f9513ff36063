//! Whether the wall clock can be believed when something is to be erased because its time is over.
//!
//! A machine may start in a wrong year and be set right an hour later, or the other way round. It never reads a clock itself.
//! Start at [`Trust::look`].

use jiff::{SignedDuration, Timestamp};

use crate::core::TRUSTED_AFTER;
use crate::core::model::time::later;

/// Wall and monotonic clock that part by more than this between two looks: the wall clock was set.
const STEP: SignedDuration = SignedDuration::from_secs(2);

/// Watches whether wall and monotonic clock agree, since the last start or the last time the wall clock was set.
#[derive(Default)]
pub struct Trust {
    /// What `Clock::began` said last, and from which moment the wall clock is believed.
    seen: Option<(Timestamp, Timestamp)>,
}

impl Trust {
    /// Looks at both clocks; answers from which moment on something may be erased because its time is over.
    pub fn look(&mut self, now: Timestamp, began: Timestamp) -> Timestamp {
        let from = match self.seen {
            Some((before, from)) if began.duration_since(before).abs() <= STEP => from,
            _ => later(now, TRUSTED_AFTER),
        };
        self.seen = Some((began, from));
        from
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Timestamp {
        text.parse().expect("an instant")
    }

    #[test]
    fn a_wall_clock_is_believed_an_hour_after_the_start_and_after_each_time_it_was_set() {
        let mut trust = Trust::default();
        let began = at("2026-11-23T12:00:00Z");
        let from = at("2026-11-23T13:00:00Z");
        assert_eq!(trust.look(began, began), from);
        assert_eq!(trust.look(at("2026-11-23T12:40:00Z"), began), from);
        let slewed = began + SignedDuration::from_millis(900);
        assert_eq!(trust.look(at("2026-11-23T14:00:00Z"), slewed), from);
        let a_year_on = began + SignedDuration::from_hours(24 * 365);
        let set = at("2027-11-23T14:10:00Z");
        assert_eq!(trust.look(set, a_year_on), set + TRUSTED_AFTER);
        let back = at("2026-11-23T14:15:00Z");
        assert_eq!(trust.look(back, slewed), back + TRUSTED_AFTER);
    }
}
