//! Files of the project, and what of them is code: enough of a reader for the rules of this folder, and no more.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

pub const ROOT: &str = env!("CARGO_MANIFEST_DIR");

/// A file of the project: its path from the root, with `/`.
pub struct File {
    pub path: String,
    pub text: String,
}

pub fn read(path: &str) -> String {
    fs::read_to_string(Path::new(ROOT).join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

pub fn sources() -> impl Iterator<Item = File> {
    files("src", "rs")
}

/// All files of this ending below a folder, in order.
pub fn files(folder: &str, ending: &str) -> impl Iterator<Item = File> {
    let mut paths = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(Path::new(ROOT).join(&folder)).expect("a folder") {
            let entry = entry.expect("an entry");
            let path = format!(
                "{folder}/{}",
                entry.file_name().to_str().expect("a plain name")
            );
            if entry.file_type().expect("a kind").is_dir() {
                folders.push(path);
            } else if path.ends_with(&format!(".{ending}")) {
                paths.push(path);
            }
        }
    }
    assert!(!paths.is_empty(), "no .{ending} in {folder}");
    paths.sort();
    paths.into_iter().map(|path| File {
        text: read(&path),
        path,
    })
}

/// The top-level module a source file belongs to.
pub fn module(path: &str) -> &str {
    let below = path.trim_start_matches("src/");
    below
        .split_once('/')
        .map_or(below.trim_end_matches(".rs"), |(module, _)| module)
}

/// Which modules have this word in their code.
pub fn who_names(word: &str) -> BTreeSet<String> {
    let named = sources().filter(|file| has_word(&code(&file.text), word));
    named.map(|file| module(&file.path).to_owned()).collect()
}

/// A file without comments, without what stands in quotes, and without its tests, which come last.
pub fn code(text: &str) -> String {
    let text = text.split("\n#[cfg(test)]\n").next().unwrap_or_default();
    let mut code = String::new();
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let skipped = if rest.starts_with("//") {
            rest.find('\n').unwrap_or(rest.len())
        } else if rest.starts_with("r\"") || rest.starts_with("r#") && !code.ends_with(is_word) {
            raw_text(rest)
        } else if c == '"' {
            quoted(rest, '"')
        } else if rest.starts_with("'\\") || c == '\'' && rest.chars().nth(2) == Some('\'') {
            quoted(rest, '\'')
        } else {
            code.push(c);
            rest = &rest[c.len_utf8()..];
            continue;
        };
        code.push(' ');
        rest = &rest[skipped..];
    }
    code
}

/// The length of a raw text with its quotes; of `r` alone when it is something else (`r#type`).
fn raw_text(rest: &str) -> usize {
    let hashes = rest[1..].chars().take_while(|c| *c == '#').count();
    if !rest[1 + hashes..].starts_with('"') {
        return 1;
    }
    let end = format!("\"{}", "#".repeat(hashes));
    let inside = 2 + hashes;
    rest[inside..]
        .find(&end)
        .map_or(rest.len(), |at| inside + at + end.len())
}

/// The length of what begins with a quote, up to the next that no backslash stands before.
fn quoted(rest: &str, quote: char) -> usize {
    let mut escaped = false;
    for (at, c) in rest.char_indices().skip(1) {
        if c == quote && !escaped {
            return at + 1;
        }
        escaped = c == '\\' && !escaped;
    }
    rest.len()
}

pub fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

/// Whether the text has the word, not merely as a part of another.
pub fn has_word(text: &str, word: &str) -> bool {
    text.match_indices(word).any(|(at, _)| {
        let after = &text[at + word.len()..];
        let goes_on = word.ends_with(is_word) && after.starts_with(is_word);
        !goes_on && !text[..at].ends_with(is_word)
    })
}

/// What follows each `crate::`: a module and the name after it, of each branch of a `{…}`.
pub fn crate_paths(code: &str) -> Vec<(String, String)> {
    let starts = code
        .match_indices("crate::")
        .filter(|(at, _)| !code[..*at].ends_with(is_word));
    starts
        .flat_map(|(at, start)| branches(&code[at + start.len()..]))
        .flat_map(|(module, rest)| {
            let items = rest.strip_prefix("::").map_or_else(Vec::new, branches);
            let items: Vec<String> = items.into_iter().map(|(item, _)| item).collect();
            let items = if items.is_empty() {
                vec![String::new()]
            } else {
                items
            };
            items.into_iter().map(move |item| (module.clone(), item))
        })
        .collect()
}

/// The first name of a path, or of each branch of a `{…}`, with what follows it.
fn branches(path: &str) -> Vec<(String, &str)> {
    let name = |text: &'_ str| text.chars().take_while(|c| is_word(*c)).collect::<String>();
    let Some(group) = path.strip_prefix('{') else {
        let first = name(path);
        let rest = &path[first.len()..];
        return vec![(first, rest)];
    };
    let mut found = Vec::new();
    let mut depth = 0;
    let mut fresh = true;
    for (at, c) in group.char_indices() {
        match c {
            '{' => depth += 1,
            '}' if depth == 0 => break,
            '}' => depth -= 1,
            ',' if depth == 0 => fresh = true,
            c if fresh && is_word(c) => {
                let first = name(&group[at..]);
                found.push((first.clone(), &group[at + first.len()..]));
                fresh = false;
            }
            _ => {}
        }
    }
    found
}

pub fn without_sql_comments(sql: &str) -> String {
    sql.lines()
        .map(|line| line.split("--").next().unwrap_or_default().to_owned() + "\n")
        .collect()
}

/// The column definitions of a migration: of each new table, and each that an old one gets.
pub fn columns(sql: &str) -> Vec<String> {
    let mut columns = Vec::new();
    for statement in sql.split(';').map(one_spaced) {
        if let Some(column) = statement
            .strip_prefix("alter table ")
            .and_then(|rest| rest.split_once(" add column "))
        {
            columns.push(column.1.to_owned());
        }
        let Some(table) = statement.strip_prefix("create table ") else {
            continue;
        };
        let inside = table
            .split_once('(')
            .and_then(|(_, rest)| rest.rsplit_once(')'))
            .expect("a table's columns")
            .0;
        let mut depth = 0;
        let lines = inside.split(|c| {
            depth += i32::from(c == '(') - i32::from(c == ')');
            c == ',' && depth == 0
        });
        let about_rows = [
            "primary key",
            "unique",
            "check",
            "foreign key",
            "constraint",
        ];
        let lines = lines
            .map(str::trim)
            .filter(|line| !about_rows.iter().any(|word| line.starts_with(word)));
        columns.extend(lines.map(str::to_owned));
    }
    columns
}

pub fn one_spaced(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn the_reader_of_code_tells_code_from_the_rest() {
    let text = "use crate::{a::X, b::{self, c}};\n// crate::no\nlet s = \"crate::no \\\" \"; 'x'; '\\''; r#\"crate::no\"# ; &'a crate::d::E\n#[cfg(test)]\ncrate::no";
    let pairs = |list: &[(&str, &str)]| {
        list.iter()
            .map(|(a, b)| (a.to_string(), b.to_string()))
            .collect::<Vec<_>>()
    };
    assert_eq!(
        crate_paths(&code(text)),
        pairs(&[("a", "X"), ("b", "self"), ("b", "c"), ("d", "E")])
    );
    assert!(has_word("let a = now();", "now()") && has_word("async fn", "async"));
    assert!(!has_word("asynchronous", "async") && !has_word("know()", "now()"));
    let sql = "create table a (id bigint, b text check (b in ('x', 'y')), primary key (id)); alter table a add column c real;";
    assert_eq!(
        columns(sql),
        ["id bigint", "b text check (b in ('x', 'y'))", "c real"]
    );
}
