//! The loops of the running program: the clock, the ticker and the sender, and all of them together.

pub mod bot;
pub mod clock;
pub mod sender;
pub mod ticker;
