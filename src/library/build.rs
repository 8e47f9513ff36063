//! Drafts → the [`Library`]. Nothing is checked here: with an error among the findings nobody uses the result.

use std::collections::BTreeMap;

use super::read::{Draft, FeelingsDraft, KindDraft, KindWordsDraft, LanguageDraft, PromptDraft};
use super::values::{
    BASE_LANGUAGE, ByLanguage, Feelings, Kind, KindWords, Library, Prompt, PromptWords,
    ReflectionGuide, Safety,
};

/// The library a draft describes. What a draft with errors leaves out, the library leaves out.
pub(super) fn build(mut draft: Draft, reflection: ReflectionGuide, safety: Safety) -> Library {
    let mut base = draft.languages.remove(BASE_LANGUAGE).unwrap_or_default();
    let mut others = draft.languages;
    let feelings = build_feelings(draft.feelings);
    let mut languages: Vec<String> = others.keys().cloned().collect();
    languages.push(BASE_LANGUAGE.to_owned());
    languages.sort();
    let kinds = draft.kinds.into_iter();
    let kinds = kinds.filter_map(|kind| build_kind(kind, &mut base, &mut others));
    Library {
        kinds: kinds.collect(),
        languages,
        feelings,
        reflection,
        safety,
    }
}

fn build_feelings(draft: FeelingsDraft) -> Feelings {
    let words = draft.words.into_iter().map(|(language, words)| {
        let by_id = words.by_id.into_iter();
        (language, by_id.map(|(id, word)| (id, word.value)).collect())
    });
    Feelings {
        words: words.collect(),
        cores: draft.list.map(|list| list.cores).unwrap_or_default(),
    }
}

fn build_kind(
    draft: KindDraft,
    base: &mut LanguageDraft,
    others: &mut BTreeMap<String, LanguageDraft>,
) -> Option<Kind> {
    let words = ByLanguage {
        base: kind_words(base.kinds.remove(&draft.id)?),
        others: others
            .iter_mut()
            .filter_map(|(code, language)| {
                let words = language.kinds.remove(&draft.id)?;
                Some((code.clone(), kind_words(words)))
            })
            .collect(),
    };
    let mut translations: BTreeMap<_, BTreeMap<String, PromptWords>> = BTreeMap::new();
    for (code, language) in others {
        let file = language.prompts.remove(&draft.id);
        for prompt in file.map_or_else(Vec::new, |file| file.prompts) {
            let (id, words) = (prompt.id.clone(), prompt_words(prompt));
            translations
                .entry(id)
                .or_default()
                .insert(code.clone(), words);
        }
    }
    let mut prompts = base.prompts.remove(&draft.id)?.prompts;
    prompts.sort_by(|a, b| a.id.cmp(&b.id));
    let prompts = prompts.into_iter().map(|prompt| {
        let others = translations.remove(&prompt.id).unwrap_or_default();
        build_prompt(prompt, others)
    });
    let (retired, live) = prompts.partition(|prompt| prompt.retired);
    Some(Kind {
        id: draft.id,
        emoji: draft.emoji,
        shape: draft.shape,
        depth: draft.depth,
        reveals: draft.reveals,
        cooldown_days: draft.cooldown_days,
        buttons: draft.buttons,
        own: draft.own,
        ritual: draft.ritual,
        words,
        live,
        retired,
    })
}

fn build_prompt(draft: PromptDraft, others: BTreeMap<String, PromptWords>) -> Prompt {
    Prompt {
        id: draft.id.clone(),
        depth: draft.depth.value,
        tags: draft.tags.clone(),
        theme: draft.theme.value.clone(),
        shape: draft.shape,
        retired: draft.retired,
        words: ByLanguage {
            base: prompt_words(draft),
            others,
        },
    }
}

fn kind_words(draft: KindWordsDraft) -> KindWords {
    KindWords {
        title: draft.title,
        how: draft.how,
        listen: draft.listen,
        buttons: draft.buttons,
    }
}

fn prompt_words(draft: PromptDraft) -> PromptWords {
    PromptWords {
        text: draft.text.value,
        follow_up: draft.follow_up,
        listen: draft.listen,
        options: draft.options,
        ends: draft.ends,
        why: draft.why,
    }
}
