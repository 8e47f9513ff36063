//! The list of feelings and its words beside each other.

use std::collections::BTreeMap;

use crate::library::finding::{At, Code, Findings};
use crate::library::ids::FeelingId;
use crate::library::read::FeelingsDraft;
use crate::library::values::BASE_LANGUAGE;

/// The list and its words beside each other. `languages` are the codes of all languages; `root` is the list's file.
pub fn check<'a>(
    draft: &FeelingsDraft,
    languages: impl Iterator<Item = &'a String>,
    root: &str,
    findings: &mut Findings,
) {
    let known = match &draft.list {
        Some(list) if list.broken => return,
        Some(_) => true,
        None => false,
    };
    for words in draft.words.values() {
        let mut said: BTreeMap<String, &FeelingId> = BTreeMap::new();
        for (id, word) in &words.by_id {
            let at = At::line(&words.shown, word.line);
            if !draft.ids().any(|listed| listed == id) {
                let wrong = format!("there is no feeling “{id}”");
                let remedy = format!("list it in {root}, or take the line out");
                findings.error(&at, Code::UnknownKey, wrong, remedy);
            } else if let Some(other) = said.insert(word.value.to_lowercase(), id) {
                let wrong = format!("{other} and {id} have the same word");
                let remedy = "give one of them a word of its own";
                findings.error(&at, Code::SameText, wrong, remedy);
            }
        }
    }
    for language in languages.filter(|_| known) {
        let words = draft.words.get(language);
        let has = |id: &&FeelingId| words.is_some_and(|words| words.by_id.contains_key(*id));
        let missing: Vec<&str> = draft
            .ids()
            .filter(|id| !has(id))
            .map(FeelingId::as_str)
            .collect();
        if missing.is_empty() {
            continue;
        }
        let shown = words.map(|words| words.shown.clone()).unwrap_or_else(|| {
            let file = root.replace("feelings.toml", &format!("{language}/feelings.toml"));
            file.into()
        });
        let named = missing[..missing.len().min(5)].join(", ");
        let more = if missing.len() > 5 { ", …" } else { "" };
        let at = At::file(&shown);
        let feelings = match missing.len() {
            1 => "one feeling".to_owned(),
            count => format!("{count} feelings"),
        };
        if language == BASE_LANGUAGE {
            let wrong = format!("{feelings} without a word: {named}{more}");
            let remedy = "add a line for each under [words]";
            findings.error(&at, Code::MissingKey, wrong, remedy);
        } else {
            let wrong = format!("{feelings} in English still: {named}{more}");
            let remedy = "translate them when you can";
            findings.warning(&at, Code::MissingTranslation, wrong, remedy);
        }
    }
}
