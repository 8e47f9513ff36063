//! Names, prompts and labels made safe to stand inside our own sentences and on buttons.
//!
//! A name is whatever its owner typed at Telegram. It must not reach beyond its place: no line break, no direction that
//! runs on, no joiner that swallows the next letter. What people write is never touched here. Start with [`clean_name`].

use crate::texts::base::bidi;

/// Telegram allows 64 characters for a first name; the server is not the only source of names.
pub const NAME_CHARS_MAX: usize = 64;
/// A button's label stays readable on a phone.
pub const LABEL_CHARS_MAX: usize = 64;

/// The name with control characters dropped, at most [`NAME_CHARS_MAX`] characters, every direction it opens closed
/// again; `None` when nothing of it can be seen.
pub(in crate::texts) fn clean_name(name: &str) -> Option<String> {
    let kept: String = name
        .chars()
        .map(|c| if is_break(c) { ' ' } else { c })
        .filter(|c| !c.is_control())
        .collect();
    let kept = kept.trim_matches(|c: char| c.is_whitespace() || is_joiner(c));
    let mut name = cut(kept, NAME_CHARS_MAX)
        .trim_end_matches(is_joiner)
        .to_owned();
    if name.chars().all(is_invisible) {
        return None;
    }
    name.push_str(&bidi::closers(&name));
    Some(name)
}

/// At most `chars` characters, with "…" where something is left out, preferably between words.
pub(in crate::texts) fn shorten(text: &str, chars: usize) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().count() <= chars {
        return line;
    }
    let head = cut(&line, chars.saturating_sub(1));
    let word = head.rfind(' ').filter(|at| *at > head.len() / 2);
    let mut short = word.map_or(head, |at| &head[..at]).to_owned();
    while short.ends_with(|c: char| c.is_whitespace() || matches!(c, ',' | ';' | ':' | '.' | '…'))
    {
        short.pop();
    }
    short.push_str(&bidi::closers(&short));
    short.push('…');
    short
}

/// A label for a button.
pub(in crate::texts) fn label(text: &str) -> String {
    shorten(text, LABEL_CHARS_MAX)
}

/// The first `chars` characters, less what would be torn off a longer sign.
fn cut(text: &str, chars: usize) -> &str {
    match text.char_indices().nth(chars) {
        None => text,
        Some((at, _)) => {
            // A sign longer than half of what may stand is cut all the same.
            let whole = bidi::sign_before(text, at).filter(|start| *start > at / 2);
            &text[..whole.unwrap_or(at)]
        }
    }
}

pub(in crate::texts) fn capitalise(text: &str) -> String {
    let mut chars = text.chars();
    match chars.next() {
        Some(first) => first.to_uppercase().chain(chars).collect(),
        None => String::new(),
    }
}

/// The text behind a tick where it is on.
pub(in crate::texts) fn ticked(on: bool, text: &str) -> String {
    if on {
        format!("✓ {text}")
    } else {
        text.to_owned()
    }
}

fn is_break(c: char) -> bool {
    matches!(
        c,
        '\n' | '\r' | '\t' | '\u{0B}' | '\u{0C}' | '\u{85}' | '\u{2028}' | '\u{2029}'
    )
}

fn is_joiner(c: char) -> bool {
    matches!(c, '\u{200B}'..='\u{200D}' | '\u{2060}'..='\u{2064}' | '\u{FEFF}')
}

/// Nothing of this character is seen on a screen.
pub(in crate::texts) fn is_invisible(c: char) -> bool {
    c.is_whitespace()
        || c.is_control()
        || is_joiner(c)
        || matches!(
            c,
            '\u{AD}' | '\u{34F}' | '\u{61C}' | '\u{115F}' | '\u{1160}' | '\u{17B4}' | '\u{17B5}'
        )
        || matches!(c, '\u{180B}'..='\u{180F}' | '\u{200E}' | '\u{200F}' | '\u{2028}'..='\u{202E}')
        || matches!(
            c,
            '\u{2065}'..='\u{206F}' | '\u{3164}' | '\u{FFA0}' | '\u{2800}'
        )
        || matches!(c, '\u{FE00}'..='\u{FE0F}' | '\u{E0000}'..='\u{E0FFF}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_keeps_its_marks_and_loses_its_controls() {
        assert_eq!(clean_name("*_[x](y)_*").as_deref(), Some("*_[x](y)_*"));
        assert_eq!(clean_name("A\u{7}na\nB").as_deref(), Some("Ana B"));
        assert_eq!(clean_name(" 👩‍❤️‍👨 ").as_deref(), Some("👩‍❤️‍👨"));
    }

    #[test]
    fn a_name_nobody_can_see_is_none() {
        for name in [
            "",
            " \n",
            "\u{3164}",
            "\u{200D}\u{202E}",
            "\u{2067}\u{2800}",
        ] {
            assert_eq!(clean_name(name), None, "{name:?}");
        }
    }

    #[test]
    fn a_name_closes_the_directions_it_opens() {
        let name = clean_name("\u{202E}\u{2067}Ana").unwrap();
        assert_eq!(name, "\u{202E}\u{2067}Ana\u{2069}\u{202C}");
    }

    #[test]
    fn a_long_name_is_cut_between_signs() {
        let name = clean_name(&format!("{}👩‍❤️‍👨", "a".repeat(62))).unwrap();
        assert_eq!(name, "a".repeat(62));
    }

    #[test]
    fn a_shortened_prompt_ends_between_words() {
        let short = shorten("What did Ana do today that nobody else saw?", 20);
        assert_eq!(short, "What did Ana do…");
        assert_eq!(shorten("What now?", 20), "What now?");
    }
}
