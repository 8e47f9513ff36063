//! The file of what is done and what came of it: a head in JSON, then entries of a title, steps and an outcome.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

use jiff::Timestamp;
use serde_json::{Value, json};

use super::program::Program;

/// The updates that presses come with are counted from here: no other update has such a number.
const FIRST_UPDATE: usize = 900_000_001;

pub struct Script {
    head: String,
    /// The moment at which the world stands still.
    pub now: Timestamp,
    pub bot: String,
    pub bot_id: i64,
    /// Name and language by Telegram's id.
    people: BTreeMap<String, (String, Option<String>)>,
    pub entries: Vec<Entry>,
}

pub struct Entry {
    pub title: String,
    pub steps: Vec<Value>,
    pub outcome: String,
}

impl Script {
    pub fn read(path: &Path) -> Script {
        let text = std::fs::read_to_string(path).expect("the record");
        let (head, rest) = text.split_once('\n').expect("a head");
        let told: Value = serde_json::from_str(head).expect("a head in JSON");
        let people = serde_json::from_value(told["people"].clone()).expect("people");
        let mut entries: Vec<Entry> = Vec::new();
        for line in rest.lines() {
            if let Some(title) = line.strip_prefix("# ") {
                entries.push(Entry {
                    title: title.to_owned(),
                    steps: Vec::new(),
                    outcome: String::new(),
                });
            } else if let (Some(step), Some(entry)) = (line.strip_prefix("> "), entries.last_mut())
            {
                entry
                    .steps
                    .push(serde_json::from_str(step).expect("a step in JSON"));
            } else if let (false, Some(entry)) = (line.is_empty(), entries.last_mut()) {
                entry.outcome.push_str(line);
                entry.outcome.push('\n');
            }
        }
        Script {
            head: head.to_owned(),
            now: told["now"]
                .as_str()
                .and_then(|now| now.parse().ok())
                .expect("a moment"),
            bot: told["bot"].as_str().expect("a bot").to_owned(),
            bot_id: told["bot_id"].as_i64().expect("an id"),
            people,
            entries,
        }
    }

    pub fn write(&self, path: &Path, outcomes: &[String]) {
        let mut text = format!("{}\n", self.head);
        for (entry, outcome) in self.entries.iter().zip(outcomes) {
            let _ = writeln!(text, "\n# {}", entry.title);
            for step in &entry.steps {
                let _ = writeln!(text, "> {step}");
            }
            text.push_str(outcome);
        }
        std::fs::write(path, text).expect("writes the record");
    }

    /// Does one step of an entry; what was answered to a press.
    pub async fn does(
        &self,
        program: &Program,
        nth: usize,
        step: &Value,
    ) -> Option<Option<String>> {
        let at = step["at"].as_str().map(|at| at.parse().expect("a time"));
        let now = at.unwrap_or(self.now);
        let id = |name: &str| step[name].as_i64();
        if step["press"].is_string() {
            return program.hears(&self.press(nth, step), now).await;
        }
        if step["update"].is_object() {
            return program.hears(&step["update"], now).await;
        }
        if let Some(couple) = id("tick") {
            program.ticks(couple, now).await;
        } else if let Some(reflection) = id("tick_alone") {
            program.ticks_alone(reflection, now).await;
        } else if let Some(couple) = id("outage") {
            program.was_away(couple, now).await;
        } else if let Some(group) = id("look") {
            program.looks_into(group, now).await;
        } else if let Some(person) = id("report_to") {
            program.reports(person, step, now).await;
        } else {
            panic!("{step} is no step");
        }
        None
    }

    /// A press as Telegram tells of it.
    fn press(&self, nth: usize, step: &Value) -> Value {
        let who = step["by"].as_i64().expect("somebody");
        let (name, lang) = &self.people[&who.to_string()];
        let chat = step["in"].as_i64().unwrap_or(who);
        let kind = if chat == who { "private" } else { "group" };
        json!({
            "update_id": FIRST_UPDATE + nth,
            "callback_query": {
                "id": "77",
                "from": { "id": who, "is_bot": false, "first_name": name, "language_code": lang },
                "message": {
                    "chat": { "id": chat, "type": kind },
                    "message_id": step["on"],
                    "date": self.now.as_second() - 60,
                },
                "data": step["press"],
            },
        })
    }
}
