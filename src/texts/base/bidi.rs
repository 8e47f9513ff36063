//! What a cut or a line end must not break: direction controls left open, and signs made of several characters.
//!
//! Knows nothing of messages. Start with [`closers`] and [`sign_before`].

/// The end marks that `text` owes for the directions it opens (Unicode Annex 9: embeddings and overrides end with
/// U+202C, isolates with U+2069), innermost first. A line break ends all of them by itself, but not every screen
/// that shows a message keeps its line breaks, so all are closed.
pub(in crate::texts) fn closers(text: &str) -> String {
    const PDF: char = '\u{202C}';
    const PDI: char = '\u{2069}';
    let mut open: Vec<char> = Vec::new();
    for c in text.chars() {
        match c {
            '\u{202A}' | '\u{202B}' | '\u{202D}' | '\u{202E}' => open.push(PDF),
            '\u{2066}'..='\u{2068}' => open.push(PDI),
            PDF if open.last() == Some(&PDF) => {
                open.pop();
            }
            // An isolate's end also ends every embedding inside it.
            PDI => {
                if let Some(at) = open.iter().rposition(|closer| *closer == PDI) {
                    open.truncate(at);
                }
            }
            _ => {}
        }
    }
    open.iter().rev().collect()
}

/// The start of the sign that a cut at byte `at` would tear, if it would tear one. A close likeness of Unicode's
/// grapheme clusters (Unicode Annex 29), enough to keep emoji and accents whole. The crate `unicode-segmentation` has them to
/// the letter, and so would cut some texts at other places than those already sent were cut.
pub(in crate::texts) fn sign_before(text: &str, at: usize) -> Option<usize> {
    let mut at = at;
    let mut torn = false;
    while tears(text, at) {
        torn = true;
        at = text[..at]
            .char_indices()
            .next_back()
            .map(|(start, _)| start)?;
    }
    torn.then_some(at)
}

fn tears(text: &str, at: usize) -> bool {
    let (Some(before), Some(after)) = (text[..at].chars().next_back(), text[at..].chars().next())
    else {
        return false;
    };
    const ZWJ: char = '\u{200D}';
    if extends(after) || after == ZWJ || before == ZWJ || (before == '\r' && after == '\n') {
        return true;
    }
    // Flags are pairs: torn when an odd number of their letters stands before.
    is_flag_letter(after)
        && text[..at]
            .chars()
            .rev()
            .take_while(|c| is_flag_letter(*c))
            .count()
            % 2
            == 1
}

fn is_flag_letter(c: char) -> bool {
    matches!(c, '\u{1F1E6}'..='\u{1F1FF}')
}

/// Combining marks of the scripts most written in chats, emoji modifiers, variation selectors, tags.
fn extends(c: char) -> bool {
    matches!(c,
        '\u{0300}'..='\u{036F}' | '\u{0483}'..='\u{0489}' | '\u{0591}'..='\u{05BD}' | '\u{05BF}'
        | '\u{05C1}' | '\u{05C2}' | '\u{05C4}' | '\u{05C5}' | '\u{05C7}' | '\u{0610}'..='\u{061A}'
        | '\u{064B}'..='\u{065F}' | '\u{0670}' | '\u{06D6}'..='\u{06DC}' | '\u{06DF}'..='\u{06E4}'
        | '\u{06E7}' | '\u{06E8}' | '\u{06EA}'..='\u{06ED}' | '\u{0900}'..='\u{0903}'
        | '\u{093A}'..='\u{093C}' | '\u{093E}'..='\u{094F}' | '\u{0951}'..='\u{0957}'
        | '\u{0981}'..='\u{0983}' | '\u{09BC}' | '\u{09BE}'..='\u{09CD}' | '\u{0B82}'
        | '\u{0BBE}'..='\u{0BCD}' | '\u{0C3E}'..='\u{0C56}' | '\u{0CBE}'..='\u{0CD6}'
        | '\u{0D3E}'..='\u{0D4D}' | '\u{0E31}' | '\u{0E34}'..='\u{0E3A}' | '\u{0E47}'..='\u{0E4E}'
        | '\u{0EB1}' | '\u{0EB4}'..='\u{0EBC}' | '\u{0EC8}'..='\u{0ECE}' | '\u{102B}'..='\u{103E}'
        | '\u{1AB0}'..='\u{1AFF}' | '\u{1DC0}'..='\u{1DFF}' | '\u{20D0}'..='\u{20FF}'
        | '\u{302A}'..='\u{302F}' | '\u{3099}' | '\u{309A}' | '\u{FE00}'..='\u{FE0F}'
        | '\u{FE20}'..='\u{FE2F}' | '\u{1F3FB}'..='\u{1F3FF}' | '\u{E0020}'..='\u{E007F}'
        | '\u{E0100}'..='\u{E01EF}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_opened_is_closed_from_the_inside_out() {
        assert_eq!(closers("plain"), "");
        assert_eq!(closers("\u{202E}x"), "\u{202C}");
        assert_eq!(closers("\u{2067}\u{202B}x"), "\u{202C}\u{2069}");
        assert_eq!(closers("\u{2067}\u{202B}x\u{2069}"), "");
        assert_eq!(closers("\u{202B}\u{2067}x\u{202C}"), "\u{2069}\u{202C}");
        assert_eq!(closers("\u{2069}\u{202C}x"), "");
    }

    #[test]
    fn a_cut_never_tears_a_sign() {
        let family = "a👩‍❤️‍👨b";
        let inside = "a👩‍".len();
        assert_eq!(sign_before(family, inside), Some(1));
        assert_eq!(sign_before(family, 1), None);
        let flags = "🇵🇹🇩🇪";
        assert_eq!(sign_before(flags, 4), Some(0));
        assert_eq!(sign_before(flags, 8), None);
        assert_eq!(sign_before(flags, 12), Some(8));
        assert_eq!(sign_before("e\u{301}x", 1), Some(0));
    }
}
