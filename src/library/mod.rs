//! The prompt library: files → checked, immutable values.
//!
//! `prompts/kinds.toml` lists the kinds; `prompts/<language>/kinds.toml` holds what people read about them,
//! `prompts/<language>/<kind>.toml` the prompts, `feelings.toml` beside either the feelings, `reflection.toml` the
//! steps of a reflection, `safety.toml` where help is (the format is in `prompts/README.md`). English is the base: it says
//! everything about a prompt, another language translates its words, and whatever is not translated is read in English.
//!
//! Start with [`Library`] in `values`, which is all that the rest of the program uses, and with [`load`] and [`fn@check`]
//! below. The way there: [`Source`] (files in memory) → `read` (drafts, each entry by itself) → `check` (entries beside
//! each other) → `build`. Every step reports all it finds and goes on, so that one run shows everything. `values` names none of
//! these steps.
//!
//! What deliberately does not happen here: no prompt is picked (that is the core's), no message is built (that is
//! `texts`'), nobody's answer is ever seen. A prompt's id is for ever; a retired one stays resolvable and is never among
//! [`Kind::prompts`].

mod build;
mod check;
mod finding;
mod ids;
mod read;
mod source;
mod values;

pub use finding::{Code, Finding, Severity};
pub use ids::{BadId, ButtonId, CountryId, FeelingId, KindId, NowId, PromptId, StepId};
pub use source::Source;
pub use values::{
    Afraid, BASE_LANGUAGE, CoreFeeling, DayAfter, Depth, Directory, Emergency, Feelings, Flavour,
    GuideStep, HelpLine, Invitation, Kind, KindWords, Library, NowWord, PARTNER, PersonPage,
    Prompt, PromptWords, ReflectionGuide, Reveals, Safety, Screening, Serves, Shape, StepAnswer,
    TIME, Tag, fill,
};

use std::fmt;
use std::path::Path;

use finding::Findings;

/// A library that cannot be used: every finding, errors and warnings, one a line.
#[derive(Debug, thiserror::Error)]
pub struct BadLibrary(pub Vec<Finding>);

impl fmt::Display for BadLibrary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&report(&self.0))
    }
}

/// The library a source holds; [`BadLibrary`] when a single finding is an error.
pub fn load(source: Source) -> Result<Library, BadLibrary> {
    let (library, findings) = examine(source);
    if findings.iter().any(|f| f.severity == Severity::Error) {
        Err(BadLibrary(findings))
    } else {
        Ok(library)
    }
}

/// Everything that is wrong with a source, by file and line.
pub fn check(source: Source) -> Vec<Finding> {
    examine(source).1
}

/// `twofold check [DIR]`: the report to print, and the exit code: 1 when there are errors, else 0. Without a folder the
/// embedded library is checked.
pub fn check_command(dir: Option<&Path>) -> (String, u8) {
    let source = dir.map_or_else(Source::embedded, Source::folder);
    let (library, findings) = examine(source);
    let failed = findings.iter().any(|f| f.severity == Severity::Error);
    let mut report = report(&findings);
    if !findings.is_empty() {
        report.push('\n');
    }
    report.push_str(&format!(
        "{} in {}, {}: {}\n",
        counted(library.len(), "prompt"),
        counted(library.kinds().len(), "kind"),
        counted(library.languages().len(), "language"),
        summary(&findings)
    ));
    (report, failed.into())
}

fn examine(mut source: Source) -> (Library, Vec<Finding>) {
    let mut findings = Findings::default();
    std::mem::swap(&mut findings, &mut source.findings);
    let draft = read::read(&source, &mut findings);
    check::check(&draft, &mut findings);
    let languages = || draft.languages.keys();
    // Without the list of kinds nothing else was read.
    let unknown = findings.has_unreadable() || draft.kinds.is_empty();
    let feelings = draft.feelings.is_there() || unknown;
    let reflection = read::reflection::read(&source, feelings, languages(), &mut findings);
    let safety = read::safety::read(&source, languages(), &mut findings);
    let library = build::build(draft, reflection, safety);
    (library, findings.sorted())
}

fn report(findings: &[Finding]) -> String {
    let lines: Vec<String> = findings.iter().map(Finding::to_string).collect();
    lines.join("\n")
}

fn summary(findings: &[Finding]) -> String {
    let count = |severity| findings.iter().filter(|f| f.severity == severity).count();
    match (count(Severity::Error), count(Severity::Warning)) {
        (0, 0) => "no findings".to_owned(),
        (errors, 0) => counted(errors, "error"),
        (0, warnings) => counted(warnings, "warning"),
        (errors, warnings) => format!(
            "{}, {}",
            counted(errors, "error"),
            counted(warnings, "warning")
        ),
    }
}

fn counted(n: usize, noun: &str) -> String {
    if n == 1 {
        format!("1 {noun}")
    } else {
        format!("{n} {noun}s")
    }
}
