//! What entries and files say about each other: ids given twice, texts too alike, themes too heavy, words missing in a
//! language. Runs on drafts, so that everything is found at once; changes nothing.

mod feelings;
mod near;

use std::collections::{BTreeMap, BTreeSet};

use near::How;

use super::finding::{At, Code, Findings};
use super::ids::PromptId;
use super::read::{Draft, KindDraft, KindsFile, LanguageDraft, PromptDraft, PromptFile};
use super::values::{BASE_LANGUAGE, Depth, PARTNER, Shape};

/// A kind smaller than this may lean on a theme: it is still being written.
const THEME_PROMPTS_MIN: usize = 20;
/// Ids named in a finding about many.
const IDS_NAMED_MAX: usize = 5;

/// Adds every finding about the draft as a whole.
pub fn check(draft: &Draft, findings: &mut Findings) {
    let empty = LanguageDraft::default();
    let base = draft.languages.get(BASE_LANGUAGE).unwrap_or(&empty);
    for (code, language) in &draft.languages {
        for file in language.prompts.values() {
            duplicate_ids(file, findings);
        }
        alike(language, base, findings);
        if code == BASE_LANGUAGE {
            base_words(draft, base, findings);
        } else {
            translation(draft, code, language, base, findings);
        }
    }
    feelings::check(
        &draft.feelings,
        draft.languages.keys(),
        &draft.feelings_file,
        findings,
    );
    without_feelings(draft, base, findings);
    for kind in &draft.kinds {
        let Some(file) = base.prompts.get(&kind.id) else {
            without_prompts(draft, kind, findings);
            continue;
        };
        if !file.whole {
            continue;
        }
        if file.prompts.iter().all(|prompt| prompt.retired) {
            without_prompts(draft, kind, findings);
        }
        heavy_themes(file, kind, findings);
        depths_of_tags(file, findings);
    }
}

/// A prompt that asks for a feeling needs feelings to offer.
fn without_feelings(draft: &Draft, base: &LanguageDraft, findings: &mut Findings) {
    if draft.feelings.is_there() || findings.has_unreadable() {
        return;
    }
    let mut prompts = base.prompts.values().flat_map(|file| &file.prompts);
    if let Some(prompt) = prompts.find(|prompt| prompt.shape == Shape::Feeling) {
        findings.error(
            &At::file(&draft.feelings_file),
            Code::MissingFile,
            format!(
                "{} asks for a feeling, and there is no list of them",
                prompt.id
            ),
            "copy the list that ships with the program, or make it another shape",
        );
    }
}

fn without_prompts(draft: &Draft, kind: &KindDraft, findings: &mut Findings) {
    findings.error(
        &At::line(&draft.kinds_file, kind.line),
        Code::KindWithoutPrompts,
        format!("the kind “{}” has no prompts to pick", kind.id),
        format!(
            "write {BASE_LANGUAGE}/{}.toml, or take the kind out",
            kind.id
        ),
    );
}

fn duplicate_ids(file: &PromptFile, findings: &mut Findings) {
    let mut first: BTreeMap<&PromptId, u32> = BTreeMap::new();
    for prompt in &file.prompts {
        let line = *first.entry(&prompt.id).or_insert(prompt.line);
        if line != prompt.line {
            findings.error(
                &At::line(&file.shown, prompt.line),
                Code::DuplicateId,
                format!("{} is on line {line} already", prompt.id),
                "give this one the next free number; an id is for ever",
            );
        }
    }
}

/// Texts of one language that say nearly the same, over all its kinds. Retired ones do not count: they were replaced.
fn alike(language: &LanguageDraft, base: &LanguageDraft, findings: &mut Findings) {
    let base = base.prompts.values().flat_map(|file| &file.prompts);
    let retired: BTreeSet<&PromptId> = base.filter(|p| p.retired).map(|p| &p.id).collect();
    let live: Vec<(&PromptFile, &PromptDraft)> = language
        .prompts
        .values()
        .flat_map(|file| file.prompts.iter().map(move |prompt| (file, prompt)))
        .filter(|(_, prompt)| !retired.contains(&prompt.id))
        .collect();
    let texts: Vec<&str> = live
        .iter()
        .map(|(_, prompt)| prompt.text.value.as_str())
        .collect();
    for alike in near::alike(&texts) {
        let (file, prompt) = live[alike.later];
        let (other_file, other) = live[alike.earlier];
        if prompt.text.value.is_empty() {
            continue;
        }
        let which = if file.shown == other_file.shown {
            format!("{} (line {})", other.id, other.text.line)
        } else {
            format!("{} ({}:{})", other.id, other_file.shown, other.text.line)
        };
        let at = At::line(&file.shown, prompt.text.line);
        let remedy = "ask from another angle, or leave one of them out";
        match alike.how {
            How::Same => {
                let wrong = format!("the same text as {which}");
                findings.error(&at, Code::SameText, wrong, remedy);
            }
            How::OneWord => {
                let wrong = format!("{which} but for one word");
                findings.error(&at, Code::NearText, wrong, remedy);
            }
            How::Overlap { shared, all } => {
                let wrong = format!("nearly {which}: {shared} of {all} words are in both");
                findings.error(&at, Code::NearText, wrong, remedy);
            }
        }
    }
}

fn heavy_themes(file: &PromptFile, kind: &KindDraft, findings: &mut Findings) {
    let mut themes: BTreeMap<&str, Vec<&PromptDraft>> = BTreeMap::new();
    for prompt in file.prompts.iter().filter(|prompt| !prompt.retired) {
        themes.entry(&prompt.theme.value).or_default().push(prompt);
    }
    let all: usize = themes.values().map(Vec::len).sum();
    if all < THEME_PROMPTS_MIN {
        return;
    }
    for (theme, prompts) in themes {
        if prompts.len() * 4 > all
            && !theme.is_empty()
            && let Some(last) = prompts.last()
        {
            findings.error(
                &At::line(&file.shown, last.theme.line),
                Code::ThemeHeavy,
                format!(
                    "“{theme}” is the theme of {} of {all} prompts of {}",
                    prompts.len(),
                    kind.id
                ),
                "a theme holds a quarter of a kind at most: write about something else",
            );
        }
    }
}

fn depths_of_tags(file: &PromptFile, findings: &mut Findings) {
    for prompt in &file.prompts {
        let deep = prompt.tags.iter().find(|tag| tag.is_deep());
        if let Some(tag) = deep
            && prompt.depth.value == Depth::One
        {
            findings.error(
                &At::line(&file.shown, prompt.depth.line),
                Code::DepthOfTag,
                format!("“{tag}” at depth 1"),
                "write depth = 2 or 3, or take the tag out",
            );
        }
    }
}

/// Every kind has its words in English, and every button its label.
fn base_words(draft: &Draft, base: &LanguageDraft, findings: &mut Findings) {
    let file = draft
        .kinds_file
        .replace("kinds.toml", "en/kinds.toml")
        .into();
    let unknown = draft.kinds.is_empty() || findings.has_unreadable();
    if unknown || base.kinds_file == KindsFile::Broken {
        return;
    }
    if base.kinds_file == KindsFile::Missing {
        return findings.error(
            &At::file(&file),
            Code::MissingFile,
            "the kinds have no words in English".to_owned(),
            "give each kind a title and a how-to line here; see prompts/README.md",
        );
    }
    for kind in &draft.kinds {
        let Some(words) = base.kinds.get(&kind.id) else {
            findings.error(
                &At::file(&file),
                Code::MissingKey,
                format!("the kind “{}” has no words", kind.id),
                format!("add [{}] with title and how", kind.id),
            );
            continue;
        };
        for button in &kind.buttons {
            if !words.buttons.contains_key(button) {
                findings.error(
                    &At::line(&file, words.line),
                    Code::MissingKey,
                    format!("the button “{button}” of {} says nothing", kind.id),
                    format!("add {button} = \"…\" under [{}.buttons]", kind.id),
                );
            }
        }
    }
}

fn translation(
    draft: &Draft,
    code: &str,
    language: &LanguageDraft,
    base: &LanguageDraft,
    findings: &mut Findings,
) {
    let shown = |name: &str| {
        draft
            .kinds_file
            .replace("kinds.toml", &format!("{code}/{name}"))
    };
    let kinds_file = shown("kinds.toml").into();
    for kind in &draft.kinds {
        match language.kinds.get(&kind.id) {
            None if language.kinds_file == KindsFile::Broken => {}
            None => findings.warning(
                &At::file(&kinds_file),
                Code::MissingTranslation,
                format!("the words of {} are missing and stay English", kind.id),
                format!("add [{}] with title and how", kind.id),
            ),
            Some(words) => {
                for button in &kind.buttons {
                    if !words.buttons.contains_key(button) {
                        findings.warning(
                            &At::line(&kinds_file, words.line),
                            Code::MissingTranslation,
                            format!("the button “{button}” of {} stays English", kind.id),
                            format!("add {button} = \"…\" under [{}.buttons]", kind.id),
                        );
                    }
                }
            }
        }
        let Some(base) = base.prompts.get(&kind.id).filter(|base| base.whole) else {
            continue;
        };
        let missing: Vec<&PromptId> = match language.prompts.get(&kind.id) {
            Some(file) if !file.whole => continue,
            Some(file) => {
                for prompt in &file.prompts {
                    translated(file, prompt, base, findings);
                }
                let has: BTreeSet<&PromptId> = file.prompts.iter().map(|p| &p.id).collect();
                wanted(base).filter(|id| !has.contains(id)).collect()
            }
            None => wanted(base).collect(),
        };
        if missing.is_empty() {
            continue;
        }
        let mut named: Vec<&str> = missing
            .iter()
            .take(IDS_NAMED_MAX)
            .map(|id| id.as_str())
            .collect();
        if missing.len() > IDS_NAMED_MAX {
            named.push("…");
        }
        findings.warning(
            &At::file(&shown(&format!("{}.toml", kind.id)).into()),
            Code::MissingTranslation,
            format!(
                "{} of {} prompts are missing and stay English: {}",
                missing.len(),
                wanted(base).count(),
                named.join(", ")
            ),
            "translate them when you can",
        );
    }
}

fn wanted(base: &PromptFile) -> impl Iterator<Item = &PromptId> {
    let live = base.prompts.iter().filter(|prompt| !prompt.retired);
    live.map(|prompt| &prompt.id)
}

/// One translated prompt beside its English entry.
fn translated(file: &PromptFile, prompt: &PromptDraft, base: &PromptFile, findings: &mut Findings) {
    let at = At::line(&file.shown, prompt.line);
    let Some(english) = base.prompts.iter().find(|english| english.id == prompt.id) else {
        return findings.error(
            &at,
            Code::UnknownPrompt,
            format!("there is no {} in English", prompt.id),
            "write the English entry first, or mend the id",
        );
    };
    if english.text.value.contains(PARTNER) && !prompt.text.value.contains(PARTNER) {
        findings.warning(
            &At::line(&file.shown, prompt.text.line),
            Code::Placeholder,
            "the English text names {partner}, this one does not".to_owned(),
            "put the name in, if the sentence bears it",
        );
    }
    if english.follow_up.is_some() && prompt.follow_up.is_none() {
        findings.warning(
            &at,
            Code::MissingTranslation,
            format!("{} has no follow_up here, in English it has", prompt.id),
            "translate it when you can",
        );
    }
    // Answers are kept as the number of the option, whatever the language.
    if prompt.options.len() != english.options.len() {
        findings.error(
            &at,
            Code::Options,
            format!(
                "{} options where English has {}",
                prompt.options.len(),
                english.options.len()
            ),
            "translate each option, in the same order",
        );
    }
    if (english.shape == Shape::Scale) != prompt.ends.is_some() {
        let (wrong, remedy) = if prompt.ends.is_some() {
            ("ends, but the prompt is not a scale", "take them out")
        } else {
            ("a scale without ends", "translate both ends")
        };
        findings.error(&at, Code::Ends, wrong.to_owned(), remedy);
    }
}
