//! The rules, and nothing else: no async, no clock, no environment, no chance of its own.

pub mod delivery;
pub mod ids;
pub mod words;
