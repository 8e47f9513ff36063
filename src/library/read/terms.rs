//! Shapes, depths, tags and themes as the files write them.

use super::tables::{Doc, Fields};
use crate::library::finding::{Code, Findings, Placed};
use crate::library::values::{Depth, Shape, Tag};

/// The shape of this name; a finding when there is none.
pub fn shape_named(name: &Placed<String>, doc: &Doc<'_>, findings: &mut Findings) -> Option<Shape> {
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

/// The depth that a table names, if it does.
pub fn depth(
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

/// The tags that a table names, each once.
pub fn tags(fields: &mut Fields<'_, '_>, doc: &Doc<'_>, findings: &mut Findings) -> Vec<Tag> {
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

/// The theme of a prompt, which each has.
pub fn theme(
    fields: &mut Fields<'_, '_>,
    doc: &Doc<'_>,
    findings: &mut Findings,
) -> Option<Placed<String>> {
    let theme = fields.required("theme", "say in a word what it is about: rest", findings)?;
    if !is_theme(&theme.value) {
        findings.error(
            &doc.at(theme.line),
            Code::BadTheme,
            format!("“{}” is not a theme", theme.value),
            "one or a few lowercase words joined by hyphens: small-kindness",
        );
    }
    Some(theme)
}

fn is_theme(theme: &str) -> bool {
    theme
        .split('-')
        .all(|word| !word.is_empty() && word.bytes().all(|b| b.is_ascii_lowercase()))
}
