//! What can be wrong with one entry.

use super::{found, only, with};
use twofold::library::{Code, Finding};

#[test]
fn an_id_that_is_not_one() {
    only(
        with("en/heart.toml", "heart-0001", "heart-1"),
        Code::BadId,
        "prompts/en/heart.toml:2: error: “heart-1” is not an id of a prompt here — \
         in this file an id is heart- and four digits: heart-0042",
    );
}

#[test]
fn an_id_of_another_kind() {
    only(
        with("en/heart.toml", "heart-0001", "gratitude-0009"),
        Code::BadId,
        "prompts/en/heart.toml:2: error: “gratitude-0009” is not an id of a prompt here — \
         in this file an id is heart- and four digits: heart-0042",
    );
}

#[test]
fn an_id_given_twice() {
    only(
        with("en/heart.toml", "heart-0003", "heart-0001"),
        Code::DuplicateId,
        "prompts/en/heart.toml:17: error: heart-0001 is on line 1 already — \
         give this one the next free number; an id is for ever",
    );
}

#[test]
fn a_prompt_without_its_text() {
    only(
        with(
            "en/heart.toml",
            "text = \"What are you afraid to ask for?\"\n",
            "",
        ),
        Code::MissingKey,
        "prompts/en/heart.toml:1: error: “text” is missing — write the question",
    );
}

#[test]
fn a_prompt_without_theme_and_without_why() {
    let files = with(
        "en/heart.toml",
        "theme = \"asking\"\nwhy = \"A wish that is said can be met.\"\n",
        "",
    );
    let lines: Vec<String> = found(files).iter().map(Finding::to_string).collect();
    assert_eq!(
        lines,
        [
            "prompts/en/heart.toml:1: error: “theme” is missing — say in a word what it is about: rest",
            "prompts/en/heart.toml:1: error: “why” is missing — say in a line why it is worth asking",
        ]
    );
}

#[test]
fn a_key_that_is_not_known() {
    only(
        with("en/heart.toml", "depth = 3", "depht = 3"),
        Code::UnknownKey,
        "prompts/en/heart.toml:13: error: “depht” is not a key that is known here — \
         take it out, or write one of: id, text, follow_up, listen, depth, tags, theme, shape, \
         retired, why, options, ends",
    );
}

#[test]
fn a_table_that_is_not_known() {
    only(
        with("en/heart.toml", "[[prompt]]", "[[promt]]"),
        Code::UnknownKey,
        "prompts/en/heart.toml:1: error: “promt” is not a key that is known here — \
         take it out, or write one of: prompt",
    );
}

#[test]
fn a_number_in_quotes() {
    only(
        with("en/heart.toml", "depth = 3", "depth = \"3\""),
        Code::WrongType,
        "prompts/en/heart.toml:13: error: “depth” is a string — write a whole number",
    );
}

#[test]
fn a_depth_that_does_not_exist() {
    only(
        with("en/heart.toml", "depth = 3", "depth = 4"),
        Code::OutOfRange,
        "prompts/en/heart.toml:13: error: there is no depth 4 — \
         write 1 (anyone, any day), 2 (takes some trust) or 3 (fears, longings, old hurts)",
    );
}

#[test]
fn intimacy_at_depth_one() {
    only(
        with("en/heart.toml", "depth = 3", "depth = 1"),
        Code::DepthOfTag,
        "prompts/en/heart.toml:13: error: “intimacy” at depth 1 — \
         write depth = 2 or 3, or take the tag out",
    );
}

#[test]
fn a_tag_that_does_not_exist() {
    only(
        with("en/heart.toml", "\"touch\"", "\"tuch\""),
        Code::UnknownTag,
        "prompts/en/heart.toml:12: error: there is no tag “tuch” — write one of: touch, shared-home, \
         long-distance, children, marriage, religion, money, intimacy, family, work, health, grief, \
         pets, alcohol",
    );
}

#[test]
fn a_shape_that_does_not_exist() {
    only(
        with(
            "en/heart.toml",
            "why = \"A wish",
            "shape = \"song\"\nwhy = \"A wish",
        ),
        Code::UnknownShape,
        "prompts/en/heart.toml:5: error: there is no shape “song” — \
         write one of: text, feeling, scale, choice, done",
    );
}

#[test]
fn a_choice_without_options() {
    only(
        with(
            "en/heart.toml",
            "options = [\"being asked\", \"being held\", \"being left alone a while\"]\n",
            "",
        ),
        Code::Options,
        "prompts/en/heart.toml:17: error: a choice without options — \
         add options = [\"…\", \"…\", \"…\"]: three to five",
    );
}

#[test]
fn a_choice_between_two() {
    only(
        with("en/heart.toml", ", \"being left alone a while\"", ""),
        Code::Options,
        "prompts/en/heart.toml:21: error: a choice with 2 options — give three to five",
    );
}

#[test]
fn an_option_given_twice() {
    only(
        with("en/heart.toml", "\"being held\"", "\"being asked\""),
        Code::Options,
        "prompts/en/heart.toml:21: error: the option “being asked” is here twice — \
         give another one in its place",
    );
}

#[test]
fn options_where_nothing_is_chosen() {
    only(
        with("en/heart.toml", "shape = \"choice\"\n", ""),
        Code::Options,
        "prompts/en/heart.toml:20: error: options, but the prompt is not a choice — \
         take them out, or add shape = \"choice\"",
    );
}

#[test]
fn a_scale_without_ends() {
    only(
        with(
            "en/heart.toml",
            "ends = [\"my own corner\", \"arm in arm\"]\n",
            "",
        ),
        Code::Ends,
        "prompts/en/heart.toml:7: error: a scale without ends — \
         add ends = [\"…\", \"…\"]: what 1 means and what 5 means",
    );
}

#[test]
fn a_scale_with_three_ends() {
    only(
        with(
            "en/heart.toml",
            "\"arm in arm\"",
            "\"near\", \"arm in arm\"",
        ),
        Code::Ends,
        "prompts/en/heart.toml:11: error: a scale with 3 ends — \
         give two: what 1 means, what 5 means",
    );
}

#[test]
fn ends_where_nothing_is_measured() {
    only(
        with("en/heart.toml", "shape = \"scale\"\n", ""),
        Code::Ends,
        "prompts/en/heart.toml:10: error: ends, but the prompt is not a scale — \
         take them out, or add shape = \"scale\"",
    );
}

#[test]
fn a_theme_of_two_words() {
    only(
        with("en/heart.toml", "\"asking\"", "\"Asking for\""),
        Code::BadTheme,
        "prompts/en/heart.toml:4: error: “Asking for” is not a theme — \
         one or a few lowercase words joined by hyphens: small-kindness",
    );
}

#[test]
fn an_empty_text() {
    only(
        with("en/heart.toml", "What are you afraid to ask for?", " "),
        Code::Empty,
        "prompts/en/heart.toml:3: error: “text” is empty — write it, or take the key out",
    );
}

/// The finding for another text of the first heart prompt.
#[track_caller]
fn text(text: &str, code: Code, wrong: &str) {
    only(
        with("en/heart.toml", "What are you afraid to ask for?", text),
        code,
        &format!("prompts/en/heart.toml:3: error: {wrong}"),
    );
}

#[test]
fn a_text_over_240_characters_whatever_their_bytes() {
    let limit = "ü".repeat(240);
    assert_eq!(
        found(with(
            "en/heart.toml",
            "What are you afraid to ask for?",
            &limit
        )),
        []
    );
    text(
        &"ü".repeat(241),
        Code::TooLong,
        "“text” has 241 characters — say it in 240 at most",
    );
}

#[test]
fn a_follow_up_over_160_characters() {
    only(
        with(
            "en/gratitude.toml",
            "What did it change for you?",
            &"a".repeat(161),
        ),
        Code::TooLong,
        "prompts/en/gratitude.toml:10: error: “follow_up” has 161 characters — \
         say it in 160 at most",
    );
}

#[test]
fn two_questions_in_one() {
    text(
        "What are you afraid of? And since when?",
        Code::TwoQuestions,
        "“text” asks more than one question — keep the better one, or make the other a follow_up",
    );
}

#[test]
fn typewriter_marks() {
    for (sample, wrong) in [
        (
            "What don't you dare to ask for?",
            "“text” holds a straight apostrophe — write ’, or ‘ ’ around a quotation",
        ),
        (
            "What would \\\"enough\\\" look like?",
            "“text” holds a straight quotation mark — write “ ” or the marks of your language",
        ),
        (
            "What would you ask for... tonight?",
            "“text” holds three full stops — write one …",
        ),
        (
            "What would you ask for -- tonight?",
            "“text” holds two hyphens — write a dash: –",
        ),
    ] {
        text(sample, Code::Quotes, wrong);
    }
}

#[test]
fn spaces_where_none_belong() {
    for (sample, wrong) in [
        ("What scares  you?", "two spaces in a row"),
        (" What scares you?", "a space at its beginning or end"),
        ("What scares you? ", "a space at its beginning or end"),
        ("What scares you ?", "a space before a stop"),
        ("What scares\\nyou?", "a line break or a tab"),
    ] {
        let remedy =
            "single spaces between words, none before a stop or at the ends, all on one line";
        text(
            sample,
            Code::Spaces,
            &format!("“text” has {wrong} — {remedy}"),
        );
    }
}

#[test]
fn characters_that_cannot_be_seen() {
    text(
        "What scares\\u200b you?",
        Code::Invisible,
        "“text” holds the invisible character U+200B — take it out; it often comes along when text \
         is pasted",
    );
}

#[test]
fn braces_that_nothing_fills_in() {
    for (sample, held) in [
        ("What would you ask {name}?", "{name}"),
        ("What would you ask {Partner}?", "{Partner}"),
        ("What would you ask {partner?", "{"),
        ("What would you ask partner}?", "}"),
    ] {
        text(
            sample,
            Code::Placeholder,
            &format!(
                "“text” holds {held}, which nothing fills in — the only placeholder is {{partner}}"
            ),
        );
    }
}

#[test]
fn a_name_in_a_line_that_has_none() {
    only(
        with(
            "en/heart.toml",
            "A wish that is said",
            "A wish {partner} hears",
        ),
        Code::Placeholder,
        "prompts/en/heart.toml:5: error: “why” holds {partner}, and no name is filled in here — \
         write it without braces",
    );
}
