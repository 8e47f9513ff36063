//! Each migration on a database that already has rows, on both engines.

use std::fs;

use sqlx::{AnyConnection, AssertSqlSafe, Row as _};

use crate::common::contract;
use twofold::store::Engine;

/// Runs the migrations of these numbers.
async fn migrate(conn: &mut AnyConnection, numbers: std::ops::RangeInclusive<usize>) {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/migrations");
    let mut files: Vec<_> = fs::read_dir(folder)
        .unwrap()
        .map(|file| file.unwrap().path())
        .collect();
    files.sort();
    for number in numbers {
        let sql = fs::read_to_string(&files[number - 1]).unwrap();
        sqlx::raw_sql(AssertSqlSafe(sql))
            .execute(&mut *conn)
            .await
            .unwrap();
    }
}

contract! {
    async fn a_couple_that_was_there_has_both_moments(db) {
        if db.engine == Engine::Sqlite {
            fs::File::create(db.folder().join("twofold.db")).unwrap();
        }
        let mut conn = db.raw().await;
        migrate(&mut conn, 1..=4).await;
        sqlx::raw_sql("insert into couple (id, a, b, ended, due_at, doc) values \
            (1, 11, 12, 0, 1795000000000, '{}'), (2, 21, 22, 1, null, '{}')")
            .execute(&mut conn)
            .await
            .unwrap();
        migrate(&mut conn, 5..=5).await;
        let rows = sqlx::query("select due_at, due_braked_at from couple order by id")
            .fetch_all(&mut conn)
            .await
            .unwrap();
        let moments: Vec<(Option<i64>, Option<i64>)> =
            rows.iter().map(|row| (row.get(0), row.get(1))).collect();
        let both = Some(1_795_000_000_000);
        assert_eq!(moments, [(both, both), (None, None)], "so that nothing is forgotten");
    }
}
