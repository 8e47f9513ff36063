//! The values the rules work on: people, couples, rounds, schedules, groups, reflections.
//!
//! Nothing here names anything above it: no event, no effect, no rule that involves more than one value. What is stored is stored
//! from here, so names of fields are names in the database. Start with [`state::State`].
