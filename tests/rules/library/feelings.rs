//! The list of feelings: data like the prompts, checked like them.

use super::{found, good, kind_id, loaded, only};
use twofold::library::{self, Code, FeelingId, Feelings, Finding, Reveals, Source};

const LIST: &str = r#"[[feeling]]
id = "glad"
emoji = "😊"
finer = ["content", "proud", "playful", "hopeful", "relieved"]

[[feeling]]
id = "sad"
finer = ["hurt", "heavy", "empty", "lonely", "homesick"]
"#;

const WORDS: &str = r#"[words]
glad = "glad"
content = "content"
proud = "proud"
playful = "playful"
hopeful = "hopeful"
relieved = "relieved"
sad = "sad"
hurt = "hurt"
heavy = "heavy"
empty = "empty"
lonely = "lonely"
homesick = "homesick"
"#;

fn id(id: &str) -> FeelingId {
    id.parse().expect("an id")
}

/// The good library with feelings, and one of its prompts asking for one.
fn feeling() -> Vec<(&'static str, String)> {
    let mut files = good();
    for (path, text) in &mut files {
        if *path == "en/heart.toml" {
            *text = text.replacen(
                "theme = \"asking\"",
                "theme = \"asking\"\nshape = \"feeling\"",
                1,
            );
        }
    }
    files.push(("feelings.toml", LIST.to_owned()));
    files.push(("en/feelings.toml", WORDS.to_owned()));
    files
}

fn changed(path: &str, old: &str, new: &str) -> Vec<(&'static str, String)> {
    let mut files = feeling();
    let (_, text) = files.iter_mut().find(|(p, _)| *p == path).expect("a file");
    assert!(text.contains(old));
    *text = text.replacen(old, new, 1);
    files
}

#[test]
fn a_feeling_is_found_by_its_id_and_said_in_the_readers_language() {
    let mut files = feeling();
    files.push((
        "de/feelings.toml",
        "[words]\nlonely = \"einsam\"\n".to_owned(),
    ));
    let library = loaded(files);
    let feelings: &Feelings = library.feelings();
    let cores: Vec<&str> = feelings
        .cores()
        .iter()
        .map(|core| core.id.as_str())
        .collect();
    assert_eq!(cores, ["glad", "sad"]);
    let sad = feelings.core_of(&id("lonely")).expect("a core feeling");
    assert_eq!(sad.id, id("sad"));
    assert!(feelings.core(&id("sad")).is_some() && feelings.core(&id("lonely")).is_none());
    assert_eq!(feelings.word(&id("lonely"), "de-at"), Some("einsam"));
    assert_eq!(feelings.word(&id("heavy"), "de"), Some("heavy"));
    assert_eq!(feelings.word(&id("nameless"), "en"), None);
}

#[test]
fn the_shipped_feelings_are_eight_with_five_to_eight_finer_ones_each() {
    let library = library::load(Source::embedded()).expect("no errors");
    let cores = library.feelings().cores();
    assert_eq!(cores.len(), 8);
    assert!(cores.iter().all(|core| (5..=8).contains(&core.finer.len())));
    assert!(cores.iter().all(|core| core.emoji.is_some()));
}

#[test]
fn a_feeling_listed_twice() {
    only(
        changed("feelings.toml", "\"homesick\"]", "\"homesick\", \"proud\"]"),
        Code::DuplicateId,
        "prompts/feelings.toml:8: error: the feeling “proud” is on line 4 already — keep one of the two",
    );
}

#[test]
fn an_id_that_is_no_id_of_a_feeling() {
    let lines: Vec<String> = found(changed("feelings.toml", "\"hurt\"", "\"Let down\""))
        .iter()
        .map(Finding::to_string)
        .collect();
    assert!(
        lines.contains(
            &"prompts/feelings.toml:8: error: “Let down” is not an id of a feeling — \
          lowercase words joined by hyphens, at most 24 letters"
                .to_owned()
        )
    );
}

#[test]
fn too_few_finer_feelings() {
    let files = changed("feelings.toml", ", \"homesick\"", "");
    let codes: Vec<Code> = found(files).iter().map(|finding| finding.code).collect();
    assert_eq!(
        codes,
        [Code::UnknownKey, Code::OutOfRange],
        "and a word for nothing"
    );
}

#[test]
fn a_key_that_feelings_do_not_have() {
    only(
        changed(
            "feelings.toml",
            "emoji = \"😊\"",
            "emoji = \"😊\"\nvalue = 7",
        ),
        Code::UnknownKey,
        "prompts/feelings.toml:4: error: “value” is not a key that is known here — \
         take it out, or write one of: id, emoji, finer",
    );
}

#[test]
fn a_feeling_without_a_word() {
    only(
        changed("en/feelings.toml", "lonely = \"lonely\"\n", ""),
        Code::MissingKey,
        "prompts/en/feelings.toml: error: one feeling without a word: lonely — add a line for each under [words]",
    );
}

#[test]
fn a_word_for_a_feeling_nobody_listed() {
    only(
        changed(
            "en/feelings.toml",
            "sad = \"sad\"",
            "sad = \"sad\"\nblue = \"blue\"",
        ),
        Code::UnknownKey,
        "prompts/en/feelings.toml:9: error: there is no feeling “blue” — \
         list it in prompts/feelings.toml, or take the line out",
    );
}

#[test]
fn the_same_word_for_two_feelings() {
    only(
        changed("en/feelings.toml", "heavy = \"heavy\"", "heavy = \"Hurt\""),
        Code::SameText,
        "prompts/en/feelings.toml:9: error: heavy and hurt have the same word — \
         give one of them a word of its own",
    );
}

#[test]
fn a_word_too_long_for_its_button() {
    let long = "as if the whole day had been for nothing";
    let files = changed(
        "en/feelings.toml",
        "heavy = \"heavy\"",
        &format!("heavy = \"{long}\""),
    );
    let codes: Vec<Code> = found(files).iter().map(|finding| finding.code).collect();
    assert_eq!(codes, [Code::TooLong]);
}

#[test]
fn feelings_not_translated_are_a_warning() {
    let mut files = feeling();
    files.push((
        "de/feelings.toml",
        WORDS.replace("lonely = \"lonely\"\n", ""),
    ));
    let findings = found(files);
    let ours = findings
        .iter()
        .find(|finding| finding.file.ends_with("de/feelings.toml"))
        .expect("a finding");
    assert_eq!(
        ours.to_string(),
        "prompts/de/feelings.toml: warning: one feeling in English still: lonely — translate them when you can"
    );
}

#[test]
fn a_prompt_that_asks_for_a_feeling_where_there_are_none() {
    let mut files = feeling();
    files.retain(|(path, _)| !path.ends_with("feelings.toml"));
    only(
        files,
        Code::MissingFile,
        "prompts/feelings.toml: error: heart-0001 asks for a feeling, and there is no list of them — \
         copy the list that ships with the program, or make it another shape",
    );
}

#[test]
fn a_kind_says_what_its_choices_reveal() {
    let mut files = good();
    for (path, text) in &mut files {
        if *path == "kinds.toml" {
            *text = text.replacen(
                "shape = \"text\"\ndepth = 2",
                "shape = \"choice\"\nreveals = \"matches\"\ndepth = 2",
                1,
            );
        }
        if *path == "en/heart.toml" {
            *text = text.replacen(
                "theme = \"asking\"",
                "theme = \"asking\"\nshape = \"text\"",
                1,
            );
        }
    }
    let library = loaded(files.clone());
    let reveals = |id: &str| library.kind(&kind_id(id)).expect("a kind").reveals;
    assert_eq!(reveals("heart"), Reveals::Matches);
    assert_eq!(reveals("gratitude"), Reveals::Both);
    let wrong = |old: &str, new: &str| {
        let mut files = files.clone();
        files[0].1 = files[0].1.replacen(old, new, 1);
        let findings = found(files);
        findings
            .iter()
            .map(|finding| finding.code)
            .collect::<Vec<_>>()
    };
    assert_eq!(wrong("\"matches\"", "\"winners\""), [Code::OutOfRange]);
    assert_eq!(
        wrong("shape = \"choice\"", "shape = \"text\""),
        [Code::Options]
    );
}
