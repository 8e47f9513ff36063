//! Text as the server keeps it: cleaned, trimmed, measured in UTF-16 units, with entities that fit it.
//!
//! What the real server refuses is refused here in its words; what it silently drops or cuts is dropped or cut here in
//! the same way, so that a test sees what a reader would see. Above all: bold, italic, underline, strikethrough and
//! **spoiler are cut away wherever code, pre or a date lies** ("Pre and Code can't be part of other entities" in the
//! server's source), so words in code inside a spoiler stand open.

use serde_json::{Map, Value};

use super::link;
use super::params::{self, Field, Kind, Params, opt, req};
use super::reply::No;

/// Entities a message keeps; Telegram drops those after the hundredth without a word.
const MAX_ENTITIES: usize = 100;
/// `sendMessage` and `editMessageText`: 1–4096 after entity parsing.
pub(super) const MAX_TEXT: usize = 4096;
/// Captions: 0–1024 after entity parsing.
pub(super) const MAX_CAPTION: usize = 1024;

/// One entity of a text: offset and length in UTF-16 units.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Entity {
    pub kind: String,
    pub offset: usize,
    pub length: usize,
    /// `url`, `user`, `language`, `custom_emoji_id`, `unix_time`, `date_time_format`.
    pub extra: Map<String, Value>,
}

impl Entity {
    pub fn new(kind: &str, offset: usize, length: usize) -> Entity {
        Entity {
            kind: kind.into(),
            offset,
            length,
            extra: Map::new(),
        }
    }

    pub fn end(&self) -> usize {
        self.offset + self.length
    }

    pub fn to_json(&self) -> Value {
        let mut map = self.extra.clone();
        map.insert("type".into(), self.kind.clone().into());
        map.insert("offset".into(), self.offset.into());
        map.insert("length".into(), self.length.into());
        Value::Object(map)
    }

    fn group(&self) -> Group {
        match self.kind.as_str() {
            "bold" | "italic" | "underline" | "strikethrough" | "spoiler" => Group::Splittable,
            "blockquote" | "expandable_blockquote" => Group::Quote,
            "code" | "pre" | "date_time" => Group::Pre,
            _ => Group::Continuous,
        }
    }

    /// The server's order: earlier first, longer first, then by the priority of the type.
    fn key(&self) -> (usize, std::cmp::Reverse<usize>, u8) {
        let priority = match self.kind.as_str() {
            "blockquote" | "expandable_blockquote" => 0,
            "pre" => 11,
            "code" => 20,
            "date_time" => 25,
            "text_link" | "text_mention" => 49,
            "bold" => 90,
            "italic" => 91,
            "underline" => 92,
            "strikethrough" => 93,
            "spoiler" => 94,
            "custom_emoji" => 99,
            _ => 50,
        };
        (self.offset, std::cmp::Reverse(self.length), priority)
    }
}

#[derive(Clone, Copy, PartialEq)]
enum Group {
    Splittable,
    Quote,
    Pre,
    Continuous,
}

/// A text with its entities, as the server keeps it.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Formatted {
    pub text: String,
    pub entities: Vec<Entity>,
}

/// Length in UTF-16 units.
pub(super) fn units(text: &str) -> usize {
    text.encode_utf16().count()
}

/// Reads a text and its `entities`, cleans and trims both. An empty result is left to the caller to judge.
pub(super) fn read(text: &str, entities: Option<&Vec<Value>>) -> Result<Formatted, No> {
    if text.len() > 1 << 15 {
        return Err(No::bad("Text is too long"));
    }
    let mut parsed = Vec::new();
    for value in entities.into_iter().flatten() {
        if let Some(entity) = parse(value)? {
            parsed.push(entity);
        }
    }
    parsed.sort_by_key(Entity::key);
    let entities = fix(parsed);
    let mut formatted = clean(text, entities)?;
    formatted.entities = fix(formatted.entities);
    trim(&mut formatted);
    formatted.entities.truncate(MAX_ENTITIES);
    Ok(formatted)
}

const ENTITY: &[Field] = &[
    req("type", Kind::Str),
    req("offset", Kind::Int),
    req("length", Kind::Int),
    opt("url", Kind::Str),
    opt("user", Kind::Object),
    opt("language", Kind::Str),
    opt("custom_emoji_id", Kind::Str),
    opt("unix_time", Kind::Int),
    opt("date_time_format", Kind::Str),
];

/// What an entity of one type holds besides type, offset and length.
#[derive(Default)]
struct Extra {
    may: &'static [&'static str],
    needed: Option<&'static str>,
}

/// The extra fields of a type; `None` for a type that the server finds by itself and drops when it is sent along.
fn extra_of(kind: &str) -> Result<Option<Extra>, No> {
    let one = |name: &'static &'static str| Extra {
        may: std::slice::from_ref(name),
        needed: Some(name),
    };
    Ok(Some(match kind {
        "bold"
        | "italic"
        | "underline"
        | "strikethrough"
        | "spoiler"
        | "code"
        | "blockquote"
        | "expandable_blockquote" => Extra::default(),
        "mention" | "hashtag" | "cashtag" | "bot_command" | "url" | "email" | "phone_number"
        | "bank_card_number" => return Ok(None),
        "pre" => Extra {
            may: &["language"],
            needed: None,
        },
        "text_link" => one(&"url"),
        "text_mention" => one(&"user"),
        "custom_emoji" => one(&"custom_emoji_id"),
        "date_time" => Extra {
            may: &["unix_time", "date_time_format"],
            needed: Some("unix_time"),
        },
        _ => {
            return Err(No::bad(
                "Can't parse MessageEntity: Unsupported type specified",
            ));
        }
    }))
}

/// One entity; `None` for one that the server drops without a word.
fn parse(value: &Value) -> Result<Option<Entity>, No> {
    let fields = params::object(value, "MessageEntity", ENTITY)?;
    let kind = fields.str("type").unwrap_or_default();
    let Some(Extra { may, needed }) = extra_of(kind)? else {
        return Ok(None);
    };
    for name in fields.names() {
        if !matches!(name, "type" | "offset" | "length") && !may.contains(&name) {
            return Err(No::strict(format_args!(
                "an entity of type {kind} has no field \"{name}\""
            )));
        }
    }
    if let Some(name) = needed.filter(|name| fields.get(name).is_none()) {
        return Err(No::bad(format!(
            "Can't parse MessageEntity: Can't find field \"{name}\""
        )));
    }
    // Only bots with a bought username may use these; for others the server keeps the plain emoji.
    if kind == "custom_emoji" {
        return Ok(None);
    }
    check_values(fields)?;
    let place = |name: &str| {
        let value = fields.int(name).unwrap_or_default();
        usize::try_from(value)
            .ok()
            .filter(|&value| value <= 1_000_000)
            .ok_or_else(|| No::bad(format!("Receive an entity with incorrect {name} {value}")))
    };
    let (offset, length) = (place("offset")?, place("length")?);
    if length == 0 {
        return Ok(None);
    }
    let extra = may
        .iter()
        .filter_map(|&name| Some((name.to_owned(), fields.get(name)?.clone())))
        .collect();
    Ok(Some(Entity {
        kind: kind.into(),
        offset,
        length,
        extra,
    }))
}

/// Refuses a link that leads nowhere and a format of a date that nobody can read.
fn check_values(fields: Params<'_>) -> Result<(), No> {
    if let Some(url) = fields.str("url") {
        link::check(url).map_err(|why| No::bad(format!("Entity URL '{url}' is invalid: {why}")))?;
    }
    if let Some(format) = fields.str("date_time_format")
        && !matches!(format, "r" | "R")
        && !format.chars().all(|c| "tTdDwW".contains(c))
    {
        return Err(No::bad(
            "Can't parse MessageEntity: Invalid date-time format specified",
        ));
    }
    Ok(())
}

/// Cuts and drops sorted entities until they nest as the server wants them. A list that already does is left alone.
fn fix(mut entities: Vec<Entity>) -> Vec<Entity> {
    entities.sort_by_key(Entity::key);
    if nest(&entities) {
        return entities;
    }
    let (splittable, rest): (Vec<_>, Vec<_>) = entities
        .into_iter()
        .partition(|e| e.group() == Group::Splittable);
    let (mut quotes, mut others): (Vec<_>, Vec<_>) =
        rest.into_iter().partition(|e| e.group() == Group::Quote);
    drop_intersecting(&mut others);
    drop_intersecting(&mut quotes);
    // Outside every quote, or wholly inside one.
    others.retain(|e| {
        let apart = |q: &Entity| q.end() <= e.offset || q.offset >= e.end();
        let within = |q: &Entity| q.offset <= e.offset && e.end() <= q.end();
        quotes.iter().all(|q| apart(q) || within(q))
    });
    others.extend(quotes);
    others.sort_by_key(Entity::key);
    let mut all = split(splittable, &others);
    all.extend(others);
    all.sort_by_key(Entity::key);
    all
}

/// Whether entities nest without any need to cut: nothing crosses, no type lies in itself, nothing lies in code or
/// pre, code and pre lie at most in a quote, and nothing lies in bold, italic and the like.
fn nest(entities: &[Entity]) -> bool {
    let mut open: Vec<&Entity> = Vec::new();
    let mut last_end: Vec<(&str, usize)> = Vec::new();
    for entity in entities {
        while open.last().is_some_and(|last| entity.offset >= last.end()) {
            open.pop();
        }
        let group = entity.group();
        if let Some(parent) = open.last() {
            let inside = |group| open.iter().any(|e| e.group() == group);
            if entity.end() > parent.end()
                || open.iter().any(|e| e.kind == entity.kind)
                || parent.group() == Group::Pre
                || (group == Group::Pre && open.iter().any(|e| e.group() != Group::Quote))
                || (group != Group::Splittable && inside(Group::Continuous))
                || (group == Group::Quote && inside(Group::Quote))
                || inside(Group::Splittable)
            {
                return false;
            }
        }
        if group == Group::Splittable {
            if last_end
                .iter()
                .any(|(kind, end)| *kind == entity.kind && *end >= entity.offset)
            {
                return false;
            }
            last_end.retain(|(kind, _)| *kind != entity.kind);
            last_end.push((&entity.kind, entity.end()));
        }
        open.push(entity);
    }
    true
}

fn drop_intersecting(entities: &mut Vec<Entity>) {
    let mut end = 0;
    entities.retain(|e| {
        let keep = e.offset >= end;
        if keep {
            end = e.end();
        }
        keep
    });
}

/// Bold, italic, underline, strikethrough and spoiler: one of a kind is joined with its neighbours, cut wherever
/// another begins, at both ends of everything else, and taken away inside code, pre and dates.
fn split(splittable: Vec<Entity>, others: &[Entity]) -> Vec<Entity> {
    let mut joined: Vec<Entity> = Vec::new();
    for entity in splittable {
        match joined
            .iter_mut()
            .rev()
            .find(|e| e.kind == entity.kind && e.end() >= entity.offset)
        {
            Some(before) => before.length = before.length.max(entity.end() - before.offset),
            None => joined.push(entity),
        }
    }
    let mut cuts: Vec<usize> = joined.iter().map(|e| e.offset).collect();
    cuts.extend(others.iter().flat_map(|e| [e.offset, e.end()]));
    cuts.sort_unstable();
    cuts.dedup();
    let in_pre = |at: usize| {
        others
            .iter()
            .any(|e| e.group() == Group::Pre && (e.offset..e.end()).contains(&at))
    };
    let mut pieces = Vec::new();
    for entity in joined {
        let mut from = entity.offset;
        let inside = cuts
            .iter()
            .copied()
            .filter(|&c| c > entity.offset && c < entity.end());
        for to in inside.chain([entity.end()]) {
            if !in_pre(from) {
                pieces.push(Entity::new(&entity.kind, from, to - from));
            }
            from = to;
        }
    }
    pieces
}

/// What the server does to characters: control characters become spaces; carriage returns, line and paragraph
/// separators, the embedding and overriding direction marks (U+2028 to U+202E) and three marks that draw lines vanish.
fn cleaned(c: char) -> Option<char> {
    match c {
        '\n' => Some('\n'),
        '\r' | '\u{2028}'..='\u{202e}' | '\u{333}' | '\u{33f}' | '\u{30a}' => None,
        c if c <= ' ' => Some(' '),
        c => Some(c),
    }
}

fn clean(text: &str, mut entities: Vec<Entity>) -> Result<Formatted, No> {
    // Where each UTF-16 offset of the old text lies in the new one; None inside a surrogate pair.
    let mut map: Vec<Option<usize>> = Vec::with_capacity(text.len() + 1);
    let mut bytes: Vec<usize> = Vec::with_capacity(text.len() + 1);
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    for (byte, c) in text.char_indices() {
        map.push(Some(at));
        bytes.push(byte);
        if c.len_utf16() == 2 {
            map.push(None);
            bytes.push(byte + c.len_utf8());
        }
        if let Some(c) = cleaned(c) {
            out.push(c);
            at += c.len_utf16();
        }
    }
    map.push(Some(at));
    bytes.push(text.len());
    for entity in &mut entities {
        let (begin, end) = (entity.offset, entity.end());
        if begin >= map.len() {
            return Err(No::bad(format!(
                "Entity begins after the end of the text at UTF-16 offset {begin}"
            )));
        }
        let Some(new_begin) = map[begin] else {
            return Err(No::bad(format!(
                "Entity begins in a middle of a UTF-16 symbol at byte offset {}",
                bytes[begin]
            )));
        };
        if end >= map.len() {
            return Err(No::bad(format!(
                "Entity beginning at UTF-16 offset {begin} ends after the end of the text at UTF-16 offset {end}"
            )));
        }
        let Some(new_end) = map[end] else {
            return Err(No::bad(format!(
                "Entity beginning at UTF-16 offset {begin} ends in a middle of a UTF-16 symbol at byte offset {}",
                bytes[end]
            )));
        };
        entity.offset = new_begin;
        entity.length = new_end - new_begin;
    }
    entities.retain(|e| e.length > 0);
    Ok(Formatted {
        text: out,
        entities,
    })
}

/// Cuts spaces and newlines at the end, and at the beginning as far as the first entity.
fn trim(formatted: &mut Formatted) {
    let blank = |c: char| c == ' ' || c == '\n';
    let text = formatted.text.trim_end_matches(blank);
    let end = units(text);
    for entity in &mut formatted.entities {
        if entity.end() > end {
            entity.length = end.saturating_sub(entity.offset);
        }
    }
    formatted.entities.retain(|e| e.length > 0);
    let first = formatted
        .entities
        .iter()
        .map(|e| e.offset)
        .min()
        .unwrap_or(usize::MAX);
    let lead = (text.len() - text.trim_start_matches(blank).len()).min(first);
    for entity in &mut formatted.entities {
        entity.offset -= lead;
    }
    formatted.text = text[lead..].to_owned();
    // Nothing but characters that show nothing counts as no text.
    if formatted
        .text
        .chars()
        .all(|c| blank(c) || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}'))
    {
        formatted.text.clear();
        formatted.entities.clear();
    }
}

/// Finds what a client or the server marks by itself in a person's text: commands, mentions, hashtags and links.
pub(super) fn detect(text: &str) -> Vec<Entity> {
    let mut found = Vec::new();
    let mut offset = 0;
    for word in text.split_inclusive([' ', '\n']) {
        let bare = word.trim_end_matches([' ', '\n', '.', ',', '!', '?', ')', ':', ';']);
        let name =
            |s: &str| !s.is_empty() && s.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
        let kind = if let Some(command) = bare.strip_prefix('/') {
            let (command, bot) = command.split_once('@').unwrap_or((command, "bot"));
            (name(command) && name(bot)).then_some("bot_command")
        } else if let Some(user) = bare.strip_prefix('@') {
            (name(user) && user.len() >= 4).then_some("mention")
        } else if let Some(tag) = bare.strip_prefix('#') {
            let tagged = tag.chars().all(|c| c.is_alphanumeric() || c == '_')
                && tag.chars().any(char::is_alphabetic);
            tagged.then_some("hashtag")
        } else {
            let link = bare.starts_with("https://")
                || bare.starts_with("http://")
                || bare.starts_with("t.me/");
            (link && link::check(bare).is_ok()).then_some("url")
        };
        if let Some(kind) = kind {
            found.push(Entity::new(kind, offset, units(bare)));
        }
        offset += units(word);
    }
    found
}
