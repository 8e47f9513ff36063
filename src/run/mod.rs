//! What runs for as long as the program does, and the time it runs by.
//!
//! [`clock`] is the one clock; [`bot`] puts the loops together: `telegram::intake` takes what people do, [`ticker`] does what
//! is due, [`sender`] makes the calls of the outbox, [`eraser`] leaves no byte of deleted words. [`housekeeping`] removes what is
//! over, [`trust`] says when the clock may be believed, [`outbox_command`] shows an operator the calls that were given up. Nothing
//! here decides a rule of the product.

pub mod bot;
pub mod clock;
pub mod eraser;
pub mod housekeeping;
pub mod outbox_command;
pub mod sender;
pub mod ticker;
pub mod trust;

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};

/// That much later, or the end of time.
fn later(now: Timestamp, by: Duration) -> Timestamp {
    let by = SignedDuration::try_from(by).unwrap_or(SignedDuration::MAX);
    now.saturating_add(by).unwrap_or(Timestamp::MAX)
}
