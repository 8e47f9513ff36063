//! Two people, one bot. Every sentence of what people see, told through the whole program: real HTTP to a sandbox Telegram, a
//! real database, a clock that can be turned.

#[path = "../common/mod.rs"]
mod common;

mod answering;
mod canary;
mod choosing;
mod closing;
mod commands;
mod covering;
mod database;
mod group;
mod languages;
mod leaving;
mod own;
mod pairing;
mod places;
mod poison;
mod quiet;
mod reflection;
mod responding;
mod restart;
mod resting;
mod revealing;
mod safety;
mod schedule;
mod shapes;
mod strangers;
mod week;
mod world;
