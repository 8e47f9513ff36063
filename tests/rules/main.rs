//! Everything that needs no database: the core's rules, texts, prompts, buttons, zones, the boundary to Telegram and its
//! sandbox, and what the house rules say about files.
//!
//! No test here opens a store, starts a process or waits for a clock. Each module is about one part of the program; start with
//! [`core`].

mod callback_data;
mod core;
mod library;
mod sandbox;
mod telegram;
mod texts;
mod tidy;
mod zones;
