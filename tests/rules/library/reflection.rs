//! The steps of a reflection and their words: data like the prompts, checked like them.

use super::{found, good, loaded};
use twofold::library::{Code, Finding, Flavour, NowId, StepAnswer, StepId};

pub const LIST: &str = r#"[[step]]
id = "felt"
answer = "words"

[[step]]
id = "sore-spot"
answer = "words"
offered = true
flavours = ["argument"]

[[now]]
id = "lighter"
better = true

[[now]]
id = "same"

[[now]]
id = "heavier"
"#;

pub const WORDS: &str = r#"[screening]
first_line = "Before you begin, one thing for you alone."
ask = "Can you tell {partner} what you think, without fear of what comes after?"
yes = "Yes"
no = "No, or not quite"
after = "Thank you. This stays with you."
not_safe = """
This is not made for that.

There is help.
"""

[invitation]
text = "{partner} would like to look back together, at {time}."
yes = "Yes"
no = "Not this time"

[steps.felt]
title = "What I felt"
ask = "What did you feel?"
help = "One word is enough."
listen = "Say back what you heard."
alone = "What did you feel, only for you?"

[steps.sore-spot]
title = "An old sore spot"
ask = "What did it touch?"
help = "Something older than this."
listen = "It is old. It is not about you."

[now]
ask = "How is it now?"
lighter = "Lighter"
same = "The same"
heavier = "Heavier"
closing_better = "Good."
closing = "It takes its time."
person = "Some things need a person."
"#;

const EN: &str = "en/reflection.toml";

fn files() -> Vec<(&'static str, String)> {
    let mut files = good();
    files.push(("reflection.toml", LIST.to_owned()));
    files.push((EN, WORDS.to_owned()));
    files
}

fn changed(path: &str, old: &str, new: &str) -> Vec<(&'static str, String)> {
    let mut files = files();
    let (_, text) = files.iter_mut().find(|(p, _)| *p == path).expect("a file");
    assert!(text.contains(old), "{path} does not hold {old:?}");
    *text = text.replacen(old, new, 1);
    files
}

/// That the change gives exactly this finding.
#[track_caller]
fn only(path: &str, old: &str, new: &str, code: Code, printed: &str) {
    super::only(changed(path, old, new), code, printed);
}

fn step(id: &str) -> StepId {
    id.parse().expect("an id")
}

#[test]
fn the_sample_has_no_findings_and_every_text_is_found() {
    let library = loaded(files());
    assert_eq!(found(files()), []);
    let reflection = library.reflection();
    let ids = |flavour| -> Vec<&str> {
        let steps = reflection.steps_of(flavour);
        steps.map(|step| step.id.as_str()).collect()
    };
    assert_eq!(ids(Flavour::Argument), ["felt", "sore-spot"]);
    assert_eq!(ids(Flavour::Alone), ["felt"]);
    let sore = reflection.step(&step("sore-spot")).expect("a step");
    assert!(sore.offered && sore.answer == StepAnswer::Words);
    assert!(reflection.step(&step("nothing")).is_none());
    let ask = |flavour| reflection.ask(&step("felt"), flavour, "en");
    assert_eq!(ask(Flavour::Alone), "What did you feel, only for you?");
    assert_eq!(ask(Flavour::Avoided), "What did you feel?");
    assert_eq!(
        reflection.listen(&step("felt"), "en"),
        "Say back what you heard."
    );
    assert_eq!(
        reflection.screening("en").not_safe,
        "This is not made for that.\n\nThere is help."
    );
    assert!(reflection.invitation("en").text.contains("{time}"));
    let nows: Vec<(&str, bool)> = reflection
        .nows()
        .iter()
        .map(|now| (reflection.now_word(&now.id, "en"), now.better))
        .collect();
    assert_eq!(
        nows,
        [("Lighter", true), ("The same", false), ("Heavier", false)]
    );
    assert_eq!(reflection.day_after("en").closing_better, "Good.");
    assert!(
        reflection
            .now(&"same".parse::<NowId>().expect("an id"))
            .is_some()
    );
}

#[test]
fn what_is_not_translated_is_read_in_english_and_told() {
    let mut files = files();
    files.push((
        "de/reflection.toml",
        "[steps.felt]\ntitle = \"Was ich gefühlt habe\"\n".to_owned(),
    ));
    let library = loaded(files.clone());
    let reflection = library.reflection();
    assert_eq!(
        reflection.title(&step("felt"), "de-at"),
        "Was ich gefühlt habe"
    );
    assert_eq!(
        reflection.help(&step("felt"), "de-at"),
        "One word is enough."
    );
    let findings = found(files);
    let ours: Vec<String> = findings
        .iter()
        .filter(|finding| finding.file.ends_with("de/reflection.toml"))
        .map(Finding::to_string)
        .collect();
    assert_eq!(
        ours,
        [
            "prompts/de/reflection.toml: warning: 24 of 25 texts are missing and stay English: \
          screening.first_line, screening.ask, screening.yes, screening.no, screening.after, … — \
          translate them when you can"
        ]
    );
}

#[test]
fn a_key_that_a_step_does_not_have() {
    only(
        "reflection.toml",
        "offered = true",
        "optional = true",
        Code::UnknownKey,
        "prompts/reflection.toml:8: error: “optional” is not a key that is known here — \
         take it out, or write one of: id, answer, offered, flavours",
    );
}

#[test]
fn a_step_answered_in_no_known_way() {
    only(
        "reflection.toml",
        "answer = \"words\"",
        "answer = \"songs\"",
        Code::UnknownShape,
        "prompts/reflection.toml:3: error: a step cannot be answered by “songs” — write feelings or words",
    );
}

#[test]
fn a_step_of_feelings_where_there_are_none() {
    only(
        "reflection.toml",
        "answer = \"words\"",
        "answer = \"feelings\"",
        Code::MissingFile,
        "prompts/reflection.toml:3: error: a step asks for feelings, and there is no list of them — \
         copy the list that ships with the program, or ask for words",
    );
}

#[test]
fn a_step_listed_twice() {
    only(
        "reflection.toml",
        "[[step]]\nid = \"sore-spot\"",
        "[[step]]\nid = \"felt\"\nanswer = \"words\"\n\n[[step]]\nid = \"sore-spot\"",
        Code::DuplicateId,
        "prompts/reflection.toml:6: error: “felt” is on line 2 already — keep one of the two",
    );
}

#[test]
fn a_flavour_nobody_knows() {
    only(
        "reflection.toml",
        "[\"argument\"]",
        "[\"argument\", \"sweet\"]",
        Code::UnknownKey,
        "prompts/reflection.toml:9: error: there is no flavour “sweet” — write some of: argument, avoided, alone",
    );
}

#[test]
fn a_word_to_tap_that_is_called_like_another_text() {
    let files = changed("reflection.toml", "id = \"heavier\"", "id = \"closing\"");
    let lines: Vec<String> = found(files).iter().map(Finding::to_string).collect();
    assert!(
        lines.contains(
            &"prompts/reflection.toml:19: error: “closing” is another text under [now] — \
              choose another word"
                .to_owned()
        ),
        "{lines:#?}"
    );
}

#[test]
fn a_text_that_is_missing() {
    only(
        EN,
        "help = \"Something older than this.\"\n",
        "",
        Code::MissingKey,
        "prompts/en/reflection.toml:25: error: “help” is missing in [steps.sore-spot] — \
         add help = \"…\" under [steps.sore-spot]",
    );
}

#[test]
fn a_step_that_nobody_listed() {
    only(
        EN,
        "[now]",
        "[steps.blame]\ntitle = \"Who began\"\n\n[now]",
        Code::UnknownKey,
        "prompts/en/reflection.toml:31: error: [steps.blame] is not a table that is known here — \
         take it out; prompts/reflection.toml says what there is",
    );
}

#[test]
fn a_text_that_nobody_reads() {
    only(
        EN,
        "yes = \"Yes\"\nno = \"Not this time\"",
        "yes = \"Yes\"\nno = \"Not this time\"\nmaybe = \"Perhaps\"",
        Code::UnknownKey,
        "prompts/en/reflection.toml:17: error: “maybe” is not a key that is known here — \
         take it out, or write one of: text, yes, no",
    );
}

#[test]
fn an_invitation_that_names_no_time_of_return() {
    only(
        EN,
        ", at {time}.",
        ".",
        Code::Placeholder,
        "prompts/en/reflection.toml:14: error: “text” does not hold {time} — \
         say {time} where it belongs in the sentence",
    );
}

#[test]
fn a_first_line_that_names_the_partner() {
    only(
        EN,
        "one thing for you alone",
        "one thing about {partner}",
        Code::Placeholder,
        "prompts/en/reflection.toml:2: error: “first_line” holds {partner}, and no name is filled in here — \
         write it without braces",
    );
}

#[test]
fn a_time_where_none_is_filled_in() {
    only(
        EN,
        "How is it now?",
        "How is it at {time}?",
        Code::Placeholder,
        "prompts/en/reflection.toml:32: error: “ask” holds {time}, which nothing fills in — \
         the only placeholder is {partner}",
    );
}

#[test]
fn a_line_break_where_a_text_is_one_line() {
    only(
        EN,
        "title = \"What I felt\"",
        "title = \"What I\\nfelt\"",
        Code::Spaces,
        "prompts/en/reflection.toml:19: error: “title” has a line break or a tab — \
         single spaces between words, none before a stop or at the ends, all on one line",
    );
}

#[test]
fn too_much_air_between_paragraphs() {
    only(
        EN,
        "made for that.\n\n",
        "made for that.\n\n\n",
        Code::Spaces,
        "prompts/en/reflection.toml:7: error: “not_safe” has empty lines where none belong — \
         single spaces between words, none before a stop or at the ends of a line, one empty line between paragraphs",
    );
}

#[test]
fn too_few_words_to_tap() {
    let mut files = changed("reflection.toml", "\n[[now]]\nid = \"heavier\"\n", "");
    for (path, text) in &mut files {
        if *path == EN {
            *text = text.replacen("heavier = \"Heavier\"\n", "", 1);
        }
    }
    super::only(
        files,
        Code::OutOfRange,
        "prompts/reflection.toml: error: 2 [[now]] — write 3 to 5",
    );
}

#[test]
fn a_kind_called_like_the_file_of_the_steps() {
    let mut files = good();
    for (path, text) in &mut files {
        *text = text.replace("gratitude", "reflection");
        if *path == "en/gratitude.toml" {
            *path = "en/reflection.toml";
        }
    }
    let findings = found(files);
    let first = findings.iter().find(|finding| finding.code == Code::BadId);
    assert_eq!(
        first.expect("a finding").to_string(),
        "prompts/kinds.toml:2: error: “reflection” is not an id of a kind — choose another word"
    );
}

#[test]
fn steps_of_ones_own_need_words_of_ones_own() {
    let mut files = files();
    files.retain(|(path, _)| *path != EN);
    let lines: Vec<String> = found(files).iter().map(Finding::to_string).collect();
    // What the shipped English says about a step of the same name holds for it.
    let missing = "prompts/en/reflection.toml: error: “same” is missing in [now] — ";
    let shipped = twofold::library::load(twofold::library::Source::embedded()).expect("shipped");
    let has = shipped.reflection().now(&"same".parse().expect("an id"));
    assert_eq!(
        lines.iter().any(|line| line.starts_with(missing)),
        has.is_none(),
        "{lines:#?}"
    );
}

#[test]
fn a_folder_without_these_files_has_the_shipped_ones() {
    let own = loaded(good());
    let shipped = twofold::library::load(twofold::library::Source::embedded()).expect("shipped");
    let ids = |library: &twofold::library::Library| -> Vec<String> {
        let steps = library.reflection().steps().iter();
        steps.map(|step| step.id.to_string()).collect()
    };
    assert_eq!(ids(&own), ids(&shipped));
    assert_eq!(
        own.reflection().screening("de"),
        shipped.reflection().screening("de"),
        "although the folder speaks English alone"
    );
}
