//! What goes into the rules and what comes out: events, commands and buttons; effects and sayings.
//!
//! One file a feature, and the sums of all of them: [`event`], [`command`], [`press`], [`effect`], [`say`].

pub mod choice;
pub mod command;
pub mod couple;
pub mod deck;
pub mod effect;
pub mod event;
pub mod group;
pub mod place;
pub mod plan;
pub mod press;
pub mod reflection;
pub mod round;
pub mod safety;
pub mod say;
pub mod settings;
pub mod wire;
