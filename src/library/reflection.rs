//! The reflection after an argument: `reflection.toml` (which steps, in which order, and the words to tap a day later) and
//! `<language>/reflection.toml` (everything people read of it).
//!
//! Start with [`Reflection`]. A written step keeps its id, so an id is for ever. A folder that does not have one of these
//! files uses the one that ships with the program.

use std::collections::BTreeMap;
use std::ops::RangeInclusive;

use serde::{Deserialize, Serialize};

use super::finding::{At, Code, Findings};
use super::ids::{BadId, NowId, StepId};
use super::sheet::{self, Sheet, Wanted};
use super::source::Source;
use super::text_rules::{LABEL_MAX, Rules};
use super::toml_read::{Doc, Fields, Placed};
use super::values::PARTNER;

/// The list, and each language's words for it.
pub(super) const FILE: &str = "reflection.toml";

/// The placeholder of the invitation: when both come back, filled in by the program.
pub const TIME: &str = "{time}";

/// Steps: more than two tired people write through in an evening is a form.
const STEPS: RangeInclusive<usize> = 1..=12;
/// Words to tap a day later: one row each on a phone, without scrolling.
const NOWS: RangeInclusive<usize> = 3..=5;
/// Keys of `[now]`, which no id may be.
const NOW_KEYS: [&str; 3] = ["ask", "closing", "person"];

/// How a step is answered.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum StepAnswer {
    /// Taps from the list of feelings, several if one likes; own words may come along. Without such a list, words.
    Feelings,
    /// Text or voice.
    Words,
}

/// What a reflection is about, and who is in it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Flavour {
    /// *After an argument.*
    Argument,
    /// *Something we step around.*
    Avoided,
    /// *Only for me.*
    Alone,
}

impl Flavour {
    pub const ALL: [Flavour; 3] = [Flavour::Argument, Flavour::Avoided, Flavour::Alone];

    pub fn name(self) -> &'static str {
        match self {
            Flavour::Argument => "argument",
            Flavour::Avoided => "avoided",
            Flavour::Alone => "alone",
        }
    }
}

/// One step of a reflection.
#[derive(Debug)]
pub struct Step {
    pub id: StepId,
    pub answer: StepAnswer,
    /// Offered, never required: its writer adds it.
    pub offered: bool,
    /// Where the step occurs; at least one.
    pub flavours: Vec<Flavour>,
}

/// One answer to *how is it now?*
#[derive(Debug)]
pub struct Now {
    pub id: NowId,
    /// Whether it counts as feeling better.
    pub better: bool,
}

/// The steps of a reflection and everything people read of it.
#[derive(Default, Debug)]
pub struct Reflection {
    steps: Vec<Step>,
    nows: Vec<Now>,
    words: Sheet,
}

/// What people read before anything is sent: the question each answers alone. Nothing here holds a placeholder but `ask`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Screening<'a> {
    /// Stands first, where a lock screen shows it: it names neither safety nor the partner.
    pub first_line: &'a str,
    /// May hold `{partner}`.
    pub ask: &'a str,
    pub yes: &'a str,
    pub no: &'a str,
    /// What the same message says afterwards, whatever was tapped.
    pub after: &'a str,
    /// For whoever cannot speak freely: why this is not for that, and where help is.
    pub not_safe: &'a str,
}

/// What the invited one reads.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Invitation<'a> {
    /// Holds [`TIME`], may hold `{partner}`.
    pub text: &'a str,
    pub yes: &'a str,
    pub no: &'a str,
}

/// What is asked and said a day later. `ask`, the closings and `person` may hold `{partner}`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct DayAfter<'a> {
    pub ask: &'a str,
    /// For both, when both feel better.
    pub closing_better: &'a str,
    /// For both, otherwise: it points at nobody.
    pub closing: &'a str,
    /// For who feels no better a second time, privately: a person to talk to.
    pub person: &'a str,
}

impl Reflection {
    /// All steps, in order.
    pub fn steps(&self) -> &[Step] {
        &self.steps
    }

    /// The steps of one flavour, in order, the offered ones among them.
    pub fn steps_of(&self, flavour: Flavour) -> impl Iterator<Item = &Step> {
        let steps = self.steps.iter();
        steps.filter(move |step| step.flavours.contains(&flavour))
    }

    /// A step; none for an id nobody knows.
    pub fn step(&self, id: &StepId) -> Option<&Step> {
        self.steps.iter().find(|step| step.id == *id)
    }

    /// What a step is called; empty for an id nobody knows, as are the next three. May hold `{partner}`, as may they.
    pub fn title(&self, step: &StepId, language: &str) -> &str {
        self.words.get(&format!("steps.{step}.title"), language)
    }

    /// What the writer of a step reads.
    pub fn ask(&self, step: &StepId, flavour: Flavour, language: &str) -> &str {
        let own = match flavour {
            Flavour::Argument => None,
            Flavour::Avoided | Flavour::Alone => {
                let path = format!("steps.{step}.{}", flavour.name());
                self.words.find(&path, language)
            }
        };
        own.unwrap_or_else(|| self.words.get(&format!("steps.{step}.ask"), language))
    }

    /// How to begin: opened by a button.
    pub fn help(&self, step: &StepId, language: &str) -> &str {
        self.words.get(&format!("steps.{step}.help"), language)
    }

    /// The listening card that comes with the opened step.
    pub fn listen(&self, step: &StepId, language: &str) -> &str {
        self.words.get(&format!("steps.{step}.listen"), language)
    }

    pub fn screening(&self, language: &str) -> Screening<'_> {
        let text = |key: &str| self.words.get(&format!("screening.{key}"), language);
        Screening {
            first_line: text("first_line"),
            ask: text("ask"),
            yes: text("yes"),
            no: text("no"),
            after: text("after"),
            not_safe: text("not_safe"),
        }
    }

    pub fn invitation(&self, language: &str) -> Invitation<'_> {
        let text = |key: &str| self.words.get(&format!("invitation.{key}"), language);
        Invitation {
            text: text("text"),
            yes: text("yes"),
            no: text("no"),
        }
    }

    /// The words to tap a day later, in order.
    pub fn nows(&self) -> &[Now] {
        &self.nows
    }

    /// One of them; none for an id nobody knows.
    pub fn now(&self, id: &NowId) -> Option<&Now> {
        self.nows.iter().find(|now| now.id == *id)
    }

    /// What its button says.
    pub fn now_word(&self, id: &NowId, language: &str) -> &str {
        self.words.get(&format!("now.{id}"), language)
    }

    pub fn day_after(&self, language: &str) -> DayAfter<'_> {
        let text = |key: &str| self.words.get(&format!("now.{key}"), language);
        DayAfter {
            ask: text("ask"),
            closing_better: text("closing_better"),
            closing: text("closing"),
            person: text("person"),
        }
    }
}

/// Reads the list and its words. `feelings` says whether there is a list of feelings, `languages` which languages the folder has.
pub(super) fn read<'a>(
    source: &Source,
    feelings: bool,
    languages: impl Iterator<Item = &'a String>,
    findings: &mut Findings,
) -> Reflection {
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
        return Reflection::default();
    };
    let wanted = wanted(&steps, &nows);
    let words = sheet::read(source, FILE, &wanted, languages, findings);
    Reflection { steps, nows, words }
}

fn steps_and_nows(doc: &Doc<'_>, feelings: bool, findings: &mut Findings) -> (Vec<Step>, Vec<Now>) {
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
) -> Option<Step> {
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
    Some(Step {
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
) -> Option<Now> {
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
    Some(Now { id, better })
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
fn wanted(steps: &[Step], nows: &[Now]) -> Vec<Wanted> {
    let line = Rules::line;
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
    for Now { id, .. } in nows {
        wanted.push(Wanted::new(format!("now.{id}"), line("now", LABEL_MAX)));
    }
    for Step { id, .. } in steps {
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
