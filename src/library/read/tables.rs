//! TOML tables read key by key, each value with its line; whatever does not fit becomes a finding and reading goes on.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::civil::Date;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::library::finding::{At, Code, Findings, Placed};

/// Syntax errors told for one file: later ones are mostly echoes of the first.
const SYNTAX_ERRORS_MAX: usize = 5;

/// A file of texts in tables: the texts in order, and the line of each table.
#[derive(Default, Debug)]
pub(super) struct Flat {
    pub(super) texts: Vec<(String, Placed<String>)>,
    pub(super) tables: BTreeMap<String, u32>,
}

/// A file's text and where its lines begin.
pub(super) struct Doc<'s> {
    pub(super) shown: Arc<str>,
    table: DeTable<'s>,
    line_starts: Vec<usize>,
}

impl<'s> Doc<'s> {
    /// None, with findings, when the text is not TOML.
    pub(super) fn parse(shown: &Arc<str>, text: &'s str, findings: &mut Findings) -> Option<Self> {
        let line_starts: Vec<usize> = std::iter::once(0)
            .chain(text.match_indices('\n').map(|(at, _)| at + 1))
            .collect();
        let (table, errors) = DeTable::parse_recoverable(text);
        let mut last = None;
        for error in errors.iter().take(SYNTAX_ERRORS_MAX) {
            let line = error.span().map(|span| line_of(&line_starts, span.start));
            if line.is_none() || line != last {
                let at = At {
                    file: shown.clone(),
                    line,
                };
                let remedy = "mend the TOML here; the rest of the file is looked at after that";
                let wrong = format!("not TOML: {}", error.message().replace('\n', ", "));
                findings.error(&at, Code::Toml, wrong, remedy);
            }
            last = line;
        }
        errors.is_empty().then(|| Doc {
            shown: shown.clone(),
            table: table.into_inner(),
            line_starts,
        })
    }

    /// The top of the file.
    pub(super) fn top(&self) -> Fields<'_, 's> {
        Fields {
            doc: self,
            table: &self.table,
            line: 1,
            asked: Vec::new(),
        }
    }

    /// Top-level tables by name: `[gratitude]`.
    pub(super) fn tables(&self, findings: &mut Findings) -> Vec<(Placed<&str>, Fields<'_, 's>)> {
        let mut tables = Vec::new();
        for (key, value) in self.table.iter() {
            let line = self.line(key.span().start);
            let name = Placed {
                value: key.get_ref().as_ref(),
                line,
            };
            match value.get_ref() {
                DeValue::Table(table) => tables.push((name, self.fields(table, line))),
                other => self.wrong_type(findings, line, name.value, "a table", other),
            }
        }
        tables
    }

    /// Every text of the file by its path of tables and key (`steps.felt.ask`), and every table by its path with the line it
    /// begins on.
    pub(super) fn flat(&self, findings: &mut Findings) -> Flat {
        let mut flat = Flat::default();
        self.flatten(&self.table, "", &mut flat, findings);
        flat
    }

    fn flatten(&self, table: &DeTable<'s>, path: &str, flat: &mut Flat, findings: &mut Findings) {
        for (key, value) in table.iter() {
            let line = self.line(key.span().start);
            let path = match path {
                "" => key.get_ref().to_string(),
                path => format!("{path}.{}", key.get_ref()),
            };
            match value.get_ref() {
                DeValue::Table(table) => {
                    flat.tables.insert(path.clone(), line);
                    self.flatten(table, &path, flat, findings);
                }
                DeValue::String(text) => {
                    let value = text.as_ref().to_owned();
                    flat.texts.push((path, Placed { value, line }));
                }
                other => self.wrong_type(findings, line, &path, "a text in quotes", other),
            }
        }
    }

    fn fields<'d>(&'d self, table: &'d DeTable<'s>, line: u32) -> Fields<'d, 's> {
        Fields {
            doc: self,
            table,
            line,
            asked: Vec::new(),
        }
    }

    fn line(&self, offset: usize) -> u32 {
        line_of(&self.line_starts, offset)
    }

    pub(super) fn at(&self, line: u32) -> At {
        At::line(&self.shown, line)
    }

    fn wrong_type(
        &self,
        findings: &mut Findings,
        line: u32,
        key: &str,
        wanted: &str,
        found: &DeValue<'_>,
    ) {
        findings.error(
            &self.at(line),
            Code::WrongType,
            format!("“{key}” is {}", a(found.type_str())),
            format!("write {wanted}"),
        );
    }
}

fn a(noun: &str) -> String {
    let article = if noun.starts_with(['a', 'e', 'i', 'o', 'u']) {
        "an"
    } else {
        "a"
    };
    format!("{article} {noun}")
}

fn line_of(line_starts: &[usize], offset: usize) -> u32 {
    line_starts.partition_point(|&start| start <= offset) as u32
}

/// One table. Keys that were never asked for are unknown.
pub(super) struct Fields<'d, 's> {
    doc: &'d Doc<'s>,
    table: &'d DeTable<'s>,
    /// Where the table begins.
    pub(super) line: u32,
    asked: Vec<&'static str>,
}

impl<'d, 's> Fields<'d, 's> {
    pub(super) fn at(&self) -> At {
        self.doc.at(self.line)
    }

    /// The key and its line, so that findings stand where the key is written.
    fn get(&mut self, key: &'static str) -> Option<(u32, &'d DeValue<'s>)> {
        if !self.asked.contains(&key) {
            self.asked.push(key);
        }
        let (name, value) = self.table.get_key_value(key)?;
        Some((self.doc.line(name.span().start), value.get_ref()))
    }

    /// Whether the key is there, whatever it holds; it counts as known from now on.
    pub(super) fn line_of(&mut self, key: &'static str) -> Option<u32> {
        self.get(key).map(|(line, _)| line)
    }

    pub(super) fn text(
        &mut self,
        key: &'static str,
        findings: &mut Findings,
    ) -> Option<Placed<String>> {
        let (line, value) = self.get(key)?;
        match value {
            DeValue::String(text) => Some(Placed {
                value: text.as_ref().to_owned(),
                line,
            }),
            other => {
                self.doc
                    .wrong_type(findings, line, key, "a text in quotes", other);
                None
            }
        }
    }

    /// As [`Fields::text`]; its absence is an error.
    pub(super) fn required(
        &mut self,
        key: &'static str,
        remedy: &str,
        findings: &mut Findings,
    ) -> Option<Placed<String>> {
        if !self.table.contains_key(key) {
            self.missing(key, remedy, findings);
        }
        self.text(key, findings)
    }

    pub(super) fn missing(&self, key: &str, remedy: &str, findings: &mut Findings) {
        let wrong = format!("“{key}” is missing");
        findings.error(&self.at(), Code::MissingKey, wrong, remedy);
    }

    pub(super) fn number(
        &mut self,
        key: &'static str,
        findings: &mut Findings,
    ) -> Option<Placed<i64>> {
        let (line, value) = self.get(key)?;
        let number = value
            .as_integer()
            .and_then(|n| i64::from_str_radix(n.as_str(), n.radix()).ok());
        if number.is_none() {
            self.doc
                .wrong_type(findings, line, key, "a whole number", value);
        }
        number.map(|value| Placed { value, line })
    }

    pub(super) fn flag(&mut self, key: &'static str, findings: &mut Findings) -> Option<bool> {
        let (line, value) = self.get(key)?;
        let flag = value.as_bool();
        if flag.is_none() {
            self.doc
                .wrong_type(findings, line, key, "true, or leave it out", value);
        }
        flag
    }

    /// A day, written without quotes: 2026-11-23.
    pub(super) fn date(
        &mut self,
        key: &'static str,
        findings: &mut Findings,
    ) -> Option<Placed<Date>> {
        let (line, value) = self.get(key)?;
        let date = match value {
            DeValue::Datetime(written) if written.time.is_none() => written.date.and_then(|date| {
                let (year, month, day) = (
                    i16::try_from(date.year).ok()?,
                    i8::try_from(date.month).ok()?,
                    i8::try_from(date.day).ok()?,
                );
                Date::new(year, month, day).ok()
            }),
            _ => None,
        };
        if date.is_none() {
            let wanted = "a day without quotes: 2026-11-23";
            self.doc.wrong_type(findings, line, key, wanted, value);
        }
        date.map(|value| Placed { value, line })
    }

    /// A list of texts; each has the line it stands on itself.
    pub(super) fn texts(
        &mut self,
        key: &'static str,
        findings: &mut Findings,
    ) -> Option<Placed<Vec<Placed<String>>>> {
        let (line, value) = self.get(key)?;
        let Some(list) = value.as_array() else {
            self.doc.wrong_type(
                findings,
                line,
                key,
                "a list of texts in quotes: [\"…\", \"…\"]",
                value,
            );
            return None;
        };
        let mut texts = Vec::new();
        for item in list.iter() {
            let line = self.doc.line(item.span().start);
            match item.get_ref().as_str() {
                Some(text) => texts.push(Placed {
                    value: text.to_owned(),
                    line,
                }),
                None => {
                    let found = item.get_ref();
                    self.doc
                        .wrong_type(findings, line, key, "only texts in quotes here", found);
                }
            }
        }
        Some(Placed { value: texts, line })
    }

    /// A table in this one, as pairs of a key and a text.
    pub(super) fn pairs(
        &mut self,
        key: &'static str,
        findings: &mut Findings,
    ) -> Vec<(Placed<String>, String)> {
        let Some((line, value)) = self.get(key) else {
            return Vec::new();
        };
        let Some(table) = value.as_table() else {
            self.doc.wrong_type(findings, line, key, "a table", value);
            return Vec::new();
        };
        let mut pairs = Vec::new();
        for (name, value) in table.iter() {
            let line = self.doc.line(name.span().start);
            match value.get_ref().as_str() {
                Some(text) => pairs.push((
                    Placed {
                        value: name.get_ref().as_ref().to_owned(),
                        line,
                    },
                    text.to_owned(),
                )),
                None => {
                    let (name, found) = (name.get_ref(), value.get_ref());
                    self.doc
                        .wrong_type(findings, line, name, "a text in quotes", found);
                }
            }
        }
        pairs
    }

    /// The tables of a list: `[[prompt]]`.
    pub(super) fn list(
        &mut self,
        key: &'static str,
        findings: &mut Findings,
    ) -> Vec<Fields<'d, 's>> {
        let Some((line, value)) = self.get(key) else {
            return Vec::new();
        };
        let wanted = format!("[[{key}]] before each entry");
        let Some(list) = value.as_array() else {
            self.doc.wrong_type(findings, line, key, &wanted, value);
            return Vec::new();
        };
        let mut tables = Vec::new();
        for item in list.iter() {
            let line = self.doc.line(Spanned::span(item).start);
            match item.get_ref() {
                DeValue::Table(table) => tables.push(self.doc.fields(table, line)),
                other => self.doc.wrong_type(findings, line, key, &wanted, other),
            }
        }
        tables
    }

    /// Reports every key that nothing asked for.
    pub(super) fn finish(self, findings: &mut Findings) {
        for (key, _) in self.table.iter() {
            let name: &str = key.get_ref();
            if !self.asked.contains(&name) {
                findings.error(
                    &self.doc.at(self.doc.line(key.span().start)),
                    Code::UnknownKey,
                    format!("“{name}” is not a key that is known here"),
                    format!("take it out, or write one of: {}", self.asked.join(", ")),
                );
            }
        }
    }
}
