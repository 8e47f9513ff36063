//! A database beside one that is as it was: what differs, read past the program, what is sealed opened.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use sqlx::{AnyConnection, AssertSqlSafe, Connection as _, Row as _};

use super::seal::Keys;

/// What says nothing about what people did: how often the program was started, and which updates it has seen.
const LEFT_OUT: [&str; 2] = ["lease", "applied_update"];

/// A row: each column that holds something.
pub type Row = BTreeMap<String, String>;

/// A row that is new, changed or gone.
pub struct Change {
    pub table: String,
    /// What names it: the columns of its key.
    pub key: String,
    pub was: Option<Row>,
    pub is: Option<Row>,
}

/// The columns of a table, and which of them name a row.
struct Shape {
    name: String,
    columns: Vec<(String, bool)>,
}

/// Gives a database pages of SQLite's usual size. It is kept with small ones, which take less room and more time.
pub async fn with_usual_pages(database: &Path) {
    sqlx::any::install_default_drivers();
    let url = format!("sqlite://{}", database.display());
    let mut conn = AnyConnection::connect(&url).await.expect("a connection");
    run(&mut conn, "pragma page_size = 4096; vacuum".to_owned()).await;
    conn.close().await.expect("closes");
}

/// A database, `last` as it was after the step before, and `base` as it was in the beginning.
pub struct Rows {
    conn: AnyConnection,
    shapes: Vec<Shape>,
    keys: Keys,
    /// By table, the rows that are not as they were after the step before …
    newest: BTreeMap<usize, BTreeSet<i64>>,
    /// … and those that were not as they were in the beginning.
    touched: BTreeMap<usize, BTreeSet<i64>>,
}

impl Rows {
    pub async fn of(database: &Path, last: &Path, base: &Path, key_file: &Path) -> Rows {
        sqlx::any::install_default_drivers();
        let url = format!("sqlite://{}", database.display());
        let mut conn = AnyConnection::connect(&url).await.expect("a connection");
        for command in [
            format!("attach '{}' as last", last.display()),
            format!("attach '{}' as base", base.display()),
            "pragma main.synchronous = off; pragma last.synchronous = off; pragma busy_timeout = 5000".to_owned(),
        ] {
            run(&mut conn, command).await;
        }
        let names = "select name from base.sqlite_master where type = 'table' and name not like '%sqlx%' order by name";
        let mut shapes = Vec::new();
        for name in texts(&mut conn, names, 1)
            .await
            .into_iter()
            .flatten()
            .flatten()
        {
            shapes.push(Shape::of(&mut conn, name).await);
        }
        let master = std::fs::read_to_string(key_file).expect("the key file");
        let keys = Keys::new(&master, wrapped(&mut conn).await);
        Rows {
            conn,
            shapes,
            keys,
            newest: BTreeMap::new(),
            touched: BTreeMap::new(),
        }
    }

    /// What differs from what was after the step before: by table, the rows in the order in which they were written. From
    /// then on that is the step before.
    pub async fn changes(&mut self) -> Vec<Change> {
        let before = std::mem::take(&mut self.newest);
        self.copies("main", "last", before).await;
        let mut changes = Vec::new();
        for at in 0..self.shapes.len() {
            let shape = &self.shapes[at];
            let mut of_table = shape.changes(&mut self.conn).await;
            for (written, _) in &of_table {
                self.newest.entry(at).or_default().insert(*written);
                self.touched.entry(at).or_default().insert(*written);
            }
            if !LEFT_OUT.contains(&shape.name.as_str()) {
                changes.extend(of_table.drain(..).map(|(_, change)| change));
            }
        }
        if changes.iter().any(|change| change.table == "sealing_key") {
            self.keys.wrapped = wrapped(&mut self.conn).await;
        }
        for change in &mut changes {
            for row in [&mut change.was, &mut change.is].into_iter().flatten() {
                open(&self.keys, &change.table, row);
            }
        }
        changes
    }

    /// All is as it was in the beginning. Answers whether keys of people had come or gone, which a program may remember.
    pub async fn start_over(&mut self) -> bool {
        let touched = std::mem::take(&mut self.touched);
        let keys = touched
            .keys()
            .any(|at| self.shapes[*at].name == "sealing_key");
        self.newest.clear();
        self.copies("base", "last", touched.clone()).await;
        self.copies("base", "main", touched).await;
        if keys {
            self.keys.wrapped = wrapped(&mut self.conn).await;
        }
        keys
    }

    /// Makes these rows of one database those of another.
    async fn copies(&mut self, from: &str, to: &str, rows: BTreeMap<usize, BTreeSet<i64>>) {
        let mut commands = vec!["begin immediate".to_owned()];
        for (at, rows) in rows {
            let rows: Vec<String> = rows.iter().map(i64::to_string).collect();
            let (rows, shape) = (rows.join(", "), &self.shapes[at]);
            let (columns, name) = (shape.list("", false), &shape.name);
            commands.push(format!("delete from {to}.{name} where rowid in ({rows})"));
            commands.push(format!(
                "insert into {to}.{name} (rowid, {columns}) select rowid, {columns} from {from}.{name} where rowid in ({rows})"
            ));
        }
        if commands.len() > 1 {
            commands.push("commit".to_owned());
            run(&mut self.conn, commands.join("; ")).await;
        }
    }
}

impl Shape {
    async fn of(conn: &mut AnyConnection, name: String) -> Shape {
        let columns =
            format!("select name, cast(pk as text) from pragma_table_info('{name}') order by cid");
        let columns = texts(conn, &columns, 2)
            .await
            .into_iter()
            .filter_map(|row| {
                let mut row = row.into_iter().flatten();
                Some((row.next()?, row.next()? != "0"))
            });
        let columns = columns.collect();
        Shape { name, columns }
    }

    fn list(&self, of: &str, as_texts: bool) -> String {
        let columns = self.columns.iter().map(|(name, _)| match as_texts {
            true => format!("cast({of}{name} as text)"),
            false => format!("{of}{name}"),
        });
        columns.collect::<Vec<_>>().join(", ")
    }

    /// What differs from what was, each with the place of the row.
    async fn changes(&self, conn: &mut AnyConnection) -> Vec<(i64, Change)> {
        let (name, of) = (&self.name, |of, as_texts| self.list(of, as_texts));
        let (is, was) = (of("i.", true), of("w.", true));
        let here = format!(
            "select cast(i.rowid as text), cast(w.rowid as text), {is}, {was} from main.{name} i              left join last.{name} w on w.rowid = i.rowid              where w.rowid is null or ({}) is not ({}) order by i.rowid",
            of("i.", false),
            of("w.", false)
        );
        let gone = format!(
            "select cast(w.rowid as text), {was} from last.{name} w              where not exists (select 1 from main.{name} i where i.rowid = w.rowid) order by w.rowid"
        );
        let count = self.columns.len();
        let here = texts(conn, &here, 2 + 2 * count).await;
        let gone = texts(conn, &gone, 1 + count).await;
        let mut changes = Vec::new();
        for mut row in here {
            let was = row.split_off(2 + count);
            let is = row.split_off(2);
            let (key, is) = self.named(is);
            let was = row.pop().flatten().map(|_| self.named(was));
            let written = place(row.pop());
            match was {
                // The place of a row that is gone was free.
                Some((other, was)) if other != key => {
                    changes.push((written, self.change(other, Some(was), None)));
                    changes.push((written, self.change(key, None, Some(is))));
                }
                was => {
                    let was = was.map(|(_, was)| was);
                    changes.push((written, self.change(key, was, Some(is))));
                }
            }
        }
        for mut row in gone {
            let was = row.split_off(1);
            let (key, was) = self.named(was);
            changes.push((place(row.pop()), self.change(key, Some(was), None)));
        }
        changes
    }

    fn change(&self, key: String, was: Option<Row>, is: Option<Row>) -> Change {
        let table = self.name.clone();
        Change {
            table,
            key,
            was,
            is,
        }
    }

    fn named(&self, values: Vec<Option<String>>) -> (String, Row) {
        let mut key = Vec::new();
        let mut row = Row::new();
        for ((column, is_key), value) in self.columns.iter().zip(values) {
            let Some(value) = value else { continue };
            if *is_key {
                key.push(value.clone());
            }
            row.insert(column.clone(), value);
        }
        (key.join(" "), row)
    }
}

fn place(rowid: Option<Option<String>>) -> i64 {
    let rowid = rowid.flatten().and_then(|rowid| rowid.parse().ok());
    rowid.expect("a place")
}

/// Table, column, the column of the row it is bound to, and whose key it is: kind, and the column with the owner.
type SealedColumn = (
    &'static str,
    &'static str,
    &'static str,
    &'static [(&'static str, &'static str)],
);

const SEALED: &[SealedColumn] = &[
    ("person", "name", "id", &[("person", "id")]),
    ("part", "words", "id", &[("person", "author")]),
    ("aside", "words", "message", &[("person", "author")]),
    ("question", "words", "round", &[("person", "author")]),
    ("deck", "words", "question", &[("person", "author")]),
    ("reflection_words", "words", "id", &[("person", "author")]),
    ("set_aside", "body", "update_id", &[("system", "")]),
    (
        "outbox",
        "body",
        "id",
        &[("couple", "couple"), ("person", "person"), ("system", "")],
    ),
];

/// Opens what is sealed in a row.
fn open(keys: &Keys, table: &str, row: &mut Row) {
    for (_, column, row_of, owners) in SEALED.iter().filter(|(name, ..)| *name == table) {
        let Some(sealed) = row.get(*column) else {
            continue;
        };
        let number = |column: &str| row.get(column).and_then(|id| id.parse().ok());
        let owners = owners.iter().filter_map(|(kind, column)| match *kind {
            "system" => Some((*kind, 0)),
            kind => Some((kind, number(column)?)),
        });
        let at = (table, *column, number(row_of).expect("an id"));
        // Whose key is gone has left nothing to read.
        let words = keys.open(owners, at, sealed);
        row.insert(
            (*column).to_owned(),
            words.unwrap_or_else(|| "sealed for ever".to_owned()),
        );
    }
    // A wrapped key never looks the same twice, and says nothing.
    row.remove("wrapped");
}

async fn wrapped(conn: &mut AnyConnection) -> BTreeMap<(String, i64), String> {
    let query = "select kind, cast(owner as text), wrapped from main.sealing_key";
    let rows = texts(conn, query, 3).await.into_iter().filter_map(|row| {
        let mut row = row.into_iter().flatten();
        let owner = (row.next()?, row.next()?.parse().ok()?);
        Some((owner, row.next()?))
    });
    rows.collect()
}

async fn run(conn: &mut AnyConnection, command: String) {
    sqlx::raw_sql(AssertSqlSafe(command))
        .execute(conn)
        .await
        .expect("a command");
}

async fn texts(conn: &mut AnyConnection, query: &str, columns: usize) -> Vec<Vec<Option<String>>> {
    let rows = sqlx::query(AssertSqlSafe(query.to_owned()))
        .fetch_all(conn)
        .await
        .expect("a query");
    let texts = rows.iter().map(|row| {
        let columns = 0..columns;
        columns
            .map(|at| row.try_get(at).expect("a text or nothing"))
            .collect()
    });
    texts.collect()
}
