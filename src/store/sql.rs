//! How the files of this folder write their SQL and their times. Nothing here talks to a database.

use jiff::{SignedDuration, Timestamp};

/// Declares SQL constants and, beside them, `SQL`: all of them, for [`statements`](super::statements).
macro_rules! sql {
    ($($(#[$doc:meta])* $name:ident = $sql:expr;)+) => {
        $($(#[$doc])* const $name: &str = $sql;)+
        pub(in crate::store) const SQL: &[&str] = &[$($name),+];
    };
}
pub(in crate::store) use sql;

/// Declares how the values of an enum are stored (as `text` or as `bigint`), once for both directions: the first function writes
/// a value, the second reads one and answers `None` for what is none of them.
macro_rules! stored {
    ($write:ident, $read:ident: $type:ty as text { $($value:path = $name:literal),+ $(,)? }) => {
        stored!(@ $write, $read: $type, &'static str, &str { $($value = $name),+ });
    };
    ($write:ident, $read:ident: $type:ty as bigint { $($value:path = $number:literal),+ $(,)? }) => {
        stored!(@ $write, $read: $type, i64, i64 { $($value = $number),+ });
    };
    (@ $write:ident, $read:ident: $type:ty, $written:ty, $stored:ty { $($value:path = $name:literal),+ }) => {
        pub(in crate::store) fn $write(value: $type) -> $written {
            match value {
                $($value => $name,)+
            }
        }

        pub(in crate::store) fn $read(stored: $stored) -> Option<$type> {
            match stored {
                $($name => Some($value),)+
                _ => None,
            }
        }
    };
}
pub(in crate::store) use stored;

/// A time as it is stored: milliseconds since 1970, cut off.
pub(super) fn ms(time: Timestamp) -> i64 {
    time.as_millisecond()
}

/// A due moment as it is stored, rounded up: a tick that came a part of a millisecond early would find nothing due and its
/// couple due again at once, for ever.
pub(super) fn due_ms(at: Timestamp) -> i64 {
    let whole = ms(at);
    let is_whole = Timestamp::from_millisecond(whole).is_ok_and(|rounded| rounded >= at);
    if is_whole { whole } else { whole + 1 }
}

/// The moment `span` before `now`, as it is stored.
pub(super) fn ms_before(now: Timestamp, span: SignedDuration) -> i64 {
    now.saturating_sub(span).map_or(i64::MIN, ms)
}
