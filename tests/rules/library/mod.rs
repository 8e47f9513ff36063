//! The prompt library from outside: the shipped one, good ones made of strings, and every way of getting one wrong.

mod between;
mod command;
mod entries;
mod feelings;
mod files;
mod garbage;
mod good;
mod reflection;
mod safety;
mod shipped;
mod translations;

use twofold::library::{self, Code, Finding, KindId, Library, PromptId, Source};

const KINDS: &str = r#"[[kind]]
id = "gratitude"
emoji = "🙏"
shape = "text"
depth = 1
cooldown_days = 90
buttons = ["touched"]

[[kind]]
id = "heart"
emoji = "💗"
shape = "text"
depth = 2
cooldown_days = 60
buttons = ["hear-you", "here"]
"#;

const EN_KINDS: &str = r#"[gratitude]
title = "Gratitude"
how = "One thing {partner} did or is, and why it mattered."
[gratitude.buttons]
touched = "That touched me"

[heart]
title = "Heart"
how = "A fear, a longing, a wish. Slowly."
listen = "No fixing. Say back what you heard."
[heart.buttons]
hear-you = "I hear you"
here = "I’m here"
"#;

const EN_GRATITUDE: &str = r#"[[prompt]]
id = "gratitude-0002"
text = "Which small kindness of {partner}’s went unnoticed until now?"
theme = "unseen"
why = "Late thanks are still thanks."

[[prompt]]
id = "gratitude-0001"
text = "When was {partner} braver than they had to be?"
follow_up = "What did it change for you?"
theme = "courage"
why = "Admiration needs no favour."

[[prompt]]
id = "gratitude-0003"
text = "What did {partner} give up for you?"
theme = "unseen"
why = "Names a cost."
retired = true
"#;

const EN_HEART: &str = r#"[[prompt]]
id = "heart-0001"
text = "What are you afraid to ask for?"
theme = "asking"
why = "A wish that is said can be met."

[[prompt]]
id = "heart-0002"
text = "How near would you like to be tonight?"
shape = "scale"
ends = ["my own corner", "arm in arm"]
tags = ["touch", "intimacy"]
depth = 3
theme = "closeness"
why = "Both ends are love."

[[prompt]]
id = "heart-0003"
text = "What helps most when you are low?"
shape = "choice"
options = ["being asked", "being held", "being left alone a while"]
theme = "comfort"
why = "Comfort is different for each."
"#;

/// A library without findings.
fn good() -> Vec<(&'static str, String)> {
    vec![
        ("kinds.toml", KINDS.to_owned()),
        ("en/kinds.toml", EN_KINDS.to_owned()),
        ("en/gratitude.toml", EN_GRATITUDE.to_owned()),
        ("en/heart.toml", EN_HEART.to_owned()),
    ]
}

fn found(files: Vec<(&str, String)>) -> Vec<Finding> {
    library::check(Source::strings(files))
}

/// The good library with one piece of one file written differently.
fn with(path: &str, old: &str, new: &str) -> Vec<(&'static str, String)> {
    let mut files = good();
    let (_, text) = files
        .iter_mut()
        .find(|(p, _)| *p == path)
        .expect("a file of the good library");
    assert!(text.contains(old), "{path} does not hold {old:?}");
    *text = text.replacen(old, new, 1);
    files
}

fn and(path: &'static str, text: impl Into<String>) -> Vec<(&'static str, String)> {
    let mut files = good();
    files.retain(|(p, _)| *p != path);
    files.push((path, text.into()));
    files
}

/// That there is exactly this finding, as printed.
#[track_caller]
fn only(files: Vec<(&str, String)>, code: Code, printed: &str) {
    let findings = found(files);
    let lines: Vec<String> = findings.iter().map(Finding::to_string).collect();
    assert_eq!(lines, [printed]);
    assert_eq!(findings[0].code, code);
}

fn loaded(files: Vec<(&str, String)>) -> Library {
    library::load(Source::strings(files)).unwrap_or_else(|bad| panic!("{bad}"))
}

fn prompt_id(id: &str) -> PromptId {
    id.parse().expect("an id")
}

fn kind_id(id: &str) -> KindId {
    id.parse().expect("an id")
}

/// The good library with this German heart file and all other German words.
fn german(heart: &str) -> Vec<(&'static str, String)> {
    let mut files = good();
    let kinds = EN_KINDS.replace("Heart", "Herz");
    files.push(("de/kinds.toml", kinds));
    files.push((
        "de/gratitude.toml",
        "[[prompt]]\nid = \"gratitude-0001\"\ntext = \"Wann war {partner} mutiger als nötig?\"\n\
         follow_up = \"Was hat das verändert?\"\n\n\
         [[prompt]]\nid = \"gratitude-0002\"\ntext = \"Was hat {partner} getan, das kaum auffiel?\"\n"
            .to_owned(),
    ));
    files.push(("de/heart.toml", heart.to_owned()));
    files
}

const DE_HEART: &str = r#"[[prompt]]
id = "heart-0001"
text = "Worum traust du dich nicht zu bitten?"

[[prompt]]
id = "heart-0002"
text = "Wie viel Nähe möchtest du heute Abend?"
ends = ["meine Ecke", "Arm in Arm"]

[[prompt]]
id = "heart-0003"
text = "Was hilft dir am meisten, wenn es dir schlecht geht?"
options = ["gefragt werden", "gehalten werden", "eine Weile in Ruhe gelassen werden"]
"#;
