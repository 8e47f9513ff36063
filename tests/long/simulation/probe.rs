//! What the database holds, read past the store through a connection of its own, and kept as a mirror to compare with.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use sqlx::{AnyConnection, Connection as _, Row as _};

use twofold::core::model::couple::Couple;
use twofold::core::model::ids::{CoupleId, PersonId, ReflectionId, RoundId};
use twofold::core::model::reflection::Reflection;
use twofold::core::model::round::Round;

/// Before and after, of something that changed.
#[derive(Clone, Debug)]
pub struct Changed<T> {
    pub before: Option<T>,
    pub after: T,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Pair {
    pub couple: Couple,
    pub due_at: Option<Timestamp>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Held {
    pub reflection: Reflection,
    /// Of one that somebody does alone.
    pub due_at: Option<Timestamp>,
}

/// What one step changed.
#[derive(Default)]
pub struct Changes {
    pub couples: Vec<Changed<Pair>>,
    pub rounds: Vec<Changed<Round>>,
    pub reflections: Vec<Changed<Held>>,
}

pub struct Probe {
    conn: AnyConnection,
    version: i64,
    /// The tables are there.
    migrated: bool,
    docs: BTreeMap<i64, String>,
    live: BTreeSet<i64>,
    pub couples: BTreeMap<CoupleId, Pair>,
    pub rounds: BTreeMap<RoundId, Round>,
    pub reflections: BTreeMap<ReflectionId, Held>,
    /// Telegram's id of each person.
    pub users: BTreeMap<PersonId, i64>,
}

const LIVE: &str = "select 0 as what, id, due_at, doc from couple where ended = 0 or due_at is not null \
    union all select 1, id, live, doc from round where live = 1 \
    union all select 2, id, due_at, doc from reflection \
        where doc not like '%\"over\"%' or doc like '%\"erase_at\"%' order by 1, 2";

impl Probe {
    pub async fn open(url: &str) -> Probe {
        sqlx::any::install_default_drivers();
        Probe {
            conn: AnyConnection::connect(url).await.expect("a connection"),
            version: -1,
            migrated: false,
            docs: BTreeMap::new(),
            live: BTreeSet::new(),
            couples: BTreeMap::new(),
            rounds: BTreeMap::new(),
            reflections: BTreeMap::new(),
            users: BTreeMap::new(),
        }
    }

    /// Changes with every commit of somebody else.
    pub async fn version(&mut self) -> i64 {
        self.number("pragma data_version").await
    }

    /// Brings the mirror up to date; what changed since the last time.
    pub async fn refresh(&mut self) -> Changes {
        let mut changes = Changes::default();
        let version = self.version().await;
        if version == self.version {
            return changes;
        }
        self.version = version;
        let tables = "select count(*) from sqlite_master where name in ('couple', 'round', 'outbox', 'reflection')";
        self.migrated = self.migrated || self.number(tables).await == 4;
        if !self.migrated {
            return changes;
        }
        let rows = sqlx::query(LIVE)
            .fetch_all(&mut self.conn)
            .await
            .expect("rows");
        let mut gone = std::mem::take(&mut self.live);
        let mut read = Vec::new();
        for row in &rows {
            let (what, id): (i64, i64) = (row.get(0), row.get(1));
            gone.remove(&id);
            self.live.insert(id);
            read.push((
                what,
                id,
                row.get::<Option<i64>, _>(2),
                row.get::<String, _>(3),
            ));
        }
        for id in gone {
            for (what, sql) in [
                (0, "select due_at, doc from couple where id = $1"),
                (1, "select live, doc from round where id = $1"),
                (2, "select due_at, doc from reflection where id = $1"),
            ] {
                let row = sqlx::query(sql)
                    .bind(id)
                    .fetch_optional(&mut self.conn)
                    .await;
                if let Some(row) = row.expect("a row") {
                    read.push((what, id, row.get(0), row.get(1)));
                }
            }
        }
        for (what, id, number, doc) in read {
            let same = self.docs.get(&id) == Some(&doc);
            let time = |ms| Timestamp::from_millisecond(ms).expect("a time");
            if what == 0 {
                let due_at = number.map(time);
                let before = self.couples.get(&CoupleId(id));
                if same && before.is_some_and(|before| before.due_at == due_at) {
                    continue;
                }
                let couple: Couple = serde_json::from_str(&doc).expect("a couple");
                let after = Pair { couple, due_at };
                let before = self.couples.insert(CoupleId(id), after.clone());
                changes.couples.push(Changed { before, after });
            } else if what == 2 {
                let due_at = number.map(time);
                let before = self.reflections.get(&ReflectionId(id));
                if same && before.is_some_and(|before| before.due_at == due_at) {
                    continue;
                }
                let reflection: Reflection = serde_json::from_str(&doc).expect("a reflection");
                let after = Held { reflection, due_at };
                let before = self.reflections.insert(ReflectionId(id), after.clone());
                changes.reflections.push(Changed { before, after });
            } else if !same {
                let after: Round = serde_json::from_str(&doc).expect("a round");
                let before = self.rounds.insert(RoundId(id), after.clone());
                changes.rounds.push(Changed { before, after });
            }
            self.docs.insert(id, doc);
        }
        let of_couples = self.couples.values();
        let of_couples = of_couples.flat_map(|pair| [Some(pair.couple.a), pair.couple.b]);
        let alone = self.reflections.values();
        let alone = alone.flat_map(|held| held.reflection.people);
        let mut known = of_couples.chain(alone).flatten();
        let unknown = known.any(|person| !self.users.contains_key(&person));
        if unknown {
            let rows = sqlx::query("select id, user_id from person").fetch_all(&mut self.conn);
            for row in rows.await.expect("rows") {
                self.users.insert(PersonId(row.get(0)), row.get(1));
            }
        }
        changes
    }

    /// The one number a query answers, or -1.
    pub async fn number(&mut self, sql: &'static str) -> i64 {
        let row = sqlx::query(sql)
            .fetch_optional(&mut self.conn)
            .await
            .expect("a number");
        row.and_then(|row| row.get::<Option<i64>, _>(0))
            .unwrap_or(-1)
    }

    pub async fn number_of(&mut self, sql: &'static str, id: i64) -> i64 {
        let row = sqlx::query(sql)
            .bind(id)
            .fetch_optional(&mut self.conn)
            .await;
        row.expect("a number")
            .and_then(|row| row.get::<Option<i64>, _>(0))
            .unwrap_or(-1)
    }

    /// The state of the row with this key.
    pub async fn row_of_key(&mut self, key: &str) -> Option<String> {
        let row = sqlx::query("select state from outbox where key = $1").bind(key);
        let row = row.fetch_optional(&mut self.conn).await.expect("a row");
        row.map(|row| row.get(0))
    }

    /// The row with this key and its further pieces, with their states.
    pub async fn rows_of(&mut self, key: &str) -> Vec<(i64, String)> {
        let rows =
            sqlx::query("select id, state from outbox where key = $1 or key like $1 || '/%'")
                .bind(key)
                .fetch_all(&mut self.conn)
                .await;
        let rows = rows.expect("rows");
        rows.iter().map(|row| (row.get(0), row.get(1))).collect()
    }

    /// Which of these updates were applied.
    pub async fn is_applied(&mut self, update: i64) -> bool {
        self.number_of(
            "select count(*) from applied_update where update_id = $1 and applied_at is not null",
            update,
        )
        .await
            > 0
    }

    /// The newest message of this name in a chat.
    pub async fn message_of(&mut self, chat: i64, key: &str) -> Option<i64> {
        let sql = "select max(message_id) from message where chat = $1 and key = $2";
        let row = sqlx::query(sql)
            .bind(chat)
            .bind(key)
            .fetch_one(&mut self.conn)
            .await
            .expect("a row");
        row.get(0)
    }

    /// The parts whose words are kept for a round.
    pub async fn parts_of(&mut self, round: RoundId) -> BTreeSet<i64> {
        let rows = sqlx::query("select id from part where round = $1")
            .bind(round.0)
            .fetch_all(&mut self.conn)
            .await;
        rows.expect("rows").iter().map(|row| row.get(0)).collect()
    }

    /// What is kept for a reflection: the row of each part, and how it is sealed.
    pub async fn words_of(&mut self, reflection: ReflectionId) -> BTreeMap<i64, String> {
        let rows = sqlx::query("select id, words from reflection_words where reflection = $1")
            .bind(reflection.0)
            .fetch_all(&mut self.conn)
            .await;
        let rows = rows.expect("rows");
        rows.iter().map(|row| (row.get(0), row.get(1))).collect()
    }

    /// The reflection whose words a row of the outbox may carry; none where it belongs to no reflection.
    pub async fn reflection_of_row(&mut self, row: i64) -> Option<ReflectionId> {
        let row = sqlx::query("select round from outbox where id = $1 and role = 'reflection'")
            .bind(row)
            .fetch_optional(&mut self.conn)
            .await;
        let row = row.expect("a row")?;
        row.get::<Option<i64>, _>(0).map(ReflectionId)
    }

    /// The round a message of the bot is the prompt of, as the bot knows it.
    pub async fn card_of(&mut self, chat: i64, message: i64) -> Option<(RoundId, String)> {
        let row = sqlx::query(
            "select round, key from message where chat = $1 and message_id = $2 and role = 'card'",
        )
        .bind(chat)
        .bind(message)
        .fetch_optional(&mut self.conn)
        .await
        .expect("a row")?;
        Some((RoundId(row.get::<Option<i64>, _>(0)?), row.get(1)))
    }

    /// Every row of the outbox that was owed, with what became of it.
    pub async fn owed(&mut self) -> Vec<Owed> {
        let sql = "select o.id, o.key, o.chat, o.state, o.role, o.method, o.why, \
            cast(case when l.parked_at is null then 0 else 1 end as bigint) \
            from outbox o left join lane l on l.chat = o.chat where o.class = 'owed' order by o.id";
        let rows = sqlx::query(sql)
            .fetch_all(&mut self.conn)
            .await
            .expect("rows");
        rows.iter()
            .map(|row| Owed {
                id: row.get(0),
                key: row.get(1),
                chat: row.get(2),
                state: row.get(3),
                role: row.get(4),
                method: row.get(5),
                why: row.get::<Option<String>, _>(6).unwrap_or_default(),
                parked: row.get::<i64, _>(7) == 1,
            })
            .collect()
    }
}

/// One owed row.
pub struct Owed {
    pub id: i64,
    pub key: String,
    pub chat: i64,
    pub state: String,
    pub role: String,
    pub method: String,
    pub why: String,
    pub parked: bool,
}
