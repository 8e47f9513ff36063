//! Files → drafts: what each file says, every entry by itself (a prompt in `read_prompt`). What two entries or
//! two files say about each other is for `checks`.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::feelings::{self, FeelingsDraft};
use super::finding::{At, Code, Findings};
use super::ids::{ButtonId, KindId, OWN};
use super::read_prompt::{PromptDraft, depth, prompt, shape_named};
use super::reflection;
use super::safety;
use super::source::{File, Source};
use super::text_rules as rules;
use super::toml_read::{Doc, Fields, Placed};
use super::values::{BASE_LANGUAGE, Depth, Reveals, Shape};

/// The list of feelings, and a language's words for them.
const FEELINGS: &str = "feelings.toml";
/// Words that no kind may be called.
const NOT_KINDS: [&str; 5] = ["kinds", "feelings", "reflection", "safety", OWN];
/// Longest rest a kind can ask for: a year.
const COOLDOWN_DAYS_MAX: i64 = 365;
/// Buttons that fit under a reveal without becoming a menu.
const BUTTONS_MAX: usize = 3;

/// Everything the files say.
#[derive(Debug)]
pub(super) struct Draft {
    /// `kinds.toml`, whether or not it is there.
    pub(super) kinds_file: Arc<str>,
    pub(super) kinds: Vec<KindDraft>,
    /// By code; English is always there.
    pub(super) languages: BTreeMap<String, LanguageDraft>,
    /// `feelings.toml` and its words.
    pub(super) feelings_file: Arc<str>,
    pub(super) feelings: FeelingsDraft,
}

#[derive(Debug)]
pub(super) struct KindDraft {
    pub(super) line: u32,
    pub(super) id: KindId,
    pub(super) emoji: String,
    pub(super) shape: Shape,
    pub(super) depth: Depth,
    pub(super) reveals: Reveals,
    pub(super) cooldown_days: u16,
    pub(super) buttons: Vec<ButtonId>,
    pub(super) own: bool,
    pub(super) ritual: bool,
}

/// What became of a language's `kinds.toml`.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub(super) enum KindsFile {
    #[default]
    Missing,
    /// It was no TOML, so nothing is known of its words.
    Broken,
    Read,
}

#[derive(Default, Debug)]
pub(super) struct LanguageDraft {
    pub(super) kinds_file: KindsFile,
    pub(super) kinds: BTreeMap<KindId, KindWordsDraft>,
    pub(super) prompts: BTreeMap<KindId, PromptFile>,
}

#[derive(Debug)]
pub(super) struct KindWordsDraft {
    pub(super) line: u32,
    pub(super) title: String,
    pub(super) how: String,
    pub(super) listen: Option<String>,
    pub(super) buttons: BTreeMap<ButtonId, String>,
}

#[derive(Debug)]
pub(super) struct PromptFile {
    pub(super) shown: Arc<str>,
    /// Whether it was TOML; if not, nothing is known of its prompts.
    pub(super) whole: bool,
    pub(super) prompts: Vec<PromptDraft>,
}

/// Reads every file of a source.
pub(super) fn read(source: &Source, findings: &mut Findings) -> Draft {
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
    let Some(kinds) = list.and_then(|file| kinds(file, findings)) else {
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
        let read = kind_words(file, &draft.kinds, findings);
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
    let prompts = prompt_file(file, kind, base, findings);
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

/// None when the list is not TOML.
fn kinds(file: &File, findings: &mut Findings) -> Option<Vec<KindDraft>> {
    let doc = Doc::parse(&file.shown, &file.text, findings)?;
    let mut top = doc.top();
    let entries = top.list("kind", findings);
    if entries.is_empty() {
        top.missing("[[kind]]", "list at least one kind", findings);
    }
    let mut kinds: Vec<KindDraft> = Vec::new();
    for fields in entries {
        let Some(kind) = kind(fields, &doc, findings) else {
            continue;
        };
        match kinds.iter().find(|earlier| earlier.id == kind.id) {
            Some(earlier) => findings.error(
                &doc.at(kind.line),
                Code::DuplicateId,
                format!("the kind “{}” is on line {} already", kind.id, earlier.line),
                "keep one of the two",
            ),
            None => {
                if kind.own && kinds.iter().any(|earlier| earlier.own) {
                    findings.error(
                        &doc.at(kind.line),
                        Code::DuplicateId,
                        "people’s own questions belong to another kind already".to_owned(),
                        "keep “own” in one kind",
                    );
                }
                kinds.push(kind);
            }
        }
    }
    top.finish(findings);
    Some(kinds)
}

fn kind(mut fields: Fields<'_, '_>, doc: &Doc<'_>, findings: &mut Findings) -> Option<KindDraft> {
    let line = fields.line;
    let id = fields.required("id", "give the kind an id: gratitude", findings);
    let emoji = fields.required("emoji", "give the kind one emoji", findings);
    if let Some(emoji) = &emoji {
        let (at, name) = (doc.at(emoji.line), "emoji");
        rules::check(
            &emoji.value,
            rules::Rules::line(name, rules::EMOJI_MAX),
            &at,
            findings,
        );
    }
    let shape = fields.required(
        "shape",
        "say how it is answered: text, feeling, scale, choice or done",
        findings,
    );
    let shape = shape.and_then(|shape| shape_named(&shape, doc, findings));
    let depth = match fields.line_of("depth") {
        Some(_) => depth(&mut fields, doc, findings).map(|depth| depth.value),
        None => {
            fields.missing(
                "depth",
                "1, 2 or 3, for prompts without their own",
                findings,
            );
            None
        }
    };
    let reveals = reveals(&mut fields, shape, doc, findings);
    let cooldown_days = match fields.number("cooldown_days", findings) {
        Some(days) if !(0..=COOLDOWN_DAYS_MAX).contains(&days.value) => {
            findings.error(
                &doc.at(days.line),
                Code::OutOfRange,
                format!("a prompt cannot rest {} days", days.value),
                "write 0 to 365",
            );
            0
        }
        days => days.map_or(0, |days| days.value as u16),
    };
    let mut buttons = Vec::new();
    if let Some(list) = fields.texts("buttons", findings) {
        for button in &list.value {
            match ButtonId::parse(&button.value) {
                Ok(id) if !buttons.contains(&id) => buttons.push(id),
                Ok(id) => findings.error(
                    &doc.at(button.line),
                    Code::DuplicateId,
                    format!("the button “{id}” is here twice"),
                    "keep one of the two",
                ),
                Err(wanted) => findings.error(
                    &doc.at(button.line),
                    Code::BadId,
                    format!("“{}” is not an id of a button", button.value),
                    wanted.to_string(),
                ),
            }
        }
        if list.value.len() > BUTTONS_MAX {
            findings.error(
                &doc.at(list.line),
                Code::OutOfRange,
                format!("{} buttons are a menu", list.value.len()),
                format!("keep {BUTTONS_MAX} at most"),
            );
        }
    }
    let own = fields.flag("own", findings).unwrap_or(false);
    let ritual = fields.flag("ritual", findings).unwrap_or(false);
    fields.finish(findings);
    let id = id?;
    // `kinds` and the like would share their files' names with the lists themselves, `own` its ids with people's own questions.
    match KindId::parse(&id.value) {
        Ok(parsed) if !NOT_KINDS.contains(&parsed.as_str()) => Some(KindDraft {
            line,
            id: parsed,
            emoji: emoji.map_or_else(String::new, |emoji| emoji.value),
            shape: shape.unwrap_or(Shape::Text),
            depth: depth.unwrap_or(Depth::One),
            reveals,
            cooldown_days,
            buttons,
            own,
            ritual,
        }),
        parsed => {
            let wanted = match parsed {
                Err(wanted) => wanted.to_string(),
                Ok(_) => "choose another word".to_owned(),
            };
            let wrong = format!("“{}” is not an id of a kind", id.value);
            findings.error(&doc.at(id.line), Code::BadId, wrong, wanted);
            None
        }
    }
}

fn reveals(
    fields: &mut Fields<'_, '_>,
    shape: Option<Shape>,
    doc: &Doc<'_>,
    findings: &mut Findings,
) -> Reveals {
    let Some(said) = fields.text("reveals", findings) else {
        return Reveals::default();
    };
    let at = doc.at(said.line);
    let known = Reveals::ALL
        .into_iter()
        .find(|one| one.name() == said.value);
    if known.is_none() {
        let wrong = format!("a reveal cannot show “{}”", said.value);
        findings.error(&at, Code::OutOfRange, wrong, "write both or matches");
    } else if shape.is_some_and(|shape| shape != Shape::Choice) {
        let wrong = "“reveals” is for kinds that are a choice".to_owned();
        findings.error(&at, Code::Options, wrong, "take it out");
    }
    known.unwrap_or_default()
}

/// None when the file is not TOML.
fn kind_words(
    file: &File,
    kinds: &[KindDraft],
    findings: &mut Findings,
) -> Option<BTreeMap<KindId, KindWordsDraft>> {
    let mut all = BTreeMap::new();
    let doc = Doc::parse(&file.shown, &file.text, findings)?;
    for (name, mut fields) in doc.tables(findings) {
        let Some(kind) = kinds.iter().find(|kind| kind.id.as_str() == name.value) else {
            findings.error(
                &doc.at(name.line),
                Code::UnknownKind,
                format!("there is no kind “{}”", name.value),
                "list it in kinds.toml beside the languages, or take its words out",
            );
            continue;
        };
        let line = name.line;
        let title = fields.required("title", "one or two words for menus", findings);
        let how = fields.required("how", "one line on how to do the exercise", findings);
        let listen = fields.text("listen", findings);
        for (said, rules) in [
            (&title, rules::TITLE),
            (&how, rules::HOW),
            (&listen, rules::LISTEN),
        ] {
            if let Some(said) = said {
                rules::check(&said.value, rules, &doc.at(said.line), findings);
            }
        }
        let mut buttons = BTreeMap::new();
        for (button, label) in fields.pairs("buttons", findings) {
            let at = doc.at(button.line);
            match kind.buttons.iter().find(|id| id.as_str() == button.value) {
                Some(id) => {
                    rules::check(&label, rules::LABEL, &at, findings);
                    buttons.insert(id.clone(), label);
                }
                None => findings.error(
                    &at,
                    Code::UnknownKey,
                    format!("{} has no button “{}”", kind.id, button.value),
                    "take it out, or add the id to the kind’s buttons in kinds.toml",
                ),
            }
        }
        fields.finish(findings);
        let text = |said: Option<Placed<String>>| said.map(|said| said.value);
        let words = KindWordsDraft {
            line,
            title: text(title).unwrap_or_default(),
            how: text(how).unwrap_or_default(),
            listen: text(listen),
            buttons,
        };
        all.insert(kind.id.clone(), words);
    }
    Some(all)
}

fn prompt_file(file: &File, kind: &KindDraft, base: bool, findings: &mut Findings) -> PromptFile {
    let mut read = PromptFile {
        shown: file.shown.clone(),
        whole: false,
        prompts: Vec::new(),
    };
    let Some(doc) = Doc::parse(&file.shown, &file.text, findings) else {
        return read;
    };
    read.whole = true;
    let mut top = doc.top();
    for fields in top.list("prompt", findings) {
        read.prompts
            .extend(prompt(fields, &doc, kind, base, findings));
    }
    top.finish(findings);
    read
}
