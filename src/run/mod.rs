//! The loops of the running program: the clock, the ticker and the sender.

pub mod clock;
pub mod ticker;
