//! What `docs/operating.md` says about backups of a SQLite database, done as it says.

use sqlx::AssertSqlSafe;

use crate::common::{BOT_ID, TestDb, contract, rng};
use twofold::core::model::ids::PersonId;
use twofold::store::{Options, Owner, Place, Store, intake};

const ANNA: Owner = Owner::Person(PersonId(11));
const HERE: Place = Place {
    table: "part",
    column: "words",
    row: 1,
};

/// Seals words under Anna's key, and lets it be known that update 6 was the last.
async fn words_of_anna(store: &Store) -> String {
    let mut tx = store.begin_write().await.unwrap();
    let key = tx.key_or_new(ANNA, &mut rng()).await.unwrap();
    intake::set_next_offset(&mut tx, 7).await.unwrap();
    tx.commit().await.unwrap();
    key.seal(HERE, b"the soup", &mut rng()).unwrap()
}

/// The backup of the page, made past the program.
async fn back_up(db: &TestDb) -> Options {
    let copy = db.folder().join("backup.db");
    let command = format!("vacuum into '{}'", copy.display());
    sqlx::raw_sql(AssertSqlSafe(command))
        .execute(&mut db.raw().await)
        .await
        .unwrap();
    Options {
        url: format!("sqlite://{}", copy.display()),
        key_file: db.key_file(),
        bot_id: BOT_ID,
    }
}

/// What Anna's key in this store makes of sealed words; `None` when there is no such key any more.
async fn opened(store: &Store, sealed: &str) -> Option<Vec<u8>> {
    let mut read = store.read().await.unwrap();
    let key = read.key(ANNA).await.unwrap()?;
    Some(key.open(HERE, sealed).unwrap())
}

contract! {
    on sqlite: async fn a_backup_made_while_the_bot_writes_holds_what_was_committed_and_opens_with_the_key_file(db) {
        let store = db.open().await;
        let sealed = words_of_anna(&store).await;
        let mut under_way = store.begin_write().await.unwrap();
        intake::set_next_offset(&mut under_way, 8).await.unwrap();
        let copy = back_up(db).await;
        under_way.commit().await.unwrap();

        let restored = Store::open(&copy, &mut rng()).await.unwrap();
        assert_eq!(opened(&restored, &sealed).await.as_deref(), Some(b"the soup".as_slice()));
        let mut read = restored.read().await.unwrap();
        assert_eq!(intake::next_offset(&mut read).await.unwrap(), Some(7));
    }

    on sqlite: async fn a_backup_still_opens_what_was_erased_after_it(db) {
        let store = db.open().await;
        let sealed = words_of_anna(&store).await;
        let copy = back_up(db).await;
        let mut tx = store.begin_write().await.unwrap();
        tx.forget_key(ANNA).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(opened(&store, &sealed).await, None);

        let restored = Store::open(&copy, &mut rng()).await.unwrap();
        assert_eq!(opened(&restored, &sealed).await.as_deref(), Some(b"the soup".as_slice()));
    }
}
