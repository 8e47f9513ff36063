//! The rules, and nothing else: no async, no clock, no environment, no chance of its own.

pub mod delivery;
pub mod effect;
pub mod event;
pub mod ids;
pub mod refusal;
pub mod round;
pub mod state;
pub mod words;
