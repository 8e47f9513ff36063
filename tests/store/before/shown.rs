//! What came of a deed, in lines that can be read and compared: what was answered to a press, the calls that were written into
//! the outbox in their order, and every other row that is new, changed or gone.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use jiff::Timestamp;
use serde_json::{Map, Value, json};
use sha2::{Digest as _, Sha256};

use super::rows::{Change, Row};
use super::script::Entry;

/// Columns of a call that stand in its first line, or say nothing: an id by chance, the place in its lane.
const OF_CALL: [&str; 11] = [
    "id",
    "seq",
    "state",
    "queued_at",
    "body",
    "method",
    "class",
    "key",
    "chat",
    "calls",
    "tries",
];
/// Columns whose moments follow from the outbox alone.
const OF_LANE: [&str; 2] = ["waited_at", "scheduled_at"];

/// What was answered to a press.
pub fn answer(answer: Option<Option<String>>) -> String {
    match answer {
        None => String::new(),
        Some(None) => "= answered\n".to_owned(),
        Some(Some(text)) => format!("= answered {text:?}\n"),
    }
}

/// Every row that is new (`+`), changed (`~`) or gone (`-`).
pub fn changes(changes: &[Change]) -> String {
    let mut shown = String::new();
    for change in changes {
        let (name, key) = (change.table.as_str(), change.key.as_str());
        match (&change.was, &change.is) {
            (Some(was), Some(is)) => changed(&mut shown, name, key, was, is),
            (None, Some(row)) if name == "outbox" => call(&mut shown, row),
            (None, Some(row)) => added(&mut shown, name, row),
            (_, None) => {
                let _ = writeln!(shown, "- {name} {key}");
            }
        }
    }
    shown
}

/// A new call, its words as people read them.
fn call(shown: &mut String, row: &Row) {
    let of = |column: &str| row.get(column).map_or("", String::as_str);
    let _ = write!(
        shown,
        "+ {} {} {} to {}",
        of("class"),
        of("method"),
        of("key"),
        of("chat")
    );
    // What was dropped at once has no parameters.
    let mut params = match serde_json::from_str(of("body")) {
        Ok(Value::Object(params)) => params,
        _ => Map::new(),
    };
    let is_elsewhere = params
        .remove("chat_id")
        .is_some_and(|chat| chat.as_i64() != of("chat").parse().ok());
    assert!(!is_elsewhere, "a call goes where its lane leads");
    let mut left_out = OF_CALL.to_vec();
    left_out.extend(what_it_changes(&mut params, row));
    for (column, value) in row {
        let says_nothing = value == "0" || value == " " || value.is_empty();
        if !left_out.contains(&column.as_str()) && !says_nothing {
            let _ = write!(shown, " {column}={}", moment(column, value));
        }
    }
    if of("state") != "queued" {
        let _ = write!(shown, " {}", of("state"));
    }
    shown.push('\n');
    for name in ["text", "caption"] {
        if let Some(Value::String(text)) = params.remove(name) {
            for line in text.split('\n') {
                let _ = writeln!(shown, "    | {line}");
            }
        }
    }
    if let Some(rows) = params.get("reply_markup").and_then(keyboard) {
        params.remove("reply_markup");
        shown.push_str(&rows);
    }
    match params.remove("link_preview_options") {
        Some(preview) if preview == json!({ "is_disabled": true }) => {}
        Some(preview) => drop(params.insert("link_preview_options".to_owned(), preview)),
        None if of("method").ends_with("Text") || of("method") == "sendMessage" => {
            shown.push_str("    with a preview of links\n");
        }
        None => {}
    }
    if !params.is_empty() {
        let _ = writeln!(shown, "    {}", Value::Object(params));
    }
}

/// Takes the message that a call changes out of its parameters where its row names it as well; the columns that then say it once
/// more.
fn what_it_changes(params: &mut Map<String, Value>, row: &Row) -> Vec<&'static str> {
    let message = match params.get("message_id") {
        Some(Value::Number(id)) => format!("#{id}"),
        Some(sent) => sent["sent"].as_str().unwrap_or_default().to_owned(),
        None => return Vec::new(),
    };
    let target = row.get("target").and_then(|target| target.split_once(':'));
    if target.is_none_or(|(_, named)| named != message) {
        return Vec::new();
    }
    params.remove("message_id");
    match row.get("changes") {
        Some(key) if *key == message => vec!["changes"],
        _ => Vec::new(),
    }
}

/// A keyboard of buttons that carry data; anything else is shown as it is.
fn keyboard(markup: &Value) -> Option<String> {
    let whole = markup.as_object()?;
    let rows = whole
        .get("inline_keyboard")?
        .as_array()
        .filter(|_| whole.len() == 1)?;
    let mut shown = String::new();
    for row in rows {
        shown.push_str("   ");
        for button in row.as_array()? {
            let plain = button.as_object().filter(|fields| fields.len() == 2)?;
            let (text, data) = (
                plain.get("text")?.as_str()?,
                plain.get("callback_data")?.as_str()?,
            );
            let _ = write!(shown, " [{text} → {data}]");
        }
        shown.push('\n');
    }
    Some(shown)
}

fn added(shown: &mut String, name: &str, row: &Row) {
    let _ = write!(shown, "+ {name}");
    for (column, value) in row.iter().filter(|(column, _)| !is_of_lane(name, column)) {
        let _ = write!(
            shown,
            " {column}={}{}",
            moment(column, value),
            print_of(value)
        );
    }
    shown.push('\n');
}

fn changed(shown: &mut String, name: &str, key: &str, old: &Row, row: &Row) {
    let mut lines = String::new();
    let columns: BTreeSet<&String> = old.keys().chain(row.keys()).collect();
    for column in columns
        .into_iter()
        .filter(|column| !is_of_lane(name, column))
    {
        let (was, is) = (old.get(column), row.get(column));
        if was == is {
            continue;
        }
        let json = |value: Option<&String>| {
            serde_json::from_str::<Value>(value?)
                .ok()
                .filter(|value| !value.is_number())
        };
        if let (Some(was), Some(is_now)) = (json(was), json(is)) {
            let _ = writeln!(
                lines,
                "    {column}{}",
                print_of(is.map_or("", String::as_str))
            );
            differences(&mut lines, "", &was, &is_now);
        } else if name == "outbox" && column == "body" {
            let _ = writeln!(
                lines,
                "    body {}",
                if is.is_some() { "written anew" } else { "gone" }
            );
        } else {
            let told = |value: Option<&String>| {
                value.map_or("nothing".to_owned(), |value| moment(column, value))
            };
            let _ = writeln!(lines, "    {column} {} → {}", told(was), told(is));
        }
    }
    if !lines.is_empty() {
        let named = old.get("key").filter(|_| name == "outbox");
        let named = named.map_or(key, String::as_str);
        let _ = write!(shown, "~ {name} {named}\n{lines}");
    }
}

fn is_of_lane(name: &str, column: &str) -> bool {
    name == "lane" && OF_LANE.contains(&column)
}

/// Milliseconds since 1970 as a moment.
fn moment(column: &str, value: &str) -> String {
    let is_moment = column.ends_with("_at") || ["not_before", "at"].contains(&column);
    let at = value.parse().ok().filter(|_| is_moment);
    let at = at.and_then(|ms| Timestamp::from_millisecond(ms).ok());
    at.map_or_else(|| value.to_owned(), |at| at.to_string())
}

/// What tells the bytes of a document from any other, the order of its fields included.
fn print_of(document: &str) -> String {
    if !document.starts_with('{') {
        return String::new();
    }
    let hash = Sha256::digest(document.as_bytes());
    format!(" ~{:02x}{:02x}{:02x}", hash[0], hash[1], hash[2])
}

/// Where two documents differ, by path.
fn differences(lines: &mut String, path: &str, was: &Value, is: &Value) {
    match (was, is) {
        _ if was == is => {}
        (Value::Object(old), Value::Object(new)) => {
            let names: BTreeSet<&String> = old.keys().chain(new.keys()).collect();
            for name in names {
                let path = format!("{path}/{name}");
                match (old.get(name), new.get(name)) {
                    (Some(was), Some(is)) => differences(lines, &path, was, is),
                    (Some(_), None) => {
                        let _ = writeln!(lines, "      {path} gone");
                    }
                    (None, is) => {
                        let _ = writeln!(lines, "      {path} new: {}", is.unwrap_or(&Value::Null));
                    }
                }
            }
        }
        (Value::Array(old), Value::Array(new)) if old.len() == new.len() => {
            for (at, (was, is)) in old.iter().zip(new).enumerate() {
                differences(lines, &format!("{path}/{at}"), was, is);
            }
        }
        _ => {
            let _ = writeln!(lines, "      {path} {was} → {is}");
        }
    }
}

/// What an entry came to, beside what it was to come to.
pub fn difference(entry: &Entry, outcome: &str) -> String {
    let mut shown = format!("# {}\n", entry.title);
    for step in &entry.steps {
        let _ = writeln!(shown, "> {step}");
    }
    let (was, is): (Vec<&str>, Vec<&str>) =
        (entry.outcome.lines().collect(), outcome.lines().collect());
    let same = was
        .iter()
        .zip(&is)
        .take_while(|(was, is)| was == is)
        .count();
    let ends = was[same..].iter().rev().zip(is[same..].iter().rev());
    let end = ends.take_while(|(was, is)| was == is).count();
    for line in &was[same..was.len() - end] {
        let _ = writeln!(shown, "then: {line}");
    }
    for line in &is[same..is.len() - end] {
        let _ = writeln!(shown, "now:  {line}");
    }
    shown
}
