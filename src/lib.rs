//! Twofold: one small question for two people, sealed until both have answered.

pub mod core;
pub mod library;
pub mod run;
pub mod store;
pub mod telegram;
