//! Two people, one bot. Every sentence of what people see, told through the whole program: real HTTP to a sandbox Telegram, a
//! real database, a clock that can be turned.

mod answering;
mod closing;
mod commands;
mod leaving;
mod pairing;
mod prompts;
mod quiet;
mod responding;
mod revealing;
mod schedule;
mod strangers;
mod world;
