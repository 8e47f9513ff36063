//! Twofold: one small question for two people, sealed until both have answered.

pub mod app;
pub mod config;
pub mod core;
pub mod library;
pub mod places;
pub mod run;
pub mod sandbox;
pub mod store;
pub mod telegram;
pub mod texts;
