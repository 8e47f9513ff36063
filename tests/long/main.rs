//! What takes long: seeded worlds, and the real program as a process of its own, started, stopped and killed.
//!
//! `cargo test --test long simulation` runs one part, as `kill::` and `binary::` do; the head of each says with which
//! settings. Start with [`simulation`].

#[path = "../common/mod.rs"]
mod common;

mod binary;
mod kill;
mod simulation;
