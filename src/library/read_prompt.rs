//! One `[[prompt]]` → its draft, and the rules it obeys by itself.

use super::finding::{Code, Findings};
use super::ids::PromptId;
use super::read::KindDraft;
use super::text_rules as rules;
use super::toml_read::{Doc, Fields, Placed};
use super::values::{Depth, Shape, Tag};

#[derive(Debug)]
pub(super) struct PromptDraft {
    pub(super) line: u32,
    pub(super) id: PromptId,
    pub(super) text: Placed<String>,
    pub(super) follow_up: Option<String>,
    pub(super) listen: Option<String>,
    pub(super) options: Vec<String>,
    pub(super) ends: Option<[String; 2]>,
    pub(super) why: Option<String>,
    pub(super) shape: Shape,
    pub(super) depth: Placed<Depth>,
    pub(super) tags: Vec<Tag>,
    pub(super) theme: Placed<String>,
    pub(super) retired: bool,
}

/// One `[[prompt]]`. In English it says everything; a translation has an id and words, the rest holds for all languages.
pub(super) fn prompt(
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
    let why;
    let mut theme = None;
    let mut own_shape = None;
    let mut own_depth = None;
    let mut own_tags = Vec::new();
    let mut retired = false;
    if base {
        own_depth = depth(&mut fields, doc, findings);
        own_tags = tags(&mut fields, doc, findings);
        theme = fields.required("theme", "say in a word what it is about: rest", findings);
        own_shape = fields
            .text("shape", findings)
            .and_then(|shape| shape_named(&shape, doc, findings));
        retired = fields.flag("retired", findings).unwrap_or(false);
        why = fields.required("why", "say in a line why it is worth asking", findings);
    } else {
        why = fields.text("why", findings);
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
    for (said, rules) in [
        (&text, rules::TEXT),
        (&follow_up, rules::FOLLOW_UP),
        (&listen, rules::LISTEN),
        (&why, rules::WHY),
    ] {
        if let Some(said) = said {
            rules::check(&said.value, rules, &doc.at(said.line), findings);
        }
    }
    let shape = own_shape.unwrap_or(kind.shape);
    let options = fields.texts("options", findings);
    let ends = fields.texts("ends", findings);
    // Whose shape a translation has is known only beside the English entry.
    let shape_known = base.then_some(shape);
    let options = check_options(options, shape_known, line, doc, findings);
    let ends = check_ends(ends, shape_known, line, doc, findings);
    if let Some(theme) = &theme
        && !is_theme(&theme.value)
    {
        findings.error(
            &doc.at(theme.line),
            Code::BadTheme,
            format!("“{}” is not a theme", theme.value),
            "one or a few lowercase words joined by hyphens: small-kindness",
        );
    }
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
        depth: own_depth.unwrap_or(Placed {
            value: kind.depth,
            line,
        }),
        tags: own_tags,
        theme: theme.unwrap_or(nothing),
        retired,
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

pub(super) fn shape_named(
    name: &Placed<String>,
    doc: &Doc<'_>,
    findings: &mut Findings,
) -> Option<Shape> {
    let shape = Shape::ALL
        .into_iter()
        .find(|shape| shape.name() == name.value);
    if shape.is_none() {
        let all = Shape::ALL.map(Shape::name).join(", ");
        let wrong = format!("there is no shape “{}”", name.value);
        let remedy = format!("write one of: {all}");
        findings.error(&doc.at(name.line), Code::UnknownShape, wrong, remedy);
    }
    shape
}

pub(super) fn depth(
    fields: &mut Fields<'_, '_>,
    doc: &Doc<'_>,
    findings: &mut Findings,
) -> Option<Placed<Depth>> {
    let number = fields.number("depth", findings)?;
    let depth = u8::try_from(number.value).ok().map(Depth::try_from);
    match depth {
        Some(Ok(value)) => Some(Placed {
            value,
            line: number.line,
        }),
        _ => {
            findings.error(
                &doc.at(number.line),
                Code::OutOfRange,
                format!("there is no depth {}", number.value),
                "write 1 (anyone, any day), 2 (takes some trust) or 3 (fears, longings, old hurts)",
            );
            None
        }
    }
}

fn tags(fields: &mut Fields<'_, '_>, doc: &Doc<'_>, findings: &mut Findings) -> Vec<Tag> {
    let mut tags = Vec::new();
    for name in fields
        .texts("tags", findings)
        .map_or_else(Vec::new, |list| list.value)
    {
        match Tag::ALL.into_iter().find(|tag| tag.name() == name.value) {
            Some(tag) if tags.contains(&tag) => findings.error(
                &doc.at(name.line),
                Code::DuplicateId,
                format!("the tag “{tag}” is here twice"),
                "keep one of the two",
            ),
            Some(tag) => tags.push(tag),
            None => findings.error(
                &doc.at(name.line),
                Code::UnknownTag,
                format!("there is no tag “{}”", name.value),
                format!("write one of: {}", Tag::ALL.map(Tag::name).join(", ")),
            ),
        }
    }
    tags
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

fn is_theme(theme: &str) -> bool {
    theme
        .split('-')
        .all(|word| !word.is_empty() && word.bytes().all(|b| b.is_ascii_lowercase()))
}
