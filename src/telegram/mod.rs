//! Everything that is spoken with Telegram, and the only place that names teloxide.
//!
//! [`Client`] holds the token and the server's address. What comes in: [`poll::Poller`] fetches updates, [`decode`] reads them into
//! our own structs, [`route`] makes the core's events of them (with [`command`] for what a person typed), and [`apply`] has each
//! applied. [`intake`] is the loop around them. What goes out: [`post`] makes calls, and [`setup`] tells Telegram what the bot's
//! menu and profile say.
//!
//! Start reading at [`decode::Incoming`] for what comes in and at [`post::Answer`] for what goes out.
//!
//! What must never happen here: a token, a request or an answer's body in an error, a log line or a `Debug`; a decision
//! about a person or a round; a repeated call (whoever asked for the call decides that).

pub mod apply;
mod client;
pub mod command;
pub mod decode;
mod fields;
pub mod intake;
pub mod poll;
pub mod post;
pub mod route;
pub mod setup;

pub use client::{BadClient, Client};
