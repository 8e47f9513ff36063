//! A database for each test, on SQLite and on Postgres.
//!
//! [`contract!`] runs one body on both. Postgres needs nothing but its programs on the machine: see [`postgres`]. Where they
//! are missing its tests say so and pass, unless `TWOFOLD_REQUIRE_POSTGRES=1` makes that a failure.

// Each test binary is a crate of its own and uses what it needs of this.
#![allow(dead_code, unused_imports, unused_macros)]

pub mod postgres;
pub mod process;

use std::panic::{AssertUnwindSafe, resume_unwind};
use std::path::{Path, PathBuf};

use futures_util::FutureExt as _;
use rand::SeedableRng;
use rand::rngs::StdRng;
use sqlx::{AnyConnection, Connection as _};
use twofold::store::{Engine, OpenError, Options, Store};

/// The bot every test database belongs to, unless the test says otherwise.
pub const BOT_ID: i64 = 4_200_000_042;

/// An empty database of one test, and a folder for its key file.
pub struct TestDb {
    pub engine: Engine,
    pub url: String,
    folder: tempfile::TempDir,
}

impl TestDb {
    fn new(engine: Engine, url: impl FnOnce(&Path) -> String) -> TestDb {
        sqlx::any::install_default_drivers();
        let folder = tempfile::tempdir().expect("a temporary folder");
        TestDb {
            engine,
            url: url(folder.path()),
            folder,
        }
    }

    /// The test's own folder; it is gone afterwards.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    pub fn key_file(&self) -> PathBuf {
        self.folder.path().join("twofold.key")
    }

    pub fn options(&self) -> Options {
        Options {
            url: self.url.clone(),
            key_file: self.key_file(),
            bot_id: BOT_ID,
        }
    }

    /// Opens the store as a process would at its start.
    pub async fn try_open(&self) -> Result<Store, OpenError> {
        Store::open(&self.options(), &mut rng()).await
    }

    pub async fn open(&self) -> Store {
        self.try_open().await.expect("the store opens")
    }

    /// A connection past the store, to look at or spoil what is stored.
    pub async fn raw(&self) -> AnyConnection {
        AnyConnection::connect(&self.url)
            .await
            .expect("a connection")
    }

    /// Every byte of every file of a SQLite database (database, write-ahead log, index), one after the other.
    pub fn bytes_on_disk(&self) -> Vec<u8> {
        assert_eq!(self.engine, Engine::Sqlite);
        let mut bytes = Vec::new();
        for entry in std::fs::read_dir(self.folder()).expect("the folder") {
            let path = entry.expect("an entry").path();
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            if name.starts_with("twofold.db") {
                bytes.extend(std::fs::read(&path).expect("a file"));
            }
        }
        bytes
    }
}

/// Chance for tests. Two calls give different numbers; no test may depend on which.
#[expect(clippy::disallowed_methods, reason = "no test depends on it")]
pub fn rng() -> StdRng {
    rand::make_rng()
}

/// Chance for tests that replay.
pub fn seeded(seed: u64) -> StdRng {
    StdRng::seed_from_u64(seed)
}

/// Runs the body on a SQLite file of its own.
pub fn on_sqlite(body: impl AsyncFnOnce(&TestDb)) {
    let db = TestDb::new(Engine::Sqlite, |folder| {
        format!("sqlite://{}", folder.join("twofold.db").display())
    });
    runtime().block_on(body(&db));
}

/// Runs the body on a Postgres database of its own.
pub fn on_postgres(body: impl AsyncFnOnce(&TestDb)) {
    let Some(cluster) = postgres::cluster() else {
        return;
    };
    runtime().block_on(async {
        let database = cluster.create_database().await;
        let db = TestDb::new(Engine::Postgres, |_| cluster.url(&database));
        let ended = AssertUnwindSafe(body(&db)).catch_unwind().await;
        cluster.drop_database(&database).await;
        if let Err(panic) = ended {
            resume_unwind(panic);
        }
    });
}

fn runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .expect("a runtime")
}

/// One test body for both engines: `contract! { async fn a_sentence(db) { … } }` makes the tests `a_sentence::on_sqlite` and
/// `a_sentence::on_postgres`. `db` is a [`TestDb`]. `on sqlite:` or `on postgres:` before it leaves the other engine out.
macro_rules! contract {
    () => {};
    (on sqlite: async fn $name:ident($db:ident) $body:block $($rest:tt)*) => {
        async fn $name($db: &$crate::common::TestDb) $body
        mod $name {
            #[test]
            fn on_sqlite() { $crate::common::on_sqlite(super::$name) }
        }
        contract! { $($rest)* }
    };
    (on postgres: async fn $name:ident($db:ident) $body:block $($rest:tt)*) => {
        async fn $name($db: &$crate::common::TestDb) $body
        mod $name {
            #[test]
            fn on_postgres() { $crate::common::on_postgres(super::$name) }
        }
        contract! { $($rest)* }
    };
    (async fn $name:ident($db:ident) $body:block $($rest:tt)*) => {
        async fn $name($db: &$crate::common::TestDb) $body
        mod $name {
            #[test]
            fn on_sqlite() { $crate::common::on_sqlite(super::$name) }
            #[test]
            fn on_postgres() { $crate::common::on_postgres(super::$name) }
        }
        contract! { $($rest)* }
    };
}
pub(crate) use contract;
