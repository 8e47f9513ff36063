//! More hands for the stories: several deeds before the bot may look, pages side by side, and a look into the database.

use std::time::Duration;

use jiff::SignedDuration;
use sqlx::{AnyConnection, AssertSqlSafe, Connection as _, Row as _};
use tempfile::TempDir;

use super::{PATIENCE, Story};
use twofold::core::Rules;
use twofold::library::Source;
use twofold::sandbox::{Action, Config, World};

impl Story {
    /// A bot of another name and token.
    pub async fn of_bot(telegram: Config) -> Story {
        let folder = TempDir::new().expect("a folder");
        let url = format!("sqlite://{}", folder.path().join("twofold.db").display());
        Story::in_place(folder, url, Rules::default(), Source::embedded, telegram).await
    }

    /// Somebody who has just pressed Start.
    pub async fn newcomer(&self, name: &str) -> i64 {
        let who = self.person(name);
        self.starts(who).await;
        who
    }

    /// `/invite`: the link, as it was given.
    pub async fn invites(&self, who: i64) -> String {
        self.says(who, "/invite").await;
        self.link(who)
    }

    /// Ana's link, and Ben who has said yes to it. She has not confirmed.
    pub async fn accepted(&self) -> (i64, i64) {
        let (ana, ben) = (self.newcomer("Ana").await, self.person("Ben"));
        let link = self.invites(ana).await;
        self.opens(ben, &link).await;
        self.presses(ben, "Yes, let's try it").await;
        (ana, ben)
    }

    /// Somebody makes their plan by hand: check-in and gratitude in turn, every evening at half past eight, and nothing else. So
    /// each question has its successor the next day, for stories of one question after another.
    pub async fn plans_every_evening(&self, who: i64) {
        self.says(who, "/schedule gentle").await;
        self.says(who, "/schedule check-in 30 20 * * *").await;
        self.presses(who, "🙏 Gratitude").await;
        self.presses(who, "Back").await;
        loop {
            // The plans stand in the first row, *Add one* in the last.
            let rows = self.last(who).buttons;
            let schedules = &rows[1..rows.len() - 1];
            let other = schedules
                .iter()
                .find(|row| !row[0].label.starts_with("Every day"));
            let Some(other) = other else {
                assert_eq!(schedules.len(), 1, "{}", self.page(who));
                return;
            };
            self.presses(who, &other[0].label).await;
            self.presses(who, "Remove").await;
        }
    }

    /// Several deeds that the bot finds at once.
    pub async fn at_once(&self, deeds: impl FnOnce(&mut World, jiff::Timestamp)) {
        self.telegram.with(deeds);
        self.settle().await;
    }

    /// The texts of [`Story::news`].
    pub fn texts(&self, who: i64, since: u64) -> Vec<String> {
        let news = self.news(who, since);
        news.into_iter().map(|seen| seen.text).collect()
    }

    /// The callback data of the newest button with this label.
    pub fn data_of(&self, who: i64, label: &str) -> (i64, String) {
        let found = self.screen(who).into_iter().rev().find_map(|seen| {
            let button = seen.button(label)?;
            match &button.action {
                Action::Callback(data) => Some((seen.message_id, data.clone())),
                _ => None,
            }
        });
        found.unwrap_or_else(|| panic!("no button {label:?}:\n{}", self.page(who)))
    }

    /// Sends callback data from a message of one's own chat, whatever stands there; the toast that comes.
    pub async fn sends_data(&self, who: i64, message: i64, data: &str) -> String {
        self.telegram
            .with(|world, now| world.press_data(who, who, message, data, now))
            .expect("presses");
        self.settle().await;
        self.newest_toast(who).await
    }

    /// The answer to a press comes beside everything else: waited for.
    pub async fn newest_toast(&self, who: i64) -> String {
        let answered = self
            .telegram
            .wait_for(PATIENCE, |world| {
                let asked = world
                    .calls_of("getUpdates")
                    .iter()
                    .filter_map(|call| call.reply.result()?.as_array().cloned())
                    .flatten()
                    .filter(|update| update["callback_query"]["from"]["id"] == who)
                    .map(|update| update["update_id"].as_i64().unwrap_or_default())
                    .collect::<std::collections::BTreeSet<i64>>()
                    .len();
                let toasts = world.toasts(who);
                (toasts.len() >= asked).then(|| toasts.last().map(|toast| toast.text.clone()))
            })
            .await;
        answered.flatten().unwrap_or_default()
    }

    /// The buttons under the newest question that pass it by, whatever its shape.
    pub fn passing(&self, who: i64) -> Vec<String> {
        let card = self.card(who);
        let passes = [
            "Another one",
            "Not tonight",
            "Not today",
            "Let's talk instead",
        ];
        let labels = card.labels().into_iter();
        labels
            .filter(|label| passes.contains(label))
            .map(str::to_owned)
            .collect()
    }

    /// A connection past the bot, to look at or spoil what is stored.
    pub async fn database(&self) -> AnyConnection {
        sqlx::any::install_default_drivers();
        AnyConnection::connect(&self.url)
            .await
            .expect("a connection")
    }

    /// Every sealed text a query gives.
    pub async fn sealed(&self, query: &str) -> Vec<String> {
        let mut conn = self.database().await;
        let rows = sqlx::query(AssertSqlSafe(query.to_owned()))
            .fetch_all(&mut conn)
            .await
            .expect("a query");
        conn.close().await.expect("closes");
        rows.iter()
            .map(|row| row.try_get(0).expect("a text"))
            .collect()
    }

    /// Changes something past the bot; how many rows.
    pub async fn spoil(&self, statement: &str) -> u64 {
        let mut conn = self.database().await;
        let done = sqlx::query(AssertSqlSafe(statement.to_owned()))
            .execute(&mut conn)
            .await
            .expect("a statement");
        conn.close().await.expect("closes");
        done.rows_affected()
    }

    /// Every byte of every file of the SQLite database: itself, its log, its index.
    pub fn bytes_on_disk(&self) -> Vec<u8> {
        let path = self.url.strip_prefix("sqlite://").expect("a file");
        let path = std::path::Path::new(path);
        let mut bytes = Vec::new();
        for entry in std::fs::read_dir(path.parent().expect("a folder")).expect("the folder") {
            let entry = entry.expect("an entry").path();
            let name = entry.file_name().unwrap_or_default().to_string_lossy();
            if name.starts_with("twofold.db") {
                bytes.extend(std::fs::read(&entry).expect("a file"));
            }
        }
        bytes
    }

    pub fn is_on_disk(&self, text: &str) -> bool {
        let bytes = self.bytes_on_disk();
        bytes
            .windows(text.len())
            .any(|window| window == text.as_bytes())
    }

    /// Waits until no file of the database holds any of these any more.
    pub async fn erased_from_disk(&self, texts: &[String]) {
        assert!(!texts.is_empty());
        let gone = async {
            while texts.iter().any(|text| self.is_on_disk(text)) {
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
        };
        if tokio::time::timeout(PATIENCE, gone).await.is_err() {
            panic!("deleted words are still on the disk");
        }
    }

    pub async fn minutes(&self, minutes: i64) {
        self.later(SignedDuration::from_mins(minutes)).await;
    }

    pub async fn hours(&self, hours: i64) {
        self.later(SignedDuration::from_hours(hours)).await;
    }

    pub async fn days(&self, days: i64) {
        self.hours(24 * days).await;
    }
}
