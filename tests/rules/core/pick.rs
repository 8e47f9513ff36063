//! Which prompt of a kind comes, for pools of every make.

use std::collections::{BTreeMap, BTreeSet};

use jiff::{SignedDuration, Timestamp};
use proptest::prelude::*;
use rand::SeedableRng as _;
use rand::rngs::StdRng;

use twofold::core::choice::pick::{Past, pick};
use twofold::core::model::choice::Allowed;
use twofold::library::{self, Library, PromptId, Source};

const WORDS: &str = r#"[gratitude]
title = "Gratitude"
how = "One thing {partner} did."
[gratitude.buttons]
touched = "That touched me"
"#;

/// A library with one kind; its prompts have these themes.
fn pool(themes: &[usize], cooldown_days: u16) -> Library {
    let kinds = format!(
        "[[kind]]\nid = \"gratitude\"\nemoji = \"🙏\"\nshape = \"text\"\ndepth = 1\n\
         cooldown_days = {cooldown_days}\nbuttons = [\"touched\"]\n"
    );
    let prompts: Vec<String> = themes
        .iter()
        .enumerate()
        .map(|(n, theme)| {
            let word = |part: char| format!("{part}{}", "abcdefghijklmnopqrst".chars().nth(n).unwrap());
            let [one, two, three] = ['k', 'm', 'z'].map(word);
            format!(
                "[[prompt]]\nid = \"gratitude-{:04}\"\ntext = \"{one}{one} {two}{two} {three}{three}?\"\n\
                 theme = \"{}\"\nwhy = \"A pool.\"\n",
                n + 1,
                ["small", "tall", "blue", "loud", "warm"][*theme]
            )
        })
        .collect();
    let prompts = prompts.join("\n");
    let files = [
        ("kinds.toml", kinds.as_str()),
        ("en/kinds.toml", WORDS),
        ("en/gratitude.toml", prompts.as_str()),
    ];
    library::load(Source::strings(files)).expect("a library")
}

/// What comes when every prompt is answered, one a day.
fn comes(library: &Library, seed: u64, count: usize) -> Vec<(PromptId, String)> {
    let kind = &library.kinds()[0];
    let mut rng = StdRng::seed_from_u64(seed);
    let (mut used, open) = (BTreeMap::new(), BTreeSet::new());
    let mut now: Timestamp = "2026-11-22T12:00:00Z".parse().expect("a time");
    let mut came: Vec<(PromptId, String)> = Vec::new();
    for _ in 0..count {
        let last = came.last();
        let past = Past {
            used: &used,
            unanswered: &BTreeMap::new(),
            open: &open,
            last: last.map(|(id, _)| id),
            last_theme: last.map(|(_, theme)| theme.as_str()),
            newest_theme: None,
            now,
        };
        let prompt = pick(kind, &Allowed::default(), &past, &mut rng).expect("a prompt");
        let one = (prompt.id.clone(), prompt.theme.clone());
        used.insert(prompt.id.clone(), now);
        came.push(one);
        now += SignedDuration::from_hours(24);
    }
    came
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn no_theme_comes_twice_in_a_row_wherever_the_pool_can_be_laid_out_so(
        themes in prop::collection::vec(0_usize..5, 2..20),
        cooldown in 0_u16..40,
        seed in any::<u64>(),
    ) {
        let count = themes.len();
        let most = (0..5).map(|theme| themes.iter().filter(|other| **other == theme).count()).max();
        // Around and around: no theme holds more than half of the pool.
        prop_assume!(most.is_some_and(|most| 2 * most <= count));
        let library = pool(&themes, cooldown);
        let came = comes(&library, seed, 3 * count);
        for (n, pair) in came.windows(2).enumerate() {
            prop_assert_ne!(&pair[0].1, &pair[1].1, "{} of {}: {:?}", n, count, came);
        }
        for window in came.windows(count) {
            let distinct: BTreeSet<&PromptId> = window.iter().map(|(id, _)| id).collect();
            prop_assert_eq!(distinct.len(), count, "the pool is used up before one comes back");
        }
    }

    #[test]
    fn a_pool_that_cannot_be_laid_out_is_used_up_all_the_same(
        themes in prop::collection::vec(0_usize..2, 1..20),
        seed in any::<u64>(),
    ) {
        let count = themes.len();
        let library = pool(&themes, 90);
        let came = comes(&library, seed, count);
        let distinct: BTreeSet<&PromptId> = came.iter().map(|(id, _)| id).collect();
        prop_assert_eq!(distinct.len(), count);
    }
}
