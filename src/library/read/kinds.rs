//! `kinds.toml`: the list of kinds, and each language's words for them.

use std::collections::BTreeMap;

use super::draft::{KindDraft, KindWordsDraft};
use super::tables::{Doc, Fields};
use super::terms::{depth, shape_named};
use super::text_rules as rules;
use crate::library::finding::{Code, Findings, Placed};
use crate::library::ids::{ButtonId, KindId, OWN};
use crate::library::source::File;
use crate::library::values::{Depth, Reveals, Shape};

/// Words that no kind may be called.
const NOT_KINDS: [&str; 5] = ["kinds", "feelings", "reflection", "safety", OWN];
/// Longest rest a kind can ask for: a year.
const COOLDOWN_DAYS_MAX: i64 = 365;
/// Buttons that fit under a reveal without becoming a menu.
const BUTTONS_MAX: usize = 3;

/// Reads `kinds.toml`; none when it is not TOML.
pub fn kinds(file: &File, findings: &mut Findings) -> Option<Vec<KindDraft>> {
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

/// One `[[kind]]`.
fn kind(mut fields: Fields<'_, '_>, doc: &Doc<'_>, findings: &mut Findings) -> Option<KindDraft> {
    let line = fields.line;
    let id = fields.required("id", "give the kind an id: gratitude", findings);
    let emoji = emoji(&mut fields, doc, findings);
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
    let cooldown_days = cooldown_days(&mut fields, doc, findings);
    let buttons = buttons(&mut fields, doc, findings);
    let own = fields.flag("own", findings).unwrap_or(false);
    let ritual = fields.flag("ritual", findings).unwrap_or(false);
    fields.finish(findings);
    Some(KindDraft {
        line,
        id: kind_id(&id?, doc, findings)?,
        emoji: emoji.unwrap_or_default(),
        shape: shape.unwrap_or(Shape::Text),
        depth: depth.unwrap_or(Depth::One),
        reveals,
        cooldown_days,
        buttons,
        own,
        ritual,
    })
}

fn kind_id(id: &Placed<String>, doc: &Doc<'_>, findings: &mut Findings) -> Option<KindId> {
    // `kinds` and the like would share their files' names with the lists themselves, `own` its ids with people's own questions.
    let wanted = match KindId::parse(&id.value) {
        Ok(parsed) if !NOT_KINDS.contains(&parsed.as_str()) => return Some(parsed),
        Ok(_) => "choose another word".to_owned(),
        Err(wanted) => wanted.to_string(),
    };
    let wrong = format!("“{}” is not an id of a kind", id.value);
    findings.error(&doc.at(id.line), Code::BadId, wrong, wanted);
    None
}

fn emoji(fields: &mut Fields<'_, '_>, doc: &Doc<'_>, findings: &mut Findings) -> Option<String> {
    let emoji = fields.required("emoji", "give the kind one emoji", findings)?;
    rules::check(&emoji.value, rules::EMOJI, &doc.at(emoji.line), findings);
    Some(emoji.value)
}

fn cooldown_days(fields: &mut Fields<'_, '_>, doc: &Doc<'_>, findings: &mut Findings) -> u16 {
    let Some(days) = fields.number("cooldown_days", findings) else {
        return 0;
    };
    if !(0..=COOLDOWN_DAYS_MAX).contains(&days.value) {
        let wrong = format!("a prompt cannot rest {} days", days.value);
        findings.error(
            &doc.at(days.line),
            Code::OutOfRange,
            wrong,
            "write 0 to 365",
        );
        return 0;
    }
    days.value as u16
}

fn buttons(fields: &mut Fields<'_, '_>, doc: &Doc<'_>, findings: &mut Findings) -> Vec<ButtonId> {
    let mut buttons = Vec::new();
    let Some(list) = fields.texts("buttons", findings) else {
        return buttons;
    };
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
    buttons
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

/// Reads `<language>/kinds.toml`; none when it is not TOML.
pub fn kind_words(
    file: &File,
    kinds: &[KindDraft],
    findings: &mut Findings,
) -> Option<BTreeMap<KindId, KindWordsDraft>> {
    let mut all = BTreeMap::new();
    let doc = Doc::parse(&file.shown, &file.text, findings)?;
    for (name, fields) in doc.tables(findings) {
        let Some(kind) = kinds.iter().find(|kind| kind.id.as_str() == name.value) else {
            findings.error(
                &doc.at(name.line),
                Code::UnknownKind,
                format!("there is no kind “{}”", name.value),
                "list it in kinds.toml beside the languages, or take its words out",
            );
            continue;
        };
        all.insert(kind.id.clone(), words_of(kind, fields, &doc, findings));
    }
    Some(all)
}

fn words_of(
    kind: &KindDraft,
    mut fields: Fields<'_, '_>,
    doc: &Doc<'_>,
    findings: &mut Findings,
) -> KindWordsDraft {
    let title = fields.required("title", "one or two words for menus", findings);
    let how = fields.required("how", "one line on how to do the exercise", findings);
    let listen = fields.text("listen", findings);
    for (said, rule) in [
        (&title, rules::TITLE),
        (&how, rules::HOW),
        (&listen, rules::LISTEN),
    ] {
        if let Some(said) = said {
            rules::check(&said.value, rule, &doc.at(said.line), findings);
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
    let line = fields.line;
    fields.finish(findings);
    let text = |said: Option<Placed<String>>| said.map(|said| said.value);
    KindWordsDraft {
        line,
        title: text(title).unwrap_or_default(),
        how: text(how).unwrap_or_default(),
        listen: text(listen),
        buttons,
    }
}
