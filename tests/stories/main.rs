//! Two people, one bot. Every sentence of what people see, told through the whole program: real HTTP to a sandbox Telegram, a
//! real database, a clock that can be turned.

mod pairing;
mod world;
