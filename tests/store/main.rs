//! What is kept and what is sent: the store's contract, migrations, backups and the outbox, then the two loops that work through
//! it, the sender and the ticker. Nearly every test runs on SQLite and on Postgres.
//!
//! No test here speaks to a person through the whole bot; that is for the stories. Start with [`contract`].

#[path = "../common/mod.rs"]
mod common;

mod backup;
mod before;
mod contract;
mod erasing;
mod migrations;
mod outbox;
mod sender;
mod ticker;
