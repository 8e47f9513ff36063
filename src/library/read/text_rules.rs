//! The rules one text obeys by itself: length, one question, typographic quotes, spaces, placeholders. They hold in
//! every language. Start with [`check`].

use crate::library::finding::{At, Code, Findings};
use crate::library::values::PARTNER;

/// Longest prompt, in characters: what two tired people take in at a glance on a phone.
pub(super) const TEXT_MAX: usize = 240;
/// Longest follow-up, in characters.
pub(super) const FOLLOW_UP_MAX: usize = 160;
/// Longest `why`, in characters.
pub(super) const WHY_MAX: usize = 160;
/// Longest how-to or listen line, in characters.
pub(super) const LINE_MAX: usize = 140;
/// Longest title, in characters.
pub(super) const TITLE_MAX: usize = 32;
/// Longest words on a button, in characters: two buttons share a row on a phone.
pub(super) const LABEL_MAX: usize = 32;
/// Longest option of a choice, in characters: a button of its own row.
pub(super) const OPTION_MAX: usize = 60;
/// Longest name of an end of a scale, in characters.
pub(super) const END_MAX: usize = 32;
/// Longest word for a feeling, in characters: two of them share a row on a phone.
pub(super) const FEELING_MAX: usize = 24;
/// Longest emoji, in characters: a family joined from five people still fits.
pub(super) const EMOJI_MAX: usize = 9;

/// The rules for one sort of text.
#[derive(Clone, Copy, Debug)]
pub(super) struct TextRule {
    /// The key, as findings name it.
    pub(super) name: &'static str,
    pub(super) chars_max: usize,
    /// What is filled in here.
    pub(super) placeholders: &'static [&'static str],
    /// Whether it is a question, of which there is one.
    pub(super) question: bool,
    /// Whether it may have paragraphs and lines of its own.
    pub(super) paragraphs: bool,
}

impl TextRule {
    pub(super) const fn line(name: &'static str, chars_max: usize) -> TextRule {
        TextRule {
            name,
            chars_max,
            placeholders: &[],
            question: false,
            paragraphs: false,
        }
    }

    pub(super) const fn with_partner(mut self) -> TextRule {
        self.placeholders = &[PARTNER];
        self
    }

    pub(super) const fn with(mut self, placeholders: &'static [&'static str]) -> TextRule {
        self.placeholders = placeholders;
        self
    }

    pub(super) const fn in_paragraphs(mut self) -> TextRule {
        self.paragraphs = true;
        self
    }

    pub(super) const fn asking(mut self) -> TextRule {
        self.question = true;
        self
    }
}

pub(super) const TEXT: TextRule = TextRule::line("text", TEXT_MAX).with_partner().asking();
pub(super) const FOLLOW_UP: TextRule = TextRule::line("follow_up", FOLLOW_UP_MAX)
    .with_partner()
    .asking();
pub(super) const LISTEN: TextRule = TextRule::line("listen", LINE_MAX).with_partner();
pub(super) const HOW: TextRule = TextRule::line("how", LINE_MAX).with_partner();
pub(super) const OPTION: TextRule = TextRule::line("options", OPTION_MAX).with_partner();
pub(super) const END: TextRule = TextRule::line("ends", END_MAX);
pub(super) const WHY: TextRule = TextRule::line("why", WHY_MAX);
pub(super) const TITLE: TextRule = TextRule::line("title", TITLE_MAX);
pub(super) const LABEL: TextRule = TextRule::line("buttons", LABEL_MAX);
pub(super) const EMOJI: TextRule = TextRule::line("emoji", EMOJI_MAX);
pub(super) const FEELING: TextRule = TextRule::line("words", FEELING_MAX);

/// Looks at one text; each rule that is broken gives one finding.
pub(super) fn check(text: &str, rule: TextRule, at: &At, findings: &mut Findings) {
    let name = rule.name;
    if text.trim().is_empty() {
        let wrong = format!("“{name}” is empty");
        return findings.error(at, Code::Empty, wrong, "write it, or take the key out");
    }
    let chars = text.chars().count();
    if chars > rule.chars_max {
        findings.error(
            at,
            Code::TooLong,
            format!("“{name}” has {chars} characters"),
            format!("say it in {} at most", rule.chars_max),
        );
    }
    if rule.question && questions(text) > 1 {
        findings.error(
            at,
            Code::TwoQuestions,
            format!("“{name}” asks more than one question"),
            "keep the better one, or make the other a follow_up",
        );
    }
    let (spaces, remedy) = if rule.paragraphs {
        let remedy = "single spaces between words, none before a stop or at the ends of a line, one empty line between paragraphs";
        (spaces_in_paragraphs(text), remedy)
    } else {
        let remedy =
            "single spaces between words, none before a stop or at the ends, all on one line";
        (spaces(text), remedy)
    };
    if let Some(spaces) = spaces {
        findings.error(at, Code::Spaces, format!("“{name}” has {spaces}"), remedy);
    }
    if let Some((found, instead)) = quotes(text) {
        findings.error(
            at,
            Code::Quotes,
            format!("“{name}” holds {found}"),
            format!("write {instead}"),
        );
    }
    if let Some(c) = text.chars().find(|&c| is_invisible(c)) {
        findings.error(
            at,
            Code::Invisible,
            format!(
                "“{name}” holds the invisible character U+{:04X}",
                u32::from(c)
            ),
            "take it out; it often comes along when text is pasted",
        );
    }
    for found in placeholders(text) {
        if rule.placeholders.contains(&found) {
            continue;
        }
        let unfilled = format!("“{name}” holds {found}, which nothing fills in");
        let (wrong, remedy) = match rule.placeholders {
            [] => (
                format!("“{name}” holds {found}, and no name is filled in here"),
                "write it without braces".to_owned(),
            ),
            [only] => (unfilled, format!("the only placeholder is {only}")),
            several => (
                unfilled,
                format!("the placeholders are {}", several.join(", ")),
            ),
        };
        findings.error(at, Code::Placeholder, wrong, remedy);
    }
}

/// How often a text asks. A question in quotation marks is told, not asked.
fn questions(text: &str) -> usize {
    // Latin, Greek, Arabic, Chinese and Japanese. The Spanish ¿ opens what ? closes.
    let is_mark = |c| matches!(c, '?' | '\u{37e}' | '؟' | '？');
    let mut chars = text.chars().peekable();
    let mut count = 0;
    while let Some(c) = chars.next() {
        let quoted = matches!(chars.peek(), Some('”' | '“' | '’' | '‘' | '»' | '«'));
        count += usize::from(is_mark(c) && !quoted);
    }
    count
}

/// What is wrong with the spaces. No-break spaces may stand before a stop, as French wants them.
fn spaces(text: &str) -> Option<&'static str> {
    let is_break = |c: char| matches!(c, '\n' | '\r' | '\t' | '\u{b}' | '\u{c}');
    if text.contains(is_break) {
        return Some("a line break or a tab");
    }
    if text.trim() != text {
        return Some("a space at its beginning or end");
    }
    let mut before = None;
    for c in text.chars() {
        if before.is_some_and(char::is_whitespace) {
            if c.is_whitespace() {
                return Some("two spaces in a row");
            }
            if before == Some(' ') && matches!(c, '.' | ',' | ';' | ':' | '!' | '?' | ')') {
                return Some("a space before a stop");
            }
        }
        before = Some(c);
    }
    None
}

/// The same for a text with paragraphs. A last line break, as a text in three quotes ends with, is none of it.
fn spaces_in_paragraphs(text: &str) -> Option<&'static str> {
    let text = text.strip_suffix('\n').unwrap_or(text);
    if text.starts_with('\n') || text.ends_with('\n') || text.contains("\n\n\n") {
        return Some("empty lines where none belong");
    }
    text.lines().find_map(spaces)
}

/// Typewriter marks, and what stands for them.
fn quotes(text: &str) -> Option<(&'static str, &'static str)> {
    let marks = [
        ("'", "a straight apostrophe", "’, or ‘ ’ around a quotation"),
        (
            "\"",
            "a straight quotation mark",
            "“ ” or the marks of your language",
        ),
        ("`", "a backtick", "’, or ‘ ’ around a quotation"),
        ("´", "an accent in place of an apostrophe", "’"),
        ("...", "three full stops", "one …"),
        ("--", "two hyphens", "a dash: –"),
    ];
    marks
        .into_iter()
        .find(|(mark, ..)| text.contains(mark))
        .map(|(_, found, instead)| (found, instead))
}

/// Controls, zero-width characters and direction marks. Joiners stay: emoji and Persian are made with them.
fn is_invisible(c: char) -> bool {
    let told_as_space = matches!(c, '\n' | '\r' | '\t' | '\u{b}' | '\u{c}');
    (c.is_control() && !told_as_space)
        || matches!(c, '\u{ad}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fffd}')
}

/// Everything in braces, and lone braces, as written.
fn placeholders(text: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut rest = text;
    while let Some(start) = rest.find(['{', '}']) {
        rest = &rest[start..];
        let inner = rest[1..].find(['{', '}']).map(|end| end + 1);
        let end = match inner {
            Some(end) if rest.starts_with('{') && rest[end..].starts_with('}') => end + 1,
            _ => 1,
        };
        found.push(&rest[..end]);
        rest = &rest[end..];
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn braces_are_found_whole_or_alone() {
        assert_eq!(
            placeholders("{partner} and {name} } { {"),
            ["{partner}", "{name}", "}", "{", "{"]
        );
    }

    #[test]
    fn a_quoted_question_is_not_asked() {
        assert_eq!(
            questions("When did a “how are you?” today deserve a true answer?"),
            1
        );
        assert_eq!(questions("How are you? And why?"), 2);
    }

    #[test]
    fn french_spaces_and_joined_emoji_are_left_alone() {
        let mut findings = Findings::default();
        let at = At::file(&"x".into());
        check("Vraiment\u{202f}? 👩‍❤️‍👩", TEXT, &at, &mut findings);
        assert_eq!(findings.sorted(), []);
    }
}
