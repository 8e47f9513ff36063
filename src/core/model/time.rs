//! Small helpers for moments.

use jiff::{SignedDuration, Timestamp};

/// `at + by`, staying at the end of time rather than failing.
pub fn later(at: Timestamp, by: SignedDuration) -> Timestamp {
    at.checked_add(by).unwrap_or(if by.is_negative() {
        Timestamp::MIN
    } else {
        Timestamp::MAX
    })
}

/// Telegram's dates are whole seconds; what is compared with them is, too.
pub fn whole_second(at: Timestamp) -> Timestamp {
    Timestamp::from_second(at.as_second()).unwrap_or(at)
}
