use jiff::civil::{Time, Weekday};

use crate::library::KindId;

/// A change of one schedule.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Change {
    Time(Time),
    /// This weekday on or off.
    Day(Weekday),
    /// This kind in or out.
    Kind(KindId),
    OnOff,
    Remove,
}
