//! What lasts: the database, the keys that seal what people write in it, and the lock that keeps one process a token.
//!
//! One SQL text serves SQLite and Postgres: columns are `text` and `bigint`, ids and times come from the program (times as
//! milliseconds since 1970, UTC), binds are `$1`, and each file declares its texts with `sql!`, so that a test can
//! prepare every one of them on both engines. This folder is the only place that names sqlx.
//!
//! Start at [`Store::open`], then [`Store::begin_write`] (one [`Tx`] at a time, whoever asks) and [`Store::read`] (a snapshot).
//! Functions that only read take a [`Session`], which both are; functions that change take a [`Tx`]. There is one file for the
//! tables of one thing (a couple, a person, the outbox); each also declares which of its columns are sealed.
//!
//! Never here: a clock, randomness of its own, a rule of the product, a person's words outside a sealed column, or a value in
//! an error.

mod connect;
pub mod couples;
pub mod deck;
mod erase;
mod error;
pub mod groups;
pub mod intake;
mod json;
mod keys;
mod lease;
pub mod messages;
mod meta;
mod open;
pub mod outbox;
pub mod people;
pub mod reflections;
pub mod seal;
mod session;
pub mod set_aside;
mod sql;
pub mod words;

pub use connect::Engine;
pub use erase::sealed_columns;
pub use error::{DatabaseError, OpenError, StoreError};
pub use keys::Owner;
pub use open::{Access, Options, default_key_file};
pub use seal::{Place, SealKey, SealedColumn};
pub use session::{Read, Session, Store, Tx};

/// Every SQL text the store runs on this engine with binds or on its tables.
pub fn statements(engine: Engine) -> Vec<&'static str> {
    let mut all = [
        couples::SQL,
        couples::batch::SQL,
        deck::SQL,
        groups::SQL,
        intake::SQL,
        keys::SQL,
        lease::SQL,
        messages::SQL,
        meta::SQL,
        outbox::SQL,
        outbox::backlog::SQL,
        outbox::dead_letters::SQL,
        outbox::lanes::SQL,
        outbox::row::SQL,
        outbox::sending::SQL,
        people::SQL,
        reflections::SQL,
        set_aside::SQL,
        words::SQL,
    ]
    .concat();
    if engine == Engine::Postgres {
        all.extend(lease::postgres::SQL);
    }
    all
}
