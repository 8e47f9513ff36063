//! Files → drafts: what each file says, every entry by itself. What two entries or two files say about each other is for
//! `check`.
//!
//! Start with [`read`], which gives each file to whom it belongs. [`reflection`] and [`safety`] read files that ship with the
//! program where a folder has none, so they give values at once.

mod draft;
mod feelings;
mod kinds;
mod prompt;
pub mod reflection;
pub mod safety;
mod sheet;
mod tables;
mod terms;
mod text_rules;

pub use draft::{
    Draft, FeelingsDraft, KindDraft, KindWordsDraft, KindsFile, LanguageDraft, PromptDraft,
    PromptFile,
};

use std::collections::BTreeMap;

use super::finding::{At, Code, Findings};
use super::source::{File, Source};
use super::values::BASE_LANGUAGE;

/// The list of feelings, and a language's words for them.
const FEELINGS: &str = "feelings.toml";

/// Reads every file of a source.
pub fn read(source: &Source, findings: &mut Findings) -> Draft {
    let mut draft = Draft {
        kinds_file: source.shown("kinds.toml"),
        kinds: Vec::new(),
        languages: BTreeMap::from([(BASE_LANGUAGE.to_owned(), LanguageDraft::default())]),
        feelings_file: source.shown(FEELINGS),
        feelings: FeelingsDraft::default(),
    };
    let list = source.files.iter().find(|file| file.path == "kinds.toml");
    if list.is_none() && !findings.has_unreadable() {
        findings.error(
            &At::file(&draft.kinds_file),
            Code::MissingFile,
            "there is no list of kinds".to_owned(),
            "a library begins with this file; see prompts/README.md",
        );
    }
    // Without the list every other file would be called unknown.
    let Some(kinds) = list.and_then(|file| kinds::kinds(file, findings)) else {
        return draft;
    };
    draft.kinds = kinds;
    for file in &source.files {
        match file.path.split('/').collect::<Vec<_>>().as_slice() {
            ["kinds.toml" | "README.md" | reflection::FILE | safety::FILE] => {}
            [FEELINGS] => feelings::ids(file, &mut draft.feelings, findings),
            [language, name] if name.ends_with(".toml") => {
                language_file(file, language, name, &mut draft, findings);
            }
            _ => findings.warning(
                &At::file(&file.shown),
                Code::StrayFile,
                "nothing reads this file".to_owned(),
                "prompts are in <language>/<kind>.toml; move it or take it away",
            ),
        }
    }
    draft
}

fn language_file(
    file: &File,
    language: &str,
    name: &str,
    draft: &mut Draft,
    findings: &mut Findings,
) {
    if !is_language(language) {
        return findings.error(
            &At::file(&file.shown),
            Code::BadLanguage,
            format!("“{language}” is not a language code"),
            "name the folder as Telegram names languages, in lowercase: en, de, pt-br",
        );
    }
    let words = draft.languages.entry(language.to_owned()).or_default();
    // These are read beside their own lists.
    if [reflection::FILE, safety::FILE].contains(&name) {
        return;
    }
    if name == FEELINGS {
        return feelings::words(file, language, &mut draft.feelings, findings);
    }
    if name == "kinds.toml" {
        let read = kinds::kind_words(file, &draft.kinds, findings);
        words.kinds_file = match read {
            Some(_) => KindsFile::Read,
            None => KindsFile::Broken,
        };
        words.kinds = read.unwrap_or_default();
        return;
    }
    let stem = name.trim_end_matches(".toml");
    let Some(kind) = draft.kinds.iter().find(|kind| kind.id.as_str() == stem) else {
        return findings.error(
            &At::file(&file.shown),
            Code::UnknownKind,
            format!("there is no kind “{stem}”"),
            format!("list it in {}, or rename the file", draft.kinds_file),
        );
    };
    let base = language == BASE_LANGUAGE;
    let prompts = prompt::prompt_file(file, kind, base, findings);
    words.prompts.insert(kind.id.clone(), prompts);
}

/// A language code as Telegram sends it, in lowercase: two or three letters, then parts of letters and digits.
fn is_language(code: &str) -> bool {
    let lower = |part: &str| {
        part.bytes()
            .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit())
    };
    let mut parts = code.split('-');
    parts.next().is_some_and(|first| {
        (2..=3).contains(&first.len()) && first.bytes().all(|b| b.is_ascii_lowercase())
    }) && parts.all(|part| (2..=8).contains(&part.len()) && lower(part))
}
