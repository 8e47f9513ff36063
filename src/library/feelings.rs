//! The list of feelings: `feelings.toml` (ids, in the order of the buttons) and `<language>/feelings.toml` (their words).
//!
//! An answer keeps the id of a feeling, so an id is for ever. Start with [`Feelings`]; [`ids`] and [`words`] read the files,
//! and [`check`] looks at them beside each other.

use std::collections::BTreeMap;
use std::ops::RangeInclusive;
use std::sync::Arc;

use super::finding::{At, Code, Findings};
use super::ids::FeelingId;
use super::source::File;
use super::text_rules as rules;
use super::toml_read::{Doc, Fields, Placed};
use super::values::BASE_LANGUAGE;

/// Core words: more are not taken in at a glance.
const CORES: RangeInclusive<usize> = 1..=8;
/// Finer words of one core word.
const FINER: RangeInclusive<usize> = 5..=8;

/// The feelings people choose from: a core word first, then a finer one.
#[derive(Default, Debug)]
pub struct Feelings {
    cores: Vec<CoreFeeling>,
    /// By language; English has a word for each.
    words: BTreeMap<String, BTreeMap<FeelingId, String>>,
}

/// One core feeling, with the finer ones it leads to.
#[derive(Debug)]
pub struct CoreFeeling {
    pub id: FeelingId,
    pub emoji: Option<String>,
    pub finer: Vec<FeelingId>,
}

impl Feelings {
    /// The core feelings, in the order in which they are offered.
    pub fn cores(&self) -> &[CoreFeeling] {
        &self.cores
    }

    /// A core feeling by its id.
    pub fn core(&self, id: &FeelingId) -> Option<&CoreFeeling> {
        self.cores.iter().find(|core| core.id == *id)
    }

    /// The core feeling that a finer one belongs to.
    pub fn core_of(&self, finer: &FeelingId) -> Option<&CoreFeeling> {
        self.cores.iter().find(|core| core.finer.contains(finer))
    }

    /// What a feeling is called in a language, else in its first part, else in English; none for an id nobody knows.
    pub fn word(&self, id: &FeelingId, language: &str) -> Option<&str> {
        let part = language.split('-').next().unwrap_or(language);
        [language, part, BASE_LANGUAGE]
            .into_iter()
            .find_map(|language| self.words.get(language)?.get(id))
            .map(String::as_str)
    }
}

/// What the files say of feelings.
#[derive(Default, Debug)]
pub(super) struct FeelingsDraft {
    /// The list, if there is one; broken, it is empty.
    list: Option<List>,
    words: BTreeMap<String, Words>,
}

#[derive(Default, Debug)]
struct List {
    cores: Vec<CoreFeeling>,
    broken: bool,
}

#[derive(Debug)]
struct Words {
    shown: Arc<str>,
    by_id: BTreeMap<FeelingId, Placed<String>>,
}

impl FeelingsDraft {
    /// Whether a prompt may ask for a feeling at all. A list that is no TOML has its own finding.
    pub(super) fn is_there(&self) -> bool {
        self.list.is_some()
    }

    fn ids(&self) -> impl Iterator<Item = &FeelingId> {
        let cores = self.list.iter().flat_map(|list| &list.cores);
        cores.flat_map(|core| std::iter::once(&core.id).chain(&core.finer))
    }

    pub(super) fn build(self) -> Feelings {
        let words = self.words.into_iter().map(|(language, words)| {
            let by_id = words.by_id.into_iter();
            (language, by_id.map(|(id, word)| (id, word.value)).collect())
        });
        Feelings {
            words: words.collect(),
            cores: self.list.map(|list| list.cores).unwrap_or_default(),
        }
    }
}

/// Reads `feelings.toml`.
pub(super) fn ids(file: &File, draft: &mut FeelingsDraft, findings: &mut Findings) {
    let mut list = List::default();
    let Some(doc) = Doc::parse(&file.shown, &file.text, findings) else {
        list.broken = true;
        draft.list = Some(list);
        return;
    };
    let mut seen: BTreeMap<FeelingId, u32> = BTreeMap::new();
    let mut top = doc.top();
    for fields in top.list("feeling", findings) {
        list.cores.extend(core(fields, &doc, &mut seen, findings));
    }
    if !CORES.contains(&list.cores.len()) {
        let wrong = format!("a list of {} core feelings", list.cores.len());
        let remedy = format!("write one to {} [[feeling]]", CORES.end());
        findings.error(&At::file(&file.shown), Code::OutOfRange, wrong, remedy);
    }
    top.finish(findings);
    draft.list = Some(list);
}

fn core(
    mut fields: Fields<'_, '_>,
    doc: &Doc<'_>,
    seen: &mut BTreeMap<FeelingId, u32>,
    findings: &mut Findings,
) -> Option<CoreFeeling> {
    let id = fields.required("id", "give the core feeling an id: glad", findings);
    let emoji = fields.text("emoji", findings);
    if let Some(emoji) = &emoji {
        let rule = rules::Rules::line("emoji", rules::EMOJI_MAX);
        rules::check(&emoji.value, rule, &doc.at(emoji.line), findings);
    }
    if fields.line_of("finer").is_none() {
        fields.missing("finer", "name five to eight finer feelings", findings);
    }
    let finer = fields.texts("finer", findings);
    let id = id.and_then(|id| feeling_id(&id, doc, seen, findings));
    let mut finer_ids = Vec::new();
    if let Some(finer) = finer {
        if !FINER.contains(&finer.value.len()) {
            let wrong = format!("{} finer feelings", finer.value.len());
            let remedy = format!("give {} to {}", FINER.start(), FINER.end());
            findings.error(&doc.at(finer.line), Code::OutOfRange, wrong, remedy);
        }
        let ids = finer.value.iter();
        finer_ids.extend(ids.filter_map(|id| feeling_id(id, doc, seen, findings)));
    }
    fields.finish(findings);
    Some(CoreFeeling {
        id: id?,
        emoji: emoji.map(|emoji| emoji.value),
        finer: finer_ids,
    })
}

fn feeling_id(
    id: &Placed<String>,
    doc: &Doc<'_>,
    seen: &mut BTreeMap<FeelingId, u32>,
    findings: &mut Findings,
) -> Option<FeelingId> {
    let at = doc.at(id.line);
    match FeelingId::parse(&id.value) {
        Err(wanted) => {
            let wrong = format!("“{}” is not an id of a feeling", id.value);
            findings.error(&at, Code::BadId, wrong, wanted.to_string());
            None
        }
        Ok(parsed) => match seen.get(&parsed) {
            Some(line) => {
                let wrong = format!("the feeling “{parsed}” is on line {line} already");
                findings.error(&at, Code::DuplicateId, wrong, "keep one of the two");
                None
            }
            None => {
                seen.insert(parsed.clone(), id.line);
                Some(parsed)
            }
        },
    }
}

/// Reads `<language>/feelings.toml`.
pub(super) fn words(
    file: &File,
    language: &str,
    draft: &mut FeelingsDraft,
    findings: &mut Findings,
) {
    let Some(doc) = Doc::parse(&file.shown, &file.text, findings) else {
        return;
    };
    let mut top = doc.top();
    let mut by_id = BTreeMap::new();
    for (id, word) in top.pairs("words", findings) {
        let at = doc.at(id.line);
        rules::check(&word, rules::FEELING, &at, findings);
        match FeelingId::parse(&id.value) {
            Ok(parsed) => {
                let line = id.line;
                by_id.insert(parsed, Placed { value: word, line });
            }
            Err(wanted) => {
                let wrong = format!("“{}” is not an id of a feeling", id.value);
                findings.error(&at, Code::BadId, wrong, wanted.to_string());
            }
        }
    }
    top.finish(findings);
    let shown = file.shown.clone();
    draft
        .words
        .insert(language.to_owned(), Words { shown, by_id });
}

/// The list and its words beside each other. `languages` are the codes of all languages; `root` is the list's file.
pub(super) fn check<'a>(
    draft: &FeelingsDraft,
    languages: impl Iterator<Item = &'a String>,
    root: &str,
    findings: &mut Findings,
) {
    let known = match &draft.list {
        Some(list) if list.broken => return,
        Some(_) => true,
        None => false,
    };
    for words in draft.words.values() {
        let mut said: BTreeMap<String, &FeelingId> = BTreeMap::new();
        for (id, word) in &words.by_id {
            let at = At::line(&words.shown, word.line);
            if !draft.ids().any(|listed| listed == id) {
                let wrong = format!("there is no feeling “{id}”");
                let remedy = format!("list it in {root}, or take the line out");
                findings.error(&at, Code::UnknownKey, wrong, remedy);
            } else if let Some(other) = said.insert(word.value.to_lowercase(), id) {
                let wrong = format!("{other} and {id} have the same word");
                let remedy = "give one of them a word of its own";
                findings.error(&at, Code::SameText, wrong, remedy);
            }
        }
    }
    for language in languages.filter(|_| known) {
        let words = draft.words.get(language);
        let has = |id: &&FeelingId| words.is_some_and(|words| words.by_id.contains_key(*id));
        let missing: Vec<&str> = draft
            .ids()
            .filter(|id| !has(id))
            .map(FeelingId::as_str)
            .collect();
        if missing.is_empty() {
            continue;
        }
        let shown = words.map(|words| words.shown.clone()).unwrap_or_else(|| {
            let file = root.replace("feelings.toml", &format!("{language}/feelings.toml"));
            file.into()
        });
        let named = missing[..missing.len().min(5)].join(", ");
        let more = if missing.len() > 5 { ", …" } else { "" };
        let at = At::file(&shown);
        let feelings = match missing.len() {
            1 => "one feeling".to_owned(),
            count => format!("{count} feelings"),
        };
        if language == BASE_LANGUAGE {
            let wrong = format!("{feelings} without a word: {named}{more}");
            let remedy = "add a line for each under [words]";
            findings.error(&at, Code::MissingKey, wrong, remedy);
        } else {
            let wrong = format!("{feelings} in English still: {named}{more}");
            let remedy = "translate them when you can";
            findings.warning(&at, Code::MissingTranslation, wrong, remedy);
        }
    }
}
