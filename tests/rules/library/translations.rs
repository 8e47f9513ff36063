//! What a translation needs.

use super::{DE_HEART, found, german, only};
use twofold::library::{Code, Finding, Severity};

#[test]
fn a_whole_translation_has_no_findings_and_needs_no_retired_prompts() {
    assert_eq!(found(german(DE_HEART)), []);
}

#[test]
fn missing_translations_are_warnings_and_english_stands_in() {
    let findings = found(german(
        DE_HEART
            .split("[[prompt]]\nid = \"heart-0002\"")
            .next()
            .expect("a part"),
    ));
    let lines: Vec<String> = findings.iter().map(Finding::to_string).collect();
    assert_eq!(
        lines,
        [
            "prompts/de/heart.toml: warning: 2 of 3 prompts are missing and stay English: heart-0002, \
          heart-0003 — translate them when you can"
        ]
    );
    assert_eq!(findings[0].severity, Severity::Warning);
}

#[test]
fn a_missing_translation_of_a_button_and_a_follow_up() {
    let mut files = german(DE_HEART);
    for (path, text) in &mut files {
        match *path {
            "de/kinds.toml" => *text = text.replace("touched = \"That touched me\"\n", ""),
            "de/gratitude.toml" => {
                *text = text.replace("follow_up = \"Was hat das verändert?\"\n", "")
            }
            _ => {}
        }
    }
    let lines: Vec<String> = found(files).iter().map(Finding::to_string).collect();
    assert_eq!(
        lines,
        [
            "prompts/de/gratitude.toml:1: warning: gratitude-0001 has no follow_up here, in English \
             it has — translate it when you can",
            "prompts/de/kinds.toml:1: warning: the button “touched” of gratitude stays English — \
             add touched = \"…\" under [gratitude.buttons]",
        ]
    );
}

#[test]
fn a_translation_that_lost_the_name_is_a_warning() {
    let mut files = german(DE_HEART);
    for (_, text) in &mut files {
        *text = text.replace("Wann war {partner} mutiger", "Wann war ich mutiger");
    }
    only(
        files,
        Code::Placeholder,
        "prompts/de/gratitude.toml:3: warning: the English text names {partner}, this one does not — \
         put the name in, if the sentence bears it",
    );
}

#[test]
fn a_translation_says_words_only() {
    let files = german(&DE_HEART.replacen("text =", "depth = 1\ntext =", 1));
    only(
        files,
        Code::UnknownKey,
        "prompts/de/heart.toml:3: error: “depth” does not belong in a translation — \
         take it out: what the English entry says holds for every language",
    );
}

#[test]
fn a_translation_of_nothing() {
    let extra =
        format!("{DE_HEART}\n[[prompt]]\nid = \"heart-0009\"\ntext = \"Wovon träumst du?\"\n");
    only(
        german(&extra),
        Code::UnknownPrompt,
        "prompts/de/heart.toml:15: error: there is no heart-0009 in English — \
         write the English entry first, or mend the id",
    );
}

#[test]
fn a_translation_with_an_option_too_many() {
    let heart = DE_HEART.replace("\"gefragt werden\"", "\"gefragt werden\", \"lachen\"");
    only(
        german(&heart),
        Code::Options,
        "prompts/de/heart.toml:10: error: 4 options where English has 3 — \
         translate each option, in the same order",
    );
}

#[test]
fn a_translated_scale_without_its_ends() {
    let heart = DE_HEART.replace("ends = [\"meine Ecke\", \"Arm in Arm\"]\n", "");
    only(
        german(&heart),
        Code::Ends,
        "prompts/de/heart.toml:5: error: a scale without ends — translate both ends",
    );
}
