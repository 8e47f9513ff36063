//! Twofold: one small question for two people, sealed until both have answered.

pub mod core;
pub mod sandbox;
