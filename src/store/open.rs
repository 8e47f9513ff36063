//! Opening and closing a database: for the one process that serves it, or for an operator beside it.
//!
//! A process that serves waits for the lock of [`super::lease`], migrates, and reads the master key. Nothing here reads or writes
//! what people own. Start at [`Store::open`].

use std::path::PathBuf;
use std::sync::Arc;

use rand::CryptoRng;

use super::connect::{self, Engine, Location};
use super::error::{OpenError, StoreError};
use super::keys::Keyring;
use super::lease::{self, Lease};
use super::session::{Shared, Store};

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
        let writer = connect::connect_writer(&location).await?;
        let readers = connect::connect_readers(&location).await?;

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
        store.finish_erasure().await?;
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
        let readers = connect::connect_readers(&location).await?;
        if !lease::is_migrated(&mut *readers.acquire().await?).await? {
            return Err(OpenError::OtherVersion);
        }
        let (writer, lease) = match lock {
            // Nothing is written by a process without the lock.
            None => (readers.clone(), Lease::none()),
            Some(held) => {
                let writer = connect::connect_writer(&location).await?;
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

    /// Closes every connection, then lets a standby take over. An open [`super::Tx`] is waited for.
    pub async fn close(self) {
        let _turn = self.shared.turn.lock().await;
        self.shared.readers.close().await;
        self.shared.writer.close().await;
        self.shared.lease.release().await;
    }
}
