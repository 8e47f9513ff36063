//! The rules, and nothing else: no async, no clock, no environment, no chance of its own.
//!
//! Start with [`step`]: one event applied to one [`model::state::State`] gives the next state and the
//! [`protocol::effect::Effect`]s, or a [`model::refusal::Refusal`] and nothing.

pub mod choice;
pub mod couple;
pub mod deck;
mod dispatch;
mod expecting;
pub mod group;
pub mod model;
pub mod needs;
pub mod place;
pub mod plan;
pub mod protocol;
pub mod reflection;
pub mod round;
pub mod safety;
pub mod settings;
mod tick;
mod turn;

pub use tick::{NextDue, TRUSTED_AFTER, next_due};
pub use turn::{PASSED_ON, Rules, SEAL, World, respond, step};
