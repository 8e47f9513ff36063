//! What lasts: the database, the keys that seal what people write in it, and the lock that keeps one process a token.
//!
//! One SQL text serves SQLite and Postgres: columns are `text` and `bigint`, ids and times come from the program (times as
//! milliseconds since 1970, UTC), binds are `$1`, and each file declares its texts with `sql!`, so that a test can
//! prepare every one of them on both engines. This folder is the only place that names sqlx.
//!
//! Start at [`Store::open`], then [`Store::begin_write`] (one [`Tx`] at a time, whoever asks) and [`Store::read`] (a snapshot).
//! Functions that only read take a [`Session`], which both are; functions that change take a [`Tx`].
//!
//! Never here: a clock, randomness of its own, a rule of the product, a person's words outside a sealed column, or a value in
//! an error.

pub mod couples;
mod db;
mod error;
pub mod groups;
pub mod intake;
mod json;
mod keys;
mod lease;
pub mod messages;
mod meta;
pub mod outbox;
pub mod own;
pub mod people;
pub mod reflections;
pub mod seal;
pub mod set_aside;
pub mod words;

use std::path::PathBuf;
use std::sync::Arc;

use jiff::Timestamp;
use rand::CryptoRng;
use sqlx::AnyPool;

pub use db::{Engine, Read, Session, Tx};
pub use error::{DatabaseError, OpenError, StoreError};
pub use keys::Owner;
pub use seal::{Place, SealKey};

use db::Location;
use keys::Keyring;
use lease::Lease;

/// Declares SQL constants and, beside them, `SQL`: all of them, for [`statements`].
macro_rules! sql {
    ($($(#[$doc:meta])* $name:ident = $sql:expr;)+) => {
        $($(#[$doc])* const $name: &str = $sql;)+
        pub(in crate::store) const SQL: &[&str] = &[$($name),+];
    };
}
use sql;

/// Every SQL text the store runs on this engine with binds or on its tables.
pub fn statements(engine: Engine) -> Vec<&'static str> {
    let mut all = [
        intake::SQL,
        keys::SQL,
        lease::SQL,
        messages::SQL,
        meta::SQL,
        own::SQL,
        people::SQL,
        reflections::SQL,
        set_aside::SQL,
        words::SQL,
    ]
    .concat();
    all.extend(couples::statements());
    all.extend(groups::statements());
    all.extend(outbox::statements());
    if engine == Engine::Postgres {
        all.extend(lease::postgres::SQL);
    }
    all
}

/// Where the store is and whose.
pub struct Options {
    /// `sqlite://<file>` or `postgres://…`. It may hold a password: never print it.
    pub url: String,
    /// The file of the master key; see [`default_key_file`].
    pub key_file: PathBuf,
    /// The number before the colon of the bot's token.
    pub bot_id: i64,
}

/// What [`Store::open_sealed`] may do.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Access {
    Read,
    Write,
}

/// `twofold.key` beside a SQLite database, or in the working directory for Postgres.
pub fn default_key_file(url: &str) -> Result<PathBuf, OpenError> {
    Ok(match Location::parse(url)? {
        Location::Sqlite(path) => path.with_file_name("twofold.key"),
        Location::Postgres(_) => PathBuf::from("twofold.key"),
    })
}

/// The open database of this process, which alone may write to it. Clones are the same store.
#[derive(Clone)]
pub struct Store {
    shared: Arc<Shared>,
}

struct Shared {
    engine: Engine,
    /// One connection on SQLite; on Postgres one for turns and one for `vacuum`.
    writer: AnyPool,
    readers: AnyPool,
    /// Held by the [`Tx`] that is open.
    turn: Arc<tokio::sync::Mutex<()>>,
    keys: Keyring,
    lease: Lease,
}

impl Store {
    /// Waits until no other process holds the database (a standby: it says so once in the log), then creates what is missing,
    /// migrates, and reads the master key.
    pub async fn open(
        options: &Options,
        rng: &mut (impl CryptoRng + ?Sized),
    ) -> Result<Store, OpenError> {
        sqlx::any::install_default_drivers();
        let location = Location::parse(&options.url)?.settle()?;
        let held = lease::wait(&location).await?;
        let writer = db::connect_writer(&location).await?;
        let readers = db::connect_readers(&location).await?;

        let mut conn = writer.acquire().await?;
        let epoch = lease::take(&mut conn, location.engine(), options.bot_id).await?;
        let keys = Keyring::open(&mut conn, &options.key_file, rng).await?;
        drop(conn);

        let store = Store {
            shared: Arc::new(Shared {
                engine: location.engine(),
                writer,
                readers,
                turn: Arc::default(),
                keys,
                lease: Lease::new(held, epoch),
            }),
        };
        // An erasure that a crash cut short is finished now.
        store.erase(&[]).await?;
        Ok(store)
    }

    /// Opens a database that is there, for an operator: nothing is made, migrated or unsealed. To [`Access::Read`] it is open
    /// beside the process that serves it; to [`Access::Write`] only while there is none.
    ///
    /// # Errors
    /// [`OpenError::InUse`], [`OpenError::OtherVersion`], and whatever keeps a database from being opened.
    pub async fn open_sealed(url: &str, access: Access) -> Result<Store, OpenError> {
        sqlx::any::install_default_drivers();
        let location = Location::parse(url)?.found()?;
        let lock = match access {
            Access::Read => None,
            Access::Write => Some(lease::at_once(&location).await?.ok_or(OpenError::InUse)?),
        };
        let readers = db::connect_readers(&location).await?;
        if !lease::is_migrated(&mut *readers.acquire().await?).await? {
            return Err(OpenError::OtherVersion);
        }
        let (writer, lease) = match lock {
            // Nothing is written by a process without the lock.
            None => (readers.clone(), Lease::none()),
            Some(held) => {
                let writer = db::connect_writer(&location).await?;
                let epoch = lease::next_epoch(&mut *writer.acquire().await?).await?;
                (writer, Lease::new(held, epoch))
            }
        };
        Ok(Store {
            shared: Arc::new(Shared {
                engine: location.engine(),
                writer,
                readers,
                turn: Arc::default(),
                keys: Keyring::none(),
                lease,
            }),
        })
    }

    /// Which engine serves.
    pub fn engine(&self) -> Engine {
        self.shared.engine
    }

    /// Ends when this process no longer holds the database; it must then stop. On SQLite that cannot happen.
    pub async fn lost(&self) -> StoreError {
        self.shared.lease.lost().await
    }

    /// Closes every connection, then lets a standby take over. An open [`Tx`] is waited for.
    pub async fn close(self) {
        let _turn = self.shared.turn.lock().await;
        self.shared.readers.close().await;
        self.shared.writer.close().await;
        self.shared.lease.release().await;
    }
}

/// A time as it is stored: milliseconds since 1970.
fn ms(time: Timestamp) -> i64 {
    time.as_millisecond()
}

/// A due moment as it is stored, rounded up: a tick that came a part of a millisecond early would find nothing due and its
/// couple due again at once, for ever.
fn due_ms(at: Timestamp) -> i64 {
    let whole = ms(at);
    let is_whole = Timestamp::from_millisecond(whole).is_ok_and(|rounded| rounded >= at);
    if is_whole { whole } else { whole + 1 }
}
