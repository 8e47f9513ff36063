//! Plain text and Telegram's entities over it, counted in UTF-16 units, and the cutting of both into messages.
//!
//! Nothing is escaped and nothing is parsed, so any text arrives exactly as typed. Of an author's entities these are left
//! out: `code` and `pre`, which cannot lie under a spoiler; `custom_emoji`, which a bot may send only under conditions
//! (its plain emoji stands in the text); the author's own `spoiler`, as ours covers it; any type that is not published,
//! because Telegram would refuse the message, and without its entities it would stand uncovered on a lock screen; and
//! whatever lies outside the text. Mentions and links are kept as they came. Start with [`Rich`].

use serde_json::{Map, Value};

use crate::core::model::words::Text;
use crate::texts::base::bidi;
use crate::texts::base::names::is_invisible;

/// Telegram takes texts of 1 to 4096 UTF-16 units.
pub const TEXT_UNITS_MAX: usize = 4096;
/// … and captions of at most 1024.
pub const CAPTION_UNITS_MAX: usize = 1024;
/// Telegram ignores entities past the hundredth of a message.
pub const ENTITIES_MAX: usize = 100;

/// The types of an author's entities that are passed on.
const KEPT: [&str; 16] = [
    "bold",
    "italic",
    "underline",
    "strikethrough",
    "blockquote",
    "expandable_blockquote",
    "text_link",
    "text_mention",
    "mention",
    "hashtag",
    "cashtag",
    "bot_command",
    "url",
    "email",
    "phone_number",
    "date_time",
];

/// How a stretch of our own text looks.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(in crate::texts) enum Style {
    Bold,
    Italic,
    Spoiler,
}

impl Style {
    fn name(self) -> &'static str {
        match self {
            Style::Bold => "bold",
            Style::Italic => "italic",
            Style::Spoiler => "spoiler",
        }
    }
}

/// One entity: where it lies, in units, and its other fields.
#[derive(Clone)]
struct Entity {
    at: usize,
    units: usize,
    fields: Map<String, Value>,
}

impl Entity {
    fn is_spoiler(&self) -> bool {
        self.fields.get("type").and_then(Value::as_str) == Some(Style::Spoiler.name())
    }

    fn into_value(self) -> Value {
        let mut fields = self.fields;
        fields.insert("offset".into(), self.at.into());
        fields.insert("length".into(), self.units.into());
        Value::Object(fields)
    }
}

/// Text with its entities.
#[derive(Clone, Default)]
pub(in crate::texts) struct Rich {
    text: String,
    units: usize,
    entities: Vec<Entity>,
}

impl Rich {
    pub(in crate::texts) fn plain(text: &str) -> Rich {
        let mut rich = Rich::default();
        rich.push(text);
        rich
    }

    pub(in crate::texts) fn styled(text: &str, styles: &[Style]) -> Rich {
        let mut rich = Rich::default();
        rich.push_styled(text, styles);
        rich
    }

    /// A person's words under a spoiler, exactly as typed, with the directions they leave open closed behind them.
    pub(in crate::texts) fn words(words: &Text) -> Rich {
        let mut rich = Rich::default();
        rich.push_words(words);
        rich
    }

    pub(in crate::texts) fn units(&self) -> usize {
        self.units
    }

    pub(in crate::texts) fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    pub(in crate::texts) fn push(&mut self, text: &str) {
        self.text.push_str(text);
        self.units += units(text);
    }

    pub(in crate::texts) fn push_styled(&mut self, text: &str, styles: &[Style]) {
        let at = self.units;
        self.push(text);
        for style in styles {
            self.cover(at, *style);
        }
    }

    pub(in crate::texts) fn push_words(&mut self, words: &Text) {
        let at = self.units;
        self.push_uncovered(words);
        self.cover(at, Style::Spoiler);
    }

    /// A person's words exactly as typed, where they need no cover.
    pub(in crate::texts) fn push_uncovered(&mut self, words: &Text) {
        let at = self.units;
        self.push(&words.text);
        self.push(&bidi::closers(&words.text));
        let kept = words.entities.iter().filter_map(|e| kept(e, &words.text));
        self.entities.extend(kept.map(|mut entity| {
            entity.at += at;
            entity
        }));
    }

    pub(in crate::texts) fn append(&mut self, other: Rich) {
        let by = self.units;
        self.text.push_str(&other.text);
        self.units += other.units;
        self.entities
            .extend(other.entities.into_iter().map(|mut entity| {
                entity.at += by;
                entity
            }));
    }

    /// Appends below a blank line.
    pub(in crate::texts) fn below(&mut self, other: Rich) {
        if !self.is_empty() && !other.is_empty() {
            self.push("\n\n");
        }
        self.append(other);
    }

    fn cover(&mut self, at: usize, style: Style) {
        if self.units > at {
            let mut fields = Map::new();
            fields.insert("type".into(), style.name().into());
            self.entities.push(Entity {
                at,
                units: self.units - at,
                fields,
            });
        }
    }

    /// Cuts into texts of at most `max` units each, which put together are the whole; entities are cut along and repeated.
    /// A cut lies behind a line break or a space where one is near enough, else between signs, and never inside a
    /// surrogate pair. A stretch of blank space that fills a message of its own is left out: Telegram shows none.
    pub(in crate::texts) fn split(self, max: usize) -> Vec<Rich> {
        let mut pieces = Vec::new();
        let mut rest = self;
        while rest.units > max {
            let at = cut(&rest.text, max);
            if at == 0 {
                break;
            }
            let (head, tail) = rest.divide(at);
            pieces.push(head);
            rest = tail;
        }
        pieces.push(rest);
        pieces.retain(|piece| !piece.text.chars().all(is_invisible));
        pieces
    }

    fn divide(self, at: usize) -> (Rich, Rich) {
        let (head, tail) = self.text.split_at(at);
        let (head, tail) = (head.to_owned(), tail.to_owned());
        let border = units(&head);
        let mut left = Vec::new();
        let mut right = Vec::new();
        for entity in self.entities {
            let end = entity.at + entity.units;
            if entity.at < border {
                left.push(Entity {
                    units: end.min(border) - entity.at,
                    ..entity.clone()
                });
            }
            if end > border {
                right.push(Entity {
                    at: entity.at.saturating_sub(border),
                    units: end - entity.at.max(border),
                    ..entity
                });
            }
        }
        let tail_units = self.units - border;
        (
            Rich {
                text: head,
                units: border,
                entities: left,
            },
            Rich {
                text: tail,
                units: tail_units,
                entities: right,
            },
        )
    }

    /// The text and its `MessageEntity` objects, at most [`ENTITIES_MAX`], spoilers before all others.
    pub(in crate::texts) fn into_parts(self) -> (String, Vec<Value>) {
        let (mut entities, others): (Vec<_>, Vec<_>) =
            self.entities.into_iter().partition(Entity::is_spoiler);
        entities.extend(others);
        entities.truncate(ENTITIES_MAX);
        entities.sort_by_key(|entity| (entity.at, usize::MAX - entity.units));
        let entities = entities.into_iter().map(Entity::into_value).collect();
        (self.text, entities)
    }
}

/// Length in UTF-16 units.
pub(in crate::texts) fn units(text: &str) -> usize {
    text.encode_utf16().count()
}

/// An author's entity, if it is passed on.
fn kept(entity: &Value, text: &str) -> Option<Entity> {
    let mut fields = entity.as_object()?.clone();
    let kind = fields.get("type")?.as_str()?;
    if !KEPT.contains(&kind) {
        return None;
    }
    let at = usize::try_from(fields.remove("offset")?.as_u64()?).ok()?;
    let length = usize::try_from(fields.remove("length")?.as_u64()?).ok()?;
    let end = at.checked_add(length)?;
    (length > 0 && is_border(text, at) && is_border(text, end)).then_some(Entity {
        at,
        units: length,
        fields,
    })
}

/// Whether a character begins, or the text ends, this many units into it.
fn is_border(text: &str, units: usize) -> bool {
    let mut left = units;
    for c in text.chars() {
        if left == 0 {
            return true;
        }
        match left.checked_sub(c.len_utf16()) {
            Some(less) => left = less,
            None => return false,
        }
    }
    left == 0
}

/// The byte at which to cut so that the head has at most `max` units, and more than half of that.
fn cut(text: &str, max: usize) -> usize {
    let mut taken = 0;
    let mut hard = 0;
    let mut half = 0;
    for (at, c) in text.char_indices() {
        taken += c.len_utf16();
        if taken > max {
            break;
        }
        hard = at + c.len_utf8();
        if taken <= max / 2 {
            half = hard;
        }
    }
    let head = &text[..hard];
    let behind = |wanted: fn(char) -> bool| {
        let (at, c) = head.char_indices().rev().find(|(_, c)| wanted(*c))?;
        let at = at + c.len_utf8();
        // A head of blank space alone would be an empty message.
        (at > half && !text[..at].chars().all(is_invisible)).then_some(at)
    };
    behind(|c| c == '\n')
        .or_else(|| behind(|c| c.is_whitespace() && c != '\u{A0}' && c != '\u{202F}'))
        .or_else(|| bidi::sign_before(text, hard).filter(|at| *at > half))
        .unwrap_or(hard)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn text(text: &str, entities: Vec<Value>) -> Text {
        Text {
            text: text.into(),
            entities,
        }
    }

    #[test]
    fn an_authors_entities_move_along_under_the_spoiler() {
        let mut rich = Rich::plain("💌 ");
        rich.push_words(&text(
            "so 🙂 good",
            vec![json!({"type": "bold", "offset": 6, "length": 4})],
        ));
        let (text, entities) = rich.into_parts();
        assert_eq!(text, "💌 so 🙂 good");
        assert_eq!(
            entities,
            [
                json!({"type": "spoiler", "offset": 3, "length": 10}),
                json!({"type": "bold", "offset": 9, "length": 4}),
            ]
        );
    }

    #[test]
    fn what_cannot_be_sent_or_does_not_fit_is_left_out() {
        let odd = vec![
            json!({"type": "code", "offset": 0, "length": 2}),
            json!({"type": "pre", "offset": 0, "length": 2, "language": "rust"}),
            json!({"type": "custom_emoji", "offset": 0, "length": 2, "custom_emoji_id": "1"}),
            json!({"type": "spoiler", "offset": 0, "length": 2}),
            json!({"type": "from_tomorrow", "offset": 0, "length": 2}),
            json!({"type": "bold", "offset": 1, "length": 2}),
            json!({"type": "bold", "offset": 0, "length": 99}),
            json!({"type": "bold", "offset": 0, "length": 0}),
            json!({"type": "bold", "offset": -1, "length": 2}),
            json!({"type": "bold", "offset": 0, "length": u64::MAX}),
            json!({"type": "bold"}),
            json!("bold"),
        ];
        let (_, entities) = Rich::words(&text("🙂 yes", odd)).into_parts();
        assert_eq!(
            entities,
            [json!({"type": "spoiler", "offset": 0, "length": 6})]
        );
    }

    #[test]
    fn a_cut_prefers_a_line_then_a_space_then_a_whole_sign() {
        let pieces = |t: &str, max| {
            let pieces = Rich::words(&text(t, vec![])).split(max);
            pieces
                .into_iter()
                .map(|p| p.into_parts().0)
                .collect::<Vec<_>>()
        };
        assert_eq!(pieces("abc def\nghi jkl", 10), ["abc def\n", "ghi jkl"]);
        assert_eq!(pieces("abc def ghi jkl", 10), ["abc def ", "ghi jkl"]);
        assert_eq!(pieces("abcdefgh👩‍❤️‍👨x", 10), ["abcdefgh", "👩‍❤️‍👨x"]);
        assert_eq!(pieces("abcdefghi🙂jk", 10), ["abcdefghi", "🙂jk"]);
    }

    #[test]
    fn a_cut_repeats_the_entities_on_both_sides() {
        let link =
            json!({"type": "text_link", "offset": 2, "length": 6, "url": "https://a.example"});
        let pieces = Rich::words(&text("aaaaaaaaaa", vec![link])).split(5);
        let parts: Vec<_> = pieces.into_iter().map(|p| p.into_parts().1).collect();
        let spoiler = json!({"type": "spoiler", "offset": 0, "length": 5});
        let link = |at: u8, length: u8| json!({"type": "text_link", "offset": at, "length": length, "url": "https://a.example"});
        assert_eq!(parts[0], [spoiler.clone(), link(2, 3)]);
        assert_eq!(parts[1], [spoiler, link(0, 3)]);
    }

    #[test]
    fn no_piece_is_blank() {
        let t = format!("a{}b", "\n".repeat(30));
        let pieces = Rich::words(&text(&t, vec![])).split(10);
        for piece in pieces {
            let (text, _) = piece.into_parts();
            assert!(!text.chars().all(is_invisible));
        }
    }

    #[test]
    fn a_spoiler_is_never_crowded_out() {
        let bold = |at| json!({"type": "bold", "offset": at, "length": 1});
        let mut rich = Rich::words(&text(&"a".repeat(200), (0..200).map(bold).collect()));
        rich.below(Rich::words(&text("last", vec![])));
        let (_, entities) = rich.into_parts();
        assert_eq!(entities.len(), ENTITIES_MAX);
        assert!(entities.contains(&json!({"type": "spoiler", "offset": 202, "length": 4})));
    }
}
