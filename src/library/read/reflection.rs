//! `reflection.toml` (which steps, in which order, and the words to tap a day later) and `<language>/reflection.toml`
//! (everything people read of it). A folder that does not have one of these files uses the one that ships with the program.

use std::collections::BTreeMap;
use std::ops::RangeInclusive;

use super::sheet::{self, Wanted};
use super::tables::{Doc, Fields};
use super::text_rules::{LABEL_MAX, TextRule};
use crate::library::finding::{At, Code, Findings, Placed};
use crate::library::ids::{BadId, NowId, StepId};
use crate::library::source::Source;
use crate::library::values::{
    Flavour, GuideStep, NowWord, PARTNER, ReflectionGuide, StepAnswer, TIME,
};

/// The list, and each language's words for it.
pub(super) const FILE: &str = "reflection.toml";

/// Steps: more than two tired people write through in an evening is a form.
const STEPS: RangeInclusive<usize> = 1..=12;
/// Words to tap a day later: one row each on a phone, without scrolling.
const NOWS: RangeInclusive<usize> = 3..=5;
/// Keys of `[now]`, which no id may be.
const NOW_KEYS: [&str; 3] = ["ask", "closing", "person"];

/// Reads the list and its words. `feelings` says whether there is a list of feelings, `languages` which languages the folder has.
pub fn read<'a>(
    source: &Source,
    feelings: bool,
    languages: impl Iterator<Item = &'a String>,
    findings: &mut Findings,
) -> ReflectionGuide {
    let list = match source.file(FILE) {
        Some(file) => {
            let doc = Doc::parse(&file.shown, &file.text, findings);
            doc.map(|doc| steps_and_nows(&doc, feelings, findings))
        }
        None => Source::shipped(FILE).and_then(|text| {
            let mut unheard = Findings::default();
            let doc = Doc::parse(&FILE.into(), text, &mut unheard)?;
            Some(steps_and_nows(&doc, true, &mut unheard))
        }),
    };
    // Without the list every text would be called unknown.
    let Some((steps, nows)) = list else {
        return ReflectionGuide::default();
    };
    let wanted = wanted(&steps, &nows);
    let words = sheet::read(source, FILE, &wanted, languages, findings);
    ReflectionGuide { steps, nows, words }
}

fn steps_and_nows(
    doc: &Doc<'_>,
    feelings: bool,
    findings: &mut Findings,
) -> (Vec<GuideStep>, Vec<NowWord>) {
    let mut top = doc.top();
    let mut seen = BTreeMap::new();
    let mut steps = Vec::new();
    for fields in top.list("step", findings) {
        steps.extend(step(fields, doc, feelings, &mut seen, findings));
    }
    count(steps.len(), STEPS, "[[step]]", doc, findings);
    let mut seen = BTreeMap::new();
    let mut nows = Vec::new();
    for fields in top.list("now", findings) {
        nows.extend(now(fields, doc, &mut seen, findings));
    }
    count(nows.len(), NOWS, "[[now]]", doc, findings);
    top.finish(findings);
    (steps, nows)
}

fn count(
    has: usize,
    may: RangeInclusive<usize>,
    name: &str,
    doc: &Doc<'_>,
    findings: &mut Findings,
) {
    if !may.contains(&has) {
        let wrong = format!("{has} {name}");
        let remedy = format!("write {} to {}", may.start(), may.end());
        findings.error(&At::file(&doc.shown), Code::OutOfRange, wrong, remedy);
    }
}

fn step(
    mut fields: Fields<'_, '_>,
    doc: &Doc<'_>,
    feelings: bool,
    seen: &mut BTreeMap<StepId, u32>,
    findings: &mut Findings,
) -> Option<GuideStep> {
    let id = fields.required("id", "give the step an id: felt", findings);
    let answer = fields.required(
        "answer",
        "say how it is answered: feelings or words",
        findings,
    );
    let offered = fields.flag("offered", findings).unwrap_or(false);
    let flavours = flavours(&mut fields, doc, findings);
    fields.finish(findings);
    let answer = answer.and_then(|answer| {
        let at = doc.at(answer.line);
        match answer.value.as_str() {
            "feelings" if !feelings => {
                let wrong = "a step asks for feelings, and there is no list of them".to_owned();
                let remedy = "copy the list that ships with the program, or ask for words";
                findings.error(&at, Code::MissingFile, wrong, remedy);
                Some(StepAnswer::Feelings)
            }
            "feelings" => Some(StepAnswer::Feelings),
            "words" => Some(StepAnswer::Words),
            other => {
                let wrong = format!("a step cannot be answered by “{other}”");
                findings.error(&at, Code::UnknownShape, wrong, "write feelings or words");
                None
            }
        }
    });
    let id = new_id(&id?, StepId::parse, "a step", doc, seen, findings)?;
    Some(GuideStep {
        id,
        answer: answer.unwrap_or(StepAnswer::Words),
        offered,
        flavours,
    })
}

fn flavours(fields: &mut Fields<'_, '_>, doc: &Doc<'_>, findings: &mut Findings) -> Vec<Flavour> {
    let Some(list) = fields.texts("flavours", findings) else {
        return Flavour::ALL.to_vec();
    };
    let mut flavours = Vec::new();
    for name in &list.value {
        let named = Flavour::ALL
            .into_iter()
            .find(|one| one.name() == name.value);
        match named {
            Some(flavour) if flavours.contains(&flavour) => findings.error(
                &doc.at(name.line),
                Code::DuplicateId,
                format!("the flavour “{}” is here twice", name.value),
                "keep one of the two",
            ),
            Some(flavour) => flavours.push(flavour),
            None => findings.error(
                &doc.at(name.line),
                Code::UnknownKey,
                format!("there is no flavour “{}”", name.value),
                "write some of: argument, avoided, alone",
            ),
        }
    }
    if list.value.is_empty() {
        findings.error(
            &doc.at(list.line),
            Code::OutOfRange,
            "a step that occurs nowhere".to_owned(),
            "name a flavour, or take the key out for all three",
        );
    }
    flavours
}

fn now(
    mut fields: Fields<'_, '_>,
    doc: &Doc<'_>,
    seen: &mut BTreeMap<NowId, u32>,
    findings: &mut Findings,
) -> Option<NowWord> {
    let id = fields.required("id", "give the word an id: lighter", findings);
    let better = fields.flag("better", findings).unwrap_or(false);
    fields.finish(findings);
    let id = id?;
    if NOW_KEYS.contains(&id.value.as_str()) {
        let wrong = format!("“{}” is another text under [now]", id.value);
        findings.error(&doc.at(id.line), Code::BadId, wrong, "choose another word");
        return None;
    }
    let id = new_id(&id, NowId::parse, "a word to tap", doc, seen, findings)?;
    Some(NowWord { id, better })
}

fn new_id<Id: Ord + Clone>(
    id: &Placed<String>,
    parse: fn(&str) -> Result<Id, BadId>,
    what: &str,
    doc: &Doc<'_>,
    seen: &mut BTreeMap<Id, u32>,
    findings: &mut Findings,
) -> Option<Id> {
    let at = doc.at(id.line);
    let parsed = match parse(&id.value) {
        Ok(parsed) => parsed,
        Err(wanted) => {
            let wrong = format!("“{}” is not an id of {what}", id.value);
            findings.error(&at, Code::BadId, wrong, wanted.to_string());
            return None;
        }
    };
    if let Some(line) = seen.get(&parsed) {
        let wrong = format!("“{}” is on line {line} already", id.value);
        findings.error(&at, Code::DuplicateId, wrong, "keep one of the two");
        return None;
    }
    seen.insert(parsed.clone(), id.line);
    Some(parsed)
}

/// Every text of a language's file. The lengths are what a phone shows without scrolling.
fn wanted(steps: &[GuideStep], nows: &[NowWord]) -> Vec<Wanted> {
    let line = TextRule::line;
    let asks = |name, max| line(name, max).with_partner().in_paragraphs();
    let mut wanted = vec![
        Wanted::new("screening.first_line", line("first_line", 120)),
        Wanted::new("screening.ask", asks("ask", 400).asking()),
        Wanted::new("screening.yes", line("yes", LABEL_MAX)),
        Wanted::new("screening.no", line("no", LABEL_MAX)),
        Wanted::new("screening.after", line("after", 300).in_paragraphs()),
        Wanted::new("screening.not_safe", line("not_safe", 900).in_paragraphs()),
        Wanted::new(
            "invitation.text",
            line("text", 500).with(&[PARTNER, TIME]).in_paragraphs(),
        )
        .naming(TIME),
        Wanted::new("invitation.yes", line("yes", LABEL_MAX)),
        Wanted::new("invitation.no", line("no", LABEL_MAX)),
        Wanted::new("now.ask", asks("ask", 200)),
        Wanted::new("now.closing_better", asks("closing_better", 300)),
        Wanted::new("now.closing", asks("closing", 300)),
        Wanted::new("now.person", asks("person", 700)),
    ];
    for NowWord { id, .. } in nows {
        wanted.push(Wanted::new(format!("now.{id}"), line("now", LABEL_MAX)));
    }
    for GuideStep { id, .. } in steps {
        let path = |key: &str| format!("steps.{id}.{key}");
        wanted.extend([
            Wanted::new(path("title"), line("title", 40).with_partner()),
            Wanted::new(path("ask"), asks("ask", 300)),
            Wanted::new(path("help"), asks("help", 400)),
            Wanted::new(path("listen"), asks("listen", 200)),
            Wanted::new(path("avoided"), asks("avoided", 300)).optional(),
            Wanted::new(path("alone"), asks("alone", 300)).optional(),
        ]);
    }
    wanted
}
