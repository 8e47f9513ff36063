//! `<language>/reflection.toml` and `<language>/safety.toml`: texts by table and key, in every language.
//!
//! Which texts there are is said by the list in the language-free file beside the languages; here each language's file is
//! looked at against it. Start with [`read`], which gives the [`Sheet`]. A language's file that a folder does not have is the
//! one that ships with the program.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use super::tables::{Doc, Flat};
use super::text_rules::{self as rules, TextRule};
use crate::library::finding::{At, Code, Findings};
use crate::library::source::Source;
use crate::library::values::{BASE_LANGUAGE, Sheet};

/// Texts named in a finding about many.
const NAMED_MAX: usize = 5;

/// One text that a language's file may hold.
#[derive(Debug)]
pub(super) struct Wanted {
    path: String,
    rule: TextRule,
    optional: bool,
    /// A placeholder it cannot do without.
    must: Option<&'static str>,
}

impl Wanted {
    pub(super) fn new(path: impl Into<String>, rule: TextRule) -> Wanted {
        Wanted {
            path: path.into(),
            rule,
            optional: false,
            must: None,
        }
    }

    pub(super) fn optional(mut self) -> Wanted {
        self.optional = true;
        self
    }

    pub(super) fn naming(mut self, placeholder: &'static str) -> Wanted {
        self.must = Some(placeholder);
        self
    }
}

/// Reads the file of this name in every language. `list` is the file that says which texts there are, `languages` the folder's.
pub(super) fn read<'a>(
    source: &Source,
    name: &str,
    wanted: &[Wanted],
    languages: impl Iterator<Item = &'a String>,
    findings: &mut Findings,
) -> Sheet {
    let listed: BTreeSet<&String> = languages.collect();
    let shipped: Vec<String> = Source::shipped_languages().collect();
    let others: BTreeSet<&String> = listed.iter().copied().chain(&shipped).collect();
    // English first: what it says, others are held against.
    let base = BASE_LANGUAGE.to_owned();
    let others = others.into_iter().filter(|language| **language != base);
    let mut sheet = Sheet::default();
    for language in std::iter::once(&base).chain(others) {
        let path = format!("{language}/{name}");
        let texts = match source.file(&path) {
            Some(file) => {
                let Some(doc) = Doc::parse(&file.shown, &file.text, findings) else {
                    sheet.0.insert(language.clone(), BTreeMap::new());
                    continue;
                };
                let flat = doc.flat(findings);
                unknown(&doc, &flat, wanted, &source.shown(name), findings);
                let texts = taken(&doc, &flat, wanted, findings);
                if listed.contains(language) {
                    missing(
                        Some((&doc, &flat)),
                        &texts,
                        wanted,
                        source,
                        &path,
                        &sheet,
                        findings,
                    );
                }
                texts
            }
            None => {
                let texts = ships(&path, wanted);
                // Of files that nobody wrote nothing is missing, unless a list of the folder's own wants more than they say.
                if source.file(name).is_some() && listed.contains(language) {
                    missing(None, &texts, wanted, source, &path, &sheet, findings);
                }
                texts
            }
        };
        sheet.0.insert(language.clone(), texts);
    }
    sheet
}

/// The texts of a shipped file; its findings are the business of whoever ships it.
fn ships(path: &str, wanted: &[Wanted]) -> BTreeMap<String, String> {
    let mut unheard = Findings::default();
    let text = Source::shipped(path).unwrap_or_default();
    match Doc::parse(&path.into(), text, &mut unheard) {
        Some(doc) => taken(&doc, &doc.flat(&mut unheard), wanted, &mut unheard),
        None => BTreeMap::new(),
    }
}

/// What is wanted and there, looked at.
fn taken(
    doc: &Doc<'_>,
    flat: &Flat,
    wanted: &[Wanted],
    findings: &mut Findings,
) -> BTreeMap<String, String> {
    let mut texts = BTreeMap::new();
    for (path, text) in &flat.texts {
        let Some(one) = wanted.iter().find(|one| one.path == *path) else {
            continue;
        };
        let at = doc.at(text.line);
        rules::check(&text.value, one.rule, &at, findings);
        if let Some(placeholder) = one.must.filter(|must| !text.value.contains(must)) {
            let wrong = format!("“{}” does not hold {placeholder}", one.rule.name);
            let remedy = format!("say {placeholder} where it belongs in the sentence");
            findings.error(&at, Code::Placeholder, wrong, remedy);
        }
        let text = text.value.strip_suffix('\n').unwrap_or(&text.value);
        texts.insert(path.clone(), text.to_owned());
    }
    texts
}

/// Tables and keys that nothing reads: a table as a whole, else each of its keys.
fn unknown(doc: &Doc<'_>, flat: &Flat, wanted: &[Wanted], list: &str, findings: &mut Findings) {
    let is_inside = |path: &str, table: &str| {
        path.strip_prefix(table)
            .is_some_and(|rest| rest.starts_with('.'))
    };
    let leads_on = |table: &str| wanted.iter().any(|one| is_inside(&one.path, table));
    let mut lost: Vec<&str> = Vec::new();
    for (table, line) in &flat.tables {
        if leads_on(table) || lost.iter().any(|outer| is_inside(table, outer)) {
            continue;
        }
        lost.push(table);
        let wrong = format!("[{table}] is not a table that is known here");
        let remedy = format!("take it out; {list} says what there is");
        findings.error(&doc.at(*line), Code::UnknownKey, wrong, remedy);
    }
    for (path, text) in &flat.texts {
        let known = wanted.iter().any(|one| one.path == *path);
        if known || lost.iter().any(|table| is_inside(path, table)) {
            continue;
        }
        let table = path.rsplit_once('.').map_or("", |(table, _)| table);
        let beside = wanted.iter().filter_map(|one| {
            let (its, key) = one.path.rsplit_once('.')?;
            (its == table).then_some(key)
        });
        let beside: Vec<&str> = beside.collect();
        let key = path.rsplit('.').next().unwrap_or(path);
        let remedy = match beside.len() {
            0 => "take it out, or put it under a table".to_owned(),
            1..=8 => format!("take it out, or write one of: {}", beside.join(", ")),
            _ => format!("take it out; {list} says what there is"),
        };
        findings.error(
            &doc.at(text.line),
            Code::UnknownKey,
            format!("“{key}” is not a key that is known here"),
            remedy,
        );
    }
}

/// What English does not say, and what another language leaves in English.
fn missing(
    written: Option<(&Doc<'_>, &Flat)>,
    texts: &BTreeMap<String, String>,
    wanted: &[Wanted],
    source: &Source,
    path: &str,
    sheet: &Sheet,
    findings: &mut Findings,
) {
    let base = path
        .split_once('/')
        .is_some_and(|(language, _)| language == BASE_LANGUAGE);
    let file = At::file(&source.shown(path));
    let english = sheet.0.get(BASE_LANGUAGE);
    let in_english = |path: &str| english.is_some_and(|texts| texts.contains_key(path));
    let wanted: Vec<&str> = wanted
        .iter()
        .filter(|one| !one.optional || !base && in_english(&one.path))
        .map(|one| one.path.as_str())
        .collect();
    let missing = wanted.iter().copied();
    let missing: Vec<&str> = missing.filter(|path| !texts.contains_key(*path)).collect();
    if missing.is_empty() {
        return;
    }
    if base {
        for path in missing {
            let (table, key) = path.rsplit_once('.').unwrap_or(("", path));
            let line = written.and_then(|(doc, flat)| Some(doc.at(*flat.tables.get(table)?)));
            findings.error(
                line.as_ref().unwrap_or(&file),
                Code::MissingKey,
                format!("“{key}” is missing in [{table}]"),
                format!("add {key} = \"…\" under [{table}]"),
            );
        }
        return;
    }
    let mut named: Vec<Cow<'_, str>> = missing
        .iter()
        .take(NAMED_MAX)
        .map(|p| (*p).into())
        .collect();
    if missing.len() > NAMED_MAX {
        named.push("…".into());
    }
    let wrong = format!(
        "{} of {} texts are missing and stay English: {}",
        missing.len(),
        wanted.len(),
        named.join(", ")
    );
    let remedy = "translate them when you can";
    findings.warning(&file, Code::MissingTranslation, wrong, remedy);
}
