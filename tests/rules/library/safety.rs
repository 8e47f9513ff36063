//! The help lines and the words around them: data like the prompts, checked like them.

use super::{found, good, loaded};
use twofold::library::{Code, CountryId, Finding, Serves};

pub const LIST: &str = r#"checked = 2026-11-23

[[line]]
country = "DE"
name = "Ein Telefon"
for = "women"
phone = "116 016"
hours = "24/7"
source = "https://example.org/telefon"

[[line]]
country = "DE"
name = "Ein Chat"
for = "everyone"
chat = "https://example.org/chat"
source = "https://example.org/chat"
checked = 2026-10-01

[[directory]]
name = "A directory"
url = "https://example.org"
source = "https://example.org"

[[emergency]]
country = "NO"
number = "112"
source = "https://example.org/norway"
"#;

pub const WORDS: &str = r#"[afraid]
title = "When someone is afraid"
text = """
You are not to blame.

• Go where people are.
• Call someone.
"""
lines_intro = "Someone to call:"
no_country = "No line is known for your country."
directory_intro = "Elsewhere:"
delete = "Take this away"
more = "A person to talk to"
other_country = "Another country"

[person]
title = "A person to talk to"
text = "A couples therapist listens to both."

[countries]
DE = "Germany"
NO = "Norway"
"#;

fn files() -> Vec<(&'static str, String)> {
    let mut files = good();
    files.push(("safety.toml", LIST.to_owned()));
    files.push(("en/safety.toml", WORDS.to_owned()));
    files
}

#[track_caller]
fn only(path: &str, old: &str, new: &str, code: Code, printed: &str) {
    let mut files = files();
    let (_, text) = files.iter_mut().find(|(p, _)| *p == path).expect("a file");
    assert!(text.contains(old), "{path} does not hold {old:?}");
    *text = text.replacen(old, new, 1);
    super::only(files, code, printed);
}

fn country(code: &str) -> CountryId {
    code.parse().expect("a code")
}

#[test]
fn the_sample_has_no_findings_and_everything_is_found() {
    assert_eq!(found(files()), []);
    let library = loaded(files());
    let safety = library.safety();
    assert_eq!(safety.countries(), [country("DE"), country("NO")]);
    let lines: Vec<_> = safety.lines_of(&country("DE")).collect();
    assert_eq!(lines[0].phone.as_deref(), Some("116 016"));
    assert_eq!(lines[0].serves, Serves::Women);
    assert_eq!(lines[0].checked.to_string(), "2026-11-23");
    assert_eq!(lines[1].checked.to_string(), "2026-10-01");
    assert_eq!(safety.lines_of(&country("NO")).count(), 0);
    let number = safety.emergency(&country("NO")).expect("a number");
    assert_eq!(number.number, "112");
    assert!(safety.emergency(&country("DE")).is_none());
    assert_eq!(safety.directories().len(), 1);
    assert_eq!(safety.country_name(&country("NO"), "xx"), "Norway");
    let text = "You are not to blame.\n\n• Go where people are.\n• Call someone.";
    assert_eq!(safety.afraid("en").text, text);
    assert_eq!(safety.person("en").title, "A person to talk to");
}

#[test]
fn a_line_without_a_source() {
    only(
        "safety.toml",
        "source = \"https://example.org/telefon\"\n",
        "",
        Code::MissingKey,
        "prompts/safety.toml:3: error: “source” is missing — say where it was read",
    );
}

#[test]
fn a_line_that_nobody_can_reach() {
    only(
        "safety.toml",
        "phone = \"116 016\"\n",
        "",
        Code::MissingKey,
        "prompts/safety.toml:3: error: a help line that nobody can reach — give a phone, a text, a chat or a url",
    );
}

#[test]
fn a_number_that_cannot_be_dialled() {
    only(
        "safety.toml",
        "116 016",
        "call us",
        Code::WrongType,
        "prompts/safety.toml:7: error: “call us” cannot be dialled — \
         write digits, and between them spaces, + - ( ) / * # or a comma",
    );
}

#[test]
fn an_address_that_is_not_whole() {
    only(
        "safety.toml",
        "url = \"https://example.org\"",
        "url = \"example.org\"",
        Code::WrongType,
        "prompts/safety.toml:21: error: “url” is not the address of a page — \
         write it whole, with https://, in 120 bytes at most",
    );
}

#[test]
fn a_day_in_quotes() {
    only(
        "safety.toml",
        "2026-10-01",
        "\"2026-10-01\"",
        Code::WrongType,
        "prompts/safety.toml:17: error: “checked” is a string — write a day without quotes: 2026-11-23",
    );
}

#[test]
fn a_line_stands_for_the_month_of_its_source() {
    let mut files = files();
    for (path, text) in &mut files {
        if *path == "safety.toml" {
            *text = text.replacen("hours =", "as_of = \"2020-12\"\nhours =", 1);
        }
    }
    let library = loaded(files);
    let lines = library.safety().lines();
    assert_eq!(lines[0].stands(), "2020-12");
    assert_eq!(lines[1].stands(), "2026-10", "the month it was read");
}

#[test]
fn a_month_that_is_none() {
    only(
        "safety.toml",
        "hours =",
        "as_of = \"2020-13\"\nhours =",
        Code::WrongType,
        "prompts/safety.toml:8: error: “2020-13” is not a month — write year and month: \"2025-09\"",
    );
}

#[test]
fn a_list_that_was_never_checked() {
    let mut files = files();
    for (_, text) in &mut files {
        *text = text.replacen("checked = 2026-11-23\n", "", 1);
    }
    let findings = found(files);
    let codes: Vec<Code> = findings.iter().map(|finding| finding.code).collect();
    assert_eq!(codes, [Code::MissingKey; 3]);
    assert_eq!(
        findings[0].to_string(),
        "prompts/safety.toml:2: error: “checked” is missing — \
         say on which day it was read there, here or once at the top of the file"
    );
}

#[test]
fn a_country_that_is_not_a_code() {
    let mut files = files();
    for (_, text) in &mut files {
        *text = text.replacen("country = \"NO\"", "country = \"Norway\"", 1);
        *text = text.replacen("NO = \"Norway\"\n", "", 1);
    }
    super::only(
        files,
        Code::BadId,
        "prompts/safety.toml:25: error: “Norway” is not a country’s code — \
         two capital letters, as ISO 3166-1 writes a country: DE",
    );
}

#[test]
fn a_line_for_nobody_in_particular() {
    only(
        "safety.toml",
        "for = \"women\"",
        "for = \"ladies\"",
        Code::OutOfRange,
        "prompts/safety.toml:6: error: there are no help lines for “ladies” — \
         say whom it serves: everyone, women, men or lgbt",
    );
}

#[test]
fn more_lines_than_someone_afraid_can_compare() {
    let line = |n: u32| {
        format!(
            "[[line]]\ncountry = \"DE\"\nname = \"Nummer {n}\"\nfor = \"everyone\"\n\
             phone = \"11{n}\"\nsource = \"https://example.org\"\n\n"
        )
    };
    only(
        "safety.toml",
        "[[directory]]",
        &format!("{}{}[[directory]]", line(1), line(2)),
        Code::OutOfRange,
        "prompts/safety.toml:26: error: more than 3 help lines for DE — \
         keep those that most people can call at any hour",
    );
}

#[test]
fn a_service_listed_twice() {
    only(
        "safety.toml",
        "Ein Chat",
        "Ein Telefon",
        Code::DuplicateId,
        "prompts/safety.toml:11: error: “Ein Telefon” is here twice for DE — keep one of the two",
    );
}

#[test]
fn a_list_without_a_directory() {
    let mut files = files();
    for (_, text) in &mut files {
        if let Some(at) = text.find("[[directory]]") {
            text.replace_range(at..text.find("[[emergency]]").expect("an entry"), "");
        }
    }
    super::only(
        files,
        Code::MissingKey,
        "prompts/safety.toml:1: error: “[[directory]]” is missing — \
         list at least one directory for countries without a line",
    );
}

#[test]
fn a_country_without_a_name() {
    only(
        "en/safety.toml",
        "NO = \"Norway\"\n",
        "",
        Code::MissingKey,
        "prompts/en/safety.toml:20: error: “NO” is missing in [countries] — add NO = \"…\" under [countries]",
    );
}

#[test]
fn a_page_too_long_for_its_message() {
    only(
        "en/safety.toml",
        "listens to both.",
        &format!("listens to both.{}", " Again.".repeat(180)),
        Code::TooLong,
        "prompts/en/safety.toml:18: error: “text” has 1296 characters — say it in 1200 at most",
    );
}

#[test]
fn a_page_that_fills_something_in() {
    only(
        "en/safety.toml",
        "Elsewhere:",
        "Elsewhere, {partner}:",
        Code::Placeholder,
        "prompts/en/safety.toml:11: error: “directory_intro” holds {partner}, and no name is filled in here — \
         write it without braces",
    );
}

#[test]
fn a_list_of_ones_own_replaces_the_shipped_one_whole() {
    let library = loaded(files());
    assert_eq!(library.safety().lines().len(), 2);
    let shipped = twofold::library::load(twofold::library::Source::embedded()).expect("shipped");
    let own = loaded(good());
    let count = |library: &twofold::library::Library| library.safety().lines().len();
    assert_eq!(
        count(&own),
        count(&shipped),
        "without one, the shipped one stands"
    );
}

#[test]
fn names_not_translated_are_a_warning() {
    let mut files = files();
    let german = WORDS.replace("NO = \"Norway\"\n", "");
    files.push(("de/safety.toml", german));
    let findings = found(files);
    let ours: Vec<String> = findings
        .iter()
        .filter(|finding| finding.file.ends_with("de/safety.toml"))
        .map(Finding::to_string)
        .collect();
    assert_eq!(
        ours,
        [
            "prompts/de/safety.toml: warning: 1 of 12 texts are missing and stay English: countries.NO — \
          translate them when you can"
        ]
    );
}
