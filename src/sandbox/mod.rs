//! A Telegram to try things on: a synchronous Bot API with people in it, and a server for it on this machine alone.
//!
//! Start at [`World`]: [`World::call`] is everything a bot can do to it; [`people`], [`messages`], [`press`] and [`groups`] are
//! what people do, [`view`] what they see, [`faults`] what goes wrong between. [`http`] puts a world behind a real socket.
//!
//! The world has no clock and no chance of its own: `now` is always an argument, ids come from counters, all maps are
//! ordered, so the same calls give the same world. It is stricter than Telegram where Telegram forgives in silence
//! (unknown parameters, several actions on one button, payloads that never arrive); such refusals begin with "sandbox:".
//! Where Telegram refuses, the wording is its own. What is not built answers 501 and never pretends.
//!
//! Where nobody outside Telegram knows, the sandbox takes the harder reading: an edit or a reaction in a chat whose person
//! has the bot blocked is refused like a message; a second answer to one press is refused; a reaction to a message its
//! author deleted is `MESSAGE_ID_INVALID`; a chat takes a burst of five messages.
//!
//! It must never be reached by anything but tests, the simulation and the demonstration.

mod entities;
pub mod faults;
mod flood;
pub mod groups;
pub mod http;
mod json;
mod keyboard;
mod link;
pub mod messages;
mod methods;
mod model;
mod outgoing;
mod params;
pub mod people;
mod polling;
pub mod press;
mod reply;
mod spec;
mod updates;
pub mod view;
mod world;

pub use faults::{Fault, When};
pub use http::{Sandbox, Server};
pub use keyboard::{Action, Button, Key};
pub use link::Leads;
pub use model::{ChatKind, Media, Person, Status};
pub use outgoing::Outgoing;
pub use press::Pressed;
pub use reply::Reply;
pub use view::{From, Seen};
pub use world::{Called, Change, Config, Impossible, Toast, What, World, WorldRules};
