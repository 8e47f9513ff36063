//! The boundary to Telegram: what comes in is never lost, what goes out has one of the known outcomes, and neither a
//! token nor a person's words are ever shown.

mod decode;
mod exchange;
mod properties;
mod server;
mod setup;
