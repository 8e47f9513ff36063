//! What can be wrong between two entries.

use super::{EN_HEART, and, found, only, with};
use twofold::library::Code;

#[test]
fn the_same_text_in_two_kinds() {
    only(
        with(
            "en/heart.toml",
            "What are you afraid to ask for?",
            "When was {partner} braver than they had to be?",
        ),
        Code::SameText,
        "prompts/en/heart.toml:3: error: the same text as gratitude-0001 \
         (prompts/en/gratitude.toml:9) — ask from another angle, or leave one of them out",
    );
}

/// The good library with other texts for the first and the last heart prompt.
fn hearts(first: &str, last: &str) -> Vec<(&'static str, String)> {
    let heart = EN_HEART
        .replace("What are you afraid to ask for?", first)
        .replace("What helps most when you are low?", last);
    and("en/heart.toml", heart)
}

#[test]
fn nearly_the_same_text() {
    only(
        hearts(
            "Which evening this autumn did {partner} make you feel at home?",
            "When did {partner} make you feel at home this autumn, on a rainy evening?",
        ),
        Code::NearText,
        "prompts/en/heart.toml:19: error: nearly heart-0001 (line 3): 5 of 6 words are in both — \
         ask from another angle, or leave one of them out",
    );
}

#[test]
fn half_of_the_words_in_common_is_not_yet_near() {
    let files = hearts(
        "Which feeling were you too busy to feel today, for a minute?",
        "In the quietest minute of today, what was the feeling in the room?",
    );
    assert_eq!(found(files), []);
}

#[test]
fn filler_made_by_swapping_a_noun() {
    let files = hearts(
        "Which song do you hear when you are low?",
        "Which voice do you hear when you are low?",
    );
    only(
        files,
        Code::NearText,
        "prompts/en/heart.toml:19: error: heart-0001 (line 3) but for one word — \
         ask from another angle, or leave one of them out",
    );
}

#[test]
fn a_retired_text_may_be_said_better() {
    let files = with(
        "en/gratitude.toml",
        "When was {partner} braver than they had to be?",
        "What did {partner} give up for you?",
    );
    assert_eq!(found(files), []);
}

/// A gratitude file of `total` prompts, `heavy` of them on one theme.
fn themed(total: usize, heavy: usize) -> String {
    let word = |n: usize| -> String {
        let letter = |n: usize| char::from(b'a' + (n % 26) as u8);
        [letter(n), letter(n / 26), letter(n * 7), letter(n * 3 + 5)]
            .iter()
            .collect()
    };
    (0..total)
        .map(|n| {
            let theme = if n < heavy {
                "home".to_owned()
            } else {
                format!("theme-{}", word(n))
            };
            let text = format!("{}{} {} {}?", word(n), word(n), word(n + 31), word(n + 77));
            format!(
                "[[prompt]]\nid = \"gratitude-{n:04}\"\ntext = \"{text}\"\ntheme = \"{theme}\"\n\
                 why = \"Because.\"\n\n"
            )
        })
        .collect()
}

#[test]
fn a_theme_holds_a_quarter_of_a_kind_at_most() {
    assert_eq!(found(and("en/gratitude.toml", themed(20, 5))), []);
    only(
        and("en/gratitude.toml", themed(20, 6)),
        Code::ThemeHeavy,
        "prompts/en/gratitude.toml:34: error: “home” is the theme of 6 of 20 prompts of gratitude — \
         a theme holds a quarter of a kind at most: write about something else",
    );
    assert_eq!(found(and("en/gratitude.toml", themed(19, 19))), []);
}
