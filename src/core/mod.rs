//! The rules, and nothing else: no async, no clock, no environment, no chance of its own.
//!
//! Start with [`step`]: one event applied to one [`state::State`] gives the next state and the [`effect::Effect`]s, or a
//! [`refusal::Refusal`] and nothing. Every rule of a round, of a pairing and of time is a method of the step in one of
//! `couple`, `asking`, `choosing`, `deeper`, `answering`, `opening`, `tick` and `zones`.

mod answering;
mod asking;
pub mod choosing;
mod couple;
pub mod covering;
mod deeper;
pub mod delivery;
pub mod effect;
pub mod event;
mod expecting;
pub mod group;
pub mod ids;
mod leaving;
mod opening;
pub mod own;
mod people;
pub mod pick;
pub mod plan;
mod reacting;
pub mod reflection;
pub mod refusal;
pub mod resting;
pub mod ritual;
pub mod round;
pub mod safety;
pub mod schedule;
pub mod state;
pub mod tap;
mod tapping;
mod tick;
mod turn;
pub mod week;
pub mod words;
pub mod zones;

pub use answering::ASIDE_FOR;
pub use couple::{INVITE_FOR, invite_hash};
pub use tick::{NextDue, TRUSTED_AFTER, next_due};
pub use turn::{PASSED_ON, Rules, SEAL, World, respond, step};
