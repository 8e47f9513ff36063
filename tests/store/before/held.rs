//! What kinds of documents a database holds: the paths of their fields, and the words that stand there.

use std::collections::BTreeSet;
use std::path::Path;

use serde_json::Value;
use sqlx::{AnyConnection, AssertSqlSafe, Connection as _, Row as _};

/// Tables with documents.
const TABLES: [&str; 5] = ["person", "couple", "round", "reflection", "grp"];

/// Every path there is, `table/field/field`, with the word that stands there if it is one.
pub async fn paths(database: &Path) -> BTreeSet<String> {
    sqlx::any::install_default_drivers();
    let url = format!("sqlite://{}?mode=ro", database.display());
    let mut conn = AnyConnection::connect(&url).await.expect("a connection");
    let mut paths = BTreeSet::new();
    for table in TABLES {
        let query = AssertSqlSafe(format!("select doc from {table}"));
        let rows = sqlx::query(query)
            .fetch_all(&mut conn)
            .await
            .expect("documents");
        for row in rows {
            let document: String = row.try_get(0).expect("a document");
            let document = serde_json::from_str(&document).expect("a document in JSON");
            walk(&mut paths, table, &document);
        }
    }
    conn.close().await.expect("closes");
    paths
}

fn walk(paths: &mut BTreeSet<String>, path: &str, value: &Value) {
    paths.insert(path.to_owned());
    match value {
        Value::Object(fields) => {
            for (name, value) in fields {
                walk(paths, &format!("{path}/{name}"), value);
            }
        }
        Value::Array(values) => {
            for value in values {
                walk(paths, path, value);
            }
        }
        Value::String(word)
            if word
                .bytes()
                .all(|byte| byte.is_ascii_lowercase() || byte == b'_') =>
        {
            paths.insert(format!("{path}/{word}"));
        }
        Value::Bool(true) => {
            paths.insert(format!("{path}/true"));
        }
        _ => {}
    }
}
