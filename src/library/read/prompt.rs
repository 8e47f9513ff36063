//! `<language>/<kind>.toml`: the prompts of one kind, and the rules each obeys by itself.
//!
//! In English an entry says everything; a translation has an id and words, the rest holds for all languages.

use super::draft::{KindDraft, PromptDraft, PromptFile};
use super::tables::{Doc, Fields};
use super::terms::{depth, shape_named, tags, theme};
use super::text_rules as rules;
use crate::library::finding::{Code, Findings, Placed};
use crate::library::ids::PromptId;
use crate::library::source::File;
use crate::library::values::{Depth, Shape, Tag};

/// Reads the prompts of a kind in one language; `base` for English.
pub fn prompt_file(
    file: &File,
    kind: &KindDraft,
    base: bool,
    findings: &mut Findings,
) -> PromptFile {
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

/// What holds for a prompt in every language, and is said in English alone.
#[derive(Default)]
struct Terms {
    depth: Option<Placed<Depth>>,
    tags: Vec<Tag>,
    theme: Option<Placed<String>>,
    shape: Option<Shape>,
    retired: bool,
}

impl Terms {
    fn read(fields: &mut Fields<'_, '_>, doc: &Doc<'_>, findings: &mut Findings) -> Terms {
        Terms {
            depth: depth(fields, doc, findings),
            tags: tags(fields, doc, findings),
            theme: theme(fields, doc, findings),
            shape: fields
                .text("shape", findings)
                .and_then(|shape| shape_named(&shape, doc, findings)),
            retired: fields.flag("retired", findings).unwrap_or(false),
        }
    }

    /// Reports them where a translation has them.
    fn refuse(fields: &mut Fields<'_, '_>, doc: &Doc<'_>, findings: &mut Findings) {
        for key in ["depth", "tags", "theme", "shape", "retired"] {
            if let Some(line) = fields.line_of(key) {
                findings.error(
                    &doc.at(line),
                    Code::UnknownKey,
                    format!("“{key}” does not belong in a translation"),
                    "take it out: what the English entry says holds for every language",
                );
            }
        }
    }
}

/// One `[[prompt]]`.
fn prompt(
    mut fields: Fields<'_, '_>,
    doc: &Doc<'_>,
    kind: &KindDraft,
    base: bool,
    findings: &mut Findings,
) -> Option<PromptDraft> {
    let line = fields.line;
    let id = fields.required("id", "give it the next free number of the kind", findings);
    let text = fields.required("text", "write the question", findings);
    let follow_up = fields.text("follow_up", findings);
    let listen = fields.text("listen", findings);
    // A key that is unknown is answered with those that were asked for, in this order.
    let (terms, why) = if base {
        let terms = Terms::read(&mut fields, doc, findings);
        let why = fields.required("why", "say in a line why it is worth asking", findings);
        (terms, why)
    } else {
        let why = fields.text("why", findings);
        Terms::refuse(&mut fields, doc, findings);
        (Terms::default(), why)
    };
    for (said, rule) in [
        (&text, rules::TEXT),
        (&follow_up, rules::FOLLOW_UP),
        (&listen, rules::LISTEN),
        (&why, rules::WHY),
    ] {
        if let Some(said) = said {
            rules::check(&said.value, rule, &doc.at(said.line), findings);
        }
    }
    let shape = terms.shape.unwrap_or(kind.shape);
    let options = fields.texts("options", findings);
    let ends = fields.texts("ends", findings);
    // Whose shape a translation has is known only beside the English entry.
    let shape_known = base.then_some(shape);
    let options = check_options(options, shape_known, line, doc, findings);
    let ends = check_ends(ends, shape_known, line, doc, findings);
    fields.finish(findings);
    let id = prompt_id(&id?, kind, doc, findings)?;
    let value = |said: Option<Placed<String>>| said.map(|said| said.value);
    let nothing = Placed {
        value: String::new(),
        line,
    };
    Some(PromptDraft {
        line,
        id,
        text: text.unwrap_or_else(|| nothing.clone()),
        follow_up: value(follow_up),
        listen: value(listen),
        options,
        ends,
        why: value(why),
        shape,
        depth: terms.depth.unwrap_or(Placed {
            value: kind.depth,
            line,
        }),
        tags: terms.tags,
        theme: terms.theme.unwrap_or(nothing),
        retired: terms.retired,
    })
}

fn prompt_id(
    id: &Placed<String>,
    kind: &KindDraft,
    doc: &Doc<'_>,
    findings: &mut Findings,
) -> Option<PromptId> {
    match PromptId::parse(&id.value) {
        Ok(parsed) if parsed.kind() == kind.id.as_str() => Some(parsed),
        _ => {
            findings.error(
                &doc.at(id.line),
                Code::BadId,
                format!("“{}” is not an id of a prompt here", id.value),
                format!(
                    "in this file an id is {}- and four digits: {}-0042",
                    kind.id, kind.id
                ),
            );
            None
        }
    }
}

fn check_options(
    options: Option<Placed<Vec<Placed<String>>>>,
    shape: Option<Shape>,
    line: u32,
    doc: &Doc<'_>,
    findings: &mut Findings,
) -> Vec<String> {
    let Some(options) = options else {
        if shape == Some(Shape::Choice) {
            findings.error(
                &doc.at(line),
                Code::Options,
                "a choice without options".to_owned(),
                "add options = [\"…\", \"…\", \"…\"]: three to five",
            );
        }
        return Vec::new();
    };
    let at = doc.at(options.line);
    if shape.is_some_and(|shape| shape != Shape::Choice) {
        let wrong = "options, but the prompt is not a choice".to_owned();
        let remedy = "take them out, or add shape = \"choice\"";
        findings.error(&at, Code::Options, wrong, remedy);
    } else if !(3..=5).contains(&options.value.len()) {
        let wrong = format!("a choice with {} options", options.value.len());
        findings.error(&at, Code::Options, wrong, "give three to five");
    }
    for (n, option) in options.value.iter().enumerate() {
        rules::check(&option.value, rules::OPTION, &doc.at(option.line), findings);
        let twice = options.value[..n].iter().any(|o| o.value == option.value);
        if twice {
            let wrong = format!("the option “{}” is here twice", option.value);
            let remedy = "give another one in its place";
            findings.error(&doc.at(option.line), Code::Options, wrong, remedy);
        }
    }
    options.value.into_iter().map(|o| o.value).collect()
}

fn check_ends(
    ends: Option<Placed<Vec<Placed<String>>>>,
    shape: Option<Shape>,
    line: u32,
    doc: &Doc<'_>,
    findings: &mut Findings,
) -> Option<[String; 2]> {
    let Some(ends) = ends else {
        if shape == Some(Shape::Scale) {
            findings.error(
                &doc.at(line),
                Code::Ends,
                "a scale without ends".to_owned(),
                "add ends = [\"…\", \"…\"]: what 1 means and what 5 means",
            );
        }
        return None;
    };
    let at = doc.at(ends.line);
    for end in &ends.value {
        rules::check(&end.value, rules::END, &doc.at(end.line), findings);
    }
    if shape.is_some_and(|shape| shape != Shape::Scale) {
        let wrong = "ends, but the prompt is not a scale".to_owned();
        let remedy = "take them out, or add shape = \"scale\"";
        findings.error(&at, Code::Ends, wrong, remedy);
    }
    let count = ends.value.len();
    let two: Result<[Placed<String>; 2], _> = ends.value.try_into();
    match two {
        Ok(two) => Some(two.map(|end| end.value)),
        Err(_) => {
            let wrong = format!("a scale with {count} ends");
            findings.error(
                &at,
                Code::Ends,
                wrong,
                "give two: what 1 means, what 5 means",
            );
            None
        }
    }
}
