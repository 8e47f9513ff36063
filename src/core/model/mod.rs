//! The values the rules work on: people, couples, rounds, schedules, groups, reflections.
//!
//! Nothing here names anything above it: no event, no effect, no rule that involves more than one value. What is stored is stored
//! from here, so names of fields are names in the database. Start with [`state::State`].
pub mod about;
pub mod choice;
pub mod couple;
pub mod deck;
pub mod delivery;
pub mod group;
pub mod ids;
pub mod invite;
pub mod local_time;
pub mod need;
pub mod person;
pub mod reflection;
pub mod refusal;
pub mod rhythm;
pub mod round;
pub mod schedule;
pub mod state;
pub mod tap;
pub mod time;
pub mod words;
