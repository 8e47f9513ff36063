//! `feelings.toml` (ids, in the order of the buttons) and `<language>/feelings.toml` (their words).
//!
//! [`ids`] and [`words`] read one file each. Whether every feeling has a word is for `check`.

use std::collections::BTreeMap;
use std::ops::RangeInclusive;

use super::draft::{FeelingList, FeelingWords, FeelingsDraft};
use super::tables::{Doc, Fields};
use super::text_rules as rules;
use crate::library::finding::{At, Code, Findings, Placed};
use crate::library::ids::FeelingId;
use crate::library::source::File;
use crate::library::values::CoreFeeling;

/// Core words: more are not taken in at a glance.
const CORES: RangeInclusive<usize> = 1..=8;
/// Finer words of one core word.
const FINER: RangeInclusive<usize> = 5..=8;

/// Reads `feelings.toml`.
pub fn ids(file: &File, draft: &mut FeelingsDraft, findings: &mut Findings) {
    let mut list = FeelingList::default();
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
        rules::check(&emoji.value, rules::EMOJI, &doc.at(emoji.line), findings);
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
pub fn words(file: &File, language: &str, draft: &mut FeelingsDraft, findings: &mut Findings) {
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
        .insert(language.to_owned(), FeelingWords { shown, by_id });
}
