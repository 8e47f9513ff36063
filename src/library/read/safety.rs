//! `safety.toml` (help lines by country, emergency numbers, international directories, each with its source and the day it was
//! read there) and `<language>/safety.toml` (the words around them). A folder that does not have one of these files uses the
//! one that ships with the program.

use std::collections::BTreeSet;

use jiff::civil::Date;

use super::sheet::{self, Wanted};
use super::tables::{Doc, Fields};
use super::text_rules::{self as rules, LABEL_MAX, TextRule};
use crate::library::finding::{Code, Findings, Placed};
use crate::library::ids::CountryId;
use crate::library::source::Source;
use crate::library::values::{Directory, Emergency, HelpLine, Safety, Serves};

/// The list, and each language's words for it.
pub(super) const FILE: &str = "safety.toml";

/// Help lines of one country: whoever is afraid should not have to compare.
const LINES_MAX: usize = 3;
/// Longest name of a service, in characters.
const NAME_MAX: usize = 80;
/// Longest telephone number with all its signs, in characters.
const PHONE_MAX: usize = 30;
/// Longest SMS number with the word to send, and longest hours, in characters.
const SHORT_MAX: usize = 40;
/// Longest address that is shown, and longest of a source, in bytes.
const URL_MAX: usize = 120;
const SOURCE_MAX: usize = 200;
/// Directories: with them and [`LINES_MAX`] lines, each at its longest, the longest page stays one message.
const DIRECTORIES_MAX: usize = 3;
/// Longest page of `/safety`, in characters: help lines have to fit into the same message.
const PAGE_MAX: usize = 1200;

/// Reads the list and its words; `languages` are those the folder has.
pub fn read<'a>(
    source: &Source,
    languages: impl Iterator<Item = &'a String>,
    findings: &mut Findings,
) -> Safety {
    let list = match source.file(FILE) {
        Some(file) => {
            let doc = Doc::parse(&file.shown, &file.text, findings);
            doc.map(|doc| list(&doc, findings))
        }
        None => Source::shipped(FILE).and_then(|text| {
            let mut unheard = Findings::default();
            let doc = Doc::parse(&FILE.into(), text, &mut unheard)?;
            Some(list(&doc, &mut unheard))
        }),
    };
    // Without the list every country would be called unknown.
    let Some(mut safety) = list else {
        return Safety::default();
    };
    let wanted = wanted(&safety.countries);
    safety.words = sheet::read(source, FILE, &wanted, languages, findings);
    safety
}

fn list(doc: &Doc<'_>, findings: &mut Findings) -> Safety {
    let mut top = doc.top();
    let day = top.date("checked", findings).map(|day| day.value);
    let mut safety = Safety::default();
    let mut countries = BTreeSet::new();
    for mut fields in top.list("line", findings) {
        let at = fields.at();
        countries.extend(country_code(&mut fields));
        let line = line(&mut fields, doc, day, findings);
        fields.finish(findings);
        let Some(line) = line else { continue };
        let others: Vec<&HelpLine> = safety.lines_of(&line.country).collect();
        if others.iter().any(|other| other.name == line.name) {
            let wrong = format!("“{}” is here twice for {}", line.name, line.country);
            findings.error(&at, Code::DuplicateId, wrong, "keep one of the two");
        } else if others.len() >= LINES_MAX {
            let wrong = format!("more than {LINES_MAX} help lines for {}", line.country);
            let remedy = "keep those that most people can call at any hour";
            findings.error(&at, Code::OutOfRange, wrong, remedy);
        }
        safety.lines.push(line);
    }
    let directories = top.list("directory", findings);
    if directories.is_empty() {
        let remedy = "list at least one directory for countries without a line";
        top.missing("[[directory]]", remedy, findings);
    }
    if directories.len() > DIRECTORIES_MAX {
        let wrong = format!("{} directories", directories.len());
        let remedy = format!("keep the {DIRECTORIES_MAX} that serve most countries");
        findings.error(&top.at(), Code::OutOfRange, wrong, remedy);
    }
    for mut fields in directories {
        let directory = directory(&mut fields, doc, day, findings);
        fields.finish(findings);
        safety.directories.extend(directory);
    }
    for mut fields in top.list("emergency", findings) {
        let at = fields.at();
        countries.extend(country_code(&mut fields));
        let emergency = emergency(&mut fields, doc, day, findings);
        fields.finish(findings);
        let Some((country, emergency)) = emergency else {
            continue;
        };
        if safety.emergency.contains_key(&country) {
            let wrong = format!("{country} has an emergency number already");
            findings.error(&at, Code::DuplicateId, wrong, "keep one of the two");
        }
        safety.emergency.insert(country, emergency);
    }
    top.finish(findings);
    safety.countries = countries.into_iter().collect();
    safety
}

/// The country of an entry, whatever else is wrong with it: its name is wanted all the same.
fn country_code(fields: &mut Fields<'_, '_>) -> Option<CountryId> {
    let code = fields.text("country", &mut Findings::default())?;
    CountryId::parse(&code.value).ok()
}

fn line(
    fields: &mut Fields<'_, '_>,
    doc: &Doc<'_>,
    day: Option<Date>,
    findings: &mut Findings,
) -> Option<HelpLine> {
    let country = country(fields, doc, findings);
    let name = said(fields, "name", NAME_MAX, doc, findings);
    let serves = serves(fields, doc, findings);
    let phone = phone(fields, "phone", doc, findings);
    let sms = short(fields, "text", doc, findings);
    let chat = fields.text("chat", findings);
    let chat = chat.and_then(|chat| address(chat, "chat", doc, findings));
    let url = fields.text("url", findings);
    let url = url.and_then(|url| address(url, "url", doc, findings));
    let hours = short(fields, "hours", doc, findings);
    let (source, checked, as_of) = source(fields, day, doc, findings);
    let keys = ["phone", "text", "chat", "url"];
    if keys.iter().all(|key| fields.line_of(key).is_none()) {
        let wrong = "a help line that nobody can reach".to_owned();
        let remedy = "give a phone, a text, a chat or a url";
        findings.error(&fields.at(), Code::MissingKey, wrong, remedy);
    }
    Some(HelpLine {
        country: country?,
        name: name?,
        serves: serves?,
        phone,
        sms,
        chat,
        url,
        hours,
        source: source?,
        checked: checked?,
        as_of,
    })
}

fn directory(
    fields: &mut Fields<'_, '_>,
    doc: &Doc<'_>,
    day: Option<Date>,
    findings: &mut Findings,
) -> Option<Directory> {
    let name = said(fields, "name", NAME_MAX, doc, findings);
    let url = fields.required("url", "give the address of the directory", findings);
    let url = url.and_then(|url| address(url, "url", doc, findings));
    let (source, checked, as_of) = source(fields, day, doc, findings);
    Some(Directory {
        name: name?,
        url: url?,
        source: source?,
        checked: checked?,
        as_of,
    })
}

fn emergency(
    fields: &mut Fields<'_, '_>,
    doc: &Doc<'_>,
    day: Option<Date>,
    findings: &mut Findings,
) -> Option<(CountryId, Emergency)> {
    let country = country(fields, doc, findings);
    if fields.line_of("number").is_none() {
        fields.missing("number", "give the number to call", findings);
    }
    let number = phone(fields, "number", doc, findings);
    let (source, checked, as_of) = source(fields, day, doc, findings);
    let emergency = Emergency {
        number: number?,
        source: source?,
        checked: checked?,
        as_of,
    };
    Some((country?, emergency))
}

fn country(
    fields: &mut Fields<'_, '_>,
    doc: &Doc<'_>,
    findings: &mut Findings,
) -> Option<CountryId> {
    let code = fields.required("country", "name the country by its code: DE", findings)?;
    match CountryId::parse(&code.value) {
        Ok(country) => Some(country),
        Err(wanted) => {
            let wrong = format!("“{}” is not a country’s code", code.value);
            let at = doc.at(code.line);
            findings.error(&at, Code::BadId, wrong, wanted.to_string());
            None
        }
    }
}

fn serves(fields: &mut Fields<'_, '_>, doc: &Doc<'_>, findings: &mut Findings) -> Option<Serves> {
    let all = "say whom it serves: everyone, women, men or lgbt";
    let name = fields.required("for", all, findings)?;
    let serves = Serves::ALL.into_iter().find(|one| one.name() == name.value);
    if serves.is_none() {
        let wrong = format!("there are no help lines for “{}”", name.value);
        findings.error(&doc.at(name.line), Code::OutOfRange, wrong, all);
    }
    serves
}

fn said(
    fields: &mut Fields<'_, '_>,
    key: &'static str,
    chars_max: usize,
    doc: &Doc<'_>,
    findings: &mut Findings,
) -> Option<String> {
    let text = fields.required(key, "write it as the service writes it", findings)?;
    let at = doc.at(text.line);
    rules::check(&text.value, TextRule::line(key, chars_max), &at, findings);
    Some(text.value)
}

fn short(
    fields: &mut Fields<'_, '_>,
    key: &'static str,
    doc: &Doc<'_>,
    findings: &mut Findings,
) -> Option<String> {
    let text = fields.text(key, findings)?;
    let at = doc.at(text.line);
    rules::check(&text.value, TextRule::line(key, SHORT_MAX), &at, findings);
    Some(text.value)
}

/// A number as one dials it: digits and the signs between them.
fn phone(
    fields: &mut Fields<'_, '_>,
    key: &'static str,
    doc: &Doc<'_>,
    findings: &mut Findings,
) -> Option<String> {
    let number = fields.text(key, findings)?;
    let at = doc.at(number.line);
    let dialled = |c: char| c.is_ascii_digit() || " +-()/*#,".contains(c);
    let digits = number.value.chars().filter(char::is_ascii_digit).count();
    if digits < 2 || !number.value.chars().all(dialled) {
        let wrong = format!("“{}” cannot be dialled", number.value);
        let remedy = "write digits, and between them spaces, + - ( ) / * # or a comma";
        findings.error(&at, Code::WrongType, wrong, remedy);
    } else {
        let rule = TextRule::line(key, PHONE_MAX);
        rules::check(&number.value, rule, &at, findings);
    }
    Some(number.value)
}

fn address(
    url: Placed<String>,
    key: &'static str,
    doc: &Doc<'_>,
    findings: &mut Findings,
) -> Option<String> {
    let at = doc.at(url.line);
    let host = url.value.strip_prefix("https://").unwrap_or_default();
    let named = host.split(['/', '?', '#']).next().unwrap_or_default();
    let plain = !url
        .value
        .contains(|c: char| c.is_whitespace() || c.is_control());
    let bytes_max = if key == "source" { SOURCE_MAX } else { URL_MAX };
    if !named.contains('.') || !plain || url.value.len() > bytes_max {
        let wrong = format!("“{key}” is not the address of a page");
        let remedy = format!("write it whole, with https://, in {bytes_max} bytes at most");
        findings.error(&at, Code::WrongType, wrong, remedy);
        return None;
    }
    Some(url.value)
}

fn source(
    fields: &mut Fields<'_, '_>,
    day: Option<Date>,
    doc: &Doc<'_>,
    findings: &mut Findings,
) -> (Option<String>, Option<Date>, Option<String>) {
    let source = fields.required("source", "say where it was read", findings);
    let source = source.and_then(|url| address(url, "source", doc, findings));
    let own = fields.date("checked", findings).map(|day| day.value);
    if fields.line_of("checked").is_none() && day.is_none() {
        let remedy = "say on which day it was read there, here or once at the top of the file";
        fields.missing("checked", remedy, findings);
    }
    let as_of = fields.text("as_of", findings);
    let as_of = as_of.and_then(|month| {
        let whole = format!("{}-01", month.value).parse::<Date>().is_ok();
        if !whole || month.value.len() != "2025-09".len() {
            let wrong = format!("“{}” is not a month", month.value);
            let remedy = "write year and month: \"2025-09\"";
            findings.error(&doc.at(month.line), Code::WrongType, wrong, remedy);
            return None;
        }
        Some(month.value)
    });
    (source, own.or(day), as_of)
}

/// Every text of a language's file.
fn wanted(countries: &[CountryId]) -> Vec<Wanted> {
    let line = |path: &'static str, name, max| Wanted::new(path, TextRule::line(name, max));
    let page =
        |path: &'static str| Wanted::new(path, TextRule::line("text", PAGE_MAX).in_paragraphs());
    let mut wanted = vec![
        line("afraid.title", "title", 60),
        page("afraid.text"),
        line("afraid.lines_intro", "lines_intro", 200),
        line("afraid.no_country", "no_country", 300),
        line("afraid.directory_intro", "directory_intro", 200),
        line("afraid.delete", "delete", LABEL_MAX),
        line("afraid.more", "more", LABEL_MAX),
        line("afraid.other_country", "other_country", LABEL_MAX),
        line("person.title", "title", 60),
        page("person.text"),
    ];
    for country in countries {
        let rules = TextRule::line("countries", SHORT_MAX);
        wanted.push(Wanted::new(format!("countries.{country}"), rules));
    }
    wanted
}
